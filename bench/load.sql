-- The company that is measured: written set by set, as the superuser, without looking at foreign keys (the rows are made to fit them).
-- Variables: customers, products (that are ordered), catalogue (all of them), orders, items (open), settled (items paid already), token (SHA-256 of the API token, hex).
-- Customers 1 … customers-1000 share the open items, the next ten have 10,000 each (fewer when there are fewer items), the rest none.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '512MB';

create schema if not exists bench;

-- Ids by number, in the form of the server's.
create or replace function bench.id(kind text, n bigint) returns uuid language sql immutable strict parallel safe as
  $$ select overlay(overlay('00000000-0000-7000-8000-000000000000' placing kind from 1 for 2) placing lpad(to_hex(n), 12, '0') from 25 for 12)::uuid $$;

insert into organization.company (id, name, base_currency) values (77, 'Bench', 'CNY');
insert into organization.app_user (id, login, name) values (bench.id('01', 1), 'bench', 'Bench'), (bench.id('01', 2), 'bench2', 'Bench 2');
insert into organization.user_company (user_id, company) values (bench.id('01', 1), 77), (bench.id('01', 2), 77);
insert into organization.role (company_id, id, code, name, rights) values (77, bench.id('02', 1), 'bench', 'all', '{*.*}');
insert into organization.membership (company_id, user_id, scope) values (77, bench.id('01', 1), 'ALL'), (77, bench.id('01', 2), 'ALL');
insert into organization.membership_role (company_id, user_id, role_id) values (77, bench.id('01', 1), bench.id('02', 1)), (77, bench.id('01', 2), bench.id('02', 1));
insert into organization.api_token (token_hash, id, user_id, company, name, expires_at) values
  (decode(:'token', 'hex'), bench.id('03', 1), bench.id('01', 1), 77, 'bench', now() + interval '2 days'),
  (decode(:'token2', 'hex'), bench.id('03', 2), bench.id('01', 2), 77, 'bench2', now() + interval '2 days');

insert into party.payment_term (company_id, id, code, name, name_en, rule, days) values (77, bench.id('04', 1), 'NET30', '月结30天', 'net 30 days', 'NET_DAYS', 30);
insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, date, created_by, changed_by)
  select 77, bench.id('0c', n), 'customer', 'C-' || lpad(n::text, 5, '0'), '客户' || n || '有限公司', 'ACTIVE', bench.id('0c', n), bench.id('01', 1), current_date - 1000, bench.id('01', 1), bench.id('01', 1)
  from generate_series(1, :customers) n;
insert into party.party (company_id, id, payment_term_id, city, pinyin, initials)
  select 77, bench.id('0c', n), bench.id('04', 1), (array['北京','上海','广州','深圳'])[1 + n % 4], 'kehu', 'kh' || n from generate_series(1, :customers) n;

insert into document.header (company_id, id, kind, number, title, state, date, created_by, changed_by)
  select 77, bench.id('0e', n), 'product', 'P-' || lpad(n::text, 6, '0'), '产品' || n, 'ACTIVE', current_date - 1000, bench.id('01', 1), bench.id('01', 1)
  from generate_series(1, :catalogue) n;
insert into catalog.product (company_id, id, unit, tax_rate, list_price, minimum_price, price_includes_tax, stocked)
  select 77, bench.id('0e', n), '件', 0.13, 10 + n % 90, 1, true, true from generate_series(1, :catalogue) n;
insert into document.name_part (company_id, kind, part, record_id)
  select distinct h.company_id, h.kind, substring(t.text from p.place for 8), h.id
  from document.header h
  cross join lateral (select unnest(case h.kind when 'product' then array[lower(h.number), h.title] else array[h.title] end) as text) t
  cross join lateral generate_series(1, length(t.text)) as p (place)
  where h.company_id = 77 and h.kind in ('customer', 'product');
insert into document.header (company_id, id, kind, number, title, state, date) values (77, bench.id('0f', 1), 'warehouse', 'W-1', '主仓', 'ACTIVE', current_date);
insert into stock.warehouse (company_id, id) values (77, bench.id('0f', 1));
insert into stock.on_hand (company_id, warehouse_id, product_id, quantity) select 77, bench.id('0f', 1), bench.id('0e', n), 1e9 from generate_series(1, :products) n;
insert into receivables.cash_account (company_id, id, code, name, currency) values (77, bench.id('0d', 1), 'BANK', '银行', 'CNY');

-- Open items: n → customer; amounts, dates and dues by arithmetic, so that two runs measure the same. Of very many only some have their
-- documents: writing them would take an hour, and ageing reads none.
create unlogged table bench.item as
  select n, case when n <= :items and n > :items - :heavy then :customers - 1000 + 1 + (n % 10) else 1 + (n::bigint * 7919 % (:customers - 1000)) end as customer,
    100 + n % 5000 as amount, current_date - ((n * 31) % 160)::int as date, n > :items as settled
  from generate_series(1, :items + :settled) n;
insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, date, currency, total, created_by, changed_by)
  select 77, bench.id('1a', n), 'opening-balance', 'OB-' || lpad(n::text, 7, '0'), '客户' || customer || '有限公司', 'POSTED', bench.id('0c', customer), bench.id('01', 1), date, 'CNY', amount, bench.id('01', 1), bench.id('01', 1)
  from bench.item where n <= 1500000;
insert into receivables.opening_balance (company_id, id, amount, due) select 77, bench.id('1a', n), amount, date + 30 from bench.item where n <= 1500000;
insert into receivables.open_item (company_id, id, party_id, document_id, kind, number, amount, settled, currency, date, due)
  select 77, bench.id('1b', n), bench.id('0c', customer), bench.id('1a', n), 'OPENING', 'OB-' || lpad(n::text, 7, '0'), amount, case when settled then amount else 0 end, 'CNY', date, date + 30
  from bench.item;
insert into receivables.allocation (company_id, id, match_id, party_id, item_id, amount, currency, happened_on, item_date, item_due)
  select 77, bench.id('1c', n), bench.id('1c', n), bench.id('0c', customer), bench.id('1b', n), amount, 'CNY', least(date + 20, current_date), date, date + 30 from bench.item where settled;
insert into receivables.open_day (company_id, party_id, date, due, open)
  select 77, bench.id('0c', customer), date, date + 30, sum(amount) from bench.item where not settled group by customer, date;
-- The books of the last two months, for statements.
insert into receivables.journal (company_id, id, cause, document_id, happened_on)
  select 77, bench.id('1d', n), 'opening', bench.id('1a', n), date from bench.item where date > current_date - 62 and not settled;
insert into receivables.journal_line (company_id, journal_id, line, account, party_id, amount, currency, base_amount, happened_on)
  select 77, bench.id('1d', n), l.line, l.account, bench.id('0c', customer), l.sign * amount, 'CNY', l.sign * amount, date
  from bench.item cross join (values (1, 'RECEIVABLE', 1), (2, 'OPENING_BALANCE', -1)) l (line, account, sign) where date > current_date - 62 and not settled;
insert into receivables.party_balance (company_id, party_id, receivable)
  select 77, bench.id('0c', n), coalesce(s.sum, 0) from generate_series(1, :customers) n
  left join (select customer, sum(amount) from bench.item where not settled group by customer) s on s.customer = n;
insert into credit.account (company_id, id, party_id, currency, credit_limit, overdue_days, receivable, oldest_due, gate_version, gate_limit, gate_overdue_days, gate_closer)
  select 77, bench.id('0c', n), bench.id('0c', n), 'CNY', 1e12, 36500, coalesce(s.sum, 0), current_date - 200, 0, 1e12, 36500, false from generate_series(1, :customers) n
  left join (select customer, sum(amount) from bench.item where not settled group by customer) s on s.customer = n;

-- Orders of the past, one line each.
insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, date, currency, total, created_by, changed_by)
  select 77, bench.id('2a', n), 'sales-order', 'SO-' || lpad(n::text, 8, '0'), '客户' || 1 + (n::bigint * 7919 % :customers) || '有限公司', case when n % 20 = 0 then 'CANCELLED' else 'DELIVERED' end,
    bench.id('0c', 1 + (n::bigint * 7919 % :customers)), bench.id('01', 1 + n % 2), current_date - ((n * 37) % 1000)::int, 'CNY', 113 + n % 100000, bench.id('01', 1), bench.id('01', 1)
  from generate_series(1, :orders) n;
insert into sales.sales_order (company_id, id, party_id, payment_term_id, tax_inclusive, net, tax, total, delivered_total)
  select 77, bench.id('2a', n), bench.id('0c', 1 + (n::bigint * 7919 % :customers)), bench.id('04', 1), true, 100 + n % 100000, 13, 113 + n % 100000, 113 + n % 100000
  from generate_series(1, :orders) n;
insert into sales.order_line (company_id, order_id, position, id, product_id, quantity, unit, price, tax_rate, net, tax, total, delivered_quantity, delivered_total)
  select 77, bench.id('2a', n), 1, bench.id('2b', n), bench.id('0e', 1 + n % :products), 1, '件', 113 + n % 100000, 0.13, 100 + n % 100000, 13, 113 + n % 100000, 1, 113 + n % 100000
  from generate_series(1, :orders) n;
drop table bench.item;
vacuum analyze;
checkpoint;
