package io.onaccount.stock;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The company's warehouses. */
@Component
public final class Warehouses {
    private final Headers headers;

    Warehouses(Headers headers) {
        this.headers = headers;
    }

    /** The warehouses with these ids; unknown ids are missing from the answer. */
    public Map<UUID, Warehouse> find(Tx tx, Collection<UUID> ids) {
        Map<UUID, Warehouse> found = new LinkedHashMap<>();
        select(tx, "h.id = any(?)", SqlArray.of("uuid", ids)).forEach(w -> found.put(w.id(), w));
        return found;
    }

    /** The warehouses with these codes, by code; unknown codes are missing from the answer. */
    public Map<String, Warehouse> byCode(Tx tx, Collection<String> codes) {
        Map<String, Warehouse> found = new LinkedHashMap<>();
        select(tx, "h.number = any(?)", SqlArray.of("text", codes)).forEach(w -> found.put(w.code(), w));
        return found;
    }

    /** The warehouses goods may move through, by code. */
    public List<Warehouse> active(Tx tx) {
        return select(tx, "h.state = ? order by h.number", WarehouseState.ACTIVE);
    }

    /** The warehouse; 404 when unknown. */
    public Warehouse require(Tx tx, UUID id) {
        return find(tx, List.of(id)).values().stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound(StockKinds.WAREHOUSE, id));
    }

    public UUID create(Tx tx, Actor actor, Warehouse.Entry entry) {
        UUID id = Ids.next();
        Warehouse warehouse = checked(tx, entry, id, null);
        headers.insert(
                tx,
                actor,
                Header.born(
                        id,
                        StockKinds.WAREHOUSE,
                        warehouse.code(),
                        warehouse.name(),
                        WarehouseState.ACTIVE,
                        null,
                        null,
                        null,
                        actor.today(),
                        null,
                        null,
                        actor.user(),
                        headers.now()),
                Map.of());
        tx.add(
                Rank.DOCUMENT,
                "insert into stock.warehouse (company_id, id, address, keeper, phone) values (?, ?, ?, ?, ?)",
                tx.company(),
                id,
                warehouse.address(),
                warehouse.keeper(),
                warehouse.phone());
        return id;
    }

    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, Warehouse.Entry entry) {
        Header header = headers.lock(tx, actor.companyWide(), StockKinds.WAREHOUSE, id, version);
        Warehouse old = require(tx, id);
        Warehouse changed = checked(tx, entry, id, old);
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "address", old.address(), changed.address());
        Headers.difference(changes, "keeper", old.keeper(), changed.keeper());
        Headers.difference(changes, "phone", old.phone(), changed.phone());
        headers.change(tx, actor, header, header.named(changed.code(), changed.name()), changes);
        tx.add(
                Rank.DOCUMENT,
                "update stock.warehouse set address = ?, keeper = ?, phone = ? where company_id = ? and id = ?",
                changed.address(),
                changed.keeper(),
                changed.phone(),
                tx.company(),
                id);
    }

    /** No more goods in or out by hand or by new documents. */
    public void stop(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        move(tx, actor, id, version, "stop", WarehouseState.STOPPED);
    }

    public void reactivate(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        move(tx, actor, id, version, "reactivate", WarehouseState.ACTIVE);
    }

    /** Removes a warehouse through which nothing moved yet; 409 {@code warehouse-in-use} otherwise. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor.companyWide(), StockKinds.WAREHOUSE, id, version);
        tx.add(Rank.DETAIL, "delete from stock.warehouse where company_id = ? and id = ?", tx.company(), id);
        headers.deleteUnused(tx, actor, header, "warehouse-in-use");
    }

    /** The moves a page offers for the warehouse, with what stands against them. */
    public List<MoveOption> moves(Texts texts, Actor actor, Warehouse warehouse) {
        return MoveOption.of(
                texts,
                actor,
                StockKinds.WAREHOUSE,
                WarehouseState.TABLE,
                warehouse.active() ? WarehouseState.ACTIVE : WarehouseState.STOPPED);
    }

    private void move(Tx tx, Actor actor, UUID id, @Nullable Integer version, String move, WarehouseState to) {
        Header header = headers.lock(tx, actor.companyWide(), StockKinds.WAREHOUSE, id, version);
        WarehouseState.TABLE.check(WarehouseState.TABLE.parse(header.state()), move, to);
        headers.move(tx, actor, header, move, to, Map.of());
    }

    private Warehouse checked(Tx tx, Warehouse.Entry entry, UUID id, @Nullable Warehouse old) {
        Problem.Collector problems = new Problem.Collector();
        String code = Input.required(problems, "code", entry.code(), 40);
        boolean renamed = old == null || !old.code().equals(code);
        problems.check(!renamed || byCode(tx, List.of(code)).isEmpty(), "code", "taken", code);
        Warehouse checked = new Warehouse(
                id,
                old == null ? 1 : old.version(),
                code,
                Input.required(problems, "name", entry.name(), 100),
                old == null || old.active(),
                Input.text(problems, "address", entry.address(), 300),
                Input.text(problems, "keeper", entry.keeper(), 60),
                Input.text(problems, "phone", entry.phone(), 40));
        problems.throwIfAny();
        return checked;
    }

    private static List<Warehouse> select(Tx tx, String condition, Object value) {
        return tx.list(
                """
                select h.id, h.version, h.number, h.title, h.state, w.address, w.keeper, w.phone
                from document.header h join stock.warehouse w on w.company_id = h.company_id and w.id = h.id
                where h.company_id = ? and h.kind = 'warehouse' and""" + " " + condition,
                row -> new Warehouse(
                        row.uuid("id"),
                        row.integer("version"),
                        row.text("number"),
                        row.text("title"),
                        row.text("state").equals(WarehouseState.ACTIVE.name()),
                        row.textOrNull("address"),
                        row.textOrNull("keeper"),
                        row.textOrNull("phone")),
                tx.company(),
                value);
    }
}
