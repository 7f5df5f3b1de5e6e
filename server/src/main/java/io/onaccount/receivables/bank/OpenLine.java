package io.onaccount.receivables.bank;

import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of the bank with its place in the work: what the cashier decides on. */
public record OpenLine(
        UUID id,
        UUID cashAccount,
        String cashName,
        LocalDate booked,
        LocalDate valued,
        BigDecimal amount,
        String currency,
        String name,
        String account,
        String bank,
        String reference,
        String text,
        String endToEnd,
        String code,
        @Nullable BigDecimal fee,
        BankFormat format,
        UUID importedBy,
        LineState state,
        @Nullable UUID receipt,
        @Nullable UUID entry,
        @Nullable UUID party,
        String reason,
        @Nullable Integer confidence,
        String raw) {

    static final String SELECT = """
            select l.*, w.state, w.receipt_id, w.entry_id, w.party_id, w.reason, w.confidence, c.name as cash_name, s.format, s.imported_by
            from receivables.bank_line l
            join receivables.bank_work w on w.company_id = l.company_id and w.line_id = l.id
            join receivables.bank_statement s on s.company_id = l.company_id and s.id = l.statement_id
            join receivables.cash_account c on c.company_id = l.company_id and c.id = l.cash_account_id
            where l.company_id = ?""";

    static OpenLine read(Row row) {
        return new OpenLine(
                row.uuid("id"),
                row.uuid("cash_account_id"),
                row.text("cash_name"),
                row.date("booked_on"),
                row.date("valued_on"),
                row.decimal("amount"),
                row.text("currency"),
                row.text("name"),
                row.text("account"),
                row.text("bank"),
                row.text("reference"),
                row.text("text"),
                row.text("end_to_end"),
                row.text("code"),
                row.decimalOrNull("fee"),
                row.choice("format", BankFormat.class),
                row.uuid("imported_by"),
                row.choice("state", LineState.class),
                row.uuidOrNull("receipt_id"),
                row.uuidOrNull("entry_id"),
                row.uuidOrNull("party_id"),
                row.text("reason"),
                row.integerOrNull("confidence"),
                row.text("raw"));
    }

    /** Everything the payer may have written a number into. */
    String words() {
        return String.join(" ", text, endToEnd, reference, name);
    }
}
