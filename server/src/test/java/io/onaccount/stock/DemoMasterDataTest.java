package io.onaccount.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.catalog.DemoProducts;
import io.onaccount.organization.Actor;
import io.onaccount.party.DemoCustomers;
import io.onaccount.party.PaymentTerms;
import io.onaccount.testing.TestCompany;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the demo company trades with: entered through the same doors as everybody's, and the same every time. */
class DemoMasterDataTest {

    private record Entered(TestCompany company, List<UUID> customers, List<UUID> products, List<UUID> warehouses) {}

    private static Entered enter() {
        TestCompany company = new TestCompany("customer.transfer", "product.cost");
        Actor second = company.user("second", Set.of());
        company.write(tx -> {
            company.application.bean(PaymentTerms.class).add(tx);
            return true;
        });
        List<UUID> customers = company.write(tx -> company.application
                .bean(DemoCustomers.class)
                .enter(tx, company.actor, List.of(company.actor.user(), second.user())));
        List<UUID> products =
                company.write(tx -> company.application.bean(DemoProducts.class).enter(tx, company.actor));
        List<UUID> warehouses = company.write(
                tx -> company.application.bean(DemoWarehouses.class).enter(tx, company.actor, products));
        return new Entered(company, customers, products, warehouses);
    }

    private static String value(Entered entered, String sql) {
        return entered.company.application.database().value(sql.replace(":c", Long.toString(entered.company.id)));
    }

    @Test
    void theDemoIsWholeAndTheSameEveryTime() {
        Entered first = enter();
        assertThat(first.customers).hasSize(150).doesNotHaveDuplicates();
        assertThat(first.products).hasSize(120).doesNotHaveDuplicates();
        assertThat(first.warehouses).hasSize(3);
        assertThat(
                        value(
                                first,
                                "select string_agg(n::text, ',' order by state) from (select state, count(*) as n"
                                        + " from document.header where company_id = :c and kind = 'customer' group by state) s"))
                .as("active, blacklisted, prospects, stopped")
                .isEqualTo("133,1,12,4");
        assertThat(
                        value(
                                first,
                                "select count(distinct owner_id) from document.header where company_id = :c and kind = 'customer'"))
                .isEqualTo("2");
        assertThat(value(first, "select count(*) from party.party where company_id = :c and payment_term_id is null"))
                .isEqualTo("0");
        assertThat(value(first, "select count(*) from stock.on_hand where company_id = :c and quantity > 0"))
                .isEqualTo("360");
        String fingerprint =
                "select md5(string_agg(h.number || h.title || coalesce(p.credit_code, '') || coalesce(p.phone, ''), '' order by h.number))"
                        + " from document.header h join party.party p on p.company_id = h.company_id and p.id = h.id where h.company_id = :c";
        assertThat(value(enter(), fingerprint)).isEqualTo(value(first, fingerprint));
    }
}
