package io.onaccount.receivables.bank;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as read from a file.
 *
 * @param account our account as the file writes it; empty where it names none
 * @param reference the bank's number of the statement
 * @param pending entries the bank had not booked yet, which are no lines
 */
public record BankStatement(
        BankFormat format,
        String account,
        String bank,
        String currency,
        String reference,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable BigDecimal opening,
        @Nullable BigDecimal closing,
        List<BankLine> lines,
        List<BankLine> pending,
        List<Remark> remarks) {

    /** What all lines add up to. */
    public BigDecimal sum() {
        return lines.stream().map(BankLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
