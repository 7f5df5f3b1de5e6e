package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;

/** The trial balance and vouchers (LED-02): equal to the books, and each journal handed over once. */
class VouchersTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;
    private static final LocalDate MONTH = DAY.withDayOfMonth(1);

    private final CreditTestBed bed = new CreditTestBed();
    private final Vouchers vouchers = bed.application.bean(Vouchers.class);
    private final VoucherFile files = bed.application.bean(VoucherFile.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Texts texts = bed.application.bean(Texts.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final Actor again = new Actor(
            clerk.company(),
            clerk.user(),
            clerk.name(),
            Locale.SIMPLIFIED_CHINESE,
            Set.of("voucher-export.reexport"),
            clerk.scope(),
            null,
            "CNY",
            clerk.zone(),
            clerk.today());
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    @Test
    void theTrialBalanceIsTheLedgersOnAnyDay() {
        List<UUID> customers = trade();
        for (LocalDate to : List.of(DAY, DAY.minusDays(20), MONTH.minusDays(1))) {
            LocalDate from = to.minusDays(40);
            Ledger.TrialBalance balance = bed.read(tx -> ledger.trialBalance(tx, clerk, texts, from, to, 500));
            BigDecimal sum = BigDecimal.ZERO;
            for (UUID customer : customers) {
                BigDecimal opening = bed.read(tx -> ledger.owed(tx, clerk, customer, from.minusDays(1)));
                BigDecimal closing = bed.read(tx -> ledger.owed(tx, clerk, customer, to));
                sum = sum.add(closing);
                Ledger.Card card = bed.read(tx -> ledger.card(tx, clerk, customer, from, to, 5000));
                balance.customers().stream()
                        .filter(line -> customer.equals(line.id()))
                        .forEach(line -> {
                            assertThat(line.opening().compareTo(opening)).isZero();
                            assertThat(line.closing().compareTo(closing)).isZero();
                            assertThat(line.opening().add(line.debit()).subtract(line.credit()))
                                    .isEqualByComparingTo(line.closing().toPlainString());
                            assertThat(line.debit().compareTo(sum(card.lines(), true)))
                                    .isZero();
                            assertThat(line.credit().compareTo(sum(card.lines(), false)))
                                    .isZero();
                        });
            }
            assertThat(balance.total().closing().compareTo(sum)).isZero();
            BigDecimal accounts = balance.accounts().stream()
                    .filter(line -> line.code().equals("1122") || line.code().equals("2203"))
                    .map(Ledger.PeriodLine::closing)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(balance.total().closing().compareTo(accounts)).isZero();
            assertThat(balance.accounts().stream()
                            .map(Ledger.PeriodLine::closing)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .signum())
                    .isZero();
        }
    }

    private static BigDecimal sum(List<Ledger.CardLine> lines, boolean debit) {
        return lines.stream()
                .map(line -> debit ? line.debit() : line.credit())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void everyJournalIsHandedOverOnceAndEachVoucherBalances() {
        trade();
        Vouchers.Pending before = bed.read(tx -> vouchers.pending(tx, clerk, DAY));
        assertThat(before.journals()).isPositive();
        UUID first = export(MONTH.minusDays(400), MONTH.minusDays(1), Vouchers.Grouping.JOURNAL, 1);
        UUID second = export(MONTH.minusDays(400), DAY, Vouchers.Grouping.DAY, 1);
        assertThat(bed.read(tx -> vouchers.pending(tx, clerk, DAY)).journals()).isZero();
        Vouchers.Export one = bed.read(tx -> vouchers.find(tx, first));
        Vouchers.Export two = bed.read(tx -> vouchers.find(tx, second));
        assertThat((long) one.journals() + two.journals()).isEqualTo(before.journals());
        assertThat(one.debit().add(two.debit()).compareTo(before.debit())).isZero();
        assertThat(two.vouchers()).isLessThanOrEqualTo(two.journals());
        assertThatThrownBy(() -> export(MONTH.minusDays(400), DAY, Vouchers.Grouping.DAY, 1))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("voucher-nothing"));
        for (UUID run : List.of(first, second)) {
            Vouchers.Written written = bed.write(tx -> vouchers.write(tx, again, run, "csv"));
            written.entries().stream()
                    .collect(java.util.stream.Collectors.groupingBy(
                            Vouchers.Entry::voucher,
                            java.util.stream.Collectors.reducing(
                                    BigDecimal.ZERO, Vouchers.Entry::amount, BigDecimal::add)))
                    .forEach((voucher, sum) ->
                            assertThat(sum.signum()).as("voucher " + voucher).isZero());
        }
        assertThatThrownBy(() -> bed.write(tx -> vouchers.write(tx, clerk, first, "csv")))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(403));
    }

    @Test
    void theFilesAreWhatTheGeneralLedgersImport() throws IOException {
        UUID customer = bed.customer("null");
        raise(customer, "113.00", DAY.minusDays(3));
        received(customer, "100.00", DAY.minusDays(1));
        bed.write(tx -> {
            vouchers.setTargets(
                    tx,
                    clerk,
                    List.of(
                            new Vouchers.Target(LedgerAccount.CASH, bank, "1002.01", "工行", Vouchers.Aux.NONE),
                            new Vouchers.Target(
                                    LedgerAccount.RECEIVABLE, null, "1122", "应收账款", Vouchers.Aux.CUSTOMER)));
            return 0;
        });
        UUID run = export(MONTH.minusDays(30), DAY, Vouchers.Grouping.JOURNAL, 7);
        Vouchers.Written written = bed.write(tx -> vouchers.write(tx, again, run, "yonyou"));
        String yonyou = new String(
                files.write(written, "yonyou", Locale.SIMPLIFIED_CHINESE).content(), StandardCharsets.UTF_8);
        String[] lines = yonyou.split("\r\n");
        assertThat(lines[0]).isEqualTo("\ufeff填制凭证,V800");
        assertThat(lines[1]).startsWith("制单日期,凭证类别,凭证号");
        assertThat(yonyou).contains(",1122,113.00,0,").contains(",1002.01,100.00,0,");
        assertThat(lines[2].split(",")[2]).isEqualTo("7");
        byte[] kingdee =
                files.write(written, "kingdee", Locale.SIMPLIFIED_CHINESE).content();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(kingdee))) {
            List<Row> rows = book.getFirstSheet().read();
            assertThat(rows.getFirst().getCellText(0)).isEqualTo("FDate");
            assertThat(rows.getFirst().getCellText(5)).isEqualTo("FAccountNum");
            assertThat(rows.stream()
                            .anyMatch(row -> row.stream()
                                    .anyMatch(cell ->
                                            cell != null && cell.getText().startsWith("客户---"))))
                    .isTrue();
            assertThat(rows).hasSize(written.entries().size() + 1);
        }
        String csv = new String(files.write(written, "csv", Locale.ENGLISH).content(), StandardCharsets.UTF_8);
        assertThat(csv.lines().count()).isEqualTo(written.entries().size() + 1L);
        assertThatThrownBy(() -> files.write(written, "yonyou.first", Locale.ENGLISH))
                .isInstanceOf(Problem.class);
    }

    private UUID export(LocalDate from, LocalDate to, Vouchers.Grouping grouping, int number) {
        return bed.write(tx -> vouchers.export(tx, clerk, from, to, grouping, "记", number));
    }

    private List<UUID> trade() {
        Random random = new Random(7);
        List<UUID> customers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID customer = bed.customer("null");
            customers.add(customer);
            for (int k = 0; k < 6; k++) {
                raise(customer, (100 + random.nextInt(900)) + ".00", DAY.minusDays(random.nextInt(90)));
                received(customer, (50 + random.nextInt(500)) + ".00", DAY.minusDays(random.nextInt(60)));
            }
        }
        return customers;
    }

    private void raise(UUID customer, String amount, LocalDate date) {
        UUID document = bed.document("delivery", customer);
        bed.write(tx -> items.raise(
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
                        date.plusDays(30),
                        "")));
    }

    private void received(UUID customer, String amount, LocalDate on) {
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
    }
}
