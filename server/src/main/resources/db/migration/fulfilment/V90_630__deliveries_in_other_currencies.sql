-- What a delivery brings in its orders' own currency, where that isn't the company's.
alter table fulfilment.delivery add column fx_currency char(3);
alter table fulfilment.delivery add column fx_total numeric(19,4) check (fx_total >= 0);
alter table fulfilment.delivery add constraint delivery_fx_check check ((fx_currency is null) = (fx_total is null));
alter table fulfilment.delivery_line add column fx_total numeric(19,4) check (fx_total >= 0);
