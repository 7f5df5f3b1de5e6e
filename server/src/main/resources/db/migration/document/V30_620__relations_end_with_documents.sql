-- A draft that came from another document can be deleted: nothing came of it.
alter table document.relation drop constraint relation_from_fk;
alter table document.relation drop constraint relation_to_fk;
alter table document.relation add constraint relation_from_fk foreign key (company_id, from_id) references document.header (company_id, id)
    on delete cascade;
alter table document.relation add constraint relation_to_fk foreign key (company_id, to_id) references document.header (company_id, id)
    on delete cascade;
comment on table document.relation is 'append-only: which document came from which (单据追溯); it ends with either of them';
