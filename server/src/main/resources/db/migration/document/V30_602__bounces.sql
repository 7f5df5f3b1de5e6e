create index mail_message_id on document.mail (company_id, message_id) where message_id is not null;
