package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.Ageing.Basis;
import io.onaccount.receivables.Ageing.By;
import io.onaccount.receivables.Ageing.Knowledge;
import io.onaccount.receivables.Ageing.Method;
import io.onaccount.receivables.Ageing.Question;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ageing as other systems' tests and custom have it (RCV-05): edges, partly paid, credit notes, first in first out, known then and now. */
class AgeingCasesTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final Ageing ageing = bed.application.bean(Ageing.class);
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final DueDates dueDates = bed.application.bean(DueDates.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID customer = bed.customer("null");
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    private UUID raise(String amount, LocalDate date, LocalDate due) {
        return raise(customer, amount, date, due);
    }

    private UUID raise(UUID customer, String amount, LocalDate date, LocalDate due) {
        ItemKind kind = amount.startsWith("-") ? ItemKind.RETURN : ItemKind.DELIVERY;
        UUID document = bed.document(kind == ItemKind.RETURN ? "sales-return" : "delivery", customer);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document, customer, null, kind, "D-" + Ids.next(), Money.of(amount, "CNY"), date, due, "")));
    }

    private UUID received(String amount, LocalDate on, boolean automatic, @Nullable UUID item) {
        return paid(
                customer,
                amount,
                on,
                automatic,
                item == null ? List.of() : List.of(new NewReceipt.Purpose(item, null, new BigDecimal(amount))));
    }

    private void paid(UUID customer, String amount, LocalDate on, boolean automatic) {
        assertThat(paid(customer, amount, on, automatic, List.of())).isNotNull();
    }

    private UUID paid(
            UUID customer, String amount, LocalDate on, boolean automatic, List<NewReceipt.Purpose> purposes) {
        UUID id = bed.write(tx -> receipts.create(
                tx,
                clerk.on(on),
                new NewReceipt(
                        customer,
                        on,
                        new BigDecimal(amount),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        purposes)));
        bed.write(tx -> {
            receipts.confirm(tx, cashier.on(on), id, null, automatic);
            return true;
        });
        return id;
    }

    private Ageing.Line line(Question asked) {
        return bed.read(tx -> ageing.customer(tx, clerk, customer, asked));
    }

    private static String text(Ageing.Line line) {
        return line.buckets().stream()
                        .map(b -> b.stripTrailingZeros().toPlainString())
                        .collect(Collectors.joining(" "))
                + " | " + line.unapplied().stripTrailingZeros().toPlainString() + " | "
                + line.balance().stripTrailingZeros().toPlainString();
    }

    private static Question asked(LocalDate on, Method method, Knowledge knowledge, Integer... edges) {
        return new Question(on, Basis.DUE, By.CUSTOMER, method, knowledge, Ageing.edges(List.of(edges)));
    }

    /** Days after the due date, and the bucket of not due, 1–30, 31–60, 61–90, more. */
    @ParameterizedTest(name = "{0}: {1} days after → {2}")
    @CsvSource({
        "AG-BND-01, -1, 0",
        "AG-BND-02, 0, 0",
        "derived, 1, 1",
        "AG-BND-04, 30, 1",
        "derived, 31, 2",
        "AG-BND-06, 60, 2",
        "AG-BND-07, 61, 3",
        "derived, 90, 3",
        "AG-BND-09, 91, 4",
        "derived, 400, 4"
    })
    void edges(String example, int days, int bucket) {
        assertThat(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30, 60, 90).bucket(days))
                .isEqualTo(bucket);
        raise("100", DAY.minusDays(500), DAY.minusDays(days));
        List<BigDecimal> buckets =
                line(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30, 60, 90)).buckets();
        assertThat(buckets).hasSize(5);
        assertThat(buckets.get(bucket)).isEqualByComparingTo("100");
    }

    @Test
    void edgesMustAscend() {
        assertThat(Ageing.edges(null)).isEqualTo(Ageing.EDGES);
        assertThat(Ageing.edges(List.of(0, 15))).containsExactly(0, 15);
        for (List<Integer> wrong :
                List.of(List.of(60, 30), List.of(30, 30), List.of(-5), List.of(0, 0), List.of(20_000))) {
            assertThatThrownBy(() -> Ageing.edges(wrong)).isInstanceOf(Problem.class);
        }
    }

    @Test
    void invoicedTodayIsNotDue() { // AG-ERP-01
        raise("200", DAY, DAY);
        assertThat(text(line(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30, 60, 90, 120))))
                .isEqualTo("200 0 0 0 0 0 | 0 | 200");
    }

    @Test
    void whatIsPaidOrCreditedHasNoRow() { // AG-ERP-05, AG-ERP-08
        UUID paid = raise("200", DAY, DAY);
        received("200", DAY, true, paid);
        raise("100", DAY, DAY);
        raise("-100", DAY, DAY);
        bed.write(tx -> {
            List<OpenItem> open = Settlements.lock(
                    tx,
                    tx.list(
                            "select i.id from receivables.open_item i where i.company_id = ? and i.settled <> i.amount",
                            row -> row.uuid("id"),
                            tx.company()));
            OpenItem credit =
                    open.stream().filter(OpenItem::isCredit).findFirst().orElseThrow();
            OpenItem item = open.stream().filter(i -> !i.isCredit()).findFirst().orElseThrow();
            bed.application.bean(Allocations.class).net(tx, cashier, item.id(), credit.id(), new BigDecimal("100"));
            return true;
        });
        Ageing.Report report =
                bed.read(tx -> ageing.report(tx, clerk, asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30), 100));
        assertThat(report.lines()).isEmpty();
        assertThat(report.count()).isZero();
    }

    /** AG-ERP-09: 200 in instalments of 60, 100, 40, and 40 paid: 20, 100 and 40 are open. */
    @Test
    void instalmentsAgeByThemselves() {
        UUID first = raise("60", DAY.minusDays(60), DAY.minusDays(40));
        raise("100", DAY.minusDays(60), DAY.minusDays(10));
        raise("40", DAY.minusDays(60), DAY.plusDays(20));
        received("40", DAY, true, first);
        assertThat(text(line(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30, 60))))
                .isEqualTo("40 100 20 0 | 0 | 160");
        List<Ageing.AgedItem> shown = bed.read(
                tx -> ageing.items(tx, clerk, customer, asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30, 60), null, 100));
        assertThat(shown)
                .extracting(item -> item.open().stripTrailingZeros().toPlainString())
                .containsExactly("20", "100", "40");
    }

    /** Items, receipts and the part of each that is allocated; not due, 1–30 and more; what is unapplied; what they owe. */
    @ParameterizedTest(name = "{0}: {1} owed, {2} received")
    @CsvSource(delimiter = '|', textBlock = """
            AG-ERP-19              | 100          | 50     | 50 0 0  | 0    | 50
            derived partly paid    | 200          | 50     | 150 0 0 | 0    | 150
            derived paid too much  | 100          | 130    | 0 0 0   | 30   | -30
            derived two of the day | 100 85       | 100    | 85 0 0  | 0    | 85
            derived credit note    | 100 -30      | 0      | 70 0 0  | 0    | 70
            derived note and money | 100 -30      | 70     | 0 0 0   | 0    | 0
            """)
    void invoicedPaidAndCredited(
            String example, String owed, String paid, String buckets, String unapplied, String balance) {
        for (String amount : owed.split(" ")) {
            raise(amount, DAY, DAY);
        }
        if (!paid.equals("0")) {
            received(paid, DAY, true, null);
        }
        assertThat(text(line(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30))))
                .isEqualTo(buckets + " | " + unapplied + " | " + balance);
    }

    @Test
    void moneyPaidInAdvanceIsNegative() { // AG-ERP-20
        received("1000", DAY, true, null);
        assertThat(text(line(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30)))).isEqualTo("0 0 0 | 1000 | -1000");
    }

    @Test
    void netFourteenDays() { // AG-PUB-03
        LocalDate asOf = LocalDate.of(2026, 4, 15);
        raise("100", LocalDate.of(2026, 3, 25), LocalDate.of(2026, 4, 8));
        raise("200", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 15));
        Ageing.Line line = line(asked(asOf, Method.DOCUMENT, Knowledge.NOW, 30, 60));
        assertThat(text(line)).isEqualTo("0 100 0 200 | 0 | 300");
        assertThat(line.overdue()).isEqualByComparingTo("300");
        // The same by the day of the document: 21 and 104 days old.
        Question old = new Question(
                asOf, Basis.DATE, By.CUSTOMER, Method.DOCUMENT, Knowledge.NOW, Ageing.edges(List.of(30, 60)));
        assertThat(text(line(old))).isEqualTo("0 100 0 200 | 0 | 300");
        // As it was on the day the first of them became due, and before anything was sold.
        assertThat(text(line(asked(LocalDate.of(2026, 1, 15), Method.DOCUMENT, Knowledge.NOW, 30, 60))))
                .isEqualTo("200 0 0 0 | 0 | 200");
        assertThat(text(line(asked(LocalDate.of(2025, 12, 31), Method.DOCUMENT, Knowledge.NOW, 30, 60))))
                .isEqualTo("0 0 0 0 | 0 | 0");
    }

    /** AG-ERP-17: two items of a customer are one line and its items below; there is no line of sums in between. */
    @Test
    void groupedByCustomer() {
        raise("100", DAY, DAY);
        raise("85", DAY, DAY);
        Ageing.Report report =
                bed.read(tx -> ageing.report(tx, clerk, asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30), 100));
        assertThat(report.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.balance()).isEqualByComparingTo("185"));
        assertThat(report.total().balance()).isEqualByComparingTo("185");
    }

    /** AG-ERP-16: one payment of tomorrow for halves of two; what is to come is seen as of tomorrow. */
    @Test
    void moneyOfTomorrowIsSeenAsOfTomorrow() {
        UUID first = raise("100", DAY.minusDays(5), DAY.minusDays(5));
        UUID other = raise("100", DAY.minusDays(4), DAY.minusDays(4));
        UUID receipt = received("100", DAY, false, null);
        bed.write(tx -> {
            receipts.allocate(
                    tx,
                    cashier,
                    receipt,
                    null,
                    List.of(
                            new Receipts.Wanted(first, new BigDecimal("50")),
                            new Receipts.Wanted(other, new BigDecimal("50"))));
            return true;
        });
        assertThat(text(line(asked(DAY.minusDays(1), Method.DOCUMENT, Knowledge.NOW, 30))))
                .isEqualTo("0 200 0 | 0 | 200");
        List<Ageing.AgedItem> after = bed.read(
                tx -> ageing.items(tx, clerk, customer, asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30), null, 100));
        assertThat(after)
                .extracting(item -> item.open().stripTrailingZeros().toPlainString())
                .containsExactly("50", "50");
    }

    /** A payment of tomorrow counts tomorrow. */
    @Test
    void whatComesTomorrowIsOpenToday() {
        UUID first = raise("100", DAY.minusDays(5), DAY.minusDays(5));
        received("50", DAY, true, first);
        assertThat(text(line(asked(DAY.minusDays(1), Method.DOCUMENT, Knowledge.NOW, 30))))
                .isEqualTo("0 100 0 | 0 | 100");
        assertThat(text(line(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30)))).isEqualTo("0 50 0 | 0 | 50");
    }

    /** The newer of two was paid by name: by document the old one is open, first in first out the new one. */
    @Test
    void firstInFirstOutSettlesTheOldest() {
        UUID old = raise("100", DAY.minusDays(100), DAY.minusDays(70));
        UUID fresh = raise("80", DAY.minusDays(20), DAY.minusDays(10));
        received("80", DAY, true, fresh);
        received("30", DAY, false, null);
        assertThat(text(line(asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30, 60))))
                .isEqualTo("0 0 0 100 | 30 | 70");
        assertThat(text(line(asked(DAY, Method.FIFO, Knowledge.NOW, 30, 60)))).isEqualTo("0 70 0 0 | 0 | 70");
        Ageing.Comparison compared = bed.read(
                tx -> ageing.compare(tx, clerk, customer, asked(DAY, Method.DOCUMENT, Knowledge.NOW, 30, 60), 100));
        assertThat(compared.moved()).isEqualByComparingTo("100");
        assertThat(compared.unused()).isEqualByComparingTo("30");
        assertThat(compared.outOfOrder()).isEqualByComparingTo("70");
        assertThat(compared.items()).extracting(Ageing.ComparedItem::id).containsExactlyInAnyOrder(old, fresh);
        List<Ageing.AgedItem> shown = bed.read(
                tx -> ageing.items(tx, clerk, customer, asked(DAY, Method.FIFO, Knowledge.NOW, 30, 60), null, 100));
        assertThat(shown)
                .singleElement()
                .satisfies(item -> assertThat(item.open()).isEqualByComparingTo("70"));
        // Whatever is paid beyond all debts is theirs.
        received("200", DAY, false, null);
        assertThat(text(line(asked(DAY, Method.FIFO, Knowledge.NOW, 30, 60)))).isEqualTo("0 0 0 0 | 130 | -130");
    }

    /** What was entered since, and dated before, counts as known now, and not as known then. */
    @Test
    void knownThenAndKnownNow() {
        UUID item = raise("100", DAY.minusDays(50), DAY.minusDays(40));
        age(10);
        raise("70", DAY.minusDays(45), DAY.minusDays(35)); // entered late
        received("40", DAY.minusDays(12), true, item); // entered late as well
        bed.write(tx -> {
            dueDates.move(
                    tx,
                    clerk,
                    List.of(new DueDates.Moved(
                            Settlements.lock(tx, List.of(item)).getFirst(), DAY.plusDays(30))),
                    "put off");
            return true;
        });
        LocalDate then = LocalDate.now(clerk.zone()).minusDays(5);
        // Both dates of the business lie long before the day the system was asked of.
        Question known = asked(then, Method.DOCUMENT, Knowledge.THEN, 30, 60);
        Question now = asked(then, Method.DOCUMENT, Knowledge.NOW, 30, 60);
        assertThat(line(known).balance()).isEqualByComparingTo("100");
        assertThat(line(now).balance()).isEqualByComparingTo("130");
        List<Ageing.AgedItem> seenThen = bed.read(tx -> ageing.items(tx, clerk, customer, known, null, 100));
        assertThat(seenThen).singleElement().satisfies(aged -> {
            assertThat(aged.open()).isEqualByComparingTo("100");
            assertThat(aged.due()).isEqualTo(DAY.minusDays(40));
        });
        assertThat(line(asked(then, Method.FIFO, Knowledge.THEN, 30, 60)).balance())
                .isEqualByComparingTo("100");
        // Today both are the same.
        LocalDate today = LocalDate.now(clerk.zone()).plusDays(1);
        assertThat(text(line(asked(today, Method.DOCUMENT, Knowledge.THEN, 30, 60))))
                .isEqualTo(text(line(asked(today, Method.DOCUMENT, Knowledge.NOW, 30, 60))));
    }

    /** As if everything so far had been entered so many days ago. */
    private void age(int days) {
        for (String table : List.of("open_item", "journal", "allocation", "item_change")) {
            bed.application
                    .database()
                    .sql("update receivables." + table + " set recorded_at = recorded_at - interval '" + days
                            + " days' where company_id = " + bed.company);
        }
    }

    /** However it is grouped, the total is the same. */
    @Test
    void everyGroupingAddsUp() {
        raise("100", DAY.minusDays(50), DAY.minusDays(40));
        received("130", DAY, true, null);
        raise("75.5", DAY, DAY.plusDays(3));
        for (By by : By.values()) {
            for (Method method : Method.values()) {
                for (Knowledge knowledge : Knowledge.values()) {
                    Question asked =
                            new Question(LocalDate.of(2999, 1, 1), Basis.DATE, by, method, knowledge, Ageing.EDGES);
                    Ageing.Report report = bed.read(tx -> ageing.report(tx, clerk, asked, 100));
                    assertThat(report.total().balance()).as("%s", asked).isEqualByComparingTo("45.5");
                    assertThat(report.lines()).as("%s", asked).hasSize(1);
                    assertThat(report.lines().getFirst().balance()).isEqualByComparingTo("45.5");
                }
            }
        }
    }

    /** Whatever the rows stand for, each figure is the sum of what lies behind it: by both methods, today and on a past day as known then and now. */
    @Test
    void everyFigureLeadsToWhatItIsMadeOf() {
        List<UUID> owners = List.of(clerk.user(), cashier.user());
        UUID pool = bed.document("shared-limit", null);
        bed.application
                .database()
                .sql("insert into credit.pool (company_id, id, basis, currency) values (" + bed.company + ", '" + pool
                        + "', 'GROUP', 'CNY')");
        List<UUID> customers = new java.util.ArrayList<>(List.of(customer));
        for (int i = 0; i < 5; i++) {
            customers.add(bed.customer("null"));
        }
        java.util.Random random = new java.util.Random(7);
        for (int c = 0; c < customers.size(); c++) {
            UUID one = customers.get(c);
            List<String> facts = new java.util.ArrayList<>();
            if (c != 2) {
                facts.add("update document.header set owner_id = '" + owners.get(c % 2) + "' where id = '" + one + "'");
                facts.add("update party.party set province = '" + (c % 2 == 0 ? "江苏" : "浙江") + "' where id = '" + one
                        + "'");
                facts.add("update credit.account set grade = '" + "AB".charAt(c % 2) + "' where id = '" + one + "'");
            }
            if (c < 2) {
                facts.add("insert into credit.pool_member (company_id, pool_id, account_id, basis) values ("
                        + bed.company + ", '" + pool + "', '" + one + "', 'GROUP')");
            }
            bed.application.database().sql(facts.toArray(String[]::new));
            for (int n = 0; n < 8; n++) {
                LocalDate date = DAY.minusDays(random.nextInt(400));
                raise(one, (n == 7 ? "-" : "") + (1 + random.nextInt(90_000)) + ".37", date, date.plusDays(30));
            }
            paid(one, "20000.01", DAY.minusDays(random.nextInt(60)), true);
            paid(one, "33.33", DAY.minusDays(random.nextInt(60)), false);
        }
        // As if all had been entered on its day, so that a past day knew some of it.
        for (String table : List.of("open_item.date", "allocation.happened_on", "journal.happened_on")) {
            String[] named = table.split("\\.");
            bed.application
                    .database()
                    .sql("update receivables." + named[0] + " set recorded_at = " + named[1] + " where company_id = "
                            + bed.company);
        }
        for (Ageing.By by : Ageing.By.values()) {
            for (Ageing.Method method : Ageing.Method.values()) {
                for (Ageing.Knowledge knowledge : Ageing.Knowledge.values()) {
                    for (LocalDate day : List.of(DAY, DAY.minusDays(40))) {
                        for (Ageing.Basis basis : Ageing.Basis.values()) {
                            checkFigures(new Question(day, basis, by, method, knowledge, Ageing.EDGES));
                        }
                    }
                }
            }
        }
    }

    private void checkFigures(Question asked) {
        bed.read(tx -> {
            Ageing.Report report = ageing.report(tx, clerk, asked, 500);
            for (Ageing.Line line : report.lines()) {
                String key = line.id() == null ? line.code() : line.id().toString();
                checkFigures(asked, line, bucket -> ageing.cell(tx, clerk, asked, null, false, key, bucket, 5000));
            }
            checkFigures(
                    asked, report.total(), bucket -> ageing.cell(tx, clerk, asked, null, true, null, bucket, 5000));
            return true;
        });
    }

    private static void checkFigures(
            Question asked, Ageing.Line line, java.util.function.Function<@Nullable Integer, Ageing.Cell> cell) {
        for (int bucket = 0; bucket < line.buckets().size(); bucket++) {
            Ageing.Cell behind = cell.apply(bucket);
            assertThat(behind.open())
                    .as("%s %s bucket %s", asked, line.name(), bucket)
                    .isEqualByComparingTo(line.buckets().get(bucket));
            assertThat(behind.items().stream().map(Ageing.AgedItem::open).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(behind.open());
        }
        Ageing.Cell whole = cell.apply(null);
        assertThat(whole.open().subtract(whole.unapplied()).add(whole.bills()))
                .as("%s %s", asked, line.name())
                .isEqualByComparingTo(line.balance());
    }
}
