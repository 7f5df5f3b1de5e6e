package io.onaccount.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditProof;
import io.onaccount.document.importing.Imports;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.Ageing;
import io.onaccount.receivables.Ledger;
import io.onaccount.testing.TestCompany;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The set's documents become ours, and what each customer owes is what a sum over the file says that knows nothing of our code. {@code
 * -Donaccount.retail=<the whole file>} tries all of it.
 */
class OnlineRetailTest {
    private static final Path EXCERPT = Path.of("src/test/resources/online-retail/excerpt.csv");

    private final TestCompany company =
            new TestCompany("sales-order.import", "sales-order.confirm", "sales-order.view", "customer.view");
    private final Imports imports = company.application.bean(Imports.class);

    /** What the file says, read without any of our code. */
    private static final class Expected {
        final Map<String, BigDecimal> balances = new TreeMap<>();
        final List<Integer> refused = new ArrayList<>();
        int imported;
        BigDecimal total = BigDecimal.ZERO;

        Expected(Path file) throws IOException {
            try (InputStream raw = Files.newInputStream(file);
                    BufferedReader reader = new BufferedReader(new InputStreamReader(
                            file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw,
                            StandardCharsets.UTF_8))) {
                reader.readLine();
                int line = 1;
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    line++;
                    add(text, line);
                }
            }
        }

        /** The description may have commas and quotation marks; the fields around it have none. */
        private void add(String text, int line) {
            String[] before = text.split(",", 3);
            String rest = before[2];
            String[] end = new String[5];
            for (int i = 4; i >= 0; i--) {
                int comma = rest.lastIndexOf(',');
                end[i] = rest.substring(comma + 1);
                rest = rest.substring(0, comma);
            }
            String customer = end[3].replace(".0", "");
            BigDecimal price = new BigDecimal(end[2]);
            if (customer.isEmpty() || price.signum() <= 0 || !before[1].matches("\\d{5}[A-Za-z]{0,2}")) {
                refused.add(line);
                return;
            }
            imported++;
            BigDecimal amount = new BigDecimal(end[0]).multiply(price).setScale(2, RoundingMode.HALF_UP);
            total = total.add(amount);
            balances.merge(customer, amount, BigDecimal::add);
        }
    }

    @Test
    void anExcerptBecomesOrdersDeliveriesAndReturns() throws IOException {
        Expected expected = new Expected(EXCERPT);
        assertThat(expected.refused).isNotEmpty();
        Imports.Upload upload = run(EXCERPT);
        List<Integer> refused = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        company.read(tx -> {
            imports.results(tx, upload, result -> {
                if (result.outcome().equals("REFUSED")) {
                    refused.add(result.line());
                    result.errors().stream().map(Problem.FieldError::code).forEach(reasons::add);
                }
            });
            return 0;
        });
        assertThat(refused)
                .as(() -> new java.util.TreeSet<>(reasons).toString())
                .isEqualTo(expected.refused);
        assertThat(reasons).contains("retail-no-customer", "retail-no-product", "retail-no-price");
        assertThat(imports.counts(company.id, upload.id()))
                .isEqualTo(new Imports.Counts(expected.imported, 0, expected.refused.size()));
        tie(expected);
        assertThat(
                        number(
                                "select count(*) from fulfilment.return_line where company_id = %d and delivery_id is not null"))
                .as("returns that found their delivery")
                .isPositive();

        long documents = number("select count(*) from document.header where company_id = %d");
        Imports.Upload again = run(EXCERPT);
        assertThat(imports.counts(company.id, again.id()).imported()).isZero();
        assertThat(number("select count(*) from document.header where company_id = %d"))
                .isEqualTo(documents);
        tie(expected);
    }

    @Test
    void theCheckRunChangesNothing() throws IOException {
        Expected expected = new Expected(EXCERPT);
        Imports.Upload upload = imports.keep(company.actor, OnlineRetail.NAME, "excerpt.csv", EXCERPT);
        Imports.Check check = imports.check(company.actor, upload, mapping(upload));
        assertThat(check.good()).isEqualTo(expected.imported);
        assertThat(check.errors()).hasSize(expected.refused.size());
        assertThat(number("select count(*) from document.header where company_id = %d"))
                .isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = "onaccount.retail", matches = ".+")
    void theWholeSetTiesToTheCent() throws IOException {
        Path file = Path.of(System.getProperty("onaccount.retail"));
        Expected expected = new Expected(file);
        long begin = System.nanoTime();
        Imports.Upload upload = run(file);
        System.out.printf(
                "%d lines imported, %d refused in %.0f s; %d customers, sum %s; peak heap %d MB%n",
                expected.imported,
                expected.refused.size(),
                (System.nanoTime() - begin) / 1e9,
                expected.balances.size(),
                expected.total,
                peak() / 1024 / 1024);
        Map<String, Integer> reasons = new TreeMap<>();
        company.read(tx -> {
            imports.results(
                    tx,
                    upload,
                    result -> result.errors()
                            .forEach(error -> reasons.merge(error.field() + " " + error.code(), 1, Integer::sum)));
            return 0;
        });
        assertThat(imports.counts(company.id, upload.id()))
                .as(reasons::toString)
                .isEqualTo(new Imports.Counts(expected.imported, 0, expected.refused.size()));
        tie(expected);
        System.out.println("ties to the cent");
        Imports.Upload again = run(file);
        assertThat(imports.counts(company.id, again.id()).imported()).isZero();
        tie(expected);
        System.out.println("twice adds nothing");
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private Map<String, String> mapping(Imports.Upload upload) {
        return imports.proposal(imports.target(company.actor, upload.target()), upload.heads());
    }

    private Imports.Upload run(Path file) throws IOException {
        Imports.Upload upload = imports.keep(
                company.actor, OnlineRetail.NAME, file.getFileName().toString(), file);
        imports.start(company.actor, upload, mapping(upload), Ids::next);
        int[] lines = {0};
        imports.carryOut(company.actor, imports.find(company.actor, upload.id()), 1, line -> {
            if (++lines[0] % 20 == 0) {
                System.out.println("line " + line);
            }
        });
        return upload;
    }

    private long number(String sql) {
        return Long.parseLong(company.application.database().value(sql.formatted(company.id)));
    }

    /** Balance, open items, ledger, exposure and ageing agree with the file, customer by customer. */
    private void tie(Expected expected) {
        Map<String, BigDecimal> wanted = new TreeMap<>(expected.balances);
        wanted.values().removeIf(amount -> amount.signum() == 0);
        assertThat(
                        sums(
                                "select b.party_id, b.receivable - b.money as amount from receivables.party_balance b where b.company_id = ?"))
                .as("balances")
                .isEqualTo(wanted);
        assertThat(
                        sums(
                                "select i.party_id, sum(i.amount - i.settled) as amount from receivables.open_item i where i.company_id = ? group by 1"))
                .as("open items")
                .isEqualTo(wanted);
        assertThat(
                        sums(
                                "select l.party_id, sum(l.base_amount) as amount from receivables.journal_line l where l.company_id = ? and l.account = 'RECEIVABLE' group by 1"))
                .as("ledger")
                .isEqualTo(wanted);
        assertThat(
                        sums(
                                "select a.party_id, a.ordered + a.shipped + a.receivable + a.bills + a.loans - a.unapplied - a.deposit as amount from credit.account a where a.company_id = ?"))
                .as("exposure")
                .isEqualTo(wanted);
        Ageing.Report report = company.read(tx -> company.application
                .bean(Ageing.class)
                .report(tx, company.actor, company.actor.today(), Ageing.Basis.DUE, Ageing.By.CUSTOMER, 10_000));
        Map<String, BigDecimal> aged = new TreeMap<>();
        report.lines().forEach(line -> aged.put(line.code(), line.balance().setScale(2, RoundingMode.UNNECESSARY)));
        aged.values().removeIf(amount -> amount.signum() == 0);
        assertThat(aged).as("ageing").isEqualTo(wanted);
        assertThat(report.total().balance()).as("ageing in all").isEqualByComparingTo(expected.total);
        assertThat(company.read(company.application.bean(CreditProof.class)::drift))
                .as("credit proof")
                .isEmpty();
        assertThat(company.read(company.application.bean(Ledger.class)::drift))
                .as("ledger proof")
                .isEmpty();
    }

    private Map<String, BigDecimal> sums(String sql) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        company.read(tx -> tx.list(
                        "select h.number, s.amount from (" + sql
                                + ") s join document.header h on h.company_id = ? and h.id = s.party_id",
                        row -> Map.entry(
                                row.text("number"), row.decimal("amount").setScale(2, RoundingMode.UNNECESSARY)),
                        company.id,
                        company.id))
                .forEach(entry -> sums.put(entry.getKey(), entry.getValue()));
        sums.values().removeIf(amount -> amount.signum() == 0);
        return sums;
    }
}
