create table invoicing.setting (
    company_id bigint not null,
    since date not null,
    primary key (company_id)
);
comment on table invoicing.setting is 'from which day deliveries are expected on registered invoices; what left earlier was invoiced elsewhere';
