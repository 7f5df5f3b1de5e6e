package io.onaccount.invoicing;

import io.onaccount.invoicing.LineTables.Written;
import io.onaccount.invoicing.NewInvoice.Official;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says beside what the orders' prices say: its total and tax, spread over its lines by their worth, so that the lines sum to it.
 *
 * @param lines as the invoice says
 * @param ours what the orders' prices say
 * @param taxDifference by how much more its tax is than that of the orders' prices
 */
record InvoicePrices(List<Written> lines, Money ours, Money total, Money taxDifference) {

    /** @param lines at the orders' prices */
    static InvoicePrices of(List<Written> lines, Official official, String currency) {
        LineAmounts sum = LineTables.sum(lines, currency);
        Money total = official.total() == null
                ? sum.total()
                : Money.round(official.total().abs(), currency);
        Money tax = official.tax() == null ? null : Money.round(official.tax().abs(), currency);
        boolean same = total.compareTo(sum.total()) == 0;
        if (same && (tax == null || tax.compareTo(sum.tax()) == 0)) {
            return new InvoicePrices(lines, sum.total(), total, Money.zero(currency));
        }
        if (!total.isPositive() || (tax != null && tax.compareTo(total) > 0)) {
            throw Problem.invalid(tax == null ? "total" : "tax", "invoice-total-impossible");
        }
        List<Written> said = new ArrayList<>(lines.size());
        Money before = Money.zero(currency);
        Money taxBefore = before;
        Money worth = before;
        Money worthTax = before;
        for (int i = 0; i < lines.size(); i++) {
            Written line = lines.get(i);
            boolean last = i == lines.size() - 1;
            worth = worth.plus(line.amounts().total());
            worthTax = worthTax.plus(line.amounts().tax());
            Money reached = last ? total : share(total, worth, sum.total());
            Money part = same ? line.amounts().total() : reached.minus(before);
            Money partTax;
            if (tax != null) {
                Money taxReached = last ? tax : share(tax, worthTax, sum.tax());
                partTax = taxReached.minus(taxBefore);
                taxBefore = taxReached;
            } else {
                partTax = LineAmounts.ofTotal(part, line.taxRate()).tax();
            }
            if (partTax.isNegative() || partTax.compareTo(part) > 0) {
                throw Problem.invalid("tax", "invoice-total-impossible");
            }
            said.add(line.saying(new LineAmounts(part.minus(partTax), partTax, part)));
            before = reached;
        }
        return new InvoicePrices(
                said, sum.total(), total, LineTables.sum(said, currency).tax().minus(sum.tax()));
    }

    private static Money share(Money whole, Money part, Money of) {
        return of.isZero() ? Money.zero(whole.currency()) : whole.share(part.amount(), of.amount());
    }

    Money difference() {
        return total.minus(ours);
    }

    boolean isOurs() {
        return difference().isZero() && taxDifference.isZero();
    }

    /** Whether neither total nor tax differs by more. */
    boolean isWithin(BigDecimal tolerance) {
        return difference().abs().amount().compareTo(tolerance) <= 0
                && taxDifference.abs().amount().compareTo(tolerance) <= 0;
    }

    boolean isBeyond(@Nullable BigDecimal limit) {
        return limit != null
                && difference().abs().max(taxDifference.abs()).amount().compareTo(limit) > 0;
    }
}
