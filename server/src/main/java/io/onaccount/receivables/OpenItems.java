package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.Movement;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.organization.Actor;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountSteps.Born;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers owe, item by item. */
@Component
public final class OpenItems {
    private final CreditControl credit;
    private final ReceivableExposure exposure;
    private final Deposits deposits;
    private final DueDates dueDates;
    private final Settlements settlements;
    private final DiscountTerms discountTerms;

    OpenItems(
            CreditControl credit,
            ReceivableExposure exposure,
            Deposits deposits,
            DueDates dueDates,
            Settlements settlements,
            DiscountTerms discountTerms) {
        this.discountTerms = discountTerms;
        this.settlements = settlements;
        this.dueDates = dueDates;
        this.credit = credit;
        this.exposure = exposure;
        this.deposits = deposits;
    }

    /** What a customer owes past its due date; whoever asks has been checked. */
    public OverdueSource.Overdue overdue(Tx tx, UUID party, LocalDate on) {
        return exposure.overdue(tx, party, on);
    }

    /**
     * A query that yields (source, party_id, order_id, document_id, open) for every item of these customers of which something is open: what their
     * limits by product line are judged by, divided among the lines of the document by the module whose it is. What bills settled is still the
     * customer's risk, for the same products, until they have matured, and when they were not paid as far as their own item is open; that part is
     * not rounded. No deposit of the order offsets it, as it is owed by the bill.
     */
    public static Sql owed(long company, Collection<UUID> parties) {
        SqlArray customers = SqlArray.of("uuid", parties);
        return Sql.of("""
                select i.id::text as source, i.party_id, i.order_id, i.document_id, i.amount - i.settled as open
                from receivables.open_item i
                where i.company_id = ? and i.party_id = any(?) and i.settled <> i.amount and i.amount > 0 and i.kind <> 'BILL'
                union all
                select 'bill' || i.id, i.party_id, null::uuid, i.document_id, sum(w.money * w.risk)
                from (select b.company_id, b.party_id, b.receipt_id, 1 as risk from receivables.bill b
                    where b.company_id = ? and b.party_id = any(?) and b.received_on is not null and b.closed_on is null
                  union all
                  select b.company_id, b.party_id, b.receipt_id, (x.amount - x.settled) / x.amount from receivables.open_item x
                    join receivables.bill b on b.company_id = x.company_id and b.id = x.document_id
                    where x.company_id = ? and x.party_id = any(?) and x.settled <> x.amount and x.amount > 0 and x.kind = 'BILL') b
                cross join lateral (select a.item_id, a.amount - a.discount as money, b.risk from receivables.allocation a
                    where a.company_id = b.company_id and a.receipt_id = b.receipt_id) w
                join receivables.open_item i on i.company_id = b.company_id and i.id = w.item_id and i.party_id = b.party_id and i.amount > 0
                group by i.company_id, i.id having sum(w.money * w.risk) > 0""", company, customers, company, customers, company, customers);
    }

    /** As {@link #raise(Tx, Actor, List)}, for one. */
    public UUID raise(Tx tx, Actor actor, NewOpenItem item) {
        return raise(tx, actor, List.of(item)).getFirst();
    }

    /**
     * Raises open items: the item, its journal, the balance and the exposure, all in this transaction; amounts of zero raise nothing. Money kept for
     * the order behind an item settles it at once. Answers the ids, in order, of those raised.
     */
    public List<UUID> raise(Tx tx, Actor actor, List<NewOpenItem> items) {
        return raise(tx, actor, items, Map.of());
    }

    /**
     * Raises credits for goods that came back: of goods that were paid with a cash discount what was paid, unless the company has decided
     * otherwise. The discount that was not given in the end goes back to where it was booked.
     */
    public List<UUID> credit(Tx tx, Actor actor, List<GoodsCredit> credits) {
        List<ReturnedDiscounts.Back> backs = ReturnedDiscounts.take(tx, credits);
        List<NewOpenItem> items = new ArrayList<>(credits.size());
        Map<Integer, ReturnedDiscounts.Back> given = new HashMap<>();
        for (int i = 0; i < credits.size(); i++) {
            ReturnedDiscounts.Back back = backs.get(i);
            items.add(credits.get(i).item().lessBy(back.amount(), back.tax()));
            if (!back.amount().isZero()) {
                given.put(i, back);
            }
        }
        return raise(tx, actor, items, given);
    }

    /** The cash discounts that were taken back by a return. */
    public List<GoodsCredit.TakenBack> takenBack(Tx tx, UUID salesReturn) {
        return ReturnedDiscounts.of(tx, salesReturn);
    }

    /** @param backs by place: what a credit gives back less */
    private List<UUID> raise(Tx tx, Actor actor, List<NewOpenItem> items, Map<Integer, ReturnedDiscounts.Back> backs) {
        Books books = Books.of(tx, actor);
        List<NewOpenItem> raised = new ArrayList<>(items.size());
        List<UUID> ids = new ArrayList<>(items.size());
        for (int place = 0; place < items.size(); place++) {
            NewOpenItem item = items.get(place);
            if (!item.amount().currency().equals(actor.currency())) {
                throw new IllegalArgumentException("open items are kept in " + actor.currency());
            }
            ReturnedDiscounts.Back back = backs.get(place);
            if (item.amount().isZero() && back == null) {
                continue;
            }
            raised.add(item);
            ids.add(Ids.next());
            BigDecimal amount = item.amount().amount();
            books.enter(
                    item.kind().name().toLowerCase(java.util.Locale.ROOT),
                    item.document(),
                    item.date(),
                    null,
                    lines(item, back));
            books.open(item.party(), item.date(), item.due(), amount);
            credit.move(
                    tx,
                    actor,
                    new Movement(
                            item.party(),
                            item.document(),
                            item.order(),
                            item.date(),
                            Bucket.RECEIVABLE,
                            amount,
                            item.kind().name().toLowerCase(java.util.Locale.ROOT),
                            item.due()));
        }
        if (raised.isEmpty()) {
            return ids;
        }
        Map<UUID, Born> discounts = DiscountSteps.born(tx, ids, raised);
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.open_item (company_id, id, party_id, document_id, order_id, kind, number, amount, currency, date, due, term, tax,
                    discount_base, discount_until, instalment, instalments, awaits, fx_currency, fx_amount)
                select ?, n.id, n.party, n.document, n.order_id, n.kind, n.number, n.amount, ?, n.date, n.due, n.term, n.tax, n.discount_base,
                    n.discount_until, n.instalment, n.instalments, n.awaits, n.fx_currency, n.fx_amount
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::date[], ?::date[], ?::text[],
                    ?::numeric[], ?::numeric[], ?::date[], ?::smallint[], ?::smallint[], ?::jsonb[], ?::text[], ?::numeric[])
                  as n (id, party, document, order_id, kind, number, amount, date, due, term, tax, discount_base, discount_until, instalment,
                    instalments, awaits, fx_currency, fx_amount)""",
                tx.company(),
                actor.currency(),
                SqlArray.of("uuid", ids),
                SqlArray.of("uuid", raised, NewOpenItem::party),
                SqlArray.of("uuid", raised, NewOpenItem::document),
                SqlArray.of("uuid", raised, NewOpenItem::order),
                SqlArray.of("text", raised, NewOpenItem::kind),
                SqlArray.of("text", raised, NewOpenItem::number),
                SqlArray.of("numeric", raised, NewOpenItem::amount),
                SqlArray.of("date", raised, NewOpenItem::date),
                SqlArray.of("date", raised, NewOpenItem::due),
                SqlArray.of("text", raised, NewOpenItem::term),
                SqlArray.of("numeric", raised, NewOpenItem::tax),
                SqlArray.of("numeric", ids, id -> base(discounts.get(id))),
                SqlArray.of("date", ids, id -> DiscountSteps.until(discounts.get(id))),
                SqlArray.of("smallint", raised, NewOpenItem::instalment),
                SqlArray.of("smallint", raised, NewOpenItem::instalments),
                SqlArray.of("jsonb", raised, item -> PaymentTerms.json(item.awaited())),
                SqlArray.of(
                        "text",
                        raised,
                        i -> i.foreign() == null ? null : i.foreign().currency()),
                SqlArray.of(
                        "numeric",
                        raised,
                        i -> i.foreign() == null ? null : i.foreign().amount()));
        DiscountSteps.write(tx, discounts.values());
        List<OpenItem> owed = new ArrayList<>();
        for (int i = 0; i < raised.size(); i++) {
            NewOpenItem item = raised.get(i);
            // Money kept for an order in another currency is allocated by a person, at the rates of its day.
            if (item.order() != null
                    && item.foreign() == null
                    && item.amount().isPositive()
                    && credit.mayHaveDeposits(tx, actor, item.party())) {
                UUID id = ids.get(i);
                owed.add(unsettled(id, item, DiscountSteps.until(discounts.get(id))));
            }
        }
        deposits.settle(tx, actor, owed, discounts);
        return ids;
    }

    /**
     * The day from which items of documents count is known now: when the customer signed for the goods, or the invoice's. What waited for it is due
     * by it, and the item's history says why; said again, the later word holds. Cash discounts that count from the invoice follow.
     */
    public void counted(Tx tx, Actor actor, Collection<UUID> documents, Start start, LocalDate on, String reason) {
        dueDates.counted(tx, actor, documents, start, on, reason);
        if (start == Start.INVOICE) {
            discountTerms.invoiced(tx, documents, on);
        }
    }

    /**
     * What a document brought is lowered by a credit item of it, netted at once with what of the document is still open, the latest due first; what
     * was paid already stays the customer's credit.
     *
     * @param credit of a negative amount
     */
    public void lower(Tx tx, Actor actor, NewOpenItem credit) {
        adjust(tx, actor, credit, List.of());
    }

    /**
     * What documents brought is more or less than it was: an item of the difference, netted at once with what of its own document and of theirs is open
     * the other way, the latest due first. A credit that finds nothing open stays the customer's.
     *
     * @param against further documents, whose items it corrects
     */
    public void adjust(Tx tx, Actor actor, NewOpenItem item, Collection<UUID> against) {
        List<UUID> documents = new ArrayList<>(against);
        documents.add(item.document());
        for (UUID id : raise(tx, actor, List.of(item))) {
            tx.flush(); // so that it can be settled
            List<OpenItem> found = Settlements.lock(
                    tx,
                    tx.list(
                            "select i.id from receivables.open_item i where i.company_id = ? and i.document_id = any(?) and i.settled <> i.amount",
                            row -> row.uuid("id"),
                            tx.company(),
                            SqlArray.of("uuid", documents)));
            OpenItem own = found.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElse(null);
            if (own == null) {
                continue; // money kept for the order has settled it
            }
            BigDecimal left = own.open().abs();
            List<Settlements.Settlement> settled = new ArrayList<>();
            for (OpenItem other : found.stream()
                    .filter(one -> one.isCredit() != own.isCredit()
                            && one.party().equals(own.party())
                            && one.foreign() == null)
                    .sorted(Comparator.comparing(OpenItem::due).reversed())
                    .toList()) {
                BigDecimal part = left.min(other.open().abs());
                if (part.signum() > 0) {
                    settled.addAll(Settlements.netting(
                            own.isCredit()
                                    ? new AllocationPlan.Netting(other, own, part)
                                    : new AllocationPlan.Netting(own, other, part),
                            actor.today()));
                    left = left.subtract(part);
                }
            }
            settlements.write(tx, actor, settled);
        }
    }

    /**
     * What is there for orders that are to be paid before their goods leave, of what is needed, in its order: what of the order's items is settled,
     * and what the money kept for it would settle, with the cash discount it earns. It stays so until the transaction ends: receipts and items are
     * locked.
     *
     * @param needed for an order each, as an item that would ask for it
     */
    public List<BigDecimal> paidBefore(Tx tx, Actor actor, List<NewOpenItem> needed) {
        return deposits.paidBefore(tx, actor, needed);
    }

    /** The goods at their full worth against what is owed, and the discount that was not given in the end. */
    private static Books.Line[] lines(NewOpenItem item, ReturnedDiscounts.@Nullable Back back) {
        BigDecimal amount = item.amount().amount();
        Books.Line receivable = Books.Line.of(LedgerAccount.RECEIVABLE, item.party(), amount);
        if (back == null) {
            return new Books.Line[] {receivable, Books.Line.of(item.kind().against(), item.party(), amount.negate())};
        }
        BigDecimal less = back.amount().amount();
        BigDecimal tax = back.tax().amount();
        return new Books.Line[] {
            receivable,
            Books.Line.of(item.kind().against(), item.party(), less.subtract(amount)),
            Books.Line.of(LedgerAccount.DISCOUNT_ALLOWED, item.party(), tax.subtract(less)),
            Books.Line.of(LedgerAccount.OUTPUT_TAX, item.party(), tax.negate())
        };
    }

    private static BigDecimal base(@Nullable Born born) {
        return born == null ? BigDecimal.ZERO : born.base().amount();
    }

    static OpenItem unsettled(UUID id, NewOpenItem item, @Nullable LocalDate discountUntil) {
        return new OpenItem(
                id,
                item.party(),
                item.document(),
                item.order(),
                item.kind(),
                item.number(),
                item.amount().amount(),
                BigDecimal.ZERO,
                item.date(),
                item.due(),
                item.term(),
                item.instalment(),
                item.instalments(),
                discountUntil,
                null);
    }
}
