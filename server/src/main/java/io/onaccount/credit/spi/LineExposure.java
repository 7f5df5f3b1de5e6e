package io.onaccount.credit.spi;

import io.onaccount.platform.db.Sql;
import java.util.Collection;
import java.util.UUID;

/**
 * A module that can say of which products what customers owe is made: limits by product line are judged by it. Asked only for customers that have
 * such limits, under the lock of their account, so a query finds the customer's open documents by their keys.
 */
public interface LineExposure {
    /**
     * A query that yields (source, party_id, order_id, open, product_id, weight). A source is one amount still open of one document: {@code open} is
     * it, the same in each of its rows, and is divided among the products in proportion of the weights; product_id is null for what is of no
     * product, freight for instance. order_id is the order behind it, whose deposits offset it, or null.
     */
    Sql owed(long company, Collection<UUID> parties);
}
