package io.onaccount.document.printing;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Samples;
import io.onaccount.testing.TestApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Printing (FND-24): every kind in both languages, templates of one's own, and templates that mean no good. */
class PrintingTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static Samples samples;
    private static Http administrator;

    @BeforeAll
    static void company() {
        samples = Samples.make(APPLICATION);
        administrator = samples.administrator();
    }

    private static String text(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] print(String id, String language, String format) {
        Answer answer = administrator.get("/records/" + id + "/print?language=" + language + "&format=" + format);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.response().body();
    }

    /** A record of each kind that is printed. */
    private static Map<String, String> printed() {
        Map<String, String> records = new TreeMap<>();
        for (String kind : APPLICATION.bean(Printing.class).kinds()) {
            records.put(
                    kind,
                    samples.lookUp("select id from document.header where company_id = $company and kind = '" + kind
                            + "' order by id limit 1"));
        }
        return records;
    }

    @Test
    void everyKindIsPrintedInBothLanguagesAndItsTextIsFound() {
        Map<String, String> records = printed();
        assertThat(records).containsKeys("sales-order", "delivery", "sales-return", "receipt");
        records.forEach((kind, id) -> {
            String number =
                    administrator.get("/records/" + id).json().path("number").asString();
            // On an invoice the customer is the buyer, as the tax authority calls them.
            assertThat(text(print(id, "zh-CN", "pdf")))
                    .as(kind)
                    .containsAnyOf("客户", "购买方")
                    .containsAnyOf("金额", "应发数量") // a list to pick by tells no money
                    .contains(number);
            assertThat(text(print(id, "en", "pdf")))
                    .as(kind)
                    .containsAnyOf("Customer", "Buyer")
                    .contains(number)
                    .doesNotContain("客户：", "购买方");
        });
    }

    @Test
    void anOrderIsPrintedWithItsLinesAndItsTotalInCapitals() {
        String order = printed().get("sales-order");
        var view = administrator.get("/sales-orders/" + order).json().path("order");
        String total = view.path("total").asString();
        String text = text(print(order, "zh-CN", "pdf"));
        assertThat(text)
                .contains("销售订单", view.path("lines").get(0).path("productName").asString())
                .contains(io.onaccount.platform.Capitals.of(new java.math.BigDecimal(total), false));
        assertThat(administrator.get("/records/" + order + "/history").body()).contains("\"action\":\"print\"");
    }

    @Test
    void anExcelWorkbookHoldsTheSameFieldsAsRealNumbers() throws IOException {
        String order = printed().get("sales-order");
        byte[] content = print(order, "en", "xlsx");
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(content))) {
            List<org.dhatim.fastexcel.reader.Row> rows = book.getFirstSheet().read();
            String all = rows.stream()
                    .flatMap(row -> row.stream())
                    .map(cell -> cell == null ? "" : cell.getText())
                    .collect(Collectors.joining("|"));
            assertThat(all).contains("SALES ORDER", "Quantity", "Total");
            assertThat(rows.stream()
                            .flatMap(row -> row.stream())
                            .anyMatch(cell ->
                                    cell != null && cell.getType() == org.dhatim.fastexcel.reader.CellType.NUMBER))
                    .isTrue();
        }
    }

    @Test
    void whatOneMayNotSeeIsNotPrinted() {
        String order = printed().get("sales-order");
        assertThat(samples.narrow().get("/records/" + order + "/print").status())
                .isEqualTo(404);
        assertThat(samples.nothing().get("/records/" + order + "/print").status())
                .isEqualTo(404);
        assertThat(Samples.make(APPLICATION)
                        .administrator()
                        .get("/records/" + order + "/print")
                        .status())
                .isEqualTo(404);
        assertThat(administrator
                        .get("/records/" + samples.id("a customer").orElseThrow() + "/print")
                        .status())
                .as("customers aren't printed")
                .isEqualTo(404);
    }

    private static String body(String template) {
        return JSON.writeValueAsString(Map.of("body", template, "paper", "A5"));
    }

    private static Answer preview(String template) {
        return administrator.post("/print-templates/sales-order/preview?language=en", body(template));
    }

    @Test
    void aCompanyChangesItsTemplateAndGoesBack() {
        String path = "/print-templates/receipt?language=en";
        int version =
                administrator.get(path).json().path("head").path("version").asInt();
        Answer saved = administrator
                .with("If-Match", "\"" + version + "\"")
                .put(path, body("<h1>Quittance {{number}}</h1><p>{{customer.name}}</p>"));
        assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
        String receipt = printed().get("receipt");
        assertThat(text(print(receipt, "en", "pdf"))).contains("Quittance");
        assertThat(text(print(receipt, "zh-CN", "pdf")))
                .doesNotContain("Quittance")
                .contains("收款收据");
        assertThat(administrator
                        .with("If-Match", "\"" + version + "\"")
                        .put(path, body("<p>second saver</p>"))
                        .status())
                .isEqualTo(412);
        assertThat(administrator.delete(path).status()).isEqualTo(200);
        assertThat(text(print(receipt, "en", "pdf")))
                .doesNotContain("Quittance")
                .contains("RECEIPT");
        Answer old = administrator.get("/print-templates/receipt/versions/" + (version + 1) + "?language=en");
        assertThat(old.json().path("body").asString()).contains("Quittance");
    }

    @Test
    void aTemplateThatMakesNoSenseIsRefusedWithItsLine() {
        Map<String, String> wrong = Map.of(
                "<p>\n{{nothing}}</p>", "Line 2: there is no field “nothing”.",
                "{{#lines}}{{position}}", "never closed",
                "{{/lines}}", "was not opened",
                "{{ 1 + 1 }}", "is not a field",
                "{{>secret}}", "no ready part",
                "{{>../../application}}", "is not a field",
                "{{label.nothing}}", "no field",
                "{{#lines}}{{#charges}}{{charge}}{{/charges}}{{/lines}}", "cannot be repeated within a list");
        wrong.forEach((template, message) -> {
            Answer answer = preview(template);
            assertThat(answer.status()).as(template).isEqualTo(400);
            assertThat(answer.body()).as(template).contains(message);
        });
    }

    @Test
    void aTemplateThatMeansNoGoodIsRefused() {
        for (String hostile : List.of(
                "<script>alert(1)</script>",
                "<p onclick=\"alert(1)\">x</p>",
                "<iframe src=\"file:///etc/passwd\"></iframe>",
                "<img src=\"http://127.0.0.1:1/x.png\">",
                "<img src=\"file:///etc/passwd\">",
                "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\">",
                "<object data=\"file:///etc/passwd\"></object>",
                "<embed src=\"x\">",
                "<link rel=\"stylesheet\" href=\"http://127.0.0.1:1/x.css\">",
                "<meta http-equiv=\"refresh\" content=\"0;url=http://127.0.0.1:1/\">",
                "<base href=\"http://127.0.0.1:1/\">",
                "<form action=\"http://127.0.0.1:1/\"><input></form>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<svg><script>1</script></svg>",
                "<style>@import url(http://127.0.0.1:1/x.css);</style>",
                "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style>",
                "<style>@page{size:1mm 1mm}</style>",
                "<style>p{background:u\\72l(http://127.0.0.1:1/)}</style>",
                "<p style=\"background-image:url('file:///etc/passwd')\">x</p>",
                "{{^number}}<script>hidden</script>{{/number}}",
                "<table><tr><td>".repeat(30) + "x")) {
            Answer answer = preview(hostile);
            assertThat(answer.status()).as(hostile + " → " + answer).isEqualTo(400);
            assertThat(answer.body()).as(hostile).contains("cannot stand on a printed page");
        }
    }

    @Test
    void valuesCannotBreakOutOfTheirPlace() {
        SafeHtml.Page page = SafeHtml.clean(Template.read(
                        "<p title=\"{{x}}\" style=\"{{x}}\">{{x}}</p><style>{{x}}</style>", name -> null)
                .fill(new PrintValues(
                        List.of(new PrintFields.Item("x", PrintFields.Type.TEXT, List.of())),
                        Map.of("x", "\"><script>alert(1)</script><img src=x onerror=alert(1)> url(http://evil)"),
                        new PrintValues.Style("CNY", 2, false),
                        label -> null)));
        assertThat(page.body().html()).doesNotContain("<script", "<img", "style=", "title=");
        assertThat(page.body().text()).contains("<script>alert(1)</script>");
        assertThat(page.styles()).doesNotContain("url(");
    }

    @Test
    void aTemplateCannotTakeTheServerDown() {
        String loop = "{{#lines}}" + "<p>x</p>".repeat(6000) + "{{/lines}}";
        assertThat(preview(loop).status()).isIn(200, 400);
        Answer pages = administrator.post(
                "/print-templates/sales-order/preview/pdf?language=en",
                body("<div style=\"page-break-after: always\">x</div>".repeat(1000)));
        assertThat(pages.status()).as(pages.toString()).isEqualTo(400);
        assertThat(pages.body()).contains("more than 500 pages");
        assertThat(preview("{{#number}}".repeat(7) + "x" + "{{/number}}".repeat(7))
                        .body())
                .contains("nested");
        Answer huge = administrator.post(
                "/print-templates/sales-order/preview/pdf?language=en",
                body("<p style=\"font-size:90000pt;width:9999999999px;margin:99999999cm\">x y z</p>"));
        assertThat(huge.status()).isIn(200, 400);
    }

    @Test
    void radicalsAreReadAsCharactersAndRareOnesLeaveAMark() {
        Printing printing = APPLICATION.bean(Printing.class);
        Printing.Print print = new Printing.Print(
                "sales-order",
                "X",
                java.util.Locale.SIMPLIFIED_CHINESE,
                List.of(new PrintFields.Item("x", PrintFields.Type.TEXT, List.of())),
                Map.of("x", "客户 ⼈民 ⽇月 金额 𠮷 ¥ € 1‒30 1–30"),
                new PrintValues.Style("CNY", 2, false),
                "<p>{{x}}</p>",
                Paper.A4);
        assertThat(text(printing.pdf(print))).contains("客户 人民 日月 金额 〓 ¥ € 1–30 1–30");
    }

    @Test
    void manyPrintAtOnce() {
        String order = printed().get("sales-order");
        long begin = System.nanoTime();
        try (var executor = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var running = java.util.stream.IntStream.range(0, 24)
                    .mapToObj(i -> executor.submit(() -> text(print(order, "zh-CN", "pdf"))))
                    .toList();
            for (var one : running) {
                assertThat(one.get()).contains("客户");
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
        System.out.println("24 prints: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    @Test
    void onlyWhoMayChangesTemplates() {
        assertThat(samples.nothing().get("/print-templates").status()).isEqualTo(403);
        assertThat(administrator.get("/print-templates").json().size()).isGreaterThanOrEqualTo(8);
        assertThat(administrator.get("/print-templates/" + UUID.randomUUID()).status())
                .isEqualTo(404);
        assertThat(administrator.get("/print-templates/receipt?language=fr").status())
                .isEqualTo(400);
    }
}
