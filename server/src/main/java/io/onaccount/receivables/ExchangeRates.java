package io.onaccount.receivables;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What currencies are worth, day by day (汇率, FND-12). A day without a rate of its own has that of the last day before it. */
@Component
public final class ExchangeRates {
    static final String KIND = "exchange-rate";
    private static final int DECIMALS = 12;

    private final AuditTrail trail;

    ExchangeRates(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * As entered.
     *
     * @param units for how many units the rate is (JPY: 100); 1 when left out
     * @param inverse whether it says how much of the currency one unit of the company's own buys
     */
    public record NewRate(
            @Nullable String currency,
            LocalDate day,
            BigDecimal rate,
            @Nullable Integer units,
            @Nullable Boolean inverse,
            @Nullable String source) {}

    /** As read: what one unit of the currency is worth in the company's own. */
    public record Rate(UUID id, String currency, LocalDate day, BigDecimal rate, String source, int version) {}

    public UUID create(Tx tx, Actor actor, NewRate rate) {
        return create(tx, actor, List.of(rate)).getFirst();
    }

    /** Enters rates; answers their ids in order. A day that has one already is refused. */
    public List<UUID> create(Tx tx, Actor actor, List<NewRate> rates) {
        Problem.Collector problems = new Problem.Collector();
        Set<String> days = new HashSet<>(there(tx, rates).keySet());
        for (int i = 0; i < rates.size(); i++) {
            check(problems, actor, rates.get(i), rates.size() == 1 ? "" : "[" + i + "].", days);
        }
        problems.throwIfAny();
        List<UUID> ids = new ArrayList<>();
        rates.forEach(r -> ids.add(Ids.next()));
        tx.addExpecting(
                Rank.DETAIL,
                rates.size(),
                () -> Problem.invalid("day", "taken"),
                """
                insert into receivables.exchange_rate (company_id, id, currency, day, rate, source, recorded_by)
                select ?, n.id, n.currency, n.day, n.rate, n.source, ?
                from unnest(?::uuid[], ?::text[], ?::date[], ?::numeric[], ?::text[]) as n (id, currency, day, rate, source)
                on conflict do nothing""",
                tx.company(),
                actor.user(),
                SqlArray.of("uuid", ids),
                SqlArray.of("text", rates, ExchangeRates::code),
                SqlArray.of("date", rates, NewRate::day),
                SqlArray.of("numeric", rates, ExchangeRates::perUnit),
                SqlArray.of("text", rates, r -> Receipts.text(r.source())));
        List<AuditTrail.Fact> facts = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            facts.add(new AuditTrail.Fact(
                    "create",
                    KIND,
                    ids.get(i),
                    code(rates.get(i)),
                    Map.of(
                            "day",
                            rates.get(i).day(),
                            "rate",
                            perUnit(rates.get(i)).toPlainString())));
        }
        trail.record(tx, actor, facts);
        return ids;
    }

    /** Corrects a rate; documents keep the one they were made with. */
    public void change(Tx tx, Actor actor, UUID id, NewRate rate, @Nullable Integer version) {
        Rate old = find(tx, id);
        Map<String, UUID> there = new HashMap<>(there(tx, List.of(rate)));
        there.values().remove(id);
        Problem.Collector problems = new Problem.Collector();
        check(problems, actor, rate, "", new HashSet<>(there.keySet()));
        problems.throwIfAny();
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                """
                update receivables.exchange_rate set currency = ?, day = ?, rate = ?, source = ?, version = version + 1
                where company_id = ? and id = ? and version = ?""",
                code(rate),
                rate.day(),
                perUnit(rate),
                Receipts.text(rate.source()),
                tx.company(),
                id,
                version == null ? old.version() : version);
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(
                changes,
                "rate",
                old.rate().stripTrailingZeros().toPlainString(),
                perUnit(rate).stripTrailingZeros().toPlainString());
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, id, code(rate), changes));
    }

    public Rate find(Tx tx, UUID id) {
        return tx.first(
                        "select r.* from receivables.exchange_rate r where r.company_id = ? and r.id = ?",
                        row -> new Rate(
                                row.uuid("id"),
                                row.text("currency"),
                                row.date("day"),
                                row.decimal("rate").stripTrailingZeros(),
                                row.text("source"),
                                row.integer("version")),
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    static String code(NewRate rate) {
        return Receipts.text(rate.currency()).toUpperCase(Locale.ROOT);
    }

    private static BigDecimal perUnit(NewRate rate) {
        BigDecimal units = BigDecimal.valueOf(rate.units() == null ? 1 : rate.units());
        return Boolean.TRUE.equals(rate.inverse())
                ? units.divide(rate.rate(), DECIMALS, RoundingMode.HALF_UP)
                : rate.rate().divide(units, DECIMALS, RoundingMode.HALF_UP);
    }

    static void check(Problem.Collector problems, Actor actor, NewRate rate, String at, Set<String> days) {
        String code = code(rate);
        problems.check(Money.isCurrency(code), at + "currency", "currency-unknown");
        problems.check(!code.equals(actor.currency()), at + "currency", "rate-of-own");
        problems.check(
                rate.day().getYear() >= 1990
                        && !rate.day().isAfter(actor.today().plusYears(1)),
                at + "day",
                "out-of-range");
        problems.check(
                rate.units() == null || (rate.units() >= 1 && rate.units() <= 100_000), at + "units", "out-of-range");
        Input.text(problems, at + "source", rate.source(), 100);
        boolean fits = problems.check(rate.rate().signum() > 0, at + "rate", "receipt-not-positive")
                && problems.check(
                        rate.rate().precision() - rate.rate().scale() <= 9
                                && rate.rate().stripTrailingZeros().scale() <= DECIMALS,
                        at + "rate",
                        "out-of-range");
        if (fits && (rate.units() == null || rate.units() >= 1)) {
            problems.check(perUnit(rate).signum() > 0, at + "rate", "out-of-range");
        }
        problems.check(days.add(code + " " + rate.day()), at + "day", "taken");
    }

    /**
     * Checks a rate given with a document, in its field {@code rate}: a plausible one, and only where there is another currency.
     *
     * @param at the path of the document in the request
     * @param own whether it is in the company's currency
     */
    public static void check(Problem.Collector problems, String at, @Nullable BigDecimal rate, boolean own) {
        if (rate != null
                && problems.check(!own, at + "rate", "rate-of-own")
                && problems.check(rate.signum() > 0, at + "rate", "receipt-not-positive")) {
            problems.check(
                    rate.precision() - rate.scale() <= 9
                            && rate.stripTrailingZeros().scale() <= 12,
                    at + "rate",
                    "out-of-range");
        }
    }

    /** Those that are there already: "currency day" → id. */
    static Map<String, UUID> there(Tx tx, List<NewRate> rates) {
        Map<String, UUID> there = new HashMap<>();
        tx.list(
                        """
                        select r.id, r.currency, r.day from receivables.exchange_rate r
                        join unnest(?::text[], ?::date[]) as n (currency, day) on n.currency = r.currency and n.day = r.day
                        where r.company_id = ?""",
                        row -> Map.entry(row.text("currency") + " " + row.date("day"), row.uuid("id")),
                        SqlArray.of("text", rates, ExchangeRates::code),
                        SqlArray.of("date", rates, NewRate::day),
                        tx.company())
                .forEach(entry -> there.put(entry.getKey(), entry.getValue()));
        return there;
    }

    /**
     * What one unit of a currency was worth on a day in another; through the company's own where neither is.
     *
     * @return empty when no rate had been entered by then
     */
    public Optional<BigDecimal> rate(Tx tx, Actor actor, String currency, String in, LocalDate on) {
        return between(tx, actor, currency, in, on);
    }

    static Optional<BigDecimal> between(Tx tx, Actor actor, String currency, String in, LocalDate on) {
        if (currency.equals(in)) {
            return Optional.of(BigDecimal.ONE);
        }
        Optional<BigDecimal> worth = base(tx, actor, currency, on);
        Optional<BigDecimal> other = base(tx, actor, in, on);
        return worth.isEmpty() || other.isEmpty()
                ? Optional.empty()
                : Optional.of(worth.get().divide(other.get(), DECIMALS, RoundingMode.HALF_UP));
    }

    /** What one unit of a currency was worth on a day in the company's own; empty when no rate had been entered by then. */
    public static Optional<BigDecimal> base(Tx tx, Actor actor, String currency, LocalDate on) {
        return currency.equals(actor.currency())
                ? Optional.of(BigDecimal.ONE)
                : tx.first("""
                        select r.rate from receivables.exchange_rate r where r.company_id = ? and r.currency = ? and r.day <= ?
                        order by r.day desc limit 1""", row -> row.decimal("rate"), tx.company(), currency, on);
    }

    /** The rates of a day, by currency. */
    static Map<String, BigDecimal> base(Tx tx, LocalDate on) {
        Map<String, BigDecimal> rates = new HashMap<>();
        tx.list("""
                        select distinct on (r.currency) r.currency, r.rate from receivables.exchange_rate r
                        where r.company_id = ? and r.day <= ? order by r.currency, r.day desc""", row -> Map.entry(row.text("currency"), row.decimal("rate")), tx.company(), on)
                .forEach(entry -> rates.put(entry.getKey(), entry.getValue()));
        return rates;
    }
}
