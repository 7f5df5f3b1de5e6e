package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditTestBed;
import io.onaccount.credit.FreeCredit;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Items, receipts and allocations at their doors: stories, then many hands at once. Random lives are tried by SequencesTest. */
class ReceivablesTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Allocations allocations = bed.application.bean(Allocations.class);
    private final OpeningBalances openings = bed.application.bean(OpeningBalances.class);
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final CreditProof proof = bed.application.bean(CreditProof.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    @Test
    void moneyGoesToTheOldestAndTheRestStaysTheCustomers() {
        UUID customer = bed.customer("100000");
        UUID old = raise(customer, null, "300.00", DAY.minusDays(40), 30);
        UUID young = raise(customer, null, "200.00", DAY.minusDays(5), 30);
        UUID receipt = received(customer, "550.00", DAY, true);

        assertThat(open(old)).isEqualByComparingTo("0");
        assertThat(open(young)).isEqualByComparingTo("0");
        Receipt read = bed.read(tx -> receipts.find(tx, clerk, receipt));
        assertThat(read.allocated()).isEqualByComparingTo("500");
        assertThat(read.unapplied()).isEqualByComparingTo("50");
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.receivable()).isEqualByComparingTo("0");
        assertThat(figures.unapplied()).isEqualByComparingTo("50");
        assertThat(figures.exposure()).isEqualByComparingTo("-50");
        proven();
    }

    @Test
    void whoEnteredAReceiptCannotConfirmIt() {
        UUID customer = bed.customer("0");
        UUID receipt = bed.write(tx -> receipts.create(tx, clerk, receipt(customer, "10.00", DAY)));
        assertThatThrownBy(() -> write(tx -> receipts.confirm(tx, clerk, receipt, null, true)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("receipt-second-person"));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThatThrownBy(() -> write(tx -> receipts.confirm(tx, cashier, receipt, null, true)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("wrong-state"));
    }

    @Test
    void aBouncedReceiptPutsEverythingBack() {
        UUID customer = bed.customer("1000");
        UUID item = raise(customer, null, "300.00", DAY.minusDays(40), 30);
        UUID receipt = received(customer, "400.00", DAY.minusDays(3), true);
        assertThat(bed.exposure(customer)).isEqualByComparingTo("-100");
        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null));
        assertThat(open(item)).isEqualByComparingTo("300");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("300");
        assertThat(owed(customer, DAY)).isEqualByComparingTo("300");
        assertThat(owed(customer, DAY.minusDays(1))).isEqualByComparingTo("-100");
        assertThat(aged(customer, DAY.minusDays(1)).balance()).isEqualByComparingTo("-100");
        proven();
    }

    @Test
    void anAllocationTakenBackLeavesTheMoneyWithTheCustomer() {
        UUID customer = bed.customer("1000");
        UUID item = raise(customer, null, "100.00", DAY.minusDays(10), 0);
        UUID receipt = received(customer, "100.00", DAY, true);
        UUID allocation =
                bed.read(tx -> allocations.ofReceipt(tx, receipt)).getFirst().id();
        write(tx -> allocations.takeBack(tx, cashier, allocation));
        assertThat(open(item)).isEqualByComparingTo("100");
        assertThat(owed(customer, DAY)).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).unapplied()).isEqualByComparingTo("100");
        assertThatThrownBy(() -> write(tx -> allocations.takeBack(tx, cashier, allocation)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("allocation-undone"));
        write(tx -> receipts.allocate(
                tx, cashier, receipt, null, List.of(new Receipts.Wanted(item, new BigDecimal("60.00")))));
        assertThat(open(item)).isEqualByComparingTo("40");
        assertThatThrownBy(() -> write(tx -> receipts.allocate(
                        tx, cashier, receipt, null, List.of(new Receipts.Wanted(item, new BigDecimal("40.01"))))))
                .isInstanceOf(Problem.class);
        proven();
    }

    @Test
    void moneyKeptForAnOrderSettlesThatOrderOnly() {
        UUID customer = bed.customer("1000");
        UUID order = bed.order(customer);
        UUID receipt = bed.write(tx -> receipts.create(
                tx,
                clerk,
                new NewReceipt(
                        customer,
                        DAY,
                        new BigDecimal("500.00"),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of(new NewReceipt.Purpose(null, order, new BigDecimal("400.00"))))));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        FreeCredit before = bed.figures(customer);
        assertThat(before.unapplied()).isEqualByComparingTo("100");
        assertThat(before.waiting()).isEqualByComparingTo("400");
        assertThat(before.deposit()).isEqualByComparingTo("0");

        // The order owes now: its deposit pays as far as it owes, and nothing else.
        UUID item = raise(customer, order, "300.00", DAY, 30);
        UUID others = raise(customer, null, "50.00", DAY, 30);
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(open(others)).isEqualByComparingTo("50");
        FreeCredit owing = bed.figures(customer);
        assertThat(owing.deposit()).isEqualByComparingTo("0");
        assertThat(owing.waiting()).isEqualByComparingTo("100");
        assertThat(owing.exposure()).isEqualByComparingTo("-50");
        write(tx -> receipts.unassign(tx, cashier, receipt, order, null));
        assertThat(bed.figures(customer).unapplied()).isEqualByComparingTo("200");
        write(tx -> receipts.allocate(tx, cashier, receipt, null));
        assertThat(open(others)).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).unapplied()).isEqualByComparingTo("150");
        proven();
    }

    @Test
    void ageingOfAPastDayIsWhatWasKnownThen() {
        UUID customer = bed.customer("100000");
        raise(customer, null, "100.00", DAY.minusDays(100), 30);
        raise(customer, null, "200.00", DAY.minusDays(20), 30);
        received(customer, "150.00", DAY.minusDays(2), true);
        Ageing.Line today = aged(customer, DAY);
        assertThat(today.buckets().get(0)).isEqualByComparingTo("150");
        assertThat(today.overdue()).isEqualByComparingTo("0");
        Ageing.Line before = aged(customer, DAY.minusDays(3));
        assertThat(before.buckets().get(0)).isEqualByComparingTo("200");
        assertThat(before.buckets().get(3)).isEqualByComparingTo("100");
        assertThat(aged(customer, DAY.minusDays(90)).balance()).isEqualByComparingTo("100");
        assertThat(aged(customer, DAY.minusDays(101)).balance()).isEqualByComparingTo("0");
        List<Ageing.AgedItem> behind =
                bed.read(tx -> ageing.items(tx, clerk, customer, DAY.minusDays(3), Ageing.Basis.DUE, 3, 10));
        assertThat(behind)
                .singleElement()
                .satisfies(aged -> assertThat(aged.open()).isEqualByComparingTo("100"));
        Ledger.Card card = bed.read(tx -> ledger.card(tx, clerk, customer, DAY.minusDays(30), DAY, 50));
        assertThat(card.opening()).isEqualByComparingTo("100");
        assertThat(card.lines()).extracting(line -> line.balance().intValue()).containsExactly(300, 150);
        assertThat(card.closing()).isEqualByComparingTo("150");
        proven();
    }

    @Test
    void aWrongOpeningBalanceIsTakenBack() {
        UUID customer = bed.customer("100000");
        UUID opening = bed.write(tx -> openings.create(
                tx,
                clerk,
                new OpeningBalances.NewOpeningBalance(
                        customer, "OLD-1", new BigDecimal("700.00"), DAY.minusDays(50), null, null)));
        assertThat(owed(customer, DAY)).isEqualByComparingTo("700");
        write(tx -> openings.reverse(tx, cashier, opening, null, "twice"));
        assertThat(owed(customer, DAY)).isEqualByComparingTo("0");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        assertThatThrownBy(() -> bed.write(tx -> openings.create(
                        tx,
                        clerk,
                        new OpeningBalances.NewOpeningBalance(
                                customer, "OLD-1", new BigDecimal("1.00"), DAY, null, null))))
                .isInstanceOf(Problem.class);
        proven();
    }

    @Test
    void manyHandsAtOnceLeaveNoDrift() throws Exception {
        List<UUID> customers = List.of(bed.customer("null"), bed.customer("null"), bed.customer("null"));
        List<Callable<Integer>> hands = new ArrayList<>();
        for (int hand = 0; hand < 16; hand++) {
            Random random = new Random(hand);
            hands.add(() -> {
                int done = 0;
                for (int i = 0; i < 12; i++) {
                    done += attempt(random, customers.get(random.nextInt(customers.size())), DAY) ? 1 : 0;
                }
                return done;
            });
        }
        int done = 0;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> future : pool.invokeAll(hands)) {
                done += future.get();
            }
        }
        assertThat(done).isGreaterThan(60);
        proven();
    }

    /** One random thing; false when the rules refused it. */
    private boolean attempt(Random random, UUID customer, LocalDate today) {
        try {
            act(random, customer, today);
            return true;
        } catch (Problem e) {
            assertThat(e.status()).isLessThan(500);
            return false;
        }
    }

    private void act(Random random, UUID customer, LocalDate today) {
        String amount = BigDecimal.valueOf(100 + random.nextInt(100_000), 2).toPlainString();
        Actor actor = cashier.on(today);
        switch (random.nextInt(11)) {
            case 0, 1, 2 -> {
                UUID order = random.nextBoolean()
                        ? null
                        : any(
                                random,
                                ids("select h.id from document.header h where h.company_id = " + bed.company
                                        + " and h.kind = 'sales-order' and h.party_id = '" + customer + "'"));
                if (order == null && random.nextInt(3) == 0) {
                    order = bed.order(customer);
                }
                raise(customer, order, amount, today.minusDays(random.nextInt(9)), random.nextInt(60));
            }
            case 3 -> raise(customer, null, "-" + amount, today, 0);
            case 4 -> {
                UUID opening = bed.write(tx -> openings.create(
                        tx,
                        clerk.on(today),
                        new OpeningBalances.NewOpeningBalance(
                                customer, null, new BigDecimal(amount), today.minusDays(3), null, null)));
                if (random.nextInt(3) == 0) {
                    write(tx -> openings.reverse(tx, actor, opening, null, "wrong"));
                }
            }
            case 5, 6 -> {
                UUID order = any(
                        random,
                        ids("select h.id from document.header h where h.company_id = " + bed.company
                                + " and h.kind = 'sales-order' and h.party_id = '" + customer + "'"));
                NewReceipt fresh = new NewReceipt(
                        customer,
                        today.minusDays(random.nextInt(4)),
                        new BigDecimal(amount),
                        random.nextInt(4) == 0 ? new BigDecimal("1.00") : null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        order == null ? List.of() : List.of(new NewReceipt.Purpose(null, order, null)));
                UUID receipt = bed.write(tx -> receipts.create(tx, clerk.on(today), fresh));
                boolean automatic = random.nextBoolean();
                write(tx -> receipts.confirm(tx, actor, receipt, null, automatic));
            }
            case 7 -> posted(random, customer, id -> write(tx -> receipts.allocate(tx, actor, id, null)));
            case 8 -> {
                UUID allocation = any(
                        random,
                        ids("select a.id from receivables.allocation a where a.company_id = " + bed.company
                                + " and a.party_id = '" + customer + "' and a.undoes_id is null"));
                if (allocation != null) {
                    write(tx -> allocations.takeBack(tx, actor, allocation));
                }
            }
            case 9 ->
                posted(
                        random,
                        customer,
                        id -> write(tx -> receipts.reverse(tx, actor, id, null, "bounced", today.plusDays(5))));
            default -> {
                UUID item = any(random, openItems(customer, ">"));
                UUID note = any(random, openItems(customer, "<"));
                if (item != null && note != null) {
                    write(tx -> allocations.net(tx, actor, item, note, new BigDecimal("1.00")));
                }
            }
        }
    }

    private List<UUID> openItems(UUID customer, String sign) {
        return ids("select i.id from receivables.open_item i where i.company_id = " + bed.company
                + " and i.party_id = '" + customer + "' and i.settled <> i.amount and i.amount " + sign + " 0");
    }

    private void posted(Random random, UUID customer, Consumer<UUID> action) {
        UUID receipt = any(
                random,
                ids("select r.id from receivables.receipt r where r.company_id = " + bed.company + " and r.party_id = '"
                        + customer + "' and r.posted"));
        if (receipt != null) {
            action.accept(receipt);
        }
    }

    private List<UUID> ids(String sql) {
        return bed.read(tx -> tx.list(sql, row -> row.uuid("id")));
    }

    private static UUID any(Random random, List<UUID> ids) {
        return ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
    }

    /** Exposure, entries and documents agree; the books agree with items, receipts and balances; all accounts together are zero. */
    private void proven() {
        bed.read(tx -> {
            assertThat(proof.drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            assertThat(ledger.balances(tx, clerk, DAY.plusYears(1)).stream()
                            .map(Ledger.AccountBalance::balance)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo("0");
            return true;
        });
    }

    private UUID raise(UUID customer, UUID order, String amount, LocalDate date, int days) {
        boolean credit = amount.startsWith("-");
        UUID document = bed.document(credit ? "sales-return" : "delivery", customer);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        order,
                        credit ? ItemKind.RETURN : ItemKind.DELIVERY,
                        "D-" + Ids.next(),
                        Money.of(amount, "CNY"),
                        date,
                        date.plusDays(days),
                        "")));
    }

    private NewReceipt receipt(UUID customer, String amount, LocalDate on) {
        return new NewReceipt(
                customer, on, new BigDecimal(amount), null, bank, ReceiptMethod.TRANSFER, null, null, null, List.of());
    }

    private UUID received(UUID customer, String amount, LocalDate on, boolean automatic) {
        UUID id = bed.write(tx -> receipts.create(tx, clerk, receipt(customer, amount, on)));
        write(tx -> receipts.confirm(tx, cashier, id, null, automatic));
        return id;
    }

    private void write(Consumer<Tx> body) {
        boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }

    private BigDecimal open(UUID item) {
        return new BigDecimal(bed.application
                .database()
                .value("select amount - settled from receivables.open_item where id = '" + item + "'"));
    }

    private BigDecimal owed(UUID customer, LocalDate day) {
        return bed.read(tx -> ledger.owed(tx, clerk, customer, day));
    }

    private Ageing.Line aged(UUID customer, LocalDate day) {
        return bed.read(tx -> ageing.customer(tx, clerk, customer, day, Ageing.Basis.DUE));
    }
}
