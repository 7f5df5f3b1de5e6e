package io.onaccount.organization;

import io.onaccount.organization.spi.RightSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The catalogue of all rights, gathered from every module. A role is granted patterns ({@code sales-order.*}, {@code *.view}), which are
 * held against it whenever somebody's rights are read: so a right that is new with a version belongs to the roles it should.
 */
@Component
public final class Rights {
    /** Organization's own. */
    private static final List<String> OWN = List.of(
            "user.view",
            "user.create",
            "user.edit",
            "role.view",
            "role.create",
            "role.edit",
            "role.delete",
            "department.create",
            "department.edit",
            "department.delete",
            "company.view",
            "company.create",
            "company.edit",
            "period.view",
            "period.close",
            "period.reopen",
            "token.create",
            "audit.view",
            "audit.verify");

    private final ObjectProvider<RightSource> sources;

    Rights(ObjectProvider<RightSource> sources) {
        this.sources = sources;
    }

    private volatile @Nullable Set<String> gathered;

    /** Every right there is, kind by kind. */
    public Set<String> all() {
        Set<String> known = gathered;
        if (known == null) {
            known = new LinkedHashSet<>();
            for (RightSource source : sources.orderedStream().toList()) {
                known.addAll(source.rights());
            }
            known.addAll(OWN);
            gathered = known;
        }
        return known;
    }

    /** The rights that any of the patterns grants. */
    public Set<String> granted(Collection<String> patterns) {
        Set<String> granted = new LinkedHashSet<>();
        for (String right : all()) {
            if (patterns.stream().anyMatch(pattern -> matches(pattern, right))) {
                granted.add(right);
            }
        }
        return Set.copyOf(granted);
    }

    /** The kind whose plural stands in an address. */
    public Optional<String> kindOf(String plural) {
        return sources.orderedStream()
                .flatMap(source -> source.kindOf(plural).stream())
                .findFirst();
    }

    /** Whether a pattern, {@code kind.action} with {@code *} for either, grants a right. */
    static boolean matches(String pattern, String right) {
        int dot = pattern.lastIndexOf('.');
        int split = right.lastIndexOf('.');
        return dot > 0
                && split > 0
                && part(pattern.substring(0, dot), right.substring(0, split))
                && part(pattern.substring(dot + 1), right.substring(split + 1));
    }

    private static boolean part(String pattern, String name) {
        return pattern.equals("*") || pattern.equals(name);
    }
}
