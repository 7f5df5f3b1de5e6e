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
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lives of bills (承兑汇票, RCP-05): what they settle, what they still risk, and what comes of it. */
class BillsTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;
    private static final LocalDate RECEIVED = DAY.minusDays(60);
    private static final LocalDate DUE = DAY.minusDays(5);

    private final CreditTestBed bed = new CreditTestBed();
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Bills bills = bed.application.bean(Bills.class);
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
    private final UUID customer = bed.customer("1000");
    private final UUID item = raise("800.00");

    @AfterEach
    void proven() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            for (int back = 0; back < 70; back += 2) {
                LocalDate day = DAY.minusDays(back);
                Ageing.Line line = ageing.customer(tx, clerk, customer, day, Ageing.Basis.DUE);
                assertThat(line.balance())
                        .as("ageing of %s", day)
                        .isEqualByComparingTo(ledger.owed(tx, clerk, customer, day));
            }
            return true;
        });
    }

    @Test
    void aBillSettlesAndStaysExposureUntilItIsPaid() {
        UUID bill = received("B-1");
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).bills()).isEqualByComparingTo("800");
        assertThat(bed.exposure(customer)).as("a promise frees no credit").isEqualByComparingTo("800");
        assertThatThrownBy(() -> write(tx -> bills.mature(tx, clerk, bill, null, DUE.minusDays(1), bank)))
                .isInstanceOf(Problem.class);
        write(tx -> bills.mature(tx, clerk, bill, null, DUE, bank));
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.CASH, DUE)).isEqualByComparingTo("800");
        assertThat(booked(LedgerAccount.NOTES, DUE)).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.NOTES, DUE.minusDays(1))).isEqualByComparingTo("800");
        assertThatThrownBy(() -> write(tx -> bills.dishonour(tx, clerk, bill, null, DAY, null, "late")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("wrong-state"));
    }

    @Test
    void aDiscountedBillBringsMoneyAtOnceAndRiskUntilItsDay() {
        UUID bill = received("B-1");
        write(tx -> bills.discount(tx, clerk, bill, null, "ICBC", RECEIVED.plusDays(3), new BigDecimal("12.34"), bank));
        assertThat(booked(LedgerAccount.CASH, DAY)).isEqualByComparingTo("787.66");
        assertThat(booked(LedgerAccount.BILL_INTEREST, DAY)).isEqualByComparingTo("12.34");
        assertThat(booked(LedgerAccount.RECOURSE, DAY)).isEqualByComparingTo("-800");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("800");
        write(tx -> bills.mature(tx, clerk, bill, null, DUE, null));
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.RECOURSE, DAY)).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.CASH, DAY)).isEqualByComparingTo("787.66");
    }

    @Test
    void anUnpaidBillIsOwedAgainAndNothingMore() {
        UUID bill = received("B-1");
        write(tx -> bills.endorse(tx, clerk, bill, null, "Supplier", RECEIVED.plusDays(1)));
        assertThat(booked(LedgerAccount.PAYABLE, DAY)).isEqualByComparingTo("800");
        BigDecimal before = bed.exposure(customer);
        assertThatThrownBy(() -> write(tx -> bills.dishonour(tx, clerk, bill, null, DAY, null, "no funds")))
                .as("the supplier wants their money")
                .isInstanceOf(Problem.class);
        write(tx -> bills.dishonour(tx, clerk, bill, null, DAY, bank, "no funds"));
        assertThat(bed.exposure(customer)).isEqualByComparingTo(before);
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("800");
        assertThat(bed.figures(customer).bills()).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.CASH, DAY)).isEqualByComparingTo("-800");
        assertThat(booked(LedgerAccount.RECOURSE, DAY)).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.NOTES, DAY)).isEqualByComparingTo("0");
        assertThat(bed.read(tx -> bed.application.bean(ReceivableExposure.class).past(tx, List.of(customer), DAY))
                        .get(customer)
                        .dishonouredOn())
                .isEqualTo(DAY);
    }

    @Test
    void aBillIsGivenBackWithItsReceiptWhileItIsInHand() {
        UUID bill = received("B-1");
        UUID receipt = bed.read(tx -> bills.find(tx, clerk, bill)).receipt();
        write(tx -> receipts.reverse(tx, cashier, receipt, null, "forged", null));
        assertThat(bed.read(tx -> bills.find(tx, clerk, bill)).state()).isEqualTo(Bills.State.RETURNED);
        assertThat(open(item)).isEqualByComparingTo("800");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("800");

        UUID other = received("B-1");
        write(tx -> bills.endorse(tx, clerk, other, null, "Supplier", RECEIVED.plusDays(1)));
        UUID second = bed.read(tx -> bills.find(tx, clerk, other)).receipt();
        assertThatThrownBy(() -> write(tx -> receipts.reverse(tx, cashier, second, null, "forged", null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("bill-gone"));
    }

    @Test
    void aBillIsEnteredOnceAndWithWhatABillSays() {
        UUID bill = draft("B-1", new Bills.NewBill(Bills.BillKind.BANK, "B-1", "D", "A", RECEIVED.minusDays(9), DUE));
        assertThatThrownBy(() -> draft("B-1", bill("B-1"))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> draft("B-2", null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> draft("B-2", bill("  "))).isInstanceOf(Problem.class);
        write(tx -> receipts.change(tx, clerk, bill, entry(bill("B-1")), null));
        write(tx -> receipts.change(tx, clerk, bill, entry(bill("B-3")), null));
        draft("B-1", bill("B-1"));
        write(tx -> receipts.delete(tx, clerk, bill, null));
        draft("B-3", bill("B-3"));
        List<Bills.DueDay> none = bed.read(tx -> bills.calendar(tx, clerk, RECEIVED, DAY));
        assertThat(none).as("drafts promise nothing yet").isEmpty();
        received("B-4");
        List<Bills.DueDay> days = bed.read(tx -> bills.calendar(tx, clerk, RECEIVED, DAY));
        assertThat(days).singleElement().satisfies(day -> {
            assertThat(day.due()).isEqualTo(DUE);
            assertThat(day.inHand()).isEqualByComparingTo("800");
        });
    }

    private static Bills.NewBill bill(String number) {
        return new Bills.NewBill(Bills.BillKind.COMMERCIAL, number, null, null, null, DUE);
    }

    private NewReceipt entry(Bills.NewBill bill) {
        return new NewReceipt(
                customer,
                RECEIVED,
                new BigDecimal("800.00"),
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
                bill,
                List.of());
    }

    private UUID draft(String why, Bills.NewBill bill) {
        assertThat(why).isNotBlank();
        return bed.write(tx -> receipts.create(tx, clerk, entry(bill)));
    }

    /** Entered and confirmed; answers the bill. */
    private UUID received(String number) {
        UUID receipt = draft(number, bill(number));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        return bed.read(tx -> Bills.of(tx, receipt));
    }

    private UUID raise(String amount) {
        UUID document = bed.document("delivery", customer);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        null,
                        ItemKind.DELIVERY,
                        "D-" + Ids.next(),
                        Money.of(amount, "CNY"),
                        RECEIVED.minusDays(5),
                        RECEIVED.plusDays(20),
                        "")));
    }

    private void write(Consumer<Tx> body) {
        boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }

    private BigDecimal open(UUID id) {
        return new BigDecimal(bed.application
                .database()
                .value("select amount - settled from receivables.open_item where id = '" + id + "'"));
    }

    private BigDecimal booked(LedgerAccount account, LocalDate day) {
        return bed.read(tx -> ledger.balances(tx, clerk, day)).stream()
                .filter(b -> b.account() == account)
                .map(Ledger.AccountBalance::balance)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }
}
