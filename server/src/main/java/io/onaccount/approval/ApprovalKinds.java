package io.onaccount.approval;

import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.REF;
import static io.onaccount.document.Field.Type.STATUS;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import io.onaccount.organization.Companies;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.jobs.RecurringWork;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of this module, and what it does by the clock. */
@Configuration(proxyBeanMethods = false)
class ApprovalKinds {

    @Bean("kind.approval")
    Kind approvalRequests() {
        ListDefinition list = new ListDefinition(
                "approval.request r",
                "r",
                "r",
                "true",
                List.of(
                        Field.of("number", TEXT, "r.number").sorted(),
                        Field.of("subject", REF, "r.subject_id").hidden().unfiltered(),
                        Field.of("title", TEXT, "r.title"),
                        Field.of("party", PARTY, "r.party_id").hidden(),
                        Field.of("rule", TEXT, "r.rule"),
                        Field.of("state", STATUS, "r.state")
                                .choices(RequestState.class)
                                .sorted(),
                        Field.of("total", MONEY, "r.total").sorted(),
                        Field.of("askedBy", USER, "r.asked_by"),
                        Field.of("askedAt", INSTANT, "r.asked_at").sorted(),
                        Field.of("endedAt", INSTANT, "r.ended_at").hidden().sorted(),
                        Field.of("owner", USER, "r.owner_id").hidden(),
                        Field.of("department", DEPARTMENT, "r.department_id").hidden()),
                List.of("^r.number", "r.title"),
                "-askedAt");
        return Kind.rows(Approvals.KIND, "approvals", list, "decide", "reassign", "delegate", "link");
    }

    @Bean("kind.approval-flow")
    Kind approvalFlowKind() {
        ListDefinition list = new ListDefinition(
                "approval.flow f",
                "f",
                "",
                "true",
                List.of(
                        Field.of("kind", CHOICE, "f.kind").sorted(),
                        Field.of("active", NUMBER, "f.active"),
                        Field.of("rules", NUMBER, "jsonb_array_length(f.draft -> 'rules')")),
                List.of(),
                "kind");
        return Kind.rows(ApprovalFlows.KIND, "approval-flows", list, "edit");
    }

    @Bean
    RecurringWork escalateLateApprovals(Approvals approvals, Companies companies, Database database, Clock clock) {
        return RecurringWork.every("approval.escalate", Duration.ofMinutes(1), () -> {
            for (long company : companies.all()) {
                database.write(company, tx -> approvals.escalate(tx, clock.instant()));
            }
        });
    }
}
