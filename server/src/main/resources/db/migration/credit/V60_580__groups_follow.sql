-- A group's limit may name a customer: whoever stands below it in the group draws on it. Listed groups stay as they are.
alter table credit.pool drop constraint pool_whose_check;
comment on column credit.pool.whose_id is 'the salesperson, department or uppermost customer whose customers draw on it, all of them and nobody else; null: its customers are listed';
