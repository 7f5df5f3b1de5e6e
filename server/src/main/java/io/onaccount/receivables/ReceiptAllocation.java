package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.AllocationPlan.Named;
import io.onaccount.receivables.AllocationPlan.Share;
import io.onaccount.receivables.Receipt.PurposeRow;
import io.onaccount.receivables.Receipts.Wanted;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the money of receipts settles (核销, RCP-02): by what the payer named, by rule or by hand; and what it is kept for. */
@Component
final class ReceiptAllocation {
    private final Headers headers;
    private final CreditControl credit;
    private final Settlements settlements;

    ReceiptAllocation(Headers headers, CreditControl credit, Settlements settlements) {
        this.headers = headers;
        this.credit = credit;
        this.settlements = settlements;
    }

    /** What the money of one receipt settles. */
    record Planned(Receipt receipt, AllocationPlan plan, Map<UUID, UUID> authorities) {
        /** Null when it is the payer's own item. */
        Settlements.@Nullable OnBehalf onBehalf(OpenItem item) {
            return item.party().equals(receipt.party())
                    ? null
                    : new Settlements.OnBehalf(receipt.party(), authorities.get(item.party()));
        }
    }

    /** Who gets the money: under lock when this is a second attempt. */
    Planned plan(Tx tx, Receipt receipt, BigDecimal money, boolean automatic) {
        return plan(tx, List.of(receipt), Map.of(receipt.header().id(), money), automatic)
                .getFirst();
    }

    /** As {@link #plan(Tx, Receipt, BigDecimal, boolean)} for several receipts of one customer, one after the other. */
    private List<Planned> plan(Tx tx, List<Receipt> receipts, Map<UUID, BigDecimal> money, boolean automatic) {
        UUID party = receipts.getFirst().party();
        Set<UUID> ids = new HashSet<>();
        Set<UUID> orders = new HashSet<>();
        Set<String> said = new TreeSet<>();
        for (Receipt receipt : receipts) {
            for (PurposeRow purpose : receipt.purposes()) {
                if (purpose.item() != null) {
                    ids.add(purpose.item());
                }
                if (purpose.order() != null) {
                    orders.add(purpose.order());
                }
            }
            said.addAll(words(receipt, automatic));
        }
        BigDecimal all = money.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<UUID, OpenItem> open = new LinkedHashMap<>();
        Settlements.settled(tx, CandidateItems.find(tx, party, all, ids, orders, said, automatic)).stream()
                .sorted(AllocationPlan.OLDEST_FIRST)
                .forEach(item -> open.put(item.id(), item));
        Map<UUID, UUID> authorities =
                open.values().stream().allMatch(item -> item.party().equals(party))
                        ? Map.of()
                        : PaymentAuthorities.of(
                                tx, party, receipts.getLast().header().date());
        List<Planned> planned = new ArrayList<>();
        for (Receipt receipt : receipts) {
            BigDecimal amount = money.getOrDefault(receipt.header().id(), BigDecimal.ZERO);
            AllocationPlan plan = plan(receipt, amount, automatic, open, authorities);
            planned.add(new Planned(receipt, plan, authorities));
            plan.shares().forEach(share -> settle(open, share.item(), share.amount()));
            plan.nettings().forEach(netting -> {
                settle(open, netting.item(), netting.amount());
                settle(open, netting.credit(), netting.amount().negate());
            });
        }
        return planned;
    }

    private static void settle(Map<UUID, OpenItem> open, OpenItem item, BigDecimal amount) {
        open.computeIfPresent(item.id(), (id, now) -> now.settledBy(amount));
    }

    private static Set<String> words(Receipt receipt, boolean automatic) {
        return automatic ? CandidateItems.words(receipt.reference() + " " + receipt.note()) : Set.of();
    }

    private static AllocationPlan plan(
            Receipt receipt,
            BigDecimal money,
            boolean automatic,
            Map<UUID, OpenItem> open,
            Map<UUID, UUID> authorities) {
        List<Named> named = new ArrayList<>();
        for (PurposeRow purpose : receipt.purposes()) {
            if (purpose.item() != null) {
                OpenItem item = open.get(purpose.item());
                if (item != null) {
                    if (!item.party().equals(receipt.party()) && !authorities.containsKey(item.party())) {
                        throw Problem.conflict("payment-not-authorised", item.number());
                    }
                    named.add(new Named(item, purpose.amount()));
                }
                continue;
            }
            BigDecimal most = purpose.amount();
            for (OpenItem item : open.values()) {
                if (purpose.order() != null && purpose.order().equals(item.order())) {
                    named.add(new Named(item, most));
                    most = most == null
                            ? null
                            : most.subtract(item.open().max(BigDecimal.ZERO)).max(BigDecimal.ZERO);
                }
            }
        }
        List<OpenItem> own = open.values().stream()
                .filter(item -> item.party().equals(receipt.party()))
                .toList();
        Set<String> words = words(receipt, automatic);
        own.stream().filter(item -> words.contains(item.number())).forEach(item -> named.add(new Named(item, null)));
        return automatic ? AllocationPlan.automatic(money, named, own) : AllocationPlan.namedOnly(money, named);
    }

    /** What is left is kept for the orders named, as far as they were named with an amount, or the last one without. */
    static Map<Integer, BigDecimal> keepForOrders(Receipt receipt, AllocationPlan plan) {
        Map<UUID, BigDecimal> paid = new LinkedHashMap<>();
        for (Share share : plan.shares()) {
            UUID order = share.item().order();
            if (order != null) {
                paid.merge(order, share.amount(), BigDecimal::add);
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
    List<AllocationView> write(Tx tx, Actor actor, Planned planned, LocalDate on) {
        return write(tx, actor, List.of(planned), on);
    }

    private List<AllocationView> write(Tx tx, Actor actor, List<Planned> all, LocalDate today) {
        Map<UUID, OpenItem> first = new HashMap<>();
        List<Settlement> settled = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        List<BigDecimal> writtenOff = new ArrayList<>();
        Tolerance tolerance = new Tolerance(tx);
        for (Planned planned : all) {
            UUID receipt = planned.receipt().header().id();
            LocalDate on =
                    Settlements.latest(today, planned.receipt().header().date());
            for (Share share : planned.plan().shares()) {
                OpenItem item = first.computeIfAbsent(share.item().id(), id -> share.item());
                LocalDate day = Settlements.latest(on, item.date());
                Settlement paid = new Settlement(item, share.amount(), receipt, day, Ids.next(), null, null)
                        .onBehalf(planned.onBehalf(item));
                shown.add(settled.size());
                settled.add(paid);
                headers.relate(tx, item.document(), receipt);
                BigDecimal rest = tolerance.rest(share, planned.plan());
                writtenOff.add(rest);
                if (rest.signum() > 0) {
                    settled.add(paid.along(rest, LedgerAccount.TOLERANCE));
                }
            }
            for (AllocationPlan.Netting netting : planned.plan().nettings()) {
                OpenItem item = first.computeIfAbsent(netting.item().id(), id -> netting.item());
                OpenItem note = first.computeIfAbsent(netting.credit().id(), id -> netting.credit());
                settled.addAll(Settlements.netting(new AllocationPlan.Netting(item, note, netting.amount()), on));
            }
        }
        List<UUID> ids = settlements.write(tx, actor, settled);
        Instant now = headers.now();
        List<AllocationView> written = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Settlement s = settled.get(shown.get(i));
            Settlements.OnBehalf onBehalf = s.onBehalf();
            written.add(new AllocationView(
                    ids.get(shown.get(i)),
                    s.item().id(),
                    s.item().document(),
                    s.item().number(),
                    s.item().party(),
                    s.amount(),
                    writtenOff.get(i),
                    s.on(),
                    now,
                    actor.user(),
                    true,
                    onBehalf == null ? null : onBehalf.authority()));
        }
        return written;
    }

    /** Small rests are written off by rule (RCP-03) once the money is used up; the settings are read when there is such a rest. */
    private static final class Tolerance {
        private final Tx tx;
        private ReceiptSettings.@Nullable Settings settings;

        Tolerance(Tx tx) {
            this.tx = tx;
        }

        BigDecimal rest(Share share, AllocationPlan plan) {
            if (plan.left().signum() != 0) {
                return BigDecimal.ZERO;
            }
            BigDecimal rest = share.item().open().subtract(share.amount());
            for (AllocationPlan.Netting netting : plan.nettings()) {
                if (netting.item().id().equals(share.item().id())) {
                    rest = rest.subtract(netting.amount());
                }
            }
            if (rest.signum() <= 0) {
                return BigDecimal.ZERO;
            }
            ReceiptSettings.Settings now = settings == null ? ReceiptSettings.read(tx) : settings;
            settings = now;
            return now.tolerates(rest, share.item().amount()) ? rest : BigDecimal.ZERO;
        }
    }

    /** Last, because it sends what was gathered. */
    void assign(Tx tx, Actor actor, Receipt receipt, Map<Integer, BigDecimal> kept, LocalDate on) {
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

    /** Allocates what is free by rule. */
    void byRule(Tx tx, Actor actor, Receipt receipt) {
        byRule(tx, actor, List.of(receipt));
    }

    /** Allocates what is free of several receipts of one customer by rule, the oldest money first. */
    void byRule(Tx tx, Actor actor, List<Receipt> receipts) {
        Map<UUID, BigDecimal> money = new HashMap<>();
        receipts.forEach(r -> money.put(r.header().id(), r.free()));
        allocated(tx, actor, plan(tx, receipts, money, true));
    }

    /** Settles exactly these amounts; 400 when an amount is more than is open or the sum more than is free. */
    void byHand(Tx tx, Actor actor, Receipt receipt, List<Wanted> wanted) {
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        Settlements.lock(tx, wanted.stream().map(Wanted::item).toList()).forEach(item -> items.put(item.id(), item));
        LocalDate on = Settlements.latest(actor.today(), receipt.header().date());
        Map<UUID, UUID> authorities =
                items.values().stream().allMatch(item -> item.party().equals(receipt.party()))
                        ? Map.of()
                        : PaymentAuthorities.of(tx, receipt.party(), on);
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
            boolean may =
                    item != null && (item.party().equals(receipt.party()) || authorities.containsKey(item.party()));
            if (!problems.check(may, field + ".item", "allocation-item")) {
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
                sum = sum.add(amount);
            }
        }
        problems.check(sum.compareTo(receipt.free()) <= 0, "items", "allocation-beyond", receipt.free());
        problems.throwIfAny();
        AllocationPlan plan = AllocationPlan.namedOnly(receipt.free(), named);
        allocated(tx, actor, List.of(new Planned(receipt, plan, authorities)));
    }

    private void allocated(Tx tx, Actor actor, List<Planned> all) {
        for (Planned planned : all) {
            Receipt receipt = planned.receipt();
            BigDecimal amount = receipt.free().subtract(planned.plan().left());
            shift(tx, receipt.header().id(), amount);
            headers.move(
                    tx, actor, receipt.header(), "allocate", receipt.state(), Map.of("amount", amount.toPlainString()));
        }
        write(tx, actor, all, actor.today());
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
    void unassign(Tx tx, Actor actor, Receipt receipt, UUID order) {
        UUID id = receipt.header().id();
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

    private static Money money(Actor actor, BigDecimal amount) {
        return new Money(amount, actor.currency());
    }
}
