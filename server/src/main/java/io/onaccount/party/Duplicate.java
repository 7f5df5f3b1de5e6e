package io.onaccount.party;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer that may be the same as the one being entered.
 *
 * @param id null when it is outside the asker's data scope: they learn that it exists and whom to ask, no more
 * @param code null outside the asker's data scope
 */
public record Duplicate(
        @Nullable UUID id,
        @Nullable String code,
        String name,
        @Nullable String ownerName,
        List<Reason> reasons) {

    /** Why it may be the same. */
    public enum Reason {
        /** The same name, however it is written. */
        NAME,
        /** The same name but for place and legal form, or a name that begins so. */
        SIMILAR,
        CREDIT_CODE,
        PHONE
    }

    /** Whether it is the same by name, credit code or phone, so that entering it again wants a confirmation. */
    public boolean isLikely() {
        return reasons.stream().anyMatch(reason -> reason != Reason.SIMILAR);
    }
}
