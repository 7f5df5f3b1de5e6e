package io.onaccount.organization;

import io.onaccount.platform.jobs.RecurringWork;
import io.onaccount.platform.serving.Command;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What organization does by itself: seal the audit trail, sweep what has run out; and the command that checks the seals. */
@Configuration(proxyBeanMethods = false)
class OrganizationWork {

    @Bean
    RecurringWork sealAuditTrail(AuditSeals seals) {
        return RecurringWork.every("organization.audit-seal", Duration.ofMinutes(1), seals::sealAll);
    }

    @Bean
    RecurringWork sweepSessions(Sessions sessions) {
        return RecurringWork.every("organization.sweep", Duration.ofHours(6), sessions::sweep);
    }

    @Bean
    Command verifyAudit(Companies companies, AuditSeals seals) {
        return new Command() {
            @Override
            public String name() {
                return "verify-audit";
            }

            @Override
            public void run(String argument, Consumer<String> say) {
                boolean whole = true;
                for (long company : companies.all()) {
                    AuditSeals.Verification found = seals.verify(company);
                    whole &= found.isWhole();
                    say.accept(
                            found.isWhole()
                                    ? "company " + company + ": " + found.entries() + " entries under " + found.seals()
                                            + " seals are as they were written, last seal " + found.lastHash()
                                    : "company " + company + ": seal " + found.broken()
                                            + " is broken; it covers entries from " + found.from() + " until before "
                                            + found.until());
                }
                if (!whole) {
                    throw new IllegalStateException("the audit trail has been tampered with");
                }
            }
        };
    }
}
