package io.onaccount.document.importing;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Cells read as people write them: amounts with signs and separators, dates in the usual orders, yes and no in both languages. */
public final class Cells {
    private static final int LONGEST_NUMBER = 40;
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,19}|\\d{1,3}(,\\d{3})+)(\\.\\d{0,15})?|[+-]?\\.\\d{1,15}");
    private static final List<DateTimeFormatter> DATES = java.util.stream.Stream.of(
                    "uuuu-M-d", "uuuu/M/d", "uuuu.M.d", "uuuu年M月d日", "uuuuMMdd")
            .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT))
            .toList();

    private Cells() {}

    /** Text as it will be stored; whole numbers of Excel without a decimal point. */
    public static String text(Object cell) {
        return switch (cell) {
            case BigDecimal number ->
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
            case LocalDateTime time ->
                time.toLocalTime().toSecondOfDay() == 0 ? time.toLocalDate().toString() : time.toString();
            default -> cell.toString().strip();
        };
    }

    /** A number such as 1,234.50, ￥1234.5 or (1,234.50) for a negative one. */
    public static Optional<BigDecimal> number(Object cell) {
        if (cell instanceof BigDecimal number) {
            return Math.abs(number.scale()) > 30 ? Optional.empty() : Optional.of(number);
        }
        if (cell.toString().length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        String plain = Normalizer.normalize(cell.toString(), Normalizer.Form.NFKC)
                .strip()
                .replace("¥", "")
                .replace("￥", "")
                .replace("$", "")
                .replace("€", "")
                .replace("£", "")
                .replace(" ", "");
        boolean negative = plain.startsWith("(") && plain.endsWith(")");
        plain = negative ? plain.substring(1, plain.length() - 1) : plain;
        if (!NUMBER.matcher(plain).matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(plain.replace(",", ""));
        return Optional.of(negative ? value.negate() : value);
    }

    /** A day: year first, as in China and in ISO; a time after it is left out. */
    public static Optional<LocalDate> date(Object cell) {
        if (cell instanceof LocalDateTime time) {
            return reasonable(time.toLocalDate());
        }
        String text =
                Normalizer.normalize(cell.toString(), Normalizer.Form.NFKC).strip();
        int blank = text.indexOf(' ') > 0 ? text.indexOf(' ') : text.indexOf('T');
        String day = blank > 0 ? text.substring(0, blank) : text;
        for (DateTimeFormatter format : DATES) {
            try {
                return reasonable(LocalDate.parse(day, format));
            } catch (DateTimeException e) {
                // the next format may fit
            }
        }
        return Optional.empty();
    }

    private static Optional<LocalDate> reasonable(LocalDate date) {
        return date.getYear() >= 1900 && date.getYear() <= 2199 ? Optional.of(date) : Optional.empty();
    }

    static Optional<Boolean> truth(Object cell) {
        return switch (cell.toString().strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y", "1", "是", "√", "对", "有" -> Optional.of(true);
            case "false", "no", "n", "0", "否", "×", "错", "无" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
