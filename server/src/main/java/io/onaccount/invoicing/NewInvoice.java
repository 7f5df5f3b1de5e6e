package io.onaccount.invoicing;

import io.onaccount.party.TaxTitle;
import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as it is entered, before it has a number.
 *
 * @param title whom it names; what is left out is the customer's own
 * @param email where it goes; the customer's when left out
 * @param remark printed on it
 */
public record NewInvoice(
        UUID customer,
        InvoiceKind kind,
        @Nullable TaxTitle title,
        @Nullable @MaxLength(200) String email,
        @Nullable @MaxLength(200) String remark,
        List<NewInvoiceLine> lines) {

    /**
     * So much of a line of an application or of a blue invoice.
     *
     * @param position of the line there
     */
    public record Part(int position, BigDecimal quantity) {}

    /**
     * What makes an invoice official, as the tax authority gave it.
     *
     * @param code only of paper ones (发票代码)
     * @param on its day
     * @param total what stands on it with tax; null: what the orders' prices say
     * @param tax what stands on it as tax; null: what the lines' rates say
     * @param reason why it says more or less than the orders' prices; needed beyond the company's tolerance
     */
    public record Official(
            @Nullable @MaxLength(20) String code,
            @MaxLength(60) String number,
            java.time.LocalDate on,
            @Nullable BigDecimal total,
            @Nullable BigDecimal tax,
            @Nullable @MaxLength(500) String reason) {

        /** One that says what the orders' prices say, or differs by no more than the company's tolerance. */
        public Official(@Nullable String code, String number, java.time.LocalDate on, @Nullable BigDecimal total) {
            this(code, number, on, total, null, null);
        }
    }
}
