package io.onaccount.credit;

import io.onaccount.credit.spi.ExposureSource;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The proof that exposure is right (CRD-13): for every account the running sums, the entries and what the documents themselves say must be the
 * same, bucket by bucket and document by document. One statement reads all three, so that it looks at one moment.
 */
@Component
public final class CreditProof {
    private static final int MOST_SHOWN = 500;

    private final Database database;
    private final ObjectProvider<ExposureSource> sources;
    private final JsonMapper json;

    CreditProof(Database database, ObjectProvider<ExposureSource> sources, JsonMapper json) {
        this.database = database;
        this.sources = sources;
        this.json = json;
    }

    /**
     * One place where the three disagree.
     *
     * @param party the customer; the shared limit where that is not the sum of its members, or where a customer draws on it who should not
     * @param bucket null for a shared limit
     * @param document the document, the order behind it; null when the account's running sum differs from its entries. For a shared limit: the
     *     customer who draws on it and should not, or should and doesn't
     * @param entries what the entries say
     * @param other what the documents say, or the account
     */
    public record Drift(
            UUID party,
            @Nullable Bucket bucket,
            @Nullable UUID document,
            @Nullable String number,
            BigDecimal entries,
            BigDecimal other) {}

    /** The result of one run; the expected number of drifts is zero. */
    public record Result(
            UUID id,
            Instant at,
            @Nullable UUID by,
            int accounts,
            long entries,
            int drifts,
            int millis,
            List<Drift> drift) {}

    private record Looked(int accounts, long entries, int drifts, List<Drift> drift) {}

    /** Runs the proof and keeps its result. */
    public Result run(long company, @Nullable UUID by) {
        long began = System.nanoTime();
        Looked looked = database.report(company, this::look);
        int millis = (int) ((System.nanoTime() - began) / 1_000_000);
        UUID id = Ids.next();
        return database.bulk(
                company,
                tx -> tx.one(
                        """
                        insert into credit.proof (company_id, id, ran_by, accounts, entries, drifts, millis, drift)
                        values (?, ?, ?, ?, ?, ?, ?, ?) returning *""",
                        this::result,
                        company,
                        id,
                        by,
                        looked.accounts(),
                        looked.entries(),
                        looked.drifts(),
                        millis,
                        new Json(json.writeValueAsString(looked.drift()))));
    }

    /** The latest result. */
    public Optional<Result> last(Tx tx) {
        return tx.first(
                "select * from credit.proof where company_id = ? order by ran_at desc, id desc limit 1",
                this::result,
                tx.company());
    }

    /** Where the accounts, their entries and the documents disagree now; empty when everything is right. */
    public List<Drift> drift(Tx tx) {
        return look(tx).drift();
    }

    private Looked look(Tx tx) {
        String believed = sources.orderedStream()
                .map(source ->
                        "select s.company_id, s.party_id, s.bucket, coalesce(s.order_id, s.document_id) as document_id, s.amount from ("
                                + source.sql() + ") s where s.company_id = ?")
                .collect(Collectors.joining(" union all "));
        long company = tx.company();
        int count = (int) sources.stream().count();
        Object[] values = new Object[count + 4];
        java.util.Arrays.fill(values, company);
        String sql = (count == 0 ? NOTHING : believed).transform(COMPARE::formatted);
        List<Drift> drift = tx.list(
                sql,
                row -> new Drift(
                        row.uuid("party_id"),
                        row.choice("bucket", Bucket.class),
                        row.uuidOrNull("document_id"),
                        row.textOrNull("number"),
                        row.decimal("entries"),
                        row.decimal("other")),
                values);
        drift.addAll(pools(tx));
        drift.addAll(PoolMembers.drift(tx));
        return tx.one(
                """
                select (select count(*) from credit.account a where a.company_id = ?) as accounts,
                    (select count(*) from credit.entry e where e.company_id = ?) as entries""",
                row -> new Looked(
                        (int) row.number("accounts"),
                        row.number("entries"),
                        drift.size(),
                        drift.subList(0, Math.min(MOST_SHOWN, drift.size()))),
                company,
                company);
    }

    /** Shared limits that are not the sum of what their members use. */
    private static List<Drift> pools(Tx tx) {
        return tx.list(
                """
                select w.id, h.number, w.members, w.exposure from (
                  select p.id, p.exposure, (select coalesce(sum(%s), 0) from credit.pool_member m
                    join credit.account a on a.company_id = m.company_id and a.id = m.account_id
                    where m.company_id = ? and m.pool_id = p.id) as members
                  from credit.pool p where p.company_id = ?) w
                join document.header h on h.company_id = ? and h.id = w.id
                where w.members <> w.exposure""".formatted(Account.EXPOSURE),
                row -> new Drift(
                        row.uuid("id"),
                        null,
                        null,
                        row.text("number"),
                        row.decimal("members"),
                        row.decimal("exposure")),
                tx.company(),
                tx.company(),
                tx.company());
    }

    private static final String NOTHING =
            "select null::bigint as company_id, null::uuid as party_id, null::text as bucket, null::uuid as document_id, 0::numeric as amount where false";

    /** Money assigned to an order counts as far as the order owes, so what the documents say of it is computed from both. */
    private static final String COMPARE = """
            with said as materialized (%s),
            owed as (
              select s.party_id, s.document_id,
                sum(s.amount) filter (where s.bucket = 'ASSIGNED') as assigned,
                coalesce(sum(s.amount) filter (where s.bucket in ('ORDERED', 'SHIPPED', 'RECEIVABLE', 'LOANS')), 0) as owes
              from said s group by s.party_id, s.document_id),
            documents as (
              select s.party_id, s.bucket, s.document_id, sum(s.amount) as amount from said s where s.bucket <> 'ASSIGNED'
                group by s.party_id, s.bucket, s.document_id
              union all
              select o.party_id, 'DEPOSIT', o.document_id, least(o.assigned, greatest(o.owes, 0)) from owed o where o.assigned > 0),
            entries as materialized (
              select e.account_id, e.bucket, coalesce(e.order_id, e.document_id) as document_id, sum(e.amount) as amount
              from credit.entry e where e.company_id = ? group by e.account_id, e.bucket, coalesce(e.order_id, e.document_id)),
            sums as (select e.account_id, e.bucket, sum(e.amount) as amount from entries e group by e.account_id, e.bucket),
            accounts as (
              select a.id, b.bucket, b.amount from credit.account a
              cross join lateral (values ('ORDERED', a.ordered), ('SHIPPED', a.shipped), ('RECEIVABLE', a.receivable), ('BILLS', a.bills),
                ('LOANS', a.loans), ('UNAPPLIED', a.unapplied), ('DEPOSIT', a.deposit)) as b (bucket, amount)
              where a.company_id = ? and b.amount <> 0),
            differences as (
              select coalesce(d.party_id, e.account_id) as party_id, coalesce(d.bucket, e.bucket) as bucket,
                coalesce(d.document_id, e.document_id) as document_id, coalesce(e.amount, 0) as entries, coalesce(d.amount, 0) as other
              from documents d full join entries e on e.account_id = d.party_id and e.bucket = d.bucket and e.document_id = d.document_id
              where coalesce(e.amount, 0) <> coalesce(d.amount, 0)
              union all
              select coalesce(a.id, s.account_id), coalesce(a.bucket, s.bucket), null, coalesce(s.amount, 0), coalesce(a.amount, 0)
              from accounts a full join sums s on s.account_id = a.id and s.bucket = a.bucket
              where coalesce(s.amount, 0) <> coalesce(a.amount, 0)
              union all
              select w.id, 'DEPOSIT', null, coalesce(w.assigned, 0), w.held from (
                select a.id, a.deposit + a.waiting as held,
                  (select sum(t.assigned) from credit.deposit t where t.company_id = a.company_id and t.account_id = a.id) as assigned
                from credit.account a where a.company_id = ? and (a.deposit <> 0 or a.waiting <> 0)) w
              where w.held <> coalesce(w.assigned, 0))
            select f.*, h.number from differences f
            left join document.header h on h.company_id = ? and h.id = f.document_id
            order by f.party_id, f.bucket, f.document_id""";

    private Result result(Row row) {
        return new Result(
                row.uuid("id"),
                row.instant("ran_at"),
                row.uuidOrNull("ran_by"),
                row.integer("accounts"),
                row.number("entries"),
                row.integer("drifts"),
                row.integer("millis"),
                json.readValue(row.text("drift"), new TypeReference<List<Drift>>() {}));
    }
}
