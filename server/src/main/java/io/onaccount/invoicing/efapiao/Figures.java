package io.onaccount.invoicing.efapiao;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and days as invoices write them. */
final class Figures {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,20})?|\\.\\d{1,20})");
    private static final Pattern DAY =
            Pattern.compile("(\\d{4})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*日?.*", Pattern.DOTALL);
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{4,10})?");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Figures() {}

    /** A number with a point; currency signs, blanks and grouping commas are passed over. More than 15 digits before the point are no amount. */
    static Optional<BigDecimal> number(String text) {
        if (text.length() > 60) {
            return Optional.empty();
        }
        String one = text.replaceAll("[\\s¥￥,，元]|CNY|RMB", "")
                .replace('－', '-')
                .replace('（', '(')
                .replace('）', ')');
        if (one.startsWith("(") && one.endsWith(")")) {
            one = "-" + one.substring(1, one.length() - 1);
        }
        return NUMBER.matcher(one).matches() ? Optional.of(plain(new BigDecimal(one))) : Optional.empty();
    }

    /** Without trailing zeros, so that 336.9 and 336.90 are the same. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    static @Nullable BigDecimal plainOrNone(@Nullable BigDecimal number) {
        return number == null ? null : plain(number);
    }

    /** A day in any of the ways of writing one, a time after it passed over. */
    static Optional<LocalDate> day(String text) {
        String one = text.strip();
        Matcher parts = DAY.matcher(one);
        if (!parts.matches()) {
            parts = DIGITS.matcher(one);
            if (!parts.matches()) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A rate of tax in per cent: 6%, 0.06, 13. A bare number of 1 or less is a fraction, unless the tax says otherwise.
     *
     * @return empty for 免税, 不征税, *** and the like
     */
    static Optional<BigDecimal> rate(String text, @Nullable BigDecimal net, @Nullable BigDecimal tax) {
        String one = text.replace('％', '%').strip();
        if (one.endsWith("%")) {
            return number(one.substring(0, one.length() - 1));
        }
        Optional<BigDecimal> number = number(one);
        if (number.isEmpty()
                || number.get().compareTo(BigDecimal.ONE) > 0
                || number.get().signum() == 0) {
            return number;
        }
        BigDecimal bare = number.get();
        if (net != null && tax != null && bare.compareTo(new BigDecimal("0.5")) >= 0) {
            BigDecimal asPercent =
                    net.multiply(bare).divide(HUNDRED).subtract(tax).abs();
            if (asPercent.compareTo(new BigDecimal("0.06")) <= 0) {
                return number;
            }
        }
        return Optional.of(plain(bare.multiply(HUNDRED)));
    }

    /** Whether two amounts are equal up to a tolerance. */
    static boolean near(BigDecimal one, BigDecimal other, BigDecimal tolerance) {
        return one.subtract(other).abs().compareTo(tolerance) <= 0;
    }

    static boolean same(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null || one.compareTo(other) == 0;
    }
}
