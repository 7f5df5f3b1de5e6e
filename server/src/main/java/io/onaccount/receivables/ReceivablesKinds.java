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

/** The kinds of this module: receipts, opening balances, open items, allocations, journals, cash accounts. */
@Configuration(proxyBeanMethods = false)
class ReceivablesKinds {

    @Bean("kind.receipt")
    Kind receiptKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.receipt r on r.company_id = h.company_id and r.id = h.id
                left join receivables.cash_account c on c.company_id = r.company_id and c.id = r.cash_account_id""",
                "h",
                "h",
                "h.kind = 'receipt'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("amount", MONEY, "h.total").sorted().summed(),
                        Field.of("currency", TEXT, "r.fx_currency").hidden(),
                        Field.of("foreignAmount", QUANTITY, "r.fx_amount").hidden(),
                        Field.of("allocated", MONEY, "r.allocated").summed(),
                        Field.of("unapplied", MONEY, "r.unapplied").summed(),
                        Field.of("refunded", MONEY, "r.refunded").hidden().summed(),
                        Field.of("fee", MONEY, "r.fee").hidden().summed(),
                        Field.of("withheld", MONEY, "r.withheld").hidden().summed(),
                        Field.of("method", CHOICE, "r.method").choices(ReceiptMethod.class),
                        Field.of("cashAccount", TEXT, "c.name"),
                        Field.of("payer", TEXT, "r.payer").hidden(),
                        Field.of("payerAccount", TEXT, "r.payer_account").hidden(),
                        Field.of("reference", TEXT, "r.reference").hidden(),
                        Field.of("state", STATUS, "h.state")
                                .choices(ReceiptState.class)
                                .sorted(),
                        Field.of("owner", USER, "h.owner_id").hidden(),
                        Field.of("createdBy", USER, "h.created_by").hidden(),
                        Field.of("createdAt", INSTANT, "h.created_at").hidden().sorted()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(
                Receipts.KIND,
                "receipts",
                ReceiptState.TABLE,
                Receipts.NUMBERS,
                list,
                "allocate",
                "unallocate",
                "import",
                "tolerance");
    }

    @Bean("kind.refund")
    Kind refundKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.refund f on f.company_id = h.company_id and f.id = h.id
                join document.header r on r.company_id = f.company_id and r.id = f.receipt_id
                left join receivables.cash_account c on c.company_id = f.company_id and c.id = f.cash_account_id""",
                "h",
                "h",
                "h.kind = 'refund'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("amount", MONEY, "h.total").sorted().summed(),
                        Field.of("receipt", REF, "f.receipt_id").hidden(),
                        Field.of("receiptNumber", TEXT, "r.number"),
                        Field.of("cashAccount", TEXT, "c.name"),
                        Field.of("payee", TEXT, "f.payee").hidden(),
                        Field.of("reason", TEXT, "f.reason"),
                        Field.of("state", STATUS, "h.state")
                                .choices(Refunds.State.class)
                                .sorted(),
                        Field.of("createdBy", USER, "h.created_by").hidden()),
                List.of("^h.number", "@party"),
                "-date");
        return Kind.document(Refunds.KIND, "refunds", Refunds.State.TABLE, Refunds.NUMBERS, list);
    }

    @Bean("kind.bill")
    Kind billKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.bill b on b.company_id = h.company_id and b.id = h.id""",
                "h",
                "h",
                "h.kind = 'bill'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("billNumber", TEXT, "b.bill_number"),
                        Field.of("party", PARTY, "h.party_id").sortedBy("h.title"),
                        Field.of("billKind", CHOICE, "b.kind").choices(Bills.BillKind.class),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("due", DATE, "b.due"),
                        Field.of("amount", MONEY, "h.total").sorted().summed(),
                        Field.of("acceptor", TEXT, "b.acceptor"),
                        Field.of("passedTo", TEXT, "b.passed_to").hidden(),
                        Field.of("interest", MONEY, "b.interest").hidden().summed(),
                        Field.of("state", STATUS, "h.state")
                                .choices(Bills.State.class)
                                .sorted()),
                List.of("^h.number", "^b.bill_number", "@party"),
                "-date");
        return Kind.document(Bills.KIND, "bills", Bills.State.TABLE, Bills.NUMBERS, list);
    }

    @Bean("kind.cash-transfer")
    Kind cashTransferKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.cash_transfer t on t.company_id = h.company_id and t.id = h.id
                join receivables.cash_account f on f.company_id = t.company_id and f.id = t.from_id
                join receivables.cash_account o on o.company_id = t.company_id and o.id = t.to_id""",
                "h",
                "h",
                "h.kind = 'cash-transfer'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("from", TEXT, "f.name"),
                        Field.of("out", QUANTITY, "t.amount_out"),
                        Field.of("to", TEXT, "o.name"),
                        Field.of("in", QUANTITY, "t.amount_in"),
                        Field.of("amount", MONEY, "h.total").summed(),
                        Field.of("note", TEXT, "t.note").hidden(),
                        Field.of("state", STATUS, "h.state").choices(CashTransfers.State.class)),
                List.of("^h.number", "f.name", "o.name"),
                "-date");
        return Kind.document(
                CashTransfers.KIND, "cash-transfers", CashTransfers.State.TABLE, CashTransfers.NUMBERS, list);
    }

    @Bean("kind.exchange-rate")
    Kind exchangeRateKind() {
        ListDefinition list = new ListDefinition(
                "receivables.exchange_rate r",
                "r",
                "",
                "true",
                List.of(
                        Field.of("currency", TEXT, "r.currency").sorted(),
                        Field.of("day", DATE, "r.day").sorted(),
                        Field.of("rate", QUANTITY, "r.rate"),
                        Field.of("source", TEXT, "r.source")),
                List.of("^r.currency"),
                "-day");
        return Kind.rows(ExchangeRates.KIND, "exchange-rates", list, "create", "edit", "import");
    }

    @Bean("kind.revaluation")
    Kind revaluationKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.revaluation v on v.company_id = h.company_id and v.id = h.id""",
                "h",
                "h",
                "h.kind = 'revaluation'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("difference", MONEY, "v.difference").summed(),
                        Field.of("state", STATUS, "h.state").choices(Revaluations.State.class)),
                List.of("^h.number"),
                "-date");
        return Kind.document(Revaluations.KIND, "revaluations", Revaluations.State.TABLE, Revaluations.NUMBERS, list);
    }

    @Bean("kind.payable")
    Kind payableKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.payable p
                join document.header h on h.company_id = p.company_id and h.id = p.party_id""",
                "p",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "p.number"),
                        Field.of("party", PARTY, "p.party_id"),
                        Field.of("date", DATE, "p.date").sorted(),
                        Field.of("due", DATE, "p.due").sorted(),
                        Field.of("amount", MONEY, "p.amount").summed(),
                        Field.of("settled", MONEY, "p.settled").hidden().summed(),
                        Field.of("open", MONEY, "p.amount - p.settled").summed(),
                        Field.of("isOpen", BOOLEAN, "p.settled <> p.amount").hidden(),
                        Field.of("note", TEXT, "p.note").hidden()),
                List.of("^p.number"),
                "-due");
        return Kind.rows(Payables.KIND, "payables", list, "create", "edit", "import");
    }

    @Bean("kind.payment-authority")
    Kind paymentAuthorityKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.payment_authority a
                join document.header h on h.company_id = a.company_id and h.id = a.payer_id
                join document.header c on c.company_id = a.company_id and c.id = a.customer_id""",
                "a",
                "h",
                "true",
                List.of(
                        Field.of("payer", PARTY, "a.payer_id"),
                        Field.of("customer", PARTY, "a.customer_id"),
                        Field.of("document", TEXT, "a.document"),
                        Field.of("from", DATE, "a.valid_from").sorted(),
                        Field.of("until", DATE, "a.valid_until"),
                        Field.of("active", BOOLEAN, "a.active"),
                        Field.of("note", TEXT, "a.note").hidden()),
                List.of("a.document"),
                "-from");
        return Kind.rows(PaymentAuthorities.KIND, "payment-authorities", list, "create", "edit");
    }

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
                left join receivables.statement_line l on l.company_id = d.company_id and l.statement_id = d.statement_id and l.line = d.line""",
                "d",
                "h",
                "true",
                List.of(
                        Field.of("saidAt", INSTANT, "d.said_at").sorted(),
                        Field.of("statement", REF, "d.statement_id"),
                        Field.of("party", PARTY, "s.party_id"),
                        Field.of("line", NUMBER, "d.line").hidden(),
                        Field.of("document", TEXT, "l.number"),
                        Field.of("ours", MONEY, "case when d.line = 0 then s.closing else l.debit - l.credit end"),
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
                        Field.of("days", NUMBER, "greatest(current_date - i.due, 0)")
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

    @Bean("kind.discount-term")
    Kind discountTermKind() {
        ListDefinition list = new ListDefinition(
                "receivables.discount_term t",
                "t",
                "",
                "true",
                List.of(
                        Field.of("code", TEXT, "t.code").sorted(),
                        Field.of("name", TEXT, "t.name").sorted(),
                        Field.of("nameEn", TEXT, "t.name_en").hidden(),
                        Field.of("steps", TEXT, "t.steps"),
                        Field.of("countedFrom", CHOICE, "t.counted_from").choices(DiscountTerm.Start.class),
                        Field.of("withTax", BOOLEAN, "t.with_tax"),
                        Field.of("graceDays", NUMBER, "t.grace_days"),
                        Field.of("fullOnly", BOOLEAN, "t.full_only"),
                        Field.of("active", BOOLEAN, "t.active")),
                List.of("^t.code", "t.name", "t.name_en"),
                "code");
        return Kind.rows(DiscountTerms.KIND, "discount-terms", list, "edit", "assign");
    }

    /** What is saved by paying until a step ends; by the same rule as {@link CashDiscount}, which DiscountsTest holds it to. */
    private static final String SAVED = "round((i.amount - i.settled) * d.rate * i.discount_base / (100 * i.amount),"
            + " case i.currency when 'JPY' then 0 when 'KRW' then 0 when 'KWD' then 3 else 2 end)";

    /** Coming deadlines of discounts, one row a step: by customer, salesperson or order as one filters (DSC-03). */
    @Bean("kind.discount-step")
    Kind discountStepKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.item_discount d
                join receivables.open_item i on i.company_id = d.company_id and i.id = d.item_id
                join document.header h on h.company_id = i.company_id and h.id = i.party_id""",
                "d",
                "h",
                "i.settled <> i.amount and i.amount > 0 and d.until >= current_date",
                List.of(
                        Field.of("until", DATE, "d.until").sorted(),
                        Field.of("party", PARTY, "i.party_id").sortedBy("h.title"),
                        Field.of("number", TEXT, "i.number"),
                        Field.of("document", REF, "i.document_id").hidden(),
                        Field.of("order", REF, "i.order_id").hidden(),
                        Field.of("date", DATE, "i.date"),
                        Field.of("days", NUMBER, "d.days").hidden(),
                        Field.of("rate", NUMBER, "d.rate"),
                        Field.of("open", MONEY, "i.amount - i.settled").summed(),
                        Field.of("payable", MONEY, "i.amount - i.settled - " + SAVED)
                                .summed(),
                        Field.of("saved", MONEY, SAVED).summed(),
                        Field.of("next", BOOLEAN, """
                                not exists (select 1 from receivables.item_discount e where e.company_id = d.company_id and e.item_id = d.item_id
                                  and e.until >= current_date and (e.rate > d.rate or e.rate = d.rate and e.line < d.line))""").hidden(),
                        Field.of("fullOnly", BOOLEAN, "d.full_only").hidden(),
                        Field.of("owner", USER, "h.owner_id")),
                List.of("^i.number", "@party"),
                "until");
        return Kind.rows("discount-step", "discount-steps", list);
    }

    @Bean("kind.discount-override")
    Kind discountOverrideKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.discount_override o
                join document.header h on h.company_id = o.company_id and h.id = o.party_id""",
                "o",
                "h",
                "true",
                List.of(
                        Field.of("number", TEXT, "o.number"),
                        Field.of("what", CHOICE, "o.what").choices(DiscountOverrides.What.class),
                        Field.of("party", PARTY, "o.party_id"),
                        Field.of("rate", NUMBER, "o.rate"),
                        Field.of("until", DATE, "o.until"),
                        Field.of("amount", MONEY, "o.amount").summed(),
                        Field.of("taken", MONEY, """
                                coalesce(case o.state when 'CONFIRMED' then case o.what when 'AMOUNT' then o.amount else (
                                  select sum(a.discount) from receivables.allocation a
                                  join receivables.item_discount d on d.company_id = a.company_id and d.item_id = a.item_id
                                  where a.company_id = o.company_id and d.company_id = o.company_id and d.override_id = o.id and a.discount_rate = d.rate
                                    and a.discount_until = d.until) end end, 0)""").unfiltered(),
                        Field.of("reason", TEXT, "o.reason"),
                        Field.of("state", STATUS, "o.state")
                                .choices(DiscountOverrides.State.class)
                                .sorted(),
                        Field.of("askedBy", USER, "o.asked_by"),
                        Field.of("askedAt", INSTANT, "o.asked_at").sorted(),
                        Field.of("decidedBy", USER, "o.decided_by"),
                        Field.of("decidedAt", INSTANT, "o.decided_at").hidden(),
                        Field.of("decision", TEXT, "o.decision").hidden(),
                        Field.of("owner", USER, "h.owner_id").hidden()),
                List.of("^o.number", "@party"),
                "-askedAt");
        return Kind.rows(DiscountOverrides.KIND, "discount-overrides", list, "create", "confirm");
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

    @Bean("kind.cash-account")
    Kind cashAccountKind() {
        ListDefinition list = new ListDefinition(
                "receivables.cash_account c",
                "c",
                "",
                "true",
                List.of(
                        Field.of("code", TEXT, "c.code").sorted(),
                        Field.of("name", TEXT, "c.name").sorted(),
                        Field.of("bank", TEXT, "c.bank"),
                        Field.of("accountNumber", TEXT, "c.account_number"),
                        Field.of("currency", TEXT, "c.currency"),
                        Field.of("balance", MONEY, """
                                (select coalesce(sum(l.amount), 0) from receivables.journal_line l
                                  where l.company_id = c.company_id and l.cash_account_id = c.id)""").unfiltered(),
                        Field.of("active", BOOLEAN, "c.active")),
                List.of("^c.code", "c.name"),
                "code");
        return Kind.rows(CashAccounts.KIND, "cash-accounts", list, "create", "edit");
    }

    @Bean("kind.cash-entry")
    Kind cashEntryKind() {
        ListDefinition list = new ListDefinition(
                """
                document.header h
                join receivables.cash_entry e on e.company_id = h.company_id and e.id = h.id
                join receivables.cash_account c on c.company_id = h.company_id and c.id = e.cash_account_id""",
                "h",
                "h",
                "h.kind = 'cash-entry'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("date", DATE, "h.date").sorted(),
                        Field.of("cashAccount", TEXT, "c.name"),
                        Field.of("amount", MONEY, "h.total").sorted().summed(),
                        Field.of("books", CHOICE, "e.account").choices(CashEntries.accounts()),
                        Field.of("note", TEXT, "e.note"),
                        Field.of("state", STATUS, "h.state")
                                .choices(CashEntries.State.class)
                                .sorted()),
                List.of("^h.number"),
                "-date");
        return Kind.document(CashEntries.KIND, "cash-entries", CashEntries.State.TABLE, CashEntries.NUMBERS, list);
    }
}
