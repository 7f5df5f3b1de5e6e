package io.onaccount.credit;

import io.onaccount.credit.Lines.Line;
import io.onaccount.credit.Lines.Source;
import io.onaccount.credit.spi.LineExposure;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Adds up what customers use of their limits by product line. */
@Component
final class LineBook {
    /** What is of no product, or of one in no category. */
    private static final UUID NO_CATEGORY = new UUID(0, 0);

    private final ObjectProvider<LineExposure> sources;

    LineBook(ObjectProvider<LineExposure> sources) {
        this.sources = sources;
    }

    /** Those of these accounts that have limits by product line: three statements, however many they are. */
    Map<UUID, Lines> read(Tx tx, Collection<Account> accounts, String currency) {
        List<UUID> lined =
                accounts.stream().filter(Account::lined).map(Account::id).toList();
        Map<UUID, Lines> found = new HashMap<>();
        if (lined.isEmpty()) {
            return found;
        }
        Map<UUID, List<Line>> limits = limits(tx, lined);
        Map<UUID, List<Source>> owed = owed(tx, lined, currency);
        Map<UUID, Map<UUID, BigDecimal>> assigned = accounts.stream()
                        .anyMatch(a -> a.deposit().signum() != 0 || a.waiting().signum() != 0)
                ? assigned(tx, lined)
                : Map.of();
        for (UUID account : lined) {
            found.put(
                    account,
                    new Lines(
                                    currency,
                                    limits.getOrDefault(account, List.of()),
                                    Map.of(),
                                    assigned.getOrDefault(account, Map.of()))
                            .owing(owed.getOrDefault(account, List.of())));
        }
        return found;
    }

    private static Map<UUID, List<Line>> limits(Tx tx, Collection<UUID> accounts) {
        Map<UUID, List<Line>> found = new HashMap<>();
        tx.list(
                        """
                        with recursive below as (
                          select distinct l.category_id as line_id, l.category_id as id from credit.line_limit l
                          where l.company_id = ? and l.account_id = any(?)
                          union
                          select b.line_id, c.id from below b join catalog.category c on c.company_id = ? and c.parent_id = b.id)
                        select l.account_id, l.category_id, k.name, l.credit_limit, l.currency, l.valid_from, l.valid_to, l.stopped, l.version,
                          array(select b.id::text from below b where b.line_id = l.category_id) as categories
                        from credit.line_limit l join catalog.category k on k.company_id = l.company_id and k.id = l.category_id
                        where l.company_id = ? and l.account_id = any(?) order by k.name, l.category_id""",
                        row -> Map.entry(
                                row.uuid("account_id"),
                                new Line(
                                        LineLimit.read(row),
                                        new HashSet<>(row.list("categories", String.class).stream()
                                                .map(UUID::fromString)
                                                .toList()))),
                        tx.company(),
                        SqlArray.of("uuid", accounts),
                        tx.company(),
                        tx.company(),
                        SqlArray.of("uuid", accounts))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    private Map<UUID, List<Source>> owed(Tx tx, Collection<UUID> accounts, String currency) {
        record Row(String source, UUID party, @Nullable UUID order, Money open, UUID category, BigDecimal weight) {}
        Sql all = Sql.of(
                "select x.source, x.party_id, x.order_id, x.open, p.category_id, sum(x.weight) as weight from (");
        String between = "";
        for (LineExposure source : sources.orderedStream().toList()) {
            all = all.then(between).then(source.owed(tx.company(), accounts));
            between = "union all";
        }
        all = all.then(
                ") x left join catalog.product p on p.company_id = ? and p.id = x.product_id group by 1, 2, 3, 4, 5 order by 1, 5",
                tx.company());
        Map<String, Source> found = new LinkedHashMap<>();
        tx.list(
                        all,
                        row -> new Row(
                                row.text("source"),
                                row.uuid("party_id"),
                                row.uuidOrNull("order_id"),
                                Money.round(row.decimal("open"), currency),
                                row.uuidOrNull("category_id") == null ? NO_CATEGORY : row.uuid("category_id"),
                                row.decimal("weight")))
                .forEach(row -> found.computeIfAbsent(
                                row.source(),
                                id -> new Source(row.party(), row.order(), row.open(), new LinkedHashMap<>()))
                        .weights()
                        .put(row.category(), row.weight()));
        Map<UUID, List<Source>> byParty = new HashMap<>();
        found.values()
                .forEach(source -> byParty.computeIfAbsent(source.party(), id -> new ArrayList<>())
                        .add(source));
        return byParty;
    }

    private static Map<UUID, Map<UUID, BigDecimal>> assigned(Tx tx, Collection<UUID> accounts) {
        Map<UUID, Map<UUID, BigDecimal>> found = new HashMap<>();
        tx.list(
                        "select order_id, account_id, assigned, exposure from credit.deposit where company_id = ? and account_id = any(?) and assigned > 0",
                        Movements.Assigned::read,
                        tx.company(),
                        SqlArray.of("uuid", accounts))
                .forEach(row -> found.computeIfAbsent(row.account(), id -> new HashMap<>())
                        .put(row.order(), row.assigned()));
        return found;
    }

    /** In which category the products are that these requests ask for. */
    static Map<UUID, UUID> categories(Tx tx, Collection<CreditRequest> requests) {
        Set<UUID> products = new TreeSet<>();
        requests.forEach(request -> request.shares().forEach(part -> {
            if (part.product() != null) {
                products.add(part.product());
            }
        }));
        Map<UUID, UUID> found = new HashMap<>();
        if (!products.isEmpty()) {
            tx.list(
                            "select p.id, p.category_id from catalog.product p where p.company_id = ? and p.id = any(?) and p.category_id is not null",
                            row -> Map.entry(row.uuid("id"), row.uuid("category_id")),
                            tx.company(),
                            SqlArray.of("uuid", products))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }
}
