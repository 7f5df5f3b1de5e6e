package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.jobs.RecurringWork;
import io.onaccount.receivables.PromisedMoney.Money;
import io.onaccount.receivables.PromisedMoney.Promised;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * What customers promised to pay by when (付款承诺, COL-04). Nobody says whether a promise was kept: it follows from receipts by their value date,
 * found again each minute and whenever a promise is made or withdrawn.
 */
@Component
public final class Promises {
    static final String KIND = "payment-promise";
    private static final int MOST_ITEMS = 500;
    private static final int MOST_DAYS_AHEAD = 730;

    /** Where one stands on the caller's day; over the alias {@code p} and {@code %s} for the day. */
    static final String STATE = """
            case when p.withdrawn_on is not null then 'WITHDRAWN' when p.received >= p.amount then 'KEPT' when p.due >= %s then 'OPEN'
                when p.received > 0 then 'PARTLY' else 'BROKEN' end""";

    private final Parties parties;
    private final AuditTrail trail;

    Promises(Parties parties, AuditTrail trail) {
        this.parties = parties;
        this.trail = trail;
    }

    /** Where a promise stands. */
    public enum State {
        /** Its day has not passed. */
        OPEN,
        KEPT,
        /** Its day has passed, and less came in. */
        PARTLY,
        /** Its day has passed, and nothing came in. */
        BROKEN,
        WITHDRAWN
    }

    /**
     * A promise as it is entered.
     *
     * @param madeOn the day they said so; today when left out
     * @param due the last day by which the money is to be there
     * @param items the open items it is about; none: whatever the customer pays counts
     * @param saidBy who of the customer said so
     */
    public record NewPromise(
            UUID customer,
            BigDecimal amount,
            @Nullable LocalDate madeOn,
            LocalDate due,
            @Nullable List<UUID> items,
            @Nullable String saidBy,
            @Nullable String note) {}

    /** A promise as it is read. */
    public record Promise(
            UUID id,
            UUID customer,
            String customerName,
            BigDecimal amount,
            BigDecimal received,
            LocalDate madeOn,
            LocalDate due,
            List<UUID> items,
            State state,
            String saidBy,
            String note,
            @Nullable LocalDate withdrawnOn,
            String withdrawnWhy,
            @Nullable String recordedBy,
            Instant recordedAt) {}

    /** Notes a promise of a customer within the actor's scope; 400 with all that is wrong. */
    public UUID create(Tx tx, Actor actor, NewPromise entry) {
        parties.require(tx, actor, entry.customer());
        LocalDate made = entry.madeOn() == null ? actor.today() : entry.madeOn();
        List<UUID> items = entry.items() == null
                ? List.of()
                : entry.items().stream().distinct().toList();
        Problem.Collector problems = new Problem.Collector();
        problems.check(entry.amount().signum() > 0, "amount", "must-be-positive");
        Input.amount(problems, "amount", entry.amount(), actor.currency());
        problems.check(!made.isAfter(actor.today()), "madeOn", "promise-in-the-future");
        problems.check(!entry.due().isBefore(made), "due", "promise-before-made");
        problems.check(!entry.due().isAfter(made.plusDays(MOST_DAYS_AHEAD)), "due", "promise-far", MOST_DAYS_AHEAD);
        problems.check(items.size() <= MOST_ITEMS, "items", "too-many-entries", MOST_ITEMS);
        String saidBy = Input.text(problems, "saidBy", entry.saidBy(), 100);
        String note = Input.text(problems, "note", entry.note(), 1000);
        problems.throwIfAny();
        if (!items.isEmpty()) {
            int theirs = tx.list(
                            "select i.id from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.id = any(?) and i.amount > 0",
                            row -> row.uuid("id"),
                            tx.company(),
                            entry.customer(),
                            SqlArray.of("uuid", items))
                    .size();
            if (theirs < items.size()) {
                throw Problem.invalid("items", "promise-not-their-item");
            }
        }
        UUID id = Ids.next();
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.promise (company_id, id, party_id, amount, currency, made_on, due, items, said_by, note, recorded_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                entry.customer(),
                entry.amount(),
                actor.currency(),
                made,
                entry.due(),
                SqlArray.of("uuid", items),
                saidBy == null ? "" : saidBy,
                note == null ? "" : note,
                actor.user());
        record(
                tx,
                actor,
                "create",
                id,
                entry.customer(),
                Map.of("amount", plain(entry.amount()), "due", entry.due().toString()));
        tx.flush(); // money may have come in already
        reconsider(tx, entry.customer());
        return id;
    }

    /** Takes a promise back that was noted by mistake or replaced by another; it counts neither as kept nor as broken. */
    public void withdraw(Tx tx, Actor actor, UUID id, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 500);
        problems.throwIfAny();
        Promise promise = find(tx, actor, id);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("promise-withdrawn"),
                "update receivables.promise set withdrawn_on = ?, withdrawn_why = ? where company_id = ? and id = ? and withdrawn_on is null",
                actor.today(),
                why,
                tx.company(),
                id);
        record(tx, actor, "withdraw", id, promise.customer(), Map.of("reason", why));
        tx.flush(); // what it took counts for the others
        reconsider(tx, promise.customer());
    }

    private void record(Tx tx, Actor actor, String move, UUID id, UUID customer, Map<String, ?> facts) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("party", customer.toString());
        trail.record(tx, actor, new AuditTrail.Fact(move, KIND, id, null, all));
    }

    /** One promise, if its customer is within the actor's scope; otherwise 404. */
    public Promise find(Tx tx, Actor actor, UUID id) {
        return tx.first(select(actor, Sql.of("p.id = ?", id)), Promises::read)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** The promises of a customer within the actor's scope, the latest first. */
    public List<Promise> of(Tx tx, Actor actor, UUID customer) {
        parties.require(tx, actor, customer);
        return tx.list(
                select(actor, Sql.of("p.party_id = ?", customer)).then("order by p.due desc, p.id desc limit 200"),
                Promises::read);
    }

    private static Sql select(Actor actor, Sql which) {
        return Sql.of("select p.*, h.title,")
                .then(STATE.formatted("?::date") + " as state", actor.today())
                .then("""
                        , (select u.name from organization.app_user u where u.id = p.recorded_by) as by_name
                        from receivables.promise p join document.header h on h.company_id = p.company_id and h.id = p.party_id
                        where p.company_id = ? and""", actor.company())
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"), which)));
    }

    private static Promise read(Row row) {
        String currency = row.text("currency");
        return new Promise(
                row.uuid("id"),
                row.uuid("party_id"),
                row.text("title"),
                row.money("amount", currency).amount(),
                row.money("received", currency).amount(),
                row.date("made_on"),
                row.date("due"),
                row.list("items", UUID.class),
                row.choice("state", State.class),
                row.text("said_by"),
                row.text("note"),
                row.dateOrNull("withdrawn_on"),
                row.text("withdrawn_why"),
                row.textOrNull("by_name"),
                row.instant("recorded_at"));
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    // ---- what came in ----

    /** Finds again what the promises of a customer received. */
    static void reconsider(Tx tx, UUID customer) {
        reconsider(tx, Sql.of("p.party_id = ?", customer));
    }

    /** Finds again what promises received; answers how many had changed. */
    static int reconsider(Tx tx, Sql which) {
        Map<UUID, List<Promised>> promises = new HashMap<>();
        Map<UUID, BigDecimal> known = new HashMap<>();
        LocalDate[] first = {LocalDate.MAX};
        tx.list(
                Sql.of(
                                "select p.id, p.party_id, p.amount, p.received, p.made_on, p.due, p.items from receivables.promise p"
                                        + " where p.company_id = ? and p.withdrawn_on is null and",
                                tx.company())
                        .then(Sql.join(" and ", List.of(which)))
                        .then("order by p.id for no key update"),
                row -> {
                    Promised promise = new Promised(
                            row.uuid("id"),
                            row.decimal("amount"),
                            row.date("made_on"),
                            row.date("due"),
                            new HashSet<>(row.list("items", UUID.class)));
                    known.put(promise.id(), row.decimal("received"));
                    first[0] = promise.made().isBefore(first[0]) ? promise.made() : first[0];
                    promises.computeIfAbsent(row.uuid("party_id"), id -> new ArrayList<>())
                            .add(promise);
                    return promise;
                });
        if (promises.isEmpty()) {
            return 0;
        }
        Map<UUID, List<Money>> money = money(tx, promises, first[0]);
        Map<UUID, BigDecimal> changed = new LinkedHashMap<>();
        promises.forEach((party, theirs) -> {
            Map<UUID, BigDecimal> received = PromisedMoney.received(theirs, money.getOrDefault(party, List.of()));
            theirs.forEach(promise -> {
                BigDecimal now = received.getOrDefault(promise.id(), BigDecimal.ZERO);
                if (now.compareTo(known.getOrDefault(promise.id(), BigDecimal.ZERO)) != 0) {
                    changed.put(promise.id(), now);
                }
            });
        });
        if (!changed.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    update receivables.promise p set received = n.received from unnest(?::uuid[], ?::numeric[]) as n (id, received)
                    where p.company_id = ? and p.id = n.id""",
                    SqlArray.of("uuid", changed.keySet()),
                    SqlArray.of("numeric", changed.values()),
                    tx.company());
        }
        return changed.size();
    }

    /** What came in for these customers from a day on, by value date: for items that promises name each by itself, the rest of every receipt. */
    private static Map<UUID, List<Money>> money(Tx tx, Map<UUID, List<Promised>> promises, LocalDate from) {
        Set<UUID> named = new HashSet<>();
        promises.values().forEach(theirs -> theirs.forEach(promise -> named.addAll(promise.items())));
        Map<UUID, List<Money>> money = new HashMap<>();
        tx.list(
                """
                with standing as materialized (
                  select a.receipt_id, a.item_id, a.party_id, a.happened_on, a.amount - a.discount as amount from receivables.allocation a
                  where a.company_id = ? and a.item_id = any(?) and a.receipt_id is not null and a.undoes_id is null
                    and not exists (select 1 from receivables.allocation u where u.company_id = ? and u.undoes_id = a.id))
                select r.party_id, r.posted_on as happened_on, null::uuid as item_id,
                  r.amount - coalesce((select sum(s.amount) from standing s where s.receipt_id = r.id), 0) as amount
                from receivables.receipt r
                where r.company_id = ? and r.party_id = any(?) and r.posted and r.posted_on >= ?
                union all
                select s.party_id, r.posted_on, s.item_id, s.amount from standing s
                join receivables.receipt r on r.company_id = ? and r.id = s.receipt_id where r.posted_on >= ?""",
                row -> money.computeIfAbsent(row.uuid("party_id"), id -> new ArrayList<>())
                        .add(new Money(row.date("happened_on"), row.decimal("amount"), row.uuidOrNull("item_id"))),
                tx.company(),
                SqlArray.of("uuid", named),
                tx.company(),
                tx.company(),
                SqlArray.of("uuid", promises.keySet()),
                from,
                tx.company(),
                from);
        return money;
    }

    /** Finds again what all promises of a company received; answers how many had changed. */
    public static int reconsiderAll(Tx tx) {
        return reconsider(tx, Sql.TRUE);
    }

    /** Looks at every company's promises in turn. */
    @Configuration(proxyBeanMethods = false)
    static class Work {
        private static final Duration PAUSE = Duration.ofMinutes(1);

        @Bean
        RecurringWork paymentPromises(Companies companies, Database database) {
            return RecurringWork.every("receivables.promises", PAUSE, () -> {
                for (long company : companies.all()) {
                    database.bulk(company, Promises::reconsiderAll);
                }
            });
        }
    }
}
