alter table receivables.discount_setting add column less_on_return boolean not null default true;
comment on column receivables.discount_setting.less_on_return is 'whether goods that come back are credited less the cash discount that was taken on them';

create table receivables.returned_discount (
    company_id bigint not null,
    return_id uuid not null,
    document_id uuid not null,
    order_id uuid not null,
    gross numeric(19,4) not null check (gross > 0),
    whole numeric(19,4) not null,
    kept numeric(19,4) not null,
    discount numeric(19,4) not null,
    series_discount numeric(19,4) not null,
    series_kept numeric(19,4) not null,
    series_back numeric(19,4) not null,
    back numeric(19,4) not null check (back >= 0 and back <= gross),
    currency char(3) not null,
    primary key (company_id, return_id, document_id, order_id)
);
comment on table receivables.returned_discount is 'append-only: what came back of what a document made owed, and the cash discount taken back with it';
comment on column receivables.returned_discount.discount is 'what had been taken on the document by then';
comment on column receivables.returned_discount.series_kept is 'what was kept when that discount was first looked at: its share falls in proportion from there';
create index returned_discount_document on receivables.returned_discount (company_id, document_id, order_id);
alter table receivables.returned_discount add constraint returned_discount_return_fk foreign key (company_id, return_id) references document.header (company_id, id);
alter table receivables.returned_discount add constraint returned_discount_document_fk foreign key (company_id, document_id) references document.header (company_id, id);
