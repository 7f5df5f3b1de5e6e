package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers may pay on a day, and until when (DSC-03): by the same rule as receipts are allocated by. */
@Component
public final class DiscountQuotes {
    private static final int MOST_ITEMS = 2000;

    private final Parties parties;
    private final DiscountWords words;

    DiscountQuotes(Parties parties, DiscountWords words) {
        this.parties = parties;
        this.words = words;
    }

    /** A step of an item, with what is payable and saved in it for what is open now. */
    public record StepView(int days, BigDecimal rate, LocalDate until, BigDecimal payable, BigDecimal saved) {}

    /**
     * What settles an item on a day; amounts in the company's currency.
     *
     * @param own the same in the item's own currency, when that is another
     * @param discount what is taken off when all that is open is paid
     * @param rate per cent; null when nothing is offered
     * @param until the last day of the step of that day, as announced
     * @param steps all that are not over on that day, the nearest first
     */
    public record ItemQuote(
            UUID item,
            UUID document,
            String number,
            @Nullable UUID order,
            LocalDate date,
            LocalDate due,
            BigDecimal amount,
            BigDecimal open,
            BigDecimal payable,
            BigDecimal discount,
            @Nullable Own own,
            @Nullable BigDecimal rate,
            @Nullable LocalDate until,
            boolean fullOnly,
            String explanation,
            List<StepView> steps) {}

    /** What settles an item in another currency, in that currency. */
    public record Own(String currency, BigDecimal open, BigDecimal payable) {}

    /**
     * A coming deadline: what is payable until then when everything is paid by then, and what that saves against paying in full.
     *
     * @param lost what is no longer taken off from the day after
     */
    public record Deadline(
            LocalDate until, int items, BigDecimal open, BigDecimal payable, BigDecimal saved, BigDecimal lost) {}

    /**
     * What a customer may pay on a day.
     *
     * @param credits credit notes that will be settled first, negative
     * @param payable what settles all items on that day, credit notes taken off
     */
    public record Quote(
            LocalDate day,
            BigDecimal open,
            BigDecimal discount,
            BigDecimal credits,
            BigDecimal payable,
            List<ItemQuote> items,
            List<Deadline> deadlines) {}

    /**
     * A customer's quote, or one order's.
     *
     * @throws io.onaccount.platform.Problem 404 for a customer out of scope
     */
    public Quote quote(Tx tx, Actor actor, UUID party, @Nullable UUID order, LocalDate day) {
        parties.require(tx, actor, party);
        List<OpenItem> items = open(tx, party, order);
        return quote(actor, items, steps(tx, actor, items), day);
    }

    /** So much of a credit note goes against an item, in their currency. */
    public record TakenOff(UUID item, UUID credit, String number, BigDecimal amount) {}

    /** What is left to be paid once credit notes were taken off. */
    public record Lessened(Quote quote, List<TakenOff> takenOff) {}

    /** A customer's quote after these credit notes went against what is due first in their currency, just as a receipt that names them all does it. */
    public Lessened lessened(Tx tx, Actor actor, UUID party, List<UUID> credits, LocalDate day) {
        parties.require(tx, actor, party);
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        open(tx, party, null).forEach(item -> items.put(item.id(), item));
        List<TakenOff> takenOff = new ArrayList<>();
        List<OpenItem> notes = credits.stream()
                .map(items::get)
                .filter(Objects::nonNull)
                .filter(OpenItem::isCredit)
                .toList();
        for (String currency : notes.stream()
                .map(note -> String.valueOf(note.currency()))
                .distinct()
                .toList()) {
            List<AllocationPlan.Named> named = Stream.concat(
                            items.values().stream().filter(item -> !item.isCredit()), notes.stream())
                    .filter(item -> currency.equals(String.valueOf(item.currency())))
                    .map(item -> new AllocationPlan.Named(item.inItsCurrency(), null))
                    .toList();
            for (AllocationPlan.Netting netting : AllocationPlan.namedOnly(BigDecimal.ZERO, named, DiscountOffers.NONE)
                    .nettings()) {
                settle(actor, items, netting.item().id(), netting.amount());
                settle(actor, items, netting.credit().id(), netting.amount().negate());
                takenOff.add(new TakenOff(
                        netting.item().id(),
                        netting.credit().id(),
                        netting.credit().number(),
                        netting.amount()));
            }
        }
        List<OpenItem> left = List.copyOf(items.values());
        return new Lessened(quote(actor, left, steps(tx, actor, left), day), takenOff);
    }

    private static void settle(Actor actor, Map<UUID, OpenItem> items, UUID id, BigDecimal part) {
        items.computeIfPresent(id, (same, item) -> item.settledBy(item.worth(part, actor.currency()), part));
    }

    private static List<OpenItem> open(Tx tx, UUID party, @Nullable UUID order) {
        return tx.list(
                "select " + OpenItem.COLUMNS + " " + """
                from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.settled <> i.amount
                and (?::uuid is null or i.order_id = ?::uuid) order by i.due, i.date, i.id limit ?""",
                OpenItem::read,
                tx.company(),
                party,
                order,
                order,
                MOST_ITEMS);
    }

    /**
     * What settles each of these items on a day, in its own currency, as far as they offer a discount then; the others are missing from the answer.
     * Whoever asks has been checked.
     */
    public Map<UUID, BigDecimal> payable(Tx tx, Actor actor, Collection<UUID> ids, LocalDate day) {
        List<OpenItem> items = ids.isEmpty()
                ? List.of()
                : tx.list(
                        "select " + OpenItem.COLUMNS
                                + " from receivables.open_item i where i.company_id = ? and i.id = any(?) and i.discount_until >= ?",
                        OpenItem::read,
                        tx.company(),
                        SqlArray.of("uuid", ids),
                        day);
        DiscountOffers offers = DiscountSteps.offers(tx, actor, items, day);
        Map<UUID, BigDecimal> payable = new HashMap<>();
        items.stream()
                .filter(item -> offers.byItem().containsKey(item.id()))
                .forEach(item -> payable.put(
                        item.id(), offers.payable(item, item.inItsCurrency().open())));
        return payable;
    }

    /** The quotes of several customers, in two queries; those who owe nothing are missing. Whoever asks has been checked. */
    Map<UUID, Quote> quotes(Tx tx, Actor actor, Collection<UUID> customers, LocalDate day) {
        Map<UUID, List<OpenItem>> items = tx
                .list(
                        "select " + OpenItem.COLUMNS + " " + """
                        from receivables.open_item i where i.company_id = ? and i.party_id = any(?) and i.settled <> i.amount
                        order by i.due, i.date, i.id""",
                        OpenItem::read,
                        tx.company(),
                        SqlArray.of("uuid", customers))
                .stream()
                .collect(Collectors.groupingBy(OpenItem::party));
        Map<UUID, DiscountSteps.OfItem> steps =
                steps(tx, actor, items.values().stream().flatMap(List::stream).toList());
        Map<UUID, Quote> quotes = new HashMap<>();
        items.forEach((party, own) -> quotes.put(party, quote(actor, own, steps, day)));
        return quotes;
    }

    private static Map<UUID, DiscountSteps.OfItem> steps(Tx tx, Actor actor, List<OpenItem> items) {
        return DiscountSteps.of(
                tx,
                actor,
                items.stream()
                        .filter(item -> item.discountUntil() != null)
                        .map(OpenItem::id)
                        .toList());
    }

    private Quote quote(Actor actor, List<OpenItem> items, Map<UUID, DiscountSteps.OfItem> allSteps, LocalDate day) {
        Map<UUID, DiscountSteps.OfItem> steps = new HashMap<>(allSteps);
        steps.keySet().retainAll(items.stream().map(OpenItem::id).collect(Collectors.toSet()));
        List<ItemQuote> quotes = new ArrayList<>();
        BigDecimal zero = Money.zero(actor.currency()).amount();
        BigDecimal credits = zero;
        BigDecimal open = zero;
        BigDecimal discount = zero;
        for (OpenItem item : items) {
            if (item.isCredit()) {
                credits = credits.add(item.open());
                continue;
            }
            ItemQuote quote = quote(actor, item, steps.get(item.id()), day);
            quotes.add(quote);
            open = open.add(quote.open());
            discount = discount.add(quote.discount());
        }
        return new Quote(
                day,
                open,
                discount,
                credits,
                open.subtract(discount).add(credits).max(zero),
                quotes,
                deadlines(items, steps, day, zero, actor.currency()));
    }

    private ItemQuote quote(Actor actor, OpenItem item, DiscountSteps.@Nullable OfItem of, LocalDate day) {
        CashDiscount offer = of == null ? null : of.offer(day);
        CashDiscount.Step step = offer == null ? null : offer.step();
        BigDecimal discount =
                offer == null ? item.open().subtract(item.open()) : worth(item, taken(item, offer), actor.currency());
        BigDecimal open = item.inItsCurrency().open();
        String explanation = "";
        if (offer != null && step != null) {
            explanation = words.offered(actor.locale(), offer, day, open);
        } else if (of != null) {
            explanation = words.gone(actor.locale(), of.steps().getLast().until());
        }
        return new ItemQuote(
                item.id(),
                item.document(),
                item.number(),
                item.order(),
                item.date(),
                item.due(),
                item.amount(),
                item.open(),
                item.open().subtract(discount),
                discount,
                own(item, open, offer),
                step == null ? null : step.rate(),
                step == null ? null : step.until(),
                step != null && step.fullOnly(),
                explanation,
                of == null ? List.of() : coming(item, of, day, actor.currency()));
    }

    /** What is taken off an item when all that is open is paid, in its own currency. */
    private static BigDecimal taken(OpenItem item, CashDiscount offer) {
        return offer.discount(offer.same(item.inItsCurrency().open())).amount();
    }

    /** What a discount is worth in the company's currency. */
    private static BigDecimal worth(OpenItem item, BigDecimal discount, String base) {
        return discount.signum() == 0 ? item.open().subtract(item.open()) : item.worth(discount, base);
    }

    private static @Nullable Own own(OpenItem item, BigDecimal open, @Nullable CashDiscount offer) {
        String currency = item.currency();
        return currency == null
                ? null
                : new Own(currency, open, offer == null ? open : open.subtract(taken(item, offer)));
    }

    private static List<StepView> coming(OpenItem item, DiscountSteps.OfItem of, LocalDate day, String base) {
        List<StepView> coming = new ArrayList<>();
        for (CashDiscount.Step step : of.steps()) {
            if (!step.until().isBefore(day)) {
                CashDiscount offer = of.offer(step.until());
                BigDecimal saved = worth(item, taken(item, offer), base);
                coming.add(new StepView(
                        step.days(), step.rate(), step.until(), item.open().subtract(saved), saved));
            }
        }
        return coming;
    }

    /** Each day on which something ends, from the day asked about on. */
    private static List<Deadline> deadlines(
            List<OpenItem> items, Map<UUID, DiscountSteps.OfItem> steps, LocalDate day, BigDecimal zero, String base) {
        TreeSet<LocalDate> days = new TreeSet<>();
        steps.values().forEach(of -> of.steps().forEach(step -> days.add(step.until())));
        List<Deadline> deadlines = new ArrayList<>();
        for (LocalDate until : days.tailSet(day)) {
            int ending = 0;
            BigDecimal open = zero;
            BigDecimal saved = zero;
            BigDecimal after = zero;
            for (OpenItem item : items) {
                DiscountSteps.OfItem of = steps.get(item.id());
                if (item.isCredit()) {
                    continue;
                }
                open = open.add(item.open());
                if (of != null) {
                    saved = saved.add(announced(of, item, until, base));
                    after = after.add(announced(of, item, until.plusDays(1), base));
                    ending += of.steps().stream().anyMatch(step -> step.until().equals(until)) ? 1 : 0;
                }
            }
            deadlines.add(new Deadline(until, ending, open, open.subtract(saved), saved, saved.subtract(after)));
        }
        return deadlines;
    }

    /** What is taken off on a day without counting on grace. */
    private static BigDecimal announced(DiscountSteps.OfItem of, OpenItem item, LocalDate day, String base) {
        Collection<CashDiscount.Step> strict = of.steps().stream()
                .map(s ->
                        new CashDiscount.Step(s.countedFrom(), s.days(), s.rate(), s.until(), s.until(), s.fullOnly()))
                .sorted(Comparator.comparing(CashDiscount.Step::until))
                .toList();
        CashDiscount offer = new DiscountSteps.OfItem(of.amount(), of.base(), of.tax(), List.copyOf(strict)).offer(day);
        return worth(item, taken(item, offer), base);
    }
}
