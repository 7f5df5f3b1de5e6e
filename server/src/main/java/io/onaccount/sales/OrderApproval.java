package io.onaccount.sales;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.QUANTITY;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.Objection;
import io.onaccount.document.Field;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sales orders as what can need approval (CAT-03, APR-01): what rules may ask of them, what an approval is for, and that an approved order is
 * confirmed at once, through the credit gate as ever.
 */
@Component
final class OrderApproval implements ApprovalSubject {
    static final List<Field> FACTS = List.of(
            Field.of("total", MONEY, ""),
            Field.of("largestDiscount", NUMBER, ""),
            Field.of("belowMinimum", NUMBER, ""),
            Field.of("shortfall", MONEY, ""),
            Field.of("margin", NUMBER, "").onlyWith("product.cost"),
            Field.of("overdueDays", NUMBER, ""),
            Field.of("credit", CHOICE, "").choices(Objection.CODES),
            Field.of("grade", TEXT, ""),
            Field.of("party", PARTY, ""),
            Field.of("owner", USER, ""),
            Field.of("department", DEPARTMENT, ""),
            Field.of("paymentTerm", TEXT, ""));

    private static final List<Field> COLUMNS = List.of(
            Field.of("product", TEXT, ""),
            Field.of("quantity", QUANTITY, ""),
            Field.of("unit", TEXT, ""),
            Field.of("price", MONEY, ""),
            Field.of("lineDiscount", NUMBER, ""),
            Field.of("minimumPrice", MONEY, ""),
            Field.of("lineTotal", MONEY, ""),
            Field.of("lineMargin", NUMBER, "").onlyWith("product.cost"));

    /**
     * Where what is judged stands: quotes are shaped as orders are.
     *
     * @param rate what a unit of the currency its prices are in is worth in the company's
     */
    record Place(String kind, String head, String lines, String whole, String rate) {
        static final Place ORDERS =
                new Place("sales-order", "sales.sales_order", "sales.order_line", "order_id", "coalesce(so.rate, 1)");
        static final Place QUOTES = new Place("quote", "sales.quote", "sales.quote_line", "quote_id", "1");

        private String in(String sql) {
            return sql.replace("$head", head)
                    .replace("$lines", lines)
                    .replace("$whole", whole)
                    .replace("$rate", rate)
                    .replace("$kind", kind);
        }
    }

    /**
     * Any number of orders with their facts. A line is below its minimum as {@link ConfirmRules} counts it; margin is what is left of the net after
     * the purchase prices (on the basis of the list price), known only when each line has one; overdue is what was on the order's day.
     */
    private static String factsSql(String day, Place place) {
        return place.in("select " + Headers.COLUMNS + """
            , t.code as term, a.grade, f.discount, f.below, f.shortfall, f.margin,
                (select max(x.day - i.due) from receivables.open_item i cross join (select $day as day) x
                 where i.company_id = h.company_id and i.party_id = h.party_id and i.amount > 0 and i.date <= x.day and i.due < x.day
                   and i.amount > coalesce((select sum(s.amount) from receivables.allocation s
                       where s.company_id = i.company_id and s.item_id = i.id and s.happened_on <= x.day), 0)) as overdue,
                (select coalesce(array_agg(distinct o.said ->> 'code'), '{}') from credit.hold d cross join jsonb_array_elements(d.objections) as o (said)
                 where d.company_id = h.company_id and d.document_id = h.id) as codes
            from document.header h
            join $head so on so.company_id = h.company_id and so.id = h.id
            left join party.payment_term t on t.company_id = so.company_id and t.id = so.payment_term_id
            left join credit.account a on a.company_id = h.company_id and a.party_id = h.party_id
            cross join lateral (
                select max(l.discount) * 100 as discount, count(*) filter (where m.missing > m.tolerance) as below,
                    coalesce(sum(m.missing) filter (where m.missing > m.tolerance), 0) as shortfall,
                    case when bool_and(p.purchase_price is not null) and sum(l.net) > 0
                        then round((sum(l.net) - sum(l.quantity * m.cost)) / sum(l.net) * 100, 2) end as margin
                from $lines l
                join catalog.product p on p.company_id = l.company_id and p.id = l.product_id
                cross join lateral (select round(p.minimum_price * l.quantity, ?::integer)
                        - case when p.price_includes_tax then l.total else l.net end as missing,
                    case when p.price_includes_tax = so.tax_inclusive then 0 else ?::numeric end as tolerance,
                    p.purchase_price / case when p.price_includes_tax then 1 + l.tax_rate else 1 end as cost) m
                where l.company_id = h.company_id and l.$whole = h.id) f
            where h.company_id = ? and h.kind = '$kind' and""".replace("$day", day));
    }

    private final Headers headers;
    private final OrderTables tables;
    private final CreditControl credit;
    private final ObjectProvider<SalesOrders> orders; // which asks approval, which asks here

    OrderApproval(Headers headers, OrderTables tables, CreditControl credit, ObjectProvider<SalesOrders> orders) {
        this.headers = headers;
        this.tables = tables;
        this.credit = credit;
        this.orders = orders;
    }

    @Override
    public String kind() {
        return SalesOrders.KIND;
    }

    @Override
    public List<Field> facts() {
        return FACTS;
    }

    @Override
    public Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide) {
        Actor all = actor.companyWide();
        if (toDecide) {
            headers.lock(tx, all, SalesOrders.KIND, id, null);
        }
        return tx.first(factsOf(tx, actor, "?::date", Place.ORDERS).then("h.id = ?", id), Found::read)
                .map(found -> {
                    found.facts.put("credit", creditCodes(tx, actor, found.header));
                    return snapshot(found, bound(tx, found.header), sheet(tx, found.header, Place.ORDERS));
                });
    }

    record Found(Header header, Map<String, @Nullable Object> facts) {
        static Found read(Row row) {
            Header header = Headers.read(row);
            return new Found(header, OrderApproval.facts(row, header));
        }
    }

    @Override
    public List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until) {
        return tx.list(
                factsOf(tx, actor, "h.date", Place.ORDERS)
                        .then("h.date between ? and ? and h.state <> 'DRAFT' order by h.date, h.number", from, until),
                row -> snapshot(Found.read(row), Map.of(), null));
    }

    /** @param day the SQL of the day that overdue items are looked at: the order's, or a value, which is then today's */
    static Sql factsOf(Tx tx, Actor actor, String day, Place place) {
        int digits = Money.digits(actor.currency());
        String text = factsSql(day, place);
        BigDecimal unit = BigDecimal.ONE.movePointLeft(digits);
        return day.equals("h.date")
                ? Sql.of(text, digits, unit, tx.company())
                : Sql.of(text, actor.today(), digits, unit, tx.company());
    }

    private static Map<String, @Nullable Object> facts(Row row, Header header) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        String currency = Objects.requireNonNull(header.currency());
        facts.put("total", row.money("total", currency).amount());
        facts.put("largestDiscount", plain(row.decimalOrNull("discount")));
        facts.put("belowMinimum", BigDecimal.valueOf(row.number("below")));
        facts.put("shortfall", row.money("shortfall", currency).amount());
        facts.put("margin", plain(row.decimalOrNull("margin")));
        Integer overdue = row.integerOrNull("overdue");
        facts.put("overdueDays", overdue == null ? BigDecimal.ZERO : BigDecimal.valueOf(overdue));
        facts.put("credit", row.list("codes", String.class));
        facts.put("grade", row.textOrNull("grade"));
        facts.put("party", header.party());
        facts.put("owner", header.owner());
        facts.put("department", header.department());
        facts.put("paymentTerm", row.textOrNull("term"));
        return facts;
    }

    static Snapshot snapshot(Found found, Map<String, String> bound, Snapshot.@Nullable Sheet sheet) {
        return Snapshot.of(found.header, (BigDecimal) found.facts.get("total"), found.facts, bound, sheet);
    }

    /** What the gate would say if it were confirmed now. */
    private List<String> creditCodes(Tx tx, Actor actor, Header header) {
        OrderTables.ForConfirming order = tables.forConfirming(tx, header);
        return codes(credit.simulate(tx, actor, order.request(header.id(), actor.today())));
    }

    static List<String> codes(CreditDecision decision) {
        return decision instanceof CreditDecision.Held held
                ? held.objections().stream().map(o -> o.code()).distinct().toList()
                : List.of();
    }

    /** An approval is for the customer, the payment term and every figure of every line: notes and addresses may change. */
    private Map<String, String> bound(Tx tx, Header header) {
        SalesOrder order = tables.read(tx, header);
        Map<String, String> bound = new TreeMap<>();
        bound.put("customer", order.customer().toString());
        bound.put("term", String.valueOf(order.paymentTerm()));
        bound.put(
                "currency",
                order.foreign() == null
                        ? order.currency()
                        : order.foreign().code() + " " + text(order.foreign().rate()));
        bound.put("discount", text(order.discountAmount()));
        bound.put("charges", text(order.chargesTotal()));
        bound.put("total", text(order.total()));
        for (SalesOrder.Line line : order.lines()) {
            bound.put(
                    "line " + line.position(),
                    line.product() + " " + text(line.quantity()) + " " + text(line.price()) + " "
                            + text(line.discount()) + " " + text(line.net()) + " " + text(line.total()));
        }
        return bound;
    }

    static Snapshot.Sheet sheet(Tx tx, Header header, Place place) {
        String currency = Objects.requireNonNull(header.currency());
        return new Snapshot.Sheet(
                COLUMNS,
                tx.list(
                        place.in("""
                        select v.code || ' ' || v.name as product, l.quantity, l.unit, round(l.price * $rate, 6) as price,
                            l.discount * 100 as discount, p.minimum_price, l.total,
                            case when l.net > 0 then round((l.net - l.quantity * p.purchase_price / case when p.price_includes_tax then 1 + l.tax_rate else 1 end)
                                / l.net * 100, 2) end as margin
                        from $lines l
                        join $head so on so.company_id = l.company_id and so.id = l.$whole
                        join catalog.product p on p.company_id = l.company_id and p.id = l.product_id
                        join catalog.product_view v on v.company_id = l.company_id and v.id = l.product_id
                        where l.company_id = ? and l.$whole = ? order by l.position"""),
                        row -> Arrays.<@Nullable Object>asList(
                                row.text("product"),
                                plain(row.decimalOrNull("quantity")),
                                row.text("unit"),
                                plain(row.decimalOrNull("price")),
                                plain(row.decimalOrNull("discount")),
                                plain(row.decimalOrNull("minimum_price")),
                                row.money("total", currency).amount(),
                                plain(row.decimalOrNull("margin"))),
                        tx.company(),
                        header.id()));
    }

    static @Nullable BigDecimal plain(@Nullable BigDecimal value) {
        return value == null ? null : new BigDecimal(text(value));
    }

    static String text(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        return switch (orders.getObject().confirmApproved(tx, asker, id)) {
            case OrderAnswer.Confirmed c -> "confirmed";
            case OrderAnswer.Held h -> "held";
            case OrderAnswer.Refused r -> "refused";
            case OrderAnswer.Saved s -> "saved";
        };
    }

    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        orders.getObject().sentBack(tx, by, id, reason);
    }
}
