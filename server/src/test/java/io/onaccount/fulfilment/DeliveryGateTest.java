package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.AccountStatus;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditRechecks;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Goods are looked at once more before they leave: only what has turned worse since the order was confirmed stops them (CRD-20). */
class DeliveryGateTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final CreditAccounts accounts = bed.application.bean(CreditAccounts.class);
    private final UUID product = bed.product("10", null, "1000");
    private final Actor controller = controller();

    private Actor controller() {
        UUID user = Ids.next();
        bed.sql("insert into organization.app_user (id, login, name) values ('" + user + "', 'c" + user + "', 'C')");
        return new Actor(
                bed.company,
                user,
                "C",
                Locale.ENGLISH,
                Set.of(),
                Scope.all(user),
                null,
                "CNY",
                bed.actor.zone(),
                TODAY);
    }

    private UUID confirmed(UUID customer, String pieces) {
        OrderAnswer answer = bed.order(customer, product, pieces, "10");
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        return answer.order().id();
    }

    private UUID draft(UUID order, String pieces) {
        return bed.write(tx -> deliveries.draft(tx, bed.actor, entry(order, pieces)))
                .id();
    }

    private static NewDelivery entry(UUID order, String pieces) {
        return NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 1, new BigDecimal(pieces), null)));
    }

    private String post(UUID delivery) {
        return bed.write(tx -> deliveries.post(tx, bed.actor, delivery, null)).state();
    }

    private void grant(UUID customer, Terms terms) {
        bed.write(tx -> {
            accounts.grant(tx, controller, new CreditAccounts.Grant(customer, terms, "news", null));
            return true;
        });
    }

    private CreditHolds.Outcome release(UUID document) {
        return bed.write(tx -> {
            UUID hold = tx.one(
                    "select id from credit.hold where company_id = ? and document_id = ? and state = 'OPEN'",
                    row -> row.uuid("id"),
                    tx.company(),
                    document);
            return holds.release(tx, controller, hold, "paid tomorrow", null, null);
        });
    }

    @Test
    void aLoweredLimitDoesNotStopWhatWasConfirmed() {
        UUID customer = bed.customer("1000");
        UUID delivery = draft(confirmed(customer, "90"), "90");
        grant(customer, Terms.ofLimit(BigDecimal.TEN));
        assertThat(post(delivery)).isEqualTo("POSTED");
    }

    @Test
    void aStoppedCustomersGoodsWaitUntilSomebodyReleasesThem() {
        UUID customer = bed.customer("1000");
        UUID order = confirmed(customer, "20");
        UUID delivery = draft(order, "10");
        grant(customer, Terms.ofLimit(new BigDecimal("1000")).withStatus(AccountStatus.STOPPED));
        BigDecimal before = bed.figures(customer).exposure();
        assertThat(post(delivery)).isEqualTo("DRAFT");
        assertThat(post(delivery)).as("asking again changes nothing").isEqualTo("DRAFT");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo(before);
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("0");
        assertThat(release(delivery)).isEqualTo(CreditHolds.Outcome.PASSED);
        assertThat(bed.read(tx -> deliveries.find(tx, bed.actor, delivery)).state())
                .isEqualTo("POSTED");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("100");
        assertThatThrownBy(() -> bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(entry(order, "10")))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-stops-delivery"));
    }

    @Test
    void theReleaseOfAnOrderCarriesOverToItsDeliveries() {
        UUID customer = bed.customer("1000");
        bed.sql("update credit.account set status = 'STOPPED' where id = '" + customer + "'");
        bed.sql(
                "insert into credit.policy_version (company_id, version, rules, note, made_by) values (" + bed.company
                        + ", 1, '[{\"point\":\"CONFIRM\",\"check\":\"STOPPED\",\"reach\":\"COMPANY\",\"effect\":\"APPROVE\"},"
                        + "{\"point\":\"DELIVERY\",\"check\":\"STOPPED\",\"reach\":\"COMPANY\",\"effect\":\"APPROVE\"}]', 'n', '"
                        + controller.user() + "')",
                "insert into credit.policy (company_id, live_version) values (" + bed.company + ", 1)");
        UUID order = bed.order(customer, product, "20", "10").order().id();
        assertThat(release(order)).isEqualTo(CreditHolds.Outcome.PASSED);
        assertThat(post(draft(order, "15"))).isEqualTo("POSTED");
        grant(
                customer,
                new Terms(
                        new BigDecimal("1000"),
                        BigDecimal.ZERO,
                        null,
                        null,
                        AccountStatus.STOPPED,
                        null,
                        null,
                        null,
                        null,
                        BigDecimal.ZERO,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        assertThat(post(draft(order, "5"))).isEqualTo("POSTED");
    }

    @Test
    void whenTheCauseIsGoneTheGoodsLeaveByThemselvesAndADeletedDraftWaitsNoLonger() {
        UUID customer = bed.customer("1000");
        UUID order = confirmed(customer, "20");
        UUID first = draft(order, "10");
        UUID second = draft(order, "10");
        Terms terms = Terms.ofLimit(new BigDecimal("1000"));
        grant(customer, terms.withStatus(AccountStatus.STOPPED));
        assertThat(post(first)).isEqualTo("DRAFT");
        assertThat(post(second)).isEqualTo("DRAFT");
        bed.write(tx -> {
            deliveries.delete(tx, bed.actor, second, null);
            return true;
        });
        grant(customer, terms);
        assertThat(bed.application.bean(CreditRechecks.class).run(bed.company)).isEqualTo(1);
        assertThat(bed.read(tx -> deliveries.find(tx, bed.actor, first)).state())
                .isEqualTo("POSTED");
    }
}
