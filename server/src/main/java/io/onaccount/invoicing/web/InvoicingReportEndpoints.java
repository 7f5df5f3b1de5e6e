package io.onaccount.invoicing.web;

import io.onaccount.document.TableFile;
import io.onaccount.invoicing.InvoiceReports;
import io.onaccount.invoicing.InvoicingSettings;
import io.onaccount.invoicing.ToInvoice;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What can be invoiced, what was for the tax return, and whether the numbers are complete. */
@RestController
@RequestMapping("/api/v1/invoicing")
class InvoicingReportEndpoints {
    private static final int LONGEST = 36;

    private final ToInvoice toInvoice;
    private final InvoicingSettings settings;
    private final InvoiceReports reports;
    private final AuditTrail trail;
    private final Database database;
    private final Texts texts;

    InvoicingReportEndpoints(
            ToInvoice toInvoice,
            InvoicingSettings settings,
            InvoiceReports reports,
            AuditTrail trail,
            Database database,
            Texts texts) {
        this.toInvoice = toInvoice;
        this.settings = settings;
        this.reports = reports;
        this.trail = trail;
        this.database = database;
        this.texts = texts;
    }

    /** What can be invoiced. */
    record Candidates(List<ToInvoice.Candidate> candidates) {}

    /** What of a customer, of deliveries, of orders or of rows of the list of uninvoiced lines can be invoiced. */
    @GetMapping("/candidates")
    @Needs("uninvoiced-line.view")
    Candidates candidates(
            Actor actor,
            @RequestParam(required = false) @Nullable UUID customer,
            @RequestParam(required = false) @Nullable List<UUID> delivery,
            @RequestParam(required = false) @Nullable List<UUID> order,
            @RequestParam(required = false) @Nullable List<UUID> line) {
        return database.read(
                actor.company(),
                tx -> new Candidates(toInvoice.of(tx, actor, customer, some(delivery), some(order), some(line))));
    }

    private static List<UUID> some(@Nullable List<UUID> ids) {
        return ids == null ? List.of() : ids;
    }

    @GetMapping("/settings")
    @Needs("uninvoiced-line.view")
    InvoicingSettings.Settings settings(Actor actor) {
        return database.read(actor.company(), settings::read);
    }

    @PutMapping("/settings")
    @Needs("sales-invoice.settings")
    InvoicingSettings.Settings setSettings(Actor actor, @RequestBody InvoicingSettings.Settings body) {
        return database.write(actor.company(), tx -> {
            settings.change(tx, actor, body);
            return body;
        });
    }

    /** Whether an order may be invoiced before it left. */
    @GetMapping("/orders/{id}/settings")
    @Needs("sales-order.view")
    InvoicingSettings.OfOrder ofOrder(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> settings.ofOrder(tx, actor, id));
    }

    @PutMapping("/orders/{id}/settings")
    @Needs("sales-invoice.settings")
    InvoicingSettings.OfOrder setOfOrder(
            Actor actor, @PathVariable UUID id, @RequestBody InvoicingSettings.OfOrder body) {
        return database.write(actor.company(), tx -> {
            settings.change(tx, actor, id, body);
            return body;
        });
    }

    /** The tax summary of a time. */
    record TaxSummary(LocalDate from, LocalDate to, String currency, List<InvoiceReports.TaxRow> rows) {}

    @GetMapping("/tax-summary")
    @Needs("sales-invoice.view")
    TaxSummary taxSummary(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        LocalDate last = last(actor, to);
        LocalDate first = first(from, last);
        return database.report(
                actor.company(),
                tx -> new TaxSummary(first, last, actor.currency(), reports.taxSummary(tx, actor, first, last)));
    }

    private static LocalDate last(Actor actor, @Nullable LocalDate to) {
        return to == null ? actor.today() : to;
    }

    private static LocalDate first(@Nullable LocalDate from, LocalDate last) {
        LocalDate first = from == null ? last.minusMonths(11).withDayOfMonth(1) : from;
        if (first.isAfter(last) || first.isBefore(last.minusMonths(LONGEST))) {
            throw Problem.invalid("from", "invoice-period", LONGEST);
        }
        return first;
    }

    /** The tax summary as a file. */
    @GetMapping("/tax-summary/file")
    @Needs("sales-invoice.export")
    void taxFile(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "xlsx") String format,
            HttpServletResponse response)
            throws IOException {
        TableFile.check(format);
        TaxSummary summary = taxSummary(actor, from, to);
        database.write(actor.company(), tx -> {
            trail.record(
                    tx,
                    actor,
                    new AuditTrail.Fact(
                            "export",
                            "sales-invoice",
                            null,
                            null,
                            Map.of("from", summary.from(), "to", summary.to(), "format", format)));
            return null;
        });
        Locale language = actor.locale();
        List<TableFile.Column> columns = List.of(
                column(language, "month", false),
                column(language, "kind", false),
                column(language, "rate", false),
                column(language, "red", false),
                column(language, "invoices", false),
                column(language, "net", true),
                column(language, "tax", true),
                column(language, "total", true));
        TableFile file = TableFile.answer(
                response, actor, format, "tax-summary", texts.text(language, "invoicing.tax-summary"), columns);
        for (InvoiceReports.TaxRow row : summary.rows()) {
            file.row(Arrays.asList(
                    row.month().toString().substring(0, 7),
                    texts.text(language, "choice.sales-invoice.invoiceKind." + row.kind()),
                    row.rate(),
                    texts.text(language, row.red() ? "list.yes" : "list.no"),
                    BigDecimal.valueOf(row.invoices()),
                    row.net(),
                    row.tax(),
                    row.total()));
        }
        file.end();
    }

    private TableFile.Column column(Locale language, String name, boolean money) {
        return new TableFile.Column(texts.text(language, "invoicing.tax-summary." + name), false, money);
    }

    /** Missing numbers of paper forms, and numbers used twice. */
    @GetMapping("/numbers")
    @Needs("sales-invoice.view")
    InvoiceReports.Numbers numbers(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        LocalDate last = last(actor, to);
        LocalDate first = first(from, last);
        return database.report(actor.company(), tx -> reports.numbers(tx, first, last));
    }
}
