package io.onaccount.party;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where to send goods or papers. The first address of a purpose is the one proposed. */
public record Address(
        @Nullable UUID id,
        Purpose purpose,
        @Nullable String receiver,
        @Nullable String phone,
        @Nullable String province,
        @Nullable String city,
        @Nullable String district,
        String street) {

    /** What it is for. */
    public enum Purpose {
        BILLING,
        SHIPPING
    }
}
