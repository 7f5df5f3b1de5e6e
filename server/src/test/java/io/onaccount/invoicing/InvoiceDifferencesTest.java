package io.onaccount.invoicing;

import static io.onaccount.invoicing.InvoiceTestBed.goods;
import static io.onaccount.invoicing.InvoiceTestBed.official;
import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.invoicing.NewInvoice.Official;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Problem;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invoices that say more or less than the orders' prices: what is owed then, and what a red one gives back (CRD-11). */
class InvoiceDifferencesTest {
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

    private BigDecimal one(String sql) {
        return new BigDecimal(bed.application.database().value(sql));
    }

    private BigDecimal items(String where) {
        return one("select coalesce(sum(amount), 0) from receivables.open_item i where i.company_id = " + bed.company
                + " and " + where);
    }

    private void annul(UUID paper) {
        bed.write(tx -> {
            in.invoices.annul(tx, in.actor, paper, null, "misprint");
            return true;
        });
    }

    /**
     * Sixty at ten are ordered and forty leave; an invoice of so many of them says so much. What is owed then by each basis, after a part of it was taken
     * back, and after all of it was.
     */
    @ParameterizedTest
    @CsvSource({
        // basis, invoiced, says | ordered, shipped, owed | taken back: shipped, owed | all taken back: shipped, owed
        "INVOICE,  40, 400.00, 200,   0, 400.00, 10, 100, 300.00, 400,   0",
        "INVOICE,  40, 410.00, 200,   0, 410.00, 10, 100, 307.50, 400,   0",
        "INVOICE,  40, 390.00, 200,   0, 390.00, 10, 100, 292.50, 400,   0",
        "INVOICE,  40,   0.01, 200,   0,   0.01, 10, 100,   0.01, 400,   0",
        "INVOICE,  40, 999.99, 200,   0, 999.99, 30, 300, 250.00, 400,   0",
        "INVOICE,  25, 260.00, 200, 150, 260.00,  5, 200, 208.00, 400,   0",
        "INVOICE,  25, 249.95, 200, 150, 249.95,  5, 200, 199.96, 400,   0",
        "INVOICE,   3,  31.00, 200, 370,  31.00,  1, 380,  20.67, 400,   0",
        "DELIVERY, 40, 410.00, 200,   0, 410.00, 10,   0, 407.50,   0, 400",
        "DELIVERY, 40, 390.00, 200,   0, 390.00, 10,   0, 392.50,   0, 400",
        "DELIVERY, 25, 260.00, 200,   0, 410.00,  5,   0, 408.00,   0, 400",
        "DELIVERY,  3,  29.95, 200,   0, 399.95,  1,   0, 399.97,   0, 400",
        "ORDER,    40, 410.00,   0,   0, 610.00, 10,   0, 607.50,   0, 600",
        "ORDER,    40, 390.00,   0,   0, 590.00, 10,   0, 592.50,   0, 600",
        "ORDER,    25, 240.00,   0,   0, 590.00,  5,   0, 592.00,   0, 600",
    })
    void whatIsOwedIsWhatTheInvoiceSays(
            ReceivableBasis basis,
            String invoiced,
            String says,
            String ordered,
            String shipped,
            String owed,
            String back,
            String shippedThen,
            String owedThen,
            String shippedAtLast,
            String owedAtLast) {
        UUID customer = bed.customer("1000");
        UUID delivery = in.deliver(in.order(customer, basis, line(product, "60", "10")), 1, "40");
        UUID invoice = in.issuedAt(says, customer, goods(delivery, invoiced));
        in.figures(customer, ordered, shipped, owed);
        assertThat(in.find(invoice).total()).isEqualByComparingTo(says);
        in.reddened(invoice, new Part(1, new BigDecimal(back)));
        in.figures(customer, ordered, shippedThen, owedThen);
        in.reddened(invoice);
        in.figures(customer, ordered, shippedAtLast, owedAtLast);
        assertThat(one("select coalesce(sum(amount), 0) from invoicing.difference where company_id = " + bed.company))
                .isEqualByComparingTo("0");
        in.issued(customer, goods(delivery, invoiced));
        assertThat(one("select sum(total) from invoicing.invoice_line where counts and company_id = " + bed.company))
                .isEqualByComparingTo(new BigDecimal(invoiced).multiply(BigDecimal.TEN));
        in.sound();
    }

    /** A void invoice gives back all of it, whichever way it differed. */
    @ParameterizedTest
    @CsvSource({
        "INVOICE, 410, 0, 410, 400, 0", "INVOICE, 390, 0, 390, 400, 0", "DELIVERY, 410, 0, 410, 0, 400",
        "DELIVERY, 390, 0, 390, 0, 400", "ORDER, 410, 0, 410, 0, 400", "ORDER, 390, 0, 390, 0, 400"
    })
    void aVoidOneGivesBackAll(
            ReceivableBasis basis, String says, String shipped, String owed, String shippedThen, String owedThen) {
        UUID customer = bed.customer("1000");
        UUID delivery = in.deliver(in.order(customer, basis, line(product, "40", "10")), 1, "40");
        UUID paper = bed.write(tx -> in.invoices.create(
                tx,
                in.actor,
                new NewInvoice(
                        customer, InvoiceKind.PAPER_ORDINARY, null, null, null, List.of(goods(delivery, "40")))));
        bed.write(tx -> {
            in.invoices.issue(
                    tx,
                    in.second,
                    paper,
                    null,
                    new Official("1234567890", "10000001", TODAY, new BigDecimal(says), null, "agreed"));
            return true;
        });
        in.figures(customer, "0", shipped, owed);
        annul(paper);
        in.figures(customer, "0", shippedThen, owedThen);
    }

    /** Where something is owed already, less is a credit set off against it at once, and more is an item due with it. */
    @Test
    void aDifferenceIsAnItemOfItsOwnBesideWhatIsOwedAlready() {
        UUID customer = bed.customer("1000");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.DELIVERY, line(product, "40", "10")), 1, "40");
        UUID less = in.issuedAt("190", customer, goods(delivery, "20"));
        assertThat(items("i.kind = 'DIFFERENCE' and i.document_id = '" + less + "'"))
                .isEqualByComparingTo("-10");
        assertThat(items("i.settled <> i.amount and i.kind = 'DIFFERENCE'")).isEqualByComparingTo("0");
        assertThat(one("select amount - settled from receivables.open_item where document_id = '" + delivery + "'"))
                .isEqualByComparingTo("390");
        UUID more = in.issuedAt("206", customer, goods(delivery, "20"));
        assertThat(items("i.settled <> i.amount and i.document_id = '" + more + "'"))
                .isEqualByComparingTo("6");
        assertThat(one("select count(distinct due) from receivables.open_item where amount > 0 and party_id = '"
                        + customer + "'"))
                .isEqualByComparingTo("1");
        InvoiceDifference noted =
                bed.read(tx -> in.invoices.differences(tx, less)).getFirst();
        assertThat(noted.amount()).isEqualByComparingTo("-10");
        assertThat(noted.delivery()).isEqualTo(delivery);
        assertThat(noted.reason()).isEqualTo("agreed by phone");
        assertThat(noted.byRule()).isFalse();
        in.figures(customer, "0", "0", "396");
        in.reddened(less);
        in.figures(customer, "0", "0", "406");
    }

    /** Goods that came back are credited at the order's price; the red invoice for them gives back what it said beside that. */
    @Test
    void aReturnCreditsTheOrdersPriceAndTheRedInvoiceTheRest() {
        UUID customer = bed.customer("1000");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.INVOICE, line(product, "40", "10")), 1, "40");
        UUID blue = in.issuedAt("440", customer, goods(delivery, "40"));
        in.comesBack(customer, delivery, "10");
        in.figures(customer, "0", "0", "340");
        in.reddened(blue, new Part(1, BigDecimal.TEN));
        in.figures(customer, "0", "0", "330");
        in.reddened(blue);
        in.figures(customer, "0", "300", "0");
    }

    /** The invoice of goods that left is issued whatever the limit says. */
    @Test
    void itIsNeverBlocked() {
        UUID customer = bed.customer("400");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.INVOICE, line(product, "40", "10")), 1, "40");
        in.issuedAt("440", customer, goods(delivery, "40"));
        in.figures(customer, "0", "0", "440");
    }

    /** Cents are booked as they are; more takes the right and a reason, and much more a second person. */
    @Test
    void beyondTheToleranceItTakesTheRightAReasonAndASecondPerson() {
        UUID customer = bed.customer("null");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.INVOICE, line(product, "90", "10")), 1, "90");
        UUID cents = in.draft(customer, goods(delivery, "30"));
        issue(in.actor, cents, "300.06", null, null);
        InvoiceDifference noted =
                bed.read(tx -> in.invoices.differences(tx, cents)).getFirst();
        assertThat(noted.byRule()).isTrue();
        UUID draft = in.draft(customer, goods(delivery, "30"));
        refused("invoice-differs", () -> issue(in.actor, draft, "300.07", null, "agreed"));
        refused(
                "invoice-differs",
                () -> issue(in.actor, draft, "300.01", "0", "agreed")); // a cent of the total doesn't cover the tax
        Actor may = bed.with("sales-invoice.deviate");
        refused("invoice-difference-reason", () -> issue(may, draft, "300.07", null, " "));
        refused("invoice-second-person", () -> issue(may, draft, "400.01", null, "agreed"));
        refused("invoice-total-impossible", () -> issue(may, draft, "0", null, "agreed"));
        refused("invoice-total-impossible", () -> issue(may, draft, "300", "300.01", "agreed"));
        issue(may, draft, "400", null, "agreed");
        in.issuedAt("400.01", customer, goods(delivery, "30"));
        in.figures(customer, "0", "0", "1100.07");
    }

    private void issue(Actor who, UUID draft, String total, String tax, String reason) {
        bed.write(tx -> {
            in.invoices.issue(
                    tx,
                    who,
                    draft,
                    null,
                    new Official(
                            null,
                            official().number(),
                            TODAY,
                            new BigDecimal(total),
                            tax == null ? null : new BigDecimal(tax),
                            reason));
            return true;
        });
    }

    /** The tax computed on the total and not by line differs by cents: the invoice's lines sum to what it says. */
    @Test
    void linesSumToTheTaxOnTheInvoice() {
        UUID customer = bed.customer("null");
        UUID order = in.order(
                customer,
                ReceivableBasis.DELIVERY,
                line(product, "1", "0.05"),
                line(product, "1", "0.05"),
                line(product, "1", "0.05"));
        UUID invoice = in.draft(
                customer,
                NewInvoiceLine.ofDelivery(in.deliver(order, 1, "1"), 1, BigDecimal.ONE),
                NewInvoiceLine.ofDelivery(in.deliver(order, 2, "1"), 1, BigDecimal.ONE),
                NewInvoiceLine.ofDelivery(in.deliver(order, 3, "1"), 1, BigDecimal.ONE));
        assertThat(in.find(invoice).tax()).isEqualByComparingTo("0.03");
        issue(in.actor, invoice, "0.15", "0.02", null);
        assertThat(in.find(invoice).tax()).isEqualByComparingTo("0.02");
        assertThat(in.find(invoice).total()).isEqualByComparingTo("0.15");
        assertThat(in.find(invoice).lines().stream().map(InvoiceLine::tax).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("0.02");
        in.figures(customer, "0", "0", "0.15");
    }
}
