package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Opening balances, receipts and limits from files: good rows arrive, wrong ones are refused one by one, numbers known before add nothing. */
class ReceivablesImportTest {
    private final CreditTestBed bed = new CreditTestBed();
    private final UUID customer = bed.customer("null");
    private final String code = customer.toString(); // the bed's documents are numbered by their ids

    @Test
    void openingBalances() {
        List<ImportRow> rows = List.of(
                row(
                        2,
                        Map.of(
                                "customer",
                                code,
                                "number",
                                "OLD-1",
                                "amount",
                                new BigDecimal("100.00"),
                                "date",
                                CreditTestBed.TODAY)),
                row(3, Map.of("customer", "nobody", "amount", new BigDecimal("1.00"), "date", CreditTestBed.TODAY)),
                row(4, Map.of("customer", code, "amount", new BigDecimal("1.005"), "date", CreditTestBed.TODAY)),
                row(
                        5,
                        Map.of(
                                "customer",
                                code,
                                "number",
                                "OLD-1",
                                "amount",
                                new BigDecimal("7.00"),
                                "date",
                                CreditTestBed.TODAY)));
        List<ImportOutcome> first = run(ReceivablesImports.OfOpeningBalances.class, rows);
        assertThat(first.get(0)).isInstanceOf(ImportOutcome.Imported.class);
        assertThat(first.subList(1, 4)).allMatch(ImportOutcome.Refused.class::isInstance);
        assertThat(bed.exposure(customer)).isEqualByComparingTo("100");
        List<ImportOutcome> again = run(ReceivablesImports.OfOpeningBalances.class, rows);
        assertThat(again.get(0)).isInstanceOf(ImportOutcome.Repeated.class);
        assertThat(bed.exposure(customer)).isEqualByComparingTo("100");
    }

    @Test
    void receiptsArriveAsDrafts() {
        UUID bank = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
        assertThat(bank).isNotNull();
        List<ImportOutcome> outcomes = run(
                ReceivablesImports.OfReceipts.class,
                List.of(
                        row(
                                2,
                                Map.of(
                                        "customer",
                                        code,
                                        "cashAccount",
                                        "BANK",
                                        "amount",
                                        new BigDecimal("40.00"),
                                        "date",
                                        CreditTestBed.TODAY)),
                        row(
                                3,
                                Map.of(
                                        "customer",
                                        code,
                                        "cashAccount",
                                        "NONE",
                                        "amount",
                                        new BigDecimal("40.00"),
                                        "date",
                                        CreditTestBed.TODAY)),
                        row(
                                4,
                                Map.of(
                                        "customer",
                                        code,
                                        "cashAccount",
                                        "BANK",
                                        "amount",
                                        new BigDecimal("-1.00"),
                                        "date",
                                        CreditTestBed.TODAY))));
        assertThat(outcomes.get(0)).isInstanceOf(ImportOutcome.Imported.class);
        assertThat(outcomes.get(1)).isInstanceOf(ImportOutcome.Refused.class);
        assertThat(outcomes.get(2)).isInstanceOf(ImportOutcome.Refused.class);
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        assertThat(bed.application
                        .database()
                        .value("select state from document.header where kind = 'receipt' and company_id = "
                                + bed.company))
                .isEqualTo("DRAFT");
    }

    @Test
    void limits() {
        ImportTarget limits = bed.application.context().getBeansOfType(ImportTarget.class).values().stream()
                .filter(target -> target.name().equals("credit-accounts"))
                .findFirst()
                .orElseThrow();
        List<ImportRow> rows = List.of(
                row(
                        2,
                        Map.of(
                                "customer",
                                code,
                                "limit",
                                new BigDecimal("5000.00"),
                                "status",
                                "WATCH",
                                "reason",
                                "2026")),
                row(3, Map.of("customer", code, "limit", new BigDecimal("1.00"), "reason", "twice")),
                row(4, Map.of("customer", code, "reason", "no limit")));
        List<ImportOutcome> outcomes = bed.write(tx -> limits.importRows(tx, bed.actor, rows));
        assertThat(outcomes.get(0)).isInstanceOf(ImportOutcome.Imported.class);
        assertThat(outcomes.get(1)).isInstanceOf(ImportOutcome.Refused.class);
        assertThat(outcomes.get(2)).isInstanceOf(ImportOutcome.Refused.class);
        assertThat(bed.figures(customer).limit()).isEqualByComparingTo("5000");
    }

    private List<ImportOutcome> run(Class<? extends ImportTarget> target, List<ImportRow> rows) {
        ImportTarget bean = bed.application.bean(target);
        return bed.write(tx -> bean.importRows(tx, bed.actor, rows));
    }

    private static ImportRow row(int line, Map<String, Object> values) {
        return new ImportRow(line, values);
    }
}
