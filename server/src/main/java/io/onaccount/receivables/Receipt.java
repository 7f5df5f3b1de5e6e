package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as read. While it is posted amount = allocated + unapplied + refunded.
 *
 * @param amount what the customer is credited
 * @param withheld tax kept back by the customer, part of the amount
 * @param assigned the part of unapplied that is kept for orders
 */
public record Receipt(
        Header header,
        Names names,
        UUID party,
        BigDecimal amount,
        BigDecimal fee,
        NewReceipt.FeeBy feeBy,
        BigDecimal withheld,
        @Nullable UUID cashAccount,
        ReceiptMethod method,
        String payer,
        String payerAccount,
        String reference,
        String note,
        @Nullable UUID payable,
        boolean posted,
        @Nullable LocalDate postedOn,
        @Nullable LocalDate reversedOn,
        @Nullable UUID journal,
        BigDecimal allocated,
        BigDecimal unapplied,
        BigDecimal refunded,
        BigDecimal assigned,
        @Nullable Own own,
        List<PurposeRow> purposes) {

    /**
     * The receipt in its own currency, when that isn't the company's; the amounts beside it are what these are worth at its rate.
     *
     * @param rate what a unit was worth at the receipt's date
     */
    public record Own(
            String currency,
            BigDecimal rate,
            BigDecimal amount,
            BigDecimal fee,
            BigDecimal withheld,
            BigDecimal allocated,
            BigDecimal refunded) {

        /** What settles nothing yet. */
        public BigDecimal unapplied(boolean posted) {
            return posted ? amount.subtract(allocated).subtract(refunded) : BigDecimal.ZERO;
        }

        public BigDecimal paid(NewReceipt.FeeBy by) {
            return by == NewReceipt.FeeBy.CUSTOMER ? amount.add(fee) : amount;
        }

        /** What arrived on the account. */
        public BigDecimal money(NewReceipt.FeeBy by) {
            return amount.subtract(by == NewReceipt.FeeBy.US ? fee : BigDecimal.ZERO)
                    .subtract(withheld);
        }

        Own used(BigDecimal settled) {
            return new Own(currency, rate, amount, fee, withheld, settled, refunded);
        }
    }

    /** What customer, cash account and payable are called. */
    public record Names(
            String partyCode,
            String partyName,
            String cashCode,
            String cashName,
            @Nullable String payable) {}

    /** What the payer meant, and how much is kept for it now. */
    public record PurposeRow(
            int line,
            @Nullable UUID item,
            @Nullable UUID order,
            @Nullable BigDecimal amount,
            BigDecimal assigned) {}

    /** As it is once confirmed. */
    Receipt posted(
            Header confirmed,
            LocalDate on,
            UUID booked,
            BigDecimal settled,
            BigDecimal settledOfOwn,
            BigDecimal rest,
            Map<Integer, BigDecimal> kept) {
        return new Receipt(
                confirmed,
                names,
                party,
                amount,
                fee,
                feeBy,
                withheld,
                cashAccount,
                method,
                payer,
                payerAccount,
                reference,
                note,
                payable,
                true,
                on,
                null,
                booked,
                settled,
                rest,
                refunded,
                kept.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add),
                own == null ? null : own.used(settledOfOwn),
                purposes.stream()
                        .map(p -> new PurposeRow(
                                p.line(), p.item(), p.order(), p.amount(), kept.getOrDefault(p.line(), p.assigned())))
                        .toList());
    }

    public ReceiptState state() {
        return ReceiptState.valueOf(header.state());
    }

    /** What the customer sent: the fee they bear included. */
    public BigDecimal paid() {
        return feeBy == NewReceipt.FeeBy.CUSTOMER ? amount.add(fee) : amount;
    }

    /** The fee that is ours. */
    BigDecimal ourFee() {
        return feeBy == NewReceipt.FeeBy.US ? fee : BigDecimal.ZERO;
    }

    /** What arrived. */
    public BigDecimal money() {
        return amount.subtract(ourFee()).subtract(withheld);
    }

    /** What arrived, in the currency of the account. */
    public BigDecimal arrived() {
        return own == null ? money() : own.money(feeBy);
    }

    /** What can be allocated freely. */
    public BigDecimal free() {
        return unapplied.subtract(assigned);
    }

    /** Its currency, null for the company's. */
    @Nullable
    String currency() {
        return own == null ? null : own.currency();
    }

    /** What can be allocated freely, in its own currency. */
    public BigDecimal freeOfOwn() {
        return own == null ? free() : own.unapplied(posted);
    }

    /** What arrived on an account kept in another currency, with the sign; null for one in the company's. */
    @Nullable
    Money arrived(BigDecimal sign) {
        return own == null ? null : new Money(own.money(feeBy).multiply(sign), own.currency());
    }

    /** As if it were all free: what a receipt is about to be. */
    Receipt received() {
        return new Receipt(
                header,
                names,
                party,
                amount,
                fee,
                feeBy,
                withheld,
                cashAccount,
                method,
                payer,
                payerAccount,
                reference,
                note,
                payable,
                true,
                postedOn,
                reversedOn,
                journal,
                BigDecimal.ZERO,
                amount,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                own,
                purposes);
    }
}
