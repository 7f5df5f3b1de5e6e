package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
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
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Bills of exchange (承兑汇票, RCP-05). A bill comes with a receipt and settles what the customer owes; what it promises stays their exposure until
 * it has matured, even when it was endorsed or discounted meanwhile, as it comes back to us unpaid. Then it is a receivable again, which adds
 * nothing to what was counted before.
 */
@Component
public final class Bills {
    static final String KIND = "bill";
    static final String NUMBERS = "BL-{yyyyMMdd}-{0001}";

    /** The life of a bill. */
    public enum State {
        /** Its receipt is not confirmed yet. */
        DRAFT,
        IN_HAND,
        ENDORSED,
        DISCOUNTED,
        MATURED,
        DISHONOURED,
        /** Given back with its receipt. */
        RETURNED;

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(DRAFT, Tone.GREY)
                .state(IN_HAND, Tone.BLUE)
                .state(ENDORSED, Tone.ORANGE)
                .state(DISCOUNTED, Tone.ORANGE)
                .state(MATURED, Tone.GREEN)
                .state(DISHONOURED, Tone.RED)
                .state(RETURNED, Tone.GREY)
                .move("receive", DRAFT, IN_HAND)
                .move("endorse", IN_HAND, ENDORSED)
                .move("discount", IN_HAND, DISCOUNTED)
                .move("mature", IN_HAND, MATURED)
                .move("mature", ENDORSED, MATURED)
                .move("mature", DISCOUNTED, MATURED)
                .move("dishonour", IN_HAND, DISHONOURED)
                .move("dishonour", ENDORSED, DISHONOURED)
                .move("dishonour", DISCOUNTED, DISHONOURED)
                .move("give-back", IN_HAND, RETURNED);

        boolean isPassedOn() {
            return this == ENDORSED || this == DISCOUNTED;
        }
    }

    /** Who has promised to pay: a bank (银行承兑) or a company (商业承兑). */
    public enum BillKind {
        BANK,
        COMMERCIAL
    }

    /** What a receipt says of its bill. */
    public record NewBill(
            BillKind kind,
            @Nullable String number,
            @Nullable String drawer,
            @Nullable String acceptor,
            @Nullable LocalDate issued,
            LocalDate due) {}

    /**
     * As read.
     *
     * @param acceptorBeyond how much of it went beyond its acceptor's limit when it was taken
     */
    public record Bill(
            Header header,
            UUID receipt,
            String receiptNumber,
            UUID party,
            BillKind kind,
            String number,
            String drawer,
            String acceptor,
            @Nullable LocalDate issued,
            LocalDate due,
            BigDecimal amount,
            @Nullable LocalDate receivedOn,
            String passedTo,
            @Nullable LocalDate passedOn,
            BigDecimal interest,
            @Nullable LocalDate closedOn,
            @Nullable UUID journal,
            BigDecimal acceptorBeyond) {

        public State state() {
            return State.valueOf(header.state());
        }
    }

    private final Headers headers;
    private final Numbering numbering;
    private final CreditControl credit;
    private final OpenItems items;

    Bills(Headers headers, Numbering numbering, CreditControl credit, OpenItems items) {
        this.headers = headers;
        this.numbering = numbering;
        this.credit = credit;
        this.items = items;
    }

    // ---- with their receipts ----

    /** Everything that is wrong with a receipt's bill. */
    static void check(
            Problem.Collector problems, NewReceipt receipt, String at, @Nullable NewBill bill, Set<String> taken) {
        if (receipt.method() != ReceiptMethod.BILL) {
            problems.check(bill == null, at + "bill", "bill-only");
            return;
        }
        problems.check(receipt.cashAccount() == null, at + "cashAccount", "offset-no-money");
        problems.check(receipt.fees().signum() == 0, at + "fee", "offset-no-money");
        problems.check(receipt.keptBack().signum() == 0, at + "withheld", "offset-no-money");
        problems.check(receipt.payable() == null, at + "payable", "receipt-payable-only");
        if (bill == null) {
            problems.add(at + "bill", "required");
            return;
        }
        String number = Input.required(problems, at + "bill.number", bill.number(), 40);
        problems.check(taken.add(number), at + "bill.number", "bill-number-taken", number);
        Input.text(problems, at + "bill.drawer", bill.drawer(), 200);
        Input.text(problems, at + "bill.acceptor", bill.acceptor(), 200);
        problems.check(
                bill.issued() == null || !bill.issued().isAfter(receipt.date()), at + "bill.issued", "bill-issued");
        problems.check(bill.issued() == null || bill.issued().getYear() >= 1990, at + "bill.issued", "out-of-range");
        problems.check(
                !bill.due().isBefore(receipt.date())
                        && bill.due().isBefore(receipt.date().plusYears(3)),
                at + "bill.due",
                "bill-due");
    }

    /** Numbers of bills that are not settled yet, other than those of these receipts. */
    static Set<String> taken(Tx tx, Collection<String> numbers, @Nullable UUID receipt) {
        return numbers.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(tx.list(
                        """
                        select b.bill_number from receivables.bill b where b.company_id = ? and b.bill_number = any(?) and b.closed_on is null
                          and b.receipt_id is distinct from ?""", row -> row.text("bill_number"), tx.company(), SqlArray.of("text", numbers), receipt));
    }

    /** Writes the bills of receipts just entered. */
    void enter(Tx tx, Actor actor, List<Header> receipts, List<NewReceipt> entered) {
        for (int i = 0; i < receipts.size(); i++) {
            NewBill bill = entered.get(i).bill();
            if (bill != null) {
                Header receipt = receipts.get(i);
                UUID id = Ids.next();
                headers.insert(
                        tx,
                        actor,
                        Header.born(
                                id,
                                KIND,
                                numbering
                                        .take(tx.company(), KIND, NUMBERS, receipt.date(), 1)
                                        .getFirst(),
                                receipt.title(),
                                State.DRAFT,
                                receipt.party(),
                                receipt.owner(),
                                receipt.department(),
                                receipt.date(),
                                actor.currency(),
                                receipt.total(),
                                actor.user(),
                                headers.now()),
                        Map.of());
                tx.add(
                        Rank.DETAIL,
                        """
                        insert into receivables.bill (company_id, id, receipt_id, party_id, kind, bill_number, drawer, acceptor, issued_on, due, amount,
                          currency, acceptor_key)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                        tx.company(),
                        id,
                        receipt.id(),
                        receipt.party(),
                        bill.kind(),
                        Receipts.text(bill.number()),
                        Receipts.text(bill.drawer()),
                        Receipts.text(bill.acceptor()),
                        bill.issued(),
                        bill.due(),
                        receipt.total(),
                        actor.currency(),
                        AcceptorLimits.key(bill.acceptor()));
            }
        }
    }

    /** The bill of a receipt, if it has one. */
    static @Nullable UUID of(Tx tx, UUID receipt) {
        return tx.first(
                        "select b.id from receivables.bill b where b.company_id = ? and b.receipt_id = ?",
                        row -> row.uuid("id"),
                        tx.company(),
                        receipt)
                .orElse(null);
    }

    /** Removes the bill of a draft. */
    void remove(Tx tx, Actor actor, UUID receipt) {
        UUID id = of(tx, receipt);
        if (id != null) {
            tx.add(Rank.DETAIL, "delete from receivables.bill where company_id = ? and id = ?", tx.company(), id);
            headers.delete(tx, actor, headers.lock(tx, actor, KIND, id, null));
        }
    }

    /** The receipt is confirmed: the bill is in hand and counts as exposure. */
    void receive(Tx tx, Actor actor, UUID receipt, LocalDate on) {
        UUID id = of(tx, receipt);
        Bill bill = lock(tx, actor, java.util.Objects.requireNonNull(id), null);
        State.TABLE.check(bill.state(), "receive", State.IN_HAND);
        BigDecimal beyond = AcceptorLimits.take(tx, actor, bill.acceptor(), bill.amount(), on);
        update(tx, bill, "receive", "received_on = ?, acceptor_beyond = ?", "received_on is null", on, beyond);
        expose(tx, actor, bill, on, bill.amount(), "receive");
        headers.relate(tx, receipt, id);
        headers.move(
                tx,
                actor,
                bill.header(),
                "receive",
                State.IN_HAND,
                beyond.signum() > 0 ? Map.of("acceptorBeyond", beyond.toPlainString()) : Map.of());
    }

    /** The receipt is reversed: the bill is given back, unless somebody else has it. */
    void giveBack(Tx tx, Actor actor, UUID receipt, LocalDate on) {
        UUID id = of(tx, receipt);
        Bill bill = lock(tx, actor, java.util.Objects.requireNonNull(id), null);
        if (bill.state() != State.IN_HAND) {
            throw Problem.conflict("bill-gone", bill.number());
        }
        update(tx, bill, "give-back", "closed_on = ?", "closed_on is null", on);
        expose(tx, actor, bill, on, bill.amount().negate(), "reverse");
        headers.move(tx, actor, bill.header(), "give-back", State.RETURNED, Map.of());
    }

    // ---- on their own ----

    /** It pays somebody we owe (背书转让). */
    public void endorse(Tx tx, Actor actor, UUID id, @Nullable Integer version, @Nullable String to, LocalDate on) {
        passOn(tx, actor, id, version, "endorse", State.ENDORSED, to, on, BigDecimal.ZERO, null);
    }

    /** A bank pays it before its time and keeps the interest (贴现). */
    public void discount(
            Tx tx,
            Actor actor,
            UUID id,
            @Nullable Integer version,
            @Nullable String to,
            LocalDate on,
            BigDecimal interest,
            UUID cashAccount) {
        passOn(tx, actor, id, version, "discount", State.DISCOUNTED, to, on, interest, cashAccount);
    }

    private void passOn(
            Tx tx,
            Actor actor,
            UUID id,
            @Nullable Integer version,
            String move,
            State to,
            @Nullable String whom,
            LocalDate on,
            BigDecimal interest,
            @Nullable UUID cashAccount) {
        Bill bill = lock(tx, actor, id, version);
        State.TABLE.check(bill.state(), move, to);
        Problem.Collector problems = new Problem.Collector();
        String name = Input.required(problems, "to", whom, 200);
        BigDecimal cost = Input.amount(problems, "interest", interest, actor.currency());
        problems.check(cost.signum() >= 0, "interest", "negative");
        problems.check(cost.compareTo(bill.amount()) < 0, "interest", "bill-interest");
        checkDay(problems, actor, bill, on);
        problems.check(on.isBefore(bill.due()), "date", "bill-mature-now");
        if (cashAccount != null) {
            checkAccount(tx, actor, problems, cashAccount);
        }
        problems.throwIfAny();
        BigDecimal money = bill.amount().subtract(cost);
        UUID journal = Books.of(tx, actor)
                .enter(
                        move,
                        id,
                        on,
                        null,
                        cashAccount == null
                                ? Books.Line.of(LedgerAccount.PAYABLE, null, money)
                                : Books.Line.cash(cashAccount, money),
                        Books.Line.of(LedgerAccount.BILL_INTEREST, null, cost),
                        Books.Line.of(
                                LedgerAccount.RECOURSE, null, bill.amount().negate()));
        update(
                tx,
                bill,
                move,
                "passed_to = ?, passed_on = ?, interest = ?, journal_id = ?",
                "passed_on is null and closed_on is null",
                name,
                on,
                cost,
                journal);
        headers.move(tx, actor, bill.header(), move, to, Map.of("to", name));
    }

    /** It was paid (到期承兑): to us, or to whoever we gave it. */
    public void mature(
            Tx tx, Actor actor, UUID id, @Nullable Integer version, LocalDate on, @Nullable UUID cashAccount) {
        Bill bill = lock(tx, actor, id, version);
        State.TABLE.check(bill.state(), "mature", State.MATURED);
        boolean passedOn = bill.state().isPassedOn();
        Problem.Collector problems = new Problem.Collector();
        checkDay(problems, actor, bill, on);
        problems.check(!on.isBefore(bill.due()), "date", "bill-not-due", bill.due());
        if (!passedOn) {
            if (problems.check(cashAccount != null, "cashAccount", "receipt-cash-account") && cashAccount != null) {
                checkAccount(tx, actor, problems, cashAccount);
            }
        }
        problems.throwIfAny();
        Books.of(tx, actor)
                .enter(
                        "mature",
                        id,
                        on,
                        null,
                        passedOn || cashAccount == null
                                ? Books.Line.of(LedgerAccount.RECOURSE, null, bill.amount())
                                : Books.Line.cash(cashAccount, bill.amount()),
                        Books.Line.of(
                                LedgerAccount.NOTES, bill.party(), bill.amount().negate()));
        update(tx, bill, "mature", "closed_on = ?", "closed_on is null", on);
        expose(tx, actor, bill, on, bill.amount().negate(), "mature");
        headers.move(tx, actor, bill.header(), "mature", State.MATURED, Map.of());
    }

    /**
     * It was not paid (拒付): the customer owes again what it had settled, no more and no less; whoever has it from us gets their money back.
     *
     * @param cashAccount from which; needed when it was passed on
     */
    public void dishonour(
            Tx tx,
            Actor actor,
            UUID id,
            @Nullable Integer version,
            LocalDate on,
            @Nullable UUID cashAccount,
            @Nullable String reason) {
        Bill bill = lock(tx, actor, id, version);
        State.TABLE.check(bill.state(), "dishonour", State.DISHONOURED);
        boolean passedOn = bill.state().isPassedOn();
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        checkDay(problems, actor, bill, on);
        if (passedOn) {
            if (problems.check(cashAccount != null, "cashAccount", "receipt-cash-account") && cashAccount != null) {
                checkAccount(tx, actor, problems, cashAccount);
            }
        }
        problems.throwIfAny();
        if (passedOn && cashAccount != null) {
            Books.of(tx, actor)
                    .enter(
                            "recourse",
                            id,
                            on,
                            bill.journal(),
                            Books.Line.of(LedgerAccount.RECOURSE, null, bill.amount()),
                            Books.Line.cash(cashAccount, bill.amount().negate()));
        }
        update(tx, bill, "dishonour", "closed_on = ?, dishonoured = true", "closed_on is null", on);
        headers.move(tx, actor, bill.header(), "dishonour", State.DISHONOURED, Map.of("reason", why));
        // What the bill counted goes in the transaction in which the receivable comes: exposure stays as it is.
        expose(tx, actor, bill, on, bill.amount().negate(), "dishonour");
        items.raise(
                tx,
                actor,
                new NewOpenItem(
                        id,
                        bill.party(),
                        null,
                        ItemKind.BILL,
                        bill.number(),
                        new Money(bill.amount(), actor.currency()),
                        on,
                        on,
                        ""));
    }

    private void expose(Tx tx, Actor actor, Bill bill, LocalDate on, BigDecimal amount, String cause) {
        credit.move(
                tx,
                actor,
                bill.party(),
                bill.header().id(),
                on,
                Bucket.BILLS,
                new Money(amount, actor.currency()),
                cause);
    }

    private static void update(Tx tx, Bill bill, String move, String set, String provided, Object... values) {
        List<Object> all = new ArrayList<>(List.of(values));
        all.add(tx.company());
        all.add(bill.header().id());
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("wrong-state", move, bill.header().state()),
                "update receivables.bill set " + set + " where company_id = ? and id = ? and " + provided,
                all.toArray());
    }

    private static void checkDay(Problem.Collector problems, Actor actor, Bill bill, LocalDate on) {
        problems.check(!on.isAfter(actor.today()), "date", "receipt-future");
        LocalDate since = bill.passedOn() != null ? bill.passedOn() : bill.receivedOn();
        problems.check(since == null || !on.isBefore(since), "date", "bill-before");
    }

    private static void checkAccount(Tx tx, Actor actor, Problem.Collector problems, UUID cashAccount) {
        CashAccounts.CashAccount account =
                CashAccounts.active(tx, List.of(cashAccount)).get(cashAccount);
        if (problems.check(account != null, "cashAccount", "receipt-cash-account") && account != null) {
            problems.check(account.currency().equals(actor.currency()), "cashAccount", "receipt-cash-currency");
        }
    }

    // ---- reading ----

    /** The bill, if within the actor's scope; otherwise 404. */
    public Bill find(Tx tx, Actor actor, UUID id) {
        return read(tx, headers.find(tx, actor, KIND, id));
    }

    private Bill lock(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        return read(tx, headers.lock(tx, actor, KIND, id, version));
    }

    private static Bill read(Tx tx, Header header) {
        return tx.one("""
                select b.*, h.number as receipt_number from receivables.bill b
                join document.header h on h.company_id = b.company_id and h.id = b.receipt_id
                where b.company_id = ? and b.id = ?""", row -> bill(row, header), tx.company(), header.id());
    }

    private static Bill bill(Row row, Header header) {
        String currency = row.text("currency");
        return new Bill(
                header,
                row.uuid("receipt_id"),
                row.text("receipt_number"),
                row.uuid("party_id"),
                row.choice("kind", BillKind.class),
                row.text("bill_number"),
                row.text("drawer"),
                row.text("acceptor"),
                row.dateOrNull("issued_on"),
                row.date("due"),
                row.money("amount", currency).amount(),
                row.dateOrNull("received_on"),
                row.text("passed_to"),
                row.dateOrNull("passed_on"),
                row.money("interest", currency).amount(),
                row.dateOrNull("closed_on"),
                row.uuidOrNull("journal_id"),
                row.money("acceptor_beyond", currency).amount());
    }

    /** A day on which bills mature: those in hand bring money, for the others we stand in. */
    public record DueDay(LocalDate due, int count, BigDecimal inHand, BigDecimal passedOn) {}

    /** The maturity calendar: days with bills that are not settled, within the actor's scope. */
    public List<DueDay> calendar(Tx tx, Actor actor, LocalDate from, LocalDate to) {
        Map<LocalDate, DueDay> days = new LinkedHashMap<>();
        tx.list(
                        io.onaccount.platform.db.Sql.of("""
                                        select b.due, count(*) as bills, coalesce(sum(b.amount) filter (where b.passed_on is null), 0) as in_hand,
                                          coalesce(sum(b.amount) filter (where b.passed_on is not null), 0) as passed_on
                                        from receivables.bill b join document.header h on h.company_id = b.company_id and h.id = b.id
                                        where b.company_id = ? and b.closed_on is null and b.received_on is not null and b.due between ? and ? and""", tx.company(), from, to)
                                .then(io.onaccount.platform.db.Sql.join(
                                        " and ", List.of(actor.scope().holds("h"))))
                                .then("group by b.due order by b.due"),
                        row -> new DueDay(
                                row.date("due"),
                                (int) row.number("bills"),
                                row.money("in_hand", actor.currency()).amount(),
                                row.money("passed_on", actor.currency()).amount()))
                .forEach(day -> days.put(day.due(), day));
        return List.copyOf(days.values());
    }

    /** What could be done with a bill now: move → null, or the problem code that says why not. */
    public static Map<String, @Nullable String> moves(Actor actor, Bill bill) {
        Map<String, @Nullable String> moves = new HashMap<>();
        for (String move : List.of("endorse", "discount", "mature", "dishonour")) {
            moves.put(
                    move,
                    !State.TABLE.allows(bill.state(), move)
                            ? "wrong-state"
                            : actor.may(KIND + "." + move) ? null : "forbidden");
        }
        return moves;
    }
}
