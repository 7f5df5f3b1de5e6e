package io.onaccount.receivables.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which items an amount is: a table, and that it ends quickly whatever is owed. */
class CombinationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    100 200 300      | 200    | ONE    | 1       | true
                    100 200 200      | 200    | ONE    | 1       | false
                    100 200 300 400  | 600    | OLDEST | 0 1 2   | true
                    100 200 300      | 600    | ALL    | 0 1 2   | true
                    10 25.50 31 70   | 95.50  | SOME   | 1 3     | true
                    10 20 30 40      | 50     | SOME   | 0 3     | false
                    1 2 4 8 16 32    | 42     | SOME   | 1 3 5   | true
                    10 20            | 31     |        |         |
                    """)
    void whatAnAmountIs(String open, String amount, Combination.How how, String items, Boolean sole) {
        var found =
                Combination.find(Stream.of(open.split(" ")).map(BigDecimal::new).toList(), new BigDecimal(amount));
        if (how == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found.orElseThrow().how()).isEqualTo(how);
            assertThat(found.orElseThrow().items())
                    .isEqualTo(Stream.of(items.split(" ")).map(Integer::valueOf).toList());
            assertThat(found.orElseThrow().sole()).isEqualTo(sole);
        }
    }

    @Test
    void manyItemsAreNoTrouble() {
        Random random = new Random(3);
        List<BigDecimal> open = random.ints(1000, 100, 100_000)
                .mapToObj(cents -> BigDecimal.valueOf(cents, 2))
                .toList();
        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            Combination.find(open, BigDecimal.valueOf(1 + random.nextInt(900_000), 2));
        }
        assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(10_000);
    }
}
