package io.onaccount.demo;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.ItemRecords;
import io.onaccount.receivables.Promises;
import io.onaccount.receivables.Promises.NewPromise;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the collector heard from customers that are late: promises, kept and not, and what they object to. */
@Component
@Order(40)
final class DemoPromises implements DemoChapter {
    private static final int LATE = 8;

    private final Database database;
    private final Promises promises;
    private final ItemRecords items;

    DemoPromises(Database database, Promises promises, ItemRecords items) {
        this.database = database;
        this.promises = promises;
        this.items = items;
    }

    private record Late(UUID item, UUID customer, BigDecimal open) {}

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor collector = staff.on("collector", today);
        List<Late> late = database.read(
                collector.company(),
                tx -> tx.list(
                        """
                        select distinct on (i.party_id) i.id, i.party_id, i.amount - i.settled as open, i.due from receivables.open_item i
                        where i.company_id = ? and i.amount > i.settled and i.due < ? order by i.party_id, i.due limit ?""",
                        row -> new Late(row.uuid("id"), row.uuid("party_id"), row.decimal("open")),
                        tx.company(),
                        today,
                        LATE));
        for (int i = 0; i < late.size(); i++) {
            Late one = late.get(i);
            LocalDate made = i % 3 == 0 ? today.minusDays(2) : today.minusDays(30L + i);
            LocalDate due = i % 3 == 0 ? today.plusDays(5L + i) : made.plusDays(10);
            BigDecimal all = one.open().setScale(2, RoundingMode.HALF_UP);
            database.write(
                    collector.company(),
                    tx -> promises.create(
                            tx,
                            collector,
                            new NewPromise(one.customer(), all, made, due, List.of(), "财务王女士", "电话确认，月底资金到位后付清")));
        }
        List<String> objections = List.of("两箱破损，要求折让", "单价与合同不符，待核对");
        for (int i = 0; i < Math.min(objections.size(), late.size()); i++) {
            UUID item = late.get(late.size() - 1 - i).item();
            String why = objections.get(i);
            database.write(collector.company(), tx -> {
                items.dispute(tx, collector, item, why);
                return true;
            });
        }
    }
}
