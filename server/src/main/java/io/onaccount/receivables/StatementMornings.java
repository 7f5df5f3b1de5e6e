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
    private final StatementMails mails;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final AuditTrail trail;
    private final Clock clock;

    StatementMornings(
            StatementRun run,
            StatementMails mails,
            Companies companies,
            Organization organization,
            Database database,
            AuditTrail trail,
            Clock clock) {
        this.run = run;
        this.mails = mails;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * How it is done.
     *
     * @param user in whose name
     * @param mailed whether they are mailed as soon as they are made
     * @param excel whether the mail has them as Excel beside the PDF
     */
    public record Schedule(UUID user, boolean mailed, boolean excel) {}

    /** How they are made; empty when they aren't. */
    public Optional<Schedule> schedule(Tx tx) {
        return tx.first(
                "select t.user_id, t.mailed, t.excel from receivables.statement_schedule t where t.company_id = ?",
                row -> new Schedule(row.uuid("user_id"), row.bool("mailed"), row.bool("excel")),
                tx.company());
    }

    /** From tomorrow on in this person's name, or no longer. */
    public void set(Tx tx, Actor actor, boolean wanted, boolean mailed, boolean excel) {
        if (mailed) {
            actor.require(Statements.KIND + ".send");
        }
        tx.add(Rank.DETAIL, "delete from receivables.statement_schedule where company_id = ?", tx.company());
        if (wanted) {
            tx.add(
                    Rank.DETAIL,
                    "insert into receivables.statement_schedule (company_id, user_id, since, mailed, excel) values (?, ?, ?, ?, ?)",
                    tx.company(),
                    actor.user(),
                    clock.instant(),
                    mailed,
                    excel);
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        Statements.KIND,
                        null,
                        null,
                        Map.of("everyMorning", wanted, "mailed", wanted && mailed)));
    }

    /** Makes a company's, if it wants them, and mails them, if it wants that; answers how many were made. */
    int make(long company) {
        Schedule schedule = database.read(company, this::schedule).orElse(null);
        if (schedule == null) {
            return 0;
        }
        Optional<Actor> found = database.read(company, tx -> organization.actor(tx, schedule.user()));
        if (found.isEmpty() || !found.get().may(Statements.KIND + ".create")) {
            log.warn("statements of company {}: {} may no longer make them", company, schedule.user());
            return 0;
        }
        Actor actor = found.get();
        LocalDate yesterday = actor.today().minusDays(1);
        int made = run.make(actor, yesterday, false, (done, of) -> {});
        if (schedule.mailed() && actor.may(Statements.KIND + ".send")) {
            StatementMails.Outcome sent = mails.sendMade(actor, yesterday, schedule.excel(), (done, of) -> {});
            if (!sent.without().isEmpty()) {
                log.info(
                        "company {}: {} statements have no receiver",
                        company,
                        sent.without().size());
            }
        }
        return made;
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
