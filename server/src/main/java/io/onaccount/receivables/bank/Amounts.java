package io.onaccount.receivables.bank;

import io.onaccount.document.importing.Cells;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts as the formats write them. */
final class Amounts {
    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,6})?|\\.\\d{1,6})");
    private static final Pattern COMMA = Pattern.compile("[+-]?(\\d{1,15}(,\\d{0,6})?|,\\d{1,6})");

    /** 1.234,56 and 12,5: where a comma can't group, it stands for the point. */
    private static final Pattern CONTINENTAL = Pattern.compile("[+-]?(\\d{1,3}(\\.\\d{3})+|\\d{1,13}),\\d{1,2}");

    private Amounts() {}

    /** An amount of a table, as people and banks of any country write it. */
    static Optional<BigDecimal> written(String text) {
        Optional<BigDecimal> number = Cells.number(text);
        if (number.isPresent()) {
            return number.filter(Amounts::fits);
        }
        String one = text.replace(" ", "").replace("€", "");
        return CONTINENTAL.matcher(one).matches() ? plain(one.replace(".", "").replace(',', '.')) : Optional.empty();
    }

    private static boolean fits(BigDecimal number) {
        return number.precision() - number.scale() <= 13
                && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 6);
    }

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
        return fits(number) ? Optional.of(number) : Optional.empty();
    }
}
