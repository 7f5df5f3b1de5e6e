package io.onaccount.receivables;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which money settles which items: what was named first, then an item of exactly the amount, then items that come to it together, then credit
 * notes against the oldest items, then the money against the oldest (RCP-02). Deciding only; nothing is written here.
 */
final class AllocationPlan {
    static final Comparator<OpenItem> OLDEST_FIRST =
            Comparator.comparing(OpenItem::due).thenComparing(OpenItem::date).thenComparing(OpenItem::id);

    /** So much money settles this item. */
    record Share(OpenItem item, BigDecimal amount) {}

    /** So much of a credit note settles this item. */
    record Netting(OpenItem item, OpenItem credit, BigDecimal amount) {}

    /** An item somebody named, with the most to be paid on it; null for all that is open. */
    record Named(OpenItem item, @Nullable BigDecimal most) {}

    private final List<Share> shares = new ArrayList<>();
    private final List<Netting> nettings = new ArrayList<>();
    private final Map<UUID, BigDecimal> open = new LinkedHashMap<>();
    private BigDecimal money;

    private AllocationPlan(BigDecimal money) {
        this.money = money;
    }

    /**
     * @param money what there is to allocate
     * @param named items in the order named
     * @param others open items of the customer, credit notes among them; those named may be among them too
     */
    static AllocationPlan automatic(BigDecimal money, List<Named> named, List<OpenItem> others) {
        AllocationPlan plan = new AllocationPlan(money);
        List<OpenItem> oldest = others.stream().sorted(OLDEST_FIRST).toList();
        named.forEach(n -> plan.open.putIfAbsent(n.item().id(), n.item().open()));
        oldest.forEach(item -> plan.open.putIfAbsent(item.id(), item.open()));
        plan.payNamed(named);
        plan.payExact(oldest);
        plan.payTogether(oldest);
        plan.net(oldest);
        plan.payOldest(oldest);
        return plan;
    }

    /** The money goes to the named items alone. */
    static AllocationPlan namedOnly(BigDecimal money, List<Named> named) {
        return automatic(money, named, List.of());
    }

    private void payNamed(List<Named> named) {
        for (Named n : named) {
            if (!n.item().isCredit()) {
                BigDecimal most = n.most();
                pay(n.item(), most == null ? rest(n.item()) : most.min(rest(n.item())));
            }
        }
    }

    private void payExact(List<OpenItem> oldest) {
        oldest.stream()
                .filter(item ->
                        !item.isCredit() && money.signum() > 0 && rest(item).compareTo(money) == 0)
                .findFirst()
                .ifPresent(item -> pay(item, money));
    }

    /** Items that come to exactly the money together: their credit notes go against them, and the money pays the rest. */
    private void payTogether(List<OpenItem> oldest) {
        List<OpenItem> together = Combination.of(money, oldest, this::rest);
        net(together);
        payOldest(together);
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

    private void payOldest(List<OpenItem> oldest) {
        for (OpenItem item : oldest) {
            if (!item.isCredit()) {
                pay(item, rest(item));
            }
        }
    }

    private void pay(OpenItem item, BigDecimal wanted) {
        BigDecimal amount = wanted.min(money);
        if (amount.signum() <= 0) {
            return;
        }
        shares.add(new Share(item, amount));
        money = money.subtract(amount);
        open.merge(item.id(), amount.negate(), BigDecimal::add);
    }

    private BigDecimal rest(OpenItem item) {
        return open.getOrDefault(item.id(), BigDecimal.ZERO);
    }

    /** Who gets money, one share per item. */
    List<Share> shares() {
        Map<UUID, Share> byItem = new LinkedHashMap<>();
        shares.forEach(share -> byItem.merge(
                share.item().id(),
                share,
                (a, b) -> new Share(a.item(), a.amount().add(b.amount()))));
        return List.copyOf(byItem.values());
    }

    List<Netting> nettings() {
        return nettings;
    }

    /** Money left over. */
    BigDecimal left() {
        return money;
    }
}
