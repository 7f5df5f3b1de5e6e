package io.onaccount.sales;

import io.onaccount.credit.CreditRequest.Share;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an order comes to when a change is applied to it as it stands now. What has left stays as it left: a line whose delivered part would cost
 * otherwise ends with that part, and the rest goes on as a line of its own. So every share of every line stays exact, whatever is changed when.
 * Charges leave with the first goods and are invoiced by shares of each: one that has left or is spoken for stays as it is.
 *
 * @param troubles why it can't be applied; nothing: it can
 */
record ChangedOrder(
        List<Piece> pieces,
        List<Charge> charges,
        Money discount,
        Money net,
        Money tax,
        Money total,
        List<Trouble> troubles) {

    /**
     * A line of the order as it will be.
     *
     * @param line of the change that it comes from
     * @param position of the order's line; null: it is added
     * @param asks whether its price, discount or tax is another than before, or it is new: then its price needs authority
     * @param more how much more of its product is wanted than before
     */
    record Piece(
            int line,
            @Nullable Integer position,
            UUID product,
            String unit,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal discount,
            BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            String note,
            BigDecimal delivered,
            LineAmounts amounts,
            boolean asks,
            BigDecimal more) {

        BigDecimal open() {
            return quantity.subtract(delivered);
        }
    }

    /**
     * A charge of the order as it will be.
     *
     * @param wanted as the change has it
     * @param old as the order has it; null: it is added
     */
    record Charge(WantedOrder.Charge wanted, SalesOrder.@Nullable Charge old, LineAmounts amounts) {
        boolean isSame() {
            return old != null
                    && !wanted.ends()
                    && old.name().equals(wanted.name())
                    && old.taxRate().compareTo(wanted.taxRate()) == 0
                    && old.total().compareTo(amounts.total().amount()) == 0;
        }
    }

    /**
     * What others rely on.
     *
     * @param lines how much of each line by position
     * @param charges positions of charges
     */
    record SpokenFor(Map<Integer, BigDecimal> lines, Set<Integer> charges) {
        static final SpokenFor NOTHING = new SpokenFor(Map.of(), Set.of());
    }

    /**
     * What stands against it.
     *
     * @param place lines, charges or the field of the change that it is about
     * @param line of the change, or its charge; null: all of them
     */
    record Trouble(String code, String place, @Nullable Integer line, List<String> figures) {
        private static Trouble of(String code, String place, @Nullable Integer line, Object... figures) {
            List<String> texts = new ArrayList<>();
            for (Object figure : figures) {
                texts.add(figure instanceof BigDecimal number ? plain(number) : figure.toString());
            }
            return new Trouble(code, place, line, texts);
        }

        boolean isAbout(OrderChange.Line one) {
            return place.equals(LINES) && line != null && one.line() == line;
        }
    }

    private static final String LINES = "lines";
    private static final String DISCOUNT = "discountAmount";
    static final String CHARGES = "charges";

    /**
     * A line halfway.
     *
     * @param fixed what has left or is spoken for: it stays as it is
     * @param left what that comes to
     * @param rest what may be priced anew
     */
    private record Part(
            WantedOrder.Line wanted,
            SalesOrder.@Nullable Line old,
            BigDecimal delivered,
            BigDecimal fixed,
            LineAmounts gone,
            LineAmounts left,
            BigDecimal rest) {

        BigDecimal quantity() {
            return fixed.add(rest);
        }

        /** Whether in a line of this much everything that is fixed, and what of it has left, comes to what it does now. */
        boolean keeps(LineAmounts whole, BigDecimal quantity) {
            return isSame(whole.between(BigDecimal.ZERO, fixed, quantity), left)
                    && (delivered.signum() == 0 || isSame(whole.between(BigDecimal.ZERO, delivered, quantity), gone));
        }

        OrderPricing.Entered entered(BigDecimal some) {
            return new OrderPricing.Entered(some, wanted.price(), wanted.discount(), wanted.taxRate());
        }

        boolean isPricedAsBefore() {
            return old != null
                    && old.price().compareTo(wanted.price()) == 0
                    && old.discount().compareTo(wanted.discount()) == 0
                    && old.taxRate().compareTo(wanted.taxRate()) == 0;
        }

        /** How much more is wanted than before. */
        BigDecimal more() {
            return old == null ? rest : quantity().subtract(old.quantity()).max(BigDecimal.ZERO);
        }
    }

    static ChangedOrder of(SalesOrder order, WantedOrder wanted, SpokenFor spokenFor) {
        List<Trouble> troubles = new ArrayList<>();
        List<Part> parts = parts(order, wanted, spokenFor.lines, troubles);
        String currency = order.currency();
        boolean inclusive = order.taxInclusive();
        List<Part> resting =
                parts.stream().filter(part -> part.rest().signum() > 0).toList();
        List<OrderPricing.Entered> entered =
                resting.stream().map(part -> part.entered(part.rest())).toList();
        Money discount = new Money(wanted.discountAmount(), currency);
        boolean discounted = !discount.isZero() || order.discountAmount().signum() != 0;
        Money off = discounted ? restOf(order, discount, parts, entered, troubles) : Money.zero(currency);
        List<LineAmounts> rests = OrderPricing.lines(entered, off, inclusive, currency);
        boolean otherDiscount = order.discountAmount().compareTo(wanted.discountAmount()) != 0;

        List<Piece> pieces = new ArrayList<>();
        int next = 0;
        for (Part part : parts) {
            LineAmounts rest = part.rest().signum() > 0 ? rests.get(next++) : LineAmounts.zero(currency);
            pieces.addAll(pieces(order, part, rest, discounted, otherDiscount));
            if (part.fixed().compareTo(part.delivered()) > 0
                    && pieces.stream()
                            .filter(piece -> piece.line() == part.wanted().line() && piece.position() != null)
                            .anyMatch(piece -> !part.keeps(piece.amounts(), piece.quantity()))) {
                troubles.add(Trouble.of(
                        "order-change-spoken-for", LINES, part.wanted().line(), part.fixed()));
            }
        }
        Money net = Money.zero(currency);
        Money tax = net;
        for (Piece piece : pieces) {
            net = net.plus(piece.amounts().net());
            tax = tax.plus(piece.amounts().tax());
        }
        List<Charge> charges = charges(order, wanted, spokenFor.charges, troubles);
        for (Charge charge : charges) {
            net = net.plus(charge.amounts.net());
            tax = tax.plus(charge.amounts.tax());
        }
        Money total = net.plus(tax);
        if (pieces.stream().allMatch(piece -> piece.quantity().signum() == 0)) {
            troubles.add(Trouble.of("order-change-nothing-left", LINES, null));
        }
        if (total.amount().compareTo(PricedOrder.LARGEST) >= 0) {
            troubles.add(Trouble.of("amount-too-large", LINES, null));
        }
        if (pieces.size() > PricedOrder.MOST_LINES) {
            troubles.add(Trouble.of("too-many-entries", LINES, null, PricedOrder.MOST_LINES));
        }
        return new ChangedOrder(pieces, charges, discount, net, tax, total, troubles);
    }

    private static List<Charge> charges(
            SalesOrder order, WantedOrder wanted, Set<Integer> spokenFor, List<Trouble> troubles) {
        Map<Integer, SalesOrder.Charge> known = new HashMap<>();
        order.charges().forEach(charge -> known.put(charge.position(), charge));
        List<Charge> charges = new ArrayList<>();
        for (WantedOrder.Charge line : wanted.charges()) {
            SalesOrder.Charge old = line.position() == null ? null : known.get(line.position());
            LineAmounts amounts = line.ends()
                    ? LineAmounts.zero(order.currency())
                    : OrderPricing.charge(line.amount(), line.taxRate(), order.taxInclusive(), order.currency());
            Charge charge = new Charge(line, old, amounts);
            if (!charge.isSame() && order.chargesDelivered()) {
                troubles.add(Trouble.of("order-change-charges-left", CHARGES, line.line()));
            } else if (!charge.isSame() && old != null && spokenFor.contains(old.position())) {
                troubles.add(Trouble.of("order-change-charge-invoiced", CHARGES, line.line(), old.name()));
            }
            charges.add(charge);
        }
        return charges;
    }

    /** What each product comes to more than before, or less (negative); those that stay as they are too. */
    List<Share> shares(SalesOrder before) {
        Map<UUID, Money> differences = new LinkedHashMap<>();
        pieces.forEach(
                piece -> differences.merge(piece.product(), piece.amounts().total(), Money::plus));
        before.lines()
                .forEach(line -> differences.merge(
                        line.product(), new Money(line.total(), before.currency()).negated(), Money::plus));
        List<Share> shares = new ArrayList<>();
        differences.forEach((product, more) -> shares.add(Share.of(product, more)));
        return shares;
    }

    private static List<Part> parts(
            SalesOrder order, WantedOrder wanted, Map<Integer, BigDecimal> spokenFor, List<Trouble> troubles) {
        Map<Integer, SalesOrder.Line> lines = new HashMap<>();
        order.lines().forEach(line -> lines.put(line.position(), line));
        List<Part> parts = new ArrayList<>();
        for (WantedOrder.Line line : wanted.lines()) {
            SalesOrder.Line old = line.position() == null ? null : lines.get(line.position());
            BigDecimal delivered = old == null ? BigDecimal.ZERO : old.deliveredQuantity();
            BigDecimal fixed = old == null
                    ? BigDecimal.ZERO
                    : spokenFor
                            .getOrDefault(old.position(), BigDecimal.ZERO)
                            .min(old.quantity())
                            .max(delivered);
            BigDecimal rest = line.ends() ? BigDecimal.ZERO : line.quantity().subtract(fixed);
            if (rest.signum() < 0) {
                boolean gone = line.quantity().compareTo(delivered) < 0;
                troubles.add(Trouble.of(
                        gone ? "order-change-below-delivered" : "order-change-spoken-for",
                        LINES,
                        line.line(),
                        gone ? delivered : fixed));
                rest = BigDecimal.ZERO;
            }
            parts.add(new Part(
                    line, old, delivered, fixed, share(order, old, delivered), share(order, old, fixed), rest));
        }
        return parts;
    }

    private static LineAmounts share(SalesOrder order, SalesOrder.@Nullable Line old, BigDecimal some) {
        return old == null || some.signum() == 0
                ? LineAmounts.zero(order.currency())
                : amounts(order, old).between(BigDecimal.ZERO, some, old.quantity());
    }

    /** What of the discount on the whole order is not in goods that have left or are spoken for. */
    private static Money restOf(
            SalesOrder order,
            Money discount,
            List<Part> parts,
            List<OrderPricing.Entered> entered,
            List<Trouble> troubles) {
        String currency = order.currency();
        boolean inclusive = order.taxInclusive();
        Money taken = Money.zero(currency);
        if (order.discountAmount().signum() != 0) {
            for (Part part : parts) {
                SalesOrder.Line old = part.old();
                if (old != null && part.fixed().signum() > 0) {
                    Money gross = OrderPricing.gross(
                            List.of(new OrderPricing.Entered(part.fixed(), old.price(), old.discount(), old.taxRate())),
                            inclusive,
                            currency);
                    taken = taken.plus(gross)
                            .minus(inclusive ? part.left().total() : part.left().net());
                }
            }
        }
        Money most = OrderPricing.gross(entered, inclusive, currency);
        Money rest = discount.minus(taken);
        if (rest.isNegative() && !taken.isNegative()) {
            troubles.add(Trouble.of("order-change-discount-taken", DISCOUNT, null, taken.amount()));
        }
        if (rest.compareTo(most) > 0) {
            troubles.add(Trouble.of(
                    "discount-above-lines", DISCOUNT, null, most.plus(taken).amount()));
        }
        return rest.max(Money.zero(currency)).min(most);
    }

    private static List<Piece> pieces(
            SalesOrder order, Part part, LineAmounts rest, boolean discounted, boolean otherDiscount) {
        SalesOrder.Line old = part.old();
        BigDecimal more = part.more();
        boolean asks = part.rest().signum() > 0 && (!part.isPricedAsBefore() || otherDiscount);
        if (old == null) {
            return List.of(piece(part, null, part.rest(), rest, asks, more));
        }
        boolean same = part.isPricedAsBefore() && part.quantity().compareTo(old.quantity()) == 0;
        if (same && !discounted) {
            return List.of(piece(part, old.position(), old.quantity(), amounts(order, old), false, more));
        }
        if (part.fixed().signum() == 0 && part.rest().signum() > 0) {
            return List.of(piece(part, old.position(), part.rest(), rest, asks, more));
        }
        if (part.rest().signum() == 0) {
            return List.of(ended(part, old));
        }
        if (part.isPricedAsBefore()) {
            LineAmounts grown = part.left().plus(rest);
            LineAmounts fresh = discounted
                    ? grown
                    : OrderPricing.lines(
                                    List.of(part.entered(part.quantity())),
                                    Money.zero(order.currency()),
                                    order.taxInclusive(),
                                    order.currency())
                            .getFirst();
            for (LineAmounts whole : List.of(fresh, grown)) {
                if (part.keeps(whole, part.quantity())) {
                    return List.of(piece(part, old.position(), part.quantity(), whole, asks, more));
                }
            }
        }
        return List.of(ended(part, old), piece(part, null, part.rest(), rest, asks, more));
    }

    private static Piece piece(
            Part part,
            @Nullable Integer position,
            BigDecimal quantity,
            LineAmounts amounts,
            boolean asks,
            BigDecimal more) {
        WantedOrder.Line wanted = part.wanted();
        return new Piece(
                wanted.line(),
                position,
                wanted.product(),
                wanted.unit(),
                quantity,
                wanted.price(),
                wanted.discount(),
                wanted.taxRate(),
                wanted.deliveryDate(),
                wanted.note(),
                position == null ? BigDecimal.ZERO : part.delivered(),
                amounts,
                asks,
                more);
    }

    /** What has left of a line or is spoken for, and no more. */
    private static Piece ended(Part part, SalesOrder.Line old) {
        return new Piece(
                part.wanted().line(),
                old.position(),
                old.product(),
                old.unit(),
                part.fixed(),
                old.price(),
                old.discount(),
                old.taxRate(),
                part.wanted().deliveryDate(),
                part.wanted().note(),
                part.delivered(),
                part.left(),
                false,
                BigDecimal.ZERO);
    }

    private static boolean isSame(LineAmounts a, LineAmounts b) {
        return a.net().compareTo(b.net()) == 0 && a.total().compareTo(b.total()) == 0;
    }

    private static LineAmounts amounts(SalesOrder order, SalesOrder.Line line) {
        return new LineAmounts(
                new Money(line.net(), order.currency()),
                new Money(line.tax(), order.currency()),
                new Money(line.total(), order.currency()));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** What a line of the change comes to, in one or two lines of the order. */
    LineAmounts amountsOf(int line) {
        LineAmounts sum = LineAmounts.zero(total.currency());
        for (Piece piece : pieces) {
            if (piece.line() == line) {
                sum = sum.plus(piece.amounts());
            }
        }
        return sum;
    }

    /** How much a line of the change orders, in one or two lines of the order. */
    BigDecimal quantityOf(int line) {
        return pieces.stream()
                .filter(piece -> piece.line() == line)
                .map(Piece::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What is charged besides the goods, with tax. */
    Money chargesTotal() {
        Money sum = Money.zero(total.currency());
        for (Charge charge : charges) {
            sum = sum.plus(charge.amounts().total());
        }
        return sum;
    }

    /** Whether everything it orders has left. */
    boolean isDelivered() {
        return pieces.stream().allMatch(piece -> piece.open().signum() == 0);
    }

    /** The lines whose price or quantity the rules of sales are asked about, at what is still to leave. */
    List<ConfirmRules.Line> forRules(SalesOrder order, Map<UUID, OrderFacts.Offer> offers, boolean prices) {
        List<ConfirmRules.Line> lines = new ArrayList<>();
        for (Piece piece : pieces) {
            boolean wanted = prices
                    ? piece.asks()
                    : piece.more().signum() > 0 && piece.open().signum() > 0;
            if (wanted) {
                OrderFacts.Offer offer = Objects.requireNonNull(offers.get(piece.product()));
                lines.add(new ConfirmRules.Line(
                        piece.position() == null ? piece.line() : piece.position(),
                        piece.product(),
                        offer.product().code(),
                        piece.open(),
                        piece.delivered().signum() == 0
                                ? piece.amounts()
                                : piece.amounts().between(piece.delivered(), piece.quantity(), piece.quantity()),
                        order.taxInclusive(),
                        prices ? offer.product().minimumPrice() : null,
                        offer.product().priceIncludesTax(),
                        offer.product().stocked(),
                        offer.onHand()));
            }
        }
        return lines;
    }
}
