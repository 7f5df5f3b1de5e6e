package io.onaccount.credit;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The wish to owe more.
 *
 * @param document the order that asks
 * @param amount what it adds, tax included, in the company's currency; zero or less always passes
 * @param on the business date
 * @param due when it will have to be paid, to be held against the agreed term; null when there is none
 * @param held whether the document waits on hold: the hold ends when it passes now
 * @param point where it asks
 * @param change what a confirmed order is changed to, where that asks; null elsewhere
 * @param shares of which products it is: what limits by product line are judged by. Freight and the like is of none
 */
public record CreditRequest(
        UUID document,
        UUID party,
        Money amount,
        LocalDate on,
        @Nullable LocalDate due,
        boolean held,
        ControlPoint point,
        @Nullable Change change,
        List<Share> shares) {

    /**
     * So much of it is for a product, or for a product line where no product is named yet. A change names every product of the order with what it
     * adds, zero too; negative where it takes something off.
     */
    public record Share(@Nullable UUID product, @Nullable UUID category, BigDecimal amount) {
        /** For a product. */
        public static Share of(UUID product, Money amount) {
            return new Share(product, null, amount.amount());
        }

        /** For a product line. */
        public static Share ofLine(UUID category, Money amount) {
            return new Share(null, category, amount.amount());
        }

        @Nullable
        UUID in(Map<UUID, UUID> categories) {
            return product == null ? category : categories.get(product);
        }
    }

    /**
     * A confirmed order that is to be changed: what it adds is the difference, what it is judged by the whole.
     *
     * @param order whose credit grows or shrinks; the document that asks and may wait is the change
     * @param whole what the order comes to afterwards, tax included
     * @param asksMore whether its term is longer or its discount better than before: then it is judged even if it adds nothing
     * @param discount the cash discount it is to be offered; null: as before
     */
    public record Change(
            UUID order,
            Money whole,
            boolean asksMore,
            @Nullable DiscountOffer discount) {}

    public CreditRequest(
            UUID document,
            UUID party,
            Money amount,
            LocalDate on,
            @Nullable LocalDate due,
            boolean held,
            ControlPoint point) {
        this(document, party, amount, on, due, held, point, null, List.of());
    }

    /** A confirmed order is to be changed: the difference is taken, or given back. */
    public static CreditRequest changing(
            UUID document, UUID party, Money difference, LocalDate on, @Nullable LocalDate due, Change change) {
        return new CreditRequest(document, party, difference, on, due, false, ControlPoint.CHANGE, change, List.of());
    }

    /** A document that asks for the first time. */
    public static CreditRequest of(UUID document, UUID party, Money amount, LocalDate on, @Nullable LocalDate due) {
        return new CreditRequest(document, party, amount, on, due, false, ControlPoint.CONFIRM);
    }

    /** Goods of orders that have taken their credit are to leave; nothing is added. */
    public static CreditRequest leaving(UUID delivery, UUID party, Money amount, LocalDate on) {
        return new CreditRequest(delivery, party, amount, on, null, false, ControlPoint.DELIVERY);
    }

    /** The warehouse is to be told that goods of orders that have taken their credit may go; nothing is added. */
    public static CreditRequest shippingNotice(UUID notice, UUID party, Money amount, LocalDate on) {
        return new CreditRequest(notice, party, amount, on, null, false, ControlPoint.SHIPPING_NOTICE);
    }

    /** A quote that goes to the customer: what its order would add; nothing is taken. */
    public static CreditRequest quoted(UUID quote, UUID party, Money amount, LocalDate on, @Nullable LocalDate due) {
        return new CreditRequest(quote, party, amount, on, due, false, ControlPoint.QUOTE);
    }

    /** The same, of a document that waits on hold already. */
    public CreditRequest again() {
        return new CreditRequest(document, party, amount, on, due, true, point, change, shares);
    }

    /** The same, told what it is made of. */
    public CreditRequest of(List<Share> parts) {
        return new CreditRequest(document, party, amount, on, due, held, point, change, List.copyOf(parts));
    }

    /** What is judged against ceilings: all that the document comes to. */
    Money whole() {
        return change == null ? amount : change.whole;
    }

    /** The order whose exposure this is. */
    UUID order() {
        return change == null ? document : change.order;
    }

    /** Whether there is anything to judge. */
    boolean isJudged() {
        return amount.isPositive() || asksMore();
    }

    /** Whether it asks for better terms of what was taken before. */
    boolean asksMore() {
        return change != null && change.asksMore;
    }

    /** Whether it takes more for some product, even if it takes no more altogether. */
    boolean takesMoreOfSome() {
        return shares.stream().anyMatch(part -> part.amount().signum() > 0);
    }

    /** Whether it gives something back of some product. */
    boolean givesBackOfSome() {
        return shares.stream().anyMatch(part -> part.amount().signum() < 0);
    }

    /** What a release may have been given to for it. */
    List<UUID> documents() {
        return change == null ? List.of(document) : List.of(document, change.order);
    }

    int termDays() {
        return due == null ? 0 : (int) Math.max(0, ChronoUnit.DAYS.between(on, due));
    }
}
