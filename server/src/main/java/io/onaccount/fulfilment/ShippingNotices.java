package io.onaccount.fulfilment;

import static io.onaccount.fulfilment.NoticeState.CANCELLED;
import static io.onaccount.fulfilment.NoticeState.CLOSED;
import static io.onaccount.fulfilment.NoticeState.DRAFT;
import static io.onaccount.fulfilment.NoticeState.HELD;
import static io.onaccount.fulfilment.NoticeState.ISSUED;

import io.onaccount.credit.ControlPoint;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderedGoods;
import io.onaccount.sales.OrderedGoods.Order;
import io.onaccount.sales.OrderedGoods.Part;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Shipping notices (发货通知单, SHP-01): sales tells the warehouse what may go. What stands on one is taken from its orders at once, draft or not, so
 * that nobody promises it twice; issuing it asks credit and the orders' payment terms once more.
 */
@Component
public final class ShippingNotices {
    static final String KIND = "shipping-notice";
    static final String NUMBER_PATTERN = "SN-{yyyyMMdd}-{0001}";
    private static final int MOST_LINES = 1000;

    private final Headers headers;
    private final Numbering numbering;
    private final OrderedGoods goods;
    private final CreditControl credit;
    private final LeavingGoods gate;
    private final NoticeTables tables;
    private final DeliveryTables deliveries;

    ShippingNotices(
            Headers headers,
            Numbering numbering,
            OrderedGoods goods,
            CreditControl credit,
            LeavingGoods gate,
            NoticeTables tables,
            DeliveryTables deliveries) {
        this.headers = headers;
        this.numbering = numbering;
        this.goods = goods;
        this.credit = credit;
        this.gate = gate;
        this.tables = tables;
        this.deliveries = deliveries;
    }

    /** What was written: enough to go on with. */
    public record Placed(UUID id, String number, String state, int version, UUID customer, BigDecimal total) {}

    /** An entry made sound: days and warehouses filled in, lines numbered. */
    private record Sound(
            NewShippingNotice entry,
            @Nullable String number,
            LocalDate date,
            LocalDate plannedOn,
            List<NoticeTables.Line> lines) {
        Set<UUID> orders() {
            Set<UUID> ids = new LinkedHashSet<>();
            lines.forEach(line -> ids.add(line.order()));
            return ids;
        }
    }

    /** The notice with its lines, if within the actor's scope; otherwise 404. */
    public ShippingNotice find(Tx tx, Actor actor, UUID id) {
        return tables.read(tx, headers.find(tx, actor, KIND, id));
    }

    /**
     * Writes a draft, which takes its quantities from the orders. 409 when an order isn't confirmed, has less open than entered, or stands on other
     * notices with it.
     */
    public Placed draft(Tx tx, Actor actor, NewShippingNotice entry) {
        Sound sound = sound(tx, actor, entry);
        if (sound.number() != null) {
            deliveries.numbersInUse(tx, KIND, List.of(sound.number())).forEach(taken -> {
                throw Problem.invalid("number", "number-taken", taken);
            });
        }
        Map<UUID, Order> orders = goods.lock(tx, actor, sound.orders());
        LeavingGoods.checkCustomer(sound.orders(), orders);
        List<Part> parts = parts(sound.lines());
        Money worth = worth(goods.value(orders, parts), orders);
        String number = sound.number() != null
                ? sound.number()
                : numbering
                        .take(actor.company(), KIND, NUMBER_PATTERN, sound.date(), 1)
                        .getFirst();
        NoticeTables.Row row = row(Ids.next(), sound, orders);
        Header header = header(actor, row, number, sound.date(), worth, orders, headers.now());
        headers.insert(tx, actor, header, Map.of());
        tables.insert(tx, row);
        goods.noticed(tx, parts);
        return placed(header, DRAFT, 1, worth);
    }

    /** Writes a draft anew. */
    public Placed change(Tx tx, Actor actor, UUID id, @Nullable Integer version, NewShippingNotice entry) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        requireDraft(header, "edit");
        if (entry.number() != null && !entry.number().equals(header.number())) {
            throw Problem.invalid("number", "number-stays", header.number());
        }
        Sound sound = sound(tx, actor, entry);
        Collection<NoticeTables.Line> old = lines(tx, id);
        Set<UUID> touched = sound.orders();
        old.forEach(line -> touched.add(line.order()));
        Map<UUID, Order> orders = goods.lock(tx, actor, touched);
        LeavingGoods.checkCustomer(sound.orders(), orders);
        Money worth = worth(goods.value(orders, ownFirst(sound.lines(), old)), orders);
        NoticeTables.Row row = row(id, sound, orders);
        Header changed = header(actor, row, header.number(), sound.date(), worth, orders, header.createdAt());
        headers.change(tx, actor, header, changed, Map.of());
        tables.replace(tx, row);
        List<Part> difference = parts(sound.lines());
        difference.addAll(freed(old));
        goods.noticed(tx, difference);
        return placed(changed, DRAFT, header.version() + 1, worth);
    }

    /** The parts of a changed draft: what stood on it before is no longer anybody else's to take. */
    private static List<Part> ownFirst(List<NoticeTables.Line> lines, Collection<NoticeTables.Line> old) {
        Map<List<Object>, BigDecimal> own = new HashMap<>();
        old.forEach(line -> own.merge(key(line), line.quantity(), BigDecimal::add));
        List<Part> parts = new ArrayList<>();
        for (NoticeTables.Line line : lines) {
            BigDecimal had = own.getOrDefault(key(line), BigDecimal.ZERO).min(line.quantity());
            if (had.signum() > 0) {
                own.merge(key(line), had.negate(), BigDecimal::add);
                parts.add(new Part(line.order(), line.orderPosition(), had, true));
            }
            BigDecimal more = line.quantity().subtract(had);
            if (more.signum() > 0) {
                parts.add(new Part(line.order(), line.orderPosition(), more));
            }
        }
        return parts;
    }

    private static List<Object> key(NoticeTables.Line line) {
        return List.of(line.order(), line.orderPosition());
    }

    /** Removes a draft and frees what stood on it; its history stays. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        requireDraft(header, "delete");
        free(tx, actor, id);
        tables.delete(tx, id);
        headers.delete(tx, actor, header);
    }

    /**
     * Tells the warehouse to ship, unless credit or a missing prepayment says that the goods must not go (CRD-20): then it waits on hold.
     */
    public Placed issue(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        NoticeState state = NoticeState.valueOf(header.state());
        NoticeState.TABLE.check(state, NoticeState.ISSUE);
        Collection<NoticeTables.Line> lines = lines(tx, id);
        List<Part> parts = new ArrayList<>();
        lines.forEach(line -> parts.add(new Part(line.order(), line.orderPosition(), line.quantity(), true)));
        Map<UUID, Order> orders = goods.lock(tx, actor.companyWide(), orders(lines));
        OrderedGoods.Value value = goods.value(orders, parts);
        Money worth = worth(value, orders);
        UUID customer = Objects.requireNonNull(header.party());
        LeavingGoods.Goods leaving = new LeavingGoods.Goods(
                id,
                customer,
                header.date(),
                most(value, orders, parts),
                byOrder(value, parts),
                products(value, orders, parts),
                List.of());
        CreditDecision decision = gate.ask(
                        tx,
                        actor,
                        ControlPoint.SHIPPING_NOTICE,
                        List.of(leaving),
                        orders,
                        elsewhere(tx, orders, id),
                        true)
                .getFirst();
        NoticeState to = decision instanceof CreditDecision.Held ? HELD : ISSUED;
        NoticeState.TABLE.check(state, NoticeState.ISSUE, to);
        if (to == state) {
            return placed(header, state, header.version(), worth);
        }
        headers.move(tx, actor, header.withTotal(worth.amount()), NoticeState.ISSUE, to, Map.of());
        if (to == ISSUED) {
            headers.relate(
                    tx,
                    orders.keySet().stream()
                            .map(order -> new Headers.Relation(order, id))
                            .toList());
        }
        return placed(header, to, header.version() + 1, worth);
    }

    /** Issues a notice that waits on hold, for the credit controllers' worklist; answers whether the warehouse has it now. */
    boolean issueAgain(Tx tx, Actor actor, UUID id) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        if (!header.state().equals(HELD.name())) {
            return false; // taken back to be changed meanwhile
        }
        return issue(tx, actor.companyWide(), id, null).state().equals(ISSUED.name());
    }

    /** A controller refuses a held notice: it goes back to its author. */
    void sentBack(Tx tx, Actor actor, UUID id, String reason) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, null);
        NoticeState.TABLE.check(NoticeState.valueOf(header.state()), NoticeState.RETURN, DRAFT);
        headers.move(tx, actor, header, NoticeState.RETURN, DRAFT, reason(reason));
    }

    /** Takes a held notice back to be changed; it keeps its quantities. */
    public Placed returnToDraft(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        NoticeState.TABLE.check(NoticeState.valueOf(header.state()), NoticeState.RETURN, DRAFT);
        credit.withdraw(tx, actor, id);
        headers.move(tx, actor, header, NoticeState.RETURN, DRAFT, Map.of());
        return moved(header, DRAFT);
    }

    /** Nothing of it will leave: all its quantities are free again. 409 {@code wrong-state} once something has left. */
    public Placed cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        return end(tx, actor, id, version, NoticeState.CANCEL, CANCELLED, reason);
    }

    /** What has not left by it will not: the rest is free again (短结). */
    public Placed close(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        return end(tx, actor, id, version, NoticeState.CLOSE, CLOSED, reason);
    }

    private Placed end(
            Tx tx, Actor actor, UUID id, @Nullable Integer version, String move, NoticeState to, String reason) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        NoticeState state = NoticeState.valueOf(header.state());
        NoticeState.TABLE.check(state, move, to);
        if (state == HELD) {
            credit.withdraw(tx, actor, id);
        }
        free(tx, actor, id);
        headers.move(tx, actor, header, move, to, reason(reason));
        return moved(header, to);
    }

    /** What of a locked notice has not left stands on it no longer. */
    private void free(Tx tx, Actor actor, UUID id) {
        Collection<NoticeTables.Line> lines = lines(tx, id);
        goods.lock(tx, actor.companyWide(), orders(lines));
        goods.noticed(tx, freed(lines));
    }

    private Collection<NoticeTables.Line> lines(Tx tx, UUID id) {
        return tables.lines(tx, List.of(id)).getOrDefault(id, Map.of()).values();
    }

    private static Set<UUID> orders(Collection<NoticeTables.Line> lines) {
        Set<UUID> ids = new LinkedHashSet<>();
        lines.forEach(line -> ids.add(line.order()));
        return ids;
    }

    private static List<Part> parts(Collection<NoticeTables.Line> lines) {
        List<Part> parts = new ArrayList<>(lines.size());
        lines.forEach(line -> parts.add(new Part(line.order(), line.orderPosition(), line.quantity())));
        return parts;
    }

    private static List<Part> freed(Collection<NoticeTables.Line> lines) {
        return lines.stream()
                .filter(line -> line.open().signum() > 0)
                .map(line ->
                        new Part(line.order(), line.orderPosition(), line.open().negate()))
                .toList();
    }

    /** What the parts are worth with the charges that leave with them. */
    private static Money worth(OrderedGoods.Value value, Map<UUID, Order> orders) {
        Money worth = Money.zero(currency(orders));
        for (LineAmounts amounts : value.parts()) {
            worth = worth.plus(amounts.total());
        }
        for (LineAmounts charges : value.charges().values()) {
            worth = worth.plus(charges.total());
        }
        return worth;
    }

    /** As {@link #worth}, but the most it can come to by the time it leaves, so that a release of the notice covers its deliveries. */
    private static Money most(OrderedGoods.Value value, Map<UUID, Order> orders, List<Part> parts) {
        Money most = Money.zero(currency(orders));
        for (Part part : parts) {
            OrderedGoods.Line line = Objects.requireNonNull(
                    Objects.requireNonNull(orders.get(part.order())).lines().get(part.position()));
            most = most.plus(line.most(part.quantity()));
        }
        for (LineAmounts charges : value.charges().values()) {
            most = most.plus(charges.total());
        }
        return most;
    }

    private static String currency(Map<UUID, Order> orders) {
        return orders.values().iterator().next().left().currency();
    }

    private static Map<UUID, LineAmounts> byOrder(OrderedGoods.Value value, List<Part> parts) {
        Map<UUID, LineAmounts> byOrder = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            byOrder.merge(parts.get(i).order(), value.parts().get(i), LineAmounts::plus);
        }
        value.charges().forEach((order, charges) -> byOrder.merge(order, charges, LineAmounts::plus));
        return byOrder;
    }

    private static List<CreditRequest.Share> products(
            OrderedGoods.Value value, Map<UUID, Order> orders, List<Part> parts) {
        List<CreditRequest.Share> products = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Order order = Objects.requireNonNull(orders.get(parts.get(i).order()));
            OrderedGoods.Line line =
                    Objects.requireNonNull(order.lines().get(parts.get(i).position()));
            products.add(
                    CreditRequest.Share.of(line.product(), value.parts().get(i).total()));
        }
        return products;
    }

    /** What other notices let go of prepaid orders already: the same money isn't leant on twice. */
    private Map<UUID, Money> elsewhere(Tx tx, Map<UUID, Order> orders, UUID except) {
        List<UUID> prepaid =
                orders.values().stream().filter(Order::isPrepaid).map(Order::id).toList();
        Map<UUID, Money> before = new HashMap<>();
        if (!prepaid.isEmpty()) {
            for (Part part : tables.withTheWarehouse(tx, prepaid, except)) {
                OrderedGoods.Line line = Objects.requireNonNull(
                        Objects.requireNonNull(orders.get(part.order())).lines().get(part.position()));
                before.merge(part.order(), line.amounts().total().share(part.quantity(), line.quantity()), Money::plus);
            }
        }
        return before;
    }

    private static NoticeTables.Row row(UUID id, Sound sound, Map<UUID, Order> orders) {
        Order first = Objects.requireNonNull(orders.get(sound.lines().getFirst().order()));
        return new NoticeTables.Row(
                id,
                first.customer(),
                sound.plannedOn(),
                or(sound.entry().contact(), first.contact()),
                or(sound.entry().address(), first.deliveryAddress()),
                or(sound.entry().note(), ""),
                sound.lines().stream()
                        .map(line -> line.of(Objects.requireNonNull(Objects.requireNonNull(orders.get(line.order()))
                                        .lines()
                                        .get(line.orderPosition()))
                                .product()))
                        .toList());
    }

    private static Header header(
            Actor actor,
            NoticeTables.Row row,
            String number,
            LocalDate date,
            Money worth,
            Map<UUID, Order> orders,
            Instant at) {
        Order first = Objects.requireNonNull(orders.get(row.lines().getFirst().order()));
        return Header.born(
                row.id(),
                KIND,
                number,
                first.header().title(),
                DRAFT,
                row.customer(),
                first.header().owner(),
                first.header().department(),
                date,
                worth.currency(),
                worth.amount(),
                actor.user(),
                at);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text.strip();
    }

    private static Placed placed(Header header, NoticeState state, int version, Money worth) {
        return new Placed(
                header.id(),
                header.number(),
                state.name(),
                version,
                Objects.requireNonNull(header.party()),
                worth.amount());
    }

    private static Placed moved(Header header, NoticeState to) {
        return new Placed(
                header.id(),
                header.number(),
                to.name(),
                header.version() + 1,
                Objects.requireNonNull(header.party()),
                Objects.requireNonNull(header.total()));
    }

    private static Map<String, ?> reason(String reason) {
        return reason.isEmpty() ? Map.of() : Map.of("reason", reason);
    }

    private static void requireDraft(Header header, String what) {
        if (!header.state().equals(DRAFT.name())) {
            throw Problem.conflict("wrong-state", what, header.state());
        }
    }

    private Sound sound(Tx tx, Actor actor, NewShippingNotice entry) {
        DeliveryTables.Warehouses warehouses = deliveries.warehouses(tx);
        Problem.Collector problems = new Problem.Collector();
        problems.check(!entry.lines().isEmpty(), "lines", "required");
        problems.check(entry.lines().size() <= MOST_LINES, "lines", "too-many-entries", MOST_LINES);
        String number = Input.text(problems, "number", entry.number(), 60);
        Input.text(problems, "contact", entry.contact(), 200);
        Input.text(problems, "address", entry.address(), 500);
        Input.text(problems, "note", entry.note(), 2000);
        LocalDate date = entry.date() == null ? actor.today() : entry.date();
        LocalDate plannedOn = entry.plannedOn() == null ? date : entry.plannedOn();
        problems.check(!plannedOn.isBefore(date), "plannedOn", "planned-before-notice", date);
        List<NoticeTables.Line> lines = new ArrayList<>(entry.lines().size());
        for (int l = 0; l < entry.lines().size() && l < MOST_LINES; l++) {
            NewShippingNotice.Line line = entry.lines().get(l);
            UUID warehouse = line.check(problems, "lines[" + l + "].", entry.warehouse(), warehouses);
            if (warehouse != null) {
                lines.add(NoticeTables.Line.entered(l + 1, line.order(), line.position(), warehouse, line.quantity()));
            }
        }
        problems.throwIfAny();
        return new Sound(entry, number, date, plannedOn, lines);
    }

    /** The moves a page may offer, each with the reason when it can't be made; to deliver is the warehouse's. */
    public Map<String, String> moves(Actor actor, ShippingNotice notice) {
        Map<String, String> moves = new LinkedHashMap<>();
        NoticeState.TABLE.moves(NoticeState.valueOf(notice.state())).forEach(move -> {
            String right = move.equals(NoticeState.DELIVER) ? "delivery.create" : KIND + "." + move;
            moves.put(move, actor.may(right) ? "" : "forbidden");
        });
        return moves;
    }
}
