package io.onaccount.organization;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a company decides for itself beyond its name, currency and zone (FND-02). Everything has a default, so that settings stored by an
 * older version read well.
 *
 * @param workingDays the days on which the company works
 * @param numberPatterns kind → number pattern, where it differs from the kind's own
 * @param negativeStock whether more may leave a warehouse than is there
 * @param stockCheck what is done when an order wants more than is there
 * @param defaultCreditLimit the credit limit of a new customer in base currency; null for no limit at all
 * @param wholeAfterJiao whether 整 also follows 角 in amounts in words, as tax invoices print it
 * @param letterhead what stands on printed documents beside the name, the logo and the bank details
 * @param receivableBasis when customers owe for what they order, unless an order says otherwise
 * @param deliveriesNeedNotice whether goods leave by shipping notices only
 */
public record CompanySettings(
        List<DayOfWeek> workingDays,
        Map<String, String> numberPatterns,
        boolean negativeStock,
        StockCheck stockCheck,
        @Nullable BigDecimal defaultCreditLimit,
        boolean wholeAfterJiao,
        BankDetails bank,
        Letterhead letterhead,
        ReceivableBasis receivableBasis,
        boolean deliveriesNeedNotice) {

    /** When a customer owes for what they ordered (RCV-01). */
    public enum ReceivableBasis {
        DELIVERY,
        ORDER,
        INVOICE
    }

    /** What is done when an order wants more than is there. */
    public enum StockCheck {
        IGNORE,
        WARN,
        BLOCK
    }

    /** Where customers pay to; printed on documents. */
    public record BankDetails(String bank, String account, String holder) {
        static final BankDetails NONE = new BankDetails("", "", "");
    }

    /** Who sends a printed document; the seal is a text that is printed as a stamp where documents are signed. */
    public record Letterhead(String address, String phone, String taxNumber, String seal) {
        static final Letterhead NONE = new Letterhead("", "", "", "");
    }

    static final CompanySettings DEFAULTS = new CompanySettings(
            List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY),
            Map.of(),
            false,
            StockCheck.WARN,
            BigDecimal.ZERO,
            false,
            BankDetails.NONE,
            Letterhead.NONE,
            ReceivableBasis.DELIVERY,
            false);

    public CompanySettings {
        workingDays = List.copyOf(workingDays);
        numberPatterns = Map.copyOf(numberPatterns);
    }

    /** The same with another default for new customers' credit limit. */
    public CompanySettings withDefaultCreditLimit(@Nullable BigDecimal limit) {
        return new CompanySettings(
                workingDays,
                numberPatterns,
                negativeStock,
                stockCheck,
                limit,
                wholeAfterJiao,
                bank,
                letterhead,
                receivableBasis,
                deliveriesNeedNotice);
    }

    /** The same with other particulars on printed documents. */
    public CompanySettings printed(BankDetails newBank, Letterhead newLetterhead) {
        return new CompanySettings(
                workingDays,
                numberPatterns,
                negativeStock,
                stockCheck,
                defaultCreditLimit,
                wholeAfterJiao,
                newBank,
                newLetterhead,
                receivableBasis,
                deliveriesNeedNotice);
    }

    /** The same with or without stock below zero. */
    public CompanySettings withNegativeStock(boolean allowed) {
        return new CompanySettings(
                workingDays,
                numberPatterns,
                allowed,
                stockCheck,
                defaultCreditLimit,
                wholeAfterJiao,
                bank,
                letterhead,
                receivableBasis,
                deliveriesNeedNotice);
    }

    /** The same with or without deliveries straight from orders. */
    public CompanySettings withDeliveriesNeedingNotice(boolean needed) {
        return new CompanySettings(
                workingDays,
                numberPatterns,
                negativeStock,
                stockCheck,
                defaultCreditLimit,
                wholeAfterJiao,
                bank,
                letterhead,
                receivableBasis,
                needed);
    }
}
