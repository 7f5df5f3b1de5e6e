package io.onaccount.catalog.web;

import io.onaccount.catalog.Categories;
import io.onaccount.catalog.Categories.Category;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The tree of product categories over HTTP. */
@RestController
@RequestMapping("/api/v1/product-categories")
class CategoryController {
    private final Categories categories;
    private final Database database;

    CategoryController(Categories categories, Database database) {
        this.categories = categories;
        this.database = database;
    }

    record CategoriesView(List<Category> categories) {}

    @GetMapping
    @Needs("product.view")
    CategoriesView all(Actor actor) {
        return new CategoriesView(database.read(actor.company(), categories::all));
    }

    @PostMapping
    @Needs("product.edit")
    @ResponseStatus(HttpStatus.CREATED)
    Category create(Actor actor, Once once, @RequestBody Categories.Entry body) {
        return once.run(actor.company(), Category.class, tx -> categories.create(tx, actor, body));
    }

    @PutMapping("/{id}")
    @Needs("product.edit")
    Category change(Actor actor, Once once, @PathVariable UUID id, @RequestBody Categories.Entry body) {
        return once.run(actor.company(), Category.class, tx -> categories.change(tx, actor, id, body));
    }

    @DeleteMapping("/{id}")
    @Needs("product.edit")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id) {
        database.write(actor.company(), tx -> {
            categories.delete(tx, actor, id);
            return true;
        });
    }
}
