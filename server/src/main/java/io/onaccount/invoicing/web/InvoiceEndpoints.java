package io.onaccount.invoicing.web;

import io.onaccount.document.MoveOption;
import io.onaccount.document.RecordViews;
import io.onaccount.invoicing.Invoice;
import io.onaccount.invoicing.InvoiceDifference;
import io.onaccount.invoicing.Invoices;
import io.onaccount.invoicing.NewInvoice;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sales invoices: drafted, issued, taken back, made void, handed over. */
@RestController
@RequestMapping("/api/v1")
class InvoiceEndpoints {
    private final Invoices invoices;
    private final RecordViews<InvoiceView> views;

    InvoiceEndpoints(Invoices invoices, Database database, Texts texts) {
        this.invoices = invoices;
        this.views = new RecordViews<>(
                database, InvoiceView.class, view -> view.invoice().version(), (tx, actor, id) -> {
                    Invoice found = invoices.find(tx, actor, id);
                    return new InvoiceView(
                            id, found, invoices.moves(texts, actor, found), invoices.differences(tx, id));
                });
    }

    /** An invoice as its page shows it. */
    record InvoiceView(UUID id, Invoice invoice, List<MoveOption> moves, List<InvoiceDifference> differences) {}

    @PostMapping("/sales-invoices")
    @Needs("sales-invoice.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<InvoiceView> create(Actor actor, Once once, @RequestBody NewInvoice body) {
        return views.created(actor, once, tx -> invoices.create(tx, actor, body));
    }

    /** @param parts of its lines; all that is not issued yet when left out */
    record Parts(@Nullable List<NewInvoice.Part> parts) {
        List<NewInvoice.Part> some() {
            return parts == null ? List.of() : parts;
        }
    }

    /** A draft of what an application asks for. */
    @PostMapping("/invoice-applications/{id}/invoices")
    @Needs("sales-invoice.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<InvoiceView> ofApplication(Actor actor, Once once, @PathVariable UUID id, @RequestBody Parts body) {
        return views.created(actor, once, tx -> invoices.ofApplication(tx, actor, id, body.some()));
    }

    @GetMapping("/sales-invoices/{id}")
    @Needs("sales-invoice.view")
    ResponseEntity<InvoiceView> find(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    @DeleteMapping("/sales-invoices/{id}")
    @Needs("sales-invoice.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        views.deleted(actor, tx -> invoices.delete(tx, actor, id, seen.version()));
    }

    /** It exists, with the number the tax authority gave it. */
    @PostMapping("/sales-invoices/{id}/issue")
    @Needs("sales-invoice.issue")
    ResponseEntity<InvoiceView> issue(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NewInvoice.Official body) {
        return views.done(actor, once, id, tx -> invoices.issue(tx, actor, id, seen.version(), body));
    }

    /** @param parts of its lines; all that is left when left out */
    record Reddening(
            @MaxLength(500) String reason, @Nullable List<NewInvoice.Part> parts) {}

    /** A draft of a red invoice, which takes this one back, wholly or in part. */
    @PostMapping("/sales-invoices/{id}/red-invoices")
    @Needs("sales-invoice.redden")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<InvoiceView> red(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Reddening body) {
        return views.created(
                actor,
                once,
                tx -> invoices.red(
                        tx, actor, id, seen.version(), body.reason(), body.parts() == null ? List.of() : body.parts()));
    }

    /** A paper invoice is void, within its month. */
    @PostMapping("/sales-invoices/{id}/annulment")
    @Needs("sales-invoice.annul")
    ResponseEntity<InvoiceView> annul(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Reason body) {
        return views.done(actor, once, id, tx -> invoices.annul(tx, actor, id, seen.version(), body.reason()));
    }

    /** How it reached the customer. */
    @PostMapping("/sales-invoices/{id}/hand-over")
    @Needs("sales-invoice.hand-over")
    ResponseEntity<InvoiceView> handOver(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Invoices.HandOver body) {
        return views.done(actor, once, id, tx -> invoices.handOver(tx, actor, id, seen.version(), body));
    }
}
