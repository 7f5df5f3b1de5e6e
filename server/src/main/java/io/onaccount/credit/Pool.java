package io.onaccount.credit;

import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A limit that several customers draw on (集团授信), as read.
 *
 * @param together how the company wants it taken with the others an order draws on
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
        BigDecimal exposure,
        Together together) {

    /** Whether of several shared limits over an order all must hold, or one is enough. */
    public enum Together {
        ALL,
        ANY
    }

    /** What its members have in common. */
    public enum Basis {
        GROUP,
        SALESPERSON,
        DEPARTMENT
    }

    static final String COLUMNS =
            "p.id, p.basis, p.currency, p.credit_limit, h.state, p.valid_from, p.valid_to, p.exposure, h.title as name, coalesce((select t.pools_any from credit.setting t where t.company_id = p.company_id), false) as pools_any";

    /** The name of the salesperson, the department or the customer whose limit {@code p} is. */
    static final String WHOSE = """
            (select u.name from organization.app_user u where u.id = p.whose_id and p.basis = 'SALESPERSON'
             union all
             select d.name from organization.department d where d.company_id = p.company_id and d.id = p.whose_id and p.basis = 'DEPARTMENT'
             union all
             select c.title from document.header c where c.company_id = p.company_id and c.id = p.whose_id and p.basis = 'GROUP')""";

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
                row.money("exposure", currency).amount(),
                row.bool("pools_any") ? Together.ANY : Together.ALL);
    }

    Pool plus(BigDecimal more) {
        return new Pool(id, name, basis, limit, stopped, validFrom, validTo, exposure.add(more), together);
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
