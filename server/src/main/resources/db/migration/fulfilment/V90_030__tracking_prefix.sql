create index delivery_tracking on fulfilment.delivery (company_id, tracking text_pattern_ops) where tracking <> '';
