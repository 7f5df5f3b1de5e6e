package io.onaccount.document.printing;

import io.onaccount.document.Header;
import io.onaccount.document.Records;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.CompanySettings;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Prints records (FND-24). What a print needs is gathered in a transaction; the page is made of it afterwards, so that no connection waits
 * for a layout.
 */
@Component
public final class Printing {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String STYLES = Objects.requireNonNull(PrintTemplates.resource("print/base.css"));

    private final Map<String, PrintSource<?>> sources = new TreeMap<>();
    private final Records records;
    private final PrintTemplates templates;
    private final Companies companies;
    private final AuditTrail trail;
    private final Texts texts;
    private final PdfPages pages;
    private final Clock clock;

    Printing(
            List<PrintSource<?>> sources,
            Records records,
            PrintTemplates templates,
            Companies companies,
            AuditTrail trail,
            Texts texts,
            PdfPages pages,
            Clock clock) {
        sources.forEach(source -> this.sources.put(source.kind(), source));
        this.records = records;
        this.templates = templates;
        this.companies = companies;
        this.trail = trail;
        this.texts = texts;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * All that a print is made of.
     *
     * @param body the template, or null for the ready one
     */
    public record Print(
            String kind,
            String number,
            Locale language,
            List<PrintFields.Item> items,
            Map<String, @Nullable Object> values,
            PrintValues.Style style,
            @Nullable String body,
            Paper paper) {

        /** The same values on another template. */
        public Print on(@Nullable String otherBody, Paper otherPaper) {
            return new Print(kind, number, language, items, values, style, otherBody, otherPaper);
        }
    }

    /** The company and the print itself, beside every record's own fields. */
    private record Around(
            Company company,
            Locale language,
            @Nullable String logo,
            String who,
            String when,
            String state,
            @Nullable String draft) {
        CompanySettings.Letterhead letterhead() {
            return company.settings().letterhead();
        }

        String name() {
            String english = company.nameEn();
            return language.equals(Locale.ENGLISH) && english != null ? english : company.name();
        }
    }

    private static final PrintFields<Around> AROUND = PrintFields.<Around>start()
            .text("company.name", Around::name)
            .text("company.address", a -> a.letterhead().address())
            .text("company.phone", a -> a.letterhead().phone())
            .text("company.taxNumber", a -> a.letterhead().taxNumber())
            .text("company.seal", a -> a.letterhead().seal())
            .picture("company.logo", Around::logo)
            .text("company.bank", a -> a.company().settings().bank().bank())
            .text("company.account", a -> a.company().settings().bank().account())
            .text("company.holder", a -> a.company().settings().bank().holder())
            .text("state", Around::state)
            .text("draft", Around::draft)
            .text("printedBy", Around::who)
            .text("printedAt", Around::when);

    /** The kinds whose records can be printed. */
    public Set<String> kinds() {
        return sources.values().stream()
                .filter(PrintSource::isOfRecord)
                .map(PrintSource::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All that has a template: the kinds, and sheets about records. */
    public Set<String> templates() {
        return sources.keySet();
    }

    /** The fields that a kind's templates may use; 404 for a kind that isn't printed. */
    public List<PrintFields.Item> items(String kind) {
        return Stream.concat(source(kind).items().stream(), AROUND.items().stream())
                .toList();
    }

    private PrintSource<?> source(String kind) {
        PrintSource<?> source = sources.get(kind);
        if (source == null) {
            throw Problem.notFound("print-template", kind);
        }
        return source;
    }

    /** An amount as it is printed. */
    public static String money(BigDecimal amount, String currency) {
        return PrintValues.written(PrintFields.Type.MONEY, amount, new PrintValues.Style(currency, 2, false));
    }

    /** What a field is called on paper. */
    public Optional<String> label(Locale language, String kind, String name) {
        return texts.find(language, "print." + kind + "." + name)
                .or(() -> texts.find(language, "print." + name))
                .or(() -> texts.find(language, "field." + kind + "." + name))
                .or(() -> texts.find(language, "field." + name));
    }

    /** The template that comes with the product. */
    public String ready(String kind) {
        return PrintTemplates.ready(source(kind).kind());
    }

    /** Gathers a record for print, as the actor may see it; 404 when it can't be seen or its kind isn't printed. */
    public Print gather(Tx tx, Actor actor, UUID id, Locale language) {
        Header header = records.find(tx, actor, id);
        PrintSource<?> source = sources.get(header.kind());
        if (source == null || !source.isOfRecord()) {
            throw Problem.notFound("record", id);
        }
        PrintSource.Values own = source.values(tx, actor, id, language);
        PrintTemplates.Saved saved = templates.current(tx, header.kind(), language);
        String state = texts.text(language, "state." + header.kind() + "." + header.state());
        return print(
                tx,
                actor,
                header.kind(),
                header.number(),
                language,
                own,
                state,
                header.state().equals("DRAFT") ? state : null,
                saved);
    }

    /** Gathers a sheet about a record that the actor may see ({@link PrintSource#about}). */
    public Print gatherAbout(Tx tx, Actor actor, String sheet, UUID id, Locale language) {
        Header header = records.find(tx, actor, id);
        return print(
                tx,
                actor,
                sheet,
                header.number(),
                language,
                source(sheet).values(tx, actor, id, language),
                "",
                null,
                templates.current(tx, sheet, language));
    }

    /** As {@link #gather}, leaving a line in the record's history. */
    public Print gatherToPrint(Tx tx, Actor actor, UUID id, Locale language, String format) {
        Print print = gather(tx, actor, id, language);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "print",
                        print.kind(),
                        id,
                        print.number(),
                        Map.of("format", format, "language", language.toLanguageTag())));
        return print;
    }

    /** Gathers the newest record of a kind that the actor may see, or made-up values when there is none. */
    public Print gatherAny(Tx tx, Actor actor, String kind, Locale language) {
        PrintSource<?> source = source(kind);
        Optional<UUID> newest = source.isOfRecord() && actor.may(kind + ".view")
                ? tx.first(
                        Sql.of(
                                        "select h.id from document.header h where h.company_id = ? and h.kind = ? and",
                                        tx.company(),
                                        kind)
                                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                                .then("order by h.date desc, h.id desc limit 1"),
                        row -> row.uuid("id"))
                : Optional.empty();
        if (newest.isPresent()) {
            return gather(tx, actor, newest.get(), language);
        }
        PrintSource.Values made = new PrintSource.Values(
                actor.currency(),
                madeUp(
                        source.items(),
                        actor.today(),
                        name -> label(language, kind, name).orElse(name)));
        return print(tx, actor, kind, kind, language, made, "", null, templates.current(tx, kind, language));
    }

    private Print print(
            Tx tx,
            Actor actor,
            String kind,
            String number,
            Locale language,
            PrintSource.Values own,
            String state,
            @Nullable String draft,
            PrintTemplates.Saved saved) {
        Company company = companies.get(tx);
        Around around = new Around(
                company,
                language,
                companies
                        .logo(tx)
                        .map(logo -> "data:" + logo.type() + ";base64,"
                                + Base64.getEncoder().encodeToString(logo.content()))
                        .orElse(null),
                actor.name(),
                LocalDateTime.ofInstant(clock.instant(), actor.zone()).format(MINUTE),
                state,
                draft);
        Map<String, @Nullable Object> values = new LinkedHashMap<>(own.values());
        values.putAll(AROUND.values(around));
        return new Print(
                kind,
                number,
                language,
                items(kind),
                values,
                new PrintValues.Style(
                        own.currency(),
                        company.priceDecimals(),
                        company.settings().wholeAfterJiao()),
                saved.body(),
                saved.paper());
    }

    private interface Words {
        String of(String name);
    }

    private static Map<String, @Nullable Object> madeUp(List<PrintFields.Item> items, LocalDate today, Words words) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (PrintFields.Item item : items) {
            values.put(
                    item.name(),
                    switch (item.type()) {
                        case TEXT -> words.of(item.name());
                        case DATE -> today;
                        case MONEY, CAPITALS -> new BigDecimal("1234.50");
                        case PRICE -> new BigDecimal("12.345");
                        case QUANTITY -> new BigDecimal("100");
                        case PERCENT -> new BigDecimal("0.13");
                        case NUMBER -> 1;
                        case PICTURE -> null;
                        case LINES -> {
                            Map<String, @Nullable Object> line = madeUp(item.lines(), today, words);
                            yield List.of(line, line, line);
                        }
                    });
        }
        return values;
    }

    /** Refuses a template that can't be read, names fields there aren't, or holds what may not stand on a page (400, naming the line). */
    public void check(String kind, String body) {
        List<PrintFields.Item> items = items(kind);
        Template template = Template.read(body, PrintTemplates::part);
        Problem.Collector problems = new Problem.Collector();
        template.eachName((path, line) -> {
            String name = path.getLast();
            boolean known = items.stream().anyMatch(item -> item.name().equals(name))
                    || path.stream()
                            .flatMap(outer ->
                                    items.stream().filter(item -> item.name().equals(outer)))
                            .flatMap(list -> list.lines().stream())
                            .anyMatch(item -> item.name().equals(name))
                    || (name.startsWith("label.")
                            && label(Texts.LOCALES.getFirst(), kind, name.substring("label.".length()))
                                    .isPresent());
            problems.check(known, "body", "template-field", line, name);
        });
        for (String found : SafeHtml.clean(template.bare()).leftOut()) {
            problems.add("body", "template-forbidden", found);
        }
        problems.throwIfAny();
    }

    /** The page, with styles and pictures in it and nothing that could load or run. */
    public String html(Print print) {
        return page(print).outerHtml();
    }

    private Document page(Print print) {
        String body = print.body() == null ? PrintTemplates.ready(print.kind()) : print.body();
        SafeHtml.Page clean = SafeHtml.clean(Template.read(body, PrintTemplates::part)
                .fill(new PrintValues(
                        print.items(),
                        print.values(),
                        print.style(),
                        name -> label(print.language(), print.kind(), name).orElse(null))));
        Paper paper = print.paper();
        Document page = Jsoup.parse(
                "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><style></style><style></style></head></html>");
        page.outputSettings().prettyPrint(false);
        page.getElementsByTag("html").attr("lang", print.language().toLanguageTag());
        page.title(print.number());
        List<org.jsoup.nodes.Element> styles = new ArrayList<>(page.select("style"));
        styles.getFirst()
                .appendChild(new org.jsoup.nodes.DataNode(
                        "@page { size: %smm %smm; } @media screen { body { width: %smm; } }\n"
                                        .formatted(paper.width(), paper.height(), paper.width() - 24)
                                + STYLES));
        styles.getLast().appendChild(new org.jsoup.nodes.DataNode(clean.styles()));
        page.body().replaceWith(clean.body());
        page.body().addClass(paper.height() < 150 ? "form" : "sheet");
        return page;
    }

    /** The print as PDF, its text searchable. */
    public byte[] pdf(Print print) {
        return pages.print(page(print), print.paper());
    }

    /** The print's fields and lines as an Excel workbook. */
    public byte[] xlsx(Print print) {
        return PrintSheet.write(
                label(print.language(), print.kind(), "title").orElse(print.kind()) + " " + print.number(),
                print.items().stream()
                        .filter(item -> !item.name().startsWith("company.")
                                && !item.name().equals("draft"))
                        .toList(),
                print.values(),
                print.style(),
                name -> label(print.language(), print.kind(), name).orElse(name));
    }
}
