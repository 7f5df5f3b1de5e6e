package io.onaccount.invoicing;

import static io.onaccount.invoicing.InvoiceTestBed.goods;
import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.document.importing.Imports;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.sales.TradeTestBed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sales applies for and finance issues (INV-02), through the tax platform's file and back. */
class ApplicationsTest {
    private final InvoiceTestBed in = new InvoiceTestBed();
    private final TradeTestBed bed = in.bed;
    private final UUID product = bed.product("10", null, "1000000");
    private final Actor finance = bed.with("sales-invoice.import");

    @TempDir
    private Path folder;

    private UUID apply(UUID customer, NewInvoiceLine... lines) {
        UUID id = bed.write(tx -> in.applications.draft(
                tx,
                in.actor,
                new NewApplication(customer, InvoiceKind.DIGITAL_ORDINARY, null, null, "合同 7", Arrays.asList(lines))));
        submit(id);
        return id;
    }

    private void submit(UUID id) {
        bed.write(tx -> {
            in.applications.submit(tx, in.actor, id, null);
            return true;
        });
    }

    private String state(UUID id) {
        return application(id).state();
    }

    private InvoiceApplication application(UUID id) {
        return bed.read(tx -> in.applications.find(tx, in.actor, id));
    }

    private static void refused(String code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void salesAppliesAndFinanceIssuesInParts() {
        UUID customer = bed.customer("null");
        UUID first = in.deliver(in.order(customer, ReceivableBasis.DELIVERY, line(product, "9", "10")), 1, "9");
        UUID second = in.deliver(in.order(customer, ReceivableBasis.DELIVERY, line(product, "4", "7.7")), 1, "4");
        UUID id = apply(customer, goods(first, "6"), goods(second, "4"));
        assertThat(application(id).total()).isEqualByComparingTo("90.80");
        // Who applies later finds what waits taken; an invoice without an application is finance's own matter.
        refused("more-than-to-invoice", () -> apply(customer, goods(first, "4")));
        UUID part =
                bed.write(tx -> in.invoices.ofApplication(tx, in.actor, id, List.of(new Part(1, new BigDecimal("2")))));
        assertThat(state(id)).isEqualTo("SUBMITTED");
        in.issue(part);
        assertThat(state(id)).isEqualTo("PARTLY");
        UUID rest = bed.write(tx -> in.invoices.ofApplication(tx, in.actor, id, List.of()));
        UUID again = bed.write(tx -> in.invoices.ofApplication(tx, in.actor, id, List.of()));
        in.issue(rest);
        assertThat(state(id)).isEqualTo("ISSUED");
        refused("wrong-state", () -> in.issue(again));
        assertThat(in.find(part).total().add(in.find(rest).total())).isEqualByComparingTo("90.80");
        in.sound();
    }

    @Test
    void itIsGivenBackWithTheReasonAndComesAgain() {
        UUID customer = bed.customer("null");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.DELIVERY, line(product, "9", "10")), 1, "9");
        UUID id = apply(customer, goods(delivery, "9"));
        bed.write(tx -> {
            in.applications.giveBack(tx, in.actor, id, null, "抬头有误");
            return true;
        });
        assertThat(application(id).reason()).isEqualTo("抬头有误");
        UUID other = apply(customer, goods(delivery, "9"));
        refused("more-than-to-invoice", () -> submit(id));
        bed.write(tx -> {
            in.applications.cancel(tx, in.actor, other, null);
            return true;
        });
        submit(id);
        assertThat(state(id)).isEqualTo("SUBMITTED");
        assertThat(application(id).reason()).isEmpty();
    }

    @Test
    void theTaxPlatformsFileGoesOutOnceAndItsNumbersComeBack() throws IOException {
        UUID customer = bed.customer("null");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.INVOICE, line(product, "9", "10.03")), 1, "9");
        bed.sql("update catalog.product set tax_code = '1090511030000000000' where id = '" + product + "'");
        UUID one = apply(customer, goods(delivery, "3"));
        UUID two = apply(customer, goods(delivery, "6"));
        InvoiceApplications.Exported exported =
                bed.write(tx -> in.applications.export(tx, in.actor, List.of(one, two), false));
        refused("nothing-to-export", () -> bed.write(tx -> in.applications.export(tx, in.actor, List.of(one), false)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bed.application
                .bean(InvoiceFiles.class)
                .batch(out, bed.read(tx -> in.applications.exported(tx, in.actor, exported.export())));
        List<List<String>> basic = sheet(out.toByteArray(), 0);
        List<List<String>> lines = sheet(out.toByteArray(), 1);
        assertThat(basic.getFirst()).startsWith("发票流水号", "发票类型");
        assertThat(basic.get(1)).startsWith(application(one).number(), "普通发票").contains("合同 7", "customer");
        assertThat(lines.getFirst()).isEqualTo(BatchTemplate.LINE_HEADINGS);
        assertThat(lines.get(1).subList(0, 9))
                .containsExactly(
                        application(one).number(),
                        "product",
                        "1090511030000000000",
                        "",
                        "件",
                        "3",
                        "10.03",
                        "30.09",
                        "0.13");
        assertThat(lines).hasSize(3);

        String csv = "发票流水号,发票号码,开票日期,价税合计\n" + application(one).number() + ",26000000000000000001," + TODAY
                + ",30.09\n" + application(two).number() + ",26000000000000000002," + TODAY
                + ",60.26\nIA-0,26000000000000000003,"
                + TODAY + ",1\n";
        assertThat(run(csv)).isEqualTo(new Imports.Counts(1, 0, 2));
        assertThat(state(one)).isEqualTo("ISSUED");
        assertThat(state(two)).as("a total that differs is refused").isEqualTo("SUBMITTED");
        assertThat(run(csv.replace("60.26", "60.18"))).isEqualTo(new Imports.Counts(1, 1, 1));
        in.figures(customer, "0", "0", "90.27");
    }

    private Imports.Counts run(String csv) throws IOException {
        Imports imports = bed.application.bean(Imports.class);
        Path file = Files.createTempFile(folder, "results", ".csv");
        Files.writeString(file, csv);
        Imports.Upload upload = imports.keep(finance, "sales-invoices", "results.csv", file);
        imports.start(
                finance, upload, imports.proposal(imports.target(finance, upload.target()), upload.heads()), Ids::next);
        Consumer<Object> quiet = line -> {};
        return imports.carryOut(finance, imports.find(finance, upload.id()), 1, quiet::accept);
    }

    private static List<List<String>> sheet(byte[] file, int number) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            for (Row row : book.getSheet(number).orElseThrow().read()) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < row.getCellCount(); i++) {
                    String text = row.getCellText(i);
                    cells.add(
                            row.getCell(i) != null
                                            && row.getCell(i).getType() == org.dhatim.fastexcel.reader.CellType.NUMBER
                                    ? row.getCell(i)
                                            .asNumber()
                                            .stripTrailingZeros()
                                            .toPlainString()
                                    : text);
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    @Test
    void theTaxSummaryAndTheNumbersSayWhatWasIssued() {
        UUID customer = bed.customer("null");
        UUID delivery = in.deliver(in.order(customer, ReceivableBasis.DELIVERY, line(product, "9", "11.30")), 1, "9");
        UUID blue = in.issued(customer, goods(delivery, "5"));
        in.reddened(blue, new Part(1, BigDecimal.ONE));
        for (String number : List.of("00000007", "00000010")) {
            UUID paper = bed.write(tx -> in.invoices.create(
                    tx,
                    in.actor,
                    new NewInvoice(
                            customer, InvoiceKind.PAPER_ORDINARY, null, null, null, List.of(goods(delivery, "1")))));
            bed.write(tx -> {
                in.invoices.issue(
                        tx, in.actor, paper, null, new NewInvoice.Official("1234567890", number, TODAY, null));
                return true;
            });
        }
        InvoiceReports reports = bed.application.bean(InvoiceReports.class);
        List<InvoiceReports.TaxRow> rows =
                bed.read(tx -> reports.taxSummary(tx, in.actor, TODAY.withDayOfMonth(1), TODAY));
        assertThat(rows.stream()
                        .map(r -> r.kind() + " " + r.red() + " " + r.invoices() + " "
                                + r.net().stripTrailingZeros().toPlainString() + " "
                                + r.tax().stripTrailingZeros().toPlainString()))
                .containsExactly(
                        "DIGITAL_ORDINARY false 1 50 6.5",
                        "DIGITAL_ORDINARY true 1 -10 -1.3",
                        "PAPER_ORDINARY false 2 20 2.6");
        InvoiceReports.Numbers numbers = bed.read(tx -> reports.numbers(tx, TODAY.withDayOfMonth(1), TODAY));
        assertThat(numbers.gaps())
                .containsExactly(
                        new InvoiceReports.Gap(InvoiceKind.PAPER_ORDINARY, "1234567890", "00000008", "00000009", 2));
        assertThat(numbers.twice()).isEmpty();
    }

    /** What left and is on no invoice, and what is on one without having left; the list and the editor's proposals agree. */
    @Test
    void whatIsOnNoInvoiceAndWhatIsOnOneTooEarly() {
        UUID customer = bed.customer("null");
        UUID order = in.order(customer, ReceivableBasis.DELIVERY, line(product, "10", "10"));
        in.issued(customer, NewInvoiceLine.ofOrder(order, 1, new BigDecimal("4")));
        assertThat(ahead()).isEqualTo("4 40");
        UUID delivery = in.deliver(order, 1, "3");
        assertThat(ahead()).isEqualTo("1 10");
        assertThat(left(customer)).isEmpty();
        UUID more = in.deliver(order, 1, "5");
        assertThat(ahead()).isEmpty();
        assertThat(left(customer)).containsExactly("4 40");
        in.comesBack(customer, more, "4");
        assertThat(left(customer)).isEmpty();
        refused("more-than-to-invoice", () -> in.draft(customer, goods(delivery, "1")));
        in.sound();
    }

    private String ahead() {
        return bed.application
                .database()
                .value(
                        "select coalesce(string_agg(trim_scale(quantity) || ' ' || trim_scale(total), ','), '') from invoicing.ahead where company_id = "
                                + bed.company);
    }

    private List<String> left(UUID customer) {
        ToInvoice toInvoice = bed.application.bean(ToInvoice.class);
        return bed.read(tx -> toInvoice.of(tx, in.actor, customer, List.of(), List.of(), List.of()).stream()
                .map(c -> c.quantity().stripTrailingZeros().toPlainString() + " "
                        + c.total().stripTrailingZeros().toPlainString())
                .toList());
    }
}
