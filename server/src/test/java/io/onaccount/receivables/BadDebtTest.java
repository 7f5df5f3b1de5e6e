package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.WriteOffs.NewWriteOff;
import io.onaccount.receivables.WriteOffs.Part;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may be lost is provided for by age, what is lost is written off by two, and what comes after all is a receivable again (RCV-06). */
class BadDebtTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final WriteOffs writeOffs = bed.application.bean(WriteOffs.class);
    private final Allowances allowances = bed.application.bean(Allowances.class);
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final Actor clerk = bed.actor;
    private final Actor second = bed.somebodyElse();
    private final UUID customer = bed.customer("null");

    private UUID raise(String amount, int daysOverdue) {
        UUID document = bed.document("delivery", customer);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        null,
                        ItemKind.DELIVERY,
                        "D-" + amount,
                        Money.of(amount, "CNY"),
                        DAY.minusDays(daysOverdue + 30L),
                        DAY.minusDays(daysOverdue),
                        "")));
    }

    private void write(Consumer<Tx> body) {
        Boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }

    private Map<LedgerAccount, String> books() {
        return bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            assertThat(ageing.customer(tx, clerk, customer, DAY, Ageing.Basis.DUE)
                            .balance())
                    .isEqualByComparingTo(ledger.owed(tx, clerk, customer, DAY));
            return ledger.balances(tx, clerk, DAY).stream()
                    .filter(balance -> balance.balance().signum() != 0)
                    .collect(Collectors.toMap(
                            Ledger.AccountBalance::account,
                            balance -> balance.balance().stripTrailingZeros().toPlainString()));
        });
    }

    private UUID lost(UUID item, String amount) {
        return bed.write(tx -> writeOffs.create(
                tx, clerk, new NewWriteOff(customer, List.of(new Part(item, new BigDecimal(amount))), "bankrupt")));
    }

    @Test
    void theAllowanceIsWorkedOutByAgeAndTheDifferenceEntered() {
        raise("1000.00", -5);
        raise("200.00", 20);
        raise("300.05", 100);
        UUID first = bed.write(tx -> allowances.create(tx, clerk, DAY));
        assertThatThrownBy(() -> write(tx -> allowances.apply(tx, clerk, first, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("write-off-own"));
        write(tx -> allowances.apply(tx, second, first, null));
        // 1000 × 0 % + 200 × 1 % + 300.05 × 30 %
        assertThat(books())
                .containsEntry(LedgerAccount.ALLOWANCE, "-92.02")
                .containsEntry(LedgerAccount.IMPAIRMENT, "92.02");
        write(tx -> allowances.setRates(
                tx,
                clerk,
                List.of("1", "1", "1", "1", "1", "1", "1").stream()
                        .map(BigDecimal::new)
                        .toList()));
        UUID next = bed.write(tx -> allowances.create(tx, clerk, DAY));
        write(tx -> allowances.apply(tx, second, next, null));
        assertThat(books()).containsEntry(LedgerAccount.ALLOWANCE, "-15").containsEntry(LedgerAccount.IMPAIRMENT, "15");
        Allowances.Allowance read = bed.read(tx -> allowances.find(tx, clerk, next));
        assertThat(read.need().before()).isEqualByComparingTo("92.02");
        assertThat(read.need().lines()).hasSize(7);
        assertThatThrownBy(() -> write(tx -> allowances.setRates(tx, clerk, List.of(BigDecimal.ONE))))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> write(tx -> allowances.create(tx, clerk, DAY.plusDays(1))))
                .isInstanceOf(Problem.class);
    }

    /** Of what was 1–30 days overdue a year ago half was neither paid since nor anything but written off; 60 % of that is lost in the end. */
    @Test
    void theAllowanceIsWorkedOutByTheLossToBeExpectedFromTheCompanysOwnPast() {
        raise("100.00", 385);
        UUID paid = raise("300.00", 385);
        UUID lost = raise("200.00", 385);
        UUID bank = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
        Receipts receipts = bed.application.bean(Receipts.class);
        LocalDate then = DAY.minusDays(100);
        UUID receipt = bed.write(tx -> receipts.create(
                tx,
                clerk.on(then),
                new NewReceipt(
                        customer,
                        then,
                        new BigDecimal("300.00"),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        java.util.List.of(new NewReceipt.Purpose(paid, null, null)))));
        write(tx -> receipts.confirm(tx, second.on(then), receipt, null, false));
        UUID writeOff = lost(lost, "200");
        write(tx -> writeOffs.apply(tx, second, writeOff, null));
        raise("50.00", 10);
        write(tx -> allowances.settle(
                tx, clerk, new Allowances.Settings(Allowances.By.EXPECTED_LOSS, new BigDecimal("60"))));
        Allowances.Need need = bed.read(tx -> allowances.need(tx, clerk, DAY));
        Allowances.Line young = need.lines().get(1);
        assertThat(young.history()).isNotNull();
        assertThat(young.history().seen()).isEqualByComparingTo("600");
        assertThat(young.history().unpaid()).isEqualByComparingTo("300");
        assertThat(young.history().probability()).isEqualByComparingTo("50");
        assertThat(young.rate()).isEqualByComparingTo("30");
        assertThat(young.needed()).isEqualByComparingTo("15.00");
        assertThat(need.lines().getLast().history())
                .as("no past of this age: its usual rate")
                .isNull();
        assertThat(need.needed()).isEqualByComparingTo("115.00");
        UUID kept = bed.write(tx -> allowances.create(tx, clerk, DAY));
        write(tx -> allowances.apply(tx, second, kept, null));
        Allowances.Allowance read = bed.read(tx -> allowances.find(tx, clerk.companyWide(), kept));
        assertThat(read.need().lines())
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(need.lines());
        assertThat(read.need().by()).isEqualTo(Allowances.By.EXPECTED_LOSS);
        // The write-off had used 200 of the allowance.
        assertThat(books())
                .containsEntry(LedgerAccount.ALLOWANCE, "-115")
                .containsEntry(LedgerAccount.IMPAIRMENT, "315");
        assertThatThrownBy(() -> write(tx -> allowances.settle(
                        tx, clerk, new Allowances.Settings(Allowances.By.AGE, new BigDecimal("101")))))
                .isInstanceOf(Problem.class);
    }

    @Test
    void whatIsLostIsWrittenOffByTwoAgainstTheAllowance() {
        UUID item = raise("500.00", 400);
        UUID writeOff = lost(item, "300");
        assertThatThrownBy(() -> write(tx -> writeOffs.apply(tx, clerk, writeOff, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("write-off-own"));
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("500");
        write(tx -> writeOffs.apply(tx, second, writeOff, null));
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("200");
        assertThat(books())
                .containsEntry(LedgerAccount.RECEIVABLE, "200")
                .containsEntry(LedgerAccount.ALLOWANCE, "300");
        // The next allowance makes it good: 200 × 100 % needed and 300 used.
        UUID allowance = bed.write(tx -> allowances.create(tx, clerk, DAY));
        write(tx -> allowances.apply(tx, second, allowance, null));
        assertThat(books())
                .containsEntry(LedgerAccount.ALLOWANCE, "-200")
                .containsEntry(LedgerAccount.IMPAIRMENT, "500");
        assertThatThrownBy(() -> lost(item, "200.01"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .singleElement()
                                .satisfies(e -> assertThat(e.code()).isEqualTo("write-off-more-than-open")));
    }

    @Test
    void oneThatNoLongerFitsIsNotApplied() {
        UUID item = raise("100.00", 400);
        UUID one = lost(item, "60");
        UUID other = lost(item, "60");
        write(tx -> writeOffs.apply(tx, second, one, null));
        assertThatThrownBy(() -> write(tx -> writeOffs.apply(tx, second, other, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("plan-item-changed"));
        write(tx -> writeOffs.cancel(tx, clerk, other, null, "once is enough"));
        assertThat(books()).containsEntry(LedgerAccount.RECEIVABLE, "40");
    }

    @Test
    void whatComesAfterAllIsAReceivableAgain() {
        UUID item = raise("100.00", 400);
        UUID writeOff = lost(item, "100");
        write(tx -> writeOffs.apply(tx, second, writeOff, null));
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("0");
        assertThatThrownBy(() ->
                        write(tx -> writeOffs.recover(tx, clerk, writeOff, null, new BigDecimal("100.01"), "paid")))
                .isInstanceOf(Problem.class);
        write(tx -> writeOffs.recover(tx, clerk, writeOff, null, new BigDecimal("70"), "the receiver pays"));
        assertThatThrownBy(
                        () -> write(tx -> writeOffs.recover(tx, clerk, writeOff, null, new BigDecimal("31"), "more")))
                .isInstanceOf(Problem.class);
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("70");
        assertThat(books()).containsEntry(LedgerAccount.RECEIVABLE, "70").containsEntry(LedgerAccount.ALLOWANCE, "30");
        WriteOffs.WriteOff read = bed.read(tx -> writeOffs.find(tx, clerk, writeOff));
        assertThat(read.recovered()).isEqualByComparingTo("70");
    }
}
