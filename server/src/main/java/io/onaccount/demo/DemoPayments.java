package io.onaccount.demo;

import io.onaccount.fulfilment.Deliveries;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.payment.PaymentSettings;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.SalesOrders;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Customers can pay by link at a desk for trying out, and goods of an order that is to be paid before delivery wait for their money. */
@Component
@Order(120)
final class DemoPayments implements DemoChapter {
    private static final BigDecimal PIECES = new BigDecimal("20");

    private final Database database;
    private final PaymentSettings settings;
    private final SalesOrders orders;
    private final Deliveries deliveries;

    DemoPayments(Database database, PaymentSettings settings, SalesOrders orders, Deliveries deliveries) {
        this.database = database;
        this.settings = settings;
        this.orders = orders;
        this.deliveries = deliveries;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor accountant = staff.on("accountant", today);
        database.write(
                accountant.company(),
                tx -> settings.change(
                        tx,
                        accountant,
                        "simulated",
                        new PaymentSettings.Entry(
                                true,
                                "DEMO",
                                UUID.randomUUID().toString(),
                                id(tx, "receivables.cash_account", "WECHAT"),
                                List.of(id(tx, "receivables.cash_account", "BOC-USD")),
                                true),
                        null));
        Actor rep = staff.salespersonOf(0, today);
        Actor keeper = staff.on("warehouse", today);
        UUID order = database.write(
                        rep.company(),
                        tx -> orders.place(tx, rep.companyWide(), prepaid(tx, customers.get(3), today), true))
                .order()
                .id();
        UUID delivery = database.write(rep.company(), tx -> deliveries.draftRest(tx, keeper, order, null))
                .id();
        database.write(rep.company(), tx -> deliveries.post(tx, keeper, delivery, null));
    }

    private static NewSalesOrder prepaid(Tx tx, UUID customer, LocalDate today) {
        UUID product = tx.one(
                "select o.product_id from stock.on_hand o where o.company_id = ? order by o.quantity desc, o.product_id limit 1",
                row -> row.uuid("product_id"),
                tx.company());
        return new NewSalesOrder(
                customer,
                null,
                today,
                null,
                null,
                id(tx, "party.payment_term", "PREPAID"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(NewSalesOrder.Line.of(product, PIECES, null)),
                null);
    }

    private static UUID id(Tx tx, String table, String code) {
        return tx.one(
                "select t.id from " + table + " t where t.company_id = ? and t.code = ?",
                row -> row.uuid("id"),
                tx.company(),
                code);
    }
}
