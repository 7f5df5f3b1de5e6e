package io.onaccount.credit;

import static io.onaccount.credit.CreditTestBed.TODAY;
import static io.onaccount.credit.CreditTestBed.cny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.PolicyRule.Reach;
import io.onaccount.credit.spi.AgreedTerms.Agreed;
import io.onaccount.credit.spi.ComingSource;
import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.credit.spi.OverdueSource.Past;
import io.onaccount.party.CustomerClass;
import io.onaccount.party.CustomerClasses;
import io.onaccount.party.CustomerEntry;
import io.onaccount.party.CustomerState;
import io.onaccount.party.Customers;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.ItemRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is checked, for whom, and what a failed check does (CRD-20, CRD-22, CRD-25). */
class CreditPolicyTest {
    private final CreditTestBed bed = new CreditTestBed();
    private final CreditPolicies policies = bed.application.bean(CreditPolicies.class);

    /** A customer with whom everything that can be wrong is wrong, but nothing that isn't asked for. */
    private UUID troubled() {
        UUID customer = bed.customer("1000");
        sql(
                "update credit.account set valid_to = '2026-01-31', review_on = '2026-01-01', term_days = 10 where id = '%s'",
                customer);
        item(customer, "700", "2026-01-15");
        item(customer, "300", "2026-02-15");
        receipt(customer, "2026-03-20");
        sql(
                "update receivables.open_item set disputed_on = '2026-02-20', dispute = 'damaged' where party_id = '%s' and amount = 300",
                customer);
        promise(customer, "2026-03-01", "2026-03-10", "5");
        promise(customer, "2026-03-01", "2026-03-21", "0");
        promise(customer, "2026-03-01", "2026-03-22", "10");
        promise(customer, "2026-03-01", TODAY.toString(), "0");
        return customer;
    }

    /** A promise of 10, of which so much came in. */
    private void promise(UUID customer, String made, String due, String received) {
        sql(
                "insert into receivables.promise (company_id, id, party_id, amount, currency, made_on, due, received, recorded_by) values (%d, '%s', '%s', 10, 'CNY', '%s', '%s', %s, '%s')",
                bed.company, Ids.next(), customer, made, due, received, bed.actor.user());
    }

    private void sql(String statement, Object... values) {
        bed.application.database().sql(statement.formatted(values));
    }

    /** An open item, with the exposure it makes. */
    private void item(UUID customer, String amount, String due) {
        UUID document = bed.document("opening-balance", customer);
        sql(
                "insert into receivables.open_item (company_id, id, party_id, document_id, kind, number, amount, currency, date, due) values (%d, '%s', '%s', '%s', 'OPENING', '%s', %s, 'CNY', date '%s' - 30, '%s')",
                bed.company, Ids.next(), customer, document, document, amount, due, due);
        bed.write(tx -> {
            bed.credit.move(
                    tx,
                    bed.actor,
                    new Movement(
                            customer,
                            document,
                            null,
                            TODAY,
                            Bucket.RECEIVABLE,
                            new BigDecimal(amount),
                            "opening",
                            LocalDate.parse(due)));
            return true;
        });
    }

    /** A cheque that bounced. */
    private void receipt(UUID customer, String reversed) {
        UUID id = bed.document("receipt", customer);
        UUID cash = Ids.next();
        sql(
                "insert into receivables.cash_account (company_id, id, code, name, currency) values (%d, '%s', '%s', 'Bank', 'CNY')",
                bed.company, cash, cash.toString().substring(9, 36));
        sql(
                "insert into receivables.receipt (company_id, id, party_id, amount, currency, cash_account_id, method, posted_on, reversed_on) values (%d, '%s', '%s', 10, 'CNY', '%s', 'CHEQUE', '2026-03-01', '%s')",
                bed.company, id, customer, cash, reversed);
    }

    private static PolicyRule rule(Check check, Effect effect, String amount, String percent, Integer number) {
        return rule(check, Reach.COMPANY, null, effect, amount, percent, number);
    }

    private static PolicyRule rule(
            Check check,
            Reach reach,
            @Nullable String key,
            Effect effect,
            @Nullable String amount,
            @Nullable String percent,
            @Nullable Integer number) {
        return new PolicyRule(
                ControlPoint.CONFIRM, check, reach, key, effect, decimal(amount), decimal(percent), number);
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private int live(PolicyRule... rules) {
        return bed.write(tx -> {
            int version = policies.draft(tx, bed.actor, List.of(rules), "test");
            policies.makeLive(tx, bed.actor, version, "test");
            return version;
        });
    }

    private CreditDecision ask(UUID customer, String amount) {
        return ask(customer, amount, TODAY.plusDays(30));
    }

    private CreditDecision ask(UUID customer, String amount, LocalDate due) {
        UUID order = bed.order(customer);
        return bed.write(
                tx -> bed.credit.reserve(tx, bed.actor, CreditRequest.of(order, customer, cny(amount), TODAY, due)));
    }

    private static List<String> codes(CreditDecision decision) {
        return switch (decision) {
            case CreditDecision.Held held ->
                held.objections().stream().map(Objection::code).toList();
            case CreditDecision.Granted granted ->
                granted.warnings().stream().map(Objection::code).toList();
        };
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "OVER_LIMIT,-,-,-,over-limit",
                "OVERDUE_DAYS,-,-,60,overdue",
                "OVERDUE_AMOUNT,999,-,-,overdue-amount",
                "LATE_IN_ROW,-,-,2,late-in-row",
                "DISHONOURED,-,-,11,dishonoured",
                "DISPUTED_SHARE,-,29.99,-,disputed-share",
                "BROKEN_PROMISES,-,-,2,broken-promises",
                "NOT_VALID,-,-,-,not-valid",
                "REVIEW_MISSED,-,-,60,review-missed",
                "ORDER_TOO_LARGE,9.99,-,-,order-too-large",
                "TERM_TOO_LONG,-,-,-,term-too-long",
            })
    void eachCheckAloneWithEachEffect(Check check, String amount, String percent, Integer number, String code) {
        UUID customer = troubled();
        live(rule(check, Effect.APPROVE, amount, percent, number));
        assertThat(ask(customer, "10.00")).isInstanceOfSatisfying(CreditDecision.Held.class, held -> {
            assertThat(codes(held)).containsExactly(code);
            assertThat(held.ways()).extracting(WayOut::kind).contains(WayOut.Kind.RELEASE);
        });
        live(rule(check, Effect.BLOCK, amount, percent, number));
        assertThat(ask(customer, "10.00")).isInstanceOfSatisfying(CreditDecision.Held.class, held -> {
            assertThat(codes(held)).containsExactly(code);
            assertThat(held.ways()).extracting(WayOut::kind).doesNotContain(WayOut.Kind.RELEASE);
        });
        live(rule(check, Effect.WARN, amount, percent, number));
        assertThat(ask(customer, "10.00"))
                .isInstanceOf(CreditDecision.Granted.class)
                .satisfies(granted -> assertThat(codes(granted)).containsExactly(code));
        live(rule(check, Effect.IGNORE, amount, percent, number));
        assertThat(ask(customer, "10.00"))
                .isInstanceOf(CreditDecision.Granted.class)
                .satisfies(granted -> assertThat(codes(granted)).isEmpty());
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "OVERDUE_DAYS,-,-,75",
                "OVERDUE_AMOUNT,1000,-,-",
                "LATE_IN_ROW,-,-,3",
                "DISHONOURED,-,-,10",
                "DISPUTED_SHARE,-,30,-",
                "BROKEN_PROMISES,-,-,3",
                "REVIEW_MISSED,-,-,89",
                "ORDER_TOO_LARGE,10,-,-",
                "OVER_LIMIT,10,-,-",
                "OVER_LIMIT,-,1,-",
            })
    void whatIsJustToleratedPasses(Check check, String amount, String percent, Integer number) {
        UUID customer = troubled();
        live(rule(check, Effect.BLOCK, amount, percent, number));
        assertThat(ask(customer, "10.00")).isInstanceOf(CreditDecision.Granted.class);
    }

    @Test
    void onlyPromisesOfTheDaysNamedCount() {
        UUID customer = troubled();
        for (int days : List.of(10, 21)) {
            live(new PolicyRule(
                    ControlPoint.CONFIRM,
                    Check.BROKEN_PROMISES,
                    Reach.COMPANY,
                    null,
                    Effect.BLOCK,
                    null,
                    null,
                    2,
                    days));
            assertThat(ask(customer, "1.00"))
                    .as("%d days", days)
                    .isInstanceOf(days == 10 ? CreditDecision.Granted.class : CreditDecision.Held.class);
        }
    }

    @Test
    void whatIsDisputedCountsAsOverdueAsTheCompanyWishes() {
        CreditSettings settings = bed.application.bean(CreditSettings.class);
        UUID customer = bed.customer("1000");
        item(customer, "70", TODAY.minusDays(40).toString());
        live(rule(Check.OVERDUE_DAYS, Effect.APPROVE, null, null, 30));
        assertThat(codes(ask(customer, "10.00"))).containsExactly("overdue");
        UUID item = bed.read(tx -> tx.one(
                "select id from receivables.open_item where company_id = ? and party_id = ?",
                row -> row.uuid("id"),
                tx.company(),
                customer));
        ItemRecords items = bed.application.bean(ItemRecords.class);
        bed.write(tx -> {
            items.dispute(tx, bed.actor, item, "damaged");
            return true;
        });
        assertThat(codes(ask(customer, "10.00")))
                .as("unless the company says otherwise")
                .containsExactly("overdue");
        settle(settings, false);
        assertThat(ask(customer, "10.00")).isInstanceOf(CreditDecision.Granted.class);
        assertThat(attempts(customer)).as("nothing else is open: taken unseen").isEqualTo(1);
        bed.write(tx -> {
            items.agree(tx, bed.actor, item, "replaced");
            return true;
        });
        assertThat(codes(ask(customer, "10.00")))
                .as("settled, it counts again at once")
                .containsExactly("overdue");
        bed.write(tx -> {
            items.dispute(tx, bed.actor, item, "again");
            return true;
        });
        assertThat(ask(customer, "10.00")).isInstanceOf(CreditDecision.Granted.class);
        settle(settings, true);
        assertThat(codes(ask(customer, "10.00"))).containsExactly("overdue");
    }

    private void settle(CreditSettings settings, boolean disputedOverdue) {
        bed.write(tx -> {
            settings.change(
                    tx,
                    bed.actor,
                    null,
                    new CreditSettings.Settings(true, null, 7, 0, disputedOverdue, Pool.Together.ALL),
                    List.of());
            return true;
        });
    }

    @Test
    void theBuiltInPolicyHoldsWhatIsOverdueForMoreThanThirtyDays() {
        UUID late = bed.customer("10000");
        item(late, "5", TODAY.minusDays(31).toString());
        UUID nearly = bed.customer("10000");
        item(nearly, "5", TODAY.minusDays(30).toString());
        assertThat(codes(ask(late, "10.00"))).containsExactly("overdue");
        assertThat(ask(nearly, "10.00")).isInstanceOf(CreditDecision.Granted.class);
        sql("update credit.account set overdue_days = 90, gate_version = -1 where id = '%s'", late);
        assertThat(ask(late, "10.00"))
                .as("what was agreed with the customer comes first")
                .isInstanceOf(CreditDecision.Granted.class);
    }

    @Test
    void aNewShellCompanyDoesNotResetAnOverdueRecord() {
        UUID old = bed.customer("1000");
        UUID shell = bed.customer("1000");
        UUID other = bed.customer("1000");
        item(old, "70", TODAY.minusDays(40).toString());
        sql("update party.party set legal_person = '王恒' where id in ('%s', '%s')", old, shell);
        sql("update party.party set legal_person = '李四' where id = '%s'", other);
        assertThat(ask(shell, "10.00"))
                .as("not looked at unless the company wishes it")
                .isInstanceOf(CreditDecision.Granted.class);
        live(rule(Check.RELATED_OVERDUE, Effect.APPROVE, null, null, 39));
        assertThat(ask(shell, "10.00")).isInstanceOfSatisfying(CreditDecision.Held.class, held -> {
            assertThat(codes(held)).containsExactly("related-overdue");
            assertThat(held.objections().getFirst().figures())
                    .containsEntry("customer", "T")
                    .containsEntry("days", "40");
        });
        assertThat(ask(other, "10.00")).isInstanceOf(CreditDecision.Granted.class);
        live(rule(Check.RELATED_OVERDUE, Effect.APPROVE, null, null, 40));
        assertThat(ask(shell, "10.00")).as("so long is tolerated").isInstanceOf(CreditDecision.Granted.class);
        // Tried on the past, what the relative had overdue on the order's day counts.
        int strict = live(rule(Check.RELATED_OVERDUE, Effect.APPROVE, null, null, 39));
        PolicyTrial trial = bed.application.bean(PolicyTrial.class);
        PolicyTrial.Result tried = bed.read(tx -> trial.on(tx, bed.actor, strict, TODAY, TODAY));
        assertThat(tried.judged().orders()).isEqualTo(3);
        assertThat(tried.cases()).extracting(PolicyTrial.Case::party).containsOnly(shell);
        assertThat(tried.byCode()).containsOnlyKeys("related-overdue");
    }

    /** At any level above, whether its account is stopped or it may not trade at all; whoever belongs to nobody is not looked at. */
    @Test
    void aStoppedParentStopsWhoBelongsToIt() {
        Customers customers = bed.application.bean(Customers.class);
        UUID holding = bed.customer("1000");
        UUID middle = bed.customer("1000");
        UUID shop = bed.customer("1000");
        UUID other = bed.customer("1000");
        BiConsumer<UUID, UUID> belong = (customer, parent) -> bed.write(tx -> {
            customers.change(
                    tx,
                    bed.actor,
                    customer,
                    null,
                    CustomerEntry.named(null, "T").under(parent));
            return true;
        });
        assertThat(ask(shop, "1.00")).isInstanceOf(CreditDecision.Granted.class);
        belong.accept(shop, middle);
        belong.accept(middle, holding);
        assertThat(ask(shop, "1.00")).isInstanceOf(CreditDecision.Granted.class);
        sql("update credit.account set status = 'STOPPED' where id = '%s'", holding);
        assertThat(ask(shop, "1.00")).isInstanceOfSatisfying(CreditDecision.Held.class, held -> {
            assertThat(codes(held)).containsExactly("parent-stopped");
            assertThat(held.objections().getFirst().figures()).containsEntry("customer", holding.toString());
        });
        assertThat(ask(other, "1.00")).isInstanceOf(CreditDecision.Granted.class);
        belong.accept(middle, null);
        assertThat(ask(shop, "1.00")).isInstanceOf(CreditDecision.Granted.class);
        bed.write(tx -> {
            customers.move(tx, bed.actor, middle, null, "stop", CustomerState.STOPPED, null);
            return true;
        });
        assertThat(codes(ask(shop, "1.00"))).containsExactly("parent-stopped");
        sql("delete from credit.recheck where account_id = '%s'", shop);
        bed.write(tx -> {
            customers.move(tx, bed.actor, middle, null, "reactivate", CustomerState.ACTIVE, null);
            return true;
        });
        List<UUID> asked = bed.read(tx -> tx.list(
                "select r.account_id from credit.recheck r where r.company_id = ? and r.account_id = ?",
                row -> row.uuid("account_id"),
                bed.company,
                shop));
        assertThat(asked).as("what waits is looked at again").containsExactly(shop);
        belong.accept(middle, holding);
        live(rule(Check.STOPPED, Effect.APPROVE, null, null, null));
        assertThat(ask(shop, "1.00"))
                .as("not looked at where the company doesn't wish it")
                .isInstanceOf(CreditDecision.Granted.class);
    }

    /** By each thing two companies of one owner may have in common; a name that merely resembles holds nobody to account. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"PHONE,true", "ACCOUNT,true", "ADDRESS,true", "CREDIT_CODE,true", "NAME,true", "SIMILAR,false"})
    void companiesOfOneOwnerAreRecognised(String by, boolean held) {
        UUID old = bed.customer("1000");
        UUID shell = bed.customer("1000");
        item(old, "70", TODAY.minusDays(40).toString());
        for (UUID id : List.of(old, shell)) {
            switch (by) {
                case "ACCOUNT" ->
                    sql(
                            "update party.party set tax_account = '%s' where id = '%s'",
                            id.equals(old) ? "6222 0000 1234 5678" : "6222000012345678", id);
                case "ADDRESS" ->
                    sql(
                            "insert into party.address (company_id, id, party_id, purpose, city, street) values (%d, '%s', '%s', 'SHIPPING', '上海', '%s')",
                            bed.company, Ids.next(), id, id.equals(old) ? "人民路 100 号" : "人民路100号");
                default ->
                    sql(
                            "insert into party.match_key (company_id, party_id, kind, key) values (%d, '%s', '%s', '13800001111')",
                            bed.company, id, by);
            }
        }
        live(rule(Check.RELATED_OVERDUE, Effect.APPROVE, null, null, 30));
        assertThat(ask(shell, "10.00") instanceof CreditDecision.Held).isEqualTo(held);
        List<RelatedCustomers.Relative> relatives =
                bed.read(tx -> bed.application.bean(RelatedCustomers.class).of(tx, bed.actor, shell));
        assertThat(relatives).singleElement().satisfies(relative -> {
            assertThat(relative.id()).isEqualTo(old);
            assertThat(relative.reasons()).extracting(Enum::name).containsExactly(by);
            assertThat(relative.overdueDays()).isEqualTo(40);
        });
    }

    @Test
    void theNarrowerRuleWins() {
        UUID plain = bed.customer("1000");
        UUID graded = bed.customer("1000");
        UUID special = bed.customer("1000");
        sql("update credit.account set grade = 'A' where id in ('%s', '%s')", graded, special);
        live(
                rule(Check.ORDER_TOO_LARGE, Effect.BLOCK, "100", null, null),
                rule(Check.ORDER_TOO_LARGE, Reach.GRADE, "A", Effect.APPROVE, "200", null, null),
                rule(Check.ORDER_TOO_LARGE, Reach.CUSTOMER, special.toString(), Effect.IGNORE, null, null, null));
        assertThat(ask(plain, "150.00")).isInstanceOf(CreditDecision.Held.class);
        assertThat(ask(graded, "150.00")).isInstanceOf(CreditDecision.Granted.class);
        assertThat(ask(graded, "250.00")).isInstanceOf(CreditDecision.Held.class);
        assertThat(ask(special, "250.00")).isInstanceOf(CreditDecision.Granted.class);
    }

    @Test
    void aRuleForAClassOfCustomersStandsBetweenTheGradeAndTheCustomer() {
        CustomerClasses classes = bed.application.bean(CustomerClasses.class);
        UUID dealers = bed.write(tx -> classes.create(tx, bed.actor, new CustomerClass.Entry("D", "Dealers", null))
                .id());
        UUID customer = bed.customer("1000");
        UUID special = bed.customer("1000");
        sql("update credit.account set grade = 'A' where id in ('%s', '%s')", customer, special);
        sql("update party.party set class_id = '%s' where id = '%s'", dealers, special);
        live(
                rule(Check.ORDER_TOO_LARGE, Effect.BLOCK, "100", null, null),
                rule(Check.ORDER_TOO_LARGE, Reach.GRADE, "A", Effect.APPROVE, "200", null, null),
                rule(Check.ORDER_TOO_LARGE, Reach.CLASS, dealers.toString(), Effect.APPROVE, "300", null, null),
                rule(Check.ORDER_TOO_LARGE, Reach.CUSTOMER, special.toString(), Effect.IGNORE, null, null, null));
        assertThat(ask(customer, "250.00")).isInstanceOf(CreditDecision.Held.class);
        assertThat(ask(special, "350.00")).isInstanceOf(CreditDecision.Granted.class);
        Customers customers = bed.application.bean(Customers.class);
        bed.write(tx -> {
            customers.change(tx, bed.actor, customer, null, entry(dealers));
            return true;
        });
        assertThat(attempts(customer)).as("another class: looked at once more").isEqualTo(2);
        assertThat(attempts(customer)).isEqualTo(1);
        assertThat(ask(customer, "250.00")).isInstanceOf(CreditDecision.Granted.class);
        assertThat(ask(customer, "350.00")).isInstanceOf(CreditDecision.Held.class);
        PolicyTrial.Result tried =
                bed.read(tx -> bed.application.bean(PolicyTrial.class).on(tx, bed.actor, 1, TODAY.minusDays(1), TODAY));
        assertThat(tried.held().orders()).as("what passed passes on trial too").isZero();
        bed.write(tx -> {
            customers.change(tx, bed.actor, customer, null, entry(null));
            return true;
        });
        assertThat(ask(customer, "250.00")).as("the grade's rule again").isInstanceOf(CreditDecision.Held.class);
        assertThatThrownBy(() -> live(rule(
                        Check.ORDER_TOO_LARGE, Reach.CLASS, Ids.next().toString(), Effect.APPROVE, "1", null, null)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors().getFirst().code()).isEqualTo("unknown-customer-class"));
    }

    private static CustomerEntry entry(@Nullable UUID customerClass) {
        return new CustomerEntry(
                null,
                "Dealer",
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
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                customerClass,
                null);
    }

    @Test
    void anAccountInGoodStandingIsLookedAtOnceAndThenTakenUnseen() {
        UUID customer = bed.customer("1000");
        ask(customer, "10.00");
        assertThat(attempts(customer)).isEqualTo(1);
        live(rule(Check.OVER_LIMIT, Effect.APPROVE, null, null, null));
        assertThat(attempts(customer)).as("another policy: looked at once more").isEqualTo(2);
        assertThat(attempts(customer)).isEqualTo(1);
        item(customer, "5", TODAY.minusDays(3).toString());
        assertThat(attempts(customer)).as("overdue is not looked at").isEqualTo(1);
        live(rule(Check.OVERDUE_DAYS, Effect.APPROVE, null, null, 5));
        assertThat(attempts(customer)).isEqualTo(2);
        assertThat(attempts(customer)).as("three days are tolerated").isEqualTo(1);
    }

    /** How many attempts a transaction with one request takes. */
    private int attempts(UUID customer) {
        UUID order = bed.order(customer);
        int[] attempts = {0};
        bed.write(tx -> {
            attempts[0] = tx.attempt();
            return bed.credit.reserve(
                    tx, bed.actor, CreditRequest.of(order, customer, cny("1.00"), TODAY, TODAY.plusDays(1)));
        });
        return attempts[0];
    }

    @Test
    void aStricterPolicyHoldsTheVeryNextOrder() {
        UUID customer = bed.customer("1000");
        assertThat(ask(customer, "100.00")).isInstanceOf(CreditDecision.Granted.class);
        live(rule(Check.ORDER_TOO_LARGE, Effect.APPROVE, "50", null, null));
        assertThat(ask(customer, "100.00")).isInstanceOf(CreditDecision.Held.class);
    }

    @Test
    void aPolicyOnTrialDecidesNothingAndSaysWhatItWouldHaveDone() {
        UUID customer = bed.customer("1000");
        int strict = bed.write(tx -> {
            int version = policies.draft(
                    tx, bed.actor, List.of(rule(Check.ORDER_TOO_LARGE, Effect.APPROVE, "50", null, null)), "strict");
            policies.tryOut(tx, bed.actor, version, "try");
            return version;
        });
        assertThat(ask(customer, "100.00")).isInstanceOf(CreditDecision.Granted.class);
        assertThat(ask(customer, "10.00")).isInstanceOf(CreditDecision.Granted.class);
        assertThat(bed.application
                        .database()
                        .value(
                                "select string_agg(version || ' ' || would || ' ' || did || ' ' || amount, ',') from credit.shadow_finding where company_id = "
                                        + bed.company))
                .isEqualTo(strict + " HOLD PASS 100.0000");
        bed.write(tx -> {
            policies.makeLive(tx, bed.actor, strict, "proven");
            return true;
        });
        assertThat(bed.read(policies::versions).getFirst()).satisfies(v -> {
            assertThat(v.live()).isTrue();
            assertThat(v.shadow()).isFalse();
        });
        assertThat(ask(customer, "100.00")).isInstanceOf(CreditDecision.Held.class);
    }

    @Test
    void aPolicyIsTriedOnPastOrders() {
        UUID customer = bed.customer("1000");
        ask(customer, "400.00");
        ask(customer, "300.00");
        ask(customer, "200.00");
        int version = bed.write(tx -> policies.draft(
                tx,
                bed.actor,
                List.of(
                        rule(Check.ORDER_TOO_LARGE, Effect.APPROVE, "350", null, null),
                        rule(Check.OVER_LIMIT, Effect.WARN, null, null, null)),
                "try"));
        sql(
                "insert into credit.account_terms (company_id, account_id, version, credit_limit, temporary_limit, status, reason, recorded_at) values (%d, '%s', 1, 850, 0, 'NORMAL', 'then', '2026-01-01')",
                bed.company, customer);
        PolicyTrial.Result result = bed.read(
                tx -> bed.application.bean(PolicyTrial.class).on(tx, bed.actor, version, TODAY.minusDays(1), TODAY));
        assertThat(result.judged()).isEqualTo(new PolicyTrial.Count(3, new BigDecimal("900.00")));
        assertThat(result.held()).isEqualTo(new PolicyTrial.Count(1, new BigDecimal("400.00")));
        assertThat(result.warned()).isEqualTo(new PolicyTrial.Count(1, new BigDecimal("200.00")));
        assertThat(result.cases()).extracting(PolicyTrial.Case::would).containsExactly("HOLD", "WARN");
    }

    @Test
    void aPolicyThatMakesNoSenseIsRefusedWithEveryMistake() {
        assertThatThrownBy(() -> bed.write(tx -> policies.draft(
                        tx,
                        bed.actor,
                        List.of(
                                rule(Check.STOPPED, Effect.BLOCK, "5", null, null),
                                rule(Check.OVER_LIMIT, Effect.WARN, null, "101", null),
                                rule(Check.OVER_LIMIT, Effect.WARN, null, null, null),
                                rule(Check.OVERDUE_DAYS, Reach.CUSTOMER, "nobody", Effect.WARN, null, null, -1),
                                rule(Check.OVERDUE_DAYS, Reach.COMPANY, "A", Effect.WARN, null, null, 1)),
                        " ")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::field)
                                .contains(
                                        "note",
                                        "rules[0].amount",
                                        "rules[1].percent",
                                        "rules[2].check",
                                        "rules[3].key",
                                        "rules[3].number",
                                        "rules[4].key"));
    }

    // ---- releases ----

    /** What each cause alone does to a release. */
    @ParameterizedTest
    @EnumSource(CreditHolds.VoidBy.class)
    void eachCauseAloneMakesAReleaseVoid(CreditHolds.VoidBy cause) {
        List<Objection> over = List.of(Objection.of(Objection.OVER_LIMIT));
        List<Objection> worse = List.of(Objection.of(Objection.OVER_LIMIT), Objection.of(Objection.OVERDUE));
        LocalDate until = TODAY.plusDays(7);
        CreditRules.Situation asked = situation("500.00", TODAY, 30, "10", "WATCH", "B");
        CreditHolds.Release release = release(until, cause == CreditHolds.VoidBy.UNSIGNED);
        assertThat(release(until, false).voidFor(asked, over, agreed(TWO_TEN))).isEmpty();
        Set<CreditHolds.VoidBy> found = switch (cause) {
            case UNSIGNED -> voids(release, asked, over);
            case EXPIRED -> voids(release, situation("500.00", until.plusDays(1), 30, "10", "WATCH", "B"), over);
            case GROWN -> voids(release, situation("500.01", TODAY, 30, "10", "WATCH", "B"), over);
            case LONGER_TERM -> voids(release, situation("500.00", TODAY, 31, "10", "WATCH", "B"), over);
            case BETTER_DISCOUNT -> release.voidFor(asked, over, agreed(offer(false, 1, "10", "2.5")));
            case NEW_OBJECTION -> voids(release, asked, worse);
            case WORSE_RISK -> voids(release, situation("500.00", TODAY, 30, "10.01", "WATCH", "B"), over);
        };
        assertThat(found).isEqualTo(EnumSet.of(cause));
        assertThat(voids(release(until, false), situation("500.00", TODAY, 30, "10", "CASH_ONLY", "B"), over))
                .containsExactly(CreditHolds.VoidBy.WORSE_RISK);
        assertThat(voids(release(until, false), situation("500.00", TODAY, 30, "10", "WATCH", "C"), over))
                .containsExactly(CreditHolds.VoidBy.WORSE_RISK);
    }

    /** Goods leave in parts: each may be small, and yet their order has grown past what was released. */
    @Test
    void whatAnOrderHasGrownToSinceMakesItsReleaseVoidAtTheDoor() {
        List<Objection> over = List.of(Objection.of(Objection.OVER_LIMIT));
        CreditHolds.Release release = release(TODAY.plusDays(7), false);
        CreditRules.Situation leaving = leaving("20.00");
        assertThat(release.voidFor(leaving, over, agreed(TWO_TEN))).isEmpty();
        assertThat(release.voidFor(leaving, over, new Agreed(new BigDecimal("500.01"), day -> 30, TWO_TEN)))
                .containsExactly(CreditHolds.VoidBy.GROWN);
        assertThat(release.voidFor(leaving, over, new Agreed(new BigDecimal("500"), day -> 31, TWO_TEN)))
                .containsExactly(CreditHolds.VoidBy.LONGER_TERM);
        assertThat(release.voidFor(leaving, over, agreed(offer(false, 2, "10", "2"))))
                .as("counted from the invoice it lasts longer")
                .containsExactly(CreditHolds.VoidBy.BETTER_DISCOUNT);
    }

    /** Steps as days/rate; full: only a payment of everything earns it; from: what the days count from. */
    @ParameterizedTest(name = "{0} against {1}: better {2}")
    @CsvSource({
        "'2/10', '2/10', false",
        "'', '2/10', false",
        "'2/10', '', true",
        "'2.01/10', '2/10', true",
        "'2/11', '2/10', true",
        "'2/10 1/20', '2/10', true",
        "'2/10', '2/10 1/20', false",
        "'1/20', '2/10', true",
        "'1/9', '2/10', false",
        "'1.5/9', '2/10', false",
        "'2/10 full', '2/10', false",
        "'2/10', '2/10 full', true",
        "'2/10 net', '2/10', false",
        "'2/10', '2/10 net', true",
        "'2/10 from2', '2/10 from1', true",
        "'2/10 from1', '2/10 from2', false",
    })
    void aDiscountIsBetterWhenSomeDayOrPaymentEarnsMore(String one, String other, boolean better) {
        assertThat(parsed(one).isBetterThan(parsed(other))).isEqualTo(better);
    }

    private static DiscountOffer parsed(String text) {
        List<DiscountOffer.Step> steps = new ArrayList<>();
        int from = 1;
        for (String word : text.split(" ")) {
            if (word.contains("/")) {
                String[] parts = word.split("/");
                steps.add(new DiscountOffer.Step(Integer.parseInt(parts[1]), new BigDecimal(parts[0])));
            } else if (word.startsWith("from")) {
                from = Integer.parseInt(word.substring(4));
            }
        }
        return new DiscountOffer(steps, !text.contains("net"), text.contains("full"), from);
    }

    private static final DiscountOffer TWO_TEN = offer(false, 1, "10", "2");

    private static DiscountOffer offer(boolean fullOnly, int from, String days, String rate) {
        return new DiscountOffer(
                List.of(new DiscountOffer.Step(Integer.parseInt(days), new BigDecimal(rate))), true, fullOnly, from);
    }

    private static Agreed agreed(DiscountOffer discount) {
        return new Agreed(new BigDecimal("500"), day -> 30, discount);
    }

    private static Set<CreditHolds.VoidBy> voids(
            CreditHolds.Release release, CreditRules.Situation situation, List<Objection> holding) {
        return release.voidFor(situation, holding, agreed(TWO_TEN));
    }

    private static CreditHolds.Release release(LocalDate until, boolean needsSecond) {
        UUID order = Ids.next();
        return new CreditHolds.Release(
                Ids.next(),
                order,
                Ids.next(),
                new BigDecimal("500"),
                until,
                30,
                Set.of(Objection.OVER_LIMIT),
                BigDecimal.TEN,
                AccountStatus.WATCH,
                "B",
                needsSecond,
                null,
                "known customer",
                Instant.EPOCH,
                Ids.next(),
                order,
                TODAY,
                TWO_TEN);
    }

    /** The same customer's goods at the door. */
    private static CreditRules.Situation leaving(String amount) {
        CreditRules.Situation ordered = situation(amount, TODAY, 30, "10", "WATCH", "B");
        return new CreditRules.Situation(
                ordered.account(),
                ordered.pools(),
                CreditRequest.leaving(Ids.next(), ordered.account().id(), cny(amount), TODAY),
                BigDecimal.ZERO,
                false,
                ordered.overdue(),
                ordered.past(),
                null,
                ordered.profile());
    }

    private static CreditRules.Situation situation(
            String amount, LocalDate on, int term, String overdue, String status, String grade) {
        Terms terms = Terms.ofLimit(BigDecimal.ONE).withStatus(AccountStatus.valueOf(status));
        terms = new Terms(
                terms.limit(),
                terms.temporaryLimit(),
                null,
                null,
                terms.status(),
                null,
                null,
                null,
                null,
                BigDecimal.ZERO,
                grade,
                null,
                null,
                null,
                null,
                null);
        UUID party = Ids.next();
        return new CreditRules.Situation(
                Account.unopened(party, terms),
                List.of(),
                CreditRequest.of(Ids.next(), party, cny(amount), on, on.plusDays(term)),
                new BigDecimal(amount),
                false,
                new Overdue(new BigDecimal(overdue), 1, on.minusDays(1)),
                Past.NONE,
                null,
                Policy.BUILT_IN.profile(ControlPoint.CONFIRM, party, null, grade));
    }

    @Test
    void whereAPolicySaysNothingAPointBorrowsFromTheOneItFollows() {
        UUID party = Ids.next();
        Policy policy = new Policy(
                1,
                List.of(
                        PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.OVERDUE_DAYS, Effect.APPROVE, 30),
                        PolicyRule.ofCompany(ControlPoint.CONFIRM, Check.NOT_VALID, Effect.WARN, null),
                        PolicyRule.ofCompany(ControlPoint.CHANGE, Check.OVERDUE_DAYS, Effect.BLOCK, 10),
                        PolicyRule.ofCompany(ControlPoint.CHANGE, Check.NOT_VALID, Effect.IGNORE, null),
                        PolicyRule.ofCompany(ControlPoint.DELIVERY, Check.OVERDUE_DAYS, Effect.APPROVE, 60)));
        Policy.Profile quote = policy.profile(ControlPoint.QUOTE, party, null, null);
        Policy.Profile change = policy.profile(ControlPoint.CHANGE, party, null, null);
        Policy.Profile notice = policy.profile(ControlPoint.SHIPPING_NOTICE, party, null, null);
        assertThat(quote.effect(Check.OVERDUE_DAYS))
                .as("a quote is only warned")
                .isEqualTo(Effect.WARN);
        assertThat(quote.number(Check.OVERDUE_DAYS)).isEqualTo(30);
        assertThat(change.effect(Check.OVERDUE_DAYS)).as("its own rule").isEqualTo(Effect.BLOCK);
        assertThat(change.number(Check.OVERDUE_DAYS)).isEqualTo(10);
        assertThat(change.effect(Check.NOT_VALID)).as("said not to be checked").isEqualTo(Effect.IGNORE);
        assertThat(notice.number(Check.OVERDUE_DAYS)).isEqualTo(60);
        assertThat(notice.effect(Check.NOT_VALID)).isEqualTo(Effect.IGNORE);
    }

    // ---- another day ----

    @Test
    void exposureAsOfAPastDayAndTheCalendarOfDaysToCome() {
        UUID customer = bed.customer("1000");
        CreditOutlook outlook = bed.application.bean(CreditOutlook.class);
        item(customer, "100", TODAY.plusDays(10).toString());
        item(customer, "200", TODAY.plusDays(20).toString());
        item(customer, "50", TODAY.minusDays(1).toString());
        ask(customer, "300.00");
        assertThat(bed.read(tx -> outlook.asOf(tx, bed.actor, customer, TODAY)).exposure())
                .isEqualByComparingTo("650");
        assertThat(bed.read(tx -> outlook.asOf(tx, bed.actor, customer, TODAY.minusDays(1)))
                        .exposure())
                .isEqualByComparingTo("0");
        CreditOutlook.Calendar calendar = bed.read(tx -> outlook.calendar(tx, bed.actor, customer, 30));
        assertThat(calendar.overdue()).isEqualByComparingTo("50");
        assertThat(calendar.days())
                .extracting(day -> day.on() + " " + day.free())
                .containsExactly(TODAY + " 350.00", TODAY.plusDays(10) + " 450.00", TODAY.plusDays(20) + " 650.00");
        // A promise brings forward what is overdue first and then what comes later; it adds nothing.
        promise(customer, TODAY.toString(), TODAY.plusDays(5).toString(), "0");
        sql(
                "update receivables.promise set amount = 120 where party_id = '%s' and due = '%s'",
                customer, TODAY.plusDays(5));
        CreditOutlook.Calendar promised = bed.read(tx -> outlook.calendar(tx, bed.actor, customer, 30));
        assertThat(promised.overdue()).isEqualByComparingTo("0");
        assertThat(promised.days())
                .extracting(day -> day.on() + " " + day.free())
                .containsExactly(
                        TODAY + " 350.00",
                        TODAY.plusDays(5) + " 470.00",
                        TODAY.plusDays(10) + " 500.00",
                        TODAY.plusDays(20) + " 700.00");
        assertThat(promised.days().get(1).parts())
                .containsExactly(new CreditOutlook.Part(ComingSource.Kind.PROMISE, new BigDecimal("120.00")));
    }

    /** What a way out proposes passes the gate: for every mixture of what money and less can cure. */
    @Test
    void proposalsAlwaysPass() {
        java.util.Random random = new java.util.Random(7);
        for (int round = 0; round < 60; round++) {
            UUID customer = bed.customer(String.valueOf(100 + random.nextInt(900)));
            if (random.nextBoolean()) {
                sql("update credit.account set status = 'CASH_ONLY' where id = '%s'", customer);
            }
            int owes = random.nextInt(500);
            if (owes > 0) {
                item(customer, String.valueOf(owes), TODAY.plusDays(5).toString());
            }
            live(Stream.of(
                            rule(Check.OVER_LIMIT, Effect.APPROVE, String.valueOf(random.nextInt(50)), "3.5", null),
                            rule(Check.CASH_ONLY, Effect.BLOCK, null, null, null),
                            rule(
                                    Check.ORDER_TOO_LARGE,
                                    Effect.APPROVE,
                                    String.valueOf(50 + random.nextInt(800)),
                                    null,
                                    null))
                    .filter(r -> random.nextInt(4) > 0 || r.check() == Check.OVER_LIMIT)
                    .toArray(PolicyRule[]::new));
            String wanted = new BigDecimal(10 + random.nextInt(200_000))
                    .movePointLeft(2)
                    .toPlainString();
            if (!(ask(customer, wanted) instanceof CreditDecision.Held held)) {
                continue;
            }
            for (WayOut way : held.ways()) {
                BigDecimal amount = way.amount();
                if (way.kind() == WayOut.Kind.REDUCE && amount != null) {
                    UUID order = bed.order(customer);
                    CreditRequest less = CreditRequest.of(order, customer, cny(amount.toPlainString()), TODAY, null);
                    CreditDecision again = bed.read(tx -> bed.credit.simulate(tx, bed.actor, less));
                    assertThat(again).as("%s of %s, %s", way, wanted, held).isInstanceOf(CreditDecision.Granted.class);
                }
                if (way.kind() == WayOut.Kind.PAY && amount != null) {
                    UUID money = bed.document("receipt", customer);
                    bed.write(tx -> {
                        bed.credit.move(
                                tx,
                                bed.actor,
                                customer,
                                money,
                                TODAY,
                                Bucket.UNAPPLIED,
                                cny(amount.toPlainString()),
                                "receive");
                        return true;
                    });
                    assertThat(ask(customer, wanted))
                            .as("%s of %s, %s", way, wanted, held)
                            .isInstanceOf(CreditDecision.Granted.class);
                    break;
                }
            }
        }
    }
}
