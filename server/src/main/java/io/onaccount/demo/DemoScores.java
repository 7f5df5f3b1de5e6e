package io.onaccount.demo;

import io.onaccount.credit.scoring.Factor;
import io.onaccount.credit.scoring.Facts;
import io.onaccount.credit.scoring.Scores;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the controllers know of their customers, and scores of the last year: one a quarter, and today's. */
@Component
@Order(20)
final class DemoScores implements DemoChapter {
    private final Database database;
    private final Facts facts;
    private final Scores scores;

    DemoScores(Database database, Facts facts, Scores scores) {
        this.database = database;
        this.facts = facts;
        this.scores = scores;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor controller = staff.on("controller", today);
        Random random = new Random(71);
        List<Facts.Entry> entries = new ArrayList<>();
        LocalDate balance = LocalDate.of(today.getYear() - 1, 12, 31);
        for (int i = 0; i < customers.size(); i++) {
            UUID party = Objects.requireNonNull(customers.get(i));
            int size = 1 + random.nextInt(10);
            entries.add(
                    fact(party, Factor.REGISTERED_CAPITAL, size * 500_000L, 0, today.minusYears(1), "国家企业信用信息公示系统"));
            entries.add(fact(
                    party, Factor.YEARS_IN_BUSINESS, 1L + random.nextInt(18), 0, today.minusYears(1), "国家企业信用信息公示系统"));
            entries.add(fact(party, Factor.COURT_LISTED, i % 20 == 19 ? 1 : 0, 0, today.minusMonths(1), "中国执行信息公开网"));
            if (i % 3 == 0) {
                entries.add(fact(party, Factor.NET_WORTH, size * 800_000L, 0, balance, "年度财务报表"));
                entries.add(fact(party, Factor.CURRENT_RATIO, 80L + random.nextInt(140), 2, balance, "年度财务报表"));
                entries.add(fact(party, Factor.DEBT_RATIO, 30L + random.nextInt(50), 0, balance, "年度财务报表"));
            }
        }
        database.write(staff.company(), tx -> {
            facts.enter(tx, controller, entries);
            return entries;
        });
        for (int quarter = 4; quarter >= 0; quarter--) {
            scores.run(staff.company(), today.minusMonths(3L * quarter), controller.user(), Scores.Progress.NONE);
        }
    }

    private static Facts.Entry fact(UUID party, Factor factor, long value, int scale, LocalDate on, String provider) {
        return new Facts.Entry(party, factor, BigDecimal.valueOf(value, scale), on, provider, null);
    }
}
