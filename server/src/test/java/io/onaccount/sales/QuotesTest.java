package io.onaccount.sales;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.Check;
import io.onaccount.credit.ControlPoint;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditHolds.Outcome;
import io.onaccount.credit.CreditPolicies;
import io.onaccount.credit.CreditProof;
import io.onaccount.credit.Effect;
import io.onaccount.credit.Objection;
import io.onaccount.credit.PolicyRule;
import io.onaccount.document.Records;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.testing.Chance;
import io.onaccount.testing.Load;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a customer is offered, and what becomes of it (QUO-01, QUO-02), with credit asked at its own control point (CRD-20). */
class QuotesTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Quotes quotes = bed.application.bean(Quotes.class);
    private final UUID product = bed.product("10", null, "1000000");
    private final UUID other = bed.product("7.77", null, "1000000");
    private final Actor seller = bed.with("sales-order.create", "sales-order.view");

    private static NewQuote.Line line(UUID product, String quantity, String price, boolean optional) {
        return new NewQuote.Line(
                product, new BigDecimal(quantity), new BigDecimal(price), null, null, null, null, optional);
    }

    private static NewQuote quote(UUID customer, LocalDate until, NewQuote.Line... lines) {
        return new NewQuote(
                customer,
                TODAY,
                until,
                null,
                null,
                null,
                "Ms Li",
                null,
                "RFQ 7",
                "as agreed",
                true,
                null,
                List.of(lines),
                null);
    }

    private UUID create(NewQuote entry) {
        return bed.write(tx -> quotes.create(tx, seller, entry)).order().id();
    }

    private UUID sent(UUID customer, NewQuote.Line... lines) {
        UUID id = create(quote(customer, TODAY.plusDays(30), lines));
        assertThat(send(id)).isInstanceOf(OrderAnswer.Confirmed.class);
        return id;
    }

    private OrderAnswer send(UUID id) {
        return bed.write(tx -> quotes.send(tx, seller, id, null));
    }

    private OrderAnswer accept(UUID id, Integer... options) {
        return bed.write(
                tx -> quotes.accept(tx, seller, id, null, new Quotes.Acceptance("Ms Li", List.of(options), null)));
    }

    private UUID accepted(UUID customer, NewQuote.Line... lines) {
        UUID id = sent(customer, lines);
        accept(id);
        return id;
    }

    private OrderAnswer order(UUID id, OrderAnswer.Part... parts) {
        return bed.write(tx -> quotes.order(tx, seller, id, null, new Quotes.Ordering(List.of(parts), null, null)));
    }

    private static OrderAnswer.Part part(int position, String quantity) {
        return new OrderAnswer.Part(position, new BigDecimal(quantity));
    }

    private Quote find(UUID id) {
        return bed.read(tx -> quotes.find(tx, seller, id));
    }

    private OrderAnswer lose(UUID id) {
        return bed.write(tx -> quotes.lose(tx, seller, id, null, new Quotes.Loss(LostReason.PRICE, null, "too dear")));
    }

    private static void conflict(String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    private static void invalid(String field, String code, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .anySatisfy(e ->
                                        assertThat(e.field() + " " + e.code()).isEqualTo(field + " " + code)));
    }

    // ---- prices ----

    @Test
    void aQuoteCostsWhatItsOrderCostsToTheCent() {
        UUID customer = bed.customer(null);
        Chance.tries(40, random -> costsTheSame(random, customer));
    }

    private void costsTheSame(Random random, UUID customer) {
        boolean inclusive = random.nextBoolean();
        List<NewQuote.Line> lines = new ArrayList<>();
        lines.add(randomLine(random, false));
        int more = Chance.between(random, 0, 7);
        for (int i = 0; i < more; i++) {
            lines.add(randomLine(random, random.nextInt(3) == 0));
        }
        List<OrderPricing.Entered> counted = lines.stream()
                .filter(line -> !line.isOptional())
                .map(QuotesTest::entered)
                .toList();
        BigDecimal discount = OrderPricing.gross(counted, inclusive, "CNY")
                .share(BigDecimal.valueOf(random.nextInt(101)), BigDecimal.valueOf(100))
                .amount();
        List<NewSalesOrder.Charge> charges = random.nextBoolean()
                ? List.of(new NewSalesOrder.Charge("Freight", new BigDecimal("33.33"), new BigDecimal("0.09")))
                : List.of();
        NewQuote entry = new NewQuote(
                customer, TODAY, null, null, null, null, null, null, null, null, inclusive, discount, lines, charges);
        UUID id = create(entry);
        Quote draft = find(id);
        OrderAnswer same = bed.place(entry.asOrder(line -> !line.isOptional(), discount), false);
        assertThat(draft.total()).isEqualByComparingTo(same.order().total());
        assertThat(draft.tax()).isEqualByComparingTo(same.order().tax());

        assertThat(send(id)).isInstanceOf(OrderAnswer.Confirmed.class);
        Integer[] options = draft.lines().stream()
                .filter(line -> line.optional() && random.nextBoolean())
                .map(Quote.Line::position)
                .toArray(Integer[]::new);
        OrderAnswer accepted = accept(id, options);
        assertThat(find(id).total()).isEqualByComparingTo(accepted.order().total());
        OrderAnswer ordered = order(id);
        SalesOrder order = bed.find(ordered.order().id());
        assertThat(order.total()).isEqualByComparingTo(accepted.order().total());
        assertThat(order.tax()).isEqualByComparingTo(accepted.order().tax());
        List<Quote.Line> chosen =
                find(id).lines().stream().filter(Quote.Line::chosen).toList();
        for (int i = 0; i < chosen.size(); i++) {
            assertThat(order.lines().get(i).total())
                    .isEqualByComparingTo(chosen.get(i).total());
            assertThat(order.lines().get(i).price())
                    .isEqualByComparingTo(chosen.get(i).price());
        }
    }

    private NewQuote.Line randomLine(Random random, boolean optional) {
        return new NewQuote.Line(
                random.nextBoolean() ? product : other,
                BigDecimal.valueOf(Chance.between(random, 1, 5000), random.nextInt(4)),
                BigDecimal.valueOf(Chance.between(random, 0, 99_999), 2),
                BigDecimal.valueOf(random.nextInt(30), 2),
                List.of(new BigDecimal("0.13"), new BigDecimal("0.06"), BigDecimal.ZERO)
                        .get(random.nextInt(3)),
                random.nextBoolean() ? TODAY.plusDays(9) : null,
                random.nextBoolean() ? "a note" : null,
                optional);
    }

    private static OrderPricing.Entered entered(NewQuote.Line line) {
        return new OrderPricing.Entered(line.quantity(), line.price(), line.discount(), line.taxRate());
    }

    /** However a quote is divided into orders, they take its discount between them, and no more of a line than there is. */
    @Test
    void theOrdersOfAQuoteHaveItsDiscountBetweenThem() {
        Chance.tries(400, QuotesTest::dividesTheDiscount);
    }

    private static void dividesTheDiscount(Random random) {
        boolean inclusive = random.nextBoolean();
        int count = Chance.between(random, 1, 6);
        List<OrderPricing.Entered> entered = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entered.add(new OrderPricing.Entered(
                    BigDecimal.valueOf(Chance.between(random, 2, 40)),
                    BigDecimal.valueOf(Chance.between(random, 100, 99_999), 2),
                    BigDecimal.ZERO,
                    new BigDecimal("0.13")));
        }
        Money gross = OrderPricing.gross(entered, inclusive, "CNY");
        Money discount = gross.share(BigDecimal.valueOf(random.nextInt(80)), BigDecimal.valueOf(100));
        List<LineAmounts> amounts = OrderPricing.lines(entered, discount, inclusive, "CNY");
        Map<Integer, QuoteTakings.Taken> taken = new HashMap<>();
        Money given = Money.zero("CNY");
        Money total = Money.zero("CNY");
        for (int round = 0; round < 50; round++) {
            Quote quote = ofLines(inclusive, discount, entered, amounts, taken);
            List<OrderAnswer.Part> parts = quote.lines().stream()
                    .filter(line -> line.openQuantity().signum() > 0)
                    .map(line -> new OrderAnswer.Part(
                            line.position(),
                            line.openQuantity()
                                    .multiply(BigDecimal.valueOf(random.nextDouble()))
                                    .setScale(0, RoundingMode.UP)
                                    .max(BigDecimal.ONE)
                                    .min(line.openQuantity())))
                    .toList();
            if (parts.isEmpty()) {
                break;
            }
            QuoteShare share = QuoteShare.of(quote, parts, taken);
            given = given.plus(share.discount());
            List<OrderPricing.Entered> these = new ArrayList<>();
            for (QuoteShare.Part part : share.parts()) {
                these.add(new OrderPricing.Entered(
                        part.quantity(),
                        part.line().price(),
                        part.line().discount(),
                        part.line().taxRate()));
                QuoteTakings.Taken before = taken.getOrDefault(part.line().position(), QuoteTakings.Taken.NOTHING);
                taken.put(
                        part.line().position(),
                        new QuoteTakings.Taken(
                                before.quantity().add(part.quantity()),
                                before.discount().add(part.discount())));
            }
            for (LineAmounts one : OrderPricing.lines(these, share.discount(), inclusive, "CNY")) {
                total = total.plus(inclusive ? one.total() : one.net());
            }
        }
        assertThat(given).isEqualTo(discount);
        assertThat(total).isEqualTo(gross.minus(discount));
    }

    private static Quote ofLines(
            boolean inclusive,
            Money discount,
            List<OrderPricing.Entered> entered,
            List<LineAmounts> amounts,
            Map<Integer, QuoteTakings.Taken> taken) {
        List<Quote.Line> lines = new ArrayList<>();
        for (int i = 0; i < entered.size(); i++) {
            OrderPricing.Entered e = entered.get(i);
            LineAmounts a = amounts.get(i);
            lines.add(new Quote.Line(
                    i + 1,
                    Ids.next(),
                    "P",
                    "P",
                    e.quantity(),
                    "pc",
                    e.price(),
                    e.discount(),
                    e.taxRate(),
                    null,
                    "",
                    false,
                    true,
                    a.net().amount(),
                    a.tax().amount(),
                    a.total().amount(),
                    taken.getOrDefault(i + 1, QuoteTakings.Taken.NOTHING).quantity()));
        }
        return new Quote(
                Ids.next(),
                "Q",
                "ACCEPTED",
                1,
                Ids.next(),
                1,
                Ids.next(),
                "C",
                null,
                null,
                TODAY,
                TODAY,
                null,
                null,
                "",
                "",
                "",
                "",
                inclusive,
                "CNY",
                discount.amount(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                "",
                lines,
                List.of());
    }

    @Test
    void optionalLinesCountOnceTheyAreChosen() {
        UUID customer = bed.customer(null);
        UUID id = sent(
                customer, line(product, "10", "10", false), line(other, "1", "50", true), line(other, "2", "30", true));
        assertThat(find(id).total()).isEqualByComparingTo("100");
        assertThat(find(id).lines().get(1).total()).isEqualByComparingTo("50");
        invalid("options", "quote-no-option", () -> accept(id, 1));
        invalid("options", "quote-no-option", () -> accept(id, 9));
        assertThat(accept(id, 3).order().total()).isEqualByComparingTo("160");
        assertThat(find(id).lines().get(1).openQuantity()).isEqualByComparingTo("0");
        SalesOrder order = bed.find(order(id).order().id());
        assertThat(order.lines()).hasSize(2);
        assertThat(order.total()).isEqualByComparingTo("160");
        assertThat(order.state()).isEqualTo("DRAFT");
        assertThat(order.contact()).isEqualTo("Ms Li");
        assertThat(order.reference()).isEqualTo("RFQ 7");
        invalid("lines[0].position", "quote-no-line", () -> order(id, part(2, "1")));
    }

    @Test
    void whatMakesNoSenseIsNamedAllAtOnce() {
        UUID customer = bed.customer(null);
        assertThatThrownBy(() -> create(quote(customer, TODAY.minusDays(1), line(product, "-1", "10", true))))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactlyInAnyOrder("quote-validity", "quote-all-optional", "must-be-positive"));
        NewQuote tooMuch = new NewQuote(
                customer,
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
                new BigDecimal("100.01"),
                List.of(line(product, "10", "10", false), line(product, "10", "10", true)),
                null);
        invalid("discountAmount", "discount-above-lines", () -> create(tooMuch));
    }

    // ---- its life ----

    @Test
    void aDraftIsChangedDeletedAndCopied() {
        UUID customer = bed.customer(null);
        UUID id = create(quote(customer, TODAY.plusDays(10), line(product, "10", "10", false)));
        bed.write(tx ->
                quotes.change(tx, seller, id, 1, quote(customer, TODAY.plusDays(20), line(product, "5", "10", false))));
        assertThat(find(id).total()).isEqualByComparingTo("50");
        assertThat(bed.<List<Records.Event>>read(
                        tx -> bed.application.bean(Records.class).history(tx, bed.with("quote.view"), id, null, 10)))
                .first()
                .satisfies(event ->
                        assertThat(event.changes()).contains("validUntil").contains("lines[1]"));
        conflict("stale", () -> bed.write(tx -> quotes.send(tx, seller, id, 1)));
        OrderAnswer copy = bed.write(tx -> quotes.copy(tx, seller, id));
        assertThat(find(copy.order().id())).satisfies(c -> {
            assertThat(c.total()).isEqualByComparingTo("50");
            assertThat(c.validUntil()).isEqualTo(TODAY.plusDays(20));
            assertThat(c.state()).isEqualTo("DRAFT");
        });
        bed.write(tx -> {
            quotes.delete(tx, seller, id, null);
            return id;
        });
        assertThatThrownBy(() -> find(id)).isInstanceOf(Problem.class);
        assertThat(send(copy.order().id())).isInstanceOf(OrderAnswer.Confirmed.class);
        conflict(
                "wrong-state",
                () -> bed.write(tx -> quotes.change(
                        tx,
                        seller,
                        copy.order().id(),
                        null,
                        quote(customer, TODAY.plusDays(20), line(product, "5", "10", false)))));
    }

    @Test
    void aNewVersionTakesThePlaceOfTheOld() {
        UUID customer = bed.customer(null);
        UUID first = sent(customer, line(product, "10", "10", false), line(other, "1", "5", true));
        OrderAnswer second = bed.write(tx -> quotes.revise(tx, seller, first, null));
        assertThat(find(first).state()).isEqualTo("SUPERSEDED");
        assertThat(find(second.order().id())).satisfies(q -> {
            assertThat(q.number()).isEqualTo(find(first).number() + "-V2");
            assertThat(q.revision()).isEqualTo(2);
            assertThat(q.root()).isEqualTo(first);
            assertThat(q.state()).isEqualTo("DRAFT");
            assertThat(q.lines().get(1).optional()).isTrue();
        });
        conflict("wrong-state", () -> accept(first));
        conflict("wrong-state", () -> bed.write(tx -> quotes.revise(tx, seller, first, null)));
        conflict(
                "quote-version-stays",
                () -> bed.write(tx -> {
                    quotes.delete(tx, seller, second.order().id(), null);
                    return first;
                }));
        send(second.order().id());
        lose(second.order().id());
        OrderAnswer third =
                bed.write(tx -> quotes.revise(tx, seller, second.order().id(), null));
        assertThat(third.order().number()).isEqualTo(find(first).number() + "-V3");
        assertThat(bed.<List<Records.Relative>>read(tx -> bed.application
                        .bean(Records.class)
                        .relatives(tx, bed.with("quote.view"), third.order().id(), 5)))
                .hasSize(2);
    }

    @Test
    void oneIsLostWithItsReason() {
        UUID id = sent(bed.customer(null), line(product, "10", "10", false));
        invalid(
                "remark",
                "required",
                () -> bed.write(tx -> quotes.lose(tx, seller, id, null, new Quotes.Loss(LostReason.OTHER, null, " "))));
        lose(id);
        assertThat(find(id).lostReason()).isEqualTo(LostReason.PRICE);
        assertThat(find(id).lostRemark()).isEqualTo("too dear");
        conflict("wrong-state", () -> accept(id));
    }

    @Test
    void theNightEndsWhatIsOver() {
        UUID customer = bed.customer(null);
        LocalDate today = LocalDate.now(bed.actor.zone());
        UUID over = dated(customer, today.minusDays(40), today.minusDays(1));
        UUID lastDay = dated(customer, today.minusDays(40), today);
        UUID draft = create(quote(customer, TODAY, line(product, "1", "10", false)));
        assertThat(bed.application.bean(QuoteExpiry.class).run(bed.company)).isEqualTo(1);
        assertThat(find(over).state()).isEqualTo("EXPIRED");
        assertThat(find(lastDay).state()).isEqualTo("SENT");
        assertThat(find(draft).state()).isEqualTo("DRAFT");
        assertThat(bed.application.bean(QuoteExpiry.class).run(bed.company)).isZero();
        conflict("wrong-state", () -> accept(over));
        OrderAnswer again = bed.write(tx -> quotes.revise(tx, seller.on(today), over, null));
        assertThat(find(again.order().id()).validUntil()).isEqualTo(today.plusDays(39));
    }

    @Test
    void afterItsLastDayNothingIsSentOrAccepted() {
        UUID customer = bed.customer(null);
        UUID id = sent(customer, line(product, "1", "10", false));
        Actor later = seller.on(TODAY.plusDays(31));
        conflict(
                "quote-validity-over",
                () -> bed.write(
                        tx -> quotes.accept(tx, later, id, null, new Quotes.Acceptance("Li", List.of(), null))));
        UUID draft = create(quote(customer, TODAY.plusDays(5), line(product, "1", "10", false)));
        conflict("quote-validity-over", () -> bed.write(tx -> quotes.send(tx, later, draft, null)));
    }

    /** A quote that was sent on the day it is dated. */
    private UUID dated(UUID customer, LocalDate date, LocalDate until) {
        Actor then = seller.on(date);
        UUID id = bed.write(tx -> quotes.create(
                        tx,
                        then,
                        new NewQuote(
                                customer,
                                date,
                                until,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                true,
                                null,
                                List.of(line(product, "1", "10", false)),
                                null)))
                .order()
                .id();
        bed.write(tx -> quotes.send(tx, then, id, null));
        return id;
    }

    // ---- orders ----

    @Test
    void isOrderedInPartsNeverMoreThanQuotedAndCancelledOnesGiveBack() {
        UUID customer = bed.customer(null);
        NewQuote entry = new NewQuote(
                customer,
                TODAY,
                null,
                TODAY.plusDays(20),
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                new BigDecimal("10"),
                List.of(line(product, "10", "10", false), line(other, "3", "20", false)),
                List.of(new NewSalesOrder.Charge("Freight", new BigDecimal("12"), null)));
        UUID id = create(entry);
        send(id);
        accept(id);
        assertThat(find(id).total()).isEqualByComparingTo("162");
        OrderAnswer first = order(id, part(1, "4"));
        // Four tenths of the line's 6.25 of the discount, and all of the freight.
        assertThat(first.order().total()).isEqualByComparingTo("49.50");
        conflict("more-than-quoted", () -> order(id, part(1, "7")));
        OrderAnswer second = order(id, part(2, "1"), part(1, "6"));
        assertThat(bed.find(second.order().id()).charges()).isEmpty();
        conflict("more-than-quoted", () -> order(id, part(1, "0.1")));
        conflict("quote-has-orders", () -> lose(id));
        conflict("quote-has-orders", () -> bed.write(tx -> quotes.revise(tx, seller, id, null)));
        bed.write(tx -> bed.orders.cancel(tx, seller, first.order().id(), null, "no"));
        OrderAnswer rest = order(id);
        assertThat(second.order().total().add(rest.order().total())).isEqualByComparingTo("162");
        assertThat(find(id).lines())
                .allSatisfy(line -> assertThat(line.openQuantity()).isEqualByComparingTo("0"));
        conflict("quote-nothing-left", () -> order(id));
        assertThat(bed.<List<Records.Relative>>read(tx -> bed.application
                        .bean(Records.class)
                        .relatives(tx, bed.with("sales-order.view", "quote.view"), id, 1)))
                .hasSize(3);
        invalid("lines[1].position", "split-line-twice", () -> order(id, part(1, "1"), part(1, "1")));
        invalid("lines[0].quantity", "must-be-positive", () -> order(id, part(1, "0")));
    }

    @Test
    void whatWasSplitOffAnOrderStillCountsAsOrdered() {
        UUID id = accepted(bed.customer(null), line(product, "10", "10", false));
        UUID order = order(id, part(1, "6")).order().id();
        bed.write(tx -> bed.splits.split(tx, seller, order, null, List.of(part(1, "2")), OrderSplits.Rest.DRAFT));
        bed.write(tx -> bed.orders.cancel(tx, seller, order, null, "no"));
        // Four of the six were split off and stand; two came back.
        conflict("more-than-quoted", () -> order(id, part(1, "7")));
        assertThat(order(id, part(1, "6"))).isInstanceOf(OrderAnswer.Saved.class);
    }

    @Test
    void whatWasSplitOffGivesItsPartBackByItself() {
        UUID id = accepted(bed.customer(null), line(product, "10", "10", false), line(other, "4", "7", false));
        UUID order = order(id).order().id();
        UUID rest = bed.write(tx -> bed.splits.split(
                        tx, seller, order, null, List.of(part(1, "7"), part(2, "4")), OrderSplits.Rest.DRAFT))
                .rest()
                .id();
        conflict("quote-nothing-left", () -> order(id));
        bed.write(tx -> bed.orders.cancel(tx, seller, rest, null, "no"));
        assertThat(find(id).lines().stream()
                        .map(line -> line.openQuantity().stripTrailingZeros().toPlainString()))
                .containsExactly("3", "0");
        // Split once more: what went along is known of each part.
        UUID last = bed.write(
                        tx -> bed.splits.split(tx, seller, order, null, List.of(part(1, "7")), OrderSplits.Rest.DRAFT))
                .rest()
                .id();
        bed.write(tx -> bed.orders.cancel(tx, seller, order, null, "no"));
        assertThat(find(id).lines().stream()
                        .map(line -> line.openQuantity().stripTrailingZeros().toPlainString()))
                .containsExactly("10", "0");
        bed.write(tx -> bed.orders.cancel(tx, seller, last, null, "no"));
        assertThat(find(id).isOrdered()).isFalse();
        assertThat(order(id).order().total()).isEqualByComparingTo(find(id).total());
    }

    @Test
    void aDraftOrderOfAQuoteCanBeDeletedAndGivesBackWhatItTook() {
        UUID id = accepted(bed.customer(null), line(product, "10", "10", false));
        UUID order = order(id, part(1, "6")).order().id();
        UUID rest = bed.write(
                        tx -> bed.splits.split(tx, seller, order, null, List.of(part(1, "2")), OrderSplits.Rest.DRAFT))
                .rest()
                .id();
        for (UUID draft : List.of(order, rest)) {
            bed.write(tx -> {
                bed.orders.delete(tx, seller, draft, null);
                return true;
            });
        }
        assertThat(find(id).isOrdered()).isFalse();
        assertThat(order(id, part(1, "10"))).isInstanceOf(OrderAnswer.Saved.class);
    }

    @Test
    void whoeverOrdersAtOnceTakesNoMoreThanWasQuoted() throws Exception {
        UUID id = accepted(bed.customer(null), line(product, "50", "10", false), line(other, "1000", "7.77", false));
        List<Boolean> got = Load.atOnce(14, caller -> {
            try {
                order(id, part(1, "10"), part(2, "1"));
                return true;
            } catch (Problem full) {
                assertThat(full.code()).isEqualTo("more-than-quoted");
                return false;
            }
        });
        assertThat(got).filteredOn(g -> g).hasSize(5);
        assertThat(find(id).lines().get(0).orderedQuantity()).isEqualByComparingTo("50");
        assertThat(find(id).lines().get(1).orderedQuantity()).isEqualByComparingTo("5");
    }

    @Test
    void onlyOneOfManyAnswersCounts() throws Exception {
        UUID id = sent(bed.customer(null), line(product, "5", "10", false), line(other, "1", "3", true));
        List<Boolean> got = Load.atOnce(8, caller -> {
            try {
                if (caller % 2 == 0) {
                    accept(id, 2);
                } else {
                    lose(id);
                }
                return true;
            } catch (Problem late) {
                return false;
            }
        });
        // Whoever accepts first may still be followed by one who gives it up, never the other way round.
        assertThat(got).filteredOn(g -> g).hasSizeBetween(1, 2);
        assertThat(find(id).state()).isIn("ACCEPTED", "LOST");
    }

    // ---- credit ----

    private void rules(Effect effect) {
        CreditPolicies policies = bed.application.bean(CreditPolicies.class);
        bed.write(tx -> {
            int version = policies.draft(
                    tx,
                    bed.actor,
                    List.of(new PolicyRule(
                            ControlPoint.QUOTE,
                            Check.OVER_LIMIT,
                            PolicyRule.Reach.COMPANY,
                            null,
                            effect,
                            null,
                            null,
                            null)),
                    "test");
            policies.makeLive(tx, bed.actor, version, "test");
            return version;
        });
    }

    private Actor controller() {
        UUID user = Ids.next();
        bed.sql("insert into organization.app_user (id, login, name) values ('" + user + "', 'c" + user + "', 'C')");
        return new Actor(
                bed.company,
                user,
                "C",
                Locale.ENGLISH,
                new HashSet<>(Arrays.asList("quote.view")),
                Scope.all(user),
                null,
                "CNY",
                bed.actor.zone(),
                TODAY);
    }

    private UUID hold(UUID id) {
        return bed.read(tx -> tx.one(
                "select d.id from credit.hold d where d.company_id = ? and d.document_id = ? and d.state = 'OPEN'",
                row -> row.uuid("id"),
                tx.company(),
                id));
    }

    @Test
    void whereAPolicySaysNothingCreditOnlyPointsOut() {
        UUID customer = bed.customer("50");
        UUID id = create(quote(customer, TODAY.plusDays(9), line(product, "10", "10", false)));
        assertThat(bed.<List<OrderAnswer.Reason>>read(tx -> quotes.pointedOut(tx, seller, find(id))))
                .extracting(OrderAnswer.Reason::code)
                .contains("over-limit");
        OrderAnswer answer = send(id);
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(answer.reasons()).anySatisfy(reason -> {
            assertThat(reason.code()).isEqualTo("over-limit");
            assertThat(reason.warning()).isTrue();
        });
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("0");
    }

    @Test
    void whatAPolicyHoldsBackIsReleasedOrRejected() {
        rules(Effect.APPROVE);
        CreditHolds holds = bed.application.bean(CreditHolds.class);
        UUID customer = bed.customer("50");
        UUID passes = create(quote(customer, TODAY.plusDays(9), line(product, "5", "10", false)));
        assertThat(send(passes)).isInstanceOf(OrderAnswer.Confirmed.class);
        UUID id = create(quote(customer, TODAY.plusDays(9), line(product, "10", "10", false)));
        assertThat(send(id)).isInstanceOf(OrderAnswer.Held.class);
        assertThat(find(id).state()).isEqualTo("HELD");
        assertThat(send(id)).as("asking again changes nothing").isInstanceOf(OrderAnswer.Held.class);
        conflict("wrong-state", () -> accept(id));
        UUID hold = hold(id);
        assertThatThrownBy(() -> bed.write(tx -> holds.release(tx, seller, hold, "mine", null, null)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-hold-own"));
        assertThat(bed.<Outcome>write(tx -> holds.release(tx, controller(), hold, "good customer", null, null)))
                .isEqualTo(Outcome.PASSED);
        assertThat(find(id).state()).isEqualTo("SENT");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("0");

        UUID rejected = create(quote(customer, TODAY.plusDays(9), line(product, "10", "10", false)));
        send(rejected);
        UUID second = hold(rejected);
        bed.write(tx -> {
            holds.reject(tx, controller(), second, "not to them");
            return true;
        });
        assertThat(find(rejected).state()).isEqualTo("DRAFT");

        UUID back = create(quote(customer, TODAY.plusDays(9), line(product, "10", "10", false)));
        send(back);
        bed.write(tx -> quotes.returnToDraft(tx, seller, back, null));
        assertThat(bed.<List<Objection>>read(tx -> bed.credit.waitsFor(tx, back)))
                .isEmpty();
        assertThat(bed.<Integer>read(
                        tx -> bed.application.bean(CreditProof.class).drift(tx).size()))
                .isZero();
    }

    @Test
    void whatAPolicyBlocksNobodyReleases() {
        rules(Effect.BLOCK);
        UUID id = create(quote(bed.customer("50"), TODAY.plusDays(9), line(product, "10", "10", false)));
        assertThat(send(id)).isInstanceOf(OrderAnswer.Held.class);
        UUID hold = hold(id);
        conflict(
                "credit-hold-blocked",
                () -> bed.write(tx ->
                        bed.application.bean(CreditHolds.class).release(tx, controller(), hold, "please", null, null)));
    }

    // ---- rights ----

    @Test
    void aPriceBelowTheMinimumNeedsTheRight() {
        UUID dear = bed.product("10", "9", "100");
        UUID id = create(quote(bed.customer("50"), TODAY.plusDays(9), line(dear, "10", "8", false)));
        OrderAnswer refused = send(id);
        assertThat(refused).isInstanceOf(OrderAnswer.Refused.class);
        assertThat(refused.reasons()).extracting(OrderAnswer.Reason::code).contains("below-minimum-price");
        assertThat(find(id).state()).isEqualTo("DRAFT");
        assertThat(bed.<OrderAnswer>write(tx -> quotes.send(tx, bed.with("sales-order.below-minimum-price"), id, null)))
                .isInstanceOf(OrderAnswer.Confirmed.class);
    }

    @Test
    void othersDontSeeIt() {
        UUID id = accepted(bed.customer(null), line(product, "5", "10", false));
        Actor stranger = bed.stranger();
        for (Runnable attempt : strangersAttempts(id, stranger)) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        }
        assertThatThrownBy(() -> bed.write(tx -> quotes.order(
                        tx, bed.with("quote.order"), id, null, new Quotes.Ordering(List.of(), null, null))))
                .as("an order takes the right to enter one")
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(403));
    }

    private Collection<Runnable> strangersAttempts(UUID id, Actor stranger) {
        return List.of(
                () -> bed.read(tx -> quotes.find(tx, stranger, id)),
                () -> bed.write(tx -> quotes.copy(tx, stranger, id)),
                () -> bed.write(tx -> quotes.revise(tx, stranger, id, null)),
                () -> bed.write(tx -> quotes.send(tx, stranger, id, null)),
                () -> bed.write(
                        tx -> quotes.lose(tx, stranger, id, null, new Quotes.Loss(LostReason.PRICE, null, null))),
                () -> bed.write(tx -> bed.application.bean(QuoteLinks.class).make(tx, stranger, id)));
    }
}
