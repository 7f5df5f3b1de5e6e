package io.onaccount.fulfilment;

import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.db.PartOf;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A line of goods, whether they leave or come back. */
interface GoodsLine {
    int position();

    UUID product();

    @Nullable
    UUID warehouse();

    BigDecimal quantity();

    LineAmounts amounts();

    /**
     * Writes the lines of any number of documents.
     *
     * @param insert its values are company, and as arrays document, position, product, warehouse, quantity, net, tax, total and the further ones
     */
    static <D, L extends GoodsLine> void insert(
            Tx tx, String insert, List<PartOf<D, L>> lines, Function<D, UUID> document, SqlArray... further) {
        List<@Nullable Object> values = new ArrayList<>(List.of(
                tx.company(),
                SqlArray.of("uuid", lines, l -> document.apply(l.whole())),
                SqlArray.of("smallint", lines, l -> l.part().position()),
                SqlArray.of("uuid", lines, l -> l.part().product()),
                SqlArray.of("uuid", lines, l -> l.part().warehouse()),
                SqlArray.of("numeric", lines, l -> l.part().quantity()),
                SqlArray.of("numeric", lines, l -> l.part().amounts().net()),
                SqlArray.of("numeric", lines, l -> l.part().amounts().tax()),
                SqlArray.of("numeric", lines, l -> l.part().amounts().total())));
        values.addAll(Arrays.asList(further));
        tx.add(Rank.DETAIL, insert, values.toArray());
    }
}
