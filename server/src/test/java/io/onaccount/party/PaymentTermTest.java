package io.onaccount.party;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.party.PaymentTerm.Dates;
import io.onaccount.party.PaymentTerm.Part;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Shift;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.platform.Money;
import io.onaccount.platform.Texts;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what was sold is due (RCV-02): facts from other systems' test suites and from custom. */
class PaymentTermTest {
    private static final List<DayOfWeek> WEEK =
            Arrays.asList(DayOfWeek.values()).subList(0, 5);

    /** Its case, or derived by arithmetic from the same rule; the term; the day it counts from; the day it is due. */
    @ParameterizedTest(name = "{0} {1}: {5} is due {6}")
    @CsvSource(delimiter = '|', textBlock = """
            PT-ODOO-01      | at once                    | NET_DAYS           | 0 | 0  | 2019-01-01 | 2019-01-01
            PT-ODOO-02      | at once                    | NET_DAYS           | 0 | 0  | 2019-01-15 | 2019-01-15
            derived         | at once                    | NET_DAYS           | 0 | 0  | 2019-01-31 | 2019-01-31
            PT-ERPNEXT-05   | no term                    | NET_DAYS           | 0 | 0  | 2016-01-22 | 2016-01-22
            PT-ERPNEXT-06   | no term                    | NET_DAYS           | 0 | 0  | 2017-01-22 | 2017-01-22
            PT-MF-03        | net 0                      | NET_DAYS           | 0 | 0  | 2021-04-08 | 2021-04-08
            PT-ODOO-13      | net 30                     | NET_DAYS           | 0 | 30 | 2022-01-01 | 2022-01-31
            PT-ODOO-14      | net 30                     | NET_DAYS           | 0 | 30 | 2022-01-15 | 2022-02-14
            derived         | net 30                     | NET_DAYS           | 0 | 30 | 2022-01-31 | 2022-03-02
            PT-ERPNEXT-01   | net 30                     | NET_DAYS           | 0 | 30 | 2016-01-22 | 2016-02-21
            PT-ERPNEXT-02   | net 30                     | NET_DAYS           | 0 | 30 | 2017-01-22 | 2017-02-21
            derived         | net 30 over a leap day     | NET_DAYS           | 0 | 30 | 2024-02-10 | 2024-03-11
            derived         | net 30 over a year’s end   | NET_DAYS           | 0 | 30 | 2025-12-15 | 2026-01-14
            PT-ODOO-08      | end of month               | MONTH_END_PLUS     | 0 | 0  | 2019-01-15 | 2019-01-31
            derived         | end of month               | MONTH_END_PLUS     | 0 | 0  | 2019-01-01 | 2019-01-31
            derived         | end of month               | MONTH_END_PLUS     | 0 | 0  | 2019-01-31 | 2019-01-31
            derived         | end of month               | MONTH_END_PLUS     | 0 | 0  | 2024-02-01 | 2024-02-29
            PT-ODOO-10      | end of month + 1 day       | MONTH_END_PLUS     | 0 | 1  | 2019-01-01 | 2019-02-01
            PT-ODOO-11      | end of month + 1 day       | MONTH_END_PLUS     | 0 | 1  | 2019-01-15 | 2019-02-01
            derived         | end of month + 1 day       | MONTH_END_PLUS     | 0 | 1  | 2019-01-31 | 2019-02-01
            PT-ODOO-04      | end of month + 15 days     | MONTH_END_PLUS     | 0 | 15 | 2019-01-01 | 2019-02-15
            PT-ODOO-05      | end of month + 15 days     | MONTH_END_PLUS     | 0 | 15 | 2019-01-15 | 2019-02-15
            derived         | end of month + 15 days     | MONTH_END_PLUS     | 0 | 15 | 2019-01-31 | 2019-02-15
            derived         | 月结30天                   | MONTH_END_PLUS     | 0 | 30 | 2026-01-15 | 2026-03-02
            derived         | 月结30天                   | MONTH_END_PLUS     | 0 | 30 | 2024-02-29 | 2024-03-30
            derived         | 月结30天                   | MONTH_END_PLUS     | 0 | 30 | 2024-01-05 | 2024-03-01
            derived         | 月结60天                   | MONTH_END_PLUS     | 0 | 60 | 2024-01-05 | 2024-03-31
            derived         | 月结90天                   | MONTH_END_PLUS     | 0 | 90 | 2024-11-20 | 2025-02-28
            PT-ERPNEXT-03   | end of the next month      | MONTH_END_PLUS     | 1 | 0  | 2016-01-22 | 2016-02-29
            derived         | end of the next month      | MONTH_END_PLUS     | 1 | 0  | 2017-01-22 | 2017-02-28
            PT-ODOO-19      | end of the next month      | MONTH_END_PLUS     | 1 | 0  | 2022-01-01 | 2022-02-28
            PT-ODOO-20      | end of the next month      | MONTH_END_PLUS     | 1 | 0  | 2022-01-15 | 2022-02-28
            PT-ODOO-21      | end of the next month      | MONTH_END_PLUS     | 1 | 0  | 2022-01-31 | 2022-02-28
            derived         | end of the next month      | MONTH_END_PLUS     | 1 | 0  | 2022-02-28 | 2022-03-31
            derived         | end of the next month + 10 | MONTH_END_PLUS     | 1 | 10 | 2022-01-31 | 2022-03-10
            PT-ODOO-17      | 30 days then end of month  | DAYS_TO_MONTH_END  | 0 | 30 | 2022-01-15 | 2022-02-28
            derived         | 30 days then end of month  | DAYS_TO_MONTH_END  | 0 | 30 | 2022-01-01 | 2022-01-31
            derived         | 30 days then end of month  | DAYS_TO_MONTH_END  | 0 | 30 | 2022-01-31 | 2022-03-31
            derived         | 60 days then end of month  | DAYS_TO_MONTH_END  | 0 | 60 | 2023-12-31 | 2024-02-29
            derived         | 1 month then end of month  | DAYS_TO_MONTH_END  | 1 | 0  | 2022-01-31 | 2022-02-28
            PT-CN-04        | 次月25日                   | DAY_OF_MONTH_AFTER | 1 | 25 | 2024-01-05 | 2024-02-25
            derived         | 次月25日                   | DAY_OF_MONTH_AFTER | 1 | 25 | 2024-01-31 | 2024-02-25
            PT-CN-06        | 次月25日                   | DAY_OF_MONTH_AFTER | 1 | 25 | 2024-12-20 | 2025-01-25
            derived         | 次月25日                   | DAY_OF_MONTH_AFTER | 1 | 25 | 2024-12-31 | 2025-01-25
            derived         | 次月31日                   | DAY_OF_MONTH_AFTER | 1 | 31 | 2026-01-31 | 2026-02-28
            derived         | 次月31日                   | DAY_OF_MONTH_AFTER | 1 | 31 | 2026-04-30 | 2026-05-31
            derived         | 隔月25日                   | DAY_OF_MONTH_AFTER | 2 | 25 | 2026-11-30 | 2027-01-25
            derived         | 当月20日                   | DAY_OF_MONTH_AFTER | 0 | 20 | 2026-11-05 | 2026-11-20
            PT-CN-08        | 月结1个月                  | CALENDAR_MONTHS    | 1 | 0  | 2024-01-31 | 2024-02-29
            PT-CN-09        | 月结1个月                  | CALENDAR_MONTHS    | 1 | 0  | 2023-01-31 | 2023-02-28
            PT-CN-10        | 月结1个月                  | CALENDAR_MONTHS    | 1 | 0  | 2024-01-30 | 2024-02-29
            derived         | 月结1个月                  | CALENDAR_MONTHS    | 1 | 0  | 2026-11-22 | 2026-12-22
            derived         | 月结1个月                  | CALENDAR_MONTHS    | 1 | 0  | 2024-02-29 | 2024-03-29
            derived         | 月结3个月                  | CALENDAR_MONTHS    | 3 | 0  | 2025-11-30 | 2026-02-28
            derived         | 1 month and 10 days        | CALENDAR_MONTHS    | 1 | 10 | 2023-01-31 | 2023-03-10
            """)
    void due(String example, String name, Rule rule, int months, int number, LocalDate from, LocalDate due) {
        boolean fixedDay = rule == Rule.DAY_OF_MONTH_AFTER;
        PaymentTerm term = term(
                part(null, Start.DELIVERY, rule, months, fixedDay ? 0 : number, fixedDay ? number : 0, 0), Shift.NONE);
        assertThat(term.due(from)).isEqualTo(due);
    }

    /** 25日截账: what arises after the cut-off counts as of the next month. */
    @ParameterizedTest(name = "{0} cut off on {3}: {4} is due {5}")
    @CsvSource(textBlock = """
            DAY_OF_MONTH_AFTER, 1, 10, 25, 2026-01-25, 2026-02-10
            DAY_OF_MONTH_AFTER, 1, 10, 25, 2026-01-26, 2026-03-10
            DAY_OF_MONTH_AFTER, 1, 10, 25, 2026-12-26, 2027-02-10
            DAY_OF_MONTH_AFTER, 0, 31, 25, 2026-01-31, 2026-02-28
            MONTH_END_PLUS,     0, 30, 25, 2026-01-15, 2026-03-02
            MONTH_END_PLUS,     0, 30, 25, 2026-01-26, 2026-03-30
            MONTH_END_PLUS,     1, 0,  20, 2026-01-31, 2026-03-31
            """)
    void cutOff(Rule rule, int months, int number, int cutOff, LocalDate from, LocalDate due) {
        boolean fixedDay = rule == Rule.DAY_OF_MONTH_AFTER;
        Part part = part(null, Start.DELIVERY, rule, months, fixedDay ? 0 : number, fixedDay ? number : 0, cutOff);
        assertThat(term(part, Shift.NONE).due(from)).isEqualTo(due);
    }

    /** 30 days, then the 10th of the next month. */
    @Test
    void daysBeforeTheFixedDay() {
        Part part = part(null, Start.DELIVERY, Rule.DAY_OF_MONTH_AFTER, 1, 30, 10, 0);
        assertThat(part.due(LocalDate.of(2026, 1, 15))).isEqualTo("2026-03-10");
        assertThat(part.due(LocalDate.of(2026, 1, 1))).isEqualTo("2026-02-10");
        assertThat(part.due(LocalDate.of(2026, 1, 31))).isEqualTo("2026-04-10");
    }

    /** Each line: whole; shares or amounts before the rest; what falls due, in order. */
    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(textBlock = """
            10000.00, 0.3 0.6,            3000.00 6000.00 1000.00
            100.01,   0.3 0.6,            30.00 60.01 10.00
            0.10,     0.333 0.333 0.333,  0.03 0.03 0.03 0.01
            999.99,   0.5,                500.00 499.99
            0.05,     0.3 0.6,            0.02 0.03
            -100.01,  0.3 0.6,            -30.00 -60.01 -10.00
            100.00,   0.333 0.333,        33.30 33.30 33.40
            0.02,     0.3 0.3 0.3,        0.01 0.01
            1587.35,  0.25 0.25 =396.84,  396.84 396.84 396.84 396.83
            100.00,   =30 =30 =30,        30.00 30.00 30.00 10.00
            200.00,   0.3 0.5,            60.00 100.00 40.00
            50.00,    =30 =30,            30.00 20.00
            0.00,     0.3 0.6,            0.00
            """)
    void roundingGoesToTheLast(String whole, String parts, String amounts) {
        Part[] before = Arrays.stream(parts.split(" "))
                .map(part -> part(part, Start.DELIVERY, Rule.NET_DAYS, 0, 10, 0, 0))
                .toArray(Part[]::new);
        PaymentTerm term = term(part(null, Start.DELIVERY, Rule.NET_DAYS, 0, 365, 0, 0), Shift.NONE, before);
        LocalDate day = LocalDate.of(2026, 1, 15);
        List<PaymentTerm.Instalment> due =
                term.instalments(Money.of(whole, "CNY"), Dates.of(day, day), WorkingDays.EVERY);
        assertThat(due.stream().map(i -> i.amount().amount().toPlainString()).collect(Collectors.joining(" ")))
                .isEqualTo(amounts);
        assertThat(due).extracting(PaymentTerm.Instalment::of).containsOnly(due.size());
        assertThat(due.stream().map(PaymentTerm.Instalment::amount).reduce(Money.zero("CNY"), Money::plus))
                .isEqualTo(Money.of(whole, "CNY"));
    }

    /** Currencies without and with three decimals are split in their own smallest unit; a fixed amount stays what it is. */
    @ParameterizedTest(name = "{0} {1} in {2}")
    @CsvSource(textBlock = """
            1000,    JPY, 0.333 0.333,   333 333 334
            1001,    JPY, 0.5,           501 500
            1,       JPY, 0.3 0.3,       1
            -1000,   JPY, 0.333 0.333,   -333 -333 -334
            100,     KRW, =40 0.125,     40 13 47
            100.000, BHD, 0.333 0.333,   33.300 33.300 33.400
            1.001,   BHD, 0.5,           0.501 0.500
            10.005,  KWD, =3.335 0.3333, 3.335 3.335 3.335
            """)
    void roundingInItsOwnCurrency(String whole, String currency, String parts, String amounts) {
        Part[] before = Arrays.stream(parts.split(" "))
                .map(part -> part(part, Start.DELIVERY, Rule.NET_DAYS, 0, 10, 0, 0))
                .toArray(Part[]::new);
        PaymentTerm term = term(part(null, Start.DELIVERY, Rule.NET_DAYS, 0, 365, 0, 0), Shift.NONE, before);
        LocalDate day = LocalDate.of(2026, 1, 15);
        assertThat(term.instalments(Money.of(whole, currency), Dates.of(day, day), WorkingDays.EVERY).stream()
                        .map(i -> i.amount().amount().toPlainString())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(amounts);
    }

    /** Nothing to be paid is due at once, on the day itself and not on the term's (PT-TRYTON-03). */
    @Test
    void nothingIsDueAtOnce() {
        LocalDate day = LocalDate.of(2016, 5, 17);
        PaymentTerm term = term(part(null, Start.DELIVERY, Rule.CALENDAR_MONTHS, 1, 0, 0, 0), Shift.NONE);
        assertThat(term.instalments(Money.zero("CNY"), Dates.of(day, day), WorkingDays.EVERY))
                .singleElement()
                .satisfies(only -> assertThat(only.due()).isEqualTo(day));
    }

    /** 30 % deposit with the order, 60 % 30 days after the customer signed, 10 % retention a year after the invoice. */
    @Test
    void everyInstalmentCountsFromItsOwnDay() {
        PaymentTerm term = term(
                part(null, Start.INVOICE, Rule.NET_DAYS, 0, 365, 0, 0),
                Shift.NONE,
                part("0.3", Start.BEFORE_DELIVERY, Rule.NET_DAYS, 0, 0, 0, 0),
                part("0.6", Start.PROOF, Rule.NET_DAYS, 0, 30, 0, 0));
        LocalDate ordered = LocalDate.of(2026, 1, 2);
        LocalDate delivered = LocalDate.of(2026, 1, 10);
        Money whole = Money.of("1000", "CNY");
        assertThat(term.beforeDelivery(whole)).isEqualTo(Money.of("300", "CNY"));
        List<PaymentTerm.Instalment> unknown = term.instalments(whole, Dates.of(ordered, delivered), WorkingDays.EVERY);
        assertThat(unknown)
                .extracting(i -> i.due().toString())
                .containsExactly("2026-01-02", "2026-02-09", "2027-01-10");
        assertThat(unknown).extracting(i -> i.awaited() != null).containsExactly(false, true, true);
        List<PaymentTerm.Instalment> known = term.instalments(
                whole,
                new Dates(ordered, delivered, LocalDate.of(2026, 1, 12), LocalDate.of(2026, 1, 20)),
                WorkingDays.EVERY);
        assertThat(known).extracting(i -> i.due().toString()).containsExactly("2026-01-02", "2026-02-11", "2027-01-20");
        assertThat(known).extracting(i -> i.awaited() != null).containsOnly(false);
    }

    /** The official calendar of 2024–2026 (cn/bank_days_cn): working days next to a holiday, make-up days (调休) included. */
    @ParameterizedTest(name = "{0}: {1}, next {2}, previous {3}")
    @CsvSource(textBlock = """
            2024-02-10, false, 2024-02-18, 2024-02-09
            2024-02-17, false, 2024-02-18, 2024-02-09
            2024-04-04, false, 2024-04-07, 2024-04-03
            2024-05-01, false, 2024-05-06, 2024-04-30
            2024-09-16, false, 2024-09-18, 2024-09-14
            2024-10-01, false, 2024-10-08, 2024-09-30
            2024-12-31, true,  2024-12-31, 2024-12-31
            2025-01-01, false, 2025-01-02, 2024-12-31
            2024-02-04, true,  2024-02-04, 2024-02-04
            2024-05-05, false, 2024-05-06, 2024-04-30
            2024-09-14, true,  2024-09-14, 2024-09-14
            2025-01-26, true,  2025-01-26, 2025-01-26
            2025-01-28, false, 2025-02-05, 2025-01-27
            2025-05-01, false, 2025-05-06, 2025-04-30
            2025-05-31, false, 2025-06-03, 2025-05-30
            2025-10-01, false, 2025-10-09, 2025-09-30
            2026-04-04, false, 2026-04-07, 2026-04-03
            2026-05-01, false, 2026-05-06, 2026-04-30
            2026-06-19, false, 2026-06-22, 2026-06-18
            2026-09-25, false, 2026-09-28, 2026-09-24
            2025-08-31, false, 2025-09-01, 2025-08-29
            2026-01-01, false, 2026-01-04, 2025-12-31
            2026-02-15, false, 2026-02-24, 2026-02-14
            2026-06-07, false, 2026-06-08, 2026-06-05
            2026-10-01, false, 2026-10-08, 2026-09-30
            2026-10-10, true,  2026-10-10, 2026-10-10
            """)
    void officialCalendar(LocalDate day, boolean worked, LocalDate next, LocalDate previous) {
        WorkingDays days = chinese();
        assertThat(days.contains(day)).isEqualTo(worked);
        assertThat(days.next(day)).isEqualTo(next);
        assertThat(days.previous(day)).isEqualTo(previous);
    }

    /** 2026-01-31 is a Saturday; 2026-02-15 begins the Spring Festival, the day before is worked although a Saturday. */
    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(textBlock = """
            NONE,               2026-01-31, 2026-01-31
            NEXT,               2026-01-31, 2026-02-02
            PREVIOUS,           2026-01-31, 2026-01-30
            MODIFIED_FOLLOWING, 2026-01-31, 2026-01-30
            MODIFIED_FOLLOWING, 2026-02-15, 2026-02-24
            PREVIOUS,           2026-02-15, 2026-02-14
            NEXT,               2026-02-14, 2026-02-14
            """)
    void shifted(Shift shift, LocalDate due, LocalDate paid) {
        PaymentTerm term = term(part(null, Start.DELIVERY, Rule.NET_DAYS, 0, 0, 0, 0), shift);
        assertThat(term.instalments(Money.of("1", "CNY"), Dates.of(due, due), chinese()))
                .singleElement()
                .satisfies(only -> assertThat(only.due()).isEqualTo(paid));
    }

    @Test
    void aCompanyThatNeverWorksKeepsItsDates() {
        assertThat(WorkingDays.of(List.of(), Map.of()).next(LocalDate.of(2026, 1, 1)))
                .isEqualTo("2026-01-01");
    }

    /** 月结30天 is read in two ways; either names the other. */
    @Test
    void twoReadings() {
        PaymentTerm plusDays = term(part(null, Start.DELIVERY, Rule.MONTH_END_PLUS, 0, 30, 0, 0), Shift.NONE);
        LocalDate day = LocalDate.of(2026, 1, 15);
        assertThat(plusDays.due(day)).isEqualTo("2026-03-02");
        PaymentTerm other = plusDays.otherReading();
        assertThat(other).isNotNull();
        assertThat(other.due(day)).isEqualTo("2026-02-28");
        assertThat(other.otherReading()).isEqualTo(plusDays);
        assertThat(term(part(null, Start.DELIVERY, Rule.NET_DAYS, 0, 30, 0, 0), Shift.NONE)
                        .otherReading())
                .isNull();
        Texts texts = Texts.load();
        assertThat(plusDays.words(texts, Locale.SIMPLIFIED_CHINESE))
                .isNotEqualTo(other.words(texts, Locale.SIMPLIFIED_CHINESE));
    }

    @Test
    void inWords() {
        Texts texts = Texts.load();
        PaymentTerm term = term(
                part(null, Start.DELIVERY, Rule.NET_DAYS, 0, 365, 0, 0),
                Shift.NEXT,
                part("0.3", Start.BEFORE_DELIVERY, Rule.NET_DAYS, 0, 0, 0, 0),
                part("0.6", Start.DELIVERY, Rule.DAY_OF_MONTH_AFTER, 1, 0, 10, 25));
        assertThat(term.words(texts, Locale.ENGLISH))
                .isEqualTo(
                        "30%: due with the order, before any goods leave; 60%: due on day 10 of the month after the delivery"
                                + " (after day 25: as of the next month); the remaining 10%: due 365 days after the delivery;"
                                + " on a day not worked: the next working day");
        assertThat(term.words(texts, Locale.SIMPLIFIED_CHINESE))
                .isEqualTo("30%：下单时付款，付清后才发第一批货；60%：发货次月 10 日付款（25 日后的算次月）；其余 10%：发货后 365 天付款；遇非工作日顺延到下一工作日");
    }

    private static WorkingDays chinese() {
        return WorkingDays.of(
                WEEK,
                CalendarDays.official().values().stream()
                        .collect(Collectors.toMap(
                                CalendarDays.CalendarDay::day, d -> d.kind() == CalendarDays.DayKind.WORKDAY)));
    }

    private static Part part(String share, Start from, Rule rule, int months, int days, int dayOfMonth, int cutOff) {
        boolean fixed = share != null && share.startsWith("=");
        return new Part(
                share == null || fixed ? null : new BigDecimal(share),
                fixed ? new BigDecimal(share.substring(1)) : null,
                from,
                rule,
                months,
                days,
                dayOfMonth,
                cutOff);
    }

    private static PaymentTerm term(Part rest, Shift shift, Part... before) {
        return new PaymentTerm(
                new UUID(0, 1),
                "T",
                "T",
                "T",
                rest.from(),
                rest.rule(),
                rest.months(),
                rest.days(),
                rest.dayOfMonth(),
                rest.cutOffDay(),
                shift,
                new ArrayList<>(List.of(before)),
                false,
                true);
    }
}
