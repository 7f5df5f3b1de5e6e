package io.onaccount.fulfilment;

import static io.onaccount.fulfilment.GoodsState.DRAFT;
import static io.onaccount.fulfilment.GoodsState.POSTED;

import io.onaccount.credit.ControlPoint;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.fulfilment.spi.InvoiceRegister;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.organization.Periods;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.PaymentTerm.Instalment;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.WorkingDays;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.ItemKind;
import io.onaccount.receivables.NewOpenItem;
import io.onaccount.receivables.OpenItems;
import io.onaccount.sales.OrderedGoods;
import io.onaccount.sales.OrderedGoods.Order;
import io.onaccount.sales.OrderedGoods.Part;
import io.onaccount.stock.Stock;
import io.onaccount.stock.StockMove;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Deliveries (出库单): several orders of a customer in one, one order in several, from several warehouses. Posting moves stock, takes the
 * goods off the orders and raises what the customer owes at the orders' prices, in one transaction; any number of deliveries takes the same
 * few statements.
 */
@Component
public final class Deliveries {
    static final String KIND = "delivery";
    static final String NUMBER_PATTERN = "DN-{yyyyMMdd}-{0001}";
    private static final int MOST_LINES = 1000;
    private static final int MOST_NOTICES = 100;

    private final Headers headers;
    private final Numbering numbering;
    private final OrderedGoods goods;
    private final Stock stock;
    private final OpenItems items;
    private final CreditControl credit;
    private final LeavingGoods gate;
    private final NoticedGoods noticed;
    private final DeliveryTables tables;
    private final CalendarDays calendar;
    private final DeliveredGoods delivered;
    private final ObjectProvider<InvoiceRegister> invoices;

    Deliveries(
            Headers headers,
            Numbering numbering,
            OrderedGoods goods,
            Stock stock,
            OpenItems items,
            CreditControl credit,
            LeavingGoods gate,
            NoticedGoods noticed,
            DeliveryTables tables,
            CalendarDays calendar,
            DeliveredGoods delivered,
            ObjectProvider<InvoiceRegister> invoices) {
        this.gate = gate;
        this.noticed = noticed;
        this.invoices = invoices;
        this.delivered = delivered;
        this.calendar = calendar;
        this.headers = headers;
        this.numbering = numbering;
        this.goods = goods;
        this.stock = stock;
        this.items = items;
        this.credit = credit;
        this.tables = tables;
    }

    /** What was written: enough to go on with. */
    public record Placed(UUID id, String number, String state, int version, UUID customer, BigDecimal total) {}

    /** An entry made sound: warehouses filled in, lines numbered. */
    private record Sound(NewDelivery entry, LocalDate date, List<DeliveryTables.Line> lines) {
        List<Part> parts() {
            return lines.stream()
                    .map(l -> new Part(l.order(), l.orderPosition(), l.quantity(), l.notice() != null))
                    .toList();
        }
    }

    /** The delivery with its lines, if within the actor's scope; otherwise 404. */
    public Delivery find(Tx tx, Actor actor, UUID id) {
        return tables.read(tx, headers.find(tx, actor, KIND, id));
    }

    /**
     * Writes a draft, which moves nothing yet. 409 when an order isn't confirmed or has less open than entered, or a shipping notice isn't with the
     * warehouse or has less open.
     */
    public Placed draft(Tx tx, Actor actor, NewDelivery entry) {
        List<Sound> sound = sound(tx, actor, List.of(entry), false);
        takeFromNotices(tx, actor, sound);
        Map<UUID, Order> orders = goods.lock(tx, actor, orderIds(sound));
        checkCustomers(sound, orders);
        return write(
                        tx,
                        actor,
                        ids(sound),
                        sound,
                        orders,
                        goods.value(orders, sound.getFirst().parts()),
                        DRAFT)
                .getFirst();
    }

    /** The notices the lines name, locked and held against them; before the orders are locked. */
    private Map<UUID, NoticedGoods.Notice> takeFromNotices(Tx tx, Actor actor, List<Sound> sound) {
        List<DeliveryTables.Line> lines =
                sound.stream().flatMap(s -> s.lines().stream()).toList();
        Map<UUID, NoticedGoods.Notice> notices = noticed.lock(tx, actor, NoticedGoods.named(lines));
        noticed.check(tx, notices, lines);
        return notices;
    }

    /**
     * A draft of what shipping notices of one customer have open, as far as it is there. 409 {@code notice-not-open} when one isn't with the
     * warehouse, {@code notices-nothing-there} when nothing of them is on hand.
     */
    public Placed draftOf(Tx tx, Actor actor, Collection<UUID> notices) {
        if (notices.isEmpty() || notices.size() > MOST_NOTICES) {
            throw Problem.invalid("notices", "one-to", MOST_NOTICES);
        }
        NoticedGoods.ToShip toShip = noticed.toShip(tx, actor, notices);
        return draft(
                tx,
                actor,
                new NewDelivery(
                        null, null, null, toShip.contact(), toShip.address(), null, null, null, toShip.lines()));
    }

    /**
     * A draft of everything an order has open and that stands on no shipping notice.
     *
     * @param warehouse where it is taken from; the company's first when null
     */
    public Placed draftRest(Tx tx, Actor actor, UUID order, @Nullable UUID warehouse) {
        Order open =
                Objects.requireNonNull(goods.lock(tx, actor, List.of(order)).get(order));
        List<NewDelivery.Line> lines = open.lines().values().stream()
                .filter(l -> l.free().signum() > 0)
                .map(l -> new NewDelivery.Line(order, l.position(), l.free(), warehouse))
                .toList();
        if (noticed.areNeeded(tx)) {
            throw Problem.conflict("delivery-needs-notice");
        }
        if (lines.isEmpty()
                && open.lines().values().stream().anyMatch(l -> l.notified().signum() > 0)) {
            throw Problem.conflict("all-notified", open.number());
        }
        if (!open.isConfirmed() || lines.isEmpty()) {
            throw Problem.conflict("order-not-open", open.number());
        }
        return draft(tx, actor, NewDelivery.of(null, lines));
    }

    /** Writes a draft anew. */
    public Placed change(Tx tx, Actor actor, UUID id, @Nullable Integer version, NewDelivery entry) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        GoodsState.requireDraft(header, "edit");
        if (entry.number() != null && !entry.number().equals(header.number())) {
            throw Problem.invalid("number", "number-stays", header.number());
        }
        List<Sound> sound = sound(tx, actor, List.of(entry), false);
        takeFromNotices(tx, actor, sound);
        Map<UUID, Order> orders = goods.lock(tx, actor, orderIds(sound));
        checkCustomers(sound, orders);
        OrderedGoods.Value value = goods.value(orders, sound.getFirst().parts());
        DeliveryTables.Row row = rows(List.of(id), sound, orders, value).getFirst();
        Header changed = header(actor, row, header.number(), DRAFT, orders, header.createdAt());
        headers.change(tx, actor, header, changed, Map.of());
        tables.replace(tx, row);
        return new Placed(
                id,
                header.number(),
                DRAFT.name(),
                header.version() + 1,
                row.customer(),
                row.amounts().total().amount());
    }

    /** Removes a draft; its history stays. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        GoodsState.requireDraft(header, "delete");
        credit.withdraw(tx, actor, id);
        tables.delete(tx, id);
        headers.delete(tx, actor, header);
    }

    /**
     * Posts a draft, unless credit says that what its orders took must not leave now (CRD-20): then it stays a draft and waits on hold. 409 {@code
     * more-than-ordered} when the orders have less open by now, {@code order-not-open} when one was closed, {@code stock-short} when there is too
     * little on hand, {@code notice-not-open} when a shipping notice has ended, {@code more-than-notified} when it has less open; each names what and
     * how much.
     */
    public Placed post(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        GoodsState.DELIVERIES.check(GoodsState.valueOf(header.state()), GoodsState.POST, POSTED);
        Sound sound = new Sound(NewDelivery.of(header.date(), List.of()), header.date(), tables.lines(tx, id));
        Map<UUID, NoticedGoods.Notice> notices = takeFromNotices(tx, actor, List.of(sound));
        Map<UUID, Order> orders = goods.lock(tx, actor, orderIds(List.of(sound)));
        OrderedGoods.Value worth = goods.value(orders, sound.parts());
        DeliveryTables.Row row =
                rows(List.of(id), List.of(sound), orders, worth).getFirst();
        BigDecimal total = row.amounts().total().amount();
        if (mayLeave(tx, actor, List.of(row), orders, true).getFirst() instanceof CreditDecision.Held) {
            return new Placed(id, header.number(), DRAFT.name(), header.version(), row.customer(), total);
        }
        goods.deliver(tx, actor, days(List.of(sound)), orders, sound.parts());
        headers.move(tx, actor, header.withTotal(total), GoodsState.POST, POSTED, Map.of());
        tables.posted(tx, row);
        follow(tx, actor, List.of(row), Map.of(id, header.number()), orders);
        noticed.left(tx, actor, notices, Map.of(id, row.lines()));
        return new Placed(id, header.number(), POSTED.name(), header.version() + 1, row.customer(), total);
    }

    /** What is asked at the door; one answer each. */
    private List<CreditDecision> mayLeave(
            Tx tx, Actor actor, List<DeliveryTables.Row> rows, Map<UUID, Order> orders, boolean mayWait) {
        List<LeavingGoods.Goods> leaving = rows.stream()
                .map(row -> new LeavingGoods.Goods(
                        row.id(),
                        row.customer(),
                        row.date(),
                        row.amounts().total(),
                        row.byOrder(),
                        row.lines().stream()
                                .map(line -> CreditRequest.Share.of(
                                        line.product(), line.amounts().total()))
                                .toList(),
                        NoticedGoods.named(row.lines())))
                .toList();
        return gate.ask(tx, actor, ControlPoint.DELIVERY, leaving, orders, Map.of(), mayWait);
    }

    /**
     * The customer has signed for the goods (签收): terms that count from it move the due dates. It can be said again when the day was wrong.
     *
     * @param by who signed, may be empty
     */
    public Placed signed(Tx tx, Actor actor, UUID id, @Nullable Integer version, LocalDate on, String by) {
        Problem.Collector problems = new Problem.Collector();
        Header header = headers.lock(tx, actor, KIND, id, version);
        problems.check(
                !on.isBefore(header.date()) && !on.isAfter(actor.today()), "on", "signed-between", header.date());
        String who = Input.text(problems, "by", by, 100);
        problems.throwIfAny();
        GoodsState.DELIVERIES.check(GoodsState.valueOf(header.state()), GoodsState.SIGN, POSTED);
        tables.signed(tx, id, on, who == null ? "" : who);
        headers.move(
                tx, actor, header, GoodsState.SIGN, POSTED, Map.of("signedOn", on, "signedBy", who == null ? "" : who));
        List<UUID> documents = new ArrayList<>(tables.withOrders(tx, List.of(id)));
        InvoiceRegister register = invoices.getIfAvailable();
        if (register != null) {
            documents.addAll(register.invoicesAhead(tx, tables.orders(tx, id), false));
        }
        items.counted(tx, actor, documents, Start.PROOF, on, "signed");
        return placed(header);
    }

    /**
     * All of a delivery is invoiced: what of it is owed for by invoice is a receivable from now on, and terms that count from the invoice move the due
     * dates. For companies that don't register their invoices: 409 {@code invoice-registered} when one is registered for it.
     *
     * @param number of the invoice
     */
    public Placed invoiced(Tx tx, Actor actor, UUID id, @Nullable Integer version, LocalDate on, String number) {
        Problem.Collector problems = new Problem.Collector();
        Header header = headers.lock(tx, actor, KIND, id, version);
        problems.check(!on.isAfter(actor.today()) && on.getYear() >= 1990, "on", "invoice-future");
        String invoice = Input.required(problems, "number", number, 60);
        problems.throwIfAny();
        GoodsState.DELIVERIES.check(GoodsState.valueOf(header.state()), GoodsState.INVOICE, POSTED);
        InvoiceRegister register = invoices.getIfAvailable();
        if (register != null) {
            headers.lock(tx, actor.companyWide(), OrderedGoods.KIND, new TreeSet<>(tables.orders(tx, id)));
            register.of(tx, id).ifPresent(known -> {
                throw Problem.conflict("invoice-registered", header.number(), known);
            });
        }
        tables.invoicedElsewhere(tx, id, invoice, on);
        headers.move(tx, actor, header, GoodsState.INVOICE, POSTED, Map.of("invoice", invoice, "invoicedOn", on));
        delivered.invoiced(tx, actor, List.of(new DeliveredGoods.Invoiced(id, null, null)), on, null, invoice);
        return placed(header);
    }

    private static Placed placed(Header header) {
        return new Placed(
                header.id(),
                header.number(),
                POSTED.name(),
                header.version() + 1,
                Objects.requireNonNull(header.party()),
                Objects.requireNonNull(header.total()));
    }

    /** Posts a delivery that waits on hold, for the credit controllers' worklist; answers whether the goods may leave. */
    boolean postAgain(Tx tx, Actor actor, UUID id) {
        return post(tx, actor.companyWide(), id, null).state().equals(POSTED.name());
    }

    /**
     * Posts deliveries at once, without drafts; one answer per delivery, in order. Problems of many entries name the entry, {@code
     * deliveries[3].lines[0].quantity}; nothing is written then, nor when credit stops one of them (409 {@code credit-stops-delivery}): a draft of
     * that one can wait for a release.
     */
    public List<Placed> postNew(Tx tx, Actor actor, List<NewDelivery> entries) {
        List<Sound> sound = sound(tx, actor, entries, true);
        Map<UUID, NoticedGoods.Notice> notices = takeFromNotices(tx, actor, sound);
        Map<UUID, Order> orders = goods.lock(tx, actor, orderIds(sound));
        checkCustomers(sound, orders);
        List<Part> parts = new ArrayList<>();
        sound.forEach(s -> parts.addAll(s.parts()));
        List<UUID> ids = ids(sound);
        List<DeliveryTables.Row> rows = rows(ids, sound, orders, goods.value(orders, parts));
        List<CreditDecision> decisions = mayLeave(tx, actor, rows, orders, false);
        for (int i = 0; i < rows.size(); i++) {
            if (decisions.get(i) instanceof CreditDecision.Held) {
                Order order = orders.get(rows.get(i).lines().getFirst().order());
                throw Problem.conflict("credit-stops-delivery", order == null ? "" : order.number());
            }
        }
        OrderedGoods.Value value = goods.deliver(tx, actor, days(sound), orders, parts);
        List<Placed> posted = write(tx, actor, ids, sound, orders, value, POSTED);
        Map<UUID, List<DeliveryTables.Line>> left = new LinkedHashMap<>();
        rows.forEach(row -> left.put(row.id(), row.lines()));
        noticed.left(tx, actor, notices, left);
        return posted;
    }

    private static List<UUID> ids(List<Sound> sound) {
        return sound.stream().map(s -> Ids.next()).toList();
    }

    private List<Placed> write(
            Tx tx,
            Actor actor,
            List<UUID> ids,
            List<Sound> sound,
            Map<UUID, Order> orders,
            OrderedGoods.Value value,
            GoodsState state) {
        List<DeliveryTables.Row> rows = rows(ids, sound, orders, value);
        List<Header> born = new ArrayList<>(rows.size());
        List<Placed> placed = new ArrayList<>(rows.size());
        Map<UUID, String> numbers = new HashMap<>();
        Iterator<String> taken = numbering
                .take(
                        actor.company(),
                        KIND,
                        NUMBER_PATTERN,
                        sound.stream()
                                .filter(s -> s.entry().number() == null)
                                .map(Sound::date)
                                .toList())
                .iterator();
        for (int i = 0; i < rows.size(); i++) {
            DeliveryTables.Row row = rows.get(i);
            String own = sound.get(i).entry().number();
            String number = own != null ? own : taken.next();
            numbers.put(row.id(), number);
            Header header = header(actor, row, number, state, orders, headers.now());
            born.add(header);
            placed.add(new Placed(
                    row.id(),
                    number,
                    state.name(),
                    1,
                    row.customer(),
                    row.amounts().total().amount()));
        }
        headers.insert(tx, actor, born, state.birth());
        tables.insert(tx, rows);
        if (state == POSTED) {
            follow(tx, actor, rows, numbers, orders);
        }
        return placed;
    }

    /** What follows from goods having left: stock, what each order brought, what the customer owes, and where it came from. */
    private void follow(
            Tx tx, Actor actor, List<DeliveryTables.Row> rows, Map<UUID, String> numbers, Map<UUID, Order> orders) {
        List<NewOpenItem> raised = new ArrayList<>();
        List<Headers.Relation> relations = new ArrayList<>();
        List<DeliveryTables.OfOrder> shares = new ArrayList<>();
        List<DeliveredGoods.Left> left = new ArrayList<>();
        Set<UUID> begun = new LinkedHashSet<>();
        WorkingDays days = calendar.workingDays(tx);
        for (DeliveryTables.Row row : rows) {
            List<StockMove> moves = new ArrayList<>(row.lines().size());
            for (DeliveryTables.Line line : row.lines()) {
                if (line.stocked()) {
                    moves.add(new StockMove(
                            line.warehouse(), line.product(), line.quantity().negate()));
                }
            }
            Periods.requireOpen(tx, actor, row.date());
            stock.move(tx, actor, row.id(), row.date(), moves);
            row.byOrder().forEach((id, amounts) -> {
                Order order = Objects.requireNonNull(orders.get(id));
                List<Instalment> instalments = order.instalments(amounts.total(), row.date(), days);
                LocalDate due = instalments.stream()
                        .map(Instalment::due)
                        .max(Comparator.naturalOrder())
                        .orElse(row.date());
                LineAmounts charges = row.charges()
                        .getOrDefault(id, LineAmounts.zero(amounts.total().currency()));
                shares.add(new DeliveryTables.OfOrder(row.id(), id, charges, amounts.total(), due));
                relations.add(new Headers.Relation(id, row.id()));
                NewOpenItem whole = new NewOpenItem(
                                row.id(),
                                row.customer(),
                                id,
                                ItemKind.DELIVERY,
                                Objects.requireNonNull(numbers.get(row.id())),
                                amounts.total(),
                                row.date(),
                                due,
                                termName(actor, order),
                                amounts.tax())
                        .in(amounts.foreign());
                switch (order.basis()) {
                    case DELIVERY -> raised.addAll(NewOpenItem.of(whole, instalments));
                    case INVOICE ->
                        left.add(new DeliveredGoods.Left(
                                row.id(),
                                row.customer(),
                                id,
                                row.date(),
                                amounts.total(),
                                amounts.tax(),
                                Objects.requireNonNull(row.covered().get(id))));
                    case ORDER -> {
                        if (order.isUntouched() && begun.add(id)) {
                            items.counted(tx, actor, List.of(id), Start.DELIVERY, row.date(), "delivered");
                        }
                    }
                }
            });
        }
        tables.insertShares(tx, shares);
        headers.relate(tx, relations);
        items.raise(tx, actor, raised);
        delivered.left(tx, actor, left);
        tables.covered(tx, rows);
        invoicedAlready(tx, actor, rows, raised);
        leftAfterInvoice(tx, actor, left);
    }

    /** What is owed since it was invoiced, and is due by the day it leaves, has its day now. */
    private void leftAfterInvoice(Tx tx, Actor actor, List<DeliveredGoods.Left> left) {
        InvoiceRegister register = invoices.getIfAvailable();
        for (DeliveredGoods.Left goods : left) {
            if (register != null && goods.ahead().isPositive()) {
                items.counted(
                        tx,
                        actor,
                        register.invoicesAhead(tx, List.of(goods.order()), true),
                        Start.DELIVERY,
                        goods.on(),
                        "delivered");
            }
        }
    }

    /** What was invoiced before it left, and is due by its invoice, has its day already. */
    private void invoicedAlready(Tx tx, Actor actor, List<DeliveryTables.Row> rows, List<NewOpenItem> raised) {
        InvoiceRegister register = invoices.getIfAvailable();
        if (register == null || raised.stream().allMatch(item -> item.awaited() == null)) {
            return;
        }
        Set<UUID> orders = new LinkedHashSet<>();
        rows.forEach(row -> orders.addAll(row.byOrder().keySet()));
        Map<UUID, LocalDate> ahead = register.ahead(tx, orders);
        if (ahead.isEmpty()) {
            return;
        }
        tx.flush(); // so that the items are there
        for (DeliveryTables.Row row : rows) {
            if (ahead.keySet().containsAll(row.byOrder().keySet())) {
                LocalDate day = row.byOrder().keySet().stream()
                        .map(ahead::get)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                items.counted(tx, actor, List.of(row.id()), Start.INVOICE, day, "invoiced");
            }
        }
    }

    private static String termName(Actor actor, Order order) {
        if (order.term() == null) {
            return "";
        }
        return order.term().called(actor.locale());
    }

    /** The amounts of each entry, charges with the first that takes from an order. */
    private static List<DeliveryTables.Row> rows(
            List<UUID> ids, List<Sound> sound, Map<UUID, Order> orders, OrderedGoods.Value value) {
        List<DeliveryTables.Row> rows = new ArrayList<>(sound.size());
        Map<UUID, LineAmounts> chargesLeft = new HashMap<>(value.charges());
        int part = 0;
        for (int i = 0; i < sound.size(); i++) {
            Sound s = sound.get(i);
            Order first = Objects.requireNonNull(orders.get(s.lines().getFirst().order()));
            String currency = first.charges().total().currency();
            Map<UUID, LineAmounts> byOrder = new LinkedHashMap<>();
            Map<UUID, LineAmounts> charges = new HashMap<>();
            Map<UUID, Money> covered = new HashMap<>();
            List<DeliveryTables.Line> lines = new ArrayList<>(s.lines().size());
            LineAmounts sum = LineAmounts.zero(currency);
            for (DeliveryTables.Line line : s.lines()) {
                OrderedGoods.Covered ahead = value.covered().get(part);
                LineAmounts amounts = value.parts().get(part++);
                Order order = Objects.requireNonNull(orders.get(line.order()));
                OrderedGoods.Line ordered = Objects.requireNonNull(order.lines().get(line.orderPosition()));
                lines.add(line.valued(ordered.product(), ordered.stocked(), amounts, ahead));
                covered.merge(line.order(), ahead.total(), Money::plus);
                byOrder.merge(line.order(), amounts, LineAmounts::plus);
                sum = sum.plus(amounts);
                LineAmounts freight = chargesLeft.remove(line.order());
                if (freight != null) {
                    charges.put(line.order(), freight);
                    covered.merge(line.order(), order.chargesAhead(), Money::plus);
                    byOrder.merge(line.order(), freight, LineAmounts::plus);
                    sum = sum.plus(freight);
                }
            }
            rows.add(new DeliveryTables.Row(
                    ids.get(i),
                    first.customer(),
                    s.date(),
                    or(s.entry().contact(), first.contact()),
                    or(s.entry().address(), first.deliveryAddress()),
                    or(s.entry().carrier(), ""),
                    or(s.entry().tracking(), ""),
                    or(s.entry().note(), ""),
                    sum,
                    lines,
                    byOrder,
                    charges,
                    covered));
        }
        return rows;
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text.strip();
    }

    private static Header header(
            Actor actor,
            DeliveryTables.Row row,
            String number,
            GoodsState state,
            Map<UUID, Order> orders,
            java.time.Instant at) {
        Order first = Objects.requireNonNull(orders.get(row.lines().getFirst().order()));
        Money total = row.amounts().total();
        return Header.born(
                row.id(),
                KIND,
                number,
                first.header().title(),
                state,
                row.customer(),
                first.header().owner(),
                first.header().department(),
                row.date(),
                total.currency(),
                total.amount(),
                actor.user(),
                at);
    }

    private static Set<UUID> orderIds(List<Sound> sound) {
        Set<UUID> ids = new LinkedHashSet<>();
        sound.forEach(s -> s.lines().forEach(l -> ids.add(l.order())));
        return ids;
    }

    /** The day each order's goods leave: its first, when several deliveries take from it. */
    private static Map<UUID, LocalDate> days(List<Sound> sound) {
        Map<UUID, LocalDate> days = new HashMap<>();
        sound.forEach(s -> s.lines().forEach(l -> days.putIfAbsent(l.order(), s.date())));
        return days;
    }

    /** One delivery goes to one customer. */
    private static void checkCustomers(List<Sound> sound, Map<UUID, Order> orders) {
        sound.forEach(s -> LeavingGoods.checkCustomer(
                s.lines().stream().map(DeliveryTables.Line::order).toList(), orders));
    }

    private List<Sound> sound(Tx tx, Actor actor, List<NewDelivery> entries, boolean many) {
        DeliveryTables.Warehouses warehouses = tables.warehouses(tx);
        Problem.Collector problems = new Problem.Collector();
        List<Sound> sound = new ArrayList<>(entries.size());
        Set<String> numbers = new LinkedHashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            NewDelivery entry = entries.get(i);
            String at = many ? "deliveries[" + i + "]." : "";
            problems.check(!entry.lines().isEmpty(), at + "lines", "required");
            problems.check(entry.lines().size() <= MOST_LINES, at + "lines", "too-many-entries", MOST_LINES);
            String number = Input.text(problems, at + "number", entry.number(), 60);
            if (number != null) {
                problems.check(numbers.add(number), at + "number", "number-taken", number);
            }
            Input.text(problems, at + "contact", entry.contact(), 200);
            Input.text(problems, at + "address", entry.address(), 500);
            Input.text(problems, at + "carrier", entry.carrier(), 100);
            Input.text(problems, at + "tracking", entry.tracking(), 100);
            Input.text(problems, at + "note", entry.note(), 2000);
            List<DeliveryTables.Line> lines = new ArrayList<>(entry.lines().size());
            for (int l = 0; l < entry.lines().size() && l < MOST_LINES; l++) {
                NewDelivery.Line line = entry.lines().get(l);
                String field = at + "lines[" + l + "].";
                problems.check(
                        (line.notice() == null) == (line.noticePosition() == null),
                        field + "notice",
                        "notice-line-unnamed");
                UUID warehouse = line.check(problems, field, entry.warehouse(), warehouses);
                if (warehouse != null) {
                    lines.add(DeliveryTables.Line.entered(
                            l + 1,
                            line.order(),
                            line.position(),
                            warehouse,
                            line.quantity(),
                            line.notice(),
                            line.noticePosition()));
                }
            }
            sound.add(new Sound(entry, entry.date() == null ? actor.today() : entry.date(), lines));
        }
        if (!numbers.isEmpty()) {
            tables.numbersInUse(tx, KIND, numbers)
                    .forEach(number -> problems.add(many ? "deliveries" : "number", "number-taken", number));
        }
        problems.throwIfAny();
        return sound;
    }

    /** The moves a page may offer, each with the reason when it can't be made. */
    public Map<String, String> moves(Actor actor, Delivery delivery) {
        return GoodsState.moves(actor, GoodsState.DELIVERIES, KIND, delivery.state());
    }
}
