package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Money that moved on our own accounts without a customer (其他收支): the bank's fees and interest, transfers between our accounts, suppliers, taxes,
 * and what an account held when the books began. Entered as posted; a wrong one is reversed.
 */
@Component
public final class CashEntries {
    static final String KIND = "cash-entry";
    static final String NUMBERS = "CE-{yyyyMMdd}-{0001}";

    /** The life of a cash entry. */
    public enum State {
        POSTED,
        REVERSED;

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(POSTED, Tone.GREEN)
                .state(REVERSED, Tone.GREY)
                .move("reverse", POSTED, REVERSED);
    }

    private final Headers headers;
    private final Numbering numbering;

    CashEntries(Headers headers, Numbering numbering) {
        this.headers = headers;
        this.numbering = numbering;
    }

    /**
     * As entered.
     *
     * @param amount positive for money that came in
     * @param account the other side in the books
     * @param note what it was; it names the entry
     */
    public record NewCashEntry(
            UUID cashAccount,
            LocalDate date,
            BigDecimal amount,
            LedgerAccount account,
            @Nullable String note) {}

    /** As read. */
    public record CashEntry(
            Header header, UUID cashAccount, String cashName, BigDecimal amount, LedgerAccount account, String note) {}

    /** The accounts that can be the other side, by name. */
    public static java.util.List<String> accounts() {
        return java.util.Arrays.stream(LedgerAccount.values())
                .filter(CashEntries::isOpen)
                .map(Enum::name)
                .toList();
    }

    /** Whether an account can be the other side: those of customers have documents of their own. */
    public static boolean isOpen(LedgerAccount account) {
        return switch (account) {
            case FEES,
                    OPENING_BALANCE,
                    INTEREST,
                    IN_TRANSIT,
                    SUPPLIERS,
                    PAYROLL,
                    TAXES,
                    OTHER_INCOME,
                    OTHER_EXPENSE,
                    SUSPENSE -> true;
            default -> false;
        };
    }

    /**
     * Enters and posts one.
     *
     * @throws Problem 400 with every wrong field
     */
    public UUID create(Tx tx, Actor actor, NewCashEntry entry) {
        Problem.Collector problems = new Problem.Collector();
        BigDecimal amount = Input.amount(problems, "amount", entry.amount(), actor.currency());
        problems.check(amount.signum() != 0, "amount", "opening-zero");
        problems.check(!entry.date().isAfter(actor.today()), "date", "receipt-future");
        problems.check(entry.date().getYear() >= 1990, "date", "out-of-range");
        problems.check(isOpen(entry.account()), "account", "cash-entry-account");
        String note = Input.text(problems, "note", entry.note(), 1000);
        CashAccounts.CashAccount cash =
                CashAccounts.active(tx, java.util.List.of(entry.cashAccount())).get(entry.cashAccount());
        problems.check(cash != null, "cashAccount", "receipt-cash-account");
        problems.check(
                cash == null || cash.currency().equals(actor.currency()),
                "cashAccount",
                "bank-line-currency",
                cash == null ? "" : cash.currency());
        problems.throwIfAny();
        UUID id = Ids.next();
        String number =
                numbering.take(tx.company(), KIND, NUMBERS, entry.date(), 1).getFirst();
        String title = note == null ? entry.account().name() : note.substring(0, Math.min(200, note.length()));
        headers.insert(
                tx,
                actor,
                java.util.List.of(Header.born(
                        id,
                        KIND,
                        number,
                        title,
                        State.POSTED,
                        null,
                        actor.user(),
                        actor.department(),
                        entry.date(),
                        actor.currency(),
                        amount,
                        actor.user(),
                        headers.now())),
                Map.of());
        UUID journal =
                post(tx, actor, "cash-entry", id, entry.date(), null, entry.cashAccount(), amount, entry.account());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.cash_entry (company_id, id, cash_account_id, amount, account, note, journal_id)
                values (?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                entry.cashAccount(),
                amount,
                entry.account(),
                note == null ? "" : note,
                journal);
        return id;
    }

    private static UUID post(
            Tx tx,
            Actor actor,
            String cause,
            UUID id,
            LocalDate on,
            @Nullable UUID corrects,
            UUID cashAccount,
            BigDecimal amount,
            LedgerAccount account) {
        return Books.of(tx, actor)
                .enter(
                        cause,
                        id,
                        on,
                        corrects,
                        Books.Line.cash(cashAccount, amount),
                        Books.Line.of(account, null, amount.negate()));
    }

    /** The entry, if within the actor's scope; otherwise 404. */
    public CashEntry find(Tx tx, Actor actor, UUID id) {
        return read(tx, headers.find(tx, actor, KIND, id));
    }

    private static CashEntry read(Tx tx, Header header) {
        return tx.one(
                """
                select e.cash_account_id, c.name, e.amount, e.account, e.note, c.currency from receivables.cash_entry e
                join receivables.cash_account c on c.company_id = ? and c.id = e.cash_account_id
                where e.company_id = ? and e.id = ?""",
                row -> new CashEntry(
                        header,
                        row.uuid("cash_account_id"),
                        row.text("name"),
                        row.money("amount", row.text("currency")).amount(),
                        row.choice("account", LedgerAccount.class),
                        row.text("note")),
                tx.company(),
                tx.company(),
                header.id());
    }

    /** Takes a wrong one back: the books get the opposite entry of the same day. */
    public void reverse(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Header header = headers.lock(tx, actor, KIND, id, version);
        State.TABLE.check(State.valueOf(header.state()), "reverse", State.REVERSED);
        CashEntry entry = read(tx, header);
        UUID journal = tx.one(
                "select e.journal_id from receivables.cash_entry e where e.company_id = ? and e.id = ?",
                row -> row.uuid("journal_id"),
                tx.company(),
                id);
        post(
                tx,
                actor,
                "cash-entry-reversed",
                id,
                java.util.Objects.requireNonNull(header.date()),
                journal,
                entry.cashAccount(),
                entry.amount().negate(),
                entry.account());
        headers.move(tx, actor, header, "reverse", State.REVERSED, Map.of("reason", why));
    }
}
