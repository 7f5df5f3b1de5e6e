package io.onaccount.sales;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change order (变更单): every line of the order as it was and as it is to be. Amounts are in the order's currency.
 *
 * @param offers whether the order is offered other discount terms: {@code discountTerm}, or none when that is null
 * @param total of the whole order after the change, with tax
 * @param totalBefore without the change
 * @param appliedAt when the order became what it says; null: it hasn't
 */
public record OrderChange(
        UUID id,
        String number,
        String state,
        int version,
        UUID order,
        String orderNumber,
        UUID customer,
        String customerName,
        @Nullable UUID owner,
        LocalDate date,
        String currency,
        boolean taxInclusive,
        String reason,
        @Nullable LocalDate deliveryDate,
        @Nullable LocalDate deliveryDateBefore,
        @Nullable UUID paymentTerm,
        @Nullable UUID paymentTermBefore,
        OrderParticulars particulars,
        OrderParticulars particularsBefore,
        BigDecimal discountAmount,
        BigDecimal discountAmountBefore,
        boolean offers,
        @Nullable UUID discountTerm,
        @Nullable UUID discountTermBefore,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal total,
        BigDecimal totalBefore,
        @Nullable Instant appliedAt,
        @Nullable UUID appliedBy,
        List<Line> lines,
        List<Charge> charges) {

    /**
     * One line; what was is null for a new one.
     *
     * @param position of the order's line; null for a new one
     * @param ends whether it ends with what is delivered of it
     * @param quantity of the whole line, what is delivered included
     * @param discount a fraction
     * @param taxRate a fraction
     * @param delivered when the change was last written
     */
    public record Line(
            int line,
            @Nullable Integer position,
            boolean ends,
            UUID product,
            String productCode,
            String productName,
            String unit,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal discount,
            BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            String note,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total,
            @Nullable BigDecimal quantityBefore,
            @Nullable BigDecimal priceBefore,
            @Nullable BigDecimal discountBefore,
            @Nullable BigDecimal taxRateBefore,
            @Nullable LocalDate deliveryDateBefore,
            @Nullable String noteBefore,
            BigDecimal totalBefore,
            BigDecimal delivered) {}

    /**
     * A charge; what was is null for a new one.
     *
     * @param position of the order's charge; null for a new one
     * @param ends whether it is charged no more
     * @param taxRate a fraction
     */
    public record Charge(
            int line,
            @Nullable Integer position,
            boolean ends,
            String name,
            BigDecimal taxRate,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total,
            @Nullable String nameBefore,
            @Nullable BigDecimal taxRateBefore,
            BigDecimal totalBefore) {}

    WantedOrder wanted() {
        return new WantedOrder(
                reason,
                deliveryDate,
                paymentTerm,
                discountAmount,
                particulars,
                offers,
                discountTerm,
                lines.stream()
                        .map(l -> new WantedOrder.Line(
                                l.line,
                                l.position,
                                l.ends,
                                l.product,
                                l.unit,
                                l.quantity,
                                l.price,
                                l.discount,
                                l.taxRate,
                                l.deliveryDate,
                                l.note))
                        .toList(),
                charges.stream()
                        .map(c -> new WantedOrder.Charge(
                                c.line, c.position, c.ends, c.name, taxInclusive ? c.total : c.net, c.taxRate))
                        .toList());
    }
}
