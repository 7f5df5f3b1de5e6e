package io.onaccount.sales;

import io.onaccount.organization.Actor;
import io.onaccount.party.PaymentTerm;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entered quote, checked and completed by the code that does so with orders: {@code whole} is the order of the lines that aren't optional,
 * and the optional ones are priced by themselves.
 */
record PricedQuote(PricedOrder whole, LocalDate validUntil, List<Line> lines) {
    /** How long a quote holds that says nothing of it. */
    static final int USUAL_DAYS = 30;

    private static final int MOST_YEARS = 2;

    record Line(PricedOrder.Line line, boolean optional) {}

    /** @throws Problem 400 with all that is wrong */
    static PricedQuote of(UUID id, Actor actor, OrderFacts facts, NewQuote entry) {
        Problem.Collector problems = new Problem.Collector();
        PricedOrder all = PricedOrder.of(problems, "", id, actor, facts, entry.asOrder(line -> true, null));
        LocalDate date = entry.date() == null ? actor.today() : entry.date();
        LocalDate until = entry.validUntil() == null ? date.plusDays(USUAL_DAYS) : entry.validUntil();
        problems.check(
                !until.isBefore(date) && !until.isAfter(date.plusYears(MOST_YEARS)),
                "validUntil",
                "quote-validity",
                date,
                date.plusYears(MOST_YEARS));
        problems.check(
                entry.lines().isEmpty() || entry.lines().stream().anyMatch(line -> !line.isOptional()),
                "lines",
                "quote-all-optional");
        problems.throwIfAny();
        PricedOrder whole = PricedOrder.of(
                problems, "", id, actor, facts, entry.asOrder(line -> !line.isOptional(), entry.discountAmount()));
        problems.throwIfAny();
        if (all == null || whole == null) {
            throw new IllegalStateException("no quote and no problem");
        }
        List<Line> lines = new ArrayList<>(all.lines().size());
        int counted = 0;
        for (int i = 0; i < all.lines().size(); i++) {
            PricedOrder.Line alone = all.lines().get(i);
            boolean optional = entry.lines().get(i).isOptional();
            LineAmounts amounts =
                    optional ? alone.amounts() : whole.lines().get(counted++).amounts();
            lines.add(new Line(
                    new PricedOrder.Line(
                            alone.position(),
                            alone.offer(),
                            alone.quantity(),
                            alone.price(),
                            alone.discount(),
                            alone.taxRate(),
                            alone.deliveryDate(),
                            alone.note(),
                            amounts,
                            amounts),
                    optional));
        }
        return new PricedQuote(whole, until, lines);
    }

    UUID id() {
        return whole.id();
    }

    Money total() {
        return whole.total();
    }

    /** For the history: all lines, with what the whole comes to. */
    PricedOrder forDifference() {
        return new PricedOrder(
                whole.id(),
                whole.customer(),
                whole.number(),
                whole.owner(),
                whole.department(),
                whole.date(),
                whole.deliveryDate(),
                whole.term(),
                whole.basis(),
                whole.contact(),
                whole.deliveryAddress(),
                whole.invoiceAddress(),
                whole.reference(),
                whole.note(),
                whole.taxInclusive(),
                whole.discount(),
                lines.stream().map(Line::line).toList(),
                whole.charges(),
                whole.chargesTotal(),
                whole.net(),
                whole.tax(),
                whole.total(),
                whole.foreign(),
                whole.own());
    }

    /** The payment term's id; null: to be paid on delivery. */
    @Nullable
    UUID term() {
        PaymentTerm term = whole.term();
        return term == null ? null : term.id();
    }
}
