package io.onaccount.fulfilment;

import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.spi.CountedFrom;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** When goods of an order left and were signed for, and when they were invoiced by an invoice that isn't registered. */
@Component
final class LeftOfOrders implements CountedFrom {
    LeftOfOrders() {}

    @Override
    public Map<Start, LocalDate> days(Tx tx, UUID order) {
        return tx.one("""
                select min(h.date) as left_on, max(d.signed_on) as signed_on, max(d.invoiced_on) as invoiced_on
                from fulfilment.delivery_order o
                join fulfilment.delivery d on d.company_id = o.company_id and d.id = o.delivery_id
                join document.header h on h.company_id = o.company_id and h.id = o.delivery_id
                where o.company_id = ? and o.order_id = ?""", LeftOfOrders::read, tx.company(), order);
    }

    private static Map<Start, LocalDate> read(Row row) {
        Map<Start, LocalDate> days = new EnumMap<>(Start.class);
        Map.of(Start.DELIVERY, "left_on", Start.PROOF, "signed_on", Start.INVOICE, "invoiced_on")
                .forEach((start, column) -> {
                    LocalDate day = row.dateOrNull(column);
                    if (day != null) {
                        days.put(start, day);
                    }
                });
        return days;
    }
}
