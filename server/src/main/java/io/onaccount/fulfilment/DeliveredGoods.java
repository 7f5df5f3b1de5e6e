package io.onaccount.fulfilment;

import io.onaccount.credit.Bucket;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.Movement;
import io.onaccount.credit.spi.ExposureSource;
import io.onaccount.credit.spi.LineExposure;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Periods;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.PaymentTerm.Dates;
import io.onaccount.party.PaymentTerm.Instalment;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.party.WorkingDays;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.ItemKind;
import io.onaccount.receivables.NewOpenItem;
import io.onaccount.receivables.OpenItems;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Goods that left on orders owed for by invoice (RCV-01): they stay in the credit bucket of what is shipped until they are invoiced, and only
 * what was invoiced is a receivable. The door of whoever issues invoices.
 */
@Component
public final class DeliveredGoods implements ExposureSource, LineExposure {
    private final Headers headers;
    private final CreditControl credit;
    private final OpenItems items;
    private final CalendarDays calendar;
    private final DeliveryTables tables;

    DeliveredGoods(
            Headers headers, CreditControl credit, OpenItems items, CalendarDays calendar, DeliveryTables tables) {
        this.tables = tables;
        this.headers = headers;
        this.credit = credit;
        this.items = items;
        this.calendar = calendar;
    }

    /**
     * What a delivery brought of an order.
     *
     * @param ahead what of it was invoiced before it left and is owed already
     */
    record Left(UUID delivery, UUID customer, UUID order, LocalDate on, Money amount, Money tax, Money ahead) {}

    /**
     * What of a delivery is invoiced.
     *
     * @param order whose goods; null for all orders of the delivery
     * @param amount with tax, at the order's prices; null for all that is not invoiced yet
     * @param more what the invoice says more, or less (negative); null: nothing
     * @param moreTax the tax in that
     */
    public record Invoiced(
            UUID delivery,
            @Nullable UUID order,
            @Nullable Money amount,
            @Nullable Money more,
            @Nullable Money moreTax) {

        /** At the order's prices. */
        public Invoiced(UUID delivery, @Nullable UUID order, @Nullable Money amount) {
            this(delivery, order, amount, null, null);
        }

        private Money with(Money base) {
            return more == null ? base : base.plus(more);
        }

        private Money taxWith(Money base) {
            return moreTax == null ? base : base.plus(moreTax);
        }
    }

    /**
     * So much of a delivery's line is on invoices more, or less (negative).
     *
     * @param total of it, at the order's prices
     * @param ahead whether by an invoice of the order and not of the delivery
     */
    public record Counted(UUID delivery, int position, BigDecimal quantity, Money total, boolean ahead) {}

    /**
     * Counts what is invoiced of lines, for the lists of what is not; the orders are locked, and what is invoiced of their charges was counted before.
     *
     * @param charged further deliveries, of whose charges something was
     */
    public void count(Tx tx, List<Counted> parts, Collection<UUID> charged) {
        Set<UUID> deliveries = new TreeSet<>(charged);
        parts.forEach(part -> deliveries.add(part.delivery()));
        if (!parts.isEmpty()) {
            count(tx, parts);
        }
        if (!deliveries.isEmpty()) {
            tx.add(Rank.DETAIL, """
                    update fulfilment.delivery d set to_invoice_from = case when d.invoiced_elsewhere = '' and (
                        exists (select 1 from fulfilment.delivery_line l where l.company_id = d.company_id and l.delivery_id = d.id
                          and l.invoiced_quantity + l.ahead_quantity + l.returned_quantity < l.quantity)
                        or exists (select 1 from fulfilment.delivery_order s
                          join sales.order_charge c on c.company_id = s.company_id and c.order_id = s.order_id and c.invoiced_quantity < 1 and c.total > 0
                          where s.company_id = d.company_id and s.delivery_id = d.id and s.charges > 0)) then h.date end
                    from document.header h
                    where d.company_id = ? and d.id = any(?) and h.company_id = d.company_id and h.id = d.id""", tx.company(), SqlArray.of("uuid", deliveries));
        }
    }

    private static void count(Tx tx, List<Counted> parts) {
        tx.add(
                Rank.DETAIL,
                """
                update fulfilment.delivery_line l set invoiced_quantity = l.invoiced_quantity + n.quantity, invoiced_total = l.invoiced_total + n.total,
                  ahead_quantity = l.ahead_quantity + n.ahead, ahead_total = l.ahead_total + n.ahead_total
                from (select delivery, position, coalesce(sum(quantity) filter (where not ahead), 0) as quantity,
                    coalesce(sum(total) filter (where not ahead), 0) as total, coalesce(sum(quantity) filter (where ahead), 0) as ahead,
                    coalesce(sum(total) filter (where ahead), 0) as ahead_total
                  from unnest(?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[], ?::boolean[]) as u (delivery, position, quantity, total, ahead)
                  group by 1, 2) n
                where l.company_id = ? and l.delivery_id = n.delivery and l.position = n.position""",
                SqlArray.of("uuid", parts, Counted::delivery),
                SqlArray.of("smallint", parts, Counted::position),
                SqlArray.of("numeric", parts, Counted::quantity),
                SqlArray.of("numeric", parts, Counted::total),
                SqlArray.of("boolean", parts, Counted::ahead),
                tx.company());
    }

    private record Row(
            UUID delivery,
            UUID order,
            UUID customer,
            LocalDate delivered,
            @Nullable LocalDate signed,
            LocalDate ordered,
            String deliveryNumber,
            String orderNumber,
            @Nullable String term,
            Money total,
            Money tax,
            BigDecimal open) {
        /** The tax in so much of it, when so much of it is still left: shares sum to the whole. */
        Money tax(Money amount, Money left) {
            Money before = total.minus(left);
            return of(before.plus(amount)).minus(of(before));
        }

        private Money of(Money part) {
            return tax.share(part.amount(), total.amount());
        }
    }

    @Override
    public String sql() {
        return """
                select u.company_id, d.party_id, 'SHIPPED' as bucket, u.delivery_id as document_id, u.order_id, u.total - u.invoiced - u.returned as amount
                from fulfilment.uninvoiced u join fulfilment.delivery d on d.company_id = u.company_id and d.id = u.delivery_id
                where u.invoiced + u.returned < u.total""";
    }

    /** What is shipped and on no invoice line by line, and items of deliveries in proportion of what they brought and has not come back. */
    @Override
    public Sql owed(long company, Collection<UUID> parties) {
        return Sql.of("""
                        select 'shipped' || u.delivery_id || u.order_id as source, u.party_id, u.order_id, u.total - u.invoiced - u.returned as open,
                          w.product_id, w.weight
                        from fulfilment.uninvoiced u cross join lateral (
                          select l.product_id, greatest(l.total - l.returned_total - l.invoiced_total - l.ahead_total, 0) as weight
                          from fulfilment.delivery_line l
                          where l.company_id = ? and l.delivery_id = u.delivery_id and l.order_id = u.order_id
                          union all
                          select null, greatest(u.total - u.invoiced - u.returned
                            - coalesce(sum(greatest(l.total - l.returned_total - l.invoiced_total - l.ahead_total, 0)), 0), 0)
                          from fulfilment.delivery_line l
                          where l.company_id = ? and l.delivery_id = u.delivery_id and l.order_id = u.order_id) w
                        where u.company_id = ? and u.party_id = any(?) and u.invoiced + u.returned < u.total
                        union all
                        select i.source, i.party_id, i.order_id, i.open, w.product_id, w.weight from (""", company, company, company, SqlArray.of("uuid", parties))
                .then(OpenItems.owed(company, parties))
                .then("""
                        ) i cross join lateral (
                          select l.product_id, l.total - l.returned_total as weight from fulfilment.delivery_line l
                          where l.company_id = ? and l.delivery_id = i.document_id and (i.order_id is null or l.order_id = i.order_id)
                          union all
                          select null, o.charges from fulfilment.delivery_order o
                          where o.company_id = ? and o.delivery_id = i.document_id and (i.order_id is null or o.order_id = i.order_id)) w""", company, company);
    }

    /** Goods left that are owed for once they are invoiced; what was invoiced before is. */
    void left(Tx tx, Actor actor, List<Left> goods) {
        List<Left> some = goods.stream().filter(l -> !l.amount().isZero()).toList();
        if (some.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into fulfilment.uninvoiced (company_id, delivery_id, order_id, party_id, total, tax, invoiced)
                select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[]) as n""",
                tx.company(),
                SqlArray.of("uuid", some, Left::delivery),
                SqlArray.of("uuid", some, Left::order),
                SqlArray.of("uuid", some, Left::customer),
                SqlArray.of("numeric", some, Left::amount),
                SqlArray.of("numeric", some, Left::tax),
                SqlArray.of("numeric", some, Left::ahead));
        some.stream()
                .filter(l -> l.amount().compareTo(l.ahead()) > 0)
                .forEach(l -> credit.move(
                        tx,
                        actor,
                        shipped(
                                l.customer(),
                                l.delivery(),
                                l.order(),
                                l.on(),
                                l.amount().minus(l.ahead()).amount(),
                                "deliver")));
    }

    /** What of deliveries is not invoiced yet, as it becomes less within a transaction; the deliveries are locked. */
    final class Open {
        private final Tx tx;
        private final Actor actor;
        private final Map<Row, Money> left = new LinkedHashMap<>();

        private Open(Tx tx, Actor actor, Collection<UUID> deliveries) {
            this.tx = tx;
            this.actor = actor;
            if (!deliveries.isEmpty()) {
                rows(tx, deliveries).forEach(row -> left.put(row, new Money(row.open(), actor.currency())));
            }
        }

        /** Goods come back: what of them was not invoiced is no longer shipped and was never owed. Answers how much that is. */
        Money cameBack(UUID delivery, UUID order, LocalDate on, Money amount) {
            Money absorbed = Money.zero(amount.currency());
            for (Row row : List.copyOf(left.keySet())) {
                if (row.delivery().equals(delivery) && row.order().equals(order)) {
                    absorbed = absorbed.plus(take(row, "returned", "return", on, amount.minus(absorbed)));
                }
            }
            return absorbed;
        }

        private Money take(Row row, String what, String cause, LocalDate on, @Nullable Money most) {
            Money open = Objects.requireNonNull(left.get(row));
            Money amount = most == null ? open : most.min(open);
            if (amount.isZero()) {
                return amount;
            }
            left.put(row, open.minus(amount));
            DeliveredGoods.take(tx, what, row, amount.amount());
            less(tx, actor, row, on, amount, cause);
            return amount;
        }
    }

    private void less(Tx tx, Actor actor, Row row, LocalDate on, Money amount, String cause) {
        credit.move(
                tx,
                actor,
                shipped(
                        row.customer(),
                        row.delivery(),
                        row.order(),
                        on,
                        amount.amount().negate(),
                        cause));
    }

    Open open(Tx tx, Actor actor, Collection<UUID> deliveries) {
        return new Open(tx, actor, deliveries);
    }

    /**
     * What of deliveries is invoiced is owed from now on, due by the orders' terms; and what is owed already, by terms that count from the invoice,
     * is due by its day. 409 {@code more-than-delivered-to-invoice} for more than is left to invoice.
     *
     * @param document the invoice, or null for the deliveries themselves
     * @param number by which a payer names it; null for the delivery's
     */
    public void invoiced(
            Tx tx, Actor actor, List<Invoiced> parts, LocalDate on, @Nullable UUID document, @Nullable String number) {
        Periods.requireOpen(tx, actor, on);
        Set<UUID> deliveries = new TreeSet<>();
        parts.forEach(part -> deliveries.add(part.delivery()));
        lock(tx, actor, deliveries);
        Open open = open(tx, actor, deliveries);
        WorkingDays days = calendar.workingDays(tx);
        List<NewOpenItem> raised = new ArrayList<>();
        for (Invoiced part : parts) {
            Money wanted = part.amount();
            if (wanted != null && wanted.isZero()) {
                continue; // its orders are owed for by delivery or order: only dates follow
            }
            for (Row row : List.copyOf(open.left.keySet())) {
                if (row.delivery().equals(part.delivery())
                        && (part.order() == null || row.order().equals(part.order()))) {
                    Money before = Objects.requireNonNull(open.left.get(row));
                    Money amount = open.take(row, "invoiced", "invoice", on, wanted);
                    wanted = wanted == null ? null : wanted.minus(amount);
                    raised.addAll(items(
                            row,
                            part.with(amount),
                            part.taxWith(row.tax(amount, before)),
                            on,
                            document,
                            number,
                            days,
                            actor));
                }
            }
            if (wanted != null && !wanted.isZero()) {
                throw Problem.conflict("more-than-delivered-to-invoice", wanted);
            }
        }
        items.raise(tx, actor, raised);
        List<UUID> documents = new ArrayList<>(tables.withOrders(tx, deliveries));
        if (document != null) {
            documents.add(document);
        }
        items.counted(tx, actor, documents, Start.INVOICE, on, "invoiced");
    }

    /** Posted deliveries, locked until the transaction ends; 404 for one outside the actor's scope, 409 {@code delivery-not-posted} for a draft. */
    public Map<UUID, Header> lock(Tx tx, Actor actor, Collection<UUID> deliveries) {
        if (deliveries.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Header> found = headers.lock(tx, actor, Deliveries.KIND, new TreeSet<>(deliveries));
        for (Header header : found.values()) {
            if (!header.state().equals(GoodsState.POSTED.name())) {
                throw Problem.conflict("delivery-not-posted", header.number());
            }
        }
        return found;
    }

    /**
     * An invoice of deliveries is taken back, wholly or in part: so much of what it made a receivable is shipped and not invoiced again; what
     * was paid of it already stays the customer's credit. The deliveries are locked.
     *
     * @param parts with their orders and amounts; what the invoice said more than the order's price is not owed any more either
     * @param document the invoice that is taken back
     * @param number of what takes it back
     */
    public void takenBack(Tx tx, Actor actor, List<Invoiced> parts, LocalDate on, UUID document, String number) {
        Periods.requireOpen(tx, actor, on);
        record Known(UUID delivery, UUID order, UUID customer, Money total, Money tax, Money invoiced) {}
        Map<List<UUID>, Known> known = new LinkedHashMap<>();
        tx.list(
                        """
                        select u.delivery_id, u.order_id, d.party_id, u.total, u.tax, u.invoiced
                        from fulfilment.uninvoiced u join fulfilment.delivery d on d.company_id = u.company_id and d.id = u.delivery_id
                        where u.company_id = ? and u.delivery_id = any(?)""",
                        row -> new Known(
                                row.uuid("delivery_id"),
                                row.uuid("order_id"),
                                row.uuid("party_id"),
                                row.money("total", actor.currency()),
                                row.money("tax", actor.currency()),
                                row.money("invoiced", actor.currency())),
                        tx.company(),
                        SqlArray.of("uuid", parts, Invoiced::delivery))
                .forEach(k -> known.put(List.of(k.delivery(), k.order()), k));
        for (Invoiced part : parts) {
            Money amount = Objects.requireNonNull(part.amount());
            Known row =
                    Objects.requireNonNull(known.get(List.of(part.delivery(), Objects.requireNonNull(part.order()))));
            Money tax = Money.zero(amount.currency());
            if (!amount.isZero()) {
                tx.addExpecting(
                        Rank.DETAIL,
                        1,
                        () -> new IllegalStateException("more taken back than invoiced under the delivery's lock"),
                        "update fulfilment.uninvoiced u set invoiced = u.invoiced - ?"
                                + " where u.company_id = ? and u.delivery_id = ? and u.order_id = ? and u.invoiced >= ?",
                        amount,
                        tx.company(),
                        row.delivery(),
                        row.order(),
                        amount);
                Money rest = row.invoiced().minus(amount);
                tax = row.tax()
                        .share(row.invoiced().amount(), row.total().amount())
                        .minus(row.tax().share(rest.amount(), row.total().amount()));
                credit.move(
                        tx,
                        actor,
                        shipped(row.customer(), row.delivery(), row.order(), on, amount.amount(), "take_back"));
            }
            items.adjust(
                    tx,
                    actor,
                    new NewOpenItem(
                            document,
                            row.customer(),
                            row.order(),
                            ItemKind.INVOICE,
                            number,
                            part.with(amount).negated(),
                            on,
                            on,
                            "",
                            part.taxWith(tax).negated()),
                    List.of());
        }
    }

    /** The day of an invoice counts for what is due by it: of these deliveries and orders. */
    public void counted(Tx tx, Actor actor, Collection<UUID> documents, LocalDate on) {
        items.counted(tx, actor, documents, Start.INVOICE, on, "invoiced");
    }

    private static List<NewOpenItem> items(
            Row row,
            Money amount,
            Money tax,
            LocalDate on,
            @Nullable UUID document,
            @Nullable String number,
            WorkingDays days,
            Actor actor) {
        var term = row.term() == null ? null : PaymentTerms.of(row.term());
        Dates dates = new Dates(row.ordered(), row.delivered(), row.signed(), on);
        NewOpenItem whole = new NewOpenItem(
                document == null ? row.delivery() : document,
                row.customer(),
                row.order(),
                ItemKind.INVOICE,
                number == null ? row.deliveryNumber() : number,
                amount,
                on,
                on,
                term == null ? "" : term.called(actor.locale()),
                tax);
        return NewOpenItem.of(
                whole,
                term == null || !amount.isPositive()
                        ? List.of(Instalment.whole(amount, on))
                        : term.instalments(amount, dates, days));
    }

    private static List<Row> rows(Tx tx, Collection<UUID> deliveries) {
        return tx.list(
                """
                select u.delivery_id, u.order_id, d.party_id, d.signed_on, h.date, h.number, oh.date as ordered, oh.number as order_number,
                    to_jsonb(t)::text as term, u.total, u.tax, u.total - u.invoiced - u.returned as open, h.currency
                from fulfilment.uninvoiced u
                join fulfilment.delivery d on d.company_id = u.company_id and d.id = u.delivery_id
                join document.header h on h.company_id = u.company_id and h.id = u.delivery_id
                join document.header oh on oh.company_id = u.company_id and oh.id = u.order_id
                join sales.sales_order o on o.company_id = u.company_id and o.id = u.order_id
                left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id
                where u.company_id = ? and u.delivery_id = any(?) and u.invoiced + u.returned < u.total order by u.delivery_id, u.order_id""",
                row -> new Row(
                        row.uuid("delivery_id"),
                        row.uuid("order_id"),
                        row.uuid("party_id"),
                        row.date("date"),
                        row.dateOrNull("signed_on"),
                        row.date("ordered"),
                        row.text("number"),
                        row.text("order_number"),
                        row.textOrNull("term"),
                        row.money("total", row.text("currency")),
                        row.money("tax", row.text("currency")),
                        row.money("open", row.text("currency")).amount()),
                tx.company(),
                SqlArray.of("uuid", deliveries));
    }

    /** How much of deliveries is still to be invoiced. */
    public Map<UUID, BigDecimal> toInvoice(Tx tx, Collection<UUID> deliveries) {
        Map<UUID, BigDecimal> sums = new LinkedHashMap<>();
        rows(tx, deliveries).forEach(row -> sums.merge(row.delivery(), row.open(), BigDecimal::add));
        return sums;
    }

    private static void take(Tx tx, String what, Row row, BigDecimal amount) {
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> new IllegalStateException("more invoiced than delivered under the delivery's lock"),
                "update fulfilment.uninvoiced u set " + what + " = u." + what + " + ?"
                        + " where u.company_id = ? and u.delivery_id = ? and u.order_id = ? and u.invoiced + u.returned + ? <= u.total",
                amount,
                tx.company(),
                row.delivery(),
                row.order(),
                amount);
    }

    private static Movement shipped(
            UUID customer, UUID delivery, UUID order, LocalDate on, BigDecimal amount, String cause) {
        return new Movement(customer, delivery, order, on, Bucket.SHIPPED, amount, cause);
    }
}
