package io.onaccount.credit;

import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may owe for the products of one category and those below it (产品线额度), as read.
 *
 * @param limit in the company's currency
 * @param validFrom the first day it gives credit; null: since ever
 * @param validTo the last; null: for ever
 * @param stopped gives no credit, whatever is free of it
 */
public record LineLimit(
        UUID category,
        String name,
        BigDecimal limit,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        boolean stopped,
        int version) {

    static LineLimit read(Row row) {
        return new LineLimit(
                row.uuid("category_id"),
                row.text("name"),
                row.money("credit_limit", row.text("currency")).amount(),
                row.dateOrNull("valid_from"),
                row.dateOrNull("valid_to"),
                row.bool("stopped"),
                row.integer("version"));
    }

    boolean givesOn(LocalDate day) {
        return !stopped
                && (validFrom == null || !day.isBefore(validFrom))
                && (validTo == null || !day.isAfter(validTo));
    }

    /** Whether it lets the customer owe more than another, today or on a later day. */
    boolean givesMoreThan(LineLimit other, LocalDate today) {
        boolean gives = !stopped && (validTo == null || !validTo.isBefore(today));
        boolean longer = other.stopped
                || (other.validTo != null && (validTo == null || validTo.isAfter(other.validTo)))
                || (other.validFrom != null
                        && other.validFrom.isAfter(today)
                        && (validFrom == null || validFrom.isBefore(other.validFrom)));
        return gives && limit.signum() > 0 && (longer || limit.compareTo(other.limit) > 0);
    }
}
