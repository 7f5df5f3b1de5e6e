package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountOffers.Granted;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is granted beyond the terms (DSC-05): more, later, or to who isn't entitled. Asked for by one person with a reason, confirmed by another,
 * and kept for good.
 */
@Component
public final class DiscountOverrides {
    static final String KIND = "discount-override";

    private final Parties parties;
    private final AuditTrail trail;
    private final Settlements settlements;

    DiscountOverrides(Parties parties, AuditTrail trail, Settlements settlements) {
        this.parties = parties;
        this.trail = trail;
        this.settlements = settlements;
    }

    /** What is granted. */
    public enum What {
        /** A rate of an item until a day, beside its own steps. */
        STEP,
        /** An amount off an item, without money: what the customer took off unasked. */
        AMOUNT,
        /** Other terms for one order. */
        ORDER
    }

    /** How far it is. */
    public enum State {
        ASKED,
        CONFIRMED,
        REFUSED
    }

    /**
     * As it is asked for.
     *
     * @param item of STEP and AMOUNT; of a credit note only AMOUNT
     * @param rate per cent, of STEP
     * @param until the last value date, of STEP
     * @param amount of AMOUNT, in the item's own currency
     * @param order of ORDER: what of it is delivered from now on
     * @param term of ORDER; null for no discount
     */
    public record Entry(
            What what,
            @Nullable UUID item,
            @Nullable BigDecimal rate,
            @Nullable LocalDate until,
            @Nullable BigDecimal amount,
            @Nullable UUID order,
            @Nullable UUID term,
            @Nullable String reason) {}

    /** As it stands. */
    public record OverrideView(
            UUID id,
            What what,
            State state,
            UUID party,
            @Nullable UUID item,
            String number,
            @Nullable BigDecimal rate,
            @Nullable LocalDate until,
            @Nullable BigDecimal amount,
            @Nullable UUID order,
            @Nullable UUID term,
            String reason,
            Instant askedAt,
            UUID askedBy,
            @Nullable Instant decidedAt,
            @Nullable UUID decidedBy,
            String decision) {}

    /**
     * Asks for one.
     *
     * @throws Problem 404 for an item or order out of scope, 400 with all that is wrong
     */
    public UUID ask(Tx tx, Actor actor, Entry entry) {
        Problem.Collector problems = new Problem.Collector();
        String reason = Input.required(problems, "reason", entry.reason(), 500);
        UUID party;
        String number;
        BigDecimal rate = null;
        BigDecimal amount = null;
        if (entry.what() == What.ORDER) {
            UUID order = entry.order();
            problems.check(order != null, "order", "required");
            problems.throwIfAny();
            Map.Entry<UUID, String> found = tx.first(
                            """
                            select h.party_id, h.number from document.header h
                            where h.company_id = ? and h.id = ? and h.kind = 'sales-order' and h.party_id is not null""", row -> Map.entry(row.uuid("party_id"), row.text("number")), tx.company(), order)
                    .orElseThrow(() -> Problem.notFound("sales-order", order == null ? "" : order));
            party = found.getKey();
            number = found.getValue();
            parties.require(tx, actor, party);
            checkTerm(tx, entry.term());
        } else {
            problems.check(entry.item() != null, "item", "required");
            problems.throwIfAny();
            OpenItem item = item(tx, actor, entry.item());
            party = item.party();
            number = item.number();
            // Of a credit note an amount may be taken off, as the goods it is for were paid less a discount; steps are
            // for payers.
            problems.check(
                    item.open().signum() != 0 && (!item.isCredit() || entry.what() == What.AMOUNT),
                    "item",
                    "discount-nothing-open");
            if (entry.what() == What.STEP) {
                rate = entry.rate();
                problems.check(rate != null, "rate", "required");
                problems.check(entry.until() != null, "until", "required");
                if (rate != null) {
                    Input.fitting(problems, "rate", rate);
                    problems.check(
                            rate.signum() > 0
                                    && rate.compareTo(BigDecimal.valueOf(50)) <= 0
                                    && rate.stripTrailingZeros().scale() <= 4,
                            "rate",
                            "discount-rate");
                }
                if (entry.until() != null) {
                    problems.check(
                            !entry.until().isBefore(item.date())
                                    && entry.until().isBefore(item.date().plusYears(3)),
                            "until",
                            "out-of-range",
                            item.date(),
                            item.date().plusYears(3));
                }
            } else {
                problems.check(entry.amount() != null, "amount", "required");
                if (entry.amount() != null) {
                    String currency = item.currency() == null ? actor.currency() : item.currency();
                    BigDecimal open = item.inItsCurrency().open().abs();
                    amount = Input.amount(problems, "amount", entry.amount(), currency);
                    problems.check(amount.signum() > 0, "amount", "receipt-not-positive");
                    problems.check(amount.compareTo(open) <= 0, "amount", "allocation-too-much", item.number(), open);
                }
            }
        }
        problems.throwIfAny();
        UUID id = Ids.next();
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.discount_override (company_id, id, what, state, party_id, item_id, rate, until, amount, order_id, term_id,
                    number, reason, asked_by)
                values (?, ?, ?, 'ASKED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                entry.what(),
                party,
                entry.what() == What.ORDER ? null : entry.item(),
                rate,
                entry.what() == What.STEP ? entry.until() : null,
                amount,
                entry.what() == What.ORDER ? entry.order() : null,
                entry.what() == What.ORDER ? entry.term() : null,
                number,
                reason,
                actor.user());
        trail.record(tx, actor, new AuditTrail.Fact("create", KIND, id, number, facts(entry, reason)));
        return id;
    }

    private static Map<String, Object> facts(Entry entry, String reason) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("what", entry.what().name());
        if (entry.rate() != null) {
            facts.put("rate", entry.rate().toPlainString());
        }
        if (entry.until() != null) {
            facts.put("until", entry.until().toString());
        }
        if (entry.amount() != null) {
            facts.put("amount", entry.amount().toPlainString());
        }
        facts.put("reason", reason);
        return facts;
    }

    private static void checkTerm(Tx tx, @Nullable UUID term) {
        if (term != null
                && tx.first(
                                "select 1 as one from receivables.discount_term t where t.company_id = ? and t.id = ? and t.active",
                                row -> row.integer("one"),
                                tx.company(),
                                term)
                        .isEmpty()) {
            throw Problem.invalid("term", "discount-inactive");
        }
    }

    private OpenItem item(Tx tx, Actor actor, @Nullable UUID id) {
        List<OpenItem> found = id == null ? List.of() : Settlements.lock(tx, List.of(id));
        if (found.isEmpty()) {
            throw Problem.notFound("open-item", id == null ? "" : id);
        }
        OpenItem item = found.getFirst();
        try {
            parties.require(tx, actor, item.party());
        } catch (Problem hidden) {
            throw Problem.notFound("open-item", item.id());
        }
        return item;
    }

    /** One within the actor's scope; 404 otherwise. */
    public OverrideView find(Tx tx, Actor actor, UUID id) {
        return find(tx, actor, id, "");
    }

    private OverrideView find(Tx tx, Actor actor, UUID id, String lock) {
        OverrideView found = tx.first(
                        "select o.* from receivables.discount_override o where o.company_id = ? and o.id = ?" + lock,
                        DiscountOverrides::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
        try {
            parties.require(tx, actor, found.party());
        } catch (Problem hidden) {
            throw Problem.notFound(KIND, id);
        }
        return found;
    }

    private static OverrideView read(Row row) {
        BigDecimal rate = row.decimalOrNull("rate");
        return new OverrideView(
                row.uuid("id"),
                row.choice("what", What.class),
                row.choice("state", State.class),
                row.uuid("party_id"),
                row.uuidOrNull("item_id"),
                row.text("number"),
                rate == null ? null : rate.stripTrailingZeros(),
                row.dateOrNull("until"),
                row.decimalOrNull("amount"),
                row.uuidOrNull("order_id"),
                row.uuidOrNull("term_id"),
                row.text("reason"),
                row.instant("asked_at"),
                row.uuid("asked_by"),
                row.instantOrNull("decided_at"),
                row.uuidOrNull("decided_by"),
                row.text("decision"));
    }

    /**
     * A second person agrees, and it takes effect: the step is offered, the amount is taken off, the order has its terms.
     *
     * @throws Problem 403 for the one who asked, 409 when it was decided already
     */
    public void confirm(Tx tx, Actor actor, UUID id) {
        OverrideView override = find(tx, actor, id, " for no key update");
        decide(tx, actor, override, State.CONFIRMED, "");
        switch (override.what()) {
            case ORDER ->
                DiscountTerms.assign(
                        tx,
                        DiscountTerms.Reach.ORDER,
                        null,
                        override.party(),
                        override.order(),
                        override.term(),
                        override.reason());
            case STEP -> offer(tx, override, item(tx, actor, override.item()));
            case AMOUNT -> takeOff(tx, actor, override, item(tx, actor, override.item()));
        }
    }

    private static void offer(Tx tx, OverrideView override, OpenItem item) {
        LocalDate until = override.until();
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.item_discount (company_id, item_id, line, id, counted_from, days, rate, until, accepted, full_only, override_id)
                select ?, ?, (select coalesce(max(d.line), 0) + 1 from receivables.item_discount d where d.company_id = ? and d.item_id = ?),
                    ?, ?, ?, ?, ?, ?, false, ?""",
                tx.company(),
                item.id(),
                tx.company(),
                item.id(),
                Ids.next(),
                item.date(),
                until == null ? 0 : (int) java.time.temporal.ChronoUnit.DAYS.between(item.date(), until),
                override.rate(),
                until,
                until,
                override.id());
        tx.add(Rank.DETAIL, """
                update receivables.open_item i set discount_until = greatest(i.discount_until, ?::date),
                    discount_base = case when i.discount_base = 0 then i.amount else i.discount_base end
                where i.company_id = ? and i.id = ?""", until, tx.company(), item.id());
    }

    private void takeOff(Tx tx, Actor actor, OverrideView override, OpenItem item) {
        String currency = item.currency() == null ? actor.currency() : item.currency();
        OpenItem own = item.inItsCurrency();
        BigDecimal amount =
                override.amount() == null ? BigDecimal.ZERO : new Money(override.amount(), currency).amount();
        if (amount.compareTo(own.open().abs()) > 0) {
            throw Problem.conflict(
                    "discount-less-open", item.number(), own.open().abs());
        }
        if (item.isCredit()) {
            amount = amount.negate();
        }
        BigDecimal worth = item.worth(amount, actor.currency());
        BigDecimal tax = DiscountTerms.settings(tx).correctTax()
                ? tx.one(
                                "select i.tax from receivables.open_item i where i.company_id = ? and i.id = ?",
                                row -> new Money(worth, actor.currency())
                                        .share(
                                                row.money("tax", actor.currency())
                                                        .amount(),
                                                item.amount()),
                                tx.company(),
                                item.id())
                        .amount()
                : BigDecimal.ZERO;
        LocalDate on = Settlements.latest(actor.today(), item.date());
        BigDecimal rate = amount.multiply(BigDecimal.valueOf(100)).divide(own.amount(), 4, RoundingMode.HALF_UP);
        settlements.write(
                tx,
                actor,
                List.of(new Settlement(item, worth, null, on, Ids.next(), new Granted(worth, tax, rate, 0, on))
                        .in(item.foreign() == null ? null : amount, null)));
    }

    /** A second person says no. */
    public void refuse(Tx tx, Actor actor, UUID id, @Nullable String why) {
        Problem.Collector problems = new Problem.Collector();
        String decision = Input.required(problems, "reason", why, 500);
        problems.throwIfAny();
        decide(tx, actor, find(tx, actor, id, " for no key update"), State.REFUSED, decision);
    }

    private void decide(Tx tx, Actor actor, OverrideView override, State state, String decision) {
        if (override.state() != State.ASKED) {
            throw Problem.conflict("discount-decided", override.number());
        }
        if (override.askedBy().equals(actor.user())) {
            throw Problem.of(403, "discount-second-person", override.number());
        }
        tx.addExpecting(
                Rank.DOCUMENT,
                1,
                () -> Problem.conflict("discount-decided", override.number()),
                """
                update receivables.discount_override set state = ?, decided_at = now(), decided_by = ?, decision = ?
                where company_id = ? and id = ? and state = 'ASKED'""",
                state,
                actor.user(),
                decision,
                tx.company(),
                override.id());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        state == State.CONFIRMED ? "confirm" : "refuse",
                        KIND,
                        override.id(),
                        override.number(),
                        decision.isEmpty() ? Map.of() : Map.of("reason", decision)));
    }
}
