package io.onaccount.credit;

import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A limit that several customers draw on (集团授信), as read.
 *
 * @param limit null: unlimited
 * @param exposure the sum of its members'
 */
public record Pool(
        UUID id,
        String name,
        Basis basis,
        @Nullable BigDecimal limit,
        boolean stopped,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        BigDecimal exposure) {

    /** What its members have in common; a customer draws on one of each at most. */
    public enum Basis {
        GROUP,
        SALESPERSON,
        DEPARTMENT
    }

    static final String COLUMNS =
            "p.id, p.basis, p.currency, p.credit_limit, h.state, p.valid_from, p.valid_to, p.exposure, h.title as name";

    static Pool read(Row row) {
        String currency = row.text("currency");
        return new Pool(
                row.uuid("id"),
                row.text("name"),
                row.choice("basis", Basis.class),
                row.decimalOrNull("credit_limit") == null
                        ? null
                        : row.money("credit_limit", currency).amount(),
                row.text("state").equals("STOPPED"),
                row.dateOrNull("valid_from"),
                row.dateOrNull("valid_to"),
                row.money("exposure", currency).amount());
    }

    Pool plus(BigDecimal more) {
        return new Pool(id, name, basis, limit, stopped, validFrom, validTo, exposure.add(more));
    }

    /** What is left, negative when more is used than allowed; null when unlimited. */
    public @Nullable BigDecimal free() {
        return limit == null ? null : limit.subtract(exposure);
    }

    boolean givesOn(LocalDate day) {
        return !stopped
                && (validFrom == null || !day.isBefore(validFrom))
                && (validTo == null || !day.isAfter(validTo));
    }
}
