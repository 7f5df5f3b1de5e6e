create schema if not exists invoicing;

create table invoicing.application (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    kind text not null check (kind in ('DIGITAL_SPECIAL', 'DIGITAL_ORDINARY', 'PAPER_SPECIAL', 'PAPER_ORDINARY', 'OTHER')),
    title text not null default '',
    tax_number text not null default '',
    bank text not null default '',
    account text not null default '',
    address text not null default '',
    phone text not null default '',
    email text not null default '',
    remark text not null default '',
    reason text not null default '',
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    export_id uuid,
    exported_at timestamptz,
    primary key (company_id, id),
    constraint application_sum_check check (net + tax = total)
);
comment on table invoicing.application is 'what sales asks to be invoiced (开票申请); number, date and state stand in document.header';
comment on column invoicing.application.title is 'title, tax number and the rest as asked for: they stay when the customer''s change';
comment on column invoicing.application.reason is 'why finance gave it back';
comment on column invoicing.application.export_id is 'the file for the tax platform it went into last';
create index application_export on invoicing.application (company_id, export_id) where export_id is not null;
alter table invoicing.application add constraint application_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table invoicing.application add constraint application_party_fk foreign key (company_id, party_id) references party.party (company_id, id);

create table invoicing.application_line (
    company_id bigint not null,
    application_id uuid not null,
    position smallint not null check (position > 0),
    order_id uuid not null,
    order_position smallint not null check (order_position > 0),
    charge boolean not null,
    delivery_id uuid,
    delivery_position smallint,
    product_id uuid,
    name text not null,
    specification text not null default '',
    unit text not null default '',
    quantity numeric(19,6) not null check (quantity > 0),
    tax_rate numeric(7,6) not null,
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    issued numeric(19,6) not null default 0,
    waits boolean not null default false,
    primary key (company_id, application_id, position),
    constraint application_line_sum_check check (net + tax = total),
    constraint application_line_issued_check check (issued >= 0 and issued <= quantity),
    constraint application_line_source_check check ((charge and delivery_position is null) or (not charge and (delivery_id is null) = (delivery_position is null)))
);
comment on column invoicing.application_line.charge is 'whether it is a charge of the order (freight); order_position is then the charge''s';
comment on column invoicing.application_line.issued is 'how much of it is on issued invoices';
comment on column invoicing.application_line.waits is 'whether its application waits for finance: nobody else can apply for the same';
create index application_line_waiting on invoicing.application_line (company_id, order_id, order_position) where waits;
alter table invoicing.application_line add constraint application_line_application_fk foreign key (company_id, application_id) references invoicing.application (company_id, id);
alter table invoicing.application_line add constraint application_line_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);
alter table invoicing.application_line add constraint application_line_delivery_fk foreign key (company_id, delivery_id) references fulfilment.delivery (company_id, id);

create table invoicing.invoice (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    application_id uuid,
    red_of uuid,
    kind text not null check (kind in ('DIGITAL_SPECIAL', 'DIGITAL_ORDINARY', 'PAPER_SPECIAL', 'PAPER_ORDINARY', 'OTHER')),
    code text not null default '',
    number text not null default '',
    issued_on date,
    title text not null default '',
    tax_number text not null default '',
    bank text not null default '',
    account text not null default '',
    address text not null default '',
    phone text not null default '',
    email text not null default '',
    remark text not null default '',
    reason text not null default '',
    net numeric(19,4) not null,
    tax numeric(19,4) not null,
    total numeric(19,4) not null,
    carrier text not null default '',
    tracking text not null default '',
    sent_on date,
    received_by text not null default '',
    received_on date,
    primary key (company_id, id),
    constraint invoice_sum_check check (net + tax = total),
    constraint invoice_issued_check check ((issued_on is null) = (number = ''))
);
comment on table invoicing.invoice is 'sales invoices (发票); our own number and the state stand in document.header, amounts of red ones are negative';
comment on column invoicing.invoice.code is 'only older and paper ones have one (发票代码)';
comment on column invoicing.invoice.number is 'as the tax authority gave it (发票号码); empty until it is issued, never invented';
comment on column invoicing.invoice.red_of is 'the blue invoice that this one takes back (红冲)';
comment on column invoicing.invoice.reason is 'why it was made void or red';
create unique index invoice_number_key on invoicing.invoice (company_id, kind, code, number) where number <> '';
create index invoice_number_prefix on invoicing.invoice (company_id, number text_pattern_ops) where number <> '';
create index invoice_issued on invoicing.invoice (company_id, issued_on) where issued_on is not null;
create index invoice_red_of on invoicing.invoice (company_id, red_of) where red_of is not null;
create index invoice_application on invoicing.invoice (company_id, application_id) where application_id is not null;
alter table invoicing.invoice add constraint invoice_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table invoicing.invoice add constraint invoice_party_fk foreign key (company_id, party_id) references party.party (company_id, id);
alter table invoicing.invoice add constraint invoice_application_fk foreign key (company_id, application_id) references invoicing.application (company_id, id);
alter table invoicing.invoice add constraint invoice_red_of_fk foreign key (company_id, red_of) references invoicing.invoice (company_id, id);

create table invoicing.invoice_line (
    company_id bigint not null,
    invoice_id uuid not null,
    position smallint not null check (position > 0),
    application_position smallint,
    red_position smallint,
    order_id uuid not null,
    order_position smallint not null check (order_position > 0),
    charge boolean not null,
    delivery_id uuid,
    delivery_position smallint,
    product_id uuid,
    name text not null,
    specification text not null default '',
    unit text not null default '',
    quantity numeric(19,6) not null check (quantity <> 0),
    tax_rate numeric(7,6) not null,
    net numeric(19,4) not null,
    tax numeric(19,4) not null,
    total numeric(19,4) not null,
    counts boolean not null default false,
    primary key (company_id, invoice_id, position),
    constraint invoice_line_sum_check check (net + tax = total),
    constraint invoice_line_source_check check ((charge and delivery_position is null) or (not charge and (delivery_id is null) = (delivery_position is null)))
);
comment on column invoicing.invoice_line.counts is 'whether it counts as invoiced: issued and not void; lines of red invoices count with their negative quantity';
comment on column invoicing.invoice_line.red_position is 'the line of the blue invoice that a red one takes back';
comment on column invoicing.invoice_line.delivery_id is 'the delivery whose goods are invoiced; null: invoiced before they left';
create index invoice_line_order on invoicing.invoice_line (company_id, order_id, order_position) where counts;
create index invoice_line_delivery on invoicing.invoice_line (company_id, delivery_id, delivery_position) where counts and delivery_id is not null;
create index invoice_line_ahead on invoicing.invoice_line (company_id, order_id, order_position) where counts and delivery_id is null;
alter table invoicing.invoice_line add constraint invoice_line_invoice_fk foreign key (company_id, invoice_id) references invoicing.invoice (company_id, id);
alter table invoicing.invoice_line add constraint invoice_line_order_fk foreign key (company_id, order_id) references sales.sales_order (company_id, id);
alter table invoicing.invoice_line add constraint invoice_line_delivery_fk foreign key (company_id, delivery_id) references fulfilment.delivery (company_id, id);

-- What was invoiced before it left takes from the earliest deliveries first.
create view invoicing.to_invoice as
select g.company_id, md5(g.delivery_id::text || g.position)::uuid as id, g.delivery_id, g.position as delivery_position, g.order_id, g.order_position,
    false as charge, g.product_id, g.own - least(g.own, greatest(g.ahead - g.before, 0)) as quantity,
    case when g.ahead = 0 then g.worth - g.invoiced_total
         else round(g.worth * (g.own - least(g.own, greatest(g.ahead - g.before, 0))) / nullif(g.quantity, 0), 2) end as total
from (
    select l.company_id, l.delivery_id, l.position, l.order_id, l.order_position, l.product_id, l.quantity - l.returned_quantity as quantity,
        l.total - l.returned_total as worth, i.total as invoiced_total,
        greatest(l.quantity - l.returned_quantity - i.quantity, 0) as own, a.quantity as ahead,
        case when a.quantity = 0 then 0 else (
            select coalesce(sum(greatest(e.quantity - e.returned_quantity - (
                    select coalesce(sum(x.quantity), 0) from invoicing.invoice_line x
                    where x.company_id = e.company_id and x.delivery_id = e.delivery_id and x.delivery_position = e.position and x.counts), 0)), 0)
            from fulfilment.delivery_line e
            join document.header eh on eh.company_id = e.company_id and eh.id = e.delivery_id and eh.state = 'POSTED'
            where e.company_id = l.company_id and e.order_id = l.order_id and e.order_position = l.order_position
              and (e.delivery_id, e.position) < (l.delivery_id, l.position)) end as before
    from fulfilment.delivery_line l
    join fulfilment.delivery d on d.company_id = l.company_id and d.id = l.delivery_id and d.invoiced_elsewhere = ''
    cross join lateral (
        select coalesce(sum(x.quantity), 0) as quantity, coalesce(sum(x.total), 0) as total from invoicing.invoice_line x
        where x.company_id = l.company_id and x.delivery_id = l.delivery_id and x.delivery_position = l.position and x.counts) i
    cross join lateral (
        select coalesce(sum(x.quantity), 0) as quantity from invoicing.invoice_line x
        where x.company_id = l.company_id and x.order_id = l.order_id and x.order_position = l.order_position
          and not x.charge and x.delivery_id is null and x.counts) a
) g
where g.own > least(g.own, greatest(g.ahead - g.before, 0))
union all
select c.company_id, md5(c.order_id::text || 'charge' || c.position)::uuid, s.delivery_id, null, c.order_id, c.position, true, null,
    1 - i.quantity, c.total - i.total
from sales.order_charge c
join fulfilment.delivery_order s on s.company_id = c.company_id and s.order_id = c.order_id and s.charges > 0
join fulfilment.delivery d on d.company_id = s.company_id and d.id = s.delivery_id and d.invoiced_elsewhere = ''
cross join lateral (
    select coalesce(sum(x.quantity), 0) as quantity, coalesce(sum(x.total), 0) as total from invoicing.invoice_line x
    where x.company_id = c.company_id and x.order_id = c.order_id and x.order_position = c.position and x.charge and x.counts) i
where i.quantity < 1 and c.total > 0;
comment on view invoicing.to_invoice is 'what left and is on no invoice yet (已发未开票); its deliveries'' state is for who asks to check';

create view invoicing.ahead as
select o.company_id, md5(o.order_id::text || o.position)::uuid as id, o.order_id, o.position, o.product_id, o.unit, i.quantity as invoiced, i.total as invoiced_total,
    o.delivered_quantity - o.returned_quantity as delivered, i.quantity - (o.delivered_quantity - o.returned_quantity) as quantity,
    round(i.total * (i.quantity - (o.delivered_quantity - o.returned_quantity)) / i.quantity, 2) as total, i.since
from (
    select x.company_id, x.order_id, x.order_position, sum(x.quantity) as quantity, sum(x.total) as total, max(v.issued_on) as since
    from invoicing.invoice_line x join invoicing.invoice v on v.company_id = x.company_id and v.id = x.invoice_id
    where x.counts and not x.charge group by x.company_id, x.order_id, x.order_position) i
join sales.order_line o on o.company_id = i.company_id and o.order_id = i.order_id and o.position = i.order_position
where i.quantity > o.delivered_quantity - o.returned_quantity;
comment on view invoicing.ahead is 'what is invoiced and has not left, or came back (已开未发)';
