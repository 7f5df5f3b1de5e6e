package io.onaccount.receivables.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.platform.Problem;
import io.onaccount.receivables.bank.StatementReading.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Statements of all formats (BNK-01): real files where they are at hand, and what banks do to each format. */
class StatementReadingTest {
    private static final Path REAL = Path.of("../../shared/data");
    private static final Charset GBK = Charset.forName("GBK");

    private static Reading read(String text) {
        return StatementReading.read(text.getBytes(StandardCharsets.UTF_8), SavedColumns.NONE);
    }

    private static BankStatement one(String text) {
        Reading reading = read(text);
        assertThat(reading.statements()).hasSize(1);
        return reading.statements().getFirst();
    }

    private static List<String> codes(BankStatement statement) {
        return statement.remarks().stream().map(Remark::code).toList();
    }

    // -- real files ------------------------------------------------------------------------------------------------

    /** Every file of the folder beside the project is read with the counts, sums and balances its manifest tells. */
    @Test
    void realFilesAreReadWhole() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(REAL.resolve("bank/MANIFEST.json")), "the folder of real files is not here");
        List<String> wrong = new ArrayList<>();
        int files = 0;
        for (JsonNode entry :
                JsonMapper.builder().build().readTree(Files.readString(REAL.resolve("bank/MANIFEST.json")))) {
            String name = entry.path("file").asString();
            Path file = REAL.resolve(name);
            if (!Files.exists(file) || name.endsWith(".json") || name.endsWith(".pydata")) {
                continue;
            }
            files++;
            try {
                Reading reading = StatementReading.read(Files.readAllBytes(file), SavedColumns.NONE);
                compare(wrong, name, entry.path("expect"), reading.statements());
            } catch (Problem problem) {
                wrong.add(name + ": " + problem.getMessage());
            }
        }
        assertThat(wrong).as("of " + files + " files").isEmpty();
        assertThat(files).isGreaterThan(30);
    }

    private static void compare(List<String> wrong, String name, JsonNode expect, List<BankStatement> found) {
        int lines = found.stream().mapToInt(s -> s.lines().size()).sum();
        BigDecimal sum = found.stream().map(BankStatement::sum).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (expect.has("n_61")) {
            check(wrong, name + " lines", expect.path("n_61").asInt(), lines);
            // Two files break the standard (an amount without comma, a field broken in the middle), which the
            // manifest's sum passes over.
            if (!name.contains("knab") && !name.contains("sparkassen")) {
                check(wrong, name + " sum", decimal(expect, "sum_61_signed"), sum);
            }
            int told = expect.path("statements").asInt();
            if (told > 0) {
                check(wrong, name + " statements", told, found.size());
            }
        }
        if (expect.has("per_statement")) {
            check(wrong, name + " statements", expect.path("statements").asInt(), found.size());
            for (int i = 0; i < found.size(); i++) {
                JsonNode one = expect.path("per_statement").path(i);
                BigDecimal waiting =
                        found.get(i).pending().stream().map(BankLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
                check(
                        wrong,
                        name + " sum",
                        decimal(one, "sum_signed"),
                        found.get(i).sum().add(waiting));
                int least = one.path("entries").asInt();
                if (found.get(i).lines().size() + found.get(i).pending().size() < least) {
                    wrong.add(name + " lines: " + found.get(i).lines().size());
                }
                if (one.path("balances").has("OPBD")) {
                    check(
                            wrong,
                            name + " opening",
                            decimal(one.path("balances"), "OPBD"),
                            found.get(i).opening());
                    check(
                            wrong,
                            name + " closing",
                            decimal(one.path("balances"), "CLBD"),
                            found.get(i).closing());
                    boolean ties = !codes(found.get(i)).contains("no-tie");
                    check(wrong, name + " ties", one.path("ties").asBoolean(), ties);
                }
            }
        }
        if (expect.has("opening")) {
            check(
                    wrong,
                    name + " opening",
                    decimal(expect, "opening"),
                    found.getFirst().opening());
            check(
                    wrong,
                    name + " closing",
                    decimal(expect, "closing"),
                    found.getLast().closing());
            check(
                    wrong,
                    name + " currency",
                    expect.path("currency").asString(),
                    found.getFirst().currency());
            boolean ties = found.stream().noneMatch(s -> codes(s).contains("no-tie"));
            check(wrong, name + " ties", expect.path("opening+sum==closing").asBoolean(), ties);
        }
        JsonNode peer = expect.path("peer_yml");
        boolean paged = name.contains("abnamro"); // its peer knows the last page's balance only when it is a final one
        if (peer.has("final_closing_balance") && found.getLast().closing() != null && !paged) {
            check(
                    wrong,
                    name + " closing",
                    new BigDecimal(peer.path("final_closing_balance").path(0).asString()),
                    found.getLast().closing());
        }
        if (expect.has("details_16")) {
            check(wrong, name + " lines", expect.path("details_16").asInt(), lines);
            check(wrong, name + " statements", expect.path("accounts_03").asInt(), found.size());
            check(
                    wrong,
                    name + " control",
                    List.of(),
                    found.stream()
                            .flatMap(s -> s.remarks().stream())
                            .filter(r -> r.code().equals("control") || r.code().equals("records"))
                            .toList());
        }
        if (expect.has("transactions")) {
            check(wrong, name + " lines", expect.path("transactions").asInt(), lines);
            List<String> amounts = found.stream()
                    .flatMap(s -> s.lines().stream())
                    .map(l -> l.amount().toPlainString())
                    .toList();
            check(
                    wrong,
                    name + " amounts",
                    expect.path("amounts").values().stream()
                            .map(JsonNode::asString)
                            .toList(),
                    amounts);
        }
    }

    private static BigDecimal decimal(JsonNode node, String name) {
        return new BigDecimal(node.path(name).asString());
    }

    private static void check(List<String> wrong, String what, Object expected, Object found) {
        boolean same = expected instanceof BigDecimal number
                ? found instanceof BigDecimal other && number.compareTo(other) == 0
                : expected.equals(found);
        if (!same) {
            wrong.add(what + ": " + found + ", not " + expected);
        }
    }

    /** Chinese exports of the folder, which have no control figures of their own: rows, ties, what is said of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    boc__debit__example-boc-records.csv        | 17 | 426.70   | ''
                    cmb__credit__example-cmb-records.csv       | 6  | -7675.98 | ''
                    cmb__debit__example-cmb-records.csv        | 5  | -779.14  | running
                    icbc__debit-v1__example-icbc-debit-v1-records.csv | 11 | -1399.34 | sum-in
                    wechat__example-wechat-records.csv         | 27 | ''       | count
                    """)
    void chineseExports(String name, int lines, String sum, String remark) throws IOException {
        Path file = REAL.resolve("bank/cn").resolve(name);
        Assumptions.assumeTrue(Files.exists(file));
        BankStatement statement = StatementReading.read(Files.readAllBytes(file), SavedColumns.NONE)
                .statements()
                .getFirst();
        assertThat(statement.lines()).hasSize(lines);
        if (!sum.isEmpty()) {
            assertThat(statement.sum()).isEqualByComparingTo(sum);
        }
        if (!remark.isEmpty()) {
            assertThat(codes(statement)).contains(remark);
        }
    }

    // -- MT940 -----------------------------------------------------------------------------------------------------

    /** BI-MT-03 is the first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    :61:250602C0,12NTRFTEST                      | 0.12     | 2025-06-02 | ''       | TEST
                    :61:250602D0,12NTRFTEST                      | -0.12    | 2025-06-02 | ''       | TEST
                    :61:250602C123,NTRFTEST                      | 123      | 2025-06-02 | ''       | TEST
                    :61:2506020602C123,45NTRFTEST//REF           | 123.45   | 2025-06-02 | REF      | TEST
                    :61:2506020603D1.234,5NMSCNONREF//B1         | -1234.50 | 2025-06-03 | B1       | ''
                    :61:2501011231RC10,NTRFX//Y                  | -10      | 2024-12-31 | Y        | X
                    :61:2412310102RD10,NTRFX//Y                  | 10       | 2025-01-02 | Y        | X
                    :61:250602CR300,NTRFNONREF                   | 300      | 2025-06-02 | ''       | ''
                    :61:250602DF14790,00N031                     | -14790   | 2025-06-02 | ''       | ''
                    :61:2502300301C5,00N024NONREF                | 5        | 2025-03-01 | ''       | ''
                    """)
    void movementsOfMt940(String line, String amount, LocalDate booked, String reference, String endToEnd) {
        BankLine found = one(":20:A\n:25:123\n" + line + "\n:86:hello").lines().getFirst();
        assertThat(found.amount()).isEqualByComparingTo(amount);
        assertThat(found.booked()).isEqualTo(booked);
        assertThat(found.reference()).isEqualTo(reference);
        assertThat(found.endToEnd()).isEqualTo(endToEnd);
        assertThat(found.text()).isEqualTo("hello");
        assertThat(found.place()).isEqualTo(3);
    }

    /** Opening, movements, closing; what is said when they don't tie. AL-TR-05 is the first. */
    @ParameterizedTest(name = "{0}: {1} and {2} to {3}: {4}")
    @CsvSource({
        "AL-TR-05, 50, C60 C40, 150, ''",
        "derived too much, 50, C60 C40, 160, no-tie",
        "derived a movement missing, 50, C60, 150, no-tie",
        "derived out and in, 50, D60 C10, 0, ''",
        "derived by a cent, 50, C60 C40, '150,01', no-tie",
        "derived nothing moved, 50, '', 50, ''",
    })
    void openingAndMovementsAreTheClosing(String example, String opening, String lines, String closing, String said) {
        StringBuilder file = new StringBuilder(":20:A\n:25:123\n:60F:C250601CNY" + opening + ",\n");
        for (String line : lines.isEmpty() ? new String[0] : lines.split(" ")) {
            file.append(":61:250602")
                    .append(line.charAt(0))
                    .append(line.substring(1))
                    .append(",NTRFNONREF\n");
        }
        String end = closing.contains(",") ? closing : closing + ",";
        BankStatement statement = one(file + ":62F:C250602CNY" + end + "\n-\n");
        assertThat(codes(statement)).isEqualTo(said.isEmpty() ? List.of() : List.of(said));
        assertThat(statement.lines()).hasSize(lines.isEmpty() ? 0 : lines.split(" ").length);
    }

    /** Rows, and the sum the file tells below them. AL-TR-07 is the first; what is wrong is said and read all the same. */
    @ParameterizedTest(name = "{0}: {1} told as {2} and {3} rows: {4}")
    @CsvSource({
        "AL-TR-07, 50.00 30.00, 80.00, 2, ''",
        "derived another sum, 50.00 30.00, 90.00, 2, sum-in",
        "derived another count, 50.00 30.00, 80.00, 3, count",
        "derived both, 50.00, 80.00, 2, sum-in count",
    })
    void whatAFileTellsOfItself(String example, String amounts, String sum, int count, String said) {
        StringBuilder file = new StringBuilder("账号：,6222000011112222\n共" + count + "笔记录\n交易日期,收入,支出,摘要\n");
        for (String amount : amounts.split(" ")) {
            file.append("2025-01-02,").append(amount).append(",,货款\n");
        }
        BankStatement statement = one(file + "合计," + sum + ",,\n");
        assertThat(String.join(" ", codes(statement))).isEqualTo(said);
        assertThat(statement.lines()).hasSize(amounts.split(" ").length);
    }

    @Test
    void theGermanStructureOfField86() {
        BankLine line = one("""
                :20:A
                :25:50880050/0194774600888
                :60F:C250101EUR100,00
                :61:2501020102CR50990,05NTRFNONREF//0724710333343453
                :86:166?00GUTSCHRIFT?100399?20EREF+E2E 22?21SVWZ+Rechnung 4711 vom 1
                2.?2212.2024?30DRESDEFF508?31DE14508800500194785000?32KARL?33 KAUFMANN
                :62F:C250102EUR51090,05
                -
                """).lines().getFirst();
        assertThat(line.name()).isEqualTo("KARL KAUFMANN");
        assertThat(line.account()).isEqualTo("DE14508800500194785000");
        assertThat(line.bank()).isEqualTo("DRESDEFF508");
        assertThat(line.endToEnd()).isEqualTo("E2E 22");
        assertThat(line.text()).isEqualTo("Rechnung 4711 vom 12.12.2024 / GUTSCHRIFT");
        assertThat(line.raw()).contains(":61:2501020102CR50990,05").contains("?33 KAUFMANN");
    }

    @Test
    void theDutchStructureOfField86() {
        BankLine line = one("""
                :20:A
                :25:NL1
                :61:2501020102C10,00NTRFNONREF
                :86:/TRTP/SEPA OVERBOEKING/IBAN/NL34RABO0123456789/BIC/RABONL2U/NAM
                E/ACME BV/REMI/INV 2025-001/EREF/E-77
                """).lines().getFirst();
        assertThat(line.name()).isEqualTo("ACME BV");
        assertThat(line.account()).isEqualTo("NL34RABO0123456789");
        assertThat(line.endToEnd()).isEqualTo("E-77");
        assertThat(line.text()).contains("INV 2025-001");
    }

    @Test
    void messagesInBlocksAndPagesAreStatementsOfTheirOwn() {
        List<BankStatement> statements = read("""
                {1:F01X}{2:O940X}{4:
                :20:A
                :25:NL81ASNB9999999999
                :28C:1/1
                :60F:C200101EUR10,
                :61:200101C5,NTRFNONREF
                :62M:C200101EUR15,
                -}{5:}
                {1:F01X}{2:O940X}{4:
                :20:A
                :25:NL81ASNB9999999999
                :28C:1/2
                :60M:C200101EUR15,
                :61:200101D5,NTRFNONREF
                :62F:C200101EUR11,
                :86:of the statement, not of a line
                -}{5:}
                """).statements();
        assertThat(statements).hasSize(2);
        assertThat(codes(statements.get(0))).isEmpty();
        assertThat(codes(statements.get(1))).containsExactly("no-tie");
        assertThat(statements.get(1).lines().getFirst().text()).isEmpty();
    }

    // -- camt ------------------------------------------------------------------------------------------------------

    private static String camt(String version, String entries) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:%s"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S1</Id>
                <CreDtTm>2025-03-10T18:43:50+00:00</CreDtTm><Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>
                <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
                <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">20.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Bal>
                %s</Stmt></BkToCstmrStmt></Document>""".formatted(version, entries);
    }

    @ParameterizedTest
    @ValueSource(strings = {"camt.053.001.02", "camt.053.001.08", "camt.053.001.13"})
    void oldAndNewVersionsOfCamt(String version) {
        boolean old = version.endsWith("02");
        String party = old ? "<Dbtr><Nm>ACME</Nm></Dbtr>" : "<Dbtr><Pty><Nm>ACME</Nm></Pty></Dbtr>";
        String status = old ? "BOOK" : "<Cd>BOOK</Cd>";
        BankStatement statement = one(camt(version, """
                <Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>%1$s</Sts><BookgDt><Dt>2025-03-09</Dt></BookgDt></Ntry>
                <Ntry><Amt Ccy="EUR">7.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>%2$s</Sts></Ntry>
                <Ntry><Amt Ccy="EUR">3.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>%1$s</Sts><BookgDt><DtTm>2025-03-10T01:00:00Z</DtTm></BookgDt>
                <ValDt><Dt>2025-03-11</Dt></ValDt><AcctSvcrRef>REF1</AcctSvcrRef><NtryDtls>
                <TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">1.00</Amt></TxAmt></AmtDtls>
                <RltdPties>%3$s<DbtrAcct><Id><IBAN>DE1</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>INV 1</Ustrd></RmtInf></TxDtls>
                <TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">2.00</Amt></TxAmt></AmtDtls><RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>
                </NtryDtls></Ntry>""".formatted(status, old ? "PDNG" : "<Cd>PDNG</Cd>", party)));
        assertThat(statement.opening()).isEqualByComparingTo("10");
        assertThat(statement.closing()).isEqualByComparingTo("-20");
        assertThat(statement.pending()).hasSize(1);
        assertThat(statement.lines())
                .extracting(line -> line.amount().toPlainString())
                .containsExactly("-30.00", "1.00", "2.00");
        BankLine split = statement.lines().get(1);
        assertThat(split.name()).isEqualTo("ACME");
        assertThat(split.account()).isEqualTo("DE1");
        assertThat(split.text()).isEqualTo("INV 1");
        assertThat(split.endToEnd()).isEqualTo("E1");
        assertThat(split.reference()).isEqualTo("REF1/1");
        assertThat(split.valued()).isEqualTo("2025-03-11");
        assertThat(statement.lines().get(2).text()).isEqualTo("RF18");
        assertThat(codes(statement)).containsExactlyInAnyOrder("no-tie", "pending");
    }

    @Test
    void aCollectiveDebitIsAsManyLinesWhenItsPaymentsAreTold() {
        String detail =
                "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">%s</Amt></TxAmt></AmtDtls><RltdPties><Cdtr><Nm>%s</Nm></Cdtr></RltdPties></TxDtls>";
        String entry =
                "<Ntry><Amt Ccy=\"EUR\">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-03-09</Dt></BookgDt>"
                        + "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>%s</NtryDtls></Ntry>";
        BankStatement told = one(camt(
                "camt.053.001.02",
                entry.formatted(detail.formatted("18.00", "Post") + detail.formatted("12.00", "Rail"))));
        assertThat(told.lines())
                .extracting(line -> line.amount().toPlainString() + " " + line.name())
                .containsExactly("-18.00 Post", "-12.00 Rail");
        BankStatement partly = one(camt("camt.053.001.02", entry.formatted(detail.formatted("18.00", "Post"))));
        assertThat(partly.lines())
                .extracting(line -> line.amount().toPlainString())
                .as("not all is told")
                .containsExactly("-30.00");
    }

    @Test
    void hostileXmlIsAnErrorAndNoFileIsRead() {
        String secret = "file:///etc/hostname";
        for (String document : List.of(
                camt("camt.053.001.02", "&x;")
                        .replace("<Document", "<!DOCTYPE d [<!ENTITY x SYSTEM \"" + secret + "\">]><Document"),
                camt("camt.053.001.02", "&lol2;")
                        .replace(
                                "<Document",
                                "<!DOCTYPE d [<!ENTITY lol \"lol\"><!ENTITY lol2 \"" + "&lol;".repeat(100)
                                        + "\">]><Document"),
                camt("camt.053.001.02", "").replace("<Document", "<!DOCTYPE d SYSTEM \"" + secret + "\"><Document"),
                "<?xml version=\"1.0\"?><!DOCTYPE OFX [<!ENTITY x SYSTEM \"" + secret
                        + "\">]><OFX><STMTRS>&x;</STMTRS></OFX>")) {
            assertThatThrownBy(() -> read(document))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("bank-file-doctype");
        }
        assertThatThrownBy(() -> read(camt("camt.053.001.02", "&x;")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("bank-file-xml");
        assertThatThrownBy(() -> read(camt("camt.053.001.02", "<Ntry>".repeat(5000))))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("bank-file-xml");
    }

    // -- OFX and BAI2 ----------------------------------------------------------------------------------------------

    @Test
    void ofxAsSgml() {
        BankStatement statement = one("""
                OFXHEADER:100
                DATA:OFXSGML
                CHARSET:1252

                <OFX><SIGNONMSGSRSV1><SONRS><FI><ORG>B1<FID>1</FI></SONRS></SIGNONMSGSRSV1>
                <BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD
                <BANKACCTFROM><BANKID>121099999<ACCTID>999988<ACCTTYPE>CHECKING</BANKACCTFROM>
                <BANKTRANLIST><DTSTART>20051001<DTEND>20051028
                <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20051004120000.000[-5:EST]<TRNAMT>1,200.50<FITID>00002<NAME>Smith &amp; Co<MEMO>Inv 7</STMTTRN>
                </BANKTRANLIST><LEDGERBAL><BALAMT>200.29<DTASOF>200510291120</LEDGERBAL>
                <AVAILBAL><BALAMT>100<DTASOF>200510291120</AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
                """);
        BankLine line = statement.lines().getFirst();
        assertThat(statement.account()).isEqualTo("999988");
        assertThat(statement.closing()).isEqualByComparingTo("200.29");
        assertThat(line.amount()).isEqualByComparingTo("1200.50");
        assertThat(line.name()).isEqualTo("Smith & Co");
        assertThat(line.text()).isEqualTo("Inv 7");
        assertThat(line.booked()).isEqualTo("2005-10-04");
        assertThat(line.reference()).isEqualTo("00002");
    }

    @Test
    void bai2WithContinuationsAndWithoutCents() {
        List<BankStatement> statements = read("""
                01,122099999,123456789,040621,0200,1,65,,2/
                02,031001234,122099999,1,040620,2359,JPY,2/
                03,0123456789,,010,+4350000,,/
                88,015,4370000,,/
                16,195,20000,V,040622,,SP4738,YRC065321,PROCEEDS, OF/
                88,LETTER OF CREDIT/
                49,8740000,5/
                98,8740000,1,6/
                99,8740000,1,8/
                """).statements();
        assertThat(statements).hasSize(1);
        BankStatement statement = statements.getFirst();
        BankLine line = statement.lines().getFirst();
        assertThat(statement.opening()).isEqualByComparingTo("4350000");
        assertThat(line.amount()).isEqualByComparingTo("20000");
        assertThat(line.valued()).isEqualTo("2004-06-22");
        assertThat(line.reference()).isEqualTo("SP4738");
        assertThat(line.endToEnd()).isEqualTo("YRC065321");
        assertThat(line.text()).isEqualTo("PROCEEDS, OF LETTER OF CREDIT");
        assertThat(codes(statement)).isEmpty();
    }

    // -- tables ----------------------------------------------------------------------------------------------------

    @Test
    void aCorporateExportWithTitlesTwoColumnsAndSums() {
        String file = """
                中国建设银行账户明细
                账号：,44201234567890123456,账户名称：,某某公司
                账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,账户明细编号-交易流水号
                44201234567890123456,某某公司,20250102 10:11:12,,"10,000.00","15,000.00",人民币元,华为技术有限公司,6222000011112222,工行深圳,20250102,货款,SO-20250101-0001,10000001
                44201234567890123456,某某公司,20250103 09:00:00,5.00,,"14,995.00",人民币元,,,,20250103,手续费,,10000002
                合计,,,5.00,"10,000.00",,,,,,,,,
                """;
        for (byte[] content : List.of(
                file.getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + file).getBytes(StandardCharsets.UTF_8),
                file.getBytes(GBK),
                file.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_16))) {
            BankStatement statement = StatementReading.read(content, SavedColumns.NONE)
                    .statements()
                    .getFirst();
            assertThat(statement.account()).isEqualTo("44201234567890123456");
            assertThat(statement.currency()).isEqualTo("CNY");
            assertThat(statement.opening()).isEqualByComparingTo("5000");
            assertThat(statement.closing()).isEqualByComparingTo("14995");
            assertThat(codes(statement)).isEmpty();
            BankLine in = statement.lines().getFirst();
            assertThat(in.amount()).isEqualByComparingTo("10000");
            assertThat(in.name()).isEqualTo("华为技术有限公司");
            assertThat(in.account()).isEqualTo("6222000011112222");
            assertThat(in.bank()).isEqualTo("工行深圳");
            assertThat(in.text()).isEqualTo("货款 / SO-20250101-0001");
            assertThat(in.reference()).isEqualTo("10000001");
            assertThat(in.booked()).isEqualTo("2025-01-02");
            assertThat(statement.lines().get(1).amount()).isEqualByComparingTo("-5");
        }
    }

    @Test
    void bothSidesInColumnsOfTheirOwn() {
        BankStatement statement = one("""
                查询账号[ Inquirer account number ],457600001234
                交易类型[ Transaction Type ],付款人账号[ Debit Account No. ],付款人名称[ Payer's Name ],收款人账号[ Payee's Account Number ],收款人名称[ Payee's Name ],交易日期[ Transaction Date ],交易货币[ Trade Currency ],交易金额[ Trade Amount ],交易后余额[ After-transaction balance ],交易流水号[ Transaction reference number ],摘要[ Reference ]
                来账,900011112222,华为技术有限公司,457600001234,某某公司,20250102,CNY,100.00,100.00,REF00000001,货款
                往账,457600001234,某某公司,800011112222,供应商甲,20250103,CNY,40.00,60.00,REF00000002,采购
                """);
        assertThat(statement.account()).isEqualTo("457600001234");
        assertThat(statement.lines())
                .extracting(line -> line.amount().toPlainString())
                .containsExactly("100.00", "-40.00");
        assertThat(statement.lines()).extracting(BankLine::name).containsExactly("华为技术有限公司", "供应商甲");
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvSource({
        "BI-ALI-01, 收入,xxxx,0.12,交易成功,0.12",
        "BI-ALI-02, 支出,xxxx,123.45,交易成功,-123.45",
        "BI-ALI-03, 不计收支,充值-普通充值,0.05,交易成功,0.05",
        "derived, 不计收支,提现-快速提现,0.05,交易成功,-0.05",
        "derived, 不计收支,退款-xxxx,9.99,退款成功,9.99",
        "derived, 不计收支,余额宝-自动转入,100.00,交易成功,-100.00",
        "derived, 不计收支,转账到银行卡,20.00,交易成功,-20.00",
    })
    void alipay(String example, String direction, String what, String amount, String state, String expected) {
        String file = """
                支付宝交易记录明细查询
                账号:[xxx@xxx.xxx]
                起始日期:[2024-01-01 00:00:00]    终止日期:[2024-09-01 23:59:59]
                ---------------------------------交易记录明细列表------------------------------------
                交易创建时间              ,商品名称                ,金额（元）,收/支     ,交易状态    ,
                2024-09-01 01:23:45 ,%s  ,%s   ,%s  ,%s ,
                2024-09-01 01:23:46 ,xxxx  ,9.99   ,支出  ,交易关闭 ,
                ------------------------------------------------------------------------------------
                """.formatted(what, amount, direction, state);
        BankStatement statement = StatementReading.read(file.getBytes(Charset.forName("GB18030")), SavedColumns.NONE)
                .statements()
                .getFirst();
        assertThat(statement.format()).isEqualTo(BankFormat.ALIPAY);
        assertThat(statement.account()).isEqualTo("xxx@xxx.xxx");
        assertThat(statement.lines()).hasSize(1);
        assertThat(statement.lines().getFirst().amount()).isEqualByComparingTo(expected);
        assertThat(codes(statement)).containsExactly("not-done");
    }

    /** BI-WX-06, a time that is none, is refused with its line. */
    @ParameterizedTest(name = "{0}: {2} {3} {4}")
    @CsvSource({
        "BI-WX-01, 2024-09-01 01:23:45,二维码收款,收入,￥0.12,已收钱,0.12",
        "derived, 2024-09-01 12:34:56,商户消费,支出,¥123.45,支付成功,-123.45",
        "BI-WX-03, 2024-09-01 23:59:59,零钱充值,/,￥0.05,充值完成,0.05",
        "derived, 2024-09-01 23:59:59,零钱提现,/,￥0.05,提现已到账,-0.05",
        "derived, 2024-09-01 23:59:59,商户消费-退款,收入,￥9.90,已全额退款,9.90",
        "derived, 2024-09-01 23:59:59,信用卡还款,/,￥50.00,支付成功,-50.00",
    })
    void weChatPay(
            String example, String time, String kind, String direction, String amount, String state, String expected) {
        BankStatement statement = one("""
                微信支付账单明细,,,,
                微信昵称：[测试],,,,
                共1笔记录,,,,
                ----------------------微信支付账单明细列表--------------------,,,,
                交易时间,交易类型,收/支,金额(元),当前状态
                %s,%s,%s,%s,%s
                """.formatted(time, kind, direction, amount, state));
        assertThat(statement.format()).isEqualTo(BankFormat.WECHAT);
        assertThat(statement.lines().getFirst().amount()).isEqualByComparingTo(expected);
        assertThat(codes(statement)).isEmpty();
        assertThatThrownBy(() -> one("交易时间,交易类型,收/支,金额(元),当前状态\n2024-09-01T01:23:45,二维码收款,收入,￥0.12,已收钱"))
                .hasMessageContaining("bank-line-date");
    }

    /** BI-DEG-06: an amount with thousands in one of two columns, the other one blank, every cell between blanks and tabs. */
    @Test
    void cellsBetweenBlanksAndTabs() {
        BankStatement statement = one("交易日期\t,摘要\t,记账金额(收入)\t,记账金额(支出)\t,余额\t,对方户名\t\n"
                + " 2023-04-22\t, 他行汇入\t, \"1,234.56 \"\t,  \t, \"1,234.56\"\t, 某某公司\t\n");
        assertThat(statement.lines().getFirst().amount()).isEqualByComparingTo("1234.56");
        assertThat(statement.lines().getFirst().booked()).isEqualTo("2023-04-22");
        assertThat(statement.lines().getFirst().name()).isEqualTo("某某公司");
    }

    /** BI-DEG-02: what the head of the file says and its rows don't agree: pointed out, and all rows are read. */
    @Test
    void aHeadThatDoesNotAgreeWithTheRows() {
        BankStatement statement = one("""
                微信支付账单明细,,,,
                微信昵称：[测试],,,,
                共3笔记录,,,,
                收入：1笔 0.35元,,,,
                支出：2笔 28.16元,,,,
                ----------------------微信支付账单明细列表--------------------,,,,
                交易时间,交易类型,收/支,金额(元),当前状态
                2024-09-01 01:23:45,二维码收款,收入,￥0.35,已收钱
                2024-09-01 01:23:46,商户消费,支出,￥28.00,支付成功
                """);
        assertThat(statement.lines()).hasSize(2);
        assertThat(codes(statement)).containsExactlyInAnyOrder("count", "sum-out");
    }

    /** BI-BAI-01: the controls of two accounts, 8,340.00 and 4,460.00, are those of the file, 12,800.00. */
    @Test
    void controlsOfBai2() {
        List<BankStatement> statements = read("""
                01,A,B,040621,0200,1,,,2/
                02,B,A,1,040620,2359,USD,2/
                03,1,,010,400000,,/
                16,195,434000,,,,IN/
                49,834000,3/
                03,2,,010,446000,,/
                49,446000,2/
                98,1280000,2,7/
                99,1280000,1,9/
                """).statements();
        assertThat(statements).hasSize(2);
        assertThat(statements).allSatisfy(one -> assertThat(codes(one)).isEmpty());
        assertThat(statements.getFirst().opening()).isEqualByComparingTo("4000");
        assertThat(statements.getFirst().lines().getFirst().amount()).isEqualByComparingTo("4340");
        List<BankStatement> wrong = read("""
                01,A,B,040621,0200,1,,,2/
                02,B,A,1,040620,2359,USD,2/
                03,1,,010,400000,,/
                16,195,434000,,,,IN/
                49,834001,4/
                98,834001,1,6/
                99,834001,1,8/
                """).statements();
        assertThat(codes(wrong.getFirst())).containsExactlyInAnyOrder("control", "records");
        List<BankStatement> file = read("""
                01,A,B,040621,0200,1,,,2/
                02,B,A,1,040620,2359,USD,2/
                03,1,,010,400000,,/
                49,400000,2/
                98,400000,1,4/
                99,400001,1,6/
                """).statements();
        assertThat(file.getFirst().remarks())
                .extracting(Remark::code, Remark::arguments)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("control", List.of("6", "400001", "400000")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"BI-DEG-04, 借 Dr,3.21,-3.21", "BI-DEG-05, 贷 Cr,1.23,1.23"})
    void debitAndCreditInWords(String example, String direction, String amount, String expected) {
        BankStatement statement = one(
                "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额\n2,2024-02-02,13:15:12,信用卡转账还款," + direction + "," + amount + ",2334.62");
        assertThat(statement.lines().getFirst().amount()).isEqualByComparingTo(expected);
        assertThat(statement.lines().getFirst().code()).isEqualTo("信用卡转账还款");
    }

    @Test
    void aTableNobodyKnowsTellsItsHeadingsAndIsReadOnceExplained() {
        String file = "Jour;Libellé;Montant;Solde\n03.02.2025;Virement;12,50;100,00\n";
        Reading unknown = read(file);
        assertThat(unknown.statements()).isEmpty();
        assertThat(unknown.headings()).containsExactly("Jour", "Libellé", "Montant", "Solde");
        Reading known = StatementReading.read(
                file.getBytes(StandardCharsets.UTF_8),
                headings -> headings.contains("Jour")
                        ? Map.of(
                                Column.DATE,
                                "Jour",
                                Column.AMOUNT,
                                "Montant",
                                Column.TEXT,
                                "Libellé",
                                Column.BALANCE,
                                "Solde")
                        : Map.of());
        assertThat(known.statements().getFirst().lines().getFirst().text()).isEqualTo("Virement");
        assertThat(known.statements().getFirst().opening()).isEqualByComparingTo("87.50");
    }

    @Test
    void aPageCalledXlsIsATable() {
        BankStatement statement = one("""
                <html><body><table><tr><td>交易日期</td><td>收入</td><td>支出</td><td>摘要</td></tr>
                <tr><td>2025-01-02</td><td>1,000.00</td><td>&nbsp;</td><td>货款 &amp; 运费</td></tr></table></body></html>
                """);
        assertThat(statement.lines().getFirst().amount()).isEqualByComparingTo("1000");
        assertThat(statement.lines().getFirst().text()).isEqualTo("货款 & 运费");
    }

    @Test
    void aWorkbookWithRealDatesAndNumbers() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(bytes, "Test", "1.0")) {
            Worksheet sheet = book.newWorksheet("流水");
            sheet.value(0, 0, "招商银行交易记录");
            String[] heads = {"交易日", "借方金额", "贷方金额", "余额", "摘要", "收/付方名称", "收/付方账号", "流水号"};
            for (int i = 0; i < heads.length; i++) {
                sheet.value(1, i, heads[i]);
            }
            sheet.value(2, 0, java.time.LocalDateTime.of(2025, 1, 2, 10, 11, 12));
            sheet.style(2, 0).format("yyyy-mm-dd hh:mm:ss").set();
            sheet.value(2, 2, new BigDecimal("12800.5"));
            sheet.value(2, 3, new BigDecimal("20000"));
            sheet.value(2, 4, "货款");
            sheet.value(2, 5, "华为技术有限公司");
            sheet.value(2, 7, "F00000001");
        }
        BankStatement statement = StatementReading.read(bytes.toByteArray(), SavedColumns.NONE)
                .statements()
                .getFirst();
        BankLine line = statement.lines().getFirst();
        assertThat(line.booked()).isEqualTo("2025-01-02");
        assertThat(line.amount()).isEqualByComparingTo("12800.50");
        assertThat(line.name()).isEqualTo("华为技术有限公司");
        assertThat(statement.opening()).isEqualByComparingTo("7199.5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Buchungstag;Betrag;Verwendungszweck | 31.12.2024;-1.234,56;x    | 2024-12-31 | -1234.56
                    Date,Amount,Description             | 13/02/2025,12.5,x         | 2025-02-13 | 12.5
                    Date,Amount,Description             | 02/13/2025,12.5,x         | 2025-02-13 | 12.5
                    Date,Debit,Credit,Description       | 2025-02-13,"1,000.00",,x  | 2025-02-13 | -1000
                    交易日期,收入/支出金额,摘要              | 2025年2月3日,"+1,000.10",x | 2025-02-03 | 1000.10
                    """)
    void daysAndAmountsOfOtherCountries(String heads, String row, LocalDate day, String amount) {
        BankLine line = one(heads + "\n" + row).lines().getFirst();
        assertThat(line.booked()).isEqualTo(day);
        assertThat(line.amount()).isEqualByComparingTo(amount);
    }

    // -- refusals --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    hello                                              | bank-file-unknown
                    <html2/>                                           | bank-file-unknown
                    交易日期,金额\\n2025-13-01,5                          | bank-line-date
                    交易日期,金额\\n2025-01-01,five                       | bank-line-amount
                    :20:A\\n:61:nonsense                                | bank-line-movement
                    :20:A\\n:60F:nonsense                               | bank-line-balance
                    :20:A\\n:61:259902C0,12NTRFTEST                     | bank-line-date
                    交易日期,金额\\n2025-01-01,99999999999999999           | bank-line-amount
                    """)
    void whatCanNotBeReadIsRefusedWithItsLine(String text, String code) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(code);
    }

    @Test
    void packedFilesAreReadAndBombsAreNot() throws IOException {
        byte[] statement = camt("camt.053.001.02", "").getBytes(StandardCharsets.UTF_8);
        Reading reading = StatementReading.read(zip(Map.of("a.xml", statement, "b.xml", statement)), SavedColumns.NONE);
        assertThat(reading.statements()).hasSize(2);
        assertThat(reading.parts()).doesNotHaveDuplicates();
        byte[] bomb = new byte[StatementReading.MOST_BYTES + 10];
        byte[] packed = gzip(bomb);
        assertThat(packed.length).isLessThan(100_000);
        assertThatThrownBy(() -> StatementReading.read(packed, SavedColumns.NONE))
                .hasMessageContaining("bank-file-large");
        byte[] zipped = zip(Map.of("a", bomb));
        assertThatThrownBy(() -> StatementReading.read(zipped, SavedColumns.NONE))
                .hasMessageContaining("bank-file-large");
        byte[] nested = zip(Map.of("a.zip", zip(Map.of("a.xml", statement))));
        assertThatThrownBy(() -> StatementReading.read(nested, SavedColumns.NONE))
                .hasMessageContaining("bank-file-packed");
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
