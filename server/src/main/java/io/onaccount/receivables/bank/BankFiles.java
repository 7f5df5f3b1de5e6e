package io.onaccount.receivables.bank;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.CashAccounts.CashAccount;
import io.onaccount.receivables.bank.StatementReading.Reading;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of the banks (BNK-01): kept as they are, read, and their statements imported. A file that comes again, or one that overlaps another, adds
 * no line twice; two payments that are equal in everything and stand in one file are two.
 */
@Component
public final class BankFiles {
    static final String STATEMENTS = "bank-statement";
    private static final int CHUNK = 5000;
    private static final int LONGEST_NAME = 200;

    private final CashAccounts cashAccounts;
    private final BankColumns columns;
    private final AuditTrail trail;
    private final JsonMapper json;

    BankFiles(CashAccounts cashAccounts, BankColumns columns, AuditTrail trail, JsonMapper json) {
        this.cashAccounts = cashAccounts;
        this.columns = columns;
        this.trail = trail;
        this.json = json;
    }

    /** A kept file and what it says. */
    public record BankFile(UUID id, String name, Reading reading, List<Found> found) {}

    /**
     * What is known of one of its statements.
     *
     * @param account ours, when that is certain
     * @param known how many of its lines are there already
     */
    public record Found(Optional<CashAccount> account, int known) {}

    /** A statement as imported; {@code added} is 0 when all its lines were there. */
    public record Imported(UUID id, CashAccount account, BankStatement statement, int added, List<Remark> remarks) {}

    /** Keeps a file that can be read; the same content is kept once. Answers its id. */
    public UUID keep(Tx tx, Actor actor, String name, byte[] content) {
        StatementReading.read(content, columns.of(tx)); // else it is refused
        String sha256 = BankColumns.sha256(content);
        String shown =
                Draft.clean(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1), LONGEST_NAME);
        tx.execute(
                """
                insert into receivables.bank_file (company_id, id, name, sha256, size, content, uploaded_by) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (company_id, sha256) do nothing""",
                tx.company(),
                Ids.next(),
                shown.isEmpty() ? "file" : shown,
                sha256,
                content.length,
                content,
                actor.user());
        return tx.one(
                "select f.id from receivables.bank_file f where f.company_id = ? and f.sha256 = ?",
                row -> row.uuid("id"),
                tx.company(),
                sha256);
    }

    /** What a kept file says and what is known of it. */
    public BankFile find(Tx tx, UUID id) {
        @SuppressWarnings("ArrayRecordComponent") // never compared, only read
        record Content(String name, byte[] bytes) {}
        Content content = tx.first(
                        "select f.name, f.content from receivables.bank_file f where f.company_id = ? and f.id = ?",
                        row -> new Content(row.text("name"), row.bytes("content")),
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound("bank-file", id));
        Reading reading = StatementReading.read(content.bytes(), columns.of(tx));
        OwnAccounts own = OwnAccounts.of(tx, cashAccounts.all(tx));
        List<Found> found = new ArrayList<>();
        Counter counter = new Counter();
        for (int i = 0; i < reading.statements().size(); i++) {
            BankStatement statement = reading.statements().get(i);
            Optional<CashAccount> account = own.find(statement.account(), statement.currency());
            int part = reading.parts().get(i);
            found.add(new Found(
                    account,
                    account.map(one -> known(tx, one.id(), counter.of(part, one.id(), statement)))
                            .orElse(0)));
        }
        return new BankFile(id, content.name(), reading, found);
    }

    /** Says what the columns of a file that was not understood are, or of one that was understood wrongly. */
    public BankFile explainColumns(Tx tx, Actor actor, UUID id, Map<Column, String> said) {
        BankFile file = find(tx, id);
        if (file.reading().headings().isEmpty()) {
            throw Problem.conflict("bank-file-no-table");
        }
        columns.keep(tx, actor, file.reading().headings(), said);
        return find(tx, id);
    }

    /**
     * Imports a file's statements.
     *
     * @param chosen for a statement, counted from 0, the account it is of; needed where the file doesn't make that certain, and remembered
     * @throws Problem 400 for a statement whose account is neither certain nor chosen, or has another currency
     */
    public List<Imported> importStatements(Tx tx, Actor actor, UUID id, Map<Integer, UUID> chosen) {
        BankFile file = find(tx, id);
        List<BankStatement> statements = file.reading().statements();
        if (statements.isEmpty()) {
            throw Problem.conflict("bank-file-columns");
        }
        List<@Nullable CashAccount> accounts = accounts(tx, file, chosen);
        Set<UUID> touched = new LinkedHashSet<>();
        accounts.stream().filter(Objects::nonNull).map(CashAccount::id).forEach(touched::add);
        // Two files of one account are imported one after the other, so that neither misses the other's lines.
        tx.list(
                "select c.id from receivables.cash_account c where c.company_id = ? and c.id = any(?) order by c.id for no key update",
                row -> row.uuid("id"),
                tx.company(),
                SqlArray.of("uuid", touched));
        Counter counter = new Counter();
        Map<UUID, BankStatement> before = new HashMap<>();
        List<Imported> imported = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            CashAccount account = accounts.get(i);
            BankStatement statement = statements.get(i);
            if (account == null) {
                continue;
            }
            List<Identity> identities = counter.of(file.reading().parts().get(i), account.id(), statement);
            imported.add(one(tx, actor, file, i, account, identities, before.put(account.id(), statement)));
        }
        return imported;
    }

    /** A statement as it was imported. */
    public record Statement(
            UUID id,
            UUID file,
            String fileName,
            UUID cashAccount,
            String accountName,
            BankFormat format,
            String account,
            String reference,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable BigDecimal opening,
            @Nullable BigDecimal closing,
            BigDecimal total,
            int lines,
            int added,
            List<Remark> remarks) {}

    /** A statement, or 404. */
    public Statement statement(Tx tx, UUID id) {
        return tx.first(
                        """
                        select s.*, f.name as file_name, c.name as account_name from receivables.bank_statement s
                        join receivables.bank_file f on f.company_id = ? and f.id = s.file_id
                        join receivables.cash_account c on c.company_id = ? and c.id = s.cash_account_id
                        where s.company_id = ? and s.id = ?""",
                        row -> new Statement(
                                row.uuid("id"),
                                row.uuid("file_id"),
                                row.text("file_name"),
                                row.uuid("cash_account_id"),
                                row.text("account_name"),
                                row.choice("format", BankFormat.class),
                                row.text("account"),
                                row.text("reference"),
                                row.dateOrNull("from_date"),
                                row.dateOrNull("to_date"),
                                row.decimalOrNull("opening"),
                                row.decimalOrNull("closing"),
                                row.decimal("total"),
                                row.integer("line_count"),
                                row.integer("new_lines"),
                                json.readValue(row.text("remarks"), new TypeReference<List<Remark>>() {})),
                        tx.company(),
                        tx.company(),
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(STATEMENTS, id));
    }

    private List<@Nullable CashAccount> accounts(Tx tx, BankFile file, Map<Integer, UUID> chosen) {
        Map<UUID, CashAccount> all = new LinkedHashMap<>();
        cashAccounts.all(tx).forEach(account -> all.put(account.id(), account));
        Problem.Collector problems = new Problem.Collector();
        List<@Nullable CashAccount> accounts = new ArrayList<>();
        List<BankStatement> statements = file.reading().statements();
        chosen.keySet()
                .forEach(index -> problems.check(index >= 0 && index < statements.size(), "accounts", "out-of-range"));
        Map<String, CashAccount> said = new LinkedHashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            BankStatement statement = statements.get(i);
            String field = "accounts[" + i + "].cashAccount";
            UUID choice = chosen.get(i);
            CashAccount account = choice == null ? file.found().get(i).account().orElse(null) : all.get(choice);
            if (account == null && choice == null && !statement.account().isEmpty()) {
                account = said.get(
                        OwnAccounts.key(statement.account())); // chosen for another statement of the same account
            }
            if (account == null && choice == null && statement.lines().isEmpty()) {
                accounts.add(null); // nothing to import
                continue;
            }
            if (problems.check(
                            account != null && account.active(),
                            field,
                            choice == null ? "bank-account-choose" : "receipt-cash-account",
                            statement.account())
                    && account != null) {
                problems.check(
                        statement.currency().isEmpty() || statement.currency().equals(account.currency()),
                        field,
                        "bank-account-currency",
                        statement.currency(),
                        account.currency());
                if (choice != null && !statement.account().isEmpty()) {
                    said.put(OwnAccounts.key(statement.account()), account);
                }
            }
            accounts.add(account);
        }
        problems.throwIfAny();
        said.forEach((key, account) -> tx.execute("""
                insert into receivables.bank_account_key (company_id, key, cash_account_id) values (?, ?, ?)
                on conflict (company_id, key) do update set cash_account_id = excluded.cash_account_id""", tx.company(), key, account.id()));
        return accounts;
    }

    private Imported one(
            Tx tx,
            Actor actor,
            BankFile file,
            int place,
            CashAccount account,
            List<Identity> identities,
            @Nullable BankStatement before) {
        BankStatement statement = file.reading().statements().get(place);
        Optional<UUID> there = tx.first(
                "select s.id from receivables.bank_statement s where s.company_id = ? and s.file_id = ? and s.place = ? and s.cash_account_id = ?",
                row -> row.uuid("id"),
                tx.company(),
                file.id(),
                place,
                account.id());
        if (there.isPresent()) {
            return new Imported(there.get(), account, statement, 0, statement.remarks());
        }
        UUID id = Ids.next();
        Set<Remark> remarks = new LinkedHashSet<>(statement.remarks());
        int known = known(tx, account.id(), identities);
        int fresh = identities.size() - known;
        if (known > 0) {
            remarks.add(Remark.of("known", known));
        } else {
            gap(tx, account, statement, before).ifPresent(remarks::add);
        }
        alike(tx, account, statement, identities, fresh).ifPresent(remarks::add);
        tx.execute(
                """
                insert into receivables.bank_statement (company_id, id, file_id, place, cash_account_id, format, account, bank, currency, reference,
                    from_date, to_date, opening, closing, total, line_count, new_lines, remarks, imported_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                file.id(),
                place,
                account.id(),
                statement.format(),
                statement.account(),
                statement.bank(),
                statement.currency().isEmpty() ? account.currency() : statement.currency(),
                statement.reference(),
                statement.from(),
                statement.to(),
                statement.opening(),
                statement.closing(),
                statement.sum(),
                statement.lines().size(),
                fresh,
                new Json(json.writeValueAsString(remarks)),
                actor.user());
        for (int from = 0; from < identities.size(); from += CHUNK) {
            add(tx, id, account, identities.subList(from, Math.min(from + CHUNK, identities.size())));
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "import",
                        STATEMENTS,
                        id,
                        statement.reference(),
                        Map.of("file", file.name(), "account", account.code(), "lines", fresh)));
        return new Imported(id, account, statement, fresh, List.copyOf(remarks));
    }

    /** A line with what makes it the same in another file. */
    private record Identity(BankLine line, String key, int nth) {}

    /** Counts equal lines of a file: a report within the day and the statement after it may stand in one file and are not added up. */
    private static final class Counter {
        private final Map<String, Integer> counts = new HashMap<>();

        List<Identity> of(int part, UUID account, BankStatement statement) {
            String source = part + "/" + statement.format() + "/" + account + "/";
            return statement.lines().stream()
                    .map(line -> {
                        String key = key(line);
                        return new Identity(line, key, counts.merge(source + key, 1, Integer::sum));
                    })
                    .toList();
        }
    }

    /** The bank's own reference where it is one; else all that the line says. */
    private static String key(BankLine line) {
        String amount = line.amount().stripTrailingZeros().toPlainString();
        String told = line.reference().length() >= 8 && line.reference().chars().anyMatch(Character::isDigit)
                ? "R|" + line.reference()
                : String.join(
                        "|",
                        "T",
                        line.reference(),
                        line.name(),
                        line.account(),
                        line.text(),
                        line.endToEnd(),
                        line.balance() == null
                                ? ""
                                : line.balance().stripTrailingZeros().toPlainString());
        return BankColumns.sha256(
                (line.booked() + "|" + amount + "|" + told).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static int known(Tx tx, UUID account, List<Identity> identities) {
        return identities.isEmpty()
                ? 0
                : tx.one(
                        """
                        select count(*)::integer as known from unnest(?::text[], ?::integer[]) as n (identity, nth)
                        join receivables.bank_line l on l.identity = n.identity and l.nth = n.nth
                        where l.company_id = ? and l.cash_account_id = ?""",
                        row -> row.integer("known"),
                        SqlArray.of("text", identities, Identity::key),
                        SqlArray.of("integer", identities, Identity::nth),
                        tx.company(),
                        account);
    }

    /** The statement before ended with another balance than this one begins with: something between them is missing. */
    private static Optional<Remark> gap(
            Tx tx, CashAccount account, BankStatement statement, @Nullable BankStatement before) {
        BigDecimal opening = statement.opening();
        LocalDate from = statement.from();
        if (opening == null || from == null) {
            return Optional.empty();
        }
        if (before != null) {
            return gap(before.to(), before.closing(), from, opening);
        }
        record Last(@Nullable LocalDate to, @Nullable BigDecimal closing) {}
        return tx.first(
                        """
                        select s.to_date, s.closing from receivables.bank_statement s
                        where s.company_id = ? and s.cash_account_id = ? and s.to_date <= ? and s.to_date < ? and s.closing is not null
                        order by s.to_date desc, s.id desc limit 1""",
                        row -> new Last(row.dateOrNull("to_date"), row.decimalOrNull("closing")),
                        tx.company(),
                        account.id(),
                        from,
                        saysDayBefore(statement.format()) ? from.plusDays(1) : from)
                .flatMap(last -> gap(last.to(), last.closing(), from, opening));
    }

    /** Whether the day of the opening balance is that of the balance before, not of the first line. */
    private static boolean saysDayBefore(BankFormat format) {
        return switch (format) {
            case MT940, MT942, CAMT052, CAMT053, CAMT054 -> true;
            case OFX, BAI2, TABLE, ALIPAY, WECHAT -> false;
        };
    }

    private static Optional<Remark> gap(
            @Nullable LocalDate to, @Nullable BigDecimal closing, LocalDate from, BigDecimal opening) {
        return to == null || closing == null || closing.compareTo(opening) == 0
                ? Optional.empty()
                : Optional.of(Remark.of("gap", to, closing.toPlainString(), from, opening.toPlainString()));
    }

    /** The same days in another format have other references: lines of equal day and amount may then be the same. */
    private static Optional<Remark> alike(
            Tx tx, CashAccount account, BankStatement statement, List<Identity> identities, int fresh) {
        if (fresh == 0) {
            return Optional.empty();
        }
        int alike = tx.one(
                """
                select count(*)::integer as alike from (
                  select n.day, n.amount, count(*) as here from unnest(?::date[], ?::numeric[], ?::text[], ?::integer[]) as n (day, amount, identity, nth)
                  where not exists (select 1 from receivables.bank_line k
                    where k.company_id = ? and k.cash_account_id = ? and k.identity = n.identity and k.nth = n.nth)
                  group by n.day, n.amount) n
                where exists (select 1 from receivables.bank_line l
                  join receivables.bank_statement s on s.company_id = ? and s.id = l.statement_id
                  where l.company_id = ? and l.cash_account_id = ? and l.booked_on = n.day and l.amount = n.amount and s.format <> ?)""",
                row -> row.integer("alike"),
                SqlArray.of("date", identities, i -> i.line().booked()),
                SqlArray.of("numeric", identities, i -> i.line().amount()),
                SqlArray.of("text", identities, Identity::key),
                SqlArray.of("integer", identities, Identity::nth),
                tx.company(),
                account.id(),
                tx.company(),
                tx.company(),
                account.id(),
                statement.format());
        return alike == 0 ? Optional.empty() : Optional.of(Remark.of("alike", alike));
    }

    private static void add(Tx tx, UUID statement, CashAccount account, List<Identity> lines) {
        tx.execute(
                """
                with added as (
                  insert into receivables.bank_line (company_id, id, cash_account_id, statement_id, place, identity, nth, booked_on, valued_on, amount,
                      currency, name, account, bank, reference, text, end_to_end, code, fee, balance, raw)
                  select ?, n.id, ?, ?, n.place, n.identity, n.nth, n.booked, n.valued, n.amount, n.currency, n.name, n.account, n.bank, n.reference,
                      n.text, n.end_to_end, n.code, n.fee, n.balance, n.raw
                  from unnest(?::uuid[], ?::integer[], ?::text[], ?::integer[], ?::date[], ?::date[], ?::numeric[], ?::text[], ?::text[], ?::text[],
                      ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::text[])
                    as n (id, place, identity, nth, booked, valued, amount, currency, name, account, bank, reference, text, end_to_end, code, fee,
                      balance, raw)
                  on conflict (company_id, cash_account_id, identity, nth) do nothing
                  returning company_id, id, cash_account_id, booked_on, amount)
                insert into receivables.bank_work (company_id, line_id, cash_account_id, booked_on, amount)
                select a.company_id, a.id, a.cash_account_id, a.booked_on, a.amount from added a where a.company_id = ?""",
                tx.company(),
                account.id(),
                statement,
                SqlArray.of("uuid", lines, i -> Ids.next()),
                SqlArray.of("integer", lines, i -> i.line().place()),
                SqlArray.of("text", lines, Identity::key),
                SqlArray.of("integer", lines, Identity::nth),
                SqlArray.of("date", lines, i -> i.line().booked()),
                SqlArray.of(
                        "date",
                        lines,
                        i -> i.line().valued() == null
                                ? i.line().booked()
                                : i.line().valued()),
                SqlArray.of("numeric", lines, i -> i.line().amount()),
                SqlArray.of(
                        "text",
                        lines,
                        i -> i.line().currency().isEmpty()
                                ? account.currency()
                                : i.line().currency()),
                SqlArray.of("text", lines, i -> i.line().name()),
                SqlArray.of("text", lines, i -> i.line().account()),
                SqlArray.of("text", lines, i -> i.line().bank()),
                SqlArray.of("text", lines, i -> i.line().reference()),
                SqlArray.of("text", lines, i -> i.line().text()),
                SqlArray.of("text", lines, i -> i.line().endToEnd()),
                SqlArray.of("text", lines, i -> i.line().code()),
                SqlArray.of("numeric", lines, i -> i.line().fee()),
                SqlArray.of("numeric", lines, i -> i.line().balance()),
                SqlArray.of("text", lines, i -> i.line().raw()),
                tx.company());
    }
}
