package io.onaccount.invoicing;

import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Problem;
import io.onaccount.sales.NewOrderChange;
import io.onaccount.sales.NewOrderChange.Line;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.OrderChanges;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is invoiced of an order before it left stays as it is when the order is changed (ORD-02). */
class ChangeOfInvoicedOrderTest {
    private final InvoiceTestBed world = new InvoiceTestBed();
    private final OrderChanges changes = world.bed.application.bean(OrderChanges.class);
    private final UUID product = world.bed.product("10", null, "1000000");

    private OrderAnswer change(UUID order, String quantity, String price) {
        NewOrderChange entry = NewOrderChange.of(List.of(Line.at(1, new BigDecimal(quantity), new BigDecimal(price))));
        return change(order, entry);
    }

    private OrderAnswer change(UUID order, NewOrderChange entry) {
        UUID change = world.bed
                .write(tx -> changes.create(tx, world.actor, order, entry))
                .order()
                .id();
        return world.bed.write(tx -> changes.apply(tx, world.actor, change, null));
    }

    @Test
    void neitherItsQuantityNorItsPrice() {
        UUID customer = world.bed.customer("10000");
        UUID order = world.order(customer, ReceivableBasis.DELIVERY, line(product, "10", "10"));
        world.issued(customer, NewInvoiceLine.ofOrder(order, 1, new BigDecimal("6")));
        assertThatThrownBy(() -> change(order, "5", "10"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors().getFirst().code()).isEqualTo("order-change-spoken-for"));
        assertThat(change(order, "8", "12")).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(world.bed.find(order).lines().stream()
                        .map(l -> l.quantity().stripTrailingZeros().toPlainString() + " "
                                + l.price().stripTrailingZeros().toPlainString()))
                .containsExactly("6 10", "2 12");
        world.figures(customer, "84", "0", "0");
        world.deliver(order, 1, "6");
        world.deliver(order, 2, "2");
        world.figures(customer, "0", "0", "84");
    }

    @Test
    void norACharge() {
        UUID customer = world.bed.customer("10000");
        NewSalesOrder.Charge freight = new NewSalesOrder.Charge("Freight", new BigDecimal("50"), null);
        UUID order = world.bed
                .place(
                        new NewSalesOrder(
                                customer,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(line(product, "10", "10")),
                                List.of(freight, freight)),
                        true)
                .order()
                .id();
        world.issued(customer, NewInvoiceLine.ofCharge(order, 1));
        NewOrderChange same = NewOrderChange.of(List.of(Line.of(1, BigDecimal.TEN)));
        for (List<NewOrderChange.Charge> charges : List.of(
                List.of(charge(1, "60"), charge(2, "50")),
                List.of(charge(1, "40"), charge(2, "50")),
                List.of(charge(2, "50")))) {
            assertThatThrownBy(() -> change(order, same.charging(charges)))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            p -> assertThat(p.errors().getFirst().code()).isEqualTo("order-change-charge-invoiced"));
        }
        assertThat(change(order, same.charging(List.of(charge(1, "50"), charge(null, "7")))))
                .isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(world.bed.find(order).charges().stream()
                        .map(c -> c.position() + " "
                                + c.total().stripTrailingZeros().toPlainString()))
                .containsExactly("1 50", "3 7");
        world.figures(customer, "157", "0", "0");
        world.deliver(order, 1, "10");
        world.figures(customer, "0", "0", "157");
    }

    private static NewOrderChange.Charge charge(@Nullable Integer position, String amount) {
        return new NewOrderChange.Charge(position, "Freight", new BigDecimal(amount), null);
    }
}
