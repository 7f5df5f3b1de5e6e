package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Statements that are made by themselves: each morning those whose billing day was the day before, in the name of whoever asked for it. */
@Component
public final class StatementMornings {
    private static final Logger log = LoggerFactory.getLogger(StatementMornings.class);

    private final StatementRun run;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    StatementMornings(
            StatementRun run,
            Companies companies,
            Organization organization,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.run = run;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /** In whose name they are made; null when they aren't. */
    public @Nullable UUID inWhoseName(Tx tx) {
        return tx.first(
                        "select s.user_id from receivables.statement_schedule s where s.company_id = ?",
                        row -> row.uuid("user_id"),
                        tx.company())
                .orElse(null);
    }

    /** From tomorrow on in this person's name, or no longer. */
    public void set(Tx tx, Actor actor, boolean wanted) {
        tx.add(Rank.DETAIL, "delete from receivables.statement_schedule where company_id = ?", tx.company());
        if (wanted) {
            tx.add(
                    Rank.DETAIL,
                    "insert into receivables.statement_schedule (company_id, user_id, since) values (?, ?, ?)",
                    tx.company(),
                    actor.user(),
                    clock.instant());
        }
        trail.record(
                tx, actor, new AuditTrail.Fact("change", Statements.KIND, null, null, Map.of("everyMorning", wanted)));
    }

    /** Makes a company's, if it wants them; answers how many. */
    int make(long company) {
        UUID user = database.read(company, tx -> Optional.ofNullable(inWhoseName(tx)))
                .orElse(null);
        if (user == null) {
            return 0;
        }
        Optional<Actor> actor = database.read(company, tx -> organization.actor(tx, user));
        if (actor.isEmpty() || !actor.get().may(Statements.KIND + ".create")) {
            log.warn("statements of company {}: {} may no longer make them", company, user);
            return 0;
        }
        LocalDate yesterday = actor.get().today().minusDays(1);
        return run.make(actor.get(), yesterday, false, (done, of) -> {});
    }

    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean
        RecurringWork statementsEachMorning(StatementMornings mornings) {
            return RecurringWork.daily(
                    "receivables.statements",
                    LocalTime.of(6, 0),
                    ZoneId.of("Asia/Shanghai"),
                    () -> mornings.companies.all().forEach(mornings::make));
        }
    }
}
