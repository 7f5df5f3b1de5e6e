-- What a customer's limits by product line are judged by: open orders only, however many there were.
create index header_open_orders on document.header (company_id, party_id) where kind = 'sales-order' and state = 'CONFIRMED';
