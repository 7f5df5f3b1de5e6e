create table document.upload (
    company_id bigint not null,
    id uuid not null,
    target text not null,
    name text not null check (length(name) between 1 and 200),
    format text not null check (format in ('CSV', 'XLSX')),
    charset text not null,
    size bigint not null check (size >= 0),
    line_count integer not null check (line_count >= 0),
    heads text[] not null,
    mapping text,
    job_id uuid,
    uploaded_by uuid not null,
    uploaded_at timestamptz not null,
    primary key (company_id, id)
);
comment on column document.upload.mapping is 'field → head of the file, JSON; set when the import is started';
create index upload_job on document.upload (company_id, job_id);
create index upload_age on document.upload (company_id, uploaded_at);

create table document.upload_part (
    company_id bigint not null,
    upload_id uuid not null,
    part integer not null,
    content bytea not null,
    primary key (company_id, upload_id, part)
);
alter table document.upload_part add constraint upload_part_file_fk foreign key (company_id, upload_id) references document.upload (company_id, id) on delete cascade;

create table document.upload_row (
    company_id bigint not null,
    upload_id uuid not null,
    line integer not null,
    outcome text not null check (outcome in ('IMPORTED', 'REPEATED', 'REFUSED')),
    record_id uuid,
    number text,
    errors text,
    primary key (company_id, upload_id, line)
);
comment on table document.upload_row is 'append-only: what became of each line of an imported file';
alter table document.upload_row add constraint upload_row_file_fk foreign key (company_id, upload_id) references document.upload (company_id, id) on delete cascade;

create table document.import_key (
    company_id bigint not null,
    target text not null,
    key text not null,
    record_id uuid,
    number text,
    imported_at timestamptz not null default now(),
    primary key (company_id, target, key)
);
comment on table document.import_key is 'append-only: what was imported already, so that the same file twice adds nothing';
