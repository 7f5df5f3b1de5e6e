package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.NewReceipt.FeeBy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a receipt can be beyond plain money, what goes back, and the small differences (RCP-01, RCP-03, RCP-06). */
class ReceiptsInFullTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Refunds refunds = bed.application.bean(Refunds.class);
    private final Payables payables = bed.application.bean(Payables.class);
    private final PaymentAuthorities authorities = bed.application.bean(PaymentAuthorities.class);
    private final ReceiptSettings settings = bed.application.bean(ReceiptSettings.class);
    private final Allocations allocations = bed.application.bean(Allocations.class);
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final CashAccounts cash = bed.application.bean(CashAccounts.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank =
            bed.write(tx -> cash.create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    /** After every story the books, exposure and ageing agree. */
    @AfterEach
    void proven() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            for (int back = 0; back < 12; back++) {
                LocalDate day = DAY.minusDays(back);
                assertThat(ageing.report(tx, clerk, day, Ageing.Basis.DUE, Ageing.By.CUSTOMER, 100)
                                .total()
                                .balance())
                        .as("ageing of %s", day)
                        .isEqualByComparingTo(account(LedgerAccount.RECEIVABLE, day)
                                .add(account(LedgerAccount.CUSTOMER_MONEY, day))
                                .add(account(LedgerAccount.NOTES, day)));
            }
            return true;
        });
    }

    @ParameterizedTest(name = "paid {0}, fee {1} by {2}, withheld {3}: credited {4}, on the account {5}, our fees {6}")
    @CsvSource({
        "100, 2, US, 0, 100, 98, 2",
        "100, 2, CUSTOMER, 0, 98, 98, 0",
        "100, 0, US, 6, 100, 94, 0",
        "100, 1.50, US, 6, 100, 92.50, 1.50",
        "100, 1.50, CUSTOMER, 6, 98.50, 92.50, 0",
    })
    void theCustomerIsCreditedWhatTheyPaid(
            String paid, String fee, FeeBy by, String withheld, String credited, String arrived, String fees) {
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "100.00", DAY.minusDays(30));
        UUID receipt = bed.write(tx -> receipts.create(
                tx,
                clerk,
                new NewReceipt(
                        customer,
                        DAY,
                        new BigDecimal(paid),
                        null,
                        new BigDecimal(fee),
                        by,
                        new BigDecimal(withheld),
                        bank,
                        ReceiptMethod.TRANSFER,
                        "Payer",
                        "6222 0000",
                        null,
                        null,
                        null,
                        null,
                        List.of())));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(open(item)).isEqualByComparingTo(new BigDecimal("100").subtract(new BigDecimal(credited)));
        assertThat(account(LedgerAccount.CASH, DAY)).isEqualByComparingTo(arrived);
        assertThat(account(LedgerAccount.FEES, DAY)).isEqualByComparingTo(fees);
        assertThat(account(LedgerAccount.WITHHOLDING, DAY)).isEqualByComparingTo(withheld);
        assertThat(bed.read(tx -> cash.find(tx, bank)).balance()).isEqualByComparingTo(arrived);
        assertThat(bed.read(tx -> receipts.find(tx, clerk, receipt)).paid()).isEqualByComparingTo(paid);
        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null));
        assertThat(account(LedgerAccount.CASH, DAY)).isEqualByComparingTo("0");
        assertThat(open(item)).isEqualByComparingTo("100");
    }

    @ParameterizedTest(name = "tolerance {0} and {1} %: {2} paid on {3} leaves {4}")
    @CsvSource({
        "null, null, 99.99, 100, 0.01",
        "1, null, 99.00, 100, 0",
        "1, null, 98.99, 100, 1.01",
        "null, 0.5, 99.50, 100, 0",
        "null, 0.5, 99.49, 100, 0.51",
        "5, 0.5, 995.00, 1000, 0",
        "5, 0.5, 99.00, 100, 1.00",
        "5, 0.5, 9990.00, 10000, 10.00",
        "5, null, 95.00, 100, 0",
    })
    void aSmallRestIsWrittenOffByRule(String amount, String percent, String paid, String owed, String left) {
        tolerate(amount, percent);
        UUID customer = bed.customer("null");
        UUID item = raise(customer, owed, DAY.minusDays(30));
        UUID receipt = received(customer, paid);
        assertThat(open(item)).isEqualByComparingTo(left);
        BigDecimal writtenOff =
                new BigDecimal(owed).subtract(new BigDecimal(paid)).subtract(new BigDecimal(left));
        assertThat(account(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo(writtenOff);
        assertThat(bed.exposure(customer)).isEqualByComparingTo(left);

        // Taken back, the rest comes back with the money.
        AllocationView allocation =
                bed.read(tx -> allocations.ofReceipt(tx, receipt)).getFirst();
        assertThat(allocation.writtenOff()).isEqualByComparingTo(writtenOff);
        write(tx -> allocations.takeBack(tx, cashier, allocation.id()));
        assertThat(open(item)).isEqualByComparingTo(owed);
        assertThat(account(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo("0");
        assertThatThrownBy(() -> write(tx -> allocations.takeBack(tx, cashier, allocation.id())))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("allocation-undone"));
    }

    /** Tolerance is about what a discount leaves, and comes back with it. */
    @Test
    void aDiscountComesBeforeASmallDifference() {
        tolerate("1", null);
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "1000.00", DAY.minusDays(5));
        DiscountOverrides overrides = bed.application.bean(DiscountOverrides.class);
        UUID override = bed.write(tx -> overrides.ask(
                tx,
                clerk,
                new DiscountOverrides.Entry(
                        DiscountOverrides.What.STEP, item, new BigDecimal("2"), DAY, null, null, null, "agreed")));
        write(tx -> overrides.confirm(tx, cashier, override));
        UUID receipt = received(customer, "979.50");
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(account(LedgerAccount.DISCOUNT_ALLOWED, DAY)).isEqualByComparingTo("19.99");
        assertThat(account(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo("0.51");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        AllocationView shown =
                bed.read(tx -> allocations.ofReceipt(tx, receipt)).getFirst();
        assertThat(shown.amount()).isEqualByComparingTo("999.49");
        assertThat(shown.writtenOff()).isEqualByComparingTo("0.51");
        assertThat(shown.discount().amount()).isEqualByComparingTo("19.99");
        write(tx -> allocations.takeBack(tx, cashier, shown.id()));
        assertThat(open(item)).isEqualByComparingTo("1000");
        assertThat(account(LedgerAccount.DISCOUNT_ALLOWED, DAY)).isEqualByComparingTo("0");
        assertThat(account(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo("0");
    }

    /** Two receipts at once: the second one pays the small rest the first one left, so nothing is written off. */
    @Test
    void moneyComesBeforeASmallDifference() {
        tolerate("1", null);
        UUID customer = bed.customer("null");
        UUID first = bed.write(tx -> receipts.create(tx, clerk, receipt(customer, "99.50")));
        UUID second = bed.write(tx -> receipts.create(tx, clerk, receipt(customer, "30.00")));
        write(tx -> receipts.confirm(tx, cashier, first, null, true));
        write(tx -> receipts.confirm(tx, cashier, second, null, true));
        UUID item = raise(customer, "100.00", DAY.minusDays(5));
        write(tx -> receipts.allocateAll(tx, cashier, customer));
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(account(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo("0");
        assertThat(owed(customer)).isEqualByComparingTo("-29.50");
    }

    @Test
    void whileThereIsMoneyLeftNothingIsWrittenOff() {
        tolerate("5", null);
        UUID customer = bed.customer("null");
        UUID first = raise(customer, "100.00", DAY.minusDays(40));
        UUID receipt = bed.write(tx -> receipts.create(tx, clerk, receipt(customer, "150.00")));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, false));
        write(tx -> receipts.allocate(
                tx, cashier, receipt, null, List.of(new Receipts.Wanted(first, new BigDecimal("97.00")))));
        assertThat(open(first)).isEqualByComparingTo("3");
    }

    @Test
    void whatASupplierIsOwedIsSetOffAndNeverTwice() throws Exception {
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "500.00", DAY.minusDays(40));
        UUID payable = bed.write(tx -> payables.create(
                tx,
                clerk,
                new Payables.NewPayable(customer, "PI-1", DAY.minusDays(20), null, new BigDecimal("300.00"), null)));
        List<UUID> drafts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            drafts.add(bed.write(tx -> receipts.create(tx, clerk, offset(customer, payable, "200.00"))));
        }
        assertThat(atOnce(drafts, id -> write(tx -> receipts.confirm(tx, cashier, id, null, true))))
                .isEqualTo(1);
        assertThat(open(item)).isEqualByComparingTo("300");
        assertThat(account(LedgerAccount.PAYABLE, DAY)).isEqualByComparingTo("200");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("300");
        assertThat(bed.read(tx -> payables.find(tx, clerk, payable)).open()).isEqualByComparingTo("100");
        assertThatThrownBy(() -> bed.write(tx -> receipts.create(tx, clerk, offset(customer, payable, "100.01"))))
                .isInstanceOf(Problem.class);
        UUID done = drafts.stream()
                .filter(id -> bed.read(tx -> receipts.find(tx, clerk, id)).posted())
                .findFirst()
                .orElseThrow();
        write(tx -> receipts.reverse(tx, cashier, done, null, "wrong", null));
        assertThat(open(item)).isEqualByComparingTo("500");
        assertThat(bed.read(tx -> payables.find(tx, clerk, payable)).open()).isEqualByComparingTo("300");

        bed.write(tx -> settings.change(tx, clerk, new ReceiptSettings.Entry(null, null, false), null));
        assertThatThrownBy(() -> bed.write(tx -> receipts.create(tx, clerk, offset(customer, payable, "1.00"))))
                .isInstanceOf(Problem.class);
    }

    @Test
    void oneCustomerPaysForAnotherOnlyWithAnAuthority() {
        UUID mother = bed.customer("null");
        UUID daughter = bed.customer("null");
        UUID stranger = bed.customer("null");
        UUID item = raise(daughter, "100.00", DAY.minusDays(40));
        UUID others = raise(stranger, "100.00", DAY.minusDays(40));
        NewReceipt meant = receipt(mother, "150.00", new NewReceipt.Purpose(item, null, null));
        assertThatThrownBy(() -> bed.write(tx -> receipts.create(tx, clerk, meant)))
                .isInstanceOf(Problem.class);
        UUID authority = bed.write(tx -> authorities.create(
                tx,
                clerk,
                new PaymentAuthorities.NewAuthority(mother, daughter, "Letter 7", DAY.minusDays(9), null, null, true)));
        UUID receipt = bed.write(tx -> receipts.create(tx, clerk, meant));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(bed.exposure(daughter)).isEqualByComparingTo("0");
        assertThat(bed.exposure(mother)).isEqualByComparingTo("-50");
        assertThat(owed(daughter)).isEqualByComparingTo("0");
        assertThat(owed(mother)).isEqualByComparingTo("-50");
        List<AllocationView> shown = bed.read(tx -> allocations.ofReceipt(tx, receipt));
        assertThat(shown).singleElement().satisfies(a -> {
            assertThat(a.authority()).isEqualTo(authority);
            assertThat(a.party()).isEqualTo(daughter);
        });
        assertThatThrownBy(() -> write(tx -> receipts.allocate(
                        tx, cashier, receipt, null, List.of(new Receipts.Wanted(others, BigDecimal.ONE)))))
                .isInstanceOf(Problem.class);

        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null));
        assertThat(open(item)).isEqualByComparingTo("100");
        assertThat(bed.exposure(daughter)).isEqualByComparingTo("100");
        assertThat(bed.exposure(mother)).isEqualByComparingTo("0");
        write(tx -> authorities.change(
                tx,
                clerk,
                authority,
                new PaymentAuthorities.NewAuthority(mother, daughter, "Letter 7", DAY.minusDays(9), null, null, false),
                null));
        assertThatThrownBy(() -> bed.write(tx -> receipts.create(tx, clerk, meant)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void aRefundTakesWhatIsFreeAndNeverMore() throws Exception {
        UUID customer = bed.customer("null");
        UUID receipt = received(customer, "100.00");
        List<UUID> drafts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            drafts.add(bed.write(tx -> refunds.create(tx, clerk, refund(receipt, "40.00"))));
        }
        assertThatThrownBy(() -> write(tx -> refunds.confirm(tx, clerk, drafts.getFirst(), null)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(403));
        assertThat(atOnce(drafts, id -> write(tx -> refunds.confirm(tx, cashier, id, null))))
                .isEqualTo(2);
        Receipt read = bed.read(tx -> receipts.find(tx, clerk, receipt));
        assertThat(read.refunded()).isEqualByComparingTo("80");
        assertThat(read.allocated().add(read.unapplied()).add(read.refunded())).isEqualByComparingTo(read.amount());
        assertThat(account(LedgerAccount.CASH, DAY)).isEqualByComparingTo("20");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("-20");
        assertThatThrownBy(() -> write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("receipt-refunded"));
        for (UUID id : drafts) {
            if (bed.read(tx -> refunds.find(tx, clerk, id)).posted()) {
                write(tx -> refunds.reverse(tx, cashier, id, null, "came back"));
            }
        }
        assertThat(bed.exposure(customer)).isEqualByComparingTo("-100");
        assertThat(account(LedgerAccount.CASH, DAY)).isEqualByComparingTo("100");
        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null));
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
    }

    @Test
    void aRefundPassesTheGate() {
        UUID customer = bed.customer("50");
        UUID receipt = received(customer, "100.00");
        raise(customer, "120.00", DAY); // 20 of exposure with the money, 120 without
        UUID small = bed.write(tx -> refunds.create(tx, clerk, refund(receipt, "30.00")));
        UUID large = bed.write(tx -> refunds.create(tx, clerk, refund(receipt, "30.01")));
        assertThatThrownBy(() -> write(tx -> refunds.confirm(tx, cashier, large, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("refund-credit"));
        write(tx -> refunds.confirm(tx, cashier, small, null));
        assertThat(bed.exposure(customer)).isEqualByComparingTo("50");
    }

    @Test
    void aSmallRestOfMoneyMayBeKept() {
        UUID customer = bed.customer("null");
        raise(customer, "100.00", DAY.minusDays(3));
        UUID receipt = received(customer, "101.00");
        Refunds.NewRefund kept =
                new Refunds.NewRefund(receipt, DAY, new BigDecimal("1.00"), null, null, null, "too small to send");
        assertThatThrownBy(() -> bed.write(tx -> refunds.create(tx, clerk, kept)))
                .isInstanceOf(Problem.class);
        tolerate("1", null);
        UUID refund = bed.write(tx -> refunds.create(tx, clerk, kept));
        write(tx -> refunds.confirm(tx, cashier, refund, null));
        assertThat(account(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo("-1");
        assertThat(account(LedgerAccount.CASH, DAY)).isEqualByComparingTo("101");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
    }

    @Test
    void severalReceiptsSettleAtOnceTheOldestMoneyFirst() {
        UUID customer = bed.customer("null");
        List<UUID> money = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LocalDate day = DAY.minusDays(9 - i);
            UUID id = bed.write(tx -> receipts.create(tx, clerk, dated(customer, "50.00", day)));
            write(tx -> receipts.confirm(tx, cashier, id, null, false));
            money.add(id);
        }
        UUID old = raise(customer, "70.00", DAY.minusDays(40));
        UUID young = raise(customer, "50.00", DAY.minusDays(5));
        UUID note = raise(customer, "-10.00", DAY.minusDays(4));
        write(tx -> receipts.allocateAll(tx, cashier, customer));
        assertThat(List.of(open(old), open(young), open(note)))
                .allSatisfy(rest -> assertThat(rest).isEqualByComparingTo("0"));
        assertThat(money.stream()
                        .map(id -> bed.read(tx -> receipts.find(tx, clerk, id)).unapplied()))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.ZERO, BigDecimal.ZERO, new BigDecimal("40"));
        write(tx -> assertThatThrownBy(() -> {
                    receipts.allocateAll(tx, cashier, bed.customer("null"));
                })
                .isInstanceOf(Problem.class));
    }

    /** Facts from other systems' tests: items owed (oldest first), receipts in the order they came, tolerance; what is open and left. */
    @ParameterizedTest(name = "{0}: {1} paid with {2} leaves {4} open and {5} with the receipts")
    @CsvSource({
        "AL-MF-01, 5.95, 5.95, null, 0, 0",
        "AL-MF-02, 5.95 5.95, 14.00, null, 0 0, 2.10",
        "derived less than all, 5.95 5.95, 9.00, null, 0 2.90, 0",
        "derived nothing owed, 0.01, 10.00, null, 0, 9.99",
        "AL-MF-13, 5.95 5.95, 11.70, null, 0 0.20, 0",
        "AL-MF-13 with its fee, 5.95 5.95, 11.90, null, 0 0, 0",
        "AL-TR-03, 50.00, 60.00, null, 0, 10",
        "AL-TR-10, 100.00, 110.00, null, 0, 10",
        "AL-TR-12, 42, 42, null, 0, 0",
        "AL-ERP-01, 5000, 100, null, 4900, 0",
        "derived several receipts, 5000, 100 200 300, null, 4400, 0 0 0",
        "AL-ERP-07, 100.00, 95.00, 5, 0, 0",
        "AL-OCA-02, 50.00, 50.00 50.00, null, 0, 0 50",
    })
    void casesKnownFromElsewhere(String name, String owed, String paid, String tolerance, String open, String left) {
        tolerate(tolerance, null);
        UUID customer = bed.customer("null");
        List<UUID> debts = new ArrayList<>();
        for (String amount : owed.split(" ")) {
            debts.add(raise(
                    customer, new BigDecimal(amount).setScale(2).toPlainString(), DAY.minusDays(40 - debts.size())));
        }
        List<UUID> money = new ArrayList<>();
        for (String amount : paid.split(" ")) {
            UUID id = bed.write(tx ->
                    receipts.create(tx, clerk, dated(customer, amount, DAY.minusDays(9 - money.size()))));
            write(tx -> receipts.confirm(tx, cashier, id, null, false));
            money.add(id);
        }
        write(tx -> receipts.allocateAll(tx, cashier, customer));
        assertThat(debts.stream().map(this::open))
                .as(name)
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(Stream.of(open.split(" ")).map(BigDecimal::new).toList());
        assertThat(money.stream()
                        .map(id -> bed.read(tx -> receipts.find(tx, clerk, id)).unapplied()))
                .as(name)
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(Stream.of(left.split(" ")).map(BigDecimal::new).toList());

        // AL-ID-02, AL-ERP-10: taken back, everything is as before, and the money stays the customer's.
        BigDecimal before = bed.exposure(customer);
        for (UUID id : money) {
            for (AllocationView allocation : bed.read(tx -> allocations.ofReceipt(tx, id))) {
                write(tx -> allocations.takeBack(tx, cashier, allocation.id()));
            }
        }
        assertThat(bed.exposure(customer))
                .isEqualByComparingTo(before.add(new BigDecimal(tolerance.equals("null") ? "0" : tolerance)));
        assertThat(debts.stream().map(this::open).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(
                        Stream.of(owed.split(" ")).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Test
    void moneyThatCameSettlesNoCreditNote() { // AL-MF-09
        UUID customer = bed.customer("null");
        UUID note = raise(customer, "-5.95", DAY.minusDays(3));
        UUID receipt = received(customer, "5.95");
        assertThat(open(note)).isEqualByComparingTo("-5.95");
        for (String amount : new String[] {"5.95", "-5.95"}) {
            assertThatThrownBy(() -> write(tx -> receipts.allocate(
                            tx, cashier, receipt, null, List.of(new Receipts.Wanted(note, new BigDecimal(amount))))))
                    .isInstanceOf(Problem.class);
        }
    }

    private void tolerate(String amount, String percent) {
        bed.write(tx ->
                settings.change(tx, clerk, new ReceiptSettings.Entry(decimal(amount), decimal(percent), null), null));
    }

    private static BigDecimal decimal(String text) {
        return text == null || text.equals("null") ? null : new BigDecimal(text);
    }

    private static int atOnce(List<UUID> ids, Consumer<UUID> act) throws Exception {
        List<Callable<Boolean>> hands = new ArrayList<>();
        for (UUID id : ids) {
            hands.add(() -> {
                try {
                    act.accept(id);
                    return true;
                } catch (Problem e) {
                    assertThat(e.status()).isLessThan(500);
                    return false;
                }
            });
        }
        int done = 0;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> future : pool.invokeAll(hands)) {
                done += future.get() ? 1 : 0;
            }
        }
        return done;
    }

    private Refunds.NewRefund refund(UUID receipt, String amount) {
        return new Refunds.NewRefund(receipt, DAY, new BigDecimal(amount), bank, null, null, "paid twice");
    }

    private static NewReceipt offset(UUID customer, UUID payable, String amount) {
        return new NewReceipt(
                customer,
                DAY,
                new BigDecimal(amount),
                null,
                null,
                FeeBy.US,
                null,
                null,
                ReceiptMethod.OFFSET,
                null,
                null,
                null,
                null,
                payable,
                null,
                List.of());
    }

    private NewReceipt receipt(UUID customer, String amount, NewReceipt.Purpose... purposes) {
        return new NewReceipt(
                customer,
                DAY,
                new BigDecimal(amount),
                null,
                bank,
                ReceiptMethod.TRANSFER,
                null,
                null,
                null,
                List.of(purposes));
    }

    private NewReceipt dated(UUID customer, String amount, LocalDate day) {
        return new NewReceipt(
                customer, day, new BigDecimal(amount), null, bank, ReceiptMethod.CASH, null, null, null, List.of());
    }

    private UUID received(UUID customer, String amount) {
        UUID id = bed.write(tx -> receipts.create(tx, clerk, receipt(customer, amount)));
        write(tx -> receipts.confirm(tx, cashier, id, null, true));
        return id;
    }

    private UUID raise(UUID customer, String amount, LocalDate date) {
        boolean credit = amount.startsWith("-");
        UUID document = bed.document(credit ? "sales-return" : "delivery", customer);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        null,
                        credit ? ItemKind.RETURN : ItemKind.DELIVERY,
                        "D-" + Ids.next(),
                        Money.of(amount, "CNY"),
                        date,
                        date.plusDays(30),
                        "")));
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

    private BigDecimal owed(UUID customer) {
        return bed.read(tx -> ledger.owed(tx, clerk, customer, DAY));
    }

    private BigDecimal account(LedgerAccount account, LocalDate day) {
        return bed.read(tx -> ledger.balances(tx, clerk, day)).stream()
                .filter(b -> b.account() == account)
                .map(Ledger.AccountBalance::balance)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }
}
