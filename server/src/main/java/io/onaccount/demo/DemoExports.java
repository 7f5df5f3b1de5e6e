package io.onaccount.demo;

import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.SalesOrders;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A customer who buys in dollars: an order that is paid, one of which half has left, and a new one. */
@Component
@Order(140)
final class DemoExports implements DemoChapter {
    private static final String DOLLARS = "USD";
    private static final BigDecimal QUANTITY = new BigDecimal("40");
    private static final BigDecimal HALF = new BigDecimal("20");

    private final Database database;
    private final SalesOrders orders;
    private final Deliveries deliveries;
    private final Receipts receipts;

    DemoExports(Database database, SalesOrders orders, Deliveries deliveries, Receipts receipts) {
        this.database = database;
        this.orders = orders;
        this.deliveries = deliveries;
        this.receipts = receipts;
    }

    private record Sold(UUID order, List<NewDelivery.Line> lines) {
        Sold(UUID order, int lines, BigDecimal each) {
            this(order, new ArrayList<>(lines));
            for (int i = 1; i <= lines; i++) {
                this.lines.add(new NewDelivery.Line(order, i, each, null));
            }
        }
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        UUID account = database.read(
                staff.company(),
                tx -> tx.one(
                        "select c.id from receivables.cash_account c where c.company_id = ? and c.code = 'BOC-USD'",
                        row -> row.uuid("id"),
                        tx.company()));
        UUID customer = database.read(staff.company(), tx -> tx.one("""
                        select a.party_id from credit.account a where a.company_id = ? and a.credit_limit is not null and a.status = 'NORMAL'
                        order by a.credit_limit desc, a.party_id limit 1""", row -> row.uuid("party_id"), tx.company()));
        List<UUID> goods = database.read(staff.company(), tx -> tx.list("""
                        select p.id from catalog.product_view p where p.company_id = ? and p.list_price between 20 and 200 and p.state = 'ACTIVE'
                        order by p.code limit 2""", row -> row.uuid("id"), tx.company()));
        Sold paid = sell(staff, customer, goods, today.minusDays(40), QUANTITY);
        BigDecimal owed = deliver(staff, paid, today.minusDays(36));
        pay(staff, customer, account, owed, today.minusDays(6));
        deliver(staff, sell(staff, customer, goods, today.minusDays(12), HALF), today.minusDays(9));
        sell(staff, customer, goods, today.minusDays(2), QUANTITY);
    }

    /** @param leaves how much of each line is going to leave */
    private Sold sell(DemoStaff staff, UUID customer, List<UUID> goods, LocalDate day, BigDecimal leaves) {
        Actor manager = staff.on("manager", day);
        List<NewSalesOrder.Line> lines = new ArrayList<>();
        for (int i = 0; i < goods.size(); i++) {
            lines.add(NewSalesOrder.Line.of(goods.get(i), QUANTITY, BigDecimal.valueOf(1250L + i * 475L, 2)));
        }
        NewSalesOrder entry = NewSalesOrder.of(customer, day, lines).in(DOLLARS, null);
        OrderAnswer placed = database.write(staff.company(), tx -> orders.place(tx, manager, entry, true));
        return new Sold(placed.order().id(), goods.size(), leaves);
    }

    /** Answers what is owed for it, in dollars; nothing for an order that waits. */
    private BigDecimal deliver(DemoStaff staff, Sold sold, LocalDate day) {
        Actor keeper = staff.on("warehouse", day);
        boolean open = database.read(staff.company(), tx -> orders.find(tx, keeper, sold.order))
                .state()
                .equals("CONFIRMED");
        if (!open) {
            return BigDecimal.ZERO;
        }
        UUID left = database.write(
                        staff.company(), tx -> deliveries.postNew(tx, keeper, List.of(NewDelivery.of(day, sold.lines))))
                .getFirst()
                .id();
        BigDecimal total = database.read(staff.company(), tx -> deliveries.find(tx, keeper, left))
                .foreignTotal();
        return total == null ? BigDecimal.ZERO : total;
    }

    private void pay(DemoStaff staff, UUID customer, UUID account, BigDecimal amount, LocalDate day) {
        if (amount.signum() == 0) {
            return;
        }
        NewReceipt receipt = new NewReceipt(
                customer, day, amount, null, account, ReceiptMethod.TRANSFER, null, "T/T USD", null, List.of());
        UUID id = database.write(staff.company(), tx -> receipts.create(tx, staff.on("cashier", day), receipt));
        database.write(staff.company(), tx -> {
            receipts.confirm(tx, staff.on("accountant", day), id, null, true);
            return id;
        });
    }
}
