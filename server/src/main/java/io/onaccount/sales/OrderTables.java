package io.onaccount.sales;

import io.onaccount.credit.CreditRequest;
import io.onaccount.document.Header;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.organization.CompanySettings.StockCheck;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Ids;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.PartOf;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SQL of sales orders: any number of them in the same few statements. */
@Component
final class OrderTables {
    private static final String INSERT_ORDERS = """
            insert into sales.sales_order (company_id, id, party_id, payment_term_id, contact, delivery_address, invoice_address, customer_reference,
                note, delivery_date, tax_inclusive, discount, net, tax, total, charges, basis)
            select ?, n.* from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::date[], ?::boolean[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::text[]) as n""";

    private static final String INSERT_LINES = """
            insert into sales.order_line (company_id, order_id, position, id, product_id, quantity, unit, price, discount, tax_rate, delivery_date, note,
                net, tax, total, due_on)
            select ?, n.* from unnest(?::uuid[], ?::smallint[], ?::uuid[], ?::uuid[], ?::numeric[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[],
                ?::date[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::date[]) as n""";

    private static final String INSERT_CHARGES = """
            insert into sales.order_charge (company_id, order_id, position, name, tax_rate, net, tax, total)
            select ?, n.* from unnest(?::uuid[], ?::smallint[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[]) as n""";

    OrderTables() {}

    /** @param confirmed those of the orders whose lines wait to be delivered */
    void insert(Tx tx, List<PricedOrder> orders, Set<UUID> confirmed) {
        tx.add(
                Rank.DOCUMENT,
                INSERT_ORDERS,
                tx.company(),
                SqlArray.of("uuid", orders, PricedOrder::id),
                SqlArray.of("uuid", orders, o -> o.customer().id()),
                SqlArray.of("uuid", orders, o -> termId(o.term())),
                SqlArray.of("text", orders, PricedOrder::contact),
                SqlArray.of("text", orders, PricedOrder::deliveryAddress),
                SqlArray.of("text", orders, PricedOrder::invoiceAddress),
                SqlArray.of("text", orders, PricedOrder::reference),
                SqlArray.of("text", orders, PricedOrder::note),
                SqlArray.of("date", orders, PricedOrder::deliveryDate),
                SqlArray.of("boolean", orders, PricedOrder::taxInclusive),
                SqlArray.of("numeric", orders, PricedOrder::discount),
                SqlArray.of("numeric", orders, PricedOrder::net),
                SqlArray.of("numeric", orders, PricedOrder::tax),
                SqlArray.of("numeric", orders, PricedOrder::total),
                SqlArray.of("numeric", orders, PricedOrder::chargesTotal),
                SqlArray.of("text", orders, PricedOrder::basis));
        insertLines(tx, orders, confirmed);
        foreign(tx, orders);
    }

    /** What orders, lines or charges come to in an order's own currency. */
    private record Own(UUID order, int position, LineAmounts amounts) {
        static void write(Tx tx, String update, List<Own> rows) {
            if (!rows.isEmpty()) {
                tx.add(
                        Rank.DETAIL,
                        update + """
                                 set fx_net = n.net, fx_tax = n.tax, fx_total = n.total
                                from unnest(?::uuid[], ?::smallint[], ?::numeric[], ?::numeric[], ?::numeric[])
                                  as n (order_id, position, net, tax, total)
                                where x.company_id = ? and x.order_id = n.order_id and x.position = n.position""",
                        SqlArray.of("uuid", rows, Own::order),
                        SqlArray.of("smallint", rows, Own::position),
                        SqlArray.of("numeric", rows, o -> o.amounts.net()),
                        SqlArray.of("numeric", rows, o -> o.amounts.tax()),
                        SqlArray.of("numeric", rows, o -> o.amounts.total()),
                        tx.company());
            }
        }

        static void lines(Tx tx, List<Own> lines) {
            write(tx, "update sales.order_line x", lines);
        }
    }

    /** What orders in other currencies are in; those in the company's have nothing of it, and most are. */
    private static void foreign(Tx tx, List<PricedOrder> orders) {
        List<Own> lines = new ArrayList<>();
        List<Own> charges = new ArrayList<>();
        for (PricedOrder order : orders) {
            OrderCurrency foreign = order.foreign();
            if (foreign != null) {
                tx.add(
                        Rank.DETAIL,
                        """
                        update sales.sales_order set fx_currency = ?, rate = ?, fx_net = ?, fx_tax = ?, fx_total = ?
                        where company_id = ? and id = ?""",
                        foreign.code(),
                        foreign.rate(),
                        order.own().net(),
                        order.own().tax(),
                        order.own().total(),
                        tx.company(),
                        order.id());
                order.lines().forEach(line -> lines.add(new Own(order.id(), line.position(), line.own())));
                order.charges().forEach(charge -> charges.add(new Own(order.id(), charge.position(), charge.own())));
            }
        }
        Own.lines(tx, lines);
        Own.write(tx, "update sales.order_charge x", charges);
    }

    private static void insertLines(Tx tx, List<PricedOrder> orders, Set<UUID> confirmed) {
        List<PartOf<PricedOrder, PricedOrder.Line>> lines = PartOf.all(orders, PricedOrder::lines);
        List<PartOf<PricedOrder, PricedOrder.Charge>> charges = PartOf.all(orders, PricedOrder::charges);
        tx.add(
                Rank.DETAIL,
                INSERT_LINES,
                tx.company(),
                SqlArray.of("uuid", lines, l -> l.whole().id()),
                SqlArray.of("smallint", lines, l -> l.part().position()),
                SqlArray.of("uuid", lines, l -> Ids.next()),
                SqlArray.of("uuid", lines, l -> l.part().offer().product().id()),
                SqlArray.of("numeric", lines, l -> l.part().quantity()),
                SqlArray.of("text", lines, l -> l.part().offer().product().unit()),
                SqlArray.of("numeric", lines, l -> l.part().price()),
                SqlArray.of("numeric", lines, l -> l.part().discount()),
                SqlArray.of("numeric", lines, l -> l.part().taxRate()),
                SqlArray.of("date", lines, l -> l.part().deliveryDate()),
                SqlArray.of("text", lines, l -> l.part().note()),
                SqlArray.of("numeric", lines, l -> l.part().amounts().net()),
                SqlArray.of("numeric", lines, l -> l.part().amounts().tax()),
                SqlArray.of("numeric", lines, l -> l.part().amounts().total()),
                SqlArray.of(
                        "date", lines, l -> confirmed.contains(l.whole().id()) ? dueOn(l.whole(), l.part()) : null));
        if (!charges.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    INSERT_CHARGES,
                    tx.company(),
                    SqlArray.of("uuid", charges, c -> c.whole().id()),
                    SqlArray.of("smallint", charges, c -> c.part().position()),
                    SqlArray.of("text", charges, c -> c.part().name()),
                    SqlArray.of("numeric", charges, c -> c.part().taxRate()),
                    SqlArray.of("numeric", charges, c -> c.part().amounts().net()),
                    SqlArray.of("numeric", charges, c -> c.part().amounts().tax()),
                    SqlArray.of("numeric", charges, c -> c.part().amounts().total()));
        }
    }

    private static LocalDate dueOn(PricedOrder order, PricedOrder.Line line) {
        LocalDate own = line.deliveryDate() != null ? line.deliveryDate() : order.deliveryDate();
        return own != null ? own : order.date();
    }

    private static @Nullable UUID termId(@Nullable PaymentTerm term) {
        return term == null ? null : term.id();
    }

    /** Writes a draft anew; its header is locked. */
    void replace(Tx tx, PricedOrder order) {
        tx.add(
                Rank.DOCUMENT,
                """
                update sales.sales_order set party_id = ?, payment_term_id = ?, contact = ?, delivery_address = ?, invoice_address = ?,
                    customer_reference = ?, note = ?, delivery_date = ?, tax_inclusive = ?, discount = ?, net = ?, tax = ?, total = ?, charges = ?,
                    basis = ?, fx_currency = null, rate = null, fx_net = null, fx_tax = null, fx_total = null
                where company_id = ? and id = ?""",
                order.customer().id(),
                termId(order.term()),
                order.contact(),
                order.deliveryAddress(),
                order.invoiceAddress(),
                order.reference(),
                order.note(),
                order.deliveryDate(),
                order.taxInclusive(),
                order.discount(),
                order.net(),
                order.tax(),
                order.total(),
                order.chargesTotal(),
                order.basis(),
                tx.company(),
                order.id());
        deleteLines(tx, order.id());
        insertLines(tx, List.of(order), Set.of());
        foreign(tx, List.of(order));
    }

    /** Writes both halves of an order whose header is locked; the rest takes everything else from the whole. Neither waits to be delivered yet. */
    void split(Tx tx, UUID id, UUID rest, OrderSplit split) {
        tx.add(
                Rank.DOCUMENT,
                """
                insert into sales.sales_order (company_id, id, party_id, payment_term_id, contact, delivery_address, invoice_address, customer_reference,
                    note, delivery_date, tax_inclusive, discount, net, tax, total, charges, basis, fx_currency, rate, fx_net, fx_tax, fx_total)
                select o.company_id, ?, o.party_id, o.payment_term_id, o.contact, o.delivery_address, o.invoice_address, o.customer_reference,
                    o.note, o.delivery_date, o.tax_inclusive, ?, ?, ?, ?, ?, o.basis, o.fx_currency, o.rate, ?, ?, ?
                from sales.sales_order o where o.company_id = ? and o.id = ?""",
                rest,
                split.rest().discount(),
                split.rest().net(),
                split.rest().tax(),
                split.rest().total(),
                split.rest().charges(),
                own(split.rest(), LineAmounts::net),
                own(split.rest(), LineAmounts::tax),
                own(split.rest(), LineAmounts::total),
                tx.company(),
                id);
        tx.add(
                Rank.DOCUMENT,
                "update sales.sales_order set discount = ?, net = ?, tax = ?, total = ?, fx_net = ?, fx_tax = ?, fx_total = ? where company_id = ? and id = ?",
                split.kept().discount(),
                split.kept().net(),
                split.kept().tax(),
                split.kept().total(),
                own(split.kept(), LineAmounts::net),
                own(split.kept(), LineAmounts::tax),
                own(split.kept(), LineAmounts::total),
                tx.company(),
                id);
        tx.add(Rank.DETAIL, "delete from sales.order_line where company_id = ? and order_id = ?", tx.company(), id);
        insertCuts(tx, id, split.kept().lines());
        insertCuts(tx, rest, split.rest().lines());
    }

    private static @Nullable Money own(OrderSplit.Side side, Function<LineAmounts, Money> part) {
        return side.own() == null ? null : part.apply(side.own());
    }

    private static void insertCuts(Tx tx, UUID order, List<OrderSplit.Cut> lines) {
        AtomicInteger position = new AtomicInteger();
        tx.add(
                Rank.DETAIL,
                INSERT_LINES,
                tx.company(),
                SqlArray.of("uuid", lines, l -> order),
                SqlArray.of("smallint", lines, l -> position.incrementAndGet()),
                SqlArray.of("uuid", lines, l -> Ids.next()),
                SqlArray.of("uuid", lines, l -> l.line().product()),
                SqlArray.of("numeric", lines, OrderSplit.Cut::quantity),
                SqlArray.of("text", lines, l -> l.line().unit()),
                SqlArray.of("numeric", lines, l -> l.line().price()),
                SqlArray.of("numeric", lines, l -> l.line().discount()),
                SqlArray.of("numeric", lines, l -> l.line().taxRate()),
                SqlArray.of("date", lines, l -> l.line().deliveryDate()),
                SqlArray.of("text", lines, l -> l.line().note()),
                SqlArray.of("numeric", lines, l -> l.amounts().net()),
                SqlArray.of("numeric", lines, l -> l.amounts().tax()),
                SqlArray.of("numeric", lines, l -> l.amounts().total()),
                SqlArray.of("date", lines, l -> null));
        List<Own> own = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            LineAmounts amounts = lines.get(i).own();
            if (amounts != null) {
                own.add(new Own(order, i + 1, amounts));
            }
        }
        Own.lines(tx, own);
    }

    void delete(Tx tx, UUID id) {
        deleteLines(tx, id);
        tx.add(Rank.DETAIL, "delete from sales.sales_order where company_id = ? and id = ?", tx.company(), id);
    }

    private static void deleteLines(Tx tx, UUID id) {
        tx.add(Rank.DETAIL, "delete from sales.order_line where company_id = ? and order_id = ?", tx.company(), id);
        tx.add(Rank.DETAIL, "delete from sales.order_charge where company_id = ? and order_id = ?", tx.company(), id);
    }

    /** The lines of an order that is now confirmed wait to be delivered. */
    void await(Tx tx, Header header) {
        tx.add(Rank.DETAIL, """
                update sales.order_line l set due_on = coalesce(l.delivery_date, o.delivery_date, ?::date)
                from sales.sales_order o
                where l.company_id = ? and l.order_id = ? and o.company_id = l.company_id and o.id = l.order_id
                  and l.delivered_quantity < l.quantity""", header.date(), tx.company(), header.id());
    }

    /** Nothing of an order waits to be delivered any more. */
    void giveUp(Tx tx, UUID id) {
        tx.add(
                Rank.DETAIL,
                "update sales.order_line set due_on = null where company_id = ? and order_id = ? and due_on is not null",
                tx.company(),
                id);
    }

    /** Whether something of an order is invoiced and has not left. */
    boolean isInvoicedAhead(Tx tx, UUID id) {
        return tx.one("""
                select exists (select 1 from sales.order_line l where l.company_id = ? and l.order_id = ? and l.ahead_quantity > 0)
                  or exists (select 1 from sales.order_charge c join sales.sales_order o on o.company_id = c.company_id and o.id = c.order_id
                    where c.company_id = ? and c.order_id = ? and c.invoiced_quantity > 0 and not o.charges_delivered) as ahead""", row -> row.bool("ahead"), tx.company(), id, tx.company(), id);
    }

    /** Notes that so much of an order will not be delivered. */
    void release(Tx tx, UUID id, Money rest) {
        tx.add(
                Rank.DETAIL,
                "update sales.sales_order set released_total = released_total + ? where company_id = ? and id = ?",
                rest,
                tx.company(),
                id);
    }

    /** 409 {@code order-being-changed} while a change of the order is open; its header is locked. */
    void requireUnchanged(Tx tx, Header order) {
        tx.first("""
                        select h.number from sales.order_change c join document.header h on h.company_id = c.company_id and h.id = c.id
                        where c.company_id = ? and c.order_id = ? and c.open""", row -> row.text("number"), tx.company(), order.id()).ifPresent(number -> {
            throw Problem.conflict("order-being-changed", order.number(), number);
        });
    }

    /** How far an order whose header is locked has come. */
    record Progress(UUID customer, ReceivableBasis basis, Money net, Money tax, Money rest, boolean untouched) {
        /** The tax in the rest. */
        Money restTax() {
            Money total = net.plus(tax);
            return total.isZero() ? tax : tax.share(rest.amount(), total.amount());
        }
    }

    Progress progress(Tx tx, Header header) {
        String currency = Objects.requireNonNull(header.currency());
        return tx.one(
                """
                select o.party_id, o.basis, o.net, o.tax, o.total - o.delivered_total - o.released_total as rest,
                    not o.charges_delivered and not exists (select 1 from sales.order_line l
                        where l.company_id = o.company_id and l.order_id = o.id and l.delivered_quantity > 0) as untouched
                from sales.sales_order o where o.company_id = ? and o.id = ?""",
                row -> new Progress(
                        row.uuid("party_id"),
                        row.choice("basis", ReceivableBasis.class),
                        row.money("net", currency),
                        row.money("tax", currency),
                        row.money("rest", currency),
                        row.bool("untouched")),
                tx.company(),
                header.id());
    }

    /** What the rules of confirming ask about a stored order. */
    record ForConfirming(
            UUID customer,
            @Nullable PaymentTerm term,
            ReceivableBasis basis,
            Money net,
            Money tax,
            Money total,
            Money charges,
            StockCheck stockCheck,
            List<ConfirmRules.Line> lines) {

        /** What it asks the gate for when it is confirmed on that day. */
        CreditRequest request(UUID order, LocalDate on) {
            return CreditRequest.of(order, customer, total, on, term == null ? null : term.due(on))
                    .of(ConfirmRules.Line.shares(lines));
        }

        ShippableLines shippable() {
            return new ShippableLines(
                    lines.stream()
                            .map(l -> new ShippableSubset.Candidate(
                                    l.position(),
                                    l.product(),
                                    l.quantity(),
                                    l.amounts().total()))
                            .toList(),
                    charges);
        }
    }

    ForConfirming forConfirming(Tx tx, Header header) {
        String currency = Objects.requireNonNull(header.currency());
        List<ConfirmRules.Line> lines = tx.list(
                """
                select l.position, l.product_id, p.code, l.quantity, l.net, l.tax, l.total, o.tax_inclusive, p.minimum_price, p.price_includes_tax,
                    p.stocked, (select coalesce(sum(s.quantity), 0) from stock.on_hand s where s.company_id = l.company_id and s.product_id = l.product_id)
                        as on_hand
                from sales.order_line l
                join sales.sales_order o on o.company_id = l.company_id and o.id = l.order_id
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.order_id = ? order by l.position""",
                row -> new ConfirmRules.Line(
                        row.integer("position"),
                        row.uuid("product_id"),
                        row.text("code"),
                        row.decimal("quantity"),
                        amounts(row, currency),
                        row.bool("tax_inclusive"),
                        row.decimalOrNull("minimum_price"),
                        row.bool("price_includes_tax"),
                        row.bool("stocked"),
                        row.decimal("on_hand")),
                tx.company(),
                header.id());
        return tx.one(
                """
                select o.party_id, o.basis, o.net, o.tax, o.total, o.charges, c.settings ->> 'stockCheck' as stock_check,
                    to_jsonb(t)::text as term
                from sales.sales_order o
                join organization.company c on c.id = o.company_id
                left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id
                where o.company_id = ? and o.id = ?""",
                row -> new ForConfirming(
                        row.uuid("party_id"),
                        PaymentTerms.of(row),
                        row.choice("basis", ReceivableBasis.class),
                        row.money("net", currency),
                        row.money("tax", currency),
                        row.money("total", currency),
                        row.money("charges", currency),
                        OrderFacts.stockCheck(row.textOrNull("stock_check")),
                        lines),
                tx.company(),
                header.id());
    }

    static LineAmounts amounts(Row row, String currency) {
        return new LineAmounts(row.money("net", currency), row.money("tax", currency), row.money("total", currency));
    }

    /** What a row comes to in its order's own currency, which it names; null: in the company's. */
    static @Nullable Money foreign(Row row) {
        String currency = row.textOrNull("fx_currency");
        return currency == null ? null : row.money("fx_total", currency);
    }

    /** The order whose header was found. */
    SalesOrder read(Tx tx, Header header) {
        List<SalesOrder.Line> lines = tx.list(
                """
                select l.*, p.code as product_code, p.name as product_name
                from sales.order_line l join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.order_id = ? order by l.position""",
                row -> new SalesOrder.Line(
                        row.integer("position"),
                        row.uuid("product_id"),
                        row.text("product_code"),
                        row.text("product_name"),
                        row.decimal("quantity"),
                        row.text("unit"),
                        row.decimal("price"),
                        row.decimal("discount"),
                        row.decimal("tax_rate"),
                        row.dateOrNull("delivery_date"),
                        row.text("note"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.decimal("delivered_quantity"),
                        row.decimal("delivered_total"),
                        row.decimal("returned_quantity"),
                        row.decimal("notified_quantity"),
                        OwnAmounts.read(row)),
                tx.company(),
                header.id());
        List<SalesOrder.Charge> charges = charges(tx, header.id());
        return tx.one(
                "select o.* from sales.sales_order o where o.company_id = ? and o.id = ?",
                row -> new SalesOrder(
                        header.id(),
                        header.number(),
                        header.state(),
                        header.version(),
                        row.uuid("party_id"),
                        header.title(),
                        header.owner(),
                        header.department(),
                        header.date(),
                        row.dateOrNull("delivery_date"),
                        row.uuidOrNull("payment_term_id"),
                        row.choice("basis", ReceivableBasis.class),
                        row.text("contact"),
                        row.text("delivery_address"),
                        row.text("invoice_address"),
                        row.text("customer_reference"),
                        row.text("note"),
                        row.bool("tax_inclusive"),
                        Objects.requireNonNull(header.currency()),
                        row.decimal("discount"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.decimal("charges"),
                        row.decimal("delivered_total"),
                        row.decimal("released_total"),
                        row.bool("charges_delivered"),
                        lines,
                        charges,
                        row.textOrNull("fx_currency") == null
                                ? null
                                : new OrderCurrency(
                                        row.text("fx_currency"),
                                        row.decimal("rate").stripTrailingZeros()),
                        OwnAmounts.read(row)),
                tx.company(),
                header.id());
    }

    private static List<SalesOrder.Charge> charges(Tx tx, UUID order) {
        return tx.list("""
                select position, name, tax_rate, net, tax, total, fx_net, fx_tax, fx_total from sales.order_charge
                where company_id = ? and order_id = ? and not ended order by position""", row -> charge(row).in(OwnAmounts.read(row)), tx.company(), order);
    }

    /** A charge of an order or a quote. */
    static SalesOrder.Charge charge(Row row) {
        return new SalesOrder.Charge(
                row.integer("position"),
                row.text("name"),
                row.decimal("tax_rate"),
                row.decimal("net"),
                row.decimal("tax"),
                row.decimal("total"));
    }
}
