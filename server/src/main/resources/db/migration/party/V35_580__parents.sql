-- A customer may belong to another one (上级客户). The top of the group is kept beside it, so that lists and reports by group look at one row.
alter table party.party add column parent_id uuid;
alter table party.party add column top_id uuid;
comment on column party.party.parent_id is 'the customer it belongs to (上级客户)';
comment on column party.party.top_id is 'the uppermost customer above it, for whatever is told by group; follows from the parents';
alter table party.party add constraint party_parent_fk foreign key (company_id, parent_id) references party.party (company_id, id);
alter table party.party add constraint party_top_fk foreign key (company_id, top_id) references party.party (company_id, id);
alter table party.party add constraint party_parent_check check (parent_id <> id and top_id <> id and (parent_id is null) = (top_id is null));
create index party_parent on party.party (company_id, parent_id) where parent_id is not null;
create index party_top on party.party (company_id, top_id) where top_id is not null;
