package io.onaccount.receivables;

import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Goods that come back were paid for less the cash discount taken on them, so that much less is credited (DSC-02): after any return the discount that
 * stays is that of the goods that were kept, rounded once.
 */
final class ReturnedDiscounts {
    private ReturnedDiscounts() {}

    /**
     * What stands behind a share: a delivery's goods of an order; where these are owed for otherwise, all that is owed for the order.
     *
     * @param document the delivery, or the order
     */
    private record Key(UUID document, UUID order) {}

    /** What was owed and taken off for a key, and the returns so far. */
    private static final class Stand {
        final Money whole;
        final Money discount;
        final Money tax;
        Money kept;
        Money taken;
        Money seenDiscount;
        Money seriesDiscount;
        Money seriesKept;
        Money seriesBack;

        Stand(Money whole, Money discount, Money tax) {
            Money zero = Money.zero(whole.currency());
            this.whole = whole;
            this.discount = discount;
            this.tax = tax;
            kept = whole;
            taken = zero;
            seenDiscount = zero;
            seriesDiscount = zero;
            seriesKept = whole;
            seriesBack = zero;
        }

        void before(Row row) {
            String currency = whole.currency();
            taken = taken.plus(row.money("back", currency));
            if (row.money("kept", currency).compareTo(kept) < 0) {
                kept = row.money("kept", currency);
                seenDiscount = row.money("discount", currency);
                seriesDiscount = row.money("series_discount", currency);
                seriesKept = row.money("series_kept", currency);
                seriesBack = row.money("series_back", currency);
            }
        }

        /** So much more comes back; answers the discount in it. */
        Money back(Money gross) {
            Money zero = Money.zero(whole.currency());
            if (!discount.equals(seenDiscount)) {
                seenDiscount = discount;
                seriesDiscount = discount.minus(taken).max(zero);
                seriesKept = kept;
                seriesBack = zero;
            }
            kept = kept.minus(gross);
            if (!seriesKept.isPositive() || !seriesDiscount.isPositive()) {
                return zero;
            }
            Money stays = seriesDiscount.share(kept.max(zero).amount(), seriesKept.amount());
            Money back = seriesDiscount.minus(stays).minus(seriesBack).max(zero).min(gross);
            seriesBack = seriesBack.plus(back);
            taken = taken.plus(back);
            return back;
        }
    }

    /** The discount in a credit, and the output tax in that. */
    record Back(Money amount, Money tax) {}

    /** What each credit gives back less; the items the goods were owed by are locked. */
    static List<Back> take(Tx tx, List<GoodsCredit> credits) {
        Set<Key> wanted = new LinkedHashSet<>();
        for (GoodsCredit credit : credits) {
            UUID order = credit.item().order();
            if (order != null) {
                credit.from().forEach(came -> wanted.add(new Key(came.delivery(), order)));
            }
        }
        boolean on = DiscountTerms.settings(tx).lessOnReturn();
        Map<Key, Key> basis = new HashMap<>();
        Map<Key, Stand> stands = wanted.isEmpty() || !on ? Map.of() : stands(tx, wanted, basis);
        List<Back> backs = new ArrayList<>(credits.size());
        List<Written> written = new ArrayList<>();
        for (GoodsCredit credit : credits) {
            Money amount = Money.zero(credit.item().amount().currency());
            Money tax = amount;
            for (GoodsCredit.Came came : credit.from()) {
                UUID order = credit.item().order();
                Key key = order == null ? null : basis.get(new Key(came.delivery(), order));
                Stand stand = key == null ? null : stands.get(key);
                if (key != null && stand != null && came.owed().isPositive()) {
                    Money back = stand.back(came.owed());
                    amount = amount.plus(back);
                    if (stand.discount.isPositive()) {
                        tax = tax.plus(stand.tax.share(back.amount(), stand.discount.amount()));
                    }
                    written.add(Written.of(credit.item().document(), key, came.owed(), stand, back));
                }
            }
            backs.add(new Back(amount, tax));
        }
        write(tx, written);
        return backs;
    }

    private static Map<Key, Stand> stands(Tx tx, Set<Key> wanted, Map<Key, Key> basis) {
        record Owed(UUID document, UUID order, ItemKind kind, Money amount, Money discount, Money tax) {}
        List<UUID> ids = tx.list(
                "select i.id from receivables.open_item i where i.company_id = ? and i.order_id = any(?) and i.kind in ('DELIVERY', 'ORDER', 'INVOICE')"
                        + " and i.amount > 0",
                row -> row.uuid("id"),
                tx.company(),
                SqlArray.of("uuid", wanted, Key::order));
        Settlements.lock(tx, ids);
        List<Owed> owed = tx.list(
                """
                select i.document_id, i.order_id, i.kind, i.currency, i.amount, coalesce(a.discount, 0) as discount, coalesce(a.tax, 0) as tax
                from receivables.open_item i
                left join lateral (select sum(a.discount) as discount, sum(a.discount_tax) as tax from receivables.allocation a
                    where a.company_id = i.company_id and a.item_id = i.id) a on true
                where i.company_id = ? and i.id = any(?)""",
                row -> new Owed(
                        row.uuid("document_id"),
                        row.uuid("order_id"),
                        row.choice("kind", ItemKind.class),
                        row.money("amount", row.text("currency")),
                        row.money("discount", row.text("currency")),
                        row.money("tax", row.text("currency"))),
                tx.company(),
                SqlArray.of("uuid", ids));
        Map<Key, Stand> stands = new LinkedHashMap<>();
        for (Key key : wanted) {
            List<Owed> own = owed.stream()
                    .filter(o -> o.order().equals(key.order()) && o.document().equals(key.document()))
                    .toList();
            Key of = own.isEmpty() ? new Key(key.order(), key.order()) : key;
            List<Owed> behind = own.isEmpty()
                    ? owed.stream()
                            .filter(o -> o.order().equals(key.order()) && o.kind() != ItemKind.DELIVERY)
                            .toList()
                    : own;
            if (!behind.isEmpty()) {
                basis.put(key, of);
                stands.computeIfAbsent(
                        of,
                        k -> new Stand(
                                behind.stream()
                                        .map(Owed::amount)
                                        .reduce(Money::plus)
                                        .orElseThrow(),
                                behind.stream()
                                        .map(Owed::discount)
                                        .reduce(Money::plus)
                                        .orElseThrow(),
                                behind.stream()
                                        .map(Owed::tax)
                                        .reduce(Money::plus)
                                        .orElseThrow()));
            }
        }
        tx.list(
                "select r.* from receivables.returned_discount r where r.company_id = ? and r.order_id = any(?)",
                row -> {
                    Stand stand = stands.get(new Key(row.uuid("document_id"), row.uuid("order_id")));
                    if (stand != null) {
                        stand.before(row);
                    }
                    return true;
                },
                tx.company(),
                SqlArray.of("uuid", wanted, Key::order));
        return stands;
    }

    private record Written(
            UUID credit,
            Key key,
            Money gross,
            Money whole,
            Money kept,
            Money discount,
            Money seriesDiscount,
            Money seriesKept,
            Money seriesBack,
            Money back) {

        static Written of(UUID credit, Key key, Money gross, Stand stand, Money back) {
            return new Written(
                    credit,
                    key,
                    gross,
                    stand.whole,
                    stand.kept,
                    stand.discount,
                    stand.seriesDiscount,
                    stand.seriesKept,
                    stand.seriesBack,
                    back);
        }

        /** Two deliveries of one order that is owed for as a whole are one share of it. */
        Written and(Written later) {
            return new Written(
                    credit,
                    key,
                    gross.plus(later.gross),
                    whole,
                    later.kept,
                    discount,
                    later.seriesDiscount,
                    later.seriesKept,
                    later.seriesBack,
                    back.plus(later.back));
        }
    }

    private static void write(Tx tx, List<Written> all) {
        if (all.isEmpty()) {
            return;
        }
        Map<List<Object>, Written> merged = new LinkedHashMap<>();
        all.forEach(w -> merged.merge(List.of(w.credit(), w.key()), w, Written::and));
        List<Written> rows = List.copyOf(merged.values());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.returned_discount (company_id, return_id, document_id, order_id, gross, whole, kept, discount, series_discount,
                  series_kept, series_back, back, currency)
                select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                  ?::numeric[], ?::numeric[], ?::numeric[], ?::text[]) as n""",
                tx.company(),
                SqlArray.of("uuid", rows, Written::credit),
                SqlArray.of("uuid", rows, w -> w.key().document()),
                SqlArray.of("uuid", rows, w -> w.key().order()),
                SqlArray.of("numeric", rows, Written::gross),
                SqlArray.of("numeric", rows, Written::whole),
                SqlArray.of("numeric", rows, Written::kept),
                SqlArray.of("numeric", rows, Written::discount),
                SqlArray.of("numeric", rows, Written::seriesDiscount),
                SqlArray.of("numeric", rows, Written::seriesKept),
                SqlArray.of("numeric", rows, Written::seriesBack),
                SqlArray.of("numeric", rows, Written::back),
                SqlArray.of("text", rows, w -> w.back().currency()));
    }

    /** What a return took back. */
    static List<GoodsCredit.TakenBack> of(Tx tx, UUID credit) {
        return tx.list(
                """
                select h.number, r.* from receivables.returned_discount r
                join document.header h on h.company_id = r.company_id and h.id = r.document_id
                where r.company_id = ? and r.return_id = ? and r.back > 0 order by h.number""",
                row -> {
                    String currency = row.text("currency");
                    return new GoodsCredit.TakenBack(
                            row.text("number"),
                            row.money("gross", currency).amount(),
                            row.money("whole", currency).amount(),
                            row.money("discount", currency).amount(),
                            row.money("back", currency).amount());
                },
                tx.company(),
                credit);
    }
}
