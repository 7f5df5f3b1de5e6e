package io.onaccount.credit;

import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What the company has settled about credit: how releases are given, and by whom up to how much (CRD-21, CRD-22). */
@Component
public final class CreditSettings {
    /** The limit of a customer nobody has set one for, over the company {@code c}: 0 unless the company says otherwise, null for unlimited. */
    static final String DEFAULT_LIMIT = """
            case when c.settings -> 'defaultCreditLimit' = 'null'::jsonb then null
                 else coalesce((c.settings ->> 'defaultCreditLimit')::numeric, 0) end""";

    private static final String KIND = CreditPolicies.KIND;
    private static final int MOST_AUTHORITIES = 500;

    private final AuditTrail trail;
    private final ObjectProvider<OverdueSource> overdueSource;

    CreditSettings(AuditTrail trail, ObjectProvider<OverdueSource> overdueSource) {
        this.overdueSource = overdueSource;
        this.trail = trail;
    }

    /**
     * How releases are given.
     *
     * @param autoRelease held orders that pass by now are confirmed by themselves
     * @param twoPersonAbove releases of more than this need a second person; null: never
     * @param releaseDays a release without a date holds for so many days
     * @param disputedOverdue whether what a customer disputes counts as overdue for the checks
     * @param sharedLimits whether of several shared limits over an order all must hold, or one is enough
     */
    public record Settings(
            boolean autoRelease,
            @Nullable BigDecimal twoPersonAbove,
            int releaseDays,
            int version,
            boolean disputedOverdue,
            Pool.Together sharedLimits) {
        static final Settings DEFAULTS = new Settings(true, null, 7, 0);

        /** Disputed amounts count as overdue, and all shared limits must hold. */
        public Settings(boolean autoRelease, @Nullable BigDecimal twoPersonAbove, int releaseDays, int version) {
            this(autoRelease, twoPersonAbove, releaseDays, version, true, Pool.Together.ALL);
        }
    }

    /**
     * How far one person may release and grant; null: without bound.
     *
     * @param amount the largest ceiling of a release, the most a customer may owe after a raise, in the company's currency
     * @param termDays the longest payment term of a document released or agreed
     * @param validDays how far ahead a release may run
     */
    public record Authority(
            UUID user,
            @Nullable BigDecimal amount,
            @Nullable Integer termDays,
            @Nullable Integer validDays) {}

    /** The terms of an account nobody has opened yet. */
    static Terms defaultTerms(Tx tx) {
        Optional<BigDecimal> limit = tx.one(
                "select " + DEFAULT_LIMIT + " as default_limit from organization.company c where c.id = ?",
                row -> Optional.ofNullable(row.decimalOrNull("default_limit")),
                tx.company());
        return Terms.ofLimit(limit.orElse(null));
    }

    static Settings read(Tx tx) {
        return tx.first(
                        "select s.auto_release, s.two_person_above, s.release_days, s.version, s.disputed_overdue, s.pools_any from credit.setting s where s.company_id = ?",
                        row -> new Settings(
                                row.bool("auto_release"),
                                row.decimalOrNull("two_person_above"),
                                row.integer("release_days"),
                                row.integer("version"),
                                row.bool("disputed_overdue"),
                                row.bool("pools_any") ? Pool.Together.ANY : Pool.Together.ALL),
                        tx.company())
                .orElse(Settings.DEFAULTS);
    }

    public Settings settings(Tx tx) {
        return read(tx);
    }

    /** The authorities of everybody who has one. While nobody has, nobody is bound. */
    public List<Authority> authorities(Tx tx) {
        return tx.list(
                "select t.user_id, t.amount, t.term_days, t.valid_days from credit.authority t where t.company_id = ? order by t.amount desc nulls first, t.user_id",
                CreditSettings::authority,
                tx.company());
    }

    private static Authority authority(Row row) {
        return new Authority(
                row.uuid("user_id"),
                row.decimalOrNull("amount"),
                row.integerOrNull("term_days"),
                row.integerOrNull("valid_days"));
    }

    /** The authorities that were set, by person. */
    static Map<UUID, Authority> authoritiesByUser(Tx tx) {
        Map<UUID, Authority> set = new LinkedHashMap<>();
        tx.list(
                        "select t.user_id, t.amount, t.term_days, t.valid_days from credit.authority t where t.company_id = ?",
                        CreditSettings::authority,
                        tx.company())
                .forEach(authority -> set.put(authority.user(), authority));
        return set;
    }

    /** How far this person may release; without bound while the company has bound nobody, not at all when it has bound others only. */
    static Authority authorityOf(Tx tx, UUID user) {
        Map<UUID, Authority> set = authoritiesByUser(tx);
        return set.getOrDefault(
                user,
                set.isEmpty() ? new Authority(user, null, null, null) : new Authority(user, BigDecimal.ZERO, 0, 0));
    }

    /**
     * Settles it anew, whole.
     *
     * @param version the caller has seen; null to take it as it is
     */
    public void change(Tx tx, Actor actor, @Nullable Integer version, Settings settings, List<Authority> authorities) {
        Problem.Collector problems = new Problem.Collector();
        BigDecimal above = settings.twoPersonAbove();
        if (above != null) {
            problems.check(above.signum() >= 0, "twoPersonAbove", "negative");
            Input.amount(problems, "twoPersonAbove", above, actor.currency());
        }
        days(problems, "releaseDays", settings.releaseDays());
        problems.check(authorities.size() <= MOST_AUTHORITIES, "authorities", "too-many-entries", MOST_AUTHORITIES);
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < Math.min(authorities.size(), MOST_AUTHORITIES); i++) {
            Authority one = authorities.get(i);
            String at = "authorities[" + i + "].";
            BigDecimal amount = one.amount();
            if (amount != null) {
                problems.check(amount.signum() >= 0, at + "amount", "negative");
                Input.amount(problems, at + "amount", amount, actor.currency());
            }
            days(problems, at + "termDays", one.termDays());
            days(problems, at + "validDays", one.validDays());
            problems.check(seen.add(one.user()), at + "user", "credit-named-twice");
        }
        Set<UUID> known = members(tx, seen);
        for (int i = 0; i < Math.min(authorities.size(), MOST_AUTHORITIES); i++) {
            problems.check(known.contains(authorities.get(i).user()), "authorities[" + i + "].user", "unknown-user");
        }
        problems.throwIfAny();
        Settings old = read(tx);
        if (version != null && version != old.version()) {
            throw Problem.stale("", "");
        }
        List<Authority> before = authorities(tx);
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.stale("", ""),
                """
                insert into credit.setting as s (company_id, auto_release, two_person_above, release_days, disputed_overdue, pools_any, version)
                values (?, ?, ?, ?, ?, ?, 1)
                on conflict (company_id) do update set auto_release = excluded.auto_release, two_person_above = excluded.two_person_above,
                  release_days = excluded.release_days, disputed_overdue = excluded.disputed_overdue, pools_any = excluded.pools_any,
                  version = s.version + 1 where s.version = ?""",
                tx.company(),
                settings.autoRelease(),
                above,
                settings.releaseDays(),
                settings.disputedOverdue(),
                settings.sharedLimits() == Pool.Together.ANY,
                old.version());
        tx.add(Rank.DETAIL, "delete from credit.authority where company_id = ?", tx.company());
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.authority (company_id, user_id, amount, term_days, valid_days)
                select ?, a.user_id, a.amount, a.term_days, a.valid_days
                from unnest(?::uuid[], ?::numeric[], ?::integer[], ?::integer[]) as a (user_id, amount, term_days, valid_days)""",
                tx.company(),
                SqlArray.of("uuid", authorities, Authority::user),
                SqlArray.of("numeric", authorities, Authority::amount),
                SqlArray.of("integer", authorities, Authority::termDays),
                SqlArray.of("integer", authorities, Authority::validDays));
        Map<String, Object> changes = new LinkedHashMap<>();
        difference(changes, "autoRelease", old.autoRelease(), settings.autoRelease());
        difference(changes, "twoPersonAbove", plain(old.twoPersonAbove()), plain(above));
        difference(changes, "releaseDays", old.releaseDays(), settings.releaseDays());
        difference(changes, "disputedOverdue", old.disputedOverdue(), settings.disputedOverdue());
        difference(changes, "sharedLimits", old.sharedLimits(), settings.sharedLimits());
        difference(changes, "authorities", told(before), told(authorities));
        trail.record(tx, actor, new AuditTrail.Fact("settle", KIND, null, null, changes));
        if (old.sharedLimits() != settings.sharedLimits()) {
            tx.flush(); // what waits for a shared limit is asked by the new rule
            CreditRechecks.askPools(
                    tx,
                    tx.list(
                            "select p.id from credit.pool p where p.company_id = ?",
                            row -> row.uuid("id"),
                            tx.company()));
        }
        if (old.disputedOverdue() != settings.disputedOverdue()) {
            tx.flush(); // what is overdue is asked by the new rule
            countAnew(tx, actor);
        }
    }

    /** What counts as overdue has changed: every account learns its earliest due date again, under its lock. */
    private void countAnew(Tx tx, Actor actor) {
        List<UUID> accounts = tx.list(
                "select a.id from credit.account a where a.company_id = ? and a.receivable <> 0 order by a.id for no key update",
                row -> row.uuid("id"),
                tx.company());
        if (accounts.isEmpty()) {
            return;
        }
        Map<UUID, LocalDate> oldest = new HashMap<>();
        overdueSource
                .orderedStream()
                .forEach(source -> source.overdue(tx, accounts, actor.today()).forEach((account, overdue) -> {
                    if (overdue.oldestDue() != null) {
                        oldest.merge(account, overdue.oldestDue(), (a, b) -> a.isBefore(b) ? a : b);
                    }
                }));
        tx.add(
                Rank.CREDIT,
                """
                update credit.account a set oldest_due = n.oldest, gate_version = -1 from unnest(?::uuid[], ?::date[]) as n (id, oldest)
                where a.company_id = ? and a.id = n.id""",
                SqlArray.of("uuid", accounts),
                SqlArray.of("date", accounts, oldest::get),
                tx.company());
    }

    private static Set<UUID> members(Tx tx, Set<UUID> users) {
        return new HashSet<>(tx.list(
                "select m.user_id from organization.membership m where m.company_id = ? and m.user_id = any(?) and m.active",
                row -> row.uuid("user_id"),
                tx.company(),
                SqlArray.of("uuid", users)));
    }

    private static void difference(Map<String, Object> changes, String field, @Nullable Object a, @Nullable Object b) {
        io.onaccount.document.Headers.difference(changes, field, a, b);
    }

    private static List<String> told(List<Authority> authorities) {
        List<String> told = new ArrayList<>();
        for (Authority a : authorities) {
            told.add(a.user() + ": " + plain(a.amount()) + ", " + a.termDays() + ", " + a.validDays());
        }
        return told.stream().sorted().toList();
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }

    private static void days(Problem.Collector problems, String field, @Nullable Integer days) {
        problems.check(days == null || (days >= 0 && days <= 3650), field, "out-of-range", 0, 3650);
    }
}
