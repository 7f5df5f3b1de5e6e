package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditRequest;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Money of a customer that settles nothing, or what a credit note says we owe them, and goes back to them (退款, RCP-06). Entered by one person and
 * confirmed by another; of a receipt never more goes back than is free, of a credit note never more than is open. It raises what they owe against
 * their limit, so it passes the gate.
 */
@Component
public final class Refunds {
    static final String KIND = "refund";
    static final String NUMBERS = "RF-{yyyyMMdd}-{0001}";

    /** The life of a refund. */
    public enum State {
        DRAFT,
        /** A second person has sent it. */
        CONFIRMED,
        /** It came back. */
        REVERSED;

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(DRAFT, Tone.ORANGE)
                .state(CONFIRMED, Tone.GREEN)
                .state(REVERSED, Tone.RED)
                .move("confirm", DRAFT, CONFIRMED)
                .move("reverse", CONFIRMED, REVERSED);
    }

    private final Headers headers;
    private final Numbering numbering;
    private final Receipts receipts;
    private final CreditControl credit;
    private final Parties parties;
    private final Settlements settlements;

    Refunds(
            Headers headers,
            Numbering numbering,
            Receipts receipts,
            CreditControl credit,
            Parties parties,
            Settlements settlements) {
        this.headers = headers;
        this.numbering = numbering;
        this.receipts = receipts;
        this.credit = credit;
        this.parties = parties;
        this.settlements = settlements;
    }

    /**
     * As entered.
     *
     * @param receipt whose money goes back; null when a credit note is paid out
     * @param item the open item of a credit note; null when money of a receipt goes back
     * @param amount in the receipt's currency, of a credit note in the company's
     * @param cashAccount where it is paid from; null: a rest so small that the company keeps it
     * @param payee who gets it, when it isn't the customer
     */
    public record NewRefund(
            @Nullable UUID receipt,
            @Nullable UUID item,
            LocalDate date,
            BigDecimal amount,
            @Nullable UUID cashAccount,
            @Nullable String payee,
            @Nullable String reference,
            @Nullable String reason) {

        /** Money of a receipt that goes back. */
        public NewRefund(
                UUID receipt,
                LocalDate date,
                BigDecimal amount,
                @Nullable UUID cashAccount,
                @Nullable String payee,
                @Nullable String reference,
                @Nullable String reason) {
            this(receipt, null, date, amount, cashAccount, payee, reference, reason);
        }
    }

    /**
     * As read.
     *
     * @param number of the receipt or credit note it is of
     * @param own the amount in the receipt's currency, when that isn't the company's
     */
    public record Refund(
            Header header,
            @Nullable UUID receipt,
            @Nullable UUID item,
            String number,
            UUID party,
            BigDecimal amount,
            @Nullable Money own,
            @Nullable UUID cashAccount,
            String cashCode,
            String cashName,
            String payee,
            String reference,
            String reason,
            boolean posted,
            @Nullable LocalDate postedOn,
            @Nullable LocalDate reversedOn,
            @Nullable UUID journal) {

        Refund worth(BigDecimal now) {
            return new Refund(
                    header.withTotal(now),
                    receipt,
                    item,
                    number,
                    party,
                    now,
                    own,
                    cashAccount,
                    cashCode,
                    cashName,
                    payee,
                    reference,
                    reason,
                    posted,
                    postedOn,
                    reversedOn,
                    journal);
        }

        public State state() {
            return State.valueOf(header.state());
        }
    }

    /**
     * What a refund is of.
     *
     * @param receipt null for a credit note
     * @param document that it is related to
     * @param free how much may go back, in its currency
     * @param whole what it came to
     * @param since the day before which nothing can go back
     */
    private record Of(
            @Nullable Receipt receipt,
            UUID document,
            UUID party,
            String title,
            @Nullable UUID owner,
            @Nullable UUID department,
            String currency,
            BigDecimal free,
            BigDecimal whole,
            LocalDate since) {

        /** What so much of it is worth in the company's currency. */
        BigDecimal worth(Actor actor, BigDecimal part) {
            return receipt == null || receipt.own() == null
                    ? part
                    : Foreign.share(part, receipt.freeOfOwn(), receipt.free(), actor.currency());
        }

        boolean isForeign() {
            return receipt != null && receipt.own() != null;
        }
    }

    private Of of(Tx tx, Actor actor, @Nullable UUID receipt, @Nullable UUID item) {
        if ((receipt == null) == (item == null)) {
            throw Problem.invalid("receipt", "refund-of-one");
        }
        if (receipt != null) {
            Receipt money = receipts.find(tx, actor, receipt);
            return new Of(
                    money,
                    receipt,
                    money.party(),
                    money.header().title(),
                    money.header().owner(),
                    money.header().department(),
                    money.currency() == null ? actor.currency() : money.currency(),
                    money.freeOfOwn(),
                    money.amount(),
                    money.header().date());
        }
        OpenItem note = note(tx, actor, Objects.requireNonNull(item));
        Party party = parties.require(tx, actor, note.party());
        return new Of(
                null,
                note.document(),
                note.party(),
                party.name(),
                party.owner(),
                party.department(),
                actor.currency(),
                note.open().negate().max(BigDecimal.ZERO),
                note.amount().negate(),
                note.date());
    }

    /** The credit note, locked; 404 when it isn't one within the actor's scope. */
    private OpenItem note(Tx tx, Actor actor, UUID id) {
        OpenItem note = Settlements.lock(tx, List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("open-item", id));
        try {
            parties.require(tx, actor, note.party());
        } catch (Problem hidden) {
            throw Problem.notFound("open-item", id);
        }
        if (!note.isCredit()) {
            throw Problem.invalid("item", "refund-of-credit", note.number());
        }
        if (note.foreign() != null) {
            throw Problem.invalid("item", "plan-item-currency", note.number());
        }
        return note;
    }

    /** Enters a draft. */
    public UUID create(Tx tx, Actor actor, NewRefund refund) {
        Of of = of(tx, actor, refund.receipt(), refund.item());
        check(tx, actor, refund, of);
        UUID id = Ids.next();
        BigDecimal worth = of.worth(actor, refund.amount());
        Header header = Header.born(
                id,
                KIND,
                numbering.take(tx.company(), KIND, NUMBERS, refund.date(), 1).getFirst(),
                of.title(),
                State.DRAFT,
                of.party(),
                of.owner(),
                of.department(),
                refund.date(),
                actor.currency(),
                worth,
                actor.user(),
                headers.now());
        headers.insert(tx, actor, header, Map.of());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.refund (company_id, id, receipt_id, item_id, party_id, amount, currency, cash_account_id, payee, reference,
                  reason, fx_amount)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                refund.receipt(),
                refund.item(),
                of.party(),
                worth,
                actor.currency(),
                refund.cashAccount(),
                Receipts.text(refund.payee()),
                Receipts.text(refund.reference()),
                Receipts.text(refund.reason()),
                of.isForeign() ? refund.amount() : null);
        headers.relate(tx, of.document(), id);
        return id;
    }

    /** Writes a draft anew; the receipt or credit note stays. */
    public void change(Tx tx, Actor actor, UUID id, NewRefund refund, @Nullable Integer version) {
        Refund old = lock(tx, actor, id, version);
        State.TABLE.check(old.state(), "confirm");
        if (!Objects.equals(refund.receipt(), old.receipt())) {
            throw Problem.invalid("receipt", "fixed");
        }
        if (!Objects.equals(refund.item(), old.item())) {
            throw Problem.invalid("item", "fixed");
        }
        Of of = of(tx, actor, old.receipt(), old.item());
        check(tx, actor, refund, of);
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "cashAccount", old.cashAccount(), refund.cashAccount());
        Headers.difference(changes, "payee", old.payee(), Receipts.text(refund.payee()));
        Headers.difference(changes, "reference", old.reference(), Receipts.text(refund.reference()));
        Headers.difference(changes, "reason", old.reason(), Receipts.text(refund.reason()));
        headers.change(
                tx,
                actor,
                old.header(),
                old.header().on(refund.date()).withTotal(of.worth(actor, refund.amount())),
                changes);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("wrong-state", "edit", old.header().state()),
                """
                update receivables.refund set amount = ?, fx_amount = ?, cash_account_id = ?, payee = ?, reference = ?, reason = ?
                where company_id = ? and id = ? and not posted""",
                of.worth(actor, refund.amount()),
                of.isForeign() ? refund.amount() : null,
                refund.cashAccount(),
                Receipts.text(refund.payee()),
                Receipts.text(refund.reference()),
                Receipts.text(refund.reason()),
                tx.company(),
                id);
    }

    /** Removes a draft. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Refund old = lock(tx, actor, id, version);
        State.TABLE.check(old.state(), "confirm");
        tx.add(
                Rank.DETAIL,
                "delete from receivables.refund where company_id = ? and id = ? and not posted",
                tx.company(),
                id);
        headers.delete(tx, actor, old.header());
    }

    private static void check(Tx tx, Actor actor, NewRefund refund, Of of) {
        Problem.Collector problems = new Problem.Collector();
        BigDecimal amount = Input.amount(problems, "amount", refund.amount(), of.currency());
        problems.check(amount.signum() > 0, "amount", "receipt-not-positive");
        problems.check(amount.compareTo(of.free()) <= 0, "amount", "allocation-beyond", of.free());
        problems.check(!refund.date().isAfter(actor.today()), "date", "receipt-future");
        problems.check(!refund.date().isBefore(of.since()), "date", "receipt-before");
        problems.check(of.receipt() == null || of.receipt().posted(), "receipt", "receipt-not-posted");
        if (refund.cashAccount() == null) {
            problems.check(
                    amount.compareTo(of.free()) <= 0
                            && amount.signum() > 0
                            && ReceiptSettings.read(tx).tolerates(of.worth(actor, amount), of.whole()),
                    "cashAccount",
                    "refund-not-small");
        } else {
            CashAccounts.CashAccount account =
                    CashAccounts.active(tx, List.of(refund.cashAccount())).get(refund.cashAccount());
            if (problems.check(account != null, "cashAccount", "receipt-cash-account") && account != null) {
                problems.check(account.currency().equals(of.currency()), "cashAccount", "receipt-cash-currency");
            }
        }
        Input.text(problems, "payee", refund.payee(), 200);
        Input.text(problems, "reference", refund.reference(), 500);
        Input.required(problems, "reason", refund.reason(), 1000);
        problems.throwIfAny();
    }

    /** The refund, if within the actor's scope; otherwise 404. */
    public Refund find(Tx tx, Actor actor, UUID id) {
        return read(tx, headers.find(tx, actor, KIND, id));
    }

    private Refund lock(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        return read(tx, headers.lock(tx, actor, KIND, id, version));
    }

    private static Refund read(Tx tx, Header header) {
        return tx.one("""
                select f.*, coalesce(h.number, i.number) as of_number, r.fx_currency, coalesce(c.code, '') as cash_code,
                  coalesce(c.name, '') as cash_name
                from receivables.refund f
                left join document.header h on h.company_id = f.company_id and h.id = f.receipt_id
                left join receivables.receipt r on r.company_id = f.company_id and r.id = f.receipt_id
                left join receivables.open_item i on i.company_id = f.company_id and i.id = f.item_id
                left join receivables.cash_account c on c.company_id = f.company_id and c.id = f.cash_account_id
                where f.company_id = ? and f.id = ?""", row -> refund(row, header), tx.company(), header.id());
    }

    private static Refund refund(Row row, Header header) {
        return new Refund(
                header,
                row.uuidOrNull("receipt_id"),
                row.uuidOrNull("item_id"),
                row.text("of_number"),
                row.uuid("party_id"),
                row.money("amount", row.text("currency")).amount(),
                row.textOrNull("fx_currency") == null ? null : row.money("fx_amount", row.text("fx_currency")),
                row.uuidOrNull("cash_account_id"),
                row.text("cash_code"),
                row.text("cash_name"),
                row.text("payee"),
                row.text("reference"),
                row.text("reason"),
                row.bool("posted"),
                row.dateOrNull("posted_on"),
                row.dateOrNull("reversed_on"),
                row.uuidOrNull("journal_id"));
    }

    /**
     * A second person has sent the money: it leaves the receipt or settles the credit note, and leaves the books and the account.
     *
     * @throws Problem 403 for the one who entered it, 409 when so much is no longer free, or when the customer would owe more than they may
     */
    public void confirm(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Refund draft = lock(tx, actor, id, version);
        State.TABLE.check(draft.state(), "confirm", State.CONFIRMED);
        if (actor.user().equals(draft.header().createdBy())) {
            throw Problem.of(403, "receipt-second-person", draft.header().number());
        }
        LocalDate on = draft.header().date();
        if (draft.receipt() != null) {
            receipts.lock(tx, actor, draft.receipt(), null);
        }
        Of of = of(tx, actor, draft.receipt(), draft.item());
        Money own = draft.own();
        if ((own == null ? draft.amount() : own.amount()).compareTo(of.free()) > 0) {
            throw Problem.conflict("refund-gone");
        }
        Refund refund = own == null ? draft : draft.worth(of.worth(actor, own.amount()));
        CreditDecision decision = credit.reserve(
                tx, actor, CreditRequest.of(id, refund.party(), new Money(refund.amount(), actor.currency()), on, on));
        if (decision instanceof CreditDecision.Held) {
            throw Problem.conflict("refund-credit", refund.header().number());
        }
        // What the gate has let pass is no order: it takes the customer's money from the account instead.
        credit.move(
                tx,
                actor,
                refund.party(),
                id,
                on,
                Bucket.ORDERED,
                new Money(refund.amount().negate(), actor.currency()),
                "refund");
        UUID journal = post(tx, actor, refund, on, BigDecimal.ONE);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("wrong-state", "confirm", refund.header().state()),
                "update receivables.refund set posted = true, amount = ?, posted_on = ?, journal_id = ? where company_id = ? and id = ? and posted_on is null",
                refund.amount(),
                on,
                journal,
                tx.company(),
                id);
        headers.move(tx, actor, refund.header(), "confirm", State.CONFIRMED, Map.of());
    }

    /** It came back (退票): the money is the customer's again and can be allocated. */
    public void reverse(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Refund refund = lock(tx, actor, id, version);
        State.TABLE.check(refund.state(), "reverse", State.REVERSED);
        if (refund.receipt() != null) {
            receipts.lock(tx, actor, refund.receipt(), null);
        }
        LocalDate on = Settlements.latest(actor.today(), refund.header().date());
        post(tx, actor, refund, on, BigDecimal.ONE.negate());
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("wrong-state", "reverse", refund.header().state()),
                "update receivables.refund set posted = false, reversed_on = ? where company_id = ? and id = ? and posted",
                on,
                tx.company(),
                id);
        headers.move(tx, actor, refund.header(), "reverse", State.REVERSED, Map.of("reason", why));
    }

    /** Goes out (1) or comes back (−1): the receipt or the credit note, the books and exposure. */
    private UUID post(Tx tx, Actor actor, Refund refund, LocalDate on, BigDecimal sign) {
        BigDecimal amount = refund.amount().multiply(sign);
        UUID account = refund.cashAccount();
        Money own = refund.own();
        Money original = own == null ? null : new Money(own.amount().multiply(sign), own.currency());
        if (refund.receipt() == null) {
            settle(tx, actor, refund, on, sign.signum() > 0);
        } else {
            release(tx, actor, refund, on, amount, original);
        }
        return Books.of(tx, actor)
                .enter(
                        sign.signum() > 0 ? "refund" : "refund-reversed",
                        refund.header().id(),
                        on,
                        refund.journal(),
                        Books.Line.of(LedgerAccount.CUSTOMER_MONEY, refund.party(), amount),
                        account == null
                                ? Books.Line.of(LedgerAccount.TOLERANCE, refund.party(), amount.negate())
                                : Books.Line.cash(
                                        account, amount.negate(), original == null ? null : original.negated()));
    }

    /** Money of a receipt is no longer free, or is so again. */
    private void release(Tx tx, Actor actor, Refund refund, LocalDate on, BigDecimal amount, @Nullable Money original) {
        UUID receipt = Objects.requireNonNull(refund.receipt());
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("refund-gone"),
                """
                update receivables.receipt set unapplied = unapplied - ?, refunded = refunded + ?, fx_refunded = fx_refunded + ?
                where company_id = ? and id = ? and posted and unapplied - ? >= assigned""",
                amount,
                amount,
                original == null ? BigDecimal.ZERO : original.amount(),
                tx.company(),
                receipt,
                amount);
        credit.move(
                tx,
                actor,
                refund.party(),
                receipt,
                on,
                Bucket.UNAPPLIED,
                new Money(amount.negate(), actor.currency()),
                amount.signum() > 0 ? "refund" : "refund-reversed");
    }

    /** What the credit note says we owe becomes the customer's money, which then goes out; or comes back and is owed again. */
    private void settle(Tx tx, Actor actor, Refund refund, LocalDate on, boolean out) {
        UUID id = refund.header().id();
        OpenItem note = note(tx, actor, Objects.requireNonNull(refund.item()));
        settlements.write(
                tx,
                actor,
                out
                        ? List.of(new Settlements.Settlement(
                                note,
                                refund.amount().negate(),
                                null,
                                on,
                                Ids.next(),
                                null,
                                null,
                                null,
                                null,
                                new Settlements.Instead(LedgerAccount.CUSTOMER_MONEY, id),
                                null,
                                null))
                        : Allocations.takenBack(tx, "a.account = 'CUSTOMER_MONEY' and a.cause_id = ?", id, on));
    }

    /** What could be done with a refund now: move → null, or the problem code that says why not. */
    public static Map<String, @Nullable String> moves(Actor actor, Refund refund) {
        boolean draft = refund.state() == State.DRAFT;
        Map<String, @Nullable String> moves = new LinkedHashMap<>();
        moves.put("edit", why(actor, "edit", draft));
        String confirm = why(actor, "confirm", draft);
        moves.put(
                "confirm",
                confirm == null && actor.user().equals(refund.header().createdBy())
                        ? "receipt-second-person"
                        : confirm);
        moves.put("reverse", why(actor, "reverse", refund.posted()));
        moves.put("delete", why(actor, "delete", draft));
        return moves;
    }

    private static @Nullable String why(Actor actor, String action, boolean possible) {
        return !possible ? "wrong-state" : actor.may(KIND + "." + action) ? null : "forbidden";
    }
}
