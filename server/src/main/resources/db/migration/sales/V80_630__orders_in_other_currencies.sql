-- Amounts stay in the company's currency; what they are in the order's own, if that is another one, stands beside them. Prices and the discount on
-- the whole order are as they were entered: in the order's own.
alter table sales.sales_order add column fx_currency char(3);
alter table sales.sales_order add column rate numeric(24,12) check (rate > 0);
alter table sales.sales_order add column fx_net numeric(19,4) check (fx_net >= 0);
alter table sales.sales_order add column fx_tax numeric(19,4) check (fx_tax >= 0);
alter table sales.sales_order add column fx_total numeric(19,4) check (fx_total >= 0);
alter table sales.sales_order add constraint sales_order_fx_check check (num_nulls(fx_currency, rate, fx_net, fx_tax, fx_total) in (0, 5)
    and fx_net + fx_tax = fx_total and (fx_currency is null or basis = 'DELIVERY'));
comment on column sales.sales_order.rate is 'what a unit of its currency was worth at its date; it holds for all that is delivered of it';

alter table sales.order_line add column fx_net numeric(19,4) check (fx_net >= 0);
alter table sales.order_line add column fx_tax numeric(19,4) check (fx_tax >= 0);
alter table sales.order_line add column fx_total numeric(19,4) check (fx_total >= 0);
alter table sales.order_line add constraint order_line_fx_check check (num_nulls(fx_net, fx_tax, fx_total) in (0, 3) and fx_net + fx_tax = fx_total);

alter table sales.order_charge add column fx_net numeric(19,4) check (fx_net >= 0);
alter table sales.order_charge add column fx_tax numeric(19,4) check (fx_tax >= 0);
alter table sales.order_charge add column fx_total numeric(19,4) check (fx_total >= 0);
alter table sales.order_charge add constraint order_charge_fx_check check (num_nulls(fx_net, fx_tax, fx_total) in (0, 3) and fx_net + fx_tax = fx_total);
