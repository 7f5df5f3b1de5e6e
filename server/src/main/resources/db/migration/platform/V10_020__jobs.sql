-- When what runs: the table of db-scheduler.
create table platform.scheduled_task (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);
comment on table platform.scheduled_task is 'platform: when which background work runs next, and on which node it runs now';
create index scheduled_task_time on platform.scheduled_task (execution_time);
create index scheduled_task_heartbeat on platform.scheduled_task (last_heartbeat);

-- What somebody asked for and how far it is.
create table platform.job (
    id uuid primary key,
    owner_company bigint,
    created_by uuid,
    kind text not null,
    state text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    params jsonb not null,
    attempt integer not null default 0,
    done bigint not null default 0 check (done >= 0),
    total bigint not null default 0 check (total >= 0),
    message text,
    message_arguments jsonb not null default '[]',
    checkpoint jsonb,
    result jsonb,
    cancel_requested boolean not null default false,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz
);
comment on table platform.job is 'platform: long work asked for once (imports, exports); owner_company is no key, jobs stay beside the companies'' data';
create index job_owner on platform.job (owner_company, kind, created_at desc);
create index job_open on platform.job (created_at) where state in ('WAITING', 'RUNNING');
