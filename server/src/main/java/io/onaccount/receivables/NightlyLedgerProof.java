package io.onaccount.receivables;

import io.onaccount.organization.Companies;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.LocalTime;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Checks the books of every company each night. */
@Configuration(proxyBeanMethods = false)
class NightlyLedgerProof {
    private static final Logger log = LoggerFactory.getLogger(NightlyLedgerProof.class);

    @Bean
    RecurringWork ledgerProofEachNight(Ledger ledger, Companies companies) {
        return RecurringWork.daily("receivables.proof", LocalTime.of(2, 40), ZoneId.of("Asia/Shanghai"), () -> {
            for (long company : companies.all()) {
                Ledger.Proof proof = ledger.prove(company, null);
                if (proof.drifts() > 0) {
                    log.error("ledger proof of company {}: {} drifts", company, proof.drifts());
                }
            }
        });
    }
}
