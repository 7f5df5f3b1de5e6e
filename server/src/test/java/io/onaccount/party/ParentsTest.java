package io.onaccount.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.document.listing.ListPage;
import io.onaccount.document.listing.ListQuery;
import io.onaccount.document.listing.Lists;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.testing.TestCompany;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Customers that belong to others (CUS-07): a tree, whoever moves what at the same time, and told only to those who may see it. */
class ParentsTest {
    private final TestCompany company = new TestCompany("customer.transfer", "customer.view");
    private final Customers customers = company.application.bean(Customers.class);
    private final CustomerImport imports = company.application.bean(CustomerImport.class);
    private final Lists lists = company.application.bean(Lists.class);
    private final Kind kind =
            company.application.bean(Kinds.class).named(CustomerKind.NAME).orElseThrow();

    private UUID customer(String code, @Nullable UUID parent) {
        return company.write(tx -> customers.create(
                tx, company.actor, CustomerEntry.named(code, "客户 " + code).under(parent)));
    }

    private void move(String code, UUID id, @Nullable UUID parent) {
        company.write(tx -> {
            customers.change(
                    tx,
                    company.actor,
                    id,
                    null,
                    CustomerEntry.named(code, "客户 " + code).under(parent));
            return true;
        });
    }

    private Customer read(Actor actor, UUID id) {
        return company.read(tx -> customers.find(tx, actor, id));
    }

    private UUID top(UUID id) {
        return company.read(tx -> tx.one(
                "select coalesce(p.top_id, p.id) as top from party.party p where p.company_id = ? and p.id = ?",
                row -> row.uuid("top"),
                company.id,
                id));
    }

    private static void refused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactly(code));
    }

    @Test
    void aGroupIsATreeThatMovesAsAWhole() {
        UUID holding = customer("P-1", null);
        UUID east = customer("P-2", holding);
        UUID shop = customer("P-3", east);
        UUID other = customer("P-4", null);
        Customer read = read(company.actor, shop);
        assertThat(read.parent()).isEqualTo(east);
        assertThat(read.parentCode()).isEqualTo("P-2");
        assertThat(read.parentName()).isEqualTo("客户 P-2");
        assertThat(read.parentOutside()).isFalse();
        assertThat(top(shop)).isEqualTo(holding);

        move("P-2", east, other);
        assertThat(top(shop)).as("what is below comes along").isEqualTo(other);
        assertThat(company.history(east)).anyMatch(line -> line.contains("parent") && line.contains("P-4"));
        move("P-2", east, null);
        assertThat(top(shop)).isEqualTo(east);
        assertThat(read(company.actor, east).parent()).isNull();

        refused("customer-ring", () -> move("P-2", east, east));
        refused("customer-ring", () -> move("P-2", east, shop));
        refused("unknown-customer", () -> move("P-2", east, UUID.randomUUID()));
        assertThatThrownBy(() -> delete(east))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo("customer-has-subsidiaries"));
        move("P-3", shop, null);
        delete(east);
    }

    private void delete(UUID id) {
        company.write(tx -> {
            customers.delete(tx, company.actor, id, null);
            return true;
        });
    }

    @Test
    void aGroupHasTenLevelsAtMost() {
        UUID at = customer("L-1", null);
        for (int level = 2; level <= 10; level++) {
            at = customer("L-" + level, at);
        }
        UUID lowest = at;
        refused("customer-levels", () -> customer("L-11", lowest));
        UUID above = customer("L-0", null);
        UUID uppermost = top(lowest);
        refused("customer-levels", () -> move("L-1", uppermost, above));
    }

    /** Eight customers, each thread gives one of them some parent: no two moves together close a ring, and every top is the right one. */
    @Test
    void noTwoMovesAtOnceMakeARing() throws Exception {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(customer("R-" + i, null));
        }
        Random random = new Random(11);
        AtomicInteger moved = new AtomicInteger();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            int which = random.nextInt(8);
            UUID parent = random.nextInt(6) == 0 ? null : all.get(random.nextInt(8));
            calls.add(() -> {
                try {
                    move("R-" + which, all.get(which), parent);
                    moved.incrementAndGet();
                } catch (Problem ring) {
                    assertThat(ring.errors())
                            .extracting(Problem.FieldError::code)
                            .containsExactly("customer-ring");
                }
                return true;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> done : pool.invokeAll(calls)) {
                done.get();
            }
        }
        assertThat(moved.get()).isPositive();
        for (UUID one : all) {
            UUID at = one;
            int steps = 0;
            for (UUID up = read(company.actor, at).parent();
                    up != null;
                    up = read(company.actor, at).parent()) {
                at = up;
                assertThat(++steps).as("a ring").isLessThan(8);
            }
            assertThat(top(one)).isEqualTo(at);
        }
    }

    /** Two customers are given each other as parents, again and again, at the same moment. */
    @Test
    void ofTwoThatAreToBelongToEachOtherOneIsRefused() throws Exception {
        UUID one = customer("X-1", null);
        UUID two = customer("X-2", null);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 20; round++) {
                AtomicInteger refused = new AtomicInteger();
                List<Callable<Boolean>> both = List.of(
                        () -> tried(refused, () -> move("X-1", one, two)),
                        () -> tried(refused, () -> move("X-2", two, one)));
                for (Future<Boolean> done : pool.invokeAll(both)) {
                    done.get();
                }
                assertThat(refused.get()).isEqualTo(1);
                move("X-1", one, null);
                move("X-2", two, null);
            }
        }
    }

    private static boolean tried(AtomicInteger refused, Runnable work) {
        try {
            work.run();
        } catch (Problem ring) {
            refused.incrementAndGet();
        }
        return true;
    }

    @Test
    void whoMayNotSeeTheParentIsToldOnlyThatThereIsOneAndLeavesItAsItIs() {
        UUID holding = customer("S-1", null);
        UUID shop = customer("S-2", holding);
        UUID mine = customer("S-3", null);
        Actor li = TestCompany.ownOnly(company.user("li", Set.of("customer.view")));
        company.write(tx -> {
            customers.transfer(tx, company.actor, List.of(shop, mine), li.user());
            return true;
        });
        Customer told = read(li, shop);
        assertThat(told.parentOutside()).isTrue();
        assertThat(told.parent()).isNull();
        assertThat(told.parentName()).isNull();
        assertThat(told.parentCode()).isNull();
        CustomerEntry entry = CustomerEntry.named("S-2", "另一个名字");
        company.write(tx -> {
            customers.change(tx, li, shop, null, entry);
            return true;
        });
        assertThat(read(company.actor, shop).parent()).as("it stays").isEqualTo(holding);
        refused(
                "customer-parent-outside",
                () -> company.write(tx -> {
                    customers.change(tx, li, shop, null, entry.under(mine));
                    return true;
                }));
        refused(
                "unknown-customer",
                () -> company.write(tx -> {
                    customers.change(
                            tx,
                            li,
                            mine,
                            null,
                            CustomerEntry.named("S-3", "客户 S-3").under(holding));
                    return true;
                }));
        assertThat(listed(li, shop).toString()).contains(holding.toString()).doesNotContain("客户 S-1");
        assertThat(listed(company.actor, shop).toString()).contains("客户 S-1");
    }

    private Map<String, @Nullable Object> listed(Actor actor, UUID id) {
        ListQuery query = new ListQuery(null, null, null, null, 50, List.of("number", "parent", "group"));
        ListPage page = company.read(tx -> lists.page(tx, actor, kind, query));
        return page.rows().stream()
                .filter(row -> id.equals(row.get("id")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theRowsOfAGroupMayStandInAnyOrderInAFile() {
        UUID known = customer("I-0", null);
        List<ImportOutcome> outcomes = company.write(tx -> imports.importRows(
                tx,
                company.actor,
                List.of(
                        row("I-3", "三", "I-2"),
                        row("I-2", "二", "一"),
                        row("I-1", "一", "I-0"),
                        row("I-4", "四", "没有"),
                        row("I-5", "五", "I-6"),
                        row("I-6", "六", "I-5"))));
        assertThat(outcomes.subList(0, 3)).allMatch(ImportOutcome.Imported.class::isInstance);
        assertThat(codes(outcomes.get(3))).containsExactly("unknown-customer");
        assertThat(codes(outcomes.get(4))).containsExactly("customer-ring");
        assertThat(codes(outcomes.get(5))).containsExactly("customer-ring");
        UUID third = ((ImportOutcome.Imported) outcomes.get(0)).record();
        assertThat(top(third)).isEqualTo(known);
        assertThat(read(company.actor, third).parentName()).isEqualTo("二");
    }

    private static ImportRow row(String number, String name, String parent) {
        return new ImportRow(2, Map.of("number", number, "name", name, "parent", parent));
    }

    private static List<String> codes(ImportOutcome outcome) {
        return ((ImportOutcome.Refused) outcome)
                .errors().stream().map(Problem.FieldError::code).toList();
    }
}
