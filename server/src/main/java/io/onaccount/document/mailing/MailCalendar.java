package io.onaccount.document.mailing;

import io.onaccount.platform.db.Tx;
import java.time.LocalDate;

/** Knows the days the company works; the module of customers, which keeps the calendar, offers it as a bean. */
public interface MailCalendar {
    boolean isWorkingDay(Tx tx, LocalDate day);
}
