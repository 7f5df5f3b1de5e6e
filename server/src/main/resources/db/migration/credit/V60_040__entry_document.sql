-- Entries are searched by the number of their document: without it the search reads all of a company's entries (300 ms at a million).
create index entry_document on credit.entry (company_id, document_id);
