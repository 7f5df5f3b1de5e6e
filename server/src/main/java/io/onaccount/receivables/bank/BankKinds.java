package io.onaccount.receivables.bank;

import static io.onaccount.document.Field.Type.BOOLEAN;
import static io.onaccount.document.Field.Type.CHOICE;
import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.INSTANT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.ListDefinition;
import io.onaccount.receivables.CashEntries;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The lists of bank reconciliation: statements as imported, and their lines. */
@Configuration(proxyBeanMethods = false)
class BankKinds {

    @Bean("kind.bank-statement")
    Kind bankStatementKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.bank_statement s
                join receivables.bank_file f on f.company_id = s.company_id and f.id = s.file_id
                join receivables.cash_account c on c.company_id = s.company_id and c.id = s.cash_account_id""",
                "s",
                "",
                "true",
                List.of(
                        Field.of("importedAt", INSTANT, "s.imported_at").sorted(),
                        Field.of("file", TEXT, "f.name"),
                        Field.of("cashAccount", TEXT, "c.name"),
                        Field.of("format", CHOICE, "s.format").choices(BankFormat.class),
                        Field.of("reference", TEXT, "s.reference").hidden(),
                        Field.of("from", DATE, "s.from_date").sorted(),
                        Field.of("to", DATE, "s.to_date").sorted(),
                        Field.of("opening", MONEY, "s.opening"),
                        Field.of("closing", MONEY, "s.closing"),
                        Field.of("total", MONEY, "s.total").summed(),
                        Field.of("lines", NUMBER, "s.line_count").summed(),
                        Field.of("newLines", NUMBER, "s.new_lines").summed(),
                        Field.of("remarks", NUMBER, "jsonb_array_length(s.remarks)"),
                        Field.of("user", USER, "s.imported_by").hidden()),
                List.of("f.name", "^s.reference"),
                "-importedAt");
        return Kind.rows(BankFiles.STATEMENTS, "bank-statements", list, "import");
    }

    @Bean("kind.bank-line")
    Kind bankLineKind() {
        ListDefinition list = new ListDefinition(
                """
                receivables.bank_line l
                join receivables.bank_work w on w.company_id = l.company_id and w.line_id = l.id
                join receivables.cash_account c on c.company_id = l.company_id and c.id = l.cash_account_id""",
                "l",
                "",
                "true",
                List.of(
                        Field.of("booked", DATE, "l.booked_on").sorted(),
                        Field.of("valued", DATE, "l.valued_on").hidden(),
                        Field.of("cashAccount", TEXT, "c.name"),
                        Field.of("amount", MONEY, "l.amount").sorted().summed(),
                        Field.of("name", TEXT, "l.name"),
                        Field.of("text", TEXT, "l.text"),
                        Field.of("state", CHOICE, "w.state").choices(LineState.class),
                        Field.of("account", TEXT, "l.account").hidden(),
                        Field.of("bank", TEXT, "l.bank").hidden(),
                        Field.of("reference", TEXT, "l.reference").hidden(),
                        Field.of("endToEnd", TEXT, "l.end_to_end").hidden(),
                        Field.of("code", TEXT, "l.code").hidden(),
                        Field.of("fee", MONEY, "l.fee").hidden(),
                        Field.of("balance", MONEY, "l.balance").hidden(),
                        Field.of("recordedAt", INSTANT, "l.recorded_at").hidden()),
                List.of("l.name", "l.text", "^l.reference"),
                "-booked");
        return Kind.rows(BankWork.LINES, "bank-lines", list, "decide");
    }

    @Bean("kind.bank-rule")
    Kind bankRuleKind() {
        ListDefinition list = new ListDefinition(
                "receivables.bank_rule r",
                "r",
                "",
                "true",
                List.of(
                        Field.of("name", TEXT, "r.name").sorted(),
                        Field.of("words", TEXT, "r.words"),
                        Field.of("direction", CHOICE, "r.direction").choices(BankRules.Direction.class),
                        Field.of("books", CHOICE, "r.account").choices(CashEntries.accounts()),
                        Field.of("active", BOOLEAN, "r.active")),
                List.of("r.name", "r.words"),
                "name");
        return Kind.rows(BankRules.KIND, "bank-rules", list, "create", "edit");
    }
}
