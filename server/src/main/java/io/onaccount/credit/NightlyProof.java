package io.onaccount.credit;

import io.onaccount.organization.Companies;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.LocalTime;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the proof of every company each night; a drift is an error in the log besides its place on the page. */
@Configuration(proxyBeanMethods = false)
class NightlyProof {
    private static final Logger log = LoggerFactory.getLogger(NightlyProof.class);

    @Bean
    RecurringWork creditProofEachNight(CreditProof proof, Companies companies) {
        return RecurringWork.daily("credit.proof", LocalTime.of(2, 10), ZoneId.of("Asia/Shanghai"), () -> {
            for (long company : companies.all()) {
                CreditProof.Result result = proof.run(company, null);
                if (result.drifts() > 0) {
                    log.error("credit proof of company {}: {} drifts", company, result.drifts());
                }
            }
        });
    }
}
