package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.credit.spi.ComingSource;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.NewReceipt.FeeBy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bills of one acceptor, whoever gives them, come up to a limit (承兑人额度, CRD-23). */
class AcceptorLimitsTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final CreditTestBed bed = new CreditTestBed();
    private final AcceptorLimits limits = bed.application.bean(AcceptorLimits.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Bills bills = bed.application.bean(Bills.class);
    private final ComingMoney coming = bed.application.bean(ComingMoney.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID customer = bed.customer("1000000");
    private final UUID other = bed.customer("1000000");

    private UUID limit(String name, String amount, AcceptorLimits.Beyond beyond, String... others) {
        return bed.write(tx -> limits.create(
                tx,
                clerk,
                new AcceptorLimits.Entry(
                        "A-" + NUMBERS.incrementAndGet(),
                        name,
                        List.of(others),
                        new BigDecimal(amount),
                        beyond,
                        null,
                        null)));
    }

    private UUID entered(UUID from, @Nullable String acceptor, String amount) {
        NewReceipt receipt = new NewReceipt(
                from,
                DAY,
                new BigDecimal(amount),
                null,
                null,
                FeeBy.US,
                null,
                null,
                ReceiptMethod.BILL,
                null,
                null,
                null,
                null,
                null,
                new Bills.NewBill(
                        Bills.BillKind.BANK, "N-" + NUMBERS.incrementAndGet(), null, acceptor, null, DAY.plusDays(90)),
                List.of());
        return bed.write(tx -> receipts.create(tx, clerk, receipt));
    }

    private UUID taken(Actor by, UUID receipt) {
        bed.write(tx -> receipts.confirm(tx, by, receipt, null, false));
        return bed.read(tx -> tx.one(
                "select b.id from receivables.bill b where b.company_id = ? and b.receipt_id = ?",
                row -> row.uuid("id"),
                bed.company,
                receipt));
    }

    private AcceptorLimits.View view(UUID limit) {
        return bed.read(tx -> limits.view(tx, clerk, limit));
    }

    private Bills.Bill bill(UUID id) {
        return bed.read(tx -> bills.find(tx, clerk, id));
    }

    @Test
    void billsOfAnAcceptorCountWhoeverGivesThemAndHoweverItIsWritten() {
        UUID limit = limit("招商银行（上海）", "1000", AcceptorLimits.Beyond.WARN, "China Merchants Bank");
        taken(cashier, entered(customer, "招商银行(上海)", "300"));
        taken(cashier, entered(other, "CHINA  MERCHANTS bank", "200"));
        taken(cashier, entered(other, "工商银行", "5000"));
        taken(cashier, entered(other, null, "5000"));
        assertThat(view(limit).used()).isEqualByComparingTo("500");
        assertThat(view(limit).free()).isEqualByComparingTo("500");
        assertThat(view(limit).bills()).hasSize(2);
        entered(customer, "招商银行（上海）", "400");
        assertThat(view(limit).used()).as("what was only entered doesn't count").isEqualByComparingTo("500");
    }

    @Test
    void whatGoesBeyondIsPointedOutOrNeedsTheRightOrIsRefused() {
        limit("甲", "100", AcceptorLimits.Beyond.WARN);
        UUID noted = taken(cashier, entered(customer, "甲", "130"));
        assertThat(bill(noted).acceptorBeyond()).isEqualByComparingTo("30");
        assertThat(bed.figures(customer).bills())
                .as("the customer owes by the whole bill")
                .isEqualByComparingTo("130");

        limit("乙", "100", AcceptorLimits.Beyond.RIGHT);
        UUID waits = entered(customer, "乙", "130");
        assertThatThrownBy(() -> taken(cashier, waits)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("acceptor-over-right");
            assertThat(p.status()).isEqualTo(403);
        });
        Actor director = with(cashier, "acceptor-limit.exceed");
        assertThat(bill(taken(director, waits)).acceptorBeyond()).isEqualByComparingTo("30");

        UUID strict = limit("丙", "100", AcceptorLimits.Beyond.REFUSE);
        UUID first = taken(cashier, entered(customer, "丙", "100"));
        UUID more = entered(customer, "丙", "0.01");
        assertThatThrownBy(() -> taken(director, more))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("acceptor-over"));
        UUID receipt = bill(first).receipt();
        bed.write(tx -> {
            receipts.reverse(tx, cashier, receipt, null, "wrong bill", null);
            return true;
        });
        assertThat(view(strict).used()).as("given back, it frees the limit").isEqualByComparingTo("0");
        taken(cashier, more);
        bed.write(tx -> {
            limits.move(tx, clerk, strict, null, "stop");
            return true;
        });
        UUID last = entered(customer, "丙", "1");
        assertThatThrownBy(() -> taken(director, last))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("acceptor-stopped"));
    }

    @Test
    void whoEntersABillSeesWhatItWillMeet() {
        limit("丁", "100", AcceptorLimits.Beyond.RIGHT);
        taken(cashier, entered(customer, "丁", "80"));
        AcceptorLimits.Standing standing = bed.read(tx -> limits.standing(tx, clerk, " 丁 ", new BigDecimal("50")))
                .orElseThrow();
        assertThat(standing.free()).isEqualByComparingTo("20");
        assertThat(standing.over()).isEqualByComparingTo("30");
        assertThat(standing.mayExceed()).isFalse();
        boolean limited = bed.read(
                tx -> limits.standing(tx, clerk, "nobody", BigDecimal.ONE).isPresent());
        assertThat(limited).isFalse();
    }

    @Test
    void aNameBelongsToOneAcceptor() {
        UUID limit = limit("戊", "100", AcceptorLimits.Beyond.WARN, "Wu");
        assertThatThrownBy(() -> limit("WU", "100", AcceptorLimits.Beyond.WARN))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactly("acceptor-named-elsewhere"));
        assertThatThrownBy(() -> limit("己", "100", AcceptorLimits.Beyond.WARN, "己 "))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactly("acceptor-named-twice"));
        bed.write(tx -> {
            limits.change(
                    tx,
                    clerk,
                    limit,
                    null,
                    new AcceptorLimits.Entry(
                            "E",
                            "戊",
                            List.of(),
                            new BigDecimal("50"),
                            AcceptorLimits.Beyond.REFUSE,
                            DAY.minusDays(1),
                            "n"));
            return true;
        });
        UUID late = entered(customer, "戊", "1");
        assertThatThrownBy(() -> taken(cashier, late))
                .as("a limit that is over has no room")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("acceptor-over"));
        limit("WU", "100", AcceptorLimits.Beyond.WARN);
        bed.write(tx -> {
            limits.delete(tx, clerk, limit, null);
            return true;
        });
        taken(cashier, late);
    }

    /** The calendar counts on bills as far as their acceptors' limits reach, the first that came being within them. */
    @Test
    void nobodyCountsOnWhatGoesBeyond() {
        UUID limit = limit("庚", "100", AcceptorLimits.Beyond.WARN);
        taken(cashier, entered(other, "庚", "70"));
        taken(cashier, entered(customer, "庚", "50"));
        taken(cashier, entered(customer, "庚", "40"));
        taken(cashier, entered(customer, "随便", "5"));
        assertThat(expected(customer)).containsExactlyInAnyOrder("30.00", "5.00");
        assertThat(expected(other)).containsExactly("70.00");
        bed.write(tx -> {
            limits.move(tx, clerk, limit, null, "stop");
            return true;
        });
        assertThat(expected(customer)).containsExactly("5.00");
        assertThat(expected(other)).isEmpty();
    }

    private List<String> expected(UUID party) {
        return bed.read(tx -> coming.coming(tx, party, DAY)).stream()
                .filter(one -> one.kind() == ComingSource.Kind.BILL)
                .map(one -> one.amount().toPlainString())
                .toList();
    }

    /** Sixteen at once: as many bills are taken as fit, none is refused while there is room. */
    @Test
    void billsTakenAtTheSameTimeDoNotExceedItTogether() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 3; round++) {
            int amount = 1 + random.nextInt(50);
            int most = 50 + random.nextInt(300);
            String name = "并发" + round;
            UUID limit = limit(name, String.valueOf(most), AcceptorLimits.Beyond.REFUSE);
            AtomicInteger passed = new AtomicInteger();
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                UUID receipt = entered(i % 2 == 0 ? customer : other, name, String.valueOf(amount));
                calls.add(() -> {
                    try {
                        taken(cashier, receipt);
                        passed.incrementAndGet();
                    } catch (Problem refused) {
                        assertThat(refused.code()).isEqualTo("acceptor-over");
                    }
                    return true;
                });
            }
            try (ExecutorService pool = Executors.newFixedThreadPool(12)) {
                for (Future<Boolean> done : pool.invokeAll(calls)) {
                    done.get();
                }
            }
            assertThat(passed.get()).isEqualTo(Math.min(24, most / amount));
            assertThat(view(limit).used()).isEqualByComparingTo(String.valueOf(passed.get() * amount));
        }
    }

    private static Actor with(Actor actor, String right) {
        return new Actor(
                actor.company(),
                actor.user(),
                actor.name(),
                actor.locale(),
                Set.of(right),
                actor.scope(),
                actor.department(),
                actor.currency(),
                actor.zone(),
                actor.today());
    }
}
