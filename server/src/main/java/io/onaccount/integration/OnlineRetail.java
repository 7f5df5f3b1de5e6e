package io.onaccount.integration;

import io.onaccount.catalog.Product;
import io.onaccount.catalog.ProductEntry;
import io.onaccount.catalog.Products;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.Terms;
import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.fulfilment.NewReturn;
import io.onaccount.fulfilment.Returns;
import io.onaccount.organization.Actor;
import io.onaccount.party.CustomerEntry;
import io.onaccount.party.Customers;
import io.onaccount.party.EntryOutcome;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.SalesOrders;
import io.onaccount.stock.Warehouse;
import io.onaccount.stock.Warehouses;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The UCI Online Retail set, and files of its shape: a wholesaler's invoices line by line. Its customers and products become ours, each invoice a
 * confirmed and delivered order with a receivable of its date, each credit note (C…) a return: of the delivery it left with where one is
 * found at the same price, else without.
 *
 * <p>The set says nothing of purchases, so its products are not kept in stock; nothing of tax, so prices are taken with tax at rate 0; nothing
 * of credit, so customers it brings are trusted without limit. Lines without a customer, without a price, or with a code that is no product
 * (postage, fees, discounts, manual corrections) are refused, each with its reason.
 */
@Component
final class OnlineRetail implements ImportTarget {
    static final String NAME = "online-retail";
    /** What the file tells has happened: nothing in it waits because nothing in it is ever paid. */
    private static final int HISTORY = 3_650;

    private static final Pattern PRODUCT = Pattern.compile("\\d{5}[A-Z]{0,2}");
    private static final int CHUNK = 3000;

    /** What one order or return of ours holds; a longer invoice becomes several, numbered on. */
    private static final int MOST_LINES = 500;

    private static final int MOST_PARTS = 9;

    private final Parties parties;
    private final Customers customers;
    private final Products products;
    private final Warehouses warehouses;
    private final CreditAccounts credit;
    private final SalesOrders orders;
    private final Deliveries deliveries;
    private final Returns returns;

    OnlineRetail(
            Parties parties,
            Customers customers,
            Products products,
            Warehouses warehouses,
            CreditAccounts credit,
            SalesOrders orders,
            Deliveries deliveries,
            Returns returns) {
        this.parties = parties;
        this.customers = customers;
        this.products = products;
        this.warehouses = warehouses;
        this.credit = credit;
        this.orders = orders;
        this.deliveries = deliveries;
        this.returns = returns;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String kind() {
        return "sales-order";
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.of("invoiceNo", ImportColumn.Type.TEXT, "536365").mandatory(),
                ImportColumn.of("stockCode", ImportColumn.Type.TEXT, "85123A").mandatory(),
                ImportColumn.of("description", ImportColumn.Type.TEXT, "WHITE HANGING HEART T-LIGHT HOLDER"),
                ImportColumn.of("quantity", ImportColumn.Type.NUMBER, "6").mandatory(),
                ImportColumn.of("invoiceDate", ImportColumn.Type.DATE, "2010-12-01 08:26:00")
                        .mandatory(),
                ImportColumn.of("unitPrice", ImportColumn.Type.NUMBER, "2.55").mandatory(),
                ImportColumn.of("customerId", ImportColumn.Type.TEXT, "17850"),
                ImportColumn.of("country", ImportColumn.Type.TEXT, "United Kingdom"));
    }

    @Override
    public Optional<String> groupedBy() {
        return Optional.of("invoiceNo");
    }

    @Override
    public Optional<String> key(ImportRow row) {
        return Optional.ofNullable(row.text("invoiceNo"));
    }

    @Override
    public int chunk() {
        return CHUNK;
    }

    /** An accepted line. */
    private record Line(
            ImportRow row,
            String invoice,
            String customer,
            String product,
            BigDecimal quantity,
            BigDecimal price,
            LocalDate date) {

        /** Exact to the cent whatever part of it comes back. */
        boolean isPlain() {
            return price.stripTrailingZeros().scale() <= 2
                    && quantity.stripTrailingZeros().scale() <= 0;
        }
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        Map<Integer, ImportOutcome> outcomes = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        Map<String, String> customerOf = new HashMap<>();
        for (ImportRow row : rows) {
            ImportOutcome.Refused refused = refusal(row, customerOf);
            if (refused != null) {
                outcomes.put(row.line(), refused);
            } else {
                lines.add(line(row));
            }
        }
        if (!lines.isEmpty()) {
            carryOut(tx, actor, lines, outcomes);
        }
        return rows.stream()
                .map(row -> Objects.requireNonNull(outcomes.get(row.line())))
                .toList();
    }

    private static ImportOutcome.@Nullable Refused refusal(ImportRow row, Map<String, String> customerOf) {
        String invoice = row.requiredText("invoiceNo").toUpperCase(Locale.ROOT);
        String customer = customer(row);
        BigDecimal price = Objects.requireNonNull(row.number("unitPrice"));
        BigDecimal quantity = Objects.requireNonNull(row.number("quantity"));
        String code = row.requiredText("stockCode").toUpperCase(Locale.ROOT);
        if (customer.isEmpty()) {
            return ImportOutcome.refused("customerId", "retail-no-customer");
        }
        if (!PRODUCT.matcher(code).matches()) {
            return ImportOutcome.refused("stockCode", "retail-no-product", code);
        }
        if (price.signum() <= 0) {
            return ImportOutcome.refused("unitPrice", "retail-no-price", price);
        }
        if (invoice.startsWith("C") ? quantity.signum() >= 0 : quantity.signum() <= 0) {
            return ImportOutcome.refused("quantity", "retail-quantity", quantity);
        }
        if (!customerOf.computeIfAbsent(invoice, i -> customer).equals(customer)) {
            return ImportOutcome.refused("customerId", "retail-two-customers", invoice);
        }
        return null;
    }

    /** The set writes 17850.0. */
    private static String customer(ImportRow row) {
        String text = row.text("customerId");
        return text == null ? "" : text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static Line line(ImportRow row) {
        return new Line(
                row,
                row.requiredText("invoiceNo").toUpperCase(Locale.ROOT),
                customer(row),
                row.requiredText("stockCode").toUpperCase(Locale.ROOT),
                Objects.requireNonNull(row.number("quantity")).abs(),
                Objects.requireNonNull(row.number("unitPrice")),
                Objects.requireNonNull(row.date("invoiceDate")));
    }

    private void carryOut(Tx tx, Actor actor, List<Line> lines, Map<Integer, ImportOutcome> outcomes) {
        Map<String, UUID> customerIds = customers(tx, actor, lines);
        Map<String, UUID> productIds = products(tx, actor, lines);
        UUID warehouse = warehouse(tx, actor);
        List<Document> sold = new ArrayList<>();
        List<Document> returned = new ArrayList<>();
        for (Document document : documents(tx, lines)) {
            (document.first().invoice().startsWith("C") ? returned : sold).add(document);
        }
        if (!sold.isEmpty()) {
            sell(tx, actor, sold, customerIds, productIds, warehouse, outcomes);
        }
        if (!returned.isEmpty()) {
            tx.flush(); // goods of this very chunk may come back
            takeBack(tx, actor, returned, customerIds, productIds, outcomes);
        }
    }

    private void sell(
            Tx tx,
            Actor actor,
            List<Document> documents,
            Map<String, UUID> customerIds,
            Map<String, UUID> productIds,
            UUID warehouse,
            Map<Integer, ImportOutcome> outcomes) {
        List<NewSalesOrder> entries = documents.stream()
                .map(of -> new NewSalesOrder(
                        Objects.requireNonNull(customerIds.get(of.first().customer())),
                        of.number(),
                        of.first().date(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        of.first().invoice(),
                        null,
                        true,
                        null,
                        of.lines().stream()
                                .map(line -> new NewSalesOrder.Line(
                                        Objects.requireNonNull(productIds.get(line.product())),
                                        line.quantity(),
                                        line.price(),
                                        null,
                                        BigDecimal.ZERO,
                                        null,
                                        null))
                                .toList(),
                        null))
                .toList();
        List<OrderAnswer> answers = orders.place(tx, actor, entries, true);
        tx.flush();
        List<NewDelivery> leaving = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Document of = documents.get(i);
            if (!(answers.get(i) instanceof OrderAnswer.Confirmed confirmed)) {
                // Undoes the chunk; in the end this invoice alone is refused, and nothing of it is left.
                throw Problem.conflict("retail-not-confirmed", of.first().invoice());
            }
            UUID order = confirmed.order().id();
            List<NewDelivery.Line> goods = new ArrayList<>();
            for (int position = 1; position <= of.lines().size(); position++) {
                goods.add(new NewDelivery.Line(
                        order, position, of.lines().get(position - 1).quantity(), warehouse));
            }
            leaving.add(
                    new NewDelivery(of.number(), of.first().date(), warehouse, null, null, null, null, null, goods));
            of.lines()
                    .forEach(line -> outcomes.put(
                            line.row().line(),
                            new ImportOutcome.Imported(order, confirmed.order().number())));
        }
        deliveries.postNew(tx, actor, leaving);
    }

    /** Goods of a delivery that may still come back. */
    private static final class Returnable {
        final UUID delivery;
        final int position;
        final LocalDate date;
        final BigDecimal delivered;
        final BigDecimal total;
        BigDecimal left;

        Returnable(
                UUID delivery, int position, LocalDate date, BigDecimal delivered, BigDecimal total, BigDecimal left) {
            this.delivery = delivery;
            this.position = position;
            this.date = date;
            this.delivered = delivered;
            this.total = total;
            this.left = left;
        }

        boolean isOf(Line line) {
            return left.signum() > 0
                    && !date.isAfter(line.date())
                    && line.isPlain()
                    && line.price().multiply(delivered).compareTo(total) == 0;
        }
    }

    private record Goods(UUID customer, UUID product) {}

    private void takeBack(
            Tx tx,
            Actor actor,
            List<Document> documents,
            Map<String, UUID> customerIds,
            Map<String, UUID> productIds,
            Map<Integer, ImportOutcome> outcomes) {
        Map<Goods, List<Returnable>> open = returnable(
                tx,
                documents.stream()
                        .flatMap(document -> document.lines().stream())
                        .map(line -> new Goods(
                                Objects.requireNonNull(customerIds.get(line.customer())),
                                Objects.requireNonNull(productIds.get(line.product()))))
                        .toList());
        List<NewReturn> entries = new ArrayList<>();
        for (Document of : documents) {
            UUID customer = Objects.requireNonNull(customerIds.get(of.first().customer()));
            List<NewReturn.Line> back = new ArrayList<>();
            for (Line line : of.lines()) {
                UUID product = Objects.requireNonNull(productIds.get(line.product()));
                BigDecimal missing = line.quantity();
                for (Returnable goods : open.getOrDefault(new Goods(customer, product), List.of())) {
                    if (missing.signum() > 0 && goods.isOf(line)) {
                        BigDecimal part = missing.min(goods.left);
                        goods.left = goods.left.subtract(part);
                        missing = missing.subtract(part);
                        back.add(NewReturn.Line.of(goods.delivery, goods.position, part, null));
                    }
                }
                if (missing.signum() > 0) {
                    back.add(new NewReturn.Line(null, null, product, missing, line.price(), BigDecimal.ZERO, null));
                }
            }
            entries.add(new NewReturn(customer, of.number(), of.first().date(), null, null, true, back));
        }
        List<?> placed = returns.postNew(tx, actor, entries);
        for (int i = 0; i < documents.size(); i++) {
            String number = documents.get(i).number();
            documents
                    .get(i)
                    .lines()
                    .forEach(line -> outcomes.put(line.row().line(), new ImportOutcome.Imported(null, number)));
        }
        if (placed.size() != documents.size()) {
            throw new IllegalStateException("a return is missing");
        }
    }

    /** What may still come back, the latest deliveries first. */
    private static Map<Goods, List<Returnable>> returnable(Tx tx, Collection<Goods> wanted) {
        List<Goods> distinct = List.copyOf(new HashSet<>(wanted));
        Map<Goods, List<Returnable>> open = new HashMap<>();
        tx.list(
                        """
                        select r.party_id, r.product_id, r.delivery_id, r.position, r.date, r.delivered, r.total, r.quantity
                        from fulfilment.returnable r
                        join unnest(?::uuid[], ?::uuid[]) as w (party, product) on w.party = r.party_id and w.product = r.product_id
                        where r.company_id = ? order by r.date desc, r.delivery_id desc, r.position""",
                        row -> Map.entry(
                                new Goods(row.uuid("party_id"), row.uuid("product_id")),
                                new Returnable(
                                        row.uuid("delivery_id"),
                                        row.integer("position"),
                                        row.date("date"),
                                        row.decimal("delivered"),
                                        row.decimal("total"),
                                        row.decimal("quantity"))),
                        SqlArray.of("uuid", distinct, Goods::customer),
                        SqlArray.of("uuid", distinct, Goods::product),
                        tx.company())
                .forEach(entry -> open.computeIfAbsent(entry.getKey(), goods -> new ArrayList<>())
                        .add(entry.getValue()));
        return open;
    }

    /** The lines that become one order or return of ours. */
    private record Document(String number, List<Line> lines) {
        Line first() {
            return lines.getFirst();
        }
    }

    /** Each invoice under its own number; one that is long, or goes on further down in the file, is numbered on. */
    private static List<Document> documents(Tx tx, List<Line> lines) {
        Map<String, List<Line>> invoices = new LinkedHashMap<>();
        lines.forEach(line ->
                invoices.computeIfAbsent(line.invoice(), i -> new ArrayList<>()).add(line));
        List<String> candidates = invoices.keySet().stream()
                .flatMap(invoice -> IntStream.rangeClosed(1, MOST_PARTS).mapToObj(part -> numbered(invoice, part)))
                .toList();
        Set<String> taken = new HashSet<>(tx.list(
                "select number from document.header where company_id = ? and kind in ('sales-order', 'sales-return') and number = any(?)",
                row -> row.text("number"),
                tx.company(),
                SqlArray.of("text", candidates)));
        List<Document> documents = new ArrayList<>();
        invoices.forEach((invoice, of) -> {
            int part = 1;
            for (int from = 0; from < of.size(); from += MOST_LINES) {
                while (!taken.add(numbered(invoice, part))) {
                    part++;
                }
                documents.add(new Document(
                        numbered(invoice, part), of.subList(from, Math.min(of.size(), from + MOST_LINES))));
            }
        });
        return documents;
    }

    private static String numbered(String invoice, int part) {
        return part == 1 ? invoice : invoice + "-" + part;
    }

    private Map<String, UUID> customers(Tx tx, Actor actor, List<Line> lines) {
        Map<String, Line> wanted = new LinkedHashMap<>();
        lines.forEach(line -> wanted.putIfAbsent(line.customer(), line));
        Map<String, UUID> ids = new HashMap<>();
        Map<String, Party> known = parties.byCode(tx, actor, wanted.keySet());
        known.forEach((code, party) -> ids.put(code, party.id()));
        List<String> missing =
                wanted.keySet().stream().filter(code -> !ids.containsKey(code)).toList();
        if (missing.isEmpty()) {
            return ids;
        }
        List<EntryOutcome> outcomes = customers.create(
                tx,
                actor,
                missing.stream()
                        .map(code -> customer(code, Objects.requireNonNull(wanted.get(code))))
                        .toList());
        List<CreditAccounts.Grant> grants = new ArrayList<>();
        for (int i = 0; i < missing.size(); i++) {
            if (!(outcomes.get(i) instanceof EntryOutcome.Accepted accepted)) {
                throw Problem.conflict("retail-customer", missing.get(i));
            }
            ids.put(missing.get(i), accepted.id());
            grants.add(new CreditAccounts.Grant(
                    accepted.id(), Terms.ofLimit(null).withOverdueDays(HISTORY), "Online Retail", null));
        }
        tx.flush();
        credit.grant(tx, actor, grants);
        tx.flush();
        return ids;
    }

    private static CustomerEntry customer(String code, Line line) {
        return new CustomerEntry(
                code,
                "Customer " + code,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "Online Retail",
                null,
                null,
                line.row().text("country"),
                null,
                null,
                null,
                null,
                null,
                true);
    }

    private Map<String, UUID> products(Tx tx, Actor actor, List<Line> lines) {
        Map<String, Line> wanted = new LinkedHashMap<>();
        lines.forEach(line -> wanted.putIfAbsent(line.product(), line));
        Map<String, UUID> ids = new HashMap<>();
        Map<String, Product> known = products.byCode(tx, actor, wanted.keySet());
        known.forEach((code, product) -> ids.put(code, product.id()));
        List<String> missing =
                wanted.keySet().stream().filter(code -> !ids.containsKey(code)).toList();
        if (missing.isEmpty()) {
            return ids;
        }
        List<Products.Outcome> outcomes = products.create(
                tx,
                actor,
                missing.stream()
                        .map(code -> product(code, Objects.requireNonNull(wanted.get(code))))
                        .toList());
        for (int i = 0; i < missing.size(); i++) {
            if (!(outcomes.get(i) instanceof Products.Outcome.Accepted accepted)) {
                throw Problem.conflict("retail-product", missing.get(i));
            }
            ids.put(missing.get(i), accepted.id());
        }
        tx.flush();
        return ids;
    }

    private static ProductEntry product(String code, Line line) {
        String description = line.row().text("description");
        return new ProductEntry(
                code,
                description == null ? code : description,
                null,
                null,
                null,
                "pcs",
                null,
                BigDecimal.ZERO,
                null,
                line.price().setScale(Math.min(2, Math.max(0, line.price().scale())), RoundingMode.HALF_UP),
                null,
                true,
                null,
                false,
                null,
                null,
                null,
                null);
    }

    /** Deliveries leave from somewhere, even of goods that are not kept in stock. */
    private UUID warehouse(Tx tx, Actor actor) {
        Optional<UUID> first = warehouses.active(tx).stream().map(Warehouse::id).findFirst();
        if (first.isPresent()) {
            return first.get();
        }
        UUID made = warehouses.create(tx, actor, new Warehouse.Entry("MAIN", "Main", null, null, null));
        tx.flush();
        return made;
    }
}
