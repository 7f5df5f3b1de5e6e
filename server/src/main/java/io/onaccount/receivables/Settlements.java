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
     * @param match shared by the two sides of a netting, and by what settles the rest of an item with its money
     * @param undoes the allocation taken back, and the journal it was entered with
     * @param foreign the amount in the item's own currency, when that is another; null for none
     * @param money what is used of the receipt in its own currency, when that is another
     * @param instead what settles the item when it is neither money nor another item
     * @param onBehalf whose money it is when it isn't that of whoever owes the item
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
            @Nullable BigDecimal foreign,
            @Nullable BigDecimal money,
            @Nullable Instead instead,
            @Nullable OnBehalf onBehalf,
            @Nullable Granted granted) {

        Settlement(
                OpenItem item,
                BigDecimal amount,
                @Nullable UUID receipt,
                LocalDate on,
                UUID match,
                @Nullable UUID undoes,
                @Nullable UUID corrects) {
            this(item, amount, receipt, on, match, undoes, corrects, null, null, null, null, null);
        }

        /** A new one, with a discount. */
        Settlement(
                OpenItem item,
                BigDecimal amount,
                @Nullable UUID receipt,
                LocalDate on,
                UUID match,
                @Nullable Granted granted) {
            this(item, amount, receipt, on, match, null, null, null, null, null, null, granted);
        }

        /** The same with somebody else's money; null: with their own. */
        Settlement onBehalf(@Nullable OnBehalf other) {
            return new Settlement(
                    item, amount, receipt, on, match, undoes, corrects, foreign, money, instead, other, granted);
        }

        /** The same with what it is in the item's and in the receipt's own currency. */
        Settlement in(@Nullable BigDecimal ofItem, @Nullable BigDecimal ofReceipt) {
            return new Settlement(
                    item, amount, receipt, on, match, undoes, corrects, ofItem, ofReceipt, instead, onBehalf, granted);
        }

        /** The same of the item as it was first read: what others of this transaction settle of it comes on top. */
        Settlement of(OpenItem first) {
            return new Settlement(
                    first, amount, receipt, on, match, undoes, corrects, foreign, money, instead, onBehalf, granted);
        }

        /** What settles more of the item along with it, borne by an account; taken back with it. */
        Settlement along(BigDecimal more, @Nullable BigDecimal moreForeign, LedgerAccount account, UUID cause) {
            return new Settlement(
                    item,
                    more,
                    null,
                    on,
                    match,
                    null,
                    null,
                    moreForeign,
                    null,
                    new Instead(account, cause),
                    null,
                    null);
        }

        /** Who pays. */
        UUID payer() {
            return onBehalf == null ? item.party() : onBehalf.payer();
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

    /** The account that bears what is settled without money, and the document that brought it about. */
    record Instead(LedgerAccount account, UUID cause) {}

    /** Somebody pays what another owes (代付), and what allows it. */
    record OnBehalf(UUID payer, @Nullable UUID authority) {}

    /** @param document the receipt, or the item's when a discount is granted without money */
    private record JournalKey(
            UUID document,
            LocalDate on,
            boolean back,
            @Nullable UUID corrects,
            UUID party,
            LedgerAccount account,
            UUID payer) {

        String cause() {
            if (back) {
                return "unallocate";
            }
            return switch (account) {
                case CUSTOMER_MONEY -> "allocate";
                case EXCHANGE -> "exchange";
                default -> "write-off";
            };
        }
    }

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
        Map<UUID, BigDecimal> foreign = new LinkedHashMap<>();
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        for (Settlement s : settlements) {
            Periods.requireOpen(tx, actor, s.on());
            items.put(s.item().id(), s.item());
            if (s.foreign() != null) {
                foreign.merge(s.item().id(), s.foreign(), BigDecimal::add);
            }
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
                update receivables.open_item i set settled = i.settled + d.amount, discounted = i.discounted + d.discount,
                  fx_settled = i.fx_settled + d.fx
                from unnest(?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[]) as d (id, amount, discount, fx, seen)
                where i.company_id = ? and i.id = d.id and i.settled = d.seen""",
                SqlArray.of("uuid", ids),
                SqlArray.of("numeric", ids, sums::get),
                SqlArray.of("numeric", ids, discounts::get),
                SqlArray.of("numeric", ids, id -> foreign.getOrDefault(id, BigDecimal.ZERO)),
                SqlArray.of("numeric", ids, id -> seen(items, id)),
                tx.company());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.allocation (company_id, id, match_id, party_id, item_id, receipt_id, amount, currency, happened_on,
                    recorded_by, journal_id, undoes_id, item_date, item_due, account, cause_id, authority_id, fx_amount, receipt_fx,
                    discount, discount_tax, discount_rate, discount_days, discount_until)
                select ?, n.id, n.match, n.party, n.item, n.receipt, n.amount, ?, n.happened_on, ?, n.journal, n.undoes, n.item_date, n.item_due,
                    n.account, n.cause, n.authority, n.fx, n.receipt_fx,
                    n.discount, n.discount_tax, n.discount_rate, n.discount_days, n.discount_until
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::numeric[], ?::date[], ?::uuid[], ?::uuid[], ?::date[],
                    ?::date[], ?::text[], ?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[],
                    ?::integer[], ?::date[])
                  as n (id, match, party, item, receipt, amount, happened_on, journal, undoes, item_date, item_due, account, cause, authority,
                    fx, receipt_fx, discount, discount_tax, discount_rate, discount_days, discount_until)""",
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
                SqlArray.of(
                        "text",
                        settlements,
                        s -> s.instead() == null ? null : s.instead().account()),
                SqlArray.of(
                        "uuid",
                        settlements,
                        s -> s.instead() == null ? null : s.instead().cause()),
                SqlArray.of(
                        "uuid",
                        settlements,
                        s -> s.onBehalf() == null ? null : s.onBehalf().authority()),
                SqlArray.of("numeric", settlements, Settlement::foreign),
                SqlArray.of("numeric", settlements, Settlement::money),
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
        Instead instead = s.instead();
        if (receipt == null && instead == null && s.granted() == null) {
            return null;
        }
        UUID document = instead == null ? s.item().document() : instead.cause();
        return new JournalKey(
                receipt == null ? document : receipt,
                s.on(),
                s.undoes() != null,
                s.corrects(),
                s.item().party(),
                instead == null ? LedgerAccount.CUSTOMER_MONEY : instead.account(),
                s.payer());
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
                        key.cause() + (sum.discount().signum() == 0 ? "" : "-discount"),
                        key.document(),
                        key.on(),
                        key.corrects(),
                        Books.Line.of(key.account(), key.payer(), sum.settled().subtract(sum.discount())),
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
                            s.payer(),
                            receipt,
                            null,
                            s.on(),
                            Bucket.UNAPPLIED,
                            s.paid().negate(),
                            cause));
        }
    }

    /** The two sides of a netting of two items in the company's currency. */
    static List<Settlement> netting(AllocationPlan.Netting netting, LocalDate on) {
        return netting(netting.item(), netting.credit(), netting.amount(), netting.amount(), on, "");
    }

    /**
     * The two sides of a netting, each in its item's own currency, and the gain or loss between what they are worth.
     *
     * @param base the company's currency
     */
    static List<Settlement> netting(
            OpenItem item, OpenItem credit, BigDecimal ofItem, BigDecimal ofCredit, LocalDate on, String base) {
        UUID match = Ids.next();
        LocalDate day = latest(on, item.date(), credit.date());
        BigDecimal worth = item.worth(ofItem, base);
        BigDecimal money = credit.worth(ofCredit.negate(), base).negate();
        Settlement settled = new Settlement(item, money, null, day, match, null, null)
                .in(item.foreign() == null ? null : ofItem, null);
        Settlement used = new Settlement(credit, money.negate(), null, day, match, null, null)
                .in(credit.foreign() == null ? null : ofCredit.negate(), null);
        BigDecimal difference = worth.subtract(money);
        return difference.signum() == 0
                ? List.of(settled, used)
                : List.of(settled, used, settled.along(difference, null, LedgerAccount.EXCHANGE, credit.document()));
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
