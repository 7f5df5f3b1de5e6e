package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Periods;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Closing periods and opening them again. */
@RestController
class PeriodController {
    private static final int SHOWN = 18;

    private final Periods periods;
    private final Database database;

    PeriodController(Periods periods, Database database) {
        this.periods = periods;
        this.database = database;
    }

    /** @param month {@code 2026-03} */
    record MonthView(String month, boolean closed) {}

    /** @param closedThrough the last closed day, or null */
    record PeriodsView(@Nullable LocalDate closedThrough, List<MonthView> months, List<Periods.Step> history) {}

    record Closing(String month, @Nullable String reason) {}

    record Reopening(String month, String reason) {}

    @GetMapping("/api/v1/periods")
    @Needs("period.view")
    PeriodsView periods(Actor actor) {
        return database.read(actor.company(), tx -> view(tx, actor));
    }

    @PostMapping("/api/v1/periods/closing")
    @Needs("period.close")
    PeriodsView close(Actor actor, Once once, @RequestBody Closing body) {
        YearMonth month = month(body.month());
        return once.run(actor.company(), PeriodsView.class, tx -> {
            periods.close(tx, actor, month, body.reason());
            tx.flush();
            return view(tx, actor);
        });
    }

    @PostMapping("/api/v1/periods/reopening")
    @Needs("period.reopen")
    PeriodsView reopen(Actor actor, Once once, @RequestBody Reopening body) {
        YearMonth month = month(body.month());
        return once.run(actor.company(), PeriodsView.class, tx -> {
            periods.reopen(tx, actor, month, body.reason());
            tx.flush();
            return view(tx, actor);
        });
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw Problem.invalid("month", "not-a-month");
        }
    }

    private PeriodsView view(Tx tx, Actor actor) {
        Optional<LocalDate> through = periods.closedThrough(tx);
        List<MonthView> months = new ArrayList<>();
        YearMonth now = YearMonth.from(actor.today());
        for (int back = 0; back < SHOWN; back++) {
            YearMonth month = now.minusMonths(back);
            boolean closed =
                    through.filter(day -> !month.atEndOfMonth().isAfter(day)).isPresent();
            months.add(new MonthView(month.toString(), closed));
        }
        return new PeriodsView(through.orElse(null), months, periods.history(tx));
    }
}
