import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, isProblem, newKey, post, put, remove } from '../lib/api';
import { plusDays } from '../lib/dates';
import { useCan, useMe } from '../lib/session';
import { Instant, Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { readFilter } from '../ui/filter';
import { FilterBar } from '../ui/FilterBar';
import { DateInput } from '../ui/inputs';
import { Card, Line, Mute, Stack } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { UserPicker } from '../ui/Picker';
import { problemText } from '../ui/problems';
import { subjectOf, type Approver, type Definition, type Flow, type Rule, type Step, type Subject } from './types';

interface Role {
  id: string;
  name: string;
}

const EMPTY: Definition = { ownerMayDecide: false, rules: [] };

function newStep(name: string): Step {
  return { name, mode: 'ANY', approvers: [{ who: 'SUPERIOR', id: null }], deadline: null, escalation: null };
}

/** A list with one place put anew, taken out or moved. */
function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((old, i) => (i === index ? value : old));
}

function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, i) => i !== index);
}

function moved<T>(list: readonly T[], index: number, by: number): T[] {
  const all = [...list];
  const [one] = all.splice(index, 1);
  if (one !== undefined) all.splice(index + by, 0, one);
  return all;
}

/** Who must say yes to what: one flow per kind of document, edited, tried out on the past, published. */
export function Flows() {
  const { t } = useTranslation('approval');
  const [kind, setKind] = useState<string | null>(null);
  const subjects = useQuery({
    queryKey: ['approval-subjects'],
    queryFn: async (): Promise<Subject[]> => (await get('/approval-subjects')).rows.map(subjectOf),
  });
  const flows = useQuery({
    queryKey: ['approval-flows'],
    queryFn: () => get('/approval-flows', { limit: 200 }),
  });
  if (subjects.isError) return <Failure error={subjects.error} reset={() => void subjects.refetch()} />;
  if (flows.isError) return <Failure error={flows.error} reset={() => void flows.refetch()} />;
  if (!subjects.data || !flows.data) return null;
  const rows = subjects.data;
  const subject = rows.find((one) => one.kind === kind) ?? rows[0];
  const idOf = (of: string) => flows.data.rows.find((row) => row['kind'] === of)?.id ?? null;
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t('flow.title')}</h1>
          {rows.length > 1 && (
            <Select
              aria-label={t('flow.for')}
              value={subject?.kind ?? null}
              style={{ minWidth: 180 }}
              options={rows.map((one) => ({ value: one.kind, label: one.title }))}
              onChange={setKind}
            />
          )}
        </Line>
        <Mute>{t('flow.text')}</Mute>
      </Card>
      {subject && <FlowOf key={subject.kind} subject={subject} id={idOf(subject.kind)} />}
    </>
  );
}

function FlowOf({ subject, id }: { subject: Subject; id: string | null }) {
  const query = useQuery({
    queryKey: ['approval-flows', id],
    enabled: id !== null,
    queryFn: () => get(`/approval-flows/${id ?? ''}`),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (id !== null && !query.data) return null;
  return <Editor key={query.data?.version ?? 'new'} subject={subject} flow={query.data ?? null} />;
}

function Editor({ subject, flow }: { subject: Subject; flow: Flow | null }) {
  const { t } = useTranslation('approval');
  const may = useCan();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Definition>(flow?.draft ?? EMPTY);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string[]>([]);
  const [trying, setTrying] = useState(false);
  const edit = may('approval-flow.edit');
  const changed = draft !== (flow?.draft ?? EMPTY);
  const published = flow?.versions.find((version) => version.number === flow.active);
  const roles = useQuery({
    queryKey: ['roles'],
    queryFn: () => get('/roles'),
    enabled: may('role.view'),
  });
  const nameOf = (approver: Approver) =>
    flow?.approvers.find((one) => one.who === approver.who && (one.id ?? null) === approver.id)?.name ?? '';
  const run = (what: () => Promise<unknown>, done: string) => {
    setBusy(true);
    setWrong([]);
    what()
      .then(() => void message.success(done))
      .catch((error: unknown) => {
        if (isProblem(error) && error.errors.length > 0)
          setWrong(error.errors.map((one) => `${placeOf(one.field, t)}${one.message}`));
        else void message.error(problemText(error));
      })
      .finally(() => {
        setBusy(false);
        void queries.invalidateQueries({ queryKey: ['approval-flows'] });
      });
  };
  const save = async (): Promise<Flow> =>
    flow
      ? changed
        ? put(`/approval-flows/${flow.id}`, draft, { key: newKey(), version: flow.version })
        : flow
      : post('/approval-flows', { kind: subject.kind, definition: draft }, { key: newKey() });
  const change = (index: number, rule: Rule) => {
    setDraft({ ...draft, rules: replaced(draft.rules, index, rule) });
  };
  return (
    <>
      <Card>
        <Line>
          <span className="oa-grow">
            <span className="oa-strong">{subject.title}</span>{' '}
            <StatusTag tone={published ? 'green' : 'grey'}>
              {published ? t('flow.active', { number: published.number }) : t('flow.off')}
            </StatusTag>
            {changed && <StatusTag tone="orange">{t('flow.unsaved')}</StatusTag>}
          </span>
          <Button
            onClick={() => {
              setTrying(true);
            }}
          >
            {t('flow.try')}
          </Button>
          {edit && flow?.active != null && (
            <Button
              danger
              loading={busy}
              onClick={() => {
                void modal.confirm({
                  title: t('flow.stopTitle'),
                  content: t('flow.stopText'),
                  okText: t('flow.stop'),
                  okButtonProps: { danger: true },
                  onOk: () => {
                    run(() => remove(`/approval-flows/${flow.id}/publication`), t('flow.stopped'));
                  },
                });
              }}
            >
              {t('flow.stop')}
            </Button>
          )}
          {edit && (
            <>
              <Button
                disabled={!changed && flow !== null}
                loading={busy}
                onClick={() => {
                  run(save, t('flow.saved'));
                }}
              >
                {t('flow.save')}
              </Button>
              <Button
                type="primary"
                loading={busy}
                onClick={() => {
                  run(async () => {
                    const saved = await save();
                    return post(`/approval-flows/${saved.id}/publication`, {}, { key: newKey() });
                  }, t('flow.published'));
                }}
              >
                {t('flow.publish')}
              </Button>
            </>
          )}
        </Line>
        {wrong.map((line) => (
          <div key={line} className="oa-red" role="alert">
            {line}
          </div>
        ))}
        <Checkbox
          disabled={!edit}
          checked={draft.ownerMayDecide}
          onChange={(event) => {
            setDraft({ ...draft, ownerMayDecide: event.target.checked });
          }}
        >
          {t('flow.ownerMayDecide')}
        </Checkbox>
      </Card>
      {draft.rules.length === 0 && (
        <Card>
          <EmptyState title={t('flow.none')} text={t('flow.noneText')} />
        </Card>
      )}
      {draft.rules.map((rule, index) => (
        <RuleCard
          key={index}
          number={index + 1}
          rule={rule}
          subject={subject}
          roles={roles.data?.rows ?? []}
          nameOf={nameOf}
          edit={edit}
          onChange={(next) => {
            change(index, next);
          }}
          onMove={(by) => {
            if (index + by >= 0 && index + by < draft.rules.length)
              setDraft({ ...draft, rules: moved(draft.rules, index, by) });
          }}
          onRemove={() => {
            setDraft({ ...draft, rules: without(draft.rules, index) });
          }}
        />
      ))}
      {edit && (
        <div>
          <Button
            icon={<PlusOutlined />}
            onClick={() => {
              setDraft({
                ...draft,
                rules: [
                  ...draft.rules,
                  {
                    name: t('rule.number', { number: draft.rules.length + 1 }),
                    condition: null,
                    stages: [{ steps: [newStep(t('step.superior'))] }],
                  },
                ],
              });
            }}
          >
            {t('rule.add')}
          </Button>
        </div>
      )}
      {flow && flow.versions.length > 0 && (
        <Card title={t('flow.versions')}>
          <DataTable
            compact
            rows={flow.versions}
            rowKey={(version) => String(version.number)}
            columns={[
              { key: 'number', title: t('flow.version'), render: (version) => String(version.number) },
              { key: 'at', title: t('flow.at'), render: (version) => <Instant value={version.at} /> },
              { key: 'by', title: t('flow.by'), render: (version) => version.by },
              {
                key: 'rules',
                title: t('flow.rules'),
                render: (version) => version.definition.rules.map((rule) => rule.name).join(t('ui:approval.comma')),
              },
              {
                key: 'use',
                title: '',
                render: (version) =>
                  edit && (
                    <Button
                      size="small"
                      onClick={() => {
                        setDraft(version.definition);
                      }}
                    >
                      {t('flow.takeAsDraft')}
                    </Button>
                  ),
              },
            ]}
          />
        </Card>
      )}
      {trying && (
        <TryOut
          subject={subject}
          definition={draft}
          onClose={() => {
            setTrying(false);
          }}
        />
      )}
    </>
  );
}

/** "rules[1].stages[0].steps[0].name" as a person counts. */
function placeOf(field: string, t: (key: string, values?: Record<string, unknown>) => string): string {
  const rule = /rules\[(\d+)\]/.exec(field)?.[1];
  const step = /steps\[(\d+)\]/.exec(field)?.[1];
  if (rule === undefined) return '';
  const words = t('rule.number', { number: Number(rule) + 1 });
  return step === undefined ? `${words}: ` : `${words}, ${t('step.number', { number: Number(step) + 1 })}: `;
}

function RuleCard({
  number,
  rule,
  subject,
  roles,
  nameOf,
  edit,
  onChange,
  onMove,
  onRemove,
}: {
  number: number;
  rule: Rule;
  subject: Subject;
  roles: readonly Role[];
  nameOf: (approver: Approver) => string;
  edit: boolean;
  onChange: (rule: Rule) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('approval');
  const stages = (next: Rule['stages']) => {
    onChange({ ...rule, stages: next });
  };
  return (
    <Card>
      <Stack>
        <Line>
          <Mute>{number}.</Mute>
          <Input
            aria-label={t('rule.name')}
            style={{ maxWidth: 320 }}
            disabled={!edit}
            value={rule.name}
            onChange={(event) => {
              onChange({ ...rule, name: event.target.value });
            }}
          />
          <span className="oa-grow" />
          {edit && (
            <>
              <Button
                icon={<ArrowUpOutlined />}
                aria-label={t('rule.up')}
                onClick={() => {
                  onMove(-1);
                }}
              />
              <Button
                icon={<ArrowDownOutlined />}
                aria-label={t('rule.down')}
                onClick={() => {
                  onMove(1);
                }}
              />
              <Button icon={<DeleteOutlined />} aria-label={t('rule.remove')} onClick={onRemove} />
            </>
          )}
        </Line>
        <Line tight>
          <Mute>{t(rule.condition ? 'rule.when' : 'rule.always')}</Mute>
          <fieldset disabled={!edit} className="oa-bare">
            <FilterBar
              fields={subject.facts}
              filter={readFilter(rule.condition ?? undefined)}
              onChange={(filter) => {
                onChange({ ...rule, condition: filter ? JSON.stringify(filter) : null });
              }}
            />
          </fieldset>
        </Line>
        {rule.stages.length === 0 && <Mute>{t('rule.noApproval')}</Mute>}
        {rule.stages.map((stage, at) => (
          <Stack key={at} tight>
            {at > 0 && <Mute small>{t('step.then')}</Mute>}
            {stage.steps.map((step, place) => (
              <StepRow
                key={place}
                step={step}
                roles={roles}
                nameOf={nameOf}
                edit={edit}
                onChange={(next) => {
                  stages(replaced(rule.stages, at, { steps: replaced(stage.steps, place, next) }));
                }}
                onRemove={() => {
                  const steps = without(stage.steps, place);
                  stages(steps.length === 0 ? without(rule.stages, at) : replaced(rule.stages, at, { steps }));
                }}
              />
            ))}
            {edit && (
              <div>
                <Button
                  size="small"
                  type="link"
                  onClick={() => {
                    stages(replaced(rule.stages, at, { steps: [...stage.steps, newStep(t('step.superior'))] }));
                  }}
                >
                  {t('step.parallel')}
                </Button>
              </div>
            )}
          </Stack>
        ))}
        {edit && (
          <div>
            <Button
              size="small"
              icon={<PlusOutlined />}
              onClick={() => {
                stages([...rule.stages, { steps: [newStep(t('step.superior'))] }]);
              }}
            >
              {t('step.add')}
            </Button>
          </div>
        )}
      </Stack>
    </Card>
  );
}

function StepRow({
  step,
  roles,
  nameOf,
  edit,
  onChange,
  onRemove,
}: {
  step: Step;
  roles: readonly Role[];
  nameOf: (approver: Approver) => string;
  edit: boolean;
  onChange: (step: Step) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('approval');
  return (
    <Line tight top>
      <Input
        aria-label={t('step.name')}
        style={{ width: 150 }}
        disabled={!edit}
        value={step.name}
        onChange={(event) => {
          onChange({ ...step, name: event.target.value });
        }}
      />
      {step.approvers.length > 1 && (
        <Select
          aria-label={t('step.mode')}
          disabled={!edit}
          value={step.mode}
          options={(['ANY', 'ALL'] as const).map((value) => ({ value, label: t(`ui:approval.mode.${value}`) }))}
          onChange={(mode) => {
            onChange({ ...step, mode });
          }}
        />
      )}
      <Stack tight>
        {step.approvers.map((approver, index) => (
          <Line key={index} tight>
            <ApproverInput
              approver={approver}
              roles={roles}
              name={nameOf(approver)}
              edit={edit}
              onChange={(next) => {
                onChange({ ...step, approvers: replaced(step.approvers, index, next) });
              }}
            />
            {edit && step.approvers.length > 1 && (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('step.removeApprover')}
                onClick={() => {
                  onChange({ ...step, approvers: without(step.approvers, index) });
                }}
              />
            )}
          </Line>
        ))}
        {edit && (
          <div>
            <Button
              size="small"
              type="link"
              onClick={() => {
                onChange({ ...step, approvers: [...step.approvers, { who: 'ROLE', id: null }] });
              }}
            >
              {t('step.addApprover')}
            </Button>
          </div>
        )}
      </Stack>
      <Line tight>
        <Checkbox
          disabled={!edit}
          checked={step.deadline !== null}
          onChange={(event) => {
            onChange({
              ...step,
              deadline: event.target.checked ? { amount: 1, unit: 'DAYS' } : null,
              escalation: null,
            });
          }}
        >
          {t('step.deadline')}
        </Checkbox>
        {step.deadline && (
          <>
            <InputNumber
              aria-label={t('step.deadline')}
              style={{ width: 70 }}
              disabled={!edit}
              min={1}
              value={step.deadline.amount}
              onChange={(amount) => {
                if (step.deadline) onChange({ ...step, deadline: { ...step.deadline, amount: amount ?? 1 } });
              }}
            />
            <Select
              aria-label={t('step.unit')}
              disabled={!edit}
              value={step.deadline.unit}
              options={(['HOURS', 'DAYS'] as const).map((value) => ({ value, label: t(`unit.${value}`) }))}
              onChange={(unit) => {
                if (step.deadline) onChange({ ...step, deadline: { ...step.deadline, unit } });
              }}
            />
            <Mute>{t('step.escalation')}</Mute>
            <ApproverInput
              approver={step.escalation ?? { who: 'SUPERIOR', id: null }}
              roles={roles}
              name={step.escalation ? nameOf(step.escalation) : ''}
              edit={edit}
              superior={t('who.theirSuperior')}
              onChange={(next) => {
                onChange({ ...step, escalation: next.who === 'SUPERIOR' ? null : next });
              }}
            />
          </>
        )}
      </Line>
      {edit && <Button type="text" icon={<DeleteOutlined />} aria-label={t('step.remove')} onClick={onRemove} />}
    </Line>
  );
}

/** The superior, a role, or one person. */
function ApproverInput({
  approver,
  roles,
  name,
  edit,
  superior,
  onChange,
}: {
  approver: Approver;
  roles: readonly Role[];
  name: string;
  edit: boolean;
  superior?: string;
  onChange: (approver: Approver) => void;
}) {
  const { t } = useTranslation('approval');
  const known = approver.who === 'ROLE' && approver.id && !roles.some((role) => role.id === approver.id);
  return (
    <>
      <Select
        aria-label={t('who.label')}
        disabled={!edit}
        style={{ minWidth: 110 }}
        value={approver.who}
        options={(['SUPERIOR', 'ROLE', 'USER'] as const).map((value) => ({
          value,
          label: value === 'SUPERIOR' && superior ? superior : t(`who.${value}`),
        }))}
        onChange={(who) => {
          onChange({ who, id: null });
        }}
      />
      {approver.who === 'ROLE' && (
        <Select
          aria-label={t('who.ROLE')}
          disabled={!edit}
          style={{ minWidth: 140 }}
          value={approver.id}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            ...(known ? [{ value: approver.id, label: name }] : []),
            ...roles.map((role) => ({ value: role.id, label: role.name })),
          ]}
          onChange={(id) => {
            onChange({ who: 'ROLE', id });
          }}
        />
      )}
      {approver.who === 'USER' && (
        <UserPicker
          aria-label={t('who.USER')}
          disabled={!edit}
          value={approver.id ? { id: approver.id, label: name || '…' } : null}
          onChange={(picked) => {
            onChange({ who: 'USER', id: picked?.id ?? null });
          }}
        />
      )}
    </>
  );
}

/** What the draft would have done with the documents of some days: nothing is written. */
function TryOut({ subject, definition, onClose }: { subject: Subject; definition: Definition; onClose: () => void }) {
  const { t } = useTranslation('approval');
  const me = useMe();
  const [from, setFrom] = useState<string | null>(plusDays(me.today, -30));
  const [until, setUntil] = useState<string | null>(me.today);
  const [open, setOpen] = useState<string | null>(null);
  const trial = useQuery({
    queryKey: ['approval-trial', subject.kind, from, until, JSON.stringify(definition)],
    enabled: from !== null && until !== null,
    retry: false,
    queryFn: () => post('/approval-trials', { kind: subject.kind, definition, from, until }),
  });
  const found = trial.data;
  const shown = found?.rules.find((rule) => rule.rule === open) ?? found?.rules.find((rule) => rule.count > 0);
  return (
    <Modal open width={760} title={t('try.title')} footer={null} onCancel={onClose}>
      <Stack>
        <Line>
          <DateInput aria-label={t('away.from')} value={from} onChange={setFrom} />
          <span>–</span>
          <DateInput aria-label={t('away.until')} value={until} onChange={setUntil} />
        </Line>
        {trial.isError && <Failure error={trial.error} />}
        {found && (
          <>
            <div className="oa-strong">{t('try.result', { needed: found.needed, subjects: found.subjects })}</div>
            <DataTable
              compact
              rows={found.rules}
              rowKey={(rule) => rule.rule}
              current={shown?.rule ?? null}
              onRow={(rule) => {
                setOpen(rule.rule);
              }}
              columns={[
                { key: 'rule', title: t('inbox.rule'), render: (rule) => rule.rule },
                { key: 'count', title: t('try.count'), numeric: true, render: (rule) => String(rule.count) },
              ]}
            />
            {found.approvers.map((approver) => (
              <div key={approver.name}>{t('try.asked', { name: approver.name, count: approver.count })}</div>
            ))}
            {shown && shown.examples.length > 0 && (
              <DataTable
                compact
                caption={shown.rule}
                rows={shown.examples}
                rowKey={(example) => example.id}
                columns={[
                  {
                    key: 'number',
                    title: t('inbox.subject'),
                    render: (example) => (
                      <RecordLink kind={subject.kind} id={example.id}>
                        {example.number}
                      </RecordLink>
                    ),
                  },
                  { key: 'title', title: '', render: (example) => example.title },
                  { key: 'date', title: '', render: (example) => example.date },
                  {
                    key: 'total',
                    title: t('inbox.total'),
                    numeric: true,
                    render: (example) =>
                      example.total != null && <Money value={example.total} currency={me.company.baseCurrency} />,
                  },
                ]}
              />
            )}
          </>
        )}
      </Stack>
    </Modal>
  );
}
