package io.onaccount.invoicing;

import io.onaccount.document.Attachments;
import io.onaccount.invoicing.IncomingFit.Candidate;
import io.onaccount.invoicing.NewInvoice.Official;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.invoicing.efapiao.EInvoice;
import io.onaccount.invoicing.efapiao.InvoiceFiles;
import io.onaccount.invoicing.efapiao.ReadInvoice;
import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import io.onaccount.invoicing.efapiao.ReadInvoice.Refused;
import io.onaccount.invoicing.efapiao.ReadInvoice.Warning;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of invoices that the tax platform issued (INV-01): read, fitted to the applications and drafts that wait for them, and on confirmation the
 * invoice is issued with the number, code and day in the file, and the file hangs on it. Everyone has the files they brought themselves.
 */
@Component
public final class IncomingInvoices {
    /** How many files one person may have waiting. */
    static final int MOST = 200;

    private static final int LONGEST_NAME = 150;
    private static final String TEXT = "invoice-file-";

    private final Invoices invoices;
    private final Attachments attachments;
    private final Companies companies;
    private final JsonMapper json;

    IncomingInvoices(Invoices invoices, Attachments attachments, Companies companies, JsonMapper json) {
        this.invoices = invoices;
        this.attachments = attachments;
        this.companies = companies;
        this.json = json;
    }

    /**
     * A file that waits.
     *
     * @param problems what keeps it from being filed at all
     * @param fits what it may belong to, the best first
     */
    public record Incoming(
            UUID id,
            String name,
            Instant uploadedAt,
            EInvoice invoice,
            List<Warning> warnings,
            List<Obstacle> problems,
            List<Fit> fits) {

        /** What it belongs to, when that is certain: the only one without a problem. */
        public @Nullable Fit suggestion() {
            List<Fit> good =
                    fits.stream().filter(fit -> fit.problems().isEmpty()).toList();
            return problems.isEmpty() && good.size() == 1 ? good.getFirst() : null;
        }
    }

    /**
     * What an invoice file may belong to.
     *
     * @param kind of the record: {@code invoice-application}, {@code sales-invoice}
     * @param issued whether the invoice is registered already and only lacks the file
     * @param part whether the file is of a part of the application only
     */
    public record Fit(
            UUID id,
            String kind,
            String number,
            String customer,
            InvoiceKind invoiceKind,
            BigDecimal total,
            boolean issued,
            boolean part,
            List<Obstacle> problems) {}

    /**
     * What is in the way.
     *
     * @param code the text {@code problem.invoice-file-<code>}, filled by the arguments
     */
    public record Obstacle(String code, List<String> arguments) {
        static Obstacle of(String code, Object... arguments) {
            return new Obstacle(
                    code, Arrays.stream(arguments).map(String::valueOf).toList());
        }
    }

    private record Kept(UUID id, String name, Instant at, EInvoice invoice, List<Warning> warnings) {}

    private record Reading(EInvoice invoice, List<Warning> warnings) {}

    /** Keeps a file that is an invoice; the same content is kept once. 400 with what keeps it from being read. */
    public UUID keep(Tx tx, Actor actor, String givenName, byte[] content) {
        ReadInvoice answer = InvoiceFiles.read(content, givenName);
        if (answer instanceof Refused refused) {
            String code = TEXT + refused.code();
            throw Problem.invalid("file", code, refused.arguments().toArray());
        }
        Read read = (Read) answer;
        InvoiceFiles.Unpacked bare = InvoiceFiles.unpacked(content, givenName);
        long waiting = tx.one(
                "select count(*) as n from invoicing.invoice_file f where f.company_id = ? and f.uploaded_by = ?",
                row -> row.number("n"),
                tx.company(),
                actor.user());
        if (waiting >= MOST) {
            throw Problem.conflict("invoice-file-many", MOST);
        }
        String sha256 = digest(bare.content());
        tx.execute(
                """
                insert into invoicing.invoice_file (company_id, id, name, sha256, content, reading, uploaded_by) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (company_id, uploaded_by, sha256) do update set reading = excluded.reading""",
                tx.company(),
                Ids.next(),
                name(bare.name(), read.invoice()),
                sha256,
                bare.content(),
                new Json(json.writeValueAsString(new Reading(read.invoice(), read.warnings()))),
                actor.user());
        return tx.one(
                "select f.id from invoicing.invoice_file f where f.company_id = ? and f.uploaded_by = ? and f.sha256 = ?",
                row -> row.uuid("id"),
                tx.company(),
                actor.user(),
                sha256);
    }

    /** Without a path and odd characters, and ending as its content is, so that it can hang on a record. */
    private static String name(String given, EInvoice invoice) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "");
        String ending = "." + invoice.carrier().name().toLowerCase(Locale.ROOT);
        String bare = last.toLowerCase(Locale.ROOT).endsWith(ending)
                ? last.substring(0, last.length() - ending.length())
                : last;
        String stem = bare.length() > LONGEST_NAME ? bare.substring(0, LONGEST_NAME) : bare;
        return (stem.isBlank() ? "invoice" : stem.strip()) + ending;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The actor's files, newest first. */
    public List<Incoming> all(Tx tx, Actor actor) {
        return fitted(
                tx,
                actor,
                tx.list(
                        SELECT + " where f.company_id = ? and f.uploaded_by = ? order by f.id desc limit " + MOST,
                        this::read,
                        tx.company(),
                        actor.user()));
    }

    /** One of the actor's files; otherwise 404. */
    public Incoming find(Tx tx, Actor actor, UUID id) {
        return fitted(tx, actor, List.of(kept(tx, actor, id))).getFirst();
    }

    private static final String SELECT =
            "select f.id, f.name, f.uploaded_at, f.reading::text as reading from invoicing.invoice_file f";

    private Kept read(Row row) {
        Reading reading = json.readValue(row.text("reading"), Reading.class);
        return new Kept(
                row.uuid("id"), row.text("name"), row.instant("uploaded_at"), reading.invoice(), reading.warnings());
    }

    private Kept kept(Tx tx, Actor actor, UUID id) {
        return tx.first(
                        SELECT + " where f.company_id = ? and f.uploaded_by = ? and f.id = ?",
                        this::read,
                        tx.company(),
                        actor.user(),
                        id)
                .orElseThrow(() -> Problem.notFound("invoice-file", id));
    }

    /** Discards a file. */
    public void discard(Tx tx, Actor actor, UUID id) {
        kept(tx, actor, id);
        remove(tx, id);
    }

    private static void remove(Tx tx, UUID id) {
        tx.add(Rank.DETAIL, "delete from invoicing.invoice_file where company_id = ? and id = ?", tx.company(), id);
    }

    /**
     * Files one of the actor's files: what it belongs to is issued with the number, code and day in it, and the file hangs on the invoice. A registered
     * invoice with the same number only gets the file. Answers the invoice. 409 for whatever {@link #find} shows as a problem, and as
     * {@link Invoices#issue}.
     *
     * @param target an application or invoice that it fits
     */
    public UUID file(Tx tx, Actor actor, UUID id, UUID target) {
        Incoming incoming = find(tx, actor, id);
        Fit fit = incoming.fits().stream()
                .filter(one -> one.id().equals(target))
                .findFirst()
                .orElse(null);
        if (fit == null || !fit.issued()) {
            incoming.problems().forEach(IncomingInvoices::refuse);
        }
        if (fit == null) {
            throw Problem.conflict("invoice-file-fits-not", incoming.name());
        }
        fit.problems().forEach(IncomingInvoices::refuse);
        EInvoice read = incoming.invoice();
        UUID invoice = target;
        if (fit.kind().equals(InvoiceApplications.KIND)) {
            actor.require(Invoices.KIND + ".create");
            invoice = invoices.ofApplication(tx, actor, target, fit.part() ? parts(tx, target, read) : List.of());
            tx.flush();
        }
        if (!fit.issued()) {
            actor.require(Invoices.KIND + ".issue");
            invoices.issue(
                    tx,
                    actor,
                    invoice,
                    null,
                    new Official(
                            read.code().isEmpty() ? null : read.code(),
                            read.number(),
                            Objects.requireNonNull(read.issued()),
                            read.totals().gross()));
            tx.flush();
        }
        byte[] content = tx.one(
                "select f.content from invoicing.invoice_file f where f.company_id = ? and f.id = ?",
                row -> row.bytes("content"),
                tx.company(),
                id);
        attachments.add(tx, actor, invoice, incoming.name(), content);
        remove(tx, id);
        return invoice;
    }

    private static void refuse(Obstacle problem) {
        String code = TEXT + problem.code();
        throw Problem.conflict(code, problem.arguments().toArray());
    }

    private List<Part> parts(Tx tx, UUID application, EInvoice read) {
        List<InvoiceLine> lines =
                LineTables.APPLICATION.read(tx, List.of(application)).getOrDefault(application, List.of());
        return IncomingFit.parts(read, lines).orElseThrow(() -> Problem.conflict("invoice-file-lines"));
    }

    // -- what fits ------------------------------------------------------------------------------------------------

    private List<Incoming> fitted(Tx tx, Actor actor, List<Kept> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        List<EInvoice> read = files.stream().map(Kept::invoice).toList();
        String own = IncomingFit.key(companies.settings(tx).letterhead().taxNumber());
        Map<String, List<Registered>> registered = registered(tx, actor, read);
        List<Candidate> candidates = candidates(tx, actor, read);
        Map<UUID, List<InvoiceLine>> lines = LineTables.APPLICATION.read(
                tx,
                candidates.stream()
                        .filter(one -> one.kind().equals(InvoiceApplications.KIND))
                        .map(Candidate::id)
                        .toList());
        Map<String, Long> same = new HashMap<>();
        read.forEach(one -> same.merge(one.code() + "/" + one.number(), 1L, Long::sum));
        List<Incoming> incoming = new ArrayList<>();
        for (Kept file : files) {
            EInvoice invoice = file.invoice();
            List<Registered> there = registered.getOrDefault(invoice.number(), List.of()).stream()
                    .filter(one -> one.code.equals(invoice.code()))
                    .toList();
            List<Obstacle> problems = IncomingFit.problems(invoice, own, actor);
            if (same.getOrDefault(invoice.code() + "/" + invoice.number(), 0L) > 1
                    && !invoice.number().isEmpty()) {
                problems.add(Obstacle.of("twice", invoice.number()));
            }
            List<Fit> fits = new ArrayList<>();
            for (Registered one : there) {
                problems.add(Obstacle.of("taken", invoice.number(), one.called));
                if (one.visible) {
                    fits.add(IncomingFit.registered(invoice, one.candidate));
                }
            }
            if (there.isEmpty()) {
                fits.addAll(IncomingFit.of(invoice, candidates, lines));
            }
            incoming.add(new Incoming(file.id(), file.name(), file.at(), invoice, file.warnings(), problems, fits));
        }
        return List.copyOf(incoming);
    }

    private record Registered(String code, String called, boolean visible, Candidate candidate) {}

    private static Map<String, List<Registered>> registered(Tx tx, Actor actor, List<EInvoice> read) {
        Map<String, List<Registered>> found = new LinkedHashMap<>();
        tx.list(
                        Sql.of(
                                        "select v.id, h.number, h.title, v.code, v.number as official, v.kind, v.title as buyer, v.tax_number, v.total, v.red_of is not null as red,")
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                                .then("""
                                        as visible from invoicing.invoice v join document.header h on h.company_id = v.company_id and h.id = v.id
                                        where v.company_id = ? and v.number = any(?) and v.number <> ''""", tx.company(), SqlArray.of("text", read, EInvoice::number)),
                        row -> Map.entry(
                                row.text("official"),
                                new Registered(
                                        row.text("code"),
                                        row.text("number"),
                                        row.bool("visible"),
                                        candidate(row, Invoices.KIND, ""))))
                .forEach(one -> found.computeIfAbsent(one.getKey(), number -> new ArrayList<>())
                        .add(one.getValue()));
        return found;
    }

    private static Candidate candidate(Row row, String kind, String blue) {
        return new Candidate(
                row.uuid("id"),
                kind,
                row.text("number"),
                row.text("title"),
                row.choice("kind", InvoiceKind.class),
                row.text("buyer"),
                row.text("tax_number"),
                row.decimal("total"),
                row.bool("red"),
                blue);
    }

    /** What waits and names one of these buyers, by tax number or by name but for blanks and the width of brackets. Within the actor's scope. */
    private static List<Candidate> candidates(Tx tx, Actor actor, List<EInvoice> read) {
        Collection<String> ids = read.stream()
                .map(one -> one.buyer().taxId())
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        Collection<String> names = read.stream()
                .map(one -> IncomingFit.key(one.buyer().name()))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        List<Candidate> found = new ArrayList<>(tx.list(
                Sql.of("""
                                select g.id, h.number, h.title, g.kind, g.title as buyer, g.tax_number, false as red,
                                  sum(round(l.total * (l.quantity - l.issued) / l.quantity, 2)) as total
                                from invoicing.application g join document.header h on h.company_id = g.company_id and h.id = g.id
                                join invoicing.application_line l on l.company_id = g.company_id and l.application_id = g.id
                                where g.company_id = ? and h.state in ('SUBMITTED', 'PARTLY')""", tx.company())
                        .then(BUYER, SqlArray.of("text", ids), SqlArray.of("text", names))
                        .then("and")
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("group by g.id, h.number, h.title, g.kind, g.title, g.tax_number order by g.id limit "
                                + MOST * 10),
                row -> candidate(row, InvoiceApplications.KIND, "")));
        found.addAll(tx.list(
                Sql.of("""
                                select g.id, h.number, h.title, g.kind, g.title as buyer, g.tax_number, g.red_of is not null as red, g.total, coalesce(b.number, '') as blue
                                from invoicing.invoice g join document.header h on h.company_id = g.company_id and h.id = g.id
                                left join invoicing.invoice b on b.company_id = g.company_id and b.id = g.red_of
                                where g.company_id = ? and h.state = 'DRAFT'""", tx.company())
                        .then(BUYER, SqlArray.of("text", ids), SqlArray.of("text", names))
                        .then("and")
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by g.id limit " + MOST * 10),
                row -> candidate(row, Invoices.KIND, row.text("blue"))));
        return found;
    }

    private static final String BUYER =
            "and ((g.tax_number <> '' and g.tax_number = any(?)) or upper(translate(g.title, '（） 　-', '()')) = any(?))";
}
