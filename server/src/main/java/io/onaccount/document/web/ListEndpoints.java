package io.onaccount.document.web;

import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.document.listing.ListPage;
import io.onaccount.document.listing.ListQuery;
import io.onaccount.document.listing.ListTotals;
import io.onaccount.document.listing.Lists;
import io.onaccount.organization.Actor;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The list endpoints of every kind: {@code GET /api/v1/<kinds>}, {@code /totals}, {@code /definition} and {@code /export}. Each kind's are
 * registered under its own literal path: a pattern {@code /{kinds}/totals} would lose against a kind's own {@code /customers/{id}}.
 */
@Component
class ListEndpoints implements SmartInitializingSingleton {
    private static final String RIGHT_BY_KIND = "the list itself checks the kind's own right";

    private final RequestMappingHandlerMapping mapping;
    private final Kinds kinds;
    private final Lists lists;
    private final ListExport export;
    private final Database database;
    private final Texts texts;

    ListEndpoints(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
            Kinds kinds,
            Lists lists,
            ListExport export,
            Database database,
            Texts texts) {
        this.mapping = mapping;
        this.kinds = kinds;
        this.lists = lists;
        this.export = export;
        this.database = database;
        this.texts = texts;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (Kind kind : kinds.all()) {
            Endpoints endpoints = new Endpoints(kind);
            for (Method method : Endpoints.class.getDeclaredMethods()) {
                if (method.isAnnotationPresent(SignedIn.class)) {
                    String path = "/api/v1/" + kind.plural()
                            + (method.getName().equals("page") ? "" : "/" + method.getName());
                    mapping.registerMapping(
                            RequestMappingInfo.paths(path)
                                    .methods(org.springframework.web.bind.annotation.RequestMethod.GET)
                                    .options(mapping.getBuilderConfiguration())
                                    .build(),
                            endpoints,
                            method);
                }
            }
        }
    }

    /** The endpoints of one kind; the methods' names are the paths. */
    @ResponseBody
    class Endpoints {
        private final Kind kind;

        Endpoints(Kind kind) {
            this.kind = kind;
        }

        Kind kind() {
            return kind;
        }

        @SignedIn(RIGHT_BY_KIND)
        public ListPage page(
                Actor actor,
                @RequestParam(required = false) @Nullable String filter,
                @RequestParam(required = false) @Nullable String q,
                @RequestParam(required = false) @Nullable String sort,
                @RequestParam(required = false) @Nullable String after,
                @RequestParam(defaultValue = "50") int limit,
                @RequestParam(required = false) @Nullable String fields) {
            ListQuery query = new ListQuery(filter, q, sort, after, limit, names(fields));
            return database.read(actor.company(), tx -> lists.page(tx, actor, kind, query));
        }

        @SignedIn(RIGHT_BY_KIND)
        public ListTotals totals(
                Actor actor,
                @RequestParam(required = false) @Nullable String filter,
                @RequestParam(required = false) @Nullable String q) {
            ListQuery query = new ListQuery(filter, q, null, null, ListQuery.MOST, List.of());
            return database.report(actor.company(), tx -> lists.totals(tx, actor, kind, query));
        }

        @SignedIn(RIGHT_BY_KIND)
        public ListDescription definition(Actor actor) {
            actor.require(kind.right("view"));
            return ListDescription.of(kind, lists.fields(actor, kind).values(), actor.rights(), actor.locale(), texts);
        }

        @SignedIn(RIGHT_BY_KIND)
        public void export(
                Actor actor,
                HttpServletResponse response,
                @RequestParam(required = false) @Nullable String filter,
                @RequestParam(required = false) @Nullable String q,
                @RequestParam(required = false) @Nullable String sort,
                @RequestParam(required = false) @Nullable String fields,
                @RequestParam(defaultValue = "xlsx") String format)
                throws IOException {
            ListQuery query = new ListQuery(filter, q, sort, null, ListQuery.MOST, names(fields));
            export.write(actor, kind, query, format, response);
        }
    }

    private static List<String> names(@Nullable String fields) {
        return fields == null || fields.isBlank()
                ? List.of()
                : Arrays.stream(fields.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }
}
