package io.onaccount.receivables;

import io.onaccount.platform.Money;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a customer owes from now on.
 *
 * @param document the delivery, return or opening balance it comes from
 * @param order the order behind it, or null
 * @param number of the document, by which a payer names it
 * @param amount tax included, in the company's currency; negative for what we owe them
 * @param foreign what it is in when that is another currency, or null
 * @param date when it arose
 * @param due when it is to be paid
 * @param term the payment term in words, for the record
 */
public record NewOpenItem(
        UUID document,
        UUID party,
        @Nullable UUID order,
        ItemKind kind,
        String number,
        Money amount,
        @Nullable Money foreign,
        LocalDate date,
        LocalDate due,
        String term) {

    public NewOpenItem(
            UUID document,
            UUID party,
            @Nullable UUID order,
            ItemKind kind,
            String number,
            Money amount,
            LocalDate date,
            LocalDate due,
            String term) {
        this(document, party, order, kind, number, amount, null, date, due, term);
    }
}
