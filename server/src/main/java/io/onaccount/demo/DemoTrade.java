package io.onaccount.demo;

import io.onaccount.catalog.Product;
import io.onaccount.catalog.Products;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditHolds;
import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.fulfilment.NewReturn;
import io.onaccount.fulfilment.Returns;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.postgres.DatabaseServer;
import io.onaccount.receivables.Bills;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.SalesOrders;
import io.onaccount.stock.Adjustments;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Trade week by week, each document with its own date: orders, deliveries and returns that follow them, and money that comes on time, late, in parts, too much, bounced or never.
 * The same for the same days; all through the doors, so that every figure of the demo agrees with its documents.
 */
@Component
final class DemoTrade {
    private static final long SEED = 80;
    private static final double ORDERS_A_DAY = 5.8;

    /** Far below what lies in the warehouse, so that cheap goods don't run out. */
    private static final int MOST_OF_A_LINE = 200;

    /** What all customers together buy in a month, roughly. */
    private static final int MONTHLY_TRADE = 1_300_000;

    /** Bought before this many days ago, held orders have been decided on; later ones still wait. */
    private static final int STILL_WAITING = 9;

    private final DatabaseServer server;
    private final Database database;
    private final Parties parties;
    private final Products products;
    private final Adjustments adjustments;
    private final CreditControl credit;
    private final CreditHolds holds;
    private final SalesOrders orders;
    private final Deliveries deliveries;
    private final Returns returns;
    private final Receipts receipts;
    private final DemoDiscounts discounts;
    private final Bills bills;

    DemoTrade(
            DatabaseServer server,
            Database database,
            Parties parties,
            Products products,
            Adjustments adjustments,
            CreditControl credit,
            CreditHolds holds,
            SalesOrders orders,
            Deliveries deliveries,
            Returns returns,
            Receipts receipts,
            DemoDiscounts discounts,
            Bills bills) {
        this.server = server;
        this.database = database;
        this.parties = parties;
        this.products = products;
        this.adjustments = adjustments;
        this.credit = credit;
        this.holds = holds;
        this.orders = orders;
        this.deliveries = deliveries;
        this.returns = returns;
        this.receipts = receipts;
        this.discounts = discounts;
        this.bills = bills;
    }

    /** Roughly what a customer buys in a month: a few buy much, many a little. */
    static int monthlyVolume(int customer) {
        return (int) (MONTHLY_TRADE * weight(customer) / TOTAL_WEIGHT);
    }

    private static final double TOTAL_WEIGHT;

    static {
        double sum = 0;
        for (int i = 0; i < 133; i++) {
            sum += weight(i);
        }
        TOTAL_WEIGHT = sum;
    }

    private static double weight(int customer) {
        return 1.0 / (8 + (customer * 37) % 133);
    }

    void run(DemoStaff staff, List<UUID> customers, LocalDate first, LocalDate today) {
        new Run(staff, customers, first, today).all();
    }

    private record Delivered(UUID customer, UUID delivery, String number, List<NewDelivery.Line> lines) {}

    private record Planned(int customer, NewDelivery delivery, Map<UUID, BigDecimal> sold) {}

    /** One run: what is planned for later days, and the dice. */
    private final class Run {
        private final Random random = new Random(SEED);
        private final DemoStaff staff;
        private final List<UUID> customers;
        private final LocalDate first;
        private final LocalDate today;
        private final Map<UUID, Party> known;
        private final List<Product> goods;
        private final Map<Integer, List<Integer>> byTeam = new HashMap<>();
        private final TreeMap<LocalDate, List<Planned>> toDeliver = new TreeMap<>();
        private final TreeMap<LocalDate, Map<Integer, BigDecimal>> toReceive = new TreeMap<>();
        private final TreeMap<LocalDate, List<Delivered>> toReturn = new TreeMap<>();
        private final TreeMap<LocalDate, List<UUID>> toBounce = new TreeMap<>();
        private final TreeMap<LocalDate, List<Waiting>> held = new TreeMap<>();
        private final Map<UUID, BigDecimal> sold = new LinkedHashMap<>();
        private final UUID bank;
        private final UUID wechat;
        private final DemoDiscounts.Run early;
        private final List<Integer> buyers = new ArrayList<>();
        private final List<NewSalesOrder> entries = new ArrayList<>();
        private double due;
        private int weeks;
        private int analyzedNext = 1;
        private int receiptCount;

        private record Waiting(int customer, UUID order, NewSalesOrder entry) {}

        Run(DemoStaff staff, List<UUID> customers, LocalDate first, LocalDate today) {
            this.staff = staff;
            this.customers = customers;
            this.first = first;
            this.today = today;
            this.early = discounts.of(staff, customers, today);
            Actor admin = staff.on("admin", first);
            this.known = read(tx -> parties.require(tx, admin, customers));
            this.goods = read(tx -> List.copyOf(products.find(
                            tx,
                            admin,
                            tx.list(
                                    "select id from catalog.product_view where company_id = ? order by code",
                                    row -> row.uuid("id"),
                                    tx.company()))
                    .values()));
            List<UUID> cash = read(tx -> tx.list(
                    "select id from receivables.cash_account where company_id = ? order by code",
                    row -> row.uuid("id"),
                    tx.company()));
            this.bank = cash.getFirst();
            this.wechat = cash.getLast();
            for (int i = 0; i < customers.size(); i++) {
                byTeam.computeIfAbsent(i % staff.teams(), t -> new ArrayList<>())
                        .add(i);
            }
        }

        private <T> T read(Function<Tx, T> body) {
            return database.read(staff.company(), body);
        }

        private <T> T write(Function<Tx, T> body) {
            return database.write(staff.company(), body);
        }

        void all() {
            for (LocalDate day = first; day.isBefore(today); day = day.plusDays(1)) {
                if (day.getDayOfMonth() == 1 && !sold.isEmpty()) {
                    restock(day);
                }
                if (isWorkingDay(day)) {
                    order(day);
                }
                if (day.getDayOfWeek() == DayOfWeek.FRIDAY || day.plusDays(1).equals(today)) {
                    enterWeek(day);
                    keepPlansRight();
                }
            }
            leaveWorkForToday();
            early.finish();
            server.analyze();
        }

        /** A week's documents, each with its own date, are entered together: so two years take seconds. */
        private void enterWeek(LocalDate day) {
            if (!entries.isEmpty()) {
                place(staff.salespersonOf(team(day), day), day, List.copyOf(buyers), List.copyOf(entries));
                buyers.clear();
                entries.clear();
            }
            early.offer(day);
            decideHeld(day);
            deliver(day);
            takeBack(day);
            early.receive(day);
            receive(day);
        }

        /** What was planned for empty tables would take three times as long for full ones. */
        private void keepPlansRight() {
            if (++weeks == analyzedNext) {
                server.analyze();
                analyzedNext *= 2;
            }
        }

        private static <T> List<T> upTo(LocalDate day, NavigableMap<LocalDate, List<T>> planned) {
            Map<LocalDate, List<T>> now = planned.headMap(day, true);
            List<T> all = new ArrayList<>();
            now.values().forEach(all::addAll);
            now.clear();
            return all;
        }

        /** The salespeople take turns by the week. */
        private int team(LocalDate day) {
            return (int) ((day.toEpochDay() + 3) / 7 % staff.teams());
        }

        private boolean isWorkingDay(LocalDate day) {
            return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
        }

        private LocalDate workingDay(LocalDate from) {
            LocalDate day = from;
            while (!isWorkingDay(day)) {
                day = day.plusDays(1);
            }
            return day;
        }

        // ---- orders ----

        private void order(LocalDate day) {
            due += ORDERS_A_DAY
                    * season(day)
                    * (0.8 + 0.4 * first.until(day, java.time.temporal.ChronoUnit.DAYS) / 730.0);
            int count = (int) due;
            due -= count;
            for (int i = 0; i < count; i++) {
                int buyer = buyer(team(day));
                buyers.add(buyer);
                entries.add(entry(buyer, day, 1.0));
            }
        }

        private void place(Actor rep, LocalDate day, List<Integer> who, List<NewSalesOrder> what) {
            List<OrderAnswer> answers = write(tx -> orders.place(tx, rep, what, true));
            for (int i = 0; i < answers.size(); i++) {
                UUID order = answers.get(i).order().id();
                if (answers.get(i) instanceof OrderAnswer.Confirmed) {
                    plan(Objects.requireNonNull(what.get(i).date()), who.get(i), order, what.get(i));
                } else if (answers.get(i) instanceof OrderAnswer.Held) {
                    held.computeIfAbsent(workingDay(day.plusDays(3)), d -> new ArrayList<>())
                            .add(new Waiting(who.get(i), order, what.get(i)));
                }
            }
        }

        private double season(LocalDate day) {
            return switch (day.getMonth()) {
                case FEBRUARY -> 0.6;
                case JANUARY, AUGUST -> 0.9;
                case OCTOBER -> 0.95;
                case NOVEMBER, DECEMBER -> 1.15;
                default -> 1.0;
            };
        }

        private int buyer(int team) {
            List<Integer> candidates = Objects.requireNonNull(byTeam.get(team));
            double sum = 0;
            for (int candidate : candidates) {
                sum += weight(candidate);
            }
            double drawn = random.nextDouble() * sum;
            for (int candidate : candidates) {
                drawn -= weight(candidate);
                if (drawn <= 0) {
                    return candidate;
                }
            }
            return candidates.getLast();
        }

        private NewSalesOrder entry(int buyer, LocalDate day, double size) {
            List<NewSalesOrder.Line> lines = new ArrayList<>();
            int count = 2 + random.nextInt(4);
            BigDecimal discount = BigDecimal.valueOf(random.nextInt(4) == 0 ? random.nextInt(4) : 0, 2);
            for (int i = 0; i < count; i++) {
                Product product = goods.get(random.nextInt(goods.size()));
                BigDecimal list = Objects.requireNonNull(product.listPrice());
                BigDecimal price = list.multiply(BigDecimal.valueOf(98 + random.nextInt(3), 2))
                        .setScale(2, RoundingMode.HALF_UP);
                double value = (800 + random.nextInt(4200)) * size;
                long most = Math.round(MOST_OF_A_LINE * Math.max(1, size));
                long quantity = Math.clamp(Math.round(value / price.doubleValue()), 1, most);
                lines.add(new NewSalesOrder.Line(
                        product.id(), BigDecimal.valueOf(quantity), price, discount, null, null, null));
            }
            return new NewSalesOrder(
                    customers.get(buyer),
                    null,
                    day,
                    day.plusDays(2 + random.nextInt(5)),
                    null,
                    null,
                    null,
                    null,
                    null,
                    random.nextInt(5) == 0 ? "PO%d-%03d".formatted(day.getYear() % 100, random.nextInt(1000)) : null,
                    null,
                    true,
                    null,
                    lines,
                    random.nextInt(20) == 0
                            ? List.of(new NewSalesOrder.Charge(
                                    "运费", BigDecimal.valueOf(100 + 20L * random.nextInt(20)), new BigDecimal("0.09")))
                            : null);
        }

        /** Held orders are released, pass by themselves after money came in, or are given up. */
        private void decideHeld(LocalDate day) {
            if (!day.isBefore(today.minusDays(STILL_WAITING))) {
                return;
            }
            List<Waiting> waiting = upTo(day, held);
            for (Waiting order : waiting) {
                Actor rep = staff.salespersonOf(order.customer(), day);
                int drawn = random.nextInt(10);
                if (passed(order.order())) {
                    plan(day, order.customer(), order.order(), order.entry());
                } else if (drawn < 3) {
                    write(tx -> orders.cancel(tx, rep, order.order(), null, "客户改期，不再需要"));
                } else if (drawn < 6 ? release(order.order(), day) : confirmed(order.order(), rep)) {
                    plan(day, order.customer(), order.order(), order.entry());
                } else {
                    held.computeIfAbsent(workingDay(day.plusDays(6)), d -> new ArrayList<>())
                            .add(order);
                }
            }
        }

        /** Whether it went on by itself, as the credit check may let it once money has come in. */
        private boolean passed(UUID order) {
            return database.read(
                            staff.company(),
                            tx -> tx.first(
                                    "select 1 as one from document.header h where h.company_id = ? and h.id = ? and h.state <> 'HELD'",
                                    row -> row.integer("one"),
                                    tx.company(),
                                    order))
                    .isPresent();
        }

        private boolean confirmed(UUID order, Actor rep) {
            OrderAnswer answer = write(tx -> orders.confirm(tx, rep, order, null));
            return answer instanceof OrderAnswer.Confirmed;
        }

        private boolean release(UUID order, LocalDate day) {
            Actor controller = staff.on("controller", day);
            return write(tx -> {
                UUID hold = tx.one(
                        "select id from credit.hold where company_id = ? and document_id = ? and state = 'OPEN'",
                        row -> row.uuid("id"),
                        tx.company(),
                        order);
                return holds.release(tx, controller, hold, "客户已承诺本周付款，老客户", null, day.plusDays(7))
                        == CreditHolds.Outcome.PASSED;
            });
        }

        // ---- goods ----

        private void plan(LocalDate day, int buyer, UUID order, NewSalesOrder entry) {
            List<NewDelivery.Line> now = new ArrayList<>();
            List<NewDelivery.Line> later = new ArrayList<>();
            boolean inParts = random.nextInt(10) == 0;
            for (int i = 0; i < entry.lines().size(); i++) {
                BigDecimal all = entry.lines().get(i).quantity();
                BigDecimal part = inParts ? all.divideToIntegralValue(BigDecimal.TWO) : all;
                if (part.signum() > 0) {
                    now.add(new NewDelivery.Line(order, i + 1, part, null));
                }
                if (part.compareTo(all) < 0) {
                    later.add(new NewDelivery.Line(order, i + 1, all.subtract(part), null));
                }
            }
            LocalDate leaves = workingDay(day.plusDays(1 + random.nextInt(4)));
            if (!now.isEmpty()) {
                add(leaves, buyer, entry, now);
            }
            if (!later.isEmpty()) {
                add(workingDay(leaves.plusDays(4 + random.nextInt(5))), buyer, entry, later);
            }
        }

        private void add(LocalDate day, int buyer, NewSalesOrder entry, List<NewDelivery.Line> lines) {
            Map<UUID, BigDecimal> quantities = new LinkedHashMap<>();
            lines.forEach(line -> quantities.merge(
                    entry.lines().get(line.position() - 1).product(), line.quantity(), BigDecimal::add));
            toDeliver
                    .computeIfAbsent(day, d -> new ArrayList<>())
                    .add(new Planned(buyer, NewDelivery.of(day, lines), quantities));
        }

        private void deliver(LocalDate day) {
            List<Planned> planned = upTo(day, toDeliver);
            if (planned.isEmpty()) {
                return;
            }
            Actor keeper = staff.on("warehouse", day);
            List<Deliveries.Placed> posted = posted(keeper, day, planned);
            planned.forEach(
                    p -> p.sold().forEach((product, quantity) -> sold.merge(product, quantity, BigDecimal::add)));
            for (int i = 0; i < posted.size(); i++) {
                Deliveries.Placed delivery = posted.get(i);
                int buyer = planned.get(i).customer();
                LocalDate left =
                        Objects.requireNonNull(planned.get(i).delivery().date());
                if (!early.takes(buyer, delivery.id(), left)) {
                    expect(left, buyer, delivery.total());
                }
                if (random.nextInt(33) == 0) {
                    toReturn.computeIfAbsent(workingDay(left.plusDays(4 + random.nextInt(8))), d -> new ArrayList<>())
                            .add(new Delivered(
                                    delivery.customer(),
                                    delivery.id(),
                                    delivery.number(),
                                    planned.get(i).delivery().lines()));
                }
            }
        }

        /** All in one go; on a day on which credit stops one of them, one after the other, and the controller lets those go. */
        private List<Deliveries.Placed> posted(Actor keeper, LocalDate day, List<Planned> planned) {
            try {
                return write(tx -> deliveries.postNew(
                        tx, keeper, planned.stream().map(Planned::delivery).toList()));
            } catch (Problem e) {
                if (!e.code().equals("credit-stops-delivery")) {
                    throw e;
                }
            }
            List<Deliveries.Placed> posted = new ArrayList<>();
            for (Planned one : planned) {
                Deliveries.Placed draft = write(tx -> deliveries.draft(tx, keeper, one.delivery()));
                if (write(tx -> deliveries.post(tx, keeper, draft.id(), null))
                        .state()
                        .equals(draft.state())) {
                    release(draft.id(), day);
                }
                posted.add(draft);
            }
            return posted;
        }

        private void takeBack(LocalDate day) {
            List<Delivered> back = upTo(day, toReturn);
            if (back.isEmpty()) {
                return;
            }
            Actor keeper = staff.on("warehouse", day);
            List<NewReturn> entries = back.stream()
                    .map(d -> new NewReturn(
                            d.customer(),
                            null,
                            day,
                            "到货破损",
                            null,
                            null,
                            List.of(NewReturn.Line.of(
                                    d.delivery(),
                                    1,
                                    d.lines()
                                            .getFirst()
                                            .quantity()
                                            .divideToIntegralValue(BigDecimal.TEN)
                                            .max(BigDecimal.ONE)
                                            .min(d.lines().getFirst().quantity()),
                                    null))))
                    .toList();
            write(tx -> returns.postNew(tx, keeper, entries));
        }

        /** On the first of the month comes in what the month before sold. */
        private void restock(LocalDate day) {
            Actor buyer = staff.on("admin", day);
            UUID main = read(tx -> tx.one("""
                    select h.id from document.header h join stock.warehouse w on w.company_id = h.company_id and w.id = h.id
                    where h.company_id = ? order by h.number limit 1""", row -> row.uuid("id"), tx.company()));
            List<Adjustments.Line> lines = sold.entrySet().stream()
                    .map(s -> new Adjustments.Line(main, s.getKey(), s.getValue(), null))
                    .toList();
            sold.clear();
            write(tx -> {
                UUID adjustment = adjustments.create(tx, buyer, new Adjustments.Entry("月度补货入库", day, lines));
                tx.flush();
                adjustments.post(tx, buyer, adjustment, null);
                return adjustment;
            });
        }

        // ---- money ----

        /** When and how what was delivered will be paid, by the customer's habit. */
        private void expect(LocalDate day, int buyer, BigDecimal total) {
            Party party = Objects.requireNonNull(known.get(customers.get(buyer)));
            LocalDate dueOn =
                    party.paymentTerm() == null ? day : party.paymentTerm().due(day);
            int habit = buyer % 20;
            int late = switch (habit) {
                case 11, 12, 13, 14, 15 -> 4 + random.nextInt(18);
                case 16, 17 -> 25 + random.nextInt(45);
                default -> random.nextInt(5) - 2;
            };
            LocalDate paid = workingDay(dueOn.plusDays(late).isBefore(day) ? day : dueOn.plusDays(late));
            if (habit == 19 && paid.isAfter(today.minusDays(120))) {
                return; // stopped paying four months ago
            }
            if (habit == 18) {
                BigDecimal most = total.multiply(new BigDecimal("0.6")).setScale(0, RoundingMode.HALF_UP);
                pay(paid, buyer, most);
                pay(workingDay(paid.plusDays(30)), buyer, total.subtract(most));
                return;
            }
            pay(paid, buyer, habit == 5 && random.nextInt(4) == 0 ? total.setScale(-2, RoundingMode.UP) : total);
        }

        private void pay(LocalDate day, int buyer, BigDecimal amount) {
            if (amount.signum() > 0) {
                toReceive.computeIfAbsent(day, d -> new LinkedHashMap<>()).merge(buyer, amount, BigDecimal::add);
            }
        }

        private void receive(LocalDate day) {
            bounce(day);
            Map<LocalDate, Map<Integer, BigDecimal>> arrived = toReceive.headMap(day, true);
            if (arrived.isEmpty()) {
                return;
            }
            Map<Integer, BigDecimal> money = new LinkedHashMap<>();
            Map<Integer, LocalDate> on = new HashMap<>();
            arrived.forEach((date, payments) -> payments.forEach((buyer, amount) -> {
                money.merge(buyer, amount, BigDecimal::add);
                on.put(buyer, date);
            }));
            arrived.clear();
            Actor cashier = staff.on("cashier", day);
            Actor accountant = staff.on("accountant", day);
            List<NewReceipt> paid = new ArrayList<>();
            List<Integer> payers = new ArrayList<>();
            money.forEach((buyer, amount) -> {
                payers.add(buyer);
                paid.add(receipt(Objects.requireNonNull(on.get(buyer)), buyer, amount));
            });
            List<UUID> ids = write(tx -> {
                List<UUID> made = receipts.create(tx, cashier, paid);
                tx.flush();
                for (UUID id : made) {
                    receipts.confirm(tx, accountant, id, null, true);
                }
                return made;
            });
            for (int i = 0; i < ids.size(); i++) {
                if (++receiptCount % 180 == 0) {
                    toBounce.computeIfAbsent(workingDay(day.plusDays(5)), d -> new ArrayList<>())
                            .add(ids.get(i));
                    pay(workingDay(day.plusDays(14)), payers.get(i), paid.get(i).amount());
                }
            }
        }

        private void bounce(LocalDate day) {
            List<UUID> bounced = upTo(day, toBounce);
            Actor accountant = staff.on("accountant", day);
            for (UUID id : bounced) {
                write(tx -> {
                    receipts.reverse(tx, accountant, id, null, "银行退票", day);
                    return id;
                });
            }
        }

        private NewReceipt receipt(LocalDate day, int buyer, BigDecimal amount) {
            boolean small = amount.compareTo(BigDecimal.valueOf(4000)) < 0;
            return new NewReceipt(
                    customers.get(buyer),
                    day,
                    amount,
                    null,
                    small ? wechat : bank,
                    small ? ReceiptMethod.WECHAT : ReceiptMethod.TRANSFER,
                    Objects.requireNonNull(known.get(customers.get(buyer))).name(),
                    "货款",
                    null,
                    List.of());
        }

        // ---- today ----

        /** Every role finds something to do. */
        private void leaveWorkForToday() {
            LocalDate yesterday = today.minusDays(1);
            for (int i = 0; i < 6; i++) {
                overTheLimit(i * 9 + 2, i % 2 == 0 ? today : yesterday);
            }
            for (int team = 0; team < staff.teams(); team++) {
                Actor rep = staff.salespersonOf(team, today);
                List<Integer> own = Objects.requireNonNull(byTeam.get(team));
                List<NewSalesOrder> drafts = List.of(
                        entry(own.get(1), today, 1), entry(own.get(4), today, 0.5), entry(own.get(7), today, 1.5));
                List<OrderAnswer> placed = write(tx -> orders.place(tx, rep, drafts, false));
                write(tx -> orders.submit(tx, rep, placed.getFirst().order().id(), null));
            }
            Actor keeper = staff.on("warehouse", today);
            List<UUID> open = read(tx -> tx.list("""
                    select h.id from document.header h where h.company_id = ? and h.kind = 'sales-order' and h.state = 'CONFIRMED'
                    order by h.date, h.id limit 4""", row -> row.uuid("id"), tx.company()));
            open.forEach(order -> write(tx -> deliveries.draftRest(tx, keeper, order, null)));
            Actor cashier = staff.on("cashier", today);
            Map<Integer, BigDecimal> coming = new LinkedHashMap<>();
            Map<Integer, BigDecimal> promised = new LinkedHashMap<>();
            toReceive
                    .values()
                    .forEach(day -> day.forEach((buyer, amount) -> {
                        if (coming.size() < 5) {
                            coming.putIfAbsent(buyer, amount);
                        } else if (promised.size() < 4 && !coming.containsKey(buyer)) {
                            promised.putIfAbsent(buyer, amount);
                        }
                    }));
            List<NewReceipt> arrived = new ArrayList<>();
            coming.forEach((buyer, amount) -> arrived.add(receipt(today, buyer, amount)));
            if (!arrived.isEmpty()) {
                write(tx -> receipts.create(tx, cashier, arrived));
            }
            billsOfExchange(promised);
        }

        /** Customers who paid by bill: some are in hand, one is with the bank already. */
        private void billsOfExchange(Map<Integer, BigDecimal> promised) {
            LocalDate day = today.minusDays(7);
            Actor cashier = staff.on("cashier", day);
            Actor accountant = staff.on("accountant", today);
            int number = 0;
            for (Map.Entry<Integer, BigDecimal> one : promised.entrySet()) {
                number++;
                UUID customer = customers.get(one.getKey());
                NewReceipt receipt = new NewReceipt(
                        customer,
                        day,
                        one.getValue(),
                        null,
                        null,
                        NewReceipt.FeeBy.US,
                        null,
                        null,
                        ReceiptMethod.BILL,
                        Objects.requireNonNull(known.get(customer)).name(),
                        null,
                        "货款",
                        null,
                        null,
                        new Bills.NewBill(
                                number % 2 == 0 ? Bills.BillKind.COMMERCIAL : Bills.BillKind.BANK,
                                "5" + "%029d".formatted(20_260_000L + number),
                                Objects.requireNonNull(known.get(customer)).name(),
                                number % 2 == 0 ? null : "中国工商银行",
                                day.minusDays(3),
                                today.plusDays(12L + 25L * number)),
                        List.of());
                UUID id = write(tx -> receipts.create(tx, cashier, receipt));
                write(tx -> receipts.confirm(tx, accountant, id, null, true));
                if (number == 3) {
                    UUID bill = read(tx -> tx.one(
                            "select b.id from receivables.bill b where b.company_id = ? and b.receipt_id = ?",
                            row -> row.uuid("id"),
                            tx.company(),
                            id));
                    BigDecimal interest =
                            one.getValue().multiply(new BigDecimal("0.006")).setScale(2, RoundingMode.HALF_UP);
                    write(tx -> {
                        bills.discount(tx, accountant, bill, null, "招商银行", today, interest, bank);
                        return bill;
                    });
                }
            }
        }

        /** An order a little larger than what the customer has free. */
        private void overTheLimit(int buyer, LocalDate day) {
            Actor rep = staff.salespersonOf(buyer, day);
            BigDecimal free =
                    read(tx -> credit.freeCredit(tx, customers.get(buyer), day).free());
            if (free == null) {
                return;
            }
            NewSalesOrder usual = entry(buyer, day, 1);
            BigDecimal value = usual.lines().stream()
                    .map(l -> l.quantity().multiply(Objects.requireNonNull(l.price())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal wanted =
                    free.max(BigDecimal.ZERO).multiply(new BigDecimal("1.15")).add(BigDecimal.valueOf(2000));
            place(
                    rep,
                    day,
                    List.of(buyer),
                    List.of(entry(buyer, day, Math.max(1, wanted.doubleValue() / value.doubleValue()))));
        }
    }
}
