package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.FreeCredit;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.Ledger;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When the customer owes (RCV-01): at delivery, at order, or by invoice; exposure never dips in between. */
class ReceivableBasisTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final UUID product = bed.product("10", null, "1000000");

    private OrderAnswer order(UUID customer, ReceivableBasis basis, String quantity) {
        return bed.place(
                NewSalesOrder.of(customer, TODAY, List.of(line(product, quantity, "10")))
                        .owedAt(basis),
                true);
    }

    private UUID deliver(UUID order, String quantity) {
        NewDelivery.Line goods = new NewDelivery.Line(order, 1, new BigDecimal(quantity), null);
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(TODAY, List.of(goods)))))
                .getFirst()
                .id();
    }

    private void figures(UUID customer, String ordered, String shipped, String receivable) {
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.ordered()).as("ordered").isEqualByComparingTo(ordered);
        assertThat(figures.shipped()).as("shipped").isEqualByComparingTo(shipped);
        assertThat(figures.receivable()).as("receivable").isEqualByComparingTo(receivable);
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
    }

    private List<String> items(UUID document) {
        return bed.read(tx -> tx.list(
                "select i.kind || ' ' || i.number || ' ' || i.due || ' ' || (i.amount - i.settled)::numeric(19,2) as line"
                        + " from receivables.open_item i where i.company_id = ? and i.document_id = ? order by i.due, i.id",
                row -> row.text("line"),
                tx.company(),
                document));
    }

    @Test
    void atOrderItIsOwedWhenConfirmed() {
        UUID customer = bed.customer("1000");
        OrderAnswer placed = order(customer, ReceivableBasis.ORDER, "60");
        UUID order = placed.order().id();
        figures(customer, "0", "0", "600");
        assertThat(items(order)).containsExactly("ORDER " + placed.order().number() + " 2026-04-30 600.00");
        assertThat(order(customer, ReceivableBasis.ORDER, "60")).isInstanceOf(OrderAnswer.Held.class);
        figures(customer, "0", "0", "600");
        UUID delivery = deliver(order, "20");
        assertThat(items(delivery)).isEmpty();
        figures(customer, "0", "0", "600");
        bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "enough"));
        figures(customer, "0", "0", "200");
        assertThat(items(order))
                .containsExactlyInAnyOrder(
                        "ORDER " + placed.order().number() + " 2026-03-31 0.00",
                        "ORDER " + placed.order().number() + " 2026-04-30 200.00");
    }

    @Test
    void anOrderTakenBackIsNotOwed() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, ReceivableBasis.ORDER, "60").order().id();
        bed.write(tx -> bed.orders.cancel(tx, bed.actor, order, null, ""));
        figures(customer, "0", "0", "0");
        assertThat(items(order)).allMatch(item -> item.endsWith(" 0.00"));
        UUID draft = bed.place(
                        NewSalesOrder.of(customer, TODAY, List.of(line(product, "10", "10")))
                                .owedAt(ReceivableBasis.ORDER),
                        false)
                .order()
                .id();
        figures(customer, "0", "0", "0");
        bed.confirm(draft);
        figures(customer, "0", "0", "100");
    }

    @Test
    void byInvoiceItIsShippedUntilInvoiced() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, ReceivableBasis.INVOICE, "60").order().id();
        figures(customer, "600", "0", "0");
        UUID delivery = deliver(order, "40");
        figures(customer, "200", "400", "0");
        assertThat(bed.read(tx -> deliveries.find(tx, bed.actor, delivery)).toInvoice())
                .isEqualByComparingTo("400");
        // Ten of them come back before anybody owes for them.
        bed.write(tx -> returns.postNew(
                tx,
                bed.actor,
                List.of(NewReturn.of(
                        customer, TODAY, List.of(NewReturn.Line.of(delivery, 1, BigDecimal.TEN, bed.warehouse))))));
        figures(customer, "200", "300", "0");
        // A part of it is invoiced through the door of invoices, the rest on the delivery itself.
        DeliveredGoods goods = bed.application.bean(DeliveredGoods.class);
        bed.write(tx -> {
            goods.invoiced(
                    tx,
                    bed.actor,
                    List.of(new DeliveredGoods.Invoiced(delivery, order, Money.of("100", "CNY"))),
                    TODAY,
                    null,
                    "INV-1");
            return true;
        });
        figures(customer, "200", "200", "100");
        assertThatThrownBy(() -> bed.write(tx -> {
                    goods.invoiced(
                            tx,
                            bed.actor,
                            List.of(new DeliveredGoods.Invoiced(delivery, null, Money.of("200.01", "CNY"))),
                            TODAY,
                            null,
                            "INV-2");
                    return true;
                }))
                .isInstanceOf(Problem.class);
        bed.write(tx -> deliveries.invoiced(tx, bed.actor, delivery, null, TODAY, "INV-3"));
        figures(customer, "200", "0", "300");
        assertThat(items(delivery))
                .containsExactly("INVOICE INV-1 2026-04-30 100.00", "INVOICE INV-3 2026-04-30 200.00");
        // What comes back now was owed.
        bed.write(tx -> returns.postNew(
                tx,
                bed.actor,
                List.of(NewReturn.of(
                        customer, TODAY, List.of(NewReturn.Line.of(delivery, 1, BigDecimal.TEN, bed.warehouse))))));
        figures(customer, "200", "0", "200");
    }

    /** The company's custom holds where the order says nothing. */
    @Test
    void theCompanyDecides() {
        UUID customer = bed.customer("null");
        bed.sql("update organization.company set settings = settings || '{\"receivableBasis\": \"ORDER\"}' where id = "
                + bed.company);
        UUID order = bed.order(customer, product, "10", "10").order().id();
        assertThat(bed.find(order).basis()).isEqualTo(ReceivableBasis.ORDER);
        figures(customer, "0", "0", "100");
        UUID other = order(customer, ReceivableBasis.DELIVERY, "10").order().id();
        assertThat(bed.find(other).basis()).isEqualTo(ReceivableBasis.DELIVERY);
        figures(customer, "100", "0", "100");
    }

    /** Owed at order by a term that counts from the delivery: the first delivery moves the due date. */
    @Test
    void theFirstDeliveryMovesWhatIsOwedAtOrder() {
        UUID customer = bed.customer("null");
        PaymentTerms.Entry entry = new PaymentTerms.Entry(
                "N20", "N20", "N20", Start.DELIVERY, Rule.NET_DAYS, 0, 20, 0, 0, null, List.of(), false, true);
        UUID term = bed.write(tx -> bed.application.bean(PaymentTerms.class).create(tx, bed.actor, entry))
                .id();
        NewSalesOrder wanted = new NewSalesOrder(
                        customer,
                        null,
                        TODAY.minusDays(30),
                        null,
                        null,
                        term,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(line(product, "10", "10")),
                        null)
                .owedAt(ReceivableBasis.ORDER);
        OrderAnswer placed = bed.place(wanted, true);
        String item = "ORDER " + placed.order().number();
        UUID order = placed.order().id();
        assertThat(items(order)).containsExactly(item + " 2026-03-21 100.00");
        deliver(order, "5");
        assertThat(items(order)).containsExactly(item + " 2026-04-20 100.00");
        deliver(order, "5");
        assertThat(items(order)).containsExactly(item + " 2026-04-20 100.00");
        figures(customer, "0", "0", "100");
    }
}
