package io.onaccount.receivables;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
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

/** What came in and went out: receipts, refunds, bills, currencies, what we owe customers, and our own accounts. */
@Configuration(proxyBeanMethods = false)
class MoneyKinds {

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
                left join document.header r on r.company_id = f.company_id and r.id = f.receipt_id
                left join receivables.open_item i on i.company_id = f.company_id and i.id = f.item_id
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
                        Field.of("receiptNumber", TEXT, "coalesce(r.number, i.number)"),
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
                        Field.of("acceptorBeyond", MONEY, "b.acceptor_beyond").summed(),
                        Field.of("passedTo", TEXT, "b.passed_to").hidden(),
                        Field.of("interest", MONEY, "b.interest").hidden().summed(),
                        Field.of("state", STATUS, "h.state")
                                .choices(Bills.State.class)
                                .sorted()),
                List.of("^h.number", "^b.bill_number", "@party"),
                "-date");
        return Kind.document(Bills.KIND, "bills", Bills.State.TABLE, Bills.NUMBERS, list);
    }

    @Bean("kind.acceptor-limit")
    Kind acceptorLimitKind() {
        ListDefinition list = new ListDefinition(
                "document.header h join receivables.acceptor_limit l on l.company_id = h.company_id and l.id = h.id",
                "h",
                "",
                "h.kind = 'acceptor-limit'",
                List.of(
                        Field.of("number", TEXT, "h.number").sorted(),
                        Field.of("name", TEXT, "h.title").sorted(),
                        Field.of("limit", MONEY, "l.most").sorted().summed(),
                        Field.of("used", MONEY, AcceptorLimits.USED).summed(),
                        Field.of("free", MONEY, "l.most - " + AcceptorLimits.USED),
                        Field.of("beyond", CHOICE, "l.beyond").choices(AcceptorLimits.Beyond.class),
                        Field.of("validTo", DATE, "l.valid_to"),
                        Field.of("state", STATUS, "h.state").choices(AcceptorLimits.State.class)),
                List.of("^h.number", "h.title"),
                "number");
        return Kind.master(
                AcceptorLimits.KIND, "acceptor-limits", AcceptorLimits.State.TABLE, null, list, AcceptorLimits.EXCEED);
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
