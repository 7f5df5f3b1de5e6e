package io.onaccount.sales;

import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What an order, a line or a charge comes to in the order's own currency, where that isn't the company's: net + tax = total. */
public record OwnAmounts(BigDecimal net, BigDecimal tax, BigDecimal total) {

    static OwnAmounts of(LineAmounts amounts) {
        return new OwnAmounts(
                amounts.net().amount(), amounts.tax().amount(), amounts.total().amount());
    }

    /** Of a row of an order, a line or a charge; null in the company's currency. */
    static @Nullable OwnAmounts read(Row row) {
        BigDecimal total = row.decimalOrNull("fx_total");
        return total == null ? null : new OwnAmounts(row.decimal("fx_net"), row.decimal("fx_tax"), total);
    }

    LineAmounts in(String currency) {
        return new LineAmounts(new Money(net, currency), new Money(tax, currency), new Money(total, currency));
    }
}
