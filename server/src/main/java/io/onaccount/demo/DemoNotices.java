package io.onaccount.demo;

import io.onaccount.fulfilment.NewShippingNotice;
import io.onaccount.fulfilment.ShippingNotices;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the warehouse is told to ship next: notices of open orders, most of them sent, one still a draft. */
@Component
@Order(45)
final class DemoNotices implements DemoChapter {
    private static final int ORDERS = 5;

    private final Database database;
    private final ShippingNotices notices;

    DemoNotices(Database database, ShippingNotices notices) {
        this.database = database;
        this.notices = notices;
    }

    private record Open(UUID order, int position, BigDecimal quantity) {}

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor manager = staff.on("manager", today);
        List<Open> open = database.read(
                manager.company(),
                tx -> tx.list(
                        """
                        select l.order_id, l.position, l.quantity - l.delivered_quantity as quantity from sales.order_line l
                        join document.header h on h.company_id = l.company_id and h.id = l.order_id
                        where l.company_id = ? and l.due_on is not null and h.state = 'CONFIRMED' and l.quantity > l.delivered_quantity
                          and h.id in (select o.id from document.header o where o.company_id = ? and o.kind = 'sales-order'
                            and o.state = 'CONFIRMED' and not exists (select 1 from document.header d join fulfilment.delivery_line x
                              on x.company_id = d.company_id and x.delivery_id = d.id
                              where d.company_id = o.company_id and x.order_id = o.id and d.state = 'DRAFT')
                            order by o.date desc, o.id desc limit ?)
                        order by h.date desc, l.order_id, l.position""",
                        row -> new Open(row.uuid("order_id"), row.integer("position"), row.decimal("quantity")),
                        tx.company(),
                        tx.company(),
                        ORDERS));
        Map<UUID, List<NewShippingNotice.Line>> byOrder = new LinkedHashMap<>();
        open.forEach(line -> byOrder.computeIfAbsent(line.order(), id -> new ArrayList<>())
                .add(new NewShippingNotice.Line(line.order(), line.position(), line.quantity(), null)));
        int n = 0;
        for (List<NewShippingNotice.Line> lines : byOrder.values()) {
            LocalDate planned = today.plusDays(n % 3);
            NewShippingNotice entry =
                    new NewShippingNotice(null, today, planned, null, null, null, n == 0 ? "上午送到，先电话联系" : null, lines);
            boolean draft = ++n == byOrder.size();
            database.write(manager.company(), tx -> {
                ShippingNotices.Placed placed = notices.draft(tx, manager, entry);
                tx.flush();
                return draft ? placed : notices.issue(tx, manager, placed.id(), null);
            });
        }
    }
}
