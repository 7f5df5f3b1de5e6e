package io.onaccount.receivables;

import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerm.Instalment;
import io.onaccount.platform.Money;
import java.time.LocalDate;
import java.util.ArrayList;
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
 * @param foreign what it is in when that is another currency, or null
 * @param date when it arose
 * @param due when it is to be paid
 * @param term the payment term in words, for the record
 * @param tax the tax in the amount
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
        @Nullable Money foreign,
        LocalDate date,
        LocalDate due,
        String term,
        Money tax,
        int instalment,
        int instalments,
        PaymentTerm.@Nullable Awaited awaited) {

    public NewOpenItem {
        // What is too little to be anything in its currency is owed in the company's.
        foreign = foreign == null || foreign.isZero() ? null : foreign;
    }

    /** One without tax, due at once. */
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
        this(document, party, order, kind, number, amount, date, due, term, Money.zero(amount.currency()));
    }

    /** One in another currency, without tax, due at once. */
    public NewOpenItem(
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
        this(
                document,
                party,
                order,
                kind,
                number,
                amount,
                foreign,
                date,
                due,
                term,
                Money.zero(amount.currency()),
                1,
                1,
                null);
    }

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
            String term,
            Money tax) {
        this(document, party, order, kind, number, amount, null, date, due, term, tax, 1, 1, null);
    }

    /** The same in another currency; null: in the company's. */
    public NewOpenItem in(@Nullable Money other) {
        return new NewOpenItem(
                document,
                party,
                order,
                kind,
                number,
                amount,
                other,
                date,
                due,
                term,
                tax,
                instalment,
                instalments,
                awaited);
    }

    /** The instalments that a whole falls into; their shares of its tax, and of what it is in another currency, sum to the whole's. */
    public static List<NewOpenItem> of(NewOpenItem whole, List<Instalment> instalments) {
        List<NewOpenItem> items = new ArrayList<>(instalments.size());
        Money before = Money.zero(whole.amount.currency());
        for (Instalment part : instalments) {
            Money after = before.plus(part.amount());
            Money foreign = whole.foreign;
            items.add(new NewOpenItem(
                    whole.document,
                    whole.party,
                    whole.order,
                    whole.kind,
                    whole.number,
                    part.amount(),
                    foreign == null ? null : whole.share(foreign, after).minus(whole.share(foreign, before)),
                    whole.date,
                    part.due(),
                    whole.term,
                    whole.share(whole.tax, after).minus(whole.share(whole.tax, before)),
                    part.number(),
                    part.of(),
                    part.awaited()));
            before = after;
        }
        return items;
    }

    /** The part of something of the whole that belongs to a part of its amount. */
    private Money share(Money something, Money part) {
        return amount.isZero() ? something : something.share(part.amount(), amount.amount());
    }

    /** A credit that gives back so much less, and the tax in it; its amount is negative. */
    NewOpenItem lessBy(Money less, Money lessTax) {
        return less.isZero()
                ? this
                : new NewOpenItem(
                        document,
                        party,
                        order,
                        kind,
                        number,
                        amount.plus(less),
                        foreign == null ? null : share(foreign, amount.plus(less)),
                        date,
                        due,
                        term,
                        tax.plus(lessTax),
                        instalment,
                        instalments,
                        awaited);
    }
}
