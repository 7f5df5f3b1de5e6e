package io.onaccount.credit.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CreditTestBed;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What scoring does for people: scores with reasons, proposals that are accepted or stay quiet, trials whose answer is known beforehand. */
class ScoringTest {
    private static final LocalDate TODAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final Scores scores = bed.application.bean(Scores.class);
    private final Proposals proposals = bed.application.bean(Proposals.class);
    private final Rulebooks rulebooks = bed.application.bean(Rulebooks.class);
    private final Facts facts = bed.application.bean(Facts.class);
    private final CreditAccounts accounts = bed.application.bean(CreditAccounts.class);
    private final JsonMapper json = bed.application.bean(JsonMapper.class);
    private final UUID cash = Ids.next();
    private final List<String> sql = new ArrayList<>();

    ScoringTest() {
        sql(
                "insert into receivables.cash_account (company_id, id, code, name, currency) values (%d, '%s', 'BANK', 'Bank', 'CNY')",
                cash);
    }

    private void sql(String statement, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = bed.company;
        System.arraycopy(values, 0, all, 1, values.length);
        sql.add(statement.formatted(all));
    }

    private void write() {
        bed.application.database().sql(sql.toArray(String[]::new));
        sql.clear();
    }

    /** Something ordered, delivered on the same day, due after a term, and paid so many days after due; null: never. */
    private UUID sale(UUID party, LocalDate on, int amount, int term, Integer paidAfterDue) {
        UUID order = Ids.next();
        UUID delivery = Ids.next();
        UUID item = Ids.next();
        for (String kind : List.of("sales-order", "delivery")) {
            sql(
                    "insert into document.header (company_id, id, kind, number, state, party_id, date, currency, total) values (%d, '%s', '%s', '%s', '%s', '%s', '%s', 'CNY', %d)",
                    kind.equals("delivery") ? delivery : order,
                    kind,
                    Ids.next(),
                    kind.equals("delivery") ? "POSTED" : "DELIVERED",
                    party,
                    on,
                    amount);
        }
        sql(
                "insert into receivables.open_item (company_id, id, party_id, document_id, order_id, kind, number, amount, settled, currency, date, due) values (%d, '%s', '%s', '%s', '%s', 'DELIVERY', 'N', %d, %d, 'CNY', '%s', '%s')",
                item, party, delivery, order, amount, paidAfterDue == null ? 0 : amount, on, on.plusDays(term));
        entry(party, order, null, "ORDERED", amount, on, "confirm");
        entry(party, order, null, "ORDERED", -amount, on, "deliver");
        entry(party, delivery, order, "RECEIVABLE", amount, on, "deliver");
        if (paidAfterDue != null) {
            LocalDate paid = on.plusDays(term + (long) paidAfterDue);
            UUID receipt = Ids.next();
            sql(
                    "insert into document.header (company_id, id, kind, number, state, party_id, date, currency, total) values (%d, '%s', 'receipt', '%s', 'CONFIRMED', '%s', '%s', 'CNY', %d)",
                    receipt, receipt, party, paid, amount);
            sql(
                    "insert into receivables.receipt (company_id, id, party_id, amount, currency, cash_account_id, method, posted, posted_on, allocated) values (%d, '%s', '%s', %d, 'CNY', '%s', 'CASH', true, '%s', %d)",
                    receipt, party, amount, cash, paid, amount);
            sql(
                    "insert into receivables.allocation (company_id, id, match_id, party_id, item_id, receipt_id, amount, currency, happened_on, item_date, item_due) values (%d, '%s', '%s', '%s', '%s', '%s', %d, 'CNY', '%s', '%s', '%s')",
                    Ids.next(), receipt, party, item, receipt, amount, paid, on, on.plusDays(term));
            entry(party, receipt, null, "UNAPPLIED", amount, paid, "receive");
            entry(party, delivery, order, "RECEIVABLE", -amount, paid, "allocate");
            entry(party, receipt, null, "UNAPPLIED", -amount, paid, "allocate");
        } else {
            sql(
                    "update credit.account set receivable = receivable + %2$d where company_id = %1$d and id = '%3$s'",
                    amount, party);
        }
        return order;
    }

    private void entry(UUID party, UUID document, UUID order, String bucket, int amount, LocalDate on, String cause) {
        sql(
                "insert into credit.entry (company_id, id, account_id, document_id, order_id, bucket, amount, currency, happened_on, cause) values (%d, '%s', '%s', '%s', %s, '%s', %d, 'CNY', '%s', '%s')",
                Ids.next(), party, document, order == null ? "null" : "'" + order + "'", bucket, amount, on, cause);
    }

    private UUID customer(int limit) {
        UUID id = bed.customer(Integer.toString(limit));
        bed.write(tx -> {
            accounts.grant(
                    tx,
                    bed.actor,
                    new CreditAccounts.Grant(id, Terms.ofLimit(BigDecimal.valueOf(limit)), "begin", null));
            return id;
        });
        return id;
    }

    private Scores.Explained score(UUID party) {
        return bed.read(tx -> scores.latest(tx, bed.actor, party)).orElseThrow();
    }

    private List<String> open() {
        return bed.read(tx -> tx.list(
                "select p.id::text || ' ' || p.direction || ' ' || p.grade as line from credit.proposal p where p.company_id = ? and p.state = 'OPEN' order by p.id",
                row -> row.text("line"),
                bed.company));
    }

    private List<UUID> openIds() {
        return open().stream().map(line -> UUID.fromString(line.split(" ")[0])).toList();
    }

    private Scores.Run run() {
        return scores.run(bed.company, TODAY, bed.actor.user(), Scores.Progress.NONE);
    }

    private UUID goodAndBad() {
        UUID good = customer(10_000);
        UUID bad = customer(100_000);
        for (int month = 12; month > 0; month--) {
            sale(good, TODAY.minusMonths(month).plusDays(2), 20_000, 20, 0);
            sale(bad, TODAY.minusMonths(month).plusDays(2), 20_000, 20, month > 3 ? 40 : null);
        }
        write();
        return good;
    }

    @Test
    void everyScoreSaysWhy() {
        UUID good = goodAndBad();
        UUID stranger = bed.stranger();
        Scores.Run run = run();
        assertThat(List.of(run.customers(), run.graded(), run.changed())).containsExactly(3, 2, 2);

        Scores.Explained why = score(good);
        assertThat(why.grade()).isEqualTo(Grade.A);
        assertThat(why.version()).isEqualTo(1);
        assertThat(why.suggestedLimit()).isEqualTo("72000.00"); // 30 % of 240,000
        assertThat(why.suggestedTerm()).isEqualTo(60);
        assertThat(why.parts()).hasSize(Scorecard.standard().factors().size());
        assertThat(why.parts().getFirst().effect().abs())
                .isGreaterThanOrEqualTo(why.parts().getLast().effect().abs());
        assertThat(why.parts().stream()
                        .map(Scorecard.Part::effect)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .abs())
                .isLessThan(BigDecimal.ONE);
        assertThat(score(stranger).score()).isNull();
        assertThat(score(stranger).grade()).isNull();

        UUID bad = bed.read(tx -> tx.one(
                "select s.party_id from credit.rating r join credit.score s on s.company_id = r.company_id and s.id = r.score_id where r.company_id = ? and s.grade <> 'A'",
                row -> row.uuid("party_id"),
                bed.company));
        assertThat(score(bad).grade()).isIn(Grade.D, Grade.E);
        assertThat(score(bad).parts())
                .filteredOn(p -> p.factor() == Factor.OVERDUE_DAYS)
                .singleElement()
                .satisfies(p ->
                        assertThat(p.value()).isEqualByComparingTo("68")); // of the third month back, due after 22 days
        List<Scores.Past> history = bed.read(tx -> scores.history(tx, bed.actor, bad));
        assertThat(history).hasSize(1);
    }

    @Test
    void whatWasEnteredCountsFromItsDay() {
        UUID good = goodAndBad();
        bed.write(tx -> {
            facts.enter(
                    tx,
                    bed.actor,
                    List.of(
                            new Facts.Entry(
                                    good, Factor.COURT_LISTED, BigDecimal.ONE, TODAY.minusDays(30), "court", null),
                            new Facts.Entry(
                                    good,
                                    Factor.NET_WORTH,
                                    new BigDecimal("50000"),
                                    TODAY.minusDays(90),
                                    null,
                                    "2025")));
            return good;
        });
        run();
        assertThat(score(good).grade()).isEqualTo(Grade.E);
        assertThat(score(good).suggestedLimit()).isEqualTo("0.00");
        bed.write(tx -> {
            facts.enter(
                    tx,
                    bed.actor,
                    List.of(new Facts.Entry(good, Factor.COURT_LISTED, null, TODAY, "court", "removed")));
            return good;
        });
        run();
        assertThat(score(good).grade()).isEqualTo(Grade.A);
        assertThat(score(good).formerGrade()).isEqualTo("E");
        assertThat(score(good).suggestedLimit()).isEqualTo("15000.00"); // 30 % of net worth
        List<Facts.Fact> entered = bed.read(tx -> facts.of(tx, bed.actor, good));
        assertThat(entered)
                .extracting(Facts.Fact::factor, Facts.Fact::value)
                .containsExactly(
                        tuple(Factor.COURT_LISTED, null),
                        tuple(Factor.COURT_LISTED, BigDecimal.ONE),
                        tuple(Factor.NET_WORTH, new BigDecimal("50000")));
        assertThatThrownBy(() -> bed.write(tx -> {
                    facts.enter(
                            tx,
                            bed.actor,
                            List.of(new Facts.Entry(
                                    good, Factor.LATE_SHARE, BigDecimal.TWO, TODAY.plusDays(1), null, null)));
                    return good;
                }))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactly("credit-no-fact", "credit-in-the-future"));
    }

    @Test
    void proposalsAreAcceptedIntoTheAccountWithTheScoreAsReason() {
        UUID good = goodAndBad();
        assertThat(run().proposals()).isEqualTo(2);
        assertThat(open()).anyMatch(line -> line.endsWith("A")).anyMatch(line -> line.contains("DOWN"));
        assertThat(run().proposals())
                .as("the same suggestion is not made twice")
                .isZero();

        Proposals.Decided decided = bed.write(tx -> proposals.accept(tx, bed.actor, openIds(), "agreed by phone"));
        assertThat(decided).isEqualTo(new Proposals.Decided(2, 0));
        CreditAccounts.View view = bed.read(tx -> accounts.view(tx, bed.actor, good));
        assertThat(view.terms().limit()).isEqualTo("72000.00");
        assertThat(view.terms().grade()).isEqualTo("A");
        assertThat(view.terms().termDays()).isEqualTo(60);
        assertThat(view.terms().overdueDays()).isEqualTo(30);
        assertThat(bed.read(tx -> accounts.history(tx, bed.actor, good))
                        .getFirst()
                        .reason())
                .isEqualTo("By the score of 2026-03-31: grade – → A. agreed by phone");
        assertThat(open()).isEmpty();
        assertThat(run().proposals()).as("what was accepted is no news").isZero();
    }

    @Test
    void whatWasRejectedStaysQuietUntilTheSuggestionChanges() {
        UUID good = goodAndBad();
        run();
        bed.write(tx -> proposals.reject(tx, bed.actor, openIds(), "not now"));
        assertThat(run().proposals()).isZero();
        for (int i = 0; i < 4; i++) {
            sale(good, TODAY.minusDays(40), 20_000, 20, 0);
        }
        write();
        assertThat(run().proposals())
                .as("a limit that is a third higher is another suggestion")
                .isEqualTo(1);
        assertThat(open()).singleElement().asString().endsWith("A");
    }

    @Test
    void aProposalWhoseAccountWasChangedMeanwhileIsOutdated() {
        UUID good = goodAndBad();
        run();
        bed.write(tx -> {
            accounts.grant(tx, bed.actor, new CreditAccounts.Grant(good, Terms.ofLimit(BigDecimal.ONE), "other", null));
            return good;
        });
        Proposals.Decided decided = bed.write(tx -> proposals.accept(tx, bed.actor, openIds(), null));
        assertThat(decided).isEqualTo(new Proposals.Decided(1, 1));
        assertThat(bed.read(tx -> accounts.view(tx, bed.actor, good)).terms().limit())
                .isEqualTo("1.00");
        assertThat(run().proposals()).as("the next run proposes again").isEqualTo(1);
    }

    @Test
    void outOfScopeIsNotFound() {
        goodAndBad();
        run();
        Actor narrow = new Actor(
                bed.company,
                bed.actor.user(),
                "Narrow",
                bed.actor.locale(),
                Set.of(),
                new Scope(Scope.Level.OWN, bed.actor.user(), Set.of()),
                null,
                "CNY",
                bed.actor.zone(),
                TODAY);
        assertThatThrownBy(() -> bed.write(tx -> proposals.accept(tx, narrow, openIds(), null)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
        assertThat(openIds()).hasSize(2);
    }

    @Test
    void aDraftIsTriedAndOldScoresKeepTheirVersion() {
        UUID good = goodAndBad();
        run();
        Scorecard strict = new Scorecard(
                Scorecard.standard().factors(),
                List.of(
                        new Scorecard.Threshold(Grade.A, 100),
                        new Scorecard.Threshold(Grade.B, 99),
                        new Scorecard.Threshold(Grade.C, 98),
                        new Scorecard.Threshold(Grade.D, 97)),
                40);
        Scores.Preview preview = bed.read(tx -> scores.preview(tx, strict));
        assertThat(preview.down()).isEqualTo(1);
        assertThat(preview.grades())
                .extracting(Scores.GradeCount::grade, Scores.GradeCount::then)
                .contains(tuple(Grade.A, 0));
        assertThat(preview.customers()).isEqualTo(2);

        assertThatThrownBy(() -> bed.write(tx -> {
                    rulebooks.publish(tx, bed.actor, Rulebooks.Kind.SCORECARD);
                    return 0;
                }))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("credit-no-draft"));
        for (String note : List.of("first thought", "stricter")) {
            bed.write(tx -> {
                rulebooks.draft(tx, bed.actor, strict, note);
                return note;
            });
        }
        assertThat(score(good).grade()).as("a draft changes nothing").isEqualTo(Grade.A);
        bed.write(tx -> {
            rulebooks.publish(tx, bed.actor, Rulebooks.Kind.SCORECARD);
            return 0;
        });
        Rulebooks.Version<Scorecard> inForce = bed.read(rulebooks::scorecard);
        assertThat(inForce.version()).isEqualTo(2);
        assertThat(inForce.note()).isEqualTo("stricter");
        assertThat(inForce.content()).isEqualTo(strict);
        assertThat(score(good).version()).as("the score keeps its scorecard").isEqualTo(1);
        run();
        assertThat(score(good).version()).isEqualTo(2);
        assertThat(score(good).formerGrade()).isEqualTo("A");
    }

    /** Good ones were good before and after, bad ones bad before and after: the scorecard must tell all of them apart. */
    @Test
    void theBackTestKnowsTheAnswer() {
        BackTest backTest = bed.application.bean(BackTest.class);
        for (int n = 0; n < 3; n++) {
            UUID good = customer(1_000_000);
            UUID bad = customer(1_000_000);
            for (int month = 18; month > 0; month--) {
                sale(good, TODAY.minusMonths(month).plusDays(n), 10_000, 20, 0);
                sale(bad, TODAY.minusMonths(month).plusDays(n), 5_000, 20, month > 8 ? 45 : null);
            }
        }
        UUID idle = customer(10);
        sale(idle, TODAY.minusMonths(17), 1_000, 20, 0);
        sale(idle, TODAY.minusMonths(16), 1_000, 20, 0);
        write();
        UUID id = backTest.run(
                bed.company,
                TODAY,
                bed.actor.user(),
                new BackTest.Question(2, 90, 30, 10, false),
                Scores.Progress.NONE);
        JsonNode result =
                json.readTree(bed.read(tx -> bed.application.bean(Trials.class).find(tx, id))
                        .result()
                        .text());
        assertThat(result.get("area").asString()).isEqualTo("1.0000");
        assertThat(result.get("gini").asString()).isEqualTo("1.0000");
        assertThat(result.get("seen").asInt()).isEqualTo(12);
        assertThat(result.get("bad").asInt()).isEqualTo(6);
        assertThat(result.get("unseen").asInt()).isEqualTo(2);
        assertThat(result.get("days")).hasSize(2);
        JsonNode best = result.get("grades").get(0);
        assertThat(best.get("grade").asString()).isEqualTo("A");
        assertThat(best.get("seen").asInt()).isEqualTo(6);
        assertThat(best.get("bad").asInt()).isZero();
        assertThat(best.get("badRate").asString()).isEqualTo("0.0");
        assertThat(best.get("due").asString()).isEqualTo("180000.00");
        BigDecimal late = BigDecimal.ZERO;
        BigDecimal lost = BigDecimal.ZERO;
        for (JsonNode grade : result.get("grades")) {
            late = late.add(new BigDecimal(grade.get("late").asString()));
            lost = lost.add(new BigDecimal(grade.get("lost").asString()));
        }
        // On 1 November and 1 December three customers, three items of 5,000 due in the 90 days after, all late; two
        // and one of them fell due by
        // the end of the year, which is 90 days ago.
        // eight months never paid.
        assertThat(late).isEqualByComparingTo("90000");
        assertThat(lost).isEqualByComparingTo("45000");
    }

    /**
     * One customer, limit 10,000 for all grades, 7 days overdue tolerated, 30 days' term.
     */
    @Test
    void theSimulationKnowsTheAnswer() {
        Simulation simulation = bed.application.bean(Simulation.class);
        UUID party = customer(1_000_000);
        // Enough of a past to have a grade; all paid in time.
        for (int i = 0; i < 6; i++) {
            sale(party, TODAY.minusDays(500L - 10L * i), 1_000, 10, 0);
        }
        LocalDate from = TODAY.minusDays(300);
        sale(party, from, 6_000, 40, 0); //                 passes; paid after 40 days; the strategy cuts the term by 10
        sale(party, from.plusDays(1), 5_000, 30, 100); //    over the limit (11,000); a loss avoided
        sale(
                party,
                from.plusDays(2),
                4_000,
                30,
                20); //     passes, as the one before never was (10,000); paid 20 days late
        sale(party, from.plusDays(41), 1_000, 30, 0); //     the 4,000 are 9 days overdue: held
        sale(party, from.plusDays(60), 1_000, 30, null); //  passes; never paid: a loss not avoided
        write();
        Strategy strategy = new Strategy(java.util.Arrays.stream(Grade.values())
                .map(grade -> new Strategy.Rule(
                        grade,
                        BigDecimal.ZERO,
                        null,
                        BigDecimal.valueOf(10_000),
                        BigDecimal.valueOf(10_000),
                        30,
                        7,
                        null))
                .toList());
        bed.write(tx -> {
            rulebooks.draft(tx, bed.actor, strategy, "trial");
            return 0;
        });
        UUID id = simulation.run(
                bed.company,
                TODAY,
                bed.actor.user(),
                new Simulation.Question(from, TODAY, 60, true),
                Scores.Progress.NONE);
        JsonNode total = json.readTree(
                        bed.read(tx -> bed.application.bean(Trials.class).find(tx, id))
                                .result()
                                .text())
                .get("total");
        assertThat(total.get("orders").asInt()).isEqualTo(5);
        assertThat(new BigDecimal(total.get("amount").asString())).isEqualByComparingTo("17000");
        assertThat(total.get("held").asInt()).isEqualTo(2);
        assertThat(total.get("overLimit").asInt()).isEqualTo(1);
        assertThat(total.get("overdue").asInt()).isEqualTo(1);
        assertThat(new BigDecimal(total.get("heldAmount").asString())).isEqualByComparingTo("6000");
        assertThat(new BigDecimal(total.get("losses").asString())).isEqualByComparingTo("6000");
        assertThat(new BigDecimal(total.get("lossesAvoided").asString())).isEqualByComparingTo("5000");
        assertThat(total.get("shortened").asInt()).isEqualTo(1);
        // before: 6,000 × 40 + 5,000 × 130 + 4,000 × 50 + 1,000 × 30 over 16,000; after: 6,000 × 30 + 4,000 × 50 over
        // 10,000
        assertThat(total.get("daysBefore").asString()).isEqualTo("70.0");
        assertThat(total.get("daysAfter").asString()).isEqualTo("38.0");
    }

    @Test
    void whatMakesNoSenseIsNotTried() {
        assertThatThrownBy(() -> Trials.check(bed.actor, new BackTest.Question(0, 29, -1, 101, false)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::field)
                                .containsExactly("months", "windowDays", "lateDays", "badShare"));
        assertThatThrownBy(() -> Trials.check(
                        bed.actor, new Simulation.Question(TODAY.minusYears(4), TODAY.plusDays(1), 0, false)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactly("credit-in-the-future", "credit-too-long-a-time", "out-of-range"));
        assertThatThrownBy(() -> Trials.check(
                        bed.actor,
                        new Simulation.Question(LocalDate.of(9999, 12, 31), LocalDate.of(1, 1, 1), 60, false)))
                .isInstanceOf(Problem.class);
    }
}
