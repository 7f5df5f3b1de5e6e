import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, type Schema } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatMoney } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan } from '../lib/session';
import { DueTag, Instant, Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { MoveButtons, type PageMove } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { PlanEditor } from './PaymentPlans';
import { PromiseEditor } from './Promises';
import { NewRefund } from './Refunds';
import { WriteOffEditor } from './WriteOffs';

type Item = Schema<'receivables.ItemRecords.ItemRecord'>;
type Change = Item['changes'][number];
type Settled = Item['settlements'][number];

/** One open item: what it was, what is open, what was changed on it by whom and why, and what settled it. */
export function ItemPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const may = useCan();
  const navigate = useNavigate();
  const [disputing, setDisputing] = useState(false);
  const [planning, setPlanning] = useState(false);
  const [promising, setPromising] = useState(false);
  const [losing, setLosing] = useState(false);
  const [paying, setPaying] = useState(false);
  const query = useQuery({ queryKey: ['open-items', 'record', id], queryFn: () => get(`/open-items/${id}`) });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const i = query.data;
  const money = (value: string) => formatMoney(value, i.currency);
  const open = !/^-?0*\.?0*$/.test(i.open);
  const credit = i.open.startsWith('-');
  const move = (name: string, right: string, shown: boolean, label: string, run: (on: boolean) => void): PageMove[] =>
    open && shown && may(right)
      ? [
          {
            name,
            label,
            run: () => {
              run(true);
            },
          },
        ]
      : [];
  const moves = [
    ...move('dispute', 'open-item.dispute', true, t(i.disputedOn ? 'item.agree' : 'item.dispute'), setDisputing),
    ...move('pay-out', 'refund.create', credit, t('refund.payOut'), setPaying),
    ...move('promise', 'payment-promise.create', !credit, t('promise.new'), setPromising),
    ...move('plan', 'payment-plan.create', !credit, t('plan.new'), setPlanning),
    ...move('lose', 'write-off.create', !credit, t('lost.new'), setLosing),
  ];
  return (
    <>
      <Card className="oa-doc-head">
        <Line>
          <h1>
            {i.number}
            {i.instalments > 1 && ` ${String(i.instalment)}/${String(i.instalments)}`}
          </h1>
          <StatusTag tone={open ? 'orange' : 'green'}>{t(open ? 'item.open' : 'item.settled')}</StatusTag>
          {i.disputedOn && <StatusTag tone="red">{t('item.disputed')}</StatusTag>}
          {open && i.daysOverdue > 0 && <DueTag days={i.daysOverdue} />}
          <span className="oa-grow" />
          <MoveButtons moves={moves} />
        </Line>
        <Line tight>
          <RecordLink kind="customer" id={i.party}>
            {i.partyName}
          </RecordLink>
          <RecordLink kind={i.documentKind} id={i.document}>
            {serverText(`choice.open-item.kind.${i.kind}`, i.kind)}
          </RecordLink>
          {i.plan && (
            <RecordLink kind="payment-plan" id={i.plan}>
              {i.planNumber}
            </RecordLink>
          )}
        </Line>
        <Facts
          facts={[
            { label: t('item.original'), value: money(i.original) },
            i.original !== i.amount && { label: t('item.amount'), value: money(i.amount) },
            { label: t('item.settledAmount'), value: money(i.settled) },
            { label: t('field.open'), value: <span className="oa-figure">{money(i.open)}</span> },
            { label: t('field.date'), value: i.date },
            { label: t('field.due'), value: i.due },
            { label: t('item.term'), value: i.term },
          ]}
        />
      </Card>
      {promising && (
        <PromiseEditor
          customer={{ id: i.party, label: i.partyName }}
          item={{ id, number: i.number, open: i.open }}
          onClose={() => {
            setPromising(false);
          }}
        />
      )}
      {i.dispute && (
        <Alert type="warning" showIcon title={t('item.disputedOn', { date: i.disputedOn })} description={i.dispute} />
      )}
      <Card title={t('item.settlements')}>
        <DataTable<Settled>
          caption={t('item.settlements')}
          rows={i.settlements}
          rowKey={(row) => `${row.at}${row.amount}`}
          empty={<span className="oa-mute">{t('item.noSettlements')}</span>}
          columns={[
            { key: 'on', title: t('field.date'), render: (row) => row.on },
            {
              key: 'by',
              title: t('item.settledBy'),
              render: (row) =>
                row.receipt ? (
                  <RecordLink kind="receipt" id={row.receipt}>
                    {row.receiptNumber}
                  </RecordLink>
                ) : row.refund ? (
                  <RecordLink kind="refund" id={row.refund}>
                    {row.refundNumber}
                  </RecordLink>
                ) : (
                  t('item.netted')
                ),
            },
            { key: 'standing', title: '', render: (row) => (row.standing ? '' : t('item.takenBack')) },
            {
              key: 'amount',
              title: t('field.amount'),
              numeric: true,
              render: (row) => <Money value={row.amount} currency={i.currency} />,
            },
          ]}
        />
      </Card>
      <Card title={t('item.changes')}>
        <DataTable<Change>
          caption={t('item.changes')}
          rows={i.changes}
          rowKey={(row) => row.at + row.what + (row.other ?? '')}
          empty={<span className="oa-mute">{t('item.noChanges')}</span>}
          columns={[
            { key: 'at', title: t('field.date'), render: (row) => <Instant value={row.at} /> },
            { key: 'who', title: t('item.who'), render: (row) => row.by },
            {
              key: 'what',
              title: t('item.what'),
              render: (row) =>
                t(`item.change.${row.what}`, {
                  from: row.oldDue,
                  to: row.newDue,
                  amount: money(row.open),
                  defaultValue: row.what,
                }),
            },
            {
              key: 'reason',
              title: t('item.why'),
              render: (row) => t(`item.because.${row.reason}`, { defaultValue: row.reason }),
            },
          ]}
        />
      </Card>
      {disputing && (
        <DisputeForm
          item={i}
          onClose={() => {
            setDisputing(false);
          }}
        />
      )}
      {losing && (
        <WriteOffEditor
          party={i.party}
          items={[{ id, open: i.open, number: i.number }]}
          onClose={() => {
            setLosing(false);
          }}
          onMade={(made) => void navigate({ to: `/write-offs/${made}` })}
        />
      )}
      {paying && (
        <NewRefund
          of={{
            receipt: null,
            item: id,
            amount: i.open.slice(1),
            currency: i.currency,
            cashAccount: null,
            payee: i.partyName,
          }}
          open
          onClose={() => {
            setPaying(false);
          }}
        />
      )}
      {planning && (
        <PlanEditor
          party={i.party}
          items={[{ id, open: i.open }]}
          onClose={() => {
            setPlanning(false);
          }}
          onMade={(plan) => void navigate({ to: `/payment-plans/${plan}` })}
        />
      )}
    </>
  );
}

function DisputeForm({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const queries = useQueryClient();
  const form = useForm({ reason: '' }, async (values, key) => {
    const body = { reason: values.reason.trim() };
    if (item.disputedOn) await post(`/open-items/${item.id}/agreement`, body, { key });
    else await post(`/open-items/${item.id}/dispute`, body, { key });
    await queries.invalidateQueries({ queryKey: ['open-items'] });
  });
  const action = t(item.disputedOn ? 'item.agree' : 'item.dispute');
  return (
    <FormDrawer open title={action} action={action} form={form} onClose={onClose}>
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('item.why')} must area autoFocus />
      </Fields>
    </FormDrawer>
  );
}
