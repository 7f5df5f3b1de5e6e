package io.onaccount.demo;

import io.onaccount.organization.Organization;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.serving.ServingSettings;
import io.onaccount.platform.serving.StartNote;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Fills a new database with the demo company, unless it is to stay empty, and tells at each start how to sign in to it. */
@Component
final class DemoStart implements StartNote {
    private static final Logger log = LoggerFactory.getLogger(DemoStart.class);

    private final ServingSettings settings;
    private final Organization organization;
    private final Database database;
    private final BusinessClock clock;
    private final DemoCompany demo;

    DemoStart(
            ServingSettings settings,
            Organization organization,
            Database database,
            BusinessClock clock,
            DemoCompany demo) {
        this.settings = settings;
        this.organization = organization;
        this.database = database;
        this.clock = clock;
        this.demo = demo;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void fill(ApplicationReadyEvent event) {
        if (!settings.empty() && !settings.train() && settings.command() == null && organization.isEmpty()) {
            long begin = System.nanoTime();
            demo.found(clock.today(ZoneId.of("Asia/Shanghai")));
            log.info("filled in the demo company in {} s", (System.nanoTime() - begin) / 1_000_000_000);
        }
    }

    @Override
    public List<String> lines() {
        boolean isThere = database.read(
                0,
                tx -> tx.first(
                                "select 1 as one from organization.company where name = ?",
                                row -> row.integer("one"),
                                DemoCompany.NAME)
                        .isPresent());
        if (!isThere) {
            return List.of();
        }
        String logins = String.join(
                ", ",
                DemoCompany.PEOPLE.stream().map(Organization.NewMember::login).toList());
        return List.of("  demo: " + logins, "  password: " + DemoCompany.PASSWORD);
    }
}
