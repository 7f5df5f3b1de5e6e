import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, remove } from '../lib/api';
import { daysBetween } from '../lib/dates';
import { serverText } from '../lib/i18n';
import { big, capitals, formatMoney, sum, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import type { Row, Tone } from '../lib/types';
import { DueTag, Explain, Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, Sums } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { Payable, payableOf, useQuotes } from './quotes';
import { NewRefund, refundOfReceipt } from './Refunds';
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
  const refresh = async () => {
    for (const key of ['receipts', 'open-items', 'credit']) await queries.invalidateQueries({ queryKey: [key] });
  };
  const everything = useMutation({
    mutationFn: (customer: string) => post(`/customers/${customer}/allocations`, undefined, { key: newKey() }),
    onSuccess: refresh,
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  const takeBack = useMutation({
    mutationFn: (allocation: string) => remove(`/allocations/${allocation}`, { key: newKey() }),
    onSuccess: refresh,
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  const [refunding, setRefunding] = useState(false);
  const [reversing, setReversing] = useState<{ date: string | null; reason: string } | null>(null);
  const moves = useMoves('receipts', id, record.data?.version, {
    onDone: (_, step) => {
      if (step.path === '') void navigate({ to: '/receipts' });
    },
    touches: ['open-items', 'credit'],
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const r = record.data.data;
  const name = r.party.name;
  const figure = (amount: Decimal) => (big(amount).eq(0) ? null : formatMoney(amount, r.currency));
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
        name: 'refund',
        label: t('refund.new'),
        rare: true,
        run: () => {
          setRefunding(true);
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
        conflict={moves}
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
              {
                label: t('receipt.base'),
                value: r.rate ? `${formatMoney(r.base, me.company.baseCurrency)} (${r.rate})` : null,
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
              { label: t('receipt.refunded'), value: figure(r.refunded) },
              { label: t('field.account'), value: r.cashAccount?.name },
              { label: t('field.payable'), value: r.payable?.name },
              {
                label: t('field.fee'),
                value:
                  figure(r.fee) && `${figure(r.fee) ?? ''} (${serverText(`choice.receipt.feeBy.${r.feeBy}`, r.feeBy)})`,
              },
              { label: t('field.withheld'), value: figure(r.withheld) },
              { label: t('receipt.paid'), value: big(r.paid).eq(big(r.amount)) ? null : figure(r.paid) },
              {
                label: t('receipt.arrived'),
                value: r.cashAccount && !big(r.arrived).eq(big(r.amount)) ? figure(r.arrived) : null,
              },
              { label: t('field.payer'), value: [r.payer, r.payerAccount].filter(Boolean).join(' ') },
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
                render: (a) => (a.party === r.party.id ? a.number : `${a.number} · ${t('receipt.onBehalf')}`),
                foot: t('receipt.sum'),
              },
              { key: 'on', title: t('field.date'), render: (a) => a.on },
              ...(r.allocations.some((a) => a.standing && !big(a.exchange).eq(0))
                ? [
                    {
                      key: 'exchange',
                      title: t('receipt.exchange'),
                      numeric: true,
                      render: (a: Receipt['allocations'][number]) => (
                        <Money value={big(a.exchange).neg().toFixed()} currency={me.company.baseCurrency} />
                      ),
                    },
                  ]
                : []),
              ...(r.allocations.some((a) => a.standing && !big(a.writtenOff).eq(0))
                ? [
                    {
                      key: 'writtenOff',
                      title: t('receipt.writtenOff'),
                      numeric: true,
                      render: (a: Receipt['allocations'][number]) => (
                        <Money value={a.writtenOff} currency={me.company.baseCurrency} />
                      ),
                    },
                  ]
                : []),
              {
                key: 'amount',
                title: t('receipt.allocated'),
                numeric: true,
                render: (a) => (
                  <Money
                    value={
                      a.receiptAmount ??
                      big(a.amount)
                        .minus(big(a.discount?.amount ?? '0'))
                        .toFixed()
                    }
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
                      <Money value={a.discount.amount} currency={me.company.baseCurrency} />
                    </Explain>
                  ),
                foot: (
                  <Money
                    value={sum(
                      r.allocations.flatMap((a) => (a.standing && a.discount ? [a.discount.amount] : [])),
                    ).toFixed()}
                    currency={me.company.baseCurrency}
                  />
                ),
              },
              {
                key: 'settles',
                title: t('discount.settles'),
                numeric: true,
                render: (a) => (
                  <Money value={a.itemAmount ?? a.amount} currency={a.itemCurrency ?? me.company.baseCurrency} />
                ),
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
            onEverything={() => {
              everything.mutate(r.party.id);
            }}
            onAuto={() => {
              moves.run({ path: 'allocations', body: {} });
            }}
            onAllocate={(items) => {
              moves.run({ path: 'allocations', body: { items } });
            }}
          />
        )}
      </DocumentPage>
      {refunding && (
        <NewRefund
          of={refundOfReceipt(r)}
          open
          onClose={() => {
            setRefunding(false);
          }}
        />
      )}
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
  onEverything,
  onAllocate,
}: {
  receipt: Receipt;
  busy: string | null;
  onAuto: () => void;
  onEverything: () => void;
  onAllocate: (allocations: { item: string; amount: Decimal }[]) => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const [amounts, setAmounts] = useState<Record<string, Decimal | null>>({});
  const others = useQuery({
    queryKey: ['payment-authorities', 'of', receipt.party.id],
    enabled: may('payment-authority.view'),
    queryFn: () =>
      get('/payment-authorities', {
        filter: JSON.stringify({
          and: [
            ['payer', '=', receipt.party.id],
            ['active', '=', true],
          ],
        }),
        limit: 100,
      }),
  });
  const parties = [receipt.party.id, ...(others.data?.rows ?? []).map((row) => row.customer?.id ?? '').filter(Boolean)];
  const items = useQuery({
    queryKey: ['open-items', 'of', parties, 'all'],
    queryFn: () =>
      get('/open-items', {
        filter: JSON.stringify({
          and: [
            ['party', 'in', parties],
            ['isOpen', '=', true],
            receipt.currency === me.company.baseCurrency ? ['currency', 'empty'] : ['currency', '=', receipt.currency],
          ],
        }),
        sort: 'due',
        limit: 200,
      }),
  });
  const rows = items.data?.rows ?? [];
  const quotes = useQuotes(receipt.party.id, receipt.date);
  const open = (row: Row) =>
    big(String(row[receipt.currency === me.company.baseCurrency ? 'open' : 'foreignOpen'] ?? '0'));
  /** What settles it on the money's value date: less than is open while its discount runs. */
  const payable = (row: Row) => big(payableOf(quotes[row.id]) ?? open(row).toFixed());
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
        <Line tight>
          <Button disabled={busy !== null} onClick={onEverything}>
            {t('receipt.everything')}
          </Button>
          <Button loading={busy === 'allocations'} disabled={busy !== null} onClick={onAuto}>
            {t('receipt.auto')}
          </Button>
        </Line>
      }
    >
      <DataTable<Row>
        compact
        loading={items.isPending}
        rows={rows}
        rowKey={(row) => row.id}
        empty={<span className="oa-mute">{t('receipt.owesNothing')}</span>}
        columns={[
          {
            key: 'number',
            title: t('field.number'),
            render: (row) => {
              const owner = row['party'] as { id: string; name?: string } | undefined;
              return owner && owner.id !== receipt.party.id
                ? `${String(row['number'])} · ${owner.name ?? ''}`
                : String(row['number']);
            },
          },
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
            render: (row) => <Money value={open(row).toFixed()} currency={receipt.currency} />,
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
