package io.onaccount.invoicing.efapiao;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.invoicing.efapiao.EInvoice.Carrier;
import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.invoicing.efapiao.Files.Word;
import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import io.onaccount.invoicing.efapiao.ReadInvoice.Refused;
import io.onaccount.invoicing.efapiao.ReadInvoice.Warning;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chinese invoices in the forms they come in: 数电票 as XML, PDF and OFD, red-letter ones, discount lines, exempt ones, old ones. */
class FapiaoVariantsTest {

    private static Read read(byte[] content) {
        ReadInvoice answer = InvoiceFiles.read(content, "invoice");
        assertThat(answer).isInstanceOf(Read.class);
        return (Read) answer;
    }

    private static Read read(String xml) {
        return read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> codes(Read read) {
        return read.warnings().stream().map(Warning::code).toList();
    }

    private static BigDecimal n(String number) {
        return new BigDecimal(number);
    }

    private static final String RED = """
            <?xml version="1.0" encoding="%s"?>
            <e:EInvoice xmlns:e="urn:example:einvoice">
              <e:TaxSupervisionInfo><e:IssueTime>2026-09-08 09:00:00</e:IssueTime><e:InvoiceNumber>24312000000087654321</e:InvoiceNumber></e:TaxSupervisionInfo>
              <e:EInvoiceData>
                <e:IssuItemInformation><e:TaxRate>13%%</e:TaxRate><e:Amount>-1000.00</e:Amount><e:ComTaxAm>-130.00</e:ComTaxAm><e:ItemName>*电线电缆*电缆</e:ItemName><e:Quantity>-10</e:Quantity><e:UnPrice>100</e:UnPrice></e:IssuItemInformation>
                <e:BasicInformation><e:TotalTax-includedAmount>-1130.00</e:TotalTax-includedAmount><e:TotalTaxAm>-130.00</e:TotalTaxAm><e:TotalAmWithoutTax>-1000.00</e:TotalAmWithoutTax></e:BasicInformation>
                <e:AdditionalInformation><e:Remark>被红冲蓝字数电发票号码：24312000000012345678 红字发票信息确认单编号：31012026091000000001</e:Remark></e:AdditionalInformation>
                <e:BuyerInformation><e:BuyerName>乙测试贸易有限公司</e:BuyerName><e:BuyerIdNum>91310110666007217T</e:BuyerIdNum></e:BuyerInformation>
                <e:SellerInformation><e:SellerName>甲测试软件有限公司</e:SellerName><e:SellerIdNum>91110000600037341L</e:SellerIdNum></e:SellerInformation>
              </e:EInvoiceData>
              <e:Header><e:EIid>24312000000087654321</e:EIid><e:InherentLabel><e:InIssuType><e:LabelCode>N</e:LabelCode></e:InIssuType><e:GeneralOrSpecialVAT><e:LabelCode>02</e:LabelCode></e:GeneralOrSpecialVAT></e:InherentLabel></e:Header>
            </e:EInvoice>""";

    /** Another order, a namespace, rates as 13 %: the same invoice, red. */
    @Test
    void aRedLetterSaysWhatItTakesBack() {
        Read read = read(RED.formatted("UTF-8"));
        EInvoice invoice = read.invoice();
        assertThat(invoice.syntax()).isEqualTo(Syntax.SHUDIANPIAO);
        assertThat(invoice.kind()).isEqualTo(Kind.ORDINARY);
        assertThat(invoice.credit()).isTrue();
        assertThat(invoice.originals()).containsExactly("24312000000012345678");
        assertThat(invoice.issued()).isEqualTo(LocalDate.of(2026, 9, 8));
        assertThat(invoice.totals().gross()).isEqualByComparingTo("-1130");
        assertThat(invoice.lines().getFirst().discount()).isFalse();
        assertThat(invoice.rates()).containsExactly(n("13"));
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void itMayBeWrittenInGbk() {
        byte[] gbk = RED.formatted("GBK").getBytes(Charset.forName("GBK"));
        assertThat(read(gbk).invoice().buyer().name()).isEqualTo("乙测试贸易有限公司");
    }

    @Test
    void aDiscountLineBelongsToTheLineBeforeIt() {
        Read read = read("""
                <EInvoice><Header><EIid>25312000000012345678</EIid></Header><EInvoiceData>
                <SellerInformation><SellerName>甲</SellerName></SellerInformation><BuyerInformation><BuyerName>乙</BuyerName></BuyerInformation>
                <BasicInformation><TotalAmWithoutTax>900.00</TotalAmWithoutTax><TotalTaxAm>117.00</TotalTaxAm><TotalTax-includedAmount>1017.00</TotalTax-includedAmount>
                <TotalTax-includedAmountInChinese>壹仟零壹拾柒圆整</TotalTax-includedAmountInChinese><RequestTime>20260901101112</RequestTime></BasicInformation>
                <IssuItemInformation><ItemName>*电线电缆*电缆</ItemName><SpecMod>YJV-3*2.5</SpecMod><MeaUnits>米</MeaUnits><Quantity>100</Quantity><UnPrice>10</UnPrice><Amount>1000.00</Amount><TaxRate>0.13</TaxRate><ComTaxAm>130.00</ComTaxAm></IssuItemInformation>
                <IssuItemInformation><ItemName>*电线电缆*电缆</ItemName><Amount>-100.00</Amount><TaxRate>0.13</TaxRate><ComTaxAm>-13.00</ComTaxAm></IssuItemInformation>
                </EInvoiceData></EInvoice>""");
        assertThat(read.invoice().lines()).extracting(Line::discount).containsExactly(false, true);
        assertThat(read.invoice().lines().getFirst().spec()).isEqualTo("YJV-3*2.5");
        assertThat(read.invoice().issued()).isEqualTo(LocalDate.of(2026, 9, 1));
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void anExemptOneHasNoRateAndNoTax() {
        Read read = read("""
                <EInvoice><Header><EIid>25312000000012345678</EIid></Header><EInvoiceData>
                <SellerInformation><SellerName>甲</SellerName></SellerInformation><BuyerInformation><BuyerName>乙</BuyerName></BuyerInformation>
                <BasicInformation><TotalAmWithoutTax>500.00</TotalAmWithoutTax><TotalTaxAm>***</TotalTaxAm><TotalTax-includedAmount>500.00</TotalTax-includedAmount><RequestTime>2026-09-01</RequestTime></BasicInformation>
                <IssuItemInformation><ItemName>*农产品*蔬菜</ItemName><Amount>500.00</Amount><TaxRate>免税</TaxRate><ComTaxAm>***</ComTaxAm></IssuItemInformation>
                </EInvoiceData></EInvoice>""");
        assertThat(read.invoice().totals().tax()).isEqualByComparingTo("0");
        assertThat(read.invoice().rates()).isEmpty();
        assertThat(read.warnings()).isEmpty();
    }

    /** What does not tie is told, and the rest is read all the same. */
    @Test
    void whatDoesNotTieIsTold() {
        Read read = read("""
                <EInvoice><Header><EIid>2531200000001234567</EIid></Header><EInvoiceData>
                <SellerInformation><SellerName>甲</SellerName></SellerInformation>
                <BasicInformation><TotalAmWithoutTax>900.00</TotalAmWithoutTax><TotalTaxAm>100.00</TotalTaxAm><TotalTax-includedAmount>1017.00</TotalTax-includedAmount>
                <TotalTax-includedAmountInChinese>壹仟零柒拾壹圆整</TotalTax-includedAmountInChinese></BasicInformation>
                <IssuItemInformation><ItemName>电缆</ItemName><Quantity>100</Quantity><UnPrice>1O</UnPrice><Amount>1000.00</Amount><TaxRate>0.13</TaxRate><ComTaxAm>60.00</ComTaxAm></IssuItemInformation>
                </EInvoiceData></EInvoice>""");
        assertThat(codes(read))
                .contains(
                        "gross-differs",
                        "lines-differ",
                        "tax-differs",
                        "line-tax",
                        "capitals-differ",
                        "number-form",
                        "missing",
                        "unreadable");
        assertThat(read.invoice().totals().gross()).isEqualByComparingTo("1017");
    }

    private static List<Word> page(String number, String gross) {
        return List.of(
                new Word(200, 30, "电子发票（增值税专用发票）"),
                new Word(430, 30, "发票号码："),
                new Word(480, 30, number),
                new Word(430, 45, "开票日期："),
                new Word(480, 45, "2026年09月01日"),
                new Word(20, 90, "购"),
                new Word(40, 90, "名称："),
                new Word(70, 90, "乙测试贸易（上海）有限公司"),
                new Word(310, 90, "销"),
                new Word(330, 90, "名称："),
                new Word(360, 90, "甲测试软件有限公司"),
                new Word(40, 110, "统一社会信用代码/纳税人识别号："),
                new Word(190, 110, "91310110666007217T"),
                new Word(330, 110, "统一社会信用代码/纳税人识别号："),
                new Word(480, 110, "91110000600037341L"),
                new Word(30, 140, "项目名称"),
                new Word(150, 140, "规格型号"),
                new Word(230, 140, "单 位"),
                new Word(280, 140, "数 量"),
                new Word(340, 140, "单 价"),
                new Word(420, 140, "金 额"),
                new Word(480, 140, "税率/征收率"),
                new Word(560, 140, "税 额"),
                new Word(20, 160, "*信息技术服务*软件维护"),
                new Word(150, 160, "V1 专业版"),
                new Word(235, 160, "项"),
                new Word(290, 160, "1"),
                new Word(340, 160, "1000"),
                new Word(420, 160, "1000.00"),
                new Word(495, 160, "6%"),
                new Word(560, 160, "60.00"),
                new Word(20, 175, "服务费"),
                new Word(20, 195, "*现代服务*咨询费"),
                new Word(290, 195, "2"),
                new Word(235, 195, "次"),
                new Word(340, 195, "100"),
                new Word(420, 195, "200.00"),
                new Word(495, 195, "6%"),
                new Word(560, 195, "12.00"),
                new Word(60, 260, "合 计"),
                new Word(415, 260, "¥1200.00"),
                new Word(555, 260, "¥72.00"),
                new Word(40, 280, "价税合计（大写）"),
                new Word(150, 280, "壹仟贰佰柒拾贰圆整"),
                new Word(400, 280, "（小写）"),
                new Word(450, 280, "¥" + gross));
    }

    @Test
    void aPdfIsReadFromItsWords() {
        Read read = read(Files.pdf(Map.of(), page("24312000000012345678", "1272.00")));
        EInvoice invoice = read.invoice();
        assertThat(invoice.carrier()).isEqualTo(Carrier.PDF);
        assertThat(invoice.kind()).isEqualTo(Kind.SPECIAL);
        assertThat(invoice.number()).isEqualTo("24312000000012345678");
        assertThat(invoice.issued()).isEqualTo(LocalDate.of(2026, 9, 1));
        assertThat(invoice.buyer().name()).isEqualTo("乙测试贸易（上海）有限公司");
        assertThat(invoice.buyer().taxId()).isEqualTo("91310110666007217T");
        assertThat(invoice.seller().name()).isEqualTo("甲测试软件有限公司");
        assertThat(invoice.seller().taxId()).isEqualTo("91110000600037341L");
        assertThat(invoice.totals().net()).isEqualByComparingTo("1200");
        assertThat(invoice.totals().tax()).isEqualByComparingTo("72");
        assertThat(invoice.totals().gross()).isEqualByComparingTo("1272");
        assertThat(invoice.lines())
                .extracting(
                        Line::name,
                        Line::spec,
                        Line::unit,
                        Line::quantity,
                        Line::price,
                        Line::net,
                        Line::rate,
                        Line::tax)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "*信息技术服务*软件维护服务费", "V1 专业版", "项", n("1"), n("1000"), n("1000"), n("6"), n("60")),
                        org.assertj.core.groups.Tuple.tuple(
                                "*现代服务*咨询费", "", "次", n("2"), n("100"), n("200"), n("6"), n("12")));
        assertThat(codes(read)).containsExactly("from-text");
    }

    @Test
    void aPdfWhosePropertiesSayOtherwiseIsSuspect() {
        Map<String, String> properties = Map.of(
                "InvoiceNumber",
                "24312000000012345678",
                "IssueTime",
                "2026-09-01",
                "TotalAmWithoutTax",
                "1200.00",
                "TotalTaxAm",
                "72.00",
                "TotalTax-includedAmount",
                "1272.00",
                "SellerIdNum",
                "91110000600037341L");
        assertThat(codes(read(Files.pdf(properties, page("24312000000012345678", "1272.00")))))
                .containsExactly("from-text");
        assertThat(codes(read(Files.pdf(properties, page("24312000000012345678", "9272.00")))))
                .contains("contradiction");
    }

    @Test
    void aPdfThatIsNoInvoiceIsRefused() {
        ReadInvoice answer = InvoiceFiles.read(Files.pdf(Map.of(), new Word(30, 30, "会议纪要")), "a.pdf");
        assertThat(answer).isEqualTo(new Refused("no-invoice", List.of()));
    }

    private static final String OFD_ROOT = """
            <?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>
            <ofd:CustomDatas><ofd:CustomData Name="发票号码">24312000000012345678</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>
            <ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>""";

    private static String ofdPage(String gross) {
        StringBuilder page = new StringBuilder(
                "<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer ID=\"2\">");
        List<Word> words = page("24312000000012345678", gross);
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            page.append(
                    "<ofd:TextObject ID=\"%d\" Boundary=\"%s %s 60 5\"><ofd:TextCode>%s</ofd:TextCode></ofd:TextObject>"
                            .formatted(100 + i, word.x(), word.y(), word.text()));
        }
        return page + "</ofd:Layer></ofd:Content></ofd:Page>";
    }

    private static final String OFD_DOCUMENT = """
            <ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData/><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>
            <ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags></ofd:Document>""";

    /** No data attached and no tags: the page is all there is. */
    @Test
    void anOfdIsReadFromItsPage() {
        Read read = read(Files.zip(
                "OFD.xml",
                OFD_ROOT,
                "Doc_0/Document.xml",
                OFD_DOCUMENT,
                "Doc_0/Pages/Page_0/Content.xml",
                ofdPage("1272.00")));
        assertThat(read.invoice().carrier()).isEqualTo(Carrier.OFD);
        assertThat(read.invoice().totals().gross()).isEqualByComparingTo("1272");
        assertThat(read.invoice().lines()).hasSize(2);
        assertThat(read.invoice().buyer().name()).isEqualTo("乙测试贸易（上海）有限公司");
    }

    @Test
    void anOfdIsReadFromItsTagsAndItsAttachment() {
        byte[] data = Files.sample("shudianpiao_blue_1272.xml");
        String tags = """
                <fp:eInvoice xmlns:fp="x"><fp:InvoiceNumber><fp:ObjectRef PageRef="1">102</fp:ObjectRef></fp:InvoiceNumber>
                <fp:TaxInclusiveTotalAmount><fp:ObjectRef PageRef="1">%d</fp:ObjectRef></fp:TaxInclusiveTotalAmount></fp:eInvoice>""".formatted(100 + page("", "").size() - 1);
        Object[] parts = {
            "OFD.xml",
            OFD_ROOT,
            "Doc_0/Document.xml",
            OFD_DOCUMENT,
            "Doc_0/Pages/Page_0/Content.xml",
            ofdPage("1272.00"),
            "Doc_0/Attachs/Attachments.xml",
            "<ofd:Attachments xmlns:ofd=\"x\"><ofd:Attachment ID=\"3\" Name=\"invoice\"><ofd:FileLoc>invoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>",
            "Doc_0/Attachs/invoice.xml",
            data,
            "Doc_0/Tags/CustomTags.xml",
            "<ofd:CustomTags xmlns:ofd=\"x\"><ofd:CustomTag><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>",
            "Doc_0/Tags/CustomTag.xml",
            tags
        };
        Read read = read(Files.zip(parts));
        assertThat(read.invoice().lines()).hasSize(2);
        assertThat(read.invoice().kind()).isEqualTo(Kind.SPECIAL);
        assertThat(read.warnings()).isEmpty();
        parts[5] = ofdPage("127200.00");
        assertThat(codes(read(Files.zip(parts)))).contains("contradiction");
    }

    /** The tax platform hands XML out in a zip file. */
    @Test
    void onePackedInvoiceIsUnpacked() {
        byte[] data = Files.sample("shudianpiao_blue_1272.xml");
        assertThat(read(Files.zip("dzfp_24312000000012345678.xml", data))
                        .invoice()
                        .totals()
                        .gross())
                .isEqualByComparingTo("1272");
        assertThat(InvoiceFiles.read(Files.zip("a.xml", data, "b.xml", data), "two.zip"))
                .isEqualTo(new Refused("archive-several", List.of("2")));
    }

    /** A bare figure is a fraction or per cent: 0.06 is 6 %, 0.5 beside its tax half a per cent. */
    @Test
    void ratesAreReadAsTheyAreMeant() {
        assertThat(Figures.rate("0.06", null, null)).contains(n("6"));
        assertThat(Figures.rate("13", null, null)).contains(n("13"));
        assertThat(Figures.rate("1%", null, null)).contains(n("1"));
        assertThat(Figures.rate("1", n("1000"), n("10"))).contains(n("1"));
        assertThat(Figures.rate("0.5", n("1000"), n("5"))).contains(n("0.5"));
        assertThat(Figures.rate("0", null, null)).contains(n("0"));
        assertThat(Figures.rate("免税", null, null)).isEmpty();
    }
}
