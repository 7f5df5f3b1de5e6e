package io.onaccount.sales;

import io.onaccount.catalog.spi.LastPrices;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The last price each customer agreed to. It is looked up in the customer's latest orders, newest first, so that placing orders pays for no
 * index or table of prices; what lies further back than {@value #LOOKED_AT} orders is not worth proposing.
 */
@Component
final class LastPricesPaid implements LastPrices {
    private static final int LOOKED_AT = 300;

    LastPricesPaid() {}

    @Override
    public Map<UUID, LastPrice> of(Tx tx, UUID customer, Collection<UUID> products) {
        Map<UUID, LastPrice> prices = new HashMap<>();
        if (products.isEmpty()) {
            return prices;
        }
        tx.list(
                """
                select distinct on (l.product_id) l.product_id, round(l.price * coalesce(o.rate, 1), 6) as price, l.price as own_price, o.fx_currency,
                    o.tax_inclusive, r.date, r.id, r.number
                from (select h.company_id, h.id, h.number, h.date from document.header h
                      where h.company_id = ? and h.party_id = ? and h.kind = 'sales-order' and h.state in ('CONFIRMED', 'DELIVERED', 'CLOSED')
                      order by h.date desc, h.id desc limit ?) r
                join sales.sales_order o on o.company_id = r.company_id and o.id = r.id
                join sales.order_line l on l.company_id = r.company_id and l.order_id = r.id
                where l.product_id = any(?)
                order by l.product_id, r.date desc, r.id desc, l.position""",
                row -> prices.put(
                        row.uuid("product_id"),
                        new LastPrice(
                                row.decimal("price"),
                                row.bool("tax_inclusive"),
                                row.date("date"),
                                row.uuid("id"),
                                row.text("number"),
                                row.textOrNull("fx_currency"),
                                row.textOrNull("fx_currency") == null ? null : row.decimal("own_price"))),
                tx.company(),
                customer,
                LOOKED_AT,
                SqlArray.of("uuid", products));
        return prices;
    }
}
