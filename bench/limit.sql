-- The limit: what one hand-written function per task can do on the product's own tables, with the same rows, keys, policies and grants. It
-- runs as the application's role under pgbench.
\set ON_ERROR_STOP on
create sequence if not exists bench.number cache 100;

-- Judges and writes one confirmed order, as SalesOrders.place does.
create or replace function bench.place_order(company bigint, customer bigint, products bigint[], quantities numeric[]) returns text language plpgsql as $$
declare
    today constant date := current_date;
    who constant uuid := bench.id('01', 1);
    party constant uuid := bench.id('0c', customer);
    goods constant uuid[] := array(select bench.id('0e', p) from unnest(products) p);
    order_id constant uuid := uuidv7();
    k constant text := gen_random_uuid()::text;
    order_number text;
    c record;
    l record;
    total numeric := 0;
    tax numeric := 0;
    totals numeric[] := '{}';
    taxes numeric[] := '{}';
    prices numeric[] := '{}';
    rates numeric[] := '{}';
    units text[] := '{}';
    answer text;
begin
    perform set_config('app.company', company::text, true);
    select h.title as name, h.state, h.owner_id, h.department_id, p.payment_term_id, t.rule, t.days into c
      from document.header h join party.party p on p.company_id = h.company_id and p.id = h.id
      left join party.payment_term t on t.company_id = p.company_id and t.id = p.payment_term_id
      where h.company_id = company and h.id = party;
    if c.state is distinct from 'ACTIVE' then
        return 'customer';
    end if;
    for l in select h.state, p.unit, p.tax_rate, p.list_price, p.minimum_price, p.stocked, w.quantity,
            (select sum(o.quantity) from stock.on_hand o where o.company_id = company and o.product_id = p.id) as on_hand
          from unnest(goods, quantities) with ordinality w (id, quantity, place)
          join catalog.product p on p.company_id = company and p.id = w.id
          join document.header h on h.company_id = company and h.id = w.id order by w.place loop
        if l.state <> 'ACTIVE' or l.list_price < l.minimum_price or l.on_hand < l.quantity then
            return 'product';
        end if;
        units := units || l.unit;
        rates := rates || l.tax_rate;
        prices := prices || l.list_price;
        totals := totals || round(l.list_price * l.quantity, 2);
        taxes := taxes || round(round(l.list_price * l.quantity, 2) * l.tax_rate / (1 + l.tax_rate), 2);
        total := total + round(l.list_price * l.quantity, 2);
        tax := tax + round(round(l.list_price * l.quantity, 2) * l.tax_rate / (1 + l.tax_rate), 2);
    end loop;
    order_number := 'SL-' || to_char(today, 'YYYYMMDD') || '-' || nextval('bench.number');
    answer := json_build_object('outcome', 'confirmed', 'order', json_build_object('id', order_id, 'number', order_number, 'state', 'CONFIRMED', 'version', 1,
        'customer', party, 'date', today, 'currency', 'CNY', 'net', (total - tax)::text, 'tax', tax::text, 'total', total::text), 'objections', '{}'::text[], 'ways', '{}'::text[]);
    insert into platform.idempotency_key (company_id, key, fingerprint, answer) values (company, k, sha256(k::bytea), answer) on conflict do nothing;
    if not found then
        return 'repeated';
    end if;
    insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, department_id, date, currency, total, created_by, changed_by)
      values (company, order_id, 'sales-order', order_number, c.name, 'CONFIRMED', party, c.owner_id, c.department_id, today, 'CNY', total, who, who);
    insert into sales.sales_order (company_id, id, party_id, payment_term_id, tax_inclusive, net, tax, total)
      values (company, order_id, party, c.payment_term_id, true, total - tax, tax, total);
    insert into sales.order_line (company_id, order_id, position, id, product_id, quantity, unit, price, tax_rate, net, tax, total, due_on)
      select company, order_id, place, uuidv7(), g, q, u, p, r, t - x, x, t, today from unnest(goods, quantities, units, prices, rates, totals, taxes) with ordinality n (g, q, u, p, r, t, x, place);
    insert into organization.audit_entry (company_id, id, user_id, user_name, action, subject_kind, subject_id, subject_number, changes)
      values (company, uuidv7(), who, 'Bench', 'create', 'sales-order', order_id, order_number, '{"state": ["DRAFT", "CONFIRMED"]}');
    insert into credit.entry (company_id, id, account_id, document_id, bucket, amount, currency, happened_on, recorded_by, cause)
      values (company, uuidv7(), party, order_id, 'ORDERED', total, 'CNY', today, who, 'confirm');
    update credit.account a set ordered = a.ordered + total
      where a.company_id = company and a.id = party and a.deposit = 0 and a.waiting = 0 and not a.pooled
        and a.gate_version = coalesce((select case when y.shadow_version is null then y.live_version else -2 end from credit.policy y where y.company_id = company), 0)
        and not a.gate_closer and a.status in ('NORMAL', 'WATCH') and (a.valid_from is null or a.valid_from <= today) and (a.gate_until is null or a.gate_until >= today)
        and (a.gate_overdue_days is null or a.oldest_due is null or a.oldest_due >= today - a.gate_overdue_days)
        and (a.gate_term_days is null or a.gate_term_days >= c.days) and (a.gate_order_max is null or a.gate_order_max >= total)
        and (a.gate_limit is null or total <= a.gate_limit - (a.ordered + a.shipped + a.receivable + a.bills + a.loans - a.unapplied - a.deposit)
          + case when a.temporary_from <= today and a.temporary_to >= today then a.temporary_limit else 0 end);
    if not found then
        raise exception 'credit';
    end if;
    return answer;
end $$;

-- Enters a receipt as a draft, as Receipts.create does.
create or replace function bench.enter_receipt(company bigint, customer bigint, amount numeric) returns uuid language plpgsql as $$
declare
    today constant date := current_date;
    who constant uuid := bench.id('01', 1);
    party constant uuid := bench.id('0c', customer);
    receipt constant uuid := uuidv7();
    k constant text := gen_random_uuid()::text;
    receipt_number text;
    c record;
begin
    perform set_config('app.company', company::text, true);
    select h.title as name, h.state, h.owner_id, h.department_id into c from document.header h where h.company_id = company and h.id = party;
    perform 1 from receivables.cash_account a where a.company_id = company and a.id = bench.id('0d', 1) and a.active;
    if not found then
        return null;
    end if;
    receipt_number := 'RL-' || to_char(today, 'YYYYMMDD') || '-' || nextval('bench.number');
    insert into platform.idempotency_key (company_id, key, fingerprint, answer) values (company, k, sha256(k::bytea), receipt::text) on conflict do nothing;
    insert into document.header (company_id, id, kind, number, title, state, party_id, owner_id, department_id, date, currency, total, created_by, changed_by)
      values (company, receipt, 'receipt', receipt_number, c.name, 'DRAFT', party, c.owner_id, c.department_id, today, 'CNY', amount, who, who);
    insert into receivables.receipt (company_id, id, party_id, amount, currency, cash_account_id, method) values (company, receipt, party, amount, 'CNY', bench.id('0d', 1), 'TRANSFER');
    insert into organization.audit_entry (company_id, id, user_id, user_name, action, subject_kind, subject_id, subject_number)
      values (company, uuidv7(), who, 'Bench', 'create', 'receipt', receipt, receipt_number);
    return receipt;
end $$;

-- Confirms it as another person and allocates it: an item of exactly the amount, or the oldest ones; as Receipts.confirm does.
create or replace function bench.confirm_receipt(company bigint, receipt uuid) returns numeric language plpgsql as $$
declare
    today constant date := current_date;
    who constant uuid := bench.id('01', 2);
    k constant text := gen_random_uuid()::text;
    received constant uuid := uuidv7();
    settled_by constant uuid := uuidv7();
    r record;
    i record;
    share numeric;
    money numeric;
    done numeric := 0;
begin
    perform set_config('app.company', company::text, true);
    select h.number, h.version, h.created_by, x.party_id, x.amount, x.cash_account_id into r
      from document.header h join receivables.receipt x on x.company_id = h.company_id and x.id = h.id
      where h.company_id = company and h.id = receipt and h.state = 'DRAFT' for no key update of h;
    if not found or r.created_by = who then
        return null;
    end if;
    money := r.amount;
    insert into platform.idempotency_key (company_id, key, fingerprint, answer) values (company, k, sha256(k::bytea), receipt::text) on conflict do nothing;
    update document.header h set state = 'CONFIRMED', version = h.version + 1, changed_at = now(), changed_by = who where h.company_id = company and h.id = receipt and h.version = r.version;
    insert into organization.audit_entry (company_id, id, user_id, user_name, action, subject_kind, subject_id, subject_number, changes)
      values (company, uuidv7(), who, 'Bench 2', 'confirm', 'receipt', receipt, r.number, '{"state": ["DRAFT", "CONFIRMED"]}');
    insert into receivables.journal (company_id, id, cause, document_id, happened_on, recorded_by) values (company, received, 'receive', receipt, today, who);
    insert into receivables.journal_line (company_id, journal_id, line, account, party_id, cash_account_id, amount, currency, base_amount, happened_on) values
      (company, received, 1, 'CASH', null, r.cash_account_id, r.amount, 'CNY', r.amount, today),
      (company, received, 2, 'CUSTOMER_MONEY', r.party_id, null, -r.amount, 'CNY', -r.amount, today);
    for i in select o.id, o.document_id, o.date, o.due, o.amount - o.settled as open from receivables.open_item o
          where o.company_id = company and o.party_id = r.party_id and o.settled <> o.amount
          order by o.due, o.id for no key update loop
        share := least(money, i.open);
        update receivables.open_item o set settled = o.settled + share where o.company_id = company and o.id = i.id;
        if done = 0 then
            insert into receivables.journal (company_id, id, cause, document_id, happened_on, recorded_by) values (company, settled_by, 'allocate', receipt, today, who);
        end if;
        insert into receivables.allocation (company_id, id, match_id, party_id, item_id, receipt_id, amount, currency, happened_on, recorded_by, journal_id, item_date, item_due)
          values (company, uuidv7(), uuidv7(), r.party_id, i.id, receipt, share, 'CNY', today, who, settled_by, i.date, i.due);
        update receivables.open_day d set open = d.open - share where d.company_id = company and d.party_id = r.party_id and d.date = i.date and d.due = i.due;
        delete from receivables.open_day d where d.company_id = company and d.party_id = r.party_id and d.date = i.date and d.due = i.due and d.open = 0;
        insert into document.relation (company_id, from_id, to_id) values (company, i.document_id, receipt) on conflict do nothing;
        insert into credit.entry (company_id, id, account_id, document_id, bucket, amount, currency, happened_on, recorded_by, cause)
          values (company, uuidv7(), r.party_id, i.document_id, 'RECEIVABLE', -share, 'CNY', today, who, 'allocate'),
            (company, uuidv7(), r.party_id, receipt, 'UNAPPLIED', -share, 'CNY', today, who, 'allocate');
        done := done + share;
        money := money - share;
        exit when money = 0;
    end loop;
    if done > 0 then
        insert into receivables.journal_line (company_id, journal_id, line, account, party_id, amount, currency, base_amount, happened_on) values
          (company, settled_by, 1, 'CUSTOMER_MONEY', r.party_id, done, 'CNY', done, today), (company, settled_by, 2, 'RECEIVABLE', r.party_id, -done, 'CNY', -done, today);
    end if;
    update receivables.receipt x set posted = true, posted_on = today, journal_id = received, allocated = done, unapplied = money
      where x.company_id = company and x.id = receipt and not x.posted;
    insert into credit.entry (company_id, id, account_id, document_id, bucket, amount, currency, happened_on, recorded_by, cause)
      values (company, uuidv7(), r.party_id, receipt, 'UNAPPLIED', r.amount, 'CNY', today, who, 'receive');
    update credit.account a set receivable = a.receivable - done, unapplied = a.unapplied + money where a.company_id = company and a.id = r.party_id;
    insert into receivables.party_balance as b (company_id, party_id, receivable, money) values (company, r.party_id, -done, money)
      on conflict (company_id, party_id) do update set receivable = b.receivable + excluded.receivable, money = b.money + excluded.money;
    return done;
end $$;

-- What an import of customers writes, without foreign keys: for COPY.
create or replace procedure bench.copies() language plpgsql as $$
declare
    t text;
begin
    foreach t in array array['document.header', 'party.party', 'party.contact', 'party.match_key', 'document.name_part', 'organization.audit_entry', 'document.import_key',
            'document.upload_row'] loop
        execute format('drop table if exists bench.%I', split_part(t, '.', 2));
        execute format('create table bench.%I (like %s including all)', split_part(t, '.', 2), t);
    end loop;
end $$;
call bench.copies();
grant insert, select, truncate on all tables in schema bench to onaccount_app;

grant usage on schema bench to onaccount_app;
grant usage on all sequences in schema bench to onaccount_app;
