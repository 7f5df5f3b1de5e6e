alter table invoicing.invoice_line add column difference numeric(19,4) not null default 0;
alter table invoicing.invoice_line add column difference_tax numeric(19,4) not null default 0;
comment on column invoicing.invoice_line.difference is 'what the invoice says more than the order''s price, tax included; negative: less';

alter table invoicing.setting alter column since drop not null;
alter table invoicing.setting add column before_delivery boolean not null default false;
alter table invoicing.setting add column tolerance numeric(19,4) not null default 0.06 check (tolerance >= 0);
alter table invoicing.setting add column second_above numeric(19,4) default 100 check (second_above >= 0);
comment on table invoicing.setting is 'how a company invoices';
comment on column invoicing.setting.since is 'from which day deliveries are expected on registered invoices; what left earlier was invoiced elsewhere';
comment on column invoicing.setting.before_delivery is 'whether goods owed for by invoice may be invoiced before they left';
comment on column invoicing.setting.tolerance is 'up to which difference an invoice is booked as it is, without anybody''s word';
comment on column invoicing.setting.second_above is 'beyond which difference somebody else than who drafted the invoice must issue it; null: never';

create table invoicing.order_setting (
    company_id bigint not null,
    order_id uuid not null,
    before_delivery boolean not null,
    primary key (company_id, order_id)
);
comment on table invoicing.order_setting is 'orders that may, or may not, be invoiced before they left, whatever the company''s rule';
alter table invoicing.order_setting add constraint order_setting_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);

create table invoicing.difference (
    company_id bigint not null,
    id uuid not null,
    invoice_id uuid not null,
    order_id uuid not null,
    delivery_id uuid,
    basis text not null check (basis in ('DELIVERY', 'ORDER', 'INVOICE')),
    amount numeric(19,4) not null check (amount <> 0),
    tax numeric(19,4) not null,
    by_rule boolean not null,
    reason text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null default now(),
    primary key (company_id, id)
);
comment on table invoicing.difference is 'append-only: what invoices say more or less than the order''s prices, and that it was taken back';
comment on column invoicing.difference.basis is 'when the customer owes for the order: by INVOICE the difference is in the receivable of the invoice, else in an item of its own';
create index difference_invoice on invoicing.difference (company_id, invoice_id);
alter table invoicing.difference add constraint difference_invoice_fk foreign key (company_id, invoice_id) references invoicing.invoice (company_id, id);
alter table invoicing.difference add constraint difference_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);
alter table invoicing.difference add constraint difference_delivery_fk foreign key (company_id, delivery_id) references fulfilment.delivery (company_id, id);

-- What is invoiced by now.
update fulfilment.delivery_line l set invoiced_quantity = i.quantity, invoiced_total = i.total
from (select x.company_id, x.delivery_id, x.delivery_position, sum(x.quantity) as quantity, sum(x.total) as total from invoicing.invoice_line x
      where x.counts and x.delivery_position is not null group by 1, 2, 3) i
where i.quantity > 0 and l.company_id = i.company_id and l.delivery_id = i.delivery_id and l.position = i.delivery_position;

update sales.order_charge c set invoiced_quantity = i.quantity, ahead_total = i.ahead
from (select x.company_id, x.order_id, x.order_position, sum(x.quantity) as quantity, coalesce(sum(x.total) filter (where x.delivery_id is null), 0) as ahead
      from invoicing.invoice_line x where x.counts and x.charge group by 1, 2, 3) i
where i.quantity > 0 and c.company_id = i.company_id and c.order_id = i.order_id and c.position = i.order_position;

-- What was invoiced before it left takes from the earliest deliveries first; the rest is still to leave.
with ahead as (
    select x.company_id, x.order_id, x.order_position, sum(x.quantity) as quantity from invoicing.invoice_line x
    where x.counts and not x.charge and x.delivery_id is null group by 1, 2, 3 having sum(x.quantity) > 0
), own as (
    select l.company_id, l.delivery_id, l.position, l.order_id, l.order_position, a.quantity as ahead, l.total, l.quantity as whole,
        greatest(l.quantity - l.returned_quantity - l.invoiced_quantity, 0) as free,
        coalesce(sum(greatest(l.quantity - l.returned_quantity - l.invoiced_quantity, 0)) over (
            partition by l.company_id, l.order_id, l.order_position order by l.delivery_id, l.position
            rows between unbounded preceding and 1 preceding), 0) as before
    from fulfilment.delivery_line l
    join ahead a on a.company_id = l.company_id and a.order_id = l.order_id and a.order_position = l.order_position
    join document.header h on h.company_id = l.company_id and h.id = l.delivery_id and h.state = 'POSTED'
    join fulfilment.delivery d on d.company_id = l.company_id and d.id = l.delivery_id and d.invoiced_elsewhere = ''
)
update fulfilment.delivery_line l set ahead_quantity = least(o.free, greatest(o.ahead - o.before, 0)),
    ahead_total = round(o.total * least(o.free, greatest(o.ahead - o.before, 0)) / o.whole, 2)
from own o where o.company_id = l.company_id and o.delivery_id = l.delivery_id and o.position = l.position and o.ahead > o.before and o.free > 0;

update sales.order_line l set ahead_quantity = n.quantity, ahead_total = round(l.total * n.quantity / l.quantity, 2)
from (
    select o.company_id, o.order_id, o.position, least(o.quantity - o.delivered_quantity, a.quantity - coalesce((
        select sum(e.ahead_quantity) from fulfilment.delivery_line e
        where e.company_id = o.company_id and e.order_id = o.order_id and e.order_position = o.position), 0)) as quantity
    from sales.order_line o
    join (select x.company_id, x.order_id, x.order_position, sum(x.quantity) as quantity from invoicing.invoice_line x
          where x.counts and not x.charge and x.delivery_id is null group by 1, 2, 3) a
      on a.company_id = o.company_id and a.order_id = o.order_id and a.order_position = o.position) n
where n.quantity > 0 and l.company_id = n.company_id and l.order_id = n.order_id and l.position = n.position;

update fulfilment.delivery d set to_invoice_from = h.date
from document.header h
where h.company_id = d.company_id and h.id = d.id and h.state = 'POSTED' and d.invoiced_elsewhere = '' and (
    exists (select 1 from fulfilment.delivery_line l where l.company_id = d.company_id and l.delivery_id = d.id
        and l.invoiced_quantity + l.ahead_quantity + l.returned_quantity < l.quantity)
    or exists (select 1 from fulfilment.delivery_order s
        join sales.order_charge c on c.company_id = s.company_id and c.order_id = s.order_id and c.invoiced_quantity < 1 and c.total > 0
        where s.company_id = d.company_id and s.delivery_id = d.id and s.charges > 0));

create or replace view invoicing.to_invoice as
select l.company_id, md5(l.delivery_id::text || l.position)::uuid as id, l.delivery_id, l.position as delivery_position, l.order_id, l.order_position,
    false as charge, l.product_id, l.quantity - l.returned_quantity - l.invoiced_quantity - l.ahead_quantity as quantity,
    case when l.ahead_quantity = 0 then l.total - l.returned_total - l.invoiced_total
         else round((l.total - l.returned_total) * (l.quantity - l.returned_quantity - l.invoiced_quantity - l.ahead_quantity)
             / (l.quantity - l.returned_quantity), 2) end as total
from fulfilment.delivery_line l
join fulfilment.delivery d on d.company_id = l.company_id and d.id = l.delivery_id and d.invoiced_elsewhere = ''
where l.invoiced_quantity + l.ahead_quantity + l.returned_quantity < l.quantity
union all
select c.company_id, md5(c.order_id::text || 'charge' || c.position)::uuid, s.delivery_id, null, c.order_id, c.position, true, null,
    1 - c.invoiced_quantity, round(c.total * (1 - c.invoiced_quantity), 2)
from sales.order_charge c
join fulfilment.delivery_order s on s.company_id = c.company_id and s.order_id = c.order_id and s.charges > 0
join fulfilment.delivery d on d.company_id = s.company_id and d.id = s.delivery_id and d.invoiced_elsewhere = ''
where c.invoiced_quantity < 1 and c.total > 0;

create or replace view invoicing.ahead as
select o.company_id, md5(o.order_id::text || o.position)::uuid as id, o.order_id, o.position, o.product_id, o.unit, i.quantity as invoiced, i.total as invoiced_total,
    o.delivered_quantity - o.returned_quantity as delivered, i.quantity - (o.delivered_quantity - o.returned_quantity) as quantity,
    round(i.total * (i.quantity - (o.delivered_quantity - o.returned_quantity)) / i.quantity, 2) as total, i.since
from (
    select l.company_id, l.order_id, l.position from sales.order_line l where l.ahead_quantity > 0
    union
    select l.company_id, l.order_id, l.order_position from fulfilment.delivery_line l
    where l.invoiced_quantity + l.ahead_quantity + l.returned_quantity > l.quantity) n
join sales.order_line o on o.company_id = n.company_id and o.order_id = n.order_id and o.position = n.position
cross join lateral (
    select sum(x.quantity) as quantity, sum(x.total) as total, max(v.issued_on) as since
    from invoicing.invoice_line x join invoicing.invoice v on v.company_id = x.company_id and v.id = x.invoice_id
    where x.company_id = n.company_id and x.order_id = n.order_id and x.order_position = n.position and x.counts and not x.charge) i
where i.quantity > o.delivered_quantity - o.returned_quantity;
