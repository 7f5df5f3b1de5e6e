package io.onaccount.platform.web;

import org.jspecify.annotations.Nullable;

/**
 * What the caller has seen of the record they change, told by the header If-Match. Controllers take it as an argument.
 *
 * @param version null when they told none: they take the record as it is
 */
public record Seen(@Nullable Integer version) {}
