package io.onaccount.sales.web;

import static org.springframework.http.HttpStatus.CREATED;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import io.onaccount.sales.NewOrderChange;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.OrderChange;
import io.onaccount.sales.OrderChanges;
import io.onaccount.sales.web.OrderViews.AnswerView;
import io.onaccount.sales.web.OrderViews.MoveView;
import io.onaccount.sales.web.SalesOrderEndpoints.Reason;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Change orders: entered on an order, then moved by themselves. An answer's order is the change. */
@RestController
@RequestMapping("/api/v1")
class OrderChangeEndpoints {
    private final OrderChanges changes;
    private final OrderReads reads;
    private final Database database;
    private final Texts texts;

    OrderChangeEndpoints(OrderChanges changes, OrderReads reads, Database database, Texts texts) {
        this.changes = changes;
        this.reads = reads;
        this.database = database;
        this.texts = texts;
    }

    /** A change order as its page shows it. */
    record ChangeView(
            OrderChange change,
            @Nullable String ownerName,
            @Nullable String paymentTermName,
            @Nullable String paymentTermBeforeName,
            @Nullable String discountTermName,
            @Nullable String discountTermBeforeName,
            List<MoveView> moves) {}

    /** Enters a change of a confirmed order, as a draft. */
    @PostMapping("/sales-orders/{id}/changes")
    @Needs("order-change.create")
    @ResponseStatus(CREATED)
    AnswerView create(Actor actor, Once once, @PathVariable UUID id, @RequestBody NewOrderChange body) {
        return run(actor, once, tx -> changes.create(tx, actor, id, body));
    }

    @GetMapping("/order-changes/{id}")
    @Needs("order-change.view")
    ResponseEntity<ChangeView> find(Actor actor, @PathVariable UUID id) {
        ChangeView view = database.read(actor.company(), tx -> {
            OrderChange change = changes.find(tx, actor, id);
            return reads.view(tx, actor, change, OrderViews.moves(texts, actor, changes.moves(actor, change)));
        });
        return ResponseEntity.ok().eTag(Versions.etag(view.change().version())).body(view);
    }

    @PutMapping("/order-changes/{id}")
    @Needs("order-change.edit")
    AnswerView edit(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewOrderChange body) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> changes.edit(tx, actor, id, version, body));
    }

    @PostMapping("/order-changes/{id}/submission")
    @Needs("order-change.submit")
    AnswerView submit(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> changes.submit(tx, actor, id, version));
    }

    @DeleteMapping("/order-changes/{id}/submission")
    @Needs("order-change.return-to-draft")
    AnswerView returnToDraft(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> changes.returnToDraft(tx, actor, id, version));
    }

    /** Applies: held by credit or refused by a rule is an answer too; applied is {@code confirmed}. */
    @PostMapping("/order-changes/{id}/application")
    @Needs("order-change.apply")
    AnswerView apply(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> changes.apply(tx, actor, id, version));
    }

    /** Takes it back: the order stays as it is. */
    @PostMapping("/order-changes/{id}/withdrawal")
    @Needs("order-change.withdraw")
    AnswerView withdraw(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable Reason body) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> changes.withdraw(tx, actor, id, version, Reason.of(body)));
    }

    private AnswerView run(Actor actor, Once once, Function<Tx, OrderAnswer> body) {
        return once.run(actor.company(), AnswerView.class, tx -> OrderViews.answer(texts, actor, body.apply(tx)));
    }
}
