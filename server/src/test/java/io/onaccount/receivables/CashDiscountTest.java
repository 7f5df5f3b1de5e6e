package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.CashDiscount.Taken;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of cash discounts (DSC-02) as tables of facts: amounts, terms and days in, what is paid and taken off out. */
class CashDiscountTest {
    private static final LocalDate NEW_YEAR = LocalDate.parse("2026-01-01");

    /** ¥10,000 delivered on 1 January with 2/0, 1/10, 0.5/30, n/60. */
    @ParameterizedTest(name = "paid on {0}")
    @CsvSource({
        "2025-12-20, 200.00", // money that was there before earns the first step
        "2026-01-01, 200.00",
        "2026-01-02, 100.00",
        "2026-01-11, 100.00",
        "2026-01-12, 50.00",
        "2026-01-31, 50.00",
        "2026-02-01, 0.00",
        "2026-03-02, 0.00",
    })
    void theStepOfTheValueDate(LocalDate paid, String discount) {
        CashDiscount offer = offer("2/0, 1/10, 0.5/30, n/60", NEW_YEAR, paid, "10000.00", "0.00", true);
        assertThat(offer.discount(cny("10000.00"))).isEqualTo(cny(discount));
        assertThat(offer.take(cny("10000.00"), cny("10000.00")))
                .isEqualTo(new Taken(cny("10000.00").minus(cny(discount)), cny(discount)));
    }

    /** Facts from textbooks and from what other systems' own tests expect: net, tax and terms; days until paid; what comes of it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // case              | net       | tax      | terms            | with tax | days | received  | discount
                "CD-ODOO-03          | 1000.00   | 0        | 10/10, n/10      | true     | 10   | 900.00    | 100.00",
                "CD-ODOO-06          | 3000.00   | 150.00   | 10/10            | true     | 3    | 2835.00   | 315.00",
                "CD-ODOO-12 first    | 1000.00   | 150.00   | 10/10            | false    | 3    | 1050.00   | 100.00",
                "CD-ODOO-12 second   | 2000.00   | 0        | 10/10            | false    | 3    | 1800.00   | 200.00",
                // The tax was counted on the net less the discount when the invoice was written: what is invoiced is
                // 1,090 with 90 of tax.
                "CD-ODOO-15          | 1000.00   | 90.00    | 10/10            | false    | 3    | 990.00    | 100.00",
                "CD-ODOO-15 late     | 1000.00   | 90.00    | 10/10            | false    | 11   | 1090.00   | 0.00",
                "CD-ODOO-18          | 100.00    | 9.00     | 10/10            | false    | 3    | 99.00     | 10.00",
                "CD-ODOO-16          | 1000.00   | 0        | 2/7, n/30        | true     | 7    | 980.00    | 20.00",
                "CD-ERP-01           | 200.00    | 36.00    | 10/10            | true     | 3    | 212.40    | 23.60",
                "CD-ERP-02           | 200.00    | 36.00    | 10/10            | true     | 10   | 212.40    | 23.60",
                "CD-ERP-05           | 5000.00   | 0        | 10/10            | true     | 3    | 4500.00   | 500.00",
                "CD-AX-01            | 100.00    | 0        | 2/10             | true     | 3    | 98.00     | 2.00",
                "CD-AX-02            | 100.00    | 0        | 3/10             | true     | 3    | 97.00     | 3.00",
                "CD-CN-01            | 100000.00 | 17000.00 | 2/10, n/30       | false    | 10   | 115000.00 | 2000.00",
                "CD-CN-02            | 100000.00 | 17000.00 | 2/10, n/30       | false    | 11   | 117000.00 | 0.00",
                "CD-CN-04            | 30000.00  | 5100.00  | 2/10, 1/20, n/30 | false    | 8    | 34500.00  | 600.00",
                "derived step two    | 30000.00  | 5100.00  | 2/10, 1/20, n/30 | false    | 20   | 34800.00  | 300.00",
                "CD-CN-06            | 30000.00  | 5100.00  | 2/10, 1/20, n/30 | false    | 27   | 35100.00  | 0.00",
                "CD-CN-07            | 300000.00 | 51000.00 | 2/10,1/20,n/30   | false    | 9    | 345000.00 | 6000.00",
                "derived with tax    | 300000.00 | 51000.00 | 2/10,1/20,n/30   | true     | 9    | 343980.00 | 7020.00",
                "derived step two    | 300000.00 | 51000.00 | 2/10,1/20,n/30   | false    | 20   | 348000.00 | 3000.00",
                "CD-CN-09            | 39200.00  | 6664.00  | 2/10,1/20        | false    | 10   | 45080.00  | 784.00",
                "derived step two    | 39200.00  | 6664.00  | 2/10,1/20        | false    | 11   | 45472.00  | 392.00",
                "CD-CN-12            | 100.00    | 17.00    | 2/10,1/20,n/30   | false    | 10   | 115.00    | 2.00",
                "derived step two    | 100.00    | 17.00    | 2/10,1/20,n/30   | false    | 11   | 116.00    | 1.00",
                "derived 13 %        | 8849.56   | 1150.44  | 2/10             | true     | 10   | 9800.00   | 200.00",
                "derived 13 %        | 8849.56   | 1150.44  | 2/10             | false    | 10   | 9823.01   | 176.99",
                "derived half a cent | 0.25      | 0        | 2/10             | true     | 10   | 0.24      | 0.01",
            })
    void knownCases(
            String name, String net, String tax, String terms, boolean withTax, int days, String paid, String off) {
        Money gross = cny(net).plus(cny(tax));
        CashDiscount offer =
                offer(terms, NEW_YEAR, NEW_YEAR.plusDays(days), gross.amount().toPlainString(), tax, withTax);
        assertThat(offer.payable(gross)).isEqualTo(cny(paid));
        assertThat(offer.discount(gross)).isEqualTo(cny(off));
    }

    @Test
    void theLastDayIsCountedFromTheDayAfter() { // CD-ODOO-01
        CashDiscount.Step step = steps("10/10", LocalDate.parse("2019-01-01")).getFirst();
        assertThat(step.until()).isEqualTo("2019-01-11");
        // Paid on the last day and on the one after.
        assertThat(offer("10/10", LocalDate.parse("2019-01-01"), LocalDate.parse("2019-01-11"), "1000.00", "0", true)
                        .payable(cny("1000.00")))
                .isEqualTo(cny("900.00"));
        assertThat(offer("10/10", LocalDate.parse("2019-01-01"), LocalDate.parse("2019-01-12"), "1000.00", "0", true)
                        .payable(cny("1000.00")))
                .isEqualTo(cny("1000.00"));
    }

    /** Nothing is offered where the rate is nothing: a term can't be written so, and an invoice without one is paid in full (CD-AX-03). */
    @Test
    void noDiscountIsNoTerm() {
        assertThatThrownBy(() -> term("0/10", true, 0, false)).isInstanceOf(Problem.class);
        CashDiscount none = offer(List.of(), NEW_YEAR, "100.00", "0", true);
        assertThat(none.isOffered()).isFalse();
        assertThat(none.payable(cny("100.00"))).isEqualTo(cny("100.00"));
        assertThat(none.discount(cny("100.00"))).isEqualTo(cny("0.00"));
    }

    /** However an invoice is divided, the instalments come to the discount of the whole (CD-AX-01, CD-AX-02): each is rounded half up. */
    @ParameterizedTest(name = "{0}: {1} of {2}")
    @CsvSource({
        "CD-AX-01, 2/10, 100.00, 50.00 50.00, 98.00",
        "CD-AX-01, 2/10, 100.00, 30.00 30.00 40.00, 98.00",
        "CD-AX-02, 3/10, 100.00, 50.00 50.00, 97.00",
        "CD-AX-02, 3/10, 100.00, 10.00 20.00 30.00 40.00, 97.00",
        "derived, 2/10, 236.00, 118.00 118.00, 231.28",
    })
    void instalmentsComeToTheWhole(String example, String terms, String whole, String parts, String payable) {
        assertThat(offer(terms, NEW_YEAR, NEW_YEAR, whole, "0", true).payable(cny(whole)))
                .isEqualTo(cny(payable));
        Money sum = cny("0");
        for (String part : parts.split(" ")) {
            sum = sum.plus(offer(terms, NEW_YEAR, NEW_YEAR, part, "0", true).payable(cny(part)));
        }
        assertThat(sum).isEqualTo(cny(payable));
    }

    @Test
    void twoInvoicesPaidAtOnce() { // CD-ODOO-11: 2,700.00 for 3,000.00
        CashDiscount a = offer("10/10", NEW_YEAR, NEW_YEAR, "1000.00", "0", true);
        CashDiscount b = offer("10/10", NEW_YEAR, NEW_YEAR, "2000.00", "0", true);
        assertThat(a.payable(cny("1000.00")).plus(b.payable(cny("2000.00")))).isEqualTo(cny("2700.00"));
        // One of them too late: 1,000 in full and 1,800.
        CashDiscount late = offer("10/10", NEW_YEAR.minusDays(20), NEW_YEAR, "1000.00", "0", true);
        assertThat(late.payable(cny("1000.00")).plus(b.payable(cny("2000.00")))).isEqualTo(cny("2800.00"));
    }

    /** What part of a discount corrects the tax: as the tax is of the amount. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CD-ODOO-06, 3150.00, 150.00, 315.00, 15.00",
        "CD-ERP-01, 236.00, 36.00, 23.60, 3.60",
        "CD-ID-02, 106.00, 6.00, 2.00, 0.11",
        "CD-ID-03, 106.00, 6.00, 2.00, 0.11", // a supplier's: the same rule seen from the other side
        "CD-ODOO-16, 1000.00, 0.00, 20.00, 0.00", // reverse charge: the receivable has no tax in it
        "no tax, 100.00, 0.00, 2.00, 0.00",
    })
    void theTaxInADiscount(String name, String gross, String tax, String discount, String corrected) {
        CashDiscount offer = offer("10/10", NEW_YEAR, NEW_YEAR, gross, tax, true);
        assertThat(offer.taxIn(cny(discount))).isEqualTo(cny(corrected));
    }

    /** A part p of what is open settles p ÷ (1 − r). */
    @ParameterizedTest(name = "{0} of {1} at {2} %")
    @CsvSource({
        // paid, open, rate, used, settled, discount, left open
        "485.00, 1000.00, 2, 485.00, 494.90, 9.90, 505.10",
        "495.00, 505.10, 2, 495.00, 505.10, 10.10, 0.00",
        "980.00, 1000.00, 2, 980.00, 1000.00, 20.00, 0.00",
        "979.99, 1000.00, 2, 979.99, 999.99, 20.00, 0.01",
        "990.00, 1000.00, 2, 980.00, 1000.00, 20.00, 0.00", // never more money than it asks for
        "2000.00, 1000.00, 2, 980.00, 1000.00, 20.00, 0.00",
        "500.00, 505.10, 1, 500.00, 505.05, 5.05, 0.05", // the rest in the next step
        "500.05, 505.10, 1, 500.05, 505.10, 5.05, 0.00",
        "0.01, 1000.00, 2, 0.01, 0.01, 0.00, 999.99",
        "10.04, 10.25, 2, 10.04, 10.25, 0.21, 0.00", // what is quoted is accepted, though 10.04 ÷ 0.98 is 10.24
        "450.00, 1000.00, 10, 450.00, 500.00, 50.00, 500.00",
        "33.33, 100.00, 3, 33.33, 34.36, 1.03, 65.64",
    })
    void partsOfWhatIsOpen(
            String paid, String open, String rate, String used, String settled, String discount, String left) {
        CashDiscount offer = offer(rate + "/10", NEW_YEAR, NEW_YEAR, "1000.00", "0", true);
        Taken taken = offer.take(cny(paid), cny(open));
        assertThat(taken).isEqualTo(new Taken(cny(used), cny(discount)));
        assertThat(taken.settled()).isEqualTo(cny(settled));
        assertThat(cny(open).minus(taken.settled())).isEqualTo(cny(left));
    }

    @Test
    void aPartOfAnItemWhoseTaxEarnsNothing() {
        // 2 % of 100,000 in 117,000: half the money settles half, 1,000 off.
        CashDiscount offer = offer("2/10", NEW_YEAR, NEW_YEAR, "117000.00", "17000.00", false);
        assertThat(offer.take(cny("57500.00"), cny("117000.00"))).isEqualTo(new Taken(cny("57500.00"), cny("1000.00")));
    }

    @Test
    void onlyWhoPaysAllEarnsIt() {
        List<CashDiscount.Step> steps = term("2/10", true, 0, true).steps(NEW_YEAR, null, null);
        CashDiscount offer = offer(steps, NEW_YEAR, "1000.00", "0", true);
        assertThat(offer.take(cny("485.00"), cny("1000.00"))).isEqualTo(new Taken(cny("485.00"), cny("0")));
        assertThat(offer.take(cny("979.99"), cny("1000.00"))).isEqualTo(new Taken(cny("979.99"), cny("0")));
        assertThat(offer.take(cny("980.00"), cny("1000.00"))).isEqualTo(new Taken(cny("980.00"), cny("20.00")));
        assertThat(offer.take(cny("504.70"), cny("515.00"))).isEqualTo(new Taken(cny("504.70"), cny("10.30")));
    }

    @Test
    void graceAcceptsLaterThanIsAnnounced() {
        List<CashDiscount.Step> steps = term("2/10", true, 3, false).steps(NEW_YEAR, null, null);
        assertThat(steps.getFirst().until()).isEqualTo("2026-01-11");
        assertThat(offer(steps, LocalDate.parse("2026-01-14"), "1000.00", "0", true)
                        .discount(cny("1000.00")))
                .isEqualTo(cny("20.00"));
        assertThat(offer(steps, LocalDate.parse("2026-01-15"), "1000.00", "0", true)
                        .isOffered())
                .isFalse();
    }

    @Test
    void daysAreCountedFromWhatTheTermSays() {
        LocalDate ordered = LocalDate.parse("2026-01-10");
        LocalDate delivered = LocalDate.parse("2026-01-15");
        LocalDate invoiced = LocalDate.parse("2026-01-20");
        for (DiscountTerm.Start start : DiscountTerm.Start.values()) {
            DiscountTerm term =
                    DiscountTerms.preview(new DiscountTerms.Entry("X", "X", "X", "2/10", start, true, 0, false, true));
            assertThat(term.steps(delivered, ordered, invoiced).getFirst().until())
                    .as(start.name())
                    .isEqualTo(
                            switch (start) {
                                case ORDER -> "2026-01-20";
                                case DELIVERY -> "2026-01-25";
                                case INVOICE -> "2026-01-30";
                                case MONTH_END -> "2026-02-10";
                            });
        }
    }

    @Test
    void otherCurrenciesHaveTheirOwnMinorUnits() {
        CashDiscount yen = offer(steps("2/10", NEW_YEAR), NEW_YEAR, Money.of("1050", "JPY"), Money.zero("JPY"), true);
        assertThat(yen.discount(Money.of("1050", "JPY"))).isEqualTo(Money.of("21", "JPY"));
        assertThat(yen.take(Money.of("500", "JPY"), Money.of("1050", "JPY")))
                .isEqualTo(new Taken(Money.of("500", "JPY"), Money.of("10", "JPY")));
        CashDiscount dinar =
                offer(steps("2/10", NEW_YEAR), NEW_YEAR, Money.of("1.125", "KWD"), Money.zero("KWD"), true);
        assertThat(dinar.discount(Money.of("1.125", "KWD"))).isEqualTo(Money.of("0.023", "KWD"));
    }

    @Test
    void paymentsOfAnySizeInAnyStepAddUpToTheCent() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 20_000; round++) {
            Money gross = new Money(BigDecimal.valueOf(1 + random.nextInt(2_000_000), 2), "CNY");
            Money tax = gross.share(BigDecimal.valueOf(random.nextInt(14)), BigDecimal.valueOf(113));
            boolean withTax = random.nextBoolean();
            boolean fullOnly = random.nextInt(4) == 0;
            List<CashDiscount.Step> steps = term(
                            (3 + random.nextInt(40)) + "/" + random.nextInt(5) + ", 1.25/10, 0.5/30",
                            withTax,
                            random.nextInt(3),
                            fullOnly)
                    .steps(NEW_YEAR, null, null);
            Money open = gross;
            Money paid = cny("0");
            Money discounts = cny("0");
            LocalDate day = NEW_YEAR;
            BigDecimal highest = steps.getFirst().rate();
            int payments = 0;
            while (open.isPositive()) {
                day = day.plusDays(random.nextInt(8));
                CashDiscount offer = offer(
                        steps, day, gross.amount().toPlainString(), tax.amount().toPlainString(), withTax);
                Money quoted = offer.payable(open);
                Money money = ++payments > 12 || random.nextInt(3) == 0
                        ? quoted
                        : new Money(
                                BigDecimal.valueOf(
                                        1
                                                + random.nextInt(quoted.amount()
                                                                .movePointRight(2)
                                                                .intValue()
                                                        + 50),
                                        2),
                                "CNY");
                if (quoted.isZero()) {
                    break; // a cent or so at half off: nothing to pay with
                }
                Taken taken = offer.take(money, open);
                Money before = open;
                open = open.minus(taken.settled());
                assertThat(open.isNegative()).isFalse();
                assertThat(taken.discount().isNegative()).isFalse();
                assertThat(taken.paid()).isLessThanOrEqualTo(money);
                assertThat(taken.paid().plus(taken.discount())).isEqualTo(taken.settled());
                if (money.compareTo(quoted) >= 0) {
                    assertThat(open.isZero()).as("what is quoted is accepted").isTrue();
                    assertThat(taken.paid()).isEqualTo(quoted);
                } else {
                    assertThat(taken.paid()).isEqualTo(money);
                    assertThat(before.compareTo(taken.settled()) > 0)
                            .as("less than quoted never settles all")
                            .isTrue();
                }
                paid = paid.plus(taken.paid());
                discounts = discounts.plus(taken.discount());
            }
            assertThat(paid.plus(discounts).plus(open)).isEqualTo(gross);
            // No step gives more than its rate, but for the half cent each rounding may add.
            assertThat(discounts.amount())
                    .isLessThanOrEqualTo(gross.amount()
                            .multiply(highest)
                            .movePointLeft(2)
                            .add(new BigDecimal("0.005").multiply(BigDecimal.valueOf(payments + 1))));
        }
    }

    @Test
    void theNotationIsReadAsContractsWriteIt() {
        DiscountTerm term = term("n/60；0.5/30、2/0，1% / 10", true, 0, false);
        assertThat(term.notation()).isEqualTo("2/0, 1/10, 0.5/30, n/60");
        assertThat(term("2/10 1/20 n/30", true, 0, false).notation()).isEqualTo("2/10, 1/20, n/30");
        for (String wrong : List.of("2/10, 3/20", "2/10, 1/10", "two/10", "0/10", "60/10", "n/30", "2/10, n/5", "")) {
            assertThatThrownBy(() -> term(wrong, true, 0, false)).as(wrong).isInstanceOf(Problem.class);
        }
    }

    /** 2/10 n/30: 2 ÷ 98 × 365 ÷ 20. */
    @ParameterizedTest(name = "{0}/{1} n/{2}")
    @CsvSource({"2, 10, 30, 37.2", "1, 10, 30, 18.4", "0.5, 30, 60, 6.1", "2, 10, 60, 14.9"})
    void whatForgoingAStepCostsPerYear(BigDecimal rate, int days, int net, BigDecimal yearly) {
        assertThat(DiscountTerm.yearly(rate, days, net)).isEqualByComparingTo(yearly);
    }

    private static Money cny(String amount) {
        return Money.of(amount, "CNY");
    }

    private static DiscountTerm term(String steps, boolean withTax, int grace, boolean fullOnly) {
        return DiscountTerms.preview(
                new DiscountTerms.Entry("X", "X", "X", steps, null, withTax, grace, fullOnly, true));
    }

    private static List<CashDiscount.Step> steps(String steps, LocalDate from) {
        return term(steps, true, 0, false).steps(from, null, null);
    }

    private static CashDiscount offer(
            String terms, LocalDate from, LocalDate paid, String gross, String tax, boolean withTax) {
        return offer(steps(terms, from), paid, gross, tax, withTax);
    }

    private static CashDiscount offer(
            List<CashDiscount.Step> steps, LocalDate paid, String gross, String tax, boolean withTax) {
        return offer(steps, paid, cny(gross), cny(tax), withTax);
    }

    private static CashDiscount offer(
            List<CashDiscount.Step> steps, LocalDate paid, Money gross, Money tax, boolean withTax) {
        return new DiscountSteps.OfItem(gross, withTax ? gross : gross.minus(tax), tax, steps).offer(paid);
    }
}
