package io.onaccount.document.web;

import io.onaccount.document.mailing.RecordMails;
import io.onaccount.document.printing.Paper;
import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintTemplates;
import io.onaccount.document.printing.PrintTemplates.Saved;
import io.onaccount.document.printing.Printing;
import io.onaccount.document.printing.Printing.Print;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Printing any record, and the company's templates for it. */
@RestController
@RequestMapping("/api/v1")
class PrintEndpoints {
    private static final String EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Printing printing;
    private final RecordMails mails;
    private final PrintTemplates templates;
    private final Database database;
    private final Texts texts;

    PrintEndpoints(Printing printing, RecordMails mails, PrintTemplates templates, Database database, Texts texts) {
        this.printing = printing;
        this.mails = mails;
        this.templates = templates;
        this.database = database;
        this.texts = texts;
    }

    /**
     * What goes outward.
     *
     * @param kinds those whose records can be printed
     * @param mailed those whose records can be sent by mail
     */
    record PrintableKinds(Set<String> kinds, Set<String> mailed) {}

    @GetMapping("/printable-kinds")
    @SignedIn("says only what kinds of records can be printed")
    PrintableKinds printable() {
        return new PrintableKinds(printing.kinds(), mails.kinds());
    }

    /**
     * The record on paper.
     *
     * @param language zh-CN or en; the caller's own when left out
     * @param format pdf or xlsx
     */
    @GetMapping("/records/{id}/print")
    @SignedIn(
            "whoever may see the record: its kind's own right and the data scope are checked on it; Excel needs its export right")
    ResponseEntity<byte[]> print(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(defaultValue = "pdf") String format) {
        boolean excel = format.equals("xlsx");
        if (!excel && !format.equals("pdf")) {
            throw Problem.invalid("format", "print-format", format);
        }
        Locale in = language == null ? actor.locale() : language(language);
        Print print = database.write(actor.company(), tx -> {
            Print gathered = printing.gatherToPrint(tx, actor, id, in, format);
            if (excel) {
                actor.require(gathered.kind() + ".export");
            }
            return gathered;
        });
        return file(
                excel ? printing.xlsx(print) : printing.pdf(print),
                print.number() + (excel ? ".xlsx" : ".pdf"),
                excel ? EXCEL : "application/pdf");
    }

    /** Our own PDF is opened in the browser, whose viewer refuses what a sandbox holds; it has no scripts. */
    private static ResponseEntity<byte[]> file(byte[] content, String name, String type) {
        ContentDisposition.Builder disposition =
                type.equals(EXCEL) ? ContentDisposition.attachment() : ContentDisposition.inline();
        return ResponseEntity.ok()
                .header("Content-Type", type)
                .header(
                        "Content-Disposition",
                        disposition
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
                .body(content);
    }

    /** @param version 0 while the ready template is used and was never changed */
    record TemplateHead(
            String kind,
            String kindTitle,
            String language,
            boolean own,
            Paper paper,
            int version,
            @Nullable Instant savedAt,
            String savedBy) {}

    @GetMapping("/print-templates")
    @Needs("print-template.view")
    List<TemplateHead> all(Actor actor) {
        List<Saved> latest = database.read(actor.company(), templates::latest);
        List<TemplateHead> heads = new ArrayList<>();
        for (String kind : printing.templates()) {
            for (Locale language : Texts.LOCALES) {
                Saved saved = latest.stream()
                        .filter(one -> one.kind().equals(kind) && one.language().equals(language.toLanguageTag()))
                        .findFirst()
                        .orElseGet(() -> new Saved(kind, language.toLanguageTag(), 0, null, Paper.A4, null, ""));
                heads.add(head(actor, saved));
            }
        }
        return heads;
    }

    private TemplateHead head(Actor actor, Saved saved) {
        return new TemplateHead(
                saved.kind(),
                texts.text(actor.locale(), "kind." + saved.kind()),
                saved.language(),
                saved.body() != null,
                saved.paper(),
                saved.version(),
                saved.at(),
                saved.who());
    }

    /** @param lines the fields of each line; empty unless it is a list */
    record FieldView(String name, String label, PrintFields.Type type, List<FieldView> lines) {}

    /**
     * A template to edit.
     *
     * @param body what is printed with now
     * @param ready the one that comes with the product
     * @param versions what the company has saved, newest first
     */
    record TemplateView(
            TemplateHead head, String body, String ready, List<FieldView> fields, List<TemplateHead> versions) {}

    @GetMapping("/print-templates/{printed}")
    @Needs("print-template.view")
    ResponseEntity<TemplateView> template(
            Actor actor, @PathVariable String printed, @RequestParam(defaultValue = "zh-CN") String language) {
        Locale in = language(language);
        return answer(database.read(actor.company(), tx -> view(tx, actor, printed, in)));
    }

    private static ResponseEntity<TemplateView> answer(TemplateView view) {
        return ResponseEntity.ok()
                .eTag(io.onaccount.platform.web.Versions.etag(view.head().version()))
                .body(view);
    }

    private TemplateView view(Tx tx, Actor actor, String kind, Locale language) {
        List<FieldView> fields = fields(actor.locale(), kind, printing.items(kind));
        Saved current = templates.current(tx, kind, language);
        String ready = printing.ready(kind);
        return new TemplateView(
                head(actor, current),
                current.body() == null ? ready : current.body(),
                ready,
                fields,
                templates.versions(tx, kind, language).stream()
                        .map(saved -> head(actor, saved))
                        .toList());
    }

    private List<FieldView> fields(Locale locale, String kind, List<PrintFields.Item> items) {
        return items.stream()
                .map(item -> new FieldView(
                        item.name(),
                        printing.label(locale, kind, item.name()).orElse(item.name()),
                        item.type(),
                        fields(locale, kind, item.lines())))
                .toList();
    }

    /** @param body null for the ready template */
    record VersionView(int version, @Nullable String body, Paper paper) {}

    @GetMapping("/print-templates/{printed}/versions/{version}")
    @Needs("print-template.view")
    VersionView version(
            Actor actor,
            @PathVariable String printed,
            @PathVariable int version,
            @RequestParam(defaultValue = "zh-CN") String language) {
        Locale in = language(language);
        printing.items(printed);
        return database.read(actor.company(), tx -> templates.versions(tx, printed, in)).stream()
                .filter(saved -> saved.version() == version)
                .map(saved -> new VersionView(version, saved.body(), saved.paper()))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("print-template", version));
    }

    record TemplateBody(@MaxLength(60_000) String body, Paper paper) {}

    /** Saves a new version, which holds from now on. */
    @PutMapping("/print-templates/{printed}")
    @Needs("print-template.edit")
    ResponseEntity<TemplateView> save(
            Actor actor,
            Once once,
            Seen seen,
            @PathVariable String printed,
            @RequestParam(defaultValue = "zh-CN") String language,
            @RequestBody TemplateBody body) {
        Locale in = language(language);
        printing.check(printed, body.body());
        return change(actor, once, seen, printed, in, body.body(), body.paper());
    }

    /** Back to the ready template; what was saved stays among the versions. */
    @DeleteMapping("/print-templates/{printed}")
    @Needs("print-template.edit")
    ResponseEntity<TemplateView> reset(
            Actor actor,
            Once once,
            Seen seen,
            @PathVariable String printed,
            @RequestParam(defaultValue = "zh-CN") String language) {
        Locale in = language(language);
        printing.items(printed);
        return change(actor, once, seen, printed, in, null, Paper.A4);
    }

    private ResponseEntity<TemplateView> change(
            Actor actor, Once once, Seen seen, String kind, Locale language, @Nullable String body, Paper paper) {
        return answer(once.run(actor.company(), TemplateView.class, tx -> {
            templates.save(tx, actor, kind, language, body, paper, seen.version());
            tx.flush();
            return view(tx, actor, kind, language);
        }));
    }

    /** @param record what to show it with; the newest one of the kind, or made-up values, when left out */
    record PreviewBody(
            @MaxLength(60_000) String body,
            Paper paper,
            @Nullable UUID record) {}

    /** @param html a whole page with everything in it, to be shown in a frame that runs nothing */
    record PreviewView(String number, String html) {}

    @PostMapping("/print-templates/{printed}/preview")
    @Needs("print-template.view")
    PreviewView preview(
            Actor actor,
            @PathVariable String printed,
            @RequestParam(defaultValue = "zh-CN") String language,
            @RequestBody PreviewBody body) {
        Print print = previewed(actor, printed, language, body);
        return new PreviewView(print.number(), printing.html(print));
    }

    /** As it would leave the printer. */
    @PostMapping("/print-templates/{printed}/preview/pdf")
    @Needs("print-template.view")
    ResponseEntity<byte[]> previewPdf(
            Actor actor,
            @PathVariable String printed,
            @RequestParam(defaultValue = "zh-CN") String language,
            @RequestBody PreviewBody body) {
        return file(printing.pdf(previewed(actor, printed, language, body)), "preview.pdf", "application/pdf");
    }

    private Print previewed(Actor actor, String kind, String language, PreviewBody body) {
        Locale in = language(language);
        printing.check(kind, body.body());
        return database.read(actor.company(), tx -> {
                    if (body.record() == null) {
                        return printing.gatherAny(tx, actor, kind, in);
                    }
                    Print print = printing.gather(tx, actor, body.record(), in);
                    if (!print.kind().equals(kind)) {
                        throw Problem.invalid("record", "unknown-record");
                    }
                    return print;
                })
                .on(body.body(), body.paper());
    }

    private static Locale language(String tag) {
        return Texts.LOCALES.stream()
                .filter(locale -> locale.toLanguageTag().equals(tag))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("language", "print-language", tag));
    }
}
