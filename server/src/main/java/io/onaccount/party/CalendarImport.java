package io.onaccount.party;

import static io.onaccount.document.ImportColumn.Type.CHOICE;
import static io.onaccount.document.ImportColumn.Type.DATE;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.party.CalendarDays.CalendarDay;
import io.onaccount.party.CalendarDays.DayKind;
import io.onaccount.party.CalendarDays.Entry;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Days of the calendar from a file; a day entered before takes what the file says. */
@Component
final class CalendarImport implements ImportTarget {
    private final CalendarDays calendar;

    CalendarImport(CalendarDays calendar) {
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "calendar-days";
    }

    @Override
    public String kind() {
        return CalendarDays.KIND;
    }

    @Override
    public List<ImportColumn> columns() {
        return List.of(
                ImportColumn.of("day", DATE, "2026-10-01").mandatory().alias("日期", "date"),
                ImportColumn.of("kind", CHOICE, "HOLIDAY")
                        .mandatory()
                        .choices(List.of("HOLIDAY", "WORKDAY"))
                        .alias("类型", "type"),
                ImportColumn.of("name", TEXT, "国庆节").alias("名称", "节日"));
    }

    @Override
    public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
        List<LocalDate> days = rows.stream()
                .map(row -> Objects.requireNonNull(row.date("day")))
                .distinct()
                .toList();
        Map<LocalDate, CalendarDay> known = calendar.on(tx, days);
        Map<LocalDate, CalendarDay> fresh = new LinkedHashMap<>();
        List<ImportOutcome> outcomes = new ArrayList<>(rows.size());
        for (ImportRow row : rows) {
            Problem.Collector problems = new Problem.Collector();
            CalendarDay day = CalendarDays.checked(
                    problems,
                    Ids.next(),
                    new Entry(row.date("day"), DayKind.valueOf(row.requiredText("kind")), row.text("name")));
            CalendarDay before = known.get(day.day());
            String number = day.day().toString();
            if (!problems.errors().isEmpty()) {
                outcomes.add(new ImportOutcome.Refused(problems.errors()));
            } else if (before != null
                    && before.kind() == day.kind()
                    && before.name().equals(day.name())) {
                outcomes.add(new ImportOutcome.Repeated(before.id(), number));
            } else {
                CalendarDay kept =
                        before == null ? day : new CalendarDay(before.id(), day.day(), day.kind(), day.name());
                known.put(day.day(), kept);
                fresh.put(day.day(), kept);
                outcomes.add(new ImportOutcome.Imported(kept.id(), number));
            }
        }
        calendar.put(tx, actor, "import", fresh.values());
        return outcomes;
    }
}
