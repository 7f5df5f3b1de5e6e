package io.onaccount.receivables;

import io.onaccount.credit.CreditControl;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is open on an item is divided: the first piece stays on it, the others become items of the same document. Nothing is owed more or less by it. */
@Component
final class ItemSplits {
    private final DueDates dueDates;
    private final CreditControl credit;

    ItemSplits(DueDates dueDates, CreditControl credit) {
        this.dueDates = dueDates;
        this.credit = credit;
    }

    /** So much of a locked item, and when it is due from now on. */
    record Piece(OpenItem item, LocalDate due, BigDecimal amount) {}

    private record Off(UUID id, Piece piece) {}

    /** Writes them; the pieces of an item together are all that is open on it. */
    void write(Tx tx, Actor actor, UUID plan, List<Piece> pieces, String reason) {
        Map<UUID, Piece> kept = new LinkedHashMap<>();
        List<Off> off = new ArrayList<>();
        for (Piece piece : pieces) {
            if (kept.putIfAbsent(piece.item().id(), piece) != null) {
                off.add(new Off(Ids.next(), piece));
            }
        }
        Books books = Books.of(tx, actor);
        List<DueDates.Moved> moved = new ArrayList<>();
        for (Piece piece : kept.values()) {
            BigDecimal gone = piece.item().open().subtract(piece.amount());
            books.open(piece.item().party(), piece.item().date(), piece.item().due(), gone.negate());
            moved.add(new DueDates.Moved(piece.item().lessBy(gone), piece.due()));
        }
        List<Piece> first = List.copyOf(kept.values());
        tx.add(
                Rank.DETAIL,
                """
                update receivables.open_item i set amount = i.amount - n.gone, plan_id = ?, awaits = null
                from unnest(?::uuid[], ?::numeric[]) as n (id, gone) where i.company_id = ? and i.id = n.id""",
                plan,
                SqlArray.of("uuid", first, piece -> piece.item().id()),
                SqlArray.of("numeric", first, piece -> piece.item().open().subtract(piece.amount())),
                tx.company());
        if (!off.isEmpty()) {
            insert(tx, actor, plan, off, reason);
        }
        for (Off piece : off) {
            OpenItem item = piece.piece().item();
            books.open(item.party(), item.date(), piece.piece().due(), piece.piece().amount());
        }
        dueDates.move(tx, actor, moved, reason);
        // Last, as it may send what was gathered.
        for (Off piece : off) {
            DueDates.sooner(
                            actor,
                            piece.piece().item(),
                            piece.piece().amount(),
                            piece.piece().due())
                    .forEach(movement -> credit.move(tx, actor, movement));
        }
    }

    private static void insert(Tx tx, Actor actor, UUID plan, List<Off> off, String reason) {
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.open_item (company_id, id, party_id, document_id, order_id, kind, number, amount, currency, date, due, term,
                    instalment, instalments, plan_id, split_from, disputed_on, dispute)
                select i.company_id, n.id, i.party_id, i.document_id, i.order_id, i.kind, i.number, n.amount, i.currency, i.date, n.due, i.term,
                    i.instalment, i.instalments, ?, i.id, i.disputed_on, i.dispute
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::date[]) as n (id, item, amount, due)
                join receivables.open_item i on i.company_id = ? and i.id = n.item""",
                plan,
                SqlArray.of("uuid", off, Off::id),
                SqlArray.of("uuid", off, piece -> piece.piece().item().id()),
                SqlArray.of("numeric", off, piece -> piece.piece().amount()),
                SqlArray.of("date", off, piece -> piece.piece().due()),
                tx.company());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.item_change (company_id, id, item_id, what, happened_on, recorded_by, reason, open, old_due, new_due, other_id)
                select ?, n.id, n.item, 'SPLIT', ?, ?, ?, n.amount, n.old_due, n.new_due, n.other
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::date[], ?::date[], ?::uuid[]) as n (id, item, amount, old_due, new_due, other)""",
                tx.company(),
                actor.today(),
                actor.user(),
                reason,
                SqlArray.of("uuid", off, piece -> Ids.next()),
                SqlArray.of("uuid", off, piece -> piece.piece().item().id()),
                SqlArray.of("numeric", off, piece -> piece.piece().amount()),
                SqlArray.of("date", off, piece -> piece.piece().item().due()),
                SqlArray.of("date", off, piece -> piece.piece().due()),
                SqlArray.of("uuid", off, Off::id));
    }
}
