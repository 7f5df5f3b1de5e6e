package io.onaccount.document.web;

import io.onaccount.document.listing.SavedViews;
import io.onaccount.document.listing.SavedViews.SavedView;
import io.onaccount.organization.Actor;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Saved views of lists. */
@RestController
@RequestMapping("/api/v1/saved-views")
class SavedViewEndpoints {
    private static final String OWN = "one's own views; the list's own right is checked with its fields";

    private final SavedViews views;
    private final Database database;
    private final JsonMapper json;

    SavedViewEndpoints(SavedViews views, Database database, JsonMapper json) {
        this.views = views;
        this.database = database;
        this.json = json;
    }

    /** @param filter conditions as lists take them, as JSON and not as text */
    record Look(
            String list,
            String name,
            @Nullable Boolean shared,
            @Nullable JsonNode filter,
            @Nullable String sort,
            @Nullable List<String> fields) {}

    record View(
            UUID id,
            String list,
            String name,
            boolean shared,
            boolean mine,
            @Nullable JsonNode filter,
            @Nullable String sort,
            @Nullable List<String> fields) {}

    @GetMapping
    @SignedIn(OWN)
    List<View> all(Actor actor, @RequestParam String list) {
        return database.read(
                actor.company(),
                tx -> views.of(tx, actor, list).stream().map(this::view).toList());
    }

    @PostMapping
    @SignedIn(OWN)
    @ResponseStatus(HttpStatus.CREATED)
    View create(Actor actor, Once once, @RequestBody Look look) {
        return once.run(actor.company(), View.class, tx -> keep(tx, actor, null, look));
    }

    @PutMapping("/{id}")
    @SignedIn(OWN)
    View change(Actor actor, @PathVariable UUID id, @RequestBody Look look) {
        return database.write(actor.company(), tx -> keep(tx, actor, id, look));
    }

    @DeleteMapping("/{id}")
    @SignedIn(OWN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget(Actor actor, @PathVariable UUID id) {
        database.write(actor.company(), tx -> {
            views.forget(tx, actor, id);
            return null;
        });
    }

    private View keep(Tx tx, Actor actor, @Nullable UUID id, Look look) {
        JsonNode filter = look.filter();
        return view(views.keep(
                tx,
                actor,
                id,
                look.list(),
                look.name(),
                Boolean.TRUE.equals(look.shared()),
                filter == null || filter.isNull() ? null : filter.toString(),
                look.sort(),
                look.fields() == null ? List.of() : look.fields()));
    }

    private View view(SavedView view) {
        return new View(
                view.id(),
                view.list(),
                view.name(),
                view.shared(),
                view.mine(),
                view.filter() == null ? null : json.readTree(view.filter()),
                view.sort(),
                view.fields().isEmpty() ? null : view.fields());
    }
}
