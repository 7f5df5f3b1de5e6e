package io.onaccount.party;

import org.jspecify.annotations.Nullable;

/** What an invoice to this customer must say (开票资料). */
public record TaxTitle(
        @Nullable String title,
        @Nullable String taxNumber,
        @Nullable String bank,
        @Nullable String account,
        @Nullable String address,
        @Nullable String phone) {

    static final TaxTitle NONE = new TaxTitle(null, null, null, null, null, null);
}
