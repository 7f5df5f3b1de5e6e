package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.StatementRows.Draft;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Statements (对账单, RCV-04): what the books say of a period, kept as it was told, answered line by line. Making one or thousands takes the
 * same few statements; what was told never changes, and later changes of the books within its period show on it.
 */
@Component
public final class Statements {
    static final String KIND = "statement";
    static final String NUMBERS = "ST-{yyyyMM}-{0001}";
    /** The kind of job that makes the statements of many. */
    public static final String RUN = "statements";

    private static final int MOST_LINES = 5000;

    private final Headers headers;
    private final Numbering numbering;
    private final Parties parties;
    private final Ageing ageing;
    private final AuditTrail trail;

    Statements(Headers headers, Numbering numbering, Parties parties, Ageing ageing, AuditTrail trail) {
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.ageing = ageing;
        this.trail = trail;
    }

    /** A customer whose statement is due, and the first day it is about. */
    record Due(
            UUID party,
            String name,
            @Nullable UUID owner,
            @Nullable UUID department,
            LocalDate from) {}

    /** The statement with its lines and differences, if within the actor's scope; otherwise 404. */
    public Statement find(Tx tx, Actor actor, UUID id) {
        return StatementRows.read(tx, headers.find(tx, actor, KIND, id));
    }

    /**
     * Makes one.
     *
     * @param from null to go on where the last one ended, or for the month of the last day
     * @throws Problem 404 for a customer out of scope, 409 when there is one for that day already
     */
    public UUID make(Tx tx, Actor actor, UUID customer, @Nullable LocalDate from, LocalDate to) {
        Party party = parties.require(tx, actor, List.of(customer))
                .values()
                .iterator()
                .next();
        Problem.Collector problems = new Problem.Collector();
        problems.check(!to.isAfter(actor.today()), "to", "statement-not-over", actor.today());
        problems.check(to.getYear() >= 1970, "to", "statement-not-over", actor.today());
        problems.check(from == null || !from.isAfter(to), "from", "statement-period");
        problems.check(from == null || from.getYear() >= 1970, "from", "statement-period");
        problems.throwIfAny();
        alone(tx);
        LocalDate last = lastDay(tx, customer);
        if (last != null && last.equals(to)) {
            throw Problem.conflict("statement-exists", party.name(), to);
        }
        LocalDate first =
                from != null ? from : last != null && last.isBefore(to) ? last.plusDays(1) : to.withDayOfMonth(1);
        Due one = new Due(customer, party.name(), party.owner(), party.department(), first);
        return write(tx, actor, tell(tx, actor, List.of(one), to, true), to).getFirst();
    }

    private static @Nullable LocalDate lastDay(Tx tx, UUID customer) {
        return tx.first(
                        "select s.to_day from receivables.statement s where s.company_id = ? and s.party_id = ? and not s.cancelled"
                                + " order by s.to_day desc limit 1",
                        row -> row.date("to_day"),
                        tx.company(),
                        customer)
                .orElse(null);
    }

    /** Two runs at once would make the same statements. */
    private static void alone(Tx tx) {
        tx.one(
                "select pg_advisory_xact_lock(hashtext('receivables.statement'), ?::integer)::text as locked",
                row -> 1,
                (int) tx.company());
    }

    /**
     * The customers whose statement is due on a day, in the actor's scope: those whose billing day it is (month-end for those without one), who
     * have books and no statement for that day or later. In the order of their ids, as they stand in the indexes that are read and written for them.
     * Each header is looked up for itself (ADR 0093).
     *
     * @param everyone whatever their billing day
     */
    List<Due> due(Tx tx, Actor actor, LocalDate to, boolean everyone) {
        return tx.list(
                Sql.of("""
                                select h.id, h.title, h.owner_id, h.department_id, coalesce(s.last + 1, ?::date) as from_day
                                from receivables.party_balance p
                                left join receivables.billing_day b on b.company_id = p.company_id and b.party_id = p.party_id
                                left join (select s.party_id, max(s.to_day) as last from receivables.statement s
                                    where s.company_id = ? and not s.cancelled group by s.party_id) s on s.party_id = p.party_id
                                cross join lateral (select h.id, h.title, h.owner_id, h.department_id from document.header h
                                    where h.company_id = ? and h.id = p.party_id and h.kind = 'customer' and""", to.withDayOfMonth(1), tx.company(), tx.company())
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("""
                                offset 0) h
                                where p.company_id = ? and (s.last is null or s.last < ?) and (? or least(coalesce(b.day, 31), ?) = ?)
                                order by h.id""", tx.company(), to, everyone, to.lengthOfMonth(), to.getDayOfMonth()),
                row -> new Due(
                        row.uuid("id"),
                        row.text("title"),
                        row.uuidOrNull("owner_id"),
                        row.uuidOrNull("department_id"),
                        row.date("from_day")));
    }

    /** A statement as the books have it now, not yet written. */
    record Told(Due due, Draft draft) {}

    /** What to tell these customers; those who have nothing to be told get none. Only reads. */
    List<Told> tell(Tx tx, Actor actor, List<Due> due, LocalDate to) {
        return tell(tx, actor, due, to, false);
    }

    /** Writes these statements in this transaction, but for customers who got one meanwhile. Answers how many. */
    int makeAll(Tx tx, Actor actor, List<Told> told, LocalDate to) {
        alone(tx);
        Set<UUID> made = new HashSet<>(tx.list(
                """
                select w.party from unnest(?::uuid[]) as w (party)
                cross join lateral (select 1 from receivables.statement s
                    where s.company_id = ? and s.party_id = w.party and s.to_day >= ? and not s.cancelled limit 1) s""",
                row -> row.uuid("party"),
                SqlArray.of("uuid", told, one -> one.due().party()),
                tx.company(),
                to));
        List<Told> wanted =
                told.stream().filter(one -> !made.contains(one.due().party())).toList();
        return write(tx, actor, wanted, to).size();
    }

    /** Makes the statements of all customers whose billing day it is, in this transaction; for companies of moderate size. Answers how many. */
    public int makeDue(Tx tx, Actor actor, LocalDate to) {
        return makeAll(tx, actor, tell(tx, actor, due(tx, actor, to, false), to), to);
    }

    private List<Told> tell(Tx tx, Actor actor, List<Due> due, LocalDate to, boolean empty) {
        if (due.isEmpty()) {
            return List.of();
        }
        Map<UUID, BigDecimal> openings = openings(tx, actor, due);
        Map<UUID, List<Statement.Line>> lines = lines(tx, actor, due, to, openings);
        Map<UUID, Ageing.Line> ages = ageing.customers(
                tx,
                actor,
                due.stream().map(Due::party).toList(),
                Ageing.Question.of(to, Ageing.Basis.DUE, Ageing.By.CUSTOMER));
        BigDecimal zero = Money.zero(actor.currency()).amount();
        Ageing.Line none = new Ageing.Line(null, "", "", Collections.nCopies(Ageing.BUCKETS, zero), zero, zero, zero);
        List<Told> told = new ArrayList<>();
        for (Due one : due) {
            List<Statement.Line> own = lines.getOrDefault(one.party(), List.of());
            BigDecimal opening = openings.getOrDefault(one.party(), zero);
            if (own.size() > MOST_LINES) {
                throw Problem.conflict("statement-too-long", one.name(), MOST_LINES);
            }
            if (empty || !own.isEmpty() || opening.signum() != 0) {
                Draft draft = Draft.of(
                        one.party(),
                        one.from(),
                        to,
                        opening,
                        own,
                        ages.getOrDefault(one.party(), none),
                        actor.currency());
                told.add(new Told(one, draft));
            }
        }
        return told;
    }

    private List<UUID> write(Tx tx, Actor actor, List<Told> told, LocalDate to) {
        if (told.isEmpty()) {
            return List.of();
        }
        List<String> numbers = numbering.take(tx.company(), KIND, NUMBERS, to, told.size());
        List<Header> born = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            Due due = told.get(i).due();
            Draft draft = told.get(i).draft();
            born.add(Header.born(
                    draft.id(),
                    KIND,
                    numbers.get(i),
                    due.name(),
                    StatementState.MADE,
                    draft.party(),
                    due.owner(),
                    due.department(),
                    to,
                    actor.currency(),
                    draft.closing(),
                    actor.user(),
                    headers.now()));
        }
        headers.insert(tx, actor, born, Map.of("to", to));
        List<Draft> drafts = told.stream().map(Told::draft).toList();
        StatementRows.write(tx, drafts, actor.currency(), headers.now());
        return drafts.stream().map(Draft::id).toList();
    }

    /** Read back from today's balances, so that the years before need not be read. */
    private static Map<UUID, BigDecimal> openings(Tx tx, Actor actor, List<Due> due) {
        Map<UUID, BigDecimal> openings = new HashMap<>();
        tx.list(
                """
                select w.party, b.receivable - b.money - coalesce((select sum(l.base_amount) from receivables.journal_line l
                    where l.company_id = b.company_id and l.party_id = w.party and l.happened_on >= w.from_day
                      and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY')), 0) as owed
                from unnest(?::uuid[], ?::date[]) as w (party, from_day)
                join receivables.party_balance b on b.company_id = ? and b.party_id = w.party""",
                row -> openings.put(
                        row.uuid("party"), row.money("owed", actor.currency()).amount()),
                SqlArray.of("uuid", due, Due::party),
                SqlArray.of("date", due, Due::from),
                tx.company());
        return openings;
    }

    /**
     * Movements as on the customer's card: what only moves between their own accounts is not among them. Journals and headers are each looked up in
     * the order of their ids (ADR 0093).
     */
    private static Map<UUID, List<Statement.Line>> lines(
            Tx tx, Actor actor, List<Due> due, LocalDate to, Map<UUID, BigDecimal> openings) {
        Map<UUID, List<Statement.Line>> lines = new HashMap<>();
        Map<UUID, BigDecimal> balances = new HashMap<>(openings);
        tx.list(
                """
                select d.party, d.amount, d.id, d.document_id, d.happened_on, d.cause, h.number
                from (select m.party, m.amount, j.id, j.document_id, j.happened_on, j.cause
                  from (select w.party, l.journal_id, sum(l.base_amount) as amount
                    from unnest(?::uuid[], ?::date[]) as w (party, from_day)
                    join receivables.journal_line l on l.company_id = ? and l.party_id = w.party and l.happened_on between w.from_day and ?
                      and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY')
                    group by w.party, l.journal_id having sum(l.base_amount) <> 0 order by l.journal_id) m
                  cross join lateral (select j.id, j.document_id, j.happened_on, j.cause from receivables.journal j
                    where j.company_id = ? and j.id = m.journal_id offset 0) j
                  order by j.document_id offset 0) d
                cross join lateral (select h.number from document.header h where h.company_id = ? and h.id = d.document_id offset 0) h
                order by d.party, d.happened_on, d.id""",
                row -> {
                    UUID party = row.uuid("party");
                    BigDecimal amount = row.money("amount", actor.currency()).amount();
                    BigDecimal balance = balances.merge(party, amount, BigDecimal::add);
                    List<Statement.Line> own = lines.computeIfAbsent(party, p -> new ArrayList<>());
                    own.add(new Statement.Line(
                            own.size() + 1,
                            row.uuid("id"),
                            row.uuid("document_id"),
                            row.date("happened_on"),
                            row.text("cause"),
                            row.text("number"),
                            amount.max(BigDecimal.ZERO),
                            amount.negate().max(BigDecimal.ZERO),
                            balance));
                    return 0;
                },
                SqlArray.of("uuid", due, Due::party),
                SqlArray.of("date", due, Due::from),
                tx.company(),
                to,
                tx.company(),
                tx.company());
        return lines;
    }

    /** What the customer says of a line: they see it otherwise. */
    public record Otherwise(
            int line, @Nullable BigDecimal theirs, @Nullable String remark) {}

    /** Notes that it went out, by whatever way. */
    public void sent(Tx tx, Actor actor, UUID id, @Nullable Integer version, @Nullable String to) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        move(tx, actor, header, "send", StatementState.SENT, Map.of("to", to == null ? "" : to));
        tx.add(
                Rank.DETAIL,
                "update receivables.statement set sent_at = ?, sent_to = ? where company_id = ? and id = ?",
                headers.now(),
                to,
                tx.company(),
                id);
    }

    /**
     * Notes the customer's answer: agreed when they see no line otherwise; otherwise each difference waits to be cleared up.
     *
     * @param by who answered for the customer
     */
    public void answer(
            Tx tx,
            Actor actor,
            UUID id,
            @Nullable Integer version,
            @Nullable String by,
            List<Otherwise> otherwise,
            @Nullable String remark) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        Statement statement = StatementRows.read(tx, header);
        Problem.Collector problems = new Problem.Collector();
        String who = Input.required(problems, "by", by, 100);
        String said = Input.text(problems, "remark", remark, 1000);
        problems.check(otherwise.size() <= MOST_LINES, "lines", "too-many-lines", MOST_LINES);
        for (int i = 0; i < otherwise.size(); i++) {
            Otherwise one = otherwise.get(i);
            String at = "lines[" + i + "].";
            problems.check(
                    one.line() >= 0 && one.line() <= statement.lines().size(),
                    at + "line",
                    "statement-no-line",
                    one.line());
            String reason = Input.text(problems, at + "remark", one.remark(), 1000);
            problems.check(reason != null || one.theirs() != null, at + "remark", "required");
            if (one.theirs() != null) {
                Input.amount(problems, at + "theirs", one.theirs(), statement.currency());
            }
        }
        problems.check(
                otherwise.stream().map(Otherwise::line).distinct().count() == otherwise.size(),
                "lines",
                "statement-line-twice");
        problems.throwIfAny();
        boolean agreed = otherwise.isEmpty();
        move(
                tx,
                actor,
                header,
                agreed ? "agree" : "differ",
                agreed ? StatementState.AGREED : StatementState.DIFFERENT,
                Map.of("by", who));
        tx.add(
                Rank.DETAIL,
                "update receivables.statement set answered_by = ?, answered_at = ?, answer = ? where company_id = ? and id = ?",
                who,
                headers.now(),
                said == null ? "" : said,
                tx.company(),
                id);
        if (!agreed) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into receivables.statement_difference (company_id, id, statement_id, line, theirs, remark, said_by, said_at)
                    select ?, n.id, ?, n.line, n.theirs, n.remark, ?, ?
                    from unnest(?::uuid[], ?::integer[], ?::numeric[], ?::text[]) as n (id, line, theirs, remark)""",
                    tx.company(),
                    id,
                    who,
                    headers.now(),
                    SqlArray.of("uuid", otherwise, o -> Ids.next()),
                    SqlArray.of("integer", otherwise, Otherwise::line),
                    SqlArray.of("numeric", otherwise, Otherwise::theirs),
                    SqlArray.of(
                            "text",
                            otherwise,
                            o -> o.remark() == null ? "" : o.remark().strip()));
        }
    }

    /** Takes a statement back; its day is free for another. */
    public void cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version, @Nullable String reason) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        move(tx, actor, header, "cancel", StatementState.CANCELLED, Map.of("reason", reason == null ? "" : reason));
        tx.add(
                Rank.DETAIL,
                "update receivables.statement set cancelled = true where company_id = ? and id = ?",
                tx.company(),
                id);
    }

    private void move(Tx tx, Actor actor, Header header, String move, StatementState to, Map<String, ?> facts) {
        StatementState.TABLE.check(StatementState.valueOf(header.state()), move, to);
        headers.move(tx, actor, header, move, to, facts);
    }

    /** The moves of its state, each with the text key of why the actor can't take it now, or null. */
    public static Map<String, @Nullable String> moves(Actor actor, Statement statement) {
        Map<String, @Nullable String> moves = new LinkedHashMap<>();
        StatementState.TABLE
                .moves(statement.state())
                .forEach(move -> moves.put(move, actor.may(KIND + "." + move) ? null : "receipt.not-now.forbidden"));
        return moves;
    }

    /** Notes how a difference was cleared up. Answers its statement. */
    public UUID resolve(Tx tx, Actor actor, UUID difference, @Nullable String resolution) {
        Problem.Collector problems = new Problem.Collector();
        String text = Input.required(problems, "resolution", resolution, 1000);
        UUID statement = tx.first(
                        "select d.statement_id from receivables.statement_difference d where d.company_id = ? and d.id = ?",
                        row -> row.uuid("statement_id"),
                        tx.company(),
                        difference)
                .orElseThrow(() -> Problem.notFound("statement-difference", difference));
        Header header;
        try {
            header = headers.find(tx, actor, KIND, statement);
        } catch (Problem hidden) {
            throw Problem.notFound("statement-difference", difference);
        }
        problems.throwIfAny();
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("statement-resolved"),
                """
                update receivables.statement_difference set resolution = ?, resolved_by = ?, resolved_at = ?
                where company_id = ? and id = ? and resolved_at is null""",
                text,
                actor.user(),
                headers.now(),
                tx.company(),
                difference);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("resolve", KIND, statement, header.number(), Map.of("resolution", text)));
        return statement;
    }

    /** The day of the month a customer gets their statement; null for month-end. */
    public @Nullable Integer billingDay(Tx tx, Actor actor, UUID customer) {
        parties.require(tx, actor, customer);
        return tx.first(
                        "select b.day::integer as day from receivables.billing_day b where b.company_id = ? and b.party_id = ?",
                        row -> row.integer("day"),
                        tx.company(),
                        customer)
                .orElse(null);
    }

    /** @param day null for month-end */
    public void setBillingDay(Tx tx, Actor actor, UUID customer, @Nullable Integer day) {
        Party party = parties.require(tx, actor, List.of(customer))
                .values()
                .iterator()
                .next();
        if (day != null && (day < 1 || day > 31)) {
            throw Problem.invalid("day", "not-between", 1, 31);
        }
        tx.add(
                Rank.DETAIL,
                "delete from receivables.billing_day where company_id = ? and party_id = ?",
                tx.company(),
                customer);
        if (day != null) {
            tx.add(
                    Rank.DETAIL,
                    "insert into receivables.billing_day (company_id, party_id, day) values (?, ?, ?)",
                    tx.company(),
                    customer,
                    day);
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change", "customer", customer, party.code(), Map.of("billingDay", day == null ? "" : day)));
    }
}
