create table credit.application (
    company_id bigint not null,
    id uuid not null,
    purpose text not null check (purpose in ('NEW', 'RAISE', 'TEMPORARY', 'REVIEW', 'LOWER')),
    credit_limit numeric(19,4) check (credit_limit >= 0),
    temporary_limit numeric(19,4) check (temporary_limit > 0),
    temporary_from date,
    temporary_to date,
    status text check (status in ('NORMAL', 'WATCH', 'CASH_ONLY', 'STOPPED')),
    payment_term_id uuid,
    overdue_days integer check (overdue_days >= 0),
    overdue_amount numeric(19,4) check (overdue_amount >= 0),
    grade text,
    score numeric(9,2),
    valid_to date,
    review_on date,
    insured_amount numeric(19,4) check (insured_amount >= 0),
    papers text[] not null default '{}',
    trade_references jsonb not null default '[]',
    financials jsonb not null default '{}',
    reason text not null check (length(reason) between 1 and 1000),
    submitted_by uuid,
    submitted_at timestamptz,
    asked_with jsonb,
    decided_by uuid,
    decided_at timestamptz,
    decided_with jsonb,
    decision_reason text,
    primary key (company_id, id),
    check (temporary_limit is null or (temporary_from is not null and temporary_to is not null and temporary_from <= temporary_to))
);
comment on table credit.application is 'what is asked for a customer''s credit account (授信申请): null fields stay as they are in the account';
comment on column credit.application.papers is 'which of the customer''s papers were seen';
comment on column credit.application.asked_with is 'the customer''s figures when it was submitted';
comment on column credit.application.decided_with is 'the customer''s figures when it was decided';
alter table credit.application add constraint application_header_fk foreign key (company_id, id) references document.header (company_id, id);
alter table credit.application add constraint application_payment_term_fk foreign key (company_id, payment_term_id) references party.payment_term (company_id, id);

alter table credit.account_terms add column application_id uuid;
comment on column credit.account_terms.application_id is 'the application that was granted by this version';
create index account_terms_application on credit.account_terms (company_id, application_id) where application_id is not null;
alter table credit.account_terms add constraint account_terms_application_fk foreign key (company_id, application_id) references credit.application (company_id, id);
