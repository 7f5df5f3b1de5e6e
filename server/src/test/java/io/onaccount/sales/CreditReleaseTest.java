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
import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditRechecks;
import io.onaccount.credit.CreditSettings;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Held orders: who may let them pass, when two must, and when they pass by themselves (CRD-21, CRD-22). */
class CreditReleaseTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final CreditSettings settings = bed.application.bean(CreditSettings.class);
    private final CreditRechecks rechecks = bed.application.bean(CreditRechecks.class);
    private final Approvals approvals = bed.application.bean(Approvals.class);
    private final CreditAccounts accounts = bed.application.bean(CreditAccounts.class);
    private final UUID product = bed.product("10", null, "1000000");
    private Actor controller;
    private Actor director;

    @BeforeEach
    void people() {
        controller = person("Controller");
        director = person("Director");
    }

    private Actor person(String name) {
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
                Set.of(),
                Scope.all(user),
                null,
                "CNY",
                bed.actor.zone(),
                TradeTestBed.TODAY);
    }

    private UUID held(UUID customer, String pieces) {
        OrderAnswer answer = bed.order(customer, product, pieces, "10");
        assertThat(answer).isInstanceOf(OrderAnswer.Held.class);
        return answer.order().id();
    }

    private CreditHolds.Outcome release(Actor who, UUID order) {
        return bed.write(tx -> {
            UUID hold = tx.one(
                    "select id from credit.hold where company_id = ? and document_id = ? and state = 'OPEN'",
                    row -> row.uuid("id"),
                    tx.company(),
                    order);
            return holds.release(tx, who, hold, "old customer", null, null);
        });
    }

    private void settle(boolean auto, String twoAbove, CreditSettings.Authority... authorities) {
        bed.write(tx -> {
            settings.change(
                    tx,
                    director,
                    null,
                    new CreditSettings.Settings(auto, twoAbove == null ? null : new BigDecimal(twoAbove), 7, 0),
                    List.of(authorities));
            return true;
        });
    }

    private String state(UUID order) {
        return bed.find(order).state();
    }

    @Test
    void aboveTheThresholdTwoPeopleMustSign() {
        settle(true, "500");
        UUID small = held(bed.customer("0"), "50");
        assertThat(release(controller, small)).isEqualTo(CreditHolds.Outcome.PASSED);
        UUID large = held(bed.customer("0"), "51");
        assertThat(release(controller, large)).isEqualTo(CreditHolds.Outcome.NEEDS_SECOND);
        assertThat(state(large)).isEqualTo("HELD");
        assertThat(bed.confirm(large)).as("one signature is none").isInstanceOf(OrderAnswer.Held.class);
        assertThatThrownBy(() -> release(controller, large))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-release-second"));
        assertThat(release(director, large)).isEqualTo(CreditHolds.Outcome.PASSED);
        assertThat(state(large)).isEqualTo("CONFIRMED");
    }

    @Test
    void anAuthorityReachesSoFar() {
        settle(true, null, new CreditSettings.Authority(controller.user(), new BigDecimal("500"), 30, 7));
        assertThat(release(controller, held(bed.customer("0"), "50"))).isEqualTo(CreditHolds.Outcome.PASSED);
        UUID large = held(bed.customer("0"), "51");
        assertThatThrownBy(() -> release(controller, large))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-authority-amount"));
        assertThatThrownBy(() -> release(director, large))
                .as("who has no authority while others have, has none")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-authority-amount"));
        settle(true, null, new CreditSettings.Authority(controller.user(), null, 29, null));
        assertThatThrownBy(() -> release(controller, large))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-authority-term"));
        settle(true, null, new CreditSettings.Authority(controller.user(), null, null, 6));
        assertThatThrownBy(() -> release(controller, large))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-authority-days"));
    }

    /** Beyond one's own authority a flow for releases asks whom it names, instead of refusing (CRD-22). */
    @Test
    void whatGoesBeyondAnAuthorityIsPutToThoseWhomTheFlowNames() {
        settle(true, null, new CreditSettings.Authority(controller.user(), new BigDecimal("500"), null, null));
        ApprovalFlows flows = bed.application.bean(ApprovalFlows.class);
        Step step = new Step("director", Mode.ANY, List.of(new Approver(Who.USER, director.user())), null, null);
        bed.write(tx -> {
            UUID flow = flows.create(
                            tx,
                            director,
                            "credit-release",
                            new FlowDefinition(
                                    false, List.of(new Rule("all", null, List.of(new Stage(List.of(step)))))))
                    .id();
            tx.flush();
            return flows.publish(tx, director, flow, "", null);
        });
        assertThat(release(controller, held(bed.customer("0"), "50")))
                .as("within it nobody is asked")
                .isEqualTo(CreditHolds.Outcome.PASSED);
        UUID large = held(bed.customer("0"), "51");
        assertThat(release(controller, large)).isEqualTo(CreditHolds.Outcome.NEEDS_APPROVAL);
        assertThat(state(large)).isEqualTo("HELD");
        assertThatThrownBy(() -> release(controller, large))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-release-asked"));
        Actor decider = deciding(director);
        assertThat(bed.write(tx -> approvals.approve(tx, decider, inbox(decider), "fine"))
                        .outcome())
                .isEqualTo("passed");
        assertThat(state(large)).isEqualTo("CONFIRMED");
        CreditHolds.Release release =
                bed.read(tx -> holds.allReleases(tx, List.of(large))).getFirst();
        assertThat(release.by()).isEqualTo(controller.user());
        assertThat(release.secondBy()).isEqualTo(director.user());
        // A no leaves it on hold, and who takes the order back takes the question back.
        UUID refused = held(bed.customer("0"), "60");
        release(controller, refused);
        bed.write(tx -> approvals.reject(tx, decider, inbox(decider), "too much"));
        assertThat(state(refused)).isEqualTo("HELD");
        assertThat(release(controller, refused)).as("may be asked again").isEqualTo(CreditHolds.Outcome.NEEDS_APPROVAL);
        bed.write(tx -> bed.orders.returnToDraft(tx, bed.actor, refused, null));
        assertThat(bed.<Integer>read(tx -> approvals.countInbox(tx, decider))).isZero();
    }

    private static Actor deciding(Actor who) {
        return new Actor(
                who.company(),
                who.user(),
                who.name(),
                who.locale(),
                Set.of("approval.decide"),
                who.scope(),
                who.department(),
                who.currency(),
                who.zone(),
                who.today());
    }

    private UUID inbox(Actor who) {
        return bed.read(tx -> approvals.inbox(tx, who)).getFirst().request().id();
    }

    @Test
    void whoeverAskedCannotAnswer() {
        UUID order = held(bed.customer("0"), "5");
        assertThatThrownBy(() -> release(bed.actor, order))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-hold-own"));
    }

    @Test
    void whenMoneyComesInHeldOrdersPassByThemselvesTheOldestFirst() {
        UUID customer = bed.customer("100");
        UUID first = held(customer, "30");
        UUID second = held(customer, "20");
        UUID third = held(customer, "11");
        assertThat(rechecks.run(bed.company)).isZero();
        receive(customer, "200.00");
        assertThat(rechecks.run(bed.company)).isEqualTo(1);
        assertThat(state(first)).isEqualTo("CONFIRMED");
        assertThat(state(second)).isEqualTo("HELD");
        receive(customer, "300.00");
        assertThat(rechecks.run(bed.company)).isEqualTo(1);
        assertThat(state(second)).isEqualTo("CONFIRMED");
        assertThat(state(third)).as("what is left is too little").isEqualTo("HELD");
        bed.write(tx -> {
            accounts.grant(
                    tx,
                    director,
                    new CreditAccounts.Grant(customer, Terms.ofLimit(new BigDecimal("1000")), "more", null));
            return true;
        });
        assertThat(rechecks.run(bed.company)).as("a higher limit is room too").isEqualTo(1);
        assertThat(rechecks.run(bed.company)).isZero();
    }

    @Test
    void aCancelledOrderGivesItsRoomToAHeldOne() {
        UUID customer = bed.customer("100");
        UUID order = bed.order(customer, product, "10", "10").order().id();
        UUID waiting = held(customer, "10");
        bed.write(tx -> bed.orders.cancel(tx, bed.actor, order, null, "gone"));
        assertThat(rechecks.run(bed.company)).isEqualTo(1);
        assertThat(state(waiting)).isEqualTo("CONFIRMED");
    }

    @Test
    void onlyWhenTheCompanyWantsSo() {
        settle(false, null);
        UUID customer = bed.customer("100");
        UUID waiting = held(customer, "20");
        receive(customer, "500.00");
        assertThat(rechecks.run(bed.company)).isZero();
        assertThat(state(waiting)).isEqualTo("HELD");
    }

    private void receive(UUID customer, String amount) {
        UUID receipt = Ids.next();
        bed.sql(
                "insert into document.header (company_id, id, kind, number, title, state, party_id, date, currency) values ("
                        + bed.company + ", '" + receipt + "', 'receipt', '" + receipt + "', 'R', 'CONFIRMED', '"
                        + customer
                        + "', '2026-03-31', 'CNY')");
        bed.write(tx -> {
            bed.credit.move(
                    tx,
                    bed.actor,
                    customer,
                    receipt,
                    TradeTestBed.TODAY,
                    Bucket.UNAPPLIED,
                    Money.of(amount, "CNY"),
                    "receive");
            return true;
        });
    }
}
