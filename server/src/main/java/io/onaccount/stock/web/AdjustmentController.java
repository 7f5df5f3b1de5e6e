package io.onaccount.stock.web;

import io.onaccount.document.MoveOption;
import io.onaccount.document.RecordViews;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.stock.Adjustments;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
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

/** Stock adjustments over HTTP. */
@RestController
@RequestMapping("/api/v1/stock-adjustments")
class AdjustmentController {
    private final Adjustments adjustments;
    private final RecordViews<AdjustmentView> views;

    AdjustmentController(Adjustments adjustments, Database database, Texts texts) {
        this.adjustments = adjustments;
        this.views = new RecordViews<>(
                database, AdjustmentView.class, v -> v.adjustment().version(), (tx, actor, id) -> {
                    Adjustments.Adjustment adjustment = adjustments.find(tx, actor, id);
                    return new AdjustmentView(adjustment, adjustments.moves(texts, actor, adjustment));
                });
    }

    record AdjustmentView(Adjustments.Adjustment adjustment, List<MoveOption> moves) {}

    @PostMapping
    @Needs("stock-adjustment.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<AdjustmentView> create(Actor actor, Once once, @RequestBody Adjustments.Entry body) {
        return views.created(actor, once, tx -> adjustments.create(tx, actor, body));
    }

    @GetMapping("/{id}")
    @Needs("stock-adjustment.view")
    ResponseEntity<AdjustmentView> read(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    @PutMapping("/{id}")
    @Needs("stock-adjustment.edit")
    ResponseEntity<AdjustmentView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Adjustments.Entry body) {
        return views.done(actor, once, id, tx -> adjustments.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/{id}")
    @Needs("stock-adjustment.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        views.deleted(actor, tx -> adjustments.delete(tx, actor, id, seen.version()));
    }

    @PostMapping("/{id}/posting")
    @Needs("stock-adjustment.post")
    ResponseEntity<AdjustmentView> post(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> adjustments.post(tx, actor, id, seen.version()));
    }
}
