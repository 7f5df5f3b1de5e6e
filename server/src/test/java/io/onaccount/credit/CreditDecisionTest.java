package io.onaccount.credit;

import static io.onaccount.credit.CreditTestBed.TODAY;
import static io.onaccount.credit.CreditTestBed.cny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gate says, and what it proposes. */
class CreditDecisionTest {
    private final CreditTestBed bed = new CreditTestBed();

    /** used is exposure before; the last column lists the objections, or is empty when the order passes. */
    @ParameterizedTest(name = "limit {0} used {1} asks {2} with {3}: {4}")
    @CsvSource({
        "100, 0, 100, '', ''",
        "99, 0, 100, '', over-limit",
        "100, 100, 0.01, '', over-limit",
        "null, 999999, 100000, '', ''",
        "0, -50, 50, '', ''",
        "0, -50, 50.01, '', over-limit",
        "100, 50, 80, 'temporary_limit = 30, temporary_from = ''2026-03-31'', temporary_to = ''2026-03-31''', ''",
        "100, 50, 80, 'temporary_limit = 30, temporary_from = ''2026-03-01'', temporary_to = ''2026-03-30''', over-limit",
        "100, 50, 80, 'temporary_limit = 30, temporary_from = ''2026-04-01'', temporary_to = ''2026-04-30''', over-limit",
        "1000, 0, 10, 'status = ''STOPPED''', stopped",
        "null, 0, 10, 'status = ''STOPPED''', stopped",
        "5, 0, 10, 'status = ''STOPPED''', stopped over-limit",
        "1000, 0, 10, 'status = ''WATCH''', ''",
        "1000, 0, 10, 'status = ''CASH_ONLY''', cash-only",
        "1000, -10, 10, 'status = ''CASH_ONLY''', ''",
        "1000, 0, 10, 'valid_to = ''2026-03-30''', not-valid",
        "1000, 0, 10, 'valid_from = ''2026-03-31''', ''",
        "1000, 0, 10, 'term_days = 60', ''",
        "1000, 0, 10, 'term_days = 59', term-too-long",
    })
    void objections(String limit, String used, String asks, String terms, String codes) {
        UUID customer = bed.customer(limit);
        if (!terms.isEmpty()) {
            bed.application.database().sql("update credit.account set " + terms + " where id = '" + customer + "'");
        }
        if (!used.equals("0")) {
            UUID before = bed.order(customer);
            bed.write(tx -> {
                bed.credit.move(
                        tx,
                        bed.actor,
                        customer,
                        before,
                        TODAY,
                        used.startsWith("-") ? Bucket.UNAPPLIED : Bucket.RECEIVABLE,
                        cny(used).abs(),
                        "test");
                return true;
            });
        }
        BigDecimal exposure = bed.exposure(customer);
        CreditRequest request = CreditRequest.of(bed.order(customer), customer, cny(asks), TODAY, TODAY.plusDays(60));
        CreditDecision asked = bed.read(tx -> bed.credit.simulate(tx, bed.actor, request));
        CreditDecision decided = bed.write(tx -> bed.credit.reserve(tx, bed.actor, request));
        assertThat(codes(decided)).isEqualTo(codes);
        assertThat(codes(asked)).as("the simulation says the same").isEqualTo(codes);
        assertThat(bed.exposure(customer))
                .isEqualByComparingTo(codes.isEmpty() ? exposure.add(new BigDecimal(asks)) : exposure);
    }

    /** An order of 600 is changed by so much; more is whether its term gets longer or its discount better. */
    @ParameterizedTest(name = "limit {0}: {1}, asks more {2}, {3}: {4}")
    @CsvSource({
        "1000, 400, false, '', ''",
        "1000, 400.01, false, '', over-limit",
        "1000, 0, true, '', ''",
        "600, 0, true, '', ''",
        "599.99, 0, false, '', ''",
        "599.99, 0, true, '', over-limit",
        "400, -100, false, '', ''",
        "400, -100, true, '', over-limit",
        "500, -100, true, '', ''",
        "1000, 0, false, 'status = ''STOPPED''', ''",
        "1000, 0, true, 'status = ''STOPPED''', stopped",
        "1000, 10, false, 'status = ''STOPPED''', stopped",
        "1000, -10, false, 'status = ''STOPPED''', ''",
        "1000, 10, false, 'term_days = 59', term-too-long",
        "1000, 0, false, 'term_days = 59', ''",
        "1000, 0, true, 'term_days = 59', term-too-long",
        "0, 0, true, 'status = ''CASH_ONLY''', cash-only over-limit",
    })
    void changes(String limit, String difference, boolean more, String terms, String codes) {
        UUID customer = bed.customer("1000");
        UUID order = bed.order(customer);
        bed.reserve(order, customer, "600.00");
        String set = terms.isEmpty() ? "" : ", " + terms;
        bed.application
                .database()
                .sql("update credit.account set credit_limit = " + limit + set + " where id = '" + customer + "'");
        Money by = cny(difference);
        CreditRequest request = CreditRequest.changing(
                bed.order(customer),
                customer,
                by,
                TODAY,
                TODAY.plusDays(60),
                new CreditRequest.Change(order, cny("600.00").plus(by), more, null));
        CreditDecision asked = bed.read(tx -> bed.credit.simulate(tx, bed.actor, request));
        CreditDecision decided = bed.write(tx -> bed.credit.reserve(tx, bed.actor, request));
        assertThat(codes(decided)).isEqualTo(codes);
        assertThat(codes(asked)).as("the simulation says the same").isEqualTo(codes);
        assertThat(bed.exposure(customer))
                .isEqualByComparingTo(codes.isEmpty() ? new BigDecimal("600").add(by.amount()) : new BigDecimal("600"));
    }

    @Test
    void aRefusalSaysHowMuchToPayAndWhatStillFitsAndBothWork() {
        UUID customer = bed.customer("1000");
        bed.reserve(bed.order(customer), customer, "700.00");
        CreditDecision.Held held = (CreditDecision.Held) bed.reserve(bed.order(customer), customer, "450.00");
        assertThat(held.objections().getFirst().figures())
                .containsEntry("limit", "1000.00")
                .containsEntry("used", "700.00")
                .containsEntry("free", "300.00")
                .containsEntry("beyond", "150.00");
        assertThat(held.ways())
                .extracting(WayOut::kind, WayOut::amount)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(WayOut.Kind.PAY, new BigDecimal("150.00")),
                        org.assertj.core.groups.Tuple.tuple(WayOut.Kind.REDUCE, new BigDecimal("300.00")),
                        org.assertj.core.groups.Tuple.tuple(WayOut.Kind.RELEASE, null),
                        org.assertj.core.groups.Tuple.tuple(WayOut.Kind.TEMPORARY_LIMIT, new BigDecimal("150.00")));
        assertThat(bed.reserve(bed.order(customer), customer, "300.00")).isInstanceOf(CreditDecision.Granted.class);
    }

    @Test
    void aLowerLimitRefusesNothingBackwards() {
        UUID customer = bed.customer("1000");
        bed.reserve(bed.order(customer), customer, "800.00");
        CreditAccounts accounts = bed.application.bean(CreditAccounts.class);
        bed.write(tx -> {
            accounts.grant(
                    tx,
                    bed.actor,
                    new CreditAccounts.Grant(customer, Terms.ofLimit(new BigDecimal("500.00")), "slower payments", 1));
            return true;
        });
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.exposure()).isEqualByComparingTo("800");
        assertThat(figures.free()).isEqualByComparingTo("-300");
        assertThat(bed.reserve(bed.order(customer), customer, "1.00")).isInstanceOf(CreditDecision.Held.class);
        List<CreditAccounts.TermsVersion> history = bed.read(tx -> accounts.history(tx, bed.actor, customer));
        assertThat(history).singleElement().satisfies(v -> {
            assertThat(v.reason()).isEqualTo("slower payments");
            assertThat(v.terms().limit()).isEqualByComparingTo("500");
        });
        assertThatThrownBy(() -> bed.write(tx -> {
                    accounts.grant(
                            tx,
                            bed.actor,
                            new CreditAccounts.Grant(customer, Terms.ofLimit(BigDecimal.TEN), "again", 1));
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(412));
    }

    @Test
    void theProofFindsWhatIsWrong() {
        UUID customer = bed.customer("1000");
        UUID order = bed.order(customer);
        bed.reserve(order, customer, "10.00");
        CreditProof proof = bed.application.bean(CreditProof.class);
        // No order of ours stands behind the bare header, so the entry is drift by itself.
        List<CreditProof.Drift> found = bed.read(proof::drift);
        assertThat(found).anySatisfy(drift -> {
            assertThat(drift.document()).isEqualTo(order);
            assertThat(drift.entries()).isEqualByComparingTo("10");
            assertThat(drift.other()).isEqualByComparingTo("0");
        });
        bed.application.database().sql("update credit.account set ordered = ordered + 1 where id = '" + customer + "'");
        CreditProof.Result result = proof.run(bed.company, bed.actor.user());
        assertThat(result.drift()).anySatisfy(drift -> {
            assertThat(drift.document()).isNull();
            assertThat(drift.entries()).isEqualByComparingTo("10");
            assertThat(drift.other()).isEqualByComparingTo("11");
        });
        assertThat(bed.read(proof::last))
                .hasValueSatisfying(last -> assertThat(last.id()).isEqualTo(result.id()));
    }

    private static String codes(CreditDecision decision) {
        return decision instanceof CreditDecision.Held held
                ? Arrays.stream(held.objections().toArray(Objection[]::new))
                        .map(Objection::code)
                        .collect(Collectors.joining(" "))
                : "";
    }
}
