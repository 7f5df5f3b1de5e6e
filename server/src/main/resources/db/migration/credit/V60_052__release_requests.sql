create table credit.release_request (
    company_id bigint not null,
    id uuid not null,
    hold_id uuid not null,
    document_id uuid not null,
    ceiling numeric(19,4) not null check (ceiling > 0),
    currency char(3) not null,
    valid_until date not null,
    reason text not null check (length(reason) between 1 and 1000),
    requested_on date not null,
    requested_at timestamptz not null default now(),
    requested_by uuid not null,
    primary key (company_id, id)
);
comment on table credit.release_request is 'append-only: a release that somebody wants and others have to approve; where it stands is with its approval';
create index release_request_hold on credit.release_request (company_id, hold_id);
create index release_request_document on credit.release_request (company_id, document_id);
alter table credit.release_request add constraint release_request_hold_fk foreign key (company_id, hold_id) references credit.hold (company_id, id);
