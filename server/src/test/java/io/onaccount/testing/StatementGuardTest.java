package io.onaccount.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementGuardTest {

    private final StatementGuard guard = new StatementGuard(Set.of("sales.orders", "sales.line", "party.customer"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from sales.orders where company_id = ?",
                "select set_config('app.company', ?, true);select * from sales.orders o where o.company_id = ? and id = ?",
                "select * from sales.orders o join sales.line l on l.company_id = o.company_id and l.order_id = o.id where o.company_id = ?",
                "select * from sales.orders o join sales.line l using (company_id, order_id) where company_id = ?",
                "select * from sales.orders o, sales.line l where o.company_id = ? and l.company_id = ?",
                "insert into sales.orders (company_id, id) values (?, ?) on conflict do nothing",
                "insert into sales.line (company_id, id) select ?, u.id from unnest(?::uuid[]) u(id)",
                "insert into sales.orders as o (company_id, id) values (?, ?) on conflict (company_id, id) do update set n = o.n + 1",
                "insert into sales.orders (company_id, id) select l.company_id, l.order_id from sales.line l where l.company_id = ?",
                "update sales.orders set state = ? where company_id = ? and id = ?",
                "update sales.orders o set state = v.state from (values (?, ?)) v(id, state) where o.company_id = ? and o.id = v.id",
                "delete from sales.line where company_id = ? and id = any(?)",
                "with x as (select id from sales.orders where company_id = ?) select * from x",
                "select 1 from organization.app_user where login = ?",
                "select 'from sales.orders' as text -- from sales.line",
                "select extract(year from o.date) from sales.orders o where o.company_id = ?",
                "select (select count(*) from sales.line l where l.company_id = o.company_id) from sales.orders o where o.company_id = ?",
                "select id from sales.orders where company_id = ? union all select id from sales.line where company_id = ?"
            })
    void letsPassWhatNamesTheCompany(String sql) {
        assertThat(guard.violations(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from sales.orders where id = ?",
                "select * from sales.orders o join sales.line l on l.order_id = o.id where o.company_id = ?",
                "select * from sales.orders o join sales.line l on l.order_id = o.id where company_id = ?",
                "select * from sales.orders o, sales.line l where o.company_id = ? and l.order_id = o.id",
                "insert into sales.orders (id) values (?)",
                "insert into sales.orders (id) values (?) on conflict (company_id, id) do nothing",
                "insert into sales.orders (company_id, id) select ?, l.order_id from sales.line l",
                "update sales.orders set state = ? where id = ?",
                "delete from sales.line where id = any(?)",
                "with x as (select id from sales.orders) select * from x where company_id = ?",
                "select (select count(*) from sales.line l where l.order_id = o.id) from sales.orders o where o.company_id = ?",
                "select 1; select * from party.customer",
                "select * from sales.orders o where o.company_id = ? and exists (select 1 from sales.line where order_id = o.id)",
                "select id from sales.orders where company_id = ? union all select id from sales.line where id = ?"
            })
    void failsWhatDoesNot(String sql) {
        assertThat(guard.violations(sql)).isNotEmpty();
    }

    @Test
    void standsBetweenTheApplicationAndTheDatabase() throws Exception {
        String table = TestDatabase.distributedTables().iterator().next();
        try (TestDatabase database = TestDatabase.fresh();
                var connection = database.application().getConnection()) {
            assertThatThrownBy(() -> connection.prepareStatement("select * from " + table))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(table);
            assertThatCode(() -> connection
                            .prepareStatement("select * from " + table + " where company_id = 1")
                            .executeQuery())
                    .doesNotThrowAnyException();
        }
    }
}
