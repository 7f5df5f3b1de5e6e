create table organization.company_logo (
    company_id bigint not null,
    type text not null check (type in ('image/png', 'image/jpeg')),
    content bytea not null check (length(content) between 1 and 307200),
    primary key (company_id)
);
comment on table organization.company_logo is 'the picture at the head of a company''s printed documents';
