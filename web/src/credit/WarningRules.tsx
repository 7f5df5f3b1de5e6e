import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, newKey, post, Problem, put, read } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { Instant, StatusTag } from '../ui/cells';
import type { Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Line, Mute } from '../ui/layout';
import { problemText } from '../ui/problems';
import { TableCard } from '../ui/TableCard';
import { ACTION_TONES, useWarningWords } from './warningWords';
import type { WarningAction, WarningRule, WarningRulesView, WarningSignal } from './types';

const ACTIONS: WarningAction[] = ['NONE', 'TASK', 'WATCH', 'STOP'];

/** The rules by which customers are watched: from which threshold, who is told, and what else happens. */
export function WarningRules() {
  const { t } = useTranslation('credit');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState<WarningRule | 'new' | null>(null);
  const [running, setRunning] = useState(false);
  const query = useQuery({
    queryKey: ['credit-warning-rules'],
    queryFn: async () => {
      const { data, version } = await read('/credit/warning-rules');
      return { data, version: version ?? String(data.version) };
    },
  });
  const words = useWarningWords(query.data?.data.currency ?? '');
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const { data, version } = query.data;
  const locked = !may('credit-warning.edit');
  const run = () => {
    setRunning(true);
    post('/credit/warning-run')
      .then((done) => {
        void message.success(t('warning.ran', { customers: done.customers, opened: done.opened, closed: done.closed }));
        for (const key of ['credit-warning-rules', 'credit-warnings', 'credit', 'home']) {
          void queries.invalidateQueries({ queryKey: [key] });
        }
      })
      .catch((error: unknown) => void message.error(problemText(error)))
      .finally(() => {
        setRunning(false);
      });
  };
  const columns: Column<WarningRule>[] = [
    { key: 'signal', title: t('warning.what'), pin: 'left', render: (rule) => words.signal(rule.signal) },
    { key: 'rule', title: t('warning.when'), render: (rule) => words.rule(rule) },
    { key: 'told', title: t('warning.told'), render: (rule) => <Told rule={rule} view={data} /> },
    {
      key: 'action',
      title: t('warning.action'),
      render: (rule) => (
        <Line tight>
          <StatusTag tone={ACTION_TONES[rule.action] ?? 'grey'}>
            {rule.action === 'TASK'
              ? t('warning.taskIn', { days: rule.taskDays ?? 0 })
              : t(`warning.act.${rule.action}`)}
          </StatusTag>
          {!rule.active && <StatusTag>{t('warning.off')}</StatusTag>}
        </Line>
      ),
    },
  ];
  return (
    <>
      <TableCard<WarningRule>
        title={t('warning.rules')}
        what={t('warning.rulesText')}
        create={
          !locked && {
            label: t('warning.newRule'),
            run: () => {
              setEditing('new');
            },
          }
        }
        tools={
          <Line>
            {data.last && (
              <Mute>
                {t('warning.last', {
                  customers: data.last.customers,
                  opened: data.last.opened,
                  closed: data.last.closed,
                  remaining: data.last.remaining,
                })}{' '}
                <Instant value={data.last.at} />
              </Mute>
            )}
            {may('credit-warning.run') && (
              <Button size="small" loading={running} onClick={run}>
                {t('warning.runNow')}
              </Button>
            )}
          </Line>
        }
        rows={data.rules}
        rowKey={(rule) => rule.id ?? ''}
        columns={columns}
        {...(locked
          ? {}
          : {
              onRow: (rule: WarningRule) => {
                setEditing(rule);
              },
            })}
      />
      {editing && (
        <RuleForm
          key={editing === 'new' ? 'new' : editing.id}
          rule={editing === 'new' ? null : editing}
          view={data}
          version={version}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </>
  );
}

function Told({ rule, view }: { rule: WarningRule; view: WarningRulesView }) {
  const { t } = useTranslation('credit');
  const whom = [
    ...(rule.tellOwner ? [t('warning.owner')] : []),
    ...(rule.tellSuperior ? [t('warning.superior')] : []),
    ...rule.roles.map((id) => view.roles.find((role) => role.id === id)?.name ?? ''),
  ].filter(Boolean);
  return whom.length === 0 ? <Mute>{t('warning.nobody')}</Mute> : <>{whom.join(t('warning.and'))}</>;
}

const FIGURES = ['percent', 'amount', 'days', 'times'] as const;

function RuleForm({
  rule,
  view,
  version,
  onClose,
}: {
  rule: WarningRule | null;
  view: WarningRulesView;
  version: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('credit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const words = useWarningWords(view.currency);
  const others = view.rules.filter((one) => one !== rule);
  const at = rule ? view.rules.indexOf(rule) : view.rules.length;
  const decimal = (value: number | null | undefined) => (value == null ? null : (String(value) as Decimal | null));
  const settle = async (rules: readonly unknown[], key: string) => {
    try {
      await put('/credit/warning-rules', { rules: rules as WarningRule[] }, { key, version });
    } catch (error) {
      // What is wrong with this rule is told at its fields.
      const prefix = `rules[${String(at)}].`;
      throw isProblem(error)
        ? new Problem(error.status, {
            ...error.body,
            errors: error.errors.map((one) => ({ ...one, field: one.field.replace(prefix, '') })),
          })
        : error;
    } finally {
      await queries.invalidateQueries({ queryKey: ['credit-warning-rules'] });
    }
  };
  const figuresOfSignal = (signal: WarningSignal | null) =>
    (view.signals.find((one) => one.signal === signal)?.figures ?? []).map(
      (figure) => figure.toLowerCase() as (typeof FIGURES)[number],
    );
  const form = useForm(
    {
      signal: (rule?.signal ?? 'UTILISATION') as WarningSignal | null,
      percent: (rule?.percent ?? null) as Decimal | null,
      amount: (rule?.amount ?? null) as Decimal | null,
      days: decimal(rule?.days),
      times: decimal(rule?.times),
      roles: rule?.roles ?? [],
      tellOwner: rule?.tellOwner ?? true,
      tellSuperior: rule?.tellSuperior ?? false,
      action: (rule?.action ?? 'NONE') as WarningAction | null,
      taskDays: decimal(rule?.taskDays),
      active: rule?.active ?? true,
    },
    async (values, key) => {
      const needed = figuresOfSignal(values.signal);
      const has = (figure: (typeof FIGURES)[number]) => needed.includes(figure);
      const whole = (value: Decimal | null) => (value === null ? null : Math.trunc(Number(value)));
      const changed = {
        id: rule?.id ?? null,
        signal: values.signal,
        percent: has('percent') ? values.percent : null,
        amount: has('amount') ? values.amount : null,
        days: has('days') ? whole(values.days) : null,
        times: has('times') ? whole(values.times) : null,
        roles: values.roles,
        tellOwner: values.tellOwner,
        tellSuperior: values.tellSuperior,
        action: values.action,
        taskDays: values.action === 'TASK' ? whole(values.taskDays) : null,
        active: values.active,
      };
      // The rule stands last, so that an error of its fields is told apart from those of others.
      const rules = rule ? view.rules.map((one) => (one === rule ? changed : one)) : [...others, changed];
      await settle(rules, key);
      void message.success(t('warning.ruleSaved'));
    },
  );
  const needed = figuresOfSignal(form.values.signal);
  const signal = form.values.signal;
  const remove = async () => {
    try {
      await settle(others, newKey());
      onClose();
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  return (
    <FormDrawer
      open
      title={rule ? words.signal(rule.signal) : t('warning.newRule')}
      action={t('warning.saveRule')}
      form={form}
      onClose={onClose}
    >
      {signal && <div className="oa-mute">{t(`warning.about.${signal}`)}</div>}
      <Fields columns={2}>
        {!rule && (
          <Field label={t('warning.what')} form={form} name="signal" must wide>
            <ChoiceInput
              {...form.bind('signal')}
              options={view.signals.map((one) => ({ value: one.signal, label: words.signal(one.signal) }))}
            />
          </Field>
        )}
        {FIGURES.filter((figure) => needed.includes(figure)).map((figure) => (
          <Field key={figure} label={t(`warning.figure.${figure}`)} form={form} name={figure} must>
            <FigureInput
              {...form.bind(figure)}
              kind={figure === 'amount' ? 'amount' : 'quantity'}
              {...(figure === 'percent'
                ? { suffix: '%' }
                : figure === 'amount'
                  ? { currency: view.currency, suffix: view.currency }
                  : {})}
            />
          </Field>
        ))}
        <Field label={t('warning.roles')} form={form} name="roles" wide>
          <Select<string[]>
            id={form.bind('roles').id}
            mode="multiple"
            style={{ width: '100%' }}
            optionFilterProp="label"
            value={form.values.roles}
            options={view.roles.map((role) => ({ value: role.id, label: role.name }))}
            onChange={(roles) => {
              form.set({ roles });
            }}
          />
        </Field>
        {(['tellOwner', 'tellSuperior'] as const).map((flag) => (
          <Checkbox
            key={flag}
            checked={form.values[flag]}
            onChange={(event) => {
              form.set({ [flag]: event.target.checked });
            }}
          >
            {t(`warning.${flag}`)}
          </Checkbox>
        ))}
        <Field
          label={t('warning.action')}
          form={form}
          name="action"
          help={
            form.values.action === 'WATCH' || form.values.action === 'STOP' ? t('warning.actsInYourName') : undefined
          }
          must
        >
          <ChoiceInput
            {...form.bind('action')}
            options={ACTIONS.map((value) => ({ value, label: t(`warning.act.${value}`) }))}
          />
        </Field>
        {form.values.action === 'TASK' && (
          <Field label={t('warning.taskDays')} form={form} name="taskDays" must>
            <FigureInput {...form.bind('taskDays')} kind="quantity" suffix={t('policy.days')} />
          </Field>
        )}
        <Checkbox
          checked={form.values.active}
          onChange={(event) => {
            form.set({ active: event.target.checked });
          }}
        >
          {t('warning.active')}
        </Checkbox>
      </Fields>
      <Mute small>{t('warning.means')}</Mute>
      {rule && (
        <div>
          <Button danger onClick={() => void remove()}>
            {t('warning.removeRule')}
          </Button>
        </div>
      )}
    </FormDrawer>
  );
}
