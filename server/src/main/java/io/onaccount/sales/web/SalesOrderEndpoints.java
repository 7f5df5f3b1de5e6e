package io.onaccount.sales.web;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.OrderSplits;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.SalesOrders;
import io.onaccount.sales.web.OrderViews.AnswerView;
import io.onaccount.sales.web.OrderViews.AnswersView;
import io.onaccount.sales.web.OrderViews.OrderView;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sales-orders")
class SalesOrderEndpoints {
    private static final int MOST_AT_ONCE = 1000;

    private final SalesOrders orders;
    private final OrderSplits splits;
    private final OrderReads reads;
    private final Database database;
    private final Texts texts;

    SalesOrderEndpoints(SalesOrders orders, OrderSplits splits, OrderReads reads, Database database, Texts texts) {
        this.orders = orders;
        this.splits = splits;
        this.reads = reads;
        this.database = database;
        this.texts = texts;
    }

    /** Places an order as a draft, or with {@code ?confirm=true} confirmed at once. */
    @PostMapping
    @Needs("sales-order.create")
    @ResponseStatus(CREATED)
    AnswerView place(
            Actor actor,
            Once once,
            @RequestBody NewSalesOrder body,
            @RequestParam(defaultValue = "false") boolean confirm) {
        return once.run(actor.company(), AnswerView.class, tx -> view(actor, orders.place(tx, actor, body, confirm)));
    }

    /** Up to a thousand orders. */
    record Bulk(List<NewSalesOrder> orders) {}

    @PostMapping("/bulk")
    @Needs("sales-order.create")
    @ResponseStatus(CREATED)
    AnswersView placeMany(
            Actor actor, Once once, @RequestBody Bulk body, @RequestParam(defaultValue = "false") boolean confirm) {
        if (body.orders().isEmpty() || body.orders().size() > MOST_AT_ONCE) {
            throw Problem.invalid("orders", "one-to", MOST_AT_ONCE);
        }
        return once.run(
                actor.company(),
                AnswersView.class,
                tx -> new AnswersView(orders.place(tx, actor, body.orders(), confirm).stream()
                        .map(answer -> view(actor, answer))
                        .toList()));
    }

    @GetMapping("/{id}")
    @Needs("sales-order.view")
    ResponseEntity<OrderView> find(Actor actor, @PathVariable UUID id) {
        OrderView view = database.read(actor.company(), tx -> {
            SalesOrder order = orders.find(tx, actor, id);
            return reads.view(tx, actor, order, OrderViews.moves(texts, actor, orders.moves(actor, order)));
        });
        return ResponseEntity.ok().eTag(Versions.etag(view.order().version())).body(view);
    }

    @PutMapping("/{id}")
    @Needs("sales-order.edit")
    AnswerView change(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewSalesOrder body) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> orders.change(tx, actor, id, version, body));
    }

    @DeleteMapping("/{id}")
    @Needs("sales-order.delete")
    @ResponseStatus(NO_CONTENT)
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        database.write(actor.company(), tx -> {
            orders.delete(tx, actor, id, version);
            return id;
        });
    }

    @PostMapping("/{id}/copies")
    @Needs("sales-order.create")
    @ResponseStatus(CREATED)
    AnswerView copy(Actor actor, Once once, @PathVariable UUID id) {
        return run(actor, once, tx -> orders.copy(tx, actor, id));
    }

    @PostMapping("/{id}/submission")
    @Needs("sales-order.submit")
    AnswerView submit(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> orders.submit(tx, actor, id, version));
    }

    @DeleteMapping("/{id}/submission")
    @Needs("sales-order.return-to-draft")
    AnswerView returnToDraft(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> orders.returnToDraft(tx, actor, id, version));
    }

    /** Confirms: held by credit or refused by a rule is an answer too. */
    @PostMapping("/{id}/confirmation")
    @Needs("sales-order.confirm")
    AnswerView confirm(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> orders.confirm(tx, actor, id, version));
    }

    /** Why. */
    record Reason(@Nullable @MaxLength(500) String reason) {
        static String of(@Nullable Reason body) {
            return body == null || body.reason == null ? "" : body.reason.strip();
        }
    }

    @PostMapping("/{id}/cancellation")
    @Needs("sales-order.cancel")
    AnswerView cancel(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable Reason body) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> orders.cancel(tx, actor, id, version, Reason.of(body)));
    }

    @PostMapping("/{id}/closure")
    @Needs("sales-order.close")
    AnswerView close(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable Reason body) {
        Integer version = Versions.parse(ifMatch);
        return run(actor, once, tx -> orders.close(tx, actor, id, version, Reason.of(body)));
    }

    /**
     * @param lines so much of each line is kept; a line not named goes into the new order
     * @param rest where the new order goes; a draft's rest is a draft
     */
    record Cut(List<OrderAnswer.Part> lines, OrderSplits.Rest rest) {}

    /** @param rest the new order */
    record SplitView(AnswerView kept, OrderAnswer.Placed rest) {}

    /** Cuts a draft or a held order in two; what is kept of a held one asks credit again. */
    @PostMapping("/{id}/splits")
    @Needs("sales-order.split")
    SplitView split(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Cut body) {
        Integer version = Versions.parse(ifMatch);
        return once.run(actor.company(), SplitView.class, tx -> {
            OrderSplits.Split split = splits.split(tx, actor, id, version, body.lines(), body.rest());
            return new SplitView(view(actor, split.kept()), split.rest());
        });
    }

    /** The largest part of a draft or a held order that would pass the gate now. */
    @GetMapping("/{id}/split-proposal")
    @Needs("sales-order.view")
    OrderSplits.SplitProposal proposeSplit(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> splits.proposeSplit(tx, actor, id));
    }

    private AnswerView run(Actor actor, Once once, Function<Tx, OrderAnswer> body) {
        return once.run(actor.company(), AnswerView.class, tx -> view(actor, body.apply(tx)));
    }

    private AnswerView view(Actor actor, OrderAnswer answer) {
        return OrderViews.answer(texts, actor, answer);
    }
}
