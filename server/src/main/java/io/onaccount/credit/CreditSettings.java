package io.onaccount.credit;

import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.Optional;

/** What the company has settled about credit: in the settings of the company. */
final class CreditSettings {
    /** The limit of a customer nobody has set one for, over the company {@code c}: 0 unless the company says otherwise, null for unlimited. */
    static final String DEFAULT_LIMIT = """
            case when c.settings -> 'defaultCreditLimit' = 'null'::jsonb then null
                 else coalesce((c.settings ->> 'defaultCreditLimit')::numeric, 0) end""";

    private CreditSettings() {}

    /** The terms of an account nobody has opened yet. */
    static Terms defaultTerms(Tx tx) {
        Optional<BigDecimal> limit = tx.one(
                "select " + DEFAULT_LIMIT + " as default_limit from organization.company c where c.id = ?",
                row -> Optional.ofNullable(row.decimalOrNull("default_limit")),
                tx.company());
        return Terms.ofLimit(limit.orElse(null));
    }
}
