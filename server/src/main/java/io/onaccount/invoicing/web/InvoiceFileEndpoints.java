package io.onaccount.invoicing.web;

import io.onaccount.document.printing.Printing;
import io.onaccount.document.printing.Printing.Print;
import io.onaccount.invoicing.IncomingInvoices;
import io.onaccount.invoicing.IncomingInvoices.Fit;
import io.onaccount.invoicing.IncomingInvoices.Incoming;
import io.onaccount.invoicing.IncomingInvoices.Obstacle;
import io.onaccount.invoicing.InvoiceDocuments;
import io.onaccount.invoicing.InvoiceKind;
import io.onaccount.invoicing.efapiao.EInvoice;
import io.onaccount.invoicing.efapiao.InvoiceFiles;
import io.onaccount.invoicing.efapiao.InvoiceWriting;
import io.onaccount.invoicing.efapiao.ReadInvoice.Warning;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Invoices as files: brought in, fitted and filed; and given out for customers abroad. */
@RestController
@RequestMapping("/api/v1")
class InvoiceFileEndpoints {
    private final IncomingInvoices incoming;
    private final InvoiceDocuments documents;
    private final Printing printing;
    private final AuditTrail trail;
    private final Database database;
    private final Texts texts;
    private final Clock clock;

    InvoiceFileEndpoints(
            IncomingInvoices incoming,
            InvoiceDocuments documents,
            Printing printing,
            AuditTrail trail,
            Database database,
            Texts texts,
            Clock clock) {
        this.incoming = incoming;
        this.documents = documents;
        this.printing = printing;
        this.trail = trail;
        this.database = database;
        this.texts = texts;
        this.clock = clock;
    }

    /** @param code stable; {@code text} says it in the user's language */
    record InvoiceFileRemark(String code, String text) {}

    /**
     * What a file may belong to.
     *
     * @param issued whether the invoice is registered and only lacks the file
     * @param part whether the file is of a part of the application
     */
    record InvoiceFileFit(
            UUID id,
            String kind,
            String number,
            String customer,
            InvoiceKind invoiceKind,
            BigDecimal total,
            boolean issued,
            boolean part,
            List<InvoiceFileRemark> problems) {}

    record InvoiceFileLine(
            String name,
            String spec,
            String unit,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal net,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal tax,
            boolean discount) {}

    /**
     * A file that waits to be filed.
     *
     * @param suggestion what it belongs to, when that is certain
     */
    record InvoiceFileView(
            UUID id,
            String name,
            Instant uploadedAt,
            EInvoice.Syntax syntax,
            EInvoice.Carrier carrier,
            EInvoice.Kind invoiceKind,
            boolean credit,
            String number,
            String code,
            @Nullable LocalDate issued,
            @Nullable LocalDate due,
            String currency,
            String seller,
            String buyer,
            String buyerTaxNumber,
            @Nullable BigDecimal net,
            @Nullable BigDecimal tax,
            @Nullable BigDecimal gross,
            String terms,
            List<InvoiceFileLine> lines,
            List<InvoiceFileRemark> warnings,
            List<InvoiceFileRemark> problems,
            List<InvoiceFileFit> fits,
            @Nullable UUID suggestion) {}

    @PostMapping(path = "/invoice-files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Needs("sales-invoice.issue")
    @ResponseStatus(HttpStatus.CREATED)
    InvoiceFileView upload(Actor actor, @RequestParam("file") MultipartFile file) throws IOException {
        if (file.getSize() > InvoiceFiles.MOST_BYTES) {
            throw Problem.invalid("file", "invoice-file-large", InvoiceFiles.MOST_BYTES / 1024 / 1024);
        }
        byte[] content = file.getBytes();
        String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        return database.write(
                actor.company(), tx -> view(actor, incoming.find(tx, actor, incoming.keep(tx, actor, name, content))));
    }

    /** The actor's own files that wait. */
    @GetMapping("/invoice-files")
    @Needs("sales-invoice.issue")
    List<InvoiceFileView> files(Actor actor) {
        return database.read(
                actor.company(),
                tx -> incoming.all(tx, actor).stream()
                        .map(file -> view(actor, file))
                        .toList());
    }

    @DeleteMapping("/invoice-files/{id}")
    @Needs("sales-invoice.issue")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(Actor actor, @PathVariable UUID id) {
        database.write(actor.company(), tx -> {
            incoming.discard(tx, actor, id);
            return id;
        });
    }

    /** @param target an application or invoice that the file fits */
    record InvoiceFiling(UUID target) {}

    /** @param invoice the one the file now hangs on */
    record InvoiceFiled(UUID invoice) {}

    /** Issues what the file belongs to with its number, code and day, and hangs the file on it. */
    @PostMapping("/invoice-files/{id}/filing")
    @Needs("sales-invoice.issue")
    InvoiceFiled file(Actor actor, Once once, @PathVariable UUID id, @RequestBody InvoiceFiling body) {
        return once.run(
                actor.company(),
                InvoiceFiled.class,
                tx -> new InvoiceFiled(incoming.file(tx, actor, id, body.target())));
    }

    private InvoiceFileView view(Actor actor, Incoming file) {
        EInvoice invoice = file.invoice();
        Fit suggestion = file.suggestion();
        return new InvoiceFileView(
                file.id(),
                file.name(),
                file.uploadedAt(),
                invoice.syntax(),
                invoice.carrier(),
                invoice.kind(),
                invoice.credit(),
                invoice.number(),
                invoice.code(),
                invoice.issued(),
                invoice.due(),
                invoice.currency(),
                invoice.seller().name(),
                invoice.buyer().name(),
                invoice.buyer().taxId(),
                invoice.totals().net(),
                invoice.totals().tax(),
                invoice.totals().gross(),
                invoice.terms(),
                invoice.lines().stream()
                        .limit(200)
                        .map(line -> new InvoiceFileLine(
                                line.name(),
                                line.spec(),
                                line.unit(),
                                line.quantity(),
                                line.price(),
                                line.net(),
                                line.rate(),
                                line.tax(),
                                line.discount()))
                        .toList(),
                file.warnings().stream().map(one -> remark(actor, one)).toList(),
                problems(actor, file.problems()),
                file.fits().stream()
                        .map(fit -> new InvoiceFileFit(
                                fit.id(),
                                fit.kind(),
                                fit.number(),
                                fit.customer(),
                                fit.invoiceKind(),
                                fit.total(),
                                fit.issued(),
                                fit.part(),
                                problems(actor, fit.problems())))
                        .toList(),
                suggestion == null ? null : suggestion.id());
    }

    private List<InvoiceFileRemark> problems(Actor actor, List<Obstacle> problems) {
        return problems.stream()
                .map(one -> new InvoiceFileRemark(
                        one.code(),
                        texts.text(
                                actor.locale(),
                                "problem.invoice-file-" + one.code(),
                                one.arguments().toArray())))
                .toList();
    }

    /** Arguments that name a field are said in words. */
    private InvoiceFileRemark remark(Actor actor, Warning warning) {
        Object[] arguments = warning.arguments().stream()
                .map(argument -> (Object) texts.find(actor.locale(), "invoice-file.field." + argument)
                        .orElse(argument))
                .toArray();
        return new InvoiceFileRemark(
                warning.code(), texts.text(actor.locale(), "invoice-file.warning." + warning.code(), arguments));
    }

    // -- given out ------------------------------------------------------------------------------------------------

    /** The invoice in UBL 2.1. */
    @GetMapping("/sales-invoices/{id}/ubl")
    @Needs("sales-invoice.view")
    ResponseEntity<byte[]> ubl(Actor actor, @PathVariable UUID id) {
        EInvoice invoice = given(actor, id, "ubl");
        return file(InvoiceWriting.ubl(invoice), invoice.number() + "-ubl.xml", "application/xml");
    }

    /** The invoice in UN/CEFACT CII. */
    @GetMapping("/sales-invoices/{id}/cii")
    @Needs("sales-invoice.view")
    ResponseEntity<byte[]> cii(Actor actor, @PathVariable UUID id) {
        EInvoice invoice = given(actor, id, "cii");
        return file(InvoiceWriting.cii(invoice), invoice.number() + "-cii.xml", "application/xml");
    }

    /** The invoice as a PDF with its data inside. */
    @GetMapping("/sales-invoices/{id}/factur-x")
    @Needs("sales-invoice.view")
    ResponseEntity<byte[]> facturX(Actor actor, @PathVariable UUID id) {
        EInvoice invoice = given(actor, id, "factur-x");
        Print print = database.read(actor.company(), tx -> printing.gather(tx, actor, id, actor.locale()));
        return file(
                InvoiceWriting.facturX(printing.pdf(print), invoice, clock.instant()),
                invoice.number() + "-factur-x.pdf",
                "application/pdf");
    }

    /** Leaves a line in the invoice's history, as printing does. */
    private EInvoice given(Actor actor, UUID id, String format) {
        return database.write(actor.company(), tx -> {
            EInvoice invoice = documents.of(tx, actor, id);
            trail.record(
                    tx,
                    actor,
                    new AuditTrail.Fact("print", "sales-invoice", id, invoice.number(), Map.of("format", format)));
            return invoice;
        });
    }

    private static ResponseEntity<byte[]> file(byte[] content, String name, String type) {
        return ResponseEntity.ok()
                .header("Content-Type", type)
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "private, no-store")
                .body(content);
    }
}
