-- A shared limit of a salesperson or of a department names them; who draws on it follows. Those made before keep their listed customers until
-- somebody says whose they are: nobody's credit changes by an update of the product.
alter table credit.pool add column whose_id uuid;
comment on column credit.pool.whose_id is 'the salesperson or department whose customers draw on it, all of them and nobody else; null: its customers are listed';
alter table credit.pool add constraint pool_whose_check check (whose_id is null or basis <> 'GROUP');
create unique index pool_whose_key on credit.pool (company_id, basis, whose_id) where whose_id is not null;

-- Departments lie in one another, and so do their limits; of listed ones a customer draws on one of each basis at most.
alter table credit.pool_member drop constraint pool_member_basis_key;
alter table credit.pool_member add column listed boolean not null default true;
comment on column credit.pool_member.listed is 'named one by one; otherwise a member because of who looks after the customer';
create unique index pool_member_listed_key on credit.pool_member (company_id, account_id, basis) where listed;

alter table credit.setting add column pools_any boolean not null default false;
comment on column credit.setting.pools_any is 'of several shared limits over an order one is enough; otherwise all must hold';
