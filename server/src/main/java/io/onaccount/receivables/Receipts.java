package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Money that came in (收款): entered by one person, confirmed by another, never deleted afterwards but reversed (RCP-01, ACC-05). */
@Component
public final class Receipts {
    static final String KIND = "receipt";
    static final String NUMBERS = "RC-{yyyyMMdd}-{0001}";

    private final Headers headers;
    private final Numbering numbering;
    private final Parties parties;
    private final CreditControl credit;
    private final Settlements settlements;
    private final ReceiptAllocation allocation;
    private final Bills bills;

    Receipts(
            Headers headers,
            Numbering numbering,
            Parties parties,
            CreditControl credit,
            Settlements settlements,
            ReceiptAllocation allocation,
            Bills bills) {
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.credit = credit;
        this.settlements = settlements;
        this.allocation = allocation;
        this.bills = bills;
    }

    /** Enters a draft. */
    public UUID create(Tx tx, Actor actor, NewReceipt receipt) {
        return create(tx, actor, List.of(receipt)).getFirst();
    }

    /** As {@link #enter(Tx, Actor, List)}; answers the ids in order. */
    public List<UUID> create(Tx tx, Actor actor, List<NewReceipt> receipts) {
        return enter(tx, actor, receipts).stream().map(r -> r.header().id()).toList();
    }

    /**
     * Enters drafts; answers them in order, as they will be read.
     *
     * @throws Problem 400 with every wrong field of all of them ({@code amount}, or {@code [3].amount} when there are several)
     */
    public List<Receipt> enter(Tx tx, Actor actor, List<NewReceipt> receipts) {
        ReceiptChecks known = ReceiptChecks.of(tx, actor, parties, receipts);
        List<UUID> ids = new ArrayList<>(receipts.size());
        List<Header> born = new ArrayList<>(receipts.size());
        Map<LocalDate, List<NewReceipt>> byDay = new LinkedHashMap<>();
        receipts.forEach(
                r -> byDay.computeIfAbsent(r.date(), day -> new ArrayList<>()).add(r));
        java.util.IdentityHashMap<NewReceipt, String> numbers = new java.util.IdentityHashMap<>();
        byDay.forEach((day, list) -> {
            List<String> taken = numbering.take(tx.company(), KIND, NUMBERS, day, list.size());
            for (int i = 0; i < list.size(); i++) {
                numbers.put(list.get(i), taken.get(i));
            }
        });
        for (NewReceipt receipt : receipts) {
            UUID id = Ids.next();
            ids.add(id);
            Party party = known.party(receipt);
            born.add(Header.born(
                    id,
                    KIND,
                    Objects.requireNonNull(numbers.get(receipt)),
                    party.name(),
                    ReceiptState.DRAFT,
                    party.id(),
                    party.owner() == null ? actor.user() : party.owner(),
                    party.department() == null ? actor.department() : party.department(),
                    receipt.date(),
                    actor.currency(),
                    known.worth(actor, receipt).amount(),
                    actor.user(),
                    headers.now()));
        }
        headers.insert(tx, actor, born, Map.of());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.receipt (company_id, id, party_id, amount, fee, fee_by, withheld, currency, cash_account_id, method, payer,
                  payer_account, reference, note, payable_id, fx_currency, fx_amount, fx_fee, fx_withheld, rate)
                select ?, n.id, n.party, n.amount, n.fee, n.fee_by, n.withheld, ?, n.cash, n.method, n.payer, n.payer_account, n.reference, n.note,
                  n.payable, n.fx_currency, n.fx_amount, n.fx_fee, n.fx_withheld, n.rate
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::text[], ?::numeric[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                  ?::text[], ?::text[], ?::uuid[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])
                  as n (id, party, amount, fee, fee_by, withheld, cash, method, payer, payer_account, reference, note, payable, fx_currency,
                    fx_amount, fx_fee, fx_withheld, rate)""",
                tx.company(),
                actor.currency(),
                SqlArray.of("uuid", ids),
                SqlArray.of("uuid", receipts, NewReceipt::party),
                SqlArray.of("numeric", receipts, r -> known.worth(actor, r).amount()),
                SqlArray.of("numeric", receipts, r -> known.worth(actor, r).fee()),
                SqlArray.of("text", receipts, NewReceipt::feeBy),
                SqlArray.of("numeric", receipts, r -> known.worth(actor, r).withheld()),
                SqlArray.of("uuid", receipts, NewReceipt::cashAccount),
                SqlArray.of("text", receipts, NewReceipt::method),
                SqlArray.of("text", receipts, r -> text(r.payer())),
                SqlArray.of("text", receipts, r -> text(r.payerAccount())),
                SqlArray.of("text", receipts, r -> text(r.reference())),
                SqlArray.of("text", receipts, r -> text(r.note())),
                SqlArray.of("uuid", receipts, NewReceipt::payable),
                SqlArray.of("text", receipts, known::currency),
                SqlArray.of("numeric", receipts, r -> known.currency(r) == null ? null : r.credited()),
                SqlArray.of("numeric", receipts, r -> known.currency(r) == null ? BigDecimal.ZERO : r.fees()),
                SqlArray.of("numeric", receipts, r -> known.currency(r) == null ? BigDecimal.ZERO : r.keptBack()),
                SqlArray.of("numeric", receipts, known::rate));
        bills.enter(tx, actor, born, receipts);
        List<Receipt> entered = new ArrayList<>(receipts.size());
        for (int i = 0; i < ids.size(); i++) {
            ReceiptRows.writePurposes(tx, ids.get(i), receipts.get(i).purposes());
            entered.add(ReceiptRows.draft(actor, born.get(i), known, receipts.get(i)));
        }
        return entered;
    }

    /** Writes a draft anew. */
    public void change(Tx tx, Actor actor, UUID id, NewReceipt receipt, @Nullable Integer version) {
        Receipt old = lock(tx, actor, id, version);
        draftOnly(old);
        ReceiptChecks known = ReceiptChecks.of(tx, actor, parties, List.of(receipt), id);
        Party party = known.party(receipt);
        ReceiptChecks.Worth worth = known.worth(actor, receipt);
        String foreign = known.currency(receipt);
        Header h = old.header();
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(
                changes, "fee", old.fee().toPlainString(), worth.fee().toPlainString());
        Headers.difference(changes, "feeBy", old.feeBy(), receipt.feeBy());
        Headers.difference(
                changes,
                "withheld",
                old.withheld().toPlainString(),
                worth.withheld().toPlainString());
        Headers.difference(changes, "payerAccount", old.payerAccount(), text(receipt.payerAccount()));
        Headers.difference(changes, "payable", old.payable(), receipt.payable());
        Headers.difference(changes, "cashAccount", old.cashAccount(), receipt.cashAccount());
        Headers.difference(changes, "method", old.method(), receipt.method());
        Headers.difference(changes, "payer", old.payer(), text(receipt.payer()));
        Headers.difference(changes, "reference", old.reference(), text(receipt.reference()));
        Headers.difference(changes, "note", old.note(), text(receipt.note()));
        Header changed = new Header(
                h.id(),
                h.kind(),
                h.number(),
                party.name(),
                h.state(),
                party.id(),
                party.owner() == null ? h.owner() : party.owner(),
                party.department() == null ? h.department() : party.department(),
                receipt.date(),
                h.currency(),
                worth.amount(),
                h.version(),
                h.createdAt(),
                h.createdBy(),
                h.changedAt(),
                h.changedBy());
        headers.change(tx, actor, h, changed, changes);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("wrong-state", "edit", old.header().state()),
                """
                update receivables.receipt set party_id = ?, amount = ?, fee = ?, fee_by = ?, withheld = ?, cash_account_id = ?, method = ?,
                  payer = ?, payer_account = ?, reference = ?, note = ?, payable_id = ?, fx_currency = ?, fx_amount = ?, fx_fee = ?,
                  fx_withheld = ?, rate = ?
                where company_id = ? and id = ? and not posted""",
                receipt.party(),
                worth.amount(),
                worth.fee(),
                receipt.feeBy(),
                worth.withheld(),
                receipt.cashAccount(),
                receipt.method(),
                text(receipt.payer()),
                text(receipt.payerAccount()),
                text(receipt.reference()),
                text(receipt.note()),
                receipt.payable(),
                foreign,
                foreign == null ? null : receipt.credited(),
                foreign == null ? BigDecimal.ZERO : receipt.fees(),
                foreign == null ? BigDecimal.ZERO : receipt.keptBack(),
                known.rate(receipt),
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "delete from receivables.receipt_purpose where company_id = ? and receipt_id = ?",
                tx.company(),
                id);
        ReceiptRows.writePurposes(tx, id, receipt.purposes());
        if (old.method() == ReceiptMethod.BILL) {
            bills.remove(tx, actor, id);
            tx.flush(); // so that its number is free again
        }
        bills.enter(tx, actor, List.of(changed), List.of(receipt));
    }

    /** Removes a draft. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Receipt old = lock(tx, actor, id, version);
        draftOnly(old);
        if (old.method() == ReceiptMethod.BILL) {
            bills.remove(tx, actor, id);
        }
        tx.add(
                Rank.DETAIL,
                "delete from receivables.receipt_purpose where company_id = ? and receipt_id = ?",
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "delete from receivables.receipt where company_id = ? and id = ? and not posted",
                tx.company(),
                id);
        headers.delete(tx, actor, old.header());
    }

    /** The receipt, if within the actor's scope; otherwise 404. */
    public Receipt find(Tx tx, Actor actor, UUID id) {
        return ReceiptRows.read(tx, headers.find(tx, actor, KIND, id));
    }

    /** As {@link #find}, locked until the transaction ends. */
    Receipt lock(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        return ReceiptRows.read(tx, headers.lock(tx, actor, KIND, id, version));
    }

    /**
     * A second person confirms that the money came: it is booked, goes to what was named, and with {@code automatic} to what else is open; the
     * rest stays the customer's money. Answers it as it will be read.
     *
     * @throws Problem 403 for the one who entered it, 409 when it is no draft
     */
    public Confirmed confirm(Tx tx, Actor actor, UUID id, @Nullable Integer version, boolean automatic) {
        return confirm(tx, actor, id, version, automatic, false);
    }

    /** As {@link #confirm}, for money that a bank's statement proves, which takes no second person. */
    public Confirmed confirmProven(Tx tx, Actor actor, UUID id, boolean automatic) {
        return confirm(tx, actor, id, null, automatic, true);
    }

    private Confirmed confirm(
            Tx tx, Actor actor, UUID id, @Nullable Integer version, boolean automatic, boolean proven) {
        Receipt receipt = lock(tx, actor, id, version);
        ReceiptState.TABLE.check(receipt.state(), "confirm", ReceiptState.CONFIRMED);
        if (!proven && actor.user().equals(receipt.header().createdBy())) {
            throw Problem.of(403, "receipt-second-person", receipt.header().number());
        }
        LocalDate on = receipt.header().date();
        UUID journal = Books.of(tx, actor).enter("receive", id, on, null, arrival(receipt, BigDecimal.ONE));
        Payables.setOff(tx, receipt, receipt.amount());
        if (receipt.method() == ReceiptMethod.BILL) {
            bills.receive(tx, actor, id, on);
        }
        credit.move(tx, actor, receipt.party(), id, on, Bucket.UNAPPLIED, money(actor, receipt.amount()), "receive");

        ReceiptAllocation.Planned planned = allocation.plan(tx, actor, receipt.received(), automatic);
        Map<Integer, BigDecimal> kept = ReceiptAllocation.keepForOrders(receipt, planned);
        BigDecimal assigned = kept.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal allocated = planned.used();
        BigDecimal left = receipt.amount().subtract(allocated);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict(
                        "wrong-state", "confirm", receipt.header().state()),
                """
                update receivables.receipt set posted = true, posted_on = ?, journal_id = ?, allocated = ?, unapplied = ?, assigned = ?,
                  fx_allocated = ?
                where company_id = ? and id = ? and not posted and posted_on is null""",
                on,
                journal,
                allocated,
                left,
                assigned,
                planned.usedOfOwn(),
                tx.company(),
                id);
        headers.move(tx, actor, receipt.header(), "confirm", ReceiptState.CONFIRMED, Map.of());
        List<AllocationView> allocations = allocation.write(tx, actor, planned, on);
        kept.forEach((line, amount) -> tx.add(
                Rank.DETAIL,
                "update receivables.receipt_purpose set assigned = ? where company_id = ? and receipt_id = ? and line = ?",
                amount,
                tx.company(),
                id,
                line));
        allocation.assign(tx, actor, receipt, kept, on);
        Header confirmed = receipt.header().moved(ReceiptState.CONFIRMED, actor.user(), headers.now());
        return new Confirmed(
                receipt.posted(confirmed, on, journal, allocated, planned.usedOfOwn(), left, kept), allocations);
    }

    /** The lines by which it comes (1) or goes back (−1). */
    private static Books.Line[] arrival(Receipt receipt, BigDecimal sign) {
        UUID account = receipt.cashAccount();
        BigDecimal money = receipt.money().multiply(sign);
        return new Books.Line[] {
            account == null
                    ? Books.Line.of(
                            receipt.method() == ReceiptMethod.BILL ? LedgerAccount.NOTES : LedgerAccount.PAYABLE,
                            receipt.party(),
                            money)
                    : Books.Line.cash(account, money, receipt.arrived(sign)),
            Books.Line.of(LedgerAccount.FEES, null, receipt.ourFee().multiply(sign)),
            Books.Line.of(LedgerAccount.WITHHOLDING, null, receipt.withheld().multiply(sign)),
            Books.Line.of(
                    LedgerAccount.CUSTOMER_MONEY,
                    receipt.party(),
                    receipt.amount().multiply(sign).negate())
        };
    }

    /** A confirmed receipt and what it settles. */
    public record Confirmed(Receipt receipt, List<AllocationView> allocations) {}

    /**
     * The money did not come after all (退票, 撤销): everything it settled is open again, orders lose what was kept for them, exposure comes back, and
     * the books get the opposite entries.
     *
     * @param on when it happened; not before the receipt
     */
    public void reverse(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason, @Nullable LocalDate on) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        Receipt receipt = lock(tx, actor, id, version);
        LocalDate day =
                on == null ? Settlements.latest(actor.today(), receipt.header().date()) : on;
        problems.check(!day.isBefore(receipt.header().date()), "date", "receipt-before");
        problems.throwIfAny();
        ReceiptState.TABLE.check(receipt.state(), "reverse", ReceiptState.REVERSED);
        if (receipt.refunded().signum() != 0) {
            throw Problem.conflict("receipt-refunded");
        }
        List<Settlement> back = Allocations.takenBack(tx, Allocations.OF_RECEIPT, id, day);
        settlements.write(tx, actor, back);
        LocalDate last = back.stream().map(Settlement::on).reduce(day, Settlements::latest);
        Books.of(tx, actor).enter("reverse", id, last, receipt.journal(), arrival(receipt, BigDecimal.ONE.negate()));
        Payables.setOff(tx, receipt, receipt.amount().negate());
        if (receipt.method() == ReceiptMethod.BILL) {
            bills.giveBack(tx, actor, id, last);
        }
        credit.move(
                tx,
                actor,
                receipt.party(),
                id,
                last,
                Bucket.UNAPPLIED,
                money(actor, receipt.amount().negate()),
                "reverse");
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict(
                        "wrong-state", "reverse", receipt.header().state()),
                """
                update receivables.receipt set posted = false, reversed_on = ?, allocated = 0, unapplied = 0, assigned = 0, fx_allocated = 0
                where company_id = ? and id = ? and posted and refunded = 0""",
                last,
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "update receivables.receipt_purpose set assigned = 0 where company_id = ? and receipt_id = ?",
                tx.company(),
                id);
        headers.move(tx, actor, receipt.header(), "reverse", ReceiptState.REVERSED, Map.of("reason", why));
        Map<Integer, BigDecimal> freed = new LinkedHashMap<>();
        receipt.purposes().forEach(p -> freed.put(p.line(), p.assigned().negate()));
        allocation.assign(tx, actor, receipt, freed, last);
    }

    /** Allocates what is free by rule, now. */
    public void allocate(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        allocation.byRule(tx, actor, List.of(postedOnly(lock(tx, actor, id, version))));
    }

    /**
     * Allocates what is free on all receipts of a customer by rule, the oldest money first.
     *
     * @throws Problem 409 when nothing is free
     */
    public void allocateAll(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        List<UUID> ids = tx.list("""
                select r.id from receivables.receipt r where r.company_id = ? and r.party_id = ? and r.unapplied > r.assigned
                order by r.posted_on, r.id limit 500""", row -> row.uuid("id"), tx.company(), party);
        Map<UUID, Header> locked = headers.lock(tx, actor, KIND, ids);
        List<Header> found =
                ids.stream().map(locked::get).filter(Objects::nonNull).toList();
        List<Receipt> free = ReceiptRows.read(tx, found).stream()
                .filter(receipt -> receipt.posted() && receipt.free().signum() > 0)
                .toList();
        if (free.isEmpty()) {
            throw Problem.conflict("receipt-nothing-free");
        }
        // One currency after the other: money settles by itself what is in its own.
        Map<String, List<Receipt>> byCurrency = new LinkedHashMap<>();
        free.forEach(receipt -> byCurrency
                .computeIfAbsent(receipt.currency() == null ? "" : receipt.currency(), c -> new ArrayList<>())
                .add(receipt));
        byCurrency.values().forEach(receipts -> allocation.byRule(tx, actor, receipts));
    }

    /**
     * Part of an item to be settled by hand.
     *
     * @param amount in the receipt's currency
     * @param settles what it settles in the item's own currency, where that is another; by the day's rates when null
     */
    public record Wanted(
            UUID item, BigDecimal amount, @Nullable BigDecimal settles) {
        public Wanted(UUID item, BigDecimal amount) {
            this(item, amount, null);
        }
    }

    /**
     * Allocates by hand (手工核销): exactly these amounts of money. The discount an item offers to money of this value date comes with it, and
     * money that an item doesn't ask for because of its discount stays free.
     *
     * @throws Problem 400 when an amount is more than is open or the sum more than is free
     */
    public void allocate(Tx tx, Actor actor, UUID id, @Nullable Integer version, List<Wanted> wanted) {
        allocation.byHand(tx, actor, postedOnly(lock(tx, actor, id, version)), wanted);
    }

    /** Frees what is kept for an order, so that it may settle anything. */
    public void unassign(Tx tx, Actor actor, UUID id, UUID order, @Nullable Integer version) {
        allocation.unassign(tx, actor, postedOnly(lock(tx, actor, id, version)), order);
    }

    /** What could be done with a receipt now: move → null, or the problem code that says why not. */
    public static Map<String, @Nullable String> moves(Actor actor, Receipt receipt) {
        Map<String, @Nullable String> moves = new LinkedHashMap<>();
        boolean draft = receipt.state() == ReceiptState.DRAFT;
        boolean posted = receipt.posted();
        moves.put("edit", why(actor, "edit", draft, "wrong-state"));
        String confirm = why(actor, "confirm", draft, "wrong-state");
        moves.put(
                "confirm",
                confirm == null && actor.user().equals(receipt.header().createdBy())
                        ? "receipt-second-person"
                        : confirm);
        moves.put("allocate", why(actor, "allocate", posted && receipt.free().signum() > 0, "receipt-nothing-free"));
        boolean whole = receipt.refunded().signum() == 0;
        moves.put("reverse", why(actor, "reverse", posted && whole, posted ? "receipt-refunded" : "wrong-state"));
        if (posted && receipt.free().signum() > 0) {
            moves.put("refund", actor.may("refund.create") ? null : "forbidden");
        }
        moves.put("delete", why(actor, "delete", draft, "wrong-state"));
        return moves;
    }

    private static @Nullable String why(Actor actor, String action, boolean possible, String otherwise) {
        if (!possible) {
            return otherwise;
        }
        return actor.may(KIND + "." + action) ? null : "forbidden";
    }

    private static void draftOnly(Receipt receipt) {
        if (receipt.state() != ReceiptState.DRAFT) {
            throw Problem.conflict("wrong-state", "edit", receipt.header().state());
        }
    }

    static Receipt postedOnly(Receipt receipt) {
        if (!receipt.posted()) {
            throw Problem.conflict("receipt-not-posted");
        }
        return receipt;
    }

    private static Money money(Actor actor, BigDecimal amount) {
        return new Money(amount, actor.currency());
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
