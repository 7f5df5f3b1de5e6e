package io.onaccount.demo;

import io.onaccount.approval.ApprovalFlows;
import io.onaccount.approval.FlowDefinition;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Deadline;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Rule;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Unit;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.SalesOrders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The demo company's approval flow for orders, in force from today, and a few orders that wait for somebody's yes. */
@Component
@Order(10)
final class DemoApprovals implements DemoChapter {
    private final ApprovalFlows flows;
    private final SalesOrders orders;
    private final Database database;

    DemoApprovals(ApprovalFlows flows, SalesOrders orders, Database database) {
        this.flows = flows;
        this.orders = orders;
        this.database = database;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        publish(staff, today);
        record Product(UUID id, BigDecimal price, BigDecimal least) {}
        List<Product> goods = database.read(
                staff.company(),
                tx -> tx.list(
                        """
                        select p.id, p.list_price, p.minimum_price from catalog.product p
                        join document.header h on h.company_id = p.company_id and h.id = p.id
                        where p.company_id = ? and p.list_price > 20 and p.minimum_price > 0 order by h.number limit 4""",
                        row -> new Product(row.uuid("id"), row.decimal("list_price"), row.decimal("minimum_price")),
                        tx.company()));
        for (int i = 0; i < goods.size(); i++) {
            Product product = goods.get(i);
            // In turn: a little below the minimum price, a large order, far below the minimum, a discount of 15 %.
            BigDecimal price = switch (i) {
                case 0 -> product.least().multiply(new BigDecimal("0.97"));
                case 2 -> product.least().multiply(new BigDecimal("0.88"));
                default -> product.price();
            };
            NewSalesOrder.Line line = new NewSalesOrder.Line(
                    product.id(),
                    i == 1 ? new BigDecimal(130_000).divideToIntegralValue(product.price()) : BigDecimal.valueOf(40),
                    price.setScale(2, RoundingMode.HALF_UP),
                    i == 3 ? new BigDecimal("0.15") : null,
                    null,
                    null,
                    null);
            Actor rep = staff.salespersonOf(i, today);
            NewSalesOrder entry = NewSalesOrder.of(customers.get(i + 20), today, List.of(line));
            UUID order = database.write(
                    staff.company(),
                    tx -> orders.place(tx, rep, entry, false).order().id());
            database.write(staff.company(), tx -> orders.submit(tx, rep, order, null));
        }
    }

    private void publish(DemoStaff staff, LocalDate today) {
        Actor admin = staff.on("admin", today);
        Approver director = new Approver(Who.ROLE, staff.role("sales-director"));
        Approver finance = new Approver(Who.ROLE, staff.role("finance-director"));
        Step superior = new Step(
                "直接上级", Mode.ANY, List.of(new Approver(Who.SUPERIOR, null)), new Deadline(1, Unit.DAYS), director);
        Step directors = new Step("销售总监", Mode.ANY, List.of(director), new Deadline(2, Unit.DAYS), null);
        Step both = new Step("销售总监、财务总监会签", Mode.ALL, List.of(director, finance), null, null);
        FlowDefinition definition = new FlowDefinition(
                false,
                List.of(
                        new Rule(
                                "远低于最低价或毛利不足5%",
                                "{\"or\":[[\"shortfall\",\">=\",\"1000\"],[\"margin\",\"<\",\"5\"]]}",
                                List.of(new Stage(List.of(superior)), new Stage(List.of(both)))),
                        new Rule(
                                "低于最低价或折扣超过10%",
                                "{\"or\":[[\"belowMinimum\",\">\",\"0\"],[\"largestDiscount\",\">\",\"10\"]]}",
                                List.of(new Stage(List.of(superior)))),
                        new Rule(
                                "十万元以上",
                                "[\"total\",\">=\",\"100000\"]",
                                List.of(new Stage(List.of(superior)), new Stage(List.of(directors))))));
        database.write(staff.company(), tx -> {
            UUID flow = flows.create(tx, admin, "sales-order", definition).id();
            tx.flush();
            return flows.publish(tx, admin, flow, "首次启用", null);
        });
    }
}
