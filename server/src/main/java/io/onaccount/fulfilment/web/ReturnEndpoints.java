package io.onaccount.fulfilment.web;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.onaccount.fulfilment.NewReturn;
import io.onaccount.fulfilment.Returns;
import io.onaccount.fulfilment.Returns.Placed;
import io.onaccount.fulfilment.SalesReturn;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import io.onaccount.receivables.GoodsCredit;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/returns")
class ReturnEndpoints {
    private final Returns returns;
    private final Database database;
    private final Texts texts;

    ReturnEndpoints(Returns returns, Database database, Texts texts) {
        this.returns = returns;
        this.database = database;
        this.texts = texts;
    }

    /** A return as its page shows it; the field is not called return, which no language can name a variable. */
    record ReturnView(SalesReturn salesReturn, List<MoveView> moves, List<TakenBackView> takenBack) {}

    /**
     * Cash discount that was not given in the end.
     *
     * @param amount by which less is credited
     * @param explanation in a sentence
     */
    record TakenBackView(BigDecimal amount, String explanation) {}

    private ReturnView view(Actor actor, SalesReturn found, List<GoodsCredit.TakenBack> takenBack) {
        return new ReturnView(
                found,
                MoveView.of(texts, actor, returns.moves(actor, found)),
                takenBack.stream()
                        .map(t -> new TakenBackView(
                                t.back(),
                                texts.text(
                                        actor.locale(),
                                        "return.taken-back",
                                        t.document(),
                                        t.whole(),
                                        t.discount(),
                                        t.gross(),
                                        t.back())))
                        .toList());
    }

    @PostMapping
    @Needs("sales-return.create")
    @ResponseStatus(CREATED)
    Placed create(Actor actor, Once once, @RequestBody NewReturn body) {
        return once.run(actor.company(), Placed.class, tx -> returns.draft(tx, actor, body));
    }

    @GetMapping("/{id}")
    @Needs("sales-return.view")
    ResponseEntity<ReturnView> find(Actor actor, @PathVariable UUID id) {
        ReturnView view = database.read(
                actor.company(), tx -> view(actor, returns.find(tx, actor, id), returns.takenBack(tx, id)));
        return ResponseEntity.ok()
                .eTag(Versions.etag(view.salesReturn().version()))
                .body(view);
    }

    @PutMapping("/{id}")
    @Needs("sales-return.edit")
    Placed change(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NewReturn body) {
        return once.run(actor.company(), Placed.class, tx -> returns.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/{id}")
    @Needs("sales-return.delete")
    @ResponseStatus(NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        database.write(actor.company(), tx -> {
            returns.delete(tx, actor, id, seen.version());
            return id;
        });
    }

    @PostMapping("/{id}/posting")
    @Needs("sales-return.post")
    Placed post(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return once.run(actor.company(), Placed.class, tx -> returns.post(tx, actor, id, seen.version()));
    }
}
