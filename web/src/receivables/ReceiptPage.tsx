import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, remove } from '../lib/api';
import { daysBetween } from '../lib/dates';
import { serverText } from '../lib/i18n';
import { big, capitals, formatMoney, sum, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import type { Row, Tone } from '../lib/types';
import { DueTag, Explain, Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { ConflictDialog, DocumentPage, joinMoves, Sums } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { Payable, useQuotes } from './quotes';
import type { Receipt } from './types';

const TONES: Record<string, Tone> = { DRAFT: 'orange', CONFIRMED: 'green', REVERSED: 'red', CANCELLED: 'grey' };

/** A receipt: confirmed by a second person, allocated by itself or by hand, un-allocated, reversed when it bounced. */
export function ReceiptPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const me = useMe();
  const may = useCan();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const record = useRecord('receipts', id);
  const takeBack = useMutation({
    mutationFn: (allocation: string) => remove(`/allocations/${allocation}`, { key: newKey() }),
    onSuccess: async () => {
      for (const key of ['receipts', 'open-items', 'credit']) await queries.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  const [reversing, setReversing] = useState<{ date: string | null; reason: string } | null>(null);
  const moves = useMoves('receipts', id, record.data?.version, {
    onDone: (_, step) => {
      if (step.path === '') void navigate({ to: '/receipts' });
      void queries.invalidateQueries({ queryKey: ['open-items'] });
      void queries.invalidateQueries({ queryKey: ['credit'] });
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const r = record.data.data;
  const name = r.party.name;
  const waiting = big(r.unapplied);
  // Reasons come as codes; those that only repeat the state are hidden with their button.
  const said = r.moves
    .filter((move) => move.allowed || move.reason !== 'wrong-state')
    .map((move) => ({
      ...move,
      reason: move.reason ? t(`not.${move.reason}`, { defaultValue: t('not.forbidden') }) : null,
    }));
  const running: Record<string, string> = { confirmation: 'confirm', reversal: 'reverse', '': 'delete' };
  const buttons = joinMoves(
    said,
    [
      {
        name: 'confirm',
        label: t('receipt.confirm'),
        primary: true,
        confirm: {
          title: t('receipt.confirmTitle', { amount: formatMoney(r.amount, r.currency) }),
          content: t('receipt.confirmText', { name, date: r.date }),
        },
        run: () => {
          moves.run({ path: 'confirmation' });
        },
      },
      {
        name: 'reverse',
        label: t('receipt.reverse'),
        danger: true,
        rare: true,
        run: () => {
          setReversing({ date: me.today, reason: '' });
        },
      },
      {
        name: 'delete',
        label: t('receipt.delete'),
        danger: true,
        rare: true,
        confirm: { title: t('receipt.deleteTitle', { number: r.number }) },
        run: () => {
          moves.run({ path: '', method: 'DELETE' });
        },
      },
    ],
    running[moves.running ?? '-'] ?? null,
  );
  return (
    <>
      <DocumentPage
        self={{
          id,
          kind: 'receipt',
          number: r.number,
          state: r.state,
          date: r.date,
          total: r.amount,
          currency: r.currency,
        }}
        title={r.number}
        tags={<StateTag kind="receipt" state={r.state} tone={TONES[r.state] ?? 'grey'} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={r.party.id}>
              {name}
            </RecordLink>
            <span>{r.date}</span>
            <span>{serverText(`choice.receipt.method.${r.method}`, r.method)}</span>
          </Line>
        }
        moves={buttons}
        facts={
          <Facts
            facts={[
              {
                label: t('field.amount'),
                value: <span className="oa-figure">{formatMoney(r.amount, r.currency)}</span>,
              },
              { label: t('receipt.allocated'), value: formatMoney(r.allocated, r.currency) },
              {
                label: t('receipt.unapplied'),
                value: (
                  <span className={waiting.gt(0) ? 'oa-orange oa-strong' : ''}>
                    {formatMoney(r.unapplied, r.currency)}
                  </span>
                ),
              },
              { label: t('field.account'), value: r.cashAccount.name },
              { label: t('field.fee'), value: big(r.fee).eq(0) ? null : formatMoney(r.fee, r.currency) },
              { label: t('field.payer'), value: r.payer },
              { label: t('field.reference'), value: r.reference },
              { label: t('field.note'), value: r.note },
              r.currency === 'CNY' && { label: t('receipt.capitals'), value: capitals(r.amount) },
            ]}
          />
        }
      >
        <Card title={t('receipt.allocations')}>
          <DataTable
            rows={r.allocations.filter((a) => a.standing)}
            rowKey={(a) => a.id}
            foot
            empty={
              <span className="oa-mute">
                {t(r.state === 'DRAFT' ? 'receipt.allocatesLater' : 'receipt.noAllocations')}
              </span>
            }
            columns={[
              {
                key: 'number',
                title: t('field.number'),
                render: (a) => a.number,
                foot: t('receipt.sum'),
              },
              { key: 'on', title: t('field.date'), render: (a) => a.on },
              {
                key: 'amount',
                title: t('receipt.allocated'),
                numeric: true,
                render: (a) => (
                  <Money
                    value={big(a.amount)
                      .minus(big(a.discount?.amount ?? '0'))
                      .toFixed()}
                    currency={r.currency}
                  />
                ),
                foot: <Money value={r.allocated} currency={r.currency} />,
              },
              {
                key: 'discount',
                title: t('discount.taken'),
                numeric: true,
                render: (a) =>
                  a.discount && (
                    <Explain how={a.discount.explanation}>
                      <Money value={a.discount.amount} currency={r.currency} />
                    </Explain>
                  ),
                foot: (
                  <Money
                    value={sum(
                      r.allocations.flatMap((a) => (a.standing && a.discount ? [a.discount.amount] : [])),
                    ).toFixed()}
                    currency={r.currency}
                  />
                ),
              },
              {
                key: 'settles',
                title: t('discount.settles'),
                numeric: true,
                render: (a) => <Money value={a.amount} currency={r.currency} />,
              },
              {
                key: 'undo',
                title: '',
                render: (a) =>
                  may('allocation.delete') && r.state === 'CONFIRMED' ? (
                    <Button
                      size="small"
                      loading={takeBack.isPending && takeBack.variables === a.id}
                      onClick={() => {
                        takeBack.mutate(a.id);
                      }}
                    >
                      {t('receipt.unallocate')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        </Card>
        {r.state === 'CONFIRMED' && waiting.gt(0) && may('receipt.allocate') && (
          <ByHand
            receipt={r}
            busy={moves.running}
            onAuto={() => {
              moves.run({ path: 'allocations', body: {} });
            }}
            onAllocate={(items) => {
              moves.run({ path: 'allocations', body: { items } });
            }}
          />
        )}
      </DocumentPage>
      <ConflictDialog
        problem={moves.conflict}
        id={id}

        onClose={moves.settleConflict}
        onSeeTheirs={() => {
          moves.settleConflict();
          void record.refetch();
        }}
      />
      <Modal
        open={reversing !== null}
        title={t('receipt.reverseTitle', { number: r.number })}
        okText={t('receipt.reverse')}
        okButtonProps={{ danger: true, disabled: !reversing?.reason.trim() || !reversing.date }}
        destroyOnHidden
        onCancel={() => {
          setReversing(null);
        }}
        onOk={() => {
          if (reversing)
            moves.run({ path: 'reversal', body: { date: reversing.date, reason: reversing.reason.trim() } });
          setReversing(null);
        }}
      >
        <div className="oa-stack">
          <div>
            {t('receipt.reverseText', {
              amount: formatMoney(r.amount, r.currency),
              count: r.allocations.filter((a) => a.standing).length,
            })}
          </div>
          <Field label={t('field.date')} bound={{ id: 'reversal-date' }}>
            <DateInput
              id="reversal-date"
              value={reversing?.date ?? null}
              onChange={(date) => {
                setReversing((before) => before && { ...before, date });
              }}
            />
          </Field>
          <Field label={t('receipt.reason')} bound={{ id: 'reversal-reason' }} must>
            <Input
              id="reversal-reason"
              value={reversing?.reason ?? ''}
              onChange={(event) => {
                const reason = event.target.value;
                setReversing((before) => before && { ...before, reason });
              }}
            />
          </Field>
        </div>
      </Modal>
    </>
  );
}

/** Allocation by hand: all open items of the customer on one page, an amount for each. */
function ByHand({
  receipt,
  busy,
  onAuto,
  onAllocate,
}: {
  receipt: Receipt;
  busy: string | null;
  onAuto: () => void;
  onAllocate: (allocations: { item: string; amount: Decimal }[]) => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const [amounts, setAmounts] = useState<Record<string, Decimal | null>>({});
  const items = useQuery({
    queryKey: ['open-items', 'of', receipt.party.id, 'all'],
    queryFn: () =>
      get('/open-items', {
        filter: JSON.stringify({
          and: [
            ['party', '=', receipt.party.id],
            ['isOpen', '=', true],
          ],
        }),
        sort: 'due',
        limit: 200,
      }),
  });
  const rows = items.data?.rows ?? [];
  const quotes = useQuotes(receipt.party.id, receipt.date);
  const open = (row: Row) => big(row['open'] as string);
  /** What settles it on the money's value date: less than is open while its discount runs. */
  const payable = (row: Row) => big(quotes[row.id]?.payable ?? (row['open'] as string));
  const given = sum(Object.values(amounts));
  const left = big(receipt.unapplied).minus(given);
  const over = left.lt(0);
  const wrong = rows.some((row) => {
    const amount = big(amounts[row.id]);
    return (
      !amount.eq(0) && (open(row).gt(0) ? amount.gt(open(row)) || amount.lt(0) : amount.lt(open(row)) || amount.gt(0))
    );
  });
  const fill = (row: Row) => {
    const already = sum(
      Object.entries(amounts)
        .filter(([id]) => id !== row.id)
        .map(([, v]) => v),
    );
    const room = big(receipt.unapplied).minus(already);
    const amount = open(row).lt(0) ? open(row) : room.lt(payable(row)) ? room : payable(row);
    setAmounts({ ...amounts, [row.id]: amount.gt(0) || open(row).lt(0) ? amount.toFixed() : null });
  };
  return (
    <Card
      title={t('receipt.byHand')}
      extra={
        <Button loading={busy === 'allocations'} disabled={busy !== null} onClick={onAuto}>
          {t('receipt.auto')}
        </Button>
      }
    >
      <DataTable<Row>
        compact
        loading={items.isPending}
        rows={rows}
        rowKey={(row) => row.id}
        empty={<span className="oa-mute">{t('receipt.owesNothing')}</span>}
        columns={[
          { key: 'number', title: t('field.number'), render: (row) => String(row['number']) },
          { key: 'date', title: t('field.date'), render: (row) => String(row['date']) },
          {
            key: 'due',
            title: t('field.due'),
            render: (row) => <DueTag days={daysBetween(String(row['due']), me.today)} />,
          },
          {
            key: 'open',
            title: t('field.open'),
            numeric: true,
            render: (row) => <Money value={row['open'] as string} currency={receipt.currency} />,
          },
          {
            key: 'payable',
            title: t('discount.payableOn', { date: receipt.date }),
            numeric: true,
            render: (row) => <Payable quote={quotes[row.id]} currency={receipt.currency} />,
          },
          {
            key: 'amount',
            title: t('receipt.thisTime'),
            width: 140,
            render: (row) => (
              <FigureInput
                aria-label={t('receipt.thisTimeOf', { number: row['number'] })}
                value={amounts[row.id] ?? null}
                currency={receipt.currency}
                onChange={(amount) => {
                  setAmounts({ ...amounts, [row.id]: amount });
                }}
              />
            ),
          },
          {
            key: 'fill',
            title: '',
            render: (row) => (
              <Button
                size="small"
                onClick={() => {
                  fill(row);
                }}
              >
                {t('receipt.fill')}
              </Button>
            ),
          },
        ]}
      />
      <Line between>
        <span className={wrong ? 'oa-red' : 'oa-mute'}>{wrong ? t('receipt.tooMuchItem') : ''}</span>
        <Line>
          <Sums
            sums={[
              { label: t('receipt.given'), value: formatMoney(given, receipt.currency) },
              {
                label: t('receipt.left'),
                value: <span className={over ? 'oa-red' : ''}>{formatMoney(left, receipt.currency)}</span>,
                big: true,
              },
            ]}
          />
          <Button
            type="primary"
            loading={busy === 'allocations'}
            disabled={busy !== null || given.eq(0) || over || wrong}
            onClick={() => {
              onAllocate(
                Object.entries(amounts).flatMap(([item, amount]) =>
                  amount && !big(amount).eq(0) ? [{ item, amount }] : [],
                ),
              );
              setAmounts({});
            }}
          >
            {t('receipt.allocate')}
          </Button>
        </Line>
      </Line>
    </Card>
  );
}
