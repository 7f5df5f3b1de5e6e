package io.onaccount.credit.warning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.credit.warning.WarningRule.Action;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Early warnings (CRD-24): what each rule sees, how a warning lives from day to day, who is told and what is done. */
class WarningsTest {
    private static final LocalDate TODAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final Warnings warnings = bed.application.bean(Warnings.class);
    private final WarningRules rules = bed.application.bean(WarningRules.class);

    private void sql(String statement, Object... values) {
        bed.application.database().sql(statement.formatted(values));
    }

    private String value(String query, Object... values) {
        return bed.application.database().value(query.formatted(values));
    }

    private void account(UUID customer, String set) {
        sql("update credit.account set %s where company_id = %d and id = '%s'", set, bed.company, customer);
    }

    private UUID item(UUID customer, String amount, LocalDate due) {
        UUID id = Ids.next();
        sql(
                "insert into receivables.open_item (company_id, id, party_id, document_id, kind, number, amount, currency, date, due) values (%d, '%s', '%s', '%s', 'OPENING', '%s', %s, 'CNY', date '%s' - 30, '%s')",
                bed.company, id, customer, bed.document("opening-balance", customer), id, amount, due, due);
        return id;
    }

    private void paid(UUID customer, String amount, LocalDate due, LocalDate on) {
        UUID item = item(customer, amount, due);
        UUID receipt = bed.document("receipt", customer);
        UUID cash = Ids.next();
        sql(
                "insert into receivables.cash_account (company_id, id, code, name, currency) values (%d, '%s', '%s', 'Bank', 'CNY')",
                bed.company, cash, cash.toString().substring(9, 36));
        sql(
                "insert into receivables.receipt (company_id, id, party_id, amount, currency, cash_account_id, method, posted_on) values (%d, '%s', '%s', %s, 'CNY', '%s', 'TRANSFER', '%s')",
                bed.company, receipt, customer, amount, cash, on);
        sql(
                "insert into receivables.allocation (company_id, id, match_id, party_id, item_id, receipt_id, amount, currency, happened_on, item_date, item_due) values (%d, '%s', '%s', '%s', '%s', '%s', %s, 'CNY', '%s', date '%s' - 30, '%s')",
                bed.company, Ids.next(), Ids.next(), customer, item, receipt, amount, on, due, due);
        sql("update receivables.open_item set settled = amount where id = '%s'", item);
    }

    private void ordered(UUID customer, String amount, LocalDate on) {
        sql(
                "update document.header set date = '%s', total = %s where id = '%s'",
                on, amount, bed.document("sales-order", customer));
    }

    /** A person of the bed's company who holds these rights. */
    private Actor person(String... rights) {
        UUID user = Ids.next();
        UUID role = Ids.next();
        sql("insert into organization.app_user (id, login, name) values ('%s', '%s', 'Person')", user, user);
        sql("insert into organization.user_company (user_id, company) values ('%s', %d)", user, bed.company);
        sql(
                "insert into organization.membership (company_id, user_id, scope) values (%d, '%s', 'ALL')",
                bed.company, user);
        sql(
                "insert into organization.role (company_id, id, code, name, rights) values (%d, '%s', '%s', 'Some', '{%s}')",
                bed.company, role, role, String.join(",", rights));
        sql(
                "insert into organization.membership_role (company_id, user_id, role_id) values (%d, '%s', '%s')",
                bed.company, user, role);
        return bed.application.bean(Organization.class).actor(bed.company, user).on(TODAY);
    }

    private static WarningRule rule(
            Signal signal,
            @Nullable String percent,
            @Nullable String amount,
            @Nullable Integer days,
            @Nullable Integer times) {
        return rule(signal, percent, amount, days, times, Action.NONE);
    }

    private static WarningRule rule(
            Signal signal,
            @Nullable String percent,
            @Nullable String amount,
            @Nullable Integer days,
            @Nullable Integer times,
            Action action) {
        return new WarningRule(
                null,
                signal,
                percent == null ? null : new BigDecimal(percent),
                amount == null ? null : new BigDecimal(amount),
                days,
                times,
                List.of(),
                false,
                false,
                action,
                action == Action.TASK ? Integer.valueOf(5) : null,
                true);
    }

    private void settle(Actor actor, WarningRule... all) {
        bed.write(tx -> {
            rules.settle(tx, actor, null, List.of(all));
            return true;
        });
    }

    private Warnings.Run run(LocalDate on) {
        return warnings.run(bed.company, on, null);
    }

    private List<Warnings.Warning> open(UUID customer) {
        return bed.read(tx -> warnings.of(tx, bed.actor, customer));
    }

    private List<Signal> signals(UUID customer) {
        return open(customer).stream().map(Warnings.Warning::signal).toList();
    }

    // ---- what each rule sees ----

    private record Trouble(String name, Consumer<WarningsTest> made) {
        @Override
        public String toString() {
            return name;
        }
    }

    private UUID watched = Ids.next();

    private static Arguments seen(
            Signal signal,
            WarningRule just,
            WarningRule notYet,
            Map<String, String> figures,
            String name,
            Consumer<WarningsTest> made) {
        return Arguments.of(signal, just, notYet, figures, new Trouble(name, made));
    }

    static Stream<Arguments> whatRulesSee() {
        return Stream.of(
                seen(
                        Signal.UTILISATION,
                        rule(Signal.UTILISATION, "80", null, null, null),
                        rule(Signal.UTILISATION, "80.01", null, null, null),
                        Map.of("used", "800.00", "allowed", "1000.00", "percent", "80"),
                        "four fifths used",
                        t -> t.account(t.watched, "ordered = 800")),
                seen(
                        Signal.UTILISATION,
                        rule(Signal.UTILISATION, "100", null, null, null),
                        rule(Signal.UTILISATION, "120", null, null, null),
                        Map.of("used", "1100.00", "allowed", "1100.00", "percent", "100"),
                        "all used, the temporary limit too",
                        t -> t.account(
                                t.watched,
                                "receivable = 1100, temporary_limit = 100, temporary_from = '2026-03-01', temporary_to = '2026-03-31'")),
                seen(
                        Signal.DUE_SOON,
                        rule(Signal.DUE_SOON, null, "249.99", 3, null),
                        rule(Signal.DUE_SOON, null, "250", 3, null),
                        Map.of("amount", "250.00", "days", "3"),
                        "due today and in three days",
                        t -> {
                            t.item(t.watched, "100", TODAY);
                            t.item(t.watched, "150", TODAY.plusDays(3));
                            t.item(t.watched, "1000", TODAY.plusDays(4));
                        }),
                seen(
                        Signal.OVERDUE,
                        rule(Signal.OVERDUE, null, "0", 15, null),
                        rule(Signal.OVERDUE, null, "0", 16, null),
                        Map.of("amount", "130.00", "days", "16"),
                        "overdue for sixteen days",
                        t -> {
                            t.item(t.watched, "100", TODAY.minusDays(16));
                            t.item(t.watched, "30", TODAY.minusDays(1));
                        }),
                seen(
                        Signal.LATE_IN_ROW,
                        rule(Signal.LATE_IN_ROW, null, null, null, 3),
                        rule(Signal.LATE_IN_ROW, null, null, null, 4),
                        Map.of("times", "3"),
                        "the latest three late, the one before in time",
                        t -> {
                            t.paid(t.watched, "10", TODAY.minusDays(90), TODAY.minusDays(91));
                            t.paid(t.watched, "10", TODAY.minusDays(60), TODAY.minusDays(50));
                            t.paid(t.watched, "10", TODAY.minusDays(40), TODAY.minusDays(39));
                            t.item(t.watched, "10", TODAY.minusDays(1));
                        }),
                seen(
                        Signal.SLOWER,
                        rule(Signal.SLOWER, null, null, 18, null),
                        rule(Signal.SLOWER, null, null, 19, null),
                        Map.of("now", "20.0", "before", "2.0"),
                        "two days late, now twenty",
                        t -> {
                            for (int month = 5; month <= 7; month++) {
                                LocalDate due = TODAY.minusMonths(month);
                                t.paid(t.watched, "100", due, due.plusDays(2));
                            }
                            t.paid(t.watched, "100", TODAY.minusDays(40), TODAY.minusDays(20));
                        }),
                seen(
                        Signal.ORDER_SURGE,
                        rule(Signal.ORDER_SURGE, "250", "2499", null, null),
                        rule(Signal.ORDER_SURGE, "251", "0", null, null),
                        Map.of("month", "2500.00", "usual", "1000.00"),
                        "two and a half times the usual",
                        t -> {
                            t.ordered(t.watched, "1500", TODAY.minusMonths(2));
                            t.ordered(t.watched, "500", TODAY.minusMonths(1));
                            t.ordered(t.watched, "2500", TODAY.minusDays(1));
                        }),
                seen(
                        Signal.TEMPORARY_ENDS,
                        rule(Signal.TEMPORARY_ENDS, null, null, 7, null),
                        rule(Signal.TEMPORARY_ENDS, null, null, 6, null),
                        Map.of("days", "7"),
                        "a temporary limit of one more week",
                        t -> t.account(
                                t.watched,
                                "temporary_limit = 10, temporary_from = '2026-03-01', temporary_to = '2026-04-07'")),
                seen(
                        Signal.VALIDITY_ENDS,
                        rule(Signal.VALIDITY_ENDS, null, null, 30, null),
                        rule(Signal.VALIDITY_ENDS, null, null, 29, null),
                        Map.of("days", "30"),
                        "valid for thirty more days",
                        t -> t.account(t.watched, "valid_to = '2026-04-30'")),
                seen(
                        Signal.GUARANTEE_ENDS,
                        rule(Signal.GUARANTEE_ENDS, null, null, 30, null),
                        rule(Signal.GUARANTEE_ENDS, null, null, 29, null),
                        Map.of("days", "30"),
                        "a guarantee of thirty more days",
                        t -> t.account(t.watched, "guarantee_to = '2026-04-30'")),
                seen(
                        Signal.REVIEW_DUE,
                        rule(Signal.REVIEW_DUE, null, null, 0, null),
                        rule(Signal.VALIDITY_ENDS, null, null, 0, null),
                        Map.of("days", "-2"),
                        "a review missed two days ago",
                        t -> t.account(t.watched, "review_on = '2026-03-29'")),
                seen(
                        Signal.STOPPED_BUYING,
                        rule(Signal.STOPPED_BUYING, null, null, 60, 4),
                        rule(Signal.STOPPED_BUYING, null, null, 60, 5),
                        Map.of("days", "60"),
                        "four months of orders, then none for sixty days",
                        t -> {
                            for (int month = 0; month < 4; month++) {
                                t.ordered(t.watched, "10", TODAY.minusDays(60 + 30L * month));
                            }
                        }),
                seen(
                        Signal.POOL_USED,
                        rule(Signal.POOL_USED, "90", null, null, null),
                        rule(Signal.POOL_USED, "90.1", null, null, null),
                        Map.of("percent", "90.0"),
                        "a shared limit nearly used up",
                        t -> t.pool("ACTIVE", "limit 100 of which 90", t.watched)),
                seen(
                        Signal.POOL_STOPPED,
                        rule(Signal.POOL_STOPPED, null, null, null, null),
                        rule(Signal.POOL_USED, "91", null, null, null),
                        Map.of("limits", "1"),
                        "a shared limit that is stopped",
                        t -> t.pool("STOPPED", "limit 100 of which 90", t.watched)),
                seen(
                        Signal.KIN_TROUBLE,
                        rule(Signal.KIN_TROUBLE, null, null, 30, null),
                        rule(Signal.KIN_TROUBLE, null, null, 31, null),
                        Map.of("customer", "T", "amount", "70.00", "days", "31", "stopped", "0"),
                        "a company of the same person overdue for a month",
                        t -> {
                            UUID sister = t.bed.customer("1000");
                            t.item(sister, "70", TODAY.minusDays(31));
                            t.sql(
                                    "update party.party set legal_person = '王恒' where id in ('%s', '%s')",
                                    t.watched, sister);
                        }),
                seen(
                        Signal.KIN_TROUBLE,
                        rule(Signal.KIN_TROUBLE, null, null, 3650, null),
                        rule(Signal.OVERDUE, null, "0", 0, null),
                        Map.of("customer", "T", "amount", "0.00", "days", "0", "stopped", "1"),
                        "the head of the group gets no credit any more",
                        t -> {
                            UUID parent = t.bed.customer("1000");
                            t.account(parent, "status = 'STOPPED'");
                            t.pool("ACTIVE", "limit 100 of which 90", t.watched, parent);
                        }),
                seen(
                        Signal.KIN_TROUBLE,
                        rule(Signal.KIN_TROUBLE, null, null, 3650, null),
                        rule(Signal.OVERDUE, null, "0", 0, null),
                        Map.of("customer", "T", "amount", "0.00", "days", "0", "stopped", "1"),
                        "the customer it belongs to gets no credit any more",
                        t -> {
                            UUID parent = t.bed.customer("1000");
                            t.account(parent, "status = 'STOPPED'");
                            t.sql(
                                    "update party.party set parent_id = '%s', top_id = '%s' where id = '%s'",
                                    parent, parent, t.watched);
                        }),
                seen(
                        Signal.EXTERNAL,
                        rule(Signal.EXTERNAL, null, null, 10, null),
                        rule(Signal.EXTERNAL, null, null, 9, null),
                        Map.of("days", "10"),
                        "a lawsuit of ten days ago",
                        t -> t.sql(
                                "insert into credit.external_alert (company_id, id, party_id, topic, message, source, date, entered_by) values (%d, '%s', '%s', 'LAWSUIT', 'sued', 'court', '2026-03-21', '%s')",
                                t.bed.company, Ids.next(), t.watched, t.bed.actor.user())));
    }

    private void pool(String state, String what, UUID... members) {
        UUID pool = bed.document("shared-limit", null);
        sql("update document.header set state = '%s' where id = '%s'", state, pool);
        assertThat(what).isEqualTo("limit 100 of which 90");
        sql(
                "insert into credit.pool (company_id, id, basis, currency, credit_limit, exposure) values (%d, '%s', 'GROUP', 'CNY', 100, 90)",
                bed.company, pool);
        Arrays.stream(members)
                .forEach(member -> sql(
                        "insert into credit.pool_member (company_id, account_id, pool_id, basis) values (%d, '%s', '%s', 'GROUP')",
                        bed.company, member, pool));
    }

    @ParameterizedTest(name = "{0}: {4}")
    @MethodSource("whatRulesSee")
    void eachRuleFromItsThresholdOn(
            Signal signal, WarningRule just, WarningRule notYet, Map<String, String> figures, Trouble trouble) {
        watched = bed.customer("1000");
        UUID sound = bed.customer("1000");
        trouble.made().accept(this);
        settle(bed.actor, notYet);
        run(TODAY);
        assertThat(open(watched)).as("not yet").isEmpty();
        settle(bed.actor, just);
        run(TODAY);
        assertThat(open(watched)).singleElement().satisfies(warning -> {
            assertThat(warning.signal()).isEqualTo(signal);
            assertThat(warning.figures()).containsExactlyInAnyOrderEntriesOf(figures);
            assertThat(warning.state()).isEqualTo(Warnings.State.OPEN);
            assertThat(warning.openedOn()).isEqualTo(TODAY);
        });
        assertThat(open(sound)).as("who is all right").isEmpty();
    }

    @Test
    void theBuiltInRulesKnowEverySignal() {
        assertThat(bed.read(rules::rulebook).rules())
                .extracting(WarningRule::signal)
                .contains(Signal.values());
        assertThat(bed.read(rules::rulebook).rules().stream()
                        .filter(rule -> rule.signal() == Signal.UTILISATION)
                        .map(WarningRule::percent))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("80"), new BigDecimal("100"));
    }

    // ---- the life of a warning ----

    @Test
    void aWarningLivesWhileItIsTrueWhateverPeopleDo() {
        UUID customer = bed.customer("1000");
        item(customer, "50", TODAY.plusDays(10));
        settle(bed.actor, rule(Signal.OVERDUE, null, "0", 5, null));
        assertThat(run(TODAY.plusDays(15)).opened()).isZero();
        Warnings.Run first = run(TODAY.plusDays(16));
        assertThat(first.opened()).isEqualTo(1);
        UUID id = open(customer).getFirst().id();
        // The next day it is the same warning with other figures.
        assertThat(run(TODAY.plusDays(17)).opened()).isZero();
        assertThat(open(customer)).singleElement().satisfies(w -> {
            assertThat(w.id()).isEqualTo(id);
            assertThat(w.figures()).containsEntry("days", "7");
        });
        // Put off, it comes back by itself.
        Actor on17 = bed.actor.on(TODAY.plusDays(17));
        bed.write(tx -> warnings.snooze(tx, on17, List.of(id), TODAY.plusDays(20), "he promised to pay"));
        run(TODAY.plusDays(19));
        assertThat(open(customer).getFirst().state()).isEqualTo(Warnings.State.SNOOZED);
        run(TODAY.plusDays(20));
        assertThat(open(customer).getFirst().state()).isEqualTo(Warnings.State.OPEN);
        // Handled, it stays quiet while it is still true.
        bed.write(tx -> warnings.acknowledge(tx, on17, List.of(id), "talked to the owner"));
        run(TODAY.plusDays(21));
        assertThat(open(customer)).singleElement().satisfies(w -> {
            assertThat(w.state()).isEqualTo(Warnings.State.ACKNOWLEDGED);
            assertThat(w.reason()).isEqualTo("talked to the owner");
        });
        // Paid, it closes; overdue again, there is a new one.
        sql("update receivables.open_item set due = '%s' where party_id = '%s'", TODAY.plusDays(60), customer);
        assertThat(run(TODAY.plusDays(22)).closed()).isEqualTo(1);
        assertThat(open(customer)).isEmpty();
        assertThat(run(TODAY.plusDays(70)).opened()).isEqualTo(1);
        assertThat(open(customer).getFirst().id()).isNotEqualTo(id);
        assertThatThrownBy(() -> bed.write(tx -> warnings.acknowledge(tx, on17, List.of(id), "late")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("credit-warning-closed"));
    }

    @Test
    void aRuleThatIsTakenOffClosesItsWarnings() {
        UUID customer = bed.customer("1000");
        item(customer, "50", TODAY.minusDays(10));
        settle(bed.actor, rule(Signal.OVERDUE, null, "0", 5, null), rule(Signal.OVERDUE, null, "0", 9, null));
        run(TODAY);
        assertThat(signals(customer)).hasSize(2);
        settle(bed.actor, rule(Signal.LATE_IN_ROW, null, null, null, 1));
        run(TODAY);
        assertThat(signals(customer)).containsExactly(Signal.LATE_IN_ROW);
    }

    // ---- what is done ----

    @Test
    void aRuleActsOnTheAccountInTheNameOfWhoSetIt() {
        Actor controller = person("credit-account.grant", "credit-account.view");
        UUID watch = bed.customer("1000");
        UUID stop = bed.customer("1000");
        UUID cash = bed.customer("1000");
        account(watch, "ordered = 850");
        account(stop, "ordered = 850");
        item(stop, "20", TODAY.minusDays(40));
        account(cash, "ordered = 850, status = 'CASH_ONLY'");
        settle(
                controller,
                rule(Signal.UTILISATION, "80", null, null, null, Action.WATCH),
                rule(Signal.OVERDUE, null, "0", 30, null, Action.STOP));
        run(TODAY);
        String status =
                "select string_agg(status, ' ' order by id) from credit.account where company_id = " + bed.company;
        assertThat(value(status)).isEqualTo("WATCH STOPPED CASH_ONLY");
        assertThat(value(
                        "select string_agg(t.recorded_by || ' ' || t.reason, ',') from credit.account_terms t where t.company_id = %d and t.account_id = '%s' and t.status = 'STOPPED'",
                        bed.company, stop))
                .startsWith(controller.user() + " ");
        // A person opens it again: the same warning doesn't stop it a second time.
        account(stop, "status = 'NORMAL'");
        run(TODAY.plusDays(1));
        assertThat(value(status)).isEqualTo("WATCH NORMAL CASH_ONLY");
    }

    @Test
    void aRuleOfSomebodyWhoMayNoLongerDoesNothing() {
        Actor controller = person("credit-account.grant");
        UUID customer = bed.customer("1000");
        account(customer, "ordered = 900");
        settle(controller, rule(Signal.UTILISATION, "80", null, null, null, Action.STOP));
        sql("update organization.role set rights = '{}' where company_id = %d", bed.company);
        sql("update organization.membership set version = version + 1 where company_id = %d", bed.company);
        run(TODAY);
        assertThat(signals(customer)).containsExactly(Signal.UTILISATION);
        assertThat(value("select status from credit.account where id = '%s'", customer))
                .isEqualTo("NORMAL");
        assertThatThrownBy(() -> settle(
                        person("credit-warning.edit"), rule(Signal.UTILISATION, "80", null, null, null, Action.WATCH)))
                .as("who may not grant credit can't let a rule take it")
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::code)
                                .containsExactly("credit-warning-grant"));
    }

    @Test
    void theOwnerTheSuperiorAndTheRoleAreToldOnce() {
        Actor controller = person("credit-warning.view");
        Actor salesperson = person("credit-warning.view");
        Actor manager = person("credit-warning.view");
        UUID role = UUID.fromString(
                value("select role_id from organization.membership_role where user_id = '%s'", controller.user()));
        sql(
                "update organization.membership set superior_id = '%s' where user_id = '%s'",
                manager.user(), salesperson.user());
        UUID customer = bed.customer("1000");
        sql("update document.header set owner_id = '%s' where id = '%s'", salesperson.user(), customer);
        item(customer, "50", TODAY.minusDays(10));
        WarningRule plain = rule(Signal.OVERDUE, null, "0", 5, null, Action.TASK);
        settle(
                bed.actor,
                new WarningRule(
                        null,
                        plain.signal(),
                        null,
                        plain.amount(),
                        plain.days(),
                        null,
                        List.of(role),
                        true,
                        true,
                        Action.TASK,
                        5,
                        true));
        sql("update organization.app_user set email = 'boss@company.example' where id = '%s'", manager.user());
        sql(
                "insert into document.mail_wish (company_id, user_id, event, mode, address) values (%d, '%s', 'warning', 'EACH', 'boss@company.example')",
                bed.company, manager.user());
        run(TODAY);
        run(TODAY.plusDays(1));
        assertThat(value(
                        "select count(*) || ' ' || min(to_address) || ' ' || min(state) from document.mail where company_id = %d and event = 'warning'",
                        bed.company))
                .as("by mail, once, to whoever wants it; no mail server is set")
                .isEqualTo("1 boss@company.example NO_SERVER");
        List<UUID> told = bed.read(tx -> tx.list(
                "select n.user_id from credit.warning_notice n where n.company_id = ?",
                row -> row.uuid("user_id"),
                bed.company));
        assertThat(told).containsExactlyInAnyOrder(controller.user(), salesperson.user(), manager.user());
        assertThat(open(customer).getFirst().dueOn()).isEqualTo(TODAY.plusDays(5));
    }

    // ---- alerts from outside ----

    @Test
    void anAlertOpensItsWarningAtOnceAndAgainWhenMoreIsKnown() {
        ExternalAlerts alerts = bed.application.bean(ExternalAlerts.class);
        Actor controller = person("credit-account.grant", "external-alert.enter");
        UUID customer = bed.customer("1000");
        sql(
                "insert into party.match_key (company_id, party_id, kind, key) values (%d, '%s', 'CREDIT_CODE', '91310116076409427L')",
                bed.company, customer);
        settle(controller, rule(Signal.EXTERNAL, null, null, 90, null, Action.STOP));
        ExternalAlerts.NewAlert sued = new ExternalAlerts.NewAlert(
                null, "91310116076409427l", ExternalAlerts.Topic.LAWSUIT, "sued for 1m", "court", "no 7", TODAY);
        ExternalAlerts.Entered entered = bed.write(tx -> alerts.enter(tx, controller, sued));
        assertThat(entered.customer()).isEqualTo(customer);
        ExternalAlerts.Entered again = bed.write(tx -> alerts.enter(tx, controller, sued));
        assertThat(again).isEqualTo(new ExternalAlerts.Entered(entered.id(), customer, true));
        assertThat(open(customer))
                .singleElement()
                .satisfies(w -> assertThat(w.state()).isEqualTo(Warnings.State.OPEN));
        warnings.act(bed.company, TODAY);
        assertThat(value("select status from credit.account where id = '%s'", customer))
                .isEqualTo("STOPPED");
        UUID id = open(customer).getFirst().id();
        bed.write(tx -> warnings.acknowledge(tx, controller, List.of(id), "our claim is insured"));
        run(TODAY.plusDays(1));
        assertThat(open(customer).getFirst().state()).isEqualTo(Warnings.State.ACKNOWLEDGED);
        Actor later = controller.on(TODAY.plusDays(2));
        bed.write(tx -> alerts.enter(
                tx,
                later,
                new ExternalAlerts.NewAlert(
                        customer, null, ExternalAlerts.Topic.INSOLVENCY, "filed", "court", "no 8", TODAY.plusDays(2))));
        assertThat(open(customer)).singleElement().satisfies(w -> {
            assertThat(w.id()).isEqualTo(id);
            assertThat(w.state()).isEqualTo(Warnings.State.OPEN);
            assertThat(w.figures()).containsEntry("days", "0");
        });
        // Both are taken back: the warning closes.
        bed.read(tx -> alerts.of(tx, later, customer))
                .forEach(alert -> bed.write(tx -> {
                    alerts.withdraw(tx, later, alert.id(), "another company of that name");
                    return true;
                }));
        assertThat(run(TODAY.plusDays(2)).closed()).isEqualTo(1);
        List<ExternalAlerts.Alert> left = bed.read(tx -> alerts.of(tx, later, customer));
        assertThat(left).extracting(ExternalAlerts.Alert::withdrawnOn).containsOnly(TODAY.plusDays(2));
    }

    @Test
    void anAlertThatMakesNoSenseIsRefusedWithEveryMistake() {
        ExternalAlerts alerts = bed.application.bean(ExternalAlerts.class);
        assertThatThrownBy(() -> bed.write(tx -> alerts.enter(
                        tx,
                        bed.actor,
                        new ExternalAlerts.NewAlert(
                                null, null, ExternalAlerts.Topic.TAX, " ", "", null, TODAY.plusDays(1)))))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::field)
                                .containsExactlyInAnyOrder("message", "source", "customer", "date"));
    }

    // ---- all at once ----

    @Test
    void fiveThousandCustomersAreLookedAtInAFewStatements() {
        sql("""
                insert into document.header (company_id, id, kind, number, title, state, date, currency)
                select %1$d, gen_random_uuid(), 'customer', 'C' || g, 'Customer ' || g, 'ACTIVE', '2025-01-01', 'CNY' from generate_series(1, 5000) g""", bed.company);
        sql(
                "insert into party.party (company_id, id, legal_person) select company_id, id, 'Person ' || (row_number() over (order by number)) / 2 from document.header where company_id = %d and kind = 'customer'",
                bed.company);
        sql(
                "insert into credit.account (company_id, id, party_id, currency, credit_limit, ordered) select company_id, id, id, 'CNY', 1000, 900 from document.header where company_id = %d and kind = 'customer'",
                bed.company);
        sql("""
                insert into receivables.open_item (company_id, id, party_id, document_id, kind, number, amount, currency, date, due)
                select h.company_id, gen_random_uuid(), h.id, h.id, 'OPENING', h.number || '-' || g, 100, 'CNY', date '2026-03-31' - 30 * g, date '2026-03-31' - 30 * g + 30
                from document.header h, generate_series(1, 6) g where h.company_id = %d and h.kind = 'customer'""", bed.company);
        sql("analyze");
        Warnings.Run first = run(TODAY);
        // Four fifths used, overdue, late in a row, due today, and a sister in the same trouble: all but the two whose
        // person has one company.
        assertThat(first.customers()).isEqualTo(5000);
        assertThat(first.opened()).isBetween(5000 * 5 - 4, 5000 * 5);
        Warnings.Run second = run(TODAY);
        assertThat(second.opened()).isZero();
        assertThat(second.remaining()).isEqualTo(first.opened());
        System.out.println("5,000 customers: " + first.millis() + " ms, again " + second.millis() + " ms");
        assertThat(second.millis()).isLessThan(20_000);
    }
}
