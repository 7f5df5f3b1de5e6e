package io.onaccount.credit.warning;

import io.onaccount.credit.AccountStatus;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CurrentTerms;
import io.onaccount.credit.Terms;
import io.onaccount.credit.spi.WarningSource;
import io.onaccount.credit.warning.WarningRule.Action;
import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.Mails;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.party.Parties;
import io.onaccount.party.Related;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the rules found in the customers (预警, CRD-24): a warning opens once, stays open while it is true and closes by itself. People are told of it,
 * take note of it or put it off.
 */
@Component
public final class Warnings {
    static final String KIND = "credit-warning";
    private static final String MAIL = "warning";
    private static final Logger log = LoggerFactory.getLogger(Warnings.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_SHOWN = 100;
    private static final TypeReference<LinkedHashMap<String, String>> FIGURES = new TypeReference<>() {};

    private final Database database;
    private final WarningRules rules;
    private final ObjectProvider<WarningSource> sources;
    private final CreditAccounts accounts;
    private final Parties parties;
    private final Related related;
    private final Organization organization;
    private final Companies companies;
    private final BusinessClock clock;
    private final AuditTrail trail;
    private final Mails mails;
    private final Texts texts;
    private final JsonMapper json;

    Warnings(
            Database database,
            WarningRules rules,
            ObjectProvider<WarningSource> sources,
            CreditAccounts accounts,
            Parties parties,
            Related related,
            Organization organization,
            Companies companies,
            BusinessClock clock,
            AuditTrail trail,
            Mails mails,
            Texts texts,
            JsonMapper json) {
        this.database = database;
        this.rules = rules;
        this.sources = sources;
        this.accounts = accounts;
        this.parties = parties;
        this.related = related;
        this.organization = organization;
        this.companies = companies;
        this.clock = clock;
        this.trail = trail;
        this.mails = mails;
        this.texts = texts;
        this.json = json;
    }

    /** Where a warning stands. */
    public enum State {
        OPEN,
        /** Somebody has taken note of it; it closes by itself. */
        ACKNOWLEDGED,
        /** Put off to a day; opens again then if it is still true. */
        SNOOZED,
        /** No longer true. */
        CLOSED
    }

    /**
     * One evaluation.
     *
     * @param remaining how many are open after it
     */
    public record Run(
            UUID id, LocalDate asOf, Instant at, int customers, int opened, int closed, int remaining, int millis) {}

    /** One warning of a customer. */
    public record Warning(
            UUID id,
            UUID party,
            Signal signal,
            Map<String, String> figures,
            State state,
            Action action,
            boolean acted,
            LocalDate openedOn,
            @Nullable LocalDate dueOn,
            @Nullable LocalDate snoozedUntil,
            @Nullable String reason,
            @Nullable String decidedBy) {}

    private record Key(UUID rule, UUID party) {}

    private record Open(UUID id, Key key, Map<String, String> figures) {}

    private record Found(UUID id, WarningRule rule, UUID party, Map<String, String> figures) {}

    /** Evaluates all rules for all customers of a company as of its business day. */
    public Run run(long company, @Nullable UUID by) {
        LocalDate today =
                database.read(company, tx -> clock.today(companies.get(tx).zone()));
        return run(company, today, by);
    }

    /** As {@link #run(long, UUID)}, as of a given day: what is known of that day by business date decides. */
    public Run run(long company, LocalDate on, @Nullable UUID by) {
        Run run = database.bulk(company, tx -> evaluate(tx, on, by));
        act(company, on);
        return run;
    }

    private Run evaluate(Tx tx, LocalDate on, @Nullable UUID by) {
        long began = System.nanoTime();
        WarningRules.lock(tx);
        List<WarningRule> active = WarningRules.active(tx, rules.rulebook(tx));
        Map<UUID, Signs> signs = gather(tx, on, active);
        tx.execute(
                "update credit.warning w set state = 'OPEN', snoozed_until = null where w.company_id = ? and w.state = 'SNOOZED' and w.snoozed_until <= ?",
                tx.company(),
                on);
        Map<Key, Open> open = new HashMap<>();
        tx.list(
                "select w.id, w.rule_id, w.party_id, w.figures from credit.warning w where w.company_id = ? and w.state <> 'CLOSED'",
                row -> {
                    Key key = new Key(row.uuid("rule_id"), row.uuid("party_id"));
                    return open.put(key, new Open(row.uuid("id"), key, read(row)));
                },
                tx.company());
        int before = open.size();
        List<Found> fresh = new ArrayList<>();
        List<Open> changed = new ArrayList<>();
        signs.forEach((party, known) -> {
            for (WarningRule rule : active) {
                known.judgedBy(rule).ifPresent(figures -> {
                    Open still = open.remove(new Key(Objects.requireNonNull(rule.id()), party));
                    if (still == null) {
                        fresh.add(new Found(Ids.next(), rule, party, figures));
                    } else if (!still.figures().equals(figures)) {
                        changed.add(new Open(still.id(), still.key(), figures));
                    }
                });
            }
        });
        open(tx, on, fresh);
        tx.execute(
                """
                update credit.warning w set figures = n.figures from unnest(?::uuid[], ?::jsonb[]) as n (id, figures)
                where w.company_id = ? and w.id = n.id""",
                SqlArray.of("uuid", changed, Open::id),
                SqlArray.of("jsonb", changed, c -> figures(c.figures())),
                tx.company());
        tx.execute("""
                update credit.warning w set state = 'CLOSED', snoozed_until = null, closed_on = ?, closed_at = now()
                where w.company_id = ? and w.id = any(?)""", on, tx.company(), SqlArray.of("uuid", open.values(), Open::id));
        tx.execute("update credit.warning_setting s set as_of = ? where s.company_id = ?", on, tx.company());
        UUID id = Ids.next();
        int millis = (int) ((System.nanoTime() - began) / 1_000_000);
        int remaining = before - open.size() + fresh.size();
        tx.execute(
                "insert into credit.warning_run (company_id, id, as_of, ran_by, customers, opened, closed, remaining, millis) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                id,
                on,
                by,
                signs.size(),
                fresh.size(),
                open.size(),
                remaining,
                millis);
        return new Run(id, on, clock.now(), signs.size(), fresh.size(), open.size(), remaining, millis);
    }

    /** One query per source, whatever the number of customers. */
    private Map<UUID, Signs> gather(Tx tx, LocalDate on, List<WarningRule> active) {
        Map<UUID, Signs> signs = new HashMap<>();
        tx.list(
                "select h.id, h.title from document.header h where h.company_id = ? and h.kind = 'customer'",
                row -> signs.put(row.uuid("id"), new Signs(row.text("title"))),
                tx.company());
        Set<Integer> soon = new HashSet<>();
        active.stream().filter(rule -> rule.signal() == Signal.DUE_SOON).forEach(rule -> soon.add(rule.daysOr0()));
        sources.orderedStream()
                .forEach(source -> tx.each(source.facts(tx.company(), on, soon), row -> {
                    Signs known = signs.get(row.uuid("party_id"));
                    if (known != null) {
                        known.put(
                                row.choice("fact", WarningSource.Fact.class), row.integer("at"), row.decimal("value"));
                    }
                }));
        if (active.stream().anyMatch(rule -> rule.signal() == Signal.KIN_TROUBLE)) {
            related.all(tx).forEach(kin -> introduce(signs, kin));
            tx.list(
                            "select array_agg(p.id) || p.top_id as members from party.party p where p.company_id = ? and p.top_id is not null group by p.top_id",
                            row -> row.list("members", UUID.class),
                            tx.company())
                    .forEach(members -> introduce(signs, members));
            tx.list(
                            "select array_agg(m.account_id) as members from credit.pool_member m where m.company_id = ? and m.basis = 'GROUP' group by m.pool_id",
                            row -> row.list("members", UUID.class),
                            tx.company())
                    .forEach(members -> introduce(signs, members));
        }
        return signs;
    }

    /** Tells each of these of all others. */
    private static void introduce(Map<UUID, Signs> signs, List<UUID> kin) {
        for (UUID one : kin) {
            for (UUID other : kin) {
                Signs known = signs.get(one);
                Signs others = signs.get(other);
                if (known != null && others != null && !one.equals(other)) {
                    known.kin(others);
                }
            }
        }
    }

    /**
     * Opens what an alert from outside gives rise to at once, or opens it again where somebody had handled an earlier one. What the rules do to the
     * account follows with {@link #act}.
     */
    void alerted(Tx tx, LocalDate on, UUID party, LocalDate date) {
        WarningRules.lock(tx);
        Signs signs = new Signs("");
        signs.put(WarningSource.Fact.ALERT_DAYS, 0, BigDecimal.valueOf(ChronoUnit.DAYS.between(date, on)));
        List<Found> fresh = new ArrayList<>();
        for (WarningRule rule : WarningRules.active(tx, rules.rulebook(tx))) {
            if (rule.signal() != Signal.EXTERNAL) {
                continue;
            }
            signs.judgedBy(rule).ifPresent(figures -> {
                int again = tx.execute("""
                        update credit.warning w set state = 'OPEN', snoozed_until = null, figures = ?::jsonb
                        where w.company_id = ? and w.rule_id = ? and w.party_id = ? and w.state <> 'CLOSED'""", figures(figures), tx.company(), rule.id(), party);
                if (again == 0) {
                    fresh.add(new Found(Ids.next(), rule, party, figures));
                }
            });
        }
        if (!fresh.isEmpty()) {
            open(tx, on, fresh);
        }
    }

    private void open(Tx tx, LocalDate on, List<Found> fresh) {
        tx.execute(
                """
                insert into credit.warning (company_id, id, rule_id, party_id, signal, figures, action, opened_on, due_on)
                select ?, n.id, n.rule, n.party, n.signal, n.figures, n.action, ?, ?::date + n.task_days
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::jsonb[], ?::text[], ?::integer[])
                  as n (id, rule, party, signal, figures, action, task_days)""",
                tx.company(),
                on,
                on,
                SqlArray.of("uuid", fresh, Found::id),
                SqlArray.of("uuid", fresh, f -> f.rule().id()),
                SqlArray.of("uuid", fresh, Found::party),
                SqlArray.of("text", fresh, f -> f.rule().signal()),
                SqlArray.of("jsonb", fresh, f -> figures(f.figures())),
                SqlArray.of("text", fresh, f -> f.rule().action()),
                SqlArray.of("integer", fresh, f -> f.rule().taskDays()));
        long company = tx.company();
        SqlArray ids = SqlArray.of("uuid", fresh, Found::id);
        Map<UUID, List<UUID>> told = new LinkedHashMap<>();
        tx.list(
                """
                with fresh as (
                  select w.id, r.roles, case when r.tell_owner then h.owner_id end as owner_id, case when r.tell_superior then m.superior_id end as superior_id
                  from credit.warning w
                  join credit.warning_rule r on r.company_id = w.company_id and r.id = w.rule_id
                  join document.header h on h.company_id = w.company_id and h.id = w.party_id
                  left join organization.membership m on m.company_id = h.company_id and m.user_id = h.owner_id
                  where w.company_id = ? and w.id = any(?))
                insert into credit.warning_notice (company_id, id, warning_id, user_id)
                select ?, gen_random_uuid(), t.id, t.user_id from (
                  select f.id, x.user_id from fresh f join organization.membership_role x on x.role_id = any(f.roles) where x.company_id = ?
                  union select f.id, f.owner_id from fresh f
                  union select f.id, f.superior_id from fresh f) t
                join organization.membership a on a.user_id = t.user_id
                where a.company_id = ? and a.active returning user_id, warning_id""",
                row -> told.computeIfAbsent(row.uuid("user_id"), user -> new ArrayList<>())
                        .add(row.uuid("warning_id")),
                company,
                ids,
                company,
                company,
                company);
        mail(tx, fresh, told);
    }

    /** One mail a person, whatever the number of warnings; by the line with the daily mail. */
    private void mail(Tx tx, List<Found> fresh, Map<UUID, List<UUID>> told) {
        told.keySet().retainAll(mails.wanting(tx, MAIL, told.keySet()));
        if (told.isEmpty()) {
            return;
        }
        Map<UUID, Found> byId = new HashMap<>();
        fresh.forEach(found -> byId.put(found.id(), found));
        Map<UUID, String> names = new HashMap<>();
        tx.list(
                "select h.id, h.title from document.header h where h.company_id = ? and h.id = any(?)",
                row -> names.put(row.uuid("id"), row.text("title")),
                tx.company(),
                SqlArray.of("uuid", fresh, Found::party));
        told.forEach((user, warnings) -> organization.actor(tx, user).ifPresent(reader -> {
            List<Map<String, String>> lines = warnings.stream()
                    .map(byId::get)
                    .filter(Objects::nonNull)
                    .limit(MOST_SHOWN)
                    .map(found -> Map.of(
                            "customer",
                            names.getOrDefault(found.party(), ""),
                            "signal",
                            texts.text(
                                    reader.locale(),
                                    "choice.credit-warning.signal."
                                            + found.rule().signal())))
                    .toList();
            mails.tell(
                    tx,
                    reader,
                    MAIL,
                    List.of(user),
                    language -> texts.text(
                            language,
                            "credit.warning.mail",
                            warnings.size(),
                            lines.isEmpty()
                                    ? ""
                                    : String.valueOf(lines.getFirst().get("customer"))),
                    to -> new Mails.Draft(
                            MAIL,
                            MAIL + ":" + warnings.getFirst() + ":" + user,
                            to.to(),
                            to.language(),
                            mails.words(
                                    tx,
                                    reader,
                                    MAIL,
                                    to.language(),
                                    Map.of(
                                            "name",
                                            reader.name(),
                                            "count",
                                            Integer.toString(warnings.size()),
                                            "lines",
                                            lines)),
                            null,
                            null,
                            user,
                            List.of(),
                            null));
        }));
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.warning")
        MailEvent warningMail() {
            return MailEvent.inward(MAIL, List.of("count"), Map.of("lines", List.of("customer", "signal")));
        }
    }

    private Json figures(Map<String, String> figures) {
        return new Json(json.writeValueAsString(figures));
    }

    private Map<String, String> read(Row row) {
        return json.readValue(row.text("figures"), FIGURES);
    }

    private record Tightening(
            UUID warning, UUID party, Signal signal, Action action, UUID by, Map<String, String> figures) {}

    /** Does what open warnings still have to do: in the name of whoever set the rule, with their rights as they are today. */
    public void act(long company, LocalDate on) {
        List<Tightening> todo = database.read(
                company,
                tx -> tx.list(
                        """
                        select w.id, w.party_id, w.signal, w.action, w.figures, r.set_by from credit.warning w
                        join credit.warning_rule r on r.company_id = w.company_id and r.id = w.rule_id
                        where w.company_id = ? and w.state <> 'CLOSED' and w.action in ('WATCH', 'STOP') and not w.acted and r.set_by is not null
                        order by w.id""",
                        row -> new Tightening(
                                row.uuid("id"),
                                row.uuid("party_id"),
                                row.choice("signal", Signal.class),
                                row.choice("action", Action.class),
                                row.uuid("set_by"),
                                read(row)),
                        company));
        for (Tightening one : todo) {
            try {
                Actor actor = organization.actor(company, one.by()).on(on);
                actor.require("credit-account.grant");
                database.write(company, tx -> tighten(tx, actor, one));
            } catch (Problem e) {
                log.warn("warning {} of company {} could not change the account: {}", one.warning(), company, e.code());
            }
        }
    }

    private int tighten(Tx tx, Actor actor, Tightening one) {
        int mine = tx.execute(
                "update credit.warning w set acted = true where w.company_id = ? and w.id = ? and not w.acted and w.state <> 'CLOSED'",
                tx.company(),
                one.warning());
        Terms terms = Objects.requireNonNull(
                        CurrentTerms.of(tx, List.of(one.party())).get(one.party()))
                .terms();
        AccountStatus wanted = one.action() == Action.STOP ? AccountStatus.STOPPED : AccountStatus.WATCH;
        boolean stricter =
                one.action() == Action.STOP ? terms.status() != wanted : terms.status() == AccountStatus.NORMAL;
        if (mine == 1 && stricter) {
            String reason = texts.text(
                    actor.locale(),
                    "credit.warning.reason",
                    texts.text(actor.locale(), "choice.credit-warning.signal." + one.signal()));
            accounts.grant(tx, actor, new CreditAccounts.Grant(one.party(), terms.withStatus(wanted), reason, null));
        }
        return mine;
    }

    /** The latest evaluation; empty before the first. */
    public Optional<Run> last(Tx tx) {
        return tx.first(
                "select r.* from credit.warning_run r where r.company_id = ? order by r.ran_at desc, r.id desc limit 1",
                row -> new Run(
                        row.uuid("id"),
                        row.date("as_of"),
                        row.instant("ran_at"),
                        row.integer("customers"),
                        row.integer("opened"),
                        row.integer("closed"),
                        row.integer("remaining"),
                        row.integer("millis")),
                tx.company());
    }

    /** The warnings of a customer that are not closed, the newest first. */
    public List<Warning> of(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.list(
                """
                select w.*, u.name as decided_by_name from credit.warning w left join organization.app_user u on u.id = w.decided_by
                where w.company_id = ? and w.party_id = ? and w.state <> 'CLOSED' order by w.opened_at desc, w.id desc limit ?""",
                row -> new Warning(
                        row.uuid("id"),
                        row.uuid("party_id"),
                        row.choice("signal", Signal.class),
                        read(row),
                        row.choice("state", State.class),
                        row.choice("action", Action.class),
                        row.bool("acted"),
                        row.date("opened_on"),
                        row.dateOrNull("due_on"),
                        row.dateOrNull("snoozed_until"),
                        row.textOrNull("reason"),
                        row.textOrNull("decided_by_name")),
                tx.company(),
                party,
                MOST_SHOWN);
    }

    /** Takes note of these warnings, all or none. */
    public int acknowledge(Tx tx, Actor actor, List<UUID> ids, String reason) {
        return decide(tx, actor, ids, reason, null);
    }

    /** Puts these warnings off to a day after today, all or none. */
    public int snooze(Tx tx, Actor actor, List<UUID> ids, LocalDate until, String reason) {
        Problem.Collector problems = new Problem.Collector();
        problems.check(until.isAfter(actor.today()), "until", "credit-in-the-past");
        problems.check(!until.isAfter(actor.today().plusYears(1)), "until", "too-large");
        problems.throwIfAny();
        return decide(tx, actor, ids, reason, until);
    }

    private int decide(Tx tx, Actor actor, List<UUID> ids, String reason, @Nullable LocalDate until) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.check(!ids.isEmpty(), "ids", "required");
        problems.check(ids.size() <= MOST_AT_ONCE, "ids", "too-many-entries", MOST_AT_ONCE);
        problems.throwIfAny();
        Set<UUID> wanted = new HashSet<>(ids);
        List<AuditTrail.Fact> facts = new ArrayList<>();
        Sql seen = Sql.of("""
                        select w.id, w.state, h.number from credit.warning w
                        join document.header h on h.company_id = w.company_id and h.id = w.party_id
                        where w.company_id = ? and w.id = any(?) and""", tx.company(), SqlArray.of("uuid", wanted))
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                .then("order by w.id for update of w");
        List<UUID> found = tx.list(seen, row -> {
            if (row.choice("state", State.class) == State.CLOSED) {
                throw Problem.conflict("credit-warning-closed", row.text("number"));
            }
            Map<String, Object> changes = new LinkedHashMap<>();
            changes.put("reason", why);
            if (until != null) {
                changes.put("until", until);
            }
            facts.add(new AuditTrail.Fact(
                    until == null ? "acknowledge" : "snooze", KIND, row.uuid("id"), row.text("number"), changes));
            return row.uuid("id");
        });
        for (UUID id : ids) {
            if (!found.contains(id)) {
                throw Problem.notFound(KIND, id);
            }
        }
        tx.execute(
                """
                update credit.warning w set state = ?, snoozed_until = ?, reason = ?, decided_by = ?, decided_at = now()
                where w.company_id = ? and w.id = any(?)""",
                until == null ? State.ACKNOWLEDGED : State.SNOOZED,
                until,
                why,
                actor.user(),
                tx.company(),
                SqlArray.of("uuid", found));
        trail.record(tx, actor, facts);
        return found.size();
    }
}
