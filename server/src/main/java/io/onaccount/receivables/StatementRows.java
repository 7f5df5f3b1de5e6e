package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of statements: content, hash, and reading them back. */
final class StatementRows {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<Statement.Line>> LINES = new TypeReference<>() {};

    private StatementRows() {}

    /** One to be written: its figures are what the books say of the period; how it is stored is made with it, away from the transaction. */
    record Draft(
            UUID id,
            UUID party,
            LocalDate from,
            LocalDate to,
            BigDecimal opening,
            BigDecimal debit,
            BigDecimal credit,
            int lines,
            String movements,
            Ageing.Line age,
            String hash) {
        static Draft of(
                UUID party,
                LocalDate from,
                LocalDate to,
                BigDecimal opening,
                List<Statement.Line> lines,
                Ageing.Line age,
                String currency) {
            Content content = new Content(party, from, to, opening, lines, age);
            return new Draft(
                    Ids.next(),
                    party,
                    from,
                    to,
                    opening,
                    content.debit(),
                    content.credit(),
                    lines.size(),
                    JSON.writeValueAsString(lines),
                    age,
                    content.hash(currency));
        }

        BigDecimal closing() {
            return opening.add(debit).subtract(credit);
        }
    }

    /** All that the customer is told. */
    private record Content(
            UUID party, LocalDate from, LocalDate to, BigDecimal opening, List<Statement.Line> lines, Ageing.Line age) {
        BigDecimal debit() {
            return lines.stream().map(Statement.Line::debit).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        BigDecimal credit() {
            return lines.stream().map(Statement.Line::credit).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        BigDecimal closing() {
            return opening.add(debit()).subtract(credit());
        }

        /** SHA-256 over it in hex, one fact a line. */
        String hash(String currency) {
            StringBuilder text = new StringBuilder(64 + 80 * lines.size());
            text.append(party).append('|').append(from).append('|').append(to);
            text.append('|').append(currency).append('|').append(plain(opening)).append('\n');
            for (Statement.Line line : lines) {
                text.append(line.line())
                        .append('|')
                        .append(line.on())
                        .append('|')
                        .append(line.cause());
                text.append('|').append(line.number()).append('|').append(plain(line.debit()));
                text.append('|')
                        .append(plain(line.credit()))
                        .append('|')
                        .append(plain(line.balance()))
                        .append('\n');
            }
            text.append(plain(closing()));
            age.buckets().forEach(bucket -> text.append('|').append(plain(bucket)));
            text.append('|').append(plain(age.unapplied()));
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has it
            }
        }
    }

    static void write(Tx tx, List<Draft> drafts, String currency, Instant now) {
        tx.add(
                Rank.DOCUMENT,
                """
                insert into receivables.statement (company_id, id, party_id, from_day, to_day, opening, debit, credit, closing, currency, buckets,
                    unapplied, lines, movements, hash, made_at)
                select ?, n.id, n.party, n.from_day, n.to_day, n.opening, n.debit, n.credit, n.closing, ?, n.buckets::numeric[], n.unapplied, n.lines,
                    n.movements::json, decode(n.hash, 'hex'), ?
                from unnest(?::uuid[], ?::uuid[], ?::date[], ?::date[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::text[], ?::numeric[],
                    ?::integer[], ?::text[], ?::text[])
                  as n (id, party, from_day, to_day, opening, debit, credit, closing, buckets, unapplied, lines, movements, hash)""",
                tx.company(),
                currency,
                now,
                SqlArray.of("uuid", drafts, Draft::id),
                SqlArray.of("uuid", drafts, Draft::party),
                SqlArray.of("date", drafts, Draft::from),
                SqlArray.of("date", drafts, Draft::to),
                SqlArray.of("numeric", drafts, Draft::opening),
                SqlArray.of("numeric", drafts, Draft::debit),
                SqlArray.of("numeric", drafts, Draft::credit),
                SqlArray.of("numeric", drafts, Draft::closing),
                SqlArray.of(
                        "text",
                        drafts,
                        draft -> draft.age().buckets().stream()
                                .map(BigDecimal::toPlainString)
                                .collect(Collectors.joining(",", "{", "}"))),
                SqlArray.of("numeric", drafts, draft -> draft.age().unapplied()),
                SqlArray.of("integer", drafts, Draft::lines),
                SqlArray.of("text", drafts, Draft::movements),
                SqlArray.of("text", drafts, Draft::hash));
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /** Whether the books say otherwise of the period now; {@code s} is the statement. */
    static final String CHANGED = """
            ((select coalesce(sum(l.base_amount), 0) from receivables.journal_line l where l.company_id = s.company_id and l.party_id = s.party_id
                and l.happened_on <= s.to_day and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY')) <> s.closing
              or (select count(*) from (select 1 from receivables.journal_line l where l.company_id = s.company_id and l.party_id = s.party_id
                and l.happened_on between s.from_day and s.to_day and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY')
                group by l.journal_id having sum(l.base_amount) <> 0) moved) <> s.lines)""";

    static Statement read(Tx tx, Header header) {
        List<Statement.Difference> differences = tx.list(
                """
                select d.id, d.line, d.theirs, d.remark, d.said_by, d.said_at, d.resolution, d.resolved_at
                from receivables.statement_difference d where d.company_id = ? and d.statement_id = ? order by d.said_at, d.line""",
                row -> new Statement.Difference(
                        row.uuid("id"),
                        row.integer("line"),
                        row.decimalOrNull("theirs"),
                        row.text("remark"),
                        row.text("said_by"),
                        row.instant("said_at"),
                        row.textOrNull("resolution"),
                        row.instantOrNull("resolved_at")),
                tx.company(),
                header.id());
        return tx.one(
                "select s.*, encode(s.hash, 'hex') as hex, " + CHANGED
                        + " as changed from receivables.statement s where s.company_id = ? and s.id = ?",
                row -> {
                    String currency = row.text("currency");
                    List<Statement.Line> lines = JSON.readValue(row.text("movements"), LINES).stream()
                            .map(line -> rounded(line, currency))
                            .toList();
                    List<BigDecimal> buckets = row.list("buckets", BigDecimal.class);
                    BigDecimal unapplied = row.money("unapplied", currency).amount();
                    Content told = new Content(
                            row.uuid("party_id"),
                            row.date("from_day"),
                            row.date("to_day"),
                            row.money("opening", currency).amount(),
                            lines,
                            new Ageing.Line(null, "", "", buckets, unapplied, BigDecimal.ZERO, BigDecimal.ZERO));
                    return new Statement(
                            header,
                            row.uuid("party_id"),
                            row.date("from_day"),
                            row.date("to_day"),
                            row.money("opening", currency).amount(),
                            row.money("debit", currency).amount(),
                            row.money("credit", currency).amount(),
                            row.money("closing", currency).amount(),
                            currency,
                            buckets,
                            unapplied,
                            row.text("hex"),
                            row.instant("made_at"),
                            row.textOrNull("sent_to"),
                            row.instantOrNull("sent_at"),
                            row.textOrNull("answered_by"),
                            row.instantOrNull("answered_at"),
                            row.text("answer"),
                            row.bool("changed"),
                            told.hash(currency).equals(row.text("hex"))
                                    && told.debit().compareTo(row.decimal("debit")) == 0
                                    && told.credit().compareTo(row.decimal("credit")) == 0
                                    && told.closing().compareTo(row.decimal("closing")) == 0,
                            lines,
                            differences);
                },
                tx.company(),
                header.id());
    }

    /** JSON keeps the value of an amount and may drop its trailing zeros. */
    private static Statement.Line rounded(Statement.Line line, String currency) {
        return new Statement.Line(
                line.line(),
                line.journal(),
                line.document(),
                line.on(),
                line.cause(),
                line.number(),
                Money.round(line.debit(), currency).amount(),
                Money.round(line.credit(), currency).amount(),
                Money.round(line.balance(), currency).amount());
    }
}
