package io.onaccount.receivables;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Money kept for orders (定金) settles what these orders owe as soon as they owe it, in the same transaction (CRD-16, RCP-04). */
@Component
final class Deposits {
    private final Headers headers;
    private final CreditControl credit;
    private final Settlements settlements;

    Deposits(Headers headers, CreditControl credit, Settlements settlements) {
        this.headers = headers;
        this.credit = credit;
        this.settlements = settlements;
    }

    /** A purpose of a receipt, and what is still kept for it. */
    private static final class Kept {
        final UUID receipt;
        final int line;
        final UUID order;
        BigDecimal amount;
        BigDecimal used = BigDecimal.ZERO;

        Kept(UUID receipt, int line, UUID order, BigDecimal amount) {
            this.receipt = receipt;
            this.line = line;
            this.order = order;
            this.amount = amount;
        }
    }

    private record Freed(UUID party, UUID order, UUID receipt, LocalDate on, BigDecimal amount) {}

    /**
     * Settles items just raised as far as money is kept for their orders, the oldest receipts first. The receipts are locked: what is kept there
     * can't be freed or reversed meanwhile.
     *
     * @param items of orders, nothing settled yet; their rows are about to be written
     * @param discounts what they were born with: money that was there before earns the first step
     */
    void settle(Tx tx, Actor actor, List<OpenItem> items, Map<UUID, DiscountSteps.Born> discounts) {
        if (items.isEmpty()) {
            return;
        }
        Set<UUID> orders = new TreeSet<>();
        items.forEach(item -> orders.add(Objects.requireNonNull(item.order())));
        Set<UUID> receipts = receipts(tx, orders);
        if (receipts.isEmpty()) {
            return;
        }
        // Whoever ships need not be one who sees receipts.
        Map<UUID, Header> locked = headers.lock(tx, actor.companyWide(), Receipts.KIND, receipts);
        List<Kept> kept = kept(tx, receipts, orders);
        List<Settlement> settled = new ArrayList<>();
        List<Freed> freed = new ArrayList<>();
        Map<LocalDate, DiscountOffers> byDay = new LinkedHashMap<>();
        for (OpenItem item : items) {
            BigDecimal rest = item.amount();
            for (Kept money : kept) {
                if (!money.order.equals(item.order()) || rest.min(money.amount).signum() <= 0) {
                    continue;
                }
                LocalDate valueDate =
                        Objects.requireNonNull(locked.get(money.receipt)).date();
                LocalDate on = Settlements.latest(item.date(), valueDate);
                DiscountOffers offers =
                        byDay.computeIfAbsent(valueDate, day -> DiscountSteps.offers(tx, discounts, day));
                DiscountOffers.Part part = offers.part(item, money.amount, rest);
                settled.add(new Settlement(
                        item, part.settled(), money.receipt, on, Ids.next(), offers.granted(item, part.discount())));
                freed.add(new Freed(item.party(), money.order, money.receipt, on, part.paid()));
                headers.relate(tx, item.document(), money.receipt);
                money.amount = money.amount.subtract(part.paid());
                money.used = money.used.add(part.paid());
                rest = rest.subtract(part.settled());
            }
        }
        List<Kept> used = kept.stream().filter(k -> k.used.signum() > 0).toList();
        if (used.isEmpty()) {
            return;
        }
        write(tx, actor, locked, used);
        settlements.write(tx, actor, settled);
        // Last, because it sends what was gathered.
        for (Freed money : freed) {
            Money amount = new Money(money.amount(), actor.currency());
            credit.move(tx, actor, money.party(), money.receipt(), money.on(), Bucket.UNAPPLIED, amount, "assign");
            credit.assign(tx, actor, money.party(), money.order(), money.on(), amount.negated());
        }
    }

    private static Set<UUID> receipts(Tx tx, Collection<UUID> orders) {
        return new TreeSet<>(tx.list(
                "select distinct p.receipt_id from receivables.receipt_purpose p where p.company_id = ? and p.order_id = any(?) and p.assigned > 0",
                row -> row.uuid("receipt_id"),
                tx.company(),
                SqlArray.of("uuid", orders)));
    }

    /** What of the needed is there for its order; receipts and items are locked. What came back (credit notes) isn't asked about. */
    List<BigDecimal> paidBefore(Tx tx, Actor actor, List<NewOpenItem> needed) {
        Set<UUID> orders = new TreeSet<>();
        needed.forEach(item -> orders.add(Objects.requireNonNull(item.order())));
        Set<UUID> receipts = receipts(tx, orders);
        Map<UUID, Header> locked =
                receipts.isEmpty() ? Map.of() : headers.lock(tx, actor.companyWide(), Receipts.KIND, receipts);
        List<Kept> kept = receipts.isEmpty() ? List.of() : kept(tx, receipts, orders);
        List<UUID> items = tx.list(
                "select i.id from receivables.open_item i where i.company_id = ? and i.order_id = any(?) and i.amount > 0 and i.settled > 0",
                row -> row.uuid("id"),
                tx.company(),
                SqlArray.of("uuid", orders));
        Map<UUID, BigDecimal> settled = new HashMap<>();
        Settlements.lock(tx, items)
                .forEach(item -> settled.merge(Objects.requireNonNull(item.order()), item.settled(), BigDecimal::add));
        List<UUID> ids = needed.stream().map(item -> Ids.next()).toList();
        Map<UUID, DiscountSteps.Born> discounts = kept.isEmpty() ? Map.of() : DiscountSteps.born(tx, ids, needed);
        List<BigDecimal> there = new ArrayList<>(needed.size());
        for (int i = 0; i < needed.size(); i++) {
            OpenItem item = OpenItems.unsettled(ids.get(i), needed.get(i), null);
            BigDecimal paid = settled.getOrDefault(item.order(), BigDecimal.ZERO);
            for (Kept money : kept) {
                if (money.order.equals(item.order())) {
                    LocalDate valueDate =
                            Objects.requireNonNull(locked.get(money.receipt)).date();
                    BigDecimal rest = item.amount().subtract(paid).max(BigDecimal.ZERO);
                    DiscountOffers.Part part =
                            DiscountSteps.offers(tx, discounts, valueDate).part(item, money.amount, rest);
                    paid = paid.add(part.settled().max(money.amount)); // what is too much counts as it is
                }
            }
            there.add(paid);
        }
        return there;
    }

    private static List<Kept> kept(Tx tx, Set<UUID> receipts, Collection<UUID> orders) {
        return tx.list(
                """
                select p.receipt_id, p.line, p.order_id, p.assigned, r.currency from receivables.receipt_purpose p
                join receivables.receipt r on r.company_id = p.company_id and r.id = p.receipt_id
                where p.company_id = ? and p.receipt_id = any(?) and p.order_id = any(?) and p.assigned > 0 and r.posted
                order by r.posted_on, p.receipt_id, p.line""",
                row -> new Kept(
                        row.uuid("receipt_id"),
                        row.integer("line"),
                        row.uuid("order_id"),
                        row.money("assigned", row.text("currency")).amount()),
                tx.company(),
                SqlArray.of("uuid", receipts),
                SqlArray.of("uuid", orders));
    }

    /** What was kept is allocated now, on the receipts and in their history. */
    private void write(Tx tx, Actor actor, Map<UUID, Header> locked, List<Kept> used) {
        tx.addExpecting(
                Rank.DETAIL,
                used.size(),
                () -> Problem.conflict("receipt-nothing-kept"),
                """
                update receivables.receipt_purpose p set assigned = p.assigned - u.amount
                from unnest(?::uuid[], ?::integer[], ?::numeric[]) as u (receipt, line, amount)
                where p.company_id = ? and p.receipt_id = u.receipt and p.line = u.line""",
                SqlArray.of("uuid", used, k -> k.receipt),
                SqlArray.of("integer", used, k -> k.line),
                SqlArray.of("numeric", used, k -> k.used),
                tx.company());
        Map<UUID, BigDecimal> sums = new LinkedHashMap<>();
        used.forEach(k -> sums.merge(k.receipt, k.used, BigDecimal::add));
        List<UUID> ids = List.copyOf(sums.keySet());
        tx.addExpecting(
                Rank.DETAIL,
                ids.size(),
                () -> Problem.conflict("receipt-not-posted"),
                """
                update receivables.receipt r set allocated = r.allocated + s.amount, unapplied = r.unapplied - s.amount, assigned = r.assigned - s.amount
                from unnest(?::uuid[], ?::numeric[]) as s (id, amount) where r.company_id = ? and r.id = s.id and r.posted""",
                SqlArray.of("uuid", ids),
                SqlArray.of("numeric", ids, sums::get),
                tx.company());
        headers.move(
                tx,
                actor,
                "allocate",
                ids.stream()
                        .map(id -> new Headers.Moved(
                                Objects.requireNonNull(locked.get(id)),
                                ReceiptState.CONFIRMED,
                                Map.of(
                                        "amount",
                                        Objects.requireNonNull(sums.get(id)).toPlainString())))
                        .toList());
    }
}
