package io.onaccount.party;

import io.onaccount.document.mailing.MailAddressBook;
import io.onaccount.document.mailing.MailCalendar;
import io.onaccount.document.mailing.MailChannel;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Customers' contacts as those who may be written to. */
@Component
class ContactAddresses implements MailAddressBook, MailCalendar {
    private final CalendarDays calendar;

    ContactAddresses(CalendarDays calendar) {
        this.calendar = calendar;
    }

    @Override
    public boolean isWorkingDay(Tx tx, LocalDate day) {
        return calendar.workingDays(tx).contains(day);
    }

    @Override
    public Map<UUID, List<Entry>> of(Tx tx, Collection<UUID> parties, MailChannel channel) {
        Map<UUID, List<Entry>> all = new HashMap<>();
        tx.list(
                """
                select c.party_id, c.name, a.address, c.role, c.receives_statements, c.is_primary from party.contact c
                cross join lateral (select case when ? then coalesce(nullif(c.mobile, ''), c.phone) else c.email end as address) a
                where c.company_id = ? and c.party_id = any(?) and coalesce(a.address, '') <> ''
                order by c.is_primary desc, c.place, c.id""",
                row -> all.computeIfAbsent(row.uuid("party_id"), party -> new ArrayList<>())
                        .add(new Entry(
                                row.text("name"),
                                row.text("address"),
                                row.text("role"),
                                row.bool("receives_statements"),
                                row.bool("is_primary"))),
                channel == MailChannel.SMS,
                tx.company(),
                SqlArray.of("uuid", parties));
        return all;
    }
}
