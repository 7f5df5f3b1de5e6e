-- A refund that comes back finds what it settled without looking through all allocations.
create index allocation_paid_out on receivables.allocation (company_id, cause_id) where account = 'CUSTOMER_MONEY';
