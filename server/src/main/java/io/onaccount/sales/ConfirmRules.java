package io.onaccount.sales;

import io.onaccount.credit.CreditRequest.Share;
import io.onaccount.organization.CompanySettings.StockCheck;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.sales.OrderAnswer.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What sales itself asks before an order is confirmed; credit is asked by its own gate. */
final class ConfirmRules {
    static final String BELOW_MINIMUM_PRICE = "below-minimum-price";
    static final String STOCK_SHORT = "stock-short";

    /** Whoever has it may sell below the minimum price. */
    static final String MAY_SELL_BELOW = "sales-order.below-minimum-price";

    /**
     * One line as the rules see it.
     *
     * @param minimumPrice per unit on the product's own basis; null when none is set
     * @param onHand in all warehouses together
     */
    record Line(
            int position,
            UUID product,
            String code,
            BigDecimal quantity,
            LineAmounts amounts,
            boolean taxInclusive,
            @Nullable BigDecimal minimumPrice,
            boolean minimumIncludesTax,
            boolean stocked,
            BigDecimal onHand) {

        /** What lines ask credit for, by product. */
        static List<Share> shares(List<Line> lines) {
            return lines.stream()
                    .map(line -> Share.of(line.product(), line.amounts().total()))
                    .toList();
        }
    }

    private ConfirmRules() {}

    /**
     * Every objection of every rule.
     *
     * @param mayBelow whether prices below the minimum are only remarked: by right, or because these very prices were approved
     */
    static List<Reason> check(boolean mayBelow, StockCheck stockCheck, List<Line> lines) {
        List<Reason> reasons = new ArrayList<>(0);
        belowMinimumPrice(mayBelow, lines, reasons);
        stockShort(stockCheck, lines, reasons);
        return reasons;
    }

    static boolean stops(List<Reason> reasons) {
        for (Reason reason : reasons) {
            if (!reason.warning()) {
                return true;
            }
        }
        return false;
    }

    /** A line must bring at least its quantity × the minimum price, after its own discount and its share of the order's. */
    private static void belowMinimumPrice(boolean mayBelow, List<Line> lines, List<Reason> reasons) {
        for (Line line : lines) {
            BigDecimal minimum = line.minimumPrice;
            if (minimum == null || minimum.signum() == 0) {
                continue;
            }
            Money asked = Money.round(
                    minimum.multiply(line.quantity), line.amounts.total().currency());
            Money brought = line.minimumIncludesTax ? line.amounts.total() : line.amounts.net();
            BigDecimal shortBy = asked.minus(brought).amount();
            // Where the price was entered on the other basis, converting it may cost one minor unit.
            BigDecimal tolerance = line.minimumIncludesTax == line.taxInclusive
                    ? BigDecimal.ZERO
                    : BigDecimal.ONE.movePointLeft(Money.digits(asked.currency()));
            if (shortBy.compareTo(tolerance) > 0) {
                reasons.add(new Reason(
                        "sales",
                        BELOW_MINIMUM_PRICE,
                        mayBelow,
                        figures(
                                "position", line.position,
                                "product", line.code,
                                "minimum", minimum.stripTrailingZeros().toPlainString(),
                                "asked", asked.amount().toPlainString(),
                                "brought", brought.amount().toPlainString())));
            }
        }
    }

    private static void stockShort(StockCheck check, List<Line> lines, List<Reason> reasons) {
        if (check == StockCheck.IGNORE) {
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (!line.stocked) {
                continue;
            }
            BigDecimal wanted = line.quantity;
            boolean toldBefore = false;
            for (int j = 0; j < lines.size(); j++) {
                if (j != i && lines.get(j).product.equals(line.product)) {
                    wanted = wanted.add(lines.get(j).quantity);
                    toldBefore |= j < i;
                }
            }
            if (!toldBefore && wanted.compareTo(line.onHand) > 0) {
                reasons.add(new Reason(
                        "sales",
                        STOCK_SHORT,
                        check == StockCheck.WARN,
                        figures(
                                "position",
                                line.position,
                                "product",
                                line.code,
                                "wanted",
                                wanted.stripTrailingZeros().toPlainString(),
                                "onHand",
                                line.onHand.stripTrailingZeros().toPlainString())));
            }
        }
    }

    private static Map<String, String> figures(Object... namesAndValues) {
        Map<String, String> figures = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            figures.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
        return figures;
    }
}
