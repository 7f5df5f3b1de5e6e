package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Discount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cash discounts inside the terms of payment, as XRechnung has them (BR-DE-18): {@code #SKONTO#TAGE=14#PROZENT=2.00#}, with
 * {@code BASISBETRAG=…#} when the percentage isn't of the whole, one a line. Words beside them stay words.
 */
final class Skonto {
    private static final Pattern STEP = Pattern.compile(
            "#\\s*SKONTO\\s*#\\s*TAGE\\s*=\\s*(\\d{1,4})\\s*#\\s*PROZENT\\s*=\\s*(\\d{1,3}(?:[.,]\\d{1,6})?)\\s*#"
                    + "(?:\\s*BASISBETRAG\\s*=\\s*(-?\\d{1,15}(?:[.,]\\d{1,6})?)\\s*#)?");

    private Skonto() {}

    static List<Discount> in(String terms) {
        List<Discount> found = new ArrayList<>();
        Matcher step = STEP.matcher(terms.toUpperCase(Locale.ROOT));
        while (step.find()) {
            found.add(new Discount(
                    Integer.valueOf(step.group(1)),
                    null,
                    number(step.group(2)),
                    step.group(3) == null ? null : number(step.group(3)),
                    null));
        }
        return found;
    }

    private static BigDecimal number(String text) {
        return Figures.plain(new BigDecimal(text.replace(',', '.')));
    }

    /** The terms with each step that they don't have yet on a line of its own; a rate finer than hundredths has no such form and is written 1.125/14. */
    static String with(String terms, List<Discount> discounts) {
        List<Discount> there = in(terms);
        return Stream.concat(
                        Stream.of(terms.strip()).filter(words -> !words.isEmpty()),
                        discounts.stream()
                                .filter(one -> !there.contains(one))
                                .map(Skonto::written)
                                .filter(line -> !line.isEmpty() && !terms.contains(line)))
                .collect(Collectors.joining("\n"));
    }

    private static String written(Discount one) {
        BigDecimal percent = one.percent();
        Integer days = one.days();
        if (percent == null || days == null) {
            return "";
        }
        if (percent.stripTrailingZeros().scale() > 2) {
            return percent.toPlainString() + "/" + days;
        }
        BigDecimal base = one.base();
        return "#SKONTO#TAGE=" + days + "#PROZENT=" + hundredths(percent) + "#"
                + (base == null ? "" : "BASISBETRAG=" + hundredths(base) + "#");
    }

    private static String hundredths(BigDecimal number) {
        return number.setScale(Math.max(2, number.stripTrailingZeros().scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
