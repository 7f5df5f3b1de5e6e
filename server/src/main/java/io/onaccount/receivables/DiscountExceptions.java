package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountPatterns.Fact;
import io.onaccount.receivables.DiscountPatterns.Finding;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Discounts that were not simply earned (DSC-05): granted, taken in grace, dated back; by whom, for whom, how much, how often. */
@Component
public final class DiscountExceptions {
    private static final int MOST_FACTS = 200_000;
    private static final int MOST_SHOWN = 500;

    DiscountExceptions() {}

    /** Why a discount is listed; more than one may hold. */
    public enum Sign {
        GRANTED,
        GRACE,
        BACK_DATED,
        LAST_DAY
    }

    /** A discount with its signs. */
    public record Case(
            List<Sign> signs,
            UUID receipt,
            String receiptNumber,
            String item,
            UUID party,
            String partyName,
            @Nullable String owner,
            @Nullable String clerk,
            LocalDate valueDate,
            LocalDate enteredOn,
            LocalDate until,
            BigDecimal discount) {}

    /** How often and how much per salesperson. */
    public record Person(
            String name, int discounts, int granted, int grace, int backDated, int lastDay, BigDecimal amount) {}

    /**
     * Somebody stands out.
     *
     * @param pattern GRACE, BACK_DATED or LAST_DAY
     * @param role OWNER, whose customers they are, or CLERK, who entered the receipts
     * @param usual per cent among the others
     */
    public record StandsOut(
            String pattern, String role, String name, int count, int of, BigDecimal usual, BigDecimal amount) {}

    /**
     * Who asks for grants beyond the terms, for whom.
     *
     * @param taken what the confirmed ones came to so far
     */
    public record Grants(String name, int asked, int confirmed, int refused, int customers, BigDecimal taken) {}

    /**
     * The report of a time.
     *
     * @param discounts how many were taken at all
     * @param cases the largest of them that have a sign
     */
    public record Report(
            LocalDate from,
            LocalDate to,
            int discounts,
            BigDecimal amount,
            List<StandsOut> standOut,
            List<Person> people,
            List<Grants> grants,
            List<Case> cases,
            int found) {}

    private record Seen(Fact fact, Case shown) {}

    /** Of the discounts taken in a time by customers within the actor's scope; what is usual is counted among them. */
    public Report report(Tx tx, Actor actor, LocalDate from, LocalDate to) {
        Map<UUID, String> names = new HashMap<>();
        List<Seen> seen = tx.list(
                Sql.of("""
                                select a.discount, a.discount_until as until, r.id as receipt_id, r.number, i.number as item, a.party_id, h.title, r.date,
                                  (r.created_at at time zone ?)::date as entered_on, h.owner_id, ow.name as owner, r.created_by, cl.name as clerk,
                                  coalesce(d.accepted, a.discount_until) as accepted, d.override_id is not null as granted
                                from receivables.allocation a
                                join receivables.open_item i on i.company_id = a.company_id and i.id = a.item_id
                                join document.header r on r.company_id = a.company_id and r.id = a.receipt_id
                                join document.header h on h.company_id = a.company_id and h.id = a.party_id
                                left join lateral (
                                  select d.accepted, d.override_id from receivables.item_discount d
                                  where d.company_id = a.company_id and d.item_id = a.item_id and d.rate = a.discount_rate
                                    and d.until = a.discount_until order by d.line limit 1) d on true
                                left join organization.app_user ow on ow.id = h.owner_id
                                left join organization.app_user cl on cl.id = r.created_by
                                where a.company_id = ? and a.discount > 0 and a.happened_on between ? and ? and a.undoes_id is null
                                  and not exists (select 1 from receivables.allocation u where u.company_id = a.company_id and u.undoes_id = a.id)
                                  and""", actor.zone().getId(), tx.company(), from, to)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by a.id limit ?", MOST_FACTS),
                row -> {
                    UUID owner = row.uuidOrNull("owner_id");
                    UUID clerk = row.uuidOrNull("created_by");
                    String ownerName = row.textOrNull("owner");
                    String clerkName = row.textOrNull("clerk");
                    if (owner != null && ownerName != null) {
                        names.put(owner, ownerName);
                    }
                    if (clerk != null && clerkName != null) {
                        names.put(clerk, clerkName);
                    }
                    Fact fact = new Fact(
                            owner,
                            clerk,
                            row.date("date"),
                            row.date("entered_on"),
                            row.date("until"),
                            row.date("accepted"),
                            row.money("discount", actor.currency()).amount());
                    boolean granted = row.bool("granted");
                    return new Seen(
                            fact,
                            new Case(
                                    signs(fact, granted),
                                    row.uuid("receipt_id"),
                                    row.text("number"),
                                    row.text("item"),
                                    row.uuid("party_id"),
                                    row.text("title"),
                                    ownerName,
                                    clerkName,
                                    fact.valueDate(),
                                    fact.enteredOn(),
                                    fact.until(),
                                    fact.discount()));
                });
        List<Case> cases = seen.stream()
                .map(Seen::shown)
                .filter(c -> !c.signs().isEmpty())
                .sorted(Comparator.comparing(Case::discount).reversed())
                .toList();
        List<Fact> facts = seen.stream().map(Seen::fact).toList();
        BigDecimal zero = Money.zero(actor.currency()).amount();
        return new Report(
                from,
                to,
                seen.size(),
                facts.stream().map(Fact::discount).reduce(zero, BigDecimal::add),
                DiscountPatterns.find(facts).stream()
                        .map(f -> standsOut(f, names))
                        .toList(),
                people(seen, zero),
                grants(tx, actor, from, to),
                cases.subList(0, Math.min(MOST_SHOWN, cases.size())),
                cases.size());
    }

    private static List<Grants> grants(Tx tx, Actor actor, LocalDate from, LocalDate to) {
        return tx.list(
                Sql.of("""
                                select coalesce(u.name, '') as name, count(*)::integer as asked,
                                  (count(*) filter (where o.state = 'CONFIRMED'))::integer as confirmed,
                                  (count(*) filter (where o.state = 'REFUSED'))::integer as refused, count(distinct o.party_id)::integer as customers,
                                  coalesce(sum(case when o.state <> 'CONFIRMED' then 0 when o.what = 'AMOUNT' then o.amount else (
                                    select coalesce(sum(a.discount), 0) from receivables.allocation a
                                    join receivables.item_discount d on d.company_id = a.company_id and d.item_id = a.item_id
                                    where a.company_id = o.company_id and d.company_id = o.company_id and d.override_id = o.id
                                      and a.discount_rate = d.rate and a.discount_until = d.until) end), 0) as taken
                                from receivables.discount_override o
                                join document.header h on h.company_id = o.company_id and h.id = o.party_id
                                left join organization.app_user u on u.id = o.asked_by
                                where o.company_id = ? and (o.asked_at at time zone ?)::date between ? and ? and""", tx.company(), actor.zone().getId(), from, to)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("group by 1 order by taken desc, name"),
                row -> new Grants(
                        row.text("name"),
                        row.integer("asked"),
                        row.integer("confirmed"),
                        row.integer("refused"),
                        row.integer("customers"),
                        row.money("taken", actor.currency()).amount()));
    }

    private static List<Sign> signs(Fact fact, boolean granted) {
        List<Sign> signs = new ArrayList<>();
        if (granted) {
            signs.add(Sign.GRANTED);
        }
        if (fact.inGrace()) {
            signs.add(Sign.GRACE);
        }
        if (fact.enteredTooLate()) {
            signs.add(fact.onTheLastDay() ? Sign.LAST_DAY : Sign.BACK_DATED);
        }
        return signs;
    }

    private static StandsOut standsOut(Finding found, Map<UUID, String> names) {
        return new StandsOut(
                found.pattern().name(),
                found.role().name(),
                names.getOrDefault(found.person(), ""),
                found.count(),
                found.of(),
                found.usual(),
                found.amount());
    }

    private static List<Person> people(List<Seen> seen, BigDecimal zero) {
        Map<String, List<Case>> byOwner = new LinkedHashMap<>();
        seen.forEach(s -> byOwner.computeIfAbsent(
                        s.shown().owner() == null ? "" : s.shown().owner(), o -> new ArrayList<>())
                .add(s.shown()));
        List<Person> people = new ArrayList<>();
        byOwner.forEach((name, cases) -> people.add(new Person(
                name,
                cases.size(),
                count(cases, Sign.GRANTED),
                count(cases, Sign.GRACE),
                count(cases, Sign.BACK_DATED),
                count(cases, Sign.LAST_DAY),
                cases.stream()
                        .filter(c -> !c.signs().isEmpty())
                        .map(Case::discount)
                        .reduce(zero, BigDecimal::add))));
        people.sort(Comparator.comparing(Person::amount).reversed());
        return people;
    }

    private static int count(List<Case> cases, Sign sign) {
        return (int) cases.stream().filter(c -> c.signs().contains(sign)).count();
    }
}
