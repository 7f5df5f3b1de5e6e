package io.onaccount.sales;

import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * So much of a quote, to be ordered. Each line's share of the discount on the whole goes with its pieces: the orders that take a line wholly
 * have its share between them exactly, however often it was divided.
 *
 * @param discount off the order, in the basis of its prices
 */
record QuoteShare(List<Part> parts, Money discount) {

    /** So many pieces of a line, with their part of its discount. */
    record Part(Quote.Line line, BigDecimal quantity, BigDecimal discount) {}

    /**
     * @param wanted so much of each line; empty for all that is left
     * @param taken of each line by orders that stand
     * @throws Problem 400 for a line that is unknown or named twice, 409 {@code more-than-quoted} or {@code quote-nothing-left}
     */
    static QuoteShare of(Quote quote, List<OrderAnswer.Part> wanted, Map<Integer, QuoteTakings.Taken> taken) {
        List<OrderAnswer.Part> parts = wanted.isEmpty()
                ? quote.lines().stream()
                        .filter(line -> line.openQuantity().signum() > 0)
                        .map(line -> new OrderAnswer.Part(line.position(), line.openQuantity()))
                        .toList()
                : sound(quote, wanted);
        if (parts.isEmpty()) {
            throw Problem.conflict("quote-nothing-left", quote.number());
        }
        Map<Integer, Quote.Line> byPosition = new HashMap<>();
        quote.lines().forEach(line -> byPosition.put(line.position(), line));
        Map<Integer, Money> shares = shares(quote);
        List<Part> found = new ArrayList<>(parts.size());
        List<OrderPricing.Entered> entered = new ArrayList<>(parts.size());
        Money discount = Money.zero(quote.currency());
        for (OrderAnswer.Part part : parts) {
            Quote.Line line = byPosition.get(part.position());
            if (line == null) {
                throw new IllegalStateException("checked above");
            }
            if (part.quantity().compareTo(line.openQuantity()) > 0) {
                throw Problem.conflict(
                        "more-than-quoted",
                        quote.number(),
                        line.position(),
                        line.productCode(),
                        plain(line.openQuantity()),
                        plain(part.quantity()));
            }
            QuoteTakings.Taken before = taken.getOrDefault(line.position(), QuoteTakings.Taken.NOTHING);
            Money own = shares.getOrDefault(line.position(), Money.zero(quote.currency()))
                    .share(before.quantity().add(part.quantity()), line.quantity())
                    .minus(quote.money(before.discount()))
                    .max(Money.zero(quote.currency()));
            found.add(new Part(line, part.quantity(), own.amount()));
            entered.add(new OrderPricing.Entered(part.quantity(), line.price(), line.discount(), line.taxRate()));
            discount = discount.plus(own);
        }
        // Rounding of a few pieces may leave a cent less than their share of a discount that gives nearly all away.
        Money most = OrderPricing.gross(entered, quote.taxInclusive(), quote.currency());
        return new QuoteShare(found, discount.min(most));
    }

    private static List<OrderAnswer.Part> sound(Quote quote, List<OrderAnswer.Part> wanted) {
        Problem.Collector problems = new Problem.Collector();
        Map<Integer, BigDecimal> named = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            OrderAnswer.Part part = wanted.get(i);
            String at = "lines[" + i + "].";
            problems.check(
                    quote.lines().stream().anyMatch(line -> line.chosen() && line.position() == part.position()),
                    at + "position",
                    "quote-no-line",
                    part.position());
            Input.fitting(problems, at + "quantity", part.quantity());
            problems.check(part.quantity().signum() > 0, at + "quantity", "must-be-positive");
            problems.check(
                    named.put(part.position(), part.quantity()) == null,
                    at + "position",
                    "split-line-twice",
                    part.position());
        }
        problems.throwIfAny();
        return wanted.stream()
                .sorted(Comparator.comparingInt(OrderAnswer.Part::position))
                .toList();
    }

    /** What each line that counts bears of the discount on the whole, in the basis of the prices. */
    private static Map<Integer, Money> shares(Quote quote) {
        Map<Integer, Money> shares = new HashMap<>();
        QuoteChoice choice = QuoteChoice.standing(quote);
        for (Quote.Line line : quote.lines()) {
            LineAmounts after = choice.amounts().get(line.position());
            if (after != null) {
                Money before = OrderPricing.gross(List.of(line.entered()), quote.taxInclusive(), quote.currency());
                shares.put(line.position(), before.minus(quote.taxInclusive() ? after.total() : after.net()));
            }
        }
        return shares;
    }

    private static String plain(BigDecimal quantity) {
        return quantity.stripTrailingZeros().toPlainString();
    }
}
