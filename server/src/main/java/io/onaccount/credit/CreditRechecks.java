package io.onaccount.credit;

import io.onaccount.credit.CreditHolds.Hold;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Held documents that pass by now are confirmed by themselves, the oldest first (CRD-21). Whatever gives an account room (money, a return, a
 * cancelled order, a higher limit) notes the account in the same transaction, so that nothing is forgotten when the process ends.
 */
@Component
public final class CreditRechecks {
    private static final Logger log = LoggerFactory.getLogger(CreditRechecks.class);
    private static final int AT_ONCE = 200;

    private final Database database;
    private final CreditHolds holds;
    private final Organization organization;

    CreditRechecks(Database database, CreditHolds holds, Organization organization) {
        this.database = database;
        this.holds = holds;
        this.organization = organization;
    }

    /** Has the documents on hold of these accounts, and of those that share limits with them, looked at again. */
    static void ask(Tx tx, Collection<UUID> accounts) {
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.recheck (company_id, account_id)
                select ?, w.account_id from (
                  select d.account_id from credit.hold d where d.company_id = ? and d.state = 'OPEN' and d.account_id = any(?)
                  union
                  select d.account_id from credit.hold d
                  join credit.pool_member o on o.company_id = d.company_id and o.account_id = d.account_id
                  join credit.pool_member m on m.company_id = o.company_id and m.pool_id = o.pool_id
                  where d.company_id = ? and d.state = 'OPEN' and m.account_id = any(?)) w
                order by w.account_id
                on conflict (company_id, account_id) do nothing""",
                tx.company(),
                tx.company(),
                SqlArray.of("uuid", accounts),
                tx.company(),
                SqlArray.of("uuid", accounts));
    }

    /** Has the documents on hold of everybody who draws on these shared limits looked at again. */
    static void askPools(Tx tx, Collection<UUID> pools) {
        tx.add(Rank.CREDIT, """
                insert into credit.recheck (company_id, account_id)
                select distinct d.company_id, d.account_id from credit.hold d
                join credit.pool_member m on m.company_id = d.company_id and m.account_id = d.account_id
                where d.company_id = ? and d.state = 'OPEN' and m.pool_id = any(?) order by d.account_id
                on conflict (company_id, account_id) do nothing""", tx.company(), SqlArray.of("uuid", pools));
    }

    /** Looks again at what was asked for; answers how many documents passed. */
    public int run(long company) {
        List<UUID> asked = database.read(
                company,
                tx -> tx.list(
                        "select r.account_id from credit.recheck r where r.company_id = ? order by r.asked_at, r.account_id limit "
                                + AT_ONCE,
                        row -> row.uuid("account_id"),
                        company));
        int passed = 0;
        for (UUID account : asked) {
            List<Hold> waiting = database.write(company, tx -> {
                tx.execute("delete from credit.recheck where company_id = ? and account_id = ?", company, account);
                return CreditSettings.read(tx).autoRelease() ? holds.openOf(tx, account) : List.<Hold>of();
            });
            for (Hold hold : waiting) {
                passed += tryAgain(company, hold) ? 1 : 0;
            }
        }
        return passed;
    }

    /** In the name of whoever asked, with their rights as they are today. */
    private boolean tryAgain(long company, Hold hold) {
        UUID asker = hold.placedBy();
        if (asker == null) {
            return false;
        }
        try {
            Actor actor = organization.actor(company, asker);
            return database.write(company, tx -> holds.tryAgain(tx, actor, hold));
        } catch (Problem e) {
            log.info("held document {} was not looked at again: {}", hold.document(), e.code());
            return false;
        }
    }

    /** Looks at every company's accounts in turn. */
    @Configuration(proxyBeanMethods = false)
    static class Work {
        private static final Duration PAUSE = Duration.ofSeconds(10);

        @Bean
        RecurringWork creditRechecks(CreditRechecks rechecks, Companies companies) {
            return RecurringWork.every("credit.recheck", PAUSE, () -> {
                for (long company : companies.all()) {
                    rechecks.run(company);
                }
            });
        }
    }
}
