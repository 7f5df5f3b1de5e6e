package io.onaccount.credit;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.document.StateTable;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Limits that several customers draw on (集团授信, CRD-03): a group of companies, all customers of a salesperson or of a department. A member
 * may have a limit of its own; an order passes only when every limit above it holds. A customer belongs to one shared limit of each basis at
 * most.
 */
@Component
public final class SharedLimits {
    static final String KIND = "shared-limit";
    private static final int MOST_MEMBERS = 5000;

    /** Whether a shared limit gives credit. */
    enum State {
        ACTIVE,
        STOPPED;

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(ACTIVE, StateTable.Tone.GREEN)
                .state(STOPPED, StateTable.Tone.RED)
                .move("stop", ACTIVE, STOPPED)
                .move("reactivate", STOPPED, ACTIVE);
    }

    private final Headers headers;
    private final Parties parties;

    SharedLimits(Headers headers, Parties parties) {
        this.headers = headers;
        this.parties = parties;
    }

    /**
     * A shared limit as people enter it.
     *
     * @param limit in the company's currency; null: unlimited
     * @param members the customers that draw on it, all of them
     */
    public record Entry(
            String code,
            String name,
            Pool.Basis basis,
            @Nullable BigDecimal limit,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String note,
            List<UUID> members) {}

    /**
     * One customer that draws on it.
     *
     * @param exposure what this customer uses of it
     */
    public record Member(UUID id, String code, String name, BigDecimal exposure) {}

    /** A shared limit as people look at it; free is null when unlimited. */
    public record View(
            UUID id,
            int version,
            String code,
            String name,
            Pool.Basis basis,
            String state,
            @Nullable BigDecimal limit,
            BigDecimal exposure,
            @Nullable BigDecimal free,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String note,
            List<Member> members) {}

    /** 404 when unknown. */
    public View view(Tx tx, Actor actor, UUID id) {
        Header header = headers.find(tx, actor.companyWide(), KIND, id);
        List<Member> members = tx.list(
                "select a.id, h.number, h.title, a.currency, " + Account.EXPOSURE + """
                        as exposure from credit.pool_member m
                        join credit.account a on a.company_id = m.company_id and a.id = m.account_id
                        join document.header h on h.company_id = a.company_id and h.id = a.id
                        where m.company_id = ? and m.pool_id = ? order by exposure desc, h.number""",
                row -> new Member(
                        row.uuid("id"),
                        row.text("number"),
                        row.text("title"),
                        row.money("exposure", row.text("currency")).amount()),
                tx.company(),
                id);
        return tx.one(
                "select p.*, h.state, h.title as name from credit.pool p join document.header h on h.company_id = p.company_id and h.id = p.id where p.company_id = ? and p.id = ?",
                row -> view(header, row, members),
                tx.company(),
                id);
    }

    private static View view(Header header, Row row, List<Member> members) {
        Pool pool = Pool.read(row);
        return new View(
                header.id(),
                header.version(),
                header.number(),
                header.title(),
                pool.basis(),
                header.state(),
                pool.limit(),
                pool.exposure(),
                pool.free(),
                pool.validFrom(),
                pool.validTo(),
                row.textOrNull("note"),
                members);
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
                Map.of());
        tx.add(
                Rank.DOCUMENT,
                "insert into credit.pool (company_id, id, basis, currency, credit_limit, valid_from, valid_to, note) values (?, ?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                id,
                sound.basis(),
                actor.currency(),
                sound.limit(),
                sound.validFrom(),
                sound.validTo(),
                sound.note());
        tx.flush();
        members(tx, actor, id, sound);
        return id;
    }

    /** Writes it anew, members too; the history gets what differs. Its basis stays. */
    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, Entry entry) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, version);
        View old = view(tx, actor, id);
        Entry sound = checked(tx, actor.currency(), entry, old);
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "limit", plain(old.limit()), plain(sound.limit()));
        Headers.difference(changes, "validFrom", old.validFrom(), sound.validFrom());
        Headers.difference(changes, "validTo", old.validTo(), sound.validTo());
        Headers.difference(changes, "note", old.note(), sound.note());
        Headers.difference(
                changes,
                "members",
                old.members().stream().map(Member::code).sorted().toList(),
                parties.named(tx, sound.members()).values().stream()
                        .map(Party::code)
                        .sorted()
                        .toList());
        headers.change(tx, actor, header, header.named(sound.code(), sound.name()), changes);
        tx.flush();
        members(tx, actor, id, sound);
        tx.add(
                Rank.CREDIT,
                "update credit.pool p set credit_limit = ?, valid_from = ?, valid_to = ?, note = ? where p.company_id = ? and p.id = ?",
                sound.limit(),
                sound.validFrom(),
                sound.validTo(),
                sound.note(),
                tx.company(),
                id);
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }

    /** Stops all credit of its members, or gives it again. */
    public void move(Tx tx, Actor actor, UUID id, @Nullable Integer version, String move) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, version);
        State to = move.equals("stop") ? State.STOPPED : State.ACTIVE;
        State.TABLE.check(State.valueOf(header.state()), move, to);
        headers.move(tx, actor, header, move, to, Map.of());
        if (to == State.ACTIVE) {
            CreditRechecks.ask(tx, members(tx, id));
        }
    }

    /** Removes a shared limit; its members go on with limits of their own. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, version);
        View old = view(tx, actor, id);
        members(tx, actor, id, new Entry(old.code(), old.name(), old.basis(), null, null, null, null, List.of()));
        tx.add(Rank.CREDIT, "delete from credit.pool where company_id = ? and id = ?", tx.company(), id);
        tx.flush();
        headers.delete(tx, actor, header);
    }

    private static Set<UUID> members(Tx tx, UUID id) {
        return new LinkedHashSet<>(tx.list(
                "select m.account_id from credit.pool_member m where m.company_id = ? and m.pool_id = ? order by m.account_id",
                row -> row.uuid("account_id"),
                tx.company(),
                id));
    }

    /** Lets exactly these customers draw on it: what comes and goes brings and takes its exposure, under the locks of all concerned. */
    private static void members(Tx tx, Actor actor, UUID id, Entry entry) {
        Set<UUID> before = members(tx, id);
        Set<UUID> after = new LinkedHashSet<>(entry.members());
        Set<UUID> come = new LinkedHashSet<>(after);
        come.removeAll(before);
        Set<UUID> go = new LinkedHashSet<>(before);
        go.removeAll(after);
        Set<UUID> all = new LinkedHashSet<>(before);
        all.addAll(after);
        Movements movements = Movements.of(tx, actor);
        if (!all.isEmpty()) {
            movements.lock(all);
        }
        Pools.lock(tx, List.of(id));
        tx.add(
                Rank.CREDIT,
                "delete from credit.pool_member m where m.company_id = ? and m.pool_id = ? and m.account_id = any(?)",
                tx.company(),
                id,
                SqlArray.of("uuid", go));
        tx.add(Rank.CREDIT, """
                insert into credit.pool_member (company_id, account_id, pool_id, basis, joined_by)
                select ?, a.id, ?, ?, ? from unnest(?::uuid[]) as a (id)""", tx.company(), id, entry.basis(), actor.user(), SqlArray.of("uuid", come));
        tx.add(Rank.CREDIT, """
                update credit.account a set pooled = exists (select 1 from credit.pool_member m where m.company_id = ? and m.account_id = a.id)
                where a.company_id = ? and a.id = any(?)""", tx.company(), tx.company(), SqlArray.of("uuid", all));
        tx.add(
                Rank.CREDIT,
                "update credit.pool p set exposure = (select coalesce(sum(" + Account.EXPOSURE + """
                        ), 0) from credit.account a join credit.pool_member m on m.company_id = a.company_id and m.account_id = a.id
                        where a.company_id = ? and m.pool_id = ?) where p.company_id = ? and p.id = ?""",
                tx.company(),
                id,
                tx.company(),
                id);
        CreditRechecks.ask(tx, all);
    }

    private Entry checked(Tx tx, String currency, Entry entry, @Nullable View old) {
        Problem.Collector problems = new Problem.Collector();
        String code = Input.required(problems, "code", entry.code(), 40);
        boolean renamed = old == null || !old.code().equals(code);
        problems.check(
                !renamed
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
        problems.check(old == null || old.basis() == entry.basis(), "basis", "credit-basis-stays");
        BigDecimal limit = entry.limit();
        if (limit != null) {
            problems.check(limit.signum() >= 0, "limit", "negative");
            Input.amount(problems, "limit", limit, currency);
        }
        problems.check(
                entry.validFrom() == null
                        || entry.validTo() == null
                        || !entry.validTo().isBefore(entry.validFrom()),
                "validTo",
                "credit-before-start");
        problems.check(entry.members().size() <= MOST_MEMBERS, "members", "too-many-entries", MOST_MEMBERS);
        Set<UUID> members = new HashSet<>();
        Set<UUID> known = parties.named(tx, entry.members()).keySet();
        Map<UUID, String> taken = elsewhere(tx, entry.basis(), entry.members(), old == null ? null : old.id());
        List<UUID> sound = new ArrayList<>();
        for (int i = 0; i < entry.members().size(); i++) {
            UUID member = entry.members().get(i);
            String field = "members[" + i + "]";
            if (problems.check(known.contains(member), field, "credit-no-customer")
                    && problems.check(members.add(member), field, "credit-named-twice")) {
                problems.check(
                        !taken.containsKey(member), field, "credit-in-other-pool", taken.getOrDefault(member, ""));
            }
            sound.add(member);
        }
        problems.throwIfAny();
        return new Entry(code, name, entry.basis(), limit, entry.validFrom(), entry.validTo(), note, sound);
    }

    /** Which of these customers draw on another shared limit of the basis already, and on which. */
    private static Map<UUID, String> elsewhere(
            Tx tx, Pool.Basis basis, Collection<UUID> members, @Nullable UUID except) {
        Map<UUID, String> found = new LinkedHashMap<>();
        tx.list(
                        """
                        select m.account_id, h.title from credit.pool_member m
                        join document.header h on h.company_id = m.company_id and h.id = m.pool_id
                        where m.company_id = ? and m.basis = ? and m.account_id = any(?) and m.pool_id is distinct from ?::uuid""",
                        row -> Map.entry(row.uuid("account_id"), row.text("title")),
                        tx.company(),
                        basis,
                        SqlArray.of("uuid", members),
                        except)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** The customers a salesperson or department looks after, to be proposed as members. */
    public List<UUID> lookedAfter(Tx tx, Pool.Basis basis, UUID whose) {
        String column = switch (basis) {
            case SALESPERSON -> "h.owner_id";
            case DEPARTMENT -> "h.department_id";
            case GROUP -> throw Problem.invalid("basis", "credit-basis-group");
        };
        return tx.list(
                "select h.id from document.header h where h.company_id = ? and h.kind = 'customer' and " + column
                        + " = ? order by h.number limit " + MOST_MEMBERS,
                row -> row.uuid("id"),
                tx.company(),
                whose);
    }

    /** The moves a page offers. */
    public List<MoveOption> moves(Texts texts, Actor actor, View view) {
        return MoveOption.of(texts, actor, KIND, State.TABLE, State.valueOf(view.state()));
    }
}
