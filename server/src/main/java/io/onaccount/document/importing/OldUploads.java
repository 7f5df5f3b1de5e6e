package io.onaccount.document.importing;

import io.onaccount.organization.Companies;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Files sent to be imported are kept a month, so that a broken-off import can go on and a mistaken one be looked at; then only its result is. */
@Configuration(proxyBeanMethods = false)
class OldUploads {
    private static final Duration KEPT = Duration.ofDays(30);

    @Bean
    RecurringWork oldUploadsEachNight(Imports imports, Companies companies, Clock clock) {
        return RecurringWork.daily("document.uploads", LocalTime.of(3, 20), ZoneId.of("Asia/Shanghai"), () -> {
            Instant before = clock.instant().minus(KEPT);
            for (long company : companies.all()) {
                imports.forget(company, before);
            }
        });
    }
}
