package io.onaccount.invoicing;

import java.util.regex.Pattern;

/** What a sales invoice is to the tax authority (发票种类). */
public enum InvoiceKind {
    /** 数电票（增值税专用发票）: its buyer deducts the tax. */
    DIGITAL_SPECIAL,
    /** 数电票（普通发票） */
    DIGITAL_ORDINARY,
    /** 纸质增值税专用发票 */
    PAPER_SPECIAL,
    /** 纸质增值税普通发票 */
    PAPER_ORDINARY,
    /** Any other, and invoices abroad. */
    OTHER;

    private static final Pattern DIGITAL = Pattern.compile("\\d{20}");
    private static final Pattern PAPER = Pattern.compile("\\d{8}");
    private static final Pattern PAPER_CODE = Pattern.compile("\\d{10}|\\d{12}");

    /** Whether the buyer deducts the tax, so that the invoice must name their tax number. */
    public boolean isSpecial() {
        return this == DIGITAL_SPECIAL || this == PAPER_SPECIAL;
    }

    /** Whether it is a form with a code of its own, which can be made void within its month. */
    public boolean isPaper() {
        return this == PAPER_SPECIAL || this == PAPER_ORDINARY;
    }

    /** Whether the number can be one of this kind: twenty digits of a digital one, eight of a paper one. */
    boolean isNumber(String number) {
        return this == OTHER || (isPaper() ? PAPER : DIGITAL).matcher(number).matches();
    }

    /** Whether the code can be one of this kind: only paper ones have one, of ten or twelve digits. */
    boolean isCode(String code) {
        return isPaper() ? PAPER_CODE.matcher(code).matches() : this == OTHER || code.isEmpty();
    }
}
