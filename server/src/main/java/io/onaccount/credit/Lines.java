package io.onaccount.credit;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The limits by product line of one account and what is used of them, added up from its documents when it is asked for: there is no sum beside
 * them that could drift. What is owed is kept by order, as money assigned to an order offsets its lines in proportion.
 *
 * @param owed by order, what stands behind none under {@link #NO_ORDER}
 * @param assigned money assigned to orders
 */
record Lines(String currency, List<Line> limits, Map<UUID, Owed> owed, Map<UUID, BigDecimal> assigned) {
    static final UUID NO_ORDER = new UUID(0, 0);
    private static final BigDecimal NONE = BigDecimal.ZERO;

    /**
     * A limit with all that belongs to it.
     *
     * @param categories the limit's own and those below
     */
    record Line(LineLimit limit, Set<UUID> categories) {}

    /**
     * What one order owes.
     *
     * @param total of everything, freight too
     * @param of what of it belongs to each limit, by its category
     */
    record Owed(BigDecimal total, Map<UUID, BigDecimal> of) {
        static final Owed NOTHING = new Owed(NONE, Map.of());

        Owed plus(BigDecimal more, Map<UUID, BigDecimal> shares) {
            Map<UUID, BigDecimal> sums = new HashMap<>(of);
            shares.forEach((line, amount) -> sums.merge(line, amount, BigDecimal::add));
            return new Owed(total.add(more), sums);
        }
    }

    /** The same with so much more owed for an order; negative: less. */
    Lines plus(UUID order, BigDecimal total, Map<UUID, BigDecimal> byCategory) {
        Map<UUID, Owed> changed = new HashMap<>(owed);
        changed.put(order, owed.getOrDefault(order, Owed.NOTHING).plus(total, ofLimits(byCategory)));
        return new Lines(currency, limits, changed, assigned);
    }

    /** What of amounts by category belongs to each limit: to all of them where they lie in one another. */
    private Map<UUID, BigDecimal> ofLimits(Map<UUID, BigDecimal> byCategory) {
        Map<UUID, BigDecimal> sums = new HashMap<>();
        for (Line line : limits) {
            byCategory.forEach((category, amount) -> {
                if (line.categories().contains(category)) {
                    sums.merge(line.limit().category(), amount, BigDecimal::add);
                }
            });
        }
        return sums;
    }

    /** The same with this money assigned to orders. */
    Lines assigning(Map<UUID, BigDecimal> money) {
        return new Lines(currency, limits, owed, money);
    }

    /** What is used of a limit. What is assigned to an order counts for each of its lines in proportion of what it owes. */
    BigDecimal used(LineLimit limit) {
        BigDecimal used = NONE;
        for (Map.Entry<UUID, Owed> order : owed.entrySet()) {
            BigDecimal own = order.getValue().of().getOrDefault(limit.category(), NONE);
            if (own.signum() != 0) {
                used = used.add(own).subtract(offset(order.getKey(), order.getValue(), own));
            }
        }
        return Money.round(used, currency).amount();
    }

    private BigDecimal offset(UUID order, Owed whole, BigDecimal own) {
        BigDecimal counted =
                assigned.getOrDefault(order, NONE).min(whole.total().max(NONE));
        return counted.signum() <= 0
                ? NONE
                : new Money(own, currency).share(counted, whole.total()).amount();
    }

    /** The limits a request draws on; for what is to leave, those of its products. */
    List<LineUse> uses(CreditRequest request, Map<UUID, UUID> categories) {
        boolean adds = request.point().adds();
        Lines after = adds ? plus(request, categories) : this;
        List<LineUse> uses = new ArrayList<>();
        for (Line line : limits) {
            BigDecimal share = NONE;
            Set<UUID> products = new HashSet<>();
            boolean any = false;
            for (CreditRequest.Share part : request.shares()) {
                UUID category = part.in(categories);
                if (category != null && line.categories().contains(category)) {
                    any = true;
                    share = share.add(part.amount());
                    if (part.product() != null) {
                        products.add(part.product());
                    }
                }
            }
            if (any && (share.signum() > 0 || (share.signum() == 0 && request.asksMore()))) {
                BigDecimal used = used(line.limit());
                uses.add(new LineUse(
                        line.limit(),
                        used,
                        Money.round(share, currency).amount(),
                        adds ? after.used(line.limit()).subtract(used) : NONE,
                        products.stream().sorted().toList()));
            }
        }
        return uses;
    }

    /** The same after a request was granted. */
    Lines plus(CreditRequest request, Map<UUID, UUID> categories) {
        Map<UUID, BigDecimal> byCategory = new HashMap<>();
        for (CreditRequest.Share part : request.shares()) {
            UUID category = part.in(categories);
            if (category != null) {
                byCategory.merge(category, part.amount(), BigDecimal::add);
            }
        }
        return plus(request.order(), request.amount().amount(), byCategory);
    }

    /**
     * One amount that is open of a document, to be divided among categories in proportion of their weights. Parts are differences of rounded
     * running sums, so that they come to the whole. What is open beyond all weights is for goods that came back, and waits for its credit note to be set
     * against it: it is of no product any more.
     *
     * @param order behind it; null: none
     */
    record Source(UUID party, @Nullable UUID order, Money open, Map<UUID, BigDecimal> weights) {

        Map<UUID, BigDecimal> divided() {
            BigDecimal whole = weights.values().stream().reduce(NONE, BigDecimal::add);
            Map<UUID, BigDecimal> parts = new HashMap<>();
            if (whole.signum() <= 0) {
                return parts; // nothing says what it is for
            }
            Money divided = open.min(Money.round(whole, open.currency()));
            BigDecimal sum = NONE;
            Money before = Money.zero(open.currency());
            for (Map.Entry<UUID, BigDecimal> weight : weights.entrySet()) {
                sum = sum.add(weight.getValue());
                Money upTo = divided.share(sum, whole);
                parts.put(weight.getKey(), upTo.minus(before).amount());
                before = upTo;
            }
            return parts;
        }
    }

    /** What the sources come to by order, with the limits drawn on. */
    Lines owing(Collection<Source> sources) {
        Map<UUID, BigDecimal> totals = new HashMap<>();
        Map<UUID, Map<UUID, BigDecimal>> parts = new HashMap<>();
        for (Source source : sources) {
            UUID order = source.order() == null ? NO_ORDER : source.order();
            totals.merge(order, source.open().amount(), BigDecimal::add);
            Map<UUID, BigDecimal> sums = parts.computeIfAbsent(order, id -> new HashMap<>());
            source.divided().forEach((category, amount) -> sums.merge(category, amount, BigDecimal::add));
        }
        Map<UUID, Owed> all = new HashMap<>();
        totals.forEach((order, total) ->
                all.put(order, new Owed(total, ofLimits(parts.getOrDefault(order, Map.of())))));
        return new Lines(currency, limits, all, assigned);
    }
}
