package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.catalog.Categories;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditRechecks;
import io.onaccount.credit.CreditRequest;
import io.onaccount.credit.LineLimits;
import io.onaccount.credit.Objection;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.Bills;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewOrderChange;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.OrderChanges;
import io.onaccount.sales.OrderSplits;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Chance;
import io.onaccount.testing.Load;
import io.onaccount.testing.StatementGuard;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits by product line (CRD-23): what is used of them follows the documents, and nothing gets by. */
class LineLimitsTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final LineLimits limits = bed.application.bean(LineLimits.class);
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final CreditRechecks rechecks = bed.application.bean(CreditRechecks.class);
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final ShippingNotices notices = bed.application.bean(ShippingNotices.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final DeliveredGoods delivered = bed.application.bean(DeliveredGoods.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final OrderChanges changes = bed.application.bean(OrderChanges.class);
    private final Actor cashier = bed.somebodyElse();
    private final Actor controller = bed.somebodyElse("credit-hold.release");
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
    private final UUID food = category("Food", null);
    private final UUID frozen = category("Frozen", food);
    private final UUID tools = category("Tools", null);
    private final UUID rice = product(food);
    private final UUID peas = product(frozen);
    private final UUID saw = product(tools);
    private final UUID other = bed.product("10", null, "1000000");

    private UUID category(String name, UUID parent) {
        return bed.write(tx -> bed.application
                        .bean(Categories.class)
                        .create(tx, bed.actor, new Categories.Entry(name, parent, null)))
                .id();
    }

    private UUID product(UUID category) {
        UUID id = bed.product("10", null, "1000000");
        bed.sql("update catalog.product set category_id = '" + category + "' where id = '" + id + "'");
        return id;
    }

    @AfterEach
    void theAccountsAgree() {
        assertThat(bed.<List<CreditProof.Drift>>read(
                        tx -> bed.application.bean(CreditProof.class).drift(tx)))
                .isEmpty();
    }

    private void write(Consumer<Tx> body) {
        bed.<Boolean>write(tx -> {
            body.accept(tx);
            return true;
        });
    }

    private void limit(UUID customer, UUID category, String amount) {
        write(tx -> limits.set(tx, bed.actor, customer, category, LineLimits.Entry.of(amount, "agreed")));
    }

    private BigDecimal used(UUID customer, UUID category) {
        return bed.read(tx -> limits.of(tx, bed.actor, customer)).stream()
                .filter(view -> view.limit().category().equals(category))
                .map(LineLimits.View::used)
                .findFirst()
                .orElseThrow();
    }

    private OrderAnswer place(UUID customer, NewSalesOrder.Line... lines) {
        return bed.place(NewSalesOrder.of(customer, TODAY, List.of(lines)), true);
    }

    private static UUID passed(OrderAnswer answer) {
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        return answer.order().id();
    }

    private static OrderAnswer.Held held(OrderAnswer answer, String... codes) {
        assertThat(answer).isInstanceOf(OrderAnswer.Held.class);
        assertThat(answer.reasons()).extracting(OrderAnswer.Reason::code).containsExactly(codes);
        return (OrderAnswer.Held) answer;
    }

    private UUID deliver(UUID order, int position, String quantity) {
        NewDelivery.Line goods = new NewDelivery.Line(order, position, new BigDecimal(quantity), null);
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(TODAY, List.of(goods)))))
                .getFirst()
                .id();
    }

    private UUID receipt(UUID customer, String amount, UUID order, boolean allocate) {
        UUID id = bed.write(tx -> receipts.create(
                tx,
                bed.actor,
                new NewReceipt(
                        customer,
                        TODAY,
                        new BigDecimal(amount),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        order == null ? List.of() : List.of(new NewReceipt.Purpose(null, order, null)))));
        write(tx -> receipts.confirm(tx, cashier, id, null, allocate));
        return id;
    }

    private UUID hold(UUID document) {
        return bed.read(tx -> tx.one(
                "select id from credit.hold where company_id = ? and document_id = ? and state = 'OPEN'",
                row -> row.uuid("id"),
                tx.company(),
                document));
    }

    @Test
    void aRefusalNamesTheLineWithItsFiguresAndSaysWhatWouldHelp() {
        UUID customer = bed.customer("10000");
        limit(customer, food, "500");
        UUID first = passed(place(customer, line(rice, "30", "10"), line(saw, "50", "10")));
        assertThat(used(customer, food)).isEqualByComparingTo("300");

        OrderAnswer.Held answer =
                held(place(customer, line(peas, "25", "10"), line(saw, "10", "10")), "line-over-limit");
        assertThat(answer.reasons().getFirst().figures())
                .containsEntry("line", "Food")
                .containsEntry("limit", "500.00")
                .containsEntry("used", "300.00")
                .containsEntry("free", "200.00")
                .containsEntry("wanted", "250.00")
                .containsEntry("beyond", "50.00");
        assertThat(answer.ways())
                .extracting(way -> way.kind() + " " + way.amount() + " " + way.productLine())
                .containsExactly(
                        "PREPAY 70.00 null", "REDUCE_LINE 200.00 Food", "SHIP_PART 290.00 null", "RELEASE null null");
        assertThat(used(customer, food)).as("what waits takes nothing").isEqualByComparingTo("300");

        bed.write(tx -> bed.orders.cancel(tx, bed.actor, first, null, "no"));
        assertThat(rechecks.run(bed.company)).isEqualTo(1);
        assertThat(bed.find(answer.order().id()).state()).isEqualTo("CONFIRMED");
        assertThat(used(customer, food)).isEqualByComparingTo("250");
    }

    @Test
    void linesThatLieInOneAnotherHoldEachForItselfAndTheWholeLimitHoldsToo() {
        UUID customer = bed.customer("600");
        limit(customer, food, "500");
        limit(customer, frozen, "100");
        held(place(customer, line(peas, "11", "10")), "line-over-limit");
        passed(place(customer, line(peas, "10", "10")));
        OrderAnswer.Held both = held(place(customer, line(rice, "51", "10")), "over-limit", "line-over-limit");
        assertThat(both.ways())
                .extracting(way -> way.kind() + " " + way.amount())
                .contains("REDUCE 500.00", "REDUCE_LINE 400.00");
        passed(place(customer, line(rice, "40", "10")));
        held(place(customer, line(peas, "1", "10")), "line-over-limit", "line-over-limit");
        passed(place(customer, line(other, "10", "10")));
        held(place(customer, line(other, "1", "10")), "over-limit");
    }

    @Test
    void whatIsUsedFollowsTheGoodsUntilTheyArePaid() {
        UUID customer = bed.customer(null);
        limit(customer, food, "1000");
        limit(customer, tools, "1000");
        UUID order = passed(place(customer, line(rice, "10", "10"), line(saw, "20", "10")));
        deliver(order, 1, "10");
        assertThat(used(customer, food)).isEqualByComparingTo("100");
        assertThat(used(customer, tools)).isEqualByComparingTo("200");
        receipt(customer, "100.00", null, true);
        assertThat(used(customer, food)).as("the first delivery is paid").isEqualByComparingTo("0");
        assertThat(used(customer, tools)).as("the other line has not left").isEqualByComparingTo("200");
        receipt(customer, "300.00", null, false);
        assertThat(used(customer, tools)).as("money for nothing frees no line").isEqualByComparingTo("200");
    }

    @Test
    void moneyKeptForAnOrderCountsForEachOfItsLinesInProportion() {
        UUID customer = bed.customer(null);
        limit(customer, food, "100");
        OrderAnswer.Held answer =
                held(place(customer, line(rice, "15", "10"), line(saw, "5", "10")), "line-over-limit");
        OrderAnswer.Way prepay = answer.ways().getFirst();
        assertThat(prepay.kind()).isEqualTo("PREPAY");
        assertThat(prepay.amount()).as("a third of 200, up to the cent").isEqualByComparingTo("66.67");
        receipt(customer, "66.65", answer.order().id(), false);
        assertThat(rechecks.run(bed.company)).isZero();
        receipt(customer, "0.02", answer.order().id(), false);
        assertThat(rechecks.run(bed.company)).isEqualTo(1);
        assertThat(used(customer, food)).isEqualByComparingTo("100");
        bed.sql("update catalog.product set category_id = '" + tools + "' where id = '" + rice + "'");
        assertThat(used(customer, food))
                .as("it goes by where the product stands now")
                .isEqualByComparingTo("0");
    }

    private UUID deliverBoth(UUID order) {
        List<NewDelivery.Line> goods = List.of(
                new NewDelivery.Line(order, 1, new BigDecimal("10"), null),
                new NewDelivery.Line(order, 2, new BigDecimal("20"), null));
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(TODAY, goods))))
                .getFirst()
                .id();
    }

    @Test
    void goodsThatComeBackFreeTheirOwnLineAndNoOther() {
        for (ReceivableBasis basis : List.of(ReceivableBasis.DELIVERY, ReceivableBasis.ORDER)) {
            UUID customer = bed.customer(null);
            limit(customer, food, "1000");
            limit(customer, tools, "1000");
            UUID delivery = deliverBoth(passed(bed.place(
                    NewSalesOrder.of(customer, TODAY, List.of(line(rice, "10", "10"), line(saw, "20", "10")))
                            .owedAt(basis),
                    true)));
            for (String left : List.of("60", "0")) {
                NewReturn.Line back = NewReturn.Line.of(
                        delivery, 1, left.equals("60") ? new BigDecimal("4") : new BigDecimal("6"), bed.warehouse);
                write(tx -> returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, List.of(back)))));
                // The credit note is not set against the item yet: what it is worth belongs to no line.
                assertThat(used(customer, food)).as("%s", basis).isEqualByComparingTo(left);
                assertThat(used(customer, tools)).as("%s", basis).isEqualByComparingTo("200");
            }
        }
    }

    @Test
    void aBillIsItsGoodsRiskUntilItIsPaidAlsoWhenItComesBack() {
        UUID customer = bed.customer(null);
        limit(customer, food, "1000");
        limit(customer, tools, "1000");
        deliverBoth(passed(place(customer, line(rice, "10", "10"), line(saw, "20", "10"))));
        UUID receipt = bed.write(tx -> receipts.create(
                tx,
                bed.actor,
                new NewReceipt(
                        customer,
                        TODAY,
                        new BigDecimal("150.00"),
                        null,
                        null,
                        NewReceipt.FeeBy.US,
                        null,
                        null,
                        ReceiptMethod.BILL,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Bills.NewBill(Bills.BillKind.COMMERCIAL, "B-1", null, null, null, TODAY.plusDays(90)),
                        List.of())));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(used(customer, food)).isEqualByComparingTo("100");
        assertThat(used(customer, tools)).isEqualByComparingTo("200");
        UUID bill = bed.read(tx -> tx.one(
                "select b.id from receivables.bill b where b.company_id = ? and b.receipt_id = ?",
                row -> row.uuid("id"),
                tx.company(),
                receipt));
        write(tx -> bed.application.bean(Bills.class).dishonour(tx, cashier, bill, null, TODAY, null, "no funds"));
        assertThat(used(customer, food)).as("not paid").isEqualByComparingTo("100");
        assertThat(used(customer, tools)).as("not paid").isEqualByComparingTo("200");
        bed.sql("update receivables.open_item set settled = 90 where kind = 'BILL' and document_id = '" + bill + "'");
        assertThat(used(customer, food)).as("most of the bill is paid").isEqualByComparingTo("70");
        assertThat(used(customer, tools)).as("most of the bill is paid").isEqualByComparingTo("140");
        bed.sql("update receivables.open_item set settled = 0 where kind = 'BILL' and document_id = '" + bill + "'");
    }

    @Test
    void itsDaysAreItsOwnAndAStoppedLineGivesNothing() {
        UUID customer = bed.customer(null);
        write(tx -> limits.set(
                tx,
                bed.actor,
                customer,
                food,
                new LineLimits.Entry(new BigDecimal("500"), TODAY, TODAY.plusDays(10), false, "for the season", null)));
        for (LocalDate day : List.of(TODAY.minusDays(1), TODAY.plusDays(11))) {
            assertThat(on(day, customer)).containsExactly("line-stopped");
        }
        for (LocalDate day : List.of(TODAY, TODAY.plusDays(10))) {
            assertThat(on(day, customer)).isEmpty();
        }
        UUID order = passed(place(customer, line(rice, "10", "10")));
        write(tx -> limits.set(
                tx,
                bed.actor,
                customer,
                food,
                new LineLimits.Entry(new BigDecimal("500"), null, null, true, "quality dispute", 1)));
        held(place(customer, line(rice, "1", "10")), "line-stopped");
        passed(place(customer, line(saw, "1", "10")));
        NewDelivery goods = NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 1, BigDecimal.ONE, null)));
        assertThatThrownBy(() -> bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(goods))))
                .as("nor do its goods leave")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-stops-delivery"));
        UUID delivery = bed.write(tx -> deliveries.draft(tx, bed.actor, goods)).id();
        assertThat(bed.write(tx -> deliveries.post(tx, bed.actor, delivery, null))
                        .state())
                .isEqualTo("DRAFT");
        UUID notice = bed.write(tx -> notices.draft(
                        tx,
                        bed.actor,
                        NewShippingNotice.of(
                                null, List.of(new NewShippingNotice.Line(order, 1, BigDecimal.ONE, null)))))
                .id();
        assertThat(bed.write(tx -> notices.issue(tx, bed.actor, notice, null)).state())
                .isEqualTo("HELD");
        write(tx -> limits.end(tx, bed.actor, customer, food, "no more limit", 2));
        // They look on the real day, on which the delivery just posted is overdue: the notice waits for that.
        assertThat(rechecks.run(bed.company)).as("order and delivery").isEqualTo(2);
        assertThat(bed.<Boolean>write(tx -> notices.issueAgain(tx, bed.actor, notice)))
                .isTrue();
        List<LineLimits.Change> history = bed.read(tx -> limits.history(tx, bed.actor, customer));
        assertThat(history)
                .extracting(change ->
                        change.version() + " " + change.limit() + " " + change.stopped() + " " + change.reason())
                .containsExactly(
                        "3 null false no more limit", "2 500.00 true quality dispute", "1 500.00 false for the season");
    }

    private List<String> on(LocalDate day, UUID customer) {
        CreditRequest request = CreditRequest.of(Ids.next(), customer, Money.of("100", "CNY"), day, null)
                .of(List.of(CreditRequest.Share.ofLine(frozen, Money.of("100", "CNY"))));
        return bed.read(tx -> bed.credit.simulate(tx, bed.actor.on(day), request)) instanceof CreditDecision.Held found
                ? found.objections().stream().map(Objection::code).toList()
                : List.of();
    }

    @Test
    void aChangeThatAsksForMoreOfALineIsJudgedThoughItComesToNoMore() {
        UUID customer = bed.customer(null);
        limit(customer, food, "100");
        UUID order = passed(place(customer, line(rice, "10", "10"), line(saw, "10", "10")));
        UUID change = bed.write(tx -> changes.create(
                        tx,
                        bed.actor,
                        order,
                        NewOrderChange.of(List.of(
                                NewOrderChange.Line.of(1, new BigDecimal("12")),
                                NewOrderChange.Line.of(2, new BigDecimal("7"))))))
                .order()
                .id();
        OrderAnswer.Held answer = held(bed.write(tx -> changes.apply(tx, bed.actor, change, null)), "line-over-limit");
        assertThat(answer.reasons().getFirst().figures()).containsEntry("wanted", "20.00");
        limit(customer, food, "120");
        assertThat(rechecks.run(bed.company)).as("the limit rose").isEqualTo(1);
        assertThat(used(customer, food)).isEqualByComparingTo("120");

        OrderAnswer.Held waits = held(place(customer, line(peas, "2", "10")), "line-over-limit");
        UUID swap = bed.write(tx -> changes.create(
                        tx,
                        bed.actor,
                        order,
                        NewOrderChange.of(List.of(
                                NewOrderChange.Line.of(1, new BigDecimal("10")),
                                NewOrderChange.Line.of(2, new BigDecimal("9"))))))
                .order()
                .id();
        bed.write(tx -> changes.apply(tx, bed.actor, swap, null));
        assertThat(rechecks.run(bed.company))
                .as("a line has room though the sum stays")
                .isEqualTo(1);
        assertThat(bed.find(waits.order().id()).state()).isEqualTo("CONFIRMED");
    }

    @Test
    void aReleaseLetsItPassWithinItsCeilingAndCarriesOver() {
        UUID customer = bed.customer(null);
        limit(customer, food, "50");
        UUID order = held(place(customer, line(rice, "10", "10")), "line-over-limit")
                .order()
                .id();
        CreditHolds.Hold hold = bed.read(tx -> holds.find(tx, bed.actor, hold(order)));
        assertThat(hold.shares())
                .singleElement()
                .satisfies(share -> assertThat(share.product()).isEqualTo(rice));
        CreditHolds.Outcome outcome =
                bed.write(tx -> holds.release(tx, controller, hold.id(), "known buyer", null, null));
        assertThat(outcome).isEqualTo(CreditHolds.Outcome.PASSED);
        assertThat(used(customer, food)).isEqualByComparingTo("100");
        held(place(customer, line(rice, "1", "10")), "line-over-limit");
        passed(place(customer, line(saw, "1", "10")));
    }

    @Test
    void twelveAtOnceNeverTakeMoreThanALineAllows() throws Exception {
        for (int round = 0; round < 4; round++) {
            UUID customer = bed.customer("100000");
            limit(customer, food, "500");
            limit(customer, tools, "300");
            List<UUID> drafts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                drafts.add(bed.place(
                                NewSalesOrder.of(
                                        customer,
                                        TODAY,
                                        List.of(
                                                line(i % 2 == 0 ? rice : peas, "7", "10"),
                                                line(saw, i % 3 == 0 ? "5" : "1", "10"))),
                                false)
                        .order()
                        .id());
            }
            List<OrderAnswer> answers = Load.atOnce(12, caller -> bed.confirm(drafts.get(caller)));
            long granted = answers.stream()
                    .filter(OrderAnswer.Confirmed.class::isInstance)
                    .count();
            assertThat(used(customer, food)).isEqualByComparingTo(BigDecimal.valueOf(70 * granted));
            assertThat(used(customer, food)).isLessThanOrEqualTo(new BigDecimal("500"));
            assertThat(used(customer, tools)).isLessThanOrEqualTo(new BigDecimal("300"));
            assertThat(granted).as("none is refused while there is room").isEqualTo(7);
        }
    }

    @Test
    void aLimitSetWhileOrdersComeIsObeyedByAllThatComeAfter() throws Exception {
        for (int round = 0; round < 6; round++) {
            UUID customer = bed.customer("100000");
            passed(place(customer, line(saw, "1", "10")));
            Load.atOnce(8, caller -> {
                if (caller == 0) {
                    limit(customer, food, "10");
                    return true;
                }
                return place(customer, line(rice, "1", "10"));
            });
            BigDecimal used = used(customer, food);
            OrderAnswer after = place(customer, line(rice, "1", "10"));
            assertThat(after instanceof OrderAnswer.Confirmed)
                    .isEqualTo(used.add(BigDecimal.TEN).compareTo(BigDecimal.TEN) <= 0);
        }
    }

    @Test
    void ordersOfCustomersWithoutSuchLimitsPayNothingForThem() {
        UUID lined = bed.customer("100000");
        limit(lined, food, "100000");
        UUID plain = bed.customer("100000");
        UUID refused = bed.customer("5");
        for (UUID customer : List.of(lined, plain)) {
            passed(place(customer, line(rice, "1", "10"))); // after the first look the gate knows them
        }
        assertThat(asksForLines(lined)).isTrue();
        assertThat(asksForLines(plain)).isFalse();
        assertThat(asksForLines(refused)).as("nor where it looks closer").isFalse();
    }

    private boolean asksForLines(UUID customer) {
        return StatementGuard.heard(() -> place(customer, line(rice, "1", "10"))).stream()
                .anyMatch(sql -> sql.contains("line_limit")
                        || sql.contains(
                                "catalog.product p where p.company_id = ? and p.id = any(?) and p.category_id"));
    }

    @Test
    void whatIsWrongIsSaidFieldByFieldAndUsedCategoriesStay() {
        UUID customer = bed.customer(null);
        assertThatThrownBy(() -> write(tx -> limits.set(
                        tx,
                        bed.actor,
                        customer,
                        Ids.next(),
                        new LineLimits.Entry(new BigDecimal("-1"), TODAY, TODAY.minusDays(1), false, " ", null))))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.errors())
                            .extracting(Problem.FieldError::field)
                            .containsExactlyInAnyOrder("reason", "limit", "validTo", "category");
                });
        limit(customer, frozen, "10");
        assertThatThrownBy(() -> write(tx -> limits.set(
                        tx,
                        bed.actor,
                        customer,
                        frozen,
                        new LineLimits.Entry(BigDecimal.ONE, null, null, false, "x", 0))))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(412));
        bed.sql("update catalog.product set category_id = null where id = '" + peas + "'");
        assertThatThrownBy(
                        () -> write(tx -> bed.application.bean(Categories.class).delete(tx, bed.actor, frozen)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("category-in-use"));
        assertThatThrownBy(() -> write(tx -> limits.end(tx, bed.actor, customer, tools, "x", null)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        bed.sql("insert into credit.authority (company_id, user_id, amount) values (" + bed.company + ", '"
                + bed.actor.user() + "', 100)");
        limit(customer, frozen, "100");
        assertThatThrownBy(() -> limit(customer, frozen, "100.01"))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(403));
        UUID second = bed.customer(null);
        bed.sql(
                "insert into credit.line_limit (company_id, account_id, category_id, currency, credit_limit, stopped, version) values ("
                        + bed.company + ", '" + second + "', '" + frozen + "', 'CNY', 500, true, 1)");
        assertThatThrownBy(() -> limit(second, frozen, "500"))
                .as("giving it again is giving more")
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(403));
    }

    /** What a refusal proposes passes: the part to ship, and the money for the order. */
    @Test
    void proposalsAlwaysPass() {
        Chance.tries(25, random -> {
            UUID customer = bed.customer(random.nextBoolean() ? null : "" + (100 + random.nextInt(900)));
            limit(customer, food, "" + random.nextInt(600));
            if (random.nextBoolean()) {
                limit(customer, frozen, "" + random.nextInt(300));
            }
            if (random.nextInt(3) == 0) {
                limit(customer, tools, "" + random.nextInt(300));
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                bed.place(entry(random, customer), true);
            }
            OrderAnswer.Placed order = bed.place(entry(random, customer), false).order();
            if (random.nextBoolean()) {
                receipt(
                        customer,
                        BigDecimal.valueOf(1 + random.nextInt(30_000), 2).toPlainString(),
                        order.id(),
                        false);
            }
            if (!(bed.confirm(order.id()) instanceof OrderAnswer.Held answer)) {
                return;
            }
            if (random.nextBoolean()) {
                OrderSplits.SplitProposal proposal = bed.read(tx -> bed.splits.proposeSplit(tx, bed.actor, order.id()));
                if (!proposal.lines().isEmpty()) {
                    assertThat(bed.write(tx -> bed.splits.split(
                                            tx, bed.actor, order.id(), null, proposal.lines(), OrderSplits.Rest.DRAFT))
                                    .kept())
                            .as("%s of %s", proposal, answer)
                            .isInstanceOf(OrderAnswer.Confirmed.class);
                }
            } else {
                answer.ways().stream()
                        .filter(way -> way.kind().equals("PREPAY"))
                        .findFirst()
                        .ifPresent(way -> {
                            receipt(customer, String.valueOf(way.amount()), order.id(), false);
                            assertThat(bed.confirm(order.id()))
                                    .as("%s of %s", way, answer)
                                    .isInstanceOf(OrderAnswer.Confirmed.class);
                        });
            }
        });
    }

    private NewSalesOrder entry(Random random, UUID customer) {
        List<NewSalesOrder.Line> lines = Chance.list(
                random,
                1,
                5,
                i -> line(
                        Chance.any(random, List.of(rice, peas, saw, other)),
                        "" + (1 + random.nextInt(20)),
                        BigDecimal.valueOf(1 + random.nextInt(3000), 2).toPlainString()));
        return new NewSalesOrder(
                customer,
                null,
                TODAY,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                random.nextBoolean(),
                random.nextInt(4) == 0 ? new BigDecimal("0.50") : null,
                lines,
                random.nextInt(3) == 0
                        ? List.of(new NewSalesOrder.Charge("Freight", new BigDecimal("7.77"), new BigDecimal("0.06")))
                        : null);
    }

    /** Whatever happens in whatever order: what is used is what the documents come to, and nothing is granted beyond. */
    @Test
    void randomLives() {
        Chance.tries(8, random -> {
            UUID customer = bed.customer(null);
            Map<UUID, Set<UUID>> products = Map.of(food, Set.of(rice, peas), frozen, Set.of(peas), tools, Set.of(saw));
            Map<UUID, BigDecimal> most = new HashMap<>();
            products.keySet().forEach(category -> {
                most.put(category, new BigDecimal(100 + random.nextInt(900)));
                limit(customer, category, most.get(category).toPlainString());
            });
            List<UUID> orders = new ArrayList<>();
            List<UUID> shipped = new ArrayList<>();
            for (int step = 0; step < 14; step++) {
                Map<UUID, BigDecimal> before = new HashMap<>();
                products.keySet().forEach(category -> before.put(category, used(customer, category)));
                String done = "nothing";
                try {
                    done = step(random, customer, orders, shipped);
                } catch (Problem e) {
                    assertThat(e.status()).isLessThan(500);
                }
                Map<UUID, BigDecimal> owed = naive(customer);
                for (Map.Entry<UUID, Set<UUID>> one : products.entrySet()) {
                    BigDecimal used = used(customer, one.getKey());
                    BigDecimal expected = one.getValue().stream()
                            .map(product -> owed.getOrDefault(product, BigDecimal.ZERO))
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
                    assertThat(used.subtract(expected).abs())
                            .as("%s: %s against %s", done, used, expected)
                            .isLessThan(new BigDecimal("0.30"));
                    if (used.compareTo(before.get(one.getKey())) > 0 && done.startsWith("ask")) {
                        assertThat(used).as(done).isLessThanOrEqualTo(most.get(one.getKey()));
                    }
                }
            }
        });
    }

    private String step(Random random, UUID customer, List<UUID> orders, List<UUID> shipped) {
        int what = orders.isEmpty() ? 0 : random.nextInt(14);
        switch (what) {
            case 0, 1, 2, 3 -> {
                OrderAnswer answer = bed.place(
                        entry(random, customer).owedAt(Chance.any(random, List.of(ReceivableBasis.values()))), true);
                orders.add(answer.order().id());
                return "ask order " + answer;
            }
            case 4, 5, 6, 7 -> {
                UUID order = Chance.any(random, orders);
                SalesOrder.Line line = Chance.any(random, bed.find(order).lines());
                BigDecimal open = line.openQuantity();
                shipped.add(deliver(order, line.position(), "" + (1 + random.nextInt(Math.max(1, open.intValue())))));
                return "deliver";
            }
            case 8 -> {
                if (!shipped.isEmpty()) {
                    NewReturn.Line back =
                            NewReturn.Line.of(Chance.any(random, shipped), 1, BigDecimal.ONE, bed.warehouse);
                    write(tx -> returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, List.of(back)))));
                }
                return "return";
            }
            case 9, 10 -> {
                UUID order = random.nextBoolean() ? Chance.any(random, orders) : null;
                receipt(
                        customer,
                        BigDecimal.valueOf(1 + random.nextInt(20_000), 2).toPlainString(),
                        order,
                        random.nextBoolean());
                return "receipt";
            }
            case 11 -> {
                if (!shipped.isEmpty()) {
                    write(tx -> delivered.invoiced(
                            tx,
                            bed.actor,
                            List.of(new DeliveredGoods.Invoiced(Chance.any(random, shipped), null, null)),
                            TODAY,
                            null,
                            null));
                }
                return "invoice";
            }
            case 12 -> {
                UUID order = Chance.any(random, orders);
                List<NewOrderChange.Line> lines = new ArrayList<>();
                bed.find(order)
                        .lines()
                        .forEach(line -> lines.add(NewOrderChange.Line.of(
                                line.position(),
                                line.deliveredQuantity().add(BigDecimal.valueOf(1 + random.nextInt(15))))));
                UUID change = bed.write(tx -> changes.create(tx, bed.actor, order, NewOrderChange.of(lines)))
                        .order()
                        .id();
                return "ask change " + bed.write(tx -> changes.apply(tx, bed.actor, change, null));
            }
            default -> {
                UUID order = Chance.any(random, orders);
                write(tx -> bed.orders.close(tx, bed.actor, order, null, ""));
                return "close";
            }
        }
    }

    /** What is owed by product, added up document by document without any rounding. */
    private Map<UUID, BigDecimal> naive(UUID customer) {
        record Owed(UUID order, String kind, UUID document, BigDecimal open) {}
        Map<UUID, Map<UUID, BigDecimal>> byOrder = new HashMap<>();
        Map<UUID, BigDecimal> totals = new HashMap<>();
        List<UUID> confirmed =
                ids("select id from document.header where kind = 'sales-order' and state = 'CONFIRMED' and party_id = '"
                        + customer + "'");
        for (UUID id : confirmed) {
            SalesOrder order = bed.find(id);
            if (order.basis() == ReceivableBasis.ORDER) {
                continue;
            }
            Map<UUID, BigDecimal> own = byOrder.computeIfAbsent(id, key -> new HashMap<>());
            order.lines().forEach(l -> own.merge(l.product(), l.total().subtract(l.deliveredTotal()), BigDecimal::add));
            totals.put(id, order.total().subtract(order.deliveredTotal()));
        }
        List<Owed> open = new ArrayList<>();
        bed.read(tx -> {
            open.addAll(tx.list(
                    "select i.order_id, i.document_id, i.amount - i.settled as open from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.amount > i.settled and i.amount > 0",
                    row -> new Owed(row.uuidOrNull("order_id"), "item", row.uuid("document_id"), row.decimal("open")),
                    tx.company(),
                    customer));
            open.addAll(tx.list(
                    "select u.order_id, u.delivery_id, u.total - u.invoiced - u.returned as open from fulfilment.uninvoiced u where u.company_id = ? and u.party_id = ?",
                    row -> new Owed(row.uuid("order_id"), "shipped", row.uuid("delivery_id"), row.decimal("open")),
                    tx.company(),
                    customer));
            return true;
        });
        for (Owed owed : open) {
            Map<UUID, BigDecimal> weights = new HashMap<>();
            BigDecimal whole = BigDecimal.ZERO;
            if (owed.document().equals(owed.order())) {
                SalesOrder order = bed.find(owed.order());
                for (SalesOrder.Line l : order.lines()) {
                    BigDecimal weight = order.state().equals("CONFIRMED") ? l.total() : l.deliveredTotal();
                    if (l.deliveredQuantity().signum() > 0) { // what came back is nobody's any more
                        weight = weight.subtract(l.deliveredTotal()
                                .multiply(returned(owed.order(), l.position()))
                                .divide(l.deliveredQuantity(), 10, RoundingMode.HALF_UP));
                    }
                    weights.merge(l.product(), weight, BigDecimal::add);
                    whole = whole.add(weight);
                }
                whole = whole.add(order.chargesTotal());
            } else {
                Delivery delivery = bed.read(tx -> deliveries.find(tx, bed.actor, owed.document()));
                for (Delivery.Line l : delivery.lines()) {
                    BigDecimal weight = l.total()
                            .subtract(new BigDecimal(bed.application
                                    .database()
                                    .value("select returned_total from fulfilment.delivery_line where delivery_id = '"
                                            + owed.document() + "' and position = " + l.position())));
                    weights.merge(l.product(), weight, BigDecimal::add);
                    whole = whole.add(weight);
                }
                whole = whole.add(delivery.charges());
            }
            if (whole.signum() <= 0) {
                continue;
            }
            UUID order = owed.order() == null ? new UUID(0, 0) : owed.order();
            Map<UUID, BigDecimal> own = byOrder.computeIfAbsent(order, key -> new HashMap<>());
            totals.merge(order, owed.open(), BigDecimal::add);
            for (Map.Entry<UUID, BigDecimal> weight : weights.entrySet()) {
                own.merge(
                        weight.getKey(),
                        // What is open for goods that came back waits for its credit note and is for no product.
                        owed.open().min(whole).multiply(weight.getValue()).divide(whole, 10, RoundingMode.HALF_UP),
                        BigDecimal::add);
            }
        }
        Map<UUID, BigDecimal> sums = new HashMap<>();
        byOrder.forEach((order, own) -> {
            BigDecimal assigned = new BigDecimal(bed.application
                    .database()
                    .value("select coalesce(sum(assigned), 0) from credit.deposit where order_id = '" + order + "'"));
            BigDecimal total = totals.getOrDefault(order, BigDecimal.ZERO);
            BigDecimal counted = assigned.min(total).max(BigDecimal.ZERO);
            BigDecimal left = total.signum() <= 0
                    ? BigDecimal.ONE
                    : BigDecimal.ONE.subtract(counted.divide(total, 10, RoundingMode.HALF_UP));
            own.forEach((product, amount) -> sums.merge(product, amount.multiply(left), BigDecimal::add));
        });
        return sums;
    }

    private BigDecimal returned(UUID order, int position) {
        return new BigDecimal(bed.application
                .database()
                .value("select returned_quantity from sales.order_line where order_id = '" + order + "' and position = "
                        + position));
    }

    private List<UUID> ids(String sql) {
        return bed.read(tx -> tx.list(sql + " and company_id = ?", row -> row.uuid("id"), tx.company()));
    }
}
