package io.onaccount.party.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.CalendarDays.CalendarDay;
import io.onaccount.party.WorkingDays;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The calendar of holidays and make-up days over HTTP. */
@RestController
@RequestMapping("/api/v1/calendar-days")
class CalendarController {
    private final CalendarDays calendar;
    private final Database database;

    CalendarController(CalendarDays calendar, Database database) {
        this.calendar = calendar;
        this.database = database;
    }

    /** How many days were added. */
    record Added(int added) {}

    /**
     * Whether a day is worked.
     *
     * @param entered what the calendar says of it; null when the week decides
     * @param next the day itself when it is worked, otherwise the first worked one after it
     * @param previous the day itself when it is worked, otherwise the last worked one before it
     */
    record WorkingDay(
            LocalDate day, boolean worked, @Nullable CalendarDay entered, LocalDate next, LocalDate previous) {}

    @GetMapping("/worked")
    @Needs("calendar-day.view")
    WorkingDay worked(Actor actor, @RequestParam(name = "day", required = false) @Nullable LocalDate asked) {
        LocalDate day = asked == null ? actor.today() : asked;
        return database.read(actor.company(), tx -> {
            WorkingDays days = calendar.workingDays(tx);
            return new WorkingDay(
                    day,
                    days.contains(day),
                    calendar.on(tx, List.of(day)).get(day),
                    days.next(day),
                    days.previous(day));
        });
    }

    @GetMapping("/{id}")
    @Needs("calendar-day.view")
    CalendarDay read(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> calendar.require(tx, id));
    }

    @PostMapping
    @Needs("calendar-day.create")
    @ResponseStatus(HttpStatus.CREATED)
    CalendarDay create(Actor actor, Once once, @RequestBody CalendarDays.Entry body) {
        return once.run(actor.company(), CalendarDay.class, tx -> calendar.create(tx, actor, body));
    }

    /** Takes over the official Chinese holidays and make-up days where nothing is entered yet. */
    @PostMapping("/official")
    @Needs("calendar-day.create")
    Added official(Actor actor, Once once) {
        return once.run(actor.company(), Added.class, tx -> new Added(calendar.addOfficial(tx, actor)));
    }

    @PutMapping("/{id}")
    @Needs("calendar-day.edit")
    CalendarDay change(Actor actor, Once once, @PathVariable UUID id, @RequestBody CalendarDays.Entry body) {
        return once.run(actor.company(), CalendarDay.class, tx -> calendar.change(tx, actor, id, body));
    }

    @DeleteMapping("/{id}")
    @Needs("calendar-day.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id) {
        database.write(actor.company(), tx -> {
            calendar.delete(tx, actor, id);
            return true;
        });
    }
}
