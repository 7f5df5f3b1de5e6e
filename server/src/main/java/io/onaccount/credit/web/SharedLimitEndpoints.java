package io.onaccount.credit.web;

import io.onaccount.credit.Pool;
import io.onaccount.credit.SharedLimits;
import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Limits that several customers draw on, over HTTP. */
@RestController
@RequestMapping("/api/v1/shared-limits")
class SharedLimitEndpoints {
    private final SharedLimits limits;
    private final Database database;
    private final Texts texts;

    SharedLimitEndpoints(SharedLimits limits, Database database, Texts texts) {
        this.limits = limits;
        this.database = database;
        this.texts = texts;
    }

    record SharedLimitView(SharedLimits.View limit, String currency, List<MoveOption> moves) {}

    record CandidatesView(List<UUID> customers) {}

    /** The customers a salesperson or a department looks after, to be taken over as members. */
    @GetMapping("/candidates")
    @Needs("shared-limit.edit")
    CandidatesView candidates(Actor actor, @RequestParam Pool.Basis basis, @RequestParam UUID whose) {
        return new CandidatesView(database.read(actor.company(), tx -> limits.lookedAfter(tx, basis, whose)));
    }

    @PostMapping
    @Needs("shared-limit.create")
    ResponseEntity<SharedLimitView> create(Actor actor, Once once, @RequestBody SharedLimits.Entry body) {
        return answer(HttpStatus.CREATED, once.run(actor.company(), SharedLimitView.class, tx -> {
            UUID id = limits.create(tx, actor, body);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    @GetMapping("/{id}")
    @Needs("shared-limit.view")
    ResponseEntity<SharedLimitView> read(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, database.read(actor.company(), tx -> view(tx, actor, id)));
    }

    @PutMapping("/{id}")
    @Needs("shared-limit.edit")
    ResponseEntity<SharedLimitView> change(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody SharedLimits.Entry body) {
        return done(actor, once, id, tx -> limits.change(tx, actor, id, Versions.parse(ifMatch), body));
    }

    @DeleteMapping("/{id}")
    @Needs("shared-limit.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        database.write(actor.company(), tx -> {
            limits.delete(tx, actor, id, Versions.parse(ifMatch));
            return true;
        });
    }

    @PostMapping("/{id}/stop")
    @Needs("shared-limit.stop")
    ResponseEntity<SharedLimitView> stop(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> limits.move(tx, actor, id, Versions.parse(ifMatch), "stop"));
    }

    @PostMapping("/{id}/reactivation")
    @Needs("shared-limit.reactivate")
    ResponseEntity<SharedLimitView> reactivate(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> limits.move(tx, actor, id, Versions.parse(ifMatch), "reactivate"));
    }

    private ResponseEntity<SharedLimitView> done(Actor actor, Once once, UUID id, Consumer<Tx> work) {
        return answer(HttpStatus.OK, once.run(actor.company(), SharedLimitView.class, tx -> {
            work.accept(tx);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    private SharedLimitView view(Tx tx, Actor actor, UUID id) {
        SharedLimits.View limit = limits.view(tx, actor, id);
        return new SharedLimitView(limit, actor.currency(), limits.moves(texts, actor, limit));
    }

    private static ResponseEntity<SharedLimitView> answer(HttpStatus status, SharedLimitView view) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.ETAG, Versions.etag(view.limit().version()))
                .body(view);
    }
}
