package io.onaccount.platform.db;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A part and the whole it is of, an order's line and its order: so the parts of any number of wholes go into one statement. */
public record PartOf<W, P>(W whole, P part) {

    /** All parts of all wholes, in order. */
    public static <W, P> List<PartOf<W, P>> all(Collection<W> wholes, Function<W, ? extends Collection<P>> parts) {
        List<PartOf<W, P>> all = new ArrayList<>();
        for (W whole : wholes) {
            for (P part : parts.apply(whole)) {
                all.add(new PartOf<>(whole, part));
            }
        }
        return all;
    }
}
