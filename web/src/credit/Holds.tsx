import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { plusDays } from '../lib/dates';
import { formatMoney, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import type { Ref, Row } from '../lib/types';
import { Instant, Money, StatusTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line, Mute } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { useRefusalWords } from '../ui/refusalWords';
import { WorklistPage } from '../ui/WorklistPage';
import type { HoldView } from './types';

type How = 'release' | 'reject';

function nameOf(row: Row, field: string): string {
  const value = row[field] as Ref | null | undefined;
  return value?.title ?? value?.number ?? '';
}

async function loadHold(id: string): Promise<HoldView> {
  return get(`/credit-holds/${id}`);
}

/** Orders that wait for a release: the queue, the case with all figures, the decision by one key. */
export function Holds() {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { order } = useQueryParams();
  const currency = me.company.baseCurrency;
  const query = useQuery({
    queryKey: ['credit-holds', 'queue'],
    // The largest first: what weighs most is decided first.
    queryFn: () =>
      get('/credit-holds', { filter: JSON.stringify(['state', 'in', ['OPEN']]), sort: '-amount', limit: 200 }),
    refetchInterval: 30_000,
  });
  const [deciding, setDeciding] = useState<{ hold: HoldView; how: How } | null>(null);
  const words = useRefusalWords(currency);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const isFor = (row: Row) => Number((row['document'] as Ref | null)?.id === order);
  // The case one came for stands first.
  const rows = [...(query.data?.rows ?? [])].sort((a, b) => isFor(b) - isFor(a));
  const decide = (row: Row, how: How) => () => {
    void queries
      .ensureQueryData({ queryKey: ['credit-holds', row.id], queryFn: () => loadHold(row.id) })
      .then((hold) => {
        const move = hold.moves.find((m) => m.name === how);
        if (move?.allowed) setDeciding({ hold, how });
        else void message.info(t(`hold.not.${move?.reason ?? 'right'}`, { defaultValue: t('hold.not.right') }));
      });
  };
  return (
    <>
      <WorklistPage<Row>
        title={t('hold.title')}
        hint={t('hold.keys')}
        rows={rows}
        loading={query.isPending}
        rowKey={(row) => row.id}
        empty={{ title: t('hold.none'), text: t('hold.noneText') }}
        prefetch={(row) => {
          void queries.prefetchQuery({ queryKey: ['credit-holds', row.id], queryFn: () => loadHold(row.id) });
        }}
        keys={(row) => [
          { key: 'a', run: decide(row, 'release') },
          { key: 'r', run: decide(row, 'reject') },
        ]}
        columns={[
          {
            key: 'order',
            title: t('hold.order'),
            render: (row) => (
              <>
                {String(row['number'])}
                <br />
                <Mute>{nameOf(row, 'party')}</Mute>
              </>
            ),
          },
          {
            key: 'amount',
            title: t('hold.amount'),
            numeric: true,
            render: (row) => <Money value={row['amount'] as string} currency={currency} />,
          },
          {
            key: 'why',
            title: t('hold.why'),
            render: (row) => (
              <Line tight>
                {String(row['objections'] ?? '')
                  .split(', ')
                  .filter(Boolean)
                  .map((code) => (
                    <StatusTag key={code} tone={code === 'over-limit' || code === 'overdue' ? 'red' : 'orange'}>
                      {words.objections([{ code, figures: {} }])[0]?.rule}
                    </StatusTag>
                  ))}
              </Line>
            ),
          },
        ]}
        detail={(row) => (
          <Case
            key={row.id}
            id={row.id}
            askedBy={nameOf(row, 'placedBy')}
            onDecide={(hold, how) => {
              setDeciding({ hold, how });
            }}
          />
        )}
      />
      {deciding && (
        <Decision
          key={deciding.hold.id + deciding.how}
          hold={deciding.hold}
          how={deciding.how}
          onClose={() => {
            setDeciding(null);
          }}
          onDone={(outcome) => {
            const values = { number: deciding.hold.document.number };
            if (outcome === 'held') void message.warning(t('hold.stillHeld', values));
            else void message.success(t(deciding.how === 'release' ? 'hold.released' : 'hold.rejected', values));
            for (const key of ['credit-holds', 'sales-orders', 'credit'])
              void queries.invalidateQueries({ queryKey: [key] });
          }}
        />
      )}
    </>
  );
}

function Case({
  id,
  askedBy,
  onDecide,
}: {
  id: string;
  askedBy: string;
  onDecide: (hold: HoldView, how: How) => void;
}) {
  const { t } = useTranslation('credit');
  const query = useQuery({ queryKey: ['credit-holds', id], queryFn: () => loadHold(id) });
  const credit = useCredit(query.data?.party.id);
  const words = useRefusalWords(query.data?.currency ?? '', query.data?.party.id ?? null);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const hold = query.data;
  if (!hold) return null;
  const objections = words.objections(hold.objections);
  const button = (how: How) => {
    const move = hold.moves.find((m) => m.name === how);
    return (
      <Button
        type={how === 'release' ? 'primary' : 'default'}
        danger={how === 'reject'}
        disabled={!move?.allowed}
        title={move?.allowed ? '' : t(`hold.not.${move?.reason ?? 'right'}`, { defaultValue: t('hold.not.right') })}
        onClick={() => {
          onDecide(hold, how);
        }}
      >
        {t(`hold.${how}`)} <kbd>{how === 'release' ? 'A' : 'R'}</kbd>
      </Button>
    );
  };
  const blocked = hold.moves.find((move) => !move.allowed && move.reason);
  return (
    <div className="oa-stack">
      <Card>
        <Line>
          <h1 className="oa-grow">
            <RecordLink kind="customer" id={hold.party.id}>
              {hold.party.name}
            </RecordLink>{' '}
            ·{' '}
            <RecordLink kind={hold.document.kind} id={hold.document.id}>
              {hold.document.number}
            </RecordLink>{' '}
            · {formatMoney(hold.amount, hold.currency)}
          </h1>
          <Mute>
            {askedBy} <Instant value={hold.placedAt} />
          </Mute>
        </Line>
        {credit.data && <CreditBar credit={credit.data} ghost={hold.amount} customer={hold.party.id} />}
      </Card>
      <Card tone="red" title={t('hold.objections', { count: objections.length })}>
        <DataTable
          rows={objections}
          rowKey={(objection) => objection.key}
          columns={[
            { key: 'rule', title: t('hold.rule'), render: (objection) => objection.rule },
            { key: 'figures', title: t('hold.figures'), render: (objection) => objection.figures },
            {
              key: 'by',
              title: '',
              numeric: true,
              render: (objection) => <span className="oa-red">{objection.by}</span>,
            },
          ]}
        />
        {words
          .ways(hold.ways, () => undefined)
          .map((way) => (
            <div key={way.key} className="oa-way">
              {way.text}
            </div>
          ))}
      </Card>
      {hold.releases.length > 0 && (
        <Card title={t('hold.before')}>
          <Facts
            facts={hold.releases.map((release) => ({
              label: <Instant value={release.at} />,
              value: t('hold.beforeText', {
                ceiling: formatMoney(release.ceiling, hold.currency),
                until: release.until,
                reason: release.reason,
              }),
            }))}
          />
        </Card>
      )}
      <Line>
        {button('release')}
        {button('reject')}
        <Mute>
          <kbd>N</kbd> {t('hold.next')}
        </Mute>
        {blocked && <Mute>{t(`hold.not.${blocked.reason ?? ''}`, { defaultValue: '' })}</Mute>}
      </Line>
    </div>
  );
}

function Decision({
  hold,
  how,
  onClose,
  onDone,
}: {
  hold: HoldView;
  how: How;
  onClose: () => void;
  onDone: (outcome: string) => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const release = how === 'release';
  const form = useForm(
    { ceiling: hold.amount as Decimal | null, until: plusDays(me.today, 7) as string | null, reason: '' },
    async (values, key) => {
      const answer = await post(
        `/credit-holds/${hold.id}/${release ? 'release' : 'rejection'}`,
        release
          ? { ceiling: values.ceiling, until: values.until, reason: values.reason.trim() }
          : { reason: values.reason.trim() },
        { key },
      );
      onDone(answer.outcome);
    },
  );
  const reason = form.bind('reason');
  return (
    <FormDrawer
      open
      title={t(release ? 'hold.releaseTitle' : 'hold.rejectTitle', { number: hold.document.number })}
      action={t(release ? 'hold.release' : 'hold.reject')}
      danger={!release}
      form={form}
      onClose={onClose}
    >
      <div>
        {t(release ? 'hold.releaseText' : 'hold.rejectText', {
          amount: formatMoney(hold.amount, hold.currency),
          name: hold.party.name,
        })}
      </div>
      <Fields columns={1}>
        {release && (
          <>
            <Field
              label={t('hold.ceiling')}
              bound={form.bind('ceiling')}
              form={form}
              name="ceiling"
              must
              help={t('hold.ceilingHelp')}
            >
              <FigureInput {...form.bind('ceiling')} currency={hold.currency} />
            </Field>
            <Field label={t('hold.until')} bound={form.bind('until')} form={form} name="until" must>
              <DateInput {...form.bind('until')} />
            </Field>
          </>
        )}
        <Field label={t('hold.reason')} bound={reason} form={form} name="reason" must>
          <Input.TextArea
            id={reason.id}
            autoFocus
            autoSize={{ minRows: 3 }}
            value={reason.value}
            status={reason.status}
            onChange={(event) => {
              reason.onChange(event.target.value);
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
