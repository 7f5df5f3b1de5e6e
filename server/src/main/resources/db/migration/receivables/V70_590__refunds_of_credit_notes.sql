-- What we owe a customer by a credit note may be paid out as well as money of theirs that settled nothing.
alter table receivables.refund alter column receipt_id drop not null;
alter table receivables.refund add column item_id uuid;
alter table receivables.refund add constraint refund_of_check check (num_nonnulls(receipt_id, item_id) = 1);
alter table receivables.refund add constraint refund_item_fk foreign key (company_id, item_id) references receivables.open_item (company_id, id);
create index refund_item on receivables.refund (company_id, item_id) where item_id is not null;
comment on column receivables.refund.receipt_id is 'whose money goes back; null when a credit note is paid out';
comment on column receivables.refund.item_id is 'the credit note that is paid out; null when money of a receipt goes back';
