package io.onaccount.catalog.web;

import io.onaccount.catalog.ProductCard;
import io.onaccount.catalog.ProductChoice;
import io.onaccount.catalog.ProductEntry;
import io.onaccount.catalog.ProductSearch;
import io.onaccount.catalog.Products;
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
import org.springframework.web.bind.annotation.RestController;

/** Products over HTTP. */
@RestController
@RequestMapping("/api/v1/products")
class ProductController {
    private final Products products;
    private final ProductSearch search;
    private final Database database;
    private final Texts texts;

    ProductController(Products products, ProductSearch search, Database database, Texts texts) {
        this.products = products;
        this.search = search;
        this.database = database;
        this.texts = texts;
    }

    /** A product as its page shows it. */
    record ProductView(ProductCard product, List<MoveOption> moves) {}

    record ChoicesView(List<ProductChoice> choices) {}

    /** Products for entering lines, with stock and the last price beside each. */
    @GetMapping("/pick")
    @Needs("product.view")
    ChoicesView pick(
            Actor actor,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID customer,
            @RequestParam(required = false) @Nullable UUID warehouse,
            @RequestParam(defaultValue = "20") int limit) {
        Problem.Collector problems = new Problem.Collector();
        String typed = Input.text(problems, "q", q, 100);
        problems.check(limit >= 1 && limit <= 50, "limit", "out-of-range", 1, 50);
        problems.throwIfAny();
        return new ChoicesView(database.read(
                actor.company(), tx -> search.pick(tx, actor, typed == null ? "" : typed, customer, warehouse, limit)));
    }

    @PostMapping
    @Needs("product.create")
    ResponseEntity<ProductView> create(Actor actor, Once once, @RequestBody ProductEntry body) {
        return answer(HttpStatus.CREATED, once.run(actor.company(), ProductView.class, tx -> {
            UUID id = products.create(tx, actor, body);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    @GetMapping("/{id}")
    @Needs("product.view")
    ResponseEntity<ProductView> read(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, database.read(actor.company(), tx -> view(tx, actor, id)));
    }

    @PutMapping("/{id}")
    @Needs("product.edit")
    ResponseEntity<ProductView> change(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ProductEntry body) {
        return done(actor, once, id, tx -> products.change(tx, actor, id, Versions.parse(ifMatch), body));
    }

    @DeleteMapping("/{id}")
    @Needs("product.delete")
    ResponseEntity<Void> delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        database.write(actor.company(), tx -> {
            products.delete(tx, actor, id, Versions.parse(ifMatch));
            return true;
        });
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/stop")
    @Needs("product.stop")
    ResponseEntity<ProductView> stop(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> products.stop(tx, actor, id, Versions.parse(ifMatch)));
    }

    @PostMapping("/{id}/reactivation")
    @Needs("product.reactivate")
    ResponseEntity<ProductView> reactivate(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return done(actor, once, id, tx -> products.reactivate(tx, actor, id, Versions.parse(ifMatch)));
    }

    private ResponseEntity<ProductView> done(Actor actor, Once once, UUID id, Consumer<Tx> work) {
        return answer(HttpStatus.OK, once.run(actor.company(), ProductView.class, tx -> {
            work.accept(tx);
            tx.flush();
            return view(tx, actor, id);
        }));
    }

    private ProductView view(Tx tx, Actor actor, UUID id) {
        ProductCard card = products.card(tx, actor, id);
        return new ProductView(card, products.moves(texts, actor, card));
    }

    private static ResponseEntity<ProductView> answer(HttpStatus status, ProductView view) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.ETAG, Versions.etag(view.product().version()))
                .body(view);
    }
}
