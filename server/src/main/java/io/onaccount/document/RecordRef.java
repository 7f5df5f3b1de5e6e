package io.onaccount.document;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Another record or a user as lists and documents name it: enough for a link. A user has only a title, the name. */
public record RecordRef(
        UUID id,
        @Nullable String kind,
        @Nullable String number,
        @Nullable String title) {}
