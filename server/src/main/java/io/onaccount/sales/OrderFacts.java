package io.onaccount.sales;

import io.onaccount.catalog.Product;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.organization.CompanySettings.StockCheck;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.ExchangeRates;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that placing orders has to know, read in one round trip for any number of them: customers with their terms, products with what is
 * on hand, and the company's customs.
 */
final class OrderFacts {
    record Customer(
            UUID id,
            String name,
            boolean active,
            @Nullable UUID owner,
            @Nullable UUID department,
            @Nullable PaymentTerm term) {}

    /** A product and how much of it lies in all warehouses together. */
    record Offer(Product product, BigDecimal onHand) {}

    private static final String CUSTOMERS = """
            select 'customer' as what, c.id, c.code, c.name, c.state, c.owner_id, c.department_id, c.term,
                null::text as unit, null::numeric as tax_rate, null::numeric as list_price, null::numeric as minimum_price,
                null::boolean as includes_tax, null::boolean as stocked, null::numeric as on_hand
            from party.customer_view c where c.company_id = ? and c.id = any(?) and""";

    private static final String PRODUCTS = """
            union all
            select 'product', p.id, p.code, p.name, p.state, null, null, null,
                p.unit, p.tax_rate, p.list_price, p.minimum_price, p.price_includes_tax, p.stocked,
                (select sum(o.quantity) from stock.on_hand o where o.company_id = p.company_id and o.product_id = p.id)
            from catalog.product_view p where p.company_id = ? and p.id = any(?)
            union all
            select 'company', null, c.settings ->> 'receivableBasis', null, c.settings ->> 'stockCheck', null, null, null,
                null, null, null, null, c.tax_inclusive, null, null
            from organization.company c where c.id = ?""";

    private static final String TERMS = """
            union all
            select 'term', null, null, null, null, null, null, to_jsonb(t)::text,
                null, null, null, null, null, null, null
            from party.payment_term t where t.company_id = ? and t.id = any(?)""";

    private static final String OWNERS = """
            union all
            select 'owner', m.user_id, null, null, null, null, m.department_id, null,
                null, null, null, null, null, null, null
            from organization.membership m where m.company_id = ? and m.user_id = any(?) and m.active""";

    private static final String NUMBERS = """
            union all
            select 'number', h.id, h.number, null, null, null, null, null,
                null, null, null, null, null, null, null
            from document.header h where h.company_id = ? and h.kind = 'sales-order' and h.number = any(?)""";

    final Map<UUID, Customer> customers = new HashMap<>();
    final Map<UUID, Offer> offers = new HashMap<>();
    final Map<UUID, PaymentTerm> terms = new HashMap<>();
    final Set<UUID> owners = new HashSet<>();
    final Set<String> numbersInUse = new HashSet<>();
    private final Map<String, BigDecimal> rates = new HashMap<>();
    boolean taxInclusive = true;
    StockCheck stockCheck = StockCheck.WARN;
    ReceivableBasis basis = ReceivableBasis.DELIVERY;

    private OrderFacts() {}

    static OrderFacts read(Tx tx, Actor actor, List<NewSalesOrder> orders) {
        Set<UUID> customers = new HashSet<>();
        Set<UUID> products = new HashSet<>();
        Set<UUID> terms = new HashSet<>();
        Set<UUID> owners = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (NewSalesOrder order : orders) {
            customers.add(order.customer());
            order.lines().forEach(line -> products.add(line.product()));
            addTo(terms, order.paymentTerm());
            addTo(owners, order.owner());
            addTo(numbers, order.number());
        }
        long company = tx.company();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(company);
        values.add(SqlArray.of("uuid", customers));
        Sql scope = actor.scope().holds("c");
        StringBuilder sql = new StringBuilder(CUSTOMERS)
                .append(" (")
                .append(scope.text())
                .append(") ")
                .append(PRODUCTS);
        values.addAll(scope.values());
        values.add(company);
        values.add(SqlArray.of("uuid", products));
        values.add(company);
        branch(sql, values, company, TERMS, "uuid", terms);
        branch(sql, values, company, OWNERS, "uuid", owners);
        branch(sql, values, company, NUMBERS, "text", numbers);
        OrderFacts facts = new OrderFacts();
        tx.list(sql.toString(), row -> facts.take(row), values.toArray());
        Set<String> asked = new HashSet<>();
        for (NewSalesOrder order : orders) {
            String code = order.currencyOr(actor.currency());
            LocalDate day = order.date() == null ? actor.today() : order.date();
            if (!code.equals(actor.currency()) && asked.add(code + " " + day)) {
                ExchangeRates.base(tx, actor, code, day).ifPresent(rate -> facts.rates.put(code + " " + day, rate));
            }
        }
        return facts;
    }

    /** What a unit of a currency, in which one of the orders is, was worth on its day; null when no rate had been entered by then. */
    @Nullable
    BigDecimal rate(String currency, LocalDate day) {
        return rates.get(currency + " " + day);
    }

    private static <T> void addTo(Set<T> set, @Nullable T value) {
        if (value != null) {
            set.add(value);
        }
    }

    private static void branch(
            StringBuilder sql, List<@Nullable Object> values, long company, String branch, String type, Set<?> wanted) {
        if (!wanted.isEmpty()) {
            sql.append('\n').append(branch);
            values.add(company);
            values.add(SqlArray.of(type, wanted));
        }
    }

    private boolean take(Row row) {
        return switch (row.text("what")) {
            case "customer" -> {
                UUID id = row.uuid("id");
                customers.put(
                        id,
                        new Customer(
                                id,
                                row.text("name"),
                                row.text("state").equals("ACTIVE"),
                                row.uuidOrNull("owner_id"),
                                row.uuidOrNull("department_id"),
                                PaymentTerms.of(row)));
                yield true;
            }
            case "product" -> {
                BigDecimal onHand = row.decimalOrNull("on_hand");
                Product product = new Product(
                        row.uuid("id"),
                        row.text("code"),
                        row.text("name"),
                        null,
                        row.text("unit"),
                        row.decimal("tax_rate"),
                        row.decimalOrNull("list_price"),
                        row.decimalOrNull("minimum_price"),
                        row.bool("includes_tax"),
                        row.bool("stocked"),
                        row.text("state").equals("ACTIVE"));
                offers.put(product.id(), new Offer(product, onHand == null ? BigDecimal.ZERO : onHand));
                yield true;
            }
            case "company" -> {
                taxInclusive = row.bool("includes_tax");
                stockCheck = stockCheck(row.textOrNull("state"));
                String when = row.textOrNull("code");
                basis = when == null ? ReceivableBasis.DELIVERY : ReceivableBasis.valueOf(when);
                yield true;
            }
            case "term" -> {
                PaymentTerm term = Objects.requireNonNull(PaymentTerms.of(row));
                terms.put(term.id(), term);
                yield true;
            }
            case "owner" -> owners.add(row.uuid("id"));
            default -> numbersInUse.add(row.text("code"));
        };
    }

    /** The company's custom; to warn when it has said nothing. */
    static StockCheck stockCheck(@Nullable String setting) {
        return setting == null ? StockCheck.WARN : StockCheck.valueOf(setting);
    }
}
