package io.onaccount.receivables;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.QUANTITY;
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

/** What customers owe and how the books have it: opening balances, open items, plans, write-offs, statements, journals, vouchers. */
@Configuration(proxyBeanMethods = false)
class ReceivablesKinds {

    @Bean("kind.opening-balance")
    Kind openingBalanceKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.opening_balance o on o.company_id = h.company_id and o.id = h.id""",
                "h",
                "h",
                "h.kind = 'opening-balance'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("due", DATE, "o.due"),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("amount", MONEY, "h.total").sorted().summed(),
                        Field.of("note", TEXT, "o.note").hidden(),
                        Field.of("state", STATUS, "h.state")
                                .choices(OpeningBalances.State.class)
                                .sorted()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(
                OpeningBalances.KIND,
                "opening-balances",
                OpeningBalances.State.TABLE,
                OpeningBalances.NUMBERS,
                list,
                "import");
    }

    @Bean("kind.statement")
    Kind statementKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.statement s on s.company_id = h.company_id and s.id = h.id""",
                "h",
                "h",
                "h.kind = 'statement'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("from", DATE, "s.from_day"),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("opening", MONEY, "s.opening").hidden().summed(),
                        Field.of("debit", MONEY, "s.debit").summed(),
                        Field.of("credit", MONEY, "s.credit").summed(),
                        Field.of("closing", MONEY, "s.closing").sorted().summed(),
                        Field.of("state", STATUS, "h.state")
                                .choices(StatementState.class)
                                .sorted(),
                        Field.of("changed", BOOLEAN, StatementRows.CHANGED).unfiltered(),
                        Field.of("sentAt", INSTANT, "s.sent_at").hidden(),
                        Field.of("answeredBy", TEXT, "s.answered_by").hidden(),
                        Field.of("answeredAt", INSTANT, "s.answered_at").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(Statements.KIND, "statements", StatementState.TABLE, Statements.NUMBERS, list);
    }

    @Bean("kind.statement-difference")
    Kind statementDifferenceKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.statement_difference d
                join receivables.statement s on s.company_id = d.company_id and s.id = d.statement_id
                join document.header h on h.company_id = s.company_id and h.id = s.id
                cross join lateral (select s.movements -> (d.line - 1) ->> 'number' as number,
                  (s.movements -> (d.line - 1) ->> 'debit')::numeric - (s.movements -> (d.line - 1) ->> 'credit')::numeric as ours where d.line > 0
                  union all select null, s.closing where d.line = 0) l""",
                "d",
                "h",
                "true",
                List.of(
                        Field.of("saidAt", INSTANT, "d.said_at").sorted(),
                        Field.of("statement", REF, "d.statement_id"),
                        Field.of("party", PARTY, "s.party_id"),
                        Field.of("line", NUMBER, "d.line").hidden(),
                        Field.of("document", TEXT, "l.number"),
                        Field.of("ours", MONEY, "l.ours"),
                        Field.of("theirs", MONEY, "d.theirs"),
                        Field.of("remark", TEXT, "d.remark"),
                        Field.of("saidBy", TEXT, "d.said_by").hidden(),
                        Field.of("isOpen", BOOLEAN, "d.resolved_at is null"),
                        Field.of("resolution", TEXT, "d.resolution"),
                        Field.of("resolvedBy", USER, "d.resolved_by").hidden(),
                        Field.of("resolvedAt", INSTANT, "d.resolved_at").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^h.number", "^l.number"),
                "-saidAt");
        return Kind.rows("statement-difference", "statement-differences", list, "resolve");
    }

    @Bean("kind.open-item")
    Kind openItemKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.open_item i
                join document.header h on h.company_id = i.company_id and h.id = i.party_id""",
                "i",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "i.number"),
                        Field.of("kind", CHOICE, "i.kind").choices(ItemKind.class),
                        Field.of("document", REF, "i.document_id").hidden(),
                        Field.of("order", REF, "i.order_id").hidden(),
                        Field.of("party", PARTY, "i.party_id"),
                        Field.of(
                                "instalment",
                                TEXT,
                                "case when i.instalments > 1 then i.instalment || '/' || i.instalments else '' end"),
                        Field.of("date", DATE, "i.date").sorted(),
                        Field.of("due", DATE, "i.due").sorted(),
                        Field.of("days", NUMBER, "greatest(" + ListDefinition.TODAY + " - i.due, 0)")
                                .unfiltered(),
                        Field.of("amount", MONEY, "i.amount").summed(),
                        Field.of("settled", MONEY, "i.settled").hidden().summed(),
                        Field.of("open", MONEY, "i.amount - i.settled").summed(),
                        Field.of("discounted", MONEY, "i.discounted").hidden().summed(),
                        Field.of("discountUntil", DATE, "i.discount_until"),
                        Field.of("currency", TEXT, "i.fx_currency").hidden(),
                        Field.of("foreignOpen", QUANTITY, "i.fx_amount - i.fx_settled")
                                .hidden(),
                        Field.of("isOpen", BOOLEAN, "i.settled <> i.amount").hidden(),
                        Field.of("disputed", BOOLEAN, "i.disputed_on is not null")
                                .hidden(),
                        Field.of("plan", REF, "i.plan_id").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^i.number"),
                "-due");
        return Kind.rows("open-item", "open-items", list, "net", "dispute");
    }

    /** What customers promised to pay by when, and what came of it. */
    @Bean("kind.payment-promise")
    Kind promiseKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.promise p
                join document.header h on h.company_id = p.company_id and h.id = p.party_id""",
                "p",
                "h",
                "true",
                List.of(
                        Field.of("party", PARTY, "p.party_id").sortedBy("h.title"),
                        Field.of("amount", MONEY, "p.amount").summed(),
                        Field.of("due", DATE, "p.due").sorted(),
                        Field.of("state", STATUS, Promises.STATE.formatted(ListDefinition.TODAY))
                                .choices(Promises.State.class),
                        Field.of("received", MONEY, "p.received").summed(),
                        Field.of(
                                        "missing",
                                        MONEY,
                                        "case when p.withdrawn_on is null then p.amount - p.received else 0 end")
                                .summed(),
                        Field.of("madeOn", DATE, "p.made_on").sorted(),
                        Field.of("saidBy", TEXT, "p.said_by"),
                        Field.of("note", TEXT, "p.note"),
                        Field.of("owner", USER, "h.owner_id"),
                        Field.of("recordedBy", USER, "p.recorded_by").hidden()),
                List.of("@party"),
                "-due");
        return Kind.rows(Promises.KIND, "payment-promises", list, "create", "withdraw");
    }

    @Bean("kind.payment-plan")
    Kind paymentPlanKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.payment_plan p on p.company_id = h.company_id and p.id = h.id""",
                "h",
                "h",
                "h.kind = 'payment-plan'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("amount", MONEY, "h.total").sorted().summed(),
                        Field.of("reason", TEXT, "p.reason"),
                        Field.of("state", STATUS, "h.state")
                                .choices(PaymentPlans.State.class)
                                .sorted(),
                        Field.of("createdBy", USER, "h.created_by").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden().sorted()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(PaymentPlans.KIND, "payment-plans", PaymentPlans.State.TABLE, PaymentPlans.NUMBERS, list);
    }

    @Bean("kind.write-off")
    Kind writeOffKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.write_off w on w.company_id = h.company_id and w.id = h.id""",
                "h",
                "h",
                "h.kind = 'write-off'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("amount", MONEY, "h.total").sorted().summed(),
                        Field.of("recovered", MONEY, "w.recovered").summed(),
                        Field.of("reason", TEXT, "w.reason"),
                        Field.of("state", STATUS, "h.state")
                                .choices(WriteOffs.State.class)
                                .sorted(),
                        Field.of("createdBy", USER, "h.created_by").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden().sorted()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(WriteOffs.KIND, "write-offs", WriteOffs.State.TABLE, WriteOffs.NUMBERS, list);
    }

    @Bean("kind.allowance")
    Kind allowanceKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.allowance w on w.company_id = h.company_id and w.id = h.id""",
                "h",
                "h",
                "h.kind = 'allowance'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("needed", MONEY, "w.needed"),
                        Field.of("entered", MONEY, "w.needed - w.before").summed(),
                        Field.of("state", STATUS, "h.state")
                                .choices(Allowances.State.class)
                                .sorted(),
                        Field.of("createdBy", USER, "h.created_by").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden().sorted()),
                List.of("^h.number"),
                "-date");
        return Kind.document(Allowances.KIND, "allowances", Allowances.State.TABLE, Allowances.NUMBERS, list);
    }

    @Bean("kind.allocation")
    Kind allocationKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.allocation a
                join receivables.open_item i on i.company_id = a.company_id and i.id = a.item_id
                join document.header h on h.company_id = a.company_id and h.id = a.party_id
                left join document.header r on r.company_id = a.company_id and r.id = a.receipt_id""",
                "a",
                "h",
                "true",
                List.of(
                        Field.of("date", DATE, "a.happened_on").sorted(),
                        Field.of("recordedAt", INSTANT, "a.recorded_at"),
                        Field.of("party", PARTY, "a.party_id"),
                        Field.of("item", TEXT, "i.number"),
                        Field.of("document", REF, "i.document_id").hidden(),
                        Field.of("receipt", REF, "a.receipt_id"),
                        Field.of("receiptNumber", TEXT, "r.number").hidden(),
                        Field.of("amount", MONEY, "a.amount").summed(),
                        Field.of("discount", MONEY, "a.discount").summed(),
                        Field.of("standing", BOOLEAN, """
                                a.undoes_id is null and not exists (select 1 from receivables.allocation u
                                  where u.company_id = a.company_id and u.undoes_id = a.id)""").hidden(),
                        Field.of("match", TEXT, "a.match_id::text").hidden(),
                        Field.of("user", USER, "a.recorded_by").hidden()),
                List.of("^i.number", "^r.number"),
                "-date");
        return Kind.rows("allocation", "allocations", list, "delete");
    }

    @Bean("kind.journal")
    Kind journalKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.journal j
                join document.header h on h.company_id = j.company_id and h.id = j.document_id""",
                "j",
                "h",
                "true",
                List.of(
                        Field.of("date", DATE, "j.happened_on").sorted(),
                        Field.of("recordedAt", INSTANT, "j.recorded_at").hidden(),
                        Field.of("cause", CHOICE, "j.cause").choices(Ledger.CAUSES),
                        Field.of("document", REF, "j.document_id"),
                        Field.of("party", PARTY, "h.party_id"),
                        Field.of("amount", MONEY, """
                                (select sum(l.base_amount) from receivables.journal_line l
                                  where l.company_id = j.company_id and l.journal_id = j.id and l.base_amount > 0)""").unfiltered(),
                        Field.of("corrects", BOOLEAN, "j.corrects_id is not null")
                                .hidden(),
                        Field.of("user", USER, "j.recorded_by").hidden()),
                List.of("^h.number"),
                "-date");
        return Kind.rows("journal", "journals", list, "prove");
    }

    @Bean("kind.voucher-export")
    Kind voucherExportKind() {
        ListDefinition list = new ListDefinition(
                "receivables.voucher_export v",
                "v",
                "",
                "true",
                List.of(
                        Field.of("exportedAt", INSTANT, "v.exported_at").sorted(),
                        Field.of("from", DATE, "v.from_day"),
                        Field.of("to", DATE, "v.to_day").sorted(),
                        Field.of("grouping", CHOICE, "v.grouping").choices(Vouchers.Grouping.class),
                        Field.of("vouchers", NUMBER, "v.vouchers"),
                        Field.of("journals", NUMBER, "v.journals"),
                        Field.of("debit", MONEY, "v.debit"),
                        Field.of("downloads", NUMBER, "v.downloads"),
                        Field.of("user", USER, "v.exported_by")),
                List.of(),
                "-exportedAt");
        return Kind.rows(Vouchers.KIND, "voucher-exports", list, "create", "edit", "reexport");
    }
}
