package io.onaccount.document.printing;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The templates of a company: per kind and language the versions it has saved. Where it has none, or has gone back, the ready one holds. */
@Component
public final class PrintTemplates {
    private static final String NAME = "print-template";

    private final AuditTrail trail;
    private final Clock clock;

    PrintTemplates(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * A version.
     *
     * @param version 0 for the ready template of a company that has saved none
     * @param body null for the ready template
     */
    public record Saved(
            String kind,
            String language,
            int version,
            @Nullable String body,
            Paper paper,
            @Nullable Instant at,
            String who) {}

    /** The latest versions of all kinds and languages that the company has saved. */
    public List<Saved> latest(Tx tx) {
        return tx.list("""
                select distinct on (p.kind, p.language) p.kind, p.language, p.version, p.body, p.paper, p.saved_at, u.name
                from document.print_template p join organization.app_user u on u.id = p.saved_by
                where p.company_id = ? order by p.kind, p.language, p.version desc""", PrintTemplates::read, tx.company());
    }

    /** The versions of a template, newest first. */
    public List<Saved> versions(Tx tx, String kind, Locale language) {
        return tx.list("""
                select p.kind, p.language, p.version, p.body, p.paper, p.saved_at, u.name
                from document.print_template p join organization.app_user u on u.id = p.saved_by
                where p.company_id = ? and p.kind = ? and p.language = ? order by p.version desc limit 100""", PrintTemplates::read, tx.company(), kind, language.toLanguageTag());
    }

    /** What is printed with now. */
    public Saved current(Tx tx, String kind, Locale language) {
        return tx.first("""
                select p.kind, p.language, p.version, p.body, p.paper, p.saved_at, u.name
                from document.print_template p join organization.app_user u on u.id = p.saved_by
                where p.company_id = ? and p.kind = ? and p.language = ? order by p.version desc limit 1""", PrintTemplates::read, tx.company(), kind, language.toLanguageTag())
                .orElseGet(() -> new Saved(kind, language.toLanguageTag(), 0, null, Paper.A4, null, ""));
    }

    /**
     * Saves a version; whoever saves has checked it.
     *
     * @param body null to go back to the ready template
     * @param seen the version the caller has seen, or null
     */
    public void save(
            Tx tx,
            Actor actor,
            String kind,
            Locale language,
            @Nullable String body,
            Paper paper,
            @Nullable Integer seen) {
        Saved old = current(tx, kind, language);
        if (seen != null && seen != old.version()) {
            throw Problem.stale(old.who(), old.at() == null ? clock.instant() : old.at());
        }
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.stale(actor.name(), clock.instant()),
                """
                insert into document.print_template (company_id, kind, language, version, body, paper, saved_at, saved_by)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
                tx.company(),
                kind,
                language.toLanguageTag(),
                old.version() + 1,
                body,
                paper,
                clock.instant(),
                actor.user());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        body == null ? "reset" : "change",
                        NAME,
                        null,
                        kind + " " + language.toLanguageTag(),
                        Map.of("version", List.of(old.version(), old.version() + 1))));
    }

    private static Saved read(Row row) {
        return new Saved(
                row.text("kind"),
                row.text("language"),
                row.integer("version"),
                row.textOrNull("body"),
                row.choice("paper", Paper.class),
                row.instant("saved_at"),
                row.text("name"));
    }

    /** The ready template of a kind; its labels are texts, so that it serves every language. */
    static String ready(String kind) {
        return Objects.requireNonNull(resource("print/" + kind + ".html"), () -> "no print/" + kind + ".html");
    }

    /** A ready part by its name: letterhead, parties, totals, signatures. */
    static @Nullable String part(String name) {
        return resource("print/parts/" + name + ".html");
    }

    static @Nullable String resource(String path) {
        try (InputStream in = PrintTemplates.class.getClassLoader().getResourceAsStream(path)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
