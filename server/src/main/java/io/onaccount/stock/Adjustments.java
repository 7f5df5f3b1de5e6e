package io.onaccount.stock;

import io.onaccount.catalog.Product;
import io.onaccount.catalog.Products;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stock adjustments (库存调整单): goods found, lost or there from the beginning. */
@Component
public final class Adjustments {
    static final StateTable<State> LIFE = StateTable.of(State.class)
            .state(State.DRAFT, Tone.GREY)
            .state(State.POSTED, Tone.GREEN)
            .move("post", State.DRAFT, State.POSTED);

    private static final int MOST_LINES = 1000;

    /** A draft is still to be changed; a posted one has moved stock for good. */
    public enum State {
        DRAFT,
        POSTED
    }

    private final Headers headers;
    private final Numbering numbering;
    private final Products products;
    private final Warehouses warehouses;
    private final Stock stock;

    Adjustments(Headers headers, Numbering numbering, Products products, Warehouses warehouses, Stock stock) {
        this.headers = headers;
        this.numbering = numbering;
        this.products = products;
        this.warehouses = warehouses;
        this.stock = stock;
    }

    /** @param quantity what comes (positive) or goes (negative) */
    public record Line(
            UUID warehouse,
            UUID product,
            BigDecimal quantity,
            @Nullable String note) {}

    /**
     * An adjustment as it is entered.
     *
     * @param title why, in a few words
     * @param date the business date; today when left out
     */
    public record Entry(String title, @Nullable LocalDate date, List<Line> lines) {}

    public record Adjustment(
            UUID id, int version, String number, String title, State state, LocalDate date, List<Line> lines) {}

    public UUID create(Tx tx, Actor actor, Entry entry) {
        Entry checked = checked(tx, actor, entry);
        LocalDate date = checked.date() == null ? actor.today() : checked.date();
        String number = numbering
                .take(tx.company(), StockKinds.ADJUSTMENT, "SA-{yyyyMMdd}-{0001}", date, 1)
                .getFirst();
        UUID id = Ids.next();
        headers.insert(
                tx,
                actor,
                Header.born(
                        id,
                        StockKinds.ADJUSTMENT,
                        number,
                        checked.title(),
                        State.DRAFT,
                        null,
                        actor.user(),
                        actor.department(),
                        date,
                        null,
                        null,
                        actor.user(),
                        headers.now()),
                Map.of());
        insertLines(tx, id, checked.lines());
        return id;
    }

    public Adjustment find(Tx tx, Actor actor, UUID id) {
        Header header = headers.find(tx, actor.companyWide(), StockKinds.ADJUSTMENT, id);
        return new Adjustment(
                id,
                header.version(),
                header.number(),
                header.title(),
                LIFE.parse(header.state()),
                header.date(),
                lines(tx, id));
    }

    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, Entry entry) {
        Header header = draft(tx, actor, id, version, "edit");
        Entry checked = checked(tx, actor, entry);
        LocalDate date = checked.date() == null ? header.date() : checked.date();
        headers.change(
                tx,
                actor,
                header,
                header.named(header.number(), checked.title()).on(date),
                Map.of());
        tx.add(
                Rank.DETAIL,
                "delete from stock.adjustment_line where company_id = ? and adjustment_id = ?",
                tx.company(),
                id);
        insertLines(tx, id, checked.lines());
    }

    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = draft(tx, actor, id, version, "delete");
        tx.add(
                Rank.DETAIL,
                "delete from stock.adjustment_line where company_id = ? and adjustment_id = ?",
                tx.company(),
                id);
        headers.delete(tx, actor, header);
    }

    /** Moves the stock; 409 {@code stock-short} when more would leave than is there. */
    public void post(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = draft(tx, actor, id, version, "post");
        headers.move(tx, actor, header, "post", State.POSTED, Map.of());
        List<StockMove> moves = lines(tx, id).stream()
                .map(line -> new StockMove(line.warehouse(), line.product(), line.quantity()))
                .toList();
        stock.move(tx, actor, id, header.date(), moves);
    }

    /** The moves a page offers for the adjustment, with what stands against them. */
    public List<MoveOption> moves(Texts texts, Actor actor, Adjustment adjustment) {
        return MoveOption.of(texts, actor, StockKinds.ADJUSTMENT, LIFE, adjustment.state());
    }

    private Header draft(Tx tx, Actor actor, UUID id, @Nullable Integer version, String move) {
        Header header = headers.lock(tx, actor.companyWide(), StockKinds.ADJUSTMENT, id, version);
        if (LIFE.parse(header.state()) != State.DRAFT) {
            throw Problem.conflict("wrong-state", move, header.state());
        }
        return header;
    }

    private Entry checked(Tx tx, Actor actor, Entry entry) {
        Problem.Collector problems = new Problem.Collector();
        String title = Input.required(problems, "title", entry.title(), 200);
        problems.check(
                !entry.lines().isEmpty() && entry.lines().size() <= MOST_LINES, "lines", "out-of-range", 1, MOST_LINES);
        problems.throwIfAny();
        Map<UUID, Product> known = products.find(
                tx, actor, entry.lines().stream().map(Line::product).toList());
        Map<UUID, Warehouse> places =
                warehouses.find(tx, entry.lines().stream().map(Line::warehouse).toList());
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < entry.lines().size(); i++) {
            Line line = entry.lines().get(i);
            String at = "lines[" + i + "].";
            Product product = known.get(line.product());
            Warehouse warehouse = places.get(line.warehouse());
            problems.check(product != null, at + "product", "unknown-product");
            problems.check(product == null || product.stocked(), at + "product", "product-not-stocked");
            problems.check(warehouse != null, at + "warehouse", "unknown-warehouse");
            problems.check(warehouse == null || warehouse.active(), at + "warehouse", "warehouse-stopped");
            BigDecimal quantity = Input.fitting(problems, at + "quantity", line.quantity());
            problems.check(quantity.signum() != 0, at + "quantity", "zero-quantity");
            lines.add(new Line(
                    line.warehouse(), line.product(), quantity, Input.text(problems, at + "note", line.note(), 200)));
        }
        problems.throwIfAny();
        return new Entry(title, entry.date(), lines);
    }

    private static void insertLines(Tx tx, UUID id, List<Line> lines) {
        tx.add(
                Rank.DETAIL,
                """
                insert into stock.adjustment_line (company_id, adjustment_id, place, warehouse_id, product_id, quantity, note)
                select ?, ?, n.place, n.warehouse, n.product, n.quantity, n.note
                from unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::text[]) with ordinality as n (warehouse, product, quantity, note, place)""",
                tx.company(),
                id,
                SqlArray.of("uuid", lines, Line::warehouse),
                SqlArray.of("uuid", lines, Line::product),
                SqlArray.of("numeric", lines, Line::quantity),
                SqlArray.of("text", lines, Line::note));
    }

    private static List<Line> lines(Tx tx, UUID id) {
        return tx.list(
                """
                select warehouse_id, product_id, quantity, note from stock.adjustment_line
                where company_id = ? and adjustment_id = ? order by place""",
                row -> new Line(
                        row.uuid("warehouse_id"),
                        row.uuid("product_id"),
                        row.decimal("quantity"),
                        row.textOrNull("note")),
                tx.company(),
                id);
    }
}
