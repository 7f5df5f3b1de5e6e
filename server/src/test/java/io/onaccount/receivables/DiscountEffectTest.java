package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.platform.Money;
import io.onaccount.receivables.DiscountEffect.Item;
import io.onaccount.receivables.DiscountEffect.Payment;
import io.onaccount.receivables.DiscountEffect.Report;
import io.onaccount.receivables.DiscountEffect.WhatIf;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What discounts bring and cost (DSC-04), on histories small enough to reckon by hand. */
class DiscountEffectTest {
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
    private static final LocalDate TO = LocalDate.of(2026, 12, 31);
    private static final UUID LATE = new UUID(1, 1);
    private static final UUID EARLY = new UUID(1, 2);
    private static final List<CashDiscount.Step> NONE = List.of();

    private final List<Item> items = new ArrayList<>();

    /** Before there were discounts one paid after 40 days, the other after 8. */
    private void before() {
        for (int i = 0; i < 4; i++) {
            sold(LATE, FROM.minusMonths(6 + i), NONE, 40, "1000.00", "0");
            sold(EARLY, FROM.minusMonths(6 + i), NONE, 8, "1000.00", "0");
        }
    }

    private void sold(
            UUID party, LocalDate day, List<CashDiscount.Step> steps, int paidAfter, String paid, String off) {
        List<Payment> payments = new ArrayList<>();
        BigDecimal amount = new BigDecimal("1000.00");
        BigDecimal settled = BigDecimal.ZERO;
        if (paidAfter >= 0) {
            boolean taken = !off.equals("0");
            payments.add(new Payment(
                    day.plusDays(paidAfter),
                    new BigDecimal(paid),
                    new BigDecimal(off),
                    taken ? 10 : null,
                    taken ? new BigDecimal("2") : null));
            settled = new BigDecimal(paid).add(new BigDecimal(off));
        }
        items.add(new Item(
                party,
                party.equals(LATE) ? "Late" : "Early",
                day,
                day.plusDays(30),
                amount,
                Money.of("1000.00", "CNY"),
                amount.subtract(settled),
                steps.isEmpty() ? null : day.plusDays(10),
                steps,
                payments));
    }

    private static List<CashDiscount.Step> two(LocalDate day) {
        return List.of(new CashDiscount.Step(day, 10, new BigDecimal("2"), day.plusDays(10), day.plusDays(10), false));
    }

    private Report report() {
        return DiscountEffect.report(items, FROM, TO, TO, "CNY", new BigDecimal("6"), new BigDecimal("4.5"));
    }

    @Test
    void whoPaidEarlyAnywayIsGivenItForNothing() {
        before();
        LocalDate day = FROM.plusMonths(2);
        sold(LATE, day, two(day), 10, "980.00", "20.00");
        sold(EARLY, day, two(day), 8, "980.00", "20.00");
        sold(LATE, day, two(day), 45, "1000.00", "0");
        sold(EARLY, TO, two(TO), -1, "0", "0");
        Report report = report();
        assertThat(report.offered()).isEqualByComparingTo("80.00");
        assertThat(report.taken()).isEqualByComparingTo("40.00");
        assertThat(report.lost()).isEqualByComparingTo("20.00");
        assertThat(report.running()).isEqualByComparingTo("20.00");
        assertThat(report.anyway()).isEqualByComparingTo("20.00");
        // 980 came 30 days earlier than usual, 980 not at all: 15 days, and 40 ÷ 1,960 × 365 ÷ 15.
        assertThat(report.daysGained()).isEqualByComparingTo("15.0");
        assertThat(report.yearly()).isEqualByComparingTo("49.7");
        assertThat(report.steps()).singleElement().satisfies(step -> {
            assertThat(step.offeredItems()).isEqualTo(4);
            assertThat(step.takenItems()).isEqualTo(2);
            assertThat(step.simple()).isEqualByComparingTo("37.2"); // 2/10 n/30
        });
        assertThat(report.customers())
                .extracting(c -> c.key() + " " + c.anyway())
                .contains("Late 0.00", "Early 20.00");
        assertThat(report.months()).extracting(DiscountEffect.Part::key).containsExactly("2026-03", "2026-12");
    }

    /** i × d ÷ 365 of what is paid, as a share of what is owed. */
    @ParameterizedTest(name = "{0} % for {1} days")
    @CsvSource({"6, 30, 0.49", "12, 20, 0.65", "37.24, 20, 2.00", "0, 30, 0.00"})
    void theRateAtWhichItCostsWhatTheMoneyWould(BigDecimal yearly, BigDecimal days, BigDecimal rate) {
        assertThat(DiscountEffect.breakEven(yearly, days)).isEqualByComparingTo(rate);
    }

    @Test
    void termsAreProposedWhereTheyPayForBoth() {
        before();
        DiscountEffect.Habits habits = DiscountEffect.habits(items);
        DiscountEffect.Proposal late =
                DiscountEffect.propose(habits.of(LATE), new BigDecimal("6"), new BigDecimal("4.5"));
        assertThat(late.verdict()).isEqualTo("TERMS");
        assertThat(late.days()).isEqualTo(10);
        assertThat(late.least()).isEqualByComparingTo("0.37");
        assertThat(late.most()).isEqualByComparingTo("0.49");
        assertThat(late.rate()).isBetween(late.least(), late.most());
        assertThat(DiscountEffect.propose(habits.of(EARLY), new BigDecimal("6"), new BigDecimal("4.5"))
                        .verdict())
                .isEqualTo("PAYS_EARLY");
        assertThat(DiscountEffect.propose(habits.of(LATE), new BigDecimal("4"), new BigDecimal("8"))
                        .verdict())
                .isEqualTo("NOT_FOR_BOTH");
    }

    @Test
    void lastYearUnderOtherTerms() {
        before();
        LocalDate day = FROM.plusMonths(1);
        sold(LATE, day, NONE, 40, "1000.00", "0");
        sold(EARLY, day, NONE, 8, "1000.00", "0");
        DiscountTerm term =
                DiscountTerms.preview(new DiscountTerms.Entry("X", "X", "X", "2/10", null, null, null, null, null));
        WhatIf all = DiscountEffect.whatIf(
                items, FROM, TO, term, "CNY", new BigDecimal("6"), new BigDecimal("4.5"), new BigDecimal("100"));
        assertThat(all.items()).isEqualTo(2);
        assertThat(all.anyway()).isEqualByComparingTo("20.00");
        assertThat(all.moved()).isEqualByComparingTo("20.00");
        assertThat(all.movedAmount()).isEqualByComparingTo("980.00");
        assertThat(all.daysGained()).isEqualByComparingTo("30.0");
        assertThat(all.interest()).isEqualByComparingTo("4.83"); // 980 × 6 % × 30 ÷ 365
        assertThat(all.net()).isEqualByComparingTo("-35.17");
    }
}
