package io.onaccount.sales;

import io.onaccount.credit.DiscountOffer;
import io.onaccount.credit.spi.AgreedTerms;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What orders stand at, for the releases they were given. */
@Component
final class AgreedOrderTerms implements AgreedTerms {
    private final DiscountTerms discounts;

    AgreedOrderTerms(DiscountTerms discounts) {
        this.discounts = discounts;
    }

    private record Found(
            UUID id,
            UUID customer,
            BigDecimal total,
            @Nullable PaymentTerm term) {
        int days(LocalDate from) {
            return term == null ? 0 : (int) Math.max(0, ChronoUnit.DAYS.between(from, term.due(from)));
        }
    }

    @Override
    public Map<UUID, Agreed> agreed(Tx tx, Collection<UUID> orders) {
        List<Found> found = tx.list(
                """
                select o.id, o.party_id, o.total, to_jsonb(t)::text as term from sales.sales_order o
                left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id
                where o.company_id = ? and o.id = any(?)""",
                row -> new Found(row.uuid("id"), row.uuid("party_id"), row.decimal("total"), PaymentTerms.of(row)),
                tx.company(),
                SqlArray.of("uuid", orders));
        Map<UUID, UUID> customers = new HashMap<>();
        found.forEach(order -> customers.put(order.id, order.customer));
        Map<UUID, DiscountTerm> offered = found.isEmpty() ? Map.of() : discounts.offered(tx, customers);
        Map<UUID, Agreed> agreed = new HashMap<>();
        for (Found order : found) {
            DiscountTerm discount = offered.get(order.id);
            agreed.put(
                    order.id,
                    new Agreed(order.total, order::days, discount == null ? DiscountOffer.NONE : discount.offer()));
        }
        return agreed;
    }
}
