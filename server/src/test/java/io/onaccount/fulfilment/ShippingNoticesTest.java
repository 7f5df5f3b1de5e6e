package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.platform.Problem;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Chance;
import io.onaccount.testing.Load;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the warehouse is told, and what it ships by it (SHP-01, SHP-02). */
class ShippingNoticesTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final ShippingNotices notices = bed.application.bean(ShippingNotices.class);
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final UUID board = bed.product("10", null, "1000");
    private final UUID customer = bed.customer(null);

    private UUID confirmed(String pieces) {
        OrderAnswer answer = bed.order(customer, board, pieces, "10");
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        return answer.order().id();
    }

    private static NewShippingNotice entry(UUID order, String pieces) {
        return NewShippingNotice.of(null, List.of(of(order, pieces)));
    }

    private static NewShippingNotice.Line of(UUID order, String pieces) {
        return new NewShippingNotice.Line(order, 1, new BigDecimal(pieces), null);
    }

    private UUID draft(UUID order, String pieces) {
        return bed.write(tx -> notices.draft(tx, bed.actor, entry(order, pieces)))
                .id();
    }

    private UUID issued(UUID order, String pieces) {
        UUID id = draft(order, pieces);
        assertThat(issue(id)).isEqualTo("ISSUED");
        return id;
    }

    private String issue(UUID notice) {
        return bed.write(tx -> notices.issue(tx, bed.actor, notice, null)).state();
    }

    private ShippingNotice notice(UUID id) {
        return bed.read(tx -> notices.find(tx, bed.actor, id));
    }

    private SalesOrder.Line line(UUID order) {
        return bed.find(order).lines().getFirst();
    }

    private static NewDelivery.Line by(UUID notice, UUID order, String pieces) {
        return new NewDelivery.Line(order, 1, new BigDecimal(pieces), null, notice, 1);
    }

    private UUID ship(NewDelivery.Line... lines) {
        return bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(TODAY, List.of(lines)))))
                .getFirst()
                .id();
    }

    private UUID shipFreely(UUID order, String pieces) {
        return ship(new NewDelivery.Line(order, 1, new BigDecimal(pieces), null));
    }

    private static void refused(String code, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    private void need(boolean notice) {
        Companies companies = bed.application.bean(Companies.class);
        bed.write(tx -> {
            Company old = companies.get(tx);
            return companies.update(
                    tx,
                    bed.actor,
                    new Company(
                            old.id(),
                            old.name(),
                            old.nameEn(),
                            old.baseCurrency(),
                            old.zone(),
                            old.fiscalYearStart(),
                            old.taxInclusive(),
                            old.priceDecimals(),
                            old.quantityDecimals(),
                            old.settings().withDeliveriesNeedingNotice(notice),
                            old.version()),
                    null);
        });
    }

    @Test
    void whatStandsOnNoticesIsTakenFromTheOrdersDraftOrNot() {
        UUID first = confirmed("10");
        UUID second = confirmed("5");
        UUID both = bed.write(tx -> notices.draft(
                        tx,
                        bed.actor,
                        NewShippingNotice.of(TODAY.plusDays(2), List.of(of(first, "6"), of(second, "5")))))
                .id();
        assertThat(notice(both).total()).isEqualByComparingTo("110");
        assertThat(notice(both).plannedOn()).isEqualTo(TODAY.plusDays(2));
        assertThat(line(first).notifiedQuantity()).isEqualByComparingTo("6");
        refused("notified-already", () -> draft(first, "5"));
        refused("notified-already", () -> draft(second, "1"));
        refused("more-than-ordered", () -> draft(first, "11"));
        refused("notified-already", () -> shipFreely(first, "5"));
        shipFreely(first, "3");
        refused("notified-already", () -> draft(first, "2"));
        UUID last = draft(first, "1");

        bed.write(tx -> notices.change(
                tx, bed.actor, both, 1, NewShippingNotice.of(null, List.of(of(second, "1"), of(second, "2")))));
        assertThat(line(first).notifiedQuantity()).isEqualByComparingTo("1");
        assertThat(line(second).notifiedQuantity()).isEqualByComparingTo("3");
        bed.write(tx -> {
            notices.delete(tx, bed.actor, last, null);
            return true;
        });
        assertThat(line(first).notifiedQuantity()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).ordered()).as("notices take no credit").isEqualByComparingTo("120");
    }

    @Test
    void theWarehouseShipsSeveralNoticesTogetherAndInParts() {
        UUID first = confirmed("10");
        UUID second = confirmed("5");
        UUID a = issued(first, "10");
        UUID b = issued(second, "4");
        refused("all-notified", () -> bed.write(tx -> deliveries.draftRest(tx, bed.actor, first, null)));
        UUID draft = bed.write(tx -> deliveries.draftOf(tx, bed.actor, List.of(a, b)))
                .id();
        Delivery prefilled = bed.read(tx -> deliveries.find(tx, bed.actor, draft));
        assertThat(prefilled.lines())
                .hasSize(2)
                .allSatisfy(l -> assertThat(l.noticeNumber()).isNotNull());
        bed.write(tx -> deliveries.change(
                tx, bed.actor, draft, null, NewDelivery.of(TODAY, List.of(by(a, first, "7"), by(b, second, "4")))));
        assertThat(line(first).notifiedQuantity()).as("a draft moves nothing").isEqualByComparingTo("10");
        assertThat(bed.write(tx -> deliveries.post(tx, bed.actor, draft, null)).state())
                .isEqualTo("POSTED");
        assertThat(notice(a).state()).isEqualTo("PARTLY_DONE");
        assertThat(notice(b).state()).isEqualTo("DONE");
        assertThat(line(first).notifiedQuantity()).isEqualByComparingTo("3");
        assertThat(line(first).deliveredQuantity()).isEqualByComparingTo("7");
        refused("more-than-notified", () -> ship(by(a, first, "4")));
        refused("notice-not-open", () -> ship(by(b, second, "1")));
        refused("notice-of-other-goods", () -> ship(by(a, second, "1")));
        shipFreely(second, "1");
        ship(by(a, first, "2"), by(a, first, "1"));
        assertThat(notice(a).state()).isEqualTo("DONE");
        assertThat(bed.find(first).state()).isEqualTo("DELIVERED");

        List<NewReturn.Line> back = List.of(NewReturn.Line.of(draft, 1, new BigDecimal("2"), bed.warehouse));
        bed.write(tx -> returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, back))));
        assertThat(notice(a).state()).as("what comes back does not reopen it").isEqualTo("DONE");
        assertThat(line(first).notifiedQuantity()).isEqualByComparingTo("0");
    }

    @Test
    void aDeliveryFromNoticesBringsWhatIsThere() {
        UUID rare = bed.product("10", null, "3");
        UUID order = bed.order(customer, rare, "5", "10").order().id();
        UUID some = issued(order, "5");
        UUID draft = bed.write(tx -> deliveries.draftOf(tx, bed.actor, List.of(some)))
                .id();
        assertThat(bed.read(tx -> deliveries.find(tx, bed.actor, draft)).lines())
                .singleElement()
                .satisfies(l -> assertThat(l.quantity()).isEqualByComparingTo("3"));
        bed.write(tx -> deliveries.post(tx, bed.actor, draft, null));
        refused("notices-nothing-there", () -> bed.write(tx -> deliveries.draftOf(tx, bed.actor, List.of(some))));
        UUID still = draft(confirmed("1"), "1");
        refused("notice-not-open", () -> bed.write(tx -> deliveries.draftOf(tx, bed.actor, List.of(still))));
        UUID others = bed.order(bed.customer(null), board, "1", "10").order().id();
        UUID theirs = issued(others, "1");
        UUID ours = issued(confirmed("1"), "1");
        refused("wrong-customer", () -> bed.write(tx -> deliveries.draftOf(tx, bed.actor, List.of(ours, theirs))));
        refused(
                "wrong-customer",
                () -> bed.write(tx -> notices.draft(
                        tx, bed.actor, NewShippingNotice.of(null, List.of(of(confirmed("1"), "1"), of(others, "1"))))));
    }

    @Test
    void whatEndsFreesTheRestAndAnOrderDoesNotEndBeforeItsNotices() {
        UUID order = confirmed("10");
        UUID notice = issued(order, "8");
        String number = notice(notice).number();
        assertThatThrownBy(() -> bed.write(tx -> bed.orders.cancel(tx, bed.actor, order, null, "no more")))
                .isInstanceOfSatisfying(Problem.class, p -> {
                    assertThat(p.code()).isEqualTo("order-has-notices");
                    assertThat(p.getMessage() + p.arguments()).contains(number);
                });
        Actor may = bed.with("sales-order.cancel", "sales-order.close");
        assertThat(bed.orders.moves(may, bed.find(order)))
                .containsEntry("cancel", "order-has-notices")
                .containsEntry("close", "order-has-notices");
        refused(
                "wrong-state",
                () -> bed.write(tx -> bed.splits.split(
                        tx,
                        bed.actor,
                        order,
                        null,
                        List.of(new OrderAnswer.Part(1, BigDecimal.ONE)),
                        io.onaccount.sales.OrderSplits.Rest.DRAFT)));
        ship(by(notice, order, "3"));
        refused("order-has-notices", () -> bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "enough")));
        refused("wrong-state", () -> bed.write(tx -> notices.cancel(tx, bed.actor, notice, null, "no")));
        UUID waiting = bed.write(tx -> deliveries.draftOf(tx, bed.actor, List.of(notice)))
                .id();
        bed.write(tx -> notices.close(tx, bed.actor, notice, null, "enough"));
        assertThat(notice(notice).state()).isEqualTo("CLOSED");
        assertThat(line(order).notifiedQuantity()).isEqualByComparingTo("0");
        refused("notice-not-open", () -> bed.write(tx -> deliveries.post(tx, bed.actor, waiting, null)));

        UUID second = issued(order, "7");
        bed.write(tx -> notices.cancel(tx, bed.actor, second, null, "wrong address"));
        assertThat(notice(second).state()).isEqualTo("CANCELLED");
        UUID third = draft(order, "1");
        refused("order-has-notices", () -> bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "enough")));
        bed.write(tx -> {
            notices.delete(tx, bed.actor, third, null);
            return true;
        });
        bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "enough"));
        assertThat(bed.find(order).releasedTotal()).isEqualByComparingTo("70");
    }

    @Test
    void whereGoodsLeaveByNoticesOnlyNothingElseLeaves() {
        UUID order = confirmed("10");
        UUID before = bed.write(tx -> deliveries.draft(
                        tx,
                        bed.actor,
                        NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 1, BigDecimal.ONE, null)))))
                .id();
        need(true);
        refused("delivery-needs-notice", () -> shipFreely(order, "1"));
        refused("delivery-needs-notice", () -> bed.write(tx -> deliveries.post(tx, bed.actor, before, null)));
        refused("delivery-needs-notice", () -> bed.write(tx -> deliveries.draftRest(tx, bed.actor, order, null)));
        UUID notice = issued(order, "4");
        ship(by(notice, order, "4"));
        need(false);
        shipFreely(order, "6");
        assertThat(bed.find(order).state()).isEqualTo("DELIVERED");
    }

    @Test
    void aStrangersNoticeIsNotFoundAndAStaleOneNotChanged() {
        UUID order = confirmed("10");
        UUID notice = draft(order, "4");
        refused("not-found", () -> bed.read(tx -> notices.find(tx, bed.stranger(), notice)));
        refused("not-found", () -> bed.write(tx -> notices.draft(tx, bed.stranger(), entry(order, "1"))));
        issue(notice);
        assertThatThrownBy(() -> bed.write(tx -> notices.cancel(tx, bed.actor, notice, 1, "late")))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(412));
        refused("wrong-state", () -> bed.write(tx -> notices.change(tx, bed.actor, notice, null, entry(order, "1"))));
        assertThatThrownBy(() -> bed.write(tx -> notices.draft(tx, bed.actor, NewShippingNotice.of(null, List.of()))))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(400));
        assertThatThrownBy(() -> bed.write(tx -> notices.draft(
                        tx, bed.actor, NewShippingNotice.of(TODAY.minusDays(1), List.of(of(order, "-1"))))))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .extracting(Problem.FieldError::code)
                                .contains("planned-before-notice", "must-be-positive"));
    }

    /** Whoever comes when nothing is left is refused; nobody gets what another has. */
    @Test
    void manyAtOnceNeverPromiseMoreThanWasOrdered() throws Exception {
        UUID order = confirmed("20");
        List<String> came =
                Load.atOnce(12, caller -> attempt(() -> caller % 3 == 0 ? shipFreely(order, "3") : draft(order, "3")));
        assertThat(Collections.frequency(came, "done")).isEqualTo(6);
        assertThat(came).isSubsetOf("done", "notified-already", "more-than-ordered");
        SalesOrder.Line line = line(order);
        assertThat(line.notifiedQuantity().add(line.deliveredQuantity())).isEqualByComparingTo("18");
    }

    @Test
    void shippingAndCancellingAtTheSameTimeIsOneOrTheOther() throws Exception {
        for (int round = 0; round < 10; round++) {
            UUID order = confirmed("5");
            UUID notice = issued(order, "5");
            List<String> came = Load.atOnce(
                    4,
                    caller -> attempt(() -> switch (caller) {
                        case 0, 1 -> ship(by(notice, order, "5"));
                        case 2 ->
                            bed.write(tx -> notices.cancel(tx, bed.actor, notice, null, "no"))
                                    .id();
                        default ->
                            bed.write(tx -> bed.orders.cancel(tx, bed.actor, order, null, "no"))
                                    .order()
                                    .id();
                    }));
            SalesOrder.Line line = line(order);
            assertThat(line.notifiedQuantity()).isEqualByComparingTo("0");
            assertThat(Collections.frequency(came.subList(0, 3), "done")).isEqualTo(1);
            assertThat(notice(notice).state()).isEqualTo(came.get(2).equals("done") ? "CANCELLED" : "DONE");
        }
    }

    private static String attempt(Supplier<UUID> what) {
        try {
            return what.get() == null ? "nothing" : "done";
        } catch (Problem e) {
            return e.code();
        }
    }

    /** Whatever sequence of notices, deliveries, ends and returns: what is promised and what left is never more than ordered, and the sums agree. */
    @Test
    void quantitiesAgreeWhateverHappens() {
        Map<String, Integer> outcomes = new TreeMap<>();
        Chance.tries(12, random -> life(random, outcomes));
        System.out.println("shipping notices: " + outcomes);
        assertThat(outcomes).containsKeys("notify done", "ship done", "ship freely done", "end done", "return done");
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            return true;
        });
    }

    private void life(Random random, Map<String, Integer> outcomes) {
        List<UUID> orders = List.of(confirmed("12"), confirmed("7"));
        List<UUID> drafts = new ArrayList<>();
        List<UUID> open = new ArrayList<>();
        List<UUID> shipped = new ArrayList<>();
        for (int step = 0; step < 30; step++) {
            UUID order = Chance.any(random, orders);
            String pieces = String.valueOf(Chance.between(random, 1, 5));
            String what;
            Supplier<UUID> act;
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    what = "notify";
                    act = () -> {
                        UUID id = draft(order, pieces);
                        drafts.add(id);
                        return id;
                    };
                }
                case 2 -> {
                    what = "issue";
                    act = () -> {
                        UUID id = Chance.any(random, drafts);
                        issue(id);
                        drafts.remove(id);
                        open.add(id);
                        return id;
                    };
                }
                case 3 -> {
                    what = "ship";
                    act = () -> {
                        UUID id = Chance.any(random, open);
                        UUID delivery =
                                ship(by(id, notice(id).lines().getFirst().order(), pieces));
                        shipped.add(delivery);
                        return delivery;
                    };
                }
                case 4 -> {
                    what = "ship freely";
                    act = () -> {
                        UUID delivery = shipFreely(order, pieces);
                        shipped.add(delivery);
                        return delivery;
                    };
                }
                case 5 -> {
                    what = "end";
                    act = () -> {
                        UUID id = Chance.any(random, open);
                        return bed.write(tx -> notice(id).state().equals("PARTLY_DONE")
                                        ? notices.close(tx, bed.actor, id, null, "r")
                                        : notices.cancel(tx, bed.actor, id, null, "r"))
                                .id();
                    };
                }
                default -> {
                    what = "return";
                    act = () -> {
                        List<NewReturn.Line> back = List.of(
                                NewReturn.Line.of(Chance.any(random, shipped), 1, BigDecimal.ONE, bed.warehouse));
                        return bed.write(tx ->
                                        returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, back))))
                                .getFirst()
                                .id();
                    };
                }
            }
            if ((what.equals("issue") && drafts.isEmpty())
                    || ((what.equals("ship") || what.equals("end")) && open.isEmpty())
                    || (what.equals("return") && shipped.isEmpty())) {
                continue;
            }
            outcomes.merge(what + " " + attempt(act), 1, Integer::sum);
            agree(orders);
        }
    }

    private void agree(List<UUID> orders) {
        for (UUID order : orders) {
            SalesOrder.Line line = line(order);
            assertThat(line.notifiedQuantity().add(line.deliveredQuantity())).isLessThanOrEqualTo(line.quantity());
            String standing = bed.application
                    .database()
                    .value(
                            "select coalesce(sum(l.quantity - l.delivered_quantity), 0) || ' ' || coalesce(sum(l.delivered_quantity), 0)"
                                    + " from fulfilment.shipping_notice_line l join document.header h on h.company_id = l.company_id and h.id = l.notice_id"
                                    + " where l.order_id = '" + order
                                    + "' and h.state in ('DRAFT', 'HELD', 'ISSUED', 'PARTLY_DONE')");
            assertThat(line.notifiedQuantity()).isEqualByComparingTo(standing.substring(0, standing.indexOf(' ')));
            String left = bed.application
                    .database()
                    .value(
                            "select coalesce(sum(l.quantity), 0) from fulfilment.delivery_line l join document.header h on h.company_id = l.company_id"
                                    + " and h.id = l.delivery_id where l.order_id = '" + order
                                    + "' and h.state = 'POSTED'");
            assertThat(line.deliveredQuantity()).isEqualByComparingTo(left);
        }
    }
}
