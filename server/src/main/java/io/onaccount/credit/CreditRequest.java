package io.onaccount.credit;

import io.onaccount.platform.Money;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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
 */
public record CreditRequest(
        UUID document,
        UUID party,
        Money amount,
        LocalDate on,
        @Nullable LocalDate due,
        boolean held,
        ControlPoint point) {

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
        return new CreditRequest(document, party, amount, on, due, true, point);
    }

    int termDays() {
        return due == null ? 0 : (int) Math.max(0, ChronoUnit.DAYS.between(on, due));
    }
}
