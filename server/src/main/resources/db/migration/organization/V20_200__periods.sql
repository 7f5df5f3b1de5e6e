create table organization.period_step (
    company_id bigint not null,
    id uuid not null,
    action text not null check (action in ('CLOSE', 'REOPEN')),
    through date,
    reason text not null default '',
    recorded_at timestamptz not null default clock_timestamp(),
    recorded_by uuid,
    primary key (company_id, id)
);
comment on table organization.period_step is 'append-only: closing and reopening of periods (结账, 反结账); the last row says what is closed';
comment on column organization.period_step.through is 'the last closed day after this step; null when nothing is closed';
create index period_step_time on organization.period_step (company_id, recorded_at desc);
