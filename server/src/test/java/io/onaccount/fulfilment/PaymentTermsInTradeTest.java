package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.organization.Actor;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Shift;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.party.PaymentTerms.InstalmentEntry;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.Ageing;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.OpenItems;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Payment terms at work (RCV-02): what a delivery makes the customer owe, when, and what moves it; all books agree after each step. */
class PaymentTermsInTradeTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final PaymentTerms terms = bed.application.bean(PaymentTerms.class);
    private final UUID product = bed.product("10", null, "1000000");
    private final Actor cashier = bed.somebodyElse();

    private UUID term(Start from, int days, Shift shift, boolean standard, InstalmentEntry... instalments) {
        PaymentTerms.Entry entry = new PaymentTerms.Entry(
                "T" + days + from + standard,
                "T",
                null,
                from,
                Rule.NET_DAYS,
                0,
                days,
                0,
                0,
                shift,
                List.of(instalments),
                standard,
                true);
        return bed.write(tx -> terms.create(tx, bed.actor, entry)).id();
    }

    private static InstalmentEntry part(String share, Start from, int days) {
        return new InstalmentEntry(new BigDecimal(share), null, from, Rule.NET_DAYS, 0, days, 0, 0);
    }

    private UUID order(UUID customer, UUID term, LocalDate date, String quantity) {
        NewSalesOrder order = new NewSalesOrder(
                customer,
                null,
                date,
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
                List.of(line(product, quantity, "10")),
                null);
        return bed.place(order, true).order().id();
    }

    private UUID deliver(UUID order, LocalDate on, String quantity) {
        NewDelivery.Line goods = new NewDelivery.Line(order, 1, new BigDecimal(quantity), null);
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(on, List.of(goods)))))
                .getFirst()
                .id();
    }

    /** The items of a document: {@code 1/3 due open}. */
    private List<String> items(UUID document) {
        proven();
        return bed.read(tx -> tx.list(
                "select i.instalment || '/' || i.instalments || ' ' || i.due || ' ' || (i.amount - i.settled)::numeric(19,2) as line"
                        + " from receivables.open_item i where i.company_id = ? and i.document_id = ? order by i.instalment",
                row -> row.text("line"),
                tx.company(),
                document));
    }

    private void proven() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
    }

    @Test
    void aDeliveryFallsIntoInstalmentsAndExposureStaysWhatItWas() {
        UUID customer = bed.customer("2000");
        UUID term = term(
                Start.DELIVERY, 365, Shift.NONE, false, part("0.3", Start.ORDER, 0), part("0.6", Start.DELIVERY, 30));
        UUID order = order(customer, term, TODAY.minusDays(10), "100");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("1000");
        UUID delivery = deliver(order, TODAY, "100");
        assertThat(items(delivery))
                .containsExactly("1/3 2026-03-21 300.00", "2/3 2026-04-30 600.00", "3/3 2027-03-31 100.00");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("1000");
    }

    /** Each delivery falls into its own instalments; what was paid on account of the order goes to those due first. */
    @Test
    void aDepositPaysTheInstalmentDueWithTheOrder() {
        UUID customer = bed.customer("2000");
        UUID term = term(
                Start.DELIVERY, 365, Shift.NONE, false, part("0.3", Start.ORDER, 0), part("0.6", Start.DELIVERY, 30));
        UUID order = order(customer, term, TODAY.minusDays(10), "100");
        UUID bank = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
        Receipts receipts = bed.application.bean(Receipts.class);
        UUID receipt = bed.write(tx -> receipts.create(
                tx,
                bed.actor,
                new NewReceipt(
                        customer,
                        TODAY.minusDays(9),
                        new BigDecimal("300"),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of(new NewReceipt.Purpose(null, order, null)))));
        bed.write(tx -> {
            receipts.confirm(tx, cashier, receipt, null, false);
            return true;
        });
        assertThat(items(deliver(order, TODAY, "50")))
                .containsExactly("1/3 2026-03-21 0.00", "2/3 2026-04-30 150.00", "3/3 2027-03-31 50.00");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("700");
    }

    @Test
    void whatCountsFromTheSignatureMovesWithIt() {
        UUID customer = bed.customer("null");
        UUID term = term(Start.PROOF, 30, Shift.NONE, false, part("0.5", Start.DELIVERY, 10));
        UUID order = order(customer, term, TODAY.minusDays(10), "10");
        UUID delivery = deliver(order, TODAY.minusDays(8), "10");
        assertThat(items(delivery)).containsExactly("1/2 2026-04-02 50.00", "2/2 2026-04-22 50.00");
        assertThatThrownBy(() -> sign(delivery, TODAY.plusDays(1))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> sign(delivery, TODAY.minusDays(9))).isInstanceOf(Problem.class);
        sign(delivery, TODAY.minusDays(3));
        assertThat(items(delivery)).containsExactly("1/2 2026-04-02 50.00", "2/2 2026-04-27 50.00");
        sign(delivery, TODAY.minusDays(8)); // the day was wrong
        assertThat(items(delivery)).containsExactly("1/2 2026-04-02 50.00", "2/2 2026-04-22 50.00");
        assertThat(bed.read(tx -> deliveries.find(tx, bed.actor, delivery)).signedOn())
                .isEqualTo(TODAY.minusDays(8));
        Ageing.Line line = bed.read(tx -> bed.application
                .bean(Ageing.class)
                .customer(tx, bed.actor, customer, LocalDate.of(2026, 4, 23), Ageing.Basis.DUE));
        assertThat(line.overdue()).isEqualByComparingTo("100");
    }

    private void sign(UUID delivery, LocalDate on) {
        bed.write(tx -> deliveries.signed(tx, bed.actor, delivery, null, on, "Mr Wang"));
    }

    @Test
    void whatCountsFromTheInvoiceMovesWithIt() {
        UUID customer = bed.customer("null");
        UUID delivery = deliver(order(customer, term(Start.INVOICE, 30, Shift.NONE, false), TODAY, "10"), TODAY, "10");
        assertThat(items(delivery)).containsExactly("1/1 2026-04-30 100.00");
        bed.write(tx -> {
            bed.application
                    .bean(OpenItems.class)
                    .counted(tx, bed.actor, List.of(delivery), Start.INVOICE, LocalDate.of(2026, 3, 25), "invoiced");
            return true;
        });
        assertThat(items(delivery)).containsExactly("1/1 2026-04-24 100.00");
        LocalDate oldest = bed.read(tx -> tx.one(
                "select a.oldest_due from credit.account a where a.company_id = ? and a.party_id = ?",
                row -> row.date("oldest_due"),
                tx.company(),
                customer));
        assertThat(oldest)
                .as("the account knows that something falls due sooner")
                .isBeforeOrEqualTo(LocalDate.of(2026, 4, 24));
    }

    /** 2026-05-01 … 05 are holidays, the 9th is worked although a Saturday. */
    @Test
    void dueDatesGoOffDaysNotWorked() {
        UUID customer = bed.customer("null");
        CalendarDays calendar = bed.application.bean(CalendarDays.class);
        int added = bed.write(tx -> calendar.addOfficial(tx, bed.actor));
        assertThat(added).isGreaterThan(80);
        int again = bed.write(tx -> calendar.addOfficial(tx, bed.actor));
        assertThat(again).isZero();
        UUID next = term(Start.DELIVERY, 31, Shift.NEXT, false);
        assertThat(items(deliver(order(customer, next, TODAY, "1"), TODAY, "1")))
                .containsExactly("1/1 2026-05-06 10.00");
        UUID previous = term(Start.DELIVERY, 32, Shift.PREVIOUS, false);
        assertThat(items(deliver(order(customer, previous, TODAY, "1"), TODAY, "1")))
                .containsExactly("1/1 2026-04-30 10.00");
        UUID worked = term(Start.DELIVERY, 39, Shift.NEXT, false);
        assertThat(items(deliver(order(customer, worked, TODAY, "1"), TODAY, "1")))
                .containsExactly("1/1 2026-05-09 10.00");
    }

    /** The order's own term (PT-MF-04), or else the customer's, or else the company's (PT-MF-05); it stays with the order. */
    @Test
    void whichTermHolds() {
        UUID customer = bed.customer("null");
        UUID own = term(Start.DELIVERY, 10, Shift.NONE, false);
        UUID standard = term(Start.DELIVERY, 45, Shift.NONE, true);
        UUID agreed = order(customer, own, TODAY, "1");
        assertThat(found(agreed).paymentTerm()).isEqualTo(own);
        assertThat(items(deliver(agreed, TODAY, "1"))).containsExactly("1/1 2026-04-10 10.00");
        assertThat(found(order(customer, null, TODAY, "1")).paymentTerm()).isEqualTo(bed.net30);
        bed.sql("update party.party set payment_term_id = null where id = '" + customer + "'");
        UUID order = order(customer, null, TODAY, "1");
        assertThat(found(order).paymentTerm()).isEqualTo(standard);
        UUID later = term(Start.DELIVERY, 60, Shift.NONE, true);
        assertThat(bed.read(tx -> terms.require(tx, standard)).standard()).isFalse();
        assertThat(found(order(customer, null, TODAY, "1")).paymentTerm()).isEqualTo(later);
        assertThat(items(deliver(order, TODAY, "1"))).containsExactly("1/1 2026-05-15 10.00");
    }

    private SalesOrder found(UUID order) {
        return bed.find(order);
    }
}
