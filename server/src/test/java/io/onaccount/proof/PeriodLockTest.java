package io.onaccount.proof;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.fulfilment.NewReturn;
import io.onaccount.fulfilment.Returns;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Periods;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.OpeningBalances;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** After a period is closed nothing dated in it can be posted or reversed through any door (FND-04), until it is opened again. */
class PeriodLockTest {
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 20);

    private final TradeTestBed bed = new TradeTestBed();
    private final Periods periods = bed.application.bean(Periods.class);
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final OpeningBalances openings = bed.application.bean(OpeningBalances.class);
    private final Actor cashier = bed.somebodyElse();
    private final UUID customer = bed.customer("null");
    private final UUID product = bed.product("10", null, "1000");
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    private void write(Consumer<Tx> body) {
        Boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }

    private UUID order(LocalDate on) {
        return bed.place(NewSalesOrder.of(customer, on, List.of(line(product, "10", "10"))), true)
                .order()
                .id();
    }

    private UUID deliver(UUID order, LocalDate on) {
        NewDelivery.Line goods = new NewDelivery.Line(order, 1, BigDecimal.ONE, null);
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(on, List.of(goods)))))
                .getFirst()
                .id();
    }

    private UUID receipt(LocalDate on) {
        return bed.write(tx -> receipts.create(
                tx,
                bed.actor,
                new NewReceipt(
                        customer,
                        on,
                        BigDecimal.TEN,
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
    }

    private UUID opening() {
        return bed.write(tx -> openings.create(
                tx,
                bed.actor,
                new OpeningBalances.NewOpeningBalance(customer, null, BigDecimal.TEN, FEBRUARY, null, null)));
    }

    private static void closed(ThrowingCallable posting) {
        assertThatThrownBy(posting)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("period-closed"));
    }

    @Test
    void nothingIsPostedInAClosedPeriod() {
        UUID order = order(FEBRUARY);
        UUID delivery = deliver(order, FEBRUARY);
        UUID draft = receipt(FEBRUARY);
        UUID opening = opening();
        UUID draftOrder = bed.place(NewSalesOrder.of(customer, FEBRUARY, List.of(line(product, "1", "10"))), false)
                .order()
                .id();
        write(tx -> periods.close(tx, bed.actor, YearMonth.of(2026, 2), null));
        closed(() -> order(FEBRUARY));
        closed(() -> bed.confirm(draftOrder));
        closed(() -> deliver(order, FEBRUARY));
        closed(() -> write(tx -> receipts.confirm(tx, cashier, draft, null, false)));
        closed(this::opening);
        closed(() -> write(tx -> openings.reverse(tx, cashier, opening, null, "wrong")));
        closed(() -> bed.write(tx -> returns.postNew(
                tx,
                bed.actor,
                List.of(NewReturn.of(
                        customer, FEBRUARY, List.of(NewReturn.Line.of(delivery, 1, BigDecimal.ONE, bed.warehouse)))))));
        // What is dated in March goes on, on orders of February too.
        assertThat(deliver(order, LocalDate.of(2026, 3, 1))).isNotNull();
        UUID march = receipt(TODAY);
        write(tx -> receipts.confirm(tx, cashier, march, null, true));
        // And it is over when the period is opened again.
        write(tx -> periods.reopen(tx, bed.actor, YearMonth.of(2026, 2), "one receipt was missing"));
        write(tx -> receipts.confirm(tx, cashier, draft, null, false));
        assertThat(bed.read(periods::history))
                .extracting(Periods.Step::action)
                .containsExactly(Periods.Action.REOPEN, Periods.Action.CLOSE);
    }

    @Test
    void monthsAreClosedInOrderAndNeverTheCurrentOne() {
        assertThatThrownBy(() -> write(tx -> periods.close(tx, bed.actor, YearMonth.of(2026, 3), null)))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> write(tx -> periods.reopen(tx, bed.actor, YearMonth.of(2026, 2), "why")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("period-is-open"));
        write(tx -> periods.close(tx, bed.actor, YearMonth.of(2025, 12), null));
        write(tx -> periods.close(tx, bed.actor, YearMonth.of(2026, 2), null));
        assertThatThrownBy(() -> write(tx -> periods.close(tx, bed.actor, YearMonth.of(2026, 1), null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("period-is-closed"));
        write(tx -> periods.reopen(tx, bed.actor, YearMonth.of(2026, 2), "why"));
        assertThat(bed.read(periods::closedThrough)).contains(LocalDate.of(2026, 1, 31));
        write(tx -> periods.reopen(tx, bed.actor, YearMonth.of(2025, 1), "all of it"));
        assertThat(bed.read(periods::closedThrough)).isEmpty();
    }

    /** Whoever closes waits for what is being posted, so that nothing slips in afterwards. */
    @Test
    void closingWaitsForPostingsUnderWay() throws Exception {
        CountDownLatch posted = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> posting = CompletableFuture.runAsync(() -> write(tx -> {
            openings.create(
                    tx,
                    bed.actor,
                    new OpeningBalances.NewOpeningBalance(customer, null, BigDecimal.TEN, FEBRUARY, null, null));
            posted.countDown();
            try {
                assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        assertThat(posted.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(
                () -> write(tx -> periods.close(tx, bed.actor, YearMonth.of(2026, 2), null)));
        Thread.sleep(300);
        assertThat(closing).isNotDone();
        end.countDown();
        posting.get(30, TimeUnit.SECONDS);
        closing.get(30, TimeUnit.SECONDS);
        closed(this::opening);
    }
}
