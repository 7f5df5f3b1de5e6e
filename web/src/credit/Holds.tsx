import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { plusDays } from '../lib/dates';
import { formatMoney, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { Instant, Money, StatusTag } from '../ui/cells';
import { creditFigures, useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Line, Mute } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { useRefusalWords } from '../ui/refusalWords';
import { WorklistPage } from '../ui/WorklistPage';
import type { HeldCase } from './types';

async function queue(): Promise<HeldCase[]> {
  const answer = await get<HeldCase[] | { rows: HeldCase[] }>('/credit-holds/queue');
  return Array.isArray(answer) ? answer : answer.rows;
}

function named(who: HeldCase['askedBy']): string {
  return typeof who === 'string' ? who : (who?.name ?? who?.title ?? '');
}

/** Orders that wait for a release: the queue, the case with all figures, the decision by one key. */
export function Holds() {
  const { t } = useTranslation('credit');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { order } = useQueryParams();
  const currency = me.company.baseCurrency;
  const query = useQuery({ queryKey: ['credit-holds', 'queue'], queryFn: queue, refetchInterval: 30_000 });
  const [deciding, setDeciding] = useState<{ held: HeldCase; how: 'release' | 'reject' } | null>(null);
  const words = useRefusalWords(currency);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  // The case one came for stands first.
  const rows = [...(query.data ?? [])].sort((a, b) => Number(b.order.id === order) - Number(a.order.id === order));
  const decide = (how: 'release' | 'reject') => (held: HeldCase) => ({
    key: how === 'release' ? 'a' : 'r',
    run: () => {
      if (may('credit-hold.release')) setDeciding({ held, how });
    },
  });
  return (
    <>
      <WorklistPage<HeldCase>
        title={t('hold.title')}
        hint={t('hold.keys')}
        rows={rows}
        loading={query.isPending}
        rowKey={(row) => row.id}
        empty={{ title: t('hold.none'), text: t('hold.noneText') }}
        prefetch={(row) => {
          void queries.prefetchQuery({
            queryKey: ['credit', row.customer.id],
            queryFn: async () => creditFigures(await get(`/customers/${row.customer.id}/credit`), currency),
          });
        }}
        keys={(row) => [decide('release')(row), decide('reject')(row)]}
        columns={[
          {
            key: 'order',
            title: t('hold.order'),
            render: (row) => (
              <>
                {row.order.number}
                <br />
                <Mute>{row.customer.name ?? row.customer.title}</Mute>
              </>
            ),
          },
          { key: 'amount', title: t('hold.amount'), numeric: true, render: (row) => <Money value={row.amount} currency={currency} /> },
          {
            key: 'why',
            title: t('hold.why'),
            render: (row) => (
              <Line tight>
                {words.objections(row.objections).map((objection) => (
                  <StatusTag key={objection.key} tone={objection.key === 'over-limit' || objection.key === 'overdue' ? 'red' : 'orange'}>
                    {objection.rule}
                  </StatusTag>
                ))}
              </Line>
            ),
          },
        ]}
        detail={(row) => (
          <Case
            key={row.id}
            held={row}
            currency={currency}
            may={may('credit-hold.release')}
            onDecide={(how) => {
              setDeciding({ held: row, how });
            }}
          />
        )}
      />
      {deciding && (
        <Decision
          key={deciding.held.id + deciding.how}
          held={deciding.held}
          how={deciding.how}
          currency={currency}
          onClose={() => {
            setDeciding(null);
          }}
          onDone={() => {
            void message.success(t(deciding.how === 'release' ? 'hold.released' : 'hold.rejected', { number: deciding.held.order.number }));
            void queries.invalidateQueries({ queryKey: ['credit-holds'] });
            void queries.invalidateQueries({ queryKey: ['sales-orders'] });
            void queries.invalidateQueries({ queryKey: ['credit'] });
          }}
        />
      )}
    </>
  );
}

function Case({ held, currency, may, onDecide }: { held: HeldCase; currency: string; may: boolean; onDecide: (how: 'release' | 'reject') => void }) {
  const { t } = useTranslation('credit');
  const credit = useCredit(held.customer.id, currency);
  const words = useRefusalWords(currency, held.customer.id);
  const name = held.customer.name ?? held.customer.title ?? '';
  const objections = words.objections(held.objections);
  return (
    <div className="oa-stack">
      <Card>
        <Line>
          <h1 className="oa-grow">
            <RecordLink kind="customer" id={held.customer.id}>
              {name}
            </RecordLink>{' '}
            ·{' '}
            <RecordLink kind="sales-order" id={held.order.id}>
              {held.order.number}
            </RecordLink>{' '}
            · {formatMoney(held.amount, currency)}
          </h1>
          <Mute>
            {named(held.askedBy)} <Instant value={held.since} />
          </Mute>
        </Line>
        {held.note && <p className="oa-pre">{held.note}</p>}
        {credit.data && <CreditBar credit={credit.data} ghost={held.amount} customer={held.customer.id} />}
      </Card>
      <Card tone="red" title={t('hold.objections', { count: objections.length })}>
        <DataTable
          rows={objections}
          rowKey={(objection) => objection.key}
          columns={[
            { key: 'rule', title: t('hold.rule'), render: (objection) => objection.rule },
            { key: 'figures', title: t('hold.figures'), render: (objection) => objection.figures },
            { key: 'by', title: '', numeric: true, render: (objection) => <span className="oa-red">{objection.by}</span> },
          ]}
        />
        {words.ways(held.ways ?? [], () => undefined).map((way) => (
          <div key={way.key} className="oa-way">
            {way.text}
          </div>
        ))}
      </Card>
      {may && (
        <Line>
          <Button
            type="primary"
            onClick={() => {
              onDecide('release');
            }}
          >
            {t('hold.release')} <kbd>A</kbd>
          </Button>
          <Button
            danger
            onClick={() => {
              onDecide('reject');
            }}
          >
            {t('hold.reject')} <kbd>R</kbd>
          </Button>
          <Mute>
            <kbd>N</kbd> {t('hold.next')}
          </Mute>
        </Line>
      )}
    </div>
  );
}

function Decision({ held, how, currency, onClose, onDone }: { held: HeldCase; how: 'release' | 'reject'; currency: string; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const release = how === 'release';
  const form = useForm(
    { ceiling: held.amount as Decimal | null, until: plusDays(me.today, 7) as string | null, reason: '' },
    (values, key) =>
      post(
        `/credit-holds/${held.id}/${release ? 'release' : 'rejection'}`,
        release ? { ceiling: values.ceiling, until: values.until, reason: values.reason.trim() } : { reason: values.reason.trim() },
        { key },
      ),
  );
  const reason = form.bind('reason');
  return (
    <FormDrawer
      open
      title={t(release ? 'hold.releaseTitle' : 'hold.rejectTitle', { number: held.order.number })}
      action={t(release ? 'hold.release' : 'hold.reject')}
      danger={!release}
      form={form}
      onClose={onClose}
      onDone={onDone}
    >
      <div>{t(release ? 'hold.releaseText' : 'hold.rejectText', { amount: formatMoney(held.amount, currency), name: held.customer.name ?? held.customer.title })}</div>
      <Fields columns={1}>
        {release && (
          <>
            <Field label={t('hold.ceiling')} bound={form.bind('ceiling')} form={form} name="ceiling" must help={t('hold.ceilingHelp')}>
              <FigureInput {...form.bind('ceiling')} currency={currency} />
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
