package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** The daily mail of those who want one: all that was noted since the last, in one. */
@Component
final class MailDigests {
    private static final int MOST_LINES = 100;

    private final Mails mails;
    private final Companies companies;
    private final Organization organization;
    private final Database database;

    MailDigests(Mails mails, Companies companies, Organization organization, Database database) {
        this.mails = mails;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
    }

    /** Writes a company's; answers how many. */
    int write(long company) {
        return database.write(company, this::write);
    }

    private int write(Tx tx) {
        Map<UUID, List<String>> notices = new LinkedHashMap<>();
        Map<UUID, String> addresses = new LinkedHashMap<>();
        tx.list(
                """
                with gone as (delete from document.mail_notice n where n.company_id = ? returning n.user_id, n.id, n.line)
                select g.user_id, u.email, array_agg(g.line order by g.id) as lines from gone g join organization.app_user u on u.id = g.user_id
                group by g.user_id, u.email order by g.user_id""",
                row -> {
                    addresses.put(row.uuid("user_id"), String.valueOf(row.textOrNull("email")));
                    return notices.put(row.uuid("user_id"), row.list("lines", String.class));
                },
                tx.company());
        int written = 0;
        for (Map.Entry<UUID, List<String>> entry : notices.entrySet()) {
            Actor reader = organization.actor(tx, entry.getKey()).orElse(null);
            MailAddress to = reader == null
                    ? null
                    : MailAddress.of(addresses.get(entry.getKey()), reader.name())
                            .orElse(null);
            if (reader == null || to == null) {
                continue; // gone, or has no address any more
            }
            List<Map<String, String>> lines = entry.getValue().stream()
                    .limit(MOST_LINES)
                    .map(line -> Map.of("line", line))
                    .toList();
            MailWords words = mails.words(
                    tx,
                    reader,
                    MailEvents.DIGEST,
                    reader.locale(),
                    Map.of(
                            "name",
                            reader.name(),
                            "count",
                            Integer.toString(entry.getValue().size()),
                            "lines",
                            lines));
            written += mails.send(
                            tx,
                            reader,
                            new Mails.Draft(
                                    MailEvents.DIGEST,
                                    "digest:" + reader.user() + ":" + io.onaccount.platform.Ids.next(),
                                    to,
                                    reader.locale(),
                                    words,
                                    null,
                                    null,
                                    reader.user(),
                                    List.of(),
                                    null))
                    ? 1
                    : 0;
        }
        return written;
    }

    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean
        RecurringWork dailyMails(MailDigests digests) {
            return RecurringWork.daily(
                    "document.mail-digests",
                    LocalTime.of(8, 0),
                    ZoneId.of("Asia/Shanghai"),
                    () -> digests.companies.all().forEach(digests::write));
        }
    }
}
