package io.onaccount.invoicing.efapiao;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real invoices of all kinds (INV-01): read whole, with the figures that stand in them. */
class InvoiceSamplesTest {
    private static final Path REAL = Path.of("../../shared/data");

    @Test
    void realFilesAreReadWhole() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(REAL.resolve("einvoice/MANIFEST.json")), "the folder of real files is not here");
        List<String> wrong = new ArrayList<>();
        int files = 0;
        for (JsonNode entry : JsonMapper.shared().readTree(Files.readString(REAL.resolve("einvoice/MANIFEST.json")))) {
            String file = entry.path("file").asString();
            ReadInvoice answer = InvoiceFiles.read(Files.readAllBytes(REAL.resolve(file)), file);
            if (!(answer instanceof Read read)) {
                wrong.add(file + " refused: " + answer);
                continue;
            }
            files++;
            compare(file, entry.path("expect"), read.invoice(), wrong);
        }
        assertThat(wrong).isEmpty();
        assertThat(files).isGreaterThan(20);
    }

    private static void compare(String file, JsonNode expected, EInvoice invoice, List<String> wrong) {
        EInvoice.Totals totals = invoice.totals();
        text(file, "number", expected.path("number"), invoice.number(), wrong);
        text(file, "number", expected.path("InvoiceNo"), invoice.number(), wrong);
        text(file, "code", expected.path("InvoiceCode"), invoice.code(), wrong);
        text(file, "check", expected.path("InvoiceCheckCode"), invoice.checkCode(), wrong);
        text(file, "issued", expected.path("issue_date"), String.valueOf(invoice.issued()), wrong);
        text(file, "due", expected.path("due_date"), String.valueOf(invoice.due()), wrong);
        text(file, "currency", expected.path("currency"), invoice.currency(), wrong);
        JsonNode terms = expected.path("payment_terms");
        if (terms.isArray()) {
            for (JsonNode term : terms) {
                text(file, "terms", term.path("description"), invoice.terms(), wrong);
                text(
                        file,
                        "due",
                        term.path("due"),
                        String.valueOf(invoice.due()).replace("-", ""),
                        wrong);
            }
        } else {
            text(file, "terms", terms, invoice.terms(), wrong);
        }
        amount(file, "line_total", expected, totals.lines(), wrong);
        amount(file, "net", expected, totals.net(), wrong);
        amount(file, "tax", expected, totals.tax(), wrong);
        amount(file, "gross", expected, totals.gross(), wrong);
        amount(file, "prepaid", expected, totals.prepaid(), wrong);
        amount(file, "payable", expected, totals.payable(), wrong);
        amount(file, "TaxExclusiveTotalAmount", expected, totals.net(), wrong);
        amount(file, "TaxTotalAmount", expected, totals.tax(), wrong);
        amount(file, "TaxInclusiveTotalAmount", expected, totals.gross(), wrong);
        if (expected.has("lines")
                && expected.path("lines").asInt() != invoice.lines().size()) {
            wrong.add(file + " lines: " + invoice.lines().size());
        }
        if (expected.has("vat_rates")) {
            List<BigDecimal> rates = new ArrayList<>();
            expected.path("vat_rates").forEach(rate -> rates.add(Figures.plain(new BigDecimal(rate.asString()))));
            if (!rates.stream().sorted().toList().equals(invoice.rates())) {
                wrong.add(file + " rates: " + invoice.rates());
            }
        }
    }

    private static void text(String file, String field, JsonNode expected, String actual, List<String> wrong) {
        if (expected.isString() && !expected.asString().equals(actual)) {
            wrong.add(file + " " + field + ": " + actual + " instead of " + expected.asString());
        }
    }

    private static void amount(
            String file, String field, JsonNode expected, @Nullable BigDecimal actual, List<String> wrong) {
        JsonNode value = expected.path(field);
        if (value.isString() && (actual == null || actual.compareTo(new BigDecimal(value.asString())) != 0)) {
            wrong.add(file + " " + field + ": " + actual + " instead of " + value.asString());
        }
        if (value.isNull() && actual != null) {
            wrong.add(file + " " + field + ": " + actual + " instead of none");
        }
    }
}
