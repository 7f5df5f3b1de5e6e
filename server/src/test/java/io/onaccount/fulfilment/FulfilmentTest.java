package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.FreeCredit;
import io.onaccount.platform.Problem;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FulfilmentTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final UUID board = bed.product("90.80", null, "1000");

    private UUID confirmed(UUID customer, NewSalesOrder.Line... lines) {
        return bed.place(NewSalesOrder.of(customer, TODAY, List.of(lines)), true)
                .order()
                .id();
    }

    private NewDelivery.Line of(UUID order, int position, String quantity) {
        return new NewDelivery.Line(order, position, new BigDecimal(quantity), null);
    }

    private Deliveries.Placed deliver(NewDelivery.Line... lines) {
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(TODAY, List.of(lines)))))
                .getFirst();
    }

    private String onHand(UUID product) {
        return bed.application
                .database()
                .value("select trim_scale(quantity) from stock.on_hand where company_id = " + bed.company
                        + " and product_id = '" + product + "'");
    }

    private String items(UUID customer, String what) {
        return bed.application
                .database()
                .value("select " + what + " from receivables.open_item where company_id = " + bed.company
                        + " and party_id = '" + customer + "'");
    }

    @Test
    void goodsLeaveAndTheOrdersCreditBecomesAReceivableDueByTheOrdersTerm() {
        UUID customer = bed.customer("100000");
        UUID order = confirmed(customer, line(board, "100", null), line(board, "50", "90"));
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("13580");

        Deliveries.Placed draft =
                bed.write(tx -> deliveries.draft(tx, bed.actor, NewDelivery.of(TODAY, List.of(of(order, 1, "40")))));
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("13580");
        Deliveries.Placed posted = bed.write(tx -> deliveries.post(tx, bed.actor, draft.id(), 1));

        assertThat(posted.total()).isEqualByComparingTo("3632.00");
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.ordered()).isEqualByComparingTo("9948");
        assertThat(figures.receivable()).isEqualByComparingTo("3632");
        assertThat(onHand(board)).isEqualTo("960");
        assertThat(items(customer, "max(due)")).isEqualTo("2026-04-30");
        assertThat(bed.find(order).state()).isEqualTo("CONFIRMED");

        UUID rest = bed.write(tx -> deliveries.draftRest(tx, bed.actor, order, null))
                .id();
        bed.write(tx -> deliveries.post(tx, bed.actor, rest, null));

        SalesOrder done = bed.find(order);
        assertThat(done.state()).isEqualTo("DELIVERED");
        assertThat(done.deliveredTotal()).isEqualByComparingTo("13580");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("13580");
        assertThat(items(customer, "sum(amount)::numeric(19,2)")).isEqualTo("13580.00");
    }

    @Test
    void severalOrdersLeaveInOneDeliveryAndFreightWithTheFirst() {
        UUID customer = bed.customer("100000");
        NewSalesOrder withFreight = new NewSalesOrder(
                customer,
                null,
                TODAY,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                null,
                List.of(line(board, "3", "100")),
                List.of(new NewSalesOrder.Charge("Freight", new BigDecimal("50"), new BigDecimal("0.09"))));
        UUID first = bed.place(withFreight, true).order().id();
        UUID second = confirmed(customer, line(board, "2", "100"));

        Deliveries.Placed together = deliver(of(first, 1, "1"), of(second, 1, "2"));
        assertThat(together.total()).isEqualByComparingTo("350");
        Delivery read = bed.read(tx -> deliveries.find(tx, bed.actor, together.id()));
        assertThat(read.charges()).isEqualByComparingTo("50");
        assertThat(deliver(of(first, 1, "2")).total()).isEqualByComparingTo("200");

        assertThat(items(customer, "count(*)")).isEqualTo("3");
        assertThat(bed.find(first).state()).isEqualTo("DELIVERED");
        assertThat(bed.find(second).state()).isEqualTo("DELIVERED");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("550");
    }

    @Test
    void neverMoreThanOrderedNorThanThereIsNorFromAnotherCustomersOrder() {
        UUID customer = bed.customer("100000");
        UUID order = confirmed(customer, line(board, "10", "10"));
        deliver(of(order, 1, "6"));
        assertThatThrownBy(() -> deliver(of(order, 1, "3"), of(order, 1, "2")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("more-than-ordered"));

        UUID rare = bed.product("10", null, "3");
        UUID big = confirmed(customer, line(rare, "5", "10"));
        assertThatThrownBy(() -> deliver(of(big, 1, "4")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("stock-short"));
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("60");

        UUID others = confirmed(bed.customer("1000"), line(board, "1", "10"));
        assertThatThrownBy(() -> deliver(of(order, 1, "1"), of(others, 1, "1")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("wrong-customer"));
        assertThatThrownBy(() -> bed.write(tx -> deliveries.postNew(
                        tx, bed.stranger(), List.of(NewDelivery.of(TODAY, List.of(of(order, 1, "1")))))))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
    }

    @Test
    void anOrderWithDeliveriesIsClosedShortAndNotCancelled() {
        UUID customer = bed.customer("1000");
        UUID order = confirmed(customer, line(board, "10", "100"));
        deliver(of(order, 1, "4"));
        assertThatThrownBy(() -> bed.write(tx -> bed.orders.cancel(tx, bed.actor, order, null, "")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("order-has-deliveries"));
        bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "customer wants no more"));
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("400");
        assertThat(bed.find(order).releasedTotal()).isEqualByComparingTo("600");
        assertThatThrownBy(() -> deliver(of(order, 1, "1")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("order-not-open"));
    }

    @Test
    void goodsComeBackIntoStockOrScrapAndTheCustomerIsCredited() {
        UUID customer = bed.customer("10000");
        UUID order = confirmed(customer, line(board, "7", "14.29"));
        UUID delivery = deliver(of(order, 1, "7")).id();
        assertThat(onHand(board)).isEqualTo("993");
        List<NewReturn.Line> two = List.of(
                NewReturn.Line.of(delivery, 1, new BigDecimal("1"), bed.warehouse),
                NewReturn.Line.of(delivery, 1, new BigDecimal("2"), null));
        UUID draft = bed.write(tx -> returns.draft(tx, bed.actor, NewReturn.of(customer, TODAY, two)))
                .id();
        Returns.Placed posted = bed.write(tx -> returns.post(tx, bed.actor, draft, 1));

        // 100.03 in seven parts: 3 of them are 42.87.
        assertThat(posted.total()).isEqualByComparingTo("42.87");
        assertThat(onHand(board)).isEqualTo("994");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("57.16");
        assertThat(bed.find(order).lines().getFirst().returnedQuantity()).isEqualByComparingTo("3");
        assertThat(items(customer, "min(amount)::numeric(19,2)")).isEqualTo("-42.87");

        List<NewReturn.Line> tooMany = List.of(NewReturn.Line.of(delivery, 1, new BigDecimal("5"), null));
        assertThatThrownBy(() -> bed.write(tx -> returns.draft(tx, bed.actor, NewReturn.of(customer, TODAY, tooMany))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("more-than-delivered"));
        List<NewReturn.Line> rest = List.of(NewReturn.Line.of(delivery, 1, new BigDecimal("4"), bed.warehouse));
        bed.write(tx -> returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, rest))));
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("0");
    }

    @Test
    void goodsWithoutADeliveryAreCreditedAtAPrice() {
        UUID customer = bed.customer("10000");
        List<NewReturn.Line> lines =
                List.of(NewReturn.Line.free(board, new BigDecimal("3"), new BigDecimal("99.99"), bed.warehouse));
        Returns.Placed posted = bed.write(
                        tx -> returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, lines))))
                .getFirst();
        assertThat(posted.total()).isEqualByComparingTo("299.97");
        SalesReturn read = bed.read(tx -> returns.find(tx, bed.actor, posted.id()));
        assertThat(read.tax()).isEqualByComparingTo("34.51");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("-299.97");
        assertThat(onHand(board)).isEqualTo("1003");
    }

    @Test
    void howeverAnOrderIsSplitItsPartsSumToItAndExposureNeverDips() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        UUID customer = bed.customer(null);
        for (int round = 0; round < 12; round++) {
            List<NewSalesOrder.Line> lines = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                lines.add(
                        line(board, Integer.toString(1 + random.nextInt(9)), (1 + random.nextInt(9999)) / 100.0 + ""));
            }
            NewSalesOrder entry = new NewSalesOrder(
                    customer,
                    null,
                    TODAY,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    random.nextBoolean(),
                    null,
                    lines,
                    random.nextBoolean()
                            ? List.of(
                                    new NewSalesOrder.Charge("Freight", new BigDecimal("7.77"), new BigDecimal("0.06")))
                            : null);
            BigDecimal before = bed.figures(customer).exposure();
            SalesOrder order = bed.find(bed.place(entry, true).order().id());
            List<UUID> left = new ArrayList<>();
            while (true) {
                List<NewDelivery.Line> parts = new ArrayList<>();
                for (SalesOrder.Line line : bed.find(order.id()).lines()) {
                    int open = line.openQuantity().intValue();
                    int take = open == 0 ? 0 : random.nextInt(open + 1);
                    if (take > 0) {
                        parts.add(of(order.id(), line.position(), Integer.toString(take)));
                    }
                }
                if (!parts.isEmpty()) {
                    left.add(deliver(parts.toArray(new NewDelivery.Line[0])).id());
                    assertThat(bed.figures(customer).exposure())
                            .as("seed %d", seed)
                            .isEqualByComparingTo(before.add(order.total()));
                }
                if (bed.find(order.id()).state().equals("DELIVERED")) {
                    break;
                }
            }
            String sums = bed.application
                    .database()
                    .value(
                            "select sum(total)::numeric(19,2) || ' ' || sum(tax)::numeric(19,2) from fulfilment.delivery d where company_id = "
                                    + bed.company
                                    + " and id in (select to_id from document.relation where company_id = d.company_id and from_id = '"
                                    + order.id() + "')");
            assertThat(sums)
                    .as("seed %d", seed)
                    .isEqualTo(order.total().setScale(2) + " " + order.tax().setScale(2));
            for (UUID id : left) {
                Delivery delivery = bed.read(tx -> deliveries.find(tx, bed.actor, id));
                BigDecimal was = bed.figures(customer).receivable();
                BigDecimal credited = BigDecimal.ZERO;
                for (Delivery.Line line : delivery.lines()) {
                    for (int one = 0; one < line.quantity().intValue(); one++) {
                        List<NewReturn.Line> back =
                                List.of(NewReturn.Line.of(id, line.position(), BigDecimal.ONE, bed.warehouse));
                        credited = credited.add(bed.write(tx ->
                                        returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, back))))
                                .getFirst()
                                .total());
                    }
                }
                assertThat(credited)
                        .as("seed %d", seed)
                        .isEqualByComparingTo(delivery.total().subtract(delivery.charges()));
                assertThat(bed.figures(customer).receivable()).isEqualByComparingTo(was.subtract(credited));
            }
        }
        assertThat(onHand(board)).isEqualTo("1000");
    }

    @Test
    void manyDeliveriesArePostedInAHandfulOfStatements() {
        UUID customer = bed.customer(null);
        List<NewSalesOrder> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            entries.add(NewSalesOrder.of(customer, TODAY, List.of(line(board, "1", "10"), line(board, "2", "5"))));
        }
        List<UUID> orders = bed.write(tx -> bed.orders.place(tx, bed.actor, entries, true)).stream()
                .map(a -> a.order().id())
                .toList();
        List<NewDelivery> all = orders.stream()
                .map(o -> NewDelivery.of(TODAY, List.of(of(o, 1, "1"), of(o, 2, "2"))))
                .toList();
        List<Deliveries.Placed> posted = bed.write(tx -> deliveries.postNew(tx, bed.actor, all));
        assertThat(posted).hasSize(200).allMatch(p -> p.total().compareTo(new BigDecimal("20")) == 0);
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("4000");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("0");
        assertThat(onHand(board)).isEqualTo("400");
    }
}
