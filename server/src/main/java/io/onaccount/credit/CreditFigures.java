package io.onaccount.credit;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a customer when somebody decides on its credit; amounts in the company's currency.
 *
 * @param limit null: unlimited
 * @param temporary the temporary limit in force
 * @param termDays the longest payment term agreed; null: any
 * @param free null: unlimited
 * @param overdueDays of the oldest item
 * @param lateInRow how many of the latest items were paid late or are overdue, one after the other
 * @param usualDelay by how many days the latest items were paid late
 * @param ages what is open by days overdue; empty where nobody asked for it
 */
public record CreditFigures(
        LocalDate on,
        AccountStatus status,
        @Nullable String grade,
        @Nullable BigDecimal limit,
        BigDecimal temporary,
        @Nullable Integer termDays,
        BigDecimal exposure,
        @Nullable BigDecimal free,
        BigDecimal overdue,
        int overdueDays,
        int lateInRow,
        int usualDelay,
        List<Age> ages) {

    /** How long past its due date an amount is. */
    public enum Bracket {
        NOT_DUE(0),
        UP_TO_30(30),
        UP_TO_60(60),
        UP_TO_90(90),
        OVER_90(Integer.MAX_VALUE);

        private final int most;

        Bracket(int most) {
            this.most = most;
        }

        static Bracket of(long daysOverdue) {
            for (Bracket bracket : values()) {
                if (daysOverdue <= bracket.most) {
                    return bracket;
                }
            }
            return OVER_90;
        }
    }

    public record Age(Bracket bracket, BigDecimal amount) {}

    /** What the customer may owe, and nothing while credit is stopped or only cash is taken; null: unlimited. */
    @Nullable
    BigDecimal allowed() {
        return status == AccountStatus.STOPPED || status == AccountStatus.CASH_ONLY
                ? BigDecimal.ZERO
                : limit == null ? null : limit.add(temporary);
    }

    CreditFigures aged(List<Age> open) {
        return new CreditFigures(
                on,
                status,
                grade,
                limit,
                temporary,
                termDays,
                exposure,
                free,
                overdue,
                overdueDays,
                lateInRow,
                usualDelay,
                open);
    }
}
