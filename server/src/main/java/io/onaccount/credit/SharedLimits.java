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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Limits that several customers draw on (集团授信, CRD-03): a group of companies, whose members are listed or follow who belongs to a customer (CUS-07);
 * all customers of a salesperson or of a department and those below it, which follow whoever looks after them. A member may have a limit of its own; an
 * order passes only when every limit above it holds, or one of the shared ones where the company wants no more. A customer is listed in one group and
 * belongs to one salesperson's limit at most.
 */
@Component
public final class SharedLimits {
    static final String KIND = "shared-limit";
    private static final int MOST_MEMBERS = 5000;
    private static final int MOST_SHOWN = 200;

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
     * @param whose the salesperson, the department or, of a group, the customer it follows; null for a group whose customers are listed
     * @param limit in the company's currency; null: unlimited
     * @param members the customers that draw on it, all of them; nobody where it follows
     */
    public record Entry(
            String code,
            String name,
            Pool.Basis basis,
            @Nullable UUID whose,
            @Nullable BigDecimal limit,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String note,
            List<UUID> members) {
        /** A group, and who belongs to it: listed one by one. */
        public static Entry group(String code, String name, @Nullable BigDecimal limit, List<UUID> members) {
            return new Entry(code, name, Pool.Basis.GROUP, null, limit, null, null, null, members);
        }

        /** Whatever this salesperson or department looks after, or belongs to this customer. */
        public static Entry of(String code, String name, Pool.Basis basis, UUID whose, @Nullable BigDecimal limit) {
            return new Entry(code, name, basis, whose, limit, null, null, null, List.of());
        }
    }

    /**
     * One customer that draws on it.
     *
     * @param exposure what this customer uses of it
     */
    public record Member(UUID id, String code, String name, BigDecimal exposure) {}

    /**
     * A shared limit as people look at it; free is null when unlimited.
     *
     * @param whose the salesperson, department or customer it follows; null where its customers are listed
     * @param memberCount how many customers draw on it
     * @param members all of them where they are listed, otherwise those who use most
     */
    public record View(
            UUID id,
            int version,
            String code,
            String name,
            Pool.Basis basis,
            @Nullable UUID whose,
            @Nullable String whoseName,
            String state,
            @Nullable BigDecimal limit,
            BigDecimal exposure,
            @Nullable BigDecimal free,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String note,
            int memberCount,
            List<Member> members) {}

    /** 404 when unknown. */
    public View view(Tx tx, Actor actor, UUID id) {
        Header header = headers.find(tx, actor.companyWide(), KIND, id);
        List<Member> members = tx.list(
                "select a.id, h.number, h.title, a.currency, " + Account.EXPOSURE + """
                        as exposure from credit.pool_member m
                        join credit.account a on a.company_id = m.company_id and a.id = m.account_id
                        join document.header h on h.company_id = a.company_id and h.id = a.id
                        where m.company_id = ? and m.pool_id = ? order by exposure desc, h.number limit case
                          when exists (select 1 from credit.pool p where p.company_id = ? and p.id = ? and p.whose_id is not null) then ? else ? end""",
                row -> new Member(
                        row.uuid("id"),
                        row.text("number"),
                        row.text("title"),
                        row.money("exposure", row.text("currency")).amount()),
                tx.company(),
                id,
                tx.company(),
                id,
                MOST_SHOWN,
                MOST_MEMBERS);
        return tx.one(
                "select " + Pool.COLUMNS + ", p.note, p.whose_id, " + Pool.WHOSE + """
                         as whose_name, (select count(*) from credit.pool_member m where m.company_id = p.company_id and m.pool_id = p.id) as members
                        from credit.pool p join document.header h on h.company_id = p.company_id and h.id = p.id
                        where p.company_id = ? and p.id = ?""",
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
                row.uuidOrNull("whose_id"),
                row.textOrNull("whose_name"),
                header.state(),
                pool.limit(),
                pool.exposure(),
                pool.free(),
                pool.validFrom(),
                pool.validTo(),
                row.textOrNull("note"),
                (int) row.number("members"),
                members);
    }

    public UUID create(Tx tx, Actor actor, Entry entry) {
        UUID id = Ids.next();
        PoolMembers.alone(tx);
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
                "insert into credit.pool (company_id, id, basis, whose_id, currency, credit_limit, valid_from, valid_to, note) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tx.company(),
                id,
                sound.basis(),
                sound.whose(),
                actor.currency(),
                sound.limit(),
                sound.validFrom(),
                sound.validTo(),
                sound.note());
        tx.flush();
        settle(tx, actor, id, sound, Set.of());
        return id;
    }

    /** Writes it anew, members too; the history gets what differs. Its basis stays. */
    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, Entry entry) {
        Header header = headers.lock(tx, actor.companyWide(), KIND, id, version);
        PoolMembers.alone(tx);
        View old = view(tx, actor, id);
        Entry sound = checked(tx, actor.currency(), entry, old);
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "limit", plain(old.limit()), plain(sound.limit()));
        Headers.difference(changes, "validFrom", old.validFrom(), sound.validFrom());
        Headers.difference(changes, "validTo", old.validTo(), sound.validTo());
        Headers.difference(changes, "note", old.note(), sound.note());
        Headers.difference(changes, "whose", old.whose(), sound.whose());
        if (sound.whose() == null) {
            Headers.difference(
                    changes,
                    "members",
                    old.members().stream().map(Member::code).sorted().toList(),
                    parties.named(tx, sound.members()).values().stream()
                            .map(Party::code)
                            .sorted()
                            .toList());
        }
        headers.change(tx, actor, header, header.named(sound.code(), sound.name()), changes);
        tx.flush();
        if (!Objects.equals(old.whose(), sound.whose())) {
            tx.add(
                    Rank.CREDIT,
                    "update credit.pool p set whose_id = ? where p.company_id = ? and p.id = ?",
                    sound.whose(),
                    tx.company(),
                    id);
            tx.add(
                    Rank.CREDIT,
                    "update credit.pool_member m set listed = m.account_id = any(?) where m.company_id = ? and m.pool_id = ?",
                    SqlArray.of("uuid", sound.members()),
                    tx.company(),
                    id);
        }
        settle(tx, actor, id, sound, members(tx, id));
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
        PoolMembers.alone(tx);
        View old = view(tx, actor, id);
        PoolMembers.settle(tx, actor, PoolMembers.listed(id, old.basis(), members(tx, id), Set.of()));
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

    /** Lets exactly those draw on it who are listed, or whom it follows. */
    private static void settle(Tx tx, Actor actor, UUID id, Entry entry, Set<UUID> before) {
        if (entry.whose() == null) {
            PoolMembers.settle(tx, actor, PoolMembers.listed(id, entry.basis(), before, entry.members()));
        } else {
            PoolMembers.follow(tx, actor, id);
        }
        CreditRechecks.askPools(tx, List.of(id)); // the limit itself may be another one
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
        whose(tx, problems, entry, old);
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
        return new Entry(
                code, name, entry.basis(), entry.whose(), limit, entry.validFrom(), entry.validTo(), note, sound);
    }

    /** A salesperson's or department's limit names them, a group's may name a customer; then nobody lists its customers. Each has one at most. */
    private static void whose(Tx tx, Problem.Collector problems, Entry entry, @Nullable View old) {
        UUID whose = entry.whose();
        if (whose == null && entry.basis() == Pool.Basis.GROUP) {
            return;
        }
        problems.check(entry.members().isEmpty(), "members", "credit-members-follow");
        if (whose == null) {
            problems.add("whose", "required");
            return;
        }
        String sql = switch (entry.basis()) {
            case SALESPERSON ->
                "select 1 as one from organization.membership m where m.company_id = ? and m.user_id = ?";
            case DEPARTMENT -> "select 1 as one from organization.department d where d.company_id = ? and d.id = ?";
            case GROUP -> "select 1 as one from party.party p where p.company_id = ? and p.id = ?";
        };
        boolean known =
                tx.first(sql, row -> row.integer("one"), tx.company(), whose).isPresent();
        problems.check(known, "whose", entry.basis() == Pool.Basis.SALESPERSON ? "unknown-user" : "unknown-record");
        tx.first("""
                        select h.title from credit.pool p join document.header h on h.company_id = p.company_id and h.id = p.id
                        where p.company_id = ? and p.basis = ? and p.whose_id = ? and p.id is distinct from ?::uuid""", row -> row.text("title"), tx.company(), entry.basis(), whose, old == null ? null : old.id())
                .ifPresent(other -> problems.add("whose", "credit-whose-taken", other));
    }

    /** Which of these customers are listed in another shared limit of the basis already, and in which. */
    private static Map<UUID, String> elsewhere(
            Tx tx, Pool.Basis basis, Collection<UUID> members, @Nullable UUID except) {
        Map<UUID, String> found = new LinkedHashMap<>();
        tx.list(
                        """
                        select m.account_id, h.title from credit.pool_member m
                        join document.header h on h.company_id = m.company_id and h.id = m.pool_id
                        where m.company_id = ? and m.basis = ? and m.listed and m.account_id = any(?) and m.pool_id is distinct from ?::uuid""",
                        row -> Map.entry(row.uuid("account_id"), row.text("title")),
                        tx.company(),
                        basis,
                        SqlArray.of("uuid", members),
                        except)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** The customers a salesperson or department looks after, or that belong to a customer, who would draw on a limit of theirs. */
    public List<UUID> lookedAfter(Tx tx, Pool.Basis basis, UUID whose) {
        return switch (basis) {
            case SALESPERSON ->
                tx.list(
                        "select h.id from document.header h where h.company_id = ? and h.kind = 'customer' and h.owner_id = ? order by h.number limit "
                                + MOST_MEMBERS,
                        row -> row.uuid("id"),
                        tx.company(),
                        whose);
            case DEPARTMENT ->
                tx.list("""
                    with recursive below (id) as (
                      select d.id from organization.department d where d.company_id = ? and d.id = ?
                      union
                      select d.id from below b join organization.department d on d.company_id = ? and d.parent_id = b.id)
                    select h.id from document.header h
                    left join organization.membership o on o.company_id = h.company_id and o.user_id = h.owner_id
                    where h.company_id = ? and h.kind = 'customer'
                      and coalesce(o.department_id, h.department_id) in (select b.id from below b) order by h.number limit\s""" + MOST_MEMBERS, row -> row.uuid("id"), tx.company(), whose, tx.company(), tx.company());
            case GROUP ->
                tx.list("""
                    with recursive below (id) as (
                      select p.id from party.party p where p.company_id = ? and p.id = ?
                      union
                      select p.id from below b join party.party p on p.company_id = ? and p.parent_id = b.id)
                    select h.id from below b join document.header h on h.company_id = ? and h.id = b.id order by h.number limit\s""" + MOST_MEMBERS, row -> row.uuid("id"), tx.company(), whose, tx.company(), tx.company());
        };
    }

    /** The name of the shared limit of a department, if it has one. */
    static Optional<String> ofDepartment(Tx tx, UUID department) {
        return tx.first("""
                select h.title from credit.pool p join document.header h on h.company_id = p.company_id and h.id = p.id
                where p.company_id = ? and p.basis = 'DEPARTMENT' and p.whose_id = ?""", row -> row.text("title"), tx.company(), department);
    }

    /** The moves a page offers. */
    public List<MoveOption> moves(Texts texts, Actor actor, View view) {
        return MoveOption.of(texts, actor, KIND, State.TABLE, State.valueOf(view.state()));
    }
}
