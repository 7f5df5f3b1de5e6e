package io.onaccount.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditProof;
import io.onaccount.insight.Home;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.testing.TestApplication;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DemoCompanyTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final TestApplication application = TestApplication.shared();
    private long company;

    private long count(String sql) {
        return Long.parseLong(
                application.database().value("select count(*) from " + sql.replace(":c", Long.toString(company))));
    }

    @Test
    void twoYearsOfTradeThatAgreeWithThemselves() {
        company = application.bean(DemoCompany.class).found(TODAY);

        assertThat(count("document.header where company_id = :c and kind = 'sales-order'"))
                .isBetween(2500L, 3600L);
        assertThat(count("document.header where company_id = :c and kind = 'delivery' and state = 'POSTED'"))
                .isGreaterThan(2500);
        assertThat(count("document.header where company_id = :c and kind = 'receipt' and state = 'CONFIRMED'"))
                .isGreaterThan(1000);
        assertThat(count("document.header where company_id = :c and kind = 'receipt' and state = 'REVERSED'"))
                .isPositive();
        assertThat(count("document.header where company_id = :c and kind = 'sales-return' and state = 'POSTED'"))
                .isPositive();
        for (String state : new String[] {"DRAFT", "SUBMITTED", "HELD", "CONFIRMED", "DELIVERED", "CANCELLED"}) {
            assertThat(count("document.header where company_id = :c and kind = 'sales-order' and state = '" + state
                            + "'"))
                    .as(state)
                    .isPositive();
        }
        assertThat(count("receivables.open_item where company_id = :c and settled <> amount and due < '" + TODAY + "'"))
                .isGreaterThan(20);

        assertThat(count("approval.request where company_id = :c and kind = 'sales-order' and state = 'PENDING'"))
                .isEqualTo(4);
        for (String state : new String[] {"DRAFT", "SUBMITTED", "APPROVED", "REJECTED"}) {
            assertThat(count("document.header where company_id = :c and kind = 'credit-application' and state = '"
                            + state + "'"))
                    .as(state)
                    .isPositive();
        }
        assertThat(count("sales.sales_order where company_id = :c and fx_currency = 'USD'"))
                .isEqualTo(3);
        assertThat(
                        count(
                                "receivables.open_item where company_id = :c and kind = 'DELIVERY' and fx_currency = 'USD' and fx_settled = 0"))
                .isEqualTo(1);
        assertThat(count("approval.request where company_id = :c and rule like '远低于%'"))
                .isEqualTo(1);

        UUID admin = UUID.fromString(application
                .database()
                .value(
                        "select m.user_id from organization.membership m join organization.app_user u on u.id = m.user_id where m.company_id = "
                                + company + " and u.login = 'admin'"));
        Actor actor = application.bean(Organization.class).actor(company, admin).on(TODAY);
        assertThat(application.bean(CreditProof.class).run(company, admin).drift())
                .isEmpty();
        // The books balance and the balances beside them are their sums.
        assertThat(new BigDecimal(application
                        .database()
                        .value("select coalesce(sum(base_amount), 0) from receivables.journal_line where company_id = "
                                + company)))
                .isEqualByComparingTo("0");

        Home.View home = application.bean(Home.class).view(actor);
        assertThat(home.figures())
                .extracting(Home.Figure::name)
                .containsExactly("receivables", "overdue", "sales", "receipts");
        assertThat(home.figures()).allMatch(f -> f.amount().signum() > 0);
        assertThat(home.months())
                .hasSize(12)
                .allMatch(m -> m.sales().signum() > 0 && m.receipts().signum() > 0);
        assertThat(home.waiting())
                .extracting(Home.Waiting::name)
                .contains(
                        "submitted-orders",
                        "held-orders",
                        "orders-to-deliver",
                        "draft-deliveries",
                        "draft-receipts",
                        "overdue-customers");
    }
}
