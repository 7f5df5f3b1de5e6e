-- A charge that was changed away stays with its place, as a line does: what names it still finds it.
alter table sales.order_charge add column ended boolean not null default false;
alter table sales.order_charge add constraint order_charge_ended_check check (not ended or total = 0);
comment on column sales.order_charge.ended is 'taken out by a change; its amounts are zero';

alter table sales.order_change add column contact text not null default '';
alter table sales.order_change add column delivery_address text not null default '';
alter table sales.order_change add column invoice_address text not null default '';
alter table sales.order_change add column customer_reference text not null default '';
alter table sales.order_change add column contact_before text not null default '';
alter table sales.order_change add column delivery_address_before text not null default '';
alter table sales.order_change add column invoice_address_before text not null default '';
alter table sales.order_change add column customer_reference_before text not null default '';
update sales.order_change c set contact = o.contact, contact_before = o.contact, delivery_address = o.delivery_address,
    delivery_address_before = o.delivery_address, invoice_address = o.invoice_address, invoice_address_before = o.invoice_address,
    customer_reference = o.customer_reference, customer_reference_before = o.customer_reference
from sales.sales_order o where o.company_id = c.company_id and o.id = c.order_id;

create table sales.order_change_charge (
    company_id bigint not null,
    change_id uuid not null,
    line smallint not null check (line > 0),
    order_position smallint,
    ends boolean not null default false,
    name text not null check (length(name) between 1 and 100),
    tax_rate numeric(7,6) not null check (tax_rate >= 0 and tax_rate < 1),
    net numeric(19,4) not null check (net >= 0),
    tax numeric(19,4) not null check (tax >= 0),
    total numeric(19,4) not null check (total >= 0),
    name_before text,
    tax_rate_before numeric(7,6),
    total_before numeric(19,4) not null default 0,
    primary key (company_id, change_id, line),
    constraint order_change_charge_sum_check check (net + tax = total),
    constraint order_change_charge_new_check check ((order_position is null) = (name_before is null))
);
comment on table sales.order_change_charge is 'every charge of the order as it is and as it is to be';
comment on column sales.order_change_charge.order_position is 'null: a new charge';
comment on column sales.order_change_charge.ends is 'it is charged no more';
alter table sales.order_change_charge add constraint order_change_charge_change_fk foreign key (company_id, change_id)
    references sales.order_change (company_id, id);
insert into sales.order_change_charge (company_id, change_id, line, order_position, name, tax_rate, net, tax, total, name_before, tax_rate_before,
    total_before)
select c.company_id, c.id, g.position, g.position, g.name, g.tax_rate, g.net, g.tax, g.total, g.name, g.tax_rate, g.total
from sales.order_change c
join sales.order_charge g on g.company_id = c.company_id and g.order_id = c.order_id;
