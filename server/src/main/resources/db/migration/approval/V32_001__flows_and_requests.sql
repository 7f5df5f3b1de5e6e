create schema if not exists approval;

create table approval.flow (
    company_id bigint not null,
    id uuid not null,
    kind text not null,
    draft jsonb not null,
    active integer check (active > 0),
    version integer not null default 1,
    primary key (company_id, id),
    constraint flow_kind_key unique (company_id, kind)
);
comment on table approval.flow is 'who must say yes to one kind of subject (审批流): the draft being edited and the published version in force';
comment on column approval.flow.active is 'the number of the version new requests follow; null: switched off';

create table approval.flow_version (
    company_id bigint not null,
    flow_id uuid not null,
    number integer not null check (number > 0),
    definition jsonb not null,
    note text not null default '',
    published_at timestamptz not null,
    published_by uuid not null,
    primary key (company_id, flow_id, number)
);
comment on table approval.flow_version is 'append-only: what was published; running requests keep the version they began with';
alter table approval.flow_version add constraint flow_version_flow_fk foreign key (company_id, flow_id) references approval.flow (company_id, id);

create table approval.request (
    company_id bigint not null,
    id uuid not null,
    kind text not null,
    subject_id uuid not null,
    number text not null,
    title text not null,
    party_id uuid,
    owner_id uuid,
    department_id uuid,
    currency char(3),
    total numeric(19,4),
    flow_id uuid not null,
    flow_version integer not null,
    rule text not null,
    owner_may_decide boolean not null,
    fingerprint bytea not null check (length(fingerprint) = 32),
    state text not null default 'PENDING' check (state in ('PENDING', 'APPROVED', 'REJECTED', 'RETURNED', 'WITHDRAWN', 'VOID')),
    asked_by uuid not null,
    asked_at timestamptz not null,
    asked_on date not null,
    ended_at timestamptz,
    primary key (company_id, id),
    check ((state = 'PENDING') = (ended_at is null))
);
comment on table approval.request is 'one question put to a chain of approvers about one subject as it stood then (审批单)';
comment on column approval.request.fingerprint is 'SHA-256 of the figures the approval is for: another fingerprint is another subject';
comment on column approval.request.owner_id is 'who looks after the subject, so that the data scope holds for its requests';
create unique index request_pending_key on approval.request (company_id, kind, subject_id) where state = 'PENDING';
create index request_subject on approval.request (company_id, subject_id, asked_at);
create index request_asked on approval.request (company_id, asked_at desc, id desc);
create index request_state on approval.request (company_id, state, asked_at desc, id desc);
create index request_owner on approval.request (company_id, owner_id, asked_at desc, id desc);
alter table approval.request add constraint request_flow_fk foreign key (company_id, flow_id, flow_version) references approval.flow_version (company_id, flow_id, number);

create table approval.step (
    company_id bigint not null,
    id uuid not null,
    request_id uuid not null,
    stage smallint not null check (stage > 0),
    position smallint not null check (position > 0),
    definition jsonb not null,
    state text not null default 'WAITING' check (state in ('WAITING', 'OPEN', 'APPROVED', 'CLOSED')),
    opened_at timestamptz,
    due_at timestamptz,
    escalated_at timestamptz,
    primary key (company_id, id),
    constraint step_place_key unique (company_id, request_id, stage, position)
);
comment on table approval.step is 'one step of a request; the steps of a stage run side by side, the stages one after the other';
create index step_due on approval.step (company_id, due_at) where state = 'OPEN' and escalated_at is null;
alter table approval.step add constraint step_request_fk foreign key (company_id, request_id) references approval.request (company_id, id);

create table approval.entry (
    company_id bigint not null,
    id uuid not null,
    request_id uuid not null,
    step_id uuid not null,
    user_id uuid,
    role_id uuid,
    source text not null check (source in ('FLOW', 'ADDED', 'ESCALATED')),
    state text not null default 'OPEN' check (state in ('OPEN', 'APPROVED', 'CLOSED')),
    decided_by uuid,
    decided_at timestamptz,
    primary key (company_id, id),
    check ((user_id is null) <> (role_id is null))
);
comment on table approval.entry is 'whom a step asks: a person or whoever has a role; made when the step opens';
create index entry_open on approval.entry (company_id, request_id) where state = 'OPEN';
create index entry_step on approval.entry (company_id, step_id);
alter table approval.entry add constraint entry_step_fk foreign key (company_id, step_id) references approval.step (company_id, id);
alter table approval.entry add constraint entry_user_fk foreign key (company_id, user_id) references organization.membership (company_id, user_id);

create table approval.decision (
    company_id bigint not null,
    id uuid not null,
    request_id uuid not null,
    step_id uuid,
    act text not null check (act in ('ASK', 'APPROVE', 'REJECT', 'RETURN', 'WITHDRAW', 'ADD', 'ESCALATE', 'VOID')),
    by_user uuid,
    for_user uuid,
    named_user uuid,
    reason text not null default '' check (length(reason) <= 1000),
    by_link boolean not null default false,
    decided_at timestamptz not null,
    decided_on date not null,
    recorded_at timestamptz not null default now(),
    picture jsonb not null default '{}',
    primary key (company_id, id)
);
comment on table approval.decision is 'append-only: who did what about a request, why, on whose behalf, and what the figures were at that moment';
comment on column approval.decision.by_user is 'null: the clock';
comment on column approval.decision.for_user is 'the absent one on whose behalf a delegate decided';
comment on column approval.decision.named_user is 'whom it brings in: the added approver';
create index decision_request on approval.decision (company_id, request_id, recorded_at);
create index decision_step on approval.decision (company_id, step_id) where step_id is not null;
create index decision_user on approval.decision (company_id, by_user, request_id);
alter table approval.decision add constraint decision_request_fk foreign key (company_id, request_id) references approval.request (company_id, id);

create table approval.delegation (
    company_id bigint not null,
    id uuid not null,
    user_id uuid not null,
    to_id uuid not null,
    from_on date not null,
    until_on date not null,
    made_at timestamptz not null,
    ended_at timestamptz,
    primary key (company_id, id),
    check (from_on <= until_on),
    check (user_id <> to_id)
);
comment on table approval.delegation is 'who decides for whom while they are away (代理审批), both days included';
create index delegation_to on approval.delegation (company_id, to_id, until_on) where ended_at is null;
create index delegation_user on approval.delegation (company_id, user_id, until_on);
alter table approval.delegation add constraint delegation_user_fk foreign key (company_id, user_id) references organization.membership (company_id, user_id);
alter table approval.delegation add constraint delegation_to_fk foreign key (company_id, to_id) references organization.membership (company_id, user_id);

create table approval.link_key (
    company_id bigint not null,
    key bytea not null check (length(key) = 32),
    primary key (company_id)
);
comment on table approval.link_key is 'what links for deciding from an e-mail are signed with; made with the first link';

create table approval.link (
    company_id bigint not null,
    id uuid not null,
    request_id uuid not null,
    step_id uuid not null,
    user_id uuid not null,
    made_by uuid not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (company_id, id)
);
comment on table approval.link is 'one-time links bound to a request''s step and a person; the signature is not kept';
create index link_request on approval.link (company_id, request_id);
alter table approval.link add constraint link_request_fk foreign key (company_id, request_id) references approval.request (company_id, id);
