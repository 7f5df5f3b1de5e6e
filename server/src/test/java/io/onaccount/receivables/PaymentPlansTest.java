package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.PaymentPlans.NewPlan;
import io.onaccount.receivables.PaymentPlans.Part;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items put off, split and grouped into plans, and disputed (RCV-03); nothing is owed more or less by any of it. */
class PaymentPlansTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final PaymentPlans plans = bed.application.bean(PaymentPlans.class);
    private final ItemRecords records = bed.application.bean(ItemRecords.class);
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Actor clerk = bed.actor;
    private final Actor second = bed.somebodyElse();
    private final UUID customer = bed.customer("null");

    /** Each line: open; so much each month, or so many parts; from; what comes of it. */
    @ParameterizedTest(name = "{0}: {1} by {2} every {3} months")
    @CsvSource(textBlock = """
            PT-TRYTON-06, 100.00, =30, 2, 2026-01-31, 2026-01-31 30.00|2026-03-31 30.00|2026-05-31 30.00|2026-07-31 10.00
            PT-TRYTON-08, 10.00,  2,   1, 2026-01-15, 2026-01-15 5.00|2026-02-15 5.00
            derived,      100.00, 3,   1, 2026-01-31, 2026-01-31 33.33|2026-02-28 33.33|2026-03-31 33.34
            derived,      100.00, =25, 1, 2026-01-31, 2026-01-31 25.00|2026-02-28 25.00|2026-03-31 25.00|2026-04-30 25.00
            derived,      100.00, =100.01, 1, 2026-01-31, 2026-01-31 100.00
            derived,      0.02,   3,   1, 2026-01-31, 2026-03-31 0.02
            derived,      30.00,  =30, 1, 2026-01-31, 2026-01-31 30.00
            """)
    void divided(String example, String open, String how, int months, LocalDate start, String parts) {
        Money whole = Money.of(open, "CNY");
        List<Part> divided = how.startsWith("=")
                ? PaymentPlans.byAmount(whole, Money.of(how.substring(1), "CNY"), months, start)
                : PaymentPlans.into(whole, Integer.parseInt(how), months, start);
        assertThat(divided.stream()
                        .map(part -> part.due() + " " + part.amount().toPlainString())
                        .collect(Collectors.joining("|")))
                .isEqualTo(parts);
    }

    private UUID raise(String amount, LocalDate date, int days) {
        UUID document = bed.document("delivery", customer);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        null,
                        ItemKind.DELIVERY,
                        "D-" + amount,
                        Money.of(amount, "CNY"),
                        date,
                        date.plusDays(days),
                        "")));
    }

    private UUID plan(List<UUID> of, String... parts) {
        List<Part> wanted = Arrays.stream(parts)
                .map(part -> part.split(" "))
                .map(part -> new Part(LocalDate.parse(part[0]), new BigDecimal(part[1])))
                .toList();
        return bed.write(tx -> plans.create(tx, clerk, new NewPlan(customer, of, wanted, "short of cash")));
    }

    private void write(Consumer<io.onaccount.platform.db.Tx> body) {
        Boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }

    private List<String> open() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
        return bed.read(tx -> tx.list(
                "select i.number || ' ' || i.due || ' ' || (i.amount - i.settled)::numeric(19,2) as line from receivables.open_item i"
                        + " where i.company_id = ? and i.party_id = ? and i.settled <> i.amount order by i.due, i.number",
                row -> row.text("line"),
                tx.company(),
                customer));
    }

    @Test
    void anItemIsPutOffByTwo() {
        UUID item = raise("100.00", DAY.minusDays(40), 30);
        UUID plan = plan(List.of(item), "2026-05-31 100");
        assertThat(open()).containsExactly("D-100.00 2026-03-21 100.00");
        assertThatThrownBy(() -> write(tx -> plans.apply(tx, clerk, plan, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("plan-own"));
        write(tx -> plans.apply(tx, second, plan, null));
        assertThat(open()).containsExactly("D-100.00 2026-05-31 100.00");
        ItemRecords.ItemRecord record = bed.read(tx -> records.find(tx, clerk, item));
        assertThat(record.daysOverdue()).isZero();
        assertThat(record.plan()).isEqualTo(plan);
        assertThat(record.changes()).singleElement().satisfies(change -> {
            assertThat(change.what()).isEqualTo("DUE");
            assertThat(change.reason()).contains("short of cash");
            assertThat(change.by()).isEqualTo("Else");
            assertThat(change.oldDue()).isEqualTo("2026-03-21");
        });
        assertThatThrownBy(() -> write(tx -> plans.apply(tx, second, plan, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("wrong-state"));
    }

    /** PT-TRYTON-08: an invoice of 10 in two parts is open as before, after the first 5 too, and settled by the whole 10. */
    @Test
    void anInvoiceInPartsIsOpenUntilAllOfItIsPaid() {
        UUID item = raise("10.00", DAY.minusDays(40), 30);
        UUID plan = plan(List.of(item), "2026-03-31 5", "2026-04-30 5");
        write(tx -> plans.apply(tx, second, plan, null));
        assertThat(open()).containsExactly("D-10.00 2026-03-31 5.00", "D-10.00 2026-04-30 5.00");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("10");
        paid("5");
        assertThat(open()).containsExactly("D-10.00 2026-04-30 5.00");
        paid("5");
        assertThat(open()).isEmpty();
    }

    private void paid(String amount) {
        Receipts receipts = bed.application.bean(Receipts.class);
        UUID bank = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(
                        tx,
                        clerk,
                        new CashAccounts.NewCashAccount(
                                UUID.randomUUID().toString().substring(0, 8), "Bank", null, null, true)));
        UUID id = bed.write(tx -> receipts.create(
                tx,
                clerk,
                new NewReceipt(
                        customer,
                        DAY,
                        new BigDecimal(amount),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
        write(tx -> receipts.confirm(tx, second, id, null, true));
    }

    @Test
    void severalItemsAreSplitIntoInstalments() {
        UUID first = raise("100.00", DAY.minusDays(40), 30);
        UUID other = raise("50.00", DAY.minusDays(30), 30);
        UUID plan = plan(List.of(other, first), "2026-04-30 60", "2026-05-31 60", "2026-06-30 30");
        write(tx -> plans.apply(tx, second, plan, null));
        assertThat(open())
                .containsExactly(
                        "D-100.00 2026-04-30 60.00",
                        "D-100.00 2026-05-31 40.00",
                        "D-50.00 2026-05-31 20.00",
                        "D-50.00 2026-06-30 30.00");
        ItemRecords.ItemRecord record = bed.read(tx -> records.find(tx, clerk, first));
        assertThat(record.original()).isEqualByComparingTo("100");
        assertThat(record.amount()).isEqualByComparingTo("60");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("150");
        // On a day before, what is known now: the same sum.
        Ageing.Line then = bed.read(tx ->
                bed.application.bean(Ageing.class).customer(tx, clerk, customer, DAY.minusDays(5), Ageing.Basis.DUE));
        assertThat(then.balance()).isEqualByComparingTo("150");
    }

    @Test
    void aPlanThatNoLongerFitsIsNotApplied() {
        UUID item = raise("100.00", DAY.minusDays(40), 30);
        assertThatThrownBy(() -> plan(List.of(item), "2026-05-31 99.99"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .singleElement()
                                .satisfies(e -> assertThat(e.code()).isEqualTo("plan-sum")));
        UUID one = plan(List.of(item), "2026-05-31 100");
        UUID two = plan(List.of(item), "2026-06-30 100");
        write(tx -> plans.apply(tx, second, one, null));
        assertThatThrownBy(() -> write(tx -> plans.apply(tx, second, two, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("plan-item-changed"));
        write(tx -> plans.cancel(tx, clerk, two, null, "superseded"));
        assertThat(open()).containsExactly("D-100.00 2026-05-31 100.00");
    }

    @Test
    void adisputeIsFlaggedAndSettled() {
        UUID item = raise("100.00", DAY.minusDays(40), 30);
        write(tx -> records.dispute(tx, clerk, item, "two boxes were wet"));
        assertThatThrownBy(() -> write(tx -> records.dispute(tx, clerk, item, "again")))
                .isInstanceOf(Problem.class);
        assertThat(bed.read(tx -> records.find(tx, clerk, item)).dispute()).isEqualTo("two boxes were wet");
        write(tx -> records.agree(tx, second, item, "credited"));
        ItemRecords.ItemRecord record = bed.read(tx -> records.find(tx, clerk, item));
        assertThat(record.disputedOn()).isNull();
        assertThat(record.changes()).extracting(ItemRecords.Change::what).containsExactly("DISPUTE", "AGREED");
        assertThatThrownBy(() -> bed.read(tx -> records.find(
                        tx,
                        new Actor(
                                clerk.company(),
                                second.user(),
                                "X",
                                clerk.locale(),
                                clerk.rights(),
                                new io.onaccount.organization.Scope(
                                        io.onaccount.organization.Scope.Level.OWN, second.user(), java.util.Set.of()),
                                null,
                                "CNY",
                                clerk.zone(),
                                DAY),
                        item)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
    }
}
