package io.onaccount.sales.web;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.sales.OrderChange;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.web.OrderChangeEndpoints.ChangeView;
import io.onaccount.sales.web.OrderViews.MoveView;
import io.onaccount.sales.web.OrderViews.OpenChange;
import io.onaccount.sales.web.OrderViews.OrderView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What an order's page shows beside the order itself, and a change order's beside the change. */
@Component
class OrderReads {
    private final DiscountTerms discounts;

    OrderReads(DiscountTerms discounts) {
        this.discounts = discounts;
    }

    OrderView view(Tx tx, Actor actor, SalesOrder order, List<MoveView> moves) {
        boolean chinese = isChinese(actor);
        DiscountTerm offered =
                discounts.offered(tx, Map.of(order.id(), order.customer())).get(order.id());
        return tx.one(
                """
                select (select u.name from organization.app_user u where u.id = ?) as owner_name,
                    (select case when ? then t.name else t.name_en end from party.payment_term t where t.company_id = ? and t.id = ?) as term_name,
                    (select coalesce(sum(i.settled), 0) from receivables.open_item i
                        where i.company_id = ? and i.order_id = ? and i.kind <> 'RETURN') as paid,
                    c.id as change_id, c.number as change_number, c.state as change_state
                from (select 1) one
                left join (select h.id, h.number, h.state from sales.order_change c
                    join document.header h on h.company_id = c.company_id and h.id = c.id
                    where c.company_id = ? and c.order_id = ? and c.open) c on true""",
                row -> new OrderView(
                        order,
                        row.textOrNull("owner_name"),
                        row.textOrNull("term_name"),
                        row.decimal("paid"),
                        moves,
                        row.uuidOrNull("change_id") == null
                                ? null
                                : new OpenChange(
                                        row.uuid("change_id"), row.text("change_number"), row.text("change_state")),
                        offered == null ? null : offered.id(),
                        offered == null ? null : offered.notation()),
                order.owner(),
                chinese,
                tx.company(),
                order.paymentTerm(),
                tx.company(),
                order.id(),
                tx.company(),
                order.id());
    }

    ChangeView view(Tx tx, Actor actor, OrderChange change, List<MoveView> moves) {
        boolean chinese = isChinese(actor);
        return tx.one(
                """
                select (select u.name from organization.app_user u where u.id = ?) as owner_name,
                    (select case when ? then t.name else t.name_en end from party.payment_term t where t.company_id = ? and t.id = ?) as term,
                    (select case when ? then t.name else t.name_en end from party.payment_term t where t.company_id = ? and t.id = ?) as term_before,
                    (select t.steps from receivables.discount_term t where t.company_id = ? and t.id = ?) as discount,
                    (select t.steps from receivables.discount_term t where t.company_id = ? and t.id = ?) as discount_before""",
                row -> new ChangeView(
                        change,
                        row.textOrNull("owner_name"),
                        row.textOrNull("term"),
                        row.textOrNull("term_before"),
                        row.textOrNull("discount"),
                        row.textOrNull("discount_before"),
                        moves),
                change.owner(),
                chinese,
                tx.company(),
                change.paymentTerm(),
                chinese,
                tx.company(),
                change.paymentTermBefore(),
                tx.company(),
                change.offers() ? change.discountTerm() : change.discountTermBefore(),
                tx.company(),
                change.discountTermBefore());
    }

    private static boolean isChinese(Actor actor) {
        return actor.locale().getLanguage().equals(Locale.CHINESE.getLanguage());
    }
}
