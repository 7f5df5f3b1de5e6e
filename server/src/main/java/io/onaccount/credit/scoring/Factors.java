package io.onaccount.credit.scoring;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The values of all factors of all customers on a day: asked of every source, one statement each. */
@Component
class Factors {
    private final ObjectProvider<FactorSource> sources;

    Factors(ObjectProvider<FactorSource> sources) {
        this.sources = sources;
    }

    /** Customer → factor → value; who has none is missing. */
    Map<UUID, Map<Factor, BigDecimal>> gather(Tx tx, LocalDate on) {
        Map<UUID, Map<Factor, BigDecimal>> values = new HashMap<>();
        List<Sql> queries = sources.orderedStream()
                .map(source -> source.factors(tx.company(), on))
                .toList();
        for (Sql query : queries) {
            tx.list(query, row -> {
                values.computeIfAbsent(row.uuid("party_id"), id -> new EnumMap<>(Factor.class))
                        .put(row.choice("factor", Factor.class), row.decimal("value"));
                return true;
            });
        }
        return values;
    }
}
