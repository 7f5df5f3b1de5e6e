package io.onaccount.party;

import io.onaccount.party.PaymentTerm.Shift;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which days a company works: its week, and the holidays and make-up days (调休) that differ from it. */
public final class WorkingDays {
    private static final int FARTHEST = 60;

    /** Every day is worked. */
    public static final WorkingDays EVERY = of(java.util.List.of(DayOfWeek.values()), Map.of());

    private record Known(Collection<DayOfWeek> week, Map<LocalDate, Boolean> exceptions) {}

    private final Supplier<Known> read;
    private @Nullable Known known;

    private WorkingDays(Supplier<Known> read) {
        this.read = read;
    }

    /** Days by the week and what differs from it: true for a day worked, false for a holiday. */
    public static WorkingDays of(Collection<DayOfWeek> week, Map<LocalDate, Boolean> exceptions) {
        return new WorkingDays(() -> new Known(week, exceptions));
    }

    /** As {@link #of}, read when first asked. */
    static WorkingDays read(Collection<DayOfWeek> week, Supplier<Map<LocalDate, Boolean>> exceptions) {
        return new WorkingDays(() -> new Known(week, exceptions.get()));
    }

    public boolean contains(LocalDate day) {
        Known days = known;
        if (days == null) {
            days = read.get();
            known = days;
        }
        Boolean exception = days.exceptions().get(day);
        return exception != null ? exception : days.week().contains(day.getDayOfWeek());
    }

    /** The day itself when it is worked, otherwise the first worked one after it. */
    public LocalDate next(LocalDate day) {
        return step(day, 1);
    }

    /** The day itself when it is worked, otherwise the last worked one before it. */
    public LocalDate previous(LocalDate day) {
        return step(day, -1);
    }

    /** A company that works on no day at all has its dates left alone. */
    private LocalDate step(LocalDate day, int by) {
        LocalDate found = day;
        for (int steps = 0; steps < FARTHEST; steps++) {
            if (contains(found)) {
                return found;
            }
            found = found.plusDays(by);
        }
        return day;
    }

    /** Where a date goes that is no working day. */
    public LocalDate shifted(LocalDate day, Shift shift) {
        return switch (shift) {
            case NONE -> day;
            case NEXT -> next(day);
            case PREVIOUS -> previous(day);
            case MODIFIED_FOLLOWING -> {
                LocalDate next = next(day);
                yield next.getMonthValue() == day.getMonthValue() ? next : previous(day);
            }
        };
    }
}
