package io.onaccount.receivables;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An allocation as people look at it.
 *
 * @param standing whether it has not been taken back
 */
public record AllocationView(
        UUID id,
        UUID item,
        UUID document,
        String number,
        BigDecimal amount,
        LocalDate on,
        Instant at,
        @Nullable UUID by,
        boolean standing) {}
