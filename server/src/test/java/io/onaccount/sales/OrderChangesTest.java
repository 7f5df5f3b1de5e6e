package io.onaccount.sales;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.approval.ApprovalFlows;
import io.onaccount.approval.Approvals;
import io.onaccount.approval.FlowDefinition;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Rule;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.credit.Bucket;
import io.onaccount.credit.Check;
import io.onaccount.credit.ControlPoint;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditPolicies;
import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditRechecks;
import io.onaccount.credit.Effect;
import io.onaccount.credit.FreeCredit;
import io.onaccount.credit.Objection;
import io.onaccount.credit.PolicyRule;
import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.receivables.Ledger;
import io.onaccount.sales.NewOrderChange.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Change orders: what a confirmed order becomes, and what credit says to the difference (ORD-02, CRD-11, CRD-20, CRD-22). */
class OrderChangesTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final OrderChanges changes = bed.application.bean(OrderChanges.class);
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final CreditRechecks rechecks = bed.application.bean(CreditRechecks.class);
    private final DiscountTerms discounts = bed.application.bean(DiscountTerms.class);
    private final Approvals approvals = bed.application.bean(Approvals.class);
    private final UUID product = bed.product("10", null, "1000000");
    private final Actor controller = person("Controller", "credit-hold.release");

    private Actor person(String name, String... rights) {
        UUID user = Ids.next();
        bed.sql(
                "insert into organization.app_user (id, login, name) values ('" + user + "', 'u" + user + "', '" + name
                        + "')",
                "insert into organization.membership (company_id, user_id, scope) values (" + bed.company + ", '" + user
                        + "', 'ALL')");
        return new Actor(
                bed.company,
                user,
                name,
                Locale.ENGLISH,
                Set.of(rights),
                Scope.all(user),
                null,
                "CNY",
                bed.actor.zone(),
                TODAY);
    }

    @AfterEach
    void everythingAgrees() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
    }

    private UUID order(UUID customer, String quantity) {
        OrderAnswer answer = bed.order(customer, product, quantity, "10");
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        return answer.order().id();
    }

    private UUID draft(UUID order, NewOrderChange entry) {
        return bed.write(tx -> changes.create(tx, bed.actor, order, entry))
                .order()
                .id();
    }

    private UUID draft(UUID order, Line... lines) {
        return draft(order, NewOrderChange.of(List.of(lines)));
    }

    private OrderAnswer apply(UUID change) {
        return bed.write(tx -> changes.apply(tx, bed.actor, change, null));
    }

    private OrderAnswer apply(Actor who, UUID change) {
        return bed.write(tx -> changes.apply(tx, who, change, null));
    }

    private OrderAnswer change(UUID order, Line... lines) {
        return apply(draft(order, lines));
    }

    private UUID deliver(UUID order, String quantity) {
        NewDelivery.Line goods = new NewDelivery.Line(order, 1, new BigDecimal(quantity), null);
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(TODAY, List.of(goods)))))
                .getFirst()
                .id();
    }

    private static Line of(String quantity) {
        return Line.of(1, new BigDecimal(quantity));
    }

    private static Line at(String quantity, String price) {
        return Line.at(1, new BigDecimal(quantity), new BigDecimal(price));
    }

    private void figures(UUID customer, String ordered, String shipped, String receivable) {
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.ordered()).as("ordered").isEqualByComparingTo(ordered);
        assertThat(figures.shipped()).as("shipped").isEqualByComparingTo(shipped);
        assertThat(figures.receivable()).as("receivable").isEqualByComparingTo(receivable);
    }

    private String state(UUID change) {
        return bed.read(tx -> changes.find(tx, bed.actor, change)).state();
    }

    private UUID hold(UUID document) {
        return bed.read(tx -> tx.one(
                "select id from credit.hold where company_id = ? and document_id = ? and state = 'OPEN'",
                row -> row.uuid("id"),
                tx.company(),
                document));
    }

    private CreditHolds.Outcome release(UUID document) {
        UUID hold = hold(document);
        return bed.write(tx -> holds.release(tx, controller, hold, "good customer", null, null));
    }

    private static void code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    private List<String> codes(OrderAnswer answer) {
        return answer.reasons().stream().map(OrderAnswer.Reason::code).toList();
    }

    @Test
    void anOrderStaysAsItIsUntilItsChangeIsAppliedAndThenCreditHasTheDifference() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "60");
        UUID change = draft(order, of("80"), Line.added(product, BigDecimal.TEN, new BigDecimal("5")));
        figures(customer, "600", "0", "0");
        OrderChange shown = bed.read(tx -> changes.find(tx, bed.actor, change));
        assertThat(shown.totalBefore()).isEqualByComparingTo("600");
        assertThat(shown.total()).isEqualByComparingTo("850");
        assertThat(shown.lines().getFirst().quantityBefore()).isEqualByComparingTo("60");
        deliver(order, "20");
        figures(customer, "400", "0", "200");
        assertThat(apply(change)).isInstanceOf(OrderAnswer.Confirmed.class);
        figures(customer, "650", "0", "200");
        SalesOrder now = bed.find(order);
        assertThat(now.total()).isEqualByComparingTo("850");
        assertThat(now.lines()).hasSize(2);
        assertThat(now.lines().getFirst().quantity()).isEqualByComparingTo("80");
        assertThat(state(change)).isEqualTo("APPLIED");
        deliver(order, "60");
        bed.write(tx -> deliveries.postNew(
                tx,
                bed.actor,
                List.of(NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 2, BigDecimal.TEN, null))))));
        figures(customer, "0", "0", "850");
        assertThat(bed.find(order).state()).isEqualTo("DELIVERED");
    }

    @Test
    void lessReleasesAtOnceAndHeldDocumentsPass() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "60");
        UUID waiting = bed.order(customer, product, "50", "10").order().id();
        assertThat(bed.find(waiting).state()).isEqualTo("HELD");
        assertThat(change(order, of("50"))).isInstanceOf(OrderAnswer.Confirmed.class);
        figures(customer, "500", "0", "0");
        assertThat(rechecks.run(bed.company)).isEqualTo(1);
        assertThat(bed.find(waiting).state()).isEqualTo("CONFIRMED");
        // A line that isn't named ends with what is delivered, and the whole order with it.
        deliver(order, "20");
        UUID change = draft(order, NewOrderChange.of(List.of()));
        apply(change);
        assertThat(bed.find(order).state()).isEqualTo("DELIVERED");
        assertThat(bed.find(order).total()).isEqualByComparingTo("200");
        figures(customer, "500", "0", "200");
    }

    @Test
    void beyondTheLimitAChangeWaitsAndItsOrderGoesOn() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "90");
        UUID change = draft(order, of("120"));
        OrderAnswer held = apply(change);
        assertThat(held).isInstanceOfSatisfying(OrderAnswer.Held.class, answer -> {
            assertThat(codes(answer)).containsExactly("over-limit");
            assertThat(answer.reasons().getFirst().figures())
                    .containsEntry("wanted", "300.00")
                    .containsEntry("beyond", "200.00");
            assertThat(answer.ways().stream().map(way -> way.kind() + " " + way.amount()))
                    .contains("PAY 200.00", "REDUCE 1000.00");
        });
        assertThat(state(change)).isEqualTo("HELD");
        figures(customer, "900", "0", "0");
        deliver(order, "10");
        assertThat(release(change)).isEqualTo(CreditHolds.Outcome.PASSED);
        assertThat(state(change)).isEqualTo("APPLIED");
        figures(customer, "1100", "0", "100");
        CreditHolds.Release release =
                bed.read(tx -> holds.allReleases(tx, List.of(order))).getFirst();
        assertThat(release.ceiling()).as("a release is for the whole order").isEqualByComparingTo("1200");
        assertThat(release.order()).isEqualTo(order);
    }

    @Test
    void aHeldChangePassesByItselfWhenMoneyComesInOrGoesBackToItsAuthor() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "90");
        UUID change = draft(order, of("120"));
        apply(change);
        bed.write(tx -> {
            holds.reject(tx, controller, hold(change), "too much");
            return true;
        });
        assertThat(state(change)).isEqualTo("DRAFT");
        apply(change);
        receive(customer, "250.00");
        assertThat(rechecks.run(bed.company)).isEqualTo(1);
        assertThat(state(change)).isEqualTo("APPLIED");
        assertThat(bed.find(order).total()).isEqualByComparingTo("1200");
        UUID another = draft(order, of("500"));
        apply(another);
        bed.write(tx -> changes.withdraw(tx, bed.actor, another, null, "not needed"));
        assertThat(state(another)).isEqualTo("WITHDRAWN");
        List<Objection> waitsFor = bed.read(tx -> bed.credit.waitsFor(tx, another));
        assertThat(waitsFor).isEmpty();
        cleanUp(customer);
    }

    /** Money of the test has no receipt behind it. */
    private void cleanUp(UUID customer) {
        bed.write(tx -> {
            tx.list(
                    "select e.document_id, sum(e.amount) as amount from credit.entry e where e.company_id = ? and e.account_id = ?"
                            + " and e.bucket = 'UNAPPLIED' group by e.document_id",
                    row -> {
                        bed.credit.move(
                                tx,
                                bed.actor,
                                customer,
                                row.uuid("document_id"),
                                TODAY,
                                Bucket.UNAPPLIED,
                                row.money("amount", "CNY").negated(),
                                "reverse");
                        return true;
                    },
                    tx.company(),
                    customer);
            return true;
        });
    }

    private void receive(UUID customer, String amount) {
        UUID receipt = Ids.next();
        bed.sql(
                "insert into document.header (company_id, id, kind, number, title, state, party_id, date, currency) values ("
                        + bed.company + ", '" + receipt + "', 'receipt', '" + receipt + "', 'R', 'CONFIRMED', '"
                        + customer + "', '2026-03-31', 'CNY')");
        bed.write(tx -> {
            bed.credit.move(
                    tx, bed.actor, customer, receipt, TODAY, Bucket.UNAPPLIED, Money.of(amount, "CNY"), "receive");
            return true;
        });
    }

    @Test
    void oneChangeAtATimeAndNothingElseHappensToTheOrderMeanwhile() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "60");
        UUID change = draft(order, of("50"));
        code(() -> draft(order, of("40")), "order-being-changed");
        code(() -> bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "")), "order-being-changed");
        code(() -> bed.write(tx -> bed.orders.cancel(tx, bed.actor, order, null, "")), "order-being-changed");
        apply(change);
        code(() -> apply(change), "wrong-state");
        bed.write(tx -> bed.orders.cancel(tx, bed.actor, order, null, ""));
        code(() -> draft(order, of("40")), "order-not-changeable");
        figures(customer, "0", "0", "0");
    }

    @Test
    void whatHasLeftMeanwhileIsLookedAtWhenItIsApplied() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "60");
        UUID change = draft(order, of("30"));
        deliver(order, "40");
        OrderAnswer refused = apply(change);
        assertThat(refused).isInstanceOf(OrderAnswer.Refused.class);
        assertThat(codes(refused)).containsExactly("change-below-delivered");
        assertThat(refused.reasons().getFirst().figures())
                .containsEntry("delivered", "40")
                .containsEntry("wanted", "30");
        bed.write(tx -> changes.edit(tx, bed.actor, change, null, NewOrderChange.of(List.of(of("45")))));
        assertThat(apply(change)).isInstanceOf(OrderAnswer.Confirmed.class);
        figures(customer, "50", "0", "400");
        UUID late = draft(order, of("60"));
        deliver(order, "5");
        assertThat(codes(apply(late))).containsExactly("change-order-not-open");
    }

    @Test
    void whatHasLeftKeepsItsPriceAndTheRestGoesOnAtTheNewOne() {
        UUID customer = bed.customer("10000");
        UUID order = order(customer, "60");
        deliver(order, "20");
        change(order, at("60", "12"));
        figures(customer, "480", "0", "200");
        SalesOrder now = bed.find(order);
        assertThat(now.lines().stream()
                        .map(l -> l.quantity().stripTrailingZeros().toPlainString() + " "
                                + l.price().stripTrailingZeros().toPlainString()))
                .containsExactly("20 10", "40 12");
        bed.write(tx -> deliveries.postNew(
                tx,
                bed.actor,
                List.of(NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 2, new BigDecimal("40"), null))))));
        figures(customer, "0", "0", "680");
        assertThat(bed.find(order).state()).isEqualTo("DELIVERED");
    }

    @Test
    void aLongerTermIsJudgedEvenIfNothingIsAdded() {
        UUID net60 = term("NET60", 60);
        UUID customer = bed.customer("1000");
        bed.sql("update credit.account set term_days = 30 where id = '" + customer + "'");
        UUID order = order(customer, "60");
        UUID change = draft(order, NewOrderChange.of(List.of(of("60"))).on(net60));
        OrderAnswer held = apply(change);
        assertThat(codes(held)).containsExactly("term-too-long");
        assertThat(bed.find(order).paymentTerm()).isEqualTo(bed.net30);
        bed.sql("update credit.account set term_days = 60 where id = '" + customer + "'");
        assertThat(apply(change)).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.find(order).paymentTerm()).isEqualTo(net60);
        // A shorter one and less of it asks nobody, whatever stands against the customer.
        bed.sql("update credit.account set status = 'STOPPED' where id = '" + customer + "'");
        UUID back = draft(order, NewOrderChange.of(List.of(of("50"))).on(bed.net30));
        assertThat(apply(back)).isInstanceOf(OrderAnswer.Confirmed.class);
        UUID longer = draft(order, NewOrderChange.of(List.of(of("40"))).on(net60));
        assertThat(codes(apply(longer))).containsExactly("stopped");
        figures(customer, "500", "0", "0");
    }

    private UUID term(String code, int days) {
        return term(code, days, "DELIVERY");
    }

    private UUID term(String code, int days, String from) {
        UUID id = Ids.next();
        bed.sql(
                "insert into party.payment_term (company_id, id, code, name, name_en, rule, days, counted_from) values ("
                        + bed.company + ", '" + id + "', '" + code + "', '" + code + "', '" + code + "', 'NET_DAYS', "
                        + days
                        + ", '" + from + "')");
        return id;
    }

    private UUID discount(String code, String steps) {
        return bed.write(tx -> discounts.create(
                        tx, bed.actor, new DiscountTerms.Entry(code, code, null, steps, null, null, null, null, null)))
                .id();
    }

    @Test
    void aBetterDiscountTakesTwoAndIsJudged() {
        UUID two = discount("D2", "2/10, n/30");
        UUID three = discount("D3", "3/10, n/30");
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "60");
        UUID change = draft(order, NewOrderChange.of(List.of(of("60"))).offering(two));
        assertThatThrownBy(() -> apply(change))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(403));
        Actor may = bed.with("discount-override.confirm");
        code(() -> bed.write(tx -> changes.apply(tx, may, change, null)), "order-change-discount-second");
        Actor second = person("Second", "discount-override.confirm");
        assertThat(apply(second, change)).isInstanceOf(OrderAnswer.Confirmed.class);
        deliver(order, "10");
        BigDecimal rate = bed.read(tx -> tx.one(
                "select max(d.rate) as rate from receivables.item_discount d where d.company_id = ?",
                row -> row.decimal("rate"),
                tx.company()));
        assertThat(rate).as("what leaves from now on is offered it").isEqualByComparingTo("2");
        // Once more is owed than allowed, a still better one waits, and a worse one doesn't.
        bed.sql("update credit.account set credit_limit = 100 where id = '" + customer + "'");
        UUID better = draft(order, NewOrderChange.of(List.of(of("60"))).offering(three));
        OrderAnswer held = apply(second, better);
        assertThat(codes(held)).containsExactly("over-limit");
        bed.write(tx -> changes.withdraw(tx, bed.actor, better, null, ""));
        UUID none = draft(order, NewOrderChange.of(List.of(of("60"))).offering(null));
        assertThat(apply(none)).isInstanceOf(OrderAnswer.Confirmed.class);
    }

    /** Each alone: value, term and discount grown past a release hold the order's goods at the door (CRD-22). */
    @Test
    void aReleaseOfTheOrderIsVoidAtTheDoorOnceTheOrderHasGrownPastIt() {
        policy(
                rule(ControlPoint.CONFIRM, Check.OVER_LIMIT, Effect.APPROVE),
                rule(ControlPoint.CHANGE, Check.OVER_LIMIT, Effect.IGNORE),
                rule(ControlPoint.DELIVERY, Check.OVER_LIMIT, Effect.APPROVE));
        UUID net60 = term("NET60", 60);
        UUID two = discount("D2", "2/10, n/30");
        Actor second = person("Second", "discount-override.confirm");
        List<NewOrderChange> grown = new ArrayList<>();
        grown.add(NewOrderChange.of(List.of(of("60")))); // nothing has grown
        grown.add(NewOrderChange.of(List.of(of("61"))));
        grown.add(NewOrderChange.of(List.of(of("60"))).on(net60));
        grown.add(NewOrderChange.of(List.of(of("60"))).offering(two));
        List<Boolean> left = new ArrayList<>();
        for (NewOrderChange entry : grown) {
            UUID customer = bed.customer("100");
            UUID order = bed.order(customer, product, "60", "10").order().id();
            assertThat(release(order)).isEqualTo(CreditHolds.Outcome.PASSED);
            UUID change = draft(order, entry);
            assertThat(apply(second, change)).isInstanceOf(OrderAnswer.Confirmed.class);
            left.add(leaves(order));
        }
        assertThat(left).containsExactly(true, false, false, false);
    }

    private boolean leaves(UUID order) {
        try {
            deliver(order, "10");
            return true;
        } catch (Problem stopped) {
            assertThat(stopped.code()).isEqualTo("credit-stops-delivery");
            return false;
        }
    }

    private static PolicyRule rule(ControlPoint point, Check check, Effect effect) {
        return new PolicyRule(point, check, PolicyRule.Reach.COMPANY, null, effect, null, null, null);
    }

    private void policy(PolicyRule... rules) {
        CreditPolicies policies = bed.application.bean(CreditPolicies.class);
        bed.write(tx -> {
            int version = policies.draft(tx, bed.actor, List.of(rules), "for this test");
            tx.flush();
            policies.makeLive(tx, bed.actor, version, "for this test");
            return version;
        });
    }

    @Test
    void aReleasedChangeLetsTheOrdersGoodsLeave() {
        policy(
                rule(ControlPoint.CONFIRM, Check.OVER_LIMIT, Effect.APPROVE),
                rule(ControlPoint.DELIVERY, Check.OVER_LIMIT, Effect.APPROVE));
        UUID customer = bed.customer("600");
        UUID order = order(customer, "60");
        UUID change = draft(order, of("70"));
        assertThat(codes(apply(change))).as("the rules for confirming hold").containsExactly("over-limit");
        assertThat(release(change)).isEqualTo(CreditHolds.Outcome.PASSED);
        deliver(order, "70");
        figures(customer, "0", "0", "700");
    }

    @Test
    void theLargestOrderLooksAtTheWhole() {
        policy(new PolicyRule(
                ControlPoint.CONFIRM,
                Check.ORDER_TOO_LARGE,
                PolicyRule.Reach.COMPANY,
                null,
                Effect.APPROVE,
                new BigDecimal("700"),
                null,
                null));
        UUID customer = bed.customer("null");
        UUID order = order(customer, "60");
        assertThat(change(order, of("70"))).isInstanceOf(OrderAnswer.Confirmed.class);
        OrderAnswer held = change(order, of("71"));
        assertThat(codes(held)).containsExactly("order-too-large");
        assertThat(held.reasons().getFirst().figures()).containsEntry("wanted", "710.00");
    }

    @Test
    void whatIsOwedForTheOrderFollowsTheDifference() {
        UUID customer = bed.customer("10000");
        UUID order = bed.place(
                        NewSalesOrder.of(customer, TODAY, List.of(line(product, "60", "10")))
                                .owedAt(ReceivableBasis.ORDER),
                        true)
                .order()
                .id();
        figures(customer, "0", "0", "600");
        change(order, of("80"));
        figures(customer, "0", "0", "800");
        change(order, of("50"));
        figures(customer, "0", "0", "500");
        assertThat(open(order)).containsExactly("2026-04-30 500.00");
        UUID net60 = term("NET60", 60);
        apply(draft(order, NewOrderChange.of(List.of(of("55"))).on(net60)));
        figures(customer, "0", "0", "550");
        assertThat(open(order)).as("all that is open is owed on the new term").containsExactly("2026-05-30 550.00");
    }

    private static NewOrderChange.Charge charge(@Nullable Integer position, String name, String amount) {
        return new NewOrderChange.Charge(position, name, new BigDecimal(amount), null);
    }

    private List<String> charges(UUID order) {
        return bed.find(order).charges().stream()
                .map(charge -> charge.position() + " " + charge.name() + " "
                        + charge.total().stripTrailingZeros().toPlainString())
                .toList();
    }

    @Test
    void freightAndAddressesChangeAndCreditHasTheDifference() {
        UUID customer = bed.customer("1000");
        UUID order = bed.place(
                        new NewSalesOrder(
                                customer,
                                null,
                                null,
                                null,
                                null,
                                null,
                                "Li",
                                "Road 1",
                                "Road 2",
                                "PO-1",
                                "careful",
                                null,
                                null,
                                List.of(line(product, "60", "10")),
                                List.of(
                                        new NewSalesOrder.Charge("Freight", new BigDecimal("50"), null),
                                        new NewSalesOrder.Charge("Pallets", new BigDecimal("20"), null))),
                        true)
                .order()
                .id();
        figures(customer, "670", "0", "0");
        UUID change = draft(
                order,
                new NewOrderChange(
                        "",
                        null,
                        null,
                        null,
                        "Wang",
                        "Road 3",
                        null,
                        "PO-2",
                        "",
                        null,
                        null,
                        List.of(of("60")),
                        List.of(charge(1, "Freight", "80"), charge(null, "Insurance", "5.50"))));
        OrderChange shown = bed.read(tx -> changes.find(tx, bed.actor, change));
        assertThat(shown.particulars()).isEqualTo(new OrderParticulars("Wang", "Road 3", "Road 2", "PO-2", ""));
        assertThat(shown.particularsBefore())
                .isEqualTo(new OrderParticulars("Li", "Road 1", "Road 2", "PO-1", "careful"));
        assertThat(shown.charges().stream()
                        .map(c -> c.name() + " "
                                + c.totalBefore().stripTrailingZeros().toPlainString() + " "
                                + c.total().stripTrailingZeros().toPlainString() + (c.ends() ? " ends" : "")))
                .containsExactly("Freight 50 80", "Insurance 0 5.5", "Pallets 20 0 ends");
        assertThat(charges(order)).as("until it is applied").containsExactly("1 Freight 50", "2 Pallets 20");
        assertThat(apply(change)).isInstanceOf(OrderAnswer.Confirmed.class);
        figures(customer, "685.5", "0", "0");
        assertThat(charges(order)).containsExactly("1 Freight 80", "3 Insurance 5.5");
        SalesOrder now = bed.find(order);
        assertThat(now.particulars()).isEqualTo(shown.particulars());
        assertThat(now.chargesTotal()).isEqualByComparingTo("85.5");
        assertThat(bed.application
                        .database()
                        .value(
                                "select string_agg(key || ': ' || value, '; ' order by key) from organization.audit_entry a,"
                                        + " jsonb_each_text(a.changes) where a.subject_id = '" + order
                                        + "' and a.action = 'change' and key ~ '^(charges|contact|reference)'"))
                .isEqualTo(
                        "charges[+2]: [null, \"Insurance 5.5 (0 %)\"]; charges[1]: [\"Freight 50 (0 %)\", \"Freight 80 (0 %)\"];"
                                + " charges[2]: [\"Pallets 20 (0 %)\", null]; contact: [\"Li\", \"Wang\"]; reference: [\"PO-1\", \"PO-2\"]");
        // Left out they stay; named beyond the limit they are held.
        change(order, of("61"));
        assertThat(charges(order)).hasSize(2);
        assertThat(apply(draft(
                        order, NewOrderChange.of(List.of(of("61"))).charging(List.of(charge(1, "Freight", "500"))))))
                .isInstanceOf(OrderAnswer.Held.class);
        figures(customer, "695.5", "0", "0");
    }

    @Test
    void chargesThatHaveLeftStay() {
        UUID customer = bed.customer("1000");
        UUID order = bed.place(
                        new NewSalesOrder(
                                customer,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(line(product, "60", "10")),
                                List.of(new NewSalesOrder.Charge("Freight", new BigDecimal("50"), null))),
                        true)
                .order()
                .id();
        UUID change = draft(order, NewOrderChange.of(List.of(of("60"))).charging(List.of(charge(1, "Freight", "40"))));
        deliver(order, "20");
        OrderAnswer refused = apply(change);
        assertThat(codes(refused)).containsExactly("change-charge-stays");
        bed.write(tx -> changes.withdraw(tx, bed.actor, change, null, ""));
        assertThat(fields(order, NewOrderChange.of(List.of(of("60"))).charging(List.of(charge(1, "Freight", "60")))))
                .containsExactly("charges[0].amount order-change-charges-left");
        assertThat(fields(order, NewOrderChange.of(List.of(of("60"))).charging(List.of())))
                .containsExactly("charges order-change-charges-left");
        assertThat(fields(order, NewOrderChange.of(List.of(of("60"))).charging(List.of(charge(2, "", "-1")))))
                .contains(
                        "charges[0].position order-change-no-charge",
                        "charges[0].name required",
                        "charges[0].amount negative");
        apply(draft(order, NewOrderChange.of(List.of(of("30"))).charging(List.of(charge(1, "Freight", "50")))));
        figures(customer, "100", "0", "250");
    }

    /** Other terms that count from the delivery count from the first, whenever they are agreed. */
    @Test
    void anOrderThatHasBegunToLeaveIsDueByTheDayItDid() {
        UUID customer = bed.customer("10000");
        UUID order = bed.place(
                        NewSalesOrder.of(customer, TODAY.minusDays(20), List.of(line(product, "60", "10")))
                                .owedAt(ReceivableBasis.ORDER),
                        true)
                .order()
                .id();
        deliver(order, "40");
        UUID net45 = term("NET45", 45);
        assertThat(apply(draft(order, NewOrderChange.of(List.of(of("70"))).on(net45))))
                .isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(open(order)).containsExactly(TODAY.plusDays(45) + " 700.00");
        change(order, of("75"));
        assertThat(open(order)).containsExactly(TODAY.plusDays(45) + " 750.00");
    }

    /** So do those that count from the signature or the invoice: from the last one known. */
    @Test
    void anOrderThatWasSignedForOrInvoicedIsDueByThatDay() {
        UUID customer = bed.customer("10000");
        UUID order = bed.place(
                        NewSalesOrder.of(customer, TODAY.minusDays(20), List.of(line(product, "60", "10")))
                                .owedAt(ReceivableBasis.ORDER),
                        true)
                .order()
                .id();
        UUID delivery = bed.write(tx -> deliveries.postNew(
                        tx,
                        bed.actor,
                        List.of(NewDelivery.of(
                                TODAY.minusDays(10),
                                List.of(new NewDelivery.Line(order, 1, new BigDecimal("40"), null))))))
                .getFirst()
                .id();
        UUID signed = term("SIGNED30", 30, "PROOF");
        UUID invoiced = term("INVOICED30", 30, "INVOICE");
        apply(draft(order, NewOrderChange.of(List.of(of("61"))).on(signed)));
        assertThat(open(order)).as("nobody has signed yet").containsExactly(TODAY.plusDays(10) + " 610.00");
        bed.write(tx -> deliveries.signed(tx, bed.actor, delivery, null, TODAY.minusDays(4), "Li"));
        apply(draft(order, NewOrderChange.of(List.of(of("62"))).on(invoiced)));
        apply(draft(order, NewOrderChange.of(List.of(of("63"))).on(signed)));
        assertThat(open(order)).containsExactly(TODAY.plusDays(26) + " 630.00");
        bed.write(tx -> deliveries.invoiced(tx, bed.actor, delivery, null, TODAY.minusDays(2), "INV-1"));
        apply(draft(order, NewOrderChange.of(List.of(of("64"))).on(invoiced)));
        assertThat(open(order)).containsExactly(TODAY.plusDays(28) + " 640.00");
    }

    private List<String> open(UUID order) {
        return bed.read(tx -> tx.list(
                "select i.due || ' ' || sum(i.amount - i.settled)::numeric(19,2) as line from receivables.open_item i"
                        + " where i.company_id = ? and i.document_id = ? and i.amount <> i.settled group by i.due order by i.due",
                row -> row.text("line"),
                tx.company(),
                order));
    }

    @Test
    void thosePutInTheFlowDecide() {
        Actor director = person("Director", "approval.decide");
        ApprovalFlows flows = bed.application.bean(ApprovalFlows.class);
        Step step = new Step("director", Mode.ANY, List.of(new Approver(Who.USER, director.user())), null, null);
        bed.write(tx -> {
            UUID flow = flows.create(
                            tx,
                            director,
                            "order-change",
                            new FlowDefinition(
                                    false, List.of(new Rule("all", null, List.of(new Stage(List.of(step)))))))
                    .id();
            tx.flush();
            return flows.publish(tx, director, flow, "", null);
        });
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "60");
        UUID change = draft(order, of("80"));
        assertThat(apply(change)).isInstanceOf(OrderAnswer.Saved.class);
        assertThat(state(change)).isEqualTo("SUBMITTED");
        figures(customer, "600", "0", "0");
        assertThat(bed.write(tx -> approvals.approve(tx, director, inbox(director), "fine"))
                        .outcome())
                .isEqualTo("applied");
        figures(customer, "800", "0", "0");
        UUID no = draft(order, of("90"));
        apply(no);
        bed.write(tx -> approvals.reject(tx, director, inbox(director), "enough"));
        assertThat(state(no)).isEqualTo("REJECTED");
        UUID again = draft(order, of("120"));
        apply(again);
        assertThat(bed.write(tx -> approvals.approve(tx, director, inbox(director), "fine"))
                        .outcome())
                .isEqualTo("held");
        assertThat(state(again)).isEqualTo("HELD");
        assertThat(release(again)).isEqualTo(CreditHolds.Outcome.PASSED);
        figures(customer, "1200", "0", "0");
    }

    private UUID inbox(Actor who) {
        return bed.read(tx -> approvals.inbox(tx, who)).getFirst().request().id();
    }

    @Test
    void newPricesNeedAuthorityAndOldOnesDoNot() {
        UUID dear = bed.product("10", "9", "1000000");
        UUID customer = bed.customer("10000");
        Actor may = bed.with("sales-order.confirm", "sales-order.below-minimum-price");
        UUID order = bed.write(tx -> bed.orders.place(
                        tx, may, NewSalesOrder.of(customer, TODAY, List.of(line(dear, "60", "8"))), true))
                .order()
                .id();
        assertThat(change(order, of("61"))).isInstanceOf(OrderAnswer.Confirmed.class);
        OrderAnswer refused = change(order, at("61", "8.5"));
        assertThat(refused).isInstanceOf(OrderAnswer.Refused.class);
        assertThat(codes(refused)).containsExactly("below-minimum-price");
        UUID change = refused.order().id();
        assertThat(apply(may, change)).isInstanceOf(OrderAnswer.Confirmed.class);
    }

    @Test
    void whatMakesNoSenseIsSaidFieldByField() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "60");
        deliver(order, "20");
        assertThat(fields(order, of("19"))).containsExactly("lines[0].quantity order-change-below-delivered");
        assertThat(fields(order, of("60"), of("60"))).contains("lines[1].position split-line-twice");
        assertThat(fields(order, Line.of(7, BigDecimal.TEN))).contains("lines[0].position split-no-line");
        assertThat(fields(order, new Line(null, null, BigDecimal.ONE, null, null, null, null, null)))
                .contains("lines[0].product required");
        assertThat(fields(
                        order, new Line(1, bed.product("1", null, "1"), BigDecimal.TEN, null, null, null, null, null)))
                .contains("lines[0].product order-change-other-product");
        code(
                () -> bed.write(tx -> changes.create(tx, bed.stranger(), order, NewOrderChange.of(List.of(of("60"))))),
                "not-found");
    }

    private List<String> fields(UUID order, Line... lines) {
        return fields(order, NewOrderChange.of(List.of(lines)));
    }

    private List<String> fields(UUID order, NewOrderChange entry) {
        @Nullable Problem[] found = new Problem[1];
        assertThatThrownBy(() -> draft(order, entry))
                .isInstanceOfSatisfying(Problem.class, problem -> found[0] = problem);
        return found[0].errors().stream()
                .map(error -> error.field() + " " + error.code())
                .toList();
    }
}
