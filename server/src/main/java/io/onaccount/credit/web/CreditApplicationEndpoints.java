package io.onaccount.credit.web;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.onaccount.credit.CreditApplication;
import io.onaccount.credit.CreditApplications;
import io.onaccount.credit.CreditFigures;
import io.onaccount.credit.CreditLetters;
import io.onaccount.credit.CreditProposal;
import io.onaccount.document.MoveOption;
import io.onaccount.document.RecordRef;
import io.onaccount.document.RecordViews;
import io.onaccount.document.Records;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Credit applications over HTTP. */
@RestController
@RequestMapping("/api/v1/credit-applications")
class CreditApplicationEndpoints {
    private final CreditApplications applications;
    private final CreditLetters letters;
    private final Records records;
    private final Database database;
    private final Texts texts;
    private final RecordViews<ApplicationView> views;

    CreditApplicationEndpoints(
            CreditApplications applications, CreditLetters letters, Records records, Database database, Texts texts) {
        this.applications = applications;
        this.letters = letters;
        this.records = records;
        this.database = database;
        this.texts = texts;
        this.views = new RecordViews<>(
                database, ApplicationView.class, v -> v.application().version(), this::view);
    }

    /**
     * An application as its page shows it.
     *
     * @param now the customer's figures as they are today
     */
    record ApplicationView(
            CreditApplication application,
            String currency,
            CreditFigures now,
            @Nullable String ownerName,
            @Nullable String submittedByName,
            @Nullable String decidedByName,
            List<MoveOption> moves) {}

    private ApplicationView view(Tx tx, Actor actor, UUID id) {
        CreditApplication application = applications.find(tx, actor, id);
        Map<UUID, RecordRef> names = records.names(
                tx,
                Stream.of(application.owner(), application.submittedBy(), application.decidedBy())
                        .filter(Objects::nonNull)
                        .toList());
        return new ApplicationView(
                application,
                actor.currency(),
                applications.figures(tx, actor, application),
                name(names, application.owner()),
                name(names, application.submittedBy()),
                name(names, application.decidedBy()),
                applications.moves(tx, texts, actor, application));
    }

    private static @Nullable String name(Map<UUID, RecordRef> names, @Nullable UUID user) {
        RecordRef found = user == null ? null : names.get(user);
        return found == null ? null : found.title();
    }

    @PostMapping
    @Needs("credit-application.create")
    @ResponseStatus(CREATED)
    ResponseEntity<ApplicationView> create(Actor actor, Once once, @RequestBody CreditProposal body) {
        return views.created(actor, once, tx -> applications.create(tx, actor, body));
    }

    @GetMapping("/{id}")
    @Needs("credit-application.view")
    ResponseEntity<ApplicationView> read(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    @PutMapping("/{id}")
    @Needs("credit-application.edit")
    ResponseEntity<ApplicationView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody CreditProposal body) {
        return views.done(actor, once, id, tx -> applications.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/{id}")
    @Needs("credit-application.delete")
    @ResponseStatus(NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        database.write(actor.company(), tx -> {
            applications.delete(tx, actor, id, seen.version());
            return true;
        });
    }

    /** Puts it to whoever decides; granted at once where nobody is asked and one's own authority reaches so far. */
    @PostMapping("/{id}/submission")
    @Needs("credit-application.submit")
    ResponseEntity<ApplicationView> submit(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> applications.submit(tx, actor, id, seen.version()));
    }

    @DeleteMapping("/{id}/submission")
    @Needs("credit-application.return-to-draft")
    ResponseEntity<ApplicationView> returnToDraft(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> applications.returnToDraft(tx, actor, id, seen.version()));
    }

    /** Why, where one wants to say. */
    record Remark(@Nullable @MaxLength(1000) String reason) {
        static @Nullable String of(@Nullable Remark body) {
            return body == null ? null : body.reason;
        }
    }

    /** Why. */
    record Refusal(@MaxLength(1000) String reason) {}

    @PostMapping("/{id}/approval")
    @Needs("credit-application.approve")
    ResponseEntity<ApplicationView> approve(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody(required = false) @Nullable Remark body) {
        return views.done(actor, once, id, tx -> applications.approve(tx, actor, id, seen.version(), Remark.of(body)));
    }

    @PostMapping("/{id}/rejection")
    @Needs("credit-application.reject")
    ResponseEntity<ApplicationView> reject(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Refusal body) {
        return views.done(actor, once, id, tx -> applications.reject(tx, actor, id, seen.version(), body.reason()));
    }

    @PostMapping("/{id}/cancellation")
    @Needs("credit-application.cancel")
    ResponseEntity<ApplicationView> cancel(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody(required = false) @Nullable Remark body) {
        return views.done(actor, once, id, tx -> applications.cancel(tx, actor, id, seen.version(), Remark.of(body)));
    }

    /** The letter to the customer about what was decided, in a language; the reader's when left out. */
    @GetMapping("/{id}/letter")
    @Needs("credit-application.view")
    CreditLetters.Letter letter(
            Actor actor, @PathVariable UUID id, @RequestParam(required = false) @Nullable String language) {
        Locale locale = language == null ? actor.locale() : Locale.forLanguageTag(language);
        return database.read(actor.company(), tx -> letters.letter(tx, actor, id, locale));
    }
}
