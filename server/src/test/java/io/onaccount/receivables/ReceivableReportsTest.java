package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The reports on receipts and receivables (RPT-03, RPT-04): equal to the ledger, and known answers where a textbook has them. */
class ReceivableReportsTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final ReceivableReports reports = bed.application.bean(ReceivableReports.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    @Test
    void theyAreEqualToTheLedger() {
        Random random = new Random(3);
        List<UUID> received = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UUID customer = bed.customer("null");
            for (int k = 0; k < 8; k++) {
                raise(customer, (100 + random.nextInt(900)) + ".00", DAY.minusDays(random.nextInt(300)), 30);
                received.add(
                        received(customer, (50 + random.nextInt(500)) + ".00", DAY.minusDays(random.nextInt(200))));
            }
        }
        for (int i = 0; i < received.size(); i += 7) {
            UUID receipt = received.get(i);
            bed.write(tx -> {
                receipts.reverse(tx, cashier, receipt, null, "bounced", DAY);
                return 0;
            });
        }
        for (ReceivableReports.By by : ReceivableReports.By.values()) {
            for (LocalDate from : List.of(DAY.minusDays(300), DAY.minusDays(50), DAY)) {
                ReceivableReports.Receipts report = bed.read(tx -> reports.receipts(tx, clerk, from, DAY, by, 1000));
                assertThat(report.total().amount().compareTo(cash(DAY).subtract(cash(from.minusDays(1)))))
                        .as(by + " from " + from)
                        .isZero();
                BigDecimal sum = report.lines().stream()
                        .map(ReceivableReports.ReceiptLine::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(sum.compareTo(report.total().amount())).isZero();
            }
        }
        ReceivableReports.Receivables year = bed.read(tx -> reports.receivables(tx, clerk));
        assertThat(year.months()).hasSize(12);
        for (ReceivableReports.Month month : year.months()) {
            BigDecimal balance = account(month.end(), LedgerAccount.RECEIVABLE, LedgerAccount.CUSTOMER_MONEY);
            assertThat(month.balance().compareTo(balance)).as(month.month()).isZero();
            BigDecimal sales = account(month.end(), LedgerAccount.SALES_CLEARING)
                    .subtract(account(month.end().withDayOfMonth(1).minusDays(1), LedgerAccount.SALES_CLEARING))
                    .negate();
            assertThat(month.sales().compareTo(sales)).as(month.month()).isZero();
            BigDecimal in = cash(month.end())
                    .subtract(cash(month.end().withDayOfMonth(1).minusDays(1)));
            assertThat(month.receipts().compareTo(in)).as(month.month()).isZero();
        }
    }

    @Test
    void daysOfSalesAndEffectivenessAsTheTextbookHasThem() {
        UUID customer = bed.customer("null");
        // Sold 31,000 in each of the last three months; all of the last and half of the one before are still open.
        LocalDate march = DAY.withDayOfMonth(1);
        raise(customer, "31000.00", march.minusMonths(2), 30);
        UUID february = raise(customer, "31000.00", march.minusMonths(1), 30);
        raise(customer, "31000.00", march, 60);
        received(customer, "46500.00", DAY);
        assertThat(february).isNotNull();
        ReceivableReports.Month month =
                bed.read(tx -> reports.receivables(tx, clerk)).months().getLast();
        assertThat(month.balance()).isEqualByComparingTo("46500");
        // 46,500 ÷ 93,000 × 90 days (31 + 28 + 31)
        assertThat(month.dso()).isEqualByComparingTo("45.0");
        // March's 31 days whole, and half of February's 28
        assertThat(month.countBack()).isEqualByComparingTo("45.0");
        // Only March's sale isn't due: 31,000 ÷ 93,000 × 90
        assertThat(month.bestPossible()).isEqualByComparingTo("30.0");
        // (62,000 + 31,000 − 46,500) ÷ (62,000 + 31,000 − 31,000)
        assertThat(month.effectiveness()).isEqualByComparingTo("75.0");
    }

    @Test
    void whatRollsIntoTheNextMonthOfDelay() {
        LocalDate last = DAY.withDayOfMonth(1).minusDays(1);
        UUID customer = bed.customer("null");
        raise(customer, "1000.00", last.minusDays(18), 0);
        received(customer, "400.00", last.plusDays(20));
        raise(customer, "200.00", last.minusDays(44), 0); // nothing of it was paid
        raise(customer, "500.00", last.minusDays(5), 20);
        raise(customer, "500.00", last.minusDays(5), 60);
        ReceivableReports.Month month =
                bed.read(tx -> reports.receivables(tx, clerk)).months().getLast();
        // Of 1,000 not due one half is late now; of 1,000 up to 30 days late 600 remain; of 200 up to 60 days late all.
        // Wider ages don't roll by months.
        assertThat(month.rolled())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(of("50"), of("60"), of("100"));
        raise(bed.customer("null"), "-700.00", last.plusDays(5), 0);
        month = bed.read(tx -> reports.receivables(tx, clerk)).months().getLast();
        assertThat(month.rolled().getFirst()).as("more credited than owed").isNull();
    }

    private static BigDecimal of(String figure) {
        return new BigDecimal(figure);
    }

    @Test
    void daysLateAreWeighedByWhatWasPaid() {
        UUID slow = bed.customer("null");
        UUID fast = bed.customer("null");
        raise(slow, "100.00", DAY.minusDays(60), 30);
        raise(slow, "300.00", DAY.minusDays(50), 30);
        received(slow, "400.00", DAY);
        raise(fast, "100.00", DAY.minusDays(10), 30);
        received(fast, "100.00", DAY);
        List<ReceivableReports.Behaviour> slowest = bed.read(tx -> reports.behaviour(tx, clerk, true, 10));
        assertThat(slowest.getFirst().customer()).isEqualTo(slow);
        // (100 × 30 + 300 × 20) ÷ 400
        assertThat(slowest.getFirst().daysLate()).isEqualByComparingTo("22.5");
        assertThat(slowest.getFirst().before()).isNull();
        List<ReceivableReports.Behaviour> fastest = bed.read(tx -> reports.behaviour(tx, clerk, false, 10));
        assertThat(fastest.getFirst().customer()).isEqualTo(fast);
        assertThat(fastest.getFirst().daysLate()).isEqualByComparingTo("-20.0");
    }

    @Test
    void whatIsOverdueHasItsCause() {
        UUID customer = bed.customer("null");
        UUID disputed = raise(customer, "100.00", DAY.minusDays(60), 30);
        UUID promised = raise(customer, "250.00", DAY.minusDays(50), 30);
        raise(customer, "40.00", DAY.minusDays(45), 30);
        raise(customer, "5.00", DAY.minusDays(1), 30); // not due
        UUID other = bed.customer("null");
        raise(other, "7.00", DAY.minusDays(45), 30);
        bed.write(tx -> {
            bed.application.bean(ItemRecords.class).dispute(tx, clerk, disputed, "wrong price");
            return 0;
        });
        Promises promises = bed.application.bean(Promises.class);
        bed.write(tx -> promises.create(
                tx,
                clerk,
                new Promises.NewPromise(
                        customer, new BigDecimal("250.00"), null, DAY.plusDays(3), List.of(promised), "", "")));
        assertThat(bed.read(tx -> reports.receivables(tx, clerk)).overdue())
                .extracting(o -> o.cause() + " " + o.items() + " " + o.amount().toPlainString())
                .containsExactly("DISPUTED 1 100.00", "PROMISED 1 250.00", "NONE 2 47.00");
    }

    private BigDecimal cash(LocalDate day) {
        return account(day, LedgerAccount.CASH, LedgerAccount.FEES);
    }

    private BigDecimal account(LocalDate day, LedgerAccount... accounts) {
        return bed.read(tx -> ledger.balances(tx, clerk, day)).stream()
                .filter(balance -> List.of(accounts).contains(balance.account()))
                .map(Ledger.AccountBalance::balance)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private UUID raise(UUID customer, String amount, LocalDate date, int days) {
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
                        date,
                        date.plusDays(days),
                        "")));
    }

    private UUID received(UUID customer, String amount, LocalDate on) {
        UUID id = bed.write(tx -> receipts.create(
                tx,
                clerk,
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
        bed.write(tx -> {
            receipts.confirm(tx, cashier, id, null, true);
            return 0;
        });
        return id;
    }
}
