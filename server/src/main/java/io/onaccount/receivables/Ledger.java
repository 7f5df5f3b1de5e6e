package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The books as read (LED-01, LED-02): balances, a customer's card, and the proof that everything beside the books agrees with them. */
@Component
public final class Ledger {
    private static final int MOST_SHOWN = 500;

    /** Every cause a journal can have. */
    static final List<String> CAUSES = List.of(
            "delivery",
            "order",
            "invoice",
            "difference",
            "write_off",
            "recovery",
            "allowance",
            "return",
            "opening",
            "receive",
            "reverse",
            "allocate",
            "unallocate",
            "allocate-discount",
            "unallocate-discount",
            "cash-entry",
            "cash-entry-reversed",
            "write-off",
            "exchange",
            "revaluation",
            "transfer",
            "bill",
            "endorse",
            "discount",
            "mature",
            "recourse",
            "refund",
            "refund-reversed");

    private final Database database;
    private final JsonMapper json;

    Ledger(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** What an account holds: debits positive. */
    public record AccountBalance(LedgerAccount account, String code, BigDecimal balance) {}

    /** A line of a customer's card: what they owe more (debit) or less (credit), and what they owe then. */
    public record CardLine(
            UUID journal,
            LocalDate on,
            Instant at,
            String cause,
            UUID document,
            String kind,
            String number,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal balance) {}

    /** A customer's account card (客户往来明细). */
    public record Card(
            LocalDate from, LocalDate to, BigDecimal opening, List<CardLine> lines, boolean more, BigDecimal closing) {}

    /** The balance of every account as of a day; they add up to zero. */
    public List<AccountBalance> balances(Tx tx, Actor actor, LocalDate asOf) {
        return tx.list(
                "select l.account, sum(l.base_amount) as balance from receivables.journal_line l"
                        + " where l.company_id = ? and l.happened_on <= ? group by l.account order by l.account",
                row -> {
                    LedgerAccount account = row.choice("account", LedgerAccount.class);
                    return new AccountBalance(
                            account,
                            account.code(),
                            row.money("balance", actor.currency()).amount());
                },
                tx.company(),
                asOf);
    }

    /** What a customer owes by the books on a day: receivables and bills not yet matured less their money. */
    public BigDecimal owed(Tx tx, Actor actor, UUID party, LocalDate asOf) {
        return tx.one(
                "select coalesce(sum(l.base_amount), 0) as owed from receivables.journal_line l"
                        + " where l.company_id = ? and l.party_id = ? and l.happened_on <= ? and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY', 'NOTES')",
                row -> row.money("owed", actor.currency()).amount(),
                tx.company(),
                party,
                asOf);
    }

    /** A customer's card; what only moves between their own accounts (an allocation) is not on it. */
    public Card card(Tx tx, Actor actor, UUID party, LocalDate from, LocalDate to, int limit) {
        BigDecimal opening = owed(tx, actor, party, from.minusDays(1));
        List<CardLine> lines = new ArrayList<>();
        BigDecimal[] balance = {opening};
        tx.list(
                        """
                        select j.id, j.happened_on, j.recorded_at, j.cause, j.document_id, h.kind, h.number, s.amount
                        from (
                          select l.journal_id, sum(l.base_amount) as amount from receivables.journal_line l
                          where l.company_id = ? and l.party_id = ? and l.happened_on between ? and ?
                            and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY', 'NOTES')
                          group by l.journal_id having sum(l.base_amount) <> 0) s
                        join receivables.journal j on j.company_id = ? and j.id = s.journal_id
                        join document.header h on h.company_id = ? and h.id = j.document_id
                        order by j.happened_on, j.id limit ?""",
                        row -> {
                            BigDecimal amount =
                                    row.money("amount", actor.currency()).amount();
                            balance[0] = balance[0].add(amount);
                            return new CardLine(
                                    row.uuid("id"),
                                    row.date("happened_on"),
                                    row.instant("recorded_at"),
                                    row.text("cause"),
                                    row.uuid("document_id"),
                                    row.text("kind"),
                                    row.text("number"),
                                    amount.max(BigDecimal.ZERO),
                                    amount.negate().max(BigDecimal.ZERO),
                                    balance[0]);
                        },
                        tx.company(),
                        party,
                        from,
                        to,
                        tx.company(),
                        tx.company(),
                        limit + 1)
                .forEach(lines::add);
        boolean more = lines.size() > limit;
        List<CardLine> shown = more ? lines.subList(0, limit) : lines;
        return new Card(from, to, opening, shown, more, owed(tx, actor, party, to));
    }

    /** A customer's or an account's period: debits less credits are what lies between opening and closing. */
    public record PeriodLine(
            @Nullable UUID id,
            String code,
            String name,
            BigDecimal opening,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal closing) {}

    /**
     * The trial balance of the sub-ledger.
     *
     * @param accounts all accounts; their columns add up to zero
     * @param total of all customers in the actor's scope, whose closings are what receivables, bills and customer money close with
     * @param customers the largest closings first, as many as asked for
     * @param count how many customers there are in all
     */
    public record TrialBalance(
            LocalDate from,
            LocalDate to,
            List<PeriodLine> accounts,
            PeriodLine total,
            long count,
            List<PeriodLine> customers) {}

    /** The trial balance of a period (LED-02): read back from today's balances, so that the years before it need not be read. */
    public TrialBalance trialBalance(Tx tx, Actor actor, Texts texts, LocalDate from, LocalDate to, int limit) {
        String currency = actor.currency();
        List<PeriodLine> accounts = new ArrayList<>(tx.list(
                """
                select l.account, coalesce(sum(l.base_amount) filter (where l.happened_on < ?), 0) as opening,
                  coalesce(sum(l.base_amount) filter (where l.happened_on >= ? and l.base_amount > 0), 0) as debit,
                  coalesce(-sum(l.base_amount) filter (where l.happened_on >= ? and l.base_amount < 0), 0) as credit, sum(l.base_amount) as closing
                from receivables.journal_line l where l.company_id = ? and l.happened_on <= ? group by l.account""",
                row -> {
                    LedgerAccount account = row.choice("account", LedgerAccount.class);
                    return period(
                            row,
                            null,
                            account.code(),
                            texts.text(actor.locale(), "ledger.account." + account),
                            currency);
                },
                from,
                from,
                from,
                tx.company(),
                to));
        accounts.sort(Comparator.comparing(PeriodLine::code));
        List<PeriodLine> totals = new ArrayList<>();
        List<PeriodLine> customers = new ArrayList<>();
        long[] count = {0};
        tx.list(
                        Sql.of("""
                                        with moved as (select l.party_id, l.journal_id, l.happened_on > ? as later, sum(l.base_amount) as amount
                                            from receivables.journal_line l where l.company_id = ? and l.happened_on >= ? and l.party_id is not null
                                              and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY', 'NOTES') group by 1, 2, 3),
                                          sums as (select m.party_id, coalesce(sum(m.amount) filter (where m.later), 0) as later,
                                              coalesce(sum(m.amount) filter (where not m.later and m.amount > 0), 0) as debit,
                                              coalesce(-sum(m.amount) filter (where not m.later and m.amount < 0), 0) as credit
                                            from moved m group by 1),
                                          lines as (select b.party_id as id, h.number as code, h.title as name,
                                              b.receivable - b.money + b.bills - coalesce(s.later, 0) - coalesce(s.debit, 0) + coalesce(s.credit, 0) as opening,
                                              coalesce(s.debit, 0) as debit, coalesce(s.credit, 0) as credit,
                                              b.receivable - b.money + b.bills - coalesce(s.later, 0) as closing
                                            from receivables.party_balance b
                                            join document.header h on h.company_id = b.company_id and h.id = b.party_id
                                            left join sums s on s.party_id = b.party_id
                                            where b.company_id = ? and""", to, tx.company(), from, tx.company())
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                                .then("""
                                        ), shown as (select x.* from lines x where x.opening <> 0 or x.debit <> 0 or x.credit <> 0)
                                        select true as whole, count(*) as n, null::uuid as id, '' as code, '' as name, coalesce(sum(x.opening), 0) as opening,
                                          coalesce(sum(x.debit), 0) as debit, coalesce(sum(x.credit), 0) as credit, coalesce(sum(x.closing), 0) as closing
                                        from shown x
                                        union all (select false, 0, x.id, x.code, x.name, x.opening, x.debit, x.credit, x.closing
                                          from shown x order by abs(x.closing) desc, x.id limit ?)""", limit),
                        row -> {
                            PeriodLine line =
                                    period(row, row.uuidOrNull("id"), row.text("code"), row.text("name"), currency);
                            if (row.bool("whole")) {
                                count[0] = row.number("n");
                                totals.add(line);
                            } else {
                                customers.add(line);
                            }
                            return line;
                        })
                .clear();
        return new TrialBalance(from, to, accounts, totals.getFirst(), count[0], customers);
    }

    private static PeriodLine period(Row row, @Nullable UUID id, String code, String name, String currency) {
        return new PeriodLine(
                id,
                code,
                name,
                row.money("opening", currency).amount(),
                row.money("debit", currency).amount(),
                row.money("credit", currency).amount(),
                row.money("closing", currency).amount());
    }

    /** One line of a journal; the original amount stands beside it where it is in another currency. */
    public record JournalLine(
            int line,
            LedgerAccount account,
            String code,
            @Nullable UUID party,
            @Nullable UUID cashAccount,
            BigDecimal debit,
            BigDecimal credit,
            @Nullable String currency,
            @Nullable BigDecimal original) {}

    /** A journal with its lines. */
    public record Journal(
            UUID id,
            String cause,
            UUID document,
            LocalDate on,
            Instant at,
            @Nullable UUID by,
            @Nullable UUID corrects,
            List<JournalLine> lines) {}

    /** A journal whose document is within the actor's scope. */
    public Optional<Journal> journal(Tx tx, Actor actor, UUID id) {
        List<JournalLine> lines = tx.list(
                "select l.* from receivables.journal_line l where l.company_id = ? and l.journal_id = ? order by l.line",
                row -> {
                    BigDecimal amount =
                            row.money("base_amount", actor.currency()).amount();
                    boolean foreign = !row.text("currency").equals(actor.currency());
                    LedgerAccount account = row.choice("account", LedgerAccount.class);
                    return new JournalLine(
                            row.integer("line"),
                            account,
                            account.code(),
                            row.uuidOrNull("party_id"),
                            row.uuidOrNull("cash_account_id"),
                            amount.max(BigDecimal.ZERO),
                            amount.negate().max(BigDecimal.ZERO),
                            foreign ? row.text("currency") : null,
                            foreign ? row.money("amount", row.text("currency")).amount() : null);
                },
                tx.company(),
                id);
        return tx.first(
                Sql.of("""
                                select j.* from receivables.journal j join document.header h on h.company_id = j.company_id and h.id = j.document_id
                                where j.company_id = ? and j.id = ? and""", tx.company(), id)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                row -> new Journal(
                        row.uuid("id"),
                        row.text("cause"),
                        row.uuid("document_id"),
                        row.date("happened_on"),
                        row.instant("recorded_at"),
                        row.uuidOrNull("recorded_by"),
                        row.uuidOrNull("corrects_id"),
                        lines));
    }

    /**
     * Something that is not as it must be.
     *
     * @param rule text key {@code ledger.rule.<rule>}
     * @param subject the journal, item, receipt or customer
     */
    public record Drift(String rule, UUID subject, BigDecimal expected, BigDecimal found) {}

    /** The result of one run; the expected number of drifts is zero. */
    public record Proof(
            UUID id,
            Instant at,
            @Nullable UUID by,
            long journals,
            long items,
            int drifts,
            int millis,
            List<Drift> drift) {}

    /** Runs the proof and keeps its result. */
    public Proof prove(long company, @Nullable UUID by) {
        long began = System.nanoTime();
        List<Drift> drift = database.report(company, this::drift);
        int millis = (int) ((System.nanoTime() - began) / 1_000_000);
        return database.bulk(
                company,
                tx -> tx.one(
                        """
                        insert into receivables.proof (company_id, id, ran_by, journals, items, drifts, millis, drift)
                        select ?, ?, ?, (select count(*) from receivables.journal j where j.company_id = ?),
                          (select count(*) from receivables.open_item i where i.company_id = ?), ?, ?, ? returning *""",
                        this::proof,
                        company,
                        Ids.next(),
                        by,
                        company,
                        company,
                        drift.size(),
                        millis,
                        new Json(json.writeValueAsString(drift.subList(0, Math.min(MOST_SHOWN, drift.size()))))));
    }

    /** The latest result. */
    public Optional<Proof> lastProof(Tx tx) {
        return tx.first(
                "select f.* from receivables.proof f where f.company_id = ? order by f.ran_at desc, f.id desc limit 1",
                this::proof,
                tx.company());
    }

    private Proof proof(Row row) {
        return new Proof(
                row.uuid("id"),
                row.instant("ran_at"),
                row.uuidOrNull("ran_by"),
                row.number("journals"),
                row.number("items"),
                row.integer("drifts"),
                row.integer("millis"),
                json.readValue(row.text("drift"), new TypeReference<List<Drift>>() {}));
    }

    /** Each rule yields what breaks it; one statement, so that all look at one moment. */
    private static final String RULES = """
            select 'journal-balances' as rule, l.journal_id as subject, 0::numeric as expected, sum(l.base_amount) as found
              from receivables.journal_line l where l.company_id = ? group by l.journal_id having sum(l.base_amount) <> 0
            union all
            select 'item-settled', i.id, coalesce(a.amount, 0), i.settled
              from receivables.open_item i
              left join (select a.item_id, sum(a.amount) as amount from receivables.allocation a where a.company_id = ? group by a.item_id) a
                on a.item_id = i.id
              where i.company_id = ? and i.settled <> coalesce(a.amount, 0)
            union all
            select 'item-settled-foreign', i.id, coalesce(a.amount, 0), i.fx_settled
              from receivables.open_item i
              left join (select a.item_id, sum(a.fx_amount) as amount from receivables.allocation a where a.company_id = ? and a.fx_amount is not null
                group by a.item_id) a on a.item_id = i.id
              where i.company_id = ? and i.fx_currency is not null
                and (i.fx_settled <> coalesce(a.amount, 0) or (i.fx_settled = i.fx_amount) <> (i.settled = i.amount))
            union all
            select 'receipt-used-foreign', r.id, coalesce(a.amount, 0), r.fx_allocated
              from receivables.receipt r
              left join (select a.receipt_id, sum(a.receipt_fx) as amount from receivables.allocation a where a.company_id = ? and a.receipt_fx is not null
                group by a.receipt_id) a on a.receipt_id = r.id
              where r.company_id = ? and r.fx_currency is not null
                and (r.fx_allocated <> coalesce(a.amount, 0) or (r.posted and (r.fx_allocated + r.fx_refunded = r.fx_amount) <> (r.unapplied = 0)))
            union all
            select 'receipt-allocated', r.id, coalesce(a.amount, 0), r.allocated
              from receivables.receipt r
              left join (select a.receipt_id, sum(a.amount - a.discount) as amount from receivables.allocation a
                where a.company_id = ? and a.receipt_id is not null group by a.receipt_id) a on a.receipt_id = r.id
              where r.company_id = ? and r.allocated <> coalesce(a.amount, 0)
            union all
            select 'receipt-refunded', r.id, coalesce(f.amount, 0), r.refunded
              from receivables.receipt r
              left join (select f.receipt_id, sum(f.amount) as amount from receivables.refund f where f.company_id = ? and f.posted and f.receipt_id is not null group by f.receipt_id) f
                on f.receipt_id = r.id
              where r.company_id = ? and r.refunded <> coalesce(f.amount, 0)
            union all
            select 'payable-settled', p.id, coalesce(r.amount, 0), p.settled
              from receivables.payable p
              left join (select r.payable_id, sum(r.amount) as amount from receivables.receipt r where r.company_id = ? and r.posted group by r.payable_id) r
                on r.payable_id = p.id
              where p.company_id = ? and p.settled <> coalesce(r.amount, 0)
            union all
            select 'receipt-kept', r.id, coalesce(p.amount, 0), r.assigned
              from receivables.receipt r
              left join (select p.receipt_id, sum(p.assigned) as amount from receivables.receipt_purpose p where p.company_id = ? group by p.receipt_id) p
                on p.receipt_id = r.id
              where r.company_id = ? and r.assigned <> coalesce(p.amount, 0)
            union all
            select 'balance-of-books', coalesce(b.party_id, l.party_id), coalesce(l.amount, 0), coalesce(b.receivable - b.money + b.bills, 0)
              from (select b.* from receivables.party_balance b where b.company_id = ?) b
              full join (select l.party_id, sum(l.base_amount) as amount from receivables.journal_line l
                where l.company_id = ? and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY', 'NOTES') group by l.party_id) l on l.party_id = b.party_id
              where coalesce(l.amount, 0) <> coalesce(b.receivable - b.money + b.bills, 0)
            union all
            select 'receivable-of-items', coalesce(b.party_id, i.party_id), coalesce(i.amount, 0), coalesce(b.receivable, 0)
              from (select b.* from receivables.party_balance b where b.company_id = ?) b
              full join (select i.party_id, sum(i.amount - i.settled) as amount from receivables.open_item i
                where i.company_id = ? group by i.party_id) i on i.party_id = b.party_id
              where coalesce(i.amount, 0) <> coalesce(b.receivable, 0)
            union all
            select 'money-of-receipts', coalesce(b.party_id, r.party_id), coalesce(r.amount, 0), coalesce(b.money, 0)
              from (select b.* from receivables.party_balance b where b.company_id = ?) b
              full join (select r.party_id, sum(r.unapplied) as amount from receivables.receipt r
                where r.company_id = ? group by r.party_id) r on r.party_id = b.party_id
              where coalesce(r.amount, 0) <> coalesce(b.money, 0)
            union all
            select 'bills-in-books', coalesce(b.party_id, n.party_id), coalesce(n.amount, 0), coalesce(b.bills, 0)
              from (select b.* from receivables.party_balance b where b.company_id = ?) b
              full join (select n.party_id, sum(n.amount) as amount from receivables.bill n
                where n.company_id = ? and n.received_on is not null and n.closed_on is null group by n.party_id) n on n.party_id = b.party_id
              where coalesce(n.amount, 0) <> coalesce(b.bills, 0)
            union all
            select 'days-of-items', coalesce(d.party_id, i.party_id), coalesce(i.amount, 0), coalesce(d.open, 0)
              from (select d.* from receivables.open_day d where d.company_id = ?) d
              full join (select i.party_id, i.date, i.due, sum(i.amount - i.settled) as amount from receivables.open_item i
                where i.company_id = ? and i.settled <> i.amount group by i.party_id, i.date, i.due) i
                on i.party_id = d.party_id and i.date = d.date and i.due = d.due
              where coalesce(i.amount, 0) <> coalesce(d.open, 0)
            union all
            select 'allocation-days', a.id, 0, a.amount
              from receivables.allocation a join receivables.open_item i on i.company_id = ? and i.id = a.item_id
              where a.company_id = ? and (a.item_date <> i.date or (a.item_due <> i.due and not exists (select 1 from receivables.item_change c
                where c.company_id = ? and c.item_id = i.id and c.old_due = a.item_due)))
            union all
            select 'item-discounted', i.id, coalesce(a.amount, 0), i.discounted
              from receivables.open_item i
              left join (select a.item_id, sum(a.discount) as amount from receivables.allocation a
                where a.company_id = ? and a.discount <> 0 group by a.item_id) a on a.item_id = i.id
              where i.company_id = ? and i.discounted <> coalesce(a.amount, 0)
            union all
            select 'discount-of-books', coalesce(a.journal_id, l.journal_id), coalesce(a.amount, 0), coalesce(l.amount, 0)
              from (select a.journal_id, sum(a.discount) as amount from receivables.allocation a
                where a.company_id = ? and a.discount <> 0 group by a.journal_id having sum(a.discount) <> 0) a
              full join (select l.journal_id, sum(l.base_amount) as amount from receivables.journal_line l
                join receivables.journal j on j.company_id = l.company_id and j.id = l.journal_id and j.cause <> 'return'
                where l.company_id = ? and l.account in ('DISCOUNT_ALLOWED', 'OUTPUT_TAX') group by l.journal_id) l on l.journal_id = a.journal_id
              where coalesce(a.amount, 0) <> coalesce(l.amount, 0)
            union all
            select 'discount-returned', coalesce(r.return_id, l.document_id), -coalesce(r.amount, 0), coalesce(l.amount, 0)
              from (select r.return_id, sum(r.back) as amount from receivables.returned_discount r
                where r.company_id = ? and r.back <> 0 group by r.return_id) r
              full join (select j.document_id, sum(l.base_amount) as amount from receivables.journal_line l
                join receivables.journal j on j.company_id = l.company_id and j.id = l.journal_id and j.cause = 'return'
                where l.company_id = ? and l.account in ('DISCOUNT_ALLOWED', 'OUTPUT_TAX') group by j.document_id) l on l.document_id = r.return_id
              where coalesce(r.amount, 0) <> -coalesce(l.amount, 0)""";

    /** What is not as it must be; empty when all is right. */
    public List<Drift> drift(Tx tx) {
        Object[] values = new Object[(int) RULES.chars().filter(c -> c == '?').count()];
        Arrays.fill(values, tx.company());
        return tx.list(
                RULES,
                row -> new Drift(row.text("rule"), row.uuid("subject"), row.decimal("expected"), row.decimal("found")),
                values);
    }
}
