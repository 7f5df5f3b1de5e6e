package io.onaccount.receivables;

import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is open by customer, day of the document and due day: moved in the transaction that moves the items, so that ageing sums up a few rows
 * per customer. A day where nothing is open any more has no row.
 */
final class OpenDays {
    private record Day(UUID party, LocalDate date, LocalDate due) implements Comparable<Day> {
        private static final Comparator<Day> ORDER =
                Comparator.comparing(Day::party).thenComparing(Day::date).thenComparing(Day::due);

        @Override
        public int compareTo(Day other) {
            return ORDER.compare(this, other);
        }
    }

    private final TreeMap<Day, BigDecimal> moved = new TreeMap<>();

    void move(UUID party, LocalDate date, LocalDate due, BigDecimal amount) {
        moved.merge(new Day(party, date, due), amount, BigDecimal::add);
    }

    void write(Tx tx) {
        List<Entry<Day, BigDecimal>> days = moved.entrySet().stream()
                .filter(day -> day.getValue().signum() != 0)
                .toList();
        moved.clear();
        if (days.isEmpty()) {
            return;
        }
        SqlArray parties = SqlArray.of("uuid", days, day -> day.getKey().party());
        SqlArray dates = SqlArray.of("date", days, day -> day.getKey().date());
        SqlArray dues = SqlArray.of("date", days, day -> day.getKey().due());
        tx.add(Rank.BALANCE, """
                insert into receivables.open_day as d (company_id, party_id, date, due, open)
                select ?, m.party, m.date, m.due, m.amount
                from unnest(?::uuid[], ?::date[], ?::date[], ?::numeric[]) with ordinality as m (party, date, due, amount, place)
                order by m.place
                on conflict (company_id, party_id, date, due) do update set open = d.open + excluded.open""", tx.company(), parties, dates, dues, SqlArray.of("numeric", days, Entry::getValue));
        // What the insert has added can't be nothing; what it has lowered or taken from a credit can.
        tx.add(Rank.BALANCE, """
                delete from receivables.open_day d using unnest(?::uuid[], ?::date[], ?::date[]) as m (party, date, due)
                where d.company_id = ? and d.party_id = m.party and d.date = m.date and d.due = m.due and d.open = 0""", parties, dates, dues, tx.company());
    }
}
