-- Names found by any part of them. Row level security lets an index serve an operator only when it can't tell what it has seen (is leakproof):
-- comparing texts can't, LIKE and the operators of arrays and trigrams can, so under it they are tried on every row of the company. A beginning is a
-- range of texts; so the texts kept here are the beginnings of a name from each of its characters on.
create table document.name_part (
    company_id bigint not null,
    kind text not null,
    part text collate "C" not null,
    record_id uuid not null,
    primary key (company_id, kind, part, record_id)
);
comment on table document.name_part is 'from each character of a customer''s or product''s texts the next ones, in lower case: what contains a word has a part that begins with it';
