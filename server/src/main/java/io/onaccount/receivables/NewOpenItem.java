package io.onaccount.receivables;

import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerm.Instalment;
import io.onaccount.platform.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a customer owes from now on.
 *
 * @param document the delivery, return or opening balance it comes from
 * @param order the order behind it, or null
 * @param number of the document, by which a payer names it
 * @param amount tax included, in the company's currency; negative for what we owe them
 * @param date when it arose
 * @param due when it is to be paid
 * @param term the payment term in words, for the record
 * @param instalment which of the {@code instalments} its document falls into, from 1
 * @param awaited what will still move the due date, or null
 */
public record NewOpenItem(
        UUID document,
        UUID party,
        @Nullable UUID order,
        ItemKind kind,
        String number,
        Money amount,
        LocalDate date,
        LocalDate due,
        String term,
        int instalment,
        int instalments,
        PaymentTerm.@Nullable Awaited awaited) {

    /** All that its document brings, due at once. */
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
        this(document, party, order, kind, number, amount, date, due, term, 1, 1, null);
    }

    /** The instalments that a whole falls into. */
    public static List<NewOpenItem> of(NewOpenItem whole, List<Instalment> instalments) {
        return instalments.stream()
                .map(part -> new NewOpenItem(
                        whole.document,
                        whole.party,
                        whole.order,
                        whole.kind,
                        whole.number,
                        part.amount(),
                        whole.date,
                        part.due(),
                        whole.term,
                        part.number(),
                        part.of(),
                        part.awaited()))
                .toList();
    }
}
