package io.onaccount.stock;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Three warehouses of the demo company with opening stock, the same every time. */
@Component
public final class DemoWarehouses {
    private static final long SEED = 50;
    private static final int LEAST = 2_000;
    private static final int SPREAD = 60;

    private final Warehouses warehouses;
    private final Adjustments adjustments;

    DemoWarehouses(Warehouses warehouses, Adjustments adjustments) {
        this.warehouses = warehouses;
        this.adjustments = adjustments;
    }

    /**
     * Enters them and posts opening stock of all the products on the actor's today; answers the warehouses' ids, the main one first, which
     * has the most.
     */
    public List<UUID> enter(Tx tx, Actor actor, List<UUID> products) {
        List<UUID> ids = List.of(
                warehouses.create(
                        tx, actor, new Warehouse.Entry("W01", "上海总仓", "上海市嘉定区马陆镇丰年路 88 号", "顾建国", "021-80000001")),
                warehouses.create(
                        tx, actor, new Warehouse.Entry("W02", "广州分仓", "广州市白云区太和镇兴太路 16 号", "梁伟强", "020-80000002")),
                warehouses.create(
                        tx, actor, new Warehouse.Entry("W03", "成都分仓", "成都市新都区斑竹园街道物流大道 9 号", "何晓明", "028-80000003")));
        tx.flush();
        Random random = new Random(SEED);
        for (int i = 0; i < ids.size(); i++) {
            UUID warehouse = ids.get(i);
            int share = i == 0 ? 100 : 25;
            List<Adjustments.Line> lines = new ArrayList<>();
            for (UUID product : products) {
                int quantity = (LEAST + 100 * random.nextInt(SPREAD)) * share / 100;
                lines.add(new Adjustments.Line(warehouse, product, BigDecimal.valueOf(quantity), null));
            }
            UUID opening = adjustments.create(tx, actor, new Adjustments.Entry("期初库存", actor.today(), lines));
            tx.flush();
            adjustments.post(tx, actor, opening, null);
            tx.flush();
        }
        return ids;
    }
}
