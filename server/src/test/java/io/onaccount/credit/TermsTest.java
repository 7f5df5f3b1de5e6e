package io.onaccount.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Terms with one thing changed are otherwise the same: nothing that was agreed gets lost on the way. */
class TermsTest {
    private static final Terms AGREED = new Terms(
            new BigDecimal("1000"),
            new BigDecimal("50"),
            LocalDate.of(2026, 1, 1),
            LocalDate.of(2026, 2, 1),
            AccountStatus.WATCH,
            LocalDate.of(2025, 1, 1),
            LocalDate.of(2027, 1, 1),
            30,
            10,
            BigDecimal.ONE,
            "B",
            LocalDate.of(2026, 6, 30),
            BigDecimal.TEN,
            "policy 7",
            "house",
            "pays by bill",
            LocalDate.of(2026, 12, 31));

    @Test
    void whatIsNotChangedStays() {
        assertThat(AGREED.withLimit(BigDecimal.TEN).withLimit(AGREED.limit())).isEqualTo(AGREED);
        assertThat(AGREED.withOverdueDays(3).withOverdueDays(10)).isEqualTo(AGREED);
        assertThat(AGREED.withStatus(AccountStatus.STOPPED).withStatus(AccountStatus.WATCH))
                .isEqualTo(AGREED);
        assertThat(AGREED.withScored("B", new BigDecimal("1000"), 30, 10)).isEqualTo(AGREED);
    }
}
