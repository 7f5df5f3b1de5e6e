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
import io.onaccount.receivables.DiscountOffers.Granted;
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
import java.util.Objects;
import java.util.Optional;
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

    /**
     * So much of a receipt settles so much of an item.
     *
     * @param item as read, in the company's currency
     * @param money what the money is worth in the company's currency
     * @param ofOwn the same in the receipt's own currency, if that is another
     * @param worth what of the item is settled, in the company's currency
     * @param ofItem the same in the item's own currency, if that is another
     * @param granted the cash discount in it, in the company's currency; null for none
     */
    record Paid(
            OpenItem item,
            BigDecimal money,
            @Nullable BigDecimal ofOwn,
            BigDecimal worth,
            @Nullable BigDecimal ofItem,
            @Nullable Granted granted) {

        /**
         * Money with what it does.
         *
         * @param part in the item's own currency: the discount is of the document, so its worth is at the document's rate
         */
        static Paid of(
                OpenItem item,
                BigDecimal money,
                @Nullable BigDecimal ofOwn,
                DiscountOffers.Part part,
                DiscountOffers offers,
                String base) {
            BigDecimal worth = item.worth(part.settled(), base);
            Granted granted = offers.granted(item, part.discount());
            if (granted != null) {
                granted = granted.worth(Foreign.share(part.discount(), part.settled(), worth, base), base);
            }
            return new Paid(item, money, ofOwn, worth, item.foreign() == null ? null : part.settled(), granted);
        }

        /** What the item is settled by: the money and the discount. */
        BigDecimal settled() {
            return granted == null ? money : money.add(granted.amount());
        }

        /** The loss (negative: gain) of exchange: what is settled of the item more than money and discount are worth. */
        BigDecimal exchange() {
            return worth.subtract(settled());
        }
    }

    /**
     * What one receipt settles.
     *
     * @param nettings of the customer's items with each other, in the currency of the receipt
     * @param exhausted whether nothing of the money is left
     */
    record Planned(
            Receipt receipt,
            List<Paid> paid,
            List<AllocationPlan.Netting> nettings,
            boolean exhausted,
            Map<UUID, UUID> authorities) {

        /** What is used of it in the company's currency. */
        BigDecimal used() {
            return paid.stream().map(Paid::money).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** What is used of it in its own currency; zero for the company's. */
        BigDecimal usedOfOwn() {
            return paid.stream()
                    .map(p -> p.ofOwn() == null ? BigDecimal.ZERO : p.ofOwn())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** Null when it is the payer's own item. */
        Settlements.@Nullable OnBehalf onBehalf(OpenItem item) {
            return item.party().equals(receipt.party())
                    ? null
                    : new Settlements.OnBehalf(receipt.party(), authorities.get(item.party()));
        }
    }

    /** Hands out what a receipt is worth, part by part; the last part gets the rest. */
    private static final class Purse {
        private final String base;
        private BigDecimal own;
        private BigDecimal worth;
        private final boolean foreign;

        Purse(Receipt receipt, String base) {
            this.base = base;
            foreign = receipt.own() != null;
            own = receipt.freeOfOwn();
            worth = receipt.free();
        }

        /** What a part is worth. */
        BigDecimal worth(BigDecimal part) {
            return foreign ? Foreign.share(part, own, worth, base) : part;
        }

        BigDecimal take(BigDecimal part) {
            BigDecimal money = worth(part);
            own = own.subtract(part);
            worth = worth.subtract(money);
            return money;
        }
    }

    /** Who gets the money of one receipt: under lock when this is a second attempt. */
    Planned plan(Tx tx, Actor actor, Receipt receipt, boolean automatic) {
        return plan(tx, actor, List.of(receipt), automatic).getFirst();
    }

    /** As {@link #plan(Tx, Actor, Receipt, boolean)} for several of one customer in one currency, one after the other. */
    private List<Planned> plan(Tx tx, Actor actor, List<Receipt> receipts, boolean automatic) {
        UUID party = receipts.getFirst().party();
        String currency = receipts.getFirst().currency();
        Set<UUID> ids = new HashSet<>();
        Set<UUID> orders = new HashSet<>();
        Set<String> said = new TreeSet<>();
        BigDecimal money = BigDecimal.ZERO;
        LocalDate earliest = receipts.getFirst().header().date();
        for (Receipt receipt : receipts) {
            LocalDate valueDate = receipt.header().date();
            earliest = valueDate.isBefore(earliest) ? valueDate : earliest;
            for (PurposeRow purpose : receipt.purposes()) {
                if (purpose.item() != null) {
                    ids.add(purpose.item());
                }
                if (purpose.order() != null) {
                    orders.add(purpose.order());
                }
            }
            said.addAll(words(receipt, automatic));
            money = money.add(receipt.freeOfOwn());
        }
        Map<UUID, OpenItem> open = new LinkedHashMap<>();
        Settlements.settled(tx, CandidateItems.find(tx, party, money, currency, earliest, ids, orders, said, automatic))
                .stream()
                .filter(item -> Objects.equals(item.currency(), currency))
                .sorted(AllocationPlan.OLDEST_FIRST)
                .forEach(item -> open.put(item.id(), item));
        Map<UUID, UUID> authorities = open.values().stream()
                        .allMatch(item -> item.party().equals(party))
                ? Map.of()
                : PaymentAuthorities.of(tx, party, receipts.getLast().header().date());
        List<Planned> planned = new ArrayList<>();
        for (Receipt receipt : receipts) {
            DiscountOffers offers = DiscountSteps.offers(
                    tx, actor, open.values(), receipt.header().date());
            AllocationPlan plan = plan(receipt, automatic, open, authorities, offers);
            Purse purse = new Purse(receipt, actor.currency());
            List<Paid> paid = new ArrayList<>();
            for (Share share : plan.shares()) {
                OpenItem item = Objects.requireNonNull(open.get(share.item().id()));
                Paid part = Paid.of(
                        item,
                        purse.take(share.paid()),
                        receipt.own() == null ? null : share.paid(),
                        share.part(),
                        offers,
                        actor.currency());
                paid.add(part);
                open.put(item.id(), item.settledBy(part.worth(), share.amount()));
            }
            List<AllocationPlan.Netting> nettings = new ArrayList<>();
            for (AllocationPlan.Netting netting : plan.nettings()) {
                OpenItem item = Objects.requireNonNull(open.get(netting.item().id()));
                OpenItem note = Objects.requireNonNull(open.get(netting.credit().id()));
                nettings.add(new AllocationPlan.Netting(item, note, netting.amount()));
                BigDecimal back = netting.amount().negate();
                open.put(item.id(), item.settledBy(item.worth(netting.amount(), actor.currency()), netting.amount()));
                open.put(note.id(), note.settledBy(note.worth(back, actor.currency()), back));
            }
            planned.add(new Planned(receipt, paid, nettings, plan.left().signum() == 0, authorities));
        }
        return planned;
    }

    private static Set<String> words(Receipt receipt, boolean automatic) {
        return automatic ? CandidateItems.words(receipt.reference() + " " + receipt.note()) : Set.of();
    }

    /** Decides in the receipt's own currency, which is that of the items. */
    private static AllocationPlan plan(
            Receipt receipt,
            boolean automatic,
            Map<UUID, OpenItem> items,
            Map<UUID, UUID> authorities,
            DiscountOffers offers) {
        Map<UUID, OpenItem> open = new LinkedHashMap<>();
        items.values().forEach(item -> open.put(item.id(), item.inItsCurrency()));
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
                if (purpose.order() != null && purpose.order().equals(item.order()) && !item.isCredit()) {
                    named.add(new Named(item, most));
                    most = most == null
                            ? null
                            : most.subtract(offers.payable(item, item.open()).max(BigDecimal.ZERO))
                                    .max(BigDecimal.ZERO);
                }
            }
        }
        List<OpenItem> own = open.values().stream()
                .filter(item -> item.party().equals(receipt.party()))
                .toList();
        Set<String> words = words(receipt, automatic);
        own.stream()
                .filter(item -> words.contains(item.number()) && !item.isCredit())
                .forEach(item -> named.add(new Named(item, null)));
        BigDecimal money = receipt.freeOfOwn();
        return automatic
                ? AllocationPlan.automatic(money, named, own, offers)
                : AllocationPlan.namedOnly(money, named, offers);
    }

    /** What is left is kept for the orders named, as far as they were named with an amount, or the last one without. */
    static Map<Integer, BigDecimal> keepForOrders(Receipt receipt, Planned planned) {
        Map<UUID, BigDecimal> paid = new LinkedHashMap<>();
        for (Paid part : planned.paid()) {
            UUID order = part.item().order();
            if (order != null) {
                paid.merge(order, part.money(), BigDecimal::add);
            }
        }
        Map<Integer, BigDecimal> kept = new LinkedHashMap<>();
        BigDecimal left = receipt.amount().subtract(planned.used());
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
        // What is left of an item once everything here has settled it: more money, or a credit note, leaves no small
        // rest to be written off.
        Map<UUID, Paid> last = new HashMap<>();
        all.forEach(
                planned -> planned.paid().forEach(part -> last.put(part.item().id(), part)));
        all.forEach(
                planned -> planned.nettings().forEach(n -> last.remove(n.item().id())));
        for (Planned planned : all) {
            UUID receipt = planned.receipt().header().id();
            LocalDate on = Settlements.latest(today, planned.receipt().header().date());
            for (Paid part : planned.paid()) {
                OpenItem item = first.computeIfAbsent(part.item().id(), id -> part.item());
                LocalDate day = Settlements.latest(on, item.date());
                Settlement paid = new Settlement(item, part.settled(), receipt, day, Ids.next(), part.granted())
                        .in(part.ofItem(), part.ofOwn())
                        .onBehalf(planned.onBehalf(item));
                shown.add(settled.size());
                settled.add(paid);
                headers.relate(tx, item.document(), receipt);
                BigDecimal difference = part.exchange();
                if (difference.signum() != 0) {
                    settled.add(paid.along(difference, null, LedgerAccount.EXCHANGE, receipt));
                }
                BigDecimal rest = isLast(last, part) ? tolerance.rest(part, planned) : BigDecimal.ZERO;
                writtenOff.add(rest);
                if (rest.signum() > 0) {
                    BigDecimal foreign = part.item().foreign() == null
                            ? null
                            : part.item().foreign().open().subtract(Objects.requireNonNull(part.ofItem()));
                    settled.add(paid.along(rest, foreign, LedgerAccount.TOLERANCE, receipt));
                }
            }
            for (AllocationPlan.Netting netting : planned.nettings()) {
                OpenItem item = first.computeIfAbsent(netting.item().id(), id -> netting.item());
                OpenItem note = first.computeIfAbsent(netting.credit().id(), id -> netting.credit());
                Settlements.netting(
                                netting.item(),
                                netting.credit(),
                                netting.amount(),
                                netting.amount(),
                                on,
                                actor.currency())
                        .forEach(s -> settled.add(s.of(s.item().id().equals(item.id()) ? item : note)));
            }
        }
        List<UUID> ids = settlements.write(tx, actor, settled);
        Instant now = headers.now();
        List<AllocationView> written = new ArrayList<>();
        List<Paid> parts = all.stream().flatMap(p -> p.paid().stream()).toList();
        List<LocalDate> valueDates = all.stream()
                .flatMap(p -> p.paid().stream().map(part -> p.receipt().header().date()))
                .toList();
        for (int i = 0; i < shown.size(); i++) {
            Settlement s = settled.get(shown.get(i));
            Settlements.OnBehalf onBehalf = s.onBehalf();
            Paid part = parts.get(i);
            written.add(new AllocationView(
                    ids.get(shown.get(i)),
                    s.item().id(),
                    s.item().document(),
                    s.item().number(),
                    s.item().party(),
                    s.amount(),
                    writtenOff.get(i),
                    part.exchange(),
                    s.item().currency(),
                    part.ofItem(),
                    part.ofOwn(),
                    s.on(),
                    now,
                    actor.user(),
                    true,
                    onBehalf == null ? null : onBehalf.authority(),
                    AllocationView.taken(s.granted(), valueDates.get(i))));
        }
        return written;
    }

    /** Small rests, after any discount, are written off by rule (RCP-03) once the money is used up; the settings are read when there is such a rest. */
    private static final class Tolerance {
        private final Tx tx;
        private ReceiptSettings.@Nullable Settings settings;

        Tolerance(Tx tx) {
            this.tx = tx;
        }

        BigDecimal rest(Paid part, Planned planned) {
            BigDecimal rest = part.item().open().subtract(part.worth());
            if (!planned.exhausted() || rest.signum() <= 0) {
                return BigDecimal.ZERO;
            }
            ReceiptSettings.Settings now = settings == null ? ReceiptSettings.read(tx) : settings;
            settings = now;
            return now.tolerates(rest, part.item().amount()) ? rest : BigDecimal.ZERO;
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

    /** Allocates what is free of receipts of one customer in one currency by rule, the oldest money first. */
    void byRule(Tx tx, Actor actor, List<Receipt> receipts) {
        allocated(tx, actor, plan(tx, actor, receipts, true));
    }

    /**
     * Settles exactly these amounts of money, with the discount the items offer to it; money that an item doesn't ask for because of its discount
     * stays free. 400 when an amount is more than is open or the sum more than is free.
     */
    void byHand(Tx tx, Actor actor, Receipt receipt, List<Wanted> wanted) {
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        Settlements.lock(tx, wanted.stream().map(Wanted::item).toList()).forEach(item -> items.put(item.id(), item));
        LocalDate on = Settlements.latest(actor.today(), receipt.header().date());
        Map<UUID, UUID> authorities =
                items.values().stream().allMatch(item -> item.party().equals(receipt.party()))
                        ? Map.of()
                        : PaymentAuthorities.of(tx, receipt.party(), on);
        DiscountOffers offers =
                DiscountSteps.offers(tx, actor, items.values(), receipt.header().date());
        String own = receipt.currency() == null ? actor.currency() : receipt.currency();
        BigDecimal free = receipt.freeOfOwn();
        Problem.Collector problems = new Problem.Collector();
        problems.check(!wanted.isEmpty(), "items", "required");
        problems.check(wanted.size() <= 1000, "items", "out-of-range");
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal used = BigDecimal.ZERO;
        List<Paid> paid = new ArrayList<>();
        Purse purse = new Purse(receipt, actor.currency());
        Set<UUID> seen = new LinkedHashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            String field = "items[" + i + "]";
            Wanted want = wanted.get(i);
            OpenItem item = items.get(want.item());
            problems.check(seen.add(want.item()), field + ".item", "allocation-twice");
            if (item == null || !(item.party().equals(receipt.party()) || authorities.containsKey(item.party()))) {
                problems.add(field + ".item", "allocation-item");
                continue;
            }
            BigDecimal amount = Input.amount(problems, field + ".amount", want.amount(), own);
            if (!problems.check(amount.signum() > 0, field + ".amount", "receipt-not-positive")) {
                continue;
            }
            OpenItem inItsOwn = item.inItsCurrency();
            boolean same = Objects.equals(item.currency(), receipt.currency());
            BigDecimal asked = same ? amount.min(offers.payable(inItsOwn, inItsOwn.open())) : amount;
            sum = sum.add(asked);
            if (sum.compareTo(free) > 0) {
                continue;
            }
            Optional<BigDecimal> money =
                    ofItem(tx, actor, problems, field, want, item, own, purse.worth(same ? asked : amount), on);
            if (money.isPresent() && problems.isEmpty()) {
                DiscountOffers.Part part = offers.part(inItsOwn, money.get(), inItsOwn.open());
                BigDecimal taken = part.paid().compareTo(money.get()) == 0
                        ? amount
                        : same
                                ? part.paid()
                                : Money.round(
                                                amount.multiply(part.paid())
                                                        .divide(money.get(), java.math.MathContext.DECIMAL64),
                                                own)
                                        .amount();
                used = used.add(taken);
                paid.add(Paid.of(
                        item, purse.take(taken), receipt.own() == null ? null : taken, part, offers, actor.currency()));
            }
        }
        problems.check(sum.compareTo(free) <= 0, "items", "allocation-beyond", free);
        problems.throwIfAny();
        boolean exhausted = used.compareTo(free) == 0;
        allocated(tx, actor, List.of(new Planned(receipt, paid, List.of(), exhausted, authorities)));
    }

    /** What the wanted amount is in the item's currency: itself, what was said, or what the day's rates make of it. */
    private static Optional<BigDecimal> ofItem(
            Tx tx,
            Actor actor,
            Problem.Collector problems,
            String field,
            Wanted want,
            OpenItem item,
            String own,
            BigDecimal money,
            LocalDate on) {
        String currency = item.currency() == null ? actor.currency() : item.currency();
        BigDecimal settles = want.amount();
        if (want.settles() != null) {
            settles = Input.amount(problems, field + ".settles", want.settles(), currency);
            problems.check(settles.signum() > 0, field + ".settles", "receipt-not-positive");
            problems.check(
                    !currency.equals(own) || settles.compareTo(want.amount()) == 0,
                    field + ".settles",
                    "settles-same-currency");
        } else if (!currency.equals(own)) {
            // The receipt has its own rate already: what it is worth now counts.
            Optional<BigDecimal> rate = ExchangeRates.between(tx, actor, actor.currency(), currency, on);
            if (rate.isEmpty()) {
                problems.add(field + ".item", "rate-missing", currency, on);
                return Optional.empty();
            }
            settles = Money.round(money.multiply(rate.get()), currency).amount();
            problems.check(settles.signum() > 0, field + ".amount", "receipt-not-positive");
        }
        BigDecimal open = item.inItsCurrency().open();
        problems.check(
                settles.compareTo(open) <= 0,
                field + ".amount",
                "allocation-too-much",
                item.number(),
                open.max(BigDecimal.ZERO));
        return Optional.of(settles);
    }

    private void allocated(Tx tx, Actor actor, List<Planned> all) {
        for (Planned planned : all) {
            Receipt receipt = planned.receipt();
            BigDecimal amount = planned.used();
            shift(tx, receipt.header().id(), amount, planned.usedOfOwn());
            headers.move(
                    tx, actor, receipt.header(), "allocate", receipt.state(), Map.of("amount", amount.toPlainString()));
        }
        write(tx, actor, all, actor.today());
    }

    /** Moves money of a posted receipt from unapplied to allocated, in the company's currency and in its own; negative: back. */
    static void shift(Tx tx, UUID receipt, BigDecimal amount, BigDecimal ofOwn) {
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("receipt-not-posted"),
                """
                update receivables.receipt set allocated = allocated + ?, unapplied = unapplied - ?, fx_allocated = fx_allocated + ?
                where company_id = ? and id = ? and posted""",
                amount,
                amount,
                ofOwn,
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

    @SuppressWarnings("ReferenceEquality") // two parts may be alike; only one is the last
    private static boolean isLast(Map<UUID, Paid> last, Paid part) {
        return last.get(part.item().id()) == part;
    }
}
