package io.onaccount.sales;

import io.onaccount.credit.CreditRequest.Share;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.sales.OrderAnswer.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order cut in two (拆单): so much of each line is kept, the rest goes into a new order. Nothing is priced anew: the amounts of the two parts
 * are differences of rounded running sums, so that lines, discount and tax of both come to those of the whole to the cent. Charges stay with
 * what is kept, as the deposits do.
 */
record OrderSplit(Side kept, Side rest) {

    /**
     * A line of one of the two orders; everything else is as in the whole.
     *
     * @param own in the order's own currency, where that isn't the company's
     */
    record Cut(
            SalesOrder.Line line,
            BigDecimal quantity,
            LineAmounts amounts,
            @Nullable LineAmounts own) {
        static Cut of(SalesOrder order, SalesOrder.Line line, BigDecimal from, BigDecimal to) {
            OwnAmounts own = line.own();
            return new Cut(
                    line,
                    to.subtract(from),
                    line.amounts(order).between(from, to, line.quantity()),
                    own == null ? null : own.in(order.pricedIn()).between(from, to, line.quantity()));
        }
    }

    /**
     * One of the two orders.
     *
     * @param discount in the order's own currency
     * @param own what it comes to in that; null: it is the company's
     */
    record Side(
            List<Cut> lines,
            Money discount,
            Money net,
            Money tax,
            Money charges,
            @Nullable LineAmounts own) {
        Money total() {
            return net.plus(tax);
        }

        List<Share> shares() {
            return lines.stream()
                    .map(cut -> Share.of(cut.line().product(), cut.amounts().total()))
                    .toList();
        }
    }

    /**
     * @param keep so much of each line; a line not named is not kept
     * @throws Problem 400 when a line is unknown, named twice or has less, or when one of the two orders would have no lines
     */
    static OrderSplit of(SalesOrder order, List<Part> keep) {
        Map<Integer, BigDecimal> quantities = checked(order, keep);
        String currency = order.currency();
        List<Cut> kept = new ArrayList<>();
        List<Cut> rest = new ArrayList<>();
        for (SalesOrder.Line line : order.lines()) {
            BigDecimal quantity = quantities.getOrDefault(line.position(), BigDecimal.ZERO);
            if (quantity.signum() > 0) {
                kept.add(Cut.of(order, line, BigDecimal.ZERO, quantity));
            }
            if (quantity.compareTo(line.quantity()) < 0) {
                rest.add(Cut.of(order, line, quantity, line.quantity()));
            }
        }
        Problem.Collector problems = new Problem.Collector();
        problems.check(!kept.isEmpty(), "lines", "split-nothing-kept");
        problems.check(!rest.isEmpty(), "lines", "split-nothing-left");
        problems.throwIfAny();
        Money discount = new Money(order.discountAmount(), order.pricedIn());
        Money keptGross = gross(order, kept);
        Money allGross = keptGross.plus(gross(order, rest));
        Money keptDiscount = allGross.isZero() ? discount : discount.share(keptGross.amount(), allGross.amount());
        Money chargesNet = Money.zero(currency);
        Money chargesTax = chargesNet;
        LineAmounts own = LineAmounts.zero(order.pricedIn());
        for (SalesOrder.Charge charge : order.charges()) {
            chargesNet = chargesNet.plus(new Money(charge.net(), currency));
            chargesTax = chargesTax.plus(new Money(charge.tax(), currency));
            own = charge.own() == null ? own : own.plus(charge.own().in(order.pricedIn()));
        }
        LineAmounts none = LineAmounts.zero(order.pricedIn());
        boolean foreign = order.foreign() != null;
        return new OrderSplit(
                side(kept, keptDiscount, chargesNet, chargesTax, foreign ? own : null),
                side(
                        rest,
                        discount.minus(keptDiscount),
                        Money.zero(currency),
                        Money.zero(currency),
                        foreign ? none : null));
    }

    private static Map<Integer, BigDecimal> checked(SalesOrder order, List<Part> keep) {
        Map<Integer, BigDecimal> whole = new HashMap<>();
        order.lines().forEach(line -> whole.put(line.position(), line.quantity()));
        Problem.Collector problems = new Problem.Collector();
        problems.check(!keep.isEmpty(), "lines", "required");
        problems.check(keep.size() <= PricedOrder.MOST_LINES, "lines", "too-many-entries", PricedOrder.MOST_LINES);
        Map<Integer, BigDecimal> quantities = new HashMap<>();
        for (int i = 0; i < keep.size() && i < PricedOrder.MOST_LINES; i++) {
            Part part = keep.get(i);
            String at = "lines[" + i + "].";
            BigDecimal quantity = Input.fitting(problems, at + "quantity", part.quantity());
            BigDecimal has = whole.get(part.position());
            problems.check(has != null, at + "position", "split-no-line", part.position());
            problems.check(quantity.signum() >= 0, at + "quantity", "negative");
            problems.check(
                    has == null || quantity.compareTo(has) <= 0,
                    at + "quantity",
                    "split-line-has-less",
                    has == null ? BigDecimal.ZERO : has);
            problems.check(
                    quantities.put(part.position(), quantity) == null,
                    at + "position",
                    "split-line-twice",
                    part.position());
        }
        problems.throwIfAny();
        return quantities;
    }

    /** What the lines come to before the order's own discount, which is split in this proportion. */
    private static Money gross(SalesOrder order, List<Cut> lines) {
        return OrderPricing.gross(
                lines.stream()
                        .map(cut -> new OrderPricing.Entered(
                                cut.quantity(),
                                cut.line().price(),
                                cut.line().discount(),
                                cut.line().taxRate()))
                        .toList(),
                order.taxInclusive(),
                order.pricedIn());
    }

    private static Side side(
            List<Cut> lines, Money discount, Money chargesNet, Money chargesTax, @Nullable LineAmounts chargesOwn) {
        Money net = chargesNet;
        Money tax = chargesTax;
        LineAmounts own = chargesOwn;
        for (Cut cut : lines) {
            net = net.plus(cut.amounts().net());
            tax = tax.plus(cut.amounts().tax());
            own = own == null || cut.own() == null ? own : own.plus(cut.own());
        }
        return new Side(lines, discount, net, tax, chargesNet.plus(chargesTax), own);
    }
}
