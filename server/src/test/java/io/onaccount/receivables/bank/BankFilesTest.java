package io.onaccount.receivables.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.bank.BankFiles.BankFile;
import io.onaccount.receivables.bank.BankFiles.Imported;
import io.onaccount.testing.TestCompany;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Files of banks into a company's books (BNK-01): each line once, whatever comes again or overlaps; gaps and sums pointed out. */
class BankFilesTest {
    private final TestCompany company = new TestCompany();
    private final BankFiles files = company.application.bean(BankFiles.class);
    private final CashAccounts cashAccounts = company.application.bean(CashAccounts.class);
    private final Actor cashier = company.actor;
    private final UUID bank = account("B1", "6222000011112222");

    private UUID account(String code, String number) {
        return company.write(tx -> cashAccounts.create(
                tx, cashier, new CashAccounts.NewCashAccount(code, "Bank " + code, "ICBC", number, true)));
    }

    private UUID kept(String content) {
        return company.write(
                tx -> files.keep(tx, cashier, "c:\\a/statement.csv", content.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Imported> imported(String content) {
        UUID id = kept(content);
        return company.write(tx -> files.importStatements(tx, cashier, id, Map.of()));
    }

    private static String table(String... rows) {
        return "账号：,6222000011112222\n交易日期,收入,支出,余额,对方户名,摘要,交易流水号\n" + String.join("\n", rows) + "\n";
    }

    private int lines() {
        return company.read(tx -> tx.one(
                "select count(*)::integer as n from receivables.bank_line l join receivables.bank_work w on w.company_id = l.company_id"
                        + " and w.line_id = l.id where l.company_id = ?",
                row -> row.integer("n"),
                company.id));
    }

    private static List<String> codes(Imported imported) {
        return imported.remarks().stream().map(Remark::code).toList();
    }

    @Test
    void theSameFileAgainAddsNothing() {
        String file = table("2026-03-01,100,,100,A,x,", "2026-03-01,,5,95,B,y,");
        assertThat(imported(file)).singleElement().satisfies(one -> {
            assertThat(one.added()).isEqualTo(2);
            assertThat(one.account().id()).isEqualTo(bank);
        });
        assertThat(imported(file))
                .singleElement()
                .satisfies(one -> assertThat(one.added()).isZero());
        assertThat(lines()).isEqualTo(2);
        assertThat(kept(file)).isEqualTo(kept(file));
    }

    @Test
    void anOverlappingFileAddsWhatIsNew() {
        imported(table("2026-03-01,100,,100,A,x,", "2026-03-02,50,,150,B,y,"));
        Imported second = imported(
                        table("2026-03-02,50,,150,B,y,", "2026-03-02,50,,200,B,y,", "2026-03-03,,20,180,C,z,"))
                .getFirst();
        assertThat(second.added()).isEqualTo(2);
        assertThat(codes(second)).containsExactly("known");
        assertThat(lines()).isEqualTo(4);
    }

    @Test
    void twoEqualPaymentsInOneFileAreTwoAndStayTwo() {
        String[] rows = {"2026-03-01,100,,,A,x,", "2026-03-01,100,,,A,x,"};
        assertThat(imported(table(rows)).getFirst().added()).isEqualTo(2);
        assertThat(imported(table(rows[0])).getFirst().added()).isZero();
        assertThat(imported(table(rows[0], rows[1], rows[0])).getFirst().added())
                .isEqualTo(1);
        assertThat(lines()).isEqualTo(3);
    }

    @Test
    void theBanksOwnReferenceIsTheSameWhateverTheTextBecame() {
        imported(table("2026-03-01,100,,,A,x,REF000001"));
        assertThat(imported(table("2026-03-01,100,,,A GmbH,another text,REF000001"))
                        .getFirst()
                        .added())
                .isZero();
    }

    @Test
    void aReportWithinTheDayAndTheStatementAfterItAddTheirLinesOnce() {
        String movement = ":61:2603010301C100,NTRFNONREF//BANKREF00001\n:86:hello\n";
        List<Imported> both = imported(":20:A\n:25:6222000011112222\n:34F:CNYC0,\n" + movement
                + "-\n:20:B\n:25:6222000011112222\n:60F:C260228CNY0,\n" + movement + ":62F:C260301CNY100,\n-\n");
        assertThat(both).extracting(Imported::added).containsExactly(1, 0);
    }

    @Test
    void aMissingStatementIsPointedOut() {
        imported(table("2026-03-01,100,,100,A,x,"));
        assertThat(codes(imported(table("2026-03-02,10,,110,A,x,")).getFirst())).isEmpty();
        assertThat(codes(imported(table("2026-03-05,10,,999,A,x,")).getFirst())).containsExactly("gap");
    }

    @Test
    void theSameDaysInAnotherFormatArePointedOut() {
        imported(table("2026-03-01,100,,,A,x,"));
        Imported second = imported(":20:A\n:25:6222000011112222\n:61:260301C100,NTRFNONREF//B00000001\n:86:x\n")
                .getFirst();
        assertThat(codes(second)).containsExactly("alike");
    }

    @Test
    void whichAccountItIsIsAskedOnceAndRemembered() {
        UUID other = account("B2", null);
        String file = "卡号：,1234****9876\n交易日期,金额\n2026-03-01,5\n";
        UUID id = kept(file);
        assertThatThrownBy(() -> company.write(tx -> files.importStatements(tx, cashier, id, Map.of())))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("bank-account-choose");
        company.write(tx -> files.importStatements(tx, cashier, id, Map.of(0, other)));
        BankFile again = company.read(tx -> files.find(tx, id));
        assertThat(again.found().getFirst().account().orElseThrow().id()).isEqualTo(other);
        assertThat(again.found().getFirst().known()).isEqualTo(1);
        assertThat(imported(file.replace("2026-03-01", "2026-03-02"))
                        .getFirst()
                        .account()
                        .id())
                .isEqualTo(other);
    }

    @Test
    void anotherCurrencyIsRefused() {
        UUID id = kept("账号：,6222000011112222\n交易日期,金额,币种\n2026-03-01,5,USD\n");
        assertThatThrownBy(() -> company.write(tx -> files.importStatements(tx, cashier, id, Map.of(0, bank))))
                .hasMessageContaining("bank-account-currency");
    }

    @Test
    void columnsAreExplainedOnceForAllFilesWithTheseHeadings() {
        String file = "Jour,Montant,Quoi\n2026-03-01,12.50,a\n";
        UUID id = kept(file);
        assertThat(company.read(tx -> files.find(tx, id)).reading().statements())
                .isEmpty();
        assertThatThrownBy(() -> company.write(tx ->
                        files.explainColumns(tx, cashier, id, Map.of(Column.DATE, "Jour", Column.AMOUNT, "Betrag"))))
                .hasMessageContaining("bank-columns-heading");
        company.write(tx -> files.explainColumns(
                tx, cashier, id, Map.of(Column.DATE, "Jour", Column.AMOUNT, "Montant", Column.TEXT, "Quoi")));
        UUID next = kept("Jour,Montant,Quoi\n2026-03-02,-1,b\n");
        BankFile read = company.read(tx -> files.find(tx, next));
        assertThat(read.reading().statements().getFirst().lines().getFirst().text())
                .isEqualTo("b");
    }

    @Test
    void anotherCompanySeesNothing() {
        UUID id = kept(table("2026-03-01,100,,100,A,x,"));
        TestCompany other = new TestCompany();
        assertThatThrownBy(() -> other.read(tx -> files.find(tx, id)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("not-found");
    }
}
