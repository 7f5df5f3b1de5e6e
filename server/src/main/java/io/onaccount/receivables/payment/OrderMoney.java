package io.onaccount.receivables.payment;

import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.payment.PayLinks.Subject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an order still owes and what all its links took or are about to take of it: a link never asks for more. Amounts in the company's currency.
 *
 * @param total the order's value; of a closed one what it came to, of a cancelled one nothing
 * @param inBooks money kept for it and what was settled of its items
 * @param onItems what is open of its items that somebody is paying by a customer's or a document's link
 * @param links payments by link that count: taken, or begun and still to be paid
 */
record OrderMoney(UUID order, BigDecimal total, BigDecimal inBooks, BigDecimal onItems, List<UnderWay> links) {
    /** Payments {@code p} that count, with their receipt {@code r}; with a parameter, now. */
    private static final String COUNTS =
            " p.outcome not in ('late', 'twice', 'unapplied') and (p.state = 'PAID' or p.state = 'PENDING' and p.expires_at > ?"
                    + " or p.state = 'BOOKED' and r.reversed_on is null and r.id is not null)";

    /**
     * A payment by link for the order that counts.
     *
     * @param pending begun, and not paid yet
     * @param booked whether it is in the books
     */
    record UnderWay(UUID payment, UUID link, BigDecimal amount, Instant started, boolean pending, boolean booked) {}

    static OrderMoney of(Tx tx, UUID order, Instant now) {
        List<UnderWay> links = tx.list(
                """
                select p.id, p.link_id, l.amount, p.currency, p.started_at, p.state = 'PENDING' as pending,
                  coalesce(r.posted, false) as booked
                from receivables.online_payment_line l
                join receivables.online_payment p on p.company_id = l.company_id and p.id = l.payment_id
                left join receivables.receipt r on r.company_id = p.company_id and r.id = p.receipt_id
                where l.company_id = ? and l.order_id = ? and""" + COUNTS,
                row -> new UnderWay(
                        row.uuid("id"),
                        row.uuid("link_id"),
                        row.money("amount", row.text("currency")).amount(),
                        row.instant("started_at"),
                        row.bool("pending"),
                        row.bool("booked")),
                tx.company(),
                order,
                now);
        return tx.one(
                """
                select case h.state when 'CANCELLED' then 0 when 'CLOSED' then i.amount else coalesce(h.total, 0) end as total, h.currency,
                  i.settled + k.kept as in_books, w.open as on_items
                from document.header h
                cross join lateral (
                  select coalesce(sum(i.amount), 0) as amount, coalesce(sum(i.settled), 0) as settled from receivables.open_item i
                  where i.company_id = h.company_id and i.order_id = h.id and i.amount > 0) i
                cross join lateral (
                  select coalesce(sum(p.assigned), 0) as kept from receivables.receipt_purpose p
                  where p.company_id = h.company_id and p.order_id = h.id) k
                cross join lateral (
                  -- the whole of an item, however often it is begun: who pays it pays all of it, less a discount or a credit note
                  select coalesce(sum(i.amount - i.settled), 0) as open from receivables.open_item i
                  where i.company_id = h.company_id and i.order_id = h.id and i.amount > i.settled and i.amount > 0 and exists (
                    select from receivables.online_payment_line l
                    join receivables.online_payment p on p.company_id = l.company_id and p.id = l.payment_id
                    left join receivables.receipt r on r.company_id = p.company_id and r.id = p.receipt_id
                    where l.company_id = i.company_id and l.item_id = i.id and not coalesce(r.posted, false) and\
                """ + COUNTS + ")) w where h.company_id = ? and h.id = ?",
                row -> new OrderMoney(
                        order,
                        row.money("total", row.text("currency")).amount(),
                        row.money("in_books", row.text("currency")).amount(),
                        row.money("on_items", row.text("currency")).amount(),
                        links),
                now,
                tx.company(),
                order);
    }

    /** The same, while nobody else begins or books a payment for the order until the transaction ends. */
    static OrderMoney locked(Tx tx, UUID order, Instant now) {
        tx.list(
                "select h.id from document.header h where h.company_id = ? and h.id = ? for no key update",
                row -> row.uuid("id"),
                tx.company(),
                order);
        return of(tx, order, now);
    }

    /** What it owes beyond what is under way. */
    BigDecimal owed() {
        return owed(null, null);
    }

    /** The same, leaving out what a link has begun and one payment. */
    private BigDecimal owed(@Nullable UUID link, @Nullable UUID payment) {
        BigDecimal underWay = links.stream()
                .filter(one -> !one.booked()
                        && !one.payment().equals(payment)
                        && !(one.pending() && one.link().equals(link)))
                .map(UnderWay::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return total.subtract(inBooks).subtract(onItems).subtract(underWay).max(BigDecimal.ZERO);
    }

    /** Whether this payment, whose money has come, finds the order owing that much. */
    boolean takes(UUID payment, BigDecimal amount) {
        return amount.compareTo(owed(null, payment)) <= 0;
    }

    /**
     * What a link may ask for now: what it was made for, less what any link of the order took since, and never more than the order owes. What it has
     * begun itself may be begun again.
     */
    BigDecimal askable(Subject subject) {
        Instant made = subject.made();
        BigDecimal asked = subject.asked();
        if (made == null || asked == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal taken = links.stream()
                .filter(one -> !one.started().isBefore(made)
                        && !(one.pending() && one.link().equals(subject.id())))
                .map(UnderWay::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return asked.subtract(taken).min(owed(subject.id(), null)).max(BigDecimal.ZERO);
    }
}
