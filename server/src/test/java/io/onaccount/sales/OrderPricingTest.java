package io.onaccount.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.platform.Ids;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.sales.ShippableSubset.Candidate;
import io.onaccount.sales.ShippableSubset.Cap;
import io.onaccount.sales.ShippableSubset.Kept;
import io.onaccount.testing.Chance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderPricingTest {
    private static final BigDecimal VAT = new BigDecimal("0.13");

    private static OrderPricing.Entered line(String quantity, String price, String discount) {
        return new OrderPricing.Entered(new BigDecimal(quantity), new BigDecimal(price), new BigDecimal(discount), VAT);
    }

    private static Money cny(String amount) {
        return Money.of(amount, "CNY");
    }

    @Test
    void aDiscountOnTheOrderIsSpreadAndTheLastLineTakesWhatRoundingLeft() {
        List<LineAmounts> lines = OrderPricing.lines(
                List.of(line("1", "10", "0"), line("1", "10", "0"), line("1", "10", "0")), cny("10.00"), true, "CNY");
        assertThat(lines).extracting(LineAmounts::total).containsExactly(cny("6.67"), cny("6.66"), cny("6.67"));
    }

    @Test
    void enteredWithoutTaxTheDiscountComesOffTheNet() {
        List<LineAmounts> lines =
                OrderPricing.lines(List.of(line("2", "100", "0.05"), line("1", "50", "0")), cny("24.00"), false, "CNY");
        // 190 and 50 without tax; 24 off 240 is a tenth.
        assertThat(lines).extracting(LineAmounts::net).containsExactly(cny("171.00"), cny("45.00"));
        assertThat(lines).extracting(LineAmounts::tax).containsExactly(cny("22.23"), cny("5.85"));
    }

    @Test
    void linesSumToTheTotalExactlyAndNoneBecomesNegative() {
        Chance.tries(2000, OrderPricingTest::linesSumToTheTotal);
    }

    private static void linesSumToTheTotal(Random random) {
        List<Integer> cents = Chance.list(random, 1, 30, i -> Chance.between(random, 0, 500));
        int percent = Chance.between(random, 0, 100);
        boolean inclusive = random.nextBoolean();
        List<OrderPricing.Entered> entered = new ArrayList<>();
        for (int value : cents) {
            entered.add(line("1", BigDecimal.valueOf(value, 2).toPlainString(), "0"));
        }
        Money gross = OrderPricing.gross(entered, inclusive, "CNY");
        Money discount = gross.share(BigDecimal.valueOf(percent), BigDecimal.valueOf(100));
        List<LineAmounts> lines = OrderPricing.lines(entered, discount, inclusive, "CNY");
        Money sum = cny("0");
        for (LineAmounts amounts : lines) {
            assertThat(amounts.net().isNegative() || amounts.tax().isNegative()).isFalse();
            sum = sum.plus(inclusive ? amounts.total() : amounts.net());
        }
        assertThat(sum).isEqualTo(gross.minus(discount));
    }

    @Test
    void partsOfAnySplitSumToTheLine() {
        Chance.tries(2000, OrderPricingTest::partsSumToTheLine);
    }

    private static void partsSumToTheLine(Random random) {
        int cents = Chance.between(random, 0, 100_000);
        int rate = Chance.between(random, 0, 17);
        List<Integer> parts = Chance.list(random, 1, 20, i -> Chance.between(random, 1, 9));
        LineAmounts whole =
                LineAmounts.ofTotal(new Money(BigDecimal.valueOf(cents, 2), "CNY"), BigDecimal.valueOf(rate, 2));
        BigDecimal quantity =
                BigDecimal.valueOf(parts.stream().mapToInt(Integer::intValue).sum());
        LineAmounts sum = LineAmounts.zero("CNY");
        BigDecimal gone = BigDecimal.ZERO;
        for (int part : parts) {
            LineAmounts amounts = whole.between(gone, gone.add(BigDecimal.valueOf(part)), quantity);
            assertThat(amounts.net().isNegative() || amounts.tax().isNegative()).isFalse();
            sum = sum.plus(amounts);
            gone = gone.add(BigDecimal.valueOf(part));
        }
        assertThat(sum).isEqualTo(whole);
    }

    @Test
    void whatIsProposedToBeShippedFitsAndNoWholeLineMoreWould() {
        Chance.tries(500, OrderPricingTest::theProposalFits);
    }

    private static void theProposalFits(Random random) {
        List<UUID> products = List.of(Ids.next(), Ids.next(), Ids.next(), Ids.next());
        List<Integer> cents =
                Chance.list(random, 1, random.nextInt(5) == 0 ? 20 : 10, i -> Chance.between(random, 1, 50_000));
        int budgetCents = Chance.between(random, 1, 200_000);
        Money budget = new Money(BigDecimal.valueOf(budgetCents, 2), "CNY");
        List<Candidate> lines = new ArrayList<>();
        for (int i = 0; i < cents.size(); i++) {
            lines.add(new Candidate(
                    i + 1,
                    Chance.any(random, products),
                    BigDecimal.TEN,
                    new Money(BigDecimal.valueOf(cents.get(i), 2), "CNY")));
        }
        List<Cap> caps = Chance.list(
                random,
                0,
                2,
                i -> new Cap(
                        new Money(BigDecimal.valueOf(Chance.between(random, 0, 100_000), 2), "CNY"),
                        new HashSet<>(Chance.list(random, 1, 3, p -> Chance.any(random, products)))));
        Optional<List<Kept>> kept = ShippableSubset.within(budget, lines, caps);
        Money sum = cny("0");
        for (Kept line : kept.orElse(List.of())) {
            sum = sum.plus(line.total());
        }
        assertThat(sum).isLessThanOrEqualTo(budget);
        for (Candidate line : lines) {
            boolean isKept = kept.orElse(List.of()).stream().anyMatch(k -> k.position() == line.position());
            assertThat(isKept
                            || sum.plus(line.total()).compareTo(budget) > 0
                            || caps.stream()
                                    .filter(cap -> cap.bounds(line))
                                    .anyMatch(cap -> of(cap, lines, kept)
                                                    .plus(line.total())
                                                    .compareTo(cap.most())
                                            > 0))
                    .isTrue();
        }
        for (Cap cap : caps) {
            assertThat(of(cap, lines, kept)).isLessThanOrEqualTo(cap.most());
        }
    }

    private static Money of(Cap cap, List<Candidate> lines, Optional<List<Kept>> kept) {
        Money sum = cny("0");
        for (Kept line : kept.orElse(List.of())) {
            sum = cap.bounds(lines.get(line.position() - 1)) ? sum.plus(line.total()) : sum;
        }
        return sum;
    }
}
