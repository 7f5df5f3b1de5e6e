package io.onaccount.platform.web;

import io.onaccount.platform.Problem;
import org.jspecify.annotations.Nullable;

/** A record's version as ETag and If-Match carry it. */
public final class Versions {
    private Versions() {}

    /** {@code "7"} in quotation marks, as the ETag header wants it. */
    public static String etag(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The version the caller has seen; null when they sent none or {@code *}. Anything else that is no version is 400.
     *
     * @param ifMatch the header If-Match: {@code "7"}, {@code W/"7"} or 7
     */
    public static @Nullable Integer parse(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank() || ifMatch.strip().equals("*")) {
            return null;
        }
        String text = ifMatch.strip();
        text = text.startsWith("W/") ? text.substring(2) : text;
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Problem.invalid("If-Match", "not-a-version");
        }
        return Integer.valueOf(text);
    }
}
