package io.onaccount.receivables;

import io.onaccount.receivables.DiscountOffers.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which money settles which items: what was named first, then an item of exactly the amount, then items that come to it together, then credit
 * notes against the oldest items, then the money against the oldest or the best discount (RCP-02, DSC-02). What an item asks for is less than
 * what is open on it while its discount runs. Deciding only; nothing is written here.
 */
final class AllocationPlan {
    static final Comparator<OpenItem> OLDEST_FIRST =
            Comparator.comparing(OpenItem::due).thenComparing(OpenItem::date).thenComparing(OpenItem::id);

    /** So much money, with the discount it earns, settles this item. */
    record Share(OpenItem item, Part part) {
        /** What is settled. */
        BigDecimal amount() {
            return part.settled();
        }

        BigDecimal paid() {
            return part.paid();
        }
    }

    /** So much of a credit note settles this item. */
    record Netting(OpenItem item, OpenItem credit, BigDecimal amount) {}

    /** An item somebody named, with the most to be paid on it; null for all that is open. */
    record Named(OpenItem item, @Nullable BigDecimal most) {}

    private final List<Share> shares = new ArrayList<>();
    private final List<Netting> nettings = new ArrayList<>();
    private final Map<UUID, BigDecimal> open = new LinkedHashMap<>();
    private final DiscountOffers offers;
    private BigDecimal money;

    private AllocationPlan(BigDecimal money, DiscountOffers offers) {
        this.money = money;
        this.offers = offers;
    }

    /**
     * @param money what there is to allocate
     * @param named items in the order named; credit notes among them go against the items among them before any money does
     * @param others open items of the customer, credit notes among them; those named may be among them too
     * @param offers what they offer to money of this value date
     */
    static AllocationPlan automatic(BigDecimal money, List<Named> named, List<OpenItem> others, DiscountOffers offers) {
        AllocationPlan plan = new AllocationPlan(money, offers);
        List<OpenItem> oldest = others.stream().sorted(OLDEST_FIRST).toList();
        named.forEach(n -> plan.open.putIfAbsent(n.item().id(), n.item().open()));
        oldest.forEach(item -> plan.open.putIfAbsent(item.id(), item.open()));
        plan.payNamed(named);
        plan.payExact(oldest);
        plan.payTogether(oldest);
        plan.net(oldest);
        plan.payRest(others.stream().sorted(offers.order()).toList());
        return plan;
    }

    /** As {@link #automatic(BigDecimal, List, List, DiscountOffers)}, of items that offer no discount. */
    static AllocationPlan automatic(BigDecimal money, List<Named> named, List<OpenItem> others) {
        return automatic(money, named, others, DiscountOffers.NONE);
    }

    /** The money goes to the named items alone. */
    static AllocationPlan namedOnly(BigDecimal money, List<Named> named, DiscountOffers offers) {
        return automatic(money, named, List.of(), offers);
    }

    private void payNamed(List<Named> named) {
        for (Named credit : named) {
            if (credit.item().isCredit()) {
                BigDecimal had = rest(credit.item()).negate();
                open.merge(
                        credit.item().id(),
                        credit.most() == null
                                ? BigDecimal.ZERO
                                : had.subtract(credit.most()).max(BigDecimal.ZERO),
                        BigDecimal::add);
                net(Stream.concat(
                                named.stream().map(Named::item).filter(item -> !item.isCredit()),
                                Stream.of(credit.item()))
                        .toList());
            }
        }
        for (Named n : named) {
            if (!n.item().isCredit()) {
                BigDecimal most = n.most();
                pay(n.item(), most == null ? money : most.min(money));
            }
        }
    }

    /** The item that asks for just this amount, or else has just this amount open. */
    private void payExact(List<OpenItem> oldest) {
        if (money.signum() <= 0) {
            return;
        }
        List<OpenItem> owing = oldest.stream()
                .filter(item -> !item.isCredit() && rest(item).signum() > 0)
                .toList();
        owing.stream()
                .filter(item -> cost(item).compareTo(money) == 0)
                .findFirst()
                .or(() -> owing.stream()
                        .filter(item -> rest(item).compareTo(money) == 0)
                        .findFirst())
                .ifPresent(item -> pay(item, money));
    }

    /**
     * Items that cost exactly the money together: their credit notes go against them, and the money pays the rest. When a credit note makes a
     * discount less, so that the money doesn't come out after all, they are left alone.
     */
    private void payTogether(List<OpenItem> oldest) {
        List<OpenItem> together = Combination.of(money, oldest, this::cost);
        if (together.isEmpty()) {
            return;
        }
        Map<UUID, BigDecimal> before = new LinkedHashMap<>(open);
        BigDecimal had = money;
        int paid = shares.size();
        int netted = nettings.size();
        net(together);
        payRest(together);
        if (together.stream().anyMatch(item -> rest(item).signum() != 0)) {
            open.putAll(before);
            money = had;
            shares.subList(paid, shares.size()).clear();
            nettings.subList(netted, nettings.size()).clear();
        }
    }

    private void net(List<OpenItem> oldest) {
        for (OpenItem credit : oldest) {
            if (!credit.isCredit()) {
                continue;
            }
            for (OpenItem item : oldest) {
                BigDecimal amount = rest(item).min(rest(credit).negate());
                if (!item.isCredit() && amount.signum() > 0) {
                    nettings.add(new Netting(item, credit, amount));
                    open.merge(item.id(), amount.negate(), BigDecimal::add);
                    open.merge(credit.id(), amount, BigDecimal::add);
                }
            }
        }
    }

    private void payRest(List<OpenItem> ordered) {
        for (OpenItem item : ordered) {
            if (!item.isCredit()) {
                pay(item, money);
            }
        }
    }

    /** As much of the money as the item takes. */
    private void pay(OpenItem item, BigDecimal most) {
        Part part = offers.part(item, most.min(money), rest(item));
        if (part.paid().signum() <= 0) {
            return;
        }
        shares.add(new Share(item, part));
        money = money.subtract(part.paid());
        open.merge(item.id(), part.settled().negate(), BigDecimal::add);
    }

    private BigDecimal rest(OpenItem item) {
        return open.getOrDefault(item.id(), BigDecimal.ZERO);
    }

    /** The money that settles what is left of it; of a credit note what it takes off. */
    private BigDecimal cost(OpenItem item) {
        return offers.payable(item, rest(item));
    }

    /** Who gets money, one share per item. */
    List<Share> shares() {
        Map<UUID, Share> byItem = new LinkedHashMap<>();
        shares.forEach(share -> byItem.merge(
                share.item().id(), share, (a, b) -> new Share(a.item(), a.part().plus(b.part()))));
        return List.copyOf(byItem.values());
    }

    DiscountOffers offers() {
        return offers;
    }

    List<Netting> nettings() {
        return nettings;
    }

    /** Money left over. */
    BigDecimal left() {
        return money;
    }
}
