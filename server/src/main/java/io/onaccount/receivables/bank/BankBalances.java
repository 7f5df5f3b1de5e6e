package io.onaccount.receivables.bank;

import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The bank's balance beside the book's (余额调节): what makes the difference, piece by piece, until nothing is left. */
@Component
public final class BankBalances {
    private final CashAccounts cashAccounts;

    BankBalances(CashAccounts cashAccounts) {
        this.cashAccounts = cashAccounts;
    }

    /**
     * One account on a day. The difference is bank less book; the pieces add up to it, and {@code rest} is what no piece explains: the balance the
     * account had before its first statement and the books don't know of, or statements that are missing.
     *
     * @param bank by the statements; null when none says a balance
     * @param waiting lines nobody has decided on
     * @param ignored lines left out of the books
     * @param unconfirmed lines whose receipt nobody has confirmed
     * @param bookOnly what the books have from the first line's day on and no line is
     * @param firstDay of the first line; what the books have from before it must come to {@code opening}, the balance before it
     */
    public record BankBalance(
            UUID account,
            String code,
            String name,
            @Nullable LocalDate asOf,
            @Nullable BigDecimal bank,
            BigDecimal book,
            BigDecimal difference,
            int waitingLines,
            BigDecimal waiting,
            int ignoredLines,
            BigDecimal ignored,
            int unconfirmedLines,
            BigDecimal unconfirmed,
            int bookOnlyEntries,
            BigDecimal bookOnly,
            @Nullable LocalDate firstDay,
            @Nullable BigDecimal opening,
            BigDecimal rest) {}

    private record Lines(
            int waiting,
            BigDecimal waitingSum,
            int ignored,
            BigDecimal ignoredSum,
            int unconfirmed,
            BigDecimal unconfirmedSum,
            BigDecimal all,
            BigDecimal linked) {}

    /** All accounts, each as of the end of its latest statement, or of a day. */
    public List<BankBalance> all(Tx tx, @Nullable LocalDate asOf) {
        record Last(LocalDate to, @Nullable BigDecimal closing) {}
        record First(LocalDate from, @Nullable BigDecimal opening) {}
        LocalDate day = asOf == null ? LocalDate.of(9999, 12, 31) : asOf;
        Map<UUID, Last> last = new LinkedHashMap<>();
        tx.list(
                """
                select distinct on (s.cash_account_id) s.cash_account_id, s.to_date, s.closing from receivables.bank_statement s
                where s.company_id = ? and s.to_date <= ? and s.closing is not null
                order by s.cash_account_id, s.to_date desc, s.id desc""",
                row -> last.put(
                        row.uuid("cash_account_id"), new Last(row.date("to_date"), row.decimalOrNull("closing"))),
                tx.company(),
                day);
        Map<UUID, First> first = new LinkedHashMap<>();
        tx.list(
                """
                select f.cash_account_id, f.first_day, o.opening from (
                  select w.cash_account_id, min(w.booked_on) as first_day from receivables.bank_work w where w.company_id = ?
                  group by w.cash_account_id) f
                left join (
                  select distinct on (s.cash_account_id) s.cash_account_id, s.opening from receivables.bank_statement s
                  where s.company_id = ? and s.from_date is not null and s.opening is not null
                  order by s.cash_account_id, s.from_date, s.id) o on o.cash_account_id = f.cash_account_id""",
                row -> first.put(
                        row.uuid("cash_account_id"), new First(row.date("first_day"), row.decimalOrNull("opening"))),
                tx.company(),
                tx.company());
        List<BankBalance> balances = new ArrayList<>();
        for (CashAccounts.CashAccount account : cashAccounts.all(tx)) {
            Last end = last.get(account.id());
            First begin = first.get(account.id());
            LocalDate until = asOf != null ? asOf : end == null ? null : end.to();
            balances.add(one(
                    tx,
                    account,
                    until,
                    end == null ? null : end.closing(),
                    end == null ? null : end.to(),
                    begin == null ? null : begin.from(),
                    begin == null ? null : begin.opening()));
        }
        return balances;
    }

    private static BankBalance one(
            Tx tx,
            CashAccounts.CashAccount account,
            @Nullable LocalDate until,
            @Nullable BigDecimal closing,
            @Nullable LocalDate closingDay,
            @Nullable LocalDate firstDay,
            @Nullable BigDecimal opening) {
        LocalDate day = until == null ? LocalDate.of(9999, 12, 31) : until;
        BigDecimal book = tx.one(
                "select coalesce(sum(l.amount), 0) as book from receivables.journal_line l"
                        + " where l.company_id = ? and l.cash_account_id = ? and l.happened_on <= ?",
                row -> row.decimal("book"),
                tx.company(),
                account.id(),
                day);
        Lines lines = lines(tx, account.id(), day);
        BigDecimal later = closingDay == null || !day.isAfter(closingDay)
                ? BigDecimal.ZERO
                : tx.one(
                        "select coalesce(sum(w.amount), 0) as later from receivables.bank_work w"
                                + " where w.company_id = ? and w.cash_account_id = ? and w.booked_on > ? and w.booked_on <= ?",
                        row -> row.decimal("later"),
                        tx.company(),
                        account.id(),
                        closingDay,
                        day);
        BigDecimal bank = closing == null ? null : closing.add(later);
        record Only(int count, BigDecimal sum) {}
        Only only = tx.one(
                """
                select count(*)::integer as entries, coalesce(sum(j.amount), 0) as amount from (
                  select sum(l.amount) as amount, h.document_id from receivables.journal_line l
                  join receivables.journal h on h.company_id = ? and h.id = l.journal_id
                  where l.company_id = ? and l.cash_account_id = ? and l.happened_on between ? and ?
                    and not exists (select 1 from receivables.bank_work w where w.company_id = ? and w.cash_account_id = ? and w.booked_on <= ?
                      and w.state <> 'OPEN' and (w.receipt_id = h.document_id or w.entry_id = h.document_id))
                  group by h.document_id having sum(l.amount) <> 0) j""",
                row -> new Only(row.integer("entries"), row.decimal("amount")),
                tx.company(),
                tx.company(),
                account.id(),
                firstDay == null ? day : firstDay,
                day,
                tx.company(),
                account.id(),
                day);
        BigDecimal shown = bank == null ? lines.all() : bank;
        BigDecimal difference = shown.subtract(book);
        BigDecimal pieces = lines.waitingSum()
                .add(lines.ignoredSum())
                .add(lines.unconfirmedSum())
                .subtract(only.sum())
                .add(lines.linked());
        return new BankBalance(
                account.id(),
                account.code(),
                account.name(),
                until,
                bank,
                book,
                difference,
                lines.waiting(),
                lines.waitingSum(),
                lines.ignored(),
                lines.ignoredSum(),
                lines.unconfirmed(),
                lines.unconfirmedSum(),
                only.count(),
                only.sum(),
                firstDay,
                opening,
                difference.subtract(pieces));
    }

    /** What the lines come to by what became of them; {@code linked} is what lines and the books differ by in day (a value date after the end). */
    private static Lines lines(Tx tx, UUID account, LocalDate day) {
        return tx.one(
                """
                with work as (
                  select w.amount, case
                      when w.state in ('BOOKED', 'MATCHED') and (r.id is null or r.reversed_on is not null) then 'OPEN'
                      when w.state in ('BOOKED', 'MATCHED') and not r.posted then 'UNCONFIRMED'
                      when w.state = 'EXPLAINED' and e.state = 'REVERSED' then 'OPEN'
                      when w.state in ('BOOKED', 'MATCHED') then case when r.posted_on > ? then 'AHEAD' else 'DONE' end
                      when w.state = 'EXPLAINED' then case when e.date > ? then 'AHEAD' else 'DONE' end
                      else w.state end as state
                  from receivables.bank_work w
                  left join receivables.receipt r on r.company_id = ? and r.id = w.receipt_id
                  left join document.header e on e.company_id = ? and e.id = w.entry_id
                  where w.company_id = ? and w.cash_account_id = ? and w.booked_on <= ?)
                select count(*) filter (where w.state = 'OPEN')::integer as waiting,
                  coalesce(sum(w.amount) filter (where w.state = 'OPEN'), 0) as waiting_sum,
                  count(*) filter (where w.state = 'IGNORED')::integer as ignored,
                  coalesce(sum(w.amount) filter (where w.state = 'IGNORED'), 0) as ignored_sum,
                  count(*) filter (where w.state = 'UNCONFIRMED')::integer as unconfirmed,
                  coalesce(sum(w.amount) filter (where w.state = 'UNCONFIRMED'), 0) as unconfirmed_sum,
                  coalesce(sum(w.amount), 0) as all_lines,
                  coalesce(sum(w.amount) filter (where w.state = 'AHEAD'), 0) as ahead
                from work w""",
                row -> new Lines(
                        row.integer("waiting"),
                        row.decimal("waiting_sum"),
                        row.integer("ignored"),
                        row.decimal("ignored_sum"),
                        row.integer("unconfirmed"),
                        row.decimal("unconfirmed_sum"),
                        row.decimal("all_lines"),
                        row.decimal("ahead")),
                day,
                day,
                tx.company(),
                tx.company(),
                tx.company(),
                account,
                day);
    }
}
