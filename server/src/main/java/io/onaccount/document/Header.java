package io.onaccount.document;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What every record shares. The version grows with each change; the total is in the document's currency, tax included. */
public record Header(
        UUID id,
        String kind,
        String number,
        String title,
        String state,
        @Nullable UUID party,
        @Nullable UUID owner,
        @Nullable UUID department,
        LocalDate date,
        @Nullable String currency,
        @Nullable BigDecimal total,
        int version,
        Instant createdAt,
        @Nullable UUID createdBy,
        Instant changedAt,
        @Nullable UUID changedBy) {

    /** A record about to be written for the first time. */
    public static Header born(
            UUID id,
            String kind,
            String number,
            String title,
            Enum<?> state,
            @Nullable UUID party,
            @Nullable UUID owner,
            @Nullable UUID department,
            LocalDate date,
            @Nullable String currency,
            @Nullable BigDecimal total,
            UUID by,
            Instant at) {
        return new Header(
                id,
                kind,
                number,
                title,
                state.name(),
                party,
                owner,
                department,
                date,
                currency,
                total,
                1,
                at,
                by,
                at,
                by);
    }

    /** The same record after {@link Headers#move}: what it will be read as. */
    public Header moved(Enum<?> to, UUID by, Instant at) {
        return new Header(
                id,
                kind,
                number,
                title,
                to.name(),
                party,
                owner,
                department,
                date,
                currency,
                total,
                version + 1,
                createdAt,
                createdBy,
                at,
                by);
    }

    /** The same record under another number and title. */
    public Header named(String newNumber, String newTitle) {
        return with(newNumber, newTitle, owner, department, date, total);
    }

    /** The same record looked after by somebody else. */
    public Header ownedBy(@Nullable UUID newOwner, @Nullable UUID newDepartment) {
        return with(number, title, newOwner, newDepartment, date, total);
    }

    /** The same record with another total, for a move that settles it; null: none. */
    public Header withTotal(@Nullable BigDecimal settled) {
        return with(number, title, owner, department, date, settled);
    }

    /** The same record on another business date. */
    public Header on(LocalDate newDate) {
        return with(number, title, owner, department, newDate, total);
    }

    private Header with(
            String newNumber,
            String newTitle,
            @Nullable UUID newOwner,
            @Nullable UUID newDepartment,
            LocalDate newDate,
            @Nullable BigDecimal newTotal) {
        return new Header(
                id,
                kind,
                newNumber,
                newTitle,
                state,
                party,
                newOwner,
                newDepartment,
                newDate,
                currency,
                newTotal,
                version,
                createdAt,
                createdBy,
                changedAt,
                changedBy);
    }
}
