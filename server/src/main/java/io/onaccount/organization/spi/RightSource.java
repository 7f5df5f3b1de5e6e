package io.onaccount.organization.spi;

import java.util.Collection;
import java.util.Optional;

/** Says which rights a module knows. A bean; the catalogue of rights and the ready roles are made of all of them. */
public interface RightSource {

    /** Rights in the order they are shown, {@code sales-order.confirm}. */
    Collection<String> rights();

    /** The kind whose plural stands in an address ({@code sales-orders} → {@code sales-order}), if this source knows it. */
    default Optional<String> kindOf(String plural) {
        return Optional.empty();
    }
}
