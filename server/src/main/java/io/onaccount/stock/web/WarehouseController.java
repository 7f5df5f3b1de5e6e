package io.onaccount.stock.web;

import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import io.onaccount.stock.Warehouse;
import io.onaccount.stock.Warehouses;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Warehouses over HTTP. */
@RestController
@RequestMapping("/api/v1/warehouses")
class WarehouseController {
    private final Warehouses warehouses;
    private final Database database;
    private final Texts texts;

    WarehouseController(Warehouses warehouses, Database database, Texts texts) {
        this.warehouses = warehouses;
        this.database = database;
        this.texts = texts;
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
    ResponseEntity<WarehouseView> create(Actor actor, Once once, @RequestBody Warehouse.Entry body) {
        return answer(HttpStatus.CREATED, once.run(actor.company(), WarehouseView.class, tx -> {
            UUID id = warehouses.create(tx, actor, body);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    @GetMapping("/{id}")
    @Needs("warehouse.view")
    ResponseEntity<WarehouseView> read(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, database.read(actor.company(), tx -> view(tx, actor, id)));
    }

    @PutMapping("/{id}")
    @Needs("warehouse.edit")
    ResponseEntity<WarehouseView> change(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Warehouse.Entry body) {
        return done(actor, once, id, tx -> warehouses.change(tx, actor, id, Versions.parse(ifMatch), body));
    }

    @DeleteMapping("/{id}")
    @Needs("warehouse.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        database.write(actor.company(), tx -> {
            warehouses.delete(tx, actor, id, Versions.parse(ifMatch));
            return true;
        });
    }

    @PostMapping("/{id}/stop")
    @Needs("warehouse.stop")
    ResponseEntity<WarehouseView> stop(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> warehouses.stop(tx, actor, id, Versions.parse(ifMatch)));
    }

    @PostMapping("/{id}/reactivation")
    @Needs("warehouse.reactivate")
    ResponseEntity<WarehouseView> reactivate(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> warehouses.reactivate(tx, actor, id, Versions.parse(ifMatch)));
    }

    private ResponseEntity<WarehouseView> done(Actor actor, Once once, UUID id, Consumer<Tx> work) {
        return answer(HttpStatus.OK, once.run(actor.company(), WarehouseView.class, tx -> {
            work.accept(tx);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    private WarehouseView view(Tx tx, Actor actor, UUID id) {
        Warehouse warehouse = warehouses.require(tx, id);
        return new WarehouseView(warehouse, warehouses.moves(texts, actor, warehouse));
    }

    private static ResponseEntity<WarehouseView> answer(HttpStatus status, WarehouseView view) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.ETAG, Versions.etag(view.warehouse().version()))
                .body(view);
    }
}
