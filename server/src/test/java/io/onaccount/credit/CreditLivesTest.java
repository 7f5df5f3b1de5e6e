package io.onaccount.credit;

import static io.onaccount.credit.CreditTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.platform.Money;
import io.onaccount.platform.db.SqlArray;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand random lives of accounts against a model of a few lines: after every step the account row, the sum of its entries and the model
 * are the same, and the gate decided as the model says. One step of five hundred lives is one transaction.
 */
class CreditLivesTest {
    private static final int LIVES = 10_000;
    private static final int AT_ONCE = 500;
    private static final int STEPS = 6;

    private final CreditTestBed bed = new CreditTestBed();

    /** What an account should be. */
    private static final class Life {
        final UUID party;
        final List<UUID> orders;
        final BigDecimal limit;
        final BigDecimal[] ordered = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
        final BigDecimal[] receivable = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
        final BigDecimal[] assigned = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
        BigDecimal unapplied = BigDecimal.ZERO;
        BigDecimal bills = BigDecimal.ZERO;

        Life(UUID party, List<UUID> orders, BigDecimal limit) {
            this.party = party;
            this.orders = orders;
            this.limit = limit;
        }

        BigDecimal counted(int order) {
            return assigned[order].min(ordered[order].add(receivable[order]).max(BigDecimal.ZERO));
        }

        Map<Bucket, BigDecimal> buckets() {
            Map<Bucket, BigDecimal> buckets = new EnumMap<>(Bucket.class);
            BigDecimal zero = BigDecimal.ZERO;
            buckets.put(Bucket.ORDERED, ordered[0].add(ordered[1]).add(ordered[2]));
            buckets.put(Bucket.RECEIVABLE, receivable[0].add(receivable[1]).add(receivable[2]));
            buckets.put(Bucket.UNAPPLIED, unapplied);
            buckets.put(Bucket.BILLS, bills);
            buckets.put(Bucket.DEPOSIT, counted(0).add(counted(1)).add(counted(2)));
            buckets.values().removeIf(amount -> amount.compareTo(zero) == 0);
            return buckets;
        }

        BigDecimal exposure() {
            BigDecimal sum = BigDecimal.ZERO;
            for (var bucket : buckets().entrySet()) {
                sum = sum.add(bucket.getValue()
                        .multiply(BigDecimal.valueOf(bucket.getKey().sign())));
            }
            return sum;
        }
    }

    private record Step(Life life, int what, int order, BigDecimal amount) {}

    @Test
    void accountEntriesAndModelAgreeAtEveryStep() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int begun = 0; begun < LIVES; begun += AT_ONCE) {
            List<Life> lives = begin(random);
            for (int step = 0; step < STEPS; step++) {
                List<Step> steps = new ArrayList<>();
                for (Life life : lives) {
                    // Assigning sends what was gathered, so it is rare here; every other life of this run knows no
                    // deposits.
                    int what = random.nextInt(100) == 0 ? 8 : random.nextInt(8);
                    steps.add(
                            new Step(life, what, random.nextInt(3), BigDecimal.valueOf(1 + random.nextInt(60_000), 2)));
                }
                List<CreditDecision> decisions = act(steps);
                refused += model(steps, decisions);
                compare(lives, seed);
            }
        }
        assertThat(refused).as("some are refused").isPositive();
    }

    private List<Life> begin(Random random) {
        List<UUID> parties = bed.documents("customer", null, AT_ONCE);
        List<UUID> orders = bed.documents("sales-order", null, 3 * AT_ONCE);
        List<Life> lives = new ArrayList<>();
        StringBuilder values = new StringBuilder();
        // In half of the runs nothing is ever refused, so that the unseen way is walked as well as the locked one.
        boolean wide = random.nextBoolean();
        for (int i = 0; i < AT_ONCE; i++) {
            BigDecimal limit = wide ? new BigDecimal("1000000.00") : BigDecimal.valueOf(random.nextInt(150_000), 2);
            lives.add(new Life(parties.get(i), orders.subList(3 * i, 3 * i + 3), limit));
            values.append(values.isEmpty() ? "" : ",")
                    .append("(" + bed.company + ", '" + parties.get(i) + "', '" + parties.get(i) + "', 'CNY', " + limit
                            + ")");
        }
        bed.application
                .database()
                .sql("insert into credit.account (company_id, id, party_id, currency, credit_limit) values " + values);
        return lives;
    }

    private List<CreditDecision> act(List<Step> steps) {
        return bed.write(tx -> {
            List<CreditRequest> requests = new ArrayList<>();
            for (Step step : steps) {
                Life life = step.life();
                UUID order = life.orders.get(step.order());
                switch (step.what()) {
                    case 0, 1 ->
                        requests.add(CreditRequest.of(order, life.party, new Money(step.amount(), "CNY"), TODAY, null));
                    case 2 -> { // delivered
                        BigDecimal part = step.amount().min(life.ordered[step.order()]);
                        move(tx, life, order, Bucket.ORDERED, part.negate());
                        move(tx, life, order, Bucket.RECEIVABLE, part);
                    }
                    case 3 -> move(tx, life, order, Bucket.UNAPPLIED, step.amount());
                    case 4 -> { // allocated
                        BigDecimal part =
                                step.amount().min(life.receivable[step.order()]).min(life.unapplied);
                        move(tx, life, order, Bucket.RECEIVABLE, part.negate());
                        move(tx, life, order, Bucket.UNAPPLIED, part.negate());
                    }
                    case 5 -> { // a bill came
                        move(tx, life, order, Bucket.UNAPPLIED, step.amount());
                        move(tx, life, order, Bucket.BILLS, step.amount());
                    }
                    case 6 -> // a bill was paid
                        move(
                                tx,
                                life,
                                order,
                                Bucket.BILLS,
                                step.amount().min(life.bills).negate());
                    case 7 -> { // a bill was not paid
                        BigDecimal part = step.amount().min(life.bills);
                        move(tx, life, order, Bucket.BILLS, part.negate());
                        move(tx, life, order, Bucket.RECEIVABLE, part);
                    }
                    default ->
                        bed.credit.assign(tx, bed.actor, life.party, order, TODAY, new Money(step.amount(), "CNY"));
                }
            }
            return bed.credit.reserve(tx, bed.actor, requests);
        });
    }

    private void move(io.onaccount.platform.db.Tx tx, Life life, UUID order, Bucket bucket, BigDecimal amount) {
        bed.credit.move(tx, bed.actor, new Movement(life.party, order, null, TODAY, bucket, amount, "test"));
    }

    /** The same steps on paper; answers how many requests were refused, each of which must have been for want of room. */
    private static int model(List<Step> steps, List<CreditDecision> decisions) {
        int refused = 0;
        int next = 0;
        for (Step step : steps) {
            Life life = step.life();
            int o = step.order();
            switch (step.what()) {
                case 0, 1 -> {
                    BigDecimal before = life.exposure();
                    BigDecimal was = life.ordered[o];
                    life.ordered[o] = was.add(step.amount());
                    boolean fits = life.exposure().compareTo(life.limit) <= 0
                            || life.exposure().compareTo(before) == 0; // paid for by its deposit
                    assertThat(decisions.get(next) instanceof CreditDecision.Granted)
                            .as("limit %s, exposure %s, asks %s", life.limit, before, step.amount())
                            .isEqualTo(fits);
                    if (!fits) {
                        life.ordered[o] = was;
                        refused++;
                    }
                    next++;
                }
                case 2 -> {
                    BigDecimal part = step.amount().min(life.ordered[o]);
                    life.ordered[o] = life.ordered[o].subtract(part);
                    life.receivable[o] = life.receivable[o].add(part);
                }
                case 3 -> life.unapplied = life.unapplied.add(step.amount());
                case 4 -> {
                    BigDecimal part = step.amount().min(life.receivable[o]).min(life.unapplied);
                    life.receivable[o] = life.receivable[o].subtract(part);
                    life.unapplied = life.unapplied.subtract(part);
                }
                case 5 -> {
                    life.unapplied = life.unapplied.add(step.amount());
                    life.bills = life.bills.add(step.amount());
                }
                case 6 -> life.bills = life.bills.subtract(step.amount().min(life.bills));
                case 7 -> {
                    BigDecimal exposure = life.exposure();
                    BigDecimal part = step.amount().min(life.bills);
                    life.bills = life.bills.subtract(part);
                    life.receivable[o] = life.receivable[o].add(part);
                    // Only a deposit of the order can make less of it.
                    assertThat(life.exposure()).isLessThanOrEqualTo(exposure);
                }
                default -> life.assigned[o] = life.assigned[o].add(step.amount());
            }
        }
        return refused;
    }

    private void compare(List<Life> lives, long seed) {
        List<UUID> ids = lives.stream().map(life -> life.party).toList();
        Map<UUID, Map<Bucket, BigDecimal>> entered = new HashMap<>();
        Map<UUID, Account> accounts = bed.read(tx -> {
            tx.list(
                            "select e.account_id, e.bucket, sum(e.amount) as amount from credit.entry e"
                                    + " where e.company_id = ? and e.account_id = any(?) group by e.account_id, e.bucket having sum(e.amount) <> 0",
                            row -> entered.computeIfAbsent(row.uuid("account_id"), id -> new EnumMap<>(Bucket.class))
                                    .put(
                                            row.choice("bucket", Bucket.class),
                                            row.money("amount", "CNY").amount()),
                            tx.company(),
                            SqlArray.of("uuid", ids))
                    .clear();
            return CreditControl.accounts(tx, ids);
        });
        for (Life life : lives) {
            Map<Bucket, BigDecimal> expected = life.buckets();
            assertThat(entered.getOrDefault(life.party, Map.of()))
                    .as("entries, seed %d", seed)
                    .isEqualTo(expected);
            Account account = accounts.get(life.party);
            assertThat(account.exposure()).as("account, seed %d", seed).isEqualByComparingTo(life.exposure());
            assertThat(account.unapplied()).isEqualByComparingTo(life.unapplied);
            assertThat(account.deposit()).isEqualByComparingTo(expected.getOrDefault(Bucket.DEPOSIT, BigDecimal.ZERO));
            assertThat(account.deposit().add(account.waiting()))
                    .isEqualByComparingTo(life.assigned[0].add(life.assigned[1]).add(life.assigned[2]));
        }
    }
}
