package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the figures of an invoice tie. What doesn't is a warning: somebody has to look, but the rest of it is sound. */
final class Tied {
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final int PRICE_DECIMALS = 10;
    private static final int MOST_LINES_TOLD = 20;

    private final Draft draft;
    private int told;

    Tied(Draft draft) {
        this.draft = draft;
    }

    /** The price of one unit, at ten decimals where it is told for several. */
    static @Nullable BigDecimal perUnit(@Nullable BigDecimal price, @Nullable BigDecimal per) {
        return price == null || per == null || per.signum() == 0 || per.compareTo(BigDecimal.ONE) == 0
                ? price
                : Figures.plain(price.divide(per, PRICE_DECIMALS, RoundingMode.HALF_UP));
    }

    /** Quantity × price + what is added is the line's amount, up to a cent and what the price's last decimal hides. */
    void line(
            String id,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal per,
            BigDecimal more,
            @Nullable BigDecimal net) {
        if (quantity == null || price == null || net == null || (per != null && per.signum() == 0)) {
            return;
        }
        BigDecimal unit = per == null ? BigDecimal.ONE : per;
        BigDecimal exact = quantity.multiply(price)
                .divide(unit, PRICE_DECIMALS, RoundingMode.HALF_UP)
                .add(more);
        BigDecimal hidden = quantity.abs()
                .multiply(BigDecimal.ONE.movePointLeft(Math.max(2, price.scale())))
                .divide(BigDecimal.valueOf(2))
                .divide(unit.abs(), PRICE_DECIMALS, RoundingMode.HALF_UP);
        if (!Figures.near(exact, net, CENT.add(hidden)) && told++ < MOST_LINES_TOLD) {
            draft.warn(
                    "line-amount", id, net.toPlainString(), Figures.plain(exact).toPlainString());
        }
    }

    /** All about the document as a whole. */
    void check() {
        missing();
        BigDecimal net = draft.net;
        BigDecimal tax = draft.tax;
        BigDecimal gross = draft.gross;
        if (net != null && tax != null && gross != null && net.add(tax).compareTo(gross) != 0) {
            draft.warn(
                    "gross-differs",
                    gross.toPlainString(),
                    Figures.plain(net.add(tax)).toPlainString());
        }
        lines();
        taxes();
        if (gross != null && draft.payable != null) {
            BigDecimal expected = gross.subtract(or0(draft.prepaid)).add(or0(draft.rounding));
            if (expected.compareTo(draft.payable) != 0) {
                draft.warn(
                        "payable-differs",
                        draft.payable.toPlainString(),
                        Figures.plain(expected).toPlainString());
            }
        }
        if (draft.issued != null && draft.due != null && draft.due.isBefore(draft.issued)) {
            draft.warn("due-early", draft.due, draft.issued);
        }
    }

    private void missing() {
        absent("number", draft.number);
        absent("issued", draft.issued);
        absent("currency", draft.currency);
        absent("seller", draft.seller.name());
        absent("buyer", draft.buyer.name());
        absent("gross", draft.gross);
        absent("net", draft.net);
    }

    private void absent(String field, @Nullable Object value) {
        if (value == null || value.equals("")) {
            draft.warn("missing", field);
        }
    }

    private void lines() {
        List<BigDecimal> amounts = amounts(draft.lines, Line::net);
        if (draft.lines.isEmpty() || amounts.size() < draft.lines.size()) {
            return;
        }
        BigDecimal sum = sum(amounts);
        BigDecimal told = draft.lineTotal == null && chinese() ? draft.net : draft.lineTotal;
        if (told != null && sum.compareTo(told) != 0) {
            draft.warn("lines-differ", told.toPlainString(), Figures.plain(sum).toPlainString());
        }
        if (draft.lineTotal != null && draft.net != null) {
            BigDecimal expected =
                    draft.lineTotal.subtract(or0(draft.allowances)).add(or0(draft.charges));
            if (expected.compareTo(draft.net) != 0) {
                draft.warn(
                        "net-differs",
                        draft.net.toPlainString(),
                        Figures.plain(expected).toPlainString());
            }
        }
    }

    private boolean chinese() {
        return draft.syntax == Syntax.SHUDIANPIAO || draft.syntax == Syntax.VAT_EINVOICE;
    }

    private void taxes() {
        BigDecimal told = draft.tax;
        if (told == null) {
            return;
        }
        List<BigDecimal> shares = chinese() ? amounts(draft.lines, Line::tax) : amounts(draft.taxes, TaxShare::tax);
        int all = chinese() ? draft.lines.size() : draft.taxes.size();
        if (all > 0 && shares.size() == all && sum(shares).compareTo(told) != 0) {
            draft.warn(
                    "tax-differs",
                    told.toPlainString(),
                    Figures.plain(sum(shares)).toPlainString());
        }
    }

    private static <T> List<BigDecimal> amounts(List<T> of, Function<T, @Nullable BigDecimal> amount) {
        Stream<@Nullable BigDecimal> all = of.stream().map(amount);
        return all.filter(Objects::nonNull).toList();
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal or0(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
