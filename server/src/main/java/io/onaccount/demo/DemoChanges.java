package io.onaccount.demo;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.sales.NewOrderChange;
import io.onaccount.sales.OrderChanges;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.SalesOrders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Customers who changed their minds: an order that grew, one that is to shrink, and one that grew beyond its customer's credit. */
@Component
@Order(44)
final class DemoChanges implements DemoChapter {
    private final Database database;
    private final SalesOrders orders;
    private final OrderChanges changes;

    DemoChanges(Database database, SalesOrders orders, OrderChanges changes) {
        this.database = database;
        this.orders = orders;
        this.changes = changes;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor director = staff.on("director", today);
        record Wide(UUID order, BigDecimal limit) {}
        List<Wide> open = database.read(
                director.company(),
                tx -> tx.list("""
                        select h.id, a.credit_limit from document.header h
                        join sales.sales_order o on o.company_id = h.company_id and o.id = h.id and o.basis = 'DELIVERY'
                        join credit.account a on a.company_id = h.company_id and a.party_id = h.party_id and a.credit_limit is not null
                        where h.company_id = ? and h.kind = 'sales-order' and h.state = 'CONFIRMED' order by h.date desc, h.number desc limit 3""", row -> new Wide(row.uuid("id"), row.decimal("credit_limit")), tx.company()));
        for (int i = 0; i < open.size(); i++) {
            UUID id = open.get(i).order();
            BigDecimal limit = open.get(i).limit();
            SalesOrder order = database.read(director.company(), tx -> orders.find(tx, director, id));
            NewOrderChange entry = switch (i) {
                case 0 -> wanting(order, BigDecimal.ONE.add(new BigDecimal("0.1")), "客户追加，随下批一起发");
                case 1 -> wanting(order, new BigDecimal("0.5"), "项目缩减，等客户盖章");
                default -> wanting(order, beyond(order, limit), "追加全年用量");
            };
            UUID change = database.write(
                    director.company(),
                    tx -> changes.create(tx, director, id, entry).order().id());
            if (i != 1) {
                database.write(director.company(), tx -> changes.apply(tx, director, change, null));
            }
        }
    }

    /** So many times an order that it alone goes beyond the limit. */
    private static BigDecimal beyond(SalesOrder order, BigDecimal limit) {
        return limit.divide(order.total(), 1, RoundingMode.UP)
                .max(BigDecimal.ONE)
                .add(BigDecimal.ONE);
    }

    /** So many times what is still to leave, in whole pieces and one at least; what has left stays. */
    private static NewOrderChange wanting(SalesOrder order, BigDecimal times, String why) {
        List<NewOrderChange.Line> lines = new ArrayList<>();
        for (SalesOrder.Line line : order.lines()) {
            BigDecimal rest = line.openQuantity()
                    .multiply(times)
                    .setScale(0, RoundingMode.UP)
                    .max(line.openQuantity().min(BigDecimal.ONE));
            lines.add(NewOrderChange.Line.of(
                    line.position(), line.deliveredQuantity().add(rest)));
        }
        return NewOrderChange.of(why, lines);
    }
}
