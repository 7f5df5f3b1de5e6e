package io.onaccount.receivables;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import io.onaccount.party.Addressee;
import io.onaccount.platform.Texts;
import io.onaccount.receivables.payment.PayLinks;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a statement prints: opening, movements, closing, ageing. */
record PrintedStatement(Statement statement, Addressee customer, PayLinks.Printed pay, Texts texts, Locale language) {

    private record Line(Statement.Line line, String cause) {}

    private static final PrintFields<Line> LINE = PrintFields.<Line>start()
            .number("position", l -> l.line.line())
            .date("date", l -> l.line.on())
            .text("cause", Line::cause)
            .text("document", l -> l.line.number())
            .money("debit", l -> l.line.debit())
            .money("credit", l -> l.line.credit())
            .money("balance", l -> l.line.balance());

    private static final PrintFields<PrintedStatement> FIELDS = fields();

    private static PrintFields<PrintedStatement> fields() {
        PrintFields<PrintedStatement> fields = Addressee.in(
                        PrintFields.<PrintedStatement>start()
                                .text("number", p -> p.statement.header().number())
                                .date("from", p -> p.statement.from())
                                .date("to", p -> p.statement.to()),
                        PrintedStatement::customer)
                .text("currency", p -> p.statement.currency())
                .money("opening", p -> p.statement.opening())
                .lines(
                        "lines",
                        p -> p.statement.lines().stream()
                                .map(line -> new Line(
                                        line, p.texts.text(p.language, "choice.journal.cause." + line.cause())))
                                .toList(),
                        LINE)
                .money("debit", p -> p.statement.debit())
                .money("credit", p -> p.statement.credit())
                .total("closing", p -> p.statement.closing());
        for (int bucket = 0; bucket < Ageing.BUCKETS; bucket++) {
            int at = bucket;
            fields.money("age" + bucket, p -> p.statement.buckets().get(at));
        }
        return fields.money("unapplied", p -> p.statement.unapplied())
                .text("hash", p -> p.statement.hash().substring(0, 16))
                .text("payLink", p -> p.pay.payLink())
                .picture("payQr", p -> p.pay.payQr());
    }

    @Configuration(proxyBeanMethods = false)
    static class Source {
        @Bean("print.statement")
        PrintSource<PrintedStatement> printedStatements(Statements statements, PayLinks links, Texts texts) {
            return PrintSource.of(
                    Statements.KIND,
                    (tx, actor, id, language) -> {
                        Statement statement = statements.find(tx, actor, id);
                        return new PrintedStatement(
                                statement,
                                Addressee.of(tx, statement.party(), language),
                                links.printed(tx, id),
                                texts,
                                language);
                    },
                    p -> p.statement.currency(),
                    FIELDS);
        }
    }
}
