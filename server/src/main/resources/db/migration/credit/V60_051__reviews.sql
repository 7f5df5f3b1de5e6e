create table credit.review (
    company_id bigint not null,
    id uuid not null,
    account_id uuid not null,
    decision text not null check (decision in ('KEEP', 'LOWER', 'RAISE')),
    grade text,
    credit_limit numeric(19,4),
    findings text[] not null default '{}',
    next_on date,
    application_id uuid,
    reason text not null check (length(reason) between 1 and 1000),
    happened_on date not null,
    recorded_at timestamptz not null default now(),
    recorded_by uuid not null,
    primary key (company_id, id)
);
comment on table credit.review is 'append-only: what was decided when an account was reviewed (授信复审), and what had drawn attention to it';
comment on column credit.review.grade is 'of the account when it was reviewed: another one later is a reason to look again';
comment on column credit.review.application_id is 'what was asked for, where the limit is to be raised; a draft of it may be deleted';
create index review_account on credit.review (company_id, account_id, recorded_at desc);
create index account_review on credit.account (company_id, review_on) where review_on is not null;
alter table credit.review add constraint review_account_fk foreign key (company_id, account_id) references credit.account (company_id, id);
