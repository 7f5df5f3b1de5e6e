package io.onaccount.invoicing;

import static io.onaccount.invoicing.InvoiceTestBed.goods;
import static io.onaccount.invoicing.InvoiceTestBed.official;
import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.fulfilment.DeliveredGoods;
import io.onaccount.invoicing.NewInvoice.Official;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Problem;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What invoices count, what they make owed, and how they are taken back (INV-01). */
class InvoicesTest {
    private final InvoiceTestBed in = new InvoiceTestBed();
    private final TradeTestBed bed = in.bed;
    private final UUID product = bed.product("10", null, "1000000");

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

    @Test
    void byInvoiceWhatIsInvoicedIsOwedAndARedOneTakesItBack() {
        UUID customer = bed.customer("1000");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "60", "10"));
        UUID delivery = in.deliver(order, 1, "40");
        in.figures(customer, "200", "400", "0");
        UUID first = in.issued(customer, goods(delivery, "15"));
        in.figures(customer, "200", "250", "150");
        refused("more-than-to-invoice", () -> in.draft(customer, goods(delivery, "25.000001")));
        UUID second = in.issued(customer, goods(delivery, "25"));
        in.figures(customer, "200", "0", "400");
        in.reddened(first, new Part(1, new BigDecimal("5")));
        in.figures(customer, "200", "50", "350");
        assertThat(in.find(first).state()).isEqualTo("ISSUED");
        in.reddened(first);
        in.figures(customer, "200", "150", "250");
        assertThat(in.find(first).state()).isEqualTo("REVERSED");
        assertThat(in.find(second).state()).isEqualTo("ISSUED");
        refused("wrong-state", () -> in.reddened(first));
        in.issued(customer, goods(delivery, "15"));
        in.figures(customer, "200", "0", "400");
    }

    /** Goods that came back after they were invoiced are credited by the return; the red invoice for them moves no money. */
    @Test
    void aRedInvoiceForWhatCameBackOwesNothingTwice() {
        UUID customer = bed.customer("1000");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "40", "10"));
        UUID delivery = in.deliver(order, 1, "40");
        UUID blue = in.issued(customer, goods(delivery, "40"));
        in.comesBack(customer, delivery, "10");
        in.figures(customer, "0", "0", "300");
        in.reddened(blue, new Part(1, BigDecimal.TEN));
        in.figures(customer, "0", "0", "300");
        refused("more-than-to-invoice", () -> in.draft(customer, goods(delivery, "1")));
        in.reddened(blue, new Part(1, new BigDecimal("5")));
        in.figures(customer, "0", "50", "250");
        in.issued(customer, goods(delivery, "5"));
        in.figures(customer, "0", "0", "300");
    }

    @Test
    void atDeliveryAnInvoiceMovesNoMoneyAndMayComeBeforeTheGoods() {
        UUID customer = bed.customer("1000");
        UUID order = in.order(customer, ReceivableBasis.DELIVERY, line(product, "60", "10"));
        UUID early = in.draft(customer, NewInvoiceLine.ofOrder(order, 1, new BigDecimal("20")));
        refused(
                "forbidden",
                () -> bed.write(tx -> {
                    in.invoices.issue(tx, bed.actor, early, null, official());
                    return true;
                }));
        in.issue(early);
        in.figures(customer, "600", "0", "0");
        UUID delivery = in.deliver(order, 1, "30");
        in.figures(customer, "300", "0", "300");
        refused("more-than-to-invoice", () -> in.draft(customer, goods(delivery, "10.5")));
        in.issued(customer, goods(delivery, "10"));
        refused("more-than-to-invoice", () -> in.draft(customer, goods(delivery, "1")));
        in.issued(customer, NewInvoiceLine.ofOrder(order, 1, new BigDecimal("30")));
        refused(
                "more-than-to-invoice",
                () -> in.draft(customer, NewInvoiceLine.ofOrder(order, 1, new BigDecimal("0.5"))));
        UUID other = in.order(customer, ReceivableBasis.INVOICE, line(product, "1", "10"));
        refused("invoice-after-delivery", () -> in.draft(customer, NewInvoiceLine.ofOrder(other, 1, BigDecimal.ONE)));
    }

    @Test
    void nothingIsInvoicedTwiceWhetherRegisteredOrElsewhere() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.DELIVERY, line(product, "60", "10"));
        UUID delivery = in.deliver(order, 1, "30");
        UUID invoice = in.issued(customer, goods(delivery, "10"));
        refused(
                "invoice-registered",
                () -> bed.write(tx -> in.deliveries.invoiced(tx, in.actor, delivery, null, TODAY, "E-1")));
        in.reddened(invoice);
        bed.write(tx -> in.deliveries.invoiced(tx, in.actor, delivery, null, TODAY, "E-1"));
        refused("invoiced-elsewhere", () -> in.draft(customer, goods(delivery, "10")));
        UUID next = in.deliver(order, 1, "30");
        in.issued(customer, goods(next, "30"));
        in.sound();
    }

    /** Due by the invoice: the day of one that came before the goods is known when they leave, that of a later one when it comes. */
    @Test
    void whatIsDueByTheInvoiceIsDueByItsDay() {
        UUID customer = bed.customer("null");
        PaymentTerms.Entry entry = new PaymentTerms.Entry(
                "I20", "I20", "I20", Start.INVOICE, Rule.NET_DAYS, 0, 20, 0, 0, null, List.of(), false, true);
        UUID term = bed.write(tx -> bed.application.bean(PaymentTerms.class).create(tx, in.actor, entry))
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
                .owedAt(ReceivableBasis.DELIVERY);
        UUID late = bed.place(wanted, true).order().id();
        UUID early = bed.place(wanted, true).order().id();
        UUID first = in.deliver(late, 1, "10");
        issuedFiveDaysAgo(in.draft(customer, goods(first, "10")));
        assertThat(due(first)).isEqualTo(TODAY.plusDays(15).toString());
        issuedFiveDaysAgo(in.draft(customer, NewInvoiceLine.ofOrder(early, 1, BigDecimal.TEN)));
        assertThat(due(in.deliver(early, 1, "10"))).isEqualTo(TODAY.plusDays(15).toString());
        in.sound();
    }

    private void issuedFiveDaysAgo(UUID invoice) {
        bed.write(tx -> {
            in.invoices.issue(
                    tx, in.actor, invoice, null, new Official(null, official().number(), TODAY.minusDays(5), null));
            return true;
        });
    }

    private String due(UUID delivery) {
        return bed.application
                .database()
                .value("select max(due)::text from receivables.open_item where company_id = " + bed.company
                        + " and document_id = '" + delivery + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "DIGITAL_ORDINARY, '', 12345678901234567890, ",
        "DIGITAL_ORDINARY, '', 1234567890123456789, invoice-number-shape.digital",
        "DIGITAL_ORDINARY, 1234567890, 22345678901234567890, invoice-code-shape.digital",
        "PAPER_ORDINARY, 1234567890, 12345678, ",
        "PAPER_ORDINARY, 123456789, 22345678, invoice-code-shape.paper",
        "PAPER_ORDINARY, 123456789012, 2234567X, invoice-number-shape.paper",
        "OTHER, '', INV-2026-0007, ",
        "DIGITAL_SPECIAL, '', 32345678901234567890, buyer-incomplete",
    })
    void numbersHaveTheShapeOfTheirKind(InvoiceKind kind, String code, String number, String problem) {
        UUID customer = bed.customer("null");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.DELIVERY, line(product, "1", "10")), 1, "1");
        UUID draft = bed.write(tx -> in.invoices.create(
                tx, in.actor, new NewInvoice(customer, kind, null, null, null, List.of(goods(delivery, "1")))));
        Callable<Boolean> issue = () -> bed.write(tx -> {
            in.invoices.issue(tx, in.actor, draft, null, new Official(code, number, TODAY, null));
            return true;
        });
        if (problem == null) {
            assertThat(in.find(draft).officialNumber()).isEmpty();
            assertThat(call(issue)).isTrue();
            assertThat(in.find(draft).officialNumber()).isEqualTo(number);
        } else {
            refused(problem, () -> call(issue));
        }
    }

    private static <T> T call(Callable<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNumberStandsOnOneInvoiceAndATotalThatDiffersIsRefused() {
        UUID customer = bed.customer("null");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.DELIVERY, line(product, "9", "10")), 1, "9");
        UUID one = in.draft(customer, goods(delivery, "3"));
        UUID two = in.draft(customer, goods(delivery, "6"));
        Official official = official();
        refused(
                "invoice-differs",
                () -> bed.write(tx -> {
                    in.invoices.issue(
                            tx,
                            in.actor,
                            one,
                            null,
                            new Official(null, official.number(), TODAY, new BigDecimal("30.07")));
                    return true;
                }));
        bed.write(tx -> {
            in.invoices.issue(
                    tx, in.actor, one, null, new Official(null, official.number(), TODAY, new BigDecimal("30")));
            return true;
        });
        assertThatThrownBy(() -> bed.write(tx -> {
                    in.invoices.issue(tx, in.actor, two, null, official);
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.arguments())
                                .containsExactly(official.number(), in.find(one).number()));
    }

    @Test
    void aPaperInvoiceIsVoidOnlyInItsMonth() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.INVOICE, line(product, "8", "10"));
        UUID delivery = in.deliver(order, 1, "8");
        UUID digital = in.issued(customer, goods(delivery, "3"));
        refused("not-voidable", () -> annul(in, digital, 0));
        UUID paper = bed.write(tx -> in.invoices.create(
                tx,
                in.actor,
                new NewInvoice(customer, InvoiceKind.PAPER_ORDINARY, null, null, null, List.of(goods(delivery, "5")))));
        bed.write(tx -> {
            in.invoices.issue(tx, in.actor, paper, null, new Official("1234567890", "00000001", TODAY, null));
            return true;
        });
        in.figures(customer, "0", "0", "80");
        refused("not-voidable", () -> annul(in, paper, 1));
        annul(in, paper, 0);
        in.figures(customer, "0", "50", "30");
        assertThat(in.find(paper).state()).isEqualTo("VOID");
        in.issued(customer, goods(delivery, "5"));
        in.figures(customer, "0", "0", "80");
    }

    private static void annul(InvoiceTestBed in, UUID id, int days) {
        in.bed.write(tx -> {
            in.invoices.annul(tx, in.actor.on(TODAY.plusDays(days)), id, null, "misprint");
            return true;
        });
    }

    /** Many invoice the same goods at once: together never more than there are. */
    @ParameterizedTest
    @ValueSource(strings = {"DELIVERY", "INVOICE"})
    void atOnceNeverMoreThanThereIs(ReceivableBasis basis) throws Exception {
        UUID customer = bed.customer("null");
        UUID delivery = in.deliver(in.order(customer, basis, line(product, "10", "9.99")), 1, "10");
        List<UUID> drafts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            drafts.add(in.draft(customer, goods(delivery, "3")));
        }
        int issued = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(12)) {
            List<Future<Boolean>> answers = pool.invokeAll(drafts.stream()
                    .<Callable<Boolean>>map(draft -> () -> {
                        try {
                            in.issue(draft);
                            return true;
                        } catch (Problem problem) {
                            assertThat(problem.code()).isEqualTo("more-than-to-invoice");
                            return false;
                        }
                    })
                    .toList());
            for (Future<Boolean> answer : answers) {
                issued += answer.get() ? 1 : 0;
            }
        }
        assertThat(issued).isEqualTo(3);
        assertThat(sum("quantity")).isEqualByComparingTo("9");
        in.issued(customer, goods(delivery, "1"));
        assertThat(sum("total")).isEqualByComparingTo("99.90");
        in.figures(customer, "0", "0", "99.9");
    }

    private BigDecimal sum(String what) {
        return new BigDecimal(bed.application
                .database()
                .value("select coalesce(sum(" + what
                        + "), 0) from invoicing.invoice_line where counts and company_id = " + bed.company));
    }

    /** Whatever was invoiced and taken back in whatever parts: in the end all sums to the cent, and the books agree all the way. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anySequenceSumsToTheCent(long seed) {
        Random random = new Random(seed);
        UUID customer = bed.customer("null");
        ReceivableBasis basis = random.nextBoolean() ? ReceivableBasis.INVOICE : ReceivableBasis.DELIVERY;
        UUID order = in.order(
                customer,
                basis,
                line(product, "31", "3.337"),
                line(product, "7", "0.11"),
                line(product, "3", "1234.57"));
        List<UUID> deliveries = List.of(
                in.deliver(order, 1, "17"),
                in.deliver(order, 1, "14"),
                in.deliver(order, 2, "7"),
                in.deliver(order, 3, "3"));
        List<UUID> blue = new ArrayList<>();
        for (int step = 0; step < 25; step++) {
            UUID delivery = deliveries.get(random.nextInt(deliveries.size()));
            try {
                switch (random.nextInt(5)) {
                    case 0, 1, 2 ->
                        blue.add(in.issued(customer, goods(delivery, Integer.toString(1 + random.nextInt(4)))));
                    case 3 -> {
                        if (!blue.isEmpty()) {
                            in.reddened(
                                    blue.get(random.nextInt(blue.size())),
                                    new Part(1, BigDecimal.valueOf(1 + random.nextInt(3))));
                        }
                    }
                    default -> {
                        if (step % 3 == 0) {
                            in.comesBack(customer, delivery, "1");
                        }
                    }
                }
            } catch (Problem problem) {
                assertThat(problem.status()).as(problem.getMessage()).isIn(400, 409);
            }
            in.sound();
        }
        // What came back after it was invoiced is taken back, and the rest is invoiced.
        for (UUID delivery : deliveries) {
            settle(customer, delivery, blue);
        }
        in.sound();
        assertThat(sum("total")).isEqualByComparingTo(worth());
        assertThat(sum("tax")).isEqualByComparingTo(sum("total").subtract(sum("net")));
        assertThat(bed.figures(customer).shipped()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo(worth());
        DeliveredGoods delivered = bed.application.bean(DeliveredGoods.class);
        Map<UUID, BigDecimal> open = bed.read(tx -> delivered.toInvoice(tx, deliveries));
        assertThat(open).isEmpty();
    }

    private String worth() {
        return bed.application
                .database()
                .value("select sum(total - returned_total) from fulfilment.delivery_line where company_id = "
                        + bed.company);
    }

    private void settle(UUID customer, UUID delivery, List<UUID> blue) {
        BigDecimal left = new BigDecimal(bed.application
                .database()
                .value(
                        "select d.quantity - d.returned_quantity - coalesce((select sum(x.quantity) from invoicing.invoice_line x"
                                + " where x.company_id = d.company_id and x.delivery_id = d.delivery_id and x.counts), 0)"
                                + " from fulfilment.delivery_line d where d.company_id = " + bed.company
                                + " and d.delivery_id = '" + delivery + "'"));
        if (left.signum() > 0) {
            in.issued(customer, goods(delivery, left.toPlainString()));
        }
        BigDecimal over = left.negate();
        for (UUID id : blue) {
            InvoiceLine line = in.find(id).lines().getFirst();
            if (delivery.equals(line.delivery())
                    && over.signum() > 0
                    && line.left().signum() > 0) {
                BigDecimal part = over.min(line.left());
                in.reddened(id, new Part(1, part));
                over = over.subtract(part);
            }
        }
    }
}
