package io.onaccount.catalog.web;

import io.onaccount.catalog.ProductCard;
import io.onaccount.catalog.ProductChoice;
import io.onaccount.catalog.ProductEntry;
import io.onaccount.catalog.ProductSearch;
import io.onaccount.catalog.Products;
import io.onaccount.document.MoveOption;
import io.onaccount.document.RecordViews;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Products over HTTP. */
@RestController
@RequestMapping("/api/v1/products")
class ProductController {
    private final Products products;
    private final ProductSearch search;
    private final Database database;
    private final RecordViews<ProductView> views;

    ProductController(Products products, ProductSearch search, Database database, Texts texts) {
        this.products = products;
        this.search = search;
        this.database = database;
        this.views =
                new RecordViews<>(database, ProductView.class, v -> v.product().version(), (tx, actor, id) -> {
                    ProductCard card = products.card(tx, actor, id);
                    return new ProductView(card, products.moves(texts, actor, card));
                });
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
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ProductView> create(Actor actor, Once once, @RequestBody ProductEntry body) {
        return views.created(actor, once, tx -> products.create(tx, actor, body));
    }

    @GetMapping("/{id}")
    @Needs("product.view")
    ResponseEntity<ProductView> read(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    @PutMapping("/{id}")
    @Needs("product.edit")
    ResponseEntity<ProductView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody ProductEntry body) {
        return views.done(actor, once, id, tx -> products.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/{id}")
    @Needs("product.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        views.deleted(actor, tx -> products.delete(tx, actor, id, seen.version()));
    }

    @PostMapping("/{id}/stop")
    @Needs("product.stop")
    ResponseEntity<ProductView> stop(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> products.stop(tx, actor, id, seen.version()));
    }

    @PostMapping("/{id}/reactivation")
    @Needs("product.reactivate")
    ResponseEntity<ProductView> reactivate(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return views.done(actor, once, id, tx -> products.reactivate(tx, actor, id, seen.version()));
    }
}
