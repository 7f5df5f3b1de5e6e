alter table fulfilment.delivery add column invoiced_on date;
comment on column fulfilment.delivery.invoiced_on is 'the day of the invoice named in invoiced_elsewhere; null also where that was said before the day was kept';
