create index bill_open on receivables.bill (company_id, party_id) where received_on is not null and closed_on is null;
