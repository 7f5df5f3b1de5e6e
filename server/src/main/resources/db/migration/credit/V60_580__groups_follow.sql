-- A group's limit may name a customer: whoever stands below it in the group draws on it. Listed groups stay as they are.
alter table credit.pool drop constraint pool_whose_check;
comment on column credit.pool.whose_id is 'the salesperson, department or uppermost customer whose customers draw on it, all of them and nobody else; null: its customers are listed';

create view credit.customer_group as
select y.company_id, y.id as party_id,
    coalesce(y.top_id, case when exists (select 1 from party.party c where c.company_id = y.company_id and c.top_id = y.id) then y.id end, m.pool_id) as group_id
from party.party y
left join credit.pool_member m on m.company_id = y.company_id and m.account_id = y.id and m.basis = 'GROUP' and m.listed;
comment on view credit.customer_group is 'the group (集团) of each customer: the uppermost of those that belong together, otherwise the shared limit that lists it, otherwise none';
