package io.onaccount.sales;

import static io.onaccount.document.ImportColumn.Type.BOOLEAN;
import static io.onaccount.document.ImportColumn.Type.DATE;
import static io.onaccount.document.ImportColumn.Type.NUMBER;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.catalog.Product;
import io.onaccount.catalog.Products;
import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Problem.FieldError;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sales orders from a file, one row a line: rows that follow each other with the same order number are one order, which keeps that number. Those
 * marked to be confirmed go through the same gate as all others; what became of them is said in the result.
 */
@Component
final class OrderImport implements ImportTarget {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    /** No record has it: what isn't found is refused together with whatever else is wrong. */
    private static final UUID NONE = new UUID(0, 0);

    /** Said once for the order: later rows leave them empty or repeat them. */
    private static final List<ImportColumn> OF_ORDER = List.of(
            ImportColumn.of("orderNumber", TEXT, "PO-2026-0117").mandatory().alias("订单编号", "单号", "order no", "number"),
            ImportColumn.of("customer", TEXT, "C-00001").mandatory().alias("客户编码", "客户编号", "客户名称", "customer code"),
            ImportColumn.of("date", DATE, "2026-03-02").alias("订单日期", "下单日期", "order date"),
            ImportColumn.of("deliveryDate", DATE, "2026-03-09"),
            ImportColumn.of("paymentTerm", TEXT, "EOM+30").alias("付款条件", "结算方式"),
            ImportColumn.of("reference", TEXT, "4500012345"),
            ImportColumn.of("contact", TEXT, "王芳").alias("联系人"),
            ImportColumn.of("deliveryAddress", TEXT, "世纪大道 1 号").alias("收货地址", "送货地址"),
            ImportColumn.of("taxInclusive", BOOLEAN, "是"),
            ImportColumn.of("discountAmount", NUMBER, "0.00").alias("整单优惠"),
            ImportColumn.of("currency", TEXT, "CNY").alias("币别"),
            ImportColumn.of("rate", NUMBER, "").alias("exchange rate"),
            ImportColumn.of("note", TEXT, ""),
            ImportColumn.of("confirm", BOOLEAN, "否"));

    private static final List<ImportColumn> OF_LINE = List.of(
            ImportColumn.of("product", TEXT, "P-00001").mandatory().alias("商品", "商品编码", "产品编码", "货号", "product code"),
            ImportColumn.of("quantity", NUMBER, "10").mandatory(),
            ImportColumn.of("price", NUMBER, "32.00").alias("unit price"),
            ImportColumn.of("discount", NUMBER, "0.02"),
            ImportColumn.of("taxRate", NUMBER, "13"),
            ImportColumn.of("lineNote", TEXT, "").alias("明细备注"));

    /** Where an order's field is not called as the column it came from. */
    private static final Map<String, String> COLUMN_OF = Map.of("number", "orderNumber", "lines", "orderNumber");

    private final SalesOrders orders;
    private final Parties parties;
    private final Products products;
    private final PaymentTerms terms;

    OrderImport(SalesOrders orders, Parties parties, Products products, PaymentTerms terms) {
        this.orders = orders;
        this.parties = parties;
        this.products = products;
        this.terms = terms;
    }

    @Override
    public String name() {
        return "sales-orders";
    }

    @Override
    public String kind() {
        return SalesOrders.KIND;
    }

    @Override
    public List<ImportColumn> columns() {
        List<ImportColumn> columns = new ArrayList<>(OF_ORDER);
        columns.addAll(OF_LINE);
        return columns;
    }

    @Override
    public Optional<String> groupedBy() {
        return Optional.of("orderNumber");
    }

    @Override
    public Optional<String> key(ImportRow row) {
        return Optional.of(row.requiredText("orderNumber"));
    }

    /** The rows of one order, what is wrong in each, and in the end what became of it. */
    private static final class Group {
        final List<ImportRow> rows = new ArrayList<>();
        final Map<Integer, List<FieldError>> errors = new LinkedHashMap<>();
        boolean confirm;

        @Nullable
        OrderAnswer answer;

        String number() {
            return rows.getFirst().requiredText("orderNumber");
        }

        void wrong(int row, FieldError error) {
            errors.computeIfAbsent(row, r -> new ArrayList<>()).add(error);
        }

        /** What the first row that has it says. */
        <T> @Nullable T said(Function<ImportRow, @Nullable T> column) {
            return rows.stream()
                    .map(column)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        ImportOutcome outcome(int row) {
            List<FieldError> own = errors.get(row);
            if (own != null) {
                return new ImportOutcome.Refused(own);
            }
            OrderAnswer came = answer;
            return came == null
                    ? ImportOutcome.refused("", "import-group")
                    : new ImportOutcome.Imported(
                            came.order().id(), came.order().number(), row == 0 ? remarks(came) : List.of());
        }
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        List<Group> groups = groups(rows);
        Map<Group, NewSalesOrder> entries = entries(tx, actor, rows, groups);
        OrderFacts facts = OrderFacts.read(tx, actor, List.copyOf(entries.values()));
        Set<String> seen = new HashSet<>();
        entries.forEach((group, entry) -> {
            Problem.Collector problems = new Problem.Collector();
            PricedOrder.of(problems, "", Ids.next(), actor, facts, entry);
            problems.errors().forEach(error -> translate(group, error));
            if (!seen.add(group.number())) {
                group.wrong(0, new FieldError("orderNumber", "order-rows-apart", List.of(group.number())));
            }
        });
        for (boolean confirm : new boolean[] {false, true}) {
            List<Group> good = groups.stream()
                    .filter(group -> group.errors.isEmpty() && group.confirm == confirm)
                    .toList();
            if (good.isEmpty()) {
                continue;
            }
            List<OrderAnswer> answers = orders.place(
                    tx,
                    actor,
                    good.stream()
                            .map(group -> Objects.requireNonNull(entries.get(group)))
                            .toList(),
                    confirm);
            for (int i = 0; i < good.size(); i++) {
                good.get(i).answer = answers.get(i);
            }
        }
        List<ImportOutcome> outcomes = new ArrayList<>(rows.size());
        for (Group group : groups) {
            for (int row = 0; row < group.rows.size(); row++) {
                outcomes.add(group.outcome(row));
            }
        }
        return outcomes;
    }

    private static List<Group> groups(List<ImportRow> rows) {
        List<Group> groups = new ArrayList<>();
        for (ImportRow row : rows) {
            if (groups.isEmpty() || !groups.getLast().number().equals(row.requiredText("orderNumber"))) {
                groups.add(new Group());
            }
            groups.getLast().rows.add(row);
        }
        return groups;
    }

    private Map<Group, NewSalesOrder> entries(Tx tx, Actor actor, List<ImportRow> rows, List<Group> groups) {
        Map<String, List<Party>> customers = parties.called(tx, actor, texts(rows, "customer"));
        Map<String, Product> goods = products.byCode(tx, actor, texts(rows, "product"));
        Map<String, PaymentTerm> known = new HashMap<>();
        if (!texts(rows, "paymentTerm").isEmpty()) {
            terms.all(tx)
                    .forEach(term -> List.of(term.name(), term.nameEn(), term.code())
                            .forEach(name -> known.put(name.toLowerCase(Locale.ROOT), term)));
        }
        Map<Group, NewSalesOrder> entries = new LinkedHashMap<>();
        for (Group group : groups) {
            judge(actor, customers, group);
            entries.put(group, entry(group, customers, goods, known));
        }
        return entries;
    }

    /** What an order's rows contradict each other in, and what the order itself can't tell. */
    private static void judge(Actor actor, Map<String, List<Party>> customers, Group group) {
        Map<String, Object> first = new HashMap<>();
        for (int i = 0; i < group.rows.size(); i++) {
            Map<String, Object> values = group.rows.get(i).values();
            for (ImportColumn column : OF_ORDER) {
                Object value = values.get(column.name());
                if (value != null && !same(first.computeIfAbsent(column.name(), name -> value), value)) {
                    group.wrong(i, new FieldError(column.name(), "order-rows-differ", List.of()));
                }
            }
        }
        if (customers
                        .getOrDefault(group.rows.getFirst().requiredText("customer"), List.of())
                        .size()
                > 1) {
            group.wrong(0, new FieldError("customer", "customer-ambiguous", List.of()));
        }
        group.confirm = Boolean.TRUE.equals(group.said(row -> row.truth("confirm")));
        if (group.confirm && !actor.may(SalesOrders.KIND + ".confirm")) {
            group.wrong(0, new FieldError("confirm", "forbidden", List.of(SalesOrders.KIND + ".confirm")));
        }
    }

    private static boolean same(Object before, Object value) {
        return before instanceof BigDecimal amount ? amount.compareTo((BigDecimal) value) == 0 : before.equals(value);
    }

    private static NewSalesOrder entry(
            Group group,
            Map<String, List<Party>> customers,
            Map<String, Product> goods,
            Map<String, PaymentTerm> known) {
        List<Party> called = customers.get(group.rows.getFirst().requiredText("customer"));
        String term = group.said(row -> row.text("paymentTerm"));
        PaymentTerm agreed = term == null ? null : known.get(term.toLowerCase(Locale.ROOT));
        return new NewSalesOrder(
                        called == null ? NONE : called.getFirst().id(),
                        group.number(),
                        group.said(row -> row.date("date")),
                        group.said(row -> row.date("deliveryDate")),
                        null,
                        term == null ? null : agreed == null ? NONE : agreed.id(),
                        group.said(row -> row.text("contact")),
                        group.said(row -> row.text("deliveryAddress")),
                        null,
                        group.said(row -> row.text("reference")),
                        group.said(row -> row.text("note")),
                        group.said(row -> row.truth("taxInclusive")),
                        group.said(row -> row.number("discountAmount")),
                        group.rows.stream().map(row -> line(row, goods)).toList(),
                        null)
                .in(group.said(row -> row.text("currency")), group.said(row -> row.number("rate")));
    }

    /** Rates are written 13, 13 % or 0.13; no rate in use lies between. */
    private static NewSalesOrder.Line line(ImportRow row, Map<String, Product> goods) {
        Product product = goods.get(row.requiredText("product"));
        BigDecimal rate = row.number("taxRate");
        return new NewSalesOrder.Line(
                product == null ? NONE : product.id(),
                Objects.requireNonNull(row.number("quantity")),
                row.number("price"),
                row.number("discount"),
                rate != null && rate.compareTo(BigDecimal.ONE) >= 0 ? rate.divide(HUNDRED) : rate,
                null,
                row.text("lineNote"));
    }

    /** An error of the order's field becomes one of the row and column it came from. */
    private static void translate(Group group, FieldError error) {
        String field = error.field();
        int row = 0;
        if (field.startsWith("lines[")) {
            row = Integer.parseInt(field.substring(6, field.indexOf(']')));
            field = field.substring(field.indexOf('.') + 1);
            field = field.equals("note") ? "lineNote" : field;
        } else {
            field = COLUMN_OF.getOrDefault(field, field);
        }
        group.wrong(row, new FieldError(field, error.code(), error.arguments()));
    }

    /** What is to be known of an order that was imported: that it wasn't confirmed though it should be, and each reason or warning. */
    private static List<FieldError> remarks(OrderAnswer answer) {
        List<FieldError> remarks = new ArrayList<>();
        if (answer instanceof OrderAnswer.Held) {
            remarks.add(new FieldError("", "order-held", List.of()));
        } else if (answer instanceof OrderAnswer.Refused) {
            remarks.add(new FieldError("", "order-not-confirmed", List.of()));
        }
        answer.reasons()
                .forEach(reason -> remarks.add(new FieldError(
                        "", reason.text(), List.copyOf(reason.figures().values()))));
        return remarks;
    }

    private static Set<String> texts(List<ImportRow> rows, String column) {
        return rows.stream()
                .map(row -> row.text(column))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
