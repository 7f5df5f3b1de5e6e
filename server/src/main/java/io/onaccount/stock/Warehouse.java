package io.onaccount.stock;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where goods lie. */
public record Warehouse(
        UUID id,
        int version,
        String code,
        String name,
        boolean active,
        @Nullable String address,
        @Nullable String keeper,
        @Nullable String phone) {

    /** A warehouse as it is entered. */
    public record Entry(
            String code,
            String name,
            @Nullable String address,
            @Nullable String keeper,
            @Nullable String phone) {}
}
