package io.onaccount.credit.warning;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.credit.AccountStatus;
import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import io.onaccount.organization.Companies;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The lists of warnings, of who was told of them, and of changed limits; and the evaluation of each night. */
@Configuration(proxyBeanMethods = false)
class WarningKinds {
    private static final Logger log = LoggerFactory.getLogger(WarningKinds.class);

    private static final List<Field> FIELDS = List.of(
            Field.of("number", TEXT, "h.number").sorted(),
            Field.of("party", PARTY, "w.party_id").sortedBy("h.title"),
            Field.of("signal", CHOICE, "w.signal").choices(Signal.class).sorted(),
            Field.of("figures", TEXT, "w.figures::text").unfiltered().hidden(),
            Field.of("state", STATUS, "w.state").choices(Warnings.State.class).sorted(),
            Field.of("action", CHOICE, "w.action").choices(WarningRule.Action.class),
            Field.of("acted", BOOLEAN, "w.acted").hidden(),
            Field.of("openedAt", INSTANT, "w.opened_at").hidden().sorted(),
            Field.of("openedOn", DATE, "w.opened_on").sorted(),
            Field.of("dueOn", DATE, "w.due_on").sorted(),
            Field.of("snoozedUntil", DATE, "w.snoozed_until").hidden(),
            Field.of("reason", TEXT, "w.reason").hidden(),
            Field.of("decidedBy", USER, "w.decided_by").hidden(),
            Field.of("closedOn", DATE, "w.closed_on").hidden().sorted(),
            Field.of("owner", USER, "h.owner_id").hidden());

    @Bean("kind.credit-warning")
    Kind warnings() {
        ListDefinition list =
                new ListDefinition("""
                credit.warning w
                join document.header h on h.company_id = w.company_id and h.id = w.party_id""", "w", "h", "true", FIELDS, List.of("^h.number", "h.title"), "-openedOn");
        return Kind.rows(Warnings.KIND, "credit-warnings", list, "run", "decide", "edit");
    }

    @Bean("kind.warning-notice")
    Kind notices() {
        List<Field> fields = new ArrayList<>(FIELDS);
        fields.add(Field.of("warning", REF, "n.warning_id").hidden());
        fields.add(Field.of("user", USER, "n.user_id"));
        ListDefinition list =
                new ListDefinition("""
                credit.warning_notice n
                join credit.warning w on w.company_id = n.company_id and w.id = n.warning_id
                join document.header h on h.company_id = w.company_id and h.id = w.party_id""", "n", "h", "true", fields, List.of("^h.number", "h.title"), "-openedOn");
        return Kind.rows("warning-notice", "warning-notices", list);
    }

    @Bean("kind.limit-change")
    Kind limitChanges() {
        ListDefinition list = new ListDefinition(
                """
                credit.limit_change c
                join document.header h on h.company_id = c.company_id and h.id = c.account_id""",
                "c",
                "h",
                "true",
                List.of(
                        Field.of("recordedAt", INSTANT, "c.recorded_at").sorted(),
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "c.account_id").sortedBy("h.title"),
                        Field.of("oldLimit", MONEY, "c.old_limit"),
                        Field.of("newLimit", MONEY, "c.new_limit").sorted(),
                        Field.of("change", MONEY, "c.new_limit - coalesce(c.old_limit, case when c.first then 0 end)")
                                .sorted()
                                .summed(),
                        Field.of("oldTemporary", MONEY, "c.old_temporary").hidden(),
                        Field.of("newTemporary", MONEY, "c.new_temporary").hidden(),
                        Field.of("oldStatus", CHOICE, "c.old_status")
                                .choices(AccountStatus.class)
                                .hidden(),
                        Field.of("newStatus", CHOICE, "c.new_status").choices(AccountStatus.class),
                        Field.of("reason", TEXT, "c.reason"),
                        Field.of("user", USER, "c.recorded_by"),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "h.title"),
                "-recordedAt");
        return Kind.rows("limit-change", "limit-changes", list);
    }

    @Bean("kind.external-alert")
    Kind alerts() {
        ListDefinition list = new ListDefinition(
                """
                credit.external_alert x
                join document.header h on h.company_id = x.company_id and h.id = x.party_id""",
                "x",
                "h",
                "true",
                List.of(
                        Field.of("date", DATE, "x.date").sorted(),
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "x.party_id").sortedBy("h.title"),
                        Field.of("topic", CHOICE, "x.topic").choices(ExternalAlerts.Topic.class),
                        Field.of("message", TEXT, "x.message"),
                        Field.of("source", TEXT, "x.source"),
                        Field.of("reference", TEXT, "x.reference").hidden(),
                        Field.of("enteredAt", INSTANT, "x.entered_at").sorted(),
                        Field.of("user", USER, "x.entered_by"),
                        Field.of("withdrawnOn", DATE, "x.withdrawn_on").sorted(),
                        Field.of("reason", TEXT, "x.withdrawal_reason").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "h.title"),
                "-enteredAt");
        return Kind.rows(ExternalAlerts.KIND, "external-alerts", list, "enter", "withdraw");
    }

    @Bean
    RecurringWork warningsEachNight(Warnings warnings, Companies companies) {
        return RecurringWork.daily("credit.warning", LocalTime.of(4, 10), ZoneId.of("Asia/Shanghai"), () -> {
            for (long company : companies.all()) {
                try {
                    warnings.run(company, null);
                } catch (RuntimeException e) {
                    log.error("warnings of company {} failed", company, e);
                }
            }
        });
    }
}
