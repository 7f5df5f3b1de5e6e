create view catalog.product_view as
select h.company_id, h.id, h.number as code, h.title as name, h.state, p.specification, p.unit, p.tax_rate, p.list_price, p.minimum_price,
    p.price_includes_tax, p.stocked
from document.header h
join catalog.product p on p.company_id = h.company_id and p.id = h.id
where h.kind = 'product';
comment on view catalog.product_view is 'products as the statements of other modules join them';
