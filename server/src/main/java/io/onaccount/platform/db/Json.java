package io.onaccount.platform.db;

/** A value for a {@code jsonb} column, already written as JSON. */
public record Json(String text) {}
