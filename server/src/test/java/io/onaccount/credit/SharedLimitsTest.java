package io.onaccount.credit;

import static io.onaccount.credit.CreditTestBed.TODAY;
import static io.onaccount.credit.CreditTestBed.cny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several customers draw on one limit: all limits above an order hold, whoever asks at the same time (CRD-03). */
class SharedLimitsTest {
    private final CreditTestBed bed = new CreditTestBed();
    private final SharedLimits limits = bed.application.bean(SharedLimits.class);
    private final CreditProof proof = bed.application.bean(CreditProof.class);

    private UUID pool(String code, String limit, UUID... members) {
        return bed.write(tx -> limits.create(
                tx, bed.actor, SharedLimits.Entry.group(code, "集团 " + code, new BigDecimal(limit), List.of(members))));
    }

    private SharedLimits.View view(UUID pool) {
        return bed.read(tx -> limits.view(tx, bed.actor, pool));
    }

    private static List<String> codes(CreditDecision decision) {
        return decision instanceof CreditDecision.Held held
                ? held.objections().stream().map(Objection::code).toList()
                : List.of();
    }

    @Test
    void bothTheMembersOwnLimitAndTheSharedOneMustHold() {
        UUID one = bed.customer("800");
        UUID two = bed.customer("800");
        bed.reserve(bed.order(one), one, "100.00");
        UUID pool = pool("G1", "1000", one, two);
        assertThat(view(pool).exposure()).isEqualByComparingTo("100");
        assertThat(codes(bed.reserve(bed.order(one), one, "700.00"))).isEmpty();
        assertThat(codes(bed.reserve(bed.order(two), two, "200.01"))).containsExactly("pool-over-limit");
        assertThat(codes(bed.reserve(bed.order(two), two, "900.00"))).containsExactly("over-limit", "pool-over-limit");
        CreditDecision refused = bed.reserve(bed.order(two), two, "300.00");
        assertThat(refused)
                .isInstanceOfSatisfying(
                        CreditDecision.Held.class,
                        held -> assertThat(held.ways())
                                .contains(
                                        new WayOut(WayOut.Kind.PAY, new BigDecimal("100.00")),
                                        new WayOut(WayOut.Kind.REDUCE, new BigDecimal("200.00"))));
        assertThat(codes(bed.reserve(bed.order(two), two, "200.00"))).isEmpty();
        assertThat(view(pool).free()).isEqualByComparingTo("0");
    }

    @Test
    void aStoppedSharedLimitStopsItsMembersOnly() {
        UUID member = bed.customer("800");
        UUID other = bed.customer("800");
        UUID pool = pool("G2", "1000", member);
        bed.write(tx -> {
            limits.move(tx, bed.actor, pool, null, "stop");
            return true;
        });
        assertThat(codes(bed.reserve(bed.order(member), member, "1.00"))).containsExactly("pool-stopped");
        assertThat(codes(bed.reserve(bed.order(other), other, "1.00"))).isEmpty();
    }

    @Test
    void whoLeavesTakesTheirExposureAlong() {
        UUID one = bed.customer("1000");
        UUID two = bed.customer("1000");
        UUID pool = pool("G3", "1000", one, two);
        bed.reserve(bed.order(one), one, "300.00");
        bed.reserve(bed.order(two), two, "200.00");
        assertThat(view(pool).exposure()).isEqualByComparingTo("500");
        bed.write(tx -> {
            limits.change(tx, bed.actor, pool, null, SharedLimits.Entry.group("G3", "x", null, List.of(two)));
            return true;
        });
        assertThat(view(pool).exposure()).isEqualByComparingTo("200");
        bed.reserve(bed.order(one), one, "50.00");
        assertThat(view(pool).exposure()).isEqualByComparingTo("200");
        bed.write(tx -> {
            limits.delete(tx, bed.actor, pool, null);
            return true;
        });
        assertThat(codes(bed.reserve(bed.order(two), two, "800.00"))).isEmpty();
    }

    @Test
    void oneGroupAtMost() {
        UUID one = bed.customer("1000");
        pool("G4", "1000", one);
        assertThatThrownBy(() -> pool("G5", "1000", one))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactly("credit-in-other-pool"));
    }

    /** Eight members, sixteen callers, random numbers: exactly as many pass as fit, none is refused while there is room. */
    @Test
    void exactlyAsManyPassAsFitIntoTheSharedLimit() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 8; round++) {
            int amount = 1 + random.nextInt(40);
            int limit = 100 + random.nextInt(400);
            List<UUID> members = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                members.add(bed.customer("1000000"));
            }
            UUID pool = pool("R" + round, String.valueOf(limit), members.toArray(UUID[]::new));
            AtomicInteger passed = new AtomicInteger();
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                UUID member = members.get(i % members.size());
                UUID order = bed.order(member);
                calls.add(() -> bed.reserve(order, member, amount + ".00") instanceof CreditDecision.Granted
                        && passed.incrementAndGet() > 0);
            }
            inParallel(calls);
            assertThat(passed.get()).isEqualTo(Math.min(60, limit / amount));
            assertThat(view(pool).exposure()).isEqualByComparingTo(String.valueOf(passed.get() * amount));
        }
    }

    /** Orders, money and changes of membership at once: the shared limits stay the sums of their members, and the proof finds nothing. */
    @Test
    void membershipChangesWhileOrdersAndMoneyComeIn() throws Exception {
        List<UUID> members = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            members.add(bed.customer("1000000"));
        }
        UUID group = pool("M1", "5000", members.get(0), members.get(1), members.get(2));
        List<Callable<Boolean>> calls = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 240; i++) {
            UUID member = members.get(random.nextInt(6));
            int what = random.nextInt(12);
            String amount = (1 + random.nextInt(400)) + ".00";
            UUID document = bed.document(what < 6 ? "sales-order" : "receipt", member);
            List<UUID> joined = new ArrayList<>(members.subList(0, 1 + random.nextInt(5)));
            calls.add(() -> {
                if (what < 6) {
                    bed.reserve(document, member, amount);
                } else if (what < 11) {
                    bed.write(tx -> {
                        bed.credit.move(
                                tx, bed.actor, member, document, TODAY, Bucket.UNAPPLIED, cny(amount), "receive");
                        return true;
                    });
                } else {
                    bed.write(tx -> {
                        limits.change(
                                tx,
                                bed.actor,
                                group,
                                null,
                                SharedLimits.Entry.group("M1", "集团", new BigDecimal("5000"), joined));
                        return true;
                    });
                }
                return true;
            });
        }
        inParallel(calls);
        SharedLimits.View view = view(group);
        BigDecimal sum =
                view.members().stream().map(SharedLimits.Member::exposure).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(view.exposure()).isEqualByComparingTo(sum);
        assertThat(bed.read(proof::drift)).noneMatch(drift -> drift.bucket() == null);
        bed.application.database().sql("update credit.pool set exposure = exposure + 1 where id = '" + group + "'");
        assertThat(bed.read(proof::drift)).anyMatch(drift -> drift.party().equals(group));
    }

    private static void inParallel(List<Callable<Boolean>> calls) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
            for (Future<Boolean> done : pool.invokeAll(calls)) {
                done.get();
            }
        }
    }
}
