package io.onaccount.receivables.bank;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One movement as the bank reported it.
 *
 * @param place the line of the file where it begins, counted from 1
 * @param amount positive for money that came in
 * @param currency empty where the file names none
 * @param name who the other side is; {@code account} and {@code bank} are theirs too
 * @param reference the bank's own reference
 * @param text what the payer wrote
 * @param endToEnd the payer's reference that travelled with the payment
 * @param code the bank's kind of transaction
 * @param fee what the bank or provider kept, where it says so
 * @param balance of the account after it
 * @param raw as it stands in the file
 */
public record BankLine(
        int place,
        LocalDate booked,
        @Nullable LocalDate valued,
        BigDecimal amount,
        String currency,
        String name,
        String account,
        String bank,
        String reference,
        String text,
        String endToEnd,
        String code,
        @Nullable BigDecimal fee,
        @Nullable BigDecimal balance,
        String raw) {}
