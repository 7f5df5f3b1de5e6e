package io.onaccount.platform.jobs;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Work that comes again by the clock, once in the whole installation whatever the number of nodes. A module offers it as a bean.
 *
 * @param name unique, {@code credit.proof}
 * @param every the pause between two runs; null for daily work
 * @param daily the time of day it runs at; null for work that comes after a pause
 * @param zone the zone of {@code daily}
 * @param work what is done; an exception is logged, and it comes again all the same
 */
public record RecurringWork(
        String name, @Nullable Duration every, @Nullable LocalTime daily, ZoneId zone, Runnable work) {

    public static RecurringWork every(String name, Duration pause, Runnable work) {
        return new RecurringWork(name, pause, null, ZoneId.of("Asia/Shanghai"), work);
    }

    public static RecurringWork daily(String name, LocalTime time, ZoneId zone, Runnable work) {
        return new RecurringWork(name, null, time, zone, work);
    }
}
