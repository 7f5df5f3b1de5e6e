package io.onaccount.organization;

import io.onaccount.platform.db.Database;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Document numbers by pattern, {@code SO-{yyyyMMdd}-{0001}} (FND-21): unique and ascending, without making concurrent writers wait for
 * each other's transactions. Counters are advanced in short transactions of their own; a busy series is advanced by a block that this
 * process then hands out in order. A transaction that is undone, or a crash, leaves a gap; gaps are allowed in these numbers.
 */
@Component
public final class Numbering {
    private static final Pattern PART = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> DATE_PARTS = Set.of("yyyyMMdd", "yyyyMM", "yyyy", "yyMMdd", "yyMM", "yy");
    private static final int LARGEST_BLOCK = 64;
    private static final long BUSY_NANOS = 50_000_000;

    private static final Map<String, DateTimeFormatter> FORMATS = new ConcurrentHashMap<>();

    private final Database database;
    private final Companies companies;
    private final ConcurrentHashMap<Series, Block> blocks = new ConcurrentHashMap<>();

    /** Counters have connections of their own: a transaction that waits for a number must never wait for one that waits for it. */
    @Autowired
    Numbering(@Qualifier("numbering") DataSource numbering, Companies companies) {
        this.database = new Database(numbering, numbering);
        this.companies = companies;
    }

    /** Whether a text is a number pattern: one counter of 1 to 12 digits, date parts we know, at most 40 characters. */
    static boolean isPattern(String pattern) {
        int counters = 0;
        Matcher matcher = PART.matcher(pattern);
        while (matcher.find()) {
            String part = matcher.group(1);
            if (part.matches("0{0,11}1?0{0,11}") && !part.isEmpty()) {
                counters++;
            } else if (!DATE_PARTS.contains(part)) {
                return false;
            }
        }
        String rest = matcher.reset().replaceAll("");
        return counters == 1 && pattern.length() <= 40 && rest.matches("[\\p{L}\\p{N}./_-]*");
    }

    private record Series(long company, String name) {}

    private static final class Block {
        final ReentrantLock lock = new ReentrantLock();
        long next;
        long end;
        int size = 1;
        long takenAt;
    }

    /**
     * The next numbers of a series, by the company's own pattern for the kind if it has set one.
     *
     * @param kind what is numbered; every kind counts for itself
     * @param standard the kind's pattern: text with {yyyyMMdd}, {yyyyMM}, {yyyy} and one counter {0001} whose length is its least width; the counter starts
     *     again whenever the date part changes
     */
    public List<String> take(long company, String kind, String standard, LocalDate date, int count) {
        String pattern = companies.numberPattern(database, company, kind).orElse(standard);
        StringBuilder dated = new StringBuilder();
        int width = 0;
        Matcher matcher = PART.matcher(pattern);
        while (matcher.find()) {
            String part = matcher.group(1);
            if (part.chars().allMatch(Character::isDigit)) {
                width = part.length();
                matcher.appendReplacement(dated, "{}");
            } else {
                matcher.appendReplacement(
                        dated,
                        FORMATS.computeIfAbsent(part, DateTimeFormatter::ofPattern)
                                .format(date));
            }
        }
        matcher.appendTail(dated);
        if (width == 0) {
            throw new IllegalArgumentException("no counter in number pattern " + pattern);
        }
        String frame = dated.toString();
        List<String> numbers = new ArrayList<>(count);
        for (long value : values(new Series(company, kind + ":" + frame), count)) {
            String digits = Long.toString(value);
            numbers.add(frame.replace("{}", "0".repeat(Math.max(0, width - digits.length())) + digits));
        }
        return numbers;
    }

    /** A number for each of these days, in their order; those of one day are taken at once. */
    public List<String> take(long company, String kind, String standard, List<LocalDate> dates) {
        Map<LocalDate, Integer> counts = new LinkedHashMap<>();
        dates.forEach(date -> counts.merge(date, 1, Integer::sum));
        Map<LocalDate, Iterator<String>> taken = new HashMap<>();
        counts.forEach((date, count) ->
                taken.put(date, take(company, kind, standard, date, count).iterator()));
        return dates.stream()
                .map(date -> Objects.requireNonNull(taken.get(date)).next())
                .toList();
    }

    private long[] values(Series series, int count) {
        Block known = blocks.get(series);
        Block block = known == null ? blocks.computeIfAbsent(series, s -> new Block()) : known;
        long[] values = new long[count];
        block.lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                if (block.next == block.end) {
                    refill(series, block, count - i);
                }
                values[i] = block.next++;
            }
        } finally {
            block.lock.unlock();
        }
        return values;
    }

    /** Doubles the block while the last one was used up quickly, so that a quiet series leaves no gaps and a busy one costs little. */
    private void refill(Series series, Block block, int needed) {
        long now = System.nanoTime();
        block.size = now - block.takenAt < BUSY_NANOS ? Math.min(LARGEST_BLOCK, block.size * 2) : 1;
        block.takenAt = now;
        int take = Math.max(block.size, needed);
        // Durability of the counter may lag: a document that uses a number is written to the log after it, so it can't
        // survive without it.
        long end = database.write(series.company(), tx -> {
            tx.execute("set local synchronous_commit = off");
            return tx.one("""
                    insert into organization.number_series as s (company_id, series, next_value) values (?, ?, ? + 1)
                    on conflict (company_id, series) do update set next_value = s.next_value + excluded.next_value - 1
                    returning next_value""", row -> row.number("next_value"), series.company(), series.name(), (long) take);
        });
        block.end = end;
        block.next = end - take;
    }
}
