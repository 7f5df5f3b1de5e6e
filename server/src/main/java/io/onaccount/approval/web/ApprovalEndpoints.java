package io.onaccount.approval.web;

import io.onaccount.approval.ApprovalLinks;
import io.onaccount.approval.Approvals;
import io.onaccount.approval.Approvals.Decided;
import io.onaccount.approval.RequestState;
import io.onaccount.approval.web.CardViews.CardView;
import io.onaccount.document.RecordRef;
import io.onaccount.document.Records;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.organization.Users;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** One inbox for all that waits for me, the card with what is needed to decide, and the decisions. */
@RestController
class ApprovalEndpoints {
    private final Approvals approvals;
    private final ApprovalLinks links;
    private final CardViews views;
    private final Records records;
    private final Users users;
    private final Database database;
    private final Texts texts;

    ApprovalEndpoints(
            Approvals approvals,
            ApprovalLinks links,
            CardViews views,
            Records records,
            Users users,
            Database database,
            Texts texts) {
        this.approvals = approvals;
        this.links = links;
        this.views = views;
        this.records = records;
        this.users = users;
        this.database = database;
        this.texts = texts;
    }

    /** @param onBehalfOf the absent colleague whose decision it is; null when it is my own */
    record WaitingView(
            UUID id,
            String kind,
            String kindTitle,
            RecordRef subject,
            @Nullable String party,
            @Nullable String currency,
            @Nullable BigDecimal total,
            String rule,
            String step,
            String askedBy,
            Instant askedAt,
            @Nullable Instant dueAt,
            boolean late,
            @Nullable String onBehalfOf) {}

    record Inbox(List<WaitingView> rows) {}

    record Count(int count) {}

    @GetMapping("/api/v1/approvals/inbox")
    @Needs("approval.decide")
    Inbox inbox(Actor actor) {
        return database.read(actor.company(), tx -> {
            List<Approvals.Waiting> waiting = approvals.inbox(tx, actor);
            Set<UUID> people = new HashSet<>();
            Set<UUID> parties = new HashSet<>();
            waiting.forEach(w -> {
                people.add(w.request().askedBy());
                people.add(w.onBehalfOf());
                if (w.request().party() != null) {
                    parties.add(w.request().party());
                }
            });
            Map<UUID, String> names = users.named(tx, people);
            Map<UUID, RecordRef> customers = records.names(tx, parties);
            return new Inbox(
                    waiting.stream().map(w -> view(actor, w, names, customers)).toList());
        });
    }

    private WaitingView view(
            Actor actor, Approvals.Waiting waiting, Map<UUID, String> names, Map<UUID, RecordRef> parties) {
        var request = waiting.request();
        RecordRef party = request.party() == null ? null : parties.get(request.party());
        return new WaitingView(
                request.id(),
                request.kind(),
                texts.text(actor.locale(), "kind." + request.kind()),
                new RecordRef(request.subject(), request.kind(), request.number(), request.title()),
                party == null ? null : party.title(),
                request.currency(),
                request.total(),
                request.rule(),
                waiting.step().definition().name(),
                names.getOrDefault(request.askedBy(), ""),
                request.askedAt(),
                waiting.step().dueAt(),
                waiting.step().escalatedAt() != null,
                waiting.onBehalfOf().equals(actor.user()) ? null : names.getOrDefault(waiting.onBehalfOf(), ""));
    }

    @GetMapping("/api/v1/approvals/inbox/count")
    @Needs("approval.decide")
    Count count(Actor actor) {
        return new Count(database.read(actor.company(), tx -> approvals.countInbox(tx, actor)));
    }

    @GetMapping("/api/v1/approvals/{id}")
    @Needs("approval.view")
    CardView card(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> views.card(tx, actor, approvals.card(tx, actor, id)));
    }

    record OwnWords(@Nullable @MaxLength(1000) String reason) {
        static String of(@Nullable OwnWords body) {
            return body == null || body.reason == null ? "" : body.reason;
        }
    }

    record Reason(@MaxLength(1000) String reason) {}

    /**
     * What came of it.
     *
     * @param state PENDING while others still have to decide; VOID when the subject had changed and was asked for anew
     * @param message in the decider's words, what was done with the subject; null when nothing was yet
     */
    record DecidedView(
            UUID id,
            RequestState state,
            @Nullable String outcome,
            @Nullable String message) {}

    static DecidedView view(Texts texts, Actor actor, String kind, Decided decided) {
        return new DecidedView(
                decided.request(),
                decided.state(),
                decided.outcome(),
                decided.outcome() == null
                        ? null
                        : texts.text(actor.locale(), "approval.outcome." + kind + "." + decided.outcome()));
    }

    private DecidedView view(io.onaccount.platform.db.Tx tx, Actor actor, Decided decided) {
        String kind = approvals.kindOf(tx, decided.request());
        return view(texts, actor, kind, decided);
    }

    @PostMapping("/api/v1/approvals/{id}/approval")
    @Needs("approval.decide")
    DecidedView approve(
            Actor actor, Once once, @PathVariable UUID id, @RequestBody(required = false) @Nullable OwnWords body) {
        return once.run(
                actor.company(),
                DecidedView.class,
                tx -> view(tx, actor, approvals.approve(tx, actor, id, OwnWords.of(body))));
    }

    @PostMapping("/api/v1/approvals/{id}/rejection")
    @Needs("approval.decide")
    DecidedView reject(Actor actor, Once once, @PathVariable UUID id, @RequestBody Reason body) {
        return once.run(
                actor.company(),
                DecidedView.class,
                tx -> view(tx, actor, approvals.reject(tx, actor, id, body.reason())));
    }

    @PostMapping("/api/v1/approvals/{id}/return")
    @Needs("approval.decide")
    DecidedView sendBack(Actor actor, Once once, @PathVariable UUID id, @RequestBody Reason body) {
        return once.run(
                actor.company(),
                DecidedView.class,
                tx -> view(tx, actor, approvals.sendBack(tx, actor, id, body.reason())));
    }

    @PostMapping("/api/v1/approvals/{id}/withdrawal")
    @Needs("approval.view")
    DecidedView withdraw(
            Actor actor, Once once, @PathVariable UUID id, @RequestBody(required = false) @Nullable OwnWords body) {
        return once.run(
                actor.company(),
                DecidedView.class,
                tx -> view(tx, actor, approvals.withdraw(tx, actor, id, OwnWords.of(body))));
    }

    /** Who must say yes too. */
    record Added(UUID user, @Nullable @MaxLength(1000) String reason) {}

    @PostMapping("/api/v1/approvals/{id}/approvers")
    @Needs("approval.view")
    DecidedView add(Actor actor, Once once, @PathVariable UUID id, @RequestBody Added body) {
        return once.run(
                actor.company(),
                DecidedView.class,
                tx -> view(
                        tx,
                        actor,
                        approvals.addApprover(tx, actor, id, body.user(), body.reason() == null ? "" : body.reason())));
    }

    /** For whom. */
    record LinkFor(UUID user) {}

    /** @param path the page below the server's address; its token stands after #, which browsers don't send */
    record LinkView(String path, Instant expires) {}

    @PostMapping("/api/v1/approvals/{id}/links")
    @Needs("approval.view")
    LinkView link(Actor actor, @PathVariable UUID id, @RequestBody LinkFor body) {
        ApprovalLinks.Made made = database.write(actor.company(), tx -> links.make(tx, actor, id, body.user()));
        return new LinkView("/approve#" + made.token(), made.expires());
    }

    @GetMapping("/api/v1/records/{id}/approvals")
    @SignedIn("whoever may see the record: its kind's own right and the data scope are checked on it")
    List<CardView> ofRecord(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> {
            records.find(tx, actor, id);
            return views.history(tx, actor, approvals.history(tx, id));
        });
    }
}
