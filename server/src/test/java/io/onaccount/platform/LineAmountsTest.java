package io.onaccount.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts with and without 增值税 (FND-11): real invoices and what follows by arithmetic (cn/vat). */
class LineAmountsTest {

    @ParameterizedTest(name = "{0} at {1} is {2} and {3}")
    @CsvSource({
        "1075699.80, 0.13, 951946.73, 123753.07",
        "19.19, 0.03, 18.63, 0.56",
        "1272.00, 0.06, 1200.00, 72.00",
        "0.01, 0.13, 0.01, 0.00",
        "0.99, 0.13, 0.88, 0.11",
        "100.00, 0.13, 88.50, 11.50",
        "1000000.01, 0.13, 884955.76, 115044.25",
        "0.01, 0.09, 0.01, 0.00",
        "1.00, 0.09, 0.92, 0.08",
        "99.99, 0.09, 91.73, 8.26",
        "333.33, 0.09, 305.81, 27.52",
        "1000.00, 0.09, 917.43, 82.57",
        "99.99, 0.06, 94.33, 5.66",
        "100.00, 0.06, 94.34, 5.66",
        "1000000.01, 0.06, 943396.24, 56603.77",
        "100.00, 0.03, 97.09, 2.91",
        "333.33, 0.03, 323.62, 9.71",
        "1000.00, 0.03, 970.87, 29.13",
        "0.01, 0.01, 0.01, 0.00",
        "0.99, 0.01, 0.98, 0.01",
        "1.00, 0.01, 0.99, 0.01",
        "99.99, 0.01, 99.00, 0.99",
        "9999.99, 0.01, 9900.98, 99.01",
        "1000000.01, 0.01, 990099.02, 9900.99",
        "0.99, 0.05, 0.94, 0.05",
        "333.33, 0.05, 317.46, 15.87",
        "9999.99, 0.05, 9523.80, 476.19",
        "1000000.01, 0.05, 952380.96, 47619.05",
        "0.10, 0.13, 0.09, 0.01",
        "113.00, 0.13, 100.00, 13.00",
        "109.00, 0.09, 100.00, 9.00",
        "106.00, 0.06, 100.00, 6.00",
        "105.00, 0.05, 100.00, 5.00",
        "103.00, 0.03, 100.00, 3.00",
        "101.00, 0.01, 100.00, 1.00",
        "100.00, 0, 100.00, 0.00",
        "1000.00, 0.13, 884.96, 115.04",
        "9999.99, 0.13, 8849.55, 1150.44",
        "-100.00, 0.13, -88.50, -11.50",
        "-19.19, 0.03, -18.63, -0.56",
    })
    void anAmountWithTaxIsSplit(String total, BigDecimal rate, String net, String tax) {
        LineAmounts amounts = LineAmounts.ofTotal(Money.of(total, "CNY"), rate);
        assertThat(amounts.net()).isEqualTo(Money.of(net, "CNY"));
        assertThat(amounts.tax()).isEqualTo(Money.of(tax, "CNY"));
    }

    /** At every rate of 增值税 there has been it is the same to round the tax or the net: neither ever falls on half a cent. */
    @Test
    void whicheverIsRounded() {
        for (String rate :
                List.of("0.01", "0.015", "0.03", "0.05", "0.06", "0.09", "0.10", "0.11", "0.13", "0.16", "0.17")) {
            BigDecimal with = BigDecimal.ONE.add(new BigDecimal(rate));
            for (int cents = 1; cents < 20_000; cents += 7) {
                Money total = new Money(BigDecimal.valueOf(cents, 2), "CNY");
                assertThat(LineAmounts.ofTotal(total, new BigDecimal(rate)).net())
                        .as("%s at %s", total, rate)
                        .isEqualTo(total.share(BigDecimal.ONE, with));
            }
        }
    }

    /** 尾差: a document is the sum of its lines, each rounded once; its total split at once may differ by cents. */
    @ParameterizedTest(name = "{0} lines of {1}: {2} and {3}, at once {4} and {5}")
    @CsvSource({
        "3, 33.33, 0.13, 88.50, 11.49, 88.49, 11.50",
        "10, 9.99, 0.13, 88.40, 11.50, 88.41, 11.49",
        "3, 0.01, 0.13, 0.03, 0.00, 0.03, 0.00",
        "100, 0.05, 0.13, 4.00, 1.00, 4.42, 0.58",
    })
    void linesAndTheirSum(
            int lines, String each, BigDecimal rate, String net, String tax, String netAtOnce, String taxAtOnce) {
        LineAmounts sum = IntStream.range(0, lines)
                .mapToObj(i -> LineAmounts.ofTotal(Money.of(each, "CNY"), rate))
                .reduce(LineAmounts.zero("CNY"), LineAmounts::plus);
        LineAmounts atOnce = LineAmounts.ofTotal(sum.total(), rate);
        assertThat(words(sum)).isEqualTo(net + " " + tax);
        assertThat(words(atOnce)).isEqualTo(netAtOnce + " " + taxAtOnce);
    }

    /** Entered without tax; quantity, price, discount as a fraction. */
    @ParameterizedTest(name = "{0} × {1} less {2} at {3}: {4} and {5}")
    @CsvSource({
        "3, 99.99, 0, 0.13, 299.97, 39.00",
        "1, 0.01, 0, 0.13, 0.01, 0.00",
        "1, 200.00, 0.1, 0.18, 180.00, 32.40",
        "2, 0.125, 0, 0.06, 0.25, 0.02",
    })
    void enteredWithoutTax(
            BigDecimal quantity, BigDecimal price, BigDecimal discount, BigDecimal rate, String net, String tax) {
        assertThat(words(LineAmounts.exclusive(quantity, price, discount, rate, "CNY")))
                .isEqualTo(net + " " + tax);
    }

    private static String words(LineAmounts amounts) {
        return Stream.of(amounts.net(), amounts.tax())
                .map(money -> money.amount().toPlainString())
                .collect(Collectors.joining(" "));
    }
}
