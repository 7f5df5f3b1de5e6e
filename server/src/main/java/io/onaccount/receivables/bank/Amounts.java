package io.onaccount.receivables.bank;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts as the formats write them. */
final class Amounts {
    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,6})?|\\.\\d{1,6})");
    private static final Pattern COMMA = Pattern.compile("[+-]?(\\d{1,15}(,\\d{0,6})?|,\\d{1,6})");

    private Amounts() {}

    /** A number with a point, or with a comma instead of it. */
    static Optional<BigDecimal> plain(String text) {
        String one = text.strip();
        if (COMMA.matcher(one).matches()) {
            one = one.replace(',', '.');
        }
        if (!PLAIN.matcher(one).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(one);
        return number.precision() - number.scale() > 13 || number.stripTrailingZeros().scale() > 4
                ? Optional.empty()
                : Optional.of(number);
    }
}
