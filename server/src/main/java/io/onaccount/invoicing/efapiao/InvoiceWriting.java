package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes invoices for customers abroad: UBL 2.1 and UN/CEFACT CII after the core of EN 16931, and the hybrid PDF of Factur-X. What they take off or add as a
 * whole must be in the lines already. Amounts of a credit note are positive.
 */
public final class InvoiceWriting {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private InvoiceWriting() {}

    /** An Invoice or CreditNote in UBL 2.1. */
    public static byte[] ubl(EInvoice invoice) {
        return UblOut.write(invoice);
    }

    /** A CrossIndustryInvoice; in the profile EXTENDED when there are cash discounts, as only that has a place for them. */
    public static byte[] cii(EInvoice invoice) {
        return CiiOut.write(invoice);
    }

    /**
     * A PDF that people read and machines too: the page with the invoice as {@code factur-x.xml} in it, after the rules of PDF/A-3b.
     *
     * @param page of the same invoice, printed by us: its fonts are embedded and nothing in it moves
     * @param at when it is made, for the file's properties
     */
    public static byte[] facturX(byte[] page, EInvoice invoice, Instant at) {
        return HybridPdf.join(page, invoice, CiiOut.write(invoice), at);
    }

    /** UNCL 1001. */
    static String typeCode(Kind kind) {
        return switch (kind) {
            case CREDIT_NOTE -> "381";
            case CORRECTED -> "384";
            case PREPAYMENT -> "386";
            case SELF_BILLED -> "389";
            case SPECIAL, ORDINARY, COMMERCIAL, OTHER -> "380";
        };
    }

    /** Whether it is a VAT number, which begins with its country (BR-CO-09); others are registered as what they are. */
    static boolean isVat(Party party) {
        String id = party.taxId();
        return id.length() > 3 && (COUNTRIES.contains(id.substring(0, 2)) || id.startsWith("EL"));
    }

    /** By category and rate, as told or else summed up from the lines. */
    static List<TaxShare> shares(EInvoice invoice) {
        if (!invoice.taxes().isEmpty()) {
            return invoice.taxes();
        }
        record Rate(String category, @Nullable BigDecimal rate) {}
        Map<Rate, BigDecimal[]> sums = new LinkedHashMap<>();
        invoice.lines().forEach(line -> {
            BigDecimal[] sum = sums.computeIfAbsent(
                    new Rate(category(line.category(), line.rate()), Figures.plainOrNone(line.rate())),
                    rate -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
            sum[0] = sum[0].add(Objects.requireNonNullElse(line.net(), BigDecimal.ZERO));
            sum[1] = sum[1].add(Objects.requireNonNullElse(line.tax(), BigDecimal.ZERO));
        });
        List<TaxShare> shares = new ArrayList<>();
        sums.forEach((rate, sum) -> shares.add(new TaxShare(rate.category(), rate.rate(), sum[0], sum[1])));
        return shares;
    }

    /** Standard rate, or zero. */
    static String category(String told, @Nullable BigDecimal rate) {
        return !told.isEmpty() ? told : rate == null ? "E" : rate.signum() == 0 ? "Z" : "S";
    }

    /** With two decimals, or more where it has them. */
    static @Nullable String amount(@Nullable BigDecimal amount) {
        return amount == null
                ? null
                : amount.setScale(Math.max(2, Figures.plain(amount).scale()), RoundingMode.UNNECESSARY)
                        .toPlainString();
    }

    /** Prices are never negative (BR-27): a line that takes off has a negative quantity instead. */
    static boolean turned(EInvoice.Line line) {
        return line.price() != null && line.price().signum() < 0;
    }
}
