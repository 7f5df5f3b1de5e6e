package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountOffers.Granted;
import io.onaccount.receivables.Settlements.Settlement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What settles what (核销), when no receipt is at hand: netting items, and taking back. */
@Component
public final class Allocations {
    static final String KIND = "allocation";

    /** What a receipt settles, and what was written off with it: a condition with the receipt as its value. */
    static final String OF_RECEIPT =
            "a.match_id in (select m.match_id from receivables.allocation m where m.company_id = a.company_id and m.receipt_id = ?)";

    private final Receipts receipts;
    private final Parties parties;
    private final Settlements settlements;

    Allocations(Receipts receipts, Parties parties, Settlements settlements) {
        this.receipts = receipts;
        this.parties = parties;
        this.settlements = settlements;
    }

    /**
     * Settles an item with a credit note (红字冲抵), as far as both are open or the amount goes.
     *
     * @param amount in the credit note's currency; an item in another is settled by what that is worth on the day
     *
     * @throws Problem 404 for an item out of scope, 400 when the two don't fit or the amount is more than both have open
     */
    public void net(Tx tx, Actor actor, UUID item, UUID credit, BigDecimal amount) {
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        Settlements.lock(tx, List.of(item, credit)).forEach(found -> items.put(found.id(), found));
        OpenItem positive = items.get(item);
        OpenItem negative = items.get(credit);
        if (positive == null) {
            throw Problem.notFound("open-item", item);
        }
        if (negative == null) {
            throw Problem.notFound("open-item", credit);
        }
        parties.require(tx, actor, positive.party());
        parties.require(tx, actor, negative.party());
        Problem.Collector problems = new Problem.Collector();
        problems.check(!positive.isCredit(), "item", "allocation-signs");
        problems.check(negative.isCredit(), "credit", "allocation-signs");
        problems.check(positive.party().equals(negative.party()), "credit", "allocation-item");
        String currency = negative.currency() == null ? actor.currency() : negative.currency();
        String other = positive.currency() == null ? actor.currency() : positive.currency();
        LocalDate on = actor.today();
        BigDecimal wanted = Input.amount(problems, "amount", amount, currency);
        problems.check(wanted.signum() > 0, "amount", "receipt-not-positive");
        BigDecimal settled = wanted;
        if (!currency.equals(other)) {
            BigDecimal rate = ExchangeRates.between(tx, actor, currency, other, on)
                    .orElseThrow(() -> Problem.invalid("item", "rate-missing", other, on));
            settled = Money.round(wanted.multiply(rate), other).amount();
            problems.check(settled.signum() > 0, "amount", "receipt-not-positive");
        }
        BigDecimal most = negative.inItsCurrency().open().negate();
        BigDecimal owed = positive.inItsCurrency().open();
        problems.check(wanted.compareTo(most) <= 0, "amount", "allocation-too-much", negative.number(), most);
        problems.check(settled.compareTo(owed) <= 0, "amount", "allocation-too-much", positive.number(), owed);
        problems.throwIfAny();
        settlements.write(tx, actor, Settlements.netting(positive, negative, settled, wanted, on, actor.currency()));
    }

    /** @param money without the discount; {@code foreign} the same in the receipt's own currency, if that is another */
    private record Found(
            UUID id,
            UUID party,
            UUID match,
            java.util.Optional<UUID> receipt,
            BigDecimal money,
            BigDecimal foreign,
            boolean paidOut) {}

    /**
     * Takes an allocation back (反核销): the item is open again and the money is free; the rows stay and get their opposites.
     *
     * @throws Problem 404 out of scope, 409 when it was taken back already or is itself a taking back, or when it was paid out by a refund
     */
    public void takeBack(Tx tx, Actor actor, UUID id) {
        Found found = tx.first(
                        """
                        select a.id, a.party_id, a.match_id, a.currency, m.receipt_id, coalesce(m.amount - m.discount, 0) as money,
                          coalesce(m.receipt_fx, 0) as receipt_fx, coalesce(a.account = 'CUSTOMER_MONEY', false) as paid_out
                        from receivables.allocation a
                        left join receivables.allocation m on m.company_id = a.company_id and m.match_id = a.match_id and m.receipt_id is not null
                          and m.undoes_id is null
                        where a.company_id = ? and a.id = ? and a.undoes_id is null""",
                        row -> new Found(
                                row.uuid("id"),
                                row.uuid("party_id"),
                                row.uuid("match_id"),
                                java.util.Optional.ofNullable(row.uuidOrNull("receipt_id")),
                                row.money("money", row.text("currency")).amount(),
                                row.decimal("receipt_fx"),
                                row.bool("paid_out")),
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
        try {
            parties.require(tx, actor, found.party());
        } catch (Problem hidden) {
            throw Problem.notFound(KIND, id); // in the words for an unknown one: whose it is, is nobody else's business
        }
        if (found.paidOut()) {
            throw Problem.conflict("allocation-refunded");
        }
        LocalDate today = actor.today();
        if (found.receipt().isPresent()) {
            // The receipt's lock is what two such calls wait for.
            Receipt receipt = receipts.lock(tx, actor, found.receipt().get(), null);
            List<Settlement> back = takenBack(tx, "a.match_id = ?", found.match(), today);
            if (back.isEmpty()) {
                throw Problem.conflict("allocation-undone");
            }
            ReceiptAllocation.shift(
                    tx,
                    receipt.header().id(),
                    found.money().negate(),
                    found.foreign().negate());
            settlements.write(tx, actor, back);
            return;
        }
        tx.list("""
                select i.id from receivables.open_item i where i.company_id = ? and i.id in (
                  select a.item_id from receivables.allocation a where a.company_id = ? and a.match_id = ?) order by i.id for no key update""", row -> row.uuid("id"), tx.company(), tx.company(), found.match());
        List<Settlement> back = takenBack(tx, "a.match_id = ?", found.match(), today);
        if (back.isEmpty()) {
            throw Problem.conflict("allocation-undone");
        }
        settlements.write(tx, actor, back);
    }

    /** What a receipt settles and settled: the oldest first, without the rows that only take others back. */
    public List<AllocationView> ofReceipt(Tx tx, UUID receipt) {
        return tx.list(
                """
                select a.id, a.item_id, i.document_id, i.number, a.amount, a.currency, a.happened_on, a.recorded_at, a.recorded_by,
                    a.authority_id, a.party_id, coalesce((select sum(w.amount) from receivables.allocation w
                      where w.company_id = a.company_id and w.match_id = a.match_id and w.account = 'TOLERANCE' and w.undoes_id is null), 0) as written_off,
                    coalesce((select sum(w.amount) from receivables.allocation w
                      where w.company_id = a.company_id and w.match_id = a.match_id and w.account = 'EXCHANGE' and w.undoes_id is null), 0) as exchange,
                    i.fx_currency, a.fx_amount, a.receipt_fx,
                    u.id is null as standing, a.discount, a.discount_tax, a.discount_rate, a.discount_days, a.discount_until, r.date as value_date
                from receivables.allocation a
                join document.header r on r.company_id = a.company_id and r.id = a.receipt_id
                join receivables.open_item i on i.company_id = a.company_id and i.id = a.item_id
                left join receivables.allocation u on u.company_id = a.company_id and u.undoes_id = a.id
                where a.company_id = ? and a.receipt_id = ? and a.undoes_id is null order by a.id""",
                row -> new AllocationView(
                        row.uuid("id"),
                        row.uuid("item_id"),
                        row.uuid("document_id"),
                        row.text("number"),
                        row.uuid("party_id"),
                        row.money("amount", row.text("currency")).amount(),
                        row.money("written_off", row.text("currency")).amount(),
                        row.money("exchange", row.text("currency")).amount(),
                        row.textOrNull("fx_currency"),
                        stripped(row.decimalOrNull("fx_amount")),
                        stripped(row.decimalOrNull("receipt_fx")),
                        row.date("happened_on"),
                        row.instant("recorded_at"),
                        row.uuidOrNull("recorded_by"),
                        row.bool("standing"),
                        row.uuidOrNull("authority_id"),
                        AllocationView.taken(granted(row), row.date("value_date"))),
                tx.company(),
                receipt);
    }

    static @Nullable BigDecimal stripped(@Nullable BigDecimal amount) {
        return amount == null
                ? null
                : amount.setScale(Math.max(2, amount.stripTrailingZeros().scale()));
    }

    /** The opposites of what meets the condition and still stands; the items are locked. */
    static List<Settlement> takenBack(Tx tx, String condition, UUID value, LocalDate on) {
        List<UUID> items = tx.list(
                "select distinct a.item_id from receivables.allocation a where a.company_id = ? and " + condition,
                row -> row.uuid("item_id"),
                tx.company(),
                value);
        if (items.isEmpty()) {
            return List.of();
        }
        Map<UUID, OpenItem> locked = new LinkedHashMap<>();
        Settlements.lock(tx, items).forEach(item -> locked.put(item.id(), item));
        Map<UUID, UUID> matches = new LinkedHashMap<>();
        return tx.list("""
                select a.id, a.match_id, a.item_id, a.receipt_id, a.amount, a.currency, a.happened_on, a.journal_id, a.account, a.cause_id,
                  a.fx_amount, a.receipt_fx, a.authority_id, r.party_id as payer,
                  a.discount, a.discount_tax, a.discount_rate, a.discount_days, a.discount_until
                from receivables.allocation a left join receivables.receipt r on r.company_id = a.company_id and r.id = a.receipt_id
                where a.company_id = ? and a.undoes_id is null and %s and not exists (
                  select 1 from receivables.allocation u where u.company_id = a.company_id and u.undoes_id = a.id)
                order by a.id""".formatted(condition), row -> opposite(row, locked, matches, on), tx.company(), value);
    }

    private static @Nullable BigDecimal negated(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.negate();
    }

    private static Settlement opposite(Row row, Map<UUID, OpenItem> items, Map<UUID, UUID> matches, LocalDate on) {
        OpenItem item = items.get(row.uuid("item_id"));
        if (item == null) {
            throw new IllegalStateException("item not locked");
        }
        Granted granted = granted(row);
        return new Settlement(
                item,
                row.money("amount", row.text("currency")).amount().negate(),
                row.uuidOrNull("receipt_id"),
                Settlements.latest(on, row.date("happened_on")),
                matches.computeIfAbsent(row.uuid("match_id"), match -> Ids.next()),
                row.uuid("id"),
                row.uuidOrNull("journal_id"),
                negated(row.decimalOrNull("fx_amount")),
                negated(row.decimalOrNull("receipt_fx")),
                row.textOrNull("account") == null
                        ? null
                        : new Settlements.Instead(row.choice("account", LedgerAccount.class), row.uuid("cause_id")),
                row.uuidOrNull("payer") == null
                        ? null
                        : new Settlements.OnBehalf(row.uuid("payer"), row.uuidOrNull("authority_id")),
                granted == null ? null : granted.negated());
    }

    private static @Nullable Granted granted(Row row) {
        if (row.decimal("discount").signum() == 0) {
            return null;
        }
        String currency = row.text("currency");
        return new Granted(
                row.money("discount", currency).amount(),
                row.money("discount_tax", currency).amount(),
                row.decimal("discount_rate").stripTrailingZeros(),
                row.integer("discount_days"),
                row.date("discount_until"));
    }
}
