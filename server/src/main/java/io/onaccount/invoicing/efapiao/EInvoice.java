package io.onaccount.invoicing.efapiao;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as a file tells it. Amounts are as written, in its currency, without trailing zeros; what the file doesn't say is null or empty.
 *
 * @param profile the rules it says it keeps to (CustomizationID, guideline); empty where the form has none
 * @param credit whether it takes back: a credit note (its amounts are positive, as EN 16931 has them) or a red-letter invoice (negative)
 * @param number of the invoice; for invoices of before 2024 beside {@code code}
 * @param code 发票代码
 * @param checkCode 校验码
 * @param due as the file says, not computed
 * @param taxes the tax by rate, where it is told
 * @param terms of payment in words, whole
 * @param discounts cash discounts in a form that can be computed with, in the file's order
 * @param originals numbers of the invoices it corrects
 */
public record EInvoice(
        Syntax syntax,
        Carrier carrier,
        String profile,
        Kind kind,
        boolean credit,
        String number,
        String code,
        String checkCode,
        @Nullable LocalDate issued,
        @Nullable LocalDate due,
        String currency,
        Party seller,
        Party buyer,
        List<Line> lines,
        Totals totals,
        List<TaxShare> taxes,
        String terms,
        List<Discount> discounts,
        List<String> originals,
        String note) {

    public EInvoice {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
        discounts = List.copyOf(discounts);
        originals = List.copyOf(originals);
    }

    /** The structure the data stand in. */
    public enum Syntax {
        UBL_INVOICE,
        UBL_CREDIT_NOTE,
        /** UN/CEFACT CrossIndustryInvoice, and its forerunner of ZUGFeRD 1. */
        CII,
        /** 数电票. */
        SHUDIANPIAO,
        /** 增值税电子发票 of 2015 to 2024. */
        VAT_EINVOICE
    }

    /** What the data came in. */
    public enum Carrier {
        XML,
        PDF,
        OFD
    }

    public enum Kind {
        /** 增值税专用发票. */
        SPECIAL,
        /** 普通发票. */
        ORDINARY,
        /** An invoice as the rest of the world knows it. */
        COMMERCIAL,
        PREPAYMENT,
        CORRECTED,
        CREDIT_NOTE,
        SELF_BILLED,
        OTHER
    }

    /**
     * Who sells or buys.
     *
     * @param taxId VAT number or 纳税人识别号
     * @param country ISO 3166 code
     */
    public record Party(
            String name, String taxId, String street, String city, String postcode, String country, String email) {
        static final Party NOBODY = named("", "");

        /** A party of whom no more is known. */
        public static Party named(String name, String taxId) {
            return new Party(name, taxId, "", "", "", "", "");
        }
    }

    /**
     * One line.
     *
     * @param price of one unit without tax
     * @param net its amount without tax
     * @param rate of tax, per cent; null for none (exempt, not taxed) or not told
     * @param category of tax by UNCL 5305 (S, Z, E, AE, K, G, O); empty in Chinese files
     * @param tax its tax, where the form has it
     * @param discount whether it only takes off from the line before it (折扣行)
     */
    public record Line(
            String id,
            String name,
            String spec,
            String unit,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal net,
            @Nullable BigDecimal rate,
            String category,
            @Nullable BigDecimal tax,
            boolean discount) {}

    /**
     * The sums.
     *
     * @param lines of the lines, before what the whole document takes off or adds
     * @param allowances off the whole document
     * @param charges on the whole document
     */
    public record Totals(
            @Nullable BigDecimal lines,
            @Nullable BigDecimal allowances,
            @Nullable BigDecimal charges,
            @Nullable BigDecimal net,
            @Nullable BigDecimal tax,
            @Nullable BigDecimal gross,
            @Nullable BigDecimal prepaid,
            @Nullable BigDecimal rounding,
            @Nullable BigDecimal payable) {}

    /** The tax of one rate. */
    public record TaxShare(
            String category,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal base,
            @Nullable BigDecimal tax) {}

    /**
     * A cash discount's step.
     *
     * @param days within so many; null when only a day is told
     * @param until by this day, where that is told instead
     * @param percent 0 says that from then on nothing is taken off
     * @param base of which the percentage is, when not of the whole
     * @param amount what is taken off, where it is told
     */
    public record Discount(
            @Nullable Integer days,
            @Nullable LocalDate until,
            @Nullable BigDecimal percent,
            @Nullable BigDecimal base,
            @Nullable BigDecimal amount) {}

    /** The rates of tax it has, each once, the lowest first. */
    public List<BigDecimal> rates() {
        List<BigDecimal> told = sorted(taxes.stream().map(TaxShare::rate));
        return told.isEmpty() ? sorted(lines.stream().map(Line::rate)) : told;
    }

    private static List<BigDecimal> sorted(Stream<@Nullable BigDecimal> rates) {
        return rates.filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** The same in another carrier. */
    EInvoice in(Carrier other) {
        return new EInvoice(
                syntax, other, profile, kind, credit, number, code, checkCode, issued, due, currency, seller, buyer,
                lines, totals, taxes, terms, discounts, originals, note);
    }
}
