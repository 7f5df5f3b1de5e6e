package io.onaccount.credit.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.platform.Ids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statements of all sources against a second computation in Java, on random histories; and what they say of a past day must be what they
 * said on that day, whatever has happened since.
 */
class FactorsTest {
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 800;
    private static final int CUSTOMERS = 4;

    private final CreditTestBed bed = new CreditTestBed();
    private final Factors factors = bed.application.bean(Factors.class);
    private final UUID cash = Ids.next();

    /** Something that happens on a day: the statements that write it. */
    private record Event(LocalDate on, List<String> sql) {}

    private record Item(UUID id, UUID party, LocalDate date, LocalDate due, BigDecimal amount) {}

    private record Paid(UUID id, Item item, BigDecimal amount, LocalDate on, LocalDate undoneOn, boolean byMoney) {}

    private record Receipt(UUID party, LocalDate on, LocalDate reversedOn) {}

    private record Goods(UUID party, LocalDate on, BigDecimal total, boolean back) {}

    private record Order(UUID party, LocalDate on) {}

    private record Entry(UUID party, LocalDate on, BigDecimal amount) {}

    private record Dispute(UUID party, LocalDate on) {}

    private record Promised(UUID party, LocalDate on, boolean kept, LocalDate withdrawnOn) {}

    private record Said(UUID party, Factor factor, BigDecimal value, LocalDate on) {}

    private final List<Event> events = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final List<Paid> paid = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Goods> goods = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Dispute> disputes = new ArrayList<>();
    private final List<Promised> promises = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<UUID, BigDecimal> limits = new LinkedHashMap<>();

    /** What promises received is written here as it suits; the work that counts it from receipts would put that right within a minute. */
    @BeforeEach
    void nobodyCountsPromises() {
        String put = "update platform.scheduled_task set execution_time = now() + interval '1 hour'"
                + " where task_name = 'receivables.promises' and not picked returning 1";
        boolean done = false;
        for (int tries = 0; !done && tries < 200; tries++) {
            done = bed.application.database().value(put) != null;
            if (!done) {
                LockSupport.parkNanos(50_000_000); // it is at work just now
            }
        }
        assertThat(done).isTrue();
    }

    @AfterEach
    void promisesAreCounted() {
        bed.application
                .database()
                .sql(
                        "update platform.scheduled_task set execution_time = now() where task_name = 'receivables.promises'");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theyAgreeWithASecondComputationThenAndLater(long seed) {
        bed.application
                .database()
                .sql("insert into receivables.cash_account (company_id, id, code, name, currency) values ("
                        + bed.company + ", '" + cash + "', 'BANK', 'Bank', 'CNY')");
        Random random = new Random(seed);
        for (int i = 0; i < CUSTOMERS; i++) {
            BigDecimal limit = i == 0 ? null : BigDecimal.valueOf(1000 + random.nextInt(5000));
            UUID party = bed.customer(limit == null ? "null" : limit.toPlainString());
            limits.put(party, limit);
            history(random, party);
        }
        events.sort(Comparator.comparing(Event::on));
        Map<LocalDate, Map<UUID, Map<Factor, BigDecimal>>> then = new LinkedHashMap<>();
        int done = 0;
        for (LocalDate day = FIRST.plusDays(40);
                day.isBefore(FIRST.plusDays(DAYS));
                day = day.plusDays(90 + random.nextInt(80))) {
            List<String> sql = new ArrayList<>();
            while (done < events.size() && !events.get(done).on().isAfter(day)) {
                sql.addAll(events.get(done++).sql());
            }
            bed.application.database().sql(sql.toArray(String[]::new));
            Map<UUID, Map<Factor, BigDecimal>> found = gather(day);
            assertThat(found).as("on %s, seed %s", day, seed).isEqualTo(expected(day));
            then.put(day, found);
        }
        assertThat(then).hasSizeGreaterThan(4);
        List<String> rest = new ArrayList<>();
        events.subList(done, events.size()).forEach(event -> rest.addAll(event.sql()));
        bed.application.database().sql(rest.toArray(String[]::new));
        then.forEach(
                (day, found) -> assertThat(gather(day)).as("later, of %s", day).isEqualTo(found));
        assertThat(gather(List.copyOf(then.keySet()))).as("all days at once").isEqualTo(then);
    }

    private Map<UUID, Map<Factor, BigDecimal>> gather(LocalDate day) {
        return bed.read(tx -> plain(factors.gather(tx, day)));
    }

    private Map<LocalDate, Map<UUID, Map<Factor, BigDecimal>>> gather(List<LocalDate> days) {
        Map<LocalDate, Map<UUID, Map<Factor, BigDecimal>>> all = new LinkedHashMap<>();
        return bed.read(tx -> {
            factors.gather(tx, days, (day, values) -> all.put(day, plain(values)));
            return all;
        });
    }

    private static Map<UUID, Map<Factor, BigDecimal>> plain(Map<UUID, Map<Factor, BigDecimal>> found) {
        Map<UUID, Map<Factor, BigDecimal>> plain = new LinkedHashMap<>();
        found.forEach((party, values) -> {
            Map<Factor, BigDecimal> own = new EnumMap<>(Factor.class);
            values.forEach((factor, value) -> own.put(factor, four(value)));
            plain.put(party, own);
        });
        return plain;
    }

    private static BigDecimal four(BigDecimal value) {
        return value.setScale(4, RoundingMode.HALF_UP);
    }

    // ---- what happens ----

    private void history(Random random, UUID party) {
        for (int n = 0; n < 40; n++) {
            LocalDate on = day(random, 0);
            BigDecimal total = BigDecimal.valueOf(100 + random.nextInt(900));
            boolean back = random.nextInt(8) == 0;
            goods.add(new Goods(party, on, total, back));
            UUID document = Ids.next();
            List<String> sql = new ArrayList<>();
            sql.add(header(document, back ? "sales-return" : "delivery", "POSTED", party, on, total));
            if (!back) {
                Item item = new Item(Ids.next(), party, on, on.plusDays(random.nextInt(60)), total);
                items.add(item);
                sql.add(
                        "insert into receivables.open_item (company_id, id, party_id, document_id, kind, number, amount, currency, date, due) values ("
                                + bed.company + ", '" + item.id() + "', '" + party + "', '" + document
                                + "', 'DELIVERY', 'N', " + total + ", 'CNY', '"
                                + on + "', '" + item.due() + "')");
                events.add(new Event(on, sql)); // before its payments
                pay(random, item);
                object(random, item);
                promise(random, party);
            } else {
                events.add(new Event(on, sql));
            }
            BigDecimal moved = BigDecimal.valueOf(1 + random.nextInt(700));
            LocalDate movedOn = day(random, 0);
            String bucket = random.nextInt(3) == 0 ? "UNAPPLIED" : "RECEIVABLE";
            entries.add(new Entry(party, movedOn, bucket.equals("UNAPPLIED") ? moved.negate() : moved));
            events.add(new Event(
                    movedOn,
                    List.of(
                            "insert into credit.entry (company_id, id, account_id, document_id, bucket, amount, currency, happened_on, cause) values ("
                                    + bed.company + ", '" + Ids.next() + "', '" + party + "', '" + party + "', '"
                                    + bucket + "', " + moved
                                    + ", 'CNY', '" + movedOn + "', 'test')",
                            "update credit.account set " + bucket.toLowerCase(java.util.Locale.ROOT) + " = "
                                    + bucket.toLowerCase(java.util.Locale.ROOT) + " + " + moved + " where company_id = "
                                    + bed.company
                                    + " and id = '" + party + "'")));
            LocalDate ordered = day(random, 0);
            boolean draft = random.nextInt(6) == 0;
            events.add(new Event(
                    ordered,
                    List.of(header(Ids.next(), "sales-order", draft ? "DRAFT" : "CONFIRMED", party, ordered, total))));
            if (!draft) {
                orders.add(new Order(party, ordered));
            }
        }
        for (int n = 0; n < 5; n++) {
            Factor factor = List.of(Factor.YEARS_IN_BUSINESS, Factor.NET_WORTH).get(random.nextInt(2));
            LocalDate on = day(random, 0);
            BigDecimal value = random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextInt(30));
            said.add(new Said(party, factor, value, on));
            events.add(new Event(
                    on,
                    List.of("insert into credit.fact (company_id, id, party_id, factor, value, valid_on) values ("
                            + bed.company + ", '" + Ids.next() + "', '" + party + "', '" + factor + "', " + value
                            + ", '" + on + "')")));
        }
        LocalDate on = day(random, 0);
        LocalDate reversed = on.plusDays(random.nextInt(200));
        receipts.add(new Receipt(party, on, reversed));
        UUID id = Ids.next();
        events.add(new Event(on, receipt(id, party, on, BigDecimal.TEN)));
        events.add(new Event(
                reversed,
                List.of("update receivables.receipt set posted = false, unapplied = 0, reversed_on = '" + reversed
                        + "' where company_id = " + bed.company + " and id = '" + id + "'")));
    }

    /** Up to three payments or nettings, some of them taken back later. */
    private void pay(Random random, Item item) {
        BigDecimal left = item.amount();
        for (int n = random.nextInt(4); n > 0 && left.signum() > 0; n--) {
            BigDecimal part = n == 1 || random.nextBoolean() ? left : left.divide(BigDecimal.TWO, 0, RoundingMode.UP);
            left = left.subtract(part);
            LocalDate on = item.date().plusDays(random.nextInt(150));
            boolean byMoney = random.nextInt(5) > 0;
            LocalDate undone = random.nextInt(5) == 0 ? on.plusDays(random.nextInt(60)) : null;
            Paid payment = new Paid(Ids.next(), item, part, on, undone, byMoney);
            paid.add(payment);
            List<String> sql = new ArrayList<>();
            UUID receipt = byMoney ? Ids.next() : null;
            if (byMoney) {
                receipts.add(new Receipt(item.party(), on, null));
                sql.addAll(receipt(receipt, item.party(), on, part));
            }
            sql.addAll(allocation(payment.id(), item, receipt, part, on, null));
            events.add(new Event(on, sql));
            if (undone != null) {
                events.add(
                        new Event(undone, allocation(Ids.next(), item, receipt, part.negate(), undone, payment.id())));
            }
        }
    }

    private List<String> allocation(UUID id, Item item, UUID receipt, BigDecimal amount, LocalDate on, UUID undoes) {
        return List.of(
                "insert into receivables.allocation (company_id, id, match_id, party_id, item_id, receipt_id, amount, currency, happened_on, undoes_id, item_date, item_due) values ("
                        + bed.company + ", '" + id + "', '" + id + "', '" + item.party() + "', '" + item.id() + "', "
                        + quoted(receipt) + ", "
                        + amount + ", 'CNY', '" + on + "', " + quoted(undoes) + ", '" + item.date() + "', '"
                        + item.due()
                        + "')",
                "update receivables.open_item set settled = settled + " + amount + " where company_id = " + bed.company
                        + " and id = '" + item.id() + "'");
    }

    private List<String> receipt(UUID id, UUID party, LocalDate on, BigDecimal amount) {
        return List.of(
                header(id, "receipt", "CONFIRMED", party, on, amount),
                "insert into receivables.receipt (company_id, id, party_id, amount, currency, cash_account_id, method, posted, posted_on, unapplied) values ("
                        + bed.company + ", '" + id + "', '" + party + "', " + amount + ", 'CNY', '" + cash
                        + "', 'CASH', true, '" + on + "', "
                        + amount + ")");
    }

    private String header(UUID id, String kind, String state, UUID party, LocalDate on, BigDecimal total) {
        return "insert into document.header (company_id, id, kind, number, state, party_id, date, currency, total) values ("
                + bed.company + ", '" + id + "', '" + kind + "', '" + id + "', '" + state + "', '" + party + "', '" + on
                + "', 'CNY', " + total + ")";
    }

    private static String quoted(UUID id) {
        return id == null ? "null" : "'" + id + "'";
    }

    private static LocalDate day(Random random, int from) {
        return FIRST.plusDays(from + random.nextInt(DAYS - from));
    }

    private void object(Random random, Item item) {
        if (random.nextInt(4) == 0) {
            Dispute dispute = new Dispute(item.party(), item.date().plusDays(random.nextInt(50)));
            disputes.add(dispute);
            events.add(new Event(
                    dispute.on(),
                    List.of(
                            "insert into receivables.item_change (company_id, id, item_id, what, happened_on, recorded_by, reason, open) values ("
                                    + bed.company + ", '" + Ids.next() + "', '" + item.id() + "', 'DISPUTE', '"
                                    + dispute.on() + "', '" + bed.actor.user() + "', 'r', 1)")));
        }
    }

    private void promise(Random random, UUID party) {
        if (random.nextInt(4) == 0) {
            LocalDate made = day(random, 0);
            boolean kept = random.nextBoolean();
            boolean withdrawn = random.nextInt(4) == 0;
            Promised promise = new Promised(
                    party,
                    made.plusDays(random.nextInt(30)),
                    kept,
                    withdrawn ? made.plusDays(random.nextInt(60)) : null);
            promises.add(promise);
            UUID id = Ids.next();
            events.add(new Event(
                    made,
                    List.of(
                            "insert into receivables.promise (company_id, id, party_id, amount, currency, made_on, due, received, recorded_by) values ("
                                    + bed.company + ", '" + id + "', '" + party + "', 10, 'CNY', '" + made + "', '"
                                    + promise.on() + "', " + (kept ? 10 : random.nextInt(10)) + ", '"
                                    + bed.actor.user() + "')")));
            if (withdrawn) {
                events.add(new Event(
                        promise.withdrawnOn(),
                        List.of("update receivables.promise set withdrawn_on = '" + promise.withdrawnOn()
                                + "' where company_id = " + bed.company + " and id = '" + id + "'")));
            }
        }
    }

    // ---- the second computation ----

    private Map<UUID, Map<Factor, BigDecimal>> expected(LocalDate on) {
        Map<UUID, Map<Factor, BigDecimal>> all = new LinkedHashMap<>();
        limits.forEach((party, limit) -> {
            Map<Factor, BigDecimal> values = new EnumMap<>(Factor.class);
            payments(party, on, values);
            trade(party, on, values);
            if (limit != null) {
                double used = entries.stream()
                        .filter(e -> e.party().equals(party) && !e.on().isAfter(on))
                        .mapToDouble(e -> e.amount().doubleValue())
                        .sum();
                put(values, Factor.UTILISATION, 100 * Math.max(used, 0) / limit.doubleValue());
            }
            for (Factor factor : List.of(Factor.YEARS_IN_BUSINESS, Factor.NET_WORTH)) {
                said.stream()
                        .filter(s -> s.party().equals(party) && s.factor() == factor && !s.on().isAfter(on))
                        .reduce((a, b) -> b.on().isBefore(a.on()) ? a : b)
                        .filter(s -> s.value() != null)
                        .ifPresent(s -> put(
                                values,
                                factor,
                                s.value().doubleValue()
                                        + (factor == Factor.NET_WORTH ? 0 : days(s.on(), on) / 365.25)));
            }
            if (!values.isEmpty()) {
                all.put(party, values);
            }
        });
        return all;
    }

    private record Delay(double amount, long days, boolean recent) {}

    private void payments(UUID party, LocalDate on, Map<Factor, BigDecimal> values) {
        LocalDate from = on.minusYears(1);
        List<Delay> delays = new ArrayList<>();
        double owedNow = 0;
        double overdueNow = 0;
        long oldest = 0;
        boolean anything = false;
        for (Item item : items) {
            if (!item.party().equals(party) || item.date().isAfter(on)) {
                continue;
            }
            anything = true;
            double open = item.amount().doubleValue();
            for (Paid p : paid) {
                boolean stands = p.item().equals(item)
                        && !p.on().isAfter(on)
                        && (p.undoneOn() == null || p.undoneOn().isAfter(on));
                open -= stands ? p.amount().doubleValue() : 0;
                if (stands && p.byMoney() && p.on().isAfter(from)) {
                    delays.add(new Delay(
                            p.amount().doubleValue(),
                            Math.max(0, days(item.due(), p.on())),
                            p.on().isAfter(on.minusDays(90))));
                }
            }
            long late = days(item.due(), on);
            owedNow += open;
            if (open > 0 && late > 0) {
                overdueNow += open;
                oldest = Math.max(oldest, late);
                delays.add(new Delay(open, late, true));
            }
        }
        if (anything) {
            put(
                    values,
                    Factor.DISPUTES,
                    disputes.stream()
                            .filter(d -> d.party().equals(party) && d.on().isAfter(from) && !d.on().isAfter(on))
                            .count());
            put(
                    values,
                    Factor.BROKEN_PROMISES,
                    promises.stream()
                            .filter(p -> p.party().equals(party)
                                    && p.on().isAfter(from)
                                    && p.on().isBefore(on)
                                    && !p.kept()
                                    && (p.withdrawnOn() == null
                                            || p.withdrawnOn().isAfter(on)))
                            .count());
            put(values, Factor.OVERDUE_DAYS, (double) oldest);
            put(values, Factor.OVERDUE_SHARE, owedNow == 0 ? 0 : 100 * overdueNow / owedNow);
        }
        if (!delays.isEmpty()) {
            put(values, Factor.DAYS_BEYOND_TERMS, average(delays));
            double all = delays.stream().mapToDouble(Delay::amount).sum();
            double late = delays.stream()
                    .filter(d -> d.days() > 0)
                    .mapToDouble(Delay::amount)
                    .sum();
            put(values, Factor.LATE_SHARE, 100 * late / all);
            put(values, Factor.WORST_DELAY, (double)
                    delays.stream().mapToLong(Delay::days).max().orElseThrow());
            List<Delay> recent = delays.stream().filter(Delay::recent).toList();
            List<Delay> before = delays.stream().filter(d -> !d.recent()).toList();
            if (!recent.isEmpty() && !before.isEmpty()) {
                put(values, Factor.DELAY_TREND, average(recent) - average(before));
            }
        }
        List<Receipt> own = receipts.stream()
                .filter(r -> r.party().equals(party) && !r.on().isAfter(on))
                .toList();
        if (!own.isEmpty()) {
            put(values, Factor.BOUNCED_RECEIPTS, (double) own.stream()
                    .filter(r -> r.reversedOn() != null
                            && r.reversedOn().isAfter(from)
                            && !r.reversedOn().isAfter(on))
                    .count());
        }
    }

    private static double average(List<Delay> delays) {
        return delays.stream().mapToDouble(d -> d.amount() * d.days()).sum()
                / delays.stream().mapToDouble(Delay::amount).sum();
    }

    private void trade(UUID party, LocalDate on, Map<Factor, BigDecimal> values) {
        LocalDate from = on.minusYears(1);
        List<Goods> year = goods.stream()
                .filter(g -> g.party().equals(party) && g.on().isAfter(from) && !g.on().isAfter(on))
                .toList();
        double delivered = year.stream()
                .filter(g -> !g.back())
                .mapToDouble(g -> g.total().doubleValue())
                .sum();
        double returned = year.stream()
                .filter(Goods::back)
                .mapToDouble(g -> g.total().doubleValue())
                .sum();
        if (!year.isEmpty()) {
            put(values, Factor.TURNOVER, delivered - returned);
        }
        if (delivered > 0) {
            put(values, Factor.RETURNS_SHARE, 100 * returned / delivered);
        }
        goods.stream()
                .filter(g -> g.party().equals(party) && !g.back() && !g.on().isAfter(on))
                .map(Goods::on)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> put(values, Factor.YEARS_OF_TRADE, days(first, on) / 365.25));
        Set<Long> spans = new HashSet<>();
        orders.stream()
                .filter(o -> o.party().equals(party) && !o.on().isAfter(on) && days(o.on(), on) < 360)
                .forEach(o -> spans.add(days(o.on(), on) / 30));
        if (!spans.isEmpty()) {
            put(values, Factor.ORDER_MONTHS, spans.size());
        }
    }

    private static long days(LocalDate from, LocalDate to) {
        return java.time.temporal.ChronoUnit.DAYS.between(from, to);
    }

    private static void put(Map<Factor, BigDecimal> values, Factor factor, double value) {
        values.put(factor, four(new BigDecimal(Double.toString(Math.round(value * 1e8) / 1e8))));
    }
}
