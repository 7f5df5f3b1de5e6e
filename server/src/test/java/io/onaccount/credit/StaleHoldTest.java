package io.onaccount.credit;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.organization.Actor;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was read as waiting is looked at again under the document's lock before it is tried (CRD-21). */
class StaleHoldTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final Actor controller = bed.somebodyElse("credit-hold.reject");

    @Test
    void aDeliveryRejectedMeanwhileDoesNotLeave() {
        UUID customer = bed.customer("1000");
        UUID order = bed.order(customer, bed.product("10", null, "1000"), "20", "10")
                .order()
                .id();
        bed.sql("update credit.account set status = 'STOPPED' where id = '" + customer + "'");
        UUID delivery = bed.write(tx -> deliveries.draft(
                        tx,
                        bed.actor,
                        NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 1, BigDecimal.TEN, null)))))
                .id();
        bed.write(tx -> deliveries.post(tx, bed.actor, delivery, null));
        CreditHolds.Hold waits = bed.read(tx -> holds.openOf(tx, customer)).getFirst();
        bed.<Boolean>write(tx -> {
            holds.reject(tx, controller, waits.id(), "not to them");
            return true;
        });
        bed.sql("update credit.account set status = 'NORMAL' where id = '" + customer + "'");
        boolean passed = bed.<Boolean>write(tx -> holds.tryAgain(tx, bed.actor, waits));
        assertThat(passed).isFalse();
        assertThat(bed.read(tx -> deliveries.find(tx, bed.actor, delivery)).state())
                .isEqualTo("DRAFT");
    }
}
