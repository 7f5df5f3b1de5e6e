package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountEffect.Item;
import io.onaccount.receivables.DiscountEffect.Payment;
import io.onaccount.receivables.DiscountEffect.Report;
import io.onaccount.receivables.DiscountEffect.WhatIf;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What cash discounts bring and cost (DSC-04), of the customers within the actor's scope. */
@Component
public final class DiscountEffects {
    /** How long before a time customers' habits are looked for. */
    private static final int YEARS_BEFORE = 2;

    private static final int MOST_ITEMS = 300_000;

    DiscountEffects() {}

    /**
     * What was offered, taken and lost, and what it brought.
     *
     * @param ourRate what money costs us per year, per cent
     * @param theirRate what it costs the customers
     */
    public Report report(Tx tx, Actor actor, LocalDate from, LocalDate to, BigDecimal ourRate, BigDecimal theirRate) {
        check(from, to, ourRate, theirRate);
        return DiscountEffect.report(
                items(tx, actor, from, to), from, to, actor.today(), actor.currency(), ourRate, theirRate);
    }

    /**
     * What other terms would have done to what was sold in a time.
     *
     * @param takeUp of those for whom it pays, how many would take it, per cent
     */
    public WhatIf whatIf(
            Tx tx,
            Actor actor,
            LocalDate from,
            LocalDate to,
            String steps,
            BigDecimal ourRate,
            BigDecimal theirRate,
            BigDecimal takeUp) {
        check(from, to, ourRate, theirRate);
        Problem.Collector problems = new Problem.Collector();
        problems.check(
                takeUp.signum() >= 0 && takeUp.compareTo(BigDecimal.valueOf(100)) <= 0,
                "takeUp",
                "out-of-range",
                0,
                100);
        problems.throwIfAny();
        DiscountTerm term =
                DiscountTerms.preview(new DiscountTerms.Entry("X", "X", "X", steps, null, null, null, null, null));
        return DiscountEffect.whatIf(
                items(tx, actor, from, to), from, to, term, actor.currency(), ourRate, theirRate, takeUp);
    }

    private static void check(LocalDate from, LocalDate to, BigDecimal ourRate, BigDecimal theirRate) {
        Problem.Collector problems = new Problem.Collector();
        problems.check(
                !to.isBefore(from) && to.isBefore(from.plusYears(5)), "to", "out-of-range", from, from.plusYears(5));
        for (Map.Entry<String, BigDecimal> rate :
                Map.of("ourRate", ourRate, "theirRate", theirRate).entrySet()) {
            problems.check(
                    rate.getValue().signum() >= 0 && rate.getValue().compareTo(BigDecimal.valueOf(100)) <= 0,
                    rate.getKey(),
                    "out-of-range",
                    0,
                    100);
        }
        problems.throwIfAny();
    }

    private static Collection<Item> items(Tx tx, Actor actor, LocalDate from, LocalDate to) {
        LocalDate since = from.minusYears(YEARS_BEFORE);
        String currency = actor.currency();
        Sql within = Sql.join(" and ", List.of(actor.scope().holds("h")));
        Map<UUID, Item> items = new LinkedHashMap<>();
        tx.each(
                Sql.of("""
                                select i.id, i.party_id, h.title, i.date, i.due, i.amount, i.amount - i.tax as net, i.discount_base, i.amount - i.settled as open,
                                  i.discount_until
                                from receivables.open_item i join document.header h on h.company_id = i.company_id and h.id = i.party_id
                                where i.company_id = ? and i.amount > 0 and i.date between ? and ? and""", tx.company(), since, to).then(within).then("order by i.date, i.id limit ?", MOST_ITEMS),
                row -> {
                    Money base = row.money("discount_base", currency);
                    items.put(
                            row.uuid("id"),
                            new Item(
                                    row.uuid("party_id"),
                                    row.text("title"),
                                    row.date("date"),
                                    row.date("due"),
                                    row.money("amount", currency).amount(),
                                    base.isZero() ? row.money("net", currency) : base,
                                    row.money("open", currency).amount(),
                                    row.dateOrNull("discount_until"),
                                    new ArrayList<>(),
                                    new ArrayList<>()));
                });
        tx.each(Sql.of("""
                        select d.* from receivables.item_discount d join receivables.open_item i on i.company_id = ? and i.id = d.item_id
                        where d.company_id = ? and d.override_id is null and i.date between ? and ? order by d.item_id, d.line""", tx.company(), tx.company(), since, to), row -> {
            Item item = items.get(row.uuid("item_id"));
            if (item != null) {
                item.steps().add(DiscountSteps.step(row));
            }
        });
        tx.each(Sql.of("""
                        select a.item_id, r.date, a.amount - a.discount as paid, a.discount, a.discount_days, a.discount_rate
                        from receivables.allocation a
                        join document.header r on r.company_id = ? and r.id = a.receipt_id
                        where a.company_id = ? and a.item_date between ? and ? and a.undoes_id is null
                          and not exists (select 1 from receivables.allocation u where u.company_id = a.company_id and u.undoes_id = a.id)""", tx.company(), tx.company(), since, to), row -> {
            Item item = items.get(row.uuid("item_id"));
            BigDecimal rate = row.decimalOrNull("discount_rate");
            if (item != null) {
                item.payments()
                        .add(new Payment(
                                row.date("date"),
                                row.money("paid", currency).amount(),
                                row.money("discount", currency).amount(),
                                row.integerOrNull("discount_days"),
                                rate == null ? null : rate.stripTrailingZeros()));
            }
        });
        return items.values();
    }
}
