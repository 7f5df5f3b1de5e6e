package io.onaccount.sales;

import io.onaccount.catalog.Product;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.party.PaymentTerm;
import io.onaccount.platform.Input;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.ExchangeRates;
import io.onaccount.sales.OrderFacts.Customer;
import io.onaccount.sales.OrderFacts.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entered order, checked and completed: every amount computed, ready to be written.
 *
 * @param foreign what it is in when that isn't the company's currency; prices and the discount are in that
 * @param own net, tax and total in its own currency
 */
record PricedOrder(
        UUID id,
        Customer customer,
        @Nullable String number,
        UUID owner,
        @Nullable UUID department,
        LocalDate date,
        @Nullable LocalDate deliveryDate,
        @Nullable PaymentTerm term,
        ReceivableBasis basis,
        String contact,
        String deliveryAddress,
        String invoiceAddress,
        String reference,
        String note,
        boolean taxInclusive,
        Money discount,
        List<Line> lines,
        List<Charge> charges,
        Money chargesTotal,
        Money net,
        Money tax,
        Money total,
        @Nullable OrderCurrency foreign,
        LineAmounts own) {

    /** Says what a unit of an order's currency is worth, against the table of rates. */
    static final String OWN_RATE = "own-rate";

    private static final String MAY_SET_RATE = SalesOrders.KIND + "." + OWN_RATE;

    static final int MOST_LINES = 500;
    static final int MOST_CHARGES = 20;

    /** Beyond it an amount is a slip of the finger; within it every sum fits the columns. */
    static final BigDecimal LARGEST = new BigDecimal("1000000000000");

    /**
     * @param amounts in the company's currency
     * @param own in the order's
     */
    record Line(
            int position,
            Offer offer,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal discount,
            BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            String note,
            LineAmounts amounts,
            LineAmounts own) {

        ConfirmRules.Line forRules(boolean taxInclusive) {
            Product product = offer.product();
            return new ConfirmRules.Line(
                    position,
                    product.id(),
                    product.code(),
                    quantity,
                    amounts,
                    taxInclusive,
                    product.minimumPrice(),
                    product.priceIncludesTax(),
                    product.stocked(),
                    offer.onHand());
        }
    }

    record Charge(int position, String name, BigDecimal taxRate, LineAmounts amounts, LineAmounts own) {}

    OrderParticulars particulars() {
        return new OrderParticulars(contact, deliveryAddress, invoiceAddress, reference, note);
    }

    List<ConfirmRules.Line> forRules() {
        List<ConfirmRules.Line> list = new ArrayList<>(lines.size());
        for (Line line : lines) {
            list.add(line.forRules(taxInclusive));
        }
        return list;
    }

    /**
     * Completes an entry from the facts. What is wrong with it is added to the problems, and then there is no order.
     *
     * @param at the path of the order in the request, {@code orders[3].} or empty
     */
    static @Nullable PricedOrder of(
            Problem.Collector problems, String at, UUID id, Actor actor, OrderFacts facts, NewSalesOrder entry) {
        int before = problems.errors().size();
        Customer customer = facts.customers.get(entry.customer());
        problems.check(customer != null, at + "customer", "customer-unknown");
        problems.check(customer == null || customer.active(), at + "customer", "customer-stopped");
        problems.check(!entry.lines().isEmpty(), at + "lines", "required");
        problems.check(entry.lines().size() <= MOST_LINES, at + "lines", "too-many-entries", MOST_LINES);
        problems.check(entry.chargesOrNone().size() <= MOST_CHARGES, at + "charges", "too-many-entries", MOST_CHARGES);
        problems.check(
                entry.paymentTerm() == null || facts.terms.containsKey(entry.paymentTerm()),
                at + "paymentTerm",
                "payment-term-unknown");
        problems.check(entry.owner() == null || facts.owners.contains(entry.owner()), at + "owner", "owner-unknown");
        String number = Input.text(problems, at + "number", entry.number(), 60);
        problems.check(
                number == null || !facts.numbersInUse.contains(number),
                at + "number",
                "number-taken",
                String.valueOf(number));
        String contact = text(problems, at + "contact", entry.contact(), 200);
        String deliveryAddress = text(problems, at + "deliveryAddress", entry.deliveryAddress(), 500);
        String invoiceAddress = text(problems, at + "invoiceAddress", entry.invoiceAddress(), 500);
        String reference = text(problems, at + "reference", entry.reference(), 100);
        String note = text(problems, at + "note", entry.note(), 2000);
        boolean inclusive = entry.taxInclusive() == null ? facts.taxInclusive : entry.taxInclusive();
        LocalDate date = entry.date() == null ? actor.today() : entry.date();
        problems.check(
                entry.deliveryDate() == null || !entry.deliveryDate().isBefore(date),
                at + "deliveryDate",
                "before-order-date");

        List<OrderPricing.Entered> entered = new ArrayList<>(entry.lines().size());
        for (int i = 0; i < entry.lines().size() && i < MOST_LINES; i++) {
            entered.add(enteredLine(
                    problems,
                    at + "lines[" + i + "].",
                    facts,
                    inclusive,
                    !entry.currencyOr(actor.currency()).equals(actor.currency()),
                    entry.lines().get(i)));
        }
        PaymentTerm term = entry.paymentTerm() != null
                ? facts.terms.get(entry.paymentTerm())
                : customer == null ? null : customer.term();
        OrderCurrency foreign = foreign(problems, at, actor, facts, entry, date, term);
        ReceivableBasis basis =
                entry.basis() != null ? entry.basis() : foreign == null ? facts.basis : ReceivableBasis.DELIVERY;
        String currency = foreign == null ? actor.currency() : foreign.code();
        List<Charge> charges = charges(problems, at, inclusive, actor.currency(), foreign, entry.chargesOrNone());
        if (problems.errors().size() > before || customer == null) {
            return null;
        }
        Money discount = discount(problems, at, entry, OrderPricing.gross(entered, inclusive, currency));
        if (problems.errors().size() > before) {
            return null;
        }

        List<LineAmounts> amounts = OrderPricing.lines(entered, discount, inclusive, currency);
        List<Line> lines = new ArrayList<>(amounts.size());
        LineAmounts worth = LineAmounts.zero(actor.currency());
        LineAmounts own = LineAmounts.zero(currency);
        for (int i = 0; i < amounts.size(); i++) {
            NewSalesOrder.Line line = entry.lines().get(i);
            OrderPricing.Entered values = entered.get(i);
            LineAmounts sum = amounts.get(i);
            LineAmounts sumWorth = worth(sum, foreign, actor.currency());
            own = own.plus(sum);
            worth = foreign == null ? own : worth.plus(sumWorth);
            Offer offer = facts.offers.get(line.product());
            if (offer == null) {
                throw new IllegalStateException("checked above");
            }
            lines.add(new Line(
                    i + 1,
                    offer,
                    values.quantity(),
                    values.price(),
                    values.discount(),
                    values.taxRate(),
                    line.deliveryDate(),
                    text(problems, at + "lines[" + i + "].note", line.note(), 500),
                    sumWorth,
                    sum));
        }
        Money chargesTotal = Money.zero(actor.currency());
        for (Charge charge : charges) {
            own = own.plus(charge.own);
            worth = foreign == null ? own : worth.plus(charge.amounts);
            chargesTotal = chargesTotal.plus(charge.amounts.total());
        }
        problems.check(
                worth.total().amount().compareTo(LARGEST) < 0
                        && own.total().amount().compareTo(LARGEST) < 0,
                at + "lines",
                "amount-too-large");
        return new PricedOrder(
                id,
                customer,
                number,
                entry.owner() != null ? entry.owner() : customer.owner() != null ? customer.owner() : actor.user(),
                customer.department() != null ? customer.department() : actor.department(),
                date,
                entry.deliveryDate(),
                term,
                basis,
                contact,
                deliveryAddress,
                invoiceAddress,
                reference,
                note,
                inclusive,
                discount,
                lines,
                charges,
                chargesTotal,
                worth.net(),
                worth.tax(),
                worth.total(),
                foreign,
                own);
    }

    /** What a line or charge in the order's currency is worth in the company's. */
    private static LineAmounts worth(LineAmounts own, @Nullable OrderCurrency foreign, String base) {
        return foreign == null ? own : own.worth(foreign.rate(), base);
    }

    /** What it is in when that isn't the company's currency, at its own rate or that of its day; null also when something is wrong with it. */
    private static @Nullable OrderCurrency foreign(
            Problem.Collector problems,
            String at,
            Actor actor,
            OrderFacts facts,
            NewSalesOrder entry,
            LocalDate date,
            @Nullable PaymentTerm term) {
        String code = entry.currencyOr(actor.currency());
        boolean own = code.equals(actor.currency());
        boolean sound = problems.check(Money.isCurrency(code), at + "currency", "currency-unknown");
        ExchangeRates.check(problems, at, entry.rate(), own);
        if (own || !sound) {
            return null;
        }
        problems.check(
                entry.basis() == null || entry.basis() == ReceivableBasis.DELIVERY,
                at + "basis",
                "order-basis-currency");
        problems.check(term == null || !term.isPrepaid(), at + "paymentTerm", "order-term-currency");
        BigDecimal daily = facts.rate(code, date);
        BigDecimal rate = entry.rate() != null ? entry.rate() : daily;
        problems.check(rate != null, at + "rate", "rate-missing", code, date);
        // A rate too low would get goods past the limit.
        problems.check(
                rate == null || (daily != null && rate.compareTo(daily) == 0) || actor.may(MAY_SET_RATE),
                at + "rate",
                "order-own-rate",
                daily == null ? "–" : daily.stripTrailingZeros().toPlainString());
        return rate == null || rate.signum() <= 0 ? null : new OrderCurrency(code, rate);
    }

    private static Money discount(Problem.Collector problems, String at, NewSalesOrder entry, Money gross) {
        BigDecimal discount = entry.discountAmount();
        if (discount == null) {
            return Money.zero(gross.currency());
        }
        boolean sound = problems.check(discount.signum() >= 0, at + "discountAmount", "negative")
                && problems.check(
                        discount.stripTrailingZeros().scale() <= Money.digits(gross.currency()),
                        at + "discountAmount",
                        "too-many-decimals",
                        Money.digits(gross.currency()))
                && problems.check(
                        discount.compareTo(gross.amount()) <= 0, at + "discountAmount", "discount-above-lines", gross);
        return sound ? new Money(discount, gross.currency()) : Money.zero(gross.currency());
    }

    static OrderPricing.Entered enteredLine(
            Problem.Collector problems,
            String at,
            OrderFacts facts,
            boolean inclusive,
            boolean foreign,
            NewSalesOrder.Line line) {
        Offer offer = facts.offers.get(line.product());
        if (problems.check(offer != null, at + "product", "product-unknown") && offer != null) {
            problems.check(offer.product().active(), at + "product", "product-inactive");
        }
        BigDecimal quantity = Input.fitting(problems, at + "quantity", line.quantity());
        problems.check(quantity.signum() > 0, at + "quantity", "must-be-positive");
        BigDecimal taxRate = rate(
                problems,
                at + "taxRate",
                line.taxRate() == null && offer != null ? offer.product().taxRate() : line.taxRate());
        BigDecimal discount = rate(problems, at + "discount", line.discount());
        BigDecimal price = Input.notNegative(problems, at + "price", line.price());
        if (price == null && offer != null) {
            price = foreign
                    ? null
                    : listPrice(offer.product(), taxRate, inclusive); // which is in the company's currency
            problems.check(price != null, at + "price", "required");
        }
        return new OrderPricing.Entered(quantity, price == null ? BigDecimal.ZERO : price, discount, taxRate);
    }

    /** The list price on the order's basis. */
    private static @Nullable BigDecimal listPrice(Product product, BigDecimal taxRate, boolean inclusive) {
        BigDecimal list = product.listPrice();
        if (list == null || product.priceIncludesTax() == inclusive) {
            return list;
        }
        BigDecimal factor = BigDecimal.ONE.add(taxRate);
        return inclusive
                ? list.multiply(factor).setScale(6, RoundingMode.HALF_UP)
                : list.divide(factor, 6, RoundingMode.HALF_UP);
    }

    private static List<Charge> charges(
            Problem.Collector problems,
            String at,
            boolean inclusive,
            String base,
            @Nullable OrderCurrency foreign,
            List<NewSalesOrder.Charge> entries) {
        String currency = foreign == null ? base : foreign.code();
        List<Charge> charges = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size() && i < MOST_CHARGES; i++) {
            NewSalesOrder.Charge entry = entries.get(i);
            EnteredCharge sound = EnteredCharge.of(
                    problems, at + "charges[" + i + "].", currency, entry.name(), entry.amount(), entry.taxRate());
            LineAmounts own = OrderPricing.charge(sound.amount, sound.taxRate, inclusive, currency);
            charges.add(new Charge(i + 1, sound.name, sound.taxRate, worth(own, foreign, base), own));
        }
        return charges;
    }

    /** A charge as it was entered; where something of it makes no sense, the problems say so and it is none. */
    record EnteredCharge(String name, BigDecimal amount, BigDecimal taxRate) {
        static EnteredCharge of(
                Problem.Collector problems,
                String at,
                String currency,
                String entered,
                BigDecimal amount,
                @Nullable BigDecimal taxRate) {
            String name = Input.required(problems, at + "name", entered, 100);
            BigDecimal rate = rate(problems, at + "taxRate", taxRate);
            boolean sound = problems.check(amount.signum() >= 0, at + "amount", "negative")
                    && problems.check(amount.compareTo(LARGEST) < 0, at + "amount", "amount-too-large")
                    && problems.check(
                            amount.stripTrailingZeros().scale() <= Money.digits(currency),
                            at + "amount",
                            "too-many-decimals",
                            Money.digits(currency));
            return new EnteredCharge(name, sound ? amount : BigDecimal.ZERO, rate);
        }
    }

    /** A fraction from 0 to below 1 with at most six decimals; 0 when left out or wrong. */
    static BigDecimal rate(Problem.Collector problems, String field, @Nullable BigDecimal value) {
        if (value == null) {
            return BigDecimal.ZERO;
        }
        boolean sound = problems.check(
                        value.signum() >= 0 && value.compareTo(BigDecimal.ONE) < 0, field, "not-a-fraction")
                && problems.check(
                        value.signum() == 0 || value.stripTrailingZeros().scale() <= 6, field, "too-many-decimals", 6);
        return sound ? value : BigDecimal.ZERO;
    }

    private static String text(Problem.Collector problems, String field, @Nullable String value, int longest) {
        String text = value == null ? null : Input.text(problems, field, value, longest);
        return text == null ? "" : text;
    }
}
