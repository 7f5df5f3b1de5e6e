package io.onaccount.credit;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
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
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of this module: accounts, entries, holds, proofs. */
@Configuration(proxyBeanMethods = false)
class CreditKinds {
    private static final String ALLOWED = "a.credit_limit + case when " + ListDefinition.TODAY
            + " between a.temporary_from and a.temporary_to then a.temporary_limit else 0 end";

    /** What moves exposure, as the modules that do it call it. */
    private static final List<String> CAUSES = List.of(
            "confirm",
            "change",
            "owe",
            "order",
            "deliver",
            "delivery",
            "invoice",
            "difference",
            "take_back",
            "write_off",
            "recovery",
            "return",
            "cancel",
            "close",
            "opening",
            "receive",
            "reverse",
            "allocate",
            "unallocate",
            "assign",
            "deposit",
            "redate",
            "refund",
            "refund-reversed",
            "mature",
            "dishonour",
            "bill",
            "revaluation");

    /** Whoever owes something without any limit is beyond every share: it stays empty. */
    private static final String USED_SHARE =
            "case when " + ALLOWED + " > 0 then round(" + Account.EXPOSURE + " / (" + ALLOWED + "), 4) end";

    /** One person has released it, and it takes two. */
    private static final String WAITS_FOR_SECOND =
            "d.state = 'OPEN' and exists (select 1 from credit.release r where r.company_id = d.company_id and r.hold_id = d.id and r.needs_second"
                    + " and r.valid_until >= " + ListDefinition.TODAY
                    + " and r.ceiling >= d.amount and not exists (select 1 from credit.release_signature g"
                    + " where g.company_id = r.company_id and g.release_id = r.id))";

    @Bean("kind.credit-account")
    Kind creditAccounts() {
        ListDefinition list = new ListDefinition(
                """
                credit.account a
                join document.header h on h.company_id = a.company_id and h.id = a.party_id
                left join party.party y on y.company_id = a.company_id and y.id = a.party_id""",
                "a",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "a.party_id").sortedBy("h.title"),
                        Field.of("status", STATUS, "a.status")
                                .choices(AccountStatus.class)
                                .sorted(),
                        Field.of("limit", MONEY, "a.credit_limit").sorted().summed(),
                        Field.of("temporaryLimit", MONEY, "a.temporary_limit").hidden(),
                        Field.of("temporaryTo", DATE, "a.temporary_to").hidden(),
                        Field.of("ordered", MONEY, "a.ordered").summed(),
                        Field.of("shipped", MONEY, "a.shipped").hidden().summed(),
                        Field.of("receivable", MONEY, "a.receivable").summed(),
                        Field.of("bills", MONEY, "a.bills").hidden().summed(),
                        Field.of("unapplied", MONEY, "a.unapplied").summed(),
                        Field.of("deposit", MONEY, "a.deposit").hidden().summed(),
                        Field.of("exposure", MONEY, Account.EXPOSURE).sorted().summed(),
                        Field.of("free", MONEY, ALLOWED + " - " + Account.EXPOSURE)
                                .sorted(),
                        Field.of("termDays", NUMBER, "a.term_days").hidden(),
                        Field.of("grade", TEXT, "a.grade").hidden(),
                        Field.of("reviewOn", DATE, "a.review_on").hidden().sorted(),
                        Field.of("validTo", DATE, "a.valid_to").hidden().sorted(),
                        Field.of("guaranteeTo", DATE, "a.guarantee_to").hidden().sorted(),
                        Field.of("usedShare", NUMBER, USED_SHARE).hidden().sorted(),
                        Field.of("over", MONEY, "greatest(" + Account.EXPOSURE + " - (" + ALLOWED + "), 0)")
                                .hidden()
                                .sorted()
                                .summed(),
                        Field.of("province", TEXT, "y.province").hidden(),
                        Field.of(
                                        "group",
                                        REF,
                                        "(select k.group_id from credit.customer_group k where k.company_id = a.company_id and k.party_id = a.party_id)")
                                .inScope()
                                .hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("@party"),
                "-exposure");
        return Kind.rows(CreditAccounts.KIND, "credit-accounts", list, "grant", "import");
    }

    @Bean("kind.credit-entry")
    Kind creditEntries() {
        ListDefinition list = new ListDefinition(
                """
                credit.entry e
                join document.header h on h.company_id = e.company_id and h.id = e.document_id
                join document.header p on p.company_id = e.company_id and p.id = e.account_id""",
                "e",
                "p",
                "true",
                List.of(
                        Field.of("recordedAt", INSTANT, "e.recorded_at").sorted(),
                        Field.of("date", DATE, "e.happened_on"),
                        Field.of("party", PARTY, "e.account_id"),
                        Field.of("document", REF, "e.document_id"),
                        Field.of("number", TEXT, "h.number"),
                        Field.of("bucket", CHOICE, "e.bucket").choices(Bucket.class),
                        Field.of("amount", MONEY, "e.amount").summed(),
                        Field.of("cause", CHOICE, "e.cause").choices(CAUSES),
                        Field.of("user", USER, "e.recorded_by").hidden()),
                List.of("^h.number"),
                "-recordedAt");
        return Kind.rows("credit-entry", "credit-entries", list);
    }

    @Bean("kind.credit-hold")
    Kind creditHolds() {
        ListDefinition list = new ListDefinition(
                """
                credit.hold d
                join document.header h on h.company_id = d.company_id and h.id = d.document_id""",
                "d",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "h.number"),
                        Field.of("document", REF, "d.document_id").hidden(),
                        Field.of("party", PARTY, "d.account_id"),
                        Field.of("amount", MONEY, "d.amount").sorted().summed(),
                        Field.of(
                                        "objections",
                                        TEXT,
                                        "(select string_agg(o ->> 'code', ', ') from jsonb_array_elements(d.objections) o)")
                                .unfiltered(),
                        Field.of("waitsForSecond", BOOLEAN, WAITS_FOR_SECOND).hidden(),
                        Field.of("state", STATUS, "d.state").choices(HoldState.class),
                        Field.of("placedAt", INSTANT, "d.placed_at").sorted(),
                        Field.of("placedBy", USER, "d.placed_by"),
                        Field.of("endedAt", INSTANT, "d.ended_at").hidden(),
                        Field.of("endedBy", USER, "d.ended_by").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number"),
                "placedAt");
        return Kind.rows(CreditHolds.KIND, "credit-holds", list, "release", "reject");
    }

    @Bean("kind.credit-application")
    Kind applicationsForCredit() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join credit.application p on p.company_id = h.company_id and p.id = h.id
                left join party.payment_term t on t.company_id = p.company_id and t.id = p.payment_term_id""",
                "h",
                "h",
                "h.kind = 'credit-application'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("purpose", CHOICE, "p.purpose").choices(CreditProposal.Purpose.class),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("state", STATUS, "h.state")
                                .choices(ApplicationState.class)
                                .sorted(),
                        Field.of("total", MONEY, "h.total").sorted(),
                        Field.of("limitBefore", MONEY, "(p.asked_with ->> 'limit')::numeric"),
                        Field.of("paymentTerm", TEXT, "t.code").hidden(),
                        Field.of("temporaryTo", DATE, "p.temporary_to").hidden(),
                        Field.of("reviewOn", DATE, "p.review_on").hidden(),
                        Field.of("validTo", DATE, "p.valid_to").hidden(),
                        Field.of("grade", TEXT, "p.grade").hidden(),
                        Field.of("score", NUMBER, "p.score").hidden(),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("submittedBy", USER, "p.submitted_by").hidden(),
                        Field.of("submittedAt", INSTANT, "p.submitted_at").hidden(),
                        Field.of("decidedBy", USER, "p.decided_by").hidden(),
                        Field.of("decidedAt", INSTANT, "p.decided_at").hidden().sorted(),
                        Field.of("currency", TEXT, "h.currency").hidden()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(
                CreditApplications.KIND,
                "credit-applications",
                ApplicationState.LIFE,
                CreditApplications.NUMBER_PATTERN,
                list,
                "review");
    }

    @Bean("kind.credit-release")
    Kind creditReleases() {
        ListDefinition list = new ListDefinition(
                """
                credit.release r
                join credit.hold d on d.company_id = r.company_id and d.id = r.hold_id
                join document.header h on h.company_id = d.company_id and h.id = d.account_id
                left join document.header o on o.company_id = r.company_id and o.id = r.document_id
                left join credit.release_signature g on g.company_id = r.company_id and g.release_id = r.id""",
                "r",
                "h",
                "true",
                List.of(
                        Field.of("releasedAt", INSTANT, "r.released_at").sorted(),
                        Field.of("number", TEXT, "o.number"),
                        Field.of("document", REF, "r.document_id").hidden(),
                        Field.of("party", PARTY, "d.account_id").sortedBy("h.title"),
                        Field.of("amount", MONEY, "d.amount").sorted().summed(),
                        Field.of("ceiling", MONEY, "r.ceiling").sorted(),
                        Field.of("until", DATE, "r.valid_until").sorted(),
                        Field.of("objections", TEXT, "array_to_string(r.codes, ', ')")
                                .unfiltered()
                                .hidden(),
                        Field.of("overdueThen", MONEY, "r.overdue_amount").hidden(),
                        Field.of("reason", TEXT, "r.reason"),
                        Field.of("user", USER, "r.released_by"),
                        Field.of("second", USER, "g.signed_by"),
                        Field.of("state", STATUS, "d.state").choices(HoldState.class),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "h.title"),
                "-releasedAt");
        return Kind.rows("credit-release", "credit-releases", list);
    }

    @Bean("kind.credit-proof")
    Kind creditProofs() {
        ListDefinition list = new ListDefinition(
                "credit.proof f",
                "f",
                "",
                "true",
                List.of(
                        Field.of("ranAt", INSTANT, "f.ran_at").sorted(),
                        Field.of("accounts", NUMBER, "f.accounts"),
                        Field.of("entries", NUMBER, "f.entries"),
                        Field.of("drifts", NUMBER, "f.drifts"),
                        Field.of("millis", NUMBER, "f.millis").hidden(),
                        Field.of("user", USER, "f.ran_by")),
                List.of(),
                "-ranAt");
        return Kind.rows("credit-proof", "credit-proofs", list, "run");
    }

    @Bean("kind.credit-policy")
    Kind creditPolicySwitches() {
        ListDefinition list = new ListDefinition(
                "credit.policy_switch s",
                "s",
                "",
                "true",
                List.of(
                        Field.of("switchedAt", INSTANT, "s.switched_at").sorted(),
                        Field.of("version", NUMBER, "s.version"),
                        Field.of("mode", CHOICE, "s.mode").choices(List.of("LIVE", "SHADOW")),
                        Field.of("reason", TEXT, "s.reason"),
                        Field.of("user", USER, "s.switched_by")),
                List.of(),
                "-switchedAt");
        return Kind.rows(CreditPolicies.KIND, "credit-policy-switches", list, "edit", "switch");
    }

    @Bean("kind.shadow-finding")
    Kind shadowFindings() {
        ListDefinition list = new ListDefinition(
                """
                credit.shadow_finding f
                join document.header h on h.company_id = f.company_id and h.id = f.document_id""",
                "f",
                "h",
                "true",
                List.of(
                        Field.of("recordedAt", INSTANT, "f.recorded_at").sorted(),
                        Field.of("version", NUMBER, "f.version"),
                        Field.of("number", TEXT, "h.number"),
                        Field.of("document", REF, "f.document_id").hidden(),
                        Field.of("party", PARTY, "f.account_id"),
                        Field.of("amount", MONEY, "f.amount").sorted().summed(),
                        Field.of("would", CHOICE, "f.would").choices(List.of("PASS", "WARN", "HOLD")),
                        Field.of("did", CHOICE, "f.did").choices(List.of("PASS", "WARN", "HOLD")),
                        Field.of(
                                        "objections",
                                        TEXT,
                                        "(select string_agg(o ->> 'code', ', ') from jsonb_array_elements(f.objections) o)")
                                .unfiltered(),
                        Field.of("point", CHOICE, "f.point").choices(ControlPoint.class),
                        Field.of("date", DATE, "f.happened_on").hidden()),
                List.of("^h.number"),
                "-recordedAt");
        return Kind.rows("shadow-finding", "shadow-findings", list);
    }

    @Bean("kind.shared-limit")
    Kind sharedLimits() {
        ListDefinition list = new ListDefinition(
                "document.header h join credit.pool p on p.company_id = h.company_id and p.id = h.id",
                "h",
                "",
                "h.kind = 'shared-limit'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("name", TEXT, "h.title").sorted(),
                        Field.of("basis", CHOICE, "p.basis").choices(Pool.Basis.class),
                        Field.of("whose", TEXT, Pool.WHOSE).unfiltered(),
                        Field.of("limit", MONEY, "p.credit_limit").sorted().summed(),
                        Field.of("exposure", MONEY, "p.exposure").sorted().summed(),
                        Field.of("free", MONEY, "p.credit_limit - p.exposure").sorted(),
                        Field.of("validTo", DATE, "p.valid_to").hidden(),
                        Field.of(
                                        "members",
                                        NUMBER,
                                        "(select count(*) from credit.pool_member m where m.company_id = h.company_id and m.pool_id = h.id)")
                                .unfiltered(),
                        Field.of("state", STATUS, "h.state").choices(SharedLimits.State.class)),
                List.of("^h.number", "h.title"),
                "number");
        return Kind.master(SharedLimits.KIND, "shared-limits", SharedLimits.State.TABLE, null, list);
    }
}
