package io.onaccount.receivables;

import io.onaccount.credit.CreditControl;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** A piece that becomes an item of its own, with its shares of the tax and of what discounts are of. */
    private record Off(UUID id, Piece piece, Money tax, Money base) {}

    /** What goes with an item's amount. */
    private record Beside(Money amount, Money tax, Money base) {
        Beside share(BigDecimal part) {
            return amount.isZero()
                    ? this
                    : new Beside(
                            new Money(part, amount.currency()),
                            tax.share(part, amount.amount()),
                            base.share(part, amount.amount()));
        }
    }

    /** Writes them; the pieces of an item together are all that is open on it. */
    void write(Tx tx, Actor actor, UUID plan, List<Piece> pieces, String reason) {
        Map<UUID, Piece> kept = new LinkedHashMap<>();
        List<Off> off = new ArrayList<>();
        Map<UUID, Beside> whole = beside(tx, pieces);
        Map<UUID, Beside> rest = new LinkedHashMap<>(whole);
        for (Piece piece : pieces) {
            UUID id = piece.item().id();
            if (kept.putIfAbsent(id, piece) == null) {
                continue;
            }
            // Differences of running shares, so that they sum to the whole.
            Beside before = Objects.requireNonNull(rest.get(id));
            Beside after = Objects.requireNonNull(whole.get(id))
                    .share(before.amount().amount().subtract(piece.amount()));
            rest.put(id, after);
            off.add(new Off(
                    Ids.next(),
                    piece,
                    before.tax().minus(after.tax()),
                    before.base().minus(after.base())));
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
                update receivables.open_item i set amount = n.amount, tax = n.tax, discount_base = n.base, plan_id = ?, awaits = null
                from unnest(?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[]) as n (id, amount, tax, base) where i.company_id = ? and i.id = n.id""",
                plan,
                SqlArray.of("uuid", first, piece -> piece.item().id()),
                SqlArray.of(
                        "numeric",
                        first,
                        piece -> Objects.requireNonNull(rest.get(piece.item().id()))
                                .amount()),
                SqlArray.of(
                        "numeric",
                        first,
                        piece -> Objects.requireNonNull(rest.get(piece.item().id()))
                                .tax()),
                SqlArray.of(
                        "numeric",
                        first,
                        piece -> Objects.requireNonNull(rest.get(piece.item().id()))
                                .base()),
                tx.company());
        if (!off.isEmpty()) {
            insert(tx, actor, plan, off, reason);
        }
        for (Off piece : off) {
            OpenItem item = piece.piece().item();
            books.open(
                    item.party(),
                    item.date(),
                    piece.piece().due(),
                    piece.piece().amount());
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

    private static Map<UUID, Beside> beside(Tx tx, List<Piece> pieces) {
        Map<UUID, Beside> found = new LinkedHashMap<>();
        tx.list(
                "select i.id, i.amount, i.tax, i.discount_base, i.currency from receivables.open_item i where i.company_id = ? and i.id = any(?)",
                row -> found.put(
                        row.uuid("id"),
                        new Beside(
                                row.money("amount", row.text("currency")),
                                row.money("tax", row.text("currency")),
                                row.money("discount_base", row.text("currency")))),
                tx.company(),
                SqlArray.of(
                        "uuid",
                        pieces.stream()
                                .map(piece -> piece.item().id())
                                .distinct()
                                .toList()));
        return found;
    }

    private static void insert(Tx tx, Actor actor, UUID plan, List<Off> off, String reason) {
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.open_item (company_id, id, party_id, document_id, order_id, kind, number, amount, tax, discount_base,
                    discount_until, currency, date, due, term, instalment, instalments, plan_id, split_from, disputed_on, dispute)
                select i.company_id, n.id, i.party_id, i.document_id, i.order_id, i.kind, i.number, n.amount, n.tax, n.base,
                    i.discount_until, i.currency, i.date, n.due, i.term, i.instalment, i.instalments, ?, i.id, i.disputed_on, i.dispute
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::date[]) as n (id, item, amount, tax, base, due)
                join receivables.open_item i on i.company_id = ? and i.id = n.item""",
                plan,
                SqlArray.of("uuid", off, Off::id),
                SqlArray.of("uuid", off, piece -> piece.piece().item().id()),
                SqlArray.of("numeric", off, piece -> piece.piece().amount()),
                SqlArray.of("numeric", off, Off::tax),
                SqlArray.of("numeric", off, Off::base),
                SqlArray.of("date", off, piece -> piece.piece().due()),
                tx.company());
        DiscountSteps.copy(
                tx,
                off.stream()
                        .collect(Collectors.toMap(
                                Off::id, piece -> piece.piece().item().id())));
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
