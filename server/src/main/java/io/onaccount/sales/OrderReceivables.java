package io.onaccount.sales;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.organization.Actor;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerm.Dates;
import io.onaccount.party.PaymentTerm.Instalment;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.receivables.ItemKind;
import io.onaccount.receivables.NewOpenItem;
import io.onaccount.receivables.OpenItems;
import io.onaccount.sales.spi.CountedFrom;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Orders that the customer owes for as soon as they are confirmed (RCV-01): their credit is a receivable's from then on. */
@Component
final class OrderReceivables {
    private final CreditControl credit;
    private final OpenItems items;
    private final CalendarDays calendar;
    private final DiscountTerms discounts;
    private final OrderChangeTables tables;
    private final ObjectProvider<CountedFrom> countedFrom;

    OrderReceivables(
            CreditControl credit,
            OpenItems items,
            CalendarDays calendar,
            DiscountTerms discounts,
            OrderChangeTables tables,
            ObjectProvider<CountedFrom> countedFrom) {
        this.countedFrom = countedFrom;
        this.tables = tables;
        this.discounts = discounts;
        this.credit = credit;
        this.items = items;
        this.calendar = calendar;
    }

    /** An order just confirmed; its credit was taken in this transaction. */
    record Confirmed(
            UUID order,
            String number,
            UUID customer,
            LocalDate date,
            @Nullable PaymentTerm term,
            Money total,
            Money tax) {}

    /** What was ordered is owed: exposure only changes its name. */
    void arise(Tx tx, Actor actor, Confirmed order) {
        credit.move(
                tx,
                actor,
                order.customer(),
                order.order(),
                actor.today(),
                Bucket.ORDERED,
                order.total().negated(),
                "owe");
        raise(tx, actor, order, order.date(), order.date(), order.total(), order.tax());
    }

    /** @param on the day of the item; from: the day its term counts from where it counts from the order */
    private List<Instalment> raise(
            Tx tx, Actor actor, Confirmed order, LocalDate on, LocalDate from, Money amount, Money tax) {
        PaymentTerm term = order.term();
        List<Instalment> instalments = term == null
                ? List.of(Instalment.whole(amount, from))
                : term.instalments(amount, new Dates(from, null, null, null), calendar.workingDays(tx));
        items.raise(
                tx,
                actor,
                NewOpenItem.of(
                        item(
                                order.order(),
                                order.number(),
                                order.customer(),
                                on,
                                amount,
                                term == null ? "" : term.called(actor.locale()),
                                tax),
                        instalments));
        return instalments;
    }

    /** What was split off an order earns the discounts that were agreed for it. */
    void offerAsFor(Tx tx, UUID order, UUID splitOff) {
        discounts.offerAsFor(tx, order, splitOff);
    }

    /** So much of an order will not be delivered after all and is not owed. */
    void lower(Tx tx, Actor actor, UUID order, String number, UUID customer, Money rest, Money tax) {
        items.lower(tx, actor, item(order, number, customer, actor.today(), rest.negated(), "", tax.negated()));
    }

    /**
     * A confirmed order that was changed; the gate has let the difference pass in this transaction.
     *
     * @param order as it is now
     * @param difference of the total, and of the tax in it
     * @param anew whether what is open is owed on other terms from now on
     */
    record Changed(Confirmed order, Money difference, Money taxDifference, boolean anew) {}

    /** What is owed for the order follows it: more is owed from today, less is taken off what is open, other terms hold for all that is open. */
    void follow(Tx tx, Actor actor, Changed change) {
        Confirmed order = change.order();
        if (!change.difference().isZero()) {
            credit.move(
                    tx,
                    actor,
                    order.customer(),
                    order.order(),
                    actor.today(),
                    Bucket.ORDERED,
                    change.difference().negated(),
                    "owe");
        }
        Money more = change.difference();
        Money moreTax = change.taxDifference();
        LocalDate from = actor.today();
        if (more.isNegative()) {
            lower(tx, actor, order.order(), order.number(), order.customer(), more.negated(), moreTax.negated());
            tx.flush();
            more = Money.zero(more.currency());
            moreTax = more;
        }
        if (change.anew()) {
            Money open = tables.open(tx, order.order(), more.currency());
            if (open.isPositive()) {
                Money tax = order.tax().share(open.amount(), order.total().amount());
                lower(tx, actor, order.order(), order.number(), order.customer(), open, tax);
                tx.flush();
                more = more.plus(open);
                moreTax = moreTax.plus(tax);
                from = order.date();
            }
        }
        if (more.isZero()) {
            return;
        }
        List<Instalment> instalments = raise(tx, actor, order, actor.today(), from, more, moreTax);
        if (change.anew() || instalments.stream().anyMatch(part -> part.awaited() != null)) {
            tx.flush();
            count(tx, actor, order.order());
        }
    }

    /** What of an order that has begun waits for a day counts from the one that is known. */
    private void count(Tx tx, Actor actor, UUID order) {
        Map<Start, LocalDate> known = new EnumMap<>(Start.class);
        countedFrom
                .orderedStream()
                .forEach(source -> source.days(tx, order)
                        .forEach((start, day) -> known.merge(start, day, (a, b) -> a.isAfter(b) ? a : b)));
        known.forEach((start, day) -> items.counted(
                tx,
                actor,
                List.of(order),
                start,
                day,
                switch (start) {
                    case PROOF -> "signed";
                    case INVOICE -> "invoiced";
                    default -> "delivered";
                }));
    }

    private static NewOpenItem item(
            UUID order, String number, UUID customer, LocalDate date, Money amount, String term, Money tax) {
        return new NewOpenItem(order, customer, order, ItemKind.ORDER, number, amount, date, date, term, tax);
    }
}
