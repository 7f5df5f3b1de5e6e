package io.onaccount.credit;

import static io.onaccount.credit.CreditTestBed.TODAY;
import static io.onaccount.credit.CreditTestBed.cny;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** N clients at once never take more than the limit, and none is refused while there was room for it (CRD-12). */
class CreditGateConcurrencyTest {

    private final CreditTestBed bed = new CreditTestBed();

    @Test
    void ofFiftyOrdersOverThirtyThousandExactlyThreeFitIntoAHundredThousand() throws Exception {
        assertThat(race("100000", 50, "30000", 1)).isEqualTo(3);
    }

    @Test
    void exactlyAsManyPassAsFitWhateverTheNumbers() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int repetition = 0; repetition < 30; repetition++) {
            int limit = 1 + random.nextInt(100_000);
            int amount = 1 + random.nextInt(limit);
            int threads = 2 + random.nextInt(20);
            int fits = Math.min(threads, limit / amount);
            assertThat(race(Integer.toString(limit), threads, Integer.toString(amount), 1))
                    .as("seed %d, limit %d, amount %d, threads %d", seed, limit, amount, threads)
                    .isEqualTo(fits);
        }
    }

    @Test
    void requestsOfOneTransactionAreJudgedOneByOneWhenTheyDoNotAllFit() throws Exception {
        assertThat(race("100000", 10, "9000", 5)).isEqualTo(11);
    }

    @Test
    void accountsThatDoNotExistAreOpenedOnceAndTheirOrdersHeldByTheDefaultLimitOfZero() throws Exception {
        UUID stranger = bed.stranger();
        List<UUID> orders = bed.documents("sales-order", stranger, 8);
        List<Callable<List<CreditDecision>>> calls = new ArrayList<>();
        for (UUID order : orders) {
            calls.add(() -> bed.write(tx -> bed.credit.reserve(
                    tx, bed.actor, List.of(CreditRequest.of(order, stranger, cny("1.00"), TODAY, null)))));
        }
        assertThat(run(calls).stream().flatMap(List::stream)).allMatch(CreditDecision.Held.class::isInstance);
    }

    @Test
    void transactionsOverManyAccountsDoNotBlockEachOtherForGood() throws Exception {
        List<UUID> customers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            customers.add(bed.customer("1000"));
        }
        Random random = new Random(7);
        List<Callable<List<CreditDecision>>> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<CreditRequest> requests = new ArrayList<>();
            for (int line = 0; line < 4; line++) {
                UUID customer = customers.get(random.nextInt(customers.size()));
                requests.add(CreditRequest.of(bed.order(customer), customer, cny("70.00"), TODAY, null));
            }
            calls.add(() -> bed.write(tx -> bed.credit.reserve(tx, bed.actor, requests)));
        }
        List<CreditDecision> answers = run(calls).stream().flatMap(List::stream).toList();
        assertThat(answers).hasSize(240);
        for (UUID customer : customers) {
            // 14 × 70 = 980 fit; nearly forty asked of each.
            assertThat(bed.exposure(customer)).isEqualByComparingTo("980");
            assertThat(bed.entries(customer)).isEqualByComparingTo("980");
        }
    }

    private int race(String limit, int threads, String amount, int each) throws Exception {
        UUID customer = bed.customer(limit);
        List<UUID> orders = bed.documents("sales-order", customer, threads * each);
        List<Callable<List<CreditDecision>>> calls = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            List<CreditRequest> requests = orders.subList(thread * each, (thread + 1) * each).stream()
                    .map(order -> CreditRequest.of(order, customer, cny(amount), TODAY, null))
                    .toList();
            calls.add(() -> bed.write(tx -> bed.credit.reserve(tx, bed.actor, requests)));
        }
        List<CreditDecision> answers = run(calls).stream().flatMap(List::stream).toList();
        int granted = (int) answers.stream()
                .filter(CreditDecision.Granted.class::isInstance)
                .count();
        BigDecimal taken = new BigDecimal(amount).multiply(BigDecimal.valueOf(granted));
        assertThat(bed.exposure(customer)).isEqualByComparingTo(taken);
        assertThat(bed.entries(customer)).isEqualByComparingTo(taken);
        return granted;
    }

    private static <T> List<T> run(List<Callable<T>> calls) throws Exception {
        List<T> answers = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : pool.invokeAll(calls)) {
                answers.add(future.get());
            }
        }
        return answers;
    }
}
