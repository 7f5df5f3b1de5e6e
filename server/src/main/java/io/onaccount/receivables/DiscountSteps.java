package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.PartOf;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The discount steps of open items: given to them when they arise, and read to say what they offer to money of a day. */
final class DiscountSteps {
    private DiscountSteps() {}

    /** What items of a raise are born with, in their order; null for those without a discount. */
    record Born(UUID item, NewOpenItem source, DiscountTerm term, List<CashDiscount.Step> steps) {
        /** What the rates are of. */
        Money base() {
            return term.withTax() ? source.amount() : source.amount().minus(source.tax());
        }

        LocalDate lastAccepted() {
            return steps.getLast().accepted();
        }

        CashDiscount offer(LocalDate valueDate) {
            return DiscountSteps.offer(steps, source.amount(), base(), source.tax(), valueDate);
        }
    }

    private static CashDiscount offer(
            Collection<CashDiscount.Step> steps, Money amount, Money base, Money tax, LocalDate valueDate) {
        Money corrected = base.equals(amount) ? tax : Money.zero(amount.currency());
        return new CashDiscount(CashDiscount.on(steps, valueDate).orElse(null), amount, base, corrected);
    }

    /** Finds the terms that apply to what is about to be raised: the order's before the customer's before the grade's before the company's. */
    static Map<UUID, Born> born(Tx tx, List<UUID> ids, List<NewOpenItem> items) {
        List<Integer> places = IntStream.range(0, items.size())
                .filter(i -> earns(items.get(i)))
                .boxed()
                .toList();
        Map<UUID, Born> born = new LinkedHashMap<>();
        if (places.isEmpty()) {
            return born;
        }
        tx.list(
                """
                select n.place, o.date as ordered, t.* from unnest(?::integer[], ?::uuid[], ?::uuid[]) as n (place, party, order_id)
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
                left join document.header o on o.company_id = ? and o.id = n.order_id
                where t.active""",
                row -> {
                    int place = row.integer("place");
                    NewOpenItem item = items.get(place);
                    DiscountTerm term = DiscountTerms.read(row);
                    List<CashDiscount.Step> steps = term.steps(item.date(), row.dateOrNull("ordered"), null);
                    return born.put(ids.get(place), new Born(ids.get(place), item, term, steps));
                },
                SqlArray.of("integer", places),
                SqlArray.of("uuid", places, place -> items.get(place).party()),
                SqlArray.of("uuid", places, place -> items.get(place).order()),
                tx.company(),
                tx.company(),
                tx.company(),
                tx.company(),
                tx.company(),
                tx.company(),
                tx.company());
        return born;
    }

    private static boolean earns(NewOpenItem item) {
        return item.amount().isPositive() && item.kind().isSale();
    }

    /** Writes the steps beside their items. */
    static void write(Tx tx, Collection<Born> born) {
        List<PartOf<Born, CashDiscount.Step>> steps = PartOf.all(List.copyOf(born), Born::steps);
        if (steps.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.item_discount (company_id, item_id, line, id, term_id, term_version, counted_from, days, rate, until,
                    accepted, full_only, awaits_invoice)
                select ?, n.* from unnest(?::uuid[], ?::smallint[], ?::uuid[], ?::uuid[], ?::integer[], ?::date[], ?::integer[], ?::numeric[], ?::date[], ?::date[],
                    ?::boolean[], ?::boolean[]) as n""",
                tx.company(),
                SqlArray.of("uuid", steps, s -> s.whole().item()),
                SqlArray.of("smallint", steps, s -> s.whole().steps().indexOf(s.part()) + 1),
                SqlArray.of("uuid", steps, s -> Ids.next()),
                SqlArray.of("uuid", steps, s -> s.whole().term().id()),
                SqlArray.of("integer", steps, s -> s.whole().term().version()),
                SqlArray.of("date", steps, s -> s.part().countedFrom()),
                SqlArray.of("integer", steps, s -> s.part().days()),
                SqlArray.of("numeric", steps, s -> s.part().rate()),
                SqlArray.of("date", steps, s -> s.part().until()),
                SqlArray.of("date", steps, s -> s.part().accepted()),
                SqlArray.of("boolean", steps, s -> s.part().fullOnly()),
                SqlArray.of("boolean", steps, s -> s.whole().term().countedFrom() == DiscountTerm.Start.INVOICE));
    }

    /** Items about to be written offer what those they were taken from do, by the same days. */
    static void copy(Tx tx, Map<UUID, UUID> from) {
        record Line(UUID item, int line) {}
        List<Line> lines = tx.list(
                "select d.item_id, d.line from receivables.item_discount d where d.company_id = ? and d.item_id = any(?)",
                row -> new Line(row.uuid("item_id"), row.integer("line")),
                tx.company(),
                SqlArray.of("uuid", List.copyOf(from.values())));
        record Copy(UUID item, Line line) {}
        List<Copy> copies = from.entrySet().stream()
                .flatMap(entry -> lines.stream()
                        .filter(line -> line.item().equals(entry.getValue()))
                        .map(line -> new Copy(entry.getKey(), line)))
                .toList();
        if (copies.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.item_discount (company_id, item_id, line, id, term_id, term_version, counted_from, days, rate, until,
                    accepted, full_only, awaits_invoice, override_id)
                select d.company_id, n.item, d.line, n.id, d.term_id, d.term_version, d.counted_from, d.days, d.rate, d.until, d.accepted, d.full_only,
                    d.awaits_invoice, d.override_id
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::smallint[]) as n (id, item, source, line)
                join receivables.item_discount d on d.company_id = ? and d.item_id = n.source and d.line = n.line""",
                SqlArray.of("uuid", copies, copy -> Ids.next()),
                SqlArray.of("uuid", copies, Copy::item),
                SqlArray.of("uuid", copies, copy -> copy.line().item()),
                SqlArray.of("smallint", copies, copy -> copy.line().line()),
                tx.company());
    }

    /** An item's steps with what they are of, in its own currency. */
    record OfItem(Money amount, Money base, Money tax, List<CashDiscount.Step> steps) {
        CashDiscount offer(LocalDate valueDate) {
            return DiscountSteps.offer(steps, amount, base, tax, valueDate);
        }
    }

    static CashDiscount.Step step(Row row) {
        return new CashDiscount.Step(
                row.date("counted_from"),
                row.integer("days"),
                row.decimal("rate").stripTrailingZeros(),
                row.date("until"),
                row.date("accepted"),
                row.bool("full_only"));
    }

    /** The steps of these items. */
    static Map<UUID, OfItem> of(Tx tx, Actor actor, Collection<UUID> items) {
        Map<UUID, OfItem> found = new LinkedHashMap<>();
        tx.list(
                """
                select d.*, i.amount, i.discount_base, i.tax, i.fx_currency, i.fx_amount from receivables.item_discount d
                join receivables.open_item i on i.company_id = ? and i.id = d.item_id
                where d.company_id = ? and d.item_id = any(?) order by d.item_id, d.until, d.line""",
                row -> found.computeIfAbsent(
                                row.uuid("item_id"),
                                item -> new OfItem(
                                        own(row, actor, "amount"),
                                        own(row, actor, "discount_base"),
                                        own(row, actor, "tax"),
                                        new ArrayList<>()))
                        .steps()
                        .add(step(row)),
                tx.company(),
                tx.company(),
                SqlArray.of("uuid", items));
        return found;
    }

    /** Part of an item's amount, in its own currency. */
    private static Money own(Row row, Actor actor, String column) {
        Money part = row.money(column, actor.currency());
        String currency = row.textOrNull("fx_currency");
        return currency == null
                ? part
                : row.money("fx_amount", currency)
                        .share(
                                part.amount(),
                                row.money("amount", actor.currency()).amount());
    }

    /** What items offer to money of a value date, in their own currencies; asks the database only when one of them may offer something. */
    static DiscountOffers offers(Tx tx, Actor actor, Collection<OpenItem> items, LocalDate valueDate) {
        List<UUID> live = items.stream()
                .filter(item -> isLive(item, valueDate))
                .map(OpenItem::id)
                .toList();
        if (live.isEmpty()) {
            return DiscountOffers.NONE;
        }
        Map<UUID, CashDiscount> offers = new LinkedHashMap<>();
        of(tx, actor, live).forEach((item, steps) -> {
            CashDiscount offer = steps.offer(valueDate);
            if (offer.isOffered()) {
                offers.put(item, offer);
            }
        });
        DiscountTerms.Settings settings = DiscountTerms.settings(tx);
        return new DiscountOffers(offers, settings.bestFirst(), settings.correctTax());
    }

    static boolean isLive(OpenItem item, LocalDate valueDate) {
        LocalDate until = item.discountUntil();
        return until != null && !valueDate.isAfter(until) && !item.isCredit();
    }

    /** So much money at least is needed to settle an item, whatever its steps: no step takes off more than half. */
    static BigDecimal leastPayable(OpenItem item, LocalDate valueDate) {
        return isLive(item, valueDate) ? item.open().divide(BigDecimal.TWO, java.math.RoundingMode.DOWN) : item.open();
    }

    /** What items just raised offer, before their rows are written. */
    static DiscountOffers offers(Tx tx, Map<UUID, Born> born, LocalDate valueDate) {
        Map<UUID, CashDiscount> offers = new LinkedHashMap<>();
        born.forEach((item, b) -> {
            CashDiscount offer = b.offer(valueDate);
            if (offer.isOffered()) {
                offers.put(item, offer);
            }
        });
        if (offers.isEmpty()) {
            return DiscountOffers.NONE;
        }
        DiscountTerms.Settings settings = DiscountTerms.settings(tx);
        return new DiscountOffers(offers, settings.bestFirst(), settings.correctTax());
    }

    static @Nullable LocalDate until(@Nullable Born born) {
        return born == null ? null : born.lastAccepted();
    }
}
