package io.onaccount.credit;

import static io.onaccount.credit.CreditTestBed.TODAY;
import static io.onaccount.credit.CreditTestBed.cny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Departments;
import io.onaccount.organization.Scope;
import io.onaccount.organization.Users;
import io.onaccount.party.CustomerEntry;
import io.onaccount.party.Customers;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits of salespeople, departments and groups of companies: their customers draw on them by themselves, whoever moves what at the same time (CRD-03, CRD-23). */
class FollowingLimitsTest {
    private final CreditTestBed bed = new CreditTestBed();
    private final SharedLimits limits = bed.application.bean(SharedLimits.class);
    private final CreditProof proof = bed.application.bean(CreditProof.class);
    private final Customers customers = bed.application.bean(Customers.class);
    private final Users users = bed.application.bean(Users.class);
    private final Departments departments = bed.application.bean(Departments.class);
    private final CreditSettings settings = bed.application.bean(CreditSettings.class);

    private UUID salesperson(@Nullable UUID department) {
        UUID user = Ids.next();
        bed.application
                .database()
                .sql(
                        "insert into organization.app_user (id, login, name) values ('" + user + "', 's" + user
                                + "', '业务员')",
                        "insert into organization.membership (company_id, user_id, scope, department_id) values ("
                                + bed.company + ", '" + user + "', 'ALL', "
                                + (department == null ? "null" : "'" + department + "'") + ")");
        return user;
    }

    private UUID department(String name, @Nullable UUID parent) {
        return bed.write(tx -> departments.create(tx, bed.actor, name, parent).id());
    }

    private UUID customerOf(UUID owner, String limit) {
        UUID customer = bed.customer(limit);
        give(owner, customer);
        return customer;
    }

    private void give(UUID owner, UUID... ids) {
        bed.write(tx -> {
            customers.transfer(tx, bed.actor, List.of(ids), owner);
            return true;
        });
    }

    private void work(UUID user, @Nullable UUID department) {
        bed.write(tx -> users.change(
                tx,
                bed.actor,
                user,
                new Users.Entry("业务员", null, null, department, List.of(), Scope.Level.ALL, List.of(), true),
                null));
    }

    private UUID limit(String code, Pool.Basis basis, UUID whose, @Nullable String limit) {
        return bed.write(tx -> limits.create(
                tx,
                bed.actor,
                SharedLimits.Entry.of(code, "额度 " + code, basis, whose, limit == null ? null : new BigDecimal(limit))));
    }

    private SharedLimits.View view(UUID pool) {
        return bed.read(tx -> limits.view(tx, bed.actor, pool));
    }

    private List<UUID> members(UUID pool) {
        return view(pool).members().stream().map(SharedLimits.Member::id).toList();
    }

    private static List<String> codes(CreditDecision decision) {
        return decision instanceof CreditDecision.Held held
                ? held.objections().stream().map(Objection::code).toList()
                : List.of();
    }

    private List<CreditProof.Drift> poolDrift() {
        return bed.read(proof::drift).stream()
                .filter(drift -> drift.bucket() == null)
                .toList();
    }

    @Test
    void theLimitOfASalespersonFollowsTheirCustomers() {
        UUID zhang = salesperson(null);
        UUID li = salesperson(null);
        UUID one = customerOf(zhang, "10000");
        UUID two = customerOf(li, "10000");
        bed.reserve(bed.order(one), one, "300.00");
        bed.reserve(bed.order(two), two, "900.00");
        UUID limit = limit("Z", Pool.Basis.SALESPERSON, zhang, "1000");
        assertThat(members(limit)).containsExactly(one);
        assertThat(view(limit).whoseName()).isEqualTo("业务员");
        assertThat(view(limit).exposure()).isEqualByComparingTo("300");

        give(zhang, two);
        assertThat(view(limit).exposure())
                .as("a move is not refused for going over")
                .isEqualByComparingTo("1200");
        CreditDecision refused = bed.reserve(bed.order(one), one, "1.00");
        assertThat(refused)
                .isInstanceOfSatisfying(
                        CreditDecision.Held.class,
                        held -> assertThat(held.objections().getFirst().figures())
                                .containsAllEntriesOf(
                                        Map.of("pool", "额度 Z", "basis", "SALESPERSON", "beyond", "201.00")));

        give(li, one);
        assertThat(members(limit)).containsExactly(two);
        assertThat(view(limit).exposure()).isEqualByComparingTo("900");
        assertThat(codes(bed.reserve(bed.order(one), one, "5000.00"))).isEmpty();
        assertThat(codes(bed.reserve(bed.order(two), two, "100.00"))).isEmpty();
        assertThat(codes(bed.reserve(bed.order(two), two, "0.01"))).containsExactly("pool-over-limit");
        assertThat(poolDrift()).isEmpty();
    }

    @Test
    void aNewCustomerDrawsOnItFromTheFirstOrderAndMayStillBeRemoved() {
        UUID zhang = salesperson(null);
        UUID limit = limit("N", Pool.Basis.SALESPERSON, zhang, "100");
        CustomerEntry plain = CustomerEntry.named("N-1", "新客户");
        UUID fresh = bed.write(tx -> customers.create(tx, bed.actor, plain));
        assertThat(members(limit)).isEmpty();
        give(zhang, fresh);
        assertThat(members(limit)).containsExactly(fresh);
        bed.application
                .database()
                .sql("update credit.account set credit_limit = 10000 where company_id = " + bed.company + " and id = '"
                        + fresh + "'");
        assertThat(codes(bed.reserve(bed.order(fresh), fresh, "100.01"))).containsExactly("pool-over-limit");
        UUID other = bed.write(tx -> customers.create(tx, bed.actor, CustomerEntry.named("N-2", "另一个")));
        give(zhang, other);
        bed.write(tx -> {
            customers.delete(tx, bed.actor, other, null);
            return true;
        });
        assertThat(members(limit)).containsExactly(fresh);
        assertThat(poolDrift()).isEmpty();
    }

    @Test
    void theLimitOfADepartmentTakesInThoseBelowItAndFollowsWhoWorksWhere() {
        UUID sales = department("销售", null);
        UUID east = department("华东", sales);
        UUID west = department("华西", null);
        UUID zhang = salesperson(east);
        UUID customer = customerOf(zhang, "10000");
        bed.reserve(bed.order(customer), customer, "400.00");
        UUID above = limit("D1", Pool.Basis.DEPARTMENT, sales, "1000");
        UUID here = limit("D2", Pool.Basis.DEPARTMENT, east, "500");
        UUID there = limit("D3", Pool.Basis.DEPARTMENT, west, "450");
        assertThat(view(above).exposure()).isEqualByComparingTo("400");
        assertThat(view(here).exposure()).isEqualByComparingTo("400");
        assertThat(view(there).exposure()).isEqualByComparingTo("0");
        assertThat(codes(bed.reserve(bed.order(customer), customer, "150.00"))).containsExactly("pool-over-limit");

        work(zhang, west);
        assertThat(view(above).exposure()).isEqualByComparingTo("0");
        assertThat(view(here).exposure()).isEqualByComparingTo("0");
        assertThat(view(there).exposure()).isEqualByComparingTo("400");
        assertThat(codes(bed.reserve(bed.order(customer), customer, "50.01"))).containsExactly("pool-over-limit");

        bed.write(tx -> departments.change(tx, bed.actor, west, "华西", sales));
        assertThat(view(above).exposure()).isEqualByComparingTo("400");
        List<UUID> lookedAfter = bed.read(tx -> limits.lookedAfter(tx, Pool.Basis.DEPARTMENT, sales));
        assertThat(lookedAfter).containsExactly(customer);
        assertThatThrownBy(() -> bed.write(tx -> {
                    departments.delete(tx, bed.actor, east);
                    return true;
                }))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-department-shares"));
        assertThat(poolDrift()).isEmpty();
    }

    private void belong(UUID customer, @Nullable UUID parent) {
        bed.write(tx -> {
            customers.change(
                    tx,
                    bed.actor,
                    customer,
                    null,
                    CustomerEntry.named(null, "T").under(parent));
            return true;
        });
    }

    @Test
    void theLimitOfAGroupFollowsWhoBelongsToIt() {
        UUID holding = bed.customer("10000");
        UUID east = bed.customer("10000");
        UUID shop = bed.customer("10000");
        UUID other = bed.customer("10000");
        belong(shop, east);
        bed.reserve(bed.order(holding), holding, "100.00");
        bed.reserve(bed.order(shop), shop, "300.00");
        UUID whole = limit("G1", Pool.Basis.GROUP, holding, "1000");
        UUID part = limit("G2", Pool.Basis.GROUP, east, "350");
        assertThat(members(whole)).containsExactly(holding);
        assertThat(members(part)).containsExactlyInAnyOrder(east, shop);
        assertThat(view(part).whoseName()).isEqualTo("T");

        belong(east, holding);
        assertThat(members(whole)).containsExactlyInAnyOrder(holding, east, shop);
        assertThat(view(whole).exposure()).isEqualByComparingTo("400");
        assertThat(codes(bed.reserve(bed.order(shop), shop, "50.01")))
                .as("the lower one holds too")
                .containsExactly("pool-over-limit");
        List<UUID> belonging = bed.read(tx -> limits.lookedAfter(tx, Pool.Basis.GROUP, holding));
        assertThat(belonging).containsExactlyInAnyOrder(holding, east, shop);

        bed.reserve(bed.order(other), other, "900.00");
        belong(other, east);
        assertThat(view(whole).exposure())
                .as("a move is not refused for going over")
                .isEqualByComparingTo("1300");
        assertThat(codes(bed.reserve(bed.order(holding), holding, "1.00"))).containsExactly("pool-over-limit");

        belong(east, null);
        assertThat(view(whole).exposure()).isEqualByComparingTo("100");
        assertThat(view(part).exposure()).isEqualByComparingTo("1200");
        UUID fresh = bed.write(tx -> customers.create(
                tx, bed.actor, CustomerEntry.named("G-9", "新公司").under(holding)));
        assertThat(members(whole)).containsExactlyInAnyOrder(holding, fresh);
        assertThatThrownBy(() -> {
                    bed.write(tx -> {
                        customers.change(tx, bed.actor, fresh, null, CustomerEntry.named("G-9", "新公司"));
                        return true;
                    });
                    limit("G3", Pool.Basis.GROUP, fresh, null);
                    bed.write(tx -> {
                        customers.delete(tx, bed.actor, fresh, null);
                        return true;
                    });
                })
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-customer-shares"));
        assertThat(poolDrift()).isEmpty();
    }

    /** A group that is listed may follow from now on, and the other way round; a listed customer may belong to a group that follows besides. */
    @Test
    void aListedGroupMayFollowAndMayBeListedAgain() {
        UUID holding = bed.customer("10000");
        UUID shop = bed.customer("10000");
        UUID stranger = bed.customer("10000");
        bed.reserve(bed.order(shop), shop, "30.00");
        bed.reserve(bed.order(stranger), stranger, "5.00");
        UUID group = bed.write(tx ->
                limits.create(tx, bed.actor, SharedLimits.Entry.group("LG", "集团", null, List.of(holding, stranger))));
        UUID listed = bed.write(
                tx -> limits.create(tx, bed.actor, SharedLimits.Entry.group("LX", "另一", null, List.of(shop))));
        belong(shop, holding);
        assertThat(members(group)).as("listed groups stay as they are").containsExactlyInAnyOrder(holding, stranger);
        change(group, SharedLimits.Entry.of("LG", "集团", Pool.Basis.GROUP, holding, null));
        assertThat(members(group)).containsExactlyInAnyOrder(holding, shop);
        assertThat(view(group).exposure()).isEqualByComparingTo("30");
        assertThat(view(listed).exposure()).isEqualByComparingTo("30");
        change(listed, SharedLimits.Entry.group("LX", "另一", null, List.of(shop, stranger)));
        assertThat(view(listed).exposure()).isEqualByComparingTo("35");
        assertThatThrownBy(() -> change(group, SharedLimits.Entry.group("LG", "集团", null, List.of(holding, shop))))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors().getFirst().code()).isEqualTo("credit-in-other-pool"));
        change(group, SharedLimits.Entry.group("LG", "集团", null, List.of(holding)));
        assertThat(members(group)).containsExactly(holding);
        assertThat(wrong(SharedLimits.Entry.group("LZ", "x", null, List.of(holding))))
                .containsExactly("credit-in-other-pool");
        assertThat(poolDrift()).isEmpty();
    }

    private void change(UUID limit, SharedLimits.Entry entry) {
        bed.write(tx -> {
            limits.change(tx, bed.actor, limit, null, entry);
            return true;
        });
    }

    @Test
    void whoseItIsMustBeSaidOnceAndCanChange() {
        UUID zhang = salesperson(null);
        UUID li = salesperson(null);
        UUID one = customerOf(zhang, "1000");
        UUID two = customerOf(li, "1000");
        bed.reserve(bed.order(two), two, "70.00");
        UUID limit = limit("W", Pool.Basis.SALESPERSON, zhang, "100");
        assertThat(wrong(SharedLimits.Entry.of("W2", "x", Pool.Basis.SALESPERSON, zhang, null)))
                .containsExactly("credit-whose-taken");
        assertThat(wrong(new SharedLimits.Entry(
                        "W3", "x", Pool.Basis.DEPARTMENT, null, null, null, null, null, List.of(one))))
                .containsExactly("credit-members-follow", "required");
        assertThat(wrong(new SharedLimits.Entry("W4", "x", Pool.Basis.GROUP, zhang, null, null, null, null, List.of())))
                .containsExactly("unknown-record");
        assertThat(wrong(
                        new SharedLimits.Entry("W4", "x", Pool.Basis.GROUP, one, null, null, null, null, List.of(two))))
                .containsExactly("credit-members-follow");
        assertThat(wrong(SharedLimits.Entry.of("W5", "x", Pool.Basis.SALESPERSON, Ids.next(), null)))
                .containsExactly("unknown-user");
        bed.write(tx -> {
            limits.change(
                    tx,
                    bed.actor,
                    limit,
                    null,
                    SharedLimits.Entry.of("W", "额度 W", Pool.Basis.SALESPERSON, li, new BigDecimal("100")));
            return true;
        });
        assertThat(members(limit)).containsExactly(two);
        assertThat(view(limit).exposure()).isEqualByComparingTo("70");
        assertThat(codes(bed.reserve(bed.order(one), one, "500.00"))).isEmpty();
        bed.write(tx -> {
            limits.delete(tx, bed.actor, limit, null);
            return true;
        });
        assertThat(codes(bed.reserve(bed.order(two), two, "500.00"))).isEmpty();
        assertThat(poolDrift()).isEmpty();
    }

    private List<String> wrong(SharedLimits.Entry entry) {
        try {
            bed.write(tx -> limits.create(tx, bed.actor, entry));
            return List.of();
        } catch (Problem p) {
            return p.errors().stream().map(Problem.FieldError::code).toList();
        }
    }

    private void together(Pool.Together together) {
        bed.write(tx -> {
            settings.change(
                    tx, bed.actor, null, new CreditSettings.Settings(true, null, 7, 0, true, together), List.of());
            return true;
        });
    }

    /** Group 100, salesperson 200, department 300; the customer's own limit is 250. */
    @Test
    void allHoldOrOneIsEnoughAsTheCompanyWants() {
        UUID department = department("部门", null);
        UUID zhang = salesperson(department);
        UUID customer = customerOf(zhang, "250");
        UUID group = bed.write(tx -> limits.create(
                tx, bed.actor, SharedLimits.Entry.group("AG", "集团", new BigDecimal("100"), List.of(customer))));
        UUID person = limit("AS", Pool.Basis.SALESPERSON, zhang, "200");
        UUID unit = limit("AD", Pool.Basis.DEPARTMENT, department, "300");
        assertThat(codes(bed.reserve(bed.order(customer), customer, "150.00"))).containsExactly("pool-over-limit");
        together(Pool.Together.ANY);
        assertThat(codes(bed.reserve(bed.order(customer), customer, "150.00")))
                .as("the salesperson's and the department's hold")
                .isEmpty();
        for (UUID pool : List.of(group, person, unit)) {
            assertThat(view(pool).exposure()).as("all of them are drawn on").isEqualByComparingTo("150");
        }
        assertThat(codes(bed.reserve(bed.order(customer), customer, "120.00")))
                .as("the customer's own limit must hold in any case")
                .containsExactly("over-limit");
        bed.application
                .database()
                .sql("update credit.account set credit_limit = 1000, gate_version = -1 where company_id = "
                        + bed.company);
        CreditDecision refused = bed.reserve(bed.order(customer), customer, "160.00");
        assertThat(refused).isInstanceOfSatisfying(CreditDecision.Held.class, held -> {
            assertThat(held.objections().stream().map(o -> o.figures().get("basis")))
                    .containsExactlyInAnyOrder("GROUP", "SALESPERSON", "DEPARTMENT");
            assertThat(held.ways())
                    .as("one of them is enough: what the largest lacks")
                    .contains(
                            new WayOut(WayOut.Kind.PAY, new BigDecimal("10.00")),
                            new WayOut(WayOut.Kind.REDUCE, new BigDecimal("150.00")));
        });
        assertThat(codes(bed.reserve(bed.order(customer), customer, "150.00"))).isEmpty();
        bed.write(tx -> {
            limits.move(tx, bed.actor, unit, null, "stop");
            return true;
        });
        assertThat(codes(bed.reserve(bed.order(customer), customer, "1.00")))
                .as("of those in force none holds")
                .containsExactly("pool-over-limit", "pool-over-limit");
        for (UUID pool : List.of(group, person)) {
            bed.write(tx -> {
                limits.move(tx, bed.actor, pool, null, "stop");
                return true;
            });
        }
        assertThat(codes(bed.reserve(bed.order(customer), customer, "1.00")))
                .containsExactly(
                        "pool-stopped",
                        "pool-stopped",
                        "pool-stopped",
                        "pool-over-limit",
                        "pool-over-limit",
                        "pool-over-limit");
    }

    /** Eight customers over three limits each, sixteen callers: exactly as many pass as fit, none is refused while there is room. */
    @Test
    void exactlyAsManyPassAsFitOverSeveralLimits() throws Exception {
        Random random = new Random(23);
        for (int round = 0; round < 6; round++) {
            Pool.Together how = round % 2 == 0 ? Pool.Together.ALL : Pool.Together.ANY;
            together(how);
            int amount = 1 + random.nextInt(40);
            UUID department = department("R" + round, null);
            UUID zhang = salesperson(department);
            List<UUID> members = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                members.add(customerOf(zhang, "1000000"));
            }
            int[] most = {100 + random.nextInt(400), 100 + random.nextInt(400), 100 + random.nextInt(400)};
            String code = "R" + round;
            UUID group = bed.write(tx -> limits.create(
                    tx, bed.actor, SharedLimits.Entry.group(code + "G", code, BigDecimal.valueOf(most[0]), members)));
            UUID person = limit(code + "S", Pool.Basis.SALESPERSON, zhang, String.valueOf(most[1]));
            UUID unit = limit(code + "D", Pool.Basis.DEPARTMENT, department, String.valueOf(most[2]));
            AtomicInteger passed = new AtomicInteger();
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                UUID member = members.get(i % members.size());
                UUID order = bed.order(member);
                calls.add(() -> bed.reserve(order, member, amount + ".00") instanceof CreditDecision.Granted
                        && passed.incrementAndGet() > 0);
            }
            inParallel(calls);
            int bound = how == Pool.Together.ALL
                    ? Math.min(most[0], Math.min(most[1], most[2]))
                    : Math.max(most[0], Math.max(most[1], most[2]));
            assertThat(passed.get()).as(how.name()).isEqualTo(Math.min(60, bound / amount));
            for (UUID pool : List.of(group, person, unit)) {
                assertThat(view(pool).exposure()).isEqualByComparingTo(String.valueOf(passed.get() * amount));
            }
        }
        together(Pool.Together.ALL);
        assertThat(poolDrift()).isEmpty();
    }

    /** Orders, money, new owners, people who change departments and limits that come and go, all at once: every limit stays the sum of who draws on it. */
    @Test
    void whateverMovesAtTheSameTimeTheSumsAreExact() throws Exception {
        UUID sales = department("总部", null);
        UUID east = department("东", sales);
        UUID west = department("西", sales);
        UUID south = department("南", null);
        List<UUID> people = new ArrayList<>();
        for (UUID unit : List.of(east, west, south, east)) {
            people.add(salesperson(unit));
        }
        List<UUID> members = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            members.add(customerOf(people.get(i % 4), "1000000"));
        }
        limit("X1", Pool.Basis.SALESPERSON, people.get(0), "5000");
        limit("X2", Pool.Basis.DEPARTMENT, sales, "9000");
        limit("X3", Pool.Basis.DEPARTMENT, south, "4000");
        limit("X4", Pool.Basis.GROUP, members.get(0), "6000");
        limit("X5", Pool.Basis.GROUP, members.get(1), "3000");
        List<Callable<Boolean>> calls = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            UUID member = members.get(random.nextInt(8));
            UUID person = people.get(random.nextInt(4));
            UUID unit = List.of(east, west, south).get(random.nextInt(3));
            UUID parent = random.nextInt(4) == 0 ? null : members.get(random.nextInt(8));
            int what = random.nextInt(25);
            String amount = (1 + random.nextInt(400)) + ".00";
            String code = "Y" + i;
            UUID document = bed.document(what < 9 ? "sales-order" : "receipt", member);
            calls.add(() -> {
                if (what < 9) {
                    bed.reserve(document, member, amount);
                } else if (what < 13) {
                    bed.write(tx -> {
                        bed.credit.move(
                                tx, bed.actor, member, document, TODAY, Bucket.UNAPPLIED, cny(amount), "receive");
                        return true;
                    });
                } else if (what < 17) {
                    give(person, member);
                } else if (what < 18) {
                    worksPerhaps(person, unit);
                } else if (what < 19) {
                    bed.write(tx -> customers.create(tx, bed.actor, CustomerEntry.named(code, "客户 " + code)));
                } else if (what < 20) {
                    comesAndGoes(code, Pool.Basis.SALESPERSON, person);
                } else if (what < 21) {
                    comesAndGoes(code, Pool.Basis.GROUP, member);
                } else {
                    belongsPerhaps(member, parent);
                }
                return true;
            });
        }
        inParallel(calls);
        assertThat(poolDrift()).isEmpty();
        for (UUID pool : pools()) {
            SharedLimits.View view = view(pool);
            BigDecimal sum =
                    view.members().stream().map(SharedLimits.Member::exposure).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(view.exposure()).as(view.name()).isEqualByComparingTo(sum);
            List<UUID> meant = bed.read(tx -> limits.lookedAfter(tx, view.basis(), view.whose()));
            assertThat(members(pool)).containsExactlyInAnyOrderElementsOf(meant);
        }
    }

    private void worksPerhaps(UUID person, UUID unit) {
        try {
            work(person, unit);
        } catch (Problem changedMeanwhile) {
            assertThat(changedMeanwhile.code()).isEqualTo("stale-settings");
        }
    }

    private void belongsPerhaps(UUID customer, @Nullable UUID parent) {
        try {
            belong(customer, parent);
        } catch (Problem ring) {
            assertThat(ring.errors()).extracting(Problem.FieldError::code).containsExactly("customer-ring");
        }
    }

    private void comesAndGoes(String code, Pool.Basis basis, UUID whose) {
        try {
            UUID limit = limit(code, basis, whose, "3000");
            if (code.hashCode() % 2 == 0) {
                bed.write(tx -> {
                    limits.delete(tx, bed.actor, limit, null);
                    return true;
                });
            }
        } catch (Problem taken) {
            assertThat(taken.errors()).extracting(Problem.FieldError::code).containsExactly("credit-whose-taken");
        }
    }

    private List<UUID> pools() {
        return bed.read(tx -> tx.list(
                "select p.id from credit.pool p where p.company_id = ? and p.whose_id is not null",
                row -> row.uuid("id"),
                bed.company));
    }

    /** What somebody plants by hand is found, of every kind of limit. */
    @Test
    void theProofFindsSumsAndMembersThatAreWrong() {
        UUID department = department("P", null);
        UUID zhang = salesperson(department);
        UUID in = customerOf(zhang, "1000");
        UUID out = customerOf(salesperson(null), "1000");
        bed.reserve(bed.order(in), in, "30.00");
        bed.reserve(bed.order(out), out, "20.00");
        UUID group =
                bed.write(tx -> limits.create(tx, bed.actor, SharedLimits.Entry.group("PG", "集团", null, List.of(in))));
        UUID person = limit("PS", Pool.Basis.SALESPERSON, zhang, null);
        UUID unit = limit("PD", Pool.Basis.DEPARTMENT, department, null);
        UUID shop = bed.customer("1000");
        bed.reserve(bed.order(shop), shop, "7.00");
        belong(shop, in);
        UUID kin = limit("PK", Pool.Basis.GROUP, in, null);
        assertThat(poolDrift()).isEmpty();
        plant("delete from credit.pool_member where account_id = '" + shop + "' and pool_id = '%s'", kin);
        plant("update credit.pool set exposure = 30 where id = '%s'", kin);
        assertThat(poolDrift()).singleElement().satisfies(drift -> {
            assertThat(drift.party()).isEqualTo(kin);
            assertThat(drift.document()).isEqualTo(shop);
            assertThat(drift.entries()).isEqualByComparingTo("7");
        });
        bed.write(tx -> {
            limits.delete(tx, bed.actor, kin, null);
            return true;
        });
        assertThat(poolDrift()).isEmpty();
        for (UUID pool : List.of(group, person, unit)) {
            plant("update credit.pool set exposure = exposure + 1 where id = '%s'", pool);
            assertThat(poolDrift()).extracting(CreditProof.Drift::party).containsExactly(pool);
            plant("update credit.pool set exposure = exposure - 1 where id = '%s'", pool);
        }
        for (UUID pool : List.of(person, unit)) {
            plant("delete from credit.pool_member where pool_id = '%s'", pool);
            plant("update credit.pool set exposure = 0 where id = '%s'", pool);
            assertThat(poolDrift()).singleElement().satisfies(drift -> {
                assertThat(drift.party()).isEqualTo(pool);
                assertThat(drift.document()).isEqualTo(in);
                assertThat(drift.entries()).isEqualByComparingTo("30");
            });
            plant(
                    "insert into credit.pool_member (company_id, account_id, pool_id, basis, listed) select company_id, '"
                            + in + "', id, basis, false from credit.pool where id = '%s'",
                    pool);
            plant("update credit.pool set exposure = 30 where id = '%s'", pool);
            plant(
                    "insert into credit.pool_member (company_id, account_id, pool_id, basis, listed) select company_id, '"
                            + out + "', id, basis, false from credit.pool where id = '%s'",
                    pool);
            plant("update credit.pool set exposure = 50 where id = '%s'", pool);
            assertThat(poolDrift()).singleElement().satisfies(drift -> {
                assertThat(drift.document()).isEqualTo(out);
                assertThat(drift.other()).isEqualByComparingTo("20");
            });
            plant("delete from credit.pool_member where account_id = '" + out + "' and pool_id = '%s'", pool);
            plant("update credit.pool set exposure = 30 where id = '%s'", pool);
        }
        assertThat(poolDrift()).isEmpty();
    }

    private void plant(String sql, UUID pool) {
        bed.application.database().sql(sql.formatted(pool));
    }

    private static void inParallel(List<Callable<Boolean>> calls) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
            for (Future<Boolean> done : pool.invokeAll(calls)) {
                done.get();
            }
        }
    }
}
