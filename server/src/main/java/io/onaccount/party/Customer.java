package io.onaccount.party;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer with all its own facts.
 *
 * @param parent the customer it belongs to (上级客户), with its code and name
 * @param parentOutside that there is one outside the data scope of whoever asks, who is told no more of it
 */
public record Customer(
        UUID id,
        int version,
        String code,
        String name,
        CustomerState state,
        @Nullable UUID owner,
        @Nullable String ownerName,
        @Nullable UUID department,
        @Nullable String departmentName,
        @Nullable String shortName,
        @Nullable String nameEn,
        @Nullable String creditCode,
        @Nullable String legalPerson,
        @Nullable PaymentTerm paymentTerm,
        @Nullable UUID customerClass,
        @Nullable String customerClassName,
        @Nullable UUID parent,
        @Nullable String parentCode,
        @Nullable String parentName,
        boolean parentOutside,
        @Nullable String industry,
        @Nullable String province,
        @Nullable String city,
        @Nullable String district,
        @Nullable String source,
        @Nullable String phone,
        @Nullable String website,
        @Nullable String notes,
        String pinyin,
        String initials,
        TaxTitle taxTitle,
        List<Address> addresses,
        List<Contact> contacts,
        Instant createdAt,
        Instant changedAt) {}
