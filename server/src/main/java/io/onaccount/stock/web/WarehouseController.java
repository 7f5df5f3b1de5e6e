package io.onaccount.stock.web;

import io.onaccount.document.MoveOption;
import io.onaccount.document.RecordViews;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.stock.Warehouse;
import io.onaccount.stock.Warehouses;
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

/** Warehouses over HTTP. */
@RestController
@RequestMapping("/api/v1/warehouses")
class WarehouseController {
    private final Warehouses warehouses;
    private final Database database;
    private final RecordViews<WarehouseView> views;

    WarehouseController(Warehouses warehouses, Database database, Texts texts) {
        this.warehouses = warehouses;
        this.database = database;
        this.views = new RecordViews<>(
                database, WarehouseView.class, v -> v.warehouse().version(), (tx, actor, id) -> {
                    Warehouse warehouse = warehouses.require(tx, id);
                    return new WarehouseView(warehouse, warehouses.moves(texts, actor, warehouse));
                });
    }

    record WarehouseView(Warehouse warehouse, List<MoveOption> moves) {}

    record ChoicesView(List<Warehouse> warehouses) {}

    /** The active warehouses, for choosing one. */
    @GetMapping("/choices")
    @SignedIn("everybody who enters deliveries, returns or orders chooses among them")
    ChoicesView choices(Actor actor) {
        return new ChoicesView(database.read(actor.company(), warehouses::active));
    }

    @PostMapping
    @Needs("warehouse.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<WarehouseView> create(Actor actor, Once once, @RequestBody Warehouse.Entry body) {
        return views.created(actor, once, tx -> warehouses.create(tx, actor, body));
    }

    @GetMapping("/{id}")
    @Needs("warehouse.view")
    ResponseEntity<WarehouseView> read(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    @PutMapping("/{id}")
    @Needs("warehouse.edit")
    ResponseEntity<WarehouseView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Warehouse.Entry body) {
        return views.done(actor, once, id, tx -> warehouses.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/{id}")
    @Needs("warehouse.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        views.deleted(actor, tx -> warehouses.delete(tx, actor, id, seen.version()));
    }

    @PostMapping("/{id}/stop")
    @Needs("warehouse.stop")
    ResponseEntity<WarehouseView> stop(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> warehouses.stop(tx, actor, id, seen.version()));
    }

    @PostMapping("/{id}/reactivation")
    @Needs("warehouse.reactivate")
    ResponseEntity<WarehouseView> reactivate(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> warehouses.reactivate(tx, actor, id, seen.version()));
    }
}
