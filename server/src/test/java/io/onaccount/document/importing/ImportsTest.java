package io.onaccount.document.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import io.onaccount.testing.TestCompany;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Files of departments: a target as plain as one can be, so that what is tried is the engine. */
class ImportsTest {
    private static final List<ImportColumn> COLUMNS = List.of(
            ImportColumn.of("name", ImportColumn.Type.TEXT, "销售一部").mandatory().alias("部门名称"),
            ImportColumn.of("amount", ImportColumn.Type.NUMBER, "12.50"),
            ImportColumn.of("date", ImportColumn.Type.DATE, "2026-03-31"),
            ImportColumn.of("active", ImportColumn.Type.BOOLEAN, "是"));

    @TempDir
    private Path folder;

    private TestCompany company;
    private Imports imports;
    private final List<ImportRow> handed = new ArrayList<>();

    private static void insert(Tx tx, UUID id, String name) {
        tx.add(
                Rank.DOCUMENT,
                "insert into organization.department (company_id, id, name) values (?, ?, ?)",
                tx.company(),
                id,
                name);
    }

    private class Departments implements ImportTarget {
        @Override
        public String name() {
            return "departments";
        }

        @Override
        public String kind() {
            return "department";
        }

        @Override
        public List<ImportColumn> columns() {
            return COLUMNS;
        }

        @Override
        public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
            handed.addAll(rows);
            List<ImportOutcome> outcomes = new ArrayList<>();
            for (ImportRow row : rows) {
                if (row.requiredText("name").startsWith("throws")) {
                    throw Problem.conflict("wrong-state", "x", "y");
                }
                if (row.requiredText("name").startsWith("refused")) {
                    outcomes.add(ImportOutcome.refused("name", "duplicate"));
                    continue;
                }
                UUID id = Ids.next();
                insert(tx, id, row.requiredText("name")); // one that is too long reaches the database's own check
                outcomes.add(new ImportOutcome.Imported(id, row.text("name")));
            }
            return outcomes;
        }
    }

    /** Lines with the same name are one document. */
    private final class Grouped extends Departments {
        @Override
        public String name() {
            return "groups";
        }

        @Override
        public Optional<String> groupedBy() {
            return Optional.of("name");
        }

        @Override
        public Optional<String> key(ImportRow row) {
            return Optional.of(row.requiredText("name"));
        }

        @Override
        public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
            Map<String, UUID> made = new LinkedHashMap<>();
            rows.forEach(row -> made.computeIfAbsent(row.requiredText("name"), name -> Ids.next()));
            made.forEach((name, id) -> insert(tx, id, name));
            return rows.stream()
                    .<ImportOutcome>map(row -> new ImportOutcome.Imported(made.get(row.text("name")), row.text("name")))
                    .toList();
        }
    }

    @BeforeEach
    void company() {
        company = new TestCompany("department.import");
        imports = new Imports(
                List.of(new Departments(), new Grouped()),
                company.database,
                Texts.load(),
                JsonMapper.builder().build(),
                company.application.bean(AuditTrail.class),
                Clock.systemUTC());
    }

    private Imports.Upload upload(String target, String text, Charset charset) throws IOException {
        Path file = Files.createTempFile(folder, "rows", ".csv");
        Files.write(file, text.getBytes(charset));
        return imports.keep(company.actor, target, "rows.csv", file);
    }

    private Imports.Upload upload(String target, String text) throws IOException {
        return upload(target, text, StandardCharsets.UTF_8);
    }

    private Map<String, String> mapping(Imports.Upload upload) {
        return imports.proposal(imports.target(company.actor, upload.target()), upload.heads());
    }

    private Imports.Counts run(Imports.Upload upload) throws IOException {
        imports.start(company.actor, upload, mapping(upload), Ids::next);
        return imports.carryOut(company.actor, imports.find(company.actor, upload.id()), 1, line -> {});
    }

    private long departments() {
        return company.read(tx -> tx.one(
                "select count(*) as n from organization.department where company_id = ?",
                row -> row.number("n"),
                company.id));
    }

    @Test
    void theSameFileTwiceAddsNothing() throws IOException {
        String text =
                "Name,Amount,Date,Active\r\nA,\"1,234.50\",2026/3/1,yes\r\nB,,20260302,否\r\nA,\"1,234.50\",2026/3/1,yes\r\n";
        assertThat(run(upload("departments", text))).isEqualTo(new Imports.Counts(3, 0, 0));
        assertThat(run(upload("departments", text))).isEqualTo(new Imports.Counts(0, 3, 0));
        assertThat(run(upload("departments", text + "A,\"1,234.50\",2026/3/1,yes\r\n")))
                .isEqualTo(new Imports.Counts(1, 3, 0));
        assertThat(departments()).isEqualTo(4);
        assertThat(handed.getFirst().number("amount")).isEqualByComparingTo(new BigDecimal("1234.5"));
        assertThat(handed.getFirst().date("date")).isEqualTo(LocalDate.of(2026, 3, 1));
        assertThat(handed.getFirst().truth("active")).isTrue();
        assertThat(handed.get(1).truth("active")).isFalse();
    }

    @Test
    void chineseExcelsCsvIsRead() throws IOException {
        Imports.Upload upload =
                upload("departments", "部门名称;金额\n销售一部;￥1,200\n\n\"重庆\n二部\";(3.5)\n", Charset.forName("GB18030"));
        assertThat(upload.charset()).isEqualTo("GB18030");
        assertThat(upload.rows()).isEqualTo(2);
        assertThat(mapping(upload))
                .containsEntry("name", "部门名称")
                .containsEntry("amount", "金额")
                .containsEntry("date", null);
        assertThat(run(upload)).isEqualTo(new Imports.Counts(2, 0, 0));
        assertThat(handed.get(1).text("name")).isEqualTo("重庆\n二部");
        assertThat(handed.get(1).number("amount")).isEqualByComparingTo("-3.5");
    }

    @Test
    void theCheckRunTellsRowAndColumnAndChangesNothing() throws IOException {
        Imports.Upload upload = upload(
                "departments",
                "name,amount,date,active\nA,x,2026-02-30,perhaps\n,1,,\nrefused,1,,\nthrows,,,\n" + "L".repeat(101)
                        + ",,,\nB,1,,\n");
        Imports.Check check = imports.check(company.actor, upload, mapping(upload));
        assertThat(check.rows()).isEqualTo(6);
        assertThat(check.good()).isEqualTo(1);
        assertThat(check.errors())
                .extracting(e -> e.line() + " " + e.column() + " " + e.value() + " "
                        + e.error().code())
                .containsExactly(
                        "2 amount x not-a-number",
                        "2 date 2026-02-30 not-a-date",
                        "2 active perhaps import-yes-or-no",
                        "3 name null required",
                        "4 name refused duplicate",
                        "5 null null wrong-state",
                        "6 null null value-refused");
        assertThat(departments()).isZero();
        assertThat(run(upload)).isEqualTo(new Imports.Counts(1, 0, 5));
        assertThat(departments()).isEqualTo(1);
        List<String> results = new ArrayList<>();
        company.read(tx -> {
            imports.results(tx, upload, result -> results.add(result.line() + " " + result.outcome()));
            return 0;
        });
        assertThat(results)
                .containsExactly("2 REFUSED", "3 REFUSED", "4 REFUSED", "5 REFUSED", "6 REFUSED", "7 IMPORTED");
    }

    @Test
    void rowsOfOneDocumentStandOrFallTogether() throws IOException {
        StringBuilder text = new StringBuilder("name,amount\n");
        for (int i = 0; i < 700; i++) {
            text.append("G")
                    .append(i / 7)
                    .append(',')
                    .append(i == 350 ? "x" : i)
                    .append('\n');
        }
        assertThat(run(upload("groups", text.toString()))).isEqualTo(new Imports.Counts(693, 0, 7));
        assertThat(departments()).isEqualTo(99);
        assertThat(run(upload("groups", text.toString().replace(",x", ",350"))))
                .isEqualTo(new Imports.Counts(7, 693, 0));
        assertThat(departments()).isEqualTo(100);
    }

    @Test
    void anImportThatBrokeOffGoesOn() throws IOException {
        StringBuilder text = new StringBuilder("name\n");
        for (int i = 0; i < 1300; i++) {
            text.append("D").append(i).append('\n');
        }
        Imports.Upload upload = upload("departments", text.toString());
        imports.start(company.actor, upload, mapping(upload), Ids::next);
        Imports.Upload started = imports.find(company.actor, upload.id());
        assertThatThrownBy(() -> imports.carryOut(company.actor, started, 1, line -> {
                    throw new IllegalStateException("the power fails after the first chunk");
                }))
                .hasMessageContaining("power");
        assertThat(departments()).isEqualTo(500);
        // Nobody noted how far it came: rows that are there already are recognised.
        assertThat(imports.carryOut(company.actor, started, 1, line -> {})).isEqualTo(new Imports.Counts(1300, 0, 0));
        assertThat(departments()).isEqualTo(1300);
    }

    @Test
    void oldFilesAreGivenUpAndTheirResultsKept() throws IOException {
        Imports.Upload imported = upload("departments", "name\nA\n");
        run(imported);
        Imports.Upload unused = upload("departments", "name\nB\n");

        imports.forget(company.id, Instant.now().minusSeconds(3600));
        assertThat(imports.find(company.actor, unused.id()).rows()).isEqualTo(1);

        imports.forget(company.id, Instant.now().plusSeconds(1));
        assertThatThrownBy(() -> imports.find(company.actor, unused.id())).isInstanceOf(Problem.class);
        assertThat(imports.counts(company.id, imported.id())).isEqualTo(new Imports.Counts(1, 0, 0));
        long parts = company.read(tx -> tx.one(
                "select count(*) as n from document.upload_part where company_id = ?",
                row -> row.number("n"),
                company.id));
        assertThat(parts).isZero();
    }

    @Test
    void excelIsReadWithItsDatesAndNumbers() throws IOException {
        Path file = folder.resolve("rows.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook book = new Workbook(out, "test", "1.0")) {
            Worksheet sheet = book.newWorksheet("x");
            sheet.value(0, 0, "名称 *");
            sheet.value(0, 1, "日期");
            sheet.value(0, 2, "Amount");
            sheet.value(1, 0, 10010);
            sheet.value(1, 1, LocalDate.of(2026, 3, 5));
            sheet.style(1, 1).format("yyyy-mm-dd").set();
            sheet.value(1, 2, new BigDecimal("0.1"));
        }
        Imports.Upload upload = imports.keep(company.actor, "departments", "x.xlsx", file);
        assertThat(upload.format()).isEqualTo("XLSX");
        assertThat(run(upload)).isEqualTo(new Imports.Counts(1, 0, 0));
        ImportRow row = handed.getFirst();
        assertThat(row.text("name")).isEqualTo("10010");
        assertThat(row.date("date")).isEqualTo(LocalDate.of(2026, 3, 5));
        assertThat(row.number("amount")).isEqualByComparingTo("0.1");
    }

    @Test
    void whatIsNoFileIsToldAtOnce() throws IOException {
        assertThatThrownBy(() -> upload("departments", "")).hasMessageContaining("import-empty");
        Path file = folder.resolve("broken.xlsx");
        Files.write(file, new byte[] {'P', 'K', 3, 4, 5, 6, 7, 8});
        assertThatThrownBy(() -> imports.keep(company.actor, "departments", "broken.xlsx", file))
                .hasMessageContaining("import-not-excel");
        Imports.Upload upload = upload("departments", "a,b\n1,2\n");
        assertThatThrownBy(() -> imports.check(company.actor, upload, Map.of("amount", "b")))
                .hasMessageContaining("mapping.name")
                .hasMessageContaining("required");
        assertThatThrownBy(() -> imports.check(company.actor, upload, Map.of("name", "c", "password", "a")))
                .hasMessageContaining("import-no-head")
                .hasMessageContaining("import-no-column");
        assertThatThrownBy(() ->
                        imports.keep(company.user("guest", Set.of("department.view")), "departments", "x.csv", file))
                .hasMessageContaining("forbidden");
    }
}
