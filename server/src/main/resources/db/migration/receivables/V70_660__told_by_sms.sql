alter table receivables.discount_mailing add column channel text not null default 'MAIL' check (channel in ('MAIL', 'SMS'));
comment on column receivables.discount_mailing.channel is 'by mail with the list, or by text message';
