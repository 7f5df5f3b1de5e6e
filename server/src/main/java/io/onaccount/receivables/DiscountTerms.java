package io.onaccount.receivables;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerm.Notation;
import io.onaccount.receivables.DiscountTerm.Start;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The company's terms of cash discount, who is offered which, and what it decided about them (DSC-01). Open items keep what they were born with. */
@Component
public final class DiscountTerms {
    static final String KIND = "discount-term";

    private final AuditTrail trail;
    private final Parties parties;

    DiscountTerms(AuditTrail trail, Parties parties) {
        this.trail = trail;
        this.parties = parties;
    }

    /**
     * A term as it is entered.
     *
     * @param steps as written in a contract: 2/10, 1/20, n/30
     * @param countedFrom the delivery when left out
     * @param withTax true when left out
     * @param graceDays none when left out
     * @param fullOnly false when left out: a part earns its share
     */
    public record Entry(
            @Nullable String code,
            @Nullable String name,
            @Nullable String nameEn,
            @Nullable String steps,
            @Nullable Start countedFrom,
            @Nullable Boolean withTax,
            @Nullable Integer graceDays,
            @Nullable Boolean fullOnly,
            @Nullable Boolean active) {}

    /** The term an entry describes, storing nothing; 400 with all that is wrong. */
    public static DiscountTerm preview(Entry entry) {
        Problem.Collector problems = new Problem.Collector();
        DiscountTerm term = checked(problems, Ids.next(), entry, 1);
        problems.throwIfAny();
        return term;
    }

    private static DiscountTerm checked(Problem.Collector problems, UUID id, Entry entry, int version) {
        String code = Input.required(problems, "code", entry.code(), 40);
        String name = Input.required(problems, "name", entry.name(), 100);
        String nameEn = Input.text(problems, "nameEn", entry.nameEn(), 100);
        String text = Input.required(problems, "steps", entry.steps(), 200);
        Notation notation = text.isEmpty() ? new Notation(List.of(), null) : Notation.read(problems, "steps", text);
        int grace = entry.graceDays() == null ? 0 : entry.graceDays();
        problems.check(grace >= 0 && grace <= 60, "graceDays", "out-of-range", 0, 60);
        return new DiscountTerm(
                id,
                code,
                name,
                nameEn == null ? name : nameEn,
                notation.steps(),
                notation.netDays(),
                entry.countedFrom() == null ? Start.DELIVERY : entry.countedFrom(),
                !Boolean.FALSE.equals(entry.withTax()),
                grace,
                Boolean.TRUE.equals(entry.fullOnly()),
                !Boolean.FALSE.equals(entry.active()),
                version);
    }

    /** All terms, by code. */
    public List<DiscountTerm> all(Tx tx) {
        return tx.list(
                "select t.* from receivables.discount_term t where t.company_id = ? order by t.code",
                DiscountTerms::read,
                tx.company());
    }

    /** The term; 404 when unknown. */
    public DiscountTerm find(Tx tx, UUID id) {
        return tx.first(
                        "select t.* from receivables.discount_term t where t.company_id = ? and t.id = ?",
                        DiscountTerms::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    static DiscountTerm read(Row row) {
        Notation notation = Notation.read(new Problem.Collector(), "steps", row.text("steps"));
        return new DiscountTerm(
                row.uuid("id"),
                row.text("code"),
                row.text("name"),
                row.text("name_en"),
                notation.steps(),
                notation.netDays(),
                row.choice("counted_from", Start.class),
                row.bool("with_tax"),
                row.integer("grace_days"),
                row.bool("full_only"),
                row.bool("active"),
                row.integer("version"));
    }

    /** Adds a term; 400 for a code already in use. */
    public DiscountTerm create(Tx tx, Actor actor, Entry entry) {
        DiscountTerm term = preview(entry);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.invalid("code", "taken", term.code()),
                """
                insert into receivables.discount_term (company_id, id, code, name, name_en, steps, counted_from, with_tax, grace_days, full_only, active)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
                tx.company(),
                term.id(),
                term.code(),
                term.name(),
                term.nameEn(),
                term.notation(),
                term.countedFrom(),
                term.withTax(),
                term.graceDays(),
                term.fullOnly(),
                term.active());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("create", KIND, term.id(), term.code(), Map.of("steps", term.notation())));
        return term;
    }

    /** Changes a term for what arises from now on; 412 when somebody else changed it first. */
    public DiscountTerm change(Tx tx, Actor actor, UUID id, Entry entry, @Nullable Integer version) {
        DiscountTerm old = find(tx, id);
        if (version != null && version != old.version()) {
            throw Problem.stale("", "");
        }
        Problem.Collector problems = new Problem.Collector();
        DiscountTerm term = checked(problems, id, entry, old.version() + 1);
        boolean taken = tx.first(
                        "select 1 as one from receivables.discount_term t where t.company_id = ? and t.code = ? and t.id <> ?",
                        row -> row.integer("one"),
                        tx.company(),
                        term.code(),
                        id)
                .isPresent();
        problems.check(!taken, "code", "taken", term.code());
        problems.throwIfAny();
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "code", old.code(), term.code());
        Headers.difference(changes, "name", old.name(), term.name());
        Headers.difference(changes, "nameEn", old.nameEn(), term.nameEn());
        Headers.difference(changes, "steps", old.notation(), term.notation());
        Headers.difference(changes, "countedFrom", old.countedFrom(), term.countedFrom());
        Headers.difference(changes, "withTax", old.withTax(), term.withTax());
        Headers.difference(changes, "graceDays", old.graceDays(), term.graceDays());
        Headers.difference(changes, "fullOnly", old.fullOnly(), term.fullOnly());
        Headers.difference(changes, "active", old.active(), term.active());
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                """
                update receivables.discount_term set code = ?, name = ?, name_en = ?, steps = ?, counted_from = ?, with_tax = ?, grace_days = ?,
                    full_only = ?, active = ?, version = version + 1
                where company_id = ? and id = ? and version = ?""",
                term.code(),
                term.name(),
                term.nameEn(),
                term.notation(),
                term.countedFrom(),
                term.withTax(),
                term.graceDays(),
                term.fullOnly(),
                term.active(),
                tx.company(),
                id,
                old.version());
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, id, term.code(), changes));
        return term;
    }

    /**
     * What these documents raised has been invoiced: steps that are counted from the invoice have their deadlines now. Steps of items invoiced
     * before keep theirs, and so does what was settled meanwhile.
     */
    public void invoiced(Tx tx, Collection<UUID> documents, LocalDate on) {
        SqlArray ids = SqlArray.of("uuid", documents);
        tx.add(Rank.DETAIL, """
                update receivables.open_item i set discount_until = s.last
                from (select d.item_id, max(?::date + d.days + (d.accepted - d.until)) as last from receivables.item_discount d
                  join receivables.open_item n on n.company_id = ? and n.id = d.item_id
                  where d.company_id = ? and n.document_id = any(?) and d.awaits_invoice group by d.item_id) s
                where i.company_id = ? and i.id = s.item_id""", on, tx.company(), tx.company(), ids, tx.company());
        tx.add(Rank.DETAIL, """
                update receivables.item_discount d set counted_from = ?::date, until = ?::date + d.days,
                    accepted = ?::date + d.days + (d.accepted - d.until), awaits_invoice = false
                from receivables.open_item i
                where d.company_id = ? and i.company_id = ? and i.id = d.item_id and i.document_id = any(?) and d.awaits_invoice""", on, on, on, tx.company(), tx.company(), ids);
    }

    /** Whom a term is offered to, the narrower before the wider. */
    public enum Reach {
        COMPANY,
        GRADE,
        CUSTOMER,
        ORDER
    }

    /**
     * An offer as it is entered.
     *
     * @param scope not an order, which takes an override
     * @param term null: none, whatever the wider offers say
     */
    public record Assign(
            Reach scope,
            @Nullable String grade,
            @Nullable UUID customer,
            @Nullable UUID term,
            @Nullable String reason) {}

    /** An offer as it stands. */
    public record Assignment(
            UUID id,
            Reach scope,
            @Nullable String grade,
            @Nullable UUID customer,
            @Nullable String customerName,
            @Nullable UUID order,
            @Nullable String orderNumber,
            @Nullable UUID term,
            @Nullable String termCode,
            String reason) {}

    /**
     * Offers a term to the company, a grade or a customer; what was offered there before ends. What is open already keeps its steps.
     *
     * @throws Problem 404 for a customer out of scope
     */
    public UUID assign(Tx tx, Actor actor, Assign entry) {
        Problem.Collector problems = new Problem.Collector();
        String grade = Input.text(problems, "grade", entry.grade(), 40);
        String reason = Input.text(problems, "reason", entry.reason(), 500);
        problems.check((entry.scope() == Reach.GRADE) == (grade != null), "grade", "discount-scope");
        problems.check((entry.scope() == Reach.CUSTOMER) == (entry.customer() != null), "customer", "discount-scope");
        problems.check(entry.scope() != Reach.ORDER, "scope", "discount-scope");
        problems.throwIfAny();
        UUID party = entry.customer();
        String subject = entry.scope().name();
        if (party != null) {
            subject = parties.require(tx, actor, party).code();
        } else if (grade != null) {
            subject = grade;
        }
        DiscountTerm term = entry.term() == null ? null : find(tx, entry.term());
        if (term != null && !term.active()) {
            throw Problem.invalid("term", "discount-inactive");
        }
        UUID id = assign(tx, entry.scope(), grade, party, null, entry.term(), reason == null ? "" : reason);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("scope", entry.scope().name());
        facts.put("steps", term == null ? "" : term.notation());
        if (reason != null) {
            facts.put("reason", reason);
        }
        trail.record(tx, actor, new AuditTrail.Fact("assign", KIND, party, subject, facts));
        return id;
    }

    /** What a customer is offered, by the narrowest offer that says something: for what is written before there is an order; empty: nothing. */
    public Optional<DiscountTerm> offered(Tx tx, UUID customer) {
        return tx.first(
                        """
                        select s.term_id from receivables.discount_assignment s
                        where s.company_id = ? and (s.scope = 'COMPANY' or (s.scope = 'CUSTOMER' and s.party_id = ?)
                          or (s.scope = 'GRADE' and s.grade = (select a.grade from credit.account a where a.company_id = ? and a.party_id = ?)))
                        order by case s.scope when 'CUSTOMER' then 0 when 'GRADE' then 1 else 2 end limit 1""",
                        row -> Optional.ofNullable(row.uuidOrNull("term_id")),
                        tx.company(),
                        customer,
                        tx.company(),
                        customer)
                .flatMap(term -> term)
                .map(term -> find(tx, term));
    }

    /** Whatever was offered there before ends. */
    static UUID assign(
            Tx tx,
            Reach scope,
            @Nullable String grade,
            @Nullable UUID party,
            @Nullable UUID order,
            @Nullable UUID term,
            String reason) {
        UUID id = Ids.next();
        tx.add(Rank.DOCUMENT, """
                delete from receivables.discount_assignment s where s.company_id = ? and s.scope = ? and s.grade is not distinct from ?::text
                  and s.order_id is not distinct from ?::uuid and s.party_id is not distinct from ?::uuid""", tx.company(), scope, grade, order, party);
        tx.add(Rank.DETAIL, """
                insert into receivables.discount_assignment (company_id, id, scope, grade, party_id, order_id, term_id, reason)
                values (?, ?, ?, ?, ?, ?, ?, ?)""", tx.company(), id, scope, grade, party, order, term, reason);
        return id;
    }

    /**
     * What orders are offered now: their own term before the customer's before the grade's before the company's. One that is offered none is missing.
     *
     * @param orders with their customers
     */
    public Map<UUID, DiscountTerm> offered(Tx tx, Map<UUID, UUID> orders) {
        Map<UUID, DiscountTerm> found = new LinkedHashMap<>();
        List<UUID> ids = List.copyOf(orders.keySet());
        tx.list(
                """
                select n.order_id as offered_to, t.* from unnest(?::uuid[], ?::uuid[]) as n (order_id, party)
                cross join lateral (
                  select 1 as rank, s.term_id from receivables.discount_assignment s where s.company_id = ? and s.order_id = n.order_id and s.scope = 'ORDER'
                  union all
                  select 2, s.term_id from receivables.discount_assignment s where s.company_id = ? and s.party_id = n.party and s.scope = 'CUSTOMER'
                  union all
                  select 3, s.term_id from receivables.discount_assignment s join credit.account a on a.company_id = ? and a.grade = s.grade
                    where s.company_id = ? and a.party_id = n.party and s.scope = 'GRADE'
                  union all
                  select 4, s.term_id from receivables.discount_assignment s where s.company_id = ? and s.scope = 'COMPANY'
                  order by rank limit 1) f
                join receivables.discount_term t on t.company_id = ? and t.id = f.term_id
                where t.active""",
                row -> found.put(row.uuid("offered_to"), read(row)),
                SqlArray.of("uuid", ids),
                SqlArray.of("uuid", ids, orders::get),
                tx.company(),
                tx.company(),
                tx.company(),
                tx.company(),
                tx.company(),
                tx.company());
        return found;
    }

    /** From now on this order is offered these terms, or none; who may say so has been checked. */
    public void offerTo(Tx tx, UUID order, UUID customer, @Nullable UUID term, String reason) {
        assign(tx, Reach.ORDER, null, customer, order, term, reason);
    }

    /** An order that was split off another is offered what that one was: what was agreed for the whole holds for both. */
    public void offerAsFor(Tx tx, UUID order, UUID splitOff) {
        tx.add(Rank.DETAIL, """
                insert into receivables.discount_assignment (company_id, id, scope, party_id, order_id, term_id, reason)
                select s.company_id, ?, s.scope, s.party_id, ?, s.term_id, s.reason from receivables.discount_assignment s
                where s.company_id = ? and s.scope = 'ORDER' and s.order_id = ?""", Ids.next(), splitOff, tx.company(), order);
    }

    /** Ends an offer; the wider ones apply again. */
    public void unassign(Tx tx, Actor actor, UUID id) {
        Assignment old = assignments(tx, actor, null).stream()
                .filter(a -> a.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("discount-assignment", id));
        if (old.customer() != null) {
            parties.require(tx, actor, old.customer());
        }
        tx.add(
                Rank.DETAIL,
                "delete from receivables.discount_assignment where company_id = ? and id = ?",
                tx.company(),
                id);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "unassign",
                        KIND,
                        old.order() == null ? old.customer() : old.order(),
                        old.customerName() == null ? old.scope().name() : old.customerName(),
                        Map.of("scope", old.scope().name())));
    }

    /**
     * Who is offered what, within the actor's scope.
     *
     * @param party only what concerns this customer; null for all
     */
    public List<Assignment> assignments(Tx tx, Actor actor, @Nullable UUID party) {
        return tx.list(
                Sql.of("""
                                select s.*, h.number || ' ' || h.title as party_name, o.number as order_number, t.code as term_code
                                from receivables.discount_assignment s
                                left join document.header h on h.company_id = s.company_id and h.id = s.party_id
                                left join document.header o on o.company_id = s.company_id and o.id = s.order_id
                                left join receivables.discount_term t on t.company_id = s.company_id and t.id = s.term_id
                                where s.company_id = ? and (?::uuid is null or s.party_id = ?::uuid) and (s.party_id is null or""", tx.company(), party, party)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then(") order by s.scope, s.grade, h.number, o.number limit 1000"),
                row -> new Assignment(
                        row.uuid("id"),
                        row.choice("scope", Reach.class),
                        row.textOrNull("grade"),
                        row.uuidOrNull("party_id"),
                        row.textOrNull("party_name"),
                        row.uuidOrNull("order_id"),
                        row.textOrNull("order_number"),
                        row.uuidOrNull("term_id"),
                        row.textOrNull("term_code"),
                        row.text("reason")));
    }

    /**
     * What a company decided about cash discounts.
     *
     * @param bestFirst one payment for several items: the best discount first instead of the oldest item
     * @param correctTax whether the tax in a discount of amounts with tax is taken off the output tax; otherwise it is all finance expense
     * @param lessOnReturns whether goods that come back are credited less the discount taken on them; yes when left out
     */
    public record Settings(
            boolean bestFirst, boolean correctTax, @Nullable Boolean lessOnReturns) {
        public Settings(boolean bestFirst, boolean correctTax) {
            this(bestFirst, correctTax, null);
        }

        boolean lessOnReturn() {
            return !Boolean.FALSE.equals(lessOnReturns);
        }
    }

    static Settings settings(Tx tx) {
        return tx.first(
                        "select s.best_first, s.correct_tax, s.less_on_return from receivables.discount_setting s where s.company_id = ?",
                        row -> new Settings(
                                row.bool("best_first"), row.bool("correct_tax"), row.bool("less_on_return")),
                        tx.company())
                .orElse(new Settings(false, false, true));
    }

    /** What the company decided. */
    public Settings decided(Tx tx) {
        return settings(tx);
    }

    /** Decides anew, for what is paid from now on. */
    public void decide(Tx tx, Actor actor, Settings wanted) {
        Settings old = settings(tx);
        tx.add(Rank.DETAIL, """
                insert into receivables.discount_setting as s (company_id, best_first, correct_tax, less_on_return) values (?, ?, ?, ?)
                on conflict (company_id) do update set best_first = excluded.best_first, correct_tax = excluded.correct_tax,
                  less_on_return = excluded.less_on_return, version = s.version + 1""", tx.company(), wanted.bestFirst(), wanted.correctTax(), wanted.lessOnReturn());
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "bestFirst", old.bestFirst(), wanted.bestFirst());
        Headers.difference(changes, "correctTax", old.correctTax(), wanted.correctTax());
        Headers.difference(changes, "lessOnReturns", old.lessOnReturn(), wanted.lessOnReturn());
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, null, "settings", changes));
    }
}
