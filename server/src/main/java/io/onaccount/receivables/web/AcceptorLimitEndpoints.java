package io.onaccount.receivables.web;

import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import io.onaccount.receivables.AcceptorLimits;
import java.math.BigDecimal;
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

/** Limits of acceptors of bills, over HTTP. */
@RestController
@RequestMapping("/api/v1/acceptor-limits")
class AcceptorLimitEndpoints {
    private final AcceptorLimits limits;
    private final Database database;
    private final Texts texts;

    AcceptorLimitEndpoints(AcceptorLimits limits, Database database, Texts texts) {
        this.limits = limits;
        this.database = database;
        this.texts = texts;
    }

    record AcceptorLimitView(AcceptorLimits.View limit, String currency, List<MoveOption> moves) {}

    /** @param standing null: the acceptor has no limit */
    record AcceptorStanding(AcceptorLimits.@Nullable Standing standing) {}

    /**
     * What a bill of this acceptor would meet today.
     *
     * @param amount nothing when left out
     */
    @GetMapping("/standing")
    @Needs("bill.view")
    AcceptorStanding standing(
            Actor actor, @RequestParam String acceptor, @RequestParam(required = false) @Nullable BigDecimal amount) {
        BigDecimal wanted = amount == null ? BigDecimal.ZERO : amount;
        Problem.Collector problems = new Problem.Collector();
        String named = Input.text(problems, "acceptor", acceptor, 200);
        problems.check(wanted.signum() >= 0, "amount", "negative");
        Input.amount(problems, "amount", wanted, actor.currency());
        problems.throwIfAny();
        return new AcceptorStanding(database.read(actor.company(), tx -> limits.standing(tx, actor, named, wanted))
                .orElse(null));
    }

    @PostMapping
    @Needs("acceptor-limit.create")
    ResponseEntity<AcceptorLimitView> create(Actor actor, Once once, @RequestBody AcceptorLimits.Entry body) {
        return answer(HttpStatus.CREATED, once.run(actor.company(), AcceptorLimitView.class, tx -> {
            UUID id = limits.create(tx, actor, body);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    @GetMapping("/{id}")
    @Needs("acceptor-limit.view")
    ResponseEntity<AcceptorLimitView> read(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, database.read(actor.company(), tx -> view(tx, actor, id)));
    }

    @PutMapping("/{id}")
    @Needs("acceptor-limit.edit")
    ResponseEntity<AcceptorLimitView> change(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody AcceptorLimits.Entry body) {
        return done(actor, once, id, tx -> limits.change(tx, actor, id, Versions.parse(ifMatch), body));
    }

    @DeleteMapping("/{id}")
    @Needs("acceptor-limit.delete")
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
    @Needs("acceptor-limit.stop")
    ResponseEntity<AcceptorLimitView> stop(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> limits.move(tx, actor, id, Versions.parse(ifMatch), "stop"));
    }

    @PostMapping("/{id}/reactivation")
    @Needs("acceptor-limit.reactivate")
    ResponseEntity<AcceptorLimitView> reactivate(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> limits.move(tx, actor, id, Versions.parse(ifMatch), "reactivate"));
    }

    private ResponseEntity<AcceptorLimitView> done(Actor actor, Once once, UUID id, Consumer<Tx> work) {
        return answer(HttpStatus.OK, once.run(actor.company(), AcceptorLimitView.class, tx -> {
            work.accept(tx);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    private AcceptorLimitView view(Tx tx, Actor actor, UUID id) {
        AcceptorLimits.View limit = limits.view(tx, actor, id);
        return new AcceptorLimitView(limit, actor.currency(), limits.moves(texts, actor, limit));
    }

    private static ResponseEntity<AcceptorLimitView> answer(HttpStatus status, AcceptorLimitView view) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.ETAG, Versions.etag(view.limit().version()))
                .body(view);
    }
}
