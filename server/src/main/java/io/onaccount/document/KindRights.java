package io.onaccount.document;

import io.onaccount.organization.spi.RightSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The rights of every kind, for the catalogue of rights. */
@Component
class KindRights implements RightSource {
    private final ObjectProvider<Kind> kinds;

    KindRights(ObjectProvider<Kind> kinds) {
        this.kinds = kinds;
    }

    @Override
    public Collection<String> rights() {
        Set<String> rights = new LinkedHashSet<>();
        kinds.orderedStream().forEach(kind -> rights.addAll(kind.rights()));
        return rights;
    }

    @Override
    public Optional<String> kindOf(String plural) {
        return kinds.stream()
                .filter(kind -> kind.plural().equals(plural))
                .map(Kind::name)
                .findFirst();
    }
}
