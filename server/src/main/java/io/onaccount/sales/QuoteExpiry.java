package io.onaccount.sales;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Scope;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Ends quotes whose last day is over without an answer, each night, in the name of whoever made them. */
@Component
final class QuoteExpiry {
    private static final int AT_ONCE = 500;

    private final Quotes quotes;
    private final Companies companies;
    private final Organization organization;
    private final Database database;
    private final BusinessClock clock;

    QuoteExpiry(Quotes quotes, Companies companies, Organization organization, Database database, BusinessClock clock) {
        this.quotes = quotes;
        this.companies = companies;
        this.organization = organization;
        this.database = database;
        this.clock = clock;
    }

    private record Over(UUID id, UUID by) {}

    /** Ends a company's; answers how many were due. */
    int run(long company) {
        Company of = database.read(company, companies::get);
        LocalDate today = clock.today(of.zone());
        int ended = 0;
        while (true) {
            List<Over> over = database.read(company, tx -> over(tx, today));
            Map<UUID, List<UUID>> byMaker = new LinkedHashMap<>();
            over.forEach(one ->
                    byMaker.computeIfAbsent(one.by(), by -> new ArrayList<>()).add(one.id()));
            byMaker.forEach((by, ids) -> database.write(company, tx -> {
                quotes.expire(tx, actor(tx, of, by, today), ids);
                return ids.size();
            }));
            ended += over.size();
            if (over.size() < AT_ONCE) {
                return ended;
            }
        }
    }

    private static List<Over> over(Tx tx, LocalDate today) {
        return tx.list("""
                select h.id, h.created_by from sales.quote o join document.header h on h.company_id = o.company_id and h.id = o.id
                where o.company_id = ? and o.valid_until < ? and h.state = 'SENT' and h.created_by is not null
                order by o.valid_until, o.id limit ?""", row -> new Over(row.uuid("id"), row.uuid("created_by")), tx.company(), today, AT_ONCE);
    }

    /** Whoever made it, even if they are no longer here: it ends all the same. */
    private Actor actor(Tx tx, Company company, UUID user, LocalDate today) {
        return organization
                .actor(tx, user)
                .map(actor -> actor.on(today))
                .orElseGet(() -> new Actor(
                        company.id(),
                        user,
                        "",
                        Locale.SIMPLIFIED_CHINESE,
                        Set.of(),
                        Scope.all(user),
                        null,
                        company.baseCurrency(),
                        company.zone(),
                        today))
                .companyWide();
    }

    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean
        RecurringWork quotesEndEachNight(QuoteExpiry expiry) {
            return RecurringWork.daily(
                    "sales.quotes",
                    LocalTime.of(0, 20),
                    ZoneId.of("Asia/Shanghai"),
                    () -> expiry.companies.all().forEach(expiry::run));
        }
    }
}
