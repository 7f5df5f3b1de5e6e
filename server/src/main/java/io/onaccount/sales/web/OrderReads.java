package io.onaccount.sales.web;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.web.OrderViews.MoveView;
import io.onaccount.sales.web.OrderViews.OrderView;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What an order's page shows beside the order itself. */
@Component
class OrderReads {

    OrderView view(Tx tx, Actor actor, SalesOrder order, List<MoveView> moves) {
        boolean chinese = actor.locale().getLanguage().equals(Locale.CHINESE.getLanguage());
        return tx.one(
                """
                select (select u.name from organization.app_user u where u.id = ?) as owner_name,
                    (select case when ? then t.name else t.name_en end from party.payment_term t where t.company_id = ? and t.id = ?) as term_name,
                    (select coalesce(sum(i.settled), 0) from receivables.open_item i
                        where i.company_id = ? and i.order_id = ? and i.kind <> 'RETURN') as paid""",
                row -> new OrderView(
                        order, row.textOrNull("owner_name"), row.textOrNull("term_name"), row.decimal("paid"), moves),
                order.owner(),
                chinese,
                tx.company(),
                order.paymentTerm(),
                tx.company(),
                order.id());
    }
}
