package io.onaccount.party;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A class of customers (客户分类) as the company names it. */
public record CustomerClass(UUID id, String code, String name, boolean active, int version) {

    /** A class as it is entered; active when left out. */
    public record Entry(
            @Nullable String code,
            @Nullable String name,
            @Nullable Boolean active) {}
}
