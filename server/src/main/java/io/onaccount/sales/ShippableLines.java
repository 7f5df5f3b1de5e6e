package io.onaccount.sales;

import io.onaccount.credit.WayOut;
import io.onaccount.platform.Money;
import io.onaccount.sales.OrderAnswer.Part;
import io.onaccount.sales.OrderAnswer.Way;
import io.onaccount.sales.ShippableSubset.Candidate;
import io.onaccount.sales.ShippableSubset.Cap;
import io.onaccount.sales.ShippableSubset.Kept;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a refused order could be cut down to: asked only when credit was refused. */
record ShippableLines(List<Candidate> lines, Money charges) {

    static ShippableLines of(PricedOrder order) {
        return new ShippableLines(
                order.lines().stream()
                        .map(l -> new Candidate(
                                l.position(),
                                l.offer().product().id(),
                                l.quantity(),
                                l.amounts().total()))
                        .toList(),
                order.chargesTotal());
    }

    /** The ways credit names, and after those that say how little fits the lines that come to no more. */
    List<Way> ways(List<WayOut> credit, String currency) {
        List<Way> ways = new ArrayList<>();
        List<Cap> caps = new ArrayList<>();
        Money budget = null;
        int after = -1;
        for (WayOut way : credit) {
            ways.add(Way.of(way));
            BigDecimal amount = way.amount();
            if (amount != null && way.kind() == WayOut.Kind.REDUCE) {
                budget = new Money(amount, currency);
                after = ways.size();
            }
            if (amount != null && way.products() != null) {
                caps.add(new Cap(new Money(amount, currency), Set.copyOf(way.products())));
                after = ways.size();
            }
        }
        if (after >= 0) {
            int at = after;
            ShippableSubset.within((budget == null ? whole(currency) : budget.minus(charges)), lines, caps)
                    .ifPresent(kept ->
                            ways.add(at, new Way("SHIP_PART", total(kept).amount(), parts(kept), null)));
        }
        return ways;
    }

    private Money whole(String currency) {
        return Money.sum(lines.stream().map(Candidate::total).toList(), currency);
    }

    private Money total(List<Kept> kept) {
        Money total = charges;
        for (Kept line : kept) {
            total = total.plus(line.total());
        }
        return total;
    }

    private static List<Part> parts(List<Kept> kept) {
        return kept.stream().map(k -> new Part(k.position(), k.quantity())).toList();
    }
}
