package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Ageing is read from sums by day that are kept beside the items, backwards from today. Here it is counted forwards from the history instead,
 * item by item, and must be the same in every bucket: on any day, from either date, for everybody and for one seller, however grouped.
 */
class AgeingTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final DueDates dueDates = bed.application.bean(DueDates.class);
    private final Allocations allocations = bed.application.bean(Allocations.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    @Test
    void isWhatTheHistorySays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<UUID> customers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UUID customer = bed.customer("null");
            customers.add(customer);
            UUID owner = i % 3 == 0 ? clerk.user() : i % 3 == 1 ? cashier.user() : null;
            bed.application
                    .database()
                    .sql("update document.header set owner_id = " + (owner == null ? "null" : "'" + owner + "'")
                            + " where company_id = " + bed.company + " and id = '" + customer + "'");
        }
        for (int round = 0; round < 12; round++) {
            LocalDate today = DAY.minusDays(120 - 10L * round);
            for (UUID customer : customers) {
                try {
                    act(random, customer, today);
                } catch (Problem refused) {
                    assertThat(refused.status()).isLessThan(500);
                }
            }
            assertThat(bed.read(ledger::drift))
                    .as("seed %s, round %s", seed, round)
                    .isEmpty();
            for (LocalDate day : List.of(
                    today, today.minusDays(random.nextInt(60)), DAY.minusDays(random.nextInt(400)), DAY.plusDays(40))) {
                for (Ageing.Basis basis : Ageing.Basis.values()) {
                    compare("seed " + seed + ", round " + round + ", " + day + " " + basis, day, basis);
                }
            }
        }
        assertThat(number("select count(*) from receivables.allocation a where a.company_id = " + bed.company))
                .isGreaterThan(10);
    }

    /** What is settled to the cent leaves no row behind, and what is taken back brings it again. */
    @Test
    void whatIsSettledLeavesNothingOpen() {
        UUID customer = bed.customer("null");
        raise(customer, "100.00", DAY.minusDays(40), 30);
        raise(customer, "50.00", DAY.minusDays(40), 30);
        assertThat(days(customer)).containsExactly(new BigDecimal("150.0000"));
        UUID receipt = received(customer, "150.00", DAY);
        assertThat(days(customer)).isEmpty();
        UUID taken = bed.read(tx -> tx.list(
                        "select a.id from receivables.allocation a where a.company_id = ? and a.receipt_id = ? order by a.amount",
                        row -> row.uuid("id"),
                        tx.company(),
                        receipt))
                .getFirst();
        bed.write(tx -> {
            allocations.takeBack(tx, cashier, taken);
            return true;
        });
        assertThat(days(customer)).containsExactly(new BigDecimal("50.0000"));
        assertThat(bed.read(ledger::drift)).isEmpty();
    }

    private List<BigDecimal> days(UUID customer) {
        return bed.read(tx -> tx.list(
                "select d.open from receivables.open_day d where d.company_id = ? and d.party_id = ?",
                row -> row.decimal("open"),
                tx.company(),
                customer));
    }

    /** The proof tells when the sums by day, or the days an allocation carries, are not the items'. */
    @Test
    void theProofFindsSumsThatAreWrong() {
        UUID customer = bed.customer("null");
        raise(customer, "100.00", DAY.minusDays(40), 30);
        received(customer, "30.00", DAY);
        String mine = " where company_id = " + bed.company + " and party_id = '" + customer + "'";
        bed.application
                .database()
                .sql(
                        "update receivables.open_day set open = open + 1" + mine,
                        "update receivables.allocation set item_due = item_due + 1" + mine);
        assertThat(bed.read(ledger::drift))
                .extracting(Ledger.Drift::rule)
                .containsExactlyInAnyOrder("days-of-items", "allocation-days");
        bed.application
                .database()
                .sql(
                        "update receivables.open_day set open = open - 1" + mine,
                        "update receivables.allocation set item_due = item_due - 1" + mine);
        assertThat(bed.read(ledger::drift)).isEmpty();
    }

    private void act(Random random, UUID customer, LocalDate today) {
        BigDecimal amount = BigDecimal.valueOf(100 + random.nextInt(30_000), 2);
        Actor actor = cashier.on(today);
        switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                raise(customer, amount.toPlainString(), today.minusDays(random.nextInt(9)), 30 * random.nextInt(3));
            case 3 -> raise(customer, "-" + amount, today, 0);
            case 4, 5 -> received(customer, amount.toPlainString(), today.minusDays(random.nextInt(4)));
            case 8 ->
                any(
                        random,
                        "select i.id from receivables.open_item i where i.company_id = %d and i.party_id = '%s'",
                        customer,
                        id -> bed.write(tx -> {
                            OpenItem item = Settlements.lock(tx, List.of(id)).getFirst();
                            LocalDate due = item.date().plusDays(random.nextInt(120));
                            dueDates.move(tx, actor, List.of(new DueDates.Moved(item, due)), "agreed");
                            return true;
                        }));
            case 6 ->
                any(
                        random,
                        "select a.id from receivables.allocation a where a.company_id = %d and a.party_id = '%s' and a.undoes_id is null",
                        customer,
                        id -> bed.write(tx -> {
                            allocations.takeBack(tx, actor, id);
                            return true;
                        }));
            default ->
                any(
                        random,
                        "select r.id from receivables.receipt r where r.company_id = %d and r.party_id = '%s' and r.posted",
                        customer,
                        id -> bed.write(tx -> {
                            receipts.reverse(tx, actor, id, null, "bounced", today);
                            return true;
                        }));
        }
    }

    private void any(Random random, String sql, UUID customer, Function<UUID, Boolean> action) {
        List<UUID> ids = bed.read(tx -> tx.list(sql.formatted(bed.company, customer), row -> row.uuid("id")));
        if (!ids.isEmpty()) {
            assertThat(action.apply(ids.get(random.nextInt(ids.size())))).isTrue();
        }
    }

    private void raise(UUID customer, String amount, LocalDate date, int days) {
        ItemKind kind = amount.startsWith("-") ? ItemKind.RETURN : ItemKind.DELIVERY;
        UUID document = bed.document(kind == ItemKind.RETURN ? "sales-return" : "delivery", customer);
        UUID id = bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        null,
                        kind,
                        "D-" + Ids.next(),
                        Money.of(amount, "CNY"),
                        date,
                        date.plusDays(days),
                        "")));
        assertThat(id).isNotNull();
    }

    private UUID received(UUID customer, String amount, LocalDate on) {
        UUID id = bed.write(tx -> receipts.create(
                tx,
                clerk.on(on),
                new NewReceipt(
                        customer,
                        on,
                        new BigDecimal(amount),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
        assertThat(bed.<Boolean>write(tx -> {
                    receipts.confirm(tx, cashier.on(on), id, null, true);
                    return true;
                }))
                .isTrue();
        return id;
    }

    private long number(String sql) {
        return Long.parseLong(bed.application.database().value(sql));
    }

    // ---- the same, forwards

    private record Debt(UUID party, UUID owner, LocalDate date, LocalDate due, BigDecimal open) {}

    private void compare(String when, LocalDate day, Ageing.Basis basis) {
        List<Debt> debts = bed.read(tx -> tx.list(
                """
                        select i.party_id, h.owner_id, i.date, i.due, i.amount - coalesce((select sum(a.amount) from receivables.allocation a
                          where a.company_id = ? and a.item_id = i.id and a.happened_on <= ?), 0) as open
                        from receivables.open_item i join document.header h on h.company_id = ? and h.id = i.party_id
                        where i.company_id = ? and i.date <= ?""",
                row -> new Debt(
                        row.uuid("party_id"),
                        row.uuidOrNull("owner_id"),
                        row.date("date"),
                        row.date("due"),
                        row.decimal("open")),
                tx.company(),
                day,
                tx.company(),
                tx.company(),
                day));
        List<Debt> money = bed.read(tx -> tx.list(
                """
                        select l.party_id, h.owner_id, -sum(l.base_amount) as money from receivables.journal_line l
                        join document.header h on h.company_id = ? and h.id = l.party_id
                        where l.company_id = ? and l.account = 'CUSTOMER_MONEY' and l.happened_on <= ? group by 1, 2""",
                row -> new Debt(row.uuid("party_id"), row.uuidOrNull("owner_id"), day, day, row.decimal("money")),
                tx.company(),
                tx.company(),
                day));
        for (Ageing.By by : List.of(Ageing.By.CUSTOMER, Ageing.By.OWNER)) {
            for (boolean own : new boolean[] {false, true}) {
                Actor actor = own ? seller() : clerk;
                Map<UUID, BigDecimal[]> expected = new HashMap<>();
                for (Debt debt : debts) {
                    if (!own || clerk.user().equals(debt.owner)) {
                        long age = (basis == Ageing.Basis.DUE ? debt.due : debt.date)
                                .until(day, java.time.temporal.ChronoUnit.DAYS);
                        add(
                                expected,
                                by == Ageing.By.OWNER ? debt.owner : debt.party,
                                Ageing.bucket((int) age),
                                debt.open);
                    }
                }
                for (Debt paid : money) {
                    if (!own || clerk.user().equals(paid.owner)) {
                        add(expected, by == Ageing.By.OWNER ? paid.owner : paid.party, Ageing.BUCKETS, paid.open);
                    }
                }
                expected.values().removeIf(sums -> java.util.Arrays.stream(sums).allMatch(sum -> sum.signum() == 0));
                Ageing.Report report = bed.read(tx -> ageing.report(tx, actor, day, basis, by, 1000));
                Map<UUID, String> shown = new HashMap<>();
                report.lines().forEach(line -> shown.put(line.id(), text(line.buckets(), line.unapplied())));
                Map<UUID, String> wanted = new HashMap<>();
                expected.forEach((id, sums) ->
                        wanted.put(id, text(List.of(sums).subList(0, Ageing.BUCKETS), sums[Ageing.BUCKETS])));
                assertThat(shown).as("%s by %s, own %s", when, by, own).isEqualTo(wanted);
                assertThat(report.count()).isEqualTo(expected.size());
                BigDecimal whole =
                        report.lines().stream().map(Ageing.Line::balance).reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(report.total().balance()).isEqualByComparingTo(whole);
                assertThat(bed.read(tx -> ageing.report(tx, actor, day, basis, by, 1))
                                .total())
                        .isEqualTo(report.total());
                if (by == Ageing.By.CUSTOMER && !own) {
                    report.lines()
                            .forEach(line -> assertThat(text(
                                            bed.read(tx -> ageing.customer(tx, clerk, line.id(), day, basis))
                                                    .buckets(),
                                            line.unapplied()))
                                    .isEqualTo(shown.get(line.id())));
                }
            }
        }
    }

    private Actor seller() {
        return new Actor(
                clerk.company(),
                clerk.user(),
                clerk.name(),
                clerk.locale(),
                clerk.rights(),
                new Scope(Scope.Level.OWN, clerk.user(), Set.of()),
                null,
                "CNY",
                clerk.zone(),
                clerk.today());
    }

    private static void add(Map<UUID, BigDecimal[]> sums, UUID id, int place, BigDecimal amount) {
        BigDecimal[] row = sums.computeIfAbsent(id, k -> {
            BigDecimal[] fresh = new BigDecimal[Ageing.BUCKETS + 1];
            java.util.Arrays.fill(fresh, BigDecimal.ZERO);
            return fresh;
        });
        row[place] = row[place].add(amount);
    }

    private static String text(List<BigDecimal> buckets, BigDecimal unapplied) {
        List<String> all = new ArrayList<>();
        buckets.forEach(bucket -> all.add(bucket.setScale(2).toPlainString()));
        all.add(unapplied.setScale(2).toPlainString());
        return all.toString();
    }
}
