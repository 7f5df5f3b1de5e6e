import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { plusDays } from '../lib/dates';
import { useCan, useMe } from '../lib/session';
import type { Ref, Row } from '../lib/types';
import { StatusTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { DateInput } from '../ui/inputs';
import { Card, Facts, Line, Mute } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { WorklistPage } from '../ui/WorklistPage';
import { AlertTimeline, Alerts } from './Alerts';
import { Related } from './Related';
import { WarningRules } from './WarningRules';
import { ACTION_TONES, figuresOf, useWarningWords, WARNING_TONES } from './warningWords';
import type { WarningAction, WarningSignal, WarningView } from './types';

type How = 'acknowledgement' | 'snooze';

const PLACES = [
  { key: 'mine', path: '/credit/warnings/mine', right: 'warning-notice.view' },
  { key: 'all', path: '/credit/warnings/all', right: 'credit-warning.view' },
  { key: 'list', path: '/credit/warnings/list', right: 'credit-warning.view' },
  { key: 'alerts', path: '/credit/warnings/alerts', right: 'external-alert.view' },
  { key: 'rules', path: '/credit/warnings/rules', right: 'credit-warning.view' },
] as const;

/** The pages of warnings beside each other. */
function Tabs({ here }: { here: (typeof PLACES)[number]['key'] }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  return (
    <nav className="oa-tabs" aria-label={t('warning.title')}>
      {PLACES.filter((place) => may(place.right)).map((place) => (
        <Link key={place.key} to={place.path} className={place.key === here ? 'on' : ''}>
          {t(`warning.tab.${place.key}`)}
        </Link>
      ))}
    </nav>
  );
}

/** What one was told of and nobody has handled. */
export function MyWarnings() {
  return (
    <>
      <Tabs here="mine" />
      <Worklist mine />
    </>
  );
}

/** What is open in all customers one may see. */
export function OpenWarnings() {
  return (
    <>
      <Tabs here="all" />
      <Worklist mine={false} />
    </>
  );
}

export function WarningList() {
  return (
    <>
      <Tabs here="list" />
      <AllWarnings />
    </>
  );
}

export function AlertList() {
  return (
    <>
      <Tabs here="alerts" />
      <Alerts />
    </>
  );
}

export function WarningRulesPage() {
  return (
    <>
      <Tabs here="rules" />
      <WarningRules />
    </>
  );
}

function AllWarnings() {
  const { t } = useTranslation('credit');
  const me = useMe();
  const words = useWarningWords(me.company.baseCurrency);
  return (
    <ListPage
      list="credit-warnings"
      also={['party', 'figures', 'signal']}
      href={(row) => `/credit/accounts/${(row['party'] as Ref | null)?.id ?? ''}`}
      render={{
        signal: (row) => (
          <>
            {words.signal(row['signal'] as WarningSignal)}{' '}
            <Mute small>{words.found(row['signal'] as WarningSignal, figuresOf(row['figures']))}</Mute>
          </>
        ),
      }}
      views={[
        { key: 'open', label: t('warning.view.open'), filter: ['state', 'in', ['OPEN', 'SNOOZED', 'ACKNOWLEDGED']] },
        { key: 'tasks', label: t('warning.view.tasks'), filter: ['action', '=', 'TASK'], sort: 'dueOn' },
        { key: 'acted', label: t('warning.view.acted'), filter: ['acted', '=', true] },
      ]}
      empty={{ title: t('warning.none'), text: t('warning.noneText') }}
    />
  );
}

/** A row of either list: what one was told of carries the warning, the others are it. */
interface Work {
  id: string;
  party: Ref;
  row: Row;
}

const FIELDS = ['number', 'party', 'signal', 'figures', 'state', 'action', 'acted', 'openedOn', 'dueOn'];

function Worklist({ mine }: { mine: boolean }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const words = useWarningWords(me.company.baseCurrency);
  const query = useQuery({
    queryKey: ['credit-warnings', mine ? 'mine' : 'queue'],
    queryFn: () =>
      mine
        ? get('/warning-notices', {
            filter: JSON.stringify({
              and: [
                ['user', '=', 'me'],
                ['state', 'in', ['OPEN']],
              ],
            }),
            sort: '-openedOn',
            fields: [...FIELDS, 'warning'],
            limit: 200,
          })
        : get('/credit-warnings', {
            filter: JSON.stringify(['state', 'in', ['OPEN']]),
            sort: '-openedOn',
            fields: FIELDS,
            limit: 200,
          }),
    refetchInterval: 60_000,
  });
  const [deciding, setDeciding] = useState<{ work: Work; ids: string[]; how: How } | null>(null);
  const [ticked, setTicked] = useState<Set<string>>(new Set());
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const rows: Work[] = ((query.data?.rows ?? []) as Row[])
    .flatMap((row) => {
      const party = row['party'] as Ref | null;
      const id = mine ? (row['warning'] as Ref | null)?.id : row.id;
      return party && id ? [{ id, party, row }] : [];
    })
    // What is to be done by a day comes first, the most pressing at the top.
    .sort((a, b) => String(a.row['dueOn'] ?? '9').localeCompare(String(b.row['dueOn'] ?? '9')));
  const begin = (work: Work, how: How) => {
    if (!may('credit-warning.decide')) return;
    const ids = ticked.has(work.id) ? [...ticked] : [work.id];
    setDeciding({ work, ids, how });
  };
  return (
    <>
      <WorklistPage<Work>
        title={t(mine ? 'warning.mine' : 'warning.title')}
        hint={t('warning.keys')}
        rows={rows}
        loading={query.isPending}
        rowKey={(work) => work.id}
        empty={{ title: t('warning.nothing'), text: t('warning.nothingText') }}
        selected={ticked}
        onSelect={setTicked}
        keys={(work) => [
          {
            key: 'd',
            run: () => {
              begin(work, 'acknowledgement');
            },
          },
          {
            key: 's',
            run: () => {
              begin(work, 'snooze');
            },
          },
        ]}
        columns={[
          {
            key: 'customer',
            title: t('account.customer'),
            render: ({ party, row }) => (
              <>
                {party.title}
                <br />
                <Mute small>{String(row['number'] ?? '')}</Mute>
              </>
            ),
          },
          {
            key: 'signal',
            title: t('warning.what'),
            render: ({ row }) => (
              <>
                {words.signal(row['signal'] as WarningSignal)}
                <br />
                <Mute small>{words.found(row['signal'] as WarningSignal, figuresOf(row['figures']))}</Mute>
              </>
            ),
          },
          {
            key: 'action',
            title: t('warning.action'),
            render: ({ row }) => (
              <Action
                action={row['action'] as WarningAction}
                acted={row['acted'] === true}
                due={(row['dueOn'] as string | null) ?? null}
              />
            ),
          },
        ]}
        detail={(work) => (
          <Case
            key={work.id}
            id={work.id}
            party={work.party}
            onDecide={(how) => {
              begin(work, how);
            }}
            count={ticked.has(work.id) ? ticked.size : 1}
          />
        )}
      />
      {deciding && (
        <Decision
          {...deciding}
          onClose={() => {
            setDeciding(null);
          }}
          onDone={() => {
            setTicked(new Set());
            void message.success(
              t(`warning.done.${deciding.how}`, { name: deciding.work.party.title, count: deciding.ids.length }),
            );
            for (const key of ['credit-warnings', 'credit', 'home']) {
              void queries.invalidateQueries({ queryKey: [key] });
            }
          }}
        />
      )}
    </>
  );
}

/** What a rule does besides telling: done, to be done, or nothing. */
function Action({ action, acted, due }: { action: WarningAction; acted: boolean; due: string | null }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  if (action === 'NONE') return null;
  if (action === 'TASK' && due) {
    return (
      <StatusTag tone={due < me.today ? 'red' : 'blue'}>
        {t(due < me.today ? 'warning.taskLate' : 'warning.taskBy', { day: due })}
      </StatusTag>
    );
  }
  return (
    <StatusTag tone={acted ? (ACTION_TONES[action] ?? 'grey') : 'grey'}>
      {t(acted ? `warning.acted.${action}` : `warning.act.${action}`)}
    </StatusTag>
  );
}

function Case({ id, party, count, onDecide }: { id: string; party: Ref; count: number; onDecide: (how: How) => void }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const credit = useCredit(may('credit-account.view') ? party.id : null);
  const query = useQuery({
    queryKey: ['credit', party.id, 'warnings'],
    queryFn: () => get(`/credit-accounts/${party.id}/warnings`),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const { warnings, alerts, currency } = query.data;
  const warning = warnings.find((one) => one.id === id);
  const others = warnings.filter((one) => one !== warning);
  return (
    <div className="oa-stack">
      <Card>
        <Line>
          <h1 className="oa-grow">
            <RecordLink kind="customer" id={party.id}>
              {party.title}
            </RecordLink>
          </h1>
          {may('credit-account.view') && <Link to={`/credit/accounts/${party.id}`}>{t('account.title')}</Link>}
        </Line>
        {credit.data && <CreditBar credit={credit.data} customer={party.id} />}
      </Card>
      {warning && (
        <Card tone="orange" title={<Found warning={warning} currency={currency} />}>
          <Facts
            facts={[
              { label: t('warning.since'), value: warning.openedOn },
              {
                label: t('warning.action'),
                value:
                  warning.action === 'NONE' ? null : (
                    <Action action={warning.action} acted={warning.acted} due={warning.dueOn ?? null} />
                  ),
              },
              { label: t('warning.reason'), value: warning.reason },
              { label: t('warning.decidedBy'), value: warning.decidedBy },
            ]}
          />
        </Card>
      )}
      {may('credit-warning.decide') && (
        <Line className="oa-decide">
          <Button
            type="primary"
            onClick={() => {
              onDecide('acknowledgement');
            }}
          >
            {t(count > 1 ? 'warning.handleMany' : 'warning.handle', { count })} <kbd>D</kbd>
          </Button>
          <Button
            onClick={() => {
              onDecide('snooze');
            }}
          >
            {t(count > 1 ? 'warning.snoozeMany' : 'warning.snooze', { count })} <kbd>S</kbd>
          </Button>
          <Mute>
            <kbd>N</kbd> {t('hold.next')}
          </Mute>
        </Line>
      )}
      {others.length > 0 && (
        <Card title={t('warning.others', { count: others.length })}>
          <WarningItems warnings={others} currency={currency} />
        </Card>
      )}
      {alerts.length > 0 && (
        <Card title={t('alert.title')}>
          <AlertTimeline alerts={alerts} />
        </Card>
      )}
      <Related id={party.id} />
    </div>
  );
}

function Found({ warning, currency }: { warning: WarningView; currency: string }) {
  const words = useWarningWords(currency);
  return (
    <>
      {words.signal(warning.signal)} · {words.found(warning.signal, warning.figures)}
    </>
  );
}

function WarningItems({ warnings, currency }: { warnings: readonly WarningView[]; currency: string }) {
  const { t } = useTranslation('credit');
  const words = useWarningWords(currency);
  return (
    <ul className="oa-items">
      {warnings.map((one) => (
        <li key={one.id}>
          <div>
            <Line between>
              <span>
                {words.signal(one.signal)} <Mute small>{words.found(one.signal, one.figures)}</Mute>
              </span>
              <Line tight>
                <Action action={one.action} acted={one.acted} due={one.dueOn ?? null} />
                <StatusTag tone={WARNING_TONES[one.state] ?? 'grey'}>{t(`warning.state.${one.state}`)}</StatusTag>
              </Line>
            </Line>
            {(one.reason ?? one.snoozedUntil) && (
              <Mute small>
                {[
                  one.snoozedUntil ? t('warning.until', { day: one.snoozedUntil }) : '',
                  one.decidedBy ? `${one.decidedBy}: ${one.reason ?? ''}` : one.reason,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Mute>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What is open about one customer and what others said of it, for the customer's and the account's page. */
export function CustomerWarnings({ id }: { id: string }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const query = useQuery({
    queryKey: ['credit', id, 'warnings'],
    enabled: may('credit-warning.view'),
    queryFn: () => get(`/credit-accounts/${id}/warnings`),
  });
  if (!query.data || (query.data.warnings.length === 0 && query.data.alerts.length === 0)) return null;
  return (
    <Card
      tone="orange"
      title={t('warning.of', { count: query.data.warnings.length })}
      extra={<Link to="/credit/warnings/all">{t('warning.title')}</Link>}
    >
      <WarningItems warnings={query.data.warnings} currency={query.data.currency} />
      {query.data.alerts.length > 0 && <AlertTimeline alerts={query.data.alerts} />}
    </Card>
  );
}

function Decision({
  work,
  ids,
  how,
  onClose,
  onDone,
}: {
  work: Work;
  ids: string[];
  how: How;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const [week] = useState(() => plusDays(me.today, 7));
  const form = useForm({ reason: '', until: week as string | null }, async (values, key) => {
    if (how === 'snooze') {
      await post('/credit-warnings/snooze', { ids, reason: values.reason.trim(), until: values.until }, { key });
    } else {
      await post('/credit-warnings/acknowledgement', { ids, reason: values.reason.trim() }, { key });
    }
    onDone();
  });
  return (
    <FormDrawer
      open
      title={t(`warning.decide.${how}`, { name: work.party.title, count: ids.length })}
      action={t(`warning.${how === 'snooze' ? 'snooze' : 'handle'}${ids.length > 1 ? 'Many' : ''}`, {
        count: ids.length,
      })}
      form={form}
      onClose={onClose}
    >
      <div>{t(`warning.decideText.${how}`)}</div>
      <Fields columns={1}>
        {how === 'snooze' && (
          <Field label={t('warning.snoozeUntil')} form={form} name="until" must>
            <DateInput {...form.bind('until')} />
          </Field>
        )}
        <TextField form={form} name="reason" label={t('warning.reason')} must area autoFocus />
      </Fields>
    </FormDrawer>
  );
}
