package io.onaccount.credit;

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
    private static final String ALLOWED =
            "a.credit_limit + case when current_date between a.temporary_from and a.temporary_to then a.temporary_limit else 0 end";

    @Bean("kind.credit-account")
    Kind creditAccounts() {
        ListDefinition list = new ListDefinition(
                """
                credit.account a
                join document.header h on h.company_id = a.company_id and h.id = a.party_id""",
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
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "h.title"),
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
                        Field.of("cause", TEXT, "e.cause"),
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
}
