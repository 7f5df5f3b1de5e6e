package io.onaccount.credit.warning;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One rule: what is watched for, from which threshold, who is told and what else happens.
 *
 * @param id null for a new one
 * @param percent 80: from eighty per cent on
 * @param amount in the company's currency
 * @param roles whose members are told
 * @param tellOwner whether who looks after the customer is told
 * @param tellSuperior whether their superior is
 * @param taskDays within how many days a task is to be done; for tasks only
 */
public record WarningRule(
        @Nullable UUID id,
        Signal signal,
        @Nullable BigDecimal percent,
        @Nullable BigDecimal amount,
        @Nullable Integer days,
        @Nullable Integer times,
        List<UUID> roles,
        boolean tellOwner,
        boolean tellSuperior,
        Action action,
        @Nullable Integer taskDays,
        boolean active) {

    /** What happens besides telling, once, when the warning opens. */
    public enum Action {
        NONE,
        /** Somebody is to look after it by a day. */
        TASK,
        /** The account is put on watch, if it is normal. */
        WATCH,
        /** The account is stopped. */
        STOP;

        boolean tightens() {
            return this == WATCH || this == STOP;
        }
    }

    BigDecimal percentOr0() {
        return percent == null ? BigDecimal.ZERO : percent;
    }

    BigDecimal amountOr0() {
        return amount == null ? BigDecimal.ZERO : amount;
    }

    int daysOr0() {
        return days == null ? 0 : days;
    }

    int timesOr0() {
        return times == null ? 0 : times;
    }
}
