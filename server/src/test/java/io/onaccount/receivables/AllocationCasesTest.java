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
import io.onaccount.receivables.Refunds.NewRefund;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What other systems' tests do to one document, one after the other: paid, discounted, written off, paid out. Where a case is a supplier's, the
 * row is the same from our side of the table.
 */
class AllocationCasesTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Refunds refunds = bed.application.bean(Refunds.class);
    private final WriteOffs writeOffs = bed.application.bean(WriteOffs.class);
    private final DiscountOverrides overrides = bed.application.bean(DiscountOverrides.class);
    private final DiscountTerms terms = bed.application.bean(DiscountTerms.class);
    private final Allocations allocations = bed.application.bean(Allocations.class);
    private final Payables payables = bed.application.bean(Payables.class);
    private final ReceiptSettings settings = bed.application.bean(ReceiptSettings.class);
    private final ItemRecords records = bed.application.bean(ItemRecords.class);
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final Actor clerk = bed.actor;
    private final Actor second = bed.somebodyElse();
    private final UUID customer = bed.customer("null");
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    /** After every case books, exposure and ageing agree on every day. */
    @AfterEach
    void proven() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            for (int back = 0; back < 40; back += 13) {
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
        assertThat(bed.exposure(customer))
                .isEqualByComparingTo(
                        booked(LedgerAccount.RECEIVABLE, DAY).add(booked(LedgerAccount.CUSTOMER_MONEY, DAY)));
    }

    /**
     * An invoice, or with a minus a credit note, with the tax in it; what happens to it; what is open then; what our cash, discounts, output tax,
     * bad debts and small differences come to.
     */
    @ParameterizedTest(name = "{0}: {1}, then {3}: {4} open")
    @CsvSource(delimiter = '|', textBlock = """
            AL-ID-04          | 100.00  | 0     | pay 50, discount 10, lose 10     | 30    | 50     | 10    | 0     | 10 | 0
            AL-MFB-02         | 8000.00 | 0     | discount 100, lose 200           | 7700  | 0      | 100   | 0     | 200 | 0
            AL-MFB-03         | 8000.00 | 0     | pay 5000, discount 100, lose 200 | 2700  | 5000   | 100   | 0     | 200 | 0
            AL-MFB-08         | -100.00 | 0     | out 30                           | -70   | -30    | 0     | 0     | 0  | 0
            AL-MFB-12         | 10.00   | 0     | fee 5/4, discount 2, lose 3      | 0     | 1      | 2     | 0     | 3  | 0
            AL-MF-13          | 5.95    | 0     | pay 5.75                         | 0.20  | 5.75   | 0     | 0     | 0  | 0
            AL-MF-13          | 5.95    | 0     | fee 5.95/0.20                    | 0     | 5.75   | 0     | 0     | 0  | 0
            AL-MF-04          | 5.95    | 0     | pay 3.05, discount 2.90          | 0     | 3.05   | 2.90  | 0     | 0  | 0
            CD-MF-06          | -119.00 | 19.00 | out 80, discount 39              | 0     | -80    | -32.77 | -6.23 | 0 | 0
            CD-ID-02          | -106.00 | 6.00  | out 102, discount 2, keep 2      | 0     | -102   | -1.89 | -0.11 | 0  | -2
            CD-ID-03          | 106.00  | 6.00  | pay 102, discount 2, lose 2      | 0     | 102    | 1.89  | 0.11  | 2  | 0
            derived           | 119.00  | 19.00 | discount 19, pay 100             | 0     | 100    | 15.97 | 3.03  | 0  | 0
            derived           | 100.00  | 0     | lose 100                         | 0     | 0      | 0     | 0     | 100 | 0
            derived           | -5.95   | 0     | out 5.95                         | 0     | -5.95  | 0     | 0     | 0  | 0
            derived           | -5.95   | 0     | out 3, out 2.95                  | 0     | -5.95  | 0     | 0     | 0  | 0
            """)
    void oneAfterTheOther(
            String example,
            String amount,
            String tax,
            String steps,
            String open,
            String cash,
            String discounts,
            String outputTax,
            String lost,
            String small) {
        write(tx -> terms.decide(tx, clerk, new DiscountTerms.Settings(false, true)));
        if (steps.contains("keep")) {
            tolerate("2");
        }
        boolean credit = amount.startsWith("-");
        UUID item = raise(amount, credit ? "-" + tax : tax);
        for (String step : steps.split(", ")) {
            String[] words = step.split(" ");
            BigDecimal some = new BigDecimal(words[1].split("/")[0]);
            switch (words[0]) {
                case "pay" -> pay(item, some, BigDecimal.ZERO);
                case "fee" -> pay(item, some, new BigDecimal(words[1].split("/")[1]));
                case "discount" -> discount(item, some);
                case "lose" -> lose(item, some);
                case "out" -> out(item, some, bank);
                case "keep" -> out(item, some, null);
                default -> throw new IllegalArgumentException(step);
            }
        }
        assertThat(open(item)).isEqualByComparingTo(open);
        assertThat(booked(LedgerAccount.RECEIVABLE, DAY)).isEqualByComparingTo(open);
        assertThat(booked(LedgerAccount.CUSTOMER_MONEY, DAY)).isEqualByComparingTo("0");
        assertThat(booked(LedgerAccount.CASH, DAY)).isEqualByComparingTo(cash);
        assertThat(booked(LedgerAccount.DISCOUNT_ALLOWED, DAY)).isEqualByComparingTo(discounts);
        assertThat(booked(LedgerAccount.OUTPUT_TAX, DAY)).isEqualByComparingTo(outputTax);
        assertThat(booked(LedgerAccount.ALLOWANCE, DAY)).isEqualByComparingTo(lost);
        assertThat(booked(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo(small);
    }

    /** What is paid out of a credit note comes back as it was; it is never paid out twice, nor taken back behind the refund. */
    @Test
    void aCreditNoteIsPaidOutOnceAndComesBack() {
        UUID note = raise("-119.00", "0");
        UUID refund = draft(note, new BigDecimal("100"), bank);
        UUID other = draft(note, new BigDecimal("19.01"), bank);
        assertThatThrownBy(() -> draft(note, new BigDecimal("119.01"), bank)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> draft(note, new BigDecimal("1"), null))
                .as("small rests are kept within the tolerance only")
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> write(tx -> refunds.confirm(tx, clerk, refund, null)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(403));
        write(tx -> refunds.confirm(tx, second, refund, null));
        assertThat(open(note)).isEqualByComparingTo("-19");
        assertThatThrownBy(() -> write(tx -> refunds.confirm(tx, second, other, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("refund-gone"));
        assertThat(bed.read(tx -> records.find(tx, clerk, note)).settlements())
                .singleElement()
                .satisfies(settled -> assertThat(settled.refund()).isEqualTo(refund));
        UUID allocation = UUID.fromString(bed.application
                .database()
                .value("select id from receivables.allocation where item_id = '" + note + "'"));
        assertThatThrownBy(() -> write(tx -> allocations.takeBack(tx, second, allocation)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("allocation-refunded"));
        write(tx -> refunds.reverse(tx, second, refund, null, "came back"));
        assertThat(open(note)).isEqualByComparingTo("-119");
        assertThat(booked(LedgerAccount.CASH, DAY)).isEqualByComparingTo("0");
        write(tx -> refunds.confirm(tx, second, other, null));
        assertThat(open(note)).isEqualByComparingTo("-99.99");
        Ledger.Card card = bed.read(tx -> ledger.card(tx, clerk, customer, DAY.minusDays(60), DAY, 50));
        assertThat(card.closing()).isEqualByComparingTo("-99.99");
    }

    /** Owing nothing, a customer with no credit at all gets what is theirs; what would leave a debt beyond the limit stays. */
    @Test
    void payingOutPassesTheGate() {
        UUID poor = bed.customer("0");
        UUID note = raise(poor, "-50.00", "0");
        raise(poor, "30.00", "0");
        UUID all = draft(note, new BigDecimal("50"), bank);
        assertThatThrownBy(() -> write(tx -> refunds.confirm(tx, second, all, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("refund-credit"));
        UUID free = draft(note, new BigDecimal("20"), bank);
        write(tx -> refunds.confirm(tx, second, free, null));
        assertThat(bed.exposure(poor)).isEqualByComparingTo("0");
        UUID item = raise("10.00", "0");
        assertThatThrownBy(() -> draft(item, BigDecimal.ONE, bank)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> draft(Ids.next(), BigDecimal.ONE, bank))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        write(tx -> refunds.reverse(tx, second, free, null, "came back"));
        bed.application.database().sql("update credit.account set credit_limit = null where id = '" + poor + "'");
        pay(item, BigDecimal.TEN, BigDecimal.ZERO);
        write(tx -> refunds.confirm(tx, second, all, null));
        assertThat(bed.exposure(poor)).isEqualByComparingTo("30");
        bed.write(tx -> receipts.create(tx, clerk, receipt(poor, new BigDecimal("30"), BigDecimal.ZERO, List.of())));
        UUID rest = UUID.fromString(
                bed.application.database().value("select id from receivables.receipt where party_id = '" + poor + "'"));
        write(tx -> receipts.confirm(tx, second, rest, null, true));
        assertThat(bed.exposure(poor)).isEqualByComparingTo("0");
    }

    /** AL-TR-10: 110 for 100, and the customer doesn't want the 10 back. */
    @Test
    void whatWasPaidTooMuchIsKept() {
        tolerate("10");
        UUID item = raise("100.00", "0");
        pay(item, new BigDecimal("110"), BigDecimal.ZERO);
        UUID receipt = UUID.fromString(bed.application
                .database()
                .value("select id from receivables.receipt where company_id = " + bed.company));
        UUID refund = bed.write(tx -> refunds.create(
                tx, clerk, new NewRefund(receipt, DAY, BigDecimal.TEN, null, null, null, "not wanted back")));
        write(tx -> refunds.confirm(tx, second, refund, null));
        assertThat(booked(LedgerAccount.TOLERANCE, DAY)).isEqualByComparingTo("-10");
        assertThat(booked(LedgerAccount.CUSTOMER_MONEY, DAY)).isEqualByComparingTo("0");
        assertThat(open(item)).isEqualByComparingTo("0");
    }

    /** AL-MF-10, AL-MFB-06: what a supplier owes us is no receivable, and where the company sets nothing off, nothing is. */
    @Test
    void whatIsBoughtIsNotNettedWithWhatIsSold() {
        UUID item = raise("5.95", "0");
        assertThatThrownBy(() -> bed.write(tx -> payables.create(
                        tx,
                        clerk,
                        new Payables.NewPayable(customer, "PC-1", DAY, null, new BigDecimal("-5.95"), null))))
                .isInstanceOf(Problem.class);
        UUID payable = bed.write(tx -> payables.create(
                tx, clerk, new Payables.NewPayable(customer, "PI-1", DAY, null, new BigDecimal("1000"), null)));
        assertThatThrownBy(() -> write(tx -> allocations.net(tx, second, item, payable, new BigDecimal("5.95"))))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        bed.write(tx -> settings.change(tx, clerk, new ReceiptSettings.Entry(null, null, false), null));
        NewReceipt offset = new NewReceipt(
                customer,
                DAY,
                new BigDecimal("5.95"),
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
        assertThatThrownBy(() -> bed.write(tx -> receipts.create(tx, clerk, offset)))
                .isInstanceOf(Problem.class);
        assertThat(open(item)).isEqualByComparingTo("5.95");
    }

    /** A credit note settles its invoice, a part of it, or more than one; the rest of either stays open. */
    @ParameterizedTest(name = "{0} with {1}, {2} of it: {3} and {4}")
    @CsvSource({
        "5.95, -5.95, 5.95, 0, 0",
        "119.00, -19.00, 19.00, 100, 0",
        "100.00, -150.00, 100.00, 0, -50",
        "100.00, -50.00, 20.00, 80, -30",
    })
    void creditNotes(String invoice, String note, String amount, String open, String left) {
        UUID item = raise(invoice, "0");
        UUID credit = raise(note, "0");
        write(tx -> allocations.net(tx, second, item, credit, new BigDecimal(amount)));
        assertThat(open(item)).isEqualByComparingTo(open);
        assertThat(open(credit)).isEqualByComparingTo(left);
        assertThatThrownBy(() -> write(tx -> allocations.net(tx, second, item, credit, new BigDecimal("1000"))))
                .isInstanceOf(Problem.class);
    }

    private UUID raise(String amount, String tax) {
        return raise(customer, amount, tax);
    }

    private UUID raise(UUID party, String amount, String tax) {
        boolean credit = amount.startsWith("-");
        UUID document = bed.document(credit ? "sales-return" : "delivery", party);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        party,
                        null,
                        credit ? ItemKind.RETURN : ItemKind.DELIVERY,
                        "D-" + Ids.next(),
                        Money.of(amount, "CNY"),
                        DAY.minusDays(30),
                        DAY.minusDays(10),
                        "",
                        Money.of(tax, "CNY"))));
    }

    private NewReceipt receipt(UUID party, BigDecimal amount, BigDecimal fee, List<NewReceipt.Purpose> purposes) {
        return new NewReceipt(
                party,
                DAY,
                amount,
                null,
                fee,
                FeeBy.US,
                null,
                bank,
                ReceiptMethod.TRANSFER,
                null,
                null,
                null,
                null,
                null,
                null,
                purposes);
    }

    private void pay(UUID item, BigDecimal amount, BigDecimal fee) {
        UUID id = bed.write(tx -> receipts.create(tx, clerk, receipt(customer, amount, fee, List.of())));
        write(tx -> receipts.confirm(tx, second, id, null, false));
        BigDecimal some = amount.min(open(item));
        write(tx -> receipts.allocate(tx, second, id, null, List.of(new Receipts.Wanted(item, some))));
    }

    private void discount(UUID item, BigDecimal amount) {
        UUID asked = bed.write(tx -> overrides.ask(
                tx,
                clerk,
                new DiscountOverrides.Entry(
                        DiscountOverrides.What.AMOUNT, item, null, null, amount, null, null, "agreed")));
        write(tx -> overrides.confirm(tx, second, asked));
    }

    private void lose(UUID item, BigDecimal amount) {
        UUID id = bed.write(tx -> writeOffs.create(
                tx,
                clerk,
                new WriteOffs.NewWriteOff(customer, List.of(new WriteOffs.Part(item, amount)), "will not pay")));
        write(tx -> writeOffs.apply(tx, second, id, null));
    }

    private UUID draft(UUID item, BigDecimal amount, UUID account) {
        return bed.write(tx -> refunds.create(
                tx, clerk, new NewRefund(null, item, DAY, amount, account, "Payee", null, "goods came back")));
    }

    private void out(UUID item, BigDecimal amount, UUID account) {
        UUID id = draft(item, amount, account);
        write(tx -> refunds.confirm(tx, second, id, null));
    }

    private void tolerate(String amount) {
        bed.write(
                tx -> settings.change(tx, clerk, new ReceiptSettings.Entry(new BigDecimal(amount), null, null), null));
    }

    private BigDecimal open(UUID item) {
        return new BigDecimal(bed.application
                .database()
                .value("select amount - settled from receivables.open_item where id = '" + item + "'"));
    }

    private BigDecimal booked(LedgerAccount account, LocalDate day) {
        return bed.read(tx -> ledger.balances(tx, clerk, day)).stream()
                .filter(b -> b.account() == account)
                .map(Ledger.AccountBalance::balance)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private void write(Consumer<Tx> body) {
        boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }
}
