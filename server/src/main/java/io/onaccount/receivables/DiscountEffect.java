package io.onaccount.receivables;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What cash discounts bring and cost (DSC-04), reckoned from items and payments alone. The yardstick is how the same customer paid before, without a
 * discount: who paid early anyway was given something for nothing.
 */
public final class DiscountEffect {
    private static final MathContext EXACT = MathContext.DECIMAL64;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal YEAR = BigDecimal.valueOf(365);

    /** Fewer payments before say little about a customer; then all customers' habits are taken. */
    private static final int LEAST_PAYMENTS = 3;

    private DiscountEffect() {}

    /**
     * A payment of a part.
     *
     * @param rate of the discount it took, null for none
     */
    record Payment(
            LocalDate valueDate,
            BigDecimal paid,
            BigDecimal discount,
            @Nullable Integer days,
            @Nullable BigDecimal rate) {}

    /** An item with its own steps, and how it was paid. */
    record Item(
            UUID party,
            String name,
            LocalDate date,
            LocalDate due,
            BigDecimal amount,
            Money base,
            BigDecimal open,
            @Nullable LocalDate lastDay,
            List<CashDiscount.Step> steps,
            List<Payment> payments) {
        boolean isOffered() {
            return !steps.isEmpty();
        }

        /** What the step would have taken off. */
        BigDecimal of(CashDiscount.Step step) {
            return base.share(step.rate(), HUNDRED).amount();
        }

        BigDecimal best() {
            return steps.stream().map(this::of).reduce(BigDecimal.ZERO, BigDecimal::max);
        }

        BigDecimal taken() {
            return payments.stream().map(Payment::discount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** Nothing more can be taken. */
        boolean isOver(LocalDate today) {
            return open.signum() == 0 || (lastDay != null && lastDay.isBefore(today));
        }
    }

    /** How a customer pays without a discount: days from the item to the money, each with its amount. */
    static final class Habit {
        private final TreeMap<Long, BigDecimal> byDays = new TreeMap<>();
        private BigDecimal all = BigDecimal.ZERO;
        private int payments;

        void add(long days, BigDecimal amount) {
            byDays.merge(Math.max(0, days), amount, BigDecimal::add);
            all = all.add(amount);
            payments++;
        }

        boolean isKnown() {
            return payments >= LEAST_PAYMENTS && all.signum() > 0;
        }

        /** Weighted by amounts. */
        BigDecimal usualDays() {
            BigDecimal sum = BigDecimal.ZERO;
            for (Map.Entry<Long, BigDecimal> entry : byDays.entrySet()) {
                sum = sum.add(entry.getValue().multiply(BigDecimal.valueOf(entry.getKey())));
            }
            return all.signum() == 0 ? BigDecimal.ZERO : sum.divide(all, EXACT).setScale(1, RoundingMode.HALF_UP);
        }

        /** The share that came within so many days anyway, 0 to 1. */
        BigDecimal within(int days) {
            return all.signum() == 0
                    ? BigDecimal.ZERO
                    : byDays.headMap((long) days, true).values().stream()
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .divide(all, EXACT);
        }
    }

    /** Habits by customer, and that of all together under null. */
    record Habits(Map<UUID, Habit> byParty, Habit all) {
        Habit of(UUID party) {
            Habit own = byParty.get(party);
            return own != null && own.isKnown() ? own : all;
        }
    }

    static Habits habits(Collection<Item> items) {
        Map<UUID, Habit> byParty = new LinkedHashMap<>();
        Habit all = new Habit();
        for (Item item : items) {
            if (!item.isOffered()) {
                for (Payment payment : item.payments()) {
                    long days = ChronoUnit.DAYS.between(item.date(), payment.valueDate());
                    byParty.computeIfAbsent(item.party(), p -> new Habit()).add(days, payment.paid());
                    all.add(days, payment.paid());
                }
            }
        }
        return new Habits(byParty, all);
    }

    /**
     * What one step did.
     *
     * @param taken what was taken off, {@code paid} what was paid with it
     * @param days how many days earlier than usual the money came, weighted by amounts
     * @param anyway the part of taken that went to those who paid so early before, too
     * @param yearly what it cost us per year, per cent: taken ÷ paid × 365 ÷ days
     * @param simple the same by the notation, without habits (2/10 n/30: 37.2)
     */
    public record StepEffect(
            BigDecimal rate,
            int days,
            int offeredItems,
            BigDecimal offered,
            int takenItems,
            BigDecimal taken,
            BigDecimal paid,
            BigDecimal daysGained,
            BigDecimal anyway,
            @Nullable BigDecimal yearly,
            @Nullable BigDecimal simple) {}

    /** By time or by customer: best offers, what of them was taken, lost and may still be. */
    public record Part(
            String key,
            @Nullable UUID party,
            BigDecimal offered,
            BigDecimal taken,
            BigDecimal lost,
            BigDecimal running,
            BigDecimal usualDays,
            BigDecimal daysGained,
            BigDecimal anyway,
            @Nullable BigDecimal yearly,
            @Nullable Proposal proposal) {}

    /**
     * Terms that would pay for both.
     *
     * @param verdict TERMS, PAYS_EARLY (nothing to gain) or NOT_FOR_BOTH (what they ask for costs us more than it brings)
     * @param least the rate from which it pays for the customer
     * @param most the rate up to which it pays for us
     */
    public record Proposal(
            String verdict,
            @Nullable Integer days,
            @Nullable BigDecimal rate,
            BigDecimal least,
            BigDecimal most,
            BigDecimal usualDays) {}

    /** Everything of a time. */
    public record Report(
            LocalDate from,
            LocalDate to,
            BigDecimal offered,
            BigDecimal taken,
            BigDecimal lost,
            BigDecimal running,
            BigDecimal anyway,
            BigDecimal daysGained,
            @Nullable BigDecimal yearly,
            BigDecimal ourRate,
            BigDecimal theirRate,
            List<StepEffect> steps,
            List<Part> months,
            List<Part> customers) {}

    private static final class Sum {
        BigDecimal offered = BigDecimal.ZERO;
        BigDecimal taken = BigDecimal.ZERO;
        BigDecimal lost = BigDecimal.ZERO;
        BigDecimal running = BigDecimal.ZERO;
        BigDecimal paid = BigDecimal.ZERO;
        BigDecimal paidDays = BigDecimal.ZERO;
        BigDecimal anyway = BigDecimal.ZERO;
        int offeredItems;
        int takenItems;

        void payment(Item item, Payment payment, Habit habit) {
            if (payment.discount().signum() <= 0) {
                return;
            }
            taken = taken.add(payment.discount());
            paid = paid.add(payment.paid());
            BigDecimal days = habit.usualDays()
                    .subtract(BigDecimal.valueOf(ChronoUnit.DAYS.between(item.date(), payment.valueDate())))
                    .max(BigDecimal.ZERO);
            paidDays = paidDays.add(payment.paid().multiply(days));
            int within = payment.days() == null ? 0 : payment.days();
            anyway = anyway.add(payment.discount().multiply(habit.within(within)));
        }

        BigDecimal daysGained() {
            return paid.signum() == 0
                    ? BigDecimal.ZERO
                    : paidDays.divide(paid, EXACT).setScale(1, RoundingMode.HALF_UP);
        }

        @Nullable
        BigDecimal yearly() {
            return paidDays.signum() == 0
                    ? null
                    : taken.multiply(YEAR)
                            .multiply(HUNDRED)
                            .divide(paidDays, EXACT)
                            .setScale(1, RoundingMode.HALF_UP);
        }

        BigDecimal anyway(String currency) {
            return Money.round(anyway, currency).amount();
        }
    }

    /**
     * @param items all there are of these customers up to {@code to}: those before {@code from} say how they paid
     * @param ourRate what money costs us per year, per cent
     * @param theirRate what it costs the customer
     */
    static Report report(
            Collection<Item> items,
            LocalDate from,
            LocalDate to,
            LocalDate today,
            String currency,
            BigDecimal ourRate,
            BigDecimal theirRate) {
        Habits habits = habits(items);
        Sum total = new Sum();
        Map<String, Sum> months = new TreeMap<>();
        Map<UUID, Sum> parties = new LinkedHashMap<>();
        Map<UUID, String> names = new LinkedHashMap<>();
        Map<StepKey, Sum> steps = new TreeMap<>();
        Map<StepKey, Integer> netDays = new LinkedHashMap<>();
        for (Item item : items) {
            if (item.date().isBefore(from) || item.date().isAfter(to)) {
                continue;
            }
            if (!item.isOffered() && item.taken().signum() == 0) {
                continue;
            }
            names.put(item.party(), item.name());
            Habit habit = habits.of(item.party());
            BigDecimal rest = item.best().subtract(item.taken()).max(BigDecimal.ZERO);
            for (Sum sum : List.of(
                    total,
                    months.computeIfAbsent(YearMonth.from(item.date()).toString(), m -> new Sum()),
                    parties.computeIfAbsent(item.party(), p -> new Sum()))) {
                sum.offered = sum.offered.add(item.best());
                if (item.isOver(today)) {
                    sum.lost = sum.lost.add(rest);
                } else {
                    sum.running = sum.running.add(rest);
                }
                item.payments().forEach(payment -> sum.payment(item, payment, habit));
            }
            for (CashDiscount.Step step : item.steps()) {
                StepKey key = new StepKey(step.days(), step.rate());
                Sum sum = steps.computeIfAbsent(key, k -> new Sum());
                sum.offeredItems++;
                sum.offered = sum.offered.add(item.of(step));
                netDays.merge(key, (int) ChronoUnit.DAYS.between(item.date(), item.due()), Math::max);
            }
            for (Payment payment : item.payments()) {
                if (payment.days() != null
                        && payment.rate() != null
                        && payment.discount().signum() > 0) {
                    Sum sum = steps.computeIfAbsent(new StepKey(payment.days(), payment.rate()), k -> new Sum());
                    sum.takenItems++;
                    sum.payment(item, payment, habit);
                }
            }
        }
        List<StepEffect> stepEffects = new ArrayList<>();
        steps.forEach((key, sum) -> stepEffects.add(new StepEffect(
                key.rate(),
                key.days(),
                sum.offeredItems,
                Money.round(sum.offered, currency).amount(),
                sum.takenItems,
                Money.round(sum.taken, currency).amount(),
                Money.round(sum.paid, currency).amount(),
                sum.daysGained(),
                sum.anyway(currency),
                sum.yearly(),
                DiscountTerm.yearly(key.rate(), key.days(), netDays.get(key)))));
        List<Part> customers = new ArrayList<>();
        parties.forEach((party, sum) -> customers.add(part(
                names.getOrDefault(party, ""),
                party,
                sum,
                currency,
                habits.of(party),
                propose(habits.of(party), ourRate, theirRate))));
        customers.sort(Comparator.comparing(Part::offered).reversed());
        List<Part> byMonth = new ArrayList<>();
        months.forEach((month, sum) -> byMonth.add(part(month, null, sum, currency, habits.all(), null)));
        return new Report(
                from,
                to,
                Money.round(total.offered, currency).amount(),
                Money.round(total.taken, currency).amount(),
                Money.round(total.lost, currency).amount(),
                Money.round(total.running, currency).amount(),
                total.anyway(currency),
                total.daysGained(),
                total.yearly(),
                ourRate,
                theirRate,
                stepEffects,
                byMonth,
                customers);
    }

    private record StepKey(int days, BigDecimal rate) implements Comparable<StepKey> {
        @Override
        public int compareTo(StepKey other) {
            return Comparator.comparingInt(StepKey::days)
                    .thenComparing(StepKey::rate)
                    .compare(this, other);
        }
    }

    private static Part part(
            String key, @Nullable UUID party, Sum sum, String currency, Habit habit, @Nullable Proposal proposal) {
        return new Part(
                key,
                party,
                Money.round(sum.offered, currency).amount(),
                Money.round(sum.taken, currency).amount(),
                Money.round(sum.lost, currency).amount(),
                Money.round(sum.running, currency).amount(),
                habit.usualDays(),
                sum.daysGained(),
                sum.anyway(currency),
                sum.yearly(),
                proposal);
    }

    /**
     * The rate at which a discount for money so many days earlier costs just what the money would: i × d ÷ 365 of what is paid, as a share of what
     * is owed.
     *
     * @param yearly per cent
     * @return per cent with two decimals
     */
    static BigDecimal breakEven(BigDecimal yearly, BigDecimal days) {
        BigDecimal interest = yearly.multiply(days).divide(YEAR.multiply(HUNDRED), EXACT);
        return interest.multiply(HUNDRED)
                .divide(BigDecimal.ONE.add(interest), EXACT)
                .setScale(2, RoundingMode.HALF_UP);
    }

    private static final int PROPOSED_DAYS = 10;

    /** From how they pay: ten days, at a rate between what it is worth to them and what it is worth to us. */
    static Proposal propose(Habit habit, BigDecimal ourRate, BigDecimal theirRate) {
        BigDecimal usual = habit.usualDays();
        BigDecimal gained = usual.subtract(BigDecimal.valueOf(PROPOSED_DAYS));
        if (gained.compareTo(BigDecimal.valueOf(3)) < 0) {
            return new Proposal("PAYS_EARLY", null, null, BigDecimal.ZERO, BigDecimal.ZERO, usual);
        }
        BigDecimal least = breakEven(theirRate, gained);
        BigDecimal most = breakEven(ourRate, gained);
        if (least.compareTo(most) > 0) {
            return new Proposal("NOT_FOR_BOTH", PROPOSED_DAYS, null, least, most, usual);
        }
        BigDecimal rate = least.add(most).divide(BigDecimal.TWO, 2, RoundingMode.HALF_UP);
        return new Proposal("TERMS", PROPOSED_DAYS, rate, least, most, usual);
    }

    /**
     * What terms would have done to what was sold in a time.
     *
     * @param anyway taken off for those who pay so early without it
     * @param moved taken off for those who would pay earlier for it
     * @param interest what the earlier money is worth to us
     * @param net interest less what is taken off; negative is a loss
     */
    public record WhatIf(
            String terms,
            int items,
            BigDecimal amount,
            BigDecimal anyway,
            BigDecimal moved,
            BigDecimal movedAmount,
            BigDecimal daysGained,
            BigDecimal interest,
            BigDecimal net) {}

    /**
     * @param takeUp of those for whom it pays, how many would take it, per cent
     */
    static WhatIf whatIf(
            Collection<Item> items,
            LocalDate from,
            LocalDate to,
            DiscountTerm term,
            String currency,
            BigDecimal ourRate,
            BigDecimal theirRate,
            BigDecimal takeUp) {
        Habits habits = habits(items);
        int count = 0;
        BigDecimal amount = BigDecimal.ZERO;
        BigDecimal anyway = BigDecimal.ZERO;
        BigDecimal moved = BigDecimal.ZERO;
        BigDecimal movedAmount = BigDecimal.ZERO;
        BigDecimal movedDays = BigDecimal.ZERO;
        BigDecimal interest = BigDecimal.ZERO;
        BigDecimal willing = takeUp.divide(HUNDRED, EXACT);
        for (Item item : items) {
            if (item.date().isBefore(from) || item.date().isAfter(to)) {
                continue;
            }
            count++;
            amount = amount.add(item.amount());
            Habit habit = habits.of(item.party());
            // Those who paid within a step before get it for nothing: each share of the customer's money its own step.
            BigDecimal early = BigDecimal.ZERO;
            BigDecimal base = term.withTax() ? item.amount() : item.base().amount();
            for (DiscountTerm.Step step : term.steps()) {
                BigDecimal share = habit.within(step.days()).subtract(early).max(BigDecimal.ZERO);
                anyway = anyway.add(base.multiply(share).multiply(step.rate()).divide(HUNDRED, EXACT));
                early = early.add(share);
            }
            DiscountTerm.Step best = null;
            BigDecimal worth = BigDecimal.ZERO;
            for (DiscountTerm.Step step : term.steps()) {
                BigDecimal days = habit.usualDays().subtract(BigDecimal.valueOf(step.days()));
                BigDecimal gain = step.rate().subtract(breakEven(theirRate, days.max(BigDecimal.ZERO)));
                if (days.signum() > 0 && gain.compareTo(worth) > 0) {
                    best = step;
                    worth = gain;
                }
            }
            if (best != null) {
                BigDecimal part = BigDecimal.ONE.subtract(early).multiply(willing);
                BigDecimal off = base.multiply(part).multiply(best.rate()).divide(HUNDRED, EXACT);
                BigDecimal paid = item.amount().multiply(part).subtract(off);
                BigDecimal days = habit.usualDays().subtract(BigDecimal.valueOf(best.days()));
                moved = moved.add(off);
                movedAmount = movedAmount.add(paid);
                movedDays = movedDays.add(paid.multiply(days));
                interest = interest.add(paid.multiply(days).multiply(ourRate).divide(YEAR.multiply(HUNDRED), EXACT));
            }
        }
        return new WhatIf(
                term.notation(),
                count,
                Money.round(amount, currency).amount(),
                Money.round(anyway, currency).amount(),
                Money.round(moved, currency).amount(),
                Money.round(movedAmount, currency).amount(),
                movedAmount.signum() == 0
                        ? BigDecimal.ZERO
                        : movedDays.divide(movedAmount, EXACT).setScale(1, RoundingMode.HALF_UP),
                Money.round(interest, currency).amount(),
                Money.round(interest.subtract(anyway).subtract(moved), currency).amount());
    }
}
