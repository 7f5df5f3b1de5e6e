package io.onaccount.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.document.importing.Imports;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.receivables.ExchangeRates;
import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders from files: checked row by row, entered once, confirmed through the gate where that was asked for. */
class OrderImportTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Imports imports = bed.application.bean(Imports.class);
    private final Actor clerk = bed.with("sales-order.import", "sales-order.confirm");

    @TempDir
    private Path folder;

    private Imports.Upload upload(String text) throws IOException {
        Path file = Files.createTempFile(folder, "orders", ".csv");
        Files.writeString(file, text);
        return imports.keep(clerk, "sales-orders", "orders.csv", file);
    }

    private Map<String, String> mapping(Imports.Upload upload) {
        return imports.proposal(imports.target(clerk, upload.target()), upload.heads());
    }

    private Imports.Counts run(Actor actor, Imports.Upload upload, Map<String, String> mapping) throws IOException {
        imports.start(actor, upload, mapping, Ids::next);
        return imports.carryOut(actor, imports.find(actor, upload.id()), 1, line -> {});
    }

    private Imports.Counts run(Imports.Upload upload) throws IOException {
        return run(clerk, upload, mapping(upload));
    }

    /** What the result file says: line, outcome and codes. */
    private List<String> results(Imports.Upload upload) {
        List<String> results = new ArrayList<>();
        bed.read(tx -> {
            imports.results(
                    tx,
                    upload,
                    result -> results.add(result.line() + " " + result.outcome()
                            + result.errors().stream()
                                    .map(error -> " " + error.field() + ":" + error.code())
                                    .reduce("", String::concat)));
            return 0;
        });
        return results;
    }

    private String code(UUID id) {
        return value("select number from document.header where company_id = " + bed.company + " and id = '" + id + "'");
    }

    private String value(String sql) {
        return bed.application.database().value(sql);
    }

    private long orders(String condition) {
        return Long.parseLong(
                value("select count(*) from document.header h where h.kind = 'sales-order' and h.company_id = "
                        + bed.company + " and " + condition));
    }

    private SalesOrder order(String number) {
        return bed.find(
                UUID.fromString(value("select id from document.header where kind = 'sales-order' and company_id = "
                        + bed.company + " and number = '" + number + "'")));
    }

    private UUID named(String name, String limit) {
        UUID id = bed.customer(limit);
        bed.sql("update document.header set title = '" + name + "' where id = '" + id + "'");
        return id;
    }

    @Test
    void anOrderOfAFileMayBeInAnotherCurrency() throws IOException {
        UUID customer = named("太平洋板材", "100000");
        String bolt = code(bed.product("32.00", null, "100"));
        bed.write(tx -> bed.application
                .bean(ExchangeRates.class)
                .create(
                        tx,
                        bed.actor,
                        new ExchangeRates.NewRate(
                                "USD", TradeTestBed.TODAY.minusDays(40), new BigDecimal("7.1"), null, null, null)));
        Imports.Upload upload = upload("""
                订单号,客户,日期,币别,exchange rate,商品编码,数量,单价,税率
                FX-1,%1$s,2026-03-02,usd,,%2$s,10,3,13
                FX-1,%1$s,,,,%2$s,1,3,13
                FX-2,%1$s,2026-03-02,USD,0.01,%2$s,1,3,13
                FX-3,%1$s,2026-03-02,EUR,,%2$s,1,3,13
                """.formatted(code(customer), bolt));
        run(upload);
        assertThat(order("FX-1").foreign()).isEqualTo(new OrderCurrency("USD", new BigDecimal("7.1")));
        assertThat(order("FX-1").own().total()).isEqualByComparingTo("33");
        assertThat(order("FX-1").total()).isEqualByComparingTo("234.3");
        assertThat(results(upload)).contains("4 REFUSED rate:order-own-rate", "5 REFUSED rate:rate-missing");
        assertThat(orders("number in ('FX-2', 'FX-3')")).isZero();
    }

    @Test
    void severalRowsAreOneOrderAndTheSameFileTwiceAddsNothing() throws IOException {
        UUID customer = named("上海恒昌贸易有限公司", "100000");
        String bolt = code(bed.product("32.00", null, "100"));
        String nut = code(bed.product("8.00", null, "100"));
        String text = """
                订单号,客户,日期,交货日期,客户单号,商品编码,数量,单价,税率,折扣,备注,行备注,账期
                PO-1,%s,2026-03-02,2026-03-09,4500-1,%s,10,30,13,0.02,急,蓝色,净30天
                PO-1,%s,2026-03-02,,,%s,5,,,,,,
                PO-2,上海恒昌贸易有限公司,,,,%s,1,2.5,0.09,,,,
                """.formatted(code(customer), bolt, code(customer), nut, nut);
        assertThat(run(upload(text))).isEqualTo(new Imports.Counts(3, 0, 0));
        SalesOrder first = order("PO-1");
        assertThat(first.state()).isEqualTo("DRAFT");
        assertThat(first.customer()).isEqualTo(customer);
        assertThat(first.reference()).isEqualTo("4500-1");
        assertThat(first.note()).isEqualTo("急");
        assertThat(first.date()).hasToString("2026-03-02");
        assertThat(first.deliveryDate()).hasToString("2026-03-09");
        assertThat(first.lines()).hasSize(2);
        assertThat(first.lines().getFirst().note()).isEqualTo("蓝色");
        assertThat(first.lines().getFirst().total()).isEqualByComparingTo("294.00");
        assertThat(first.lines().get(1).price()).as("the price offered").isEqualByComparingTo("8");
        assertThat(first.total()).isEqualByComparingTo("334.00");
        SalesOrder second = order("PO-2");
        assertThat(second.customer()).as("found by name").isEqualTo(customer);
        assertThat(second.lines().getFirst().taxRate()).isEqualByComparingTo("0.09");
        assertThat(second.date()).isEqualTo(TradeTestBed.TODAY);

        assertThat(run(upload(text))).isEqualTo(new Imports.Counts(0, 3, 0));
        assertThat(run(upload(text.replace(",急,", ",,") + "PO-3," + code(customer) + ",,,," + nut + ",2,1,,,,,\n")))
                .as("an order is known by its number whatever else the file says")
                .isEqualTo(new Imports.Counts(1, 3, 0));
        assertThat(orders("true")).isEqualTo(3);
    }

    @Test
    void theCheckTellsEveryErrorWithRowAndColumnAndEntersNothing() throws IOException {
        String customer = code(bed.customer("1000"));
        named("同名公司", "1");
        named("同名公司", "1");
        String product = code(bed.product("10", null, "5"));
        UUID free = bed.product("null", null, "5");
        Imports.Upload upload = upload("""
                orderNumber,customer,date,product,quantity,price,taxRate,discount,deliveryDate,paymentTerm
                A,%1$s,2026-03-02,%2$s,1,1,,,,
                A,%1$s,2026-03-03,%2$s,0,1,,,,
                B,nobody,,nothing,1,-1,0.13,2,,never
                C,%1$s,2026-03-02,%2$s,x,1,,,2026-03-01,
                D,%1$s,2026-03-02,%2$s,1,1,,,2026-03-01,
                E,同名公司,,%2$s,1,1,,,,
                F,%1$s,,%2$s,1,1,,,,
                G,%1$s,,%3$s,1,,,,,
                F,%1$s,,%2$s,1,1,,,,
                ,%1$s,,%2$s,1,1,,,,
                """.formatted(customer, product, code(free)));
        Imports.Check check = imports.check(clerk, upload, mapping(upload));
        assertThat(check.rows()).isEqualTo(10);
        assertThat(check.errors())
                .extracting(e -> e.line() + " " + e.column() + " " + e.error().code())
                .containsExactlyInAnyOrder(
                        "2 null import-group",
                        "3 date order-rows-differ",
                        "3 quantity must-be-positive",
                        "4 customer customer-unknown",
                        "4 product product-unknown",
                        "4 price negative",
                        "4 discount not-a-fraction",
                        "4 paymentTerm payment-term-unknown",
                        "5 quantity not-a-number",
                        "6 deliveryDate before-order-date",
                        "7 customer customer-ambiguous",
                        "9 price required",
                        "10 orderNumber order-rows-apart",
                        "11 orderNumber required");
        assertThat(check.good()).isEqualTo(1);
        assertThat(orders("true")).isZero();
        assertThat(run(upload)).isEqualTo(new Imports.Counts(1, 0, 9));
        assertThat(orders("true")).isEqualTo(1);
    }

    @Test
    void ordersConfirmedAtOnceGoThroughTheGateAndTheResultSaysWhichWait() throws IOException {
        UUID customer = bed.customer("250");
        String code = code(customer);
        String product = code(bed.product("10", "9", "1"));
        Imports.Upload upload = upload("""
                orderNumber,customer,product,quantity,price,confirm
                Q1,%1$s,%2$s,10,10,yes
                Q1,%1$s,%2$s,5,10,
                Q2,%1$s,%2$s,8,10,是
                Q2,%1$s,%2$s,7,10,是
                Q3,%1$s,%2$s,1,10,no
                Q4,%1$s,%2$s,1,1,yes
                Q5,%1$s,%2$s,10,10,yes
                """.formatted(code, product));
        Imports.Check check = imports.check(clerk, upload, mapping(upload));
        assertThat(check.good()).isEqualTo(7);
        assertThat(check.remarks().stream()
                        .map(remark -> remark.line() + " " + remark.error().code()))
                .contains("4 order-held", "4 credit.objection.over-limit", "7 order-not-confirmed");
        assertThat(orders("true")).isZero();

        assertThat(run(upload)).isEqualTo(new Imports.Counts(7, 0, 0));
        assertThat(results(upload))
                .containsExactly(
                        "2 IMPORTED :sales.objection.stock-short",
                        "3 IMPORTED",
                        "4 IMPORTED :order-held :sales.objection.stock-short :credit.objection.over-limit",
                        "5 IMPORTED",
                        "6 IMPORTED",
                        "7 IMPORTED :order-not-confirmed :sales.objection.below-minimum-price",
                        "8 IMPORTED :sales.objection.stock-short");
        assertThat(order("Q1").state()).isEqualTo("CONFIRMED");
        assertThat(order("Q2").state()).isEqualTo("HELD");
        assertThat(order("Q3").state()).isEqualTo("DRAFT");
        assertThat(order("Q4").state()).isEqualTo("DRAFT");
        assertThat(order("Q5").state()).isEqualTo("CONFIRMED");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("250");
        assertThat(value("select count(*) from credit.hold where company_id = " + bed.company))
                .isEqualTo("1");
    }

    @Test
    void allRowsMayBeConfirmedWithoutAColumnAndOnlyByWhoMay() throws IOException {
        String text = "orderNumber,customer,product,quantity,price\nR1," + code(bed.customer("100")) + ","
                + code(bed.product("10", null, "5")) + ",2,10\n";
        Actor keeper = bed.with("sales-order.import");
        Imports.Upload refused = upload(text);
        Map<String, String> yes = mapping(refused);
        yes.put("confirm", "=yes");
        assertThat(run(keeper, refused, yes)).isEqualTo(new Imports.Counts(0, 0, 1));
        assertThat(results(refused)).containsExactly("2 REFUSED confirm:forbidden");
        Imports.Upload upload = upload(text);
        assertThat(run(clerk, upload, yes)).isEqualTo(new Imports.Counts(1, 0, 0));
        assertThat(order("R1").state()).isEqualTo("CONFIRMED");
    }

    @Test
    void aNumberThatIsInUseIsRefused() throws IOException {
        UUID customer = bed.customer("100");
        UUID product = bed.product("10", null, "5");
        OrderAnswer there =
                bed.place(NewSalesOrder.of(customer, null, List.of(TradeTestBed.line(product, "1", "1"))), false);
        String number = there.order().number();
        Imports.Upload upload = upload("orderNumber,customer,product,quantity,price\n" + number + "," + code(customer)
                + "," + code(product) + ",2,10\n");
        assertThat(run(upload)).isEqualTo(new Imports.Counts(0, 0, 1));
        assertThat(results(upload)).containsExactly("2 REFUSED orderNumber:number-taken");
    }

    /** Memory must not grow with the file: the heap left after 10,000 rows is what it was after the first thousand. */
    @Test
    void aLongFileIsEnteredSteadily() throws IOException {
        String customer = code(bed.customer("null"));
        List<String> products = List.of(
                code(bed.product("10", null, "5")),
                code(bed.product("20", null, "5")),
                code(bed.product("30", null, "5")));
        assertThat(run(many(0, 1_000, customer, products)).imported()).isEqualTo(1_000);
        long before = used();
        long start = System.nanoTime();
        assertThat(run(many(1_000, 10_000, customer, products)).imported()).isEqualTo(10_000);
        System.out.printf(
                "10,000 rows of orders imported and confirmed in %.1f s, heap left %+d MB%n",
                (System.nanoTime() - start) / 1e9, (used() - before) / 1_000_000);
        assertThat(used() - before).isLessThan(20_000_000);
        assertThat(orders("h.state = 'CONFIRMED'")).isEqualTo(11_000 / 4);
    }

    private Imports.Upload many(int from, int count, String customer, List<String> products) throws IOException {
        Path file = Files.createTempFile(folder, "many", ".csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("订单号,客户,商品,数量,单价,立即确认\n");
            for (int i = from; i < from + count; i++) {
                writer.write("N%d,%s,%s,%d,10,是\n".formatted(i / 4, customer, products.get(i % 3), 1 + i % 5));
            }
        }
        return imports.keep(clerk, "sales-orders", "many.csv", file);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void byTheFrontDoorFromTheTemplateToTheResultFile() throws Exception {
        TestApplication application = TestApplication.shared();
        Trade trade = new Trade(application.database()::sql);
        Http caller = Http.at(application).token(trade.person());
        trade.customer("100");
        trade.product("50");
        assertThat(caller.get("/imports/sales-orders/template").header("Content-Type"))
                .contains("spreadsheetml");
        assertThat(caller.get("/sales-orders/definition").json().path("can").toString())
                .as("the list offers it")
                .contains("\"import\"");
        String csv = "Order number,Customer,Product,Quantity,Price\nW1,C1,P1,5,10\nW2,C1,P1,9,10\n";
        Http.Answer kept = send(caller, csv);
        assertThat(kept.status()).as(kept.toString()).isEqualTo(201);
        assertThat(kept.json().path("fields").toString()).contains("\"type\":\"BOOLEAN\"");
        String mapping =
                "{\"mapping\":{\"orderNumber\":\"Order number\",\"customer\":\"Customer\",\"product\":\"Product\","
                        + "\"quantity\":\"Quantity\",\"price\":\"Price\",\"confirm\":\"=yes\"}}";
        String path = "/imports/" + kept.json().path("id").asString();
        Http.Answer check = caller.post(path + "/check", mapping);
        assertThat(check.json().path("good").asInt()).as(check.toString()).isEqualTo(2);
        assertThat(check.json().path("remarks").toString()).contains("信用冻结");
        Http.Answer started = caller.postOnce(path + "/start", mapping);
        assertThat(started.status()).as(started.toString()).isEqualTo(202);
        String job = started.json().path("jobId").asString();
        for (int i = 0;
                i < 200
                        && !caller.get("/jobs/" + job)
                                .json()
                                .path("state")
                                .asString()
                                .equals("DONE");
                i++) {
            Thread.sleep(50);
        }
        String result = caller.get("/jobs/" + job + "/result").body();
        assertThat(result.lines().toList())
                .satisfiesExactly(
                        heading -> assertThat(heading).contains("原因"),
                        first -> assertThat(first).isEqualTo("2,已导入,W1,"),
                        second -> assertThat(second).contains("3,已导入,W2,", "信用冻结", "额度 100.00", "超出 40.00"));
    }

    private static Http.Answer send(Http caller, String csv) {
        return caller.call(
                "POST",
                "/imports/sales-orders",
                ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                                + csv + "\r\n--b--\r\n")
                        .getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=b");
    }

    @Test
    void aFileOfSomeMegabytesIsTaken() {
        TestApplication application = TestApplication.shared();
        Http caller = Http.at(application).token(new Trade(application.database()::sql).person());
        Http.Answer kept = send(
                caller,
                "Order number,Customer,Product,Quantity\n" + "A-12345678901234567890,C1,P1,5\n".repeat(100_000));
        assertThat(kept.status()).as(kept.toString()).isEqualTo(201);
        assertThat(kept.json().path("rows").asInt()).isEqualTo(100_000);
    }
}
