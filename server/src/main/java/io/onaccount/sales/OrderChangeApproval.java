package io.onaccount.sales;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.QUANTITY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditRequest;
import io.onaccount.credit.Objection;
import io.onaccount.document.Field;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderApproval.Found;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Change orders as what can need approval: an approved one is applied at once, through the credit gate as ever. */
@Component
final class OrderChangeApproval implements ApprovalSubject {
    private static final List<Field> FACTS = List.of(
            Field.of("difference", MONEY, ""),
            Field.of("differencePercent", NUMBER, ""),
            Field.of("total", MONEY, ""),
            Field.of("totalBefore", MONEY, ""),
            Field.of("largestDiscount", NUMBER, ""),
            Field.of("belowMinimum", NUMBER, ""),
            Field.of("longerTerm", NUMBER, ""),
            Field.of("credit", CHOICE, "").choices(Objection.CODES),
            Field.of("grade", TEXT, ""),
            Field.of("reason", TEXT, ""),
            Field.of("order", REF, ""),
            Field.of("party", PARTY, ""),
            Field.of("owner", USER, ""),
            Field.of("department", DEPARTMENT, ""),
            Field.of("paymentTerm", TEXT, ""),
            Field.of("discountTerm", TEXT, ""));

    private static final List<Field> COLUMNS = List.of(
            Field.of("product", TEXT, ""),
            Field.of("quantityBefore", QUANTITY, ""),
            Field.of("quantity", QUANTITY, ""),
            Field.of("priceBefore", MONEY, ""),
            Field.of("price", MONEY, ""),
            Field.of("lineDiscount", NUMBER, ""),
            Field.of("lineBefore", MONEY, ""),
            Field.of("lineTotal", MONEY, ""));

    /** Any number of changes with their facts. A line is below its minimum as {@link ConfirmRules} counts it, at what the change asks for. */
    private static final String FACTS_SQL = "select " + Headers.COLUMNS + """
            , c.order_id, c.reason, c.total_before, t.code as term, b.code as discount_term, c.offers, a.grade, f.discount, f.below,
                coalesce(t.days, 0) - coalesce(w.days, 0) as longer
            from document.header h
            join sales.order_change c on c.company_id = h.company_id and c.id = h.id
            join sales.sales_order so on so.company_id = c.company_id and so.id = c.order_id
            left join party.payment_term t on t.company_id = c.company_id and t.id = c.payment_term_id
            left join party.payment_term w on w.company_id = c.company_id and w.id = c.payment_term_before
            left join receivables.discount_term b on b.company_id = c.company_id and b.id = c.discount_term_id
            left join credit.account a on a.company_id = h.company_id and a.party_id = h.party_id
            cross join lateral (
                select max(l.discount) filter (where l.quantity > 0) * 100 as discount,
                    count(*) filter (where l.quantity > 0 and round(p.minimum_price * l.quantity, ?::integer)
                        - case when p.price_includes_tax then l.total else l.net end
                        > case when p.price_includes_tax = so.tax_inclusive then 0 else ?::numeric end) as below
                from sales.order_change_line l
                join catalog.product p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = h.company_id and l.change_id = h.id) f
            where h.company_id = ? and h.kind = 'order-change' and""";

    private final Headers headers;
    private final OrderChangeTables tables;
    private final CreditControl credit;
    private final ObjectProvider<OrderChanges> changes; // which asks approval, which asks here

    OrderChangeApproval(
            Headers headers, OrderChangeTables tables, CreditControl credit, ObjectProvider<OrderChanges> changes) {
        this.headers = headers;
        this.tables = tables;
        this.credit = credit;
        this.changes = changes;
    }

    @Override
    public String kind() {
        return OrderChanges.KIND;
    }

    @Override
    public List<Field> facts() {
        return FACTS;
    }

    @Override
    public Optional<Snapshot> read(Tx tx, Actor actor, UUID id, boolean toDecide) {
        if (toDecide) {
            headers.lock(tx, actor.companyWide(), OrderChanges.KIND, id, null);
        }
        return tx.first(factsOf(tx, actor).then("h.id = ?", id), OrderChangeApproval::found)
                .map(found -> {
                    found.facts().put("credit", creditCodes(tx, actor, found.header()));
                    OrderChange change = tables.read(tx, found.header());
                    return OrderApproval.snapshot(found, bound(change), sheet(change));
                });
    }

    @Override
    public List<Snapshot> past(Tx tx, Actor actor, LocalDate from, LocalDate until) {
        return tx.list(
                factsOf(tx, actor)
                        .then("h.date between ? and ? and h.state <> 'DRAFT' order by h.date, h.number", from, until),
                row -> OrderApproval.snapshot(found(row), Map.of(), null));
    }

    private static Sql factsOf(Tx tx, Actor actor) {
        int digits = Money.digits(actor.currency());
        return Sql.of(FACTS_SQL, digits, BigDecimal.ONE.movePointLeft(digits), tx.company());
    }

    private static Found found(Row row) {
        Header header = Headers.read(row);
        String currency = Objects.requireNonNull(header.currency());
        BigDecimal total = new Money(Objects.requireNonNull(header.total()), currency).amount();
        BigDecimal before = row.money("total_before", currency).amount();
        BigDecimal difference = total.subtract(before);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("difference", difference);
        facts.put(
                "differencePercent",
                before.signum() == 0
                        ? null
                        : OrderApproval.plain(difference.movePointRight(2).divide(before, 2, RoundingMode.HALF_UP)));
        facts.put("total", total);
        facts.put("totalBefore", before);
        facts.put("largestDiscount", OrderApproval.plain(row.decimalOrNull("discount")));
        facts.put("belowMinimum", BigDecimal.valueOf(row.number("below")));
        facts.put("longerTerm", BigDecimal.valueOf(row.integer("longer")));
        facts.put("credit", List.of());
        facts.put("grade", row.textOrNull("grade"));
        facts.put("reason", row.text("reason"));
        facts.put("order", row.uuid("order_id"));
        facts.put("party", header.party());
        facts.put("owner", header.owner());
        facts.put("department", header.department());
        facts.put("paymentTerm", row.textOrNull("term"));
        facts.put("discountTerm", row.textOrNull("discount_term"));
        return new Found(header, facts);
    }

    /** What the gate would say if it were applied now. */
    private List<String> creditCodes(Tx tx, Actor actor, Header header) {
        CreditRequest request = changes.getObject().wouldAsk(tx, actor, header);
        return request == null ? List.of() : OrderApproval.codes(credit.simulate(tx, actor, request));
    }

    /** An approval is for the terms and every figure of every line and charge: notes, addresses and days of delivery may change. */
    private static Map<String, String> bound(OrderChange change) {
        Map<String, String> bound = new TreeMap<>();
        bound.put("order", change.order().toString());
        bound.put("term", String.valueOf(change.paymentTerm()));
        bound.put("discount terms", change.offers() ? String.valueOf(change.discountTerm()) : "as before");
        bound.put("discount", OrderApproval.text(change.discountAmount()));
        bound.put("total", OrderApproval.text(change.totalBefore()) + " " + OrderApproval.text(change.total()));
        for (OrderChange.Charge charge : change.charges()) {
            bound.put(
                    "charge " + charge.line(),
                    (charge.ends() ? "ends" : OrderApproval.text(charge.total())) + " "
                            + OrderApproval.text(charge.taxRate()));
        }
        for (OrderChange.Line line : change.lines()) {
            bound.put(
                    "line " + line.line(),
                    line.product() + " " + (line.ends() ? "ends" : OrderApproval.text(line.quantity())) + " "
                            + OrderApproval.text(line.price()) + " " + OrderApproval.text(line.discount()) + " "
                            + OrderApproval.text(line.taxRate()));
        }
        return bound;
    }

    private static Snapshot.Sheet sheet(OrderChange change) {
        Stream<List<@Nullable Object>> charges = change.charges().stream()
                .filter(charge -> isOther(charge.total(), charge.totalBefore()))
                .map(charge -> Arrays.<@Nullable Object>asList(
                        charge.name(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        money(charge.totalBefore(), change),
                        money(charge.total(), change)));
        Stream<List<@Nullable Object>> lines = change.lines().stream()
                .filter(OrderChangeApproval::differs)
                .map(line -> Arrays.<@Nullable Object>asList(
                        line.productCode() + " " + line.productName(),
                        OrderApproval.plain(line.quantityBefore()),
                        OrderApproval.plain(line.quantity()),
                        OrderApproval.plain(line.priceBefore()),
                        OrderApproval.plain(line.price()),
                        OrderApproval.plain(line.discount().movePointRight(2)),
                        money(line.totalBefore(), change),
                        money(line.total(), change)));
        return new Snapshot.Sheet(COLUMNS, Stream.concat(lines, charges).toList());
    }

    private static boolean differs(OrderChange.Line line) {
        return line.position() == null
                || isOther(line.quantity(), line.quantityBefore())
                || isOther(line.price(), line.priceBefore())
                || isOther(line.discount(), line.discountBefore())
                || isOther(line.taxRate(), line.taxRateBefore())
                || isOther(line.total(), line.totalBefore());
    }

    private static boolean isOther(BigDecimal now, @Nullable BigDecimal before) {
        return before == null || now.compareTo(before) != 0;
    }

    private static BigDecimal money(BigDecimal amount, OrderChange change) {
        return new Money(amount, change.currency()).amount();
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        return switch (changes.getObject().applyApproved(tx, asker, id)) {
            case OrderAnswer.Confirmed c -> "applied";
            case OrderAnswer.Held h -> "held";
            case OrderAnswer.Refused r -> "refused";
            case OrderAnswer.Saved s -> "saved";
        };
    }

    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        changes.getObject().sentBack(tx, by, id, reason);
    }

    @Override
    public void rejected(Tx tx, Actor by, UUID id, String reason) {
        changes.getObject().rejected(tx, by, id, reason);
    }
}
