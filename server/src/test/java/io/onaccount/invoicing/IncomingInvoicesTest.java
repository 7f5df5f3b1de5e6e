package io.onaccount.invoicing;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.document.Attachments;
import io.onaccount.document.printing.Printing;
import io.onaccount.invoicing.IncomingInvoices.Fit;
import io.onaccount.invoicing.IncomingInvoices.Incoming;
import io.onaccount.invoicing.IncomingInvoices.Obstacle;
import io.onaccount.invoicing.efapiao.EInvoice;
import io.onaccount.invoicing.efapiao.InvoiceFiles;
import io.onaccount.invoicing.efapiao.InvoiceWriting;
import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.CompanySettings;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Files of issued invoices (INV-01): they find what waits for them, issue it and hang on it. */
class IncomingInvoicesTest {
    private static final AtomicLong NUMBERS = new AtomicLong(7_000_000);

    private final InvoiceTestBed bed = new InvoiceTestBed();
    private final IncomingInvoices incoming = bed.bed.application.bean(IncomingInvoices.class);
    private final InvoiceDocuments documents = bed.bed.application.bean(InvoiceDocuments.class);
    private final Attachments attachments = bed.bed.application.bean(Attachments.class);
    private final UUID customer = bed.bed.customer("1000000");
    private final UUID product = bed.bed.product("113", null, "1000000");
    private final Actor actor = bed.bed.with(
            "sales-invoice.view",
            "sales-invoice.create",
            "sales-invoice.issue",
            "sales-invoice.edit",
            "sales-invoice.ahead",
            "invoice-application.view");

    private static String number() {
        return "%020d".formatted(NUMBERS.getAndIncrement());
    }

    /** What the tax platform would give for it. */
    private static byte[] fapiao(Invoice invoice, String number, String more) {
        StringBuilder lines = new StringBuilder();
        for (InvoiceLine line : invoice.lines()) {
            lines.append(
                    "<IssuItemInformation><ItemName>*类*%s</ItemName><Quantity>%s</Quantity><Amount>%s</Amount><TaxRate>%s</TaxRate><ComTaxAm>%s</ComTaxAm></IssuItemInformation>"
                            .formatted(line.name(), line.quantity(), line.net(), line.taxRate(), line.tax()));
        }
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><EInvoice><Header><EIid>%s</EIid><InherentLabel><GeneralOrSpecialVAT><LabelCode>02</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData><BuyerInformation><BuyerName>%s</BuyerName></BuyerInformation><SellerInformation><SellerName>我们</SellerName></SellerInformation><BasicInformation><TotalAmWithoutTax>%s</TotalAmWithoutTax><TotalTaxAm>%s</TotalTaxAm><TotalTax-includedAmount>%s</TotalTax-includedAmount><RequestTime>%s</RequestTime></BasicInformation>%s</EInvoiceData>%s</EInvoice>"
                        .formatted(
                                number,
                                invoice.buyer().title(),
                                invoice.net(),
                                invoice.tax(),
                                invoice.total(),
                                TODAY,
                                lines,
                                more))
                .getBytes(StandardCharsets.UTF_8);
    }

    private UUID keep(byte[] content) {
        return bed.bed.write(tx -> incoming.keep(tx, actor, "dzfp.xml", content));
    }

    private Incoming find(UUID file) {
        return bed.bed.read(tx -> incoming.find(tx, actor, file));
    }

    private UUID file(UUID file, UUID target) {
        return bed.bed.write(tx -> incoming.file(tx, actor, file, target));
    }

    private List<Attachments.Attachment> attached(UUID invoice) {
        return bed.bed.read(tx -> attachments.of(tx, actor, invoice));
    }

    private List<Incoming> waiting(Actor who) {
        return bed.bed.read(tx -> incoming.all(tx, who));
    }

    private UUID goods(String quantity) {
        UUID order = bed.order(
                customer,
                ReceivableBasis.DELIVERY,
                io.onaccount.sales.NewSalesOrder.Line.of(product, new BigDecimal(quantity), new BigDecimal("113")));
        return bed.deliver(order, 1, quantity);
    }

    private UUID applied(String quantity) {
        UUID delivery = goods(quantity);
        UUID id = bed.bed.write(tx -> bed.applications.draft(
                tx,
                bed.actor,
                new NewApplication(
                        customer,
                        InvoiceKind.DIGITAL_ORDINARY,
                        null,
                        null,
                        null,
                        List.of(InvoiceTestBed.goods(delivery, quantity)))));
        bed.bed.write(tx -> {
            bed.applications.submit(tx, bed.actor, id, null);
            return id;
        });
        return id;
    }

    /** An invoice as it would be of an application, without writing it. */
    private Invoice wouldBe(UUID application) {
        InvoiceApplication asked = bed.bed.read(tx -> bed.applications.find(tx, bed.actor, application));
        return new Invoice(
                asked.id(),
                "",
                "",
                1,
                customer,
                "",
                null,
                TODAY,
                asked.kind(),
                "",
                "",
                null,
                null,
                null,
                null,
                null,
                asked.buyer(),
                "",
                "",
                asked.currency(),
                asked.net(),
                asked.tax(),
                asked.total(),
                "",
                "",
                null,
                "",
                null,
                List.of(),
                asked.lines());
    }

    @Test
    void aFileIssuesTheApplicationItFits() {
        UUID application = applied("3");
        String number = number();
        UUID file = keep(fapiao(wouldBe(application), number, ""));
        Incoming read = find(file);
        Fit fit = read.suggestion();
        assertThat(read.problems()).isEmpty();
        assertThat(fit).isNotNull();
        assertThat(fit.id()).isEqualTo(application);
        Invoice issued = bed.find(file(file, application));
        assertThat(issued.officialNumber()).isEqualTo(number);
        assertThat(issued.issuedOn()).isEqualTo(TODAY);
        assertThat(issued.state()).isEqualTo("ISSUED");
        assertThat(attached(issued.id()))
                .extracting(Attachments.Attachment::name)
                .containsExactly("dzfp.xml");
        assertThatThrownBy(() -> find(file)).isInstanceOf(Problem.class);
        assertThat(bed.bed
                        .read(tx -> bed.applications.find(tx, bed.actor, application))
                        .state())
                .isEqualTo("ISSUED");
        bed.sound();
    }

    @Test
    void aFileOfAPartIssuesThatPart() {
        UUID application = applied("4");
        Invoice all = wouldBe(application);
        InvoiceLine line = all.lines().getFirst();
        String part =
                "<?xml version=\"1.0\"?><EInvoice><Header><EIid>%s</EIid></Header><EInvoiceData><BuyerInformation><BuyerName>%s</BuyerName></BuyerInformation><BasicInformation><TotalAmWithoutTax>100</TotalAmWithoutTax><TotalTaxAm>13</TotalTaxAm><TotalTax-includedAmount>113</TotalTax-includedAmount><RequestTime>%s</RequestTime></BasicInformation><IssuItemInformation><ItemName>*类*%s</ItemName><Quantity>1</Quantity><Amount>100</Amount><TaxRate>0.13</TaxRate><ComTaxAm>13</ComTaxAm></IssuItemInformation></EInvoiceData></EInvoice>"
                        .formatted(number(), all.buyer().title(), TODAY, line.name());
        UUID file = keep(part.getBytes(StandardCharsets.UTF_8));
        assertThat(find(file).suggestion()).isNotNull().extracting(Fit::part).isEqualTo(true);
        Invoice issued = bed.find(file(file, application));
        assertThat(issued.total()).isEqualByComparingTo("113");
        assertThat(bed.bed
                        .read(tx -> bed.applications.find(tx, bed.actor, application))
                        .state())
                .isEqualTo("PARTLY");
    }

    @Test
    void anotherAmountFitsNotAndIsNotFiled() {
        UUID application = applied("2");
        byte[] content = new String(fapiao(wouldBe(application), number(), ""), StandardCharsets.UTF_8)
                .replace("<TotalTax-includedAmount>226", "<TotalTax-includedAmount>326")
                .getBytes(StandardCharsets.UTF_8);
        UUID file = keep(content);
        assertThat(find(file).suggestion()).isNull();
        assertThat(find(file).fits().getFirst().problems())
                .extracting(Obstacle::code)
                .containsExactly("amount");
        assertThatThrownBy(() -> file(file, application))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("invoice-file-amount");
    }

    /** A number that is there is refused with the name of the invoice that has it; that one may get the file. */
    @Test
    void aNumberIsRegisteredOnce() {
        UUID first = bed.issued(customer, InvoiceTestBed.goods(goods("1"), "1"));
        Invoice there = bed.find(first);
        UUID application = applied("1");
        UUID file = keep(fapiao(wouldBe(application), there.officialNumber(), ""));
        Incoming read = find(file);
        assertThat(read.problems()).containsExactly(Obstacle.of("taken", there.officialNumber(), there.number()));
        assertThatThrownBy(() -> file(file, application))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(there.number());
        assertThat(read.fits())
                .extracting(Fit::id, Fit::issued)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(first, true));
        assertThat(file(file, first)).isEqualTo(first);
        assertThat(attached(first)).hasSize(1);
    }

    @Test
    void aRedLetterFitsTheRedDraft() {
        UUID blue = bed.issued(customer, InvoiceTestBed.goods(goods("5"), "5"));
        UUID red = bed.bed.write(tx -> bed.invoices.red(tx, bed.actor, blue, null, "wrong", List.of()));
        String remark = "<AdditionalInformation><Remark>被红冲蓝字数电发票号码：%s</Remark></AdditionalInformation>";
        UUID file = keep(
                fapiao(bed.find(red), number(), remark.formatted(bed.find(blue).officialNumber())));
        assertThat(find(file).suggestion()).isNotNull().extracting(Fit::id).isEqualTo(red);
        file(file, red);
        assertThat(bed.find(blue).state()).isEqualTo("REVERSED");
        UUID other = keep(fapiao(bed.find(red), number(), remark.formatted("24312000000000000000")));
        assertThat(find(other).suggestion()).isNull();
    }

    @Test
    void somebodyElsesFilesAreNotSeen() {
        UUID file = keep(fapiao(wouldBe(applied("1")), number(), ""));
        Actor other = bed.bed.somebodyElse();
        assertThat(waiting(other)).isEmpty();
        assertThatThrownBy(() -> bed.bed.read(tx -> incoming.find(tx, other, file)))
                .isInstanceOf(Problem.class);
        bed.bed.write(tx -> {
            incoming.discard(tx, actor, file);
            return true;
        });
        assertThat(waiting(actor)).isEmpty();
    }

    @Test
    void whatIsRefusedSaysWhy() {
        assertThatThrownBy(() -> keep("<!DOCTYPE a><a/>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("invoice-file-doctype");
    }

    @Test
    void anIssuedInvoiceIsGivenOutAsData() throws IOException {
        UUID id = bed.issued(customer, InvoiceTestBed.goods(goods("3"), "3"));
        assertThatThrownBy(() -> bed.bed.read(tx -> documents.of(tx, actor, id)))
                .hasMessageContaining("seller-incomplete");
        Companies companies = bed.bed.application.bean(Companies.class);
        bed.bed.write(tx -> {
            var company = companies.get(tx);
            var settings = company.settings()
                    .printed(
                            company.settings().bank(),
                            new CompanySettings.Letterhead("园区路 8 号", "", "91310110666007217T", ""));
            return companies.update(
                    tx,
                    bed.actor,
                    new io.onaccount.organization.Company(
                            company.id(),
                            company.name(),
                            company.nameEn(),
                            company.baseCurrency(),
                            company.zone(),
                            company.fiscalYearStart(),
                            company.taxInclusive(),
                            company.priceDecimals(),
                            company.quantityDecimals(),
                            settings,
                            company.version()),
                    null);
        });
        EInvoice invoice = bed.bed.read(tx -> documents.of(tx, actor, id));
        assertThat(invoice.totals().gross()).isEqualByComparingTo("339");
        for (byte[] out : List.of(InvoiceWriting.ubl(invoice), InvoiceWriting.cii(invoice))) {
            Read read = (Read) InvoiceFiles.read(out, "out.xml");
            assertThat(read.warnings()).isEmpty();
            assertThat(read.invoice().number()).isEqualTo(bed.find(id).officialNumber());
            assertThat(read.invoice().totals()).isEqualTo(invoice.totals());
            assertThat(read.invoice().seller().taxId()).isEqualTo("91310110666007217T");
        }
        Printing printing = bed.bed.application.bean(Printing.class);
        byte[] page = printing.pdf(bed.bed.read(tx -> printing.gather(tx, actor, id, Locale.SIMPLIFIED_CHINESE)));
        byte[] hybrid = InvoiceWriting.facturX(page, invoice, Instant.parse("2026-03-31T08:00:00Z"));
        Read read = (Read) InvoiceFiles.read(hybrid, "out.pdf");
        assertThat(read.invoice().carrier()).isEqualTo(EInvoice.Carrier.PDF);
        assertThat(read.invoice().totals()).isEqualTo(invoice.totals());
        String folder = System.getProperty("onaccount.einvoice.out");
        if (folder != null) { // to be looked at with validators
            Files.write(Path.of(folder, "printed-fx.pdf"), hybrid);
            Files.write(Path.of(folder, "printed-ubl.xml"), InvoiceWriting.ubl(invoice));
        }
    }
}
