package io.onaccount.credit;

import io.onaccount.platform.Money;
import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed with a customer about credit (CRD-01, CRD-02).
 *
 * @param limit in the company's currency; null: unlimited
 * @param temporaryLimit comes on top from temporaryFrom to temporaryTo, both included, and ends by itself
 * @param validFrom the account gives credit from then (null: always) to validTo
 * @param termDays the longest payment term in days; null: any
 * @param overdueDays how many days an item may be overdue before new credit stops; null: as the company's policy says
 * @param overdueAmount overdue amounts up to this don't stop credit
 * @param guaranteeTo the last day of the guarantee, or of the insurance; told before it comes, decides nothing
 */
public record Terms(
        @Nullable BigDecimal limit,
        BigDecimal temporaryLimit,
        @Nullable LocalDate temporaryFrom,
        @Nullable LocalDate temporaryTo,
        AccountStatus status,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable Integer termDays,
        @Nullable Integer overdueDays,
        BigDecimal overdueAmount,
        @Nullable String grade,
        @Nullable LocalDate reviewOn,
        @Nullable BigDecimal insuredAmount,
        @Nullable String insurancePolicy,
        @Nullable String guarantee,
        @Nullable String agreement,
        @Nullable LocalDate guaranteeTo) {

    /** Terms whose guarantee, if there is one, doesn't end. */
    public Terms(
            @Nullable BigDecimal limit,
            BigDecimal temporaryLimit,
            @Nullable LocalDate temporaryFrom,
            @Nullable LocalDate temporaryTo,
            AccountStatus status,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable Integer termDays,
            @Nullable Integer overdueDays,
            BigDecimal overdueAmount,
            @Nullable String grade,
            @Nullable LocalDate reviewOn,
            @Nullable BigDecimal insuredAmount,
            @Nullable String insurancePolicy,
            @Nullable String guarantee,
            @Nullable String agreement) {
        this(
                limit,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                status,
                validFrom,
                validTo,
                termDays,
                overdueDays,
                overdueAmount,
                grade,
                reviewOn,
                insuredAmount,
                insurancePolicy,
                guarantee,
                agreement,
                null);
    }

    /** Plain terms: this limit (null: unlimited) and nothing else. */
    public static Terms ofLimit(@Nullable BigDecimal limit) {
        return new Terms(
                limit,
                BigDecimal.ZERO,
                null,
                null,
                AccountStatus.NORMAL,
                null,
                null,
                null,
                null,
                BigDecimal.ZERO,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The same terms with another limit. */
    public Terms withLimit(@Nullable BigDecimal other) {
        return new Terms(
                other,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                status,
                validFrom,
                validTo,
                termDays,
                overdueDays,
                overdueAmount,
                grade,
                reviewOn,
                insuredAmount,
                insurancePolicy,
                guarantee,
                agreement,
                guaranteeTo);
    }

    /** The same terms with items tolerated for so many days past their due date, whatever the company's policy says. */
    public Terms withOverdueDays(int days) {
        return new Terms(
                limit,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                status,
                validFrom,
                validTo,
                termDays,
                days,
                overdueAmount,
                grade,
                reviewOn,
                insuredAmount,
                insurancePolicy,
                guarantee,
                agreement,
                guaranteeTo);
    }

    /** The same terms after a review: with another limit, if one is named, and the next review on that day. */
    Terms reviewed(@Nullable BigDecimal other, @Nullable LocalDate next) {
        return new Terms(
                other == null ? limit : other,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                status,
                validFrom,
                validTo,
                termDays,
                overdueDays,
                overdueAmount,
                grade,
                next,
                insuredAmount,
                insurancePolicy,
                guarantee,
                agreement,
                guaranteeTo);
    }

    /** The same terms with another status. */
    public Terms withStatus(AccountStatus other) {
        return new Terms(
                limit,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                other,
                validFrom,
                validTo,
                termDays,
                overdueDays,
                overdueAmount,
                grade,
                reviewOn,
                insuredAmount,
                insurancePolicy,
                guarantee,
                agreement,
                guaranteeTo);
    }

    /** The same terms with what a score suggests. */
    public Terms withScored(String newGrade, BigDecimal newLimit, int newTermDays, @Nullable Integer newOverdueDays) {
        return new Terms(
                newLimit,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                status,
                validFrom,
                validTo,
                newTermDays,
                newOverdueDays,
                overdueAmount,
                newGrade,
                reviewOn,
                insuredAmount,
                insurancePolicy,
                guarantee,
                agreement,
                guaranteeTo);
    }

    static Terms read(Row row) {
        int digits = Money.digits(row.text("currency"));
        return new Terms(
                amount(row, "credit_limit", digits),
                row.decimal("temporary_limit").setScale(digits),
                row.dateOrNull("temporary_from"),
                row.dateOrNull("temporary_to"),
                row.choice("status", AccountStatus.class),
                row.dateOrNull("valid_from"),
                row.dateOrNull("valid_to"),
                row.integerOrNull("term_days"),
                row.integerOrNull("overdue_days"),
                row.decimal("overdue_amount").setScale(digits),
                row.textOrNull("grade"),
                row.dateOrNull("review_on"),
                amount(row, "insured_amount", digits),
                row.textOrNull("insurance_policy"),
                row.textOrNull("guarantee"),
                row.textOrNull("agreement"),
                row.dateOrNull("guarantee_to"));
    }

    private static @Nullable BigDecimal amount(Row row, String column, int digits) {
        BigDecimal amount = row.decimalOrNull(column);
        return amount == null ? null : amount.setScale(digits);
    }

    /** The temporary limit in force on that day. */
    BigDecimal temporary(LocalDate on) {
        boolean inForce =
                temporaryFrom != null && temporaryTo != null && !on.isBefore(temporaryFrom) && !on.isAfter(temporaryTo);
        return inForce ? temporaryLimit : BigDecimal.ZERO;
    }

    /** The most that may be owed from that day on, and nothing while no credit is given; null when unlimited. */
    @Nullable
    BigDecimal mostAllowed(LocalDate from) {
        if (status == AccountStatus.STOPPED || status == AccountStatus.CASH_ONLY) {
            return BigDecimal.ZERO;
        }
        boolean over = temporaryTo == null || temporaryTo.isBefore(from);
        return limit == null ? null : over ? limit : limit.add(temporaryLimit);
    }

    /** Limit and temporary limit of that day; null when unlimited. */
    @Nullable
    BigDecimal allowed(LocalDate on) {
        return limit == null ? null : limit.add(temporary(on));
    }

    boolean validOn(LocalDate on) {
        return (validFrom == null || !on.isBefore(validFrom)) && (validTo == null || !on.isAfter(validTo));
    }
}
