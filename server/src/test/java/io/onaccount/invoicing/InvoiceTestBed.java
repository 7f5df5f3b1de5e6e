package io.onaccount.invoicing;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.FreeCredit;
import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.fulfilment.NewReturn;
import io.onaccount.fulfilment.Returns;
import io.onaccount.invoicing.NewInvoice.Official;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.receivables.Ledger;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A trading company whose goods are invoiced, for tests at the doors. */
final class InvoiceTestBed {
    private static final AtomicLong NUMBERS = new AtomicLong(1);

    final TradeTestBed bed = new TradeTestBed();
    final Invoices invoices = bed.application.bean(Invoices.class);
    final InvoiceApplications applications = bed.application.bean(InvoiceApplications.class);
    final Deliveries deliveries = bed.application.bean(Deliveries.class);
    final Returns returns = bed.application.bean(Returns.class);
    final Actor actor = bed.with("sales-order.confirm", "delivery.create", "sales-invoice.ahead");
    final InvoicingSettings settings = bed.application.bean(InvoicingSettings.class);
    /** Who may let invoices differ, and drafted none. */
    final Actor second = bed.somebodyElse("sales-invoice.ahead", "sales-invoice.deviate");

    UUID order(UUID customer, ReceivableBasis basis, NewSalesOrder.Line... lines) {
        return bed.place(NewSalesOrder.of(customer, TODAY, List.of(lines)).owedAt(basis), true)
                .order()
                .id();
    }

    UUID deliver(UUID order, int position, String quantity) {
        NewDelivery.Line goods = new NewDelivery.Line(order, position, new BigDecimal(quantity), null);
        return bed.write(tx -> deliveries.postNew(tx, actor, List.of(NewDelivery.of(TODAY, List.of(goods)))))
                .getFirst()
                .id();
    }

    void comesBack(UUID customer, UUID delivery, String quantity) {
        bed.write(tx -> returns.postNew(
                tx,
                actor,
                List.of(NewReturn.of(
                        customer,
                        TODAY,
                        List.of(NewReturn.Line.of(delivery, 1, new BigDecimal(quantity), bed.warehouse))))));
    }

    void mayBeInvoicedBeforeDelivery() {
        bed.write(tx -> {
            settings.change(
                    tx,
                    actor,
                    new InvoicingSettings.Settings(null, true, new BigDecimal("0.06"), new BigDecimal("100")));
            return true;
        });
    }

    static NewInvoiceLine goods(UUID delivery, String quantity) {
        return NewInvoiceLine.ofDelivery(delivery, 1, new BigDecimal(quantity));
    }

    UUID draft(UUID customer, NewInvoiceLine... lines) {
        return bed.write(tx -> invoices.create(
                tx,
                actor,
                new NewInvoice(customer, InvoiceKind.DIGITAL_ORDINARY, null, null, null, Arrays.asList(lines))));
    }

    static Official official() {
        return new Official(null, "%020d".formatted(NUMBERS.getAndIncrement()), TODAY, null);
    }

    void issue(UUID invoice) {
        bed.write(tx -> {
            invoices.issue(tx, actor, invoice, null, official());
            return true;
        });
    }

    /** Issues what says more or less than the orders' prices. */
    void issue(UUID invoice, String total) {
        bed.write(tx -> {
            invoices.issue(
                    tx,
                    second,
                    invoice,
                    null,
                    new Official(null, official().number(), TODAY, new BigDecimal(total), null, "agreed by phone"));
            return true;
        });
    }

    UUID issuedAt(String total, UUID customer, NewInvoiceLine... lines) {
        UUID invoice = draft(customer, lines);
        issue(invoice, total);
        return invoice;
    }

    UUID issued(UUID customer, NewInvoiceLine... lines) {
        UUID invoice = draft(customer, lines);
        issue(invoice);
        return invoice;
    }

    UUID reddened(UUID blue, Part... parts) {
        UUID red = bed.write(tx -> invoices.red(tx, actor, blue, null, "wrong", Arrays.asList(parts)));
        issue(red);
        return red;
    }

    Invoice find(UUID id) {
        return bed.read(tx -> invoices.find(tx, actor, id));
    }

    void figures(UUID customer, String ordered, String shipped, String receivable) {
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.ordered()).as("ordered").isEqualByComparingTo(ordered);
        assertThat(figures.shipped()).as("shipped").isEqualByComparingTo(shipped);
        assertThat(figures.receivable()).as("receivable").isEqualByComparingTo(receivable);
        sound();
    }

    /** Credit and ledger are what the documents say. */
    void sound() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
    }
}
