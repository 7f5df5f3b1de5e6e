package io.onaccount.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Currency;

/**
 * An exact amount in one currency, always at that currency's minor units (CNY 2, JPY 0). Adding different currencies is a broken
 * promise and throws. Rounding happens in {@link #round} alone, half up (FND-10).
 */
public record Money(BigDecimal amount, String currency) implements Comparable<Money> {

    /** Rejects an amount that has more decimals than its currency: it was computed somewhere without being rounded. */
    public Money {
        int digits = digits(currency);
        if (amount.stripTrailingZeros().scale() > digits) {
            throw new IllegalArgumentException("unrounded amount " + amount + " " + currency);
        }
        amount = amount.setScale(digits, RoundingMode.UNNECESSARY);
    }

    /** The minor units of a currency, by ISO 4217. */
    public static int digits(String currency) {
        return switch (currency) {
            case "CNY", "EUR", "USD", "GBP" -> 2; // spares the look-up on the hot path
            default -> Currency.getInstance(currency).getDefaultFractionDigits();
        };
    }

    /** Whether ISO 4217 knows the code, as a currency amounts can be kept in. */
    public static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The one place where an amount is rounded: half up to the currency's minor units. */
    public static Money round(BigDecimal exact, String currency) {
        return new Money(exact.setScale(digits(currency), RoundingMode.HALF_UP), currency);
    }

    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    public static Money zero(String currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /** The sum; zero of the given currency for nothing. */
    public static Money sum(Collection<Money> parts, String currency) {
        Money sum = zero(currency);
        for (Money part : parts) {
            sum = sum.plus(part);
        }
        return sum;
    }

    public Money plus(Money other) {
        return new Money(amount.add(same(other)), currency);
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(same(other)), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    public Money abs() {
        return new Money(amount.abs(), currency);
    }

    /** The product, rounded once. */
    public Money times(BigDecimal factor) {
        return round(amount.multiply(factor), currency);
    }

    /** This amount × part ÷ whole, rounded once; the whole must not be zero. */
    public Money share(BigDecimal part, BigDecimal whole) {
        return new Money(amount.multiply(part).divide(whole, digits(currency), RoundingMode.HALF_UP), currency);
    }

    public Money min(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Money max(Money other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public int signum() {
        return amount.signum();
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isNegative() {
        return amount.signum() < 0;
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(same(other));
    }

    private BigDecimal same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot mix " + currency + " and " + other.currency);
        }
        return other.amount;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
