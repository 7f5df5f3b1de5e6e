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
import io.onaccount.receivables.AllocationPlan.Named;
import io.onaccount.receivables.AllocationPlan.Share;
import io.onaccount.receivables.Receipt.PurposeRow;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    Receipts(Headers headers, Numbering numbering, Parties parties, CreditControl credit, Settlements settlements) {
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.credit = credit;
        this.settlements = settlements;
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
                    receipt.amount(),
                    actor.user(),
                    headers.now()));
        }
        headers.insert(tx, actor, born, Map.of());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.receipt (company_id, id, party_id, amount, fee, currency, cash_account_id, method, payer, reference, note)
                select ?, n.id, n.party, n.amount, n.fee, ?, n.cash, n.method, n.payer, n.reference, n.note
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
                  as n (id, party, amount, fee, cash, method, payer, reference, note)""",
                tx.company(),
                actor.currency(),
                SqlArray.of("uuid", ids),
                SqlArray.of("uuid", receipts, NewReceipt::party),
                SqlArray.of("numeric", receipts, NewReceipt::amount),
                SqlArray.of("numeric", receipts, NewReceipt::fees),
                SqlArray.of("uuid", receipts, NewReceipt::cashAccount),
                SqlArray.of("text", receipts, NewReceipt::method),
                SqlArray.of("text", receipts, r -> text(r.payer())),
                SqlArray.of("text", receipts, r -> text(r.reference())),
                SqlArray.of("text", receipts, r -> text(r.note())));
        List<Receipt> entered = new ArrayList<>(receipts.size());
        for (int i = 0; i < ids.size(); i++) {
            ReceiptRows.writePurposes(tx, ids.get(i), receipts.get(i).purposes());
            entered.add(ReceiptRows.draft(born.get(i), known.names(receipts.get(i)), receipts.get(i)));
        }
        return entered;
    }

    /** Writes a draft anew. */
    public void change(Tx tx, Actor actor, UUID id, NewReceipt receipt, @Nullable Integer version) {
        Receipt old = lock(tx, actor, id, version);
        draftOnly(old);
        Party party = ReceiptChecks.of(tx, actor, parties, List.of(receipt)).party(receipt);
        Header h = old.header();
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(
                changes, "fee", old.fee().toPlainString(), receipt.fees().toPlainString());
        Headers.difference(changes, "cashAccount", old.cashAccount(), receipt.cashAccount());
        Headers.difference(changes, "method", old.method(), receipt.method());
        Headers.difference(changes, "payer", old.payer(), text(receipt.payer()));
        Headers.difference(changes, "reference", old.reference(), text(receipt.reference()));
        Headers.difference(changes, "note", old.note(), text(receipt.note()));
        headers.change(
                tx,
                actor,
                h,
                new Header(
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
                        receipt.amount(),
                        h.version(),
                        h.createdAt(),
                        h.createdBy(),
                        h.changedAt(),
                        h.changedBy()),
                changes);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("wrong-state", "edit", old.header().state()),
                """
                update receivables.receipt set party_id = ?, amount = ?, fee = ?, cash_account_id = ?, method = ?, payer = ?, reference = ?, note = ?
                where company_id = ? and id = ? and not posted""",
                receipt.party(),
                receipt.amount(),
                receipt.fees(),
                receipt.cashAccount(),
                receipt.method(),
                text(receipt.payer()),
                text(receipt.reference()),
                text(receipt.note()),
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "delete from receivables.receipt_purpose where company_id = ? and receipt_id = ?",
                tx.company(),
                id);
        ReceiptRows.writePurposes(tx, id, receipt.purposes());
    }

    /** Removes a draft. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Receipt old = lock(tx, actor, id, version);
        draftOnly(old);
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
        UUID journal = Books.of(tx, actor)
                .enter(
                        "receive",
                        id,
                        on,
                        null,
                        Books.Line.cash(receipt.cashAccount(), receipt.amount().subtract(receipt.fee())),
                        Books.Line.of(LedgerAccount.FEES, null, receipt.fee()),
                        Books.Line.of(
                                LedgerAccount.CUSTOMER_MONEY,
                                receipt.party(),
                                receipt.amount().negate()));
        credit.move(tx, actor, receipt.party(), id, on, Bucket.UNAPPLIED, money(actor, receipt.amount()), "receive");

        AllocationPlan plan = plan(tx, actor, receipt, receipt.amount(), automatic);
        Map<Integer, BigDecimal> kept = keepForOrders(receipt, plan);
        BigDecimal assigned = kept.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal allocated = receipt.amount().subtract(plan.left());
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict(
                        "wrong-state", "confirm", receipt.header().state()),
                """
                update receivables.receipt set posted = true, posted_on = ?, journal_id = ?, allocated = ?, unapplied = ?, assigned = ?
                where company_id = ? and id = ? and not posted and posted_on is null""",
                on,
                journal,
                allocated,
                plan.left(),
                assigned,
                tx.company(),
                id);
        headers.move(tx, actor, receipt.header(), "confirm", ReceiptState.CONFIRMED, Map.of());
        List<AllocationView> allocations = write(tx, actor, receipt, plan, on);
        kept.forEach((line, amount) -> tx.add(
                Rank.DETAIL,
                "update receivables.receipt_purpose set assigned = ? where company_id = ? and receipt_id = ? and line = ?",
                amount,
                tx.company(),
                id,
                line));
        assign(tx, actor, receipt, kept, on);
        Header confirmed = receipt.header().moved(ReceiptState.CONFIRMED, actor.user(), headers.now());
        return new Confirmed(receipt.posted(confirmed, on, journal, allocated, plan.left(), kept), allocations);
    }

    /** A confirmed receipt and what it settles. */
    public record Confirmed(Receipt receipt, List<AllocationView> allocations) {}

    /** Who gets the money: under lock when this is a second attempt. */
    private static AllocationPlan plan(Tx tx, Actor actor, Receipt receipt, BigDecimal money, boolean automatic) {
        LocalDate valueDate = receipt.header().date();
        Set<UUID> ids = new HashSet<>();
        Set<UUID> orders = new HashSet<>();
        for (PurposeRow purpose : receipt.purposes()) {
            if (purpose.item() != null) {
                ids.add(purpose.item());
            }
            if (purpose.order() != null) {
                orders.add(purpose.order());
            }
        }
        Set<String> words = automatic ? CandidateItems.words(receipt.reference() + " " + receipt.note()) : Set.of();
        List<OpenItem> found = Settlements.settled(
                tx, CandidateItems.find(tx, receipt.party(), money, valueDate, ids, orders, words, automatic));
        DiscountOffers offers = DiscountSteps.offers(tx, actor, found, valueDate);
        List<Named> named = new ArrayList<>();
        Map<UUID, OpenItem> byId = new LinkedHashMap<>();
        found.stream().sorted(AllocationPlan.OLDEST_FIRST).forEach(item -> byId.put(item.id(), item));
        for (PurposeRow purpose : receipt.purposes()) {
            if (purpose.item() != null) {
                OpenItem item = byId.get(purpose.item());
                if (item != null) {
                    named.add(new Named(item, purpose.amount()));
                }
                continue;
            }
            BigDecimal most = purpose.amount();
            for (OpenItem item : byId.values()) {
                if (purpose.order() != null && purpose.order().equals(item.order())) {
                    named.add(new Named(item, most));
                    most = most == null
                            ? null
                            : most.subtract(offers.payable(item, item.open()).max(BigDecimal.ZERO))
                                    .max(BigDecimal.ZERO);
                }
            }
        }
        byId.values().stream()
                .filter(item -> words.contains(item.number()))
                .forEach(item -> named.add(new Named(item, null)));
        return automatic
                ? AllocationPlan.automatic(money, named, found, offers)
                : AllocationPlan.namedOnly(money, named, offers);
    }

    /** What is left is kept for the orders named, as far as they were named with an amount, or the last one without. */
    private static Map<Integer, BigDecimal> keepForOrders(Receipt receipt, AllocationPlan plan) {
        Map<UUID, BigDecimal> paid = new LinkedHashMap<>();
        for (Share share : plan.shares()) {
            UUID order = share.item().order();
            if (order != null) {
                paid.merge(order, share.paid(), BigDecimal::add);
            }
        }
        Map<Integer, BigDecimal> kept = new LinkedHashMap<>();
        BigDecimal left = plan.left();
        for (PurposeRow purpose : receipt.purposes()) {
            if (purpose.order() == null) {
                continue;
            }
            BigDecimal most = purpose.amount();
            BigDecimal share = most == null
                    ? left
                    : most.subtract(paid.getOrDefault(purpose.order(), BigDecimal.ZERO))
                            .max(BigDecimal.ZERO)
                            .min(left);
            if (share.signum() > 0) {
                kept.put(purpose.line(), share);
                left = left.subtract(share);
            }
        }
        return kept;
    }

    /** Answers what the money settles; nettings are not the receipt's. */
    private List<AllocationView> write(Tx tx, Actor actor, Receipt receipt, AllocationPlan plan, LocalDate on) {
        List<Settlement> all = new ArrayList<>();
        for (Share share : plan.shares()) {
            all.add(new Settlement(
                    share.item(),
                    share.amount(),
                    receipt.header().id(),
                    Settlements.latest(on, share.item().date()),
                    Ids.next(),
                    null,
                    null,
                    plan.offers().granted(share.item(), share.part().discount())));
            headers.relate(tx, share.item().document(), receipt.header().id());
        }
        plan.nettings().forEach(netting -> all.addAll(Settlements.netting(netting, on)));
        List<UUID> ids = settlements.write(tx, actor, all);
        Instant now = headers.now();
        List<AllocationView> written = new ArrayList<>();
        for (int i = 0; i < plan.shares().size(); i++) {
            Settlement s = all.get(i);
            written.add(new AllocationView(
                    ids.get(i),
                    s.item().id(),
                    s.item().document(),
                    s.item().number(),
                    s.amount(),
                    s.on(),
                    now,
                    actor.user(),
                    true,
                    AllocationView.taken(s.granted(), receipt.header().date())));
        }
        return written;
    }

    /** Last, because it sends what was gathered. */
    private void assign(Tx tx, Actor actor, Receipt receipt, Map<Integer, BigDecimal> kept, LocalDate on) {
        for (PurposeRow purpose : receipt.purposes()) {
            BigDecimal amount = kept.get(purpose.line());
            UUID order = purpose.order();
            if (amount != null && order != null && amount.signum() != 0) {
                credit.move(
                        tx,
                        actor,
                        receipt.party(),
                        receipt.header().id(),
                        on,
                        Bucket.UNAPPLIED,
                        money(actor, amount.negate()),
                        "assign");
                credit.assign(tx, actor, receipt.party(), order, on, money(actor, amount));
                headers.relate(tx, order, receipt.header().id());
            }
        }
    }

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
        List<Settlement> back = Allocations.takenBack(tx, "a.receipt_id = ?", id, day);
        settlements.write(tx, actor, back);
        LocalDate last = back.stream().map(Settlement::on).reduce(day, Settlements::latest);
        Books.of(tx, actor)
                .enter(
                        "reverse",
                        id,
                        last,
                        receipt.journal(),
                        Books.Line.of(LedgerAccount.CUSTOMER_MONEY, receipt.party(), receipt.amount()),
                        Books.Line.of(LedgerAccount.FEES, null, receipt.fee().negate()),
                        Books.Line.cash(receipt.cashAccount(), receipt.fee().subtract(receipt.amount())));
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
                update receivables.receipt set posted = false, reversed_on = ?, allocated = 0, unapplied = 0, assigned = 0
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
        assign(tx, actor, receipt, freed, last);
    }

    /** Allocates what is free by rule, now. */
    public void allocate(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Receipt receipt = lock(tx, actor, id, version);
        postedOnly(receipt);
        AllocationPlan plan = plan(tx, actor, receipt, receipt.free(), true);
        allocated(
                tx,
                actor,
                receipt,
                plan,
                Settlements.latest(actor.today(), receipt.header().date()));
    }

    /** Part of an item to be settled by hand. */
    public record Wanted(UUID item, BigDecimal amount) {}

    /**
     * Allocates by hand (手工核销): exactly these amounts of money. The discount an item offers to money of this value date comes with it, and
     * money that an item doesn't ask for because of its discount stays free.
     *
     * @throws Problem 400 when an amount is more than is open or the sum more than is free
     */
    public void allocate(Tx tx, Actor actor, UUID id, @Nullable Integer version, List<Wanted> wanted) {
        Receipt receipt = lock(tx, actor, id, version);
        postedOnly(receipt);
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        Settlements.lock(tx, wanted.stream().map(Wanted::item).toList()).forEach(item -> items.put(item.id(), item));
        DiscountOffers offers =
                DiscountSteps.offers(tx, actor, items.values(), receipt.header().date());
        Problem.Collector problems = new Problem.Collector();
        problems.check(!wanted.isEmpty(), "items", "required");
        problems.check(wanted.size() <= 1000, "items", "out-of-range");
        BigDecimal sum = BigDecimal.ZERO;
        List<Named> named = new ArrayList<>();
        Set<UUID> seen = new LinkedHashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            String field = "items[" + i + "]";
            Wanted want = wanted.get(i);
            OpenItem item = items.get(want.item());
            problems.check(seen.add(want.item()), field + ".item", "allocation-twice");
            if (!problems.check(
                    item != null && item.party().equals(receipt.party()), field + ".item", "allocation-item")) {
                continue;
            }
            BigDecimal amount = Input.amount(problems, field + ".amount", want.amount(), actor.currency());
            if (item != null
                    && problems.check(amount.signum() > 0, field + ".amount", "receipt-not-positive")
                    && problems.check(
                            amount.compareTo(item.open()) <= 0,
                            field + ".amount",
                            "allocation-too-much",
                            item.number(),
                            item.open().max(BigDecimal.ZERO))) {
                named.add(new Named(item, amount));
                sum = sum.add(amount.min(offers.payable(item, item.open())));
            }
        }
        problems.check(sum.compareTo(receipt.free()) <= 0, "items", "allocation-beyond", receipt.free());
        problems.throwIfAny();
        AllocationPlan plan = AllocationPlan.namedOnly(receipt.free(), named, offers);
        allocated(
                tx,
                actor,
                receipt,
                plan,
                Settlements.latest(actor.today(), receipt.header().date()));
    }

    private void allocated(Tx tx, Actor actor, Receipt receipt, AllocationPlan plan, LocalDate on) {
        BigDecimal amount = receipt.free().subtract(plan.left());
        shift(tx, receipt.header().id(), amount);
        write(tx, actor, receipt, plan, on);
        headers.move(
                tx, actor, receipt.header(), "allocate", receipt.state(), Map.of("amount", amount.toPlainString()));
    }

    /** Moves money of a posted receipt from unapplied to allocated; negative: back. */
    static void shift(Tx tx, UUID receipt, BigDecimal amount) {
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("receipt-not-posted"),
                "update receivables.receipt set allocated = allocated + ?, unapplied = unapplied - ? where company_id = ? and id = ? and posted",
                amount,
                amount,
                tx.company(),
                receipt);
    }

    /** Frees what is kept for an order, so that it may settle anything. */
    public void unassign(Tx tx, Actor actor, UUID id, UUID order, @Nullable Integer version) {
        Receipt receipt = lock(tx, actor, id, version);
        postedOnly(receipt);
        Map<Integer, BigDecimal> freed = new LinkedHashMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (PurposeRow purpose : receipt.purposes()) {
            if (order.equals(purpose.order())) {
                freed.put(purpose.line(), purpose.assigned().negate());
                sum = sum.add(purpose.assigned());
            }
        }
        if (sum.signum() == 0) {
            throw Problem.conflict("receipt-nothing-kept");
        }
        tx.add(
                Rank.DETAIL,
                "update receivables.receipt set assigned = assigned - ? where company_id = ? and id = ?",
                sum,
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "update receivables.receipt_purpose set assigned = 0 where company_id = ? and receipt_id = ? and order_id = ?",
                tx.company(),
                id,
                order);
        headers.move(tx, actor, receipt.header(), "unassign", receipt.state(), Map.of("amount", sum.toPlainString()));
        assign(
                tx,
                actor,
                receipt,
                freed,
                Settlements.latest(actor.today(), receipt.header().date()));
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
        moves.put("reverse", why(actor, "reverse", posted, "wrong-state"));
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

    private static void postedOnly(Receipt receipt) {
        if (!receipt.posted()) {
            throw Problem.conflict("receipt-not-posted");
        }
    }

    private static Money money(Actor actor, BigDecimal amount) {
        return new Money(amount, actor.currency());
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
