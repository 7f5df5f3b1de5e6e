package io.onaccount.sales;

import io.onaccount.document.Headers;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an edit changed, for the history: field → [old, new]; lines are compared by their place. */
final class OrderDifference {
    private OrderDifference() {}

    static Map<String, Object> between(SalesOrder old, PricedOrder changed) {
        Map<String, Object> changes = new LinkedHashMap<>();
        UUID term = changed.term() == null ? null : changed.term().id();
        Headers.difference(changes, "deliveryDate", old.deliveryDate(), changed.deliveryDate());
        Headers.difference(changes, "paymentTerm", old.paymentTerm(), term);
        Headers.difference(changes, "basis", old.basis(), changed.basis());
        Headers.difference(changes, "currency", currency(old.foreign()), currency(changed.foreign()));
        particulars(changes, old.particulars(), changed.particulars());
        Headers.difference(changes, "taxInclusive", old.taxInclusive(), changed.taxInclusive());
        Headers.difference(
                changes,
                "discountAmount",
                plain(old.discountAmount()),
                plain(changed.discount().amount()));
        Headers.difference(
                changes,
                "charges",
                plain(old.chargesTotal()),
                plain(changed.chargesTotal().amount()));
        if (old.foreign() != null || changed.foreign() != null) {
            Headers.difference(
                    changes, "total", plain(old.total()), plain(changed.total().amount()));
        }
        int lines = Math.max(old.lines().size(), changed.lines().size());
        for (int i = 0; i < lines; i++) {
            Headers.difference(
                    changes,
                    "lines[" + (i + 1) + "]",
                    i < old.lines().size() ? line(old.lines().get(i)) : null,
                    i < changed.lines().size() ? line(changed.lines().get(i)) : null);
        }
        return changes;
    }

    private static @Nullable String currency(@Nullable OrderCurrency foreign) {
        return foreign == null ? null : foreign.code() + " × " + plain(foreign.rate());
    }

    private static void particulars(Map<String, Object> changes, OrderParticulars old, OrderParticulars changed) {
        Headers.difference(changes, "contact", old.contact(), changed.contact());
        Headers.difference(changes, "deliveryAddress", old.deliveryAddress(), changed.deliveryAddress());
        Headers.difference(changes, "invoiceAddress", old.invoiceAddress(), changed.invoiceAddress());
        Headers.difference(changes, "reference", old.reference(), changed.reference());
        Headers.difference(changes, "note", old.note(), changed.note());
    }

    /** What a change made of an order; a line that went on as two stands for both. */
    static Map<String, Object> between(SalesOrder old, WantedOrder changed, ChangedOrder after) {
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(
                changes, "total", plain(old.total()), plain(after.total().amount()));
        Headers.difference(changes, "deliveryDate", old.deliveryDate(), changed.deliveryDate());
        Headers.difference(changes, "paymentTerm", old.paymentTerm(), changed.paymentTerm());
        particulars(changes, old.particulars(), changed.particulars());
        Headers.difference(
                changes,
                "discountAmount",
                plain(old.discountAmount()),
                plain(after.discount().amount()));
        for (ChangedOrder.Charge charge : after.charges()) {
            WantedOrder.Charge wanted = charge.wanted();
            SalesOrder.Charge was = charge.old();
            Headers.difference(
                    changes,
                    place("charges", wanted.line(), wanted.position()),
                    was == null ? null : charge(was.name(), was.total(), was.taxRate()),
                    wanted.ends()
                            ? null
                            : charge(wanted.name(), charge.amounts().total().amount(), wanted.taxRate()));
        }
        Map<Integer, SalesOrder.Line> lines = new HashMap<>();
        old.lines().forEach(line -> lines.put(line.position(), line));
        for (WantedOrder.Line line : changed.lines()) {
            SalesOrder.Line was = line.position() == null ? null : lines.get(line.position());
            BigDecimal quantity = line.ends() ? after.quantityOf(line.line()) : line.quantity();
            Headers.difference(
                    changes,
                    place("lines", line.line(), line.position()),
                    was == null ? null : line(was),
                    line(
                            was == null ? "" : was.productCode(),
                            quantity,
                            line.unit(),
                            line.price(),
                            line.discount(),
                            line.taxRate()));
        }
        return changes;
    }

    private static String line(SalesOrder.Line line) {
        return line(line.productCode(), line.quantity(), line.unit(), line.price(), line.discount(), line.taxRate());
    }

    private static String line(PricedOrder.Line line) {
        return line(
                line.offer().product().code(),
                line.quantity(),
                line.offer().product().unit(),
                line.price(),
                line.discount(),
                line.taxRate());
    }

    private static String line(
            String code, BigDecimal quantity, String unit, BigDecimal price, BigDecimal discount, BigDecimal rate) {
        return code + " " + plain(quantity) + " " + unit + " × " + plain(price)
                + (discount.signum() == 0 ? "" : " −" + plain(discount.movePointRight(2)) + " %")
                + " (" + plain(rate.movePointRight(2)) + " %)";
    }

    /** Where it stands on the order, or, with a plus, on the change that adds it. */
    private static String place(String what, int line, @Nullable Integer position) {
        return what + "[" + (position == null ? "+" + line : position) + "]";
    }

    private static String charge(String name, BigDecimal total, BigDecimal rate) {
        return name + " " + plain(total) + " (" + plain(rate.movePointRight(2)) + " %)";
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros().toPlainString();
    }
}
