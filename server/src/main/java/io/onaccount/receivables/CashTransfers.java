package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts.CashAccount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Money moved between own accounts (内部转账). What leaves an account in another currency is worth what the account has cost on average; what
 * arrives in the company's own currency is worth itself, and the difference is a gain or loss of exchange.
 */
@Component
public final class CashTransfers {
    static final String KIND = "cash-transfer";
    static final String NUMBERS = "CT-{yyyyMMdd}-{0001}";

    /** Entered as posted; a wrong one is reversed. */
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

    CashTransfers(Headers headers, Numbering numbering) {
        this.headers = headers;
        this.numbering = numbering;
    }

    /**
     * As entered.
     *
     * @param out what leaves, in the first account's currency
     * @param in what arrives, in the second account's; what leaves less the fee when left out and both are in the company's
     * @param fee what the bank keeps of it, in the company's currency
     */
    public record NewTransfer(
            UUID from,
            UUID to,
            LocalDate date,
            BigDecimal out,
            @Nullable BigDecimal in,
            @Nullable BigDecimal fee,
            @Nullable String note) {}

    /** As read. */
    public record Transfer(
            UUID id,
            String number,
            State state,
            int version,
            UUID from,
            String fromName,
            UUID to,
            String toName,
            LocalDate date,
            BigDecimal out,
            BigDecimal in,
            BigDecimal fee,
            String note) {}

    public UUID create(Tx tx, Actor actor, NewTransfer transfer) {
        // In the order of their ids, so that two transfers there and back don't wait for each other.
        tx.list(
                "select c.id from receivables.cash_account c where c.company_id = ? and c.id in (?, ?) order by c.id for no key update",
                row -> row.uuid("id"),
                tx.company(),
                transfer.from(),
                transfer.to());
        Map<UUID, CashAccount> accounts = CashAccounts.withBalances(tx, List.of(transfer.from(), transfer.to()));
        CashAccount from = accounts.get(transfer.from());
        CashAccount to = accounts.get(transfer.to());
        Problem.Collector problems = new Problem.Collector();
        problems.check(from != null && from.active(), "from", "receipt-cash-account");
        problems.check(to != null && to.active(), "to", "receipt-cash-account");
        problems.check(!transfer.from().equals(transfer.to()), "to", "transfer-same");
        problems.check(!transfer.date().isAfter(actor.today()), "date", "receipt-future");
        problems.check(transfer.date().getYear() >= 1990, "date", "out-of-range");
        Input.text(problems, "note", transfer.note(), 1000);
        problems.throwIfAny();
        if (from == null || to == null) {
            throw new IllegalStateException("checked");
        }
        String base = actor.currency();
        BigDecimal out = positive(problems, "out", transfer.out(), from.currency());
        BigDecimal fee = transfer.fee() == null ? BigDecimal.ZERO : Input.amount(problems, "fee", transfer.fee(), base);
        problems.check(fee.signum() >= 0, "fee", "negative");
        boolean own = from.currency().equals(to.currency());
        BigDecimal in =
                transfer.in() == null && own && from.currency().equals(base) ? out.subtract(fee) : transfer.in();
        if (in == null) {
            throw Problem.invalid("in", "required");
        }
        in = positive(problems, "in", in, to.currency());
        problems.throwIfAny();
        BigDecimal cost = cost(tx, actor, problems, from, out, transfer.date());
        BigDecimal worth = to.currency().equals(base) ? in : cost.subtract(fee);
        problems.check(
                !own || !from.currency().equals(base) || worth.add(fee).compareTo(out) == 0, "in", "transfer-sum");
        problems.check(worth.signum() > 0, "fee", "receipt-fee");
        problems.throwIfAny();

        UUID id = Ids.next();
        String number =
                numbering.take(tx.company(), KIND, NUMBERS, transfer.date(), 1).getFirst();
        headers.insert(
                tx,
                actor,
                Header.born(
                        id,
                        KIND,
                        number,
                        from.name() + " → " + to.name(),
                        State.POSTED,
                        null,
                        actor.user(),
                        actor.department(),
                        transfer.date(),
                        base,
                        cost,
                        actor.user(),
                        headers.now()),
                Map.of());
        UUID journal = Books.of(tx, actor)
                .enter(
                        "transfer",
                        id,
                        transfer.date(),
                        null,
                        Books.Line.cash(to.id(), worth, foreign(base, to, in)),
                        Books.Line.of(LedgerAccount.FEES, null, fee),
                        Books.Line.of(
                                LedgerAccount.EXCHANGE,
                                null,
                                cost.subtract(worth).subtract(fee)),
                        Books.Line.cash(from.id(), cost.negate(), foreign(base, from, out.negate())));
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.cash_transfer (company_id, id, from_id, to_id, amount_out, amount_in, fee, note, journal_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                from.id(),
                to.id(),
                out,
                in,
                fee,
                Receipts.text(transfer.note()),
                journal);
        return id;
    }

    private static BigDecimal positive(Problem.Collector problems, String field, BigDecimal amount, String currency) {
        BigDecimal checked = Input.amount(problems, field, amount, currency);
        problems.check(checked.signum() > 0, field, "receipt-not-positive");
        return checked;
    }

    private static @Nullable Money foreign(String base, CashAccount account, BigDecimal amount) {
        return account.currency().equals(base) ? null : new Money(amount, account.currency());
    }

    /** What leaves, in the company's currency: its part of what the account has cost; by the day's rate where the account has not that much. */
    private static BigDecimal cost(
            Tx tx, Actor actor, Problem.Collector problems, CashAccount from, BigDecimal out, LocalDate on) {
        if (from.currency().equals(actor.currency())) {
            return out;
        }
        if (from.balance().compareTo(out) >= 0 && from.baseBalance().signum() > 0) {
            return Foreign.share(out, from.balance(), from.baseBalance(), actor.currency());
        }
        BigDecimal rate = ExchangeRates.base(tx, actor, from.currency(), on).orElse(null);
        if (rate == null) {
            problems.add("from", "rate-missing", from.currency(), on);
            return out;
        }
        return Money.round(out.multiply(rate), actor.currency()).amount();
    }

    /** The transfer, if within the actor's scope; otherwise 404. */
    public Transfer find(Tx tx, Actor actor, UUID id) {
        return read(tx, headers.find(tx, actor, KIND, id));
    }

    private static Transfer read(Tx tx, Header header) {
        return tx.one(
                """
                select t.*, f.name as from_name, f.currency as from_currency, o.name as to_name, o.currency as to_currency
                from receivables.cash_transfer t
                join receivables.cash_account f on f.company_id = t.company_id and f.id = t.from_id
                join receivables.cash_account o on o.company_id = t.company_id and o.id = t.to_id
                where t.company_id = ? and t.id = ?""",
                row -> new Transfer(
                        header.id(),
                        header.number(),
                        State.valueOf(header.state()),
                        header.version(),
                        row.uuid("from_id"),
                        row.text("from_name"),
                        row.uuid("to_id"),
                        row.text("to_name"),
                        header.date(),
                        row.money("amount_out", row.text("from_currency")).amount(),
                        row.money("amount_in", row.text("to_currency")).amount(),
                        row.decimal("fee").setScale(2, java.math.RoundingMode.UNNECESSARY),
                        row.text("note")),
                tx.company(),
                header.id());
    }

    /** Takes back one that was entered wrongly: the opposite of what it booked. */
    public void reverse(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Header header = headers.lock(tx, actor, KIND, id, version);
        State.TABLE.check(State.valueOf(header.state()), "reverse", State.REVERSED);
        UUID journal = tx.one(
                "select t.journal_id from receivables.cash_transfer t where t.company_id = ? and t.id = ?",
                row -> row.uuid("journal_id"),
                tx.company(),
                id);
        Books.Line[] lines = tx.list(
                        "select l.* from receivables.journal_line l where l.company_id = ? and l.journal_id = ? order by l.line",
                        row -> new Books.Line(
                                row.choice("account", LedgerAccount.class),
                                null,
                                row.uuidOrNull("cash_account_id"),
                                row.decimal("base_amount").negate(),
                                row.text("currency").equals(actor.currency())
                                        ? null
                                        : row.money("amount", row.text("currency"))
                                                .negated()),
                        tx.company(),
                        journal)
                .toArray(Books.Line[]::new);
        Books.of(tx, actor).enter("transfer", id, Settlements.latest(actor.today(), header.date()), journal, lines);
        headers.move(tx, actor, header, "reverse", State.REVERSED, Map.of("reason", why));
    }
}
