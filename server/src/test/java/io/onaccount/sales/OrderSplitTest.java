package io.onaccount.sales;

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
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditHolds.Outcome;
import io.onaccount.credit.CreditOutlook;
import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditSettings;
import io.onaccount.credit.PartialReleases;
import io.onaccount.credit.spi.ComingSource;
import io.onaccount.credit.spi.HeldDocuments.Part;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.sales.OrderSplits.Rest;
import io.onaccount.sales.OrderSplits.Split;
import io.onaccount.testing.Chance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Orders cut in two: by a salesperson to what passes, by a controller to what is let pass (CRD-21, CRD-23). */
class OrderSplitTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final PartialReleases parts = bed.application.bean(PartialReleases.class);
    private final Approvals approvals = bed.application.bean(Approvals.class);
    private final UUID product = bed.product("10", null, "1000000");
    private final UUID other = bed.product("7.77", null, "1000000");
    private final Actor seller = bed.with("sales-order.confirm");

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
                TradeTestBed.TODAY);
    }

    private UUID held(UUID customer, String... pieces) {
        List<NewSalesOrder.Line> lines = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            lines.add(TradeTestBed.line(i % 2 == 0 ? product : other, pieces[i], i % 2 == 0 ? "10" : "7.77"));
        }
        OrderAnswer answer = bed.place(NewSalesOrder.of(customer, TradeTestBed.TODAY, lines), true);
        assertThat(answer).isInstanceOf(OrderAnswer.Held.class);
        return answer.order().id();
    }

    private Split split(UUID order, Rest rest, OrderAnswer.Part... keep) {
        return bed.write(tx -> bed.splits.split(tx, seller, order, null, List.of(keep), rest));
    }

    private static OrderAnswer.Part keep(int position, String quantity) {
        return new OrderAnswer.Part(position, new BigDecimal(quantity));
    }

    private UUID hold(UUID order) {
        return bed.read(tx -> tx.one(
                "select id from credit.hold where company_id = ? and document_id = ? and state = 'OPEN'",
                row -> row.uuid("id"),
                tx.company(),
                order));
    }

    private PartialReleases.Released release(Actor who, UUID order, boolean waits, Part... kept) {
        UUID hold = hold(order);
        return bed.write(tx -> parts.release(tx, who, hold, List.of(kept), waits, "the urgent part"));
    }

    private static Part part(int position, String quantity) {
        return new Part(position, new BigDecimal(quantity));
    }

    private void nothingDrifts() {
        assertThat(bed.<Integer>read(
                        tx -> bed.application.bean(CreditProof.class).drift(tx).size()))
                .isZero();
    }

    @Test
    void bothHalvesComeToTheWholeToTheCent() {
        Chance.tries(1500, OrderSplitTest::sums);
    }

    private static void sums(Random random) {
        boolean inclusive = random.nextBoolean();
        List<OrderPricing.Entered> entered = Chance.list(
                random,
                1,
                12,
                i -> new OrderPricing.Entered(
                        BigDecimal.valueOf(Chance.between(random, 1, 5000), random.nextInt(4)),
                        BigDecimal.valueOf(Chance.between(random, 0, 99_999), 2),
                        BigDecimal.valueOf(random.nextInt(30), 2),
                        BigDecimal.valueOf(random.nextInt(20), 2)));
        if (entered.isEmpty()) {
            return;
        }
        Money gross = OrderPricing.gross(entered, inclusive, "CNY");
        Money discount = gross.share(BigDecimal.valueOf(Chance.between(random, 0, 100)), BigDecimal.valueOf(100));
        var amounts = OrderPricing.lines(entered, discount, inclusive, "CNY");
        List<SalesOrder.Line> lines = new ArrayList<>();
        Money net = Money.of("1", "CNY");
        Money tax = Money.of("0.09", "CNY");
        for (int i = 0; i < entered.size(); i++) {
            net = net.plus(amounts.get(i).net());
            tax = tax.plus(amounts.get(i).tax());
            lines.add(line(i + 1, entered.get(i), amounts.get(i)));
        }
        SalesOrder order = order(inclusive, discount, net, tax, lines);
        List<OrderAnswer.Part> keep = new ArrayList<>();
        for (SalesOrder.Line line : lines) {
            int share = random.nextInt(4);
            if (share > 0) {
                keep.add(new OrderAnswer.Part(
                        line.position(),
                        share == 1
                                ? line.quantity()
                                : line.quantity()
                                        .multiply(BigDecimal.valueOf(random.nextDouble()))
                                        .setScale(random.nextInt(4), java.math.RoundingMode.DOWN)));
            }
        }
        OrderSplit split;
        try {
            split = OrderSplit.of(order, keep);
        } catch (Problem nothingOnOneSide) {
            assertThat(nothingOnOneSide.status()).isEqualTo(400);
            return;
        }
        assertThat(split.kept().net().plus(split.rest().net())).isEqualTo(net);
        assertThat(split.kept().tax().plus(split.rest().tax())).isEqualTo(tax);
        assertThat(split.kept().discount().plus(split.rest().discount())).isEqualTo(discount);
        assertThat(split.kept().charges().plus(split.rest().charges())).isEqualTo(Money.of("1.09", "CNY"));
        for (SalesOrder.Line line : lines) {
            BigDecimal quantity = BigDecimal.ZERO;
            Money total = Money.zero("CNY");
            for (OrderSplit.Side side : List.of(split.kept(), split.rest())) {
                for (OrderSplit.Cut cut : side.lines()) {
                    assertThat(cut.amounts().net().isNegative()
                                    || cut.amounts().tax().isNegative())
                            .isFalse();
                    if (cut.line() == line) {
                        quantity = quantity.add(cut.quantity());
                        total = total.plus(cut.amounts().total());
                    }
                }
            }
            assertThat(quantity).isEqualByComparingTo(line.quantity());
            assertThat(total.amount()).isEqualByComparingTo(line.total());
        }
    }

    private static SalesOrder.Line line(
            int position, OrderPricing.Entered entered, io.onaccount.platform.LineAmounts amounts) {
        return new SalesOrder.Line(
                position,
                Ids.next(),
                "P",
                "P",
                entered.quantity(),
                "pc",
                entered.price(),
                entered.discount(),
                entered.taxRate(),
                null,
                "",
                amounts.net().amount(),
                amounts.tax().amount(),
                amounts.total().amount(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null);
    }

    private static SalesOrder order(
            boolean inclusive, Money discount, Money net, Money tax, List<SalesOrder.Line> lines) {
        BigDecimal none = BigDecimal.ZERO;
        return new SalesOrder(
                Ids.next(),
                "SO",
                "HELD",
                1,
                Ids.next(),
                "C",
                null,
                null,
                TradeTestBed.TODAY,
                null,
                null,
                io.onaccount.organization.CompanySettings.ReceivableBasis.DELIVERY,
                "",
                "",
                "",
                "",
                "",
                inclusive,
                "CNY",
                discount.amount(),
                net.amount(),
                tax.amount(),
                net.plus(tax).amount(),
                new BigDecimal("1.09"),
                none,
                none,
                false,
                lines,
                List.of(new SalesOrder.Charge(
                        1,
                        "Freight",
                        new BigDecimal("0.09"),
                        BigDecimal.ONE,
                        new BigDecimal("0.09"),
                        new BigDecimal("1.09"))),
                null,
                null);
    }

    @Test
    void aSalespersonTakesWhatPassesAndTheRestWaits() {
        UUID customer = bed.customer("1000");
        UUID order = held(customer, "90", "50");
        OrderSplits.SplitProposal proposal = bed.read(tx -> bed.splits.proposeSplit(tx, seller, order));
        assertThat(proposal.lines()).containsExactly(keep(1, "90.000000"), keep(2, "12"));
        Split split = split(order, Rest.HOLD, proposal.lines().toArray(OrderAnswer.Part[]::new));
        assertThat(split.kept()).isInstanceOf(OrderAnswer.Confirmed.class);
        SalesOrder kept = bed.find(order);
        SalesOrder rest = bed.find(split.rest().id());
        assertThat(kept.total()).isEqualByComparingTo("993.24");
        assertThat(rest.total()).isEqualByComparingTo("295.26");
        assertThat(rest.state()).isEqualTo("HELD");
        assertThat(rest.number()).isNotEqualTo(kept.number());
        assertThat(rest.paymentTerm()).isEqualTo(kept.paymentTerm());
        assertThat(rest.owner()).isEqualTo(kept.owner());
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("993.24");
        CreditHolds.Hold hold = bed.read(tx -> holds.find(tx, seller, hold(rest.id())));
        assertThat(hold.objections()).extracting("code").containsExactly("over-limit");
        assertThat(hold.amount()).isEqualByComparingTo("295.26");
        nothingDrifts();
    }

    /** CRD-23: what is ordered leaves on its day and is paid by its term. */
    @Test
    void theCalendarCountsPlannedDeliveries() {
        UUID customer = bed.customer("1000");
        bed.order(customer, product, "30", "10");
        CreditOutlook.Calendar calendar =
                bed.read(tx -> bed.application.bean(CreditOutlook.class).calendar(tx, bed.actor, customer, 60));
        assertThat(calendar.days().getLast().on()).isEqualTo(TradeTestBed.TODAY.plusDays(30));
        assertThat(calendar.days().getLast().parts().getFirst().kind()).isEqualTo(ComingSource.Kind.DELIVERY);
        assertThat(calendar.days().getLast().free()).isEqualByComparingTo("1000");
    }

    @Test
    void theRestMayBeADraftAndADraftMayBeSplitToo() {
        UUID customer = bed.customer("100");
        UUID order = held(customer, "20");
        Split split = split(order, Rest.DRAFT, keep(1, "10"));
        assertThat(split.kept()).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.find(split.rest().id()).state()).isEqualTo("DRAFT");
        Split again = split(split.rest().id(), Rest.HOLD, keep(1, "4"));
        assertThat(again.kept().order().state()).isEqualTo("DRAFT");
        assertThat(again.rest().state()).as("nobody has asked for it yet").isEqualTo("DRAFT");
        assertThatThrownBy(() -> split(order, Rest.DRAFT, keep(1, "1")))
                .as("what is confirmed is cancelled or closed, not split")
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(409));
    }

    @Test
    void moreThanPassesStaysOnHoldWithItsFigures() {
        UUID order = held(bed.customer("100"), "20");
        Split split = split(order, Rest.DRAFT, keep(1, "15"));
        assertThat(split.kept()).isInstanceOf(OrderAnswer.Held.class);
        assertThat(bed.read(tx -> holds.find(tx, seller, hold(order))).amount()).isEqualByComparingTo("150");
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        UUID order = held(bed.customer("0"), "20", "3");
        for (List<OrderAnswer.Part> wrong : List.of(
                List.<OrderAnswer.Part>of(),
                List.of(keep(1, "0")),
                List.of(keep(1, "20"), keep(2, "3")),
                List.of(keep(3, "1")),
                List.of(keep(1, "21")),
                List.of(keep(1, "-1")),
                List.of(keep(1, "1"), keep(1, "2")))) {
            assertThatThrownBy(() -> split(order, Rest.HOLD, wrong.toArray(OrderAnswer.Part[]::new)))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.status()).isEqualTo(400));
        }
    }

    @Test
    void aControllerReleasesPartOfItAndTheOtherPartWaitsForTheSameReason() {
        UUID customer = bed.customer("0");
        UUID order = held(customer, "20", "3");
        Actor controller = person("Controller");
        PartialReleases.Released released = release(controller, order, true, part(1, "5"));
        assertThat(released.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(bed.find(order).state()).isEqualTo("CONFIRMED");
        CreditHolds.Release release =
                bed.read(tx -> holds.allReleases(tx, List.of(order))).getFirst();
        assertThat(release.ceiling()).as("no more than the part").isEqualByComparingTo("50");
        assertThat(bed.find(released.rest()).total()).isEqualByComparingTo("173.31");
        CreditHolds.Hold rest = bed.read(tx -> holds.find(tx, controller, hold(released.rest())));
        assertThat(rest.isAskedBy(bed.actor))
                .as("whoever asked for the whole can't release the rest")
                .isTrue();
        assertThat(rest.isAskedBy(controller)).isFalse();
        assertThat(bed.<Outcome>write(tx -> holds.release(tx, controller, rest.id(), "now this too", null, null)))
                .isEqualTo(Outcome.PASSED);
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("223.31");
        nothingDrifts();
    }

    @Test
    void whatFitsPassesWithoutARelease() {
        UUID order = held(bed.customer("100"), "20");
        PartialReleases.Released released = release(person("Controller"), order, false, part(1, "10"));
        assertThat(released.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(bed.<List<CreditHolds.Release>>read(tx -> holds.allReleases(tx, List.of(order))))
                .isEmpty();
        assertThat(bed.find(released.rest()).state()).isEqualTo("DRAFT");
    }

    @Test
    void anAuthorityReachesAsFarForAPartAsForAWhole() {
        Actor controller = person("Controller");
        bed.write(tx -> {
            bed.application
                    .bean(CreditSettings.class)
                    .change(
                            tx,
                            person("Director"),
                            null,
                            new CreditSettings.Settings(true, null, 7, 0),
                            List.of(new CreditSettings.Authority(controller.user(), new BigDecimal("50"), 30, 7)));
            return true;
        });
        UUID order = held(bed.customer("0"), "20");
        assertThatThrownBy(() -> release(controller, order, true, part(1, "6")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-authority-amount"));
        assertThat(bed.find(order).total()).as("nothing was split").isEqualByComparingTo("200");
        assertThat(release(controller, order, true, part(1, "5")).outcome()).isEqualTo(Outcome.PASSED);
        UUID own = held(bed.customer("0"), "20");
        assertThatThrownBy(() -> release(bed.actor, own, true, part(1, "6")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-hold-own"));
    }

    /** APR-03: what was approved is what gets executed; a split executes it in two steps (ADR 81). */
    @Test
    void aYesToTheWholeStandsForBothHalves() {
        Actor director = person("Director", "approval.decide");
        ApprovalFlows flows = bed.application.bean(ApprovalFlows.class);
        Step step = new Step("director", Mode.ANY, List.of(new Approver(Who.USER, director.user())), null, null);
        UUID flow = bed.write(tx -> flows.create(
                        tx,
                        director,
                        "sales-order",
                        new FlowDefinition(false, List.of(new Rule("all", null, List.of(new Stage(List.of(step)))))))
                .id());
        bed.write(tx -> flows.publish(tx, director, flow, "", null));
        UUID customer = bed.customer("100");
        OrderAnswer placed = bed.place(
                NewSalesOrder.of(customer, TradeTestBed.TODAY, List.of(TradeTestBed.line(product, "20", "10"))), true);
        UUID order = placed.order().id();
        assertThat(bed.find(order).state()).isEqualTo("SUBMITTED");
        UUID request = bed.read(tx -> approvals.inbox(tx, director))
                .getFirst()
                .request()
                .id();
        bed.write(tx -> approvals.approve(tx, director, request, "fine"));
        assertThat(bed.find(order).state()).isEqualTo("HELD");
        Split split = split(order, Rest.HOLD, keep(1, "10"));
        assertThat(split.kept()).as("nobody is asked again").isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.<Integer>read(tx -> approvals.countInbox(tx, director))).isZero();
        UUID rest = split.rest().id();
        assertThat(bed.<Boolean>read(tx -> approvals.isApproved(tx, bed.actor, "sales-order", rest)))
                .isTrue();
        // Whoever mends the rest asks again.
        bed.write(tx -> bed.orders.returnToDraft(tx, seller, rest, null));
        bed.write(tx -> bed.orders.change(
                tx,
                seller,
                rest,
                null,
                NewSalesOrder.of(customer, TradeTestBed.TODAY, List.of(TradeTestBed.line(product, "10", "9")))));
        assertThat(bed.write(tx -> bed.orders.confirm(tx, seller, rest, null))
                        .order()
                        .state())
                .isEqualTo("SUBMITTED");
    }
}
