package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.Movement;
import io.onaccount.organization.Actor;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.PaymentTerm.Awaited;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.party.WorkingDays;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Open items become due on another day: what is open by day, the credit account's oldest due date and the item's history follow. */
@Component
final class DueDates {
    private final CreditControl credit;
    private final CalendarDays calendar;

    DueDates(CreditControl credit, CalendarDays calendar) {
        this.credit = credit;
        this.calendar = calendar;
    }

    /** An item, locked, and the day it is due on from now on. */
    record Moved(OpenItem item, LocalDate due) {}

    /** The day from which items of documents count is known now: those that waited for it are due by it. */
    void counted(Tx tx, Actor actor, Collection<UUID> documents, Start start, LocalDate on, String reason) {
        Map<UUID, Awaited> awaited = new HashMap<>();
        tx.list(
                "select i.id, i.awaits::text as awaits from receivables.open_item i"
                        + " where i.company_id = ? and i.document_id = any(?) and i.awaits is not null",
                row -> {
                    Awaited plan = PaymentTerms.awaited(row.text("awaits"));
                    if (plan.part().from() == start) {
                        awaited.put(row.uuid("id"), plan);
                    }
                    return plan;
                },
                tx.company(),
                SqlArray.of("uuid", documents));
        if (awaited.isEmpty()) {
            return;
        }
        WorkingDays days = calendar.workingDays(tx);
        move(
                tx,
                actor,
                Settlements.lock(tx, List.copyOf(awaited.keySet())).stream()
                        .map(item -> new Moved(
                                item,
                                Objects.requireNonNull(awaited.get(item.id())).due(on, days)))
                        .toList(),
                reason);
    }

    /** Moves the due dates of locked items; those that don't change are left alone. */
    void move(Tx tx, Actor actor, List<Moved> wanted, String reason) {
        List<Moved> moved = wanted.stream()
                .filter(move -> !move.due().equals(move.item().due()))
                .toList();
        if (moved.isEmpty()) {
            return;
        }
        Books books = Books.of(tx, actor);
        List<Movement> earlier = new ArrayList<>();
        for (Moved move : moved) {
            OpenItem item = move.item();
            books.open(item.party(), item.date(), item.due(), item.open().negate());
            books.open(item.party(), item.date(), move.due(), item.open());
            earlier.addAll(sooner(actor, item, item.open(), move.due()));
        }
        tx.add(
                Rank.DETAIL,
                """
                update receivables.open_item i set due = n.due, redated = true from unnest(?::uuid[], ?::date[]) as n (id, due)
                where i.company_id = ? and i.id = n.id""",
                SqlArray.of("uuid", moved, move -> move.item().id()),
                SqlArray.of("date", moved, Moved::due),
                tx.company());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.item_change (company_id, id, item_id, what, happened_on, recorded_by, reason, open, old_due, new_due)
                select ?, n.id, n.item, 'DUE', ?, ?, ?, n.open, n.old_due, n.new_due
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::date[], ?::date[]) as n (id, item, open, old_due, new_due)""",
                tx.company(),
                actor.today(),
                actor.user(),
                reason,
                SqlArray.of("uuid", moved, move -> Ids.next()),
                SqlArray.of("uuid", moved, move -> move.item().id()),
                SqlArray.of("numeric", moved, move -> move.item().open()),
                SqlArray.of("date", moved, move -> move.item().due()),
                SqlArray.of("date", moved, Moved::due));
        earlier.forEach(movement -> credit.move(tx, actor, movement));
    }

    /** Adds nothing, but tells the account that something falls due sooner; empty when it doesn't. */
    static List<Movement> sooner(Actor actor, OpenItem item, BigDecimal amount, LocalDate due) {
        return due.isBefore(item.due()) && amount.signum() > 0
                ? List.of(movement(actor, item, amount.negate(), item.due()), movement(actor, item, amount, due))
                : List.of();
    }

    /** Adds nothing, but tells the account from when on an item counts that didn't. */
    static List<Movement> countsAgain(Actor actor, OpenItem item) {
        return item.open().signum() > 0
                ? List.of(
                        movement(actor, item, item.open().negate(), item.due()),
                        movement(actor, item, item.open(), item.due()))
                : List.of();
    }

    private static Movement movement(Actor actor, OpenItem item, BigDecimal amount, LocalDate due) {
        return new Movement(
                item.party(), item.document(), item.order(), actor.today(), Bucket.RECEIVABLE, amount, "redate", due);
    }
}
