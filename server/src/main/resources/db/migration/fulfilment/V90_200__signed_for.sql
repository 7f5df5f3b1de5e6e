alter table fulfilment.delivery add column signed_on date;
alter table fulfilment.delivery add column signed_by text not null default '';
comment on column fulfilment.delivery.signed_on is 'the day the customer signed for the goods (签收); terms may count from it';
