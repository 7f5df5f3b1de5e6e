alter table document.mail_server add column set_by uuid;
comment on column document.mail_server.set_by is 'who set it last: they can read what goes through it; null when it was set before that was kept';
