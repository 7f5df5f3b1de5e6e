package io.onaccount.receivables;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.PromisedMoney.Money;
import io.onaccount.receivables.PromisedMoney.Promised;
import io.onaccount.receivables.Promises.NewPromise;
import io.onaccount.receivables.Promises.State;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Chance;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Promises to pay: kept, partly kept or broken as receipts by value date tell (COL-04). */
class PromisesTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Promises promises = bed.application.bean(Promises.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final OpeningBalances openings = bed.application.bean(OpeningBalances.class);
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
    private final UUID customer = bed.customer("10000");

    private UUID promise(String amount, String made, String due, UUID... items) {
        return bed.write(tx -> promises.create(
                tx,
                bed.actor,
                new NewPromise(
                        customer,
                        new BigDecimal(amount),
                        LocalDate.parse(made),
                        LocalDate.parse(due),
                        List.of(items),
                        "Ms Wang",
                        "by phone")));
    }

    private UUID received(String amount, String on) {
        NewReceipt receipt = new NewReceipt(
                customer,
                LocalDate.parse(on),
                new BigDecimal(amount),
                null,
                bank,
                ReceiptMethod.TRANSFER,
                null,
                null,
                null,
                List.of());
        UUID id = bed.write(tx -> receipts.create(tx, bed.actor, receipt));
        bed.write(tx -> receipts.confirm(tx, cashier, id, null, false));
        bed.<Integer>write(Promises::reconsiderAll);
        return id;
    }

    private State state(UUID promise, String today) {
        return bed.read(tx -> promises.find(tx, bed.actor.on(LocalDate.parse(today)), promise))
                .state();
    }

    @Test
    void moneyInTimeKeepsItAndLateMoneyDoesNot() {
        UUID kept = promise("100", "2026-03-01", "2026-03-10");
        assertThat(state(kept, "2026-03-10")).isEqualTo(State.OPEN);
        assertThat(state(kept, "2026-03-11")).isEqualTo(State.BROKEN);
        received("60", "2026-03-05");
        assertThat(state(kept, "2026-03-11")).isEqualTo(State.PARTLY);
        UUID rest = received("40", "2026-03-10");
        assertThat(state(kept, "2026-03-11")).isEqualTo(State.KEPT);
        UUID late = promise("10", "2026-03-11", "2026-03-15");
        received("10", "2026-03-16");
        assertThat(state(late, "2026-03-20")).isEqualTo(State.BROKEN);
        bed.write(tx -> {
            receipts.reverse(tx, cashier, rest, null, "bounced", TODAY);
            return true;
        });
        bed.<Integer>write(Promises::reconsiderAll);
        assertThat(state(kept, "2026-03-11")).as("what bounced was never paid").isEqualTo(State.PARTLY);
    }

    @Test
    void moneyCountsForThePromiseThatIsDueFirstAndForOneOnly() {
        UUID second = promise("50", "2026-03-01", "2026-03-20");
        UUID first = promise("50", "2026-03-01", "2026-03-10");
        received("80", "2026-03-08");
        assertThat(state(first, "2026-03-31")).isEqualTo(State.KEPT);
        assertThat(state(second, "2026-03-31")).isEqualTo(State.PARTLY);
        bed.write(tx -> {
            promises.withdraw(tx, bed.actor, first, "replaced");
            return true;
        });
        assertThat(state(first, "2026-03-31")).isEqualTo(State.WITHDRAWN);
        assertThat(state(second, "2026-03-31")).as("the money is free for it").isEqualTo(State.KEPT);
        assertThatThrownBy(() -> bed.write(tx -> {
                    promises.withdraw(tx, bed.actor, first, "again");
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(409));
    }

    @Test
    void aPromiseAboutAnItemIsKeptByWhatSettlesThatItem() {
        UUID item = item("100");
        UUID other = item("70");
        UUID about = promise("100", "2026-03-01", "2026-03-20", item);
        UUID receipt = received("70", "2026-03-10");
        assertThat(state(about, "2026-03-31")).isEqualTo(State.BROKEN);
        allocate(receipt, other, "30");
        bed.<Integer>write(Promises::reconsiderAll);
        assertThat(state(about, "2026-03-31")).isEqualTo(State.BROKEN);
        allocate(receipt, item, "40");
        bed.<Integer>write(Promises::reconsiderAll);
        assertThat(state(about, "2026-03-31")).isEqualTo(State.PARTLY);
        UUID stranger = bed.customer("0");
        assertThatThrownBy(() -> bed.write(tx -> promises.create(
                        tx,
                        bed.actor,
                        new NewPromise(stranger, BigDecimal.ONE, null, TODAY.plusDays(1), List.of(item), null, null))))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(400));
    }

    private void allocate(UUID receipt, UUID item, String amount) {
        bed.write(tx -> {
            receipts.allocate(tx, cashier, receipt, null, List.of(new Receipts.Wanted(item, new BigDecimal(amount))));
            return true;
        });
    }

    private UUID item(String amount) {
        UUID opening = bed.write(tx -> openings.create(
                tx,
                bed.actor,
                new OpeningBalances.NewOpeningBalance(
                        customer, null, new BigDecimal(amount), LocalDate.parse("2026-01-01"), null, null)));
        return bed.read(tx -> tx.one(
                "select id from receivables.open_item where company_id = ? and document_id = ?",
                row -> row.uuid("id"),
                tx.company(),
                opening));
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        for (NewPromise wrong : List.of(
                new NewPromise(customer, BigDecimal.ZERO, null, TODAY, null, null, null),
                new NewPromise(customer, BigDecimal.ONE, TODAY.plusDays(1), TODAY.plusDays(2), null, null, null),
                new NewPromise(customer, BigDecimal.ONE, TODAY, TODAY.minusDays(1), null, null, null),
                new NewPromise(customer, BigDecimal.ONE, TODAY, TODAY.plusDays(1000), null, null, null))) {
            assertThatThrownBy(() -> bed.write(tx -> promises.create(tx, bed.actor, wrong)))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.status()).isEqualTo(400));
        }
        assertThatThrownBy(() -> bed.read(tx -> promises.of(tx, bed.stranger(), customer)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
    }

    @Test
    void noPromiseGetsMoreThanItAsksAndNoMoneyCountsTwice() {
        Chance.tries(2000, PromisesTest::sums);
    }

    private static void sums(Random random) {
        List<UUID> items = List.of(Ids.next(), Ids.next());
        LocalDate day = LocalDate.of(2026, 1, 1);
        List<Promised> promised = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            LocalDate made = day.plusDays(random.nextInt(20));
            Set<UUID> about = new HashSet<>();
            if (random.nextInt(3) == 0) {
                about.add(Chance.any(random, items));
            }
            promised.add(new Promised(
                    Ids.next(),
                    BigDecimal.valueOf(1 + random.nextInt(100)),
                    made,
                    made.plusDays(random.nextInt(15)),
                    about));
        }
        List<Money> money = new ArrayList<>();
        for (int i = 0; i < random.nextInt(8); i++) {
            money.add(new Money(
                    day.plusDays(random.nextInt(40)),
                    BigDecimal.valueOf(1 + random.nextInt(80)),
                    random.nextInt(3) == 0 ? Chance.any(random, items) : null));
        }
        Map<UUID, BigDecimal> received = PromisedMoney.received(promised, money);
        BigDecimal all = BigDecimal.ZERO;
        for (Promised promise : promised) {
            BigDecimal own = received.getOrDefault(promise.id(), BigDecimal.ZERO);
            all = all.add(own);
            assertThat(own).isLessThanOrEqualTo(promise.amount());
            BigDecimal inTime = money.stream()
                    .filter(m -> promise.takes(m, !promise.items().isEmpty()))
                    .map(Money::amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(own).isLessThanOrEqualTo(inTime);
            if (promised.size() == 1) {
                assertThat(own).isEqualByComparingTo(inTime.min(promise.amount()));
            }
        }
        assertThat(all).isLessThanOrEqualTo(money.stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
