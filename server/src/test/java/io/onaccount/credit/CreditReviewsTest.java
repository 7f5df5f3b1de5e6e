package io.onaccount.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditReviews.Answer;
import io.onaccount.credit.CreditReviews.Candidate;
import io.onaccount.credit.CreditReviews.Choice;
import io.onaccount.credit.CreditReviews.Decision;
import io.onaccount.credit.CreditReviews.Outcome;
import io.onaccount.credit.ReviewRules.Case;
import io.onaccount.credit.ReviewRules.Finding;
import io.onaccount.credit.ReviewRules.Proposal;
import io.onaccount.credit.ReviewRules.Why;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.testing.TestCompany;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which accounts are looked at, what the rules propose, and many decided in one call (CRD-04). */
class CreditReviewsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

    private final TestCompany company = new TestCompany();
    private final CreditReviews reviews = company.application.bean(CreditReviews.class);
    private final CreditAccounts accounts = company.application.bean(CreditAccounts.class);
    private final CreditApplications applications = company.application.bean(CreditApplications.class);

    private UUID customer(String limit, String used, LocalDate reviewOn) {
        UUID id = Ids.next();
        String key = "(" + company.id + ", '" + id + "'";
        company.application
                .database()
                .sql(
                        "insert into document.header (company_id, id, kind, number, title, state, owner_id, date) values "
                                + key + ", 'customer', '" + id + "', 'Kunde', 'ACTIVE', '" + company.actor.user()
                                + "', '2025-01-01')",
                        "insert into party.party (company_id, id) values " + key + ")",
                        "insert into credit.account (company_id, id, party_id, currency, credit_limit, grade, receivable, review_on) values "
                                + key + ", '" + id + "', 'CNY', " + limit + ", 'B', " + used + ", "
                                + (reviewOn == null ? "null" : "'" + reviewOn + "'") + ")");
        return id;
    }

    private List<Candidate> due(Actor who, int within) {
        return company.read(tx -> reviews.due(tx, who, within)).accounts();
    }

    private static List<Why> why(List<Candidate> due, UUID customer) {
        return due.stream()
                .filter(c -> c.party().equals(customer))
                .flatMap(c -> c.findings().stream().map(Finding::why))
                .toList();
    }

    private List<Answer> decide(Decision... decisions) {
        return company.write(tx -> reviews.decide(tx, company.actor, Arrays.asList(decisions)));
    }

    private static Decision decision(UUID customer, Choice choice, String limit) {
        return new Decision(
                customer,
                null,
                choice,
                limit == null ? null : new BigDecimal(limit),
                TODAY.plusYears(1),
                List.of("DUE"),
                "reviewed");
    }

    private Terms terms(UUID customer) {
        return company.read(tx -> accounts.view(tx, company.actor, customer)).terms();
    }

    @Test
    void theListGrowsWithTheDays() {
        UUID soon = customer("1000", "500", TODAY.plusDays(20));
        UUID full = customer("1000", "950", null);
        UUID empty = customer("1000", "50", null);
        UUID quiet = customer("1000", "500", null);
        List<Candidate> today = due(company.actor, 0);
        assertThat(why(today, soon)).isEmpty();
        assertThat(why(today, full)).containsExactly(Why.NEEDS_MORE);
        assertThat(why(today, empty)).containsExactly(Why.HARDLY_USED);
        assertThat(why(today, quiet)).isEmpty();
        assertThat(why(due(company.actor, 20), soon)).containsExactly(Why.DUE);
        assertThat(why(due(company.actor.on(TODAY.plusDays(20)), 0), soon)).containsExactly(Why.DUE);
        assertThat(due(TestCompany.ownOnly(company.user("other", java.util.Set.of())), 30))
                .as("out of scope")
                .isEmpty();
    }

    @Test
    void manyAreDecidedAtOnceAndEachForItself() {
        UUID kept = customer("1000", "500", TODAY);
        UUID lowered = customer("1000", "50", TODAY);
        UUID raised = customer("1000", "950", TODAY);
        UUID wrong = customer("1000", "500", TODAY);
        UUID stale = customer("1000", "500", TODAY);
        UUID unknown = Ids.next();
        List<Answer> answers = decide(
                decision(kept, Choice.KEEP, null),
                decision(lowered, Choice.LOWER, "500"),
                decision(raised, Choice.RAISE, "1200"),
                decision(wrong, Choice.LOWER, "2000"),
                new Decision(stale, 7, Choice.KEEP, null, TODAY.plusDays(9), null, "late"),
                decision(kept, Choice.KEEP, null));
        assertThat(answers)
                .extracting(Answer::outcome)
                .containsExactly(
                        Outcome.KEPT,
                        Outcome.LOWERED,
                        Outcome.APPLIED,
                        Outcome.REFUSED,
                        Outcome.REFUSED,
                        Outcome.REFUSED);
        assertThatThrownBy(() -> decide(decision(unknown, Choice.KEEP, null)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        assertThat(answers.get(3).errors().getFirst().code()).isEqualTo("credit-not-lower");
        assertThat(answers.get(4).errors().getFirst().code()).isEqualTo("credit-review-changed");
        assertThat(terms(kept).reviewOn()).isEqualTo(TODAY.plusYears(1));
        assertThat(terms(lowered).limit()).isEqualByComparingTo("500");
        assertThat(terms(raised).limit()).isEqualByComparingTo("1000");
        assertThat(terms(wrong).limit()).isEqualByComparingTo("1000");
        assertThat(terms(stale).reviewOn()).isEqualTo(TODAY);
        CreditApplication made = company.read(
                tx -> applications.find(tx, company.actor, answers.get(2).application()));
        assertThat(made.state()).isEqualTo(ApplicationState.DRAFT);
        assertThat(made.proposal().limit()).isEqualByComparingTo("1200");
        List<Candidate> after = due(company.actor, 0);
        assertThat(after).extracting(Candidate::party).containsExactlyInAnyOrder(raised, wrong, stale);
        assertThat(after.stream()
                        .filter(c -> c.party().equals(raised))
                        .findFirst()
                        .orElseThrow()
                        .applicationNumber())
                .isEqualTo(made.number());
        // Another grade after the review is a reason to look again, once it is no longer quiet.
        company.application
                .database()
                .sql("update credit.account set grade = 'D' where company_id = " + company.id + " and id = '" + kept
                        + "'");
        assertThat(why(due(company.actor.on(TODAY.plusDays(31)), 0), kept)).containsExactly(Why.WORSE_GRADE);
    }

    @ParameterizedTest(name = "{0} overdue for {1} days, {2} late in a row, {3} of 1000 used, {4} → {5}: {6} {7} {8}")
    @CsvSource({
        "0, 0, 0, 500, B, B, '', KEEP, ",
        "10, 5, 0, 500, B, B, OVERDUE, DOWN, 800.00",
        "0, 0, 3, 500, B, B, LATE_PAYER, DOWN, 800.00",
        "0, 0, 0, 950, B, B, NEEDS_MORE, UP, 1200.00",
        "10, 5, 0, 950, B, B, OVERDUE USED_UP, DOWN, 800.00",
        "0, 0, 0, 100, B, B, HARDLY_USED, DOWN, 500.00",
        "0, 0, 0, 100, B, A, BETTER_GRADE HARDLY_USED, KEEP, ",
        "0, 0, 0, 500, B, A, BETTER_GRADE, UP, 1200.00",
        "0, 0, 0, 950, B, C, WORSE_GRADE NEEDS_MORE, DOWN, 800.00"
    })
    void whatTheRulesFind(
            String overdue,
            int days,
            int late,
            String used,
            String before,
            String grade,
            String expected,
            Proposal proposal,
            String limit) {
        Terms plain = Terms.ofLimit(new BigDecimal("1000.00"));
        Terms terms = new Terms(
                plain.limit(),
                BigDecimal.ZERO,
                null,
                null,
                AccountStatus.NORMAL,
                null,
                null,
                null,
                null,
                BigDecimal.ZERO,
                grade,
                null,
                null,
                null,
                null,
                null);
        CreditFigures now = new CreditFigures(
                TODAY,
                AccountStatus.NORMAL,
                grade,
                plain.limit(),
                BigDecimal.ZERO,
                null,
                new BigDecimal(used),
                null,
                new BigDecimal(overdue),
                days,
                late,
                0,
                List.of());
        Case seen = new Case(terms, now, before, TODAY.minusYears(1), false, TODAY.minusYears(1), TODAY, TODAY);
        List<Finding> findings = ReviewRules.check(seen);
        assertThat(findings.stream().map(f -> f.why().name()).collect(Collectors.joining(" ")))
                .isEqualTo(expected);
        assertThat(ReviewRules.proposal(findings)).isEqualTo(proposal);
        BigDecimal proposed = ReviewRules.proposedLimit(seen, proposal, findings);
        if (limit == null) {
            assertThat(proposed).isNull();
        } else {
            assertThat(proposed).isEqualByComparingTo(limit);
        }
    }
}
