package io.onaccount.document.mailing;

import io.onaccount.document.printing.Paper;
import io.onaccount.document.printing.PrintTemplates;
import io.onaccount.document.printing.TextTemplate;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What mails say, per occasion and language: the ready text, or the company's own in its versions, kept where its printed templates are. The
 * first line is the subject.
 */
@Component
public final class MailTemplates {
    private static final String KIND = "mail.";
    private static final int LONGEST = 10_000;
    private static final int LONGEST_SMS = 1000;
    private static final int SUBJECT_OF_SMS = 60;
    /** About what {@code https://erp.example.com/pay#…} takes. */
    private static final int LINK_IN_SMS = 130;

    private final MailEvents events;
    private final PrintTemplates templates;
    private final Companies companies;
    private final Map<String, String> ready = new HashMap<>();

    MailTemplates(MailEvents events, PrintTemplates templates, Companies companies) {
        this.events = events;
        this.templates = templates;
        this.companies = companies;
    }

    /** What a transaction has read already: thousands of mails of a run ask once. */
    private static final class Known {
        final Map<String, TextTemplate> templates = new HashMap<>();
    }

    /**
     * A template as it is edited.
     *
     * @param own whether the company has changed it
     */
    public record Text(
            String event, String language, String text, String ready, boolean own, int version, List<String> fields) {}

    /** The occasions that have templates. */
    public Collection<String> names() {
        return events.all().stream().map(MailEvent::name).toList();
    }

    public Text find(Tx tx, String event, Locale language) {
        MailEvent known = events.named(event);
        PrintTemplates.Saved saved = templates.current(tx, KIND + event, language);
        String comes = ready(event, language);
        List<String> fields = new ArrayList<>(known.all());
        known.lists().forEach((list, of) -> of.forEach(field -> fields.add(list + "." + field)));
        return new Text(
                event,
                language.toLanguageTag(),
                saved.body() == null ? comes : saved.body(),
                comes,
                saved.body() != null,
                saved.version(),
                fields);
    }

    /**
     * Saves the company's own text.
     *
     * @param text null to go back to the ready one
     * @throws Problem 400 naming the line when it can't be read or names fields there aren't
     */
    public void save(Tx tx, Actor actor, String event, Locale language, @Nullable String text, @Nullable Integer seen) {
        if (text != null) {
            checked(event, text);
        }
        templates.save(tx, actor, KIND + event, language, text, Paper.A4, seen);
    }

    private TextTemplate checked(String event, String text) {
        MailEvent known = events.named(event);
        Problem.Collector problems = new Problem.Collector();
        int longest = known.channel() == MailChannel.SMS ? LONGEST_SMS : LONGEST;
        problems.check(text.length() <= longest, "body", "text-too-long", longest);
        problems.check(!text.lines().findFirst().orElse("").isBlank(), "body", "mail-no-subject");
        problems.check(
                text.codePoints().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t'),
                "body",
                "bad-character");
        problems.throwIfAny();
        TextTemplate template = TextTemplate.read(text);
        Map<String, Set<String>> lists = new HashMap<>();
        known.lists().forEach((list, fields) -> lists.put(list, new HashSet<>(fields)));
        template.check(known.all(), lists);
        return template;
    }

    /** A text filled with made-up values, each field showing its name. */
    public MailWords preview(Tx tx, Actor actor, String event, Locale language, String text) {
        MailEvent known = events.named(event);
        Map<String, Object> values = new LinkedHashMap<>();
        known.fields().forEach(field -> values.put(field, "‹" + field + "›"));
        known.lists().forEach((list, fields) -> {
            Map<String, String> line = new LinkedHashMap<>();
            fields.forEach(field -> line.put(field, "‹" + field + "›"));
            values.put(list, List.of(line, line));
        });
        values.put("name", "‹name›");
        return filled(known, checked(event, text), common(tx, actor, language, values));
    }

    /** How long these words are as a text message, with a link of usual length; null for an occasion of mails. */
    public @Nullable SmsLength lengthOf(String event, MailWords words) {
        return events.named(event).channel() == MailChannel.SMS
                ? SmsLength.of(words.body().replace(MailWords.LINK, "x".repeat(LINK_IN_SMS)))
                : null;
    }

    /**
     * The words of a mail.
     *
     * @param values texts, and lists of maps of texts; {@code name} is the receiver's
     */
    MailWords write(Tx tx, Actor actor, String event, Locale language, Map<String, ?> values) {
        Map<String, TextTemplate> known = tx.shared(Known.class, Known::new).templates;
        String key = event + language.toLanguageTag();
        TextTemplate template = known.get(key);
        if (template == null) {
            String own = templates
                    .current(tx, KIND + events.named(event).name(), language)
                    .body();
            template = TextTemplate.read(own == null ? ready(event, language) : own);
            known.put(key, template);
        }
        return filled(events.named(event), template, common(tx, actor, language, values));
    }

    private Map<String, Object> common(Tx tx, Actor actor, Locale language, Map<String, ?> values) {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, withoutMark(value)));
        all.put("company", name(companies.get(tx), language));
        all.put("sender", actor.name());
        all.put("link", MailWords.LINK);
        return all;
    }

    private static Object withoutMark(Object value) {
        return value instanceof String text ? text.replace(MailWords.LINK, "") : value;
    }

    static String name(Company company, Locale language) {
        String english = company.nameEn();
        return language.getLanguage().equals(Locale.ENGLISH.getLanguage()) && english != null
                ? english
                : company.name();
    }

    private static MailWords filled(MailEvent event, TextTemplate template, Map<String, ?> values) {
        String text = template.fill(values).strip();
        if (event.channel() == MailChannel.SMS) {
            return new MailWords(MailAddress.oneLine(text.replace(MailWords.LINK, "…"), SUBJECT_OF_SMS), text);
        }
        int end = text.indexOf('\n');
        return end < 0 ? new MailWords(text, "") : new MailWords(text.substring(0, end), text.substring(end + 1));
    }

    private synchronized String ready(String event, Locale language) {
        return ready.computeIfAbsent("mail/" + event + "." + language.toLanguageTag() + ".txt", path -> {
            try (InputStream in = MailTemplates.class.getClassLoader().getResourceAsStream(path)) {
                return new String(
                        Objects.requireNonNull(in, () -> "no " + path).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
