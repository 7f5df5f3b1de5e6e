package io.onaccount.demo;

import io.onaccount.credit.Pool;
import io.onaccount.credit.SharedLimits;
import io.onaccount.organization.Actor;
import io.onaccount.party.DemoCustomers;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.AcceptorLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Limits over many customers: two salespeople's and a group's, which follow their customers, and what bills of two banks may come to. */
@Component
@Order(130)
final class DemoLimits implements DemoChapter {
    private static final BigDecimal STEP = new BigDecimal("10000");

    private final Database database;
    private final SharedLimits shared;
    private final AcceptorLimits acceptors;

    DemoLimits(Database database, SharedLimits shared, AcceptorLimits acceptors) {
        this.database = database;
        this.shared = shared;
        this.acceptors = acceptors;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor controller = staff.on("controller", today);
        List<UUID> salespeople = staff.salespeople();
        // One has room for a while, the other's is nearly used up.
        Pool.Basis person = Pool.Basis.SALESPERSON;
        limit(controller, person, salespeople.get(0), "YW-1", "业务一组负责人额度", new BigDecimal("1.6"));
        limit(controller, person, salespeople.get(1), "YW-2", "业务二组负责人额度", new BigDecimal("1.05"));
        UUID parent = customers.get(DemoCustomers.PARENT);
        limit(controller, Pool.Basis.GROUP, parent, "JT-1", "集团授信", new BigDecimal("1.3"));
        Actor finance = staff.on("finance", today);
        acceptor(finance, "CD-1", "中国工商银行", List.of("工商银行", "ICBC"), "500000", AcceptorLimits.Beyond.RIGHT);
        acceptor(finance, "CD-2", "华东城市商业银行", List.of(), "100000", AcceptorLimits.Beyond.REFUSE);
    }

    private void limit(Actor controller, Pool.Basis basis, UUID whose, String code, String name, BigDecimal times) {
        database.write(controller.company(), tx -> {
            UUID id = shared.create(tx, controller, SharedLimits.Entry.of(code, name, basis, whose, null));
            tx.flush();
            SharedLimits.View made = shared.view(tx, controller, id);
            shared.change(
                    tx,
                    controller,
                    id,
                    null,
                    SharedLimits.Entry.of(
                            code, name, basis, whose, rounded(made.exposure().multiply(times))));
            return id;
        });
    }

    /** The next ten thousand, as people set limits. */
    private static BigDecimal rounded(BigDecimal amount) {
        return amount.divide(STEP, 0, RoundingMode.UP).max(BigDecimal.ONE).multiply(STEP);
    }

    private void acceptor(
            Actor finance, String code, String name, List<String> others, String most, AcceptorLimits.Beyond beyond) {
        database.write(
                finance.company(),
                (Tx tx) -> acceptors.create(
                        tx,
                        finance,
                        new AcceptorLimits.Entry(code, name, others, new BigDecimal(most), beyond, null, null)));
    }
}
