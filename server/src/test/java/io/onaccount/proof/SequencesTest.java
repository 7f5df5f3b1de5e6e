package io.onaccount.proof;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditProof;
import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.fulfilment.NewReturn;
import io.onaccount.fulfilment.Returns;
import io.onaccount.invoicing.InvoiceKind;
import io.onaccount.invoicing.Invoices;
import io.onaccount.invoicing.InvoicingSettings;
import io.onaccount.invoicing.NewInvoice;
import io.onaccount.invoicing.NewInvoiceLine;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.Ageing;
import io.onaccount.receivables.Allocations;
import io.onaccount.receivables.Bills;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.LedgerAccount;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.OpeningBalances;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.ReceiptSettings;
import io.onaccount.receivables.Receipts;
import io.onaccount.receivables.Refunds;
import io.onaccount.sales.NewOrderChange;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.OrderChanges;
import io.onaccount.sales.OrderSplits;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Chance;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random lives of customers through all doors, from the order to the money that bounces; after every step the entries, the accounts, the
 * documents and the ledger say the same. A hundred customers take a step at once, each kind of it in one transaction. {@code
 * -Donaccount.test.sequences=10000} tries as many; see bench/proofs.
 */
class SequencesTest {
    private static final int SEQUENCES = Integer.getInteger("onaccount.test.sequences", 200);
    private static final int AT_ONCE = 100;
    private static final int STEPS = 12;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Map<String, Integer> done = new TreeMap<>();
    private int refused;
    private int lives;

    @Test
    void whateverHappensEverythingAgreesAtEveryStep() {
        long began = System.nanoTime();
        int rounds = (SEQUENCES + AT_ONCE - 1) / AT_ONCE;
        Chance.tries(rounds, random -> new World(random).live());
        System.out.printf(
                "%d sequences of %d steps in %.0f s, %d refused: %s%n",
                lives, STEPS, (System.nanoTime() - began) / 1e9, refused, done);
        assertThat(done)
                .containsKeys(
                        "order",
                        "deliver",
                        "invoice",
                        "issue",
                        "issue before delivery",
                        "redden",
                        "bring back",
                        "cancel",
                        "split",
                        "change",
                        "close",
                        "receive",
                        "confirm",
                        "allocate",
                        "allocate by hand",
                        "take back",
                        "unassign",
                        "bounce",
                        "bill",
                        "endorse",
                        "discount",
                        "mature",
                        "dishonour",
                        "refund",
                        "send back",
                        "refund back",
                        "allocate all",
                        "net",
                        "open",
                        "reverse opening");
        int total = done.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(refused).as("most of it happens").isLessThan(total / 10);
    }

    /** What a customer's life has come to: what could be done next. */
    private static final class Life {
        final UUID customer;
        /** Whether its invoices are registered; otherwise it is only said that there are some. */
        final boolean registered;

        final List<Part> open = new ArrayList<>();
        final List<UUID> closable = new ArrayList<>();
        final List<Part> early = new ArrayList<>();
        final List<Part> toInvoice = new ArrayList<>();
        final List<Part> blue = new ArrayList<>();
        final List<UUID> untouched = new ArrayList<>();
        final List<Part> splittable = new ArrayList<>();
        final List<UUID> uninvoiced = new ArrayList<>();
        final List<Part> returnable = new ArrayList<>();
        final List<UUID> drafts = new ArrayList<>();
        final List<Part> free = new ArrayList<>();
        final List<UUID> posted = new ArrayList<>();
        final List<Kept> kept = new ArrayList<>();
        final List<UUID> allocations = new ArrayList<>();
        final List<Part> items = new ArrayList<>();
        final List<Part> credits = new ArrayList<>();
        final List<UUID> openings = new ArrayList<>();
        final List<UUID> refundDrafts = new ArrayList<>();
        final List<UUID> refunds = new ArrayList<>();
        final List<UUID> billsInHand = new ArrayList<>();
        final List<UUID> bills = new ArrayList<>();

        Life(UUID customer, boolean registered) {
            this.customer = customer;
            this.registered = registered;
        }
    }

    /** Something of which so much is left; of an order, one of its lines. */
    private record Part(UUID id, BigDecimal rest, BigDecimal quantity, int position) {
        Part(UUID id, BigDecimal rest) {
            this(id, rest, rest, 1);
        }
    }

    private record Kept(UUID receipt, UUID order) {}

    /** One thing done to one customer. */
    private record Deed(String what, UUID customer, Consumer<Tx> act) {}

    /** A company of its own with a hundred customers. */
    private final class World {
        final Random random;
        final TradeTestBed bed = new TradeTestBed();
        final Deliveries deliveries = bed.application.bean(Deliveries.class);
        final OrderChanges changes = bed.application.bean(OrderChanges.class);
        final Returns returns = bed.application.bean(Returns.class);
        final Receipts receipts = bed.application.bean(Receipts.class);
        final Bills bills = bed.application.bean(Bills.class);
        final Refunds refunds = bed.application.bean(Refunds.class);
        final Invoices invoices = bed.application.bean(Invoices.class);
        final Allocations allocations = bed.application.bean(Allocations.class);
        final OpeningBalances openings = bed.application.bean(OpeningBalances.class);
        final CreditProof proof = bed.application.bean(CreditProof.class);
        final Ledger ledger = bed.application.bean(Ledger.class);
        final Ageing ageing = bed.application.bean(Ageing.class);
        final Actor cashier = bed.somebodyElse();
        final Actor accountant = bed.somebodyElse("sales-invoice.ahead", "sales-invoice.deviate");
        final UUID product = bed.product("10", null, "100000000");
        final UUID bank = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
        final List<UUID> customers;
        final List<Object> made = new ArrayList<>();
        final Set<UUID> credited = new HashSet<>();

        World(Random random) {
            this.random = random;
            customers = bed.customers(Stream.generate(() -> random.nextInt(3) == 0 ? "null" : "" + random.nextInt(3000))
                    .limit(AT_ONCE)
                    .toList());
            bed.write(tx -> {
                bed.application
                        .bean(InvoicingSettings.class)
                        .change(
                                tx,
                                bed.actor,
                                new InvoicingSettings.Settings(null, true, BigDecimal.ONE, BigDecimal.TEN));
                return true;
            });
            if (random.nextBoolean()) {
                bed.write(tx -> bed.application
                        .bean(ReceiptSettings.class)
                        .change(
                                tx,
                                bed.actor,
                                new ReceiptSettings.Entry(BigDecimal.TEN, new BigDecimal("5"), null),
                                null));
            }
        }

        void live() {
            lives += customers.size();
            for (int step = 0; step < STEPS; step++) {
                LocalDate day = TODAY.minusDays(5L * (STEPS - step));
                Map<String, List<Deed>> deeds = new LinkedHashMap<>();
                credited.clear();
                look().values().forEach(life -> {
                    if (!life.credits.isEmpty()) {
                        credited.add(life.customer);
                    }
                    Deed deed = choose(life, day);
                    deeds.computeIfAbsent(deed.what(), what -> new ArrayList<>())
                            .add(deed);
                });
                deeds.forEach(this::carryOut);
                proven();
                ageingIsTheLedger(day);
            }
        }

        private Deed choose(Life life, LocalDate day) {
            Actor clerk = bed.actor.on(day);
            Actor second = cashier.on(day);
            Actor late = cashier.on(day.plusDays(40));
            Map<String, Supplier<Consumer<Tx>>> possible = new LinkedHashMap<>();
            possible.put("order", () -> order(life, clerk));
            possible.put("receive", () -> receive(life, clerk, day));
            if (random.nextInt(3) == 0) {
                possible.put("open", () -> {
                    OpeningBalances.NewOpeningBalance balance = new OpeningBalances.NewOpeningBalance(
                            life.customer, null, amount(5_000), day.minusDays(3), null, null);
                    return tx -> made.add(openings.create(tx, clerk, balance));
                });
                offer(
                        possible,
                        "reverse opening",
                        life.openings,
                        id -> tx -> openings.reverse(tx, second, id, null, "wrong"));
            }
            offer(possible, "deliver", life.open, part -> deliver(clerk, day, part));
            offer(possible, "deliver ", life.open, part -> deliver(clerk, day, part)); // twice as likely
            offer(
                    possible,
                    "invoice",
                    life.uninvoiced,
                    id -> tx -> deliveries.invoiced(tx, clerk, id, null, day, "I-" + id));
            Actor books = accountant.on(day);
            offer(possible, "issue", life.toInvoice, part -> {
                NewInvoiceLine goods = NewInvoiceLine.ofDelivery(part.id(), 1, some(part.rest()));
                BigDecimal difference = difference();
                return tx -> issue(tx, books, life.customer, goods, difference);
            });
            offer(possible, "issue before delivery", life.early, part -> {
                NewInvoiceLine goods = NewInvoiceLine.ofOrder(part.id(), 1, some(part.rest()));
                BigDecimal difference = difference();
                return tx -> issue(tx, books, life.customer, goods, difference);
            });
            offer(possible, "redden", life.blue, part -> {
                NewInvoice.Part goods = new NewInvoice.Part(1, some(part.rest()));
                return tx -> {
                    UUID red = invoices.red(tx, books, part.id(), null, "wrong", List.of(goods));
                    tx.flush();
                    invoices.issue(tx, books, red, null, official(books, null));
                };
            });
            offer(possible, "close", life.closable, id -> tx -> bed.orders.close(tx, clerk, id, null, ""));
            offer(possible, "cancel", life.untouched, id -> tx -> bed.orders.cancel(tx, clerk, id, null, ""));
            offer(possible, "split", life.splittable, part -> {
                BigDecimal some =
                        BigDecimal.valueOf(1 + random.nextInt(part.rest().intValueExact() - 1));
                OrderSplits.Rest rest = Chance.any(random, List.of(OrderSplits.Rest.values()));
                Actor may = bed.with("sales-order.confirm").on(day);
                return tx -> made.add(
                        bed.splits.split(tx, may, part.id(), null, List.of(new OrderAnswer.Part(1, some)), rest));
            });
            offer(possible, "change", life.open, part -> change(clerk, part));
            offer(possible, "bring back", life.returnable, part -> tx -> bringBack(tx, clerk, life, day, part));
            offer(possible, "confirm", life.drafts, id -> {
                boolean automatic = random.nextBoolean();
                return tx -> receipts.confirm(tx, second, id, null, automatic);
            });
            offer(possible, "confirm ", life.drafts, id -> tx -> receipts.confirm(tx, second, id, null, false));
            offer(possible, "allocate", life.free, part -> tx -> receipts.allocate(tx, second, part.id(), null));
            if (!life.items.isEmpty()) {
                Part item = Chance.any(random, life.items);
                offer(possible, "allocate by hand", life.free, part -> {
                    BigDecimal most = part.rest().min(item.rest());
                    BigDecimal some = random.nextBoolean() ? most : new BigDecimal("0.01");
                    return tx -> receipts.allocate(
                            tx, second, part.id(), null, List.of(new Receipts.Wanted(item.id(), some)));
                });
                offer(possible, "net", life.credits, credit -> {
                    BigDecimal most = credit.rest().negate().min(item.rest());
                    return tx -> allocations.net(tx, second, item.id(), credit.id(), most);
                });
            }
            offer(possible, "take back", life.allocations, id -> tx -> allocations.takeBack(tx, second, id));
            offer(
                    possible,
                    "unassign",
                    life.kept,
                    kept -> tx -> receipts.unassign(tx, second, kept.receipt(), kept.order(), null));
            offer(
                    possible,
                    "bounce",
                    life.posted,
                    id -> tx -> receipts.reverse(tx, second, id, null, "bounced", day.plusDays(3)));
            possible.put("bill", () -> bill(life, clerk, day));
            offer(
                    possible,
                    "endorse",
                    life.billsInHand,
                    id -> tx -> bills.endorse(tx, second, id, null, "Supplier", day));
            offer(
                    possible,
                    "discount",
                    life.billsInHand,
                    id -> tx -> bills.discount(tx, second, id, null, "Bank", day, BigDecimal.ONE, bank));
            offer(possible, "mature", life.bills, id -> tx -> bills.mature(tx, late, id, null, day.plusDays(30), bank));
            offer(
                    possible,
                    "dishonour",
                    life.bills,
                    id -> tx -> bills.dishonour(tx, late, id, null, day.plusDays(4), bank, "no funds"));
            offer(possible, "refund", life.free, part -> {
                BigDecimal some = random.nextBoolean() ? part.rest() : new BigDecimal("0.01");
                Refunds.NewRefund refund =
                        new Refunds.NewRefund(part.id(), day, some, bank, null, null, "paid too much");
                return tx -> made.add(refunds.create(tx, clerk, refund));
            });
            offer(possible, "send back", life.refundDrafts, id -> tx -> refunds.confirm(tx, second, id, null));
            offer(possible, "refund back", life.refunds, id -> tx -> refunds.reverse(tx, second, id, null, "back"));
            offer(possible, "allocate all", life.free, part -> tx -> receipts.allocateAll(tx, second, life.customer));
            String what = Chance.any(random, List.copyOf(possible.keySet()));
            return new Deed(what.strip(), life.customer, possible.get(what).get());
        }

        private <T> void offer(
                Map<String, Supplier<Consumer<Tx>>> possible,
                String what,
                List<T> targets,
                java.util.function.Function<T, Consumer<Tx>> act) {
            if (!targets.isEmpty()) {
                T target = Chance.any(random, targets);
                possible.put(what, () -> act.apply(target));
            }
        }

        private BigDecimal amount(int yuan) {
            return BigDecimal.valueOf(1 + random.nextInt(yuan * 100), 2);
        }

        private BigDecimal some(BigDecimal most) {
            return random.nextInt(3) == 0 ? most : BigDecimal.valueOf(1 + random.nextInt(most.intValueExact()));
        }

        /** What an invoice says more or less than the order's prices; mostly nothing. */
        private BigDecimal difference() {
            return random.nextInt(3) > 0 ? BigDecimal.ZERO : BigDecimal.valueOf(random.nextInt(900) - 300, 2);
        }

        private void issue(Tx tx, Actor who, UUID customer, NewInvoiceLine goods, BigDecimal difference) {
            UUID draft = invoices.create(
                    tx,
                    bed.actor.on(who.today()),
                    new NewInvoice(customer, InvoiceKind.DIGITAL_ORDINARY, null, null, null, List.of(goods)));
            tx.flush();
            BigDecimal ours = invoices.find(tx, who, draft).total();
            BigDecimal says = ours.add(difference).max(new BigDecimal("0.01"));
            invoices.issue(tx, who, draft, null, official(who, difference.signum() == 0 ? null : says));
            made.add(draft);
        }

        private NewInvoice.Official official(Actor who, @Nullable BigDecimal total) {
            String number = "%020d".formatted(NUMBERS.incrementAndGet());
            return new NewInvoice.Official(null, number, who.today(), total, null, "agreed");
        }

        private Consumer<Tx> order(Life life, Actor clerk) {
            String price = amount(20).toPlainString();
            NewSalesOrder entry = NewSalesOrder.of(
                            life.customer, clerk.today(), List.of(line(product, "" + (1 + random.nextInt(60)), price)))
                    .owedAt(Chance.any(random, List.of(ReceivableBasis.values())));
            boolean confirm = random.nextInt(5) > 0;
            Actor may = bed.with("sales-order.confirm").on(clerk.today());
            return tx -> made.add(bed.orders.place(tx, may, entry, confirm));
        }

        private Consumer<Tx> deliver(Actor clerk, LocalDate day, Part part) {
            BigDecimal some = random.nextInt(3) == 0
                    ? part.rest()
                    : BigDecimal.valueOf(1 + random.nextInt(part.rest().intValueExact()));
            NewDelivery.Line goods = new NewDelivery.Line(part.id(), part.position(), some, null);
            NewDelivery entry = NewDelivery.of(day, List.of(goods));
            return tx -> made.add(deliveries.postNew(tx, clerk, List.of(entry)));
        }

        /** More or less of a line, sometimes at another price, sometimes of something else besides; the other lines end. */
        private Consumer<Tx> change(Actor clerk, Part part) {
            int rest = part.rest().intValueExact();
            BigDecimal quantity = part.quantity()
                    .subtract(BigDecimal.valueOf(random.nextInt(rest + 1)))
                    .add(BigDecimal.valueOf(random.nextInt(12)));
            BigDecimal price = random.nextInt(3) == 0 ? amount(20) : null;
            List<NewOrderChange.Line> lines = new ArrayList<>();
            if (quantity.signum() > 0) {
                lines.add(new NewOrderChange.Line(part.position(), null, quantity, price, null, null, null, null));
            }
            if (random.nextInt(3) == 0 || lines.isEmpty()) {
                lines.add(NewOrderChange.Line.added(product, BigDecimal.valueOf(1 + random.nextInt(5)), amount(20)));
            }
            NewOrderChange entry = NewOrderChange.of(lines);
            List<NewOrderChange.Charge> freight = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                freight.add(new NewOrderChange.Charge(null, "Freight", amount(30), null));
            }
            return tx -> {
                // Charges that have left stay; the others make room.
                boolean left = bed.orders.find(tx, clerk, part.id()).chargesDelivered();
                UUID change = changes.create(tx, clerk, part.id(), left ? entry : entry.charging(freight))
                        .order()
                        .id();
                tx.flush();
                OrderAnswer answer = changes.apply(tx, clerk, change, null);
                if (!(answer instanceof OrderAnswer.Confirmed)) { // nobody is left who would release it
                    tx.flush();
                    changes.withdraw(tx, clerk, change, null, "");
                }
                made.add(answer);
            };
        }

        private void bringBack(Tx tx, Actor clerk, Life life, LocalDate day, Part part) {
            NewReturn.Line goods = NewReturn.Line.of(part.id(), 1, BigDecimal.ONE, bed.warehouse);
            made.add(returns.postNew(tx, clerk, List.of(NewReturn.of(life.customer, day, List.of(goods)))));
        }

        private Consumer<Tx> receive(Life life, Actor clerk, LocalDate day) {
            List<NewReceipt.Purpose> purposes = new ArrayList<>();
            if (!life.open.isEmpty() && random.nextInt(3) > 0) {
                purposes.add(new NewReceipt.Purpose(
                        null, Chance.any(random, life.open).id(), random.nextBoolean() ? null : amount(300)));
            }
            NewReceipt receipt = new NewReceipt(
                    life.customer,
                    day.minusDays(random.nextInt(4)),
                    amount(800).add(BigDecimal.ONE),
                    random.nextInt(4) == 0 ? BigDecimal.ONE : null,
                    bank,
                    ReceiptMethod.TRANSFER,
                    null,
                    null,
                    null,
                    purposes);
            return tx -> made.add(receipts.create(tx, clerk, receipt));
        }

        private Consumer<Tx> bill(Life life, Actor clerk, LocalDate day) {
            NewReceipt receipt = new NewReceipt(
                    life.customer,
                    day,
                    amount(800).add(BigDecimal.TWO),
                    null,
                    null,
                    NewReceipt.FeeBy.US,
                    null,
                    null,
                    ReceiptMethod.BILL,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new Bills.NewBill(
                            Bills.BillKind.BANK, UUID.randomUUID().toString(), null, null, null, day.plusDays(25)),
                    List.of());
            return tx -> made.add(receipts.create(tx, clerk, receipt));
        }

        /** All of a kind in one transaction; when one of them is refused, each in its own. */
        private void carryOut(String what, List<Deed> deeds) {
            Map<UUID, BigDecimal> before = exposures(deeds);
            try {
                together(deeds);
                done.merge(what, deeds.size(), Integer::sum);
            } catch (Problem together) {
                for (Deed deed : deeds) {
                    try {
                        together(List.of(deed));
                        done.merge(what, 1, Integer::sum);
                    } catch (Problem e) {
                        assertThat(e.status()).as("%s: %s", what, e).isLessThan(500);
                        refused++;
                    }
                }
            }
            if (what.equals("deliver")) {
                exposures(deeds).forEach((customer, now) -> {
                    BigDecimal was = before.get(customer);
                    if (credited.contains(customer)) {
                        // A credit note lessens what an order owes, and with it what of its deposit counts; used up it
                        // counts in full.
                        assertThat(now).isLessThanOrEqualTo(was);
                    } else {
                        assertThat(now)
                                .as("exposure only changes its name when goods leave")
                                .isEqualByComparingTo(was);
                    }
                });
            }
        }

        private void together(List<Deed> deeds) {
            int carried = bed.write(tx -> {
                deeds.forEach(deed -> deed.act().accept(tx));
                return deeds.size();
            });
            assertThat(carried).isPositive();
        }

        private Map<UUID, BigDecimal> exposures(List<Deed> deeds) {
            Map<UUID, BigDecimal> exposures = new HashMap<>();
            List<UUID> parties = deeds.stream().map(Deed::customer).toList();
            each("""
                    select a.id, trim_scale(a.ordered + a.shipped + a.receivable + a.bills + a.loans - a.unapplied - a.deposit) as exposure
                    from credit.account a where a.company_id = ?""", row -> {
                if (parties.contains(row.uuid("id"))) {
                    exposures.put(row.uuid("id"), row.decimal("exposure"));
                }
            });
            return exposures;
        }

        private void each(String sql, Consumer<io.onaccount.platform.db.Row> consumer) {
            bed.read(tx -> tx.list(
                    sql,
                    row -> {
                        consumer.accept(row);
                        return true;
                    },
                    bed.company));
        }

        private Map<UUID, Life> look() {
            Map<UUID, Life> lives = new LinkedHashMap<>();
            customers.forEach(customer ->
                    lives.put(customer, new Life(customer, customers.indexOf(customer) % 2 == 0)));
            each("""
                    select o.id, o.party_id, h.state, l.position, l.delivered_quantity, l.quantity, l.quantity - l.delivered_quantity as rest,
                      l.quantity - l.delivered_quantity - l.ahead_quantity as free, l.ahead_quantity = 0 as closable, not exists (
                        select 1 from sales.order_line d where d.company_id = o.company_id and d.order_id = o.id and d.delivered_quantity > 0) as untouched
                    from sales.sales_order o
                    join document.header h on h.company_id = o.company_id and h.id = o.id
                    join sales.order_line l on l.company_id = o.company_id and l.order_id = o.id and l.delivered_quantity < l.quantity
                    where o.company_id = ? and h.state in ('DRAFT', 'HELD', 'CONFIRMED') order by o.id""", row -> {
                Life life = lives.get(row.uuid("party_id"));
                if (row.text("state").equals("CONFIRMED")) {
                    life.open.add(new Part(
                            row.uuid("id"), row.decimal("rest"), row.decimal("quantity"), row.integer("position")));
                    if (row.bool("closable")) {
                        life.closable.add(row.uuid("id"));
                    }
                    if (life.registered && row.decimal("free").signum() > 0) {
                        life.early.add(new Part(
                                row.uuid("id"), row.decimal("free"), row.decimal("quantity"), row.integer("position")));
                    }
                }
                if (!row.text("state").equals("CONFIRMED")
                        && row.decimal("rest").compareTo(BigDecimal.ONE) > 0) {
                    life.splittable.add(new Part(row.uuid("id"), row.decimal("rest")));
                }
                if (row.bool("untouched") && row.bool("closable")) {
                    life.untouched.add(row.uuid("id"));
                }
            });
            each(
                    "select r.party_id, r.delivery_id, r.quantity from fulfilment.returnable r where r.company_id = ? order by r.delivery_id",
                    row -> lives.get(row.uuid("party_id"))
                            .returnable
                            .add(new Part(row.uuid("delivery_id"), row.decimal("quantity"))));
            each("""
                    select d.id, d.party_id from fulfilment.delivery d where d.company_id = ? and exists (select 1 from fulfilment.uninvoiced u
                      where u.company_id = d.company_id and u.delivery_id = d.id and u.invoiced + u.returned < u.total) order by d.id""", row -> {
                Life life = lives.get(row.uuid("party_id"));
                if (!life.registered) {
                    life.uninvoiced.add(row.uuid("id"));
                }
            });
            each("""
                    select t.delivery_id, d.party_id, t.quantity from invoicing.to_invoice t
                    join fulfilment.delivery d on d.company_id = t.company_id and d.id = t.delivery_id where t.company_id = ? order by t.delivery_id""", row -> {
                Life life = lives.get(row.uuid("party_id"));
                if (life.registered) {
                    life.toInvoice.add(new Part(row.uuid("delivery_id"), row.decimal("quantity")));
                }
            });
            each(
                    """
                    select v.id, v.party_id, sum(l.quantity) as quantity from invoicing.invoice v
                    join document.header h on h.company_id = v.company_id and h.id = v.id and h.state = 'ISSUED'
                    join invoicing.invoice_line l on l.company_id = v.company_id and l.counts
                      and l.invoice_id in (select r.id from invoicing.invoice r where r.company_id = v.company_id and (r.red_of = v.id or r.id = v.id))
                    where v.company_id = ? and v.red_of is null group by v.id, v.party_id having sum(l.quantity) > 0 order by v.id""",
                    row -> lives.get(row.uuid("party_id")).blue.add(new Part(row.uuid("id"), row.decimal("quantity"))));
            each("""
                    select r.id, r.party_id, h.state, r.refunded, r.unapplied - r.assigned as free from receivables.receipt r
                    join document.header h on h.company_id = r.company_id and h.id = r.id where r.company_id = ? order by r.id""", row -> {
                Life life = lives.get(row.uuid("party_id"));
                if (row.text("state").equals("DRAFT")) {
                    life.drafts.add(row.uuid("id"));
                } else if (row.text("state").equals("CONFIRMED")) {
                    if (row.decimal("refunded").signum() == 0) {
                        life.posted.add(row.uuid("id"));
                    }
                    if (row.decimal("free").signum() > 0) {
                        life.free.add(new Part(row.uuid("id"), row.decimal("free")));
                    }
                }
            });
            each(
                    "select b.id, b.party_id, b.passed_on from receivables.bill b where b.company_id = ? and b.received_on is not null and b.closed_on is null order by b.id",
                    row -> {
                        Life life = lives.get(row.uuid("party_id"));
                        life.bills.add(row.uuid("id"));
                        if (row.dateOrNull("passed_on") == null) {
                            life.billsInHand.add(row.uuid("id"));
                        }
                    });
            each("""
                    select f.id, f.party_id, h.state from receivables.refund f
                    join document.header h on h.company_id = f.company_id and h.id = f.id where f.company_id = ? order by f.id""", row -> {
                Life life = lives.get(row.uuid("party_id"));
                if (row.text("state").equals("DRAFT")) {
                    life.refundDrafts.add(row.uuid("id"));
                } else if (row.text("state").equals("CONFIRMED")) {
                    life.refunds.add(row.uuid("id"));
                }
            });
            each(
                    """
                    select r.party_id, p.receipt_id, p.order_id from receivables.receipt_purpose p
                    join receivables.receipt r on r.company_id = p.company_id and r.id = p.receipt_id
                    where p.company_id = ? and p.assigned > 0 order by p.receipt_id""",
                    row -> lives.get(row.uuid("party_id"))
                            .kept
                            .add(new Kept(row.uuid("receipt_id"), row.uuid("order_id"))));
            each("""
                    select a.id, a.party_id from receivables.allocation a where a.company_id = ? and a.undoes_id is null and not exists (
                      select 1 from receivables.allocation u where u.company_id = a.company_id and u.undoes_id = a.id) order by a.id""", row -> lives.get(row.uuid("party_id")).allocations.add(row.uuid("id")));
            each(
                    "select i.id, i.party_id, i.document_id, i.kind, i.settled, i.amount - i.settled as rest from receivables.open_item i where i.company_id = ? order by i.id",
                    row -> {
                        Life life = lives.get(row.uuid("party_id"));
                        if (row.decimal("rest").signum() != 0) {
                            (row.decimal("rest").signum() > 0 ? life.items : life.credits)
                                    .add(new Part(row.uuid("id"), row.decimal("rest")));
                        }
                        if (row.text("kind").equals("OPENING")
                                && row.decimal("settled").signum() == 0) {
                            life.openings.add(row.uuid("document_id"));
                        }
                    });
            return lives;
        }

        private void proven() {
            bed.read(tx -> {
                assertThat(proof.drift(tx)).isEmpty();
                assertThat(ledger.drift(tx)).isEmpty();
                assertThat(ledger.balances(tx, bed.actor, TODAY.plusYears(1)).stream()
                                .map(Ledger.AccountBalance::balance)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                        .isEqualByComparingTo("0");
                return true;
            });
            none("accounts that differ from their entries", """
                    select a.id from credit.account a where a.company_id = ? and (a.ordered, a.shipped, a.receivable, a.unapplied, a.deposit, a.bills) <> (
                      select coalesce(sum(e.amount) filter (where e.bucket = 'ORDERED'), 0),
                        coalesce(sum(e.amount) filter (where e.bucket = 'SHIPPED'), 0), coalesce(sum(e.amount) filter (where e.bucket = 'RECEIVABLE'), 0),
                        coalesce(sum(e.amount) filter (where e.bucket = 'UNAPPLIED'), 0), coalesce(sum(e.amount) filter (where e.bucket = 'DEPOSIT'), 0),
                        coalesce(sum(e.amount) filter (where e.bucket = 'BILLS'), 0)
                      from credit.entry e where e.company_id = a.company_id and e.account_id = a.id)""");
            none("accounts that differ from the documents", """
                    select a.id from credit.account a where a.company_id = ? and (a.ordered, a.shipped, a.receivable, a.unapplied, a.bills, a.deposit + a.waiting) <> (
                      coalesce((select sum(o.total - o.delivered_total - case o.basis when 'INVOICE' then (select sum(l.ahead_total) from sales.order_line l
                          where l.company_id = o.company_id and l.order_id = o.id) else 0 end) from sales.sales_order o
                        join document.header h on h.company_id = o.company_id and h.id = o.id
                        where o.company_id = a.company_id and o.party_id = a.id and h.state = 'CONFIRMED' and o.basis <> 'ORDER'), 0),
                      coalesce((select sum(u.total - u.invoiced - u.returned) from fulfilment.uninvoiced u
                        join fulfilment.delivery d on d.company_id = u.company_id and d.id = u.delivery_id
                        where u.company_id = a.company_id and d.party_id = a.id), 0),
                      coalesce((select sum(i.amount - i.settled) from receivables.open_item i
                        where i.company_id = a.company_id and i.party_id = a.id), 0),
                      coalesce((select sum(r.unapplied - r.assigned) from receivables.receipt r
                        where r.company_id = a.company_id and r.party_id = a.id), 0),
                      coalesce((select sum(b.amount) from receivables.bill b
                        where b.company_id = a.company_id and b.party_id = a.id and b.received_on is not null and b.closed_on is null), 0),
                      coalesce((select sum(p.assigned) from receivables.receipt_purpose p
                        join receivables.receipt r on r.company_id = p.company_id and r.id = p.receipt_id
                        where p.company_id = a.company_id and r.party_id = a.id), 0))""");
            none("deliveries whose lines don't know what is invoiced of them", """
                    select l.delivery_id as id from fulfilment.delivery_line l where l.company_id = ? and (l.invoiced_quantity, l.invoiced_total) <> (
                      select coalesce(sum(x.quantity), 0), coalesce(sum(x.total - x.difference), 0) from invoicing.invoice_line x
                      where x.company_id = l.company_id and x.delivery_id = l.delivery_id and x.delivery_position = l.position and x.counts)""");
            none("deliveries of which something is to be invoiced, and that don't know it", """
                    select d.id from invoicing.to_invoice t
                    join fulfilment.delivery d on d.company_id = t.company_id and d.id = t.delivery_id
                    join document.header h on h.company_id = d.company_id and h.id = d.id and h.state = 'POSTED'
                    where t.company_id = ? and d.to_invoice_from is distinct from h.date""");
            none("orders whose lines don't know what is invoiced of them before it left", """
                    select l.order_id as id from sales.order_line l where l.company_id = ? and l.ahead_quantity + (
                      select coalesce(sum(d.ahead_quantity), 0) from fulfilment.delivery_line d
                      where d.company_id = l.company_id and d.order_id = l.order_id and d.order_position = l.position) <> (
                      select coalesce(sum(x.quantity), 0) from invoicing.invoice_line x
                      where x.company_id = l.company_id and x.order_id = l.order_id and x.order_position = l.position and x.delivery_id is null and x.counts)""");
            none("receipts that are not allocated, unapplied and refunded", """
                    select r.id from receivables.receipt r where r.company_id = ? and (
                      r.allocated <> coalesce((select sum(l.amount - l.discount) from receivables.allocation l
                        where l.company_id = r.company_id and l.receipt_id = r.id), 0)
                      or r.allocated + r.unapplied + r.refunded <> case when r.posted then r.amount else 0 end
                      or r.assigned <> coalesce((select sum(p.assigned) from receivables.receipt_purpose p
                        where p.company_id = r.company_id and p.receipt_id = r.id), 0))""");
            none("items settled by more or less than their allocations, or beyond their amount", """
                    select i.id from receivables.open_item i where i.company_id = ? and (abs(i.settled) > abs(i.amount)
                      or i.settled <> coalesce((select sum(l.amount) from receivables.allocation l
                        where l.company_id = i.company_id and l.item_id = i.id), 0))""");
        }

        private void none(String what, String sql) {
            List<UUID> found = bed.read(tx -> tx.list(sql, row -> row.uuid("id"), bed.company));
            assertThat(found).as(what).isEmpty();
        }

        private void ageingIsTheLedger(LocalDate today) {
            LocalDate day = today.minusDays(random.nextInt(30)).plusDays(5);
            Ageing.Basis basis = random.nextBoolean() ? Ageing.Basis.DUE : Ageing.Basis.DATE;
            bed.read(tx -> {
                Ageing.Report report = ageing.report(tx, bed.actor, day, basis, Ageing.By.CUSTOMER, 5000);
                BigDecimal books = ledger.balances(tx, bed.actor, day).stream()
                        .filter(b -> Set.of(LedgerAccount.RECEIVABLE, LedgerAccount.CUSTOMER_MONEY, LedgerAccount.NOTES)
                                .contains(b.account()))
                        .map(Ledger.AccountBalance::balance)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(report.total().balance()).as("ageing of %s", day).isEqualByComparingTo(books);
                assertThat(report.lines().stream().map(Ageing.Line::balance).reduce(BigDecimal.ZERO, BigDecimal::add))
                        .isEqualByComparingTo(books);
                UUID customer = Chance.any(random, customers);
                Ageing.Line line = ageing.customer(tx, bed.actor, customer, day, basis);
                assertThat(line.balance()).isEqualByComparingTo(ledger.owed(tx, bed.actor, customer, day));
                BigDecimal shown = ageing.items(tx, bed.actor, customer, day, basis, null, 1000).stream()
                        .map(Ageing.AgedItem::open)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(shown.subtract(line.unapplied()).add(line.bills())).isEqualByComparingTo(line.balance());
                return true;
            });
        }
    }
}
