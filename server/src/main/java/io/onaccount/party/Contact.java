package io.onaccount.party;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person at a customer. At most one per customer is primary. */
public record Contact(
        @Nullable UUID id,
        String name,
        @Nullable String position,
        Role role,
        @Nullable String phone,
        @Nullable String mobile,
        @Nullable String email,
        @Nullable String wechat,
        boolean primary,
        boolean receivesStatements) {

    /** What they decide or do. */
    public enum Role {
        DECISION,
        PURCHASING,
        FINANCE,
        RECEIVING,
        OTHER
    }

    /** The same person where another one is primary. */
    Contact asOrdinary() {
        return new Contact(id, name, position, role, phone, mobile, email, wechat, false, receivesStatements);
    }
}
