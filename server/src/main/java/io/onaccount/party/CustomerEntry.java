package io.onaccount.party;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer as people enter it. Blank texts are none.
 *
 * @param code proposed from the number series when left out
 * @param legalPerson the legal representative (法定代表人)
 * @param owner who looks after it; the one who enters it when left out
 * @param pinyin how the name is read, without blanks; proposed from the name when left out
 * @param initials first letters of that; proposed when left out
 * @param customerClass how the company sorts it; none when left out
 * @param parent the customer it belongs to (上级客户); none when left out. One outside the data scope of whoever enters stays as it is
 * @param confirmDuplicate that it is known to look like an existing customer and wanted all the same
 */
public record CustomerEntry(
        @Nullable String code,
        String name,
        @Nullable String shortName,
        @Nullable String nameEn,
        @Nullable String creditCode,
        @Nullable String legalPerson,
        @Nullable CustomerState state,
        @Nullable UUID owner,
        @Nullable UUID paymentTerm,
        @Nullable String industry,
        @Nullable String province,
        @Nullable String city,
        @Nullable String district,
        @Nullable String source,
        @Nullable String phone,
        @Nullable String website,
        @Nullable String notes,
        @Nullable String pinyin,
        @Nullable String initials,
        @Nullable TaxTitle taxTitle,
        @Nullable List<Address> addresses,
        @Nullable List<Contact> contacts,
        @Nullable Boolean confirmDuplicate,
        @Nullable UUID customerClass,
        @Nullable UUID parent) {

    /** One of no class that belongs to no other. */
    public CustomerEntry(
            @Nullable String code,
            String name,
            @Nullable String shortName,
            @Nullable String nameEn,
            @Nullable String creditCode,
            @Nullable String legalPerson,
            @Nullable CustomerState state,
            @Nullable UUID owner,
            @Nullable UUID paymentTerm,
            @Nullable String industry,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            @Nullable String source,
            @Nullable String phone,
            @Nullable String website,
            @Nullable String notes,
            @Nullable String pinyin,
            @Nullable String initials,
            @Nullable TaxTitle taxTitle,
            @Nullable List<Address> addresses,
            @Nullable List<Contact> contacts,
            @Nullable Boolean confirmDuplicate) {
        this(
                code,
                name,
                shortName,
                nameEn,
                creditCode,
                legalPerson,
                state,
                owner,
                paymentTerm,
                industry,
                province,
                city,
                district,
                source,
                phone,
                website,
                notes,
                pinyin,
                initials,
                taxTitle,
                addresses,
                contacts,
                confirmDuplicate,
                null,
                null);
    }

    /** The same, sorted into a class. */
    public CustomerEntry of(@Nullable UUID otherClass) {
        return with(otherClass, parent);
    }

    /** The same, belonging to another customer. */
    public CustomerEntry under(@Nullable UUID otherParent) {
        return with(customerClass, otherParent);
    }

    private CustomerEntry with(@Nullable UUID otherClass, @Nullable UUID otherParent) {
        return new CustomerEntry(
                code,
                name,
                shortName,
                nameEn,
                creditCode,
                legalPerson,
                state,
                owner,
                paymentTerm,
                industry,
                province,
                city,
                district,
                source,
                phone,
                website,
                notes,
                pinyin,
                initials,
                taxTitle,
                addresses,
                contacts,
                confirmDuplicate,
                otherClass,
                otherParent);
    }

    /** The least one can say of a customer: its code, if it has one already, and its name. */
    public static CustomerEntry named(@Nullable String code, String name) {
        return new CustomerEntry(
                code, name, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null);
    }
}
