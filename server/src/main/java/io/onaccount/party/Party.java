package io.onaccount.party;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A business partner as other modules see it.
 *
 * @param owner the user who looks after it
 * @param paymentTerm the agreed term; null where none was agreed
 */
public record Party(
        UUID id,
        String code,
        String name,
        @Nullable String shortName,
        CustomerState state,
        @Nullable UUID owner,
        @Nullable UUID department,
        @Nullable PaymentTerm paymentTerm) {

    /** The name to show where room is short. */
    public String called() {
        return shortName == null ? name : shortName;
    }
}
