package io.onaccount.invoicing;

import static io.onaccount.document.ImportColumn.Type.DATE;
import static io.onaccount.document.ImportColumn.Type.NUMBER;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The numbers that the tax platform gave to exported applications: each row issues the rest of the application named by its serial number. A number that is
 * there already adds nothing.
 */
@Component
final class InvoiceResultImport implements ImportTarget {
    private final Invoices invoices;

    InvoiceResultImport(Invoices invoices) {
        this.invoices = invoices;
    }

    @Override
    public String name() {
        return "sales-invoices";
    }

    @Override
    public String kind() {
        return Invoices.KIND;
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.of("serial", TEXT, "IA-20260331-0001").mandatory().alias("发票流水号", "申请单号", "开票申请"),
                ImportColumn.of("officialNumber", TEXT, "26322000000012345678")
                        .mandatory()
                        .alias("发票号码", "数电票号码", "数电发票号码"),
                ImportColumn.of("code", TEXT, "").alias("发票代码"),
                ImportColumn.of("issuedOn", DATE, "2026-03-31").mandatory().alias("开票日期"),
                ImportColumn.of("total", NUMBER, "11300.00").alias("价税合计", "价税合计金额"));
    }

    @Override
    public Optional<String> key(ImportRow row) {
        return Optional.of(row.requiredText("officialNumber").strip());
    }

    @Override
    public int chunk() {
        return 100;
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        Map<String, UUID> applications = new LinkedHashMap<>();
        tx.list(
                "select h.id, h.number from document.header h where h.company_id = ? and h.kind = ? and h.number = any(?)",
                row -> applications.put(row.text("number"), row.uuid("id")),
                tx.company(),
                InvoiceApplications.KIND,
                SqlArray.of("text", rows, row -> row.requiredText("serial").strip()));
        Map<String, UUID> there = new LinkedHashMap<>();
        tx.list(
                "select v.id, v.number from invoicing.invoice v where v.company_id = ? and v.number = any(?)",
                row -> there.put(row.text("number"), row.uuid("id")),
                tx.company(),
                SqlArray.of(
                        "text", rows, row -> row.requiredText("officialNumber").strip()));
        List<ImportOutcome> outcomes = new ArrayList<>(rows.size());
        for (ImportRow row : rows) {
            String number = row.requiredText("officialNumber").strip();
            UUID application = applications.get(row.requiredText("serial").strip());
            UUID before = there.get(number);
            if (before != null) {
                outcomes.add(new ImportOutcome.Repeated(before, number));
            } else if (application == null) {
                outcomes.add(ImportOutcome.refused("serial", "not-found"));
            } else {
                // One after the other: each depends on what those before it took of the same goods. A problem undoes
                // the chunk, which comes again in
                // halves until it is the row's own.
                UUID id = invoices.ofApplication(tx, actor, application, List.of());
                tx.flush();
                invoices.issue(
                        tx,
                        actor,
                        id,
                        null,
                        new NewInvoice.Official(
                                row.text("code"),
                                number,
                                Objects.requireNonNull(row.date("issuedOn")),
                                row.number("total")));
                tx.flush();
                there.put(number, id);
                outcomes.add(new ImportOutcome.Imported(id, number));
            }
        }
        return outcomes;
    }
}
