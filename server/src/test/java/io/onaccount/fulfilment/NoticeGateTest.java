package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.AccountStatus;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditRechecks;
import io.onaccount.credit.Objection;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Shift;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Ids;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Load;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Credit and payment terms are asked before the warehouse is told to ship (SHP-01, CRD-20); a release carries over to the delivery (CRD-22). */
class NoticeGateTest {
    private TradeTestBed bed = new TradeTestBed();
    private final ShippingNotices notices = bed.application.bean(ShippingNotices.class);
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final CreditAccounts accounts = bed.application.bean(CreditAccounts.class);
    private final Terms terms = Terms.ofLimit(new BigDecimal("1000"));

    private UUID confirmed(UUID customer, String pieces) {
        OrderAnswer answer = bed.order(customer, bed.product("10", null, "1000"), pieces, "10");
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        return answer.order().id();
    }

    private UUID draft(UUID order, String pieces) {
        return bed.write(tx -> notices.draft(
                        tx,
                        bed.actor,
                        NewShippingNotice.of(
                                null, List.of(new NewShippingNotice.Line(order, 1, new BigDecimal(pieces), null)))))
                .id();
    }

    private String issue(UUID notice) {
        return bed.write(tx -> notices.issue(tx, bed.actor, notice, null)).state();
    }

    private String state(UUID notice) {
        return bed.read(tx -> notices.find(tx, bed.actor, notice)).state();
    }

    /** Ships it by a draft, which says whether it left. */
    private String ship(UUID notice, UUID order, String pieces) {
        NewDelivery entry = NewDelivery.of(
                TODAY,
                List.of(new NewDelivery.Line(
                        order, 1, new BigDecimal(pieces), null, notice, notice == null ? null : 1)));
        UUID draft = bed.write(tx -> deliveries.draft(tx, bed.actor, entry)).id();
        return bed.write(tx -> deliveries.post(tx, bed.actor, draft, null)).state();
    }

    private void grant(UUID customer, Terms granted) {
        Actor controller = bed.somebodyElse();
        bed.write(tx -> {
            accounts.grant(tx, controller, new CreditAccounts.Grant(customer, granted, "news", null));
            return true;
        });
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
        Actor controller = bed.somebodyElse();
        return bed.write(tx -> holds.release(tx, controller, hold, "paid tomorrow", null, null));
    }

    private List<Objection> waits(UUID document) {
        return bed.read(tx -> bed.application.bean(CreditControl.class).waitsFor(tx, document));
    }

    private int recheck() {
        return bed.application.bean(CreditRechecks.class).run(bed.company);
    }

    private void policy(String... rules) {
        bed.sql(
                "insert into credit.policy_version (company_id, version, rules, note, made_by) values (" + bed.company
                        + ", 1, '[" + String.join(",", rules) + "]', 'n', '" + bed.actor.user() + "')",
                "insert into credit.policy (company_id, live_version) values (" + bed.company + ", 1)");
    }

    private static String rule(String point, String check, String effect) {
        return "{\"point\":\"" + point + "\",\"check\":\"" + check + "\",\"reach\":\"COMPANY\",\"effect\":\"" + effect
                + "\"}";
    }

    @Test
    void aStoppedCustomersNoticeWaitsAndItsReleaseLetsItsGoodsLeaveToo() {
        UUID customer = bed.customer("1000");
        UUID order = confirmed(customer, "20");
        UUID notice = draft(order, "10");
        grant(customer, terms.withStatus(AccountStatus.STOPPED));
        BigDecimal before = bed.figures(customer).exposure();
        assertThat(issue(notice)).isEqualTo("HELD");
        assertThat(issue(notice)).as("asking again changes nothing").isEqualTo("HELD");
        assertThat(waits(notice)).extracting(Objection::code).containsExactly("stopped");
        assertThat(release(notice)).isEqualTo(CreditHolds.Outcome.PASSED);
        assertThat(state(notice)).isEqualTo("ISSUED");
        assertThat(bed.figures(customer).exposure()).as("it takes nothing").isEqualByComparingTo(before);
        assertThat(ship(null, order, "10"))
                .as("what stands on no notice was not released")
                .isEqualTo("DRAFT");
        assertThat(ship(notice, order, "4")).isEqualTo("POSTED");
        assertThat(ship(notice, order, "6")).isEqualTo("POSTED");
        assertThat(state(notice)).isEqualTo("DONE");
    }

    @Test
    void aReleaseCoversThePartsHoweverTheyAreRounded() {
        UUID customer = bed.customer("1000");
        UUID product = bed.product("10", null, "1000");
        OrderAnswer answer = bed.place(
                NewSalesOrder.of(customer, TODAY, List.of(line(product, "3", "33.335"))), true); // 100.01 for three
        UUID order = answer.order().id();
        List<UUID> parts = List.of(draft(order, "1"), draft(order, "1"), draft(order, "1"));
        grant(customer, terms.withStatus(AccountStatus.STOPPED));
        for (UUID part : parts) {
            assertThat(issue(part)).isEqualTo("HELD");
            assertThat(release(part)).isEqualTo(CreditHolds.Outcome.PASSED);
        }
        for (UUID part : parts) {
            assertThat(ship(part, order, "1")).isEqualTo("POSTED");
        }
    }

    @Test
    void theReleaseOfAnOrderCarriesOverToItsNoticeAndItsDelivery() {
        policy(rule("CONFIRM", "STOPPED", "APPROVE"), rule("DELIVERY", "STOPPED", "APPROVE"));
        UUID customer = bed.customer("1000");
        bed.sql("update credit.account set status = 'STOPPED' where id = '" + customer + "'");
        UUID order = bed.order(customer, bed.product("10", null, "1000"), "20", "10")
                .order()
                .id();
        assertThat(release(order)).isEqualTo(CreditHolds.Outcome.PASSED);
        UUID notice = draft(order, "20");
        assertThat(issue(notice)).isEqualTo("ISSUED");
        assertThat(ship(notice, order, "20")).isEqualTo("POSTED");
    }

    @Test
    void eachEffectDoesAtThisPointWhatItSays() {
        Map<String, String> outcomes = Map.of("IGNORE", "ISSUED", "WARN", "ISSUED", "APPROVE", "HELD", "BLOCK", "HELD");
        outcomes.forEach((effect, outcome) -> {
            bed = new TradeTestBed();
            // What holds elsewhere says nothing here.
            policy(
                    rule("DELIVERY", "STOPPED", effect.equals("IGNORE") ? "BLOCK" : "IGNORE"),
                    rule("SHIPPING_NOTICE", "STOPPED", effect));
            UUID customer = bed.customer("1000");
            UUID order = confirmed(customer, "10");
            UUID notice = draft(order, "10");
            grant(customer, terms.withStatus(AccountStatus.STOPPED));
            assertThat(issue(notice)).as(effect).isEqualTo(outcome);
        });
    }

    @Test
    void whenTheCauseIsGoneTheWarehouseIsToldByItself() {
        UUID customer = bed.customer("1000");
        UUID order = confirmed(customer, "20");
        UUID first = draft(order, "10");
        UUID second = draft(order, "5");
        UUID third = draft(order, "5");
        grant(customer, terms.withStatus(AccountStatus.STOPPED));
        assertThat(issue(first)).isEqualTo("HELD");
        assertThat(issue(second)).isEqualTo("HELD");
        assertThat(issue(third)).isEqualTo("HELD");
        bed.write(tx -> notices.returnToDraft(tx, bed.actor, second, null));
        bed.write(tx -> notices.cancel(tx, bed.actor, third, null, "not any more"));
        grant(customer, terms);
        assertThat(recheck()).isEqualTo(1);
        assertThat(state(first)).isEqualTo("ISSUED");
        assertThat(state(second)).isEqualTo("DRAFT");
        assertThat(bed.find(order).lines().getFirst().notifiedQuantity()).isEqualByComparingTo("15");
    }

    @Test
    void aRefusedNoticeGoesBackToItsAuthorWithItsQuantities() {
        UUID customer = bed.customer("1000");
        UUID order = confirmed(customer, "20");
        UUID notice = draft(order, "10");
        grant(customer, terms.withStatus(AccountStatus.STOPPED));
        issue(notice);
        UUID hold = hold(notice);
        Actor controller = bed.somebodyElse();
        bed.write(tx -> {
            holds.reject(tx, controller, hold, "not before they pay");
            return true;
        });
        assertThat(state(notice)).isEqualTo("DRAFT");
        assertThat(waits(notice)).isEmpty();
        assertThat(bed.find(order).lines().getFirst().notifiedQuantity()).isEqualByComparingTo("10");
        assertThat(issue(notice)).isEqualTo("HELD");
    }

    // ---- prepaid orders (RCP-04) ----

    private UUID prepaid(UUID customer, String pieces) {
        UUID term = bed.write(tx -> bed.application
                        .bean(PaymentTerms.class)
                        .create(
                                tx,
                                bed.actor,
                                new PaymentTerms.Entry(
                                        "T" + Ids.next(),
                                        "T",
                                        null,
                                        Start.BEFORE_DELIVERY,
                                        Rule.NET_DAYS,
                                        0,
                                        0,
                                        0,
                                        0,
                                        Shift.NONE,
                                        List.of(),
                                        false,
                                        true)))
                .id();
        NewSalesOrder order = new NewSalesOrder(
                customer,
                null,
                TODAY,
                null,
                null,
                term,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(line(bed.product("10", null, "1000"), pieces, "10")),
                null);
        return bed.place(order, true).order().id();
    }

    private void paid(UUID customer, UUID order, String amount) {
        Receipts receipts = bed.application.bean(Receipts.class);
        UUID bank = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(
                        tx,
                        bed.actor,
                        new CashAccounts.NewCashAccount("B" + System.nanoTime(), "Bank", null, null, true)));
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
                        List.of(new NewReceipt.Purpose(null, order, null)))));
        Actor cashier = bed.somebodyElse();
        bed.write(tx -> {
            receipts.confirm(tx, cashier, id, null, false);
            return true;
        });
    }

    @Test
    void aPrepaidOrdersNoticeWaitsForTheMoneyAndNoTwoLeanOnTheSame() {
        UUID customer = bed.customer("100000");
        UUID order = prepaid(customer, "100");
        UUID first = draft(order, "60");
        assertThat(issue(first)).isEqualTo("HELD");
        assertThat(waits(first)).singleElement().satisfies(objection -> {
            assertThat(objection.code()).isEqualTo(Objection.PREPAYMENT_MISSING);
            assertThat(objection.figures())
                    .containsAllEntriesOf(Map.of("needed", "600.00", "there", "0", "missing", "600.00"));
        });
        paid(customer, order, "600.00");
        assertThat(recheck()).isEqualTo(1);
        assertThat(state(first)).isEqualTo("ISSUED");
        UUID second = draft(order, "40");
        assertThat(issue(second)).as("the money is for what the first ships").isEqualTo("HELD");
        assertThat(ship(first, order, "60")).isEqualTo("POSTED");
        assertThat(issue(second)).isEqualTo("HELD");
        paid(customer, order, "400.00");
        assertThat(recheck()).isEqualTo(1);
        assertThat(ship(second, order, "40")).isEqualTo("POSTED");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("0");
    }

    @Test
    void noticesAtTheSameTimeNeverLetGoMoreThanWasPaid() throws Exception {
        UUID customer = bed.customer("100000");
        UUID order = prepaid(customer, "100");
        paid(customer, order, "500.00");
        List<UUID> drafts = java.util.stream.IntStream.range(0, 12)
                .mapToObj(i -> draft(order, "6"))
                .toList();
        List<String> states = Load.atOnce(12, caller -> issue(drafts.get(caller)));
        assertThat(Collections.frequency(states, "ISSUED"))
                .as("6 pieces each, 50 are paid")
                .isEqualTo(8);
    }
}
