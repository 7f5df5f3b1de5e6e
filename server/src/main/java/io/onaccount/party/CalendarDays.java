package io.onaccount.party;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Companies;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The company's calendar: holidays, and make-up days worked at weekends (调休), where they differ from its working week. */
@Component
public final class CalendarDays {
    static final String KIND = "calendar-day";
    private static final String OFFICIAL = "/party/holidays-cn.txt";

    /** What a day is that differs from the week. */
    public enum DayKind {
        HOLIDAY,
        WORKDAY
    }

    /** A day as entered. */
    public record Entry(
            @Nullable LocalDate day,
            @Nullable DayKind kind,
            @Nullable String name) {}

    /** A day as read. */
    public record CalendarDay(UUID id, LocalDate day, DayKind kind, String name) {}

    private final Companies companies;
    private final AuditTrail trail;

    CalendarDays(Companies companies, AuditTrail trail) {
        this.companies = companies;
        this.trail = trail;
    }

    /** The days the company works. The calendar is read when a day is first asked for, within the transaction. */
    public WorkingDays workingDays(Tx tx) {
        return WorkingDays.read(companies.settings(tx).workingDays(), () -> {
            Map<LocalDate, Boolean> exceptions = new HashMap<>();
            tx.list("select d.* from party.calendar_day d where d.company_id = ?", CalendarDays::read, tx.company())
                    .forEach(day -> exceptions.put(day.day(), day.kind() == DayKind.WORKDAY));
            return exceptions;
        });
    }

    public CalendarDay require(Tx tx, UUID id) {
        return tx.first(
                        "select d.* from party.calendar_day d where d.company_id = ? and d.id = ?",
                        CalendarDays::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** What is entered of these days, by day. */
    public Map<LocalDate, CalendarDay> on(Tx tx, Collection<LocalDate> days) {
        Map<LocalDate, CalendarDay> found = new HashMap<>();
        tx.list(
                        "select d.* from party.calendar_day d where d.company_id = ? and d.day = any(?)",
                        CalendarDays::read,
                        tx.company(),
                        SqlArray.of("date", days))
                .forEach(day -> found.put(day.day(), day));
        return found;
    }

    /** Adds a day; 400 for one that is entered already. */
    public CalendarDay create(Tx tx, Actor actor, Entry entry) {
        Problem.Collector problems = new Problem.Collector();
        CalendarDay day = checked(problems, Ids.next(), entry);
        problems.throwIfAny();
        if (!on(tx, List.of(day.day())).isEmpty()) {
            throw Problem.invalid("day", "taken", day.day());
        }
        put(tx, actor, "create", List.of(day));
        return day;
    }

    /** Changes what a day is; due dates already counted stay. */
    public CalendarDay change(Tx tx, Actor actor, UUID id, Entry entry) {
        CalendarDay old = require(tx, id);
        Problem.Collector problems = new Problem.Collector();
        CalendarDay day = checked(problems, id, entry);
        problems.check(day.day().equals(old.day()), "day", "day-stays");
        problems.throwIfAny();
        put(tx, actor, "change", List.of(day));
        return day;
    }

    public void delete(Tx tx, Actor actor, UUID id) {
        CalendarDay old = require(tx, id);
        tx.add(Rank.DOCUMENT, "delete from party.calendar_day where company_id = ? and id = ?", tx.company(), old.id());
        record(tx, actor, "delete", old);
    }

    /** Enters days that come together, over what was entered of them before; they are sound. */
    void put(Tx tx, Actor actor, String action, Collection<CalendarDay> days) {
        if (days.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DOCUMENT,
                """
                insert into party.calendar_day (company_id, id, day, kind, name)
                select ?, n.id, n.day, n.kind, n.name from unnest(?::uuid[], ?::date[], ?::text[], ?::text[]) as n (id, day, kind, name)
                on conflict (company_id, day) do update set kind = excluded.kind, name = excluded.name""",
                tx.company(),
                SqlArray.of("uuid", days, CalendarDay::id),
                SqlArray.of("date", days, CalendarDay::day),
                SqlArray.of("text", days, CalendarDay::kind),
                SqlArray.of("text", days, CalendarDay::name));
        days.forEach(day -> record(tx, actor, action, day));
    }

    /** Takes over the official Chinese calendar, as far as it is known, where nothing is entered yet; answers how many days were added. */
    public int addOfficial(Tx tx, Actor actor) {
        Map<LocalDate, CalendarDay> official = official();
        on(tx, List.copyOf(official.keySet())).keySet().forEach(official::remove);
        put(tx, actor, "create", official.values());
        return official.size();
    }

    /** The official Chinese holidays and make-up days, by day. */
    static Map<LocalDate, CalendarDay> official() {
        Map<LocalDate, CalendarDay> days = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(CalendarDays.class.getResourceAsStream(OFFICIAL))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                List<String> words = new ArrayList<>(Arrays.asList(line.strip().split(" ")));
                String name = words.removeFirst();
                String off = words.removeFirst();
                LocalDate last = LocalDate.parse(off.substring(12));
                for (LocalDate day = LocalDate.parse(off.substring(0, 10)); !day.isAfter(last); day = day.plusDays(1)) {
                    days.put(day, new CalendarDay(Ids.next(), day, DayKind.HOLIDAY, name));
                }
                for (String worked : words) {
                    LocalDate day = LocalDate.parse(worked);
                    days.put(day, new CalendarDay(Ids.next(), day, DayKind.WORKDAY, name + "调休"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return days;
    }

    static CalendarDay checked(Problem.Collector problems, UUID id, Entry entry) {
        problems.check(entry.day() != null, "day", "required");
        LocalDate day = entry.day() == null ? LocalDate.EPOCH : entry.day();
        problems.check(
                entry.day() == null || (day.getYear() >= 1990 && day.getYear() <= 2100),
                "day",
                "out-of-range",
                1990,
                2100);
        problems.check(entry.kind() != null, "kind", "required");
        String name = Input.text(problems, "name", entry.name(), 100);
        return new CalendarDay(
                id, day, entry.kind() == null ? DayKind.HOLIDAY : entry.kind(), name == null ? "" : name);
    }

    private void record(Tx tx, Actor actor, String action, CalendarDay day) {
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        action, KIND, day.id(), day.day().toString(), Map.of("kind", day.kind(), "name", day.name())));
    }

    private static CalendarDay read(Row row) {
        return new CalendarDay(row.uuid("id"), row.date("day"), row.choice("kind", DayKind.class), row.text("name"));
    }
}
