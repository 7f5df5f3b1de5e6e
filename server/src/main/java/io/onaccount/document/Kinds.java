package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** All kinds of records that the modules brought. */
@Component
public final class Kinds {
    private final Map<String, Kind> byName = new LinkedHashMap<>();
    private final Map<String, Kind> byPlural = new LinkedHashMap<>();

    public Kinds(List<Kind> kinds) {
        for (Kind kind : kinds.stream().sorted(Comparator.comparing(Kind::name)).toList()) {
            if (byName.put(kind.name(), kind) != null || byPlural.put(kind.plural(), kind) != null) {
                throw new IllegalStateException("two kinds are called " + kind.name() + " or " + kind.plural());
            }
        }
    }

    public List<Kind> all() {
        return List.copyOf(byName.values());
    }

    public Optional<Kind> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The kind whose list is called so; 404 when there is none that this user may see. */
    public Kind listed(Actor actor, String plural) {
        Kind kind = byPlural.get(plural);
        if (kind == null || !actor.may(kind.right("view"))) {
            throw Problem.notFound("list", plural);
        }
        return kind;
    }
}
