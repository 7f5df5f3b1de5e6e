package io.onaccount.sales;

import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a quote comes to with these of its optional lines: priced as the order of the same lines would be, so that what was accepted is what is
 * ordered, to the cent.
 *
 * @param amounts of each line that counts, by its position
 */
record QuoteChoice(Set<Integer> options, Map<Integer, LineAmounts> amounts, Money net, Money tax) {

    /** @throws Problem 400 for a position that is no optional line of the quote */
    static QuoteChoice of(Quote quote, Collection<Integer> options) {
        Set<Integer> wanted = new HashSet<>(options);
        Problem.Collector problems = new Problem.Collector();
        for (Integer option : wanted) {
            problems.check(
                    quote.lines().stream().anyMatch(line -> line.optional() && line.position() == option),
                    "options",
                    "quote-no-option",
                    option);
        }
        problems.throwIfAny();
        List<Quote.Line> lines = new ArrayList<>();
        for (Quote.Line line : quote.lines()) {
            if (!line.optional() || wanted.contains(line.position())) {
                lines.add(line);
            }
        }
        List<LineAmounts> priced = OrderPricing.lines(
                lines.stream().map(Quote.Line::entered).toList(),
                quote.money(quote.discountAmount()),
                quote.taxInclusive(),
                quote.currency());
        Map<Integer, LineAmounts> amounts = new LinkedHashMap<>();
        Money net = Money.zero(quote.currency());
        Money tax = net;
        for (int i = 0; i < lines.size(); i++) {
            amounts.put(lines.get(i).position(), priced.get(i));
            net = net.plus(priced.get(i).net());
            tax = tax.plus(priced.get(i).tax());
        }
        for (SalesOrder.Charge charge : quote.charges()) {
            net = net.plus(quote.money(charge.net()));
            tax = tax.plus(quote.money(charge.tax()));
        }
        return new QuoteChoice(wanted, amounts, net, tax);
    }

    /** As it stands: the optional lines that were chosen, or none. */
    static QuoteChoice standing(Quote quote) {
        return of(
                quote,
                quote.lines().stream()
                        .filter(line -> line.optional() && line.chosen())
                        .map(Quote.Line::position)
                        .toList());
    }

    Money total() {
        return net.plus(tax);
    }
}
