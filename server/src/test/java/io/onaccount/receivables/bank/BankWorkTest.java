package io.onaccount.receivables.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.receivables.LedgerAccount;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.Receipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.ReceiptState;
import io.onaccount.receivables.bank.BankBed.Paid;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A cashier clears the bank's lines (BNK-02): what is proposed and why, what a decision does, and that undoing it leaves everything as before. */
class BankWorkTest {
    private final BankBed bed = new BankBed();
    private final UUID huawei = bed.customer("华为技术有限公司");
    private final UUID hengchang = bed.customer("上海恒昌贸易有限公司");

    private static Paid paid(String amount, String name, String account, String text) {
        return new Paid(BankBed.DAY, amount, name, account, text);
    }

    private static List<String> reasons(Proposal proposal) {
        return proposal.reasons().stream().map(Reason::code).toList();
    }

    private List<BankWork.Case> queue() {
        return bed.company.read(tx -> bed.work.queue(tx, bed.cashier, null, 100));
    }

    private Receipt receipt(UUID id) {
        return bed.company.read(tx -> bed.receipts.find(tx, bed.cashier, id));
    }

    // -- proposals -------------------------------------------------------------------------------------------------

    @Test
    void nameNumberAndAmountTogetherAreNearlySure() {
        UUID item = bed.owes(huawei, "INV-2026-017", "12800.00", BankBed.DAY);
        bed.owes(huawei, "INV-2026-018", "500.00", BankBed.DAY);
        UUID line = bed.reported(paid("12800.00", "华为技术有限责任公司", "6222999", "货款INV-2026-017"))
                .getFirst();
        Proposal best = bed.proposals(line).getFirst();
        assertThat(best.party().id()).isEqualTo(huawei);
        assertThat(best.items())
                .singleElement()
                .satisfies(share -> assertThat(share.item()).isEqualTo(item));
        assertThat(best.confidence()).isGreaterThanOrEqualTo(95);
        assertThat(reasons(best)).containsExactlyInAnyOrder("name", "number", "named-exactly");
    }

    @Test
    void severalItemsTogetherAreFound() {
        bed.owes(huawei, "A-100001", "100.10", BankBed.DAY.minusDays(9));
        UUID second = bed.owes(huawei, "A-100002", "200.20", BankBed.DAY.minusDays(8));
        bed.owes(huawei, "A-100003", "300.30", BankBed.DAY.minusDays(7));
        UUID fourth = bed.owes(huawei, "A-100004", "400.45", BankBed.DAY.minusDays(6));
        UUID line = bed.reported(paid("600.65", "华为技术有限公司", "", "货款")).getFirst();
        Proposal best = bed.proposals(line).getFirst();
        assertThat(best.items()).extracting(Proposal.ItemShare::item).containsExactly(second, fourth);
        assertThat(reasons(best)).containsExactly("name", "amount-some");
        UUID oldest = bed.reported(paid("300.30", "华为技术有限公司", "", "货款")).getFirst();
        assertThat(reasons(bed.proposals(oldest).getFirst())).containsExactly("name", "amount");
    }

    @Test
    void aMisspeltNameIsSaidToBeAlike() {
        bed.owes(hengchang, "B-200001", "88.88", BankBed.DAY);
        UUID line = bed.reported(paid("88.88", "上海恒唱贸易有限公司", "", "货款")).getFirst();
        Proposal best = bed.proposals(line).getFirst();
        assertThat(best.party().id()).isEqualTo(hengchang);
        assertThat(reasons(best)).contains("name-alike", "amount");
        assertThat(best.confidence()).isBetween(50, 89);
    }

    @Test
    void whoPaysForWhomIsLearnedAndForgottenAgain() {
        bed.owes(huawei, "C-300001", "10.00", BankBed.DAY);
        bed.owes(huawei, "C-300002", "20.00", BankBed.DAY);
        List<UUID> lines = bed.reported(
                paid("10.00", "张三", "6217000012345678", "C-300001"), paid("33.00", "张三", "6217000012345678", "货款"));
        assertThat(bed.proposals(lines.get(1))).isEmpty();
        bed.accept(lines.getFirst());
        Proposal learned = bed.proposals(lines.get(1)).getFirst();
        assertThat(learned.party().id()).isEqualTo(huawei);
        assertThat(reasons(learned)).containsExactly("account", "name-learned", "amount-unexplained");
        bed.company.write(tx -> bed.work.undo(tx, bed.cashier, lines.getFirst(), null));
        assertThat(bed.proposals(lines.get(1))).isEmpty();
    }

    @Test
    void feesTransfersAndInterestAreProposedByRule() {
        bed.account("B2", "6222000099998888");
        List<UUID> lines = bed.reported(
                paid("-10.00", "", "", "网银转账手续费"),
                paid("-500.00", "本公司", "6222000099998888", "划转"),
                paid("1.23", "", "", "结息"),
                paid("-300.00", "电力公司", "", "电费"));
        bed.company.write(tx -> bed.rules.create(
                tx,
                bed.importer,
                new BankRules.NewBankRule("电费", "电费|供电", BankRules.Direction.OUT, LedgerAccount.OTHER_EXPENSE, true)));
        assertThat(lines.stream().map(line -> bed.proposals(line).getFirst().account()))
                .containsExactly(
                        LedgerAccount.FEES,
                        LedgerAccount.IN_TRANSIT,
                        LedgerAccount.INTEREST,
                        LedgerAccount.OTHER_EXPENSE);
    }

    @Test
    void moneyWithinTheDiscountWindowPaysTheItem() {
        DiscountTerms terms = bed.company.application.bean(DiscountTerms.class);
        UUID term = bed.company.write(tx -> terms.create(
                        tx,
                        bed.importer,
                        new DiscountTerms.Entry("T210", "2/10", "2/10", "2/10, n/60", null, null, null, null, null))
                .id());
        bed.company.write(tx -> terms.assign(
                tx,
                bed.importer,
                new DiscountTerms.Assign(DiscountTerms.Reach.CUSTOMER, null, huawei, term, "agreed")));
        UUID item = bed.delivered(huawei, "DN-77000001", "1000.00", BankBed.DAY.minusDays(5));
        List<UUID> lines = bed.reported(paid("980.00", "华为技术有限公司", "", "货款"), paid("1000.00", "华为技术有限公司", "", "货款"));
        Proposal inTime = bed.proposals(lines.getFirst()).getFirst();
        assertThat(reasons(inTime)).containsExactly("name", "amount", "discount");
        assertThat(inTime.confidence()).isGreaterThanOrEqualTo(90);
        assertThat(reasons(bed.proposals(lines.get(1)).getFirst())).containsExactly("name", "amount");
        List<String> before = bed.state();
        bed.accept(lines.getFirst());
        String open = bed.company
                .application
                .database()
                .value("select (amount - settled)::numeric(19,2) from receivables.open_item where id = '" + item + "'");
        assertThat(open).isEqualTo("0.00");
        assertThat(bed.drift()).isEmpty();
        bed.company.write(tx -> bed.work.undo(tx, bed.cashier, lines.getFirst(), null));
        assertThat(bed.state()).isEqualTo(before);
    }

    @Test
    void dollarsPayWhatIsOwedInDollars() {
        UUID account = bed.dollars("6222888877776666");
        bed.owes(huawei, "CNY-10001", "600.00", BankBed.DAY.minusDays(20));
        UUID first = bed.owesDollars(huawei, "USD-10001", "100.00", BankBed.DAY.minusDays(10));
        UUID second = bed.owesDollars(huawei, "USD-10002", "500.00", BankBed.DAY.minusDays(5));
        List<UUID> lines = bed.reportedOf(
                "6222888877776666",
                paid("600.00", "华为技术有限公司", "", "payment"),
                paid("77.00", "华为技术有限公司", "", "USD-10002"));
        assertThat(bed.line(lines.getFirst()).cashAccount()).isEqualTo(account);
        assertThat(bed.line(lines.getFirst()).currency()).isEqualTo("USD");
        Proposal best = bed.proposals(lines.getFirst()).getFirst();
        assertThat(best.items())
                .as("the dollars, not the yuan of the same figure")
                .extracting(Proposal.ItemShare::item)
                .containsExactly(first, second);
        assertThat(bed.proposals(lines.get(1)).getFirst().items())
                .singleElement()
                .satisfies(share -> assertThat(share.amount()).isEqualByComparingTo("77"));
        List<String> before = bed.state();
        bed.accept(lines.getFirst());
        assertThat(bed.company
                        .application
                        .database()
                        .value(
                                "select sum(fx_amount - fx_settled)::numeric(19,2) || ' ' || sum(amount - settled)::numeric(19,2) from receivables.open_item where id in ('"
                                        + first + "', '" + second + "')"))
                .isEqualTo("0.00 0.00");
        assertThat(bed.drift()).isEmpty();
        bed.company.write(tx -> bed.work.undo(tx, bed.cashier, lines.getFirst(), null));
        assertThat(bed.state()).isEqualTo(before);
    }

    @Test
    void nobodyIsProposedOutsideTheScope() {
        bed.owes(huawei, "D-400001", "10.00", BankBed.DAY);
        UUID line = bed.reported(paid("10.00", "华为技术有限公司", "", "D-400001")).getFirst();
        Actor narrow = io.onaccount.testing.TestCompany.ownOnly(bed.company.user("narrow", BankBed.ALL));
        List<Proposal> seen =
                bed.company.read(tx -> bed.work.find(tx, narrow, line).proposals());
        assertThat(seen).isEmpty();
    }

    // -- decisions -------------------------------------------------------------------------------------------------

    @Test
    void acceptingMakesAConfirmedReceiptThatSettlesAndUndoingLeavesEverythingAsItWas() {
        UUID item = bed.owes(huawei, "E-500001", "100.00", BankBed.DAY);
        UUID other = bed.owes(huawei, "E-500002", "70.00", BankBed.DAY);
        UUID line = bed.reported(paid("120.00", "华为技术有限公司", "6222", "E-500001")).getFirst();
        List<String> before = bed.state();
        bed.company.write(tx -> bed.work.book(
                tx,
                bed.cashier,
                line,
                new BankWork.Booking(
                        huawei,
                        List.of(
                                new BankWork.ItemAmount(item, new BigDecimal("100.00")),
                                new BankWork.ItemAmount(other, new BigDecimal("15.00"))),
                        List.of(),
                        99)));
        OpenLine booked = bed.line(line);
        assertThat(booked.state()).isEqualTo(LineState.BOOKED);
        Receipt receipt = receipt(booked.receipt());
        assertThat(receipt.state()).isEqualTo(ReceiptState.CONFIRMED);
        assertThat(receipt.allocated()).isEqualByComparingTo("115");
        assertThat(receipt.unapplied()).isEqualByComparingTo("5");
        assertThat(bed.drift()).isEmpty();
        assertThat(bed.state()).isNotEqualTo(before);
        assertThatThrownBy(() -> bed.company.write(tx -> bed.work.ignore(tx, bed.cashier, line, "twice")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("bank-line-decided"));

        bed.company.write(tx -> bed.work.undo(tx, bed.cashier, line, "wrong customer"));
        assertThat(bed.state()).isEqualTo(before);
        assertThat(bed.drift()).isEmpty();
    }

    @Test
    void everyKindOfDecisionCanBeUndone() {
        UUID customer = huawei;
        bed.owes(customer, "F-600001", "50.00", BankBed.DAY);
        UUID existing = bed.company.write(tx -> bed.receipts.create(
                tx,
                bed.importer,
                new NewReceipt(
                        customer,
                        BankBed.DAY,
                        new BigDecimal("77.00"),
                        null,
                        bed.bank,
                        ReceiptMethod.TRANSFER,
                        "华为技术有限公司",
                        null,
                        null,
                        List.of())));
        bed.company.write(tx -> bed.receipts.confirm(tx, bed.cashier, existing, null, true));
        List<UUID> lines = bed.reported(
                paid("77.00", "华为技术有限公司", "", "货款"), paid("-3.00", "", "", "手续费"), paid("9.00", "x", "", "重复"));
        List<String> before = bed.state();
        Proposal match = bed.proposals(lines.getFirst()).getFirst();
        assertThat(match.kind()).isEqualTo(Proposal.Kind.MATCH);
        assertThat(match.receipt().id()).isEqualTo(existing);
        assertThat(bed.accept(lines.getFirst()).state()).isEqualTo(LineState.MATCHED);
        assertThat(bed.accept(lines.get(1)).state()).isEqualTo(LineState.EXPLAINED);
        bed.company.write(tx -> bed.work.ignore(tx, bed.cashier, lines.get(2), "the bank reported it twice"));
        assertThat(queue()).isEmpty();
        assertThat(bed.drift()).isEmpty();
        for (UUID line : lines) {
            bed.company.write(tx -> bed.work.undo(tx, bed.cashier, line, "again"));
        }
        assertThat(bed.state()).isEqualTo(before);
        assertThat(receipt(existing).state()).isEqualTo(ReceiptState.CONFIRMED);
        assertThat(bed.drift()).isEmpty();
    }

    @Test
    void whoImportedALineDoesNotConfirmItAloneUnlessTheCompanySaysSo() {
        bed.owes(huawei, "G-700001", "10.00", BankBed.DAY);
        List<UUID> lines = bed.reported(
                paid("10.00", "华为技术有限公司", "", "G-700001"),
                paid("11.00", "华为技术有限公司", "", "货款"),
                paid("12.00", "华为技术有限公司", "", "货款"));
        bed.work.accept(bed.importer, lines.subList(0, 1), 0);
        assertThat(receipt(bed.line(lines.getFirst()).receipt()).state()).isEqualTo(ReceiptState.DRAFT);
        bed.company.write(
                tx -> bed.settings.change(tx, bed.importer, new BankSettings.BankBooking(true, false, 90, 0), null));
        bed.work.accept(bed.importer, lines.subList(1, 2), 0);
        assertThat(receipt(bed.line(lines.get(1)).receipt()).state()).isEqualTo(ReceiptState.CONFIRMED);
        Actor clerk = bed.company.user("clerk", Set.of("receipt.create"));
        bed.work.accept(clerk, lines.subList(2, 3), 0);
        assertThat(receipt(bed.line(lines.get(2)).receipt()).state()).isEqualTo(ReceiptState.DRAFT);
        // The draft that nobody confirmed goes again with the decision.
        bed.company.write(tx -> bed.work.undo(tx, bed.importer, lines.getFirst(), null));
        assertThat(bed.line(lines.getFirst()).state()).isEqualTo(LineState.OPEN);
        assertThat(bed.drift()).isEmpty();
    }

    @Test
    void aLineWhoseReceiptBouncedWaitsAgain() {
        bed.owes(huawei, "H-800001", "10.00", BankBed.DAY);
        UUID line = bed.reported(paid("10.00", "华为技术有限公司", "", "H-800001")).getFirst();
        UUID receipt = bed.accept(line).receipt();
        bed.company.write(tx -> {
            bed.receipts.reverse(tx, bed.cashier, receipt, null, "bounced", null);
            return true;
        });
        assertThat(queue())
                .singleElement()
                .satisfies(one -> assertThat(one.proposals()).isNotEmpty());
        assertThat(bed.accept(line).state()).isEqualTo(LineState.BOOKED);
        assertThat(bed.drift()).isEmpty();
    }

    @Test
    void nothingIsBookedByItselfBelowTheThresholdOrUnasked() {
        bed.owes(huawei, "I-900001", "10.00", BankBed.DAY);
        List<UUID> lines =
                bed.reported(paid("10.00", "华为技术有限公司", "", "I-900001"), paid("4321.00", "华为技术有限公司", "", "货款"));
        UUID statement = bed.company.read(tx -> tx.one(
                "select l.statement_id from receivables.bank_line l where l.company_id = ? and l.id = ?",
                row -> row.uuid("statement_id"),
                bed.company.id,
                lines.getFirst()));
        assertThat(bed.work.bookImported(bed.cashier, List.of(statement))).isEmpty();
        bed.company.write(
                tx -> bed.settings.change(tx, bed.importer, new BankSettings.BankBooking(false, true, 95, 0), null));
        List<BankWork.Accepted> done = bed.work.bookImported(bed.cashier, List.of(statement));
        assertThat(done).extracting(BankWork.Accepted::state).containsExactly(LineState.BOOKED, null);
        assertThat(done.get(1).problem()).isEqualTo("bank-not-sure");
    }

    @Test
    void theBooksBalanceIsTheBanksOnceEverythingIsDecided() {
        bed.owes(huawei, "J-110001", "1000.00", BankBed.DAY);
        UUID line = bed.company.write(tx -> {
            var id = bed.files.keep(
                    tx,
                    bed.importer,
                    "a.csv",
                    ("账号：," + BankBed.ACCOUNT
                                    + "\n交易日期,交易金额,余额,对方户名,摘要\n2026-03-01,1000.00,1500.00,华为技术有限公司,J-110001\n2026-03-02,-10.00,1490.00,,手续费\n2026-03-03,5.00,1495.00,x,重复\n")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return bed.files
                    .importStatements(tx, bed.importer, id, java.util.Map.of())
                    .getFirst()
                    .id();
        });
        assertThat(line).isNotNull();
        BankBalances.BankBalance begin = balance();
        assertThat(begin.bank()).isEqualByComparingTo("1495");
        assertThat(begin.book()).isEqualByComparingTo("0");
        assertThat(begin.waitingLines()).isEqualTo(3);
        assertThat(begin.rest()).isEqualByComparingTo("500"); // what the account held before
        List<BankWork.Case> queue = bed.company.read(tx -> bed.work.queue(tx, bed.cashier, bed.bank, 100));
        bed.accept(queue.get(0).line().id());
        bed.accept(queue.get(1).line().id());
        bed.company.write(
                tx -> bed.work.explain(tx, bed.cashier, queue.get(2).line().id(), LedgerAccount.OTHER_INCOME, "found"));
        bed.company.write(tx -> bed.company
                .application
                .bean(io.onaccount.receivables.CashEntries.class)
                .create(
                        tx,
                        bed.importer,
                        new io.onaccount.receivables.CashEntries.NewCashEntry(
                                bed.bank,
                                java.time.LocalDate.of(2026, 2, 28),
                                new BigDecimal("500.00"),
                                LedgerAccount.OPENING_BALANCE,
                                "what was there")));
        BankBalances.BankBalance end = balance();
        assertThat(end.book()).isEqualByComparingTo(end.bank());
        assertThat(end.difference()).isEqualByComparingTo("0");
        assertThat(end.waitingLines()).isZero();
        assertThat(bed.drift()).isEmpty();
    }

    private BankBalances.BankBalance balance() {
        return bed.company.read(tx -> bed.balances.all(tx, null)).getFirst();
    }

    @Test
    void aReceiptIsOneLineOnlyAndOfThisAccountAndAmount() {
        UUID draft = bed.company.write(tx -> bed.receipts.create(
                tx,
                bed.importer,
                new NewReceipt(
                        huawei,
                        BankBed.DAY,
                        new BigDecimal("10.00"),
                        null,
                        bed.bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
        List<UUID> lines =
                bed.reported(paid("10.00", "a", "", ""), paid("10.00", "b", "", ""), paid("11.00", "c", "", ""));
        bed.company.write(tx -> bed.work.match(tx, bed.cashier, lines.get(0), draft));
        assertThatThrownBy(() -> bed.company.write(tx -> bed.work.match(tx, bed.cashier, lines.get(1), draft)))
                .hasMessageContaining("bank-receipt-taken");
        assertThatThrownBy(() -> bed.company.write(tx -> bed.work.match(tx, bed.cashier, lines.get(2), draft)))
                .hasMessageContaining("bank-receipt-other");
        assertThat(balance().unconfirmedLines()).isEqualTo(1);
    }
}
