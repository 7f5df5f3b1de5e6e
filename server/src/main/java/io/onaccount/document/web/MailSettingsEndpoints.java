package io.onaccount.document.web;

import io.onaccount.document.mailing.MailServers;
import io.onaccount.document.mailing.MailServers.Security;
import io.onaccount.document.mailing.MailServers.Server;
import io.onaccount.document.mailing.MailTemplates;
import io.onaccount.document.mailing.MailTest;
import io.onaccount.document.mailing.MailWishes;
import io.onaccount.document.mailing.MailWords;
import io.onaccount.document.mailing.SmsLength;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/** The company's mail server, the words of its mails, and what each colleague wants to be told. */
@RestController
@RequestMapping("/api/v1")
class MailSettingsEndpoints {
    private final MailServers servers;
    private final MailTemplates templates;
    private final MailTest test;
    private final MailWishes wishes;
    private final Database database;
    private final Texts texts;

    MailSettingsEndpoints(
            MailServers servers,
            MailTemplates templates,
            MailTest test,
            MailWishes wishes,
            Database database,
            Texts texts) {
        this.servers = servers;
        this.templates = templates;
        this.test = test;
        this.wishes = wishes;
        this.database = database;
        this.texts = texts;
    }

    /**
     * The mail server; its password is never told.
     *
     * @param set false while there is none: then what is shown is what one begins with
     * @param hasPassword whether one is kept
     * @param readable false when the one that is kept can't be opened with this installation's key
     */
    record ServerView(
            boolean set,
            String host,
            int port,
            Security security,
            @Nullable String user,
            boolean hasPassword,
            boolean readable,
            String fromAddress,
            @Nullable String fromName,
            @Nullable String replyTo,
            int perMinute,
            @Nullable String site,
            String customerLanguage,
            boolean active,
            int version) {}

    private static ResponseEntity<ServerView> shown(Optional<Server> found) {
        ServerView view = found.map(server -> new ServerView(
                        true,
                        server.host(),
                        server.port(),
                        server.security(),
                        server.user(),
                        server.hasPassword(),
                        server.readable(),
                        server.fromAddress(),
                        server.fromName(),
                        server.replyTo(),
                        server.perMinute(),
                        server.site(),
                        server.customerLanguage().toLanguageTag(),
                        server.active(),
                        server.version()))
                .orElseGet(() -> new ServerView(
                        false,
                        "",
                        465,
                        Security.TLS,
                        null,
                        false,
                        true,
                        "",
                        null,
                        null,
                        30,
                        null,
                        Texts.LOCALES.getFirst().toLanguageTag(),
                        true,
                        0));
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }

    @GetMapping("/mail-server")
    @Needs("mail-server.view")
    ResponseEntity<ServerView> server(Actor actor) {
        return shown(database.read(actor.company(), servers::find));
    }

    /** @param password null or left out to keep the one there is */
    record ServerBody(
            @MaxLength(253) String host,
            int port,
            Security security,
            @Nullable @MaxLength(200) String user,
            @Nullable @MaxLength(500) String password,
            @MaxLength(254) String fromAddress,
            @Nullable @MaxLength(100) String fromName,
            @Nullable @MaxLength(254) String replyTo,
            int perMinute,
            @Nullable @MaxLength(200) String site,
            String customerLanguage,
            boolean active) {

        @Override
        public String toString() {
            return host + ":" + port; // without the password, wherever it is written
        }
    }

    @PutMapping("/mail-server")
    @Needs("mail-server.edit")
    ResponseEntity<ServerView> set(Actor actor, Seen seen, @RequestBody ServerBody body) {
        Locale language = MailEndpoints.language(body.customerLanguage());
        // Not through Once: what is kept for a repeated request is the answer only, and the same body twice does no
        // harm.
        return shown(database.write(actor.company(), tx -> {
            servers.set(
                    tx,
                    actor,
                    new MailServers.Entry(
                            body.host(),
                            body.port(),
                            body.security(),
                            body.user(),
                            body.password(),
                            body.fromAddress(),
                            body.fromName(),
                            body.replyTo(),
                            body.perMinute(),
                            body.site(),
                            language,
                            body.active()),
                    seen.version());
            return servers.find(tx);
        }));
    }

    /** Sends a mail to the caller's own address at once, and says what the mail server answered. */
    @PostMapping("/mail-server/test")
    @Needs("mail-server.edit")
    MailTest.Outcome test(Actor actor) {
        return test.send(actor);
    }

    record TemplateName(String event, String name) {}

    record TemplateNames(List<TemplateName> templates) {}

    @GetMapping("/mail-templates")
    @Needs("print-template.view")
    TemplateNames names(Actor actor) {
        return new TemplateNames(templates.names().stream()
                .map(name -> new TemplateName(name, texts.text(actor.locale(), "mail.event." + name)))
                .toList());
    }

    private static ResponseEntity<MailTemplates.Text> text(MailTemplates.Text text) {
        return ResponseEntity.ok().eTag(Versions.etag(text.version())).body(text);
    }

    @GetMapping("/mail-templates/{occasion}")
    @Needs("print-template.view")
    ResponseEntity<MailTemplates.Text> template(
            Actor actor, @PathVariable String occasion, @RequestParam(defaultValue = "zh-CN") String language) {
        Locale in = MailEndpoints.language(language);
        return text(database.read(actor.company(), tx -> templates.find(tx, occasion, in)));
    }

    record TextBody(@MaxLength(10_000) String body) {}

    /** Saves the company's own words; the first line is the subject. */
    @PutMapping("/mail-templates/{occasion}")
    @Needs("print-template.edit")
    ResponseEntity<MailTemplates.Text> save(
            Actor actor,
            Once once,
            Seen seen,
            @PathVariable String occasion,
            @RequestParam(defaultValue = "zh-CN") String language,
            @RequestBody TextBody body) {
        return change(actor, once, seen, occasion, MailEndpoints.language(language), body.body());
    }

    /** Back to the ready words. */
    @DeleteMapping("/mail-templates/{occasion}")
    @Needs("print-template.edit")
    ResponseEntity<MailTemplates.Text> reset(
            Actor actor,
            Once once,
            Seen seen,
            @PathVariable String occasion,
            @RequestParam(defaultValue = "zh-CN") String language) {
        return change(actor, once, seen, occasion, MailEndpoints.language(language), null);
    }

    private ResponseEntity<MailTemplates.Text> change(
            Actor actor, Once once, Seen seen, String event, Locale language, @Nullable String text) {
        return text(once.run(actor.company(), MailTemplates.Text.class, tx -> {
            templates.find(tx, event, language);
            templates.save(tx, actor, event, language, text, seen.version());
            tx.flush();
            return templates.find(tx, event, language);
        }));
    }

    /**
     * Words with made-up values in them.
     *
     * @param sms how long they are as a text message, a link of usual length put in; null for a mail
     */
    record MailPreview(
            String subject, String body, @Nullable SmsLength sms) {}

    /** The words with made-up values in them. */
    @PostMapping("/mail-templates/{occasion}/preview")
    @Needs("print-template.view")
    MailPreview preview(
            Actor actor,
            @PathVariable String occasion,
            @RequestParam(defaultValue = "zh-CN") String language,
            @RequestBody TextBody body) {
        Locale in = MailEndpoints.language(language);
        MailWords words = database.read(actor.company(), tx -> templates.preview(tx, actor, occasion, in, body.body()));
        return new MailPreview(words.subject(), words.body(), templates.lengthOf(occasion, words));
    }

    record WishView(String event, String name, MailWishes.Mode mode) {}

    /** @param address where mails to the caller go; null when none was entered for them */
    record WishesView(@Nullable String address, List<WishView> wishes) {}

    private WishesView view(Actor actor, MailWishes.Wishes found) {
        List<WishView> views = new ArrayList<>();
        found.events()
                .forEach((event, mode) ->
                        views.add(new WishView(event, texts.text(actor.locale(), "mail.event." + event), mode)));
        return new WishesView(found.address(), views);
    }

    @GetMapping("/me/mail-wishes")
    @SignedIn("one's own")
    WishesView wishes(Actor actor) {
        return view(actor, database.read(actor.company(), tx -> wishes.of(tx, actor)));
    }

    record WishBody(@MaxLength(40) String event, MailWishes.Mode mode) {}

    record WishesBody(List<WishBody> wishes) {}

    /** Sets when the caller is told of what by mail; what isn't named stays. */
    @PutMapping("/me/mail-wishes")
    @SignedIn("one's own")
    WishesView wish(Actor actor, @RequestBody WishesBody body) {
        Map<String, MailWishes.Mode> wanted = new LinkedHashMap<>();
        body.wishes().forEach(wish -> wanted.put(wish.event(), wish.mode()));
        return database.write(actor.company(), tx -> {
            wishes.set(tx, actor, wanted);
            tx.flush();
            return view(actor, wishes.of(tx, actor));
        });
    }
}
