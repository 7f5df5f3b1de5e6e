package io.onaccount.party;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.party.PaymentTerm.Rule;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what was sold is due (RCV-02): facts from other systems' test suites and from custom. */
class PaymentTermTest {

    @ParameterizedTest(name = "{0}: {4} is due {5}")
    @CsvSource(textBlock = """
            at once,                    NET_DAYS,           0, 0,  2019-01-01, 2019-01-01
            at once,                    NET_DAYS,           0, 0,  2019-01-15, 2019-01-15
            no term,                    NET_DAYS,           0, 0,  2016-01-22, 2016-01-22
            no term,                    NET_DAYS,           0, 0,  2017-01-22, 2017-01-22
            net 0,                      NET_DAYS,           0, 0,  2021-04-08, 2021-04-08
            net 30,                     NET_DAYS,           0, 30, 2022-01-01, 2022-01-31
            net 30,                     NET_DAYS,           0, 30, 2022-01-15, 2022-02-14
            net 30,                     NET_DAYS,           0, 30, 2016-01-22, 2016-02-21
            net 30,                     NET_DAYS,           0, 30, 2017-01-22, 2017-02-21
            end of month,               MONTH_END_PLUS,     0, 0,  2019-01-15, 2019-01-31
            end of month + 1 day,       MONTH_END_PLUS,     0, 1,  2019-01-01, 2019-02-01
            end of month + 1 day,       MONTH_END_PLUS,     0, 1,  2019-01-15, 2019-02-01
            end of month + 15 days,     MONTH_END_PLUS,     0, 15, 2019-01-01, 2019-02-15
            end of month + 15 days,     MONTH_END_PLUS,     0, 15, 2019-01-15, 2019-02-15
            月结30天,                   MONTH_END_PLUS,     0, 30, 2026-01-15, 2026-03-02
            月结30天,                   MONTH_END_PLUS,     0, 30, 2024-02-29, 2024-03-30
            end of the next month,      MONTH_END_PLUS,     1, 0,  2016-01-22, 2016-02-29
            end of the next month,      MONTH_END_PLUS,     1, 0,  2022-01-01, 2022-02-28
            end of the next month,      MONTH_END_PLUS,     1, 0,  2022-01-15, 2022-02-28
            end of the next month,      MONTH_END_PLUS,     1, 0,  2022-01-31, 2022-02-28
            end of the next month,      MONTH_END_PLUS,     1, 0,  2022-02-28, 2022-03-31
            30 days then end of month,  DAYS_TO_MONTH_END,  0, 30, 2022-01-15, 2022-02-28
            30 days then end of month,  DAYS_TO_MONTH_END,  0, 30, 2022-01-01, 2022-01-31
            次月25日,                   DAY_OF_MONTH_AFTER, 1, 25, 2024-01-05, 2024-02-25
            次月25日,                   DAY_OF_MONTH_AFTER, 1, 25, 2024-12-20, 2025-01-25
            次月31日,                   DAY_OF_MONTH_AFTER, 1, 31, 2026-01-31, 2026-02-28
            次月31日,                   DAY_OF_MONTH_AFTER, 1, 31, 2026-04-30, 2026-05-31
            月结1个月,                  CALENDAR_MONTHS,    1, 0,  2024-01-31, 2024-02-29
            月结1个月,                  CALENDAR_MONTHS,    1, 0,  2023-01-31, 2023-02-28
            月结1个月,                  CALENDAR_MONTHS,    1, 0,  2024-01-30, 2024-02-29
            月结1个月,                  CALENDAR_MONTHS,    1, 0,  2026-11-22, 2026-12-22
            """)
    void due(String name, Rule rule, int months, int number, LocalDate from, LocalDate due) {
        boolean fixedDay = rule == Rule.DAY_OF_MONTH_AFTER;
        PaymentTerm term = new PaymentTerm(
                new UUID(0, 1), "T", name, name, rule, months, fixedDay ? 0 : number, fixedDay ? number : 0, true);
        assertThat(term.due(from)).isEqualTo(due);
    }
}
