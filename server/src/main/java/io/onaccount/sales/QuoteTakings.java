package io.onaccount.sales;

import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.springframework.stereotype.Component;

/** What orders took of the quotes they were made of. One that is cancelled gives it back, and a draft that is deleted. */
@Component
final class QuoteTakings {
    private static final String STANDS =
            "exists (select 1 from document.header oh where oh.company_id = o.company_id and oh.id = o.order_id and oh.state <> 'CANCELLED')";

    QuoteTakings() {}

    /** What was made of a line so far. */
    record Taken(BigDecimal quantity, BigDecimal discount) {
        static final Taken NOTHING = new Taken(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** What orders that still stand took of each line, by its position. */
    Map<Integer, Taken> taken(Tx tx, UUID quote) {
        Map<Integer, Taken> taken = new HashMap<>();
        tx.list(
                """
                select l.position, sum(l.quantity) as quantity, sum(l.discount) as discount from sales.quote_order o
                join sales.quote_order_line l on l.company_id = o.company_id and l.quote_id = o.quote_id and l.order_id = o.order_id
                where o.company_id = ? and o.quote_id = ? and
                """ + STANDS + " group by l.position",
                row -> taken.put(row.integer("position"), new Taken(row.decimal("quantity"), row.decimal("discount"))),
                tx.company(),
                quote);
        return taken;
    }

    /** Whether the charges stand on an order already. */
    boolean areChargesTaken(Tx tx, UUID quote) {
        return tx.one(
                "select exists (select 1 from sales.quote_order o where o.company_id = ? and o.quote_id = ? and o.charges and "
                        + STANDS + ") as taken",
                row -> row.bool("taken"),
                tx.company(),
                quote);
    }

    /** So much of a line of a quote, with its part of the line's share of the discount on the whole. */
    private record Part(int position, BigDecimal quantity, BigDecimal discount) {}

    /** Notes what an order takes. */
    void take(Tx tx, UUID quote, UUID order, boolean charges, List<QuoteShare.Part> parts) {
        insert(
                tx,
                quote,
                order,
                charges,
                parts.stream()
                        .map(part -> new Part(part.line().position(), part.quantity(), part.discount()))
                        .toList());
    }

    private static void insert(Tx tx, UUID quote, UUID order, boolean charges, List<Part> parts) {
        tx.add(
                Rank.DETAIL,
                "insert into sales.quote_order (company_id, quote_id, order_id, charges) values (?, ?, ?, ?)",
                tx.company(),
                quote,
                order,
                charges);
        tx.add(
                Rank.DETAIL,
                """
                insert into sales.quote_order_line (company_id, quote_id, order_id, position, quantity, discount)
                select ?, ?, ?, n.* from unnest(?::smallint[], ?::numeric[], ?::numeric[]) as n""",
                tx.company(),
                quote,
                order,
                SqlArray.of("smallint", parts, Part::position),
                SqlArray.of("numeric", parts, Part::quantity),
                SqlArray.of("numeric", parts, Part::discount));
    }

    /** A line of a quote that an order took of; place among those, which is that of the order's line unless the draft was edited. */
    private record Line(UUID quote, int place, Part taken, UUID product) {}

    /** What goes into an order that is split off takes its part of the quote along; the charges stay with what is kept. The order is locked. */
    void split(Tx tx, UUID order, UUID rest, OrderSplit split) {
        List<Line> lines = tx.list(
                """
                select l.quote_id, row_number() over (order by l.position)::integer as place, l.position, l.quantity, l.discount, q.product_id
                from sales.quote_order o
                join sales.quote_order_line l on l.company_id = o.company_id and l.quote_id = o.quote_id and l.order_id = o.order_id
                join sales.quote_line q on q.company_id = l.company_id and q.quote_id = l.quote_id and q.position = l.position
                where o.company_id = ? and o.order_id = ? order by l.position""",
                row -> new Line(
                        row.uuid("quote_id"),
                        row.integer("place"),
                        new Part(row.integer("position"), row.decimal("quantity"), row.decimal("discount")),
                        row.uuid("product_id")),
                tx.company(),
                order);
        List<Part> moved = moved(lines, split);
        if (moved.isEmpty()) {
            return;
        }
        UUID quote = lines.getFirst().quote();
        insert(tx, quote, rest, false, moved);
        tx.addExpecting(
                Rank.DETAIL,
                moved.size(),
                () -> new IllegalStateException("what an order took of its quote is gone under its lock"),
                """
                update sales.quote_order_line l set quantity = l.quantity - n.quantity, discount = l.discount - n.discount
                from unnest(?::smallint[], ?::numeric[], ?::numeric[]) as n (position, quantity, discount)
                where l.company_id = ? and l.quote_id = ? and l.order_id = ? and l.position = n.position""",
                SqlArray.of("smallint", moved, Part::position),
                SqlArray.of("numeric", moved, Part::quantity),
                SqlArray.of("numeric", moved, Part::discount),
                tx.company(),
                quote,
                order);
    }

    /** Each line of the rest takes along what was taken for it: for its own line first, then for any of the same product. */
    private static List<Part> moved(List<Line> lines, OrderSplit split) {
        Map<Integer, BigDecimal> goes = new HashMap<>();
        List<BigDecimal> left = new ArrayList<>(
                split.rest().lines().stream().map(OrderSplit.Cut::quantity).toList());
        BiPredicate<Line, OrderSplit.Cut> own = (line, cut) ->
                cut.line().position() == line.place() && cut.line().product().equals(line.product());
        BiPredicate<Line, OrderSplit.Cut> alike =
                (line, cut) -> cut.line().product().equals(line.product());
        for (BiPredicate<Line, OrderSplit.Cut> fits : List.of(own, alike)) {
            for (Line line : lines) {
                for (int i = 0; i < left.size(); i++) {
                    if (fits.test(line, split.rest().lines().get(i))) {
                        BigDecimal so = goes.getOrDefault(line.taken().position(), BigDecimal.ZERO);
                        BigDecimal some =
                                left.get(i).min(line.taken().quantity().subtract(so));
                        left.set(i, left.get(i).subtract(some));
                        goes.put(line.taken().position(), so.add(some));
                    }
                }
            }
        }
        return lines.stream()
                .flatMap(line -> Optional.ofNullable(goes.get(line.taken().position()))
                        .filter(some -> some.signum() > 0)
                        .map(some -> new Part(
                                line.taken().position(),
                                some,
                                new Money(
                                                line.taken().discount(),
                                                split.rest().net().currency())
                                        .share(some, line.taken().quantity())
                                        .amount()))
                        .stream())
                .toList();
    }
}
