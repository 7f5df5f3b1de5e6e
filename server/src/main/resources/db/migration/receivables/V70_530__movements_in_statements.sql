-- A statement is written once and read whole. As rows of their own, each with two foreign keys, its movements were most of the work of a billing day.
alter table receivables.statement add column movements jsonb not null default '[]';
update receivables.statement s set movements = coalesce((
    select jsonb_agg(jsonb_build_object('line', l.line, 'journal', l.journal_id, 'document', l.document_id, 'on', l.happened_on, 'cause', l.cause,
        'number', l.number, 'debit', l.debit, 'credit', l.credit, 'balance', l.balance) order by l.line)
    from receivables.statement_line l where l.company_id = s.company_id and l.statement_id = s.id), '[]');
alter table receivables.statement alter column movements drop default;
comment on column receivables.statement.movements is 'its lines as they were when it was made, in their order';
drop table receivables.statement_line;
