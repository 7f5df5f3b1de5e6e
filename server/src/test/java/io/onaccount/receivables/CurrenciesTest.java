package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.NewReceipt.FeeBy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents in other currencies (FND-12): rates, gains and losses when they are settled, and at the end of a period. */
class CurrenciesTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Refunds refunds = bed.application.bean(Refunds.class);
    private final Allocations allocations = bed.application.bean(Allocations.class);
    private final OpeningBalances openings = bed.application.bean(OpeningBalances.class);
    private final Revaluations revaluations = bed.application.bean(Revaluations.class);
    private final CashTransfers transfers = bed.application.bean(CashTransfers.class);
    private final ExchangeRates rates = bed.application.bean(ExchangeRates.class);
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final CashAccounts cash = bed.application.bean(CashAccounts.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID base = account("BASE", "CNY");
    private final UUID dollars = account("USD", "USD");
    private int numbers;

    @AfterEach
    void proven() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            for (int back = -2; back < 40; back += 3) {
                LocalDate day = DAY.minusDays(back);
                assertThat(ageing.report(tx, clerk, day, Ageing.Basis.DUE, Ageing.By.CUSTOMER, 100)
                                .total()
                                .balance())
                        .as("ageing of %s", day)
                        .isEqualByComparingTo(
                                booked(LedgerAccount.RECEIVABLE, day).add(booked(LedgerAccount.CUSTOMER_MONEY, day)));
            }
            return true;
        });
    }

    /** A loss is positive. FX-ERP-03, FX-TR-03, FX-ODOO-03 and what rounding makes of parts. */
    @ParameterizedTest(name = "{0}: USD {1} at {2} paid with USD {3} at {4}: loss {5}, open USD {6} worth {7}")
    @CsvSource({
        "FX-ERP-03, 100, 50, 100, 55, -500.00, 0, 0",
        "derived, 100, 50, 100, 45, 500.00, 0, 0",
        "FX-TR-03, 400, 0.5, 400, 0.5, 0, 0, 0",
        "FX-ODOO-03, 120, 0.5, 120, 0.333333333333, 20.00, 0, 0",
        "FX-ERP-02, 100, 50, 20, 45, 100.00, 80, 4000.00",
        "derived in halves, 100, 50, 50, 52, -100.00, 50, 2500.00",
        "derived, 100, 7.1234, 33.33, 7.0000, 4.11, 66.67, 474.92",
        "derived, 100, 7.1234, 150, 7.0000, 12.34, 0, 0",
        "derived, 0.01, 7.1234, 0.01, 7.9999, -0.01, 0, 0",
    })
    void settlementMakesTheDifferenceReal(
            String example,
            String amount,
            String rate,
            String paid,
            String paidRate,
            String loss,
            String open,
            String worth) {
        UUID customer = bed.customer("null");
        UUID item = owed(customer, amount, "USD", rate, DAY.minusDays(30));
        UUID receipt = draft(customer, paid, dollars, paidRate);
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo(loss);
        OpenItem now = item(item);
        assertThat(now.foreign().open()).isEqualByComparingTo(open);
        assertThat(now.open()).isEqualByComparingTo(worth);
        assertThat(bed.read(tx -> cash.find(tx, dollars)).balance()).isEqualByComparingTo(paid);
        Receipt read = bed.read(tx -> receipts.find(tx, clerk, receipt));
        assertThat(bed.exposure(customer)).isEqualByComparingTo(now.open().subtract(read.unapplied()));

        // Everything comes back as it was.
        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null));
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("0");
        assertThat(item(item).foreign().settled()).isEqualByComparingTo("0");
        assertThat(item(item).settled()).isEqualByComparingTo("0");
        assertThat(bed.read(tx -> cash.find(tx, dollars)).balance()).isEqualByComparingTo("0");
    }

    /** The discount is of the document, so it is worth what the document was; the rate moves the money alone. */
    @ParameterizedTest(name = "USD {0} of USD 100 with 2 %: open USD {1}, discount {2}, loss {3}")
    @CsvSource({"98, 0, 14.00, -9.80", "49, 50, 7.00, -4.90", "100, 0, 14.00, -9.80"})
    void aDiscountIsInTheCurrencyOfTheDocument(String paid, String open, String discount, String loss) {
        UUID customer = bed.customer("null");
        UUID item = owed(customer, "100", "USD", "7", DAY.minusDays(30));
        DiscountOverrides overrides = bed.application.bean(DiscountOverrides.class);
        UUID override = bed.write(tx -> overrides.ask(
                tx,
                clerk,
                new DiscountOverrides.Entry(
                        DiscountOverrides.What.STEP, item, new BigDecimal("2"), DAY, null, null, null, "agreed")));
        write(tx -> overrides.confirm(tx, cashier, override));
        DiscountQuotes.ItemQuote quote = bed.read(
                        tx -> bed.application.bean(DiscountQuotes.class).quote(tx, clerk, customer, null, DAY))
                .items()
                .getFirst();
        assertThat(quote.payable()).isEqualByComparingTo("686");
        assertThat(quote.own()).isNotNull();
        assertThat(quote.own().payable()).isEqualByComparingTo("98");
        UUID receipt = draft(customer, paid, dollars, "7.1");
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(item(item).foreign().open()).isEqualByComparingTo(open);
        assertThat(booked(LedgerAccount.DISCOUNT_ALLOWED, DAY)).isEqualByComparingTo(discount);
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo(loss);
        AllocationView shown =
                bed.read(tx -> allocations.ofReceipt(tx, receipt)).getFirst();
        assertThat(shown.exchange()).isEqualByComparingTo(loss);
        assertThat(shown.discount().amount()).isEqualByComparingTo(discount);
        assertThat(shown.itemAmount().subtract(shown.receiptAmount()))
                .isEqualByComparingTo(new BigDecimal(discount).divide(new BigDecimal("7")));
        proven();

        write(tx -> allocations.takeBack(tx, cashier, shown.id()));
        assertThat(item(item).foreign().settled()).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.DISCOUNT_ALLOWED, DAY)).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("0");
        proven();

        // By hand more than it asks for: what is too much stays free.
        write(tx -> receipts.allocate(
                tx, cashier, receipt, null, List.of(new Receipts.Wanted(item, new BigDecimal(paid)))));
        assertThat(item(item).foreign().open()).isEqualByComparingTo(open);
        assertThat(bed.read(tx -> receipts.find(tx, clerk, receipt)).own().allocated())
                .isEqualByComparingTo(new BigDecimal(paid).min(new BigDecimal("98")));
    }

    @Test
    void partOfWhatIsOwedInDollarsIsWrittenOff() {
        UUID customer = bed.customer("null");
        UUID item = owed(customer, "100", "USD", "7", DAY.minusDays(30));
        WriteOffs writeOffs = bed.application.bean(WriteOffs.class);
        UUID part = bed.write(tx -> writeOffs.create(
                tx,
                clerk,
                new WriteOffs.NewWriteOff(
                        customer, List.of(new WriteOffs.Part(item, new BigDecimal("70"))), "a dispute")));
        write(tx -> writeOffs.apply(tx, cashier, part, null));
        assertThat(item(item).open()).isEqualByComparingTo("630");
        assertThat(item(item).foreign().open()).isEqualByComparingTo("90");
        UUID rest = bed.write(tx -> writeOffs.create(
                tx, clerk, new WriteOffs.NewWriteOff(customer, List.of(new WriteOffs.Part(item, null)), "bankrupt")));
        write(tx -> writeOffs.apply(tx, cashier, rest, null));
        assertThat(item(item).open()).isEqualByComparingTo("0");
        assertThat(item(item).foreign().open()).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("0");
    }

    @Test
    void dollarsReceivedAsOurMoneySettleWhatIsSaid() { // FX-ERP-02
        UUID customer = bed.customer("null");
        UUID item = owed(customer, "100", "USD", "50", DAY.minusDays(30));
        UUID receipt = draft(customer, "900", base, null);
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(item(item).foreign().open()).as("not by itself").isEqualByComparingTo("100");
        write(tx -> receipts.allocate(
                tx,
                cashier,
                receipt,
                null,
                List.of(new Receipts.Wanted(item, new BigDecimal("900"), new BigDecimal("20")))));
        assertThat(item(item).foreign().open()).isEqualByComparingTo("80");
        assertThat(item(item).open()).isEqualByComparingTo("4000");
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("100");
        assertThat(booked(LedgerAccount.CASH, DAY)).isEqualByComparingTo("900");
    }

    @Test
    void ourInvoiceIsPaidInAnotherCurrency() { // FX-ODOO-04
        UUID customer = bed.customer("null");
        UUID item = owed(customer, "60", null, null, DAY.minusDays(30));
        UUID receipt = draft(customer, "90", dollars, "0.333333333333");
        write(tx -> receipts.confirm(tx, cashier, receipt, null, false));
        write(tx -> receipts.allocate(
                tx, cashier, receipt, null, List.of(new Receipts.Wanted(item, new BigDecimal("90")))));
        assertThat(item(item).open()).isEqualByComparingTo("30");
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("0");
    }

    @Test
    void aCreditNoteInOneCurrencySettlesAnInvoiceInAnother() { // FX-MF-02
        UUID customer = bed.customer("null");
        rate("EUR", "9", DAY);
        rate("CHF", "3", DAY);
        UUID invoice = owed(customer, "5000", "CHF", "3.1", DAY.minusDays(30));
        UUID note = owed(customer, "-333", "EUR", "8", DAY.minusDays(20));
        write(tx -> allocations.net(tx, cashier, invoice, note, new BigDecimal("333")));
        assertThat(item(invoice).foreign().open()).isEqualByComparingTo("4001");
        assertThat(item(note).foreign().open()).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("432.90"); // 999 × 3.1 − 333 × 8
    }

    @Test
    void ofTheSameCurrencyTheyMeetAtTheirOwnRates() { // FX-ODOO-03
        UUID customer = bed.customer("null");
        UUID invoice = owed(customer, "120", "USD", "0.5", DAY.minusDays(30));
        UUID note = owed(customer, "-120", "USD", "0.333333333333", DAY.minusDays(20));
        write(tx -> allocations.net(tx, cashier, invoice, note, new BigDecimal("120")));
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("20");
        assertThat(item(invoice).open()).isEqualByComparingTo("0");
        assertThat(item(note).open()).isEqualByComparingTo("0");
    }

    @ParameterizedTest(name = "{0} is worth {2} {1}")
    @CsvSource({
        "USD, CNY, 7.2",
        "CNY, USD, 0.138888888889",
        "USD, EUR, 0.9",
        "JPY, CNY, 0.048",
        "USD, JPY, 150",
        "USD, USD, 1"
    })
    void ratesAreKnownEveryWayRound(String from, String to, String rate) {
        rate("USD", "7.2", DAY.minusDays(5));
        rate("USD", "7.3", DAY.plusDays(1));
        rate("EUR", "8", DAY.minusDays(3));
        bed.write(tx -> rates.create(
                tx, clerk, new ExchangeRates.NewRate("JPY", DAY, new BigDecimal("4.8"), 100, false, "bank")));
        assertThat(bed.read(tx -> rates.rate(tx, clerk, from, to, DAY)).orElseThrow())
                .isEqualByComparingTo(rate);
        assertThat(bed.read(tx -> rates.rate(tx, clerk, "USD", "CNY", DAY.minusDays(6)))
                        .isPresent())
                .isFalse();
    }

    @Test
    void aDayHasOneRateAndOurOwnCurrencyNone() {
        rate("USD", "7.2", DAY);
        assertThatThrownBy(() -> rate("USD", "7.3", DAY)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> rate("CNY", "1", DAY)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> rate("XYZ", "1", DAY)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> draft(bed.customer("null"), "10", account("JPY", "JPY"), null))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> draft(bed.customer("null"), "10.5", account("JPY", "JPY"), "0.05"))
                .as("yen have no decimals")
                .isInstanceOf(Problem.class);
    }

    /** AG-ERP-18: USD 100 at 80 valued at 85 is 500 more. It belongs to the item, so ageing has no line for it but tells the item's new worth. */
    @Test
    void revaluedTheReceivableIsWorthMore() {
        UUID customer = bed.customer("null");
        owed(customer, "100", "USD", "80", DAY.minusDays(20));
        rate("USD", "85", DAY);
        assertThat(bed.write(tx -> revaluations.post(tx, clerk, DAY)).difference())
                .isEqualByComparingTo("500");
        assertThat(booked(LedgerAccount.RECEIVABLE, DAY)).isEqualByComparingTo("8500");
        assertThat(bed.read(tx -> ageing.report(tx, clerk, DAY, Ageing.Basis.DUE, Ageing.By.CUSTOMER, 10))
                        .total()
                        .balance())
                .isEqualByComparingTo("8500");
    }

    @Test
    void whatIsOpenAtTheEndOfAPeriodIsRevaluedAndTakenBack() {
        UUID customer = bed.customer("null");
        owed(customer, "100", "USD", "7", DAY.minusDays(50));
        LocalDate end = DAY.minusDays(10);
        rate("USD", "7.5", end);
        UUID receipt = draft(customer, "40", dollars, "7.2");
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true)); // after the end of the period
        List<Revaluations.Difference> found = bed.read(tx -> revaluations.preview(tx, clerk, end));
        assertThat(found).singleElement().satisfies(d -> {
            assertThat(d.open()).isEqualByComparingTo("100");
            assertThat(d.difference()).isEqualByComparingTo("50");
        });
        Revaluations.Revaluation done = bed.write(tx -> revaluations.post(tx, clerk, end));
        assertThat(done.difference()).isEqualByComparingTo("50");
        assertThat(booked(LedgerAccount.EXCHANGE, end)).isEqualByComparingTo("-50");
        assertThat(booked(LedgerAccount.RECEIVABLE, end)).isEqualByComparingTo("750");
        assertThat(booked(LedgerAccount.EXCHANGE, end.plusDays(1))).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("-8"); // only what was settled
        assertThat(bed.exposure(customer)).isEqualByComparingTo("420");
        assertThatThrownBy(() -> bed.write(tx -> revaluations.post(tx, clerk, end)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("revaluation-done"));
        Ageing.Report inDollars = bed.read(tx -> ageing.report(tx, clerk, usual(DAY), "USD", 10));
        assertThat(inDollars.total().balance()).isEqualByComparingTo("60");
        Ageing.Report then = bed.read(tx -> ageing.report(tx, clerk, usual(end), "USD", 10));
        assertThat(then.total().balance()).isEqualByComparingTo("100");
    }

    @Test
    void moneyMovedBetweenOurAccountsMakesTheDifferenceReal() { // FX-ERP-05
        UUID customer = bed.customer("null");
        UUID receipt = draft(customer, "100", dollars, "50");
        write(tx -> receipts.confirm(tx, cashier, receipt, null, false));
        UUID half = transfer(dollars, base, "50", "2250", "10");
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("240");
        UUID rest = transfer(dollars, base, "50", "2250", null);
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("490");
        assertThat(booked(LedgerAccount.FEES, DAY)).isEqualByComparingTo("10");
        assertThat(bed.read(tx -> cash.find(tx, dollars)).balance()).isEqualByComparingTo("0");
        assertThat(bed.read(tx -> cash.find(tx, dollars)).baseBalance()).isEqualByComparingTo("0");
        assertThat(bed.read(tx -> cash.find(tx, base)).balance()).isEqualByComparingTo("4500");
        transfer(base, dollars, "700", "100", null);
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("490");
        for (UUID wrong : List.of(half, rest)) {
            write(tx -> transfers.reverse(tx, clerk, wrong, null, "wrong"));
        }
        assertThat(booked(LedgerAccount.EXCHANGE, DAY)).isEqualByComparingTo("0");
        assertThat(bed.read(tx -> cash.find(tx, dollars)).balance()).isEqualByComparingTo("200");
        assertThatThrownBy(() -> transfer(base, base, "1", "1", null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> transfer(base, account("B2", "CNY"), "10", "9", null))
                .isInstanceOf(Problem.class);
    }

    private UUID transfer(UUID from, UUID to, String out, String in, String fee) {
        CashTransfers.NewTransfer transfer = new CashTransfers.NewTransfer(
                from, to, DAY, new BigDecimal(out), new BigDecimal(in), fee == null ? null : new BigDecimal(fee), null);
        return bed.write(tx -> transfers.create(tx, clerk, transfer));
    }

    @Test
    void partsOfAnAmountAddUpToIt() { // FX-TR-02
        BigDecimal euros = new BigDecimal("100.00");
        BigDecimal worth = new BigDecimal("90.00");
        for (String[] part : new String[][] {{"40", "36.00"}, {"30", "27.00"}, {"30", "27.00"}}) {
            BigDecimal share = Foreign.share(new BigDecimal(part[0]), euros, worth, "USD");
            assertThat(share).isEqualByComparingTo(part[1]);
            euros = euros.subtract(new BigDecimal(part[0]));
            worth = worth.subtract(share);
        }
        assertThat(worth).isEqualByComparingTo("0");
    }

    @Test
    void unappliedDollarsGoBackAsDollars() {
        UUID customer = bed.customer("null");
        UUID receipt = draft(customer, "100", dollars, "7.1234");
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(bed.exposure(customer)).isEqualByComparingTo("-712.34");
        assertThatThrownBy(() -> refund(receipt, "100.01", dollars)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> refund(receipt, "10", base)).isInstanceOf(Problem.class);
        UUID part = refund(receipt, "33.33", dollars);
        UUID rest = refund(receipt, "66.67", dollars);
        write(tx -> refunds.confirm(tx, cashier, part, null));
        write(tx -> refunds.confirm(tx, cashier, rest, null));
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        assertThat(bed.read(tx -> cash.find(tx, dollars)).balance()).isEqualByComparingTo("0");
        write(tx -> refunds.reverse(tx, cashier, rest, null, "came back"));
        assertThat(bed.read(tx -> receipts.find(tx, clerk, receipt)).freeOfOwn())
                .isEqualByComparingTo("66.67");
    }

    @Test
    void whateverIsSettledAndTakenBackTheBooksAgree() {
        Random random = new Random(20_260_331);
        UUID customer = bed.customer("null");
        List<UUID> posted = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            String amount = BigDecimal.valueOf(1 + random.nextInt(50_000), 2).toPlainString();
            String rate = BigDecimal.valueOf(60_000 + random.nextInt(20_000), 4).toPlainString();
            switch (random.nextInt(6)) {
                case 0, 1 -> owed(customer, amount, "USD", rate, DAY.minusDays(random.nextInt(40)));
                case 2 -> owed(customer, "-" + amount, "USD", rate, DAY.minusDays(random.nextInt(40)));
                case 3 -> {
                    UUID receipt = draft(customer, amount, random.nextBoolean() ? dollars : base, rate);
                    write(tx -> receipts.confirm(tx, cashier, receipt, null, random.nextBoolean()));
                    posted.add(receipt);
                }
                case 4 -> {
                    if (!posted.isEmpty() && random.nextInt(3) == 0) {
                        UUID receipt = posted.remove(random.nextInt(posted.size()));
                        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null));
                    } else if (!posted.isEmpty()) {
                        write(tx -> {
                            try {
                                receipts.allocateAll(tx, cashier, customer);
                            } catch (Problem e) {
                                assertThat(e.code()).isEqualTo("receipt-nothing-free");
                            }
                        });
                    }
                }
                default -> {
                    List<UUID> standing = bed.read(tx -> tx.list("""
                            select a.id from receivables.allocation a where a.company_id = ? and a.undoes_id is null and not exists (
                              select 1 from receivables.allocation u where u.company_id = a.company_id and u.undoes_id = a.id) order by a.id""", row -> row.uuid("id"), bed.company));
                    if (!standing.isEmpty()) {
                        UUID one = standing.get(random.nextInt(standing.size()));
                        write(tx -> allocations.takeBack(tx, cashier, one));
                    }
                }
            }
            bed.read(tx -> {
                assertThat(ledger.drift(tx)).isEmpty();
                return true;
            });
        }
    }

    private static Ageing.Question usual(LocalDate day) {
        return Ageing.Question.of(day, Ageing.Basis.DUE, Ageing.By.CUSTOMER);
    }

    private UUID account(String code, String currency) {
        return bed.write(tx -> cash.create(
                tx,
                clerk,
                new CashAccounts.NewCashAccount(
                        code + "-" + currency + "-"
                                + UUID.randomUUID().toString().substring(0, 8),
                        code,
                        null,
                        null,
                        currency,
                        true)));
    }

    private void rate(String currency, String rate, LocalDate day) {
        bed.write(tx -> rates.create(
                tx, clerk, new ExchangeRates.NewRate(currency, day, new BigDecimal(rate), null, false, null)));
    }

    /** The item of an opening balance. */
    private UUID owed(UUID customer, String amount, String currency, String rate, LocalDate date) {
        String number = "INV-" + numbers++;
        UUID id = bed.write(tx -> openings.create(
                tx,
                clerk,
                new OpeningBalances.NewOpeningBalance(
                        customer,
                        number,
                        new BigDecimal(amount),
                        date,
                        date.plusDays(20),
                        null,
                        currency,
                        rate == null ? null : new BigDecimal(rate))));
        return bed.read(tx -> openings.find(tx, clerk, id)).item();
    }

    private UUID draft(UUID customer, String amount, UUID account, String rate) {
        NewReceipt receipt = new NewReceipt(
                customer,
                DAY,
                new BigDecimal(amount),
                rate == null || account.equals(base) ? null : new BigDecimal(rate),
                null,
                FeeBy.US,
                null,
                account,
                ReceiptMethod.TRANSFER,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
        return bed.write(tx -> receipts.create(tx, clerk, receipt));
    }

    private UUID refund(UUID receipt, String amount, UUID account) {
        Refunds.NewRefund refund =
                new Refunds.NewRefund(receipt, DAY, new BigDecimal(amount), account, null, null, "paid too much");
        return bed.write(tx -> refunds.create(tx, clerk, refund));
    }

    private OpenItem item(UUID id) {
        return bed.read(tx -> tx.one(
                "select " + OpenItem.COLUMNS + " from receivables.open_item i where i.company_id = ? and i.id = ?",
                OpenItem::read,
                bed.company,
                id));
    }

    private void write(Consumer<Tx> body) {
        boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }

    private BigDecimal booked(LedgerAccount account, LocalDate day) {
        return bed.read(tx -> ledger.balances(tx, clerk, day)).stream()
                .filter(b -> b.account() == account)
                .map(Ledger.AccountBalance::balance)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }
}
