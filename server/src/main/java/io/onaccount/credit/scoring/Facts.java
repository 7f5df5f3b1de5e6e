package io.onaccount.credit.scoring;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people enter or import about a customer's standing: capital, ratios, a bought score, lists of courts and tax offices. It only grows. */
@Component
public final class Facts {
    static final String KIND = "credit-fact";
    private static final BigDecimal MOST = new BigDecimal("10000000000000");
    private static final BigDecimal MOST_RATIO = new BigDecimal("100000");

    private final Parties parties;
    private final AuditTrail trail;

    Facts(Parties parties, AuditTrail trail) {
        this.parties = parties;
        this.trail = trail;
    }

    /**
     * One thing to enter.
     *
     * @param value null: what was known before no longer holds
     * @param validOn the day it is of (a balance sheet's, a report's)
     * @param provider who says so; empty when unknown
     */
    public record Entry(
            UUID party,
            Factor factor,
            @Nullable BigDecimal value,
            LocalDate validOn,
            @Nullable String provider,
            @Nullable String note) {}

    /** As it stands in the book. */
    public record Fact(
            UUID id,
            Factor factor,
            @Nullable BigDecimal value,
            LocalDate validOn,
            String provider,
            String note,
            Instant at,
            @Nullable String by) {}

    /** All that was entered about a customer, the newest first. */
    public List<Fact> of(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.list(
                """
                select f.*, u.name from credit.fact f left join organization.app_user u on u.id = f.recorded_by
                where f.company_id = ? and f.party_id = ? order by f.valid_on desc, f.id desc""",
                row -> new Fact(
                        row.uuid("id"),
                        row.choice("factor", Factor.class),
                        plain(row.decimalOrNull("value")),
                        row.date("valid_on"),
                        row.text("provider"),
                        row.text("note"),
                        row.instant("recorded_at"),
                        row.textOrNull("name")),
                tx.company(),
                party);
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal value) {
        return value == null ? null : new BigDecimal(value.stripTrailingZeros().toPlainString());
    }

    /**
     * Enters facts.
     *
     * @throws Problem 400 with every wrong field, 404 for a customer out of scope
     */
    public void enter(Tx tx, Actor actor, Collection<Entry> entries) {
        Problem.Collector problems = new Problem.Collector();
        entries.forEach(entry -> check(problems, actor, entry));
        problems.throwIfAny();
        Map<UUID, Party> known =
                parties.require(tx, actor, entries.stream().map(Entry::party).collect(Collectors.toSet()));
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.fact (company_id, id, party_id, factor, value, valid_on, provider, note, recorded_by)
                select ?, n.id, n.party, n.factor, n.value, n.valid_on, n.provider, n.note, ?
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::numeric[], ?::date[], ?::text[], ?::text[])
                  as n (id, party, factor, value, valid_on, provider, note)""",
                tx.company(),
                actor.user(),
                SqlArray.of("uuid", entries, e -> Ids.next()),
                SqlArray.of("uuid", entries, Entry::party),
                SqlArray.of("text", entries, Entry::factor),
                SqlArray.of("numeric", entries, Entry::value),
                SqlArray.of("date", entries, Entry::validOn),
                SqlArray.of(
                        "text",
                        entries,
                        e -> e.provider() == null ? "" : e.provider().strip()),
                SqlArray.of(
                        "text", entries, e -> e.note() == null ? "" : e.note().strip()));
        trail.record(
                tx,
                actor,
                entries.stream()
                        .map(e -> new AuditTrail.Fact(
                                "change",
                                KIND,
                                e.party(),
                                known.get(e.party()) == null
                                        ? null
                                        : known.get(e.party()).code(),
                                Map.of(
                                        "factor",
                                        e.factor(),
                                        "value",
                                        e.value() == null ? "" : e.value().toPlainString(),
                                        "validOn",
                                        e.validOn())))
                        .toList());
    }

    /** Everything that is wrong with an entry, apart from the customer. */
    static void check(Problem.Collector problems, Actor actor, Entry entry) {
        problems.check(entry.factor().kind() == Factor.Kind.FACT, "factor", "credit-no-fact");
        BigDecimal value = entry.value();
        if (value != null) {
            boolean fits = switch (entry.factor().unit()) {
                case FLAG ->
                    problems.check(
                            value.signum() == 0 || value.compareTo(BigDecimal.ONE) == 0, "value", "credit-no-flag");
                case YEARS ->
                    problems.check(
                            value.signum() >= 0 && value.compareTo(BigDecimal.valueOf(1000)) < 0,
                            "value",
                            "out-of-range",
                            0,
                            999);
                case MONEY -> problems.check(value.abs().compareTo(MOST) < 0, "value", "too-large");
                default -> problems.check(value.abs().compareTo(MOST_RATIO) < 0, "value", "number-too-large");
            };
            if (fits && entry.factor().unit() == Factor.Unit.MONEY) {
                Input.amount(problems, "value", value, actor.currency());
            } else if (fits) {
                problems.check(
                        value.signum() == 0 || value.stripTrailingZeros().scale() <= 4,
                        "value",
                        "too-many-decimals",
                        4);
            }
        }
        problems.check(!entry.validOn().isAfter(actor.today()), "validOn", "credit-in-the-future");
        problems.check(
                entry.validOn().getYear() >= 1900,
                "validOn",
                "out-of-range",
                1900,
                actor.today().getYear());
        Input.text(problems, "provider", entry.provider(), 100);
        Input.text(problems, "note", entry.note(), 1000);
    }
}
