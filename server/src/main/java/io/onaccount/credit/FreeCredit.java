package io.onaccount.credit;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an account gives and what is taken of it, on one day, in the company's currency.
 *
 * @param limit null: unlimited
 * @param temporary the temporary limit in force
 * @param exposure all buckets together
 * @param free what is left, negative when more is used than allowed; null: unlimited
 * @param waiting money assigned to orders that don't owe as much yet
 */
public record FreeCredit(
        AccountStatus status,
        @Nullable BigDecimal limit,
        BigDecimal temporary,
        BigDecimal ordered,
        BigDecimal shipped,
        BigDecimal receivable,
        BigDecimal bills,
        BigDecimal loans,
        BigDecimal unapplied,
        BigDecimal deposit,
        BigDecimal waiting,
        BigDecimal exposure,
        @Nullable BigDecimal free) {}
