package io.onaccount.insight;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Those that belong together with a customer (集团, CUS-07), with credit, balance and turnover of each and of all. */
@Component
public final class CustomerGroup {
    private static final int MONTHS = 12;
    private static final int MOST_LIMITS = 20;

    private final Database database;

    CustomerGroup(Database database) {
        this.database = database;
    }

    /**
     * What one customer, or all together, has and owes. Amounts in the company's currency; null where whoever asks may not see such figures.
     *
     * @param limit with the temporary limit of the day; null: unlimited; of all: the sum of those that have one
     * @param available of the limit; negative when more is used
     * @param open what is not paid yet, {@code overdue} how much of it should be
     * @param sold delivered less returned in the last twelve months, tax included
     */
    public record Figures(
            @Nullable BigDecimal limit,
            @Nullable BigDecimal used,
            @Nullable BigDecimal available,
            @Nullable BigDecimal open,
            @Nullable BigDecimal overdue,
            @Nullable BigDecimal sold) {}

    /**
     * One customer of the group.
     *
     * @param level 0 for the uppermost that is shown
     * @param parent the customer it belongs to; null for the uppermost and where that one isn't shown
     * @param credit whether it gets any: NORMAL, WATCH, CASH_ONLY, STOPPED; null where nobody has opened an account or whoever asks may not see it
     */
    public record Member(
            UUID id,
            String code,
            String name,
            String state,
            int level,
            @Nullable UUID parent,
            @Nullable String credit,
            Figures figures) {}

    /** A limit that the group, or a part of it, shares; free is null when unlimited. */
    public record Limit(
            UUID id,
            String name,
            @Nullable BigDecimal limit,
            BigDecimal exposure,
            @Nullable BigDecimal free) {}

    /**
     * The group. Customers outside the data scope of whoever asks are neither shown nor in the sums.
     *
     * @param members each after the one it belongs to; none when the customer belongs to nobody and nobody to it
     * @param unlimited how many of them have no limit of their own
     * @param outside how many more there are
     */
    public record View(
            String currency, List<Member> members, Figures total, int unlimited, int outside, List<Limit> limits) {}

    private record Read(Member member, @Nullable UUID above, boolean seen, boolean limited) {}

    /** 404 outside the actor's scope. */
    public View view(Actor actor, UUID customer) {
        return database.report(actor.company(), tx -> {
            CustomerPast.require(tx, actor, customer);
            Map<UUID, Read> all = new LinkedHashMap<>();
            read(tx, actor, customer).forEach(one -> all.put(one.member().id(), one));
            List<Member> members = new ArrayList<>();
            if (all.size() > 1) {
                all.values().stream()
                        .filter(one -> one.above() == null)
                        .forEach(top -> walk(all, top, 0, null, members));
            }
            List<Read> seen = members.stream()
                    .map(member -> Objects.requireNonNull(all.get(member.id())))
                    .toList();
            return new View(
                    actor.currency(),
                    members,
                    total(seen),
                    (int) seen.stream().filter(one -> !one.limited()).count(),
                    all.size() > 1 ? all.size() - members.size() : 0,
                    limits(tx, actor, members.stream().map(Member::id).toList()));
        });
    }

    /** Each after the one above it; whoever isn't shown lends their place to those below. */
    private static void walk(Map<UUID, Read> all, Read at, int level, @Nullable UUID parent, List<Member> members) {
        Member member = at.member();
        if (at.seen()) {
            members.add(new Member(
                    member.id(),
                    member.code(),
                    member.name(),
                    member.state(),
                    level,
                    parent,
                    member.credit(),
                    member.figures()));
        }
        for (Read below : all.values()) {
            if (member.id().equals(below.above())) {
                walk(all, below, at.seen() ? level + 1 : level, at.seen() ? member.id() : null, members);
            }
        }
    }

    private static List<Read> read(Tx tx, Actor actor, UUID customer) {
        long company = tx.company();
        LocalDate today = actor.today();
        boolean credit = actor.may("credit-account.view");
        boolean items = actor.may("open-item.view");
        boolean goods = actor.may("delivery.view");
        Sql sql = Sql.of("""
                        with top as (select coalesce(y.top_id, y.id) as id from party.party y where y.company_id = ? and y.id = ?),
                        m as (
                          select y.id, y.parent_id from top join party.party y on y.company_id = ? and y.id = top.id
                          union all
                          select y.id, y.parent_id from top join party.party y on y.company_id = ? and y.top_id = top.id)
                        select h.id, h.number, h.title, h.state, m.parent_id, u.party_id is not null as opened, u.status, u.credit_limit, u.used,
                          case when ? between u.temporary_from and u.temporary_to then u.temporary_limit else 0 end as temporary,
                          coalesce(d.open, 0) as open, coalesce(d.overdue, 0) as overdue, coalesce(f.sold, 0) as sold, (""", company, customer, company, company, today)
                .then(actor.scope().holds("h"))
                .then("""
                        ) as seen
                        from m join document.header h on h.company_id = ? and h.id = m.id
                        left join insight.credit_use u on u.company_id = ? and u.party_id = m.id
                        left join lateral (select sum(x.open) as open, sum(x.open) filter (where x.due < ?) as overdue
                          from insight.debt x where x.company_id = ? and x.party_id = m.id) d on true
                        left join lateral (select sum(case x.kind when 'delivery' then x.total else -x.total end) as sold from insight.flow x
                          where x.company_id = ? and x.party_id = m.id and x.kind in ('delivery', 'sales-return') and x.state = 'POSTED'
                            and x.date > ?) f on true
                        order by h.number""", company, company, today, company, company, today.minusMonths(MONTHS));
        return tx.list(sql, row -> read(row, credit, items, goods));
    }

    private static Read read(Row row, boolean credit, boolean items, boolean goods) {
        BigDecimal own = row.decimalOrNull("credit_limit");
        BigDecimal used = row.decimalOrNull("used");
        BigDecimal uses = used == null ? BigDecimal.ZERO : used;
        BigDecimal limit = own == null || !credit ? null : own.add(row.decimal("temporary"));
        Member member = new Member(
                row.uuid("id"),
                row.text("number"),
                row.text("title"),
                row.text("state"),
                0,
                null,
                credit ? row.textOrNull("status") : null,
                new Figures(
                        limit,
                        credit ? uses : null,
                        limit == null ? null : limit.subtract(uses),
                        items ? row.decimal("open") : null,
                        items ? row.decimal("overdue") : null,
                        goods ? row.decimal("sold") : null));
        return new Read(
                member, row.uuidOrNull("parent_id"), row.bool("seen"), !credit || !row.bool("opened") || own != null);
    }

    private static Figures total(List<Read> seen) {
        return new Figures(
                sum(seen, Figures::limit),
                sum(seen, Figures::used),
                sum(seen, Figures::available),
                sum(seen, Figures::open),
                sum(seen, Figures::overdue),
                sum(seen, Figures::sold));
    }

    /** Null when none has such a figure. */
    private static @Nullable BigDecimal sum(List<Read> seen, Function<Figures, @Nullable BigDecimal> figure) {
        BigDecimal sum = null;
        for (Read one : seen) {
            BigDecimal value = figure.apply(one.member().figures());
            if (value != null) {
                sum = sum == null ? value : sum.add(value);
            }
        }
        return sum;
    }

    private static List<Limit> limits(Tx tx, Actor actor, List<UUID> members) {
        if (members.isEmpty() || !actor.may("shared-limit.view")) {
            return List.of();
        }
        return tx.list(
                """
                select p.id, h.title, p.credit_limit, p.exposure from credit.pool p
                join document.header h on h.company_id = p.company_id and h.id = p.id
                where p.company_id = ? and p.basis = 'GROUP' and p.whose_id = any(?) order by h.number limit ?""",
                row -> {
                    BigDecimal limit = row.decimalOrNull("credit_limit");
                    BigDecimal exposure = row.decimal("exposure");
                    return new Limit(
                            row.uuid("id"),
                            row.text("title"),
                            limit,
                            exposure,
                            limit == null ? null : limit.subtract(exposure));
                },
                tx.company(),
                SqlArray.of("uuid", members),
                MOST_LIMITS);
    }
}
