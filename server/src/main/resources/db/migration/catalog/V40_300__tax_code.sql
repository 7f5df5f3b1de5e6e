alter table catalog.product add column tax_code text;
comment on column catalog.product.tax_code is 'code of goods and services for tax (商品和服务税收编码), 19 digits, as the e-invoice platform wants it';
