create table document.print_template (
    company_id bigint not null,
    kind text not null check (length(kind) between 1 and 60),
    language text not null check (language in ('zh-CN', 'en')),
    version integer not null check (version > 0),
    body text check (length(body) between 1 and 60000),
    paper text not null check (length(paper) between 1 and 20),
    saved_at timestamptz not null,
    saved_by uuid not null,
    primary key (company_id, kind, language, version)
);
comment on table document.print_template is 'append-only: every version of a company''s own templates; the highest one holds';
comment on column document.print_template.body is 'null: back to the ready template';
