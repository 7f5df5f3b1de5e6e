package io.onaccount.sales;

import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.DiscountTerm;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as a change wants it, complete: what the entry left out is as the order has it. */
record WantedOrder(
        String reason,
        @Nullable LocalDate deliveryDate,
        @Nullable UUID paymentTerm,
        BigDecimal discountAmount,
        OrderParticulars particulars,
        boolean offers,
        @Nullable UUID discountTerm,
        List<Line> lines,
        List<Charge> charges) {

    /** @param ends it ends with what is delivered of it, whatever the quantity says */
    record Line(
            int line,
            @Nullable Integer position,
            boolean ends,
            UUID product,
            String unit,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal discount,
            BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            String note) {}

    /**
     * @param ends it is charged no more, whatever the amount says
     * @param amount in the basis of the order's prices
     */
    record Charge(
            int line, @Nullable Integer position, boolean ends, String name, BigDecimal amount, BigDecimal taxRate) {}

    /**
     * Completes an entry; what is wrong with it by itself is added to the problems.
     *
     * @param facts of the products of the order and the entry, and of the term it names
     * @param terms the company's discount terms
     * @param offered what the order is offered now
     */
    static WantedOrder of(
            Problem.Collector problems,
            SalesOrder order,
            NewOrderChange entry,
            OrderFacts facts,
            List<DiscountTerm> terms,
            @Nullable UUID offered) {
        String reason = Input.text(problems, "reason", entry.reason(), 500);
        problems.check(
                entry.deliveryDate() == null || !entry.deliveryDate().isBefore(order.date()),
                "deliveryDate",
                "before-order-date");
        problems.check(
                entry.paymentTerm() == null || facts.terms.containsKey(entry.paymentTerm()),
                "paymentTerm",
                "payment-term-unknown");
        UUID discountTerm = discountTerm(problems, entry, terms, offered);
        BigDecimal discount = entry.discountAmount() == null ? order.discountAmount() : entry.discountAmount();
        int digits = Money.digits(order.currency());
        problems.check(discount.signum() >= 0, "discountAmount", "negative");
        problems.check(discount.precision() - discount.scale() <= 13, "discountAmount", "amount-too-large");
        problems.check(
                discount.signum() == 0 || discount.stripTrailingZeros().scale() <= digits,
                "discountAmount",
                "too-many-decimals",
                digits);
        problems.check(
                entry.lines().size() <= PricedOrder.MOST_LINES, "lines", "too-many-entries", PricedOrder.MOST_LINES);
        return new WantedOrder(
                reason == null ? "" : reason,
                entry.deliveryDate() == null ? order.deliveryDate() : entry.deliveryDate(),
                entry.paymentTerm() == null ? order.paymentTerm() : entry.paymentTerm(),
                discount,
                new OrderParticulars(
                        text(problems, "contact", entry.contact(), order.contact(), 200),
                        text(problems, "deliveryAddress", entry.deliveryAddress(), order.deliveryAddress(), 500),
                        text(problems, "invoiceAddress", entry.invoiceAddress(), order.invoiceAddress(), 500),
                        text(problems, "reference", entry.reference(), order.reference(), 100),
                        text(problems, "note", entry.note(), order.note(), 2000)),
                !Objects.equals(discountTerm, offered),
                Objects.equals(discountTerm, offered) ? null : discountTerm,
                lines(problems, order, entry, facts),
                charges(problems, order, entry.charges()));
    }

    private static String text(
            Problem.Collector problems, String field, @Nullable String entered, String before, int longest) {
        String text = entered == null ? before : Input.text(problems, field, entered, longest);
        return text == null ? "" : text;
    }

    private static List<Charge> charges(
            Problem.Collector problems, SalesOrder order, @Nullable List<NewOrderChange.Charge> entries) {
        Map<Integer, SalesOrder.Charge> rest = new LinkedHashMap<>();
        order.charges().forEach(charge -> rest.put(charge.position(), charge));
        List<Charge> charges = new ArrayList<>();
        if (entries != null) {
            problems.check(
                    entries.size() <= PricedOrder.MOST_CHARGES,
                    "charges",
                    "too-many-entries",
                    PricedOrder.MOST_CHARGES);
            for (NewOrderChange.Charge entry : entries) {
                String at = "charges[" + charges.size() + "].";
                Integer position = entry.position();
                problems.check(
                        position == null || rest.remove(position) != null,
                        at + "position",
                        "order-change-no-charge",
                        String.valueOf(position));
                PricedOrder.EnteredCharge sound = PricedOrder.EnteredCharge.of(
                        problems, at, order.currency(), entry.name(), entry.amount(), entry.taxRate());
                charges.add(
                        new Charge(charges.size() + 1, position, false, sound.name(), sound.amount(), sound.taxRate()));
            }
        }
        for (SalesOrder.Charge old : rest.values()) {
            charges.add(new Charge(
                    charges.size() + 1,
                    old.position(),
                    entries != null,
                    old.name(),
                    old.entered(order.taxInclusive()).amount(),
                    old.taxRate()));
        }
        return charges;
    }

    private static @Nullable UUID discountTerm(
            Problem.Collector problems, NewOrderChange entry, List<DiscountTerm> terms, @Nullable UUID offered) {
        UUID wanted = entry.discountTerm();
        boolean none = Boolean.TRUE.equals(entry.noDiscountTerm());
        problems.check(!none || wanted == null, "discountTerm", "order-change-discount-both");
        if (wanted == null) {
            return none ? null : offered;
        }
        DiscountTerm term =
                terms.stream().filter(t -> t.id().equals(wanted)).findFirst().orElse(null);
        if (problems.check(term != null, "discountTerm", "discount-term-unknown") && term != null) {
            problems.check(term.active() || wanted.equals(offered), "discountTerm", "discount-inactive");
        }
        return wanted;
    }

    private static List<Line> lines(
            Problem.Collector problems, SalesOrder order, NewOrderChange entry, OrderFacts facts) {
        Map<Integer, SalesOrder.Line> known = new HashMap<>();
        order.lines().forEach(line -> known.put(line.position(), line));
        Set<Integer> named = new HashSet<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < entry.lines().size() && i < PricedOrder.MOST_LINES; i++) {
            NewOrderChange.Line line = entry.lines().get(i);
            String at = "lines[" + i + "].";
            Integer position = line.position();
            if (position == null) {
                lines.add(added(problems, at, order, line, facts, i + 1));
                continue;
            }
            SalesOrder.Line old = known.get(position);
            problems.check(old != null, at + "position", "split-no-line", position);
            problems.check(named.add(position), at + "position", "split-line-twice", position);
            if (old != null) {
                lines.add(changed(problems, at, line, old, i + 1));
            }
        }
        for (SalesOrder.Line old : order.lines()) {
            if (!named.contains(old.position())) {
                lines.add(new Line(
                        lines.size() + 1,
                        old.position(),
                        true,
                        old.product(),
                        old.unit(),
                        old.deliveredQuantity(),
                        old.price(),
                        old.discount(),
                        old.taxRate(),
                        old.deliveryDate(),
                        old.note()));
            }
        }
        return lines;
    }

    private static Line changed(
            Problem.Collector problems, String at, NewOrderChange.Line line, SalesOrder.Line old, int number) {
        problems.check(
                line.product() == null || line.product().equals(old.product()),
                at + "product",
                "order-change-other-product");
        BigDecimal quantity = Input.fitting(problems, at + "quantity", line.quantity());
        problems.check(quantity.signum() >= 0, at + "quantity", "negative");
        BigDecimal price = Input.notNegative(problems, at + "price", line.price());
        String note = line.note() == null ? old.note() : Input.text(problems, at + "note", line.note(), 500);
        return new Line(
                number,
                old.position(),
                false,
                old.product(),
                old.unit(),
                quantity,
                price == null ? old.price() : price,
                line.discount() == null ? old.discount() : PricedOrder.rate(problems, at + "discount", line.discount()),
                line.taxRate() == null ? old.taxRate() : PricedOrder.rate(problems, at + "taxRate", line.taxRate()),
                line.deliveryDate() == null ? old.deliveryDate() : line.deliveryDate(),
                note == null ? "" : note);
    }

    private static Line added(
            Problem.Collector problems,
            String at,
            SalesOrder order,
            NewOrderChange.Line line,
            OrderFacts facts,
            int number) {
        UUID product = line.product();
        if (product == null) {
            problems.add(at + "product", "required");
            product = order.customer(); // any; the problem stops it
        }
        OrderPricing.Entered entered = PricedOrder.enteredLine(
                problems,
                at,
                facts,
                order.taxInclusive(),
                false,
                new NewSalesOrder.Line(
                        product,
                        line.quantity(),
                        line.price(),
                        line.discount(),
                        line.taxRate(),
                        line.deliveryDate(),
                        line.note()));
        OrderFacts.Offer offer = facts.offers.get(product);
        String note = Input.text(problems, at + "note", line.note(), 500);
        return new Line(
                number,
                null,
                false,
                product,
                offer == null ? "" : offer.product().unit(),
                entered.quantity(),
                entered.price(),
                entered.discount(),
                entered.taxRate(),
                line.deliveryDate(),
                note == null ? "" : note);
    }
}
