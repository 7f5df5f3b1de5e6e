create table document.comment (
    company_id bigint not null,
    id uuid not null,
    record_id uuid not null,
    author_id uuid not null,
    body text not null check (length(body) between 1 and 4000),
    written_at timestamptz not null,
    primary key (company_id, id)
);
comment on table document.comment is 'append-only: what people say about a record';
alter table document.comment add constraint comment_record_fk foreign key (company_id, record_id) references document.header (company_id, id) on delete cascade;
create index comment_record on document.comment (company_id, record_id, id);

create table document.mention (
    company_id bigint not null,
    comment_id uuid not null,
    user_id uuid not null,
    primary key (company_id, comment_id, user_id)
);
comment on table document.mention is 'append-only: who was called by name (@) in a comment';
alter table document.mention add constraint mention_comment_fk foreign key (company_id, comment_id) references document.comment (company_id, id) on delete cascade;
create index mention_user on document.mention (company_id, user_id, comment_id);

create table document.attachment (
    company_id bigint not null,
    id uuid not null,
    record_id uuid not null,
    name text not null check (length(name) between 1 and 200),
    type text not null,
    size bigint not null check (size between 1 and 20971520),
    sha256 bytea not null,
    uploaded_by uuid not null,
    uploaded_at timestamptz not null,
    primary key (company_id, id)
);
comment on column document.attachment.type is 'as its first bytes say, never as the browser says';
alter table document.attachment add constraint attachment_record_fk foreign key (company_id, record_id) references document.header (company_id, id) on delete cascade;
create index attachment_record on document.attachment (company_id, record_id, id);

create table document.attachment_part (
    company_id bigint not null,
    attachment_id uuid not null,
    part integer not null,
    content bytea not null,
    primary key (company_id, attachment_id, part)
);
comment on table document.attachment_part is 'the content in parts, so that neither side holds a whole file in memory';
-- Photographs and office files are compressed already.
alter table document.attachment_part alter column content set storage external;
alter table document.attachment_part add constraint attachment_part_file_fk foreign key (company_id, attachment_id) references document.attachment (company_id, id) on delete cascade;

create table document.tag (
    company_id bigint not null,
    record_id uuid not null,
    name text not null check (length(name) between 1 and 40),
    primary key (company_id, record_id, name)
);
alter table document.tag add constraint tag_record_fk foreign key (company_id, record_id) references document.header (company_id, id) on delete cascade;
create index tag_name on document.tag (company_id, name, record_id);

create table document.saved_view (
    company_id bigint not null,
    id uuid not null,
    list text not null,
    owner_id uuid not null,
    name text not null check (length(name) between 1 and 100),
    shared boolean not null default false,
    filter text,
    sort text,
    fields text[] not null default '{}',
    primary key (company_id, id),
    constraint saved_view_name_key unique (company_id, owner_id, list, name)
);
create index saved_view_list on document.saved_view (company_id, list);
