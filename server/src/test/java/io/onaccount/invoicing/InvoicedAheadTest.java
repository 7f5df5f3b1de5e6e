package io.onaccount.invoicing;

import static io.onaccount.invoicing.InvoiceTestBed.goods;
import static io.onaccount.invoicing.InvoiceTestBed.official;
import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Problem;
import io.onaccount.sales.NewOrderChange;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderChanges;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goods owed for by invoice that are invoiced before they leave (INV-01): owed from then on, and leaving moves no credit. */
class InvoicedAheadTest {
    private final InvoiceTestBed in = new InvoiceTestBed();
    private final TradeTestBed bed = in.bed;
    private final UUID product = bed.product("10", null, "1000000");

    @BeforeEach
    void allow() {
        in.mayBeInvoicedBeforeDelivery();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(
                                        problem.errors().isEmpty()
                                                ? problem.code()
                                                : problem.errors().getFirst().code())
                                .isEqualTo(code));
    }

    private static NewInvoiceLine ofOrder(UUID order, String quantity) {
        return NewInvoiceLine.ofOrder(order, 1, new BigDecimal(quantity));
    }

    private static Part part(String quantity) {
        return new Part(1, new BigDecimal(quantity));
    }

    private String listed(String view) {
        return bed.application
                .database()
                .value(
                        "select coalesce(trim_scale(sum(quantity)), 0) || ' ' || coalesce(trim_scale(sum(total)), 0) from invoicing."
                                + view + " where company_id = " + bed.company);
    }

    @Test
    void itIsOwedAtOnceAndLeavingMovesNothing() {
        UUID customer = bed.customer("600");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "60", "10"));
        in.figures(customer, "600", "0", "0");
        in.issued(customer, ofOrder(order, "40"));
        in.figures(customer, "200", "0", "400");
        assertThat(listed("ahead")).isEqualTo("40 400");
        assertThat(listed("to_invoice")).isEqualTo("0 0");
        UUID first = in.deliver(order, 1, "30");
        in.figures(customer, "200", "0", "400");
        assertThat(listed("ahead")).isEqualTo("10 100");
        refused("more-than-to-invoice", () -> in.draft(customer, goods(first, "0.000001")));
        UUID second = in.deliver(order, 1, "30");
        in.figures(customer, "0", "200", "400");
        assertThat(listed("ahead")).isEqualTo("0 0");
        assertThat(listed("to_invoice")).isEqualTo("20 200");
        refused("more-than-to-invoice", () -> in.draft(customer, goods(second, "20.000001")));
        refused("more-than-to-invoice", () -> in.draft(customer, ofOrder(order, "1")));
        in.issued(customer, goods(second, "20"));
        in.figures(customer, "0", "0", "600");
        assertThat(listed("to_invoice")).isEqualTo("0 0");
    }

    @Test
    void onlyWhereItMayAndNeverMoreThanIsStillToLeave() {
        bed.write(tx -> {
            in.settings.change(
                    tx, in.actor, new InvoicingSettings.Settings(null, false, BigDecimal.ZERO, BigDecimal.ZERO));
            return true;
        });
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "10", "10"));
        refused("invoice-after-delivery", () -> in.draft(customer, ofOrder(order, "1")));
        bed.write(tx -> {
            in.settings.change(tx, in.actor, order, new InvoicingSettings.OfOrder(true));
            return true;
        });
        UUID draft = in.draft(customer, ofOrder(order, "4"));
        refused(
                "forbidden",
                () -> bed.write(tx -> {
                    in.invoices.issue(tx, bed.actor, draft, null, official());
                    return true;
                }));
        in.issue(draft);
        in.deliver(order, 1, "7");
        in.figures(customer, "30", "30", "40");
        refused("more-than-to-invoice", () -> in.draft(customer, ofOrder(order, "3.5")));
        in.issued(customer, ofOrder(order, "3"));
        in.figures(customer, "0", "30", "70");
        bed.write(tx -> {
            in.settings.change(tx, in.actor, order, new InvoicingSettings.OfOrder(false));
            return true;
        });
        in.mayBeInvoicedBeforeDelivery();
        UUID other = in.order(customer, ReceivableBasis.INVOICE, line(product, "1", "10"));
        in.issued(customer, ofOrder(other, "1"));
        refused("invoice-after-delivery", () -> in.draft(customer, ofOrder(order, "1")));
    }

    /** A red one takes back first what has still to leave, then what left last. */
    @Test
    void aRedOneTakesItBackBeforeAndAfterItLeft() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "60", "10"));
        UUID blue = in.issuedAt("440", customer, ofOrder(order, "40"));
        in.figures(customer, "200", "0", "440");
        in.reddened(blue, part("10"));
        in.figures(customer, "300", "0", "330");
        UUID first = in.deliver(order, 1, "25");
        in.figures(customer, "300", "0", "330");
        in.reddened(blue, part("10"));
        in.figures(customer, "350", "50", "220");
        assertThat(listed("to_invoice")).isEqualTo("5 50");
        in.issued(customer, goods(first, "5"));
        in.figures(customer, "350", "0", "270");
        in.reddened(blue);
        in.figures(customer, "350", "200", "50");
        assertThat(in.find(blue).state()).isEqualTo("REVERSED");
        in.deliver(order, 1, "35");
        in.figures(customer, "0", "550", "50");
    }

    @Test
    void whatCameBackIsCreditedAndNotTwice() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "60", "10"));
        UUID blue = in.issued(customer, ofOrder(order, "20"));
        UUID delivery = in.deliver(order, 1, "30");
        in.figures(customer, "300", "100", "200");
        in.comesBack(customer, delivery, "15");
        in.figures(customer, "300", "0", "150");
        in.reddened(blue, part("5"));
        in.figures(customer, "300", "0", "150");
        in.reddened(blue, part("5"));
        in.figures(customer, "300", "50", "100");
    }

    @Test
    void nothingInvoicedIsCancelledOrClosedBeforeItIsTakenBack() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "60", "10"));
        UUID blue = in.issued(customer, ofOrder(order, "40"));
        refused("order-invoiced-ahead", () -> bed.write(tx -> bed.orders.cancel(tx, in.actor, order, null, "")));
        in.deliver(order, 1, "10");
        refused("order-invoiced-ahead", () -> bed.write(tx -> bed.orders.close(tx, in.actor, order, null, "")));
        in.reddened(blue, part("30"));
        bed.write(tx -> bed.orders.close(tx, in.actor, order, null, ""));
        in.figures(customer, "0", "0", "100");
    }

    /** A change of the order counts from what has left on: what is invoiced after it is neither taken out nor priced anew. */
    @Test
    void aChangeLeavesWhatIsInvoicedAsItIs() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "60", "10"));
        in.deliver(order, 1, "10");
        in.issued(customer, ofOrder(order, "20"));
        in.figures(customer, "300", "100", "200");
        OrderChanges changes = bed.application.bean(OrderChanges.class);
        assertThatThrownBy(() -> bed.write(tx -> changes.create(
                        tx,
                        bed.actor,
                        order,
                        NewOrderChange.of(List.of(NewOrderChange.Line.of(1, new BigDecimal("29")))))))
                .isInstanceOf(Problem.class);
        UUID change = bed.write(tx -> changes.create(
                        tx,
                        bed.actor,
                        order,
                        NewOrderChange.of(
                                List.of(NewOrderChange.Line.at(1, new BigDecimal("60"), new BigDecimal("12"))))))
                .order()
                .id();
        bed.write(tx -> changes.apply(tx, bed.actor, change, null));
        in.figures(customer, "360", "100", "200");
        in.deliver(order, 1, "20");
        in.figures(customer, "360", "100", "200");
    }

    /** Thirty days from the delivery: known once the first of it leaves. */
    @Test
    void whatIsDueByTheDeliveryIsDueOnceItLeaves() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "60", "10"));
        UUID blue = in.issued(customer, ofOrder(order, "40"));
        deliver(order, "10", 3);
        assertThat(due(blue)).isEqualTo(TODAY.plusDays(33).toString());
        deliver(order, "10", 7);
        assertThat(due(blue)).isEqualTo(TODAY.plusDays(33).toString());
        in.sound();
    }

    private void deliver(UUID order, String quantity, int days) {
        NewDelivery.Line goods = new NewDelivery.Line(order, 1, new BigDecimal(quantity), null);
        bed.write(tx -> in.deliveries.postNew(
                tx, in.actor.on(TODAY.plusDays(days)), List.of(NewDelivery.of(TODAY.plusDays(days), List.of(goods)))));
    }

    private String due(UUID invoice) {
        return bed.application
                .database()
                .value("select max(due)::text from receivables.open_item where document_id = '" + invoice + "'");
    }

    /** Freight goes with the first delivery, or on the invoice before it. */
    @Test
    void chargesToo() {
        UUID customer = bed.customer("null");
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
                        null,
                        null,
                        List.of(line(product, "10", "10")),
                        List.of(new NewSalesOrder.Charge("Freight", new BigDecimal("30"), new BigDecimal("0.09"))))
                .owedAt(ReceivableBasis.INVOICE);
        UUID order = bed.place(entry, true).order().id();
        in.figures(customer, "130", "0", "0");
        UUID blue = in.issued(customer, ofOrder(order, "4"), NewInvoiceLine.ofCharge(order, 1));
        in.figures(customer, "60", "0", "70");
        in.deliver(order, 1, "4");
        in.figures(customer, "60", "0", "70");
        in.reddened(blue);
        in.figures(customer, "60", "70", "0");
        assertThat(listed("to_invoice")).isEqualTo("5 70");
    }

    /** Many invoice, deliver and take back at once: together never more than was ordered, and nothing twice. */
    @Test
    void atOnceNeverMoreThanWasOrdered() throws Exception {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "10", "9.99"));
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UUID draft = in.draft(customer, ofOrder(order, "3"));
            all.add(() -> tried(() -> in.issue(draft)));
        }
        for (int i = 0; i < 4; i++) {
            all.add(() -> tried(() -> in.deliver(order, 1, "2")));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(12)) {
            for (Future<Boolean> answer : pool.invokeAll(all)) {
                answer.get();
            }
        }
        in.sound();
        BigDecimal invoiced = new BigDecimal(bed.application
                .database()
                .value("select coalesce(sum(quantity), 0) from invoicing.invoice_line where counts and company_id = "
                        + bed.company));
        assertThat(invoiced).isLessThanOrEqualTo(BigDecimal.TEN);
        finish(customer, order);
    }

    private static boolean tried(Runnable what) {
        try {
            what.run();
            return true;
        } catch (Problem problem) {
            assertThat(problem.code()).isIn("more-than-to-invoice", "more-than-ordered", "order-not-open");
            return false;
        }
    }

    /** Delivers and invoices what is left: then all is owed, to the cent. */
    private void finish(UUID customer, UUID order) {
        BigDecimal rest = new BigDecimal(bed.application
                .database()
                .value("select quantity - delivered_quantity from sales.order_line where order_id = '" + order + "'"));
        if (rest.signum() > 0) {
            in.deliver(order, 1, rest.toPlainString());
        }
        for (ToInvoice.Candidate c : bed.read(tx ->
                bed.application.bean(ToInvoice.class).of(tx, in.actor, null, List.of(), List.of(order), List.of()))) {
            in.issued(customer, NewInvoiceLine.ofDelivery(c.delivery(), c.deliveryPosition(), c.quantity()));
        }
        in.figures(customer, "0", "0", "99.9");
    }

    /** Any life of an order: invoiced before and after it leaves at any price, taken back, brought back. The books agree all the way. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBooksAgreeWhateverHappens(long seed) {
        Random random = new Random(seed);
        UUID customer = bed.customer("null");
        ReceivableBasis basis = random.nextInt(4) > 0
                ? ReceivableBasis.INVOICE
                : random.nextBoolean() ? ReceivableBasis.DELIVERY : ReceivableBasis.ORDER;
        UUID order = in.order(customer, basis, line(product, "31", "3.337"), line(product, "7", "0.115"));
        List<UUID> blue = new ArrayList<>();
        List<UUID> gone = new ArrayList<>();
        int done = 0;
        for (int step = 0; step < 30; step++) {
            int position = 1 + random.nextInt(2);
            String some = Integer.toString(1 + random.nextInt(5));
            try {
                switch (random.nextInt(6)) {
                    case 0, 1 -> {
                        UUID draft = in.draft(customer, NewInvoiceLine.ofOrder(order, position, new BigDecimal(some)));
                        blue.add(issued(random, draft));
                    }
                    case 2 -> gone.add(in.deliver(order, position, some));
                    case 3 -> {
                        if (!gone.isEmpty()) {
                            blue.add(issued(random, in.draft(customer, goods(any(random, gone), some))));
                        }
                    }
                    case 4 -> {
                        if (!blue.isEmpty()) {
                            in.reddened(any(random, blue), part(Integer.toString(1 + random.nextInt(3))));
                        }
                    }
                    default -> {
                        if (!gone.isEmpty() && random.nextInt(3) == 0) {
                            in.comesBack(customer, any(random, gone), "1");
                        }
                    }
                }
                done++;
            } catch (Problem problem) {
                assertThat(problem.status()).as(problem.getMessage()).isIn(400, 409);
            }
            in.sound();
            assertThat(bed.figures(customer).shipped()).isNotNegative();
            assertThat(bed.figures(customer).ordered()).isNotNegative();
        }
        assertThat(done).isGreaterThan(10);
    }

    private UUID issued(Random random, UUID draft) {
        BigDecimal ours = in.find(draft).total();
        BigDecimal says = random.nextInt(3) == 0
                ? ours.add(BigDecimal.valueOf(random.nextInt(200) - 60, 2)).max(new BigDecimal("0.01"))
                : ours;
        if (says.signum() > 0 && says.compareTo(ours) != 0) {
            in.issue(draft, says.toPlainString());
        } else {
            in.issue(draft);
        }
        return draft;
    }

    private static UUID any(Random random, List<UUID> ids) {
        return ids.get(random.nextInt(ids.size()));
    }
}
