package io.onaccount.fulfilment;

import static io.onaccount.fulfilment.GoodsState.DRAFT;
import static io.onaccount.fulfilment.GoodsState.POSTED;

import io.onaccount.catalog.Product;
import io.onaccount.catalog.Products;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.fulfilment.ReturnTables.Delivered;
import io.onaccount.fulfilment.ReturnTables.DeliveryLine;
import io.onaccount.fulfilment.ReturnTables.Line;
import io.onaccount.fulfilment.ReturnTables.Row;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.organization.Periods;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.GoodsCredit;
import io.onaccount.receivables.ItemKind;
import io.onaccount.receivables.NewOpenItem;
import io.onaccount.receivables.OpenItems;
import io.onaccount.sales.OrderedGoods;
import io.onaccount.stock.Stock;
import io.onaccount.stock.StockMove;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Returns (退货单): goods of deliveries, or goods a customer brings back without one at a price. Posting puts them into stock or scraps them and
 * credits the customer with a negative open item (红字应收), in one transaction.
 */
@Component
public final class Returns {
    static final String KIND = "sales-return";
    static final String NUMBER_PATTERN = "RN-{yyyyMMdd}-{0001}";
    private static final int MOST_LINES = 1000;
    private static final BigDecimal LARGEST = new BigDecimal("1000000000000");

    private final Headers headers;
    private final Numbering numbering;
    private final Parties parties;
    private final Products products;
    private final OrderedGoods goods;
    private final Stock stock;
    private final OpenItems items;
    private final ReturnTables tables;
    private final DeliveryTables deliveryTables;
    private final DeliveredGoods delivered;

    Returns(
            Headers headers,
            Numbering numbering,
            Parties parties,
            Products products,
            OrderedGoods goods,
            Stock stock,
            OpenItems items,
            ReturnTables tables,
            DeliveryTables deliveryTables,
            DeliveredGoods delivered) {
        this.delivered = delivered;
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.products = products;
        this.goods = goods;
        this.stock = stock;
        this.items = items;
        this.tables = tables;
        this.deliveryTables = deliveryTables;
    }

    /** What was written: enough to go on with. */
    public record Placed(UUID id, String number, String state, int version, UUID customer, BigDecimal total) {}

    /** The return with its lines, if within the actor's scope; otherwise 404. */
    public SalesReturn find(Tx tx, Actor actor, UUID id) {
        return tables.read(tx, headers.find(tx, actor, KIND, id));
    }

    /** Writes a draft, which moves nothing yet. 409 {@code more-than-delivered} for more than a delivery has left to return. */
    public Placed draft(Tx tx, Actor actor, NewReturn entry) {
        return write(tx, actor, List.of(entry), DRAFT, false).getFirst();
    }

    /** Posts returns at once, without drafts; one answer per return, in order. */
    public List<Placed> postNew(Tx tx, Actor actor, List<NewReturn> entries) {
        return write(tx, actor, entries, POSTED, true);
    }

    /** Writes a draft anew. */
    public Placed change(Tx tx, Actor actor, UUID id, @Nullable Integer version, NewReturn entry) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        GoodsState.requireDraft(header, "edit");
        if (entry.number() != null && !entry.number().equals(header.number())) {
            throw Problem.invalid("number", "number-stays", header.number());
        }
        Map<UUID, Party> customers = new HashMap<>();
        Row row = rows(tx, actor, List.of(entry), List.of(id), customers, false).getFirst();
        Party customer = Objects.requireNonNull(customers.get(row.customer()));
        headers.change(
                tx, actor, header, header(actor, row, header.number(), DRAFT, customer, header.createdAt()), Map.of());
        tables.replace(tx, row);
        return placed(row, header.number(), DRAFT, header.version() + 1);
    }

    /** Removes a draft; its history stays. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        GoodsState.requireDraft(header, "delete");
        tables.delete(tx, id);
        headers.delete(tx, actor, header);
    }

    /** Posts a draft; what goods of deliveries are worth is settled now. 409 {@code more-than-delivered} as for {@link #draft}. */
    public Placed post(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        GoodsState.TABLE.check(GoodsState.valueOf(header.state()), GoodsState.POST, POSTED);
        Row draft = tables.row(tx, header);
        Row row = valued(List.of(draft), delivered(tx, actor, List.of(draft))).getFirst();
        headers.move(tx, actor, header.withTotal(row.amounts().total().amount()), GoodsState.POST, POSTED, Map.of());
        tables.replace(tx, row);
        follow(tx, actor, List.of(row), Map.of(id, header.number()));
        return placed(row, header.number(), POSTED, header.version() + 1);
    }

    private List<Placed> write(Tx tx, Actor actor, List<NewReturn> entries, GoodsState state, boolean many) {
        List<UUID> ids = entries.stream().map(e -> Ids.next()).toList();
        Map<UUID, Party> customers = new HashMap<>();
        List<Row> rows = rows(tx, actor, entries, ids, customers, many);
        List<Header> born = new ArrayList<>(rows.size());
        List<Placed> placed = new ArrayList<>(rows.size());
        Map<UUID, String> numbers = new HashMap<>();
        Instant now = headers.now();
        List<LocalDate> days = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (entries.get(i).number() == null) {
                days.add(rows.get(i).date());
            }
        }
        Iterator<String> taken =
                numbering.take(actor.company(), KIND, NUMBER_PATTERN, days).iterator();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String own = entries.get(i).number();
            String number = own != null ? own : taken.next();
            numbers.put(row.id(), number);
            born.add(header(actor, row, number, state, Objects.requireNonNull(customers.get(row.customer())), now));
            placed.add(placed(row, number, state, 1));
        }
        headers.insert(tx, actor, born, state.birth());
        tables.insert(tx, rows);
        if (state == POSTED) {
            follow(tx, actor, rows, numbers);
        }
        return placed;
    }

    private static Placed placed(Row row, String number, GoodsState state, int version) {
        return new Placed(
                row.id(),
                number,
                state.name(),
                version,
                row.customer(),
                row.amounts().total().amount());
    }

    private static Header header(Actor actor, Row row, String number, GoodsState state, Party customer, Instant at) {
        return Header.born(
                row.id(),
                KIND,
                number,
                customer.name(),
                state,
                row.customer(),
                customer.owner() == null ? actor.user() : customer.owner(),
                customer.department() == null ? actor.department() : customer.department(),
                row.date(),
                row.amounts().total().currency(),
                row.amounts().total().amount(),
                actor.user(),
                at);
    }

    /** What follows from goods having come back: stock, the deliveries and orders they came from, and the credit note. */
    private void follow(Tx tx, Actor actor, List<Row> rows, Map<UUID, String> numbers) {
        List<GoodsCredit> raised = new ArrayList<>();
        List<Headers.Relation> relations = new ArrayList<>();
        List<OrderedGoods.Part> back = new ArrayList<>();
        Map<DeliveryLine, LineAmounts> totals = new LinkedHashMap<>();
        Map<DeliveryLine, BigDecimal> quantities = new LinkedHashMap<>();
        DeliveredGoods.Open uninvoiced = delivered.open(
                tx,
                actor,
                rows.stream()
                        .flatMap(r -> r.lines().stream())
                        .map(Line::delivery)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
        for (Row row : rows) {
            List<StockMove> moves = new ArrayList<>();
            Map<UUID, LineAmounts> byOrder = new LinkedHashMap<>();
            Map<UUID, Map<UUID, Money>> byDelivery = new LinkedHashMap<>();
            LineAmounts free = LineAmounts.zero(row.amounts().total().currency());
            Set<UUID> sources = new LinkedHashSet<>();
            for (Line line : row.lines()) {
                if (line.warehouse() != null && line.stocked()) {
                    moves.add(new StockMove(line.warehouse(), line.product(), line.quantity()));
                }
                Delivered source = line.source();
                if (source == null) {
                    free = free.plus(line.amounts());
                    continue;
                }
                byOrder.merge(source.order(), line.amounts(), LineAmounts::plus);
                byDelivery
                        .computeIfAbsent(source.key().delivery(), id -> new LinkedHashMap<>())
                        .merge(source.order(), line.amounts().total(), Money::plus);
                back.add(new OrderedGoods.Part(source.order(), source.orderPosition(), line.quantity()));
                totals.merge(source.key(), line.amounts(), LineAmounts::plus);
                quantities.merge(source.key(), line.quantity(), BigDecimal::add);
                sources.add(source.key().delivery());
            }
            Periods.requireOpen(tx, actor, row.date());
            stock.move(tx, actor, row.id(), row.date(), moves);
            String number = Objects.requireNonNull(numbers.get(row.id()));
            Map<UUID, List<GoodsCredit.Came>> owed = new LinkedHashMap<>();
            byDelivery.forEach((delivery, ofOrders) -> ofOrders.forEach((order, amount) -> owed.computeIfAbsent(
                            order, id -> new ArrayList<>())
                    .add(new GoodsCredit.Came(
                            delivery, amount.minus(uninvoiced.cameBack(delivery, order, row.date(), amount))))));
            byOrder.forEach((order, amounts) ->
                    raised.add(credit(row, order, number, amounts, Objects.requireNonNull(owed.get(order)))));
            raised.add(new GoodsCredit(credit(row, null, number, free, free.total()), List.of()));
            sources.forEach(delivery -> relations.add(new Headers.Relation(delivery, row.id())));
        }
        tables.returned(tx, quantities, totals);
        goods.takeBack(tx, back);
        headers.relate(tx, relations);
        items.credit(tx, actor, raised);
    }

    private static GoodsCredit credit(
            Row row, UUID order, String number, LineAmounts goods, List<GoodsCredit.Came> from) {
        Money owed =
                from.stream().map(GoodsCredit.Came::owed).reduce(Money::plus).orElseThrow();
        return new GoodsCredit(credit(row, order, number, goods, owed), from);
    }

    /** The cash discounts a return took back. */
    public List<GoodsCredit.TakenBack> takenBack(Tx tx, UUID id) {
        return items.takenBack(tx, id);
    }

    /** @param amount what of the goods was owed */
    private static NewOpenItem credit(Row row, @Nullable UUID order, String number, LineAmounts goods, Money amount) {
        Money tax = goods.total().isZero()
                ? goods.tax()
                : goods.tax().share(amount.amount(), goods.total().amount());
        Money foreign = goods.foreign();
        return new NewOpenItem(
                        row.id(),
                        row.customer(),
                        order,
                        ItemKind.RETURN,
                        number,
                        amount.negated(),
                        row.date(),
                        row.date(),
                        "",
                        tax.negated())
                .in(
                        foreign == null || goods.total().isZero()
                                ? null
                                : foreign.share(amount.amount(), goods.total().amount())
                                        .negated());
    }

    /** The deliveries that lines name, locked in the order of their ids, and what is left of them to return. */
    private Map<DeliveryLine, Delivered> delivered(Tx tx, Actor actor, List<Row> rows) {
        Set<UUID> deliveries = rows.stream()
                .flatMap(r -> r.lines().stream())
                .map(Line::delivery)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        if (deliveries.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Header> found = headers.lock(tx, actor, Deliveries.KIND, deliveries);
        for (Header header : found.values()) {
            if (!header.state().equals(POSTED.name())) {
                throw Problem.conflict("delivery-not-posted", header.number());
            }
        }
        return tables.delivered(tx, found);
    }

    /** Gives lines of deliveries the worth of what comes back; goods without a delivery have theirs already. */
    private static List<Row> valued(List<Row> rows, Map<DeliveryLine, Delivered> delivered) {
        Map<DeliveryLine, BigDecimal> before = new HashMap<>();
        List<Row> valued = new ArrayList<>(rows.size());
        for (Row row : rows) {
            List<Line> lines = new ArrayList<>(row.lines().size());
            LineAmounts sum = LineAmounts.zero(row.currency());
            for (Line line : row.lines()) {
                Line done = line;
                if (line.delivery() != null) {
                    DeliveryLine key =
                            new DeliveryLine(line.delivery(), Objects.requireNonNull(line.deliveryPosition()));
                    Delivered source = delivered.get(key);
                    if (source == null) {
                        throw Problem.notFound("delivery-line", key.delivery() + "/" + key.position());
                    }
                    if (!source.customer().equals(row.customer())) {
                        throw Problem.conflict("delivery-of-another-customer", source.number());
                    }
                    BigDecimal from = before.getOrDefault(key, source.returned());
                    BigDecimal to = from.add(line.quantity());
                    if (to.compareTo(source.quantity()) > 0) {
                        throw Problem.conflict(
                                "more-than-delivered",
                                source.number(),
                                key.position(),
                                source.productCode(),
                                plain(source.quantity().subtract(source.returned())),
                                plain(to.subtract(source.returned())));
                    }
                    before.put(key, to);
                    done = line.of(source, source.amounts().between(from, to, source.quantity()));
                }
                lines.add(done);
                sum = sum.plus(done.amounts().in(null)); // what came back may have been sold in several currencies
            }
            valued.add(row.with(lines, sum));
        }
        return valued;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private List<Row> rows(
            Tx tx, Actor actor, List<NewReturn> entries, List<UUID> ids, Map<UUID, Party> customers, boolean many) {
        Set<UUID> named = entries.stream().map(NewReturn::customer).collect(Collectors.toSet());
        customers.putAll(parties.require(tx, actor, named));
        Set<UUID> productIds = entries.stream()
                .flatMap(e -> e.lines().stream())
                .map(NewReturn.Line::product)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<UUID, Product> found = products.find(tx, actor, productIds);
        Set<UUID> warehouses = deliveryTables.warehouses(tx).ids();
        boolean custom = tables.taxInclusive(tx);
        Problem.Collector problems = new Problem.Collector();
        Set<String> numbers = new LinkedHashSet<>();
        List<Row> rows = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            NewReturn entry = entries.get(i);
            String at = many ? "returns[" + i + "]." : "";
            String number = Input.text(problems, at + "number", entry.number(), 60);
            if (number != null) {
                problems.check(numbers.add(number), at + "number", "number-taken", number);
            }
            problems.check(!entry.lines().isEmpty(), at + "lines", "required");
            problems.check(entry.lines().size() <= MOST_LINES, at + "lines", "too-many-entries", MOST_LINES);
            boolean inclusive = entry.taxInclusive() == null ? custom : entry.taxInclusive();
            List<Line> lines = new ArrayList<>(entry.lines().size());
            for (int l = 0; l < entry.lines().size() && l < MOST_LINES; l++) {
                Line line = line(
                        problems,
                        at + "lines[" + l + "].",
                        l + 1,
                        entry.lines().get(l),
                        inclusive,
                        actor.currency(),
                        found,
                        warehouses);
                if (line != null) {
                    lines.add(line);
                }
            }
            String reason = Input.text(problems, at + "reason", entry.reason(), 200);
            String note = Input.text(problems, at + "note", entry.note(), 2000);
            rows.add(new Row(
                    ids.get(i),
                    entry.customer(),
                    entry.date() == null ? actor.today() : entry.date(),
                    reason == null ? "" : reason,
                    note == null ? "" : note,
                    inclusive,
                    actor.currency(),
                    LineAmounts.zero(actor.currency()),
                    lines));
        }
        if (!numbers.isEmpty()) {
            deliveryTables
                    .numbersInUse(tx, KIND, numbers)
                    .forEach(number -> problems.add(many ? "returns" : "number", "number-taken", number));
        }
        problems.throwIfAny();
        return valued(rows, delivered(tx, actor, rows));
    }

    private static @Nullable Line line(
            Problem.Collector problems,
            String field,
            int position,
            NewReturn.Line entry,
            boolean inclusive,
            String currency,
            Map<UUID, Product> products,
            Set<UUID> warehouses) {
        int before = problems.errors().size();
        Input.fitting(problems, field + "quantity", entry.quantity());
        problems.check(entry.quantity().signum() > 0, field + "quantity", "must-be-positive");
        problems.check(
                entry.warehouse() == null || warehouses.contains(entry.warehouse()),
                field + "warehouse",
                "warehouse-unknown");
        if (entry.delivery() != null) {
            problems.check(entry.product() == null, field + "product", "either-delivery-or-product");
            Integer line = entry.position();
            problems.check(line != null && line > 0 && line < 32768, field + "position", "order-line-unknown");
            return problems.errors().size() > before || line == null
                    ? null
                    : Line.ofDelivery(position, entry.delivery(), line, entry.warehouse(), entry.quantity());
        }
        Product product = entry.product() == null ? null : products.get(entry.product());
        problems.check(product != null, field + "product", "product-unknown");
        BigDecimal price = Input.notNegative(problems, field + "price", entry.price());
        problems.check(price != null, field + "price", "required");
        BigDecimal rate =
                entry.taxRate() != null ? entry.taxRate() : product == null ? BigDecimal.ZERO : product.taxRate();
        problems.check(
                rate.signum() >= 0
                        && rate.compareTo(BigDecimal.ONE) < 0
                        && rate.stripTrailingZeros().scale() <= 6,
                field + "taxRate",
                "not-a-fraction");
        if (problems.errors().size() > before || product == null || price == null) {
            return null;
        }
        LineAmounts amounts = inclusive
                ? LineAmounts.inclusive(entry.quantity(), price, BigDecimal.ZERO, rate, currency)
                : LineAmounts.exclusive(entry.quantity(), price, BigDecimal.ZERO, rate, currency);
        if (!problems.check(amounts.total().amount().compareTo(LARGEST) < 0, field + "price", "amount-too-large")) {
            return null;
        }
        return Line.free(position, product, entry.warehouse(), entry.quantity(), price, rate, amounts);
    }

    /** The moves a page may offer, each with the reason when it can't be made. */
    public Map<String, String> moves(Actor actor, SalesReturn salesReturn) {
        return GoodsState.moves(actor, GoodsState.TABLE, KIND, salesReturn.state());
    }
}
