package io.onaccount.invoicing.web;

import io.onaccount.document.MoveOption;
import io.onaccount.document.RecordViews;
import io.onaccount.invoicing.InvoiceApplication;
import io.onaccount.invoicing.InvoiceApplications;
import io.onaccount.invoicing.InvoiceFiles;
import io.onaccount.invoicing.NewApplication;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Applications to invoice, and the file of them for the tax platform. */
@RestController
@RequestMapping("/api/v1/invoice-applications")
class ApplicationEndpoints {
    private final InvoiceApplications applications;
    private final InvoiceFiles files;
    private final AuditTrail trail;
    private final Database database;
    private final RecordViews<ApplicationView> views;

    ApplicationEndpoints(
            InvoiceApplications applications, InvoiceFiles files, AuditTrail trail, Database database, Texts texts) {
        this.applications = applications;
        this.files = files;
        this.trail = trail;
        this.database = database;
        this.views = new RecordViews<>(
                database, ApplicationView.class, view -> view.application().version(), (tx, actor, id) -> {
                    InvoiceApplication found = applications.find(tx, actor, id);
                    return new ApplicationView(id, found, applications.moves(texts, actor, found));
                });
    }

    /** An application as its page shows it. */
    record ApplicationView(UUID id, InvoiceApplication application, List<MoveOption> moves) {}

    @PostMapping
    @Needs("invoice-application.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ApplicationView> create(Actor actor, Once once, @RequestBody NewApplication body) {
        return views.created(actor, once, tx -> applications.draft(tx, actor, body));
    }

    @GetMapping("/{id}")
    @Needs("invoice-application.view")
    ResponseEntity<ApplicationView> find(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    @PutMapping("/{id}")
    @Needs("invoice-application.edit")
    ResponseEntity<ApplicationView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NewApplication body) {
        return views.done(actor, once, id, tx -> applications.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/{id}")
    @Needs("invoice-application.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        views.deleted(actor, tx -> applications.delete(tx, actor, id, seen.version()));
    }

    @PostMapping("/{id}/submission")
    @Needs("invoice-application.submit")
    ResponseEntity<ApplicationView> submit(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> applications.submit(tx, actor, id, seen.version()));
    }

    /** Finance gives it back. */
    @PostMapping("/{id}/return")
    @Needs("invoice-application.return")
    ResponseEntity<ApplicationView> giveBack(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Reason body) {
        return views.done(actor, once, id, tx -> applications.giveBack(tx, actor, id, seen.version(), body.reason()));
    }

    @PostMapping("/{id}/cancellation")
    @Needs("invoice-application.cancel")
    ResponseEntity<ApplicationView> cancel(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> applications.cancel(tx, actor, id, seen.version()));
    }

    /** @param again also those that are in a file already */
    record Exporting(List<UUID> applications, @Nullable Boolean again) {}

    /** Puts waiting applications into a file for the tax platform, each once unless asked again. */
    @PostMapping("/exporting")
    @Needs("invoice-application.issue")
    InvoiceApplications.Exported export(Actor actor, Once once, @RequestBody Exporting body) {
        return once.run(actor.company(), InvoiceApplications.Exported.class, tx -> {
            InvoiceApplications.Exported exported =
                    applications.export(tx, actor, body.applications(), Boolean.TRUE.equals(body.again()));
            trail.record(
                    tx,
                    actor,
                    new AuditTrail.Fact(
                            "export",
                            "invoice-application",
                            null,
                            null,
                            Map.of("export", exported.export(), "applications", exported.applications())));
            return exported;
        });
    }

    /** The file of an export: the electronic tax bureau's template for many digital invoices at once. */
    @GetMapping("/exports/{export}")
    @Needs("invoice-application.issue")
    void file(Actor actor, @PathVariable UUID export, HttpServletResponse response) throws IOException {
        List<InvoiceApplication> found = database.read(actor.company(), tx -> applications.exported(tx, actor, export));
        response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"invoices-" + actor.today().format(DateTimeFormatter.BASIC_ISO_DATE)
                        + ".xlsx\"");
        response.setHeader("Cache-Control", "no-store");
        files.batch(response.getOutputStream(), found);
    }
}
