package io.onaccount.credit.scoring;

import io.onaccount.credit.spi.FactorSource;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The values of all factors of all customers on some days: asked of every source, one statement each. */
@Component
class Factors {
    /** So many customers' days are held at a time: some hundred megabytes at most. */
    private static final int AT_ONCE = 200_000;

    private final ObjectProvider<FactorSource> sources;

    Factors(ObjectProvider<FactorSource> sources) {
        this.sources = sources;
    }

    /** Customer → factor → value on one day; who has none is missing. */
    Map<UUID, Map<Factor, BigDecimal>> gather(Tx tx, LocalDate on) {
        Map<UUID, Map<Factor, BigDecimal>> values = new HashMap<>();
        gather(tx, List.of(on), (day, all) -> values.putAll(all));
        return values;
    }

    /**
     * The same for several days, handed over day by day in their order. As many are asked at once as fit in memory together.
     *
     * @param days ascending, none twice
     */
    void gather(Tx tx, List<LocalDate> days, BiConsumer<LocalDate, Map<UUID, Map<Factor, BigDecimal>>> each) {
        int customers = tx.one(
                "select count(*)::integer as customers from credit.account a where a.company_id = ?",
                row -> row.integer("customers"),
                tx.company());
        int atOnce = Math.clamp(AT_ONCE / Math.max(1, customers), 1, days.size());
        for (int i = 0; i < days.size(); i += atOnce) {
            List<LocalDate> some = days.subList(i, Math.min(days.size(), i + atOnce));
            Map<LocalDate, Map<UUID, Map<Factor, BigDecimal>>> values = new HashMap<>();
            sources.orderedStream()
                    .forEach(source -> tx.each(
                            source.factors(tx.company(), some),
                            row -> values.computeIfAbsent(row.date("day"), day -> new HashMap<>())
                                    .computeIfAbsent(row.uuid("party_id"), id -> new EnumMap<>(Factor.class))
                                    .put(row.choice("factor", Factor.class), row.decimal("value"))));
            some.forEach(day -> {
                Map<UUID, Map<Factor, BigDecimal>> all = values.remove(day);
                each.accept(day, all == null ? Map.of() : all);
            });
        }
    }
}
