package io.onaccount.sales;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SalesOrdersTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final UUID board = bed.product("100.00", "80.00", "1000");
    private final UUID stud = bed.product("20.00", null, "5");

    @Test
    void anOrderTakesWhatIsNotSaidFromCustomerProductAndCompany() {
        UUID customer = bed.customer("100000");
        OrderAnswer answer = bed.place(
                NewSalesOrder.of(customer, null, List.of(line(board, "3", null), line(stud, "10", "19.50"))), false);

        assertThat(answer).isInstanceOf(OrderAnswer.Saved.class);
        SalesOrder order = bed.find(answer.order().id());
        assertThat(order.number()).startsWith("SO-20260331-");
        assertThat(order.state()).isEqualTo("DRAFT");
        assertThat(order.date()).isEqualTo(TODAY);
        assertThat(order.paymentTerm()).isEqualTo(bed.net30);
        assertThat(order.owner()).isEqualTo(bed.actor.user());
        assertThat(order.lines().get(0).price()).isEqualByComparingTo("100.00");
        assertThat(order.total()).isEqualByComparingTo("495.00");
        // 300.00 and 195.00 with 13 % in them: 34.51 + 22.43.
        assertThat(order.tax()).isEqualByComparingTo("56.94");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("0");
    }

    @Test
    void confirmingTakesCreditAndCancellingGivesItBack() {
        UUID customer = bed.customer("1000");
        OrderAnswer answer = bed.order(customer, board, "9", "100");
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("900");

        bed.write(tx -> bed.orders.cancel(tx, bed.actor, answer.order().id(), 1, "ordered twice"));

        assertThat(bed.find(answer.order().id()).state()).isEqualTo("CANCELLED");
        assertThat(bed.find(answer.order().id()).releasedTotal()).isEqualByComparingTo("900");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("0");
    }

    @Test
    void beyondTheLimitAnOrderWaitsOnHoldAndSaysWhatWouldMakeItPass() {
        UUID customer = bed.customer("1000");
        OrderAnswer answer = bed.place(
                NewSalesOrder.of(customer, TODAY, List.of(line(board, "8", "100"), line(board, "5", "90"))), true);

        assertThat(answer).isInstanceOf(OrderAnswer.Held.class);
        OrderAnswer.Held held = (OrderAnswer.Held) answer;
        assertThat(held.order().state()).isEqualTo("HELD");
        assertThat(held.reasons()).extracting(OrderAnswer.Reason::code).contains("over-limit");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("0");

        OrderAnswer.Way part = held.ways().stream()
                .filter(w -> w.kind().equals("SHIP_PART"))
                .findFirst()
                .orElseThrow();
        // 8 × 100 whole and 2 of 90: 980 of the 1,000 that are free.
        assertThat(part.amount()).isEqualByComparingTo("980");
        assertThat(part.lines()).extracting(OrderAnswer.Part::position).containsExactly(1, 2);
        assertThat(part.lines().get(1).quantity()).isEqualByComparingTo("2");

        // What is proposed passes.
        List<NewSalesOrder.Line> kept = new ArrayList<>();
        for (OrderAnswer.Part p : part.lines()) {
            kept.add(line(board, p.quantity().toPlainString(), p.position() == 1 ? "100" : "90"));
        }
        bed.write(tx -> bed.orders.returnToDraft(tx, bed.actor, held.order().id(), 1));
        bed.write(
                tx -> bed.orders.change(tx, bed.actor, held.order().id(), 2, NewSalesOrder.of(customer, TODAY, kept)));
        OrderAnswer again =
                bed.write(tx -> bed.orders.confirm(tx, bed.actor, held.order().id(), 3));
        assertThat(again).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("980");
    }

    @Test
    void aHeldOrderPassesWhenThereIsRoomAgain() {
        UUID customer = bed.customer("1000");
        OrderAnswer first = bed.order(customer, board, "8", "100");
        OrderAnswer second = bed.order(customer, board, "5", "100");
        assertThat(second).isInstanceOf(OrderAnswer.Held.class);
        assertThat(bed.confirm(second.order().id())).isInstanceOf(OrderAnswer.Held.class);

        bed.write(tx -> bed.orders.cancel(tx, bed.actor, first.order().id(), null, ""));
        assertThat(bed.confirm(second.order().id())).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("500");
    }

    @Test
    void belowTheMinimumPriceNeedsARightOfItsOwn() {
        UUID customer = bed.customer("10000");
        OrderAnswer refused = bed.order(customer, board, "10", "79.99");
        assertThat(refused).isInstanceOf(OrderAnswer.Refused.class);
        assertThat(refused.order().state()).isEqualTo("DRAFT");
        assertThat(refused.reasons()).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo("below-minimum-price");
            assertThat(r.warning()).isFalse();
            assertThat(r.figures()).containsEntry("asked", "800.00").containsEntry("brought", "799.90");
        });
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("0");

        Actor manager = bed.with("sales-order.confirm", "sales-order.below-minimum-price");
        OrderAnswer passed =
                bed.write(tx -> bed.orders.confirm(tx, manager, refused.order().id(), 1));
        assertThat(passed).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(passed.reasons()).singleElement().matches(OrderAnswer.Reason::warning);
    }

    @Test
    void aDiscountOnTheWholeOrderCannotHideAPriceBelowTheMinimum() {
        UUID customer = bed.customer("10000");
        NewSalesOrder entry = withDiscount(customer, "250.00", List.of(line(board, "10", "100")));
        OrderAnswer answer = bed.place(entry, true);
        assertThat(answer).isInstanceOf(OrderAnswer.Refused.class);
        assertThat(answer.order().total()).isEqualByComparingTo("750.00");
    }

    @Test
    void aRefusalBySalesTellsAtOnceWhatCreditWouldObjectTo() {
        UUID customer = bed.customer("100");
        OrderAnswer answer = bed.order(customer, board, "10", "70");
        assertThat(answer).isInstanceOf(OrderAnswer.Refused.class);
        assertThat(answer.reasons())
                .extracting(OrderAnswer.Reason::source, OrderAnswer.Reason::code)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("sales", "below-minimum-price"),
                        org.assertj.core.groups.Tuple.tuple("credit", "over-limit"));
    }

    @Test
    void tooLittleStockWarnsUnlessTheCompanyBlocks() {
        UUID customer = bed.customer("10000");
        OrderAnswer warned = bed.order(customer, stud, "6", "20");
        assertThat(warned).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(warned.reasons()).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo("stock-short");
            assertThat(r.figures()).containsEntry("wanted", "6").containsEntry("onHand", "5");
        });

        bed.sql("update organization.company set settings = '{\"stockCheck\": \"BLOCK\"}' where id = " + bed.company);
        assertThat(bed.order(customer, stud, "6", "20")).isInstanceOf(OrderAnswer.Refused.class);
        assertThat(bed.order(customer, stud, "5", "20")).isInstanceOf(OrderAnswer.Confirmed.class);
    }

    @Test
    void manyOrdersArePlacedAtOnceAndJudgedOneAfterTheOther() {
        UUID limited = bed.customer("1000");
        UUID free = bed.customer(null);
        List<NewSalesOrder> entries = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            entries.add(NewSalesOrder.of(limited, TODAY, List.of(line(board, "3", "100"))));
            entries.add(NewSalesOrder.of(free, TODAY, List.of(line(board, "30", "100"), line(stud, "1", "20"))));
        }
        List<OrderAnswer> answers = bed.write(tx -> bed.orders.place(tx, bed.actor, entries, true));

        assertThat(answers)
                .extracting(a -> a.order().state())
                .containsExactly(
                        "CONFIRMED",
                        "CONFIRMED",
                        "CONFIRMED",
                        "CONFIRMED",
                        "CONFIRMED",
                        "CONFIRMED",
                        "HELD",
                        "CONFIRMED",
                        "HELD",
                        "CONFIRMED");
        assertThat(bed.figures(limited).ordered()).isEqualByComparingTo("900");
        assertThat(bed.figures(free).ordered()).isEqualByComparingTo("15100");
        assertThat(answers).extracting(a -> a.order().number()).doesNotHaveDuplicates();
    }

    @Test
    void everythingWrongWithAnEntryIsToldAtOnceAndNothingIsWritten() {
        UUID customer = bed.customer("1000");
        NewSalesOrder good = NewSalesOrder.of(customer, TODAY, List.of(line(board, "1", "100")));
        NewSalesOrder bad = NewSalesOrder.of(
                UUID.randomUUID(),
                TODAY,
                List.of(line(UUID.randomUUID(), "0", "1"), line(board, "1", "-1"), line(board, "0.1234567", "1")));
        assertThatThrownBy(() -> bed.write(tx -> bed.orders.place(tx, bed.actor, List.of(good, bad), true)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .extracting(Problem.FieldError::field)
                                .containsExactly(
                                        "orders[1].customer",
                                        "orders[1].lines[0].product",
                                        "orders[1].lines[0].quantity",
                                        "orders[1].lines[1].price",
                                        "orders[1].lines[2].quantity"));
        assertThat(bed.application
                        .database()
                        .value("select count(*) from sales.sales_order where company_id = " + bed.company))
                .isEqualTo("0");
    }

    @Test
    void theSecondEditorOfADraftIsToldAndStrangersSeeNothing() {
        UUID customer = bed.customer("1000");
        UUID order = bed.place(NewSalesOrder.of(customer, TODAY, List.of(line(board, "1", "100"))), false)
                .order()
                .id();
        NewSalesOrder two = NewSalesOrder.of(customer, TODAY, List.of(line(board, "2", "100")));
        bed.write(tx -> bed.orders.change(tx, bed.actor, order, 1, two));
        assertThatThrownBy(() -> bed.write(tx -> bed.orders.change(tx, bed.actor, order, 1, two)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(412));
        Actor stranger = bed.stranger();
        assertThatThrownBy(() -> bed.read(tx -> bed.orders.find(tx, stranger, order)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        assertThatThrownBy(() -> bed.write(tx -> bed.orders.place(tx, stranger, two, true)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(400));
        assertThat(bed.find(order).lines())
                .singleElement()
                .matches(l -> l.quantity().intValue() == 2);
    }

    @Test
    void aCopyIsADraftOfTodayAndADraftCanBeDeleted() {
        UUID customer = bed.customer("10000");
        OrderAnswer first = bed.place(withDiscount(customer, "10.00", List.of(line(board, "2", "100"))), true);
        OrderAnswer copy =
                bed.write(tx -> bed.orders.copy(tx, bed.actor, first.order().id()));
        assertThat(copy.order().state()).isEqualTo("DRAFT");
        assertThat(copy.order().total()).isEqualByComparingTo("190.00");
        bed.write(tx -> {
            bed.orders.delete(tx, bed.actor, copy.order().id(), 1);
            return copy;
        });
        assertThatThrownBy(() -> bed.find(copy.order().id())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> bed.write(tx -> {
                    bed.orders.delete(tx, bed.actor, first.order().id(), null);
                    return first;
                }))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("wrong-state"));
    }

    private static NewSalesOrder withDiscount(UUID customer, String discount, List<NewSalesOrder.Line> lines) {
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
                true,
                new BigDecimal(discount),
                lines,
                null);
    }
}
