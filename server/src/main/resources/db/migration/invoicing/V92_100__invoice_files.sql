create table invoicing.invoice_file (
    company_id bigint not null,
    id uuid not null,
    name text not null,
    sha256 text not null,
    content bytea not null,
    reading jsonb not null,
    uploaded_by uuid not null,
    uploaded_at timestamptz not null default now(),
    primary key (company_id, id),
    constraint invoice_file_content_key unique (company_id, uploaded_by, sha256)
);
comment on table invoicing.invoice_file is 'files of issued invoices as they came in, until whoever brought them files them at an invoice or discards them; then they are attachments or gone';
comment on column invoicing.invoice_file.reading is 'what was read from it, with warnings';
