package io.onaccount.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What parts of a line are worth on invoices, and how a total with tax is split. */
class InvoiceAmountsTest {
    private static final Path CASES = Path.of("../../shared/data/cn/vat.json");

    private static LineAmounts worth(String total, String rate) {
        return LineAmounts.ofTotal(Money.of(total, "CNY"), new BigDecimal(rate));
    }

    @ParameterizedTest
    @CsvSource({
        // total, rate, of, before, more, total of the part, its tax
        "100.00, 0.13, 3, 0, 1, 33.33, 3.83",
        "100.00, 0.13, 3, 1, 1, 33.34, 3.84",
        "100.00, 0.13, 3, 2, 1, 33.33, 3.83",
        "100.00, 0.13, 3, 0, 3, 100.00, 11.50",
        "0.01, 0.13, 3, 0, 1, 0.00, 0.00",
        "0.01, 0.13, 3, 1, 2, 0.01, 0.00",
        "0.00, 0.13, 3, 0, 2, 0.00, 0.00",
        "88.80, 0, 4, 3, 1, 22.20, 0.00",
        "19.19, 0.03, 1, 0, 1, 19.19, 0.56",
    })
    void aPartIsTheDifferenceOfRoundedSums(
            String total, String rate, String of, String before, String more, String part, String tax) {
        LineAmounts whole = worth(total, rate);
        LineAmounts sofar = Invoiceable.part(
                whole, BigDecimal.ZERO, LineAmounts.zero("CNY"), new BigDecimal(before), new BigDecimal(of));
        LineAmounts amounts =
                Invoiceable.part(whole, new BigDecimal(before), sofar, new BigDecimal(more), new BigDecimal(of));
        assertThat(amounts.total()).isEqualTo(Money.of(part, "CNY"));
        assertThat(amounts.tax()).isEqualTo(Money.of(tax, "CNY"));
    }

    /** Invoiced and taken back in any order: never negative, never beyond the line, and in the end the line. */
    @Test
    void partsSumToTheLineWhateverWasTakenBackBetweenThem() {
        Random random = new Random(11);
        for (int tries = 0; tries < 3000; tries++) {
            int of = 1 + random.nextInt(40);
            LineAmounts whole =
                    worth(BigDecimal.valueOf(random.nextInt(200_000), 2).toPlainString(), "0.13");
            LineAmounts sofar = LineAmounts.zero("CNY");
            int before = 0;
            while (before < of) {
                int more = 1 + random.nextInt(of - before);
                LineAmounts part = Invoiceable.part(
                        whole, BigDecimal.valueOf(before), sofar, BigDecimal.valueOf(more), BigDecimal.valueOf(of));
                assertThat(part.net().isNegative() || part.tax().isNegative()).isFalse();
                if (before + more < of && random.nextInt(3) == 0) {
                    // Issued, and a share of it taken back at once.
                    int back = 1 + random.nextInt(more);
                    LineAmounts red = part.between(BigDecimal.ZERO, BigDecimal.valueOf(back), BigDecimal.valueOf(more));
                    sofar = sofar.plus(part)
                            .plus(new LineAmounts(
                                    red.net().negated(),
                                    red.tax().negated(),
                                    red.total().negated()));
                    before += more - back;
                } else {
                    sofar = sofar.plus(part);
                    before += more;
                }
                assertThat(sofar.total().compareTo(whole.total())).isNotPositive();
            }
            assertThat(sofar).isEqualTo(whole);
        }
    }

    /** Real receipts and derived ones: net and tax of a total, and what rounding line by line makes of it. */
    @Test
    void taxIsSplitAsOnRealReceipts() throws IOException {
        assumeTrue(Files.exists(CASES), "the collection of cases is not here");
        int tried = 0;
        for (JsonNode one : JsonMapper.shared().readTree(Files.readString(CASES))) {
            JsonNode given = one.path("given");
            JsonNode expected = one.path("expect");
            String rate = given.path("rate").asString();
            if (given.has("gross")) {
                LineAmounts amounts = worth(given.path("gross").asString(), rate);
                assertThat(amounts.net())
                        .as(one.toString())
                        .isEqualTo(Money.of(expected.path("net").asString(), "CNY"));
                assertThat(amounts.tax())
                        .isEqualTo(Money.of(expected.path("tax").asString(), "CNY"));
            } else {
                LineAmounts sum = LineAmounts.zero("CNY");
                for (JsonNode line : given.path("lines_gross")) {
                    sum = sum.plus(worth(line.asString(), rate));
                }
                assertThat(sum.net())
                        .isEqualTo(Money.of(expected.path("sum_of_line_nets").asString(), "CNY"));
                assertThat(sum.tax())
                        .isEqualTo(Money.of(expected.path("sum_of_line_taxes").asString(), "CNY"));
            }
            tried++;
        }
        assertThat(tried).isPositive();
    }
}
