-- Most orders carry none, and cost nothing here.
create index sales_order_reference on sales.sales_order (company_id, customer_reference text_pattern_ops) where customer_reference <> '';
