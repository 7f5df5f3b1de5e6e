package io.onaccount.document.mailing;

import io.onaccount.document.mailing.BounceMailboxes.Mailbox;
import io.onaccount.document.mailing.ImapConnection.Found;
import io.onaccount.document.mailing.ImapConnection.Report;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Scope;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.DatabaseException;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Reads the mailboxes companies have watched: reports about mails of ours are taken note of and marked as seen or moved, whatever else is there is left
 * as it is.
 */
@Component
public class BouncePost {
    private static final Logger log = LoggerFactory.getLogger(BouncePost.class);

    /** So long a mailbox is read in one go, as others wait for their turn. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final BounceMailboxes mailboxes;
    private final Bounces bounces;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final Texts texts;
    private final BusinessClock clock;

    BouncePost(
            BounceMailboxes mailboxes,
            Bounces bounces,
            Companies companies,
            Organization organization,
            Database database,
            Texts texts,
            BusinessClock clock) {
        this.mailboxes = mailboxes;
        this.bounces = bounces;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What came of a try.
     *
     * @param unseen how many messages nobody has seen yet
     * @param answer why it could not be opened; null when it could
     */
    public record Outcome(int unseen, @Nullable String answer) {}

    private record Way(Mailbox mailbox, @Nullable String password) {}

    /** Opens the actor's company's mailbox and reads nothing. 409 when none is set. */
    public Outcome test(Actor actor) {
        Way way = way(actor.company());
        if (way == null) {
            throw Problem.conflict("bounce-no-mailbox");
        }
        try (ImapConnection connection = new ImapConnection(way.mailbox(), way.password())) {
            return new Outcome(connection.unseen(), null);
        } catch (SmtpRefusal refusal) {
            return new Outcome(0, refusal.words(texts, actor.locale()));
        }
    }

    private @Nullable Way way(long company) {
        return database.read(
                        company,
                        tx -> mailboxes
                                .find(tx)
                                .map(mailbox ->
                                        new Way(mailbox, mailboxes.password(tx).orElse(null))))
                .orElse(null);
    }

    /** Reads all that are due. */
    void readAll() {
        for (long company : companies.all()) {
            try {
                read(company);
            } catch (RuntimeException e) {
                log.error("mailbox for bounces of company {}", company, e);
            }
        }
    }

    /** Reads a company's mailbox if it is due; answers how many reports were taken note of. */
    int read(long company) {
        Way way = way(company);
        if (way == null || !way.mailbox().active() || way.mailbox().nextAt().isAfter(clock.now())) {
            return 0;
        }
        Mailbox mailbox = way.mailbox();
        int handled = 0;
        try (ImapConnection connection = new ImapConnection(mailbox, way.password())) {
            Found found = connection.reports();
            long last = found.lastUid();
            boolean more = found.more();
            Instant end = clock.now().plus(LONGEST);
            for (Report report : found.reports()) {
                if (clock.now().isAfter(end)) {
                    last = report.uid() - 1;
                    more = true;
                    break;
                }
                if (isTaken(company, mailbox, connection.source(report))) {
                    connection.handled(report);
                    handled++;
                }
            }
            read(company, mailbox, found.uidValidity(), last, more);
        } catch (SmtpRefusal refusal) {
            failed(company, mailbox, refusal);
        } catch (RuntimeException e) {
            log.error("mailbox for bounces of company {}", company, e);
            failed(company, mailbox, SmtpRefusal.ofServer("bounces.broken"));
        }
        return handled;
    }

    private void read(long company, Mailbox mailbox, long uidValidity, long lastUid, boolean more) {
        database.write(company, tx -> {
            mailboxes.read(tx, mailbox, uidValidity, lastUid, more);
            return true;
        });
    }

    private void failed(long company, Mailbox mailbox, SmtpRefusal refusal) {
        database.write(company, tx -> {
            mailboxes.failed(tx, mailbox, refusal);
            return true;
        });
    }

    /** Whether it was a report about a mail of ours. */
    private boolean isTaken(long company, Mailbox mailbox, String source) {
        try {
            return database.write(company, tx -> {
                bounces.read(tx, reader(tx, mailbox), source);
                return true;
            });
        } catch (Problem notOurs) {
            return false;
        } catch (DatabaseException e) {
            if (e.isTransient()) {
                throw e;
            }
            log.warn("a report to company {} can't be kept", company, e); // it must not stand in the way of the others
            return false;
        }
    }

    /** Whoever set the mailbox, even if they are no longer here: it is watched all the same. */
    private Actor reader(Tx tx, Mailbox mailbox) {
        Company company = companies.get(tx);
        return organization
                .actor(tx, mailbox.setBy())
                .orElseGet(() -> new Actor(
                        company.id(),
                        mailbox.setBy(),
                        "",
                        Locale.SIMPLIFIED_CHINESE,
                        Set.of(),
                        Scope.all(mailbox.setBy()),
                        null,
                        company.baseCurrency(),
                        company.zone(),
                        clock.today(company.zone())))
                .companyWide();
    }

    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean
        RecurringWork bouncesCome(BouncePost post) {
            return RecurringWork.every("document.bounces", Duration.ofMinutes(1), post::readAll);
        }
    }
}
