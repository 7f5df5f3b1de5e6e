package io.onaccount.credit;

import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What has become of the customers that others belong to (上级客户, CRD-20). */
final class ParentCustomers {
    private ParentCustomers() {}

    /**
     * For each of these customers that belongs to another: the code of the nearest above it that is stopped, blacklisted or gets no credit any more;
     * empty where none is. One that belongs to nobody is missing.
     */
    static Map<UUID, String> stopped(Tx tx, Collection<UUID> customers) {
        Map<UUID, String> found = new LinkedHashMap<>();
        if (!customers.isEmpty()) {
            tx.list(
                    """
                    with recursive up as (
                      select p.id as customer_id, p.parent_id, 1 as level from party.party p
                      where p.company_id = ? and p.id = any(?) and p.parent_id is not null
                      union all
                      select u.customer_id, p.parent_id, u.level + 1 from up u join party.party p on p.company_id = ? and p.id = u.parent_id
                      where p.parent_id is not null)
                    select distinct on (x.customer_id) x.customer_id, case when x.stopped then x.number else '' end as code from (
                      select u.customer_id, u.level, h.number, h.state in ('STOPPED', 'BLACKLISTED') or coalesce(a.status = 'STOPPED', false) as stopped
                      from up u join document.header h on h.company_id = ? and h.id = u.parent_id
                      left join credit.account a on a.company_id = h.company_id and a.id = h.id) x
                    order by x.customer_id, x.stopped desc, x.level""",
                    row -> found.put(row.uuid("customer_id"), row.text("code")),
                    tx.company(),
                    SqlArray.of("uuid", customers),
                    tx.company(),
                    tx.company());
        }
        return found;
    }

    /** It may trade or gets credit again: what waits of those below it is looked at once more. */
    static void reopened(Tx tx, UUID customer) {
        tx.add(Rank.CREDIT, """
                insert into credit.recheck (company_id, account_id)
                with recursive below as (
                  select p.id from party.party p where p.company_id = ? and p.parent_id = ?
                  union
                  select p.id from below b join party.party p on p.company_id = ? and p.parent_id = b.id)
                select distinct d.company_id, d.account_id from below b
                join credit.hold d on d.company_id = ? and d.account_id = b.id
                where d.state = 'OPEN' order by d.account_id
                on conflict (company_id, account_id) do nothing""", tx.company(), customer, tx.company(), tx.company());
    }
}
