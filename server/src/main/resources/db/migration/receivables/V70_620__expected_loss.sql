create table receivables.allowance_setting (
    company_id bigint not null,
    method text not null default 'AGE' check (method in ('AGE', 'EXPECTED_LOSS')),
    loss numeric(7,4) not null default 100 check (loss between 0 and 100),
    primary key (company_id)
);
comment on table receivables.allowance_setting is 'how the allowance for bad debts is worked out: by rates of age, or by expected loss (预期信用损失) from the company''s own history';
comment on column receivables.allowance_setting.loss is 'percent of what is not paid that is lost in the end (违约损失率)';

alter table receivables.allowance add column method text not null default 'AGE' check (method in ('AGE', 'EXPECTED_LOSS'));
alter table receivables.allowance_line add column seen numeric(19,4);
alter table receivables.allowance_line add column unpaid numeric(19,4);
alter table receivables.allowance_line add column loss numeric(7,4);
comment on column receivables.allowance_line.seen is 'what was of this age on the days looked back to; null by rates';
comment on column receivables.allowance_line.unpaid is 'what of that was not paid a year later, or had been written off';
