package io.onaccount.document.listing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param rows field → value, {@code id} always among them
 * @param next hand it in as {@code after} for the page that follows; null on the last one
 */
public record ListPage(
        List<Map<String, @Nullable Object>> rows, @Nullable String next) {}
