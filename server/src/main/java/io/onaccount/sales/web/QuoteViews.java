package io.onaccount.sales.web;

import io.onaccount.sales.Quote;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.web.OrderViews.MoveView;
import io.onaccount.sales.web.OrderViews.ObjectionView;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Quotes as JSON. */
final class QuoteViews {
    private QuoteViews() {}

    /**
     * A quote as its page shows it.
     *
     * @param objections what credit says of an order of it now
     * @param discountTerms what the customer is offered for paying early, as contracts write it
     * @param margin null for those who may not see cost
     * @param answer what the customer said; null when they said nothing
     * @param links how many links to it can be opened
     */
    record QuoteView(
            Quote quote,
            @Nullable String ownerName,
            @Nullable String paymentTermName,
            @Nullable String discountTerms,
            List<MoveView> moves,
            List<ObjectionView> objections,
            @Nullable QuoteMargin margin,
            @Nullable QuoteAnswerView answer,
            List<QuoteVersion> versions,
            List<QuoteOrder> orders,
            int links) {}

    /**
     * What is earned by the lines that count, at today's purchase prices, without tax.
     *
     * @param cost null when a product has no purchase price
     * @param share of the net, as a fraction
     */
    record QuoteMargin(
            @Nullable BigDecimal cost,
            @Nullable BigDecimal margin,
            @Nullable BigDecimal share,
            List<QuoteLineMargin> lines) {}

    record QuoteLineMargin(
            int position,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal share) {}

    /**
     * @param byLink whether the customer gave it themselves
     * @param hash of what was accepted, SHA-256
     * @param whole whether it still is what was accepted
     */
    record QuoteAnswerView(
            boolean accepted,
            String by,
            boolean byLink,
            String remark,
            LocalDate on,
            Instant at,
            String content,
            String hash,
            boolean whole) {}

    record QuoteVersion(UUID id, String number, int revision, String state, LocalDate date, BigDecimal total) {}

    record QuoteOrder(UUID id, String number, String state, LocalDate date, BigDecimal total) {}

    /**
     * A quote as its customer sees it; ids of ours are left out.
     *
     * @param state OPEN, ACCEPTED, DECLINED, or OVER when it can't be answered any more
     * @param net with the optional lines that are chosen, and so tax and total
     * @param answeredBy who answered; null while nobody has
     */
    record QuoteOpened(
            String company,
            String customer,
            String number,
            LocalDate date,
            LocalDate validUntil,
            @Nullable LocalDate deliveryDate,
            @Nullable String paymentTerm,
            @Nullable String discountTerms,
            String contact,
            String deliveryAddress,
            String reference,
            String note,
            String currency,
            boolean taxInclusive,
            String state,
            List<QuoteOpenedLine> lines,
            List<SalesOrder.Charge> charges,
            BigDecimal discountAmount,
            List<Integer> options,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total,
            @Nullable String answeredBy,
            @Nullable LocalDate answeredOn) {}

    record QuoteOpenedLine(
            int position,
            String product,
            BigDecimal quantity,
            String unit,
            BigDecimal price,
            BigDecimal discount,
            BigDecimal taxRate,
            @Nullable LocalDate deliveryDate,
            String note,
            boolean optional,
            BigDecimal total) {}
}
