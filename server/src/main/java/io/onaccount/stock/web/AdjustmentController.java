package io.onaccount.stock.web;

import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import io.onaccount.stock.Adjustments;
import java.util.List;
import java.util.UUID;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Stock adjustments over HTTP. */
@RestController
@RequestMapping("/api/v1/stock-adjustments")
class AdjustmentController {
    private final Adjustments adjustments;
    private final Database database;
    private final Texts texts;

    AdjustmentController(Adjustments adjustments, Database database, Texts texts) {
        this.adjustments = adjustments;
        this.database = database;
        this.texts = texts;
    }

    record AdjustmentView(Adjustments.Adjustment adjustment, List<MoveOption> moves) {}

    @PostMapping
    @Needs("stock-adjustment.create")
    ResponseEntity<AdjustmentView> create(Actor actor, Once once, @RequestBody Adjustments.Entry body) {
        return answer(HttpStatus.CREATED, once.run(actor.company(), AdjustmentView.class, tx -> {
            UUID id = adjustments.create(tx, actor, body);
            return written(tx, actor, id);
        }));
    }

    @GetMapping("/{id}")
    @Needs("stock-adjustment.view")
    ResponseEntity<AdjustmentView> read(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, database.read(actor.company(), tx -> view(tx, actor, id)));
    }

    @PutMapping("/{id}")
    @Needs("stock-adjustment.edit")
    ResponseEntity<AdjustmentView> change(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Adjustments.Entry body) {
        return answer(HttpStatus.OK, once.run(actor.company(), AdjustmentView.class, tx -> {
            adjustments.change(tx, actor, id, Versions.parse(ifMatch), body);
            return written(tx, actor, id);
        }));
    }

    @DeleteMapping("/{id}")
    @Needs("stock-adjustment.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        database.write(actor.company(), tx -> {
            adjustments.delete(tx, actor, id, Versions.parse(ifMatch));
            return true;
        });
    }

    @PostMapping("/{id}/posting")
    @Needs("stock-adjustment.post")
    ResponseEntity<AdjustmentView> post(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(HttpStatus.OK, once.run(actor.company(), AdjustmentView.class, tx -> {
            adjustments.post(tx, actor, id, Versions.parse(ifMatch));
            return written(tx, actor, id);
        }));
    }

    private AdjustmentView written(Tx tx, Actor actor, UUID id) {
        tx.flush();
        return view(tx, actor, id);
    }

    private AdjustmentView view(Tx tx, Actor actor, UUID id) {
        Adjustments.Adjustment adjustment = adjustments.find(tx, actor, id);
        return new AdjustmentView(adjustment, adjustments.moves(texts, actor, adjustment));
    }

    private static ResponseEntity<AdjustmentView> answer(HttpStatus status, AdjustmentView view) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.ETAG, Versions.etag(view.adjustment().version()))
                .body(view);
    }
}
