package io.onaccount.receivables;

import static io.onaccount.document.Field.Type.DATE;
import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.approval.spi.Snapshot;
import io.onaccount.document.Field;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Payment plans as what can need approval: how much is put off and for how long; an approval is for these items and these days. */
@Component
final class PlanApproval extends DocumentSubject {
    private static final List<Field> FACTS = List.of(
            Field.of("total", MONEY, ""),
            Field.of("parts", NUMBER, ""),
            Field.of("postponedDays", NUMBER, ""),
            Field.of("overdueDays", NUMBER, ""),
            Field.of("reason", TEXT, ""),
            Field.of("party", PARTY, ""),
            Field.of("owner", USER, ""),
            Field.of("department", DEPARTMENT, ""));

    private static final List<Field> COLUMNS = List.of(Field.of("due", DATE, ""), Field.of("amount", MONEY, ""));

    private final ObjectProvider<PaymentPlans> plans; // which asks approval, which asks here

    PlanApproval(Headers headers, ObjectProvider<PaymentPlans> plans) {
        super(PaymentPlans.KIND, headers);
        this.plans = plans;
    }

    @Override
    public List<Field> facts() {
        return FACTS;
    }

    @Override
    Said said(Tx tx, Actor actor, Header header) {
        PaymentPlans.Plan plan = plans.getObject().read(tx, header);
        LocalDate oldest = plan.items().getFirst().due();
        LocalDate last = plan.parts().getLast().due();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("parts", BigDecimal.valueOf(plan.parts().size()));
        facts.put("postponedDays", days(oldest, last));
        facts.put("overdueDays", days(oldest, header.date()));
        facts.put("reason", plan.reason());
        Map<String, String> bound = new TreeMap<>();
        plan.items()
                .forEach(item -> bound.put("item " + item.item(), item.open().toPlainString() + " " + item.due()));
        for (int i = 0; i < plan.parts().size(); i++) {
            PaymentPlans.Part part = plan.parts().get(i);
            bound.put("part " + i, part.amount().toPlainString() + " " + part.due());
        }
        return new Said(
                plan.amount(),
                facts,
                bound,
                new Snapshot.Sheet(
                        COLUMNS,
                        plan.parts().stream()
                                .map(part -> Arrays.<@Nullable Object>asList(part.due(), part.amount()))
                                .toList()));
    }

    private static BigDecimal days(LocalDate from, LocalDate to) {
        return BigDecimal.valueOf(Math.max(0, ChronoUnit.DAYS.between(from, to)));
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        plans.getObject().approved(tx, approver, id);
        return "applied";
    }

    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        plans.getObject().sentBack(tx, by, id, reason);
    }
}
