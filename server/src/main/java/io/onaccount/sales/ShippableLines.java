package io.onaccount.sales;

import io.onaccount.credit.WayOut;
import io.onaccount.platform.Money;
import io.onaccount.sales.OrderAnswer.Part;
import io.onaccount.sales.OrderAnswer.Way;
import io.onaccount.sales.ShippableSubset.Candidate;
import io.onaccount.sales.ShippableSubset.Kept;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a refused order could be cut down to: asked only when credit was refused. */
record ShippableLines(List<Candidate> lines, Money charges) {

    static ShippableLines of(PricedOrder order) {
        return new ShippableLines(
                order.lines().stream()
                        .map(l -> new Candidate(
                                l.position(), l.quantity(), l.amounts().total()))
                        .toList(),
                order.chargesTotal());
    }

    /** The ways credit names, and after {@link WayOut.Kind#REDUCE} the lines that come to no more than it allows. */
    List<Way> ways(List<WayOut> credit, String currency) {
        List<Way> ways = new ArrayList<>();
        for (WayOut way : credit) {
            ways.add(new Way(way.kind().name(), way.amount(), List.of()));
            BigDecimal amount = way.amount();
            if (way.kind() == WayOut.Kind.REDUCE && amount != null) {
                ShippableSubset.within(new Money(amount, currency).minus(charges), lines)
                        .ifPresent(kept ->
                                ways.add(new Way("SHIP_PART", total(kept).amount(), parts(kept))));
            }
        }
        return ways;
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
