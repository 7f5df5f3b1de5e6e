package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.Movement;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Periods;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.TryAgain;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountOffers.Granted;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes settlements: allocation rows, the items' settled amounts, journals and exposure, all together. */
@Component
final class Settlements {
    private final CreditControl credit;

    Settlements(CreditControl credit) {
        this.credit = credit;
    }

    /**
     * One item settled by some amount.
     *
     * @param amount with the sign of the item; the opposite takes a settlement back
     * @param receipt the money, or null when items are netted
     * @param match shared by the two sides of a netting
     * @param undoes the allocation taken back, and the journal it was entered with
     * @param granted the part of the amount that is cash discount and not money; null for none
     */
    record Settlement(
            OpenItem item,
            BigDecimal amount,
            @Nullable UUID receipt,
            LocalDate on,
            UUID match,
            @Nullable UUID undoes,
            @Nullable UUID corrects,
            @Nullable Granted granted) {

        Settlement(
                OpenItem item,
                BigDecimal amount,
                @Nullable UUID receipt,
                LocalDate on,
                UUID match,
                @Nullable UUID undoes,
                @Nullable UUID corrects) {
            this(item, amount, receipt, on, match, undoes, corrects, null);
        }

        BigDecimal discount() {
            return granted == null ? BigDecimal.ZERO : granted.amount();
        }

        private BigDecimal tax() {
            return granted == null ? BigDecimal.ZERO : granted.tax();
        }

        /** The money in it. */
        BigDecimal paid() {
            return amount.subtract(discount());
        }
    }

    /** @param document the receipt, or the item's when a discount is granted without money */
    private record JournalKey(
            UUID document,
            LocalDate on,
            boolean back,
            @Nullable UUID corrects,
            UUID party) {}

    /**
     * Writes them; an item that somebody else settled since it was read makes the transaction run again. Answers the ids of the allocations, in
     * order.
     */
    List<UUID> write(Tx tx, Actor actor, List<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return List.of();
        }
        List<UUID> rows = settlements.stream().map(s -> Ids.next()).toList();
        Books books = Books.of(tx, actor);
        Map<JournalKey, UUID> journals = journals(books, settlements);
        TreeMap<UUID, BigDecimal> sums = new TreeMap<>();
        Map<UUID, BigDecimal> discounts = new LinkedHashMap<>();
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        for (Settlement s : settlements) {
            Periods.requireOpen(tx, actor, s.on());
            items.put(s.item().id(), s.item());
            sums.merge(s.item().id(), s.amount(), BigDecimal::add);
            discounts.merge(s.item().id(), s.discount(), BigDecimal::add);
            books.open(
                    s.item().party(),
                    s.item().date(),
                    s.item().due(),
                    s.amount().negate());
            move(tx, actor, s);
        }
        List<UUID> ids = List.copyOf(sums.keySet());
        if (ids.size() > 1) {
            tx.add(
                    Rank.DETAIL,
                    "select 1 from receivables.open_item i where i.company_id = ? and i.id = any(?) order by i.id for no key update",
                    tx.company(),
                    SqlArray.of("uuid", ids));
        }
        tx.addExpecting(
                Rank.DETAIL,
                ids.size(),
                TryAgain::new,
                """
                update receivables.open_item i set settled = i.settled + d.amount, discounted = i.discounted + d.discount
                from unnest(?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[]) as d (id, amount, discount, seen)
                where i.company_id = ? and i.id = d.id and i.settled = d.seen""",
                SqlArray.of("uuid", ids),
                SqlArray.of("numeric", ids, sums::get),
                SqlArray.of("numeric", ids, discounts::get),
                SqlArray.of("numeric", ids, id -> seen(items, id)),
                tx.company());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.allocation (company_id, id, match_id, party_id, item_id, receipt_id, amount, currency, happened_on,
                    recorded_by, journal_id, undoes_id, item_date, item_due, discount, discount_tax, discount_rate, discount_days, discount_until)
                select ?, n.id, n.match, n.party, n.item, n.receipt, n.amount, ?, n.happened_on, ?, n.journal, n.undoes, n.item_date, n.item_due,
                    n.discount, n.discount_tax, n.discount_rate, n.discount_days, n.discount_until
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::numeric[], ?::date[], ?::uuid[], ?::uuid[], ?::date[],
                    ?::date[], ?::numeric[], ?::numeric[], ?::numeric[], ?::integer[], ?::date[])
                  as n (id, match, party, item, receipt, amount, happened_on, journal, undoes, item_date, item_due,
                    discount, discount_tax, discount_rate, discount_days, discount_until)""",
                tx.company(),
                actor.currency(),
                actor.user(),
                SqlArray.of("uuid", rows),
                SqlArray.of("uuid", settlements, Settlement::match),
                SqlArray.of("uuid", settlements, s -> s.item().party()),
                SqlArray.of("uuid", settlements, s -> s.item().id()),
                SqlArray.of("uuid", settlements, Settlement::receipt),
                SqlArray.of("numeric", settlements, Settlement::amount),
                SqlArray.of("date", settlements, Settlement::on),
                SqlArray.of("uuid", settlements, s -> journals.get(key(s))),
                SqlArray.of("uuid", settlements, Settlement::undoes),
                SqlArray.of("date", settlements, s -> s.item().date()),
                SqlArray.of("date", settlements, s -> s.item().due()),
                SqlArray.of("numeric", settlements, Settlement::discount),
                SqlArray.of("numeric", settlements, Settlement::tax),
                SqlArray.of(
                        "numeric",
                        settlements,
                        s -> s.granted() == null ? null : s.granted().rate()),
                SqlArray.of(
                        "integer",
                        settlements,
                        s -> s.granted() == null ? null : s.granted().days()),
                SqlArray.of(
                        "date",
                        settlements,
                        s -> s.granted() == null ? null : s.granted().until()));
        return rows;
    }

    private static BigDecimal seen(Map<UUID, OpenItem> items, UUID id) {
        OpenItem item = items.get(id);
        if (item == null) {
            throw new IllegalStateException("item " + id);
        }
        return item.settled();
    }

    private static @Nullable JournalKey key(Settlement s) {
        UUID receipt = s.receipt();
        if (receipt == null && s.granted() == null) {
            return null;
        }
        return new JournalKey(
                receipt == null ? s.item().document() : receipt,
                s.on(),
                s.undoes() != null,
                s.corrects(),
                s.item().party());
    }

    /** What a journal of settlements moves. */
    private record Sums(BigDecimal settled, BigDecimal discount, BigDecimal tax) {
        static Sums of(Settlement s) {
            return new Sums(s.amount(), s.discount(), s.tax());
        }

        Sums plus(Sums other) {
            return new Sums(settled.add(other.settled), discount.add(other.discount), tax.add(other.tax));
        }
    }

    /**
     * Money that settles leaves the customer's money for the receivable, and a discount goes there from what it costs us; netting moves nothing
     * between accounts.
     */
    private static Map<JournalKey, UUID> journals(Books books, List<Settlement> settlements) {
        Map<JournalKey, Sums> sums = new LinkedHashMap<>();
        for (Settlement s : settlements) {
            JournalKey key = key(s);
            if (key != null) {
                sums.merge(key, Sums.of(s), Sums::plus);
            }
        }
        Map<JournalKey, UUID> journals = new LinkedHashMap<>();
        sums.forEach((key, sum) -> journals.put(
                key,
                books.enter(
                        (key.back() ? "unallocate" : "allocate")
                                + (sum.discount().signum() == 0 ? "" : "-discount"),
                        key.document(),
                        key.on(),
                        key.corrects(),
                        Books.Line.of(
                                LedgerAccount.CUSTOMER_MONEY,
                                key.party(),
                                sum.settled().subtract(sum.discount())),
                        Books.Line.of(
                                LedgerAccount.DISCOUNT_ALLOWED,
                                key.party(),
                                sum.discount().subtract(sum.tax())),
                        Books.Line.of(LedgerAccount.OUTPUT_TAX, key.party(), sum.tax()),
                        Books.Line.of(
                                LedgerAccount.RECEIVABLE,
                                key.party(),
                                sum.settled().negate()))));
        return journals;
    }

    private void move(Tx tx, Actor actor, Settlement s) {
        String cause = s.undoes() == null ? "allocate" : "unallocate";
        credit.move(
                tx,
                actor,
                new Movement(
                        s.item().party(),
                        s.item().document(),
                        s.item().order(),
                        s.on(),
                        Bucket.RECEIVABLE,
                        s.amount().negate(),
                        cause,
                        s.item().due()));
        UUID receipt = s.receipt();
        if (receipt != null) {
            credit.move(
                    tx,
                    actor,
                    new Movement(
                            s.item().party(),
                            receipt,
                            null,
                            s.on(),
                            Bucket.UNAPPLIED,
                            s.paid().negate(),
                            cause));
        }
    }

    /** The two sides of a netting. */
    static List<Settlement> netting(AllocationPlan.Netting netting, LocalDate on) {
        UUID match = Ids.next();
        LocalDate day = latest(on, netting.item().date(), netting.credit().date());
        return List.of(
                new Settlement(netting.item(), netting.amount(), null, day, match, null, null),
                new Settlement(netting.credit(), netting.amount().negate(), null, day, match, null, null));
    }

    /** Nothing is settled before it exists: neither the item nor the money. */
    static LocalDate latest(LocalDate first, LocalDate... others) {
        LocalDate latest = first;
        for (LocalDate other : others) {
            latest = other.isAfter(latest) ? other : latest;
        }
        return latest;
    }

    /** Reads items and locks them in the order of their ids when this is a second attempt, or when asked to. */
    static List<OpenItem> lock(Tx tx, List<UUID> ids) {
        return tx.list(
                "select " + OpenItem.COLUMNS
                        + " from receivables.open_item i where i.company_id = ? and i.id = any(?) order by i.id for no key update",
                OpenItem::read,
                tx.company(),
                SqlArray.of("uuid", ids));
    }

    /** The same items as they are under lock, in the given order; without lock on the first, optimistic attempt. */
    static List<OpenItem> settled(Tx tx, List<OpenItem> read) {
        if (tx.attempt() == 1 || read.isEmpty()) {
            return read;
        }
        Map<UUID, OpenItem> locked = new LinkedHashMap<>();
        lock(tx, read.stream().map(OpenItem::id).toList()).forEach(item -> locked.put(item.id(), item));
        List<OpenItem> fresh = new ArrayList<>(read.size());
        for (OpenItem item : read) {
            OpenItem now = locked.get(item.id());
            if (now != null) {
                fresh.add(now);
            }
        }
        return fresh;
    }
}
