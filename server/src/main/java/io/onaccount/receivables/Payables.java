package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we owe those who are customers too, entered or imported until purchasing keeps it; a receipt of method offset sets it off (对冲). */
@Component
public final class Payables {
    static final String KIND = "payable";

    private final AuditTrail trail;
    private final Parties parties;

    Payables(AuditTrail trail, Parties parties) {
        this.trail = trail;
        this.parties = parties;
    }

    /**
     * As entered.
     *
     * @param number the supplier's own, unique per supplier
     * @param due the date when left out
     */
    public record NewPayable(
            UUID party,
            String number,
            LocalDate date,
            @Nullable LocalDate due,
            BigDecimal amount,
            @Nullable String note) {}

    /** As read. */
    public record Payable(
            UUID id,
            UUID party,
            String partyName,
            String number,
            LocalDate date,
            LocalDate due,
            BigDecimal amount,
            BigDecimal settled,
            String note,
            int version) {

        /** What may still be set off. */
        public BigDecimal open() {
            return amount.subtract(settled);
        }
    }

    public UUID create(Tx tx, Actor actor, NewPayable payable) {
        return create(tx, actor, List.of(payable)).getFirst();
    }

    /** Enters them; answers the ids in order. 400 names every wrong field of all of them. */
    public List<UUID> create(Tx tx, Actor actor, List<NewPayable> payables) {
        parties.require(
                tx,
                actor,
                new LinkedHashSet<>(payables.stream().map(NewPayable::party).toList()));
        Problem.Collector problems = new Problem.Collector();
        Set<String> numbers = new HashSet<>(there(tx, payables).keySet());
        for (int i = 0; i < payables.size(); i++) {
            check(problems, actor, payables.get(i), payables.size() == 1 ? "" : "[" + i + "].", numbers);
        }
        problems.throwIfAny();
        List<UUID> ids = new ArrayList<>();
        payables.forEach(p -> ids.add(Ids.next()));
        tx.addExpecting(
                Rank.DETAIL,
                payables.size(),
                () -> Problem.invalid("number", "taken"),
                """
                insert into receivables.payable (company_id, id, party_id, number, date, due, amount, currency, note)
                select ?, n.id, n.party, n.number, n.date, n.due, n.amount, ?, n.note
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::date[], ?::date[], ?::numeric[], ?::text[])
                  as n (id, party, number, date, due, amount, note)
                on conflict do nothing""",
                tx.company(),
                actor.currency(),
                SqlArray.of("uuid", ids),
                SqlArray.of("uuid", payables, NewPayable::party),
                SqlArray.of("text", payables, p -> p.number().strip()),
                SqlArray.of("date", payables, NewPayable::date),
                SqlArray.of("date", payables, p -> p.due() == null ? p.date() : p.due()),
                SqlArray.of("numeric", payables, NewPayable::amount),
                SqlArray.of("text", payables, p -> Receipts.text(p.note())));
        List<AuditTrail.Fact> facts = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            facts.add(fact("create", ids.get(i), payables.get(i)));
        }
        trail.record(tx, actor, facts);
        return ids;
    }

    /** Changes it; not below what is set off already. */
    public void change(Tx tx, Actor actor, UUID id, NewPayable payable, @Nullable Integer version) {
        Payable old = find(tx, actor, id);
        Problem.Collector problems = new Problem.Collector();
        Map<String, UUID> there = new HashMap<>(there(tx, List.of(payable)));
        there.values().remove(id);
        check(problems, actor, payable, "", new HashSet<>(there.keySet()));
        problems.check(old.party().equals(payable.party()), "party", "fixed");
        problems.check(payable.amount().compareTo(old.settled()) >= 0, "amount", "payable-settled", old.settled());
        problems.throwIfAny();
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                """
                update receivables.payable set number = ?, date = ?, due = ?, amount = ?, note = ?, version = version + 1
                where company_id = ? and id = ? and version = ? and settled <= ?""",
                payable.number().strip(),
                payable.date(),
                payable.due() == null ? payable.date() : payable.due(),
                payable.amount(),
                Receipts.text(payable.note()),
                tx.company(),
                id,
                version == null ? old.version() : version,
                payable.amount());
        trail.record(tx, actor, fact("change", id, payable));
    }

    private static AuditTrail.Fact fact(String move, UUID id, NewPayable payable) {
        return new AuditTrail.Fact(
                move,
                KIND,
                id,
                payable.number(),
                Map.of("amount", payable.amount().toPlainString()));
    }

    /** Everything that is wrong with one, apart from the customer. */
    static void check(Problem.Collector problems, Actor actor, NewPayable payable, String at, Set<String> numbers) {
        String number = Input.required(problems, at + "number", payable.number(), 40);
        problems.check(numbers.add(payable.party() + " " + number), at + "number", "taken");
        BigDecimal amount = Input.amount(problems, at + "amount", payable.amount(), actor.currency());
        problems.check(amount.signum() > 0, at + "amount", "receipt-not-positive");
        problems.check(payable.date().getYear() >= 1990, at + "date", "out-of-range");
        problems.check(payable.date().getYear() < 2200, at + "date", "out-of-range");
        problems.check(
                payable.due() == null
                        || (!payable.due().isBefore(payable.date())
                                && payable.due().isBefore(payable.date().plusYears(20))),
                at + "due",
                "opening-due");
        Input.text(problems, at + "note", payable.note(), 1000);
    }

    /** Those that are entered already: "party number" → id. */
    static Map<String, UUID> there(Tx tx, List<NewPayable> payables) {
        Map<String, UUID> there = new HashMap<>();
        tx.list(
                        """
                        select p.id, p.party_id, p.number from receivables.payable p
                        join unnest(?::uuid[], ?::text[]) as n (party, number) on n.party = p.party_id and n.number = p.number
                        where p.company_id = ?""",
                        row -> Map.entry(row.uuid("party_id") + " " + row.text("number"), row.uuid("id")),
                        SqlArray.of("uuid", payables, NewPayable::party),
                        SqlArray.of("text", payables, p -> p.number().strip()),
                        tx.company())
                .forEach(entry -> there.put(entry.getKey(), entry.getValue()));
        return there;
    }

    /** The payable, if its customer is within the actor's scope; otherwise 404. */
    public Payable find(Tx tx, Actor actor, UUID id) {
        Payable found = read(tx, List.of(id)).get(id);
        if (found == null) {
            throw Problem.notFound(KIND, id);
        }
        try {
            parties.require(tx, actor, found.party());
        } catch (Problem hidden) {
            throw Problem.notFound(KIND, id);
        }
        return found;
    }

    /** Those of them that are there, by id. */
    static Map<UUID, Payable> read(Tx tx, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Payable> found = new HashMap<>();
        tx.list("""
                        select p.*, h.title from receivables.payable p join document.header h on h.company_id = p.company_id and h.id = p.party_id
                        where p.company_id = ? and p.id = any(?)""", Payables::payable, tx.company(), SqlArray.of("uuid", ids))
                .forEach(payable -> found.put(payable.id(), payable));
        return found;
    }

    private static Payable payable(Row row) {
        String currency = row.text("currency");
        return new Payable(
                row.uuid("id"),
                row.uuid("party_id"),
                row.text("title"),
                row.text("number"),
                row.date("date"),
                row.date("due"),
                row.money("amount", currency).amount(),
                row.money("settled", currency).amount(),
                row.text("note"),
                row.integer("version"));
    }

    /** Sets off what the receipt names, or takes it back (negative); never more than is open, whoever else does so at once. */
    static void setOff(Tx tx, Receipt receipt, BigDecimal amount) {
        if (receipt.payable() != null) {
            tx.addExpecting(
                    Rank.DETAIL,
                    1,
                    () -> Problem.conflict("offset-gone"),
                    """
                    update receivables.payable set settled = settled + ?, version = version + 1
                    where company_id = ? and id = ? and party_id = ? and settled + ? between 0 and amount""",
                    amount,
                    tx.company(),
                    receipt.payable(),
                    receipt.party(),
                    amount);
        }
    }
}
