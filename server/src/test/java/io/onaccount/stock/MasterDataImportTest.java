package io.onaccount.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.catalog.Product;
import io.onaccount.catalog.Products;
import io.onaccount.document.importing.Imports;
import io.onaccount.party.Customer;
import io.onaccount.party.Customers;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.party.PaymentTerms;
import io.onaccount.testing.TestCompany;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers, contacts and products from files: checked, carried out, and nothing twice. */
class MasterDataImportTest {
    private final TestCompany company =
            new TestCompany("customer.import", "contact.import", "product.import", "customer.transfer", "product.cost");
    private final Imports imports = company.application.bean(Imports.class);
    private final Parties parties = company.application.bean(Parties.class);
    private final Customers customers = company.application.bean(Customers.class);
    private final Products products = company.application.bean(Products.class);

    @TempDir
    private Path folder;

    @BeforeEach
    void terms() {
        company.write(tx -> {
            company.application.bean(PaymentTerms.class).add(tx);
            return true;
        });
    }

    private Imports.Upload upload(String target, String text) throws IOException {
        Path file = Files.createTempFile(folder, "rows", ".csv");
        Files.writeString(file, text);
        return imports.keep(company.actor, target, "rows.csv", file);
    }

    private Imports.Counts run(Imports.Upload upload) throws IOException {
        Map<String, String> mapping = imports.proposal(imports.target(company.actor, upload.target()), upload.heads());
        imports.start(company.actor, upload, mapping, io.onaccount.platform.Ids::next);
        return imports.carryOut(company.actor, imports.find(company.actor, upload.id()), 0, done -> {});
    }

    private Imports.Check check(Imports.Upload upload) throws IOException {
        return imports.check(
                company.actor,
                upload,
                imports.proposal(imports.target(company.actor, upload.target()), upload.heads()));
    }

    private Map<String, Party> byCode(String... codes) {
        return company.read(tx -> parties.byCode(tx, company.actor, List.of(codes)));
    }

    private static final String CUSTOMERS = """
            客户编码,客户名称,统一社会信用代码,账期,负责人,联系人姓名,手机,收货地址
            K1,上海恒昌贸易有限公司,91310116076409427L,月结30天（月底加30天）,boss,王芳,13900000001,世纪大道1号
            K2,北京云帆科技有限公司,,eom1,,,,
            K3,北京云帆科技有限责任公司,,,,,,
            K4,广州大明五金厂,91310116076409427K,,,,,
            K5,杭州一号有限公司,,没有这个账期,nobody,,,
            K1,另一家公司,,,,,,
            """;

    @Test
    void customersAreCheckedThenEnteredAndNeverTwice() throws IOException {
        Imports.Upload upload = upload("customers", CUSTOMERS);
        Imports.Check check = check(upload);
        assertThat(check.good()).isEqualTo(2);
        assertThat(check.errors().stream().map(error -> error.line()).distinct())
                .containsExactly(4, 5, 6, 7);
        assertThat(byCode("K1", "K2")).isEmpty();

        assertThat(run(upload)).isEqualTo(new Imports.Counts(2, 0, 4));
        Party first = byCode("K1").get("K1");
        assertThat(first.paymentTerm().code()).isEqualTo("EOM+30");
        assertThat(first.owner()).isEqualTo(company.actor.user());
        Customer customer = company.read(tx -> customers.find(tx, company.actor, first.id()));
        assertThat(customer.contacts())
                .singleElement()
                .satisfies(c -> assertThat(c.mobile()).isEqualTo("13900000001"));
        assertThat(customer.addresses()).hasSize(1);
        assertThat(customer.taxTitle().taxNumber()).isEqualTo("91310116076409427L");

        assertThat(run(upload("customers", CUSTOMERS)).imported()).isZero();
    }

    @Test
    void contactsComeToTheirCustomers() throws IOException {
        run(upload("customers", CUSTOMERS));
        String contacts = """
                客户编码,姓名,手机,邮箱,角色,主要联系人
                K1,赵敏,13900000009,zhao@hc.example,FINANCE,是
                K1,赵敏,13900000009,zhao@hc.example,FINANCE,否
                K2,孙静,13900000008,no mail,,
                K9,无人,1,,,
                K2,周涛,13900000007,,收货,是
                """;
        assertThat(run(upload("contacts", contacts))).isEqualTo(new Imports.Counts(2, 1, 2));
        Customer first = company.read(
                tx -> customers.find(tx, company.actor, byCode("K1").get("K1").id()));
        assertThat(first.contacts()).extracting(c -> c.name() + c.primary()).containsExactly("王芳true", "赵敏false");
        assertThat(first.version()).isEqualTo(2);
        assertThat(company.history(first.id()).getLast()).contains("赵敏");
    }

    @Test
    void productsBringTheirCategories() throws IOException {
        String rows = """
                产品编码,产品名称,规格型号,分类,单位,税率,标准售价,最低售价
                A1,外六角螺栓,M8×30,五金/紧固件,盒,13,32.00,29
                A2,东北大米,10kg,米面粮油,袋,0.09,52,
                A3,自攻螺钉,,五金/紧固件,盒,17,1,
                A4,膨胀螺栓,,五金/紧固件,盒,,10,11
                A5,角磨机,,五金/工具,,,,
                """;
        assertThat(run(upload("products", rows))).isEqualTo(new Imports.Counts(2, 0, 3));
        Map<String, Product> found = company.read(tx -> products.byCode(tx, company.actor, List.of("A1", "A2", "A3")));
        assertThat(found).containsOnlyKeys("A1", "A2");
        assertThat(found.get("A1").taxRate()).isEqualByComparingTo("0.13");
        assertThat(found.get("A2").taxRate()).isEqualByComparingTo("0.09");
        assertThat(company.application
                        .database()
                        .value("select string_agg(name, ',' order by name) from catalog.category where company_id = "
                                + company.id))
                .isEqualTo("五金,米面粮油,紧固件");
        assertThat(run(upload("products", rows)).imported()).isZero();
    }

    /** Memory must not grow with the file: the heap that is left after 20,000 customers is what it was after the first 2,000. */
    @Test
    void aLongFileOfCustomersIsEnteredSteadily() throws IOException {
        assertThat(run(many(0, 2_000)).imported()).isEqualTo(2_000);
        long before = used();
        long start = System.nanoTime();
        assertThat(run(many(2_000, 20_000)).imported()).isEqualTo(20_000);
        System.out.printf(
                "20,000 customers imported in %.1f s, heap left %+d MB%n",
                (System.nanoTime() - start) / 1e9, (used() - before) / 1_000_000);
        assertThat(used() - before).isLessThan(20_000_000);
    }

    private Imports.Upload many(int from, int count) throws IOException {
        Path file = Files.createTempFile(folder, "many", ".csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("客户编码,客户名称,电话\n");
            for (int i = from; i < from + count; i++) {
                writer.write("M%d,南京第%d号五金机电有限公司,025-8%07d\n".formatted(i, i, i));
            }
        }
        return imports.keep(company.actor, "customers", "many.csv", file);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
