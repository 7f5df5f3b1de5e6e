package io.onaccount.receivables;

import io.onaccount.document.Header;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A statement (对账单) as it was made, and what came of it.
 *
 * @param buckets what was open at its end by age, the first not due; less {@code unapplied} it is the closing balance
 * @param hash of its content, hexadecimal
 * @param intact whether the content is still what the hash was taken of
 * @param changed whether the books have changed within its period since it was made
 */
public record Statement(
        Header header,
        UUID party,
        LocalDate from,
        LocalDate to,
        BigDecimal opening,
        BigDecimal debit,
        BigDecimal credit,
        BigDecimal closing,
        String currency,
        List<BigDecimal> buckets,
        BigDecimal unapplied,
        String hash,
        Instant madeAt,
        @Nullable String sentTo,
        @Nullable Instant sentAt,
        @Nullable String answeredBy,
        @Nullable Instant answeredAt,
        String answer,
        boolean changed,
        boolean intact,
        List<Line> lines,
        List<Difference> differences) {

    /** A movement; the document's number as it was. */
    public record Line(
            int line,
            UUID journal,
            UUID document,
            LocalDate on,
            String cause,
            String number,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal balance) {}

    /**
     * What the customer sees otherwise.
     *
     * @param line of the statement, or 0 for the closing balance
     * @param theirs the amount in their books, if they said one
     */
    public record Difference(
            UUID id,
            int line,
            @Nullable BigDecimal theirs,
            String remark,
            String by,
            Instant at,
            @Nullable String resolution,
            @Nullable Instant resolvedAt) {}

    public StatementState state() {
        return StatementState.valueOf(header.state());
    }
}
