create table credit.rulebook (
    company_id bigint not null,
    id uuid not null,
    kind text not null check (kind in ('SCORECARD', 'STRATEGY')),
    version integer not null check (version > 0),
    state text not null check (state in ('DRAFT', 'PUBLISHED', 'REPLACED')),
    content jsonb not null,
    note text not null default '',
    changed_at timestamptz not null default now(),
    changed_by uuid,
    published_at timestamptz,
    published_by uuid,
    primary key (company_id, id),
    constraint rulebook_version_key unique (company_id, kind, version),
    check ((state = 'DRAFT') = (published_at is null))
);
comment on table credit.rulebook is 'the versions of the scorecard (评分卡) and of the strategy per grade (赊销策略); a published version is never changed, only replaced';
create unique index rulebook_draft_key on credit.rulebook (company_id, kind) where state = 'DRAFT';
create unique index rulebook_published_key on credit.rulebook (company_id, kind) where state = 'PUBLISHED';

create table credit.fact (
    company_id bigint not null,
    id uuid not null,
    party_id uuid not null,
    factor text not null,
    value numeric(19,4),
    valid_on date not null,
    provider text not null default '',
    note text not null default '',
    recorded_at timestamptz not null default now(),
    recorded_by uuid,
    primary key (company_id, id)
);
comment on table credit.fact is 'append-only: what was entered or imported about a customer''s standing; the latest by valid_on counts';
comment on column credit.fact.value is 'null: what was known before no longer holds';
create index fact_party on credit.fact (company_id, party_id, factor, valid_on desc, id desc);
alter table credit.fact add constraint fact_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table credit.score_run (
    company_id bigint not null,
    id uuid not null,
    scorecard_id uuid not null,
    strategy_id uuid not null,
    as_of date not null,
    ran_at timestamptz not null default now(),
    ran_by uuid,
    customers integer not null,
    graded integer not null,
    changed integer not null,
    millis integer not null,
    primary key (company_id, id)
);
comment on table credit.score_run is 'append-only: one scoring of all customers';
comment on column credit.score_run.changed is 'how many customers have another grade than before';
create index score_run_time on credit.score_run (company_id, ran_at desc);
alter table credit.score_run add constraint score_run_scorecard_fk foreign key (company_id, scorecard_id) references credit.rulebook (company_id, id);
alter table credit.score_run add constraint score_run_strategy_fk foreign key (company_id, strategy_id) references credit.rulebook (company_id, id);

create table credit.score (
    company_id bigint not null,
    id uuid not null,
    run_id uuid not null,
    party_id uuid not null,
    score numeric(6,2),
    grade text,
    former_grade text,
    known numeric(5,2) not null,
    suggested_limit numeric(19,4),
    suggested_term integer,
    strongest_up text,
    strongest_down text,
    factors jsonb not null,
    primary key (company_id, id)
);
comment on table credit.score is 'append-only: what a run said of a customer; factors holds the values, points and weights follow from the scorecard''s version';
comment on column credit.score.score is 'null: too little is known';
create index score_run_party on credit.score (company_id, run_id, party_id);
create index score_party on credit.score (company_id, party_id, id desc);
alter table credit.score add constraint score_run_fk foreign key (company_id, run_id) references credit.score_run (company_id, id);
alter table credit.score add constraint score_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table credit.rating (
    company_id bigint not null,
    party_id uuid not null,
    score_id uuid not null,
    grade text,
    primary key (company_id, party_id)
);
comment on table credit.rating is 'the latest score of each customer; its grade stands here too, so that the next run reads this table alone';
alter table credit.rating add constraint rating_score_fk foreign key (company_id, score_id) references credit.score (company_id, id);

create table credit.proposal (
    company_id bigint not null,
    id uuid not null,
    score_id uuid not null,
    party_id uuid not null,
    direction text not null check (direction in ('UP', 'DOWN', 'MIXED', 'GRADE')),
    state text not null check (state in ('OPEN', 'ACCEPTED', 'REJECTED', 'OUTDATED')),
    account_version integer not null,
    old_grade text,
    grade text not null,
    old_limit numeric(19,4),
    new_limit numeric(19,4) not null,
    old_term integer,
    new_term integer not null,
    old_overdue_days integer,
    overdue_days integer,
    made_at timestamptz not null default now(),
    decided_at timestamptz,
    decided_by uuid,
    reason text not null default '',
    primary key (company_id, id),
    check ((state = 'OPEN') = (decided_at is null))
);
comment on table credit.proposal is 'other terms that a score suggests for a customer, waiting for somebody to decide';
comment on column credit.proposal.old_limit is 'null: unlimited';
create unique index proposal_open_key on credit.proposal (company_id, party_id) where state = 'OPEN';
create index proposal_party on credit.proposal (company_id, party_id, id desc);
alter table credit.proposal add constraint proposal_score_fk foreign key (company_id, score_id) references credit.score (company_id, id);
alter table credit.proposal add constraint proposal_party_fk foreign key (company_id, party_id) references document.header (company_id, id);

create table credit.trial (
    company_id bigint not null,
    id uuid not null,
    kind text not null check (kind in ('BACK_TEST', 'SIMULATION')),
    rulebook_id uuid not null,
    question jsonb not null,
    result jsonb not null,
    ran_at timestamptz not null default now(),
    ran_by uuid,
    millis integer not null,
    primary key (company_id, id)
);
comment on table credit.trial is 'append-only: how a scorecard or a strategy would have done on the company''s own past';
create index trial_time on credit.trial (company_id, ran_at desc);
alter table credit.trial add constraint trial_rulebook_fk foreign key (company_id, rulebook_id) references credit.rulebook (company_id, id);

-- Exposure on a past day is today's less what came after it: entries come in the order of time, so a few bytes per thousands of rows find them.
create index entry_day on credit.entry using brin (happened_on);
