package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.document.StateTable;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How much one acceptor of bills, a bank or a company, may owe us by bills that have not matured, whoever gave them to us (承兑人额度, CRD-23). A bill
 * counts from its receipt until it has matured, also when it was passed on, as it comes back to us unpaid. It is judged when its receipt is
 * confirmed, under the lock of the limit, so that bills taken at the same time don't exceed it together.
 *
 * <p>The customer who gives a bill owes by it until it has matured, whatever its acceptor's limit: that is asked of the customer's own limit. This
 * one says how far a promise of somebody else is worth having.
 */
@Component
public final class AcceptorLimits {
    static final String KIND = "acceptor-limit";
    static final String EXCEED = "exceed";
    private static final int MOST_NAMES = 50;
    private static final int MOST_BILLS = 500;
    private static final int LONGEST_KEY = 200;

    /** Whether bills of the acceptor are taken at all. */
    enum State {
        ACTIVE,
        STOPPED;

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(ACTIVE, StateTable.Tone.GREEN)
                .state(STOPPED, StateTable.Tone.RED)
                .move("stop", ACTIVE, STOPPED)
                .move("reactivate", STOPPED, ACTIVE);
    }

    /** What a bill beyond the limit meets. */
    public enum Beyond {
        /** It is pointed out and noted. */
        WARN,
        /** Only who has the right to exceed these limits confirms its receipt. */
        RIGHT,
        /** It isn't taken. */
        REFUSE
    }

    private final Headers headers;

    AcceptorLimits(Headers headers) {
        this.headers = headers;
    }

    /**
     * A limit as people enter it.
     *
     * @param name the acceptor
     * @param otherNames how else bills name it
     * @param limit in the company's currency
     * @param validTo after that day there is no room for new bills
     */
    public record Entry(
            String code,
            String name,
            List<String> otherNames,
            BigDecimal limit,
            Beyond beyond,
            @Nullable LocalDate validTo,
            @Nullable String note) {}

    /** A bill of the acceptor that has not matured. */
    public record OpenBill(
            UUID id,
            String number,
            String billNumber,
            String party,
            LocalDate due,
            BigDecimal amount,
            BigDecimal beyond,
            String state) {}

    /**
     * A limit as people look at it.
     *
     * @param used by all bills that have not matured
     * @param bills those within the reader's scope, the first to mature first
     */
    public record View(
            UUID id,
            int version,
            String code,
            String name,
            List<String> otherNames,
            String state,
            BigDecimal limit,
            BigDecimal used,
            BigDecimal free,
            Beyond beyond,
            @Nullable LocalDate validTo,
            @Nullable String note,
            List<OpenBill> bills) {}

    /**
     * What a bill would meet.
     *
     * @param free what is left for new bills today, nothing when the limit is stopped or over
     * @param over by how much the bill would exceed it; 0: it fits
     * @param mayExceed whether the asker may take it all the same
     */
    public record Standing(
            UUID id,
            String name,
            boolean stopped,
            BigDecimal limit,
            BigDecimal used,
            BigDecimal free,
            BigDecimal over,
            Beyond beyond,
            boolean mayExceed) {}

    /** A name as it is compared: bills are entered by many hands, in full and half width, with and without blanks. */
    static String key(@Nullable String name) {
        return name == null
                ? ""
                : Normalizer.normalize(name, Normalizer.Form.NFKC)
                        .replaceAll("\\s", "")
                        .toLowerCase(Locale.ROOT);
    }

    /** What all bills named so that have not matured come to, for the limit {@code l}. */
    static final String USED = """
            (select coalesce(sum(b.amount), 0) from receivables.acceptor_name n
             join receivables.bill b on b.company_id = n.company_id and b.acceptor_key = n.name_key
             where n.company_id = l.company_id and n.limit_id = l.id and b.received_on is not null and b.closed_on is null)""";

    private record Limit(
            UUID id,
            String name,
            boolean stopped,
            BigDecimal most,
            Beyond beyond,
            @Nullable LocalDate validTo,
            BigDecimal used) {
        static Limit read(Row row) {
            String currency = row.text("currency");
            return new Limit(
                    row.uuid("id"),
                    row.text("title"),
                    row.text("state").equals(State.STOPPED.name()),
                    row.money("most", currency).amount(),
                    row.choice("beyond", Beyond.class),
                    row.dateOrNull("valid_to"),
                    row.money("used", currency).amount());
        }

        /** What is left for new bills on that day. */
        BigDecimal free(LocalDate on) {
            boolean over = stopped || (validTo != null && on.isAfter(validTo));
            return over ? BigDecimal.ZERO : most.subtract(used).max(BigDecimal.ZERO);
        }

        BigDecimal over(LocalDate on, BigDecimal amount) {
            return amount.subtract(free(on)).max(BigDecimal.ZERO);
        }
    }

    /** The limit of whoever is named so, if there is one. */
    private static Optional<Limit> of(Tx tx, String key) {
        return key.isEmpty()
                ? Optional.empty()
                : tx.first(
                        "select l.id, l.currency, l.most, l.beyond, l.valid_to, h.title, h.state, " + USED + """
                                 as used from receivables.acceptor_name k
                                join receivables.acceptor_limit l on l.company_id = k.company_id and l.id = k.limit_id
                                join document.header h on h.company_id = l.company_id and h.id = l.id
                                where k.company_id = ? and k.name_key = ?""",
                        Limit::read,
                        tx.company(),
                        key);
    }

    /** What a bill of this acceptor would meet today; nothing when it has no limit. */
    public Optional<Standing> standing(Tx tx, Actor actor, @Nullable String acceptor, BigDecimal amount) {
        return of(tx, key(acceptor))
                .map(limit -> new Standing(
                        limit.id(),
                        limit.name(),
                        limit.stopped(),
                        limit.most(),
                        limit.used(),
                        limit.free(actor.today()),
                        limit.over(actor.today(), amount),
                        limit.stopped() ? Beyond.REFUSE : limit.beyond(),
                        actor.may(KIND + "." + EXCEED)));
    }

    /**
     * A bill is taken. Sends what the transaction has gathered when its acceptor has a limit. Answers by how much it exceeds it.
     *
     * @throws Problem 409 when bills beyond it aren't taken, 403 when only others may take them
     */
    static BigDecimal take(Tx tx, Actor actor, @Nullable String acceptor, BigDecimal amount, LocalDate on) {
        String key = key(acceptor);
        boolean limited = !key.isEmpty()
                && tx.first("""
                                select l.id from receivables.acceptor_name k
                                join receivables.acceptor_limit l on l.company_id = k.company_id and l.id = k.limit_id
                                where k.company_id = ? and k.name_key = ? for no key update of l""", row -> row.uuid("id"), tx.company(), key).isPresent();
        if (!limited) {
            return BigDecimal.ZERO;
        }
        tx.flush(); // other bills of this transaction count
        // Asked anew under the lock: what was read while waiting for it is of before.
        Optional<Limit> found = of(tx, key);
        if (found.isEmpty()) {
            return BigDecimal.ZERO;
        }
        Limit limit = found.get();
        BigDecimal over = limit.over(on, amount);
        if (over.signum() > 0) {
            if (limit.stopped()) {
                throw Problem.conflict("acceptor-stopped", limit.name());
            }
            if (limit.beyond() == Beyond.REFUSE) {
                throw Problem.conflict("acceptor-over", limit.name(), limit.most(), limit.used(), amount, over);
            }
            if (limit.beyond() == Beyond.RIGHT && !actor.may(KIND + "." + EXCEED)) {
                throw Problem.of(403, "acceptor-over-right", limit.name(), limit.most(), limit.used(), amount, over);
            }
        }
        return over;
    }

    /** 404 when unknown. */
    public View view(Tx tx, Actor actor, UUID id) {
        Header header = headers.find(tx, actor.companyWide(), KIND, id);
        List<String> others = tx.list(
                "select n.name from receivables.acceptor_name n where n.company_id = ? and n.limit_id = ? and n.name_key <> ? order by n.name",
                row -> row.text("name"),
                tx.company(),
                id,
                key(header.title()));
        List<OpenBill> bills = tx.list(
                Sql.of("""
                                select b.id, h.number, b.bill_number, h.title, b.due, b.amount, b.acceptor_beyond, b.currency, h.state
                                from receivables.acceptor_name n
                                join receivables.bill b on b.company_id = n.company_id and b.acceptor_key = n.name_key
                                join document.header h on h.company_id = b.company_id and h.id = b.id
                                where n.company_id = ? and n.limit_id = ? and b.received_on is not null and b.closed_on is null and""", tx.company(), id)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by b.due, h.number limit " + MOST_BILLS),
                row -> new OpenBill(
                        row.uuid("id"),
                        row.text("number"),
                        row.text("bill_number"),
                        row.text("title"),
                        row.date("due"),
                        row.money("amount", row.text("currency")).amount(),
                        row.money("acceptor_beyond", row.text("currency")).amount(),
                        row.text("state")));
        return tx.one(
                "select l.*, h.title, h.state, " + USED + """
                         as used from receivables.acceptor_limit l join document.header h on h.company_id = l.company_id and h.id = l.id
                        where l.company_id = ? and l.id = ?""",
                row -> {
                    Limit limit = Limit.read(row);
                    return new View(
                            id,
                            header.version(),
                            header.number(),
                            header.title(),
                            others,
                            header.state(),
                            limit.most(),
                            limit.used(),
                            limit.most().subtract(limit.used()),
                            limit.beyond(),
                            limit.validTo(),
                            row.textOrNull("note"),
                            bills);
                },
                tx.company(),
                id);
    }

    public UUID create(Tx tx, Actor actor, Entry entry) {
        UUID id = Ids.next();
        Entry sound = checked(tx, actor.currency(), entry, null);
        headers.insert(
                tx,
                actor,
                Header.born(
                        id,
                        KIND,
                        sound.code(),
                        sound.name(),
                        State.ACTIVE,
                        null,
                        null,
                        null,
                        actor.today(),
                        actor.currency(),
                        null,
                        actor.user(),
                        headers.now()),
                Map.of("limit", plain(sound.limit()), "beyond", sound.beyond().name()));
        tx.add(
                Rank.DOCUMENT,
                "insert into receivables.acceptor_limit (company_id, id, currency, most, beyond, valid_to, note) values (?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                id,
                actor.currency(),
                sound.limit(),
                sound.beyond(),
                sound.validTo(),
                sound.note());
        names(tx, id, sound);
        return id;
    }

    /** Writes it anew; the history gets what differs. Bills taken before stay taken. */
    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, Entry entry) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, version);
        View old = view(tx, actor, id);
        Entry sound = checked(tx, actor.currency(), entry, old);
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "limit", plain(old.limit()), plain(sound.limit()));
        Headers.difference(changes, "beyond", old.beyond(), sound.beyond());
        Headers.difference(changes, "validTo", old.validTo(), sound.validTo());
        Headers.difference(changes, "note", old.note(), sound.note());
        Headers.difference(
                changes,
                "otherNames",
                old.otherNames(),
                sound.otherNames().stream().sorted().toList());
        headers.change(tx, actor, header, header.named(sound.code(), sound.name()), changes);
        tx.add(
                Rank.DETAIL,
                "update receivables.acceptor_limit l set most = ?, beyond = ?, valid_to = ?, note = ? where l.company_id = ? and l.id = ?",
                sound.limit(),
                sound.beyond(),
                sound.validTo(),
                sound.note(),
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "delete from receivables.acceptor_name n where n.company_id = ? and n.limit_id = ?",
                tx.company(),
                id);
        names(tx, id, sound);
    }

    private static void names(Tx tx, UUID id, Entry entry) {
        List<String> names = new ArrayList<>(List.of(entry.name()));
        names.addAll(entry.otherNames());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.acceptor_name (company_id, name_key, limit_id, name)
                select ?, n.name_key, ?, n.name from unnest(?::text[], ?::text[]) as n (name_key, name)""",
                tx.company(),
                id,
                SqlArray.of("text", names, AcceptorLimits::key),
                SqlArray.of("text", names));
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    /** Takes no more bills of the acceptor, or takes them again. */
    public void move(Tx tx, Actor actor, UUID id, @Nullable Integer version, String move) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, version);
        State to = move.equals("stop") ? State.STOPPED : State.ACTIVE;
        State.TABLE.check(State.valueOf(header.state()), move, to);
        headers.move(tx, actor, header, move, to, Map.of());
    }

    /** Removes a limit; the acceptor's bills go on without one. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, version);
        tx.add(
                Rank.DETAIL,
                "delete from receivables.acceptor_name n where n.company_id = ? and n.limit_id = ?",
                tx.company(),
                id);
        tx.add(
                Rank.DETAIL,
                "delete from receivables.acceptor_limit l where l.company_id = ? and l.id = ?",
                tx.company(),
                id);
        headers.delete(tx, actor, header);
    }

    private static Entry checked(Tx tx, String currency, Entry entry, @Nullable View old) {
        Problem.Collector problems = new Problem.Collector();
        String code = Input.required(problems, "code", entry.code(), 40);
        problems.check(
                (old != null && old.code().equals(code))
                        || tx.first(
                                        "select h.id from document.header h where h.company_id = ? and h.kind = ? and h.number = ?",
                                        row -> row.uuid("id"),
                                        tx.company(),
                                        KIND,
                                        code)
                                .isEmpty(),
                "code",
                "taken",
                code);
        String name = Input.required(problems, "name", entry.name(), 100);
        String note = Input.text(problems, "note", entry.note(), 1000);
        problems.check(entry.limit().signum() >= 0, "limit", "negative");
        Input.amount(problems, "limit", entry.limit(), currency);
        problems.check(entry.otherNames().size() <= MOST_NAMES, "otherNames", "too-many-entries", MOST_NAMES);
        Map<String, String> fields = new LinkedHashMap<>();
        note(problems, fields, name, "name");
        List<String> others = new ArrayList<>();
        for (int i = 0; i < Math.min(entry.otherNames().size(), MOST_NAMES); i++) {
            String field = "otherNames[" + i + "]";
            String other = Input.required(problems, field, entry.otherNames().get(i), 100);
            note(problems, fields, other, field);
            others.add(other);
        }
        tx.list(
                        """
                        select n.name_key, h.title from receivables.acceptor_name n
                        join document.header h on h.company_id = n.company_id and h.id = n.limit_id
                        where n.company_id = ? and n.name_key = any(?) and n.limit_id is distinct from ?::uuid""",
                        row -> Map.entry(row.text("name_key"), row.text("title")),
                        tx.company(),
                        SqlArray.of("text", fields.keySet()),
                        old == null ? null : old.id())
                .forEach(taken -> problems.add(
                        fields.getOrDefault(taken.getKey(), "name"), "acceptor-named-elsewhere", taken.getValue()));
        problems.throwIfAny();
        return new Entry(code, name, others, entry.limit(), entry.beyond(), entry.validTo(), note);
    }

    /** Two spellings that are compared alike are one name. */
    private static void note(Problem.Collector problems, Map<String, String> fields, String name, String field) {
        String key = key(name);
        if (!name.isEmpty()
                && problems.check(!key.isEmpty(), field, "required")
                && problems.check(key.length() <= LONGEST_KEY, field, "too-long", LONGEST_KEY)) {
            problems.check(fields.putIfAbsent(key, field) == null, field, "acceptor-named-twice");
        }
    }

    /** The moves a page offers. */
    public List<MoveOption> moves(Texts texts, Actor actor, View view) {
        return MoveOption.of(texts, actor, KIND, State.TABLE, State.valueOf(view.state()));
    }
}
