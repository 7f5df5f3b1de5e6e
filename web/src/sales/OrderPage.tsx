import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverText } from '../lib/i18n';
import { big, capitals, formatMoney, formatPrice, formatQuantity } from '../lib/money';
import { useIdParam, useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import type { Tone } from '../lib/types';
import { Money, StateTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { ConflictDialog, DocumentPage, joinMoves, Sums, type PageStep } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { Refusal } from '../ui/Refusal';
import { useRefusalWords } from '../ui/refusalWords';
import { OrderEditor } from './OrderEditor';
import type { Confirmation, Order, OrderLine } from './types';

const TONES: Record<string, Tone> = {
  DRAFT: 'grey',
  SUBMITTED: 'blue',
  ON_HOLD: 'red',
  CONFIRMED: 'blue',
  DELIVERED: 'green',
  CLOSED: 'green',
  CANCELLED: 'grey',
};

export function OrderPage() {
  const id = useIdParam();
  const { edit } = useQueryParams();
  const navigate = useNavigate();
  const record = useRecord<Order>('sales-orders', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const leave = () => void navigate({ to: `/sales-orders/${id}`, search: {}, replace: true });
  if (edit)
    return (
      <OrderEditor
        key={record.data.version}
        order={record.data.data}
        version={record.data.version}
        onSaved={leave}
        onCancel={leave}
      />
    );
  return <Shown order={record.data.data} version={record.data.version} />;
}

function stepsOf(
  order: Order,
  word: (state: string) => string,
  share: (what: string, value: number) => string,
): PageStep[] {
  if (order.state === 'CANCELLED') return [{ key: 'CANCELLED', label: word('CANCELLED'), state: 'now' }];
  const path = ['DRAFT', 'SUBMITTED', ...(order.state === 'ON_HOLD' ? ['ON_HOLD'] : []), 'CONFIRMED'];
  const passed = path.indexOf(order.state);
  const steps: PageStep[] = path.map((state, index) => ({
    key: state,
    label: word(state),
    state:
      passed < 0 || index < passed || (state === 'CONFIRMED' && passed === index)
        ? 'done'
        : index === passed
          ? 'now'
          : 'open',
    ...(state === 'ON_HOLD' ? { tone: 'red' as const } : {}),
  }));
  const bar = (key: string, value: number | null | undefined): PageStep => {
    const done = Math.floor(value ?? 0);
    return { key, label: share(key, done), state: done >= 100 ? 'done' : 'open', share: done };
  };
  return [...steps, bar('delivered', order.deliveredShare), bar('paid', order.paidShare)];
}

function Shown({ order, version }: { order: Order; version: string | null }) {
  const { t } = useTranslation('sales');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useCan();
  const id = order.id;
  const currency = order.currency;
  const customerName = order.customer.name ?? order.customer.title ?? order.customer.number ?? '';
  const [asking, setAsking] = useState<'cancellation' | 'closure' | null>(null);
  const [reason, setReason] = useState('');
  const credit = useCredit(
    may('credit-account.view') && ['DRAFT', 'SUBMITTED', 'ON_HOLD'].includes(order.state) ? order.customer.id : null,
    currency,
  );
  const words = useRefusalWords(currency, order.customer.id);
  const moves = useMoves<Confirmation | Order>('sales-orders', id, version, {
    onDone: (answer, step) => {
      void queries.invalidateQueries({ queryKey: ['credit'] });
      if (step.path !== 'confirmation') return;
      if ('outcome' in answer && answer.outcome.toLowerCase() === 'held') void message.warning(t('order.wasHeld'));
      else void message.success(t('order.wasConfirmed', { number: order.number }));
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  const step = (path: string, body?: unknown) => {
    moves.run({ path, body });
  };
  const buttons = joinMoves(
    order.moves,
    [
      {
        name: 'edit',
        label: t('order.edit'),
        run: () => void navigate({ to: `/sales-orders/${id}`, search: { edit: '1' } as never }),
      },
      {
        name: 'submit',
        label: t('order.submit'),
        primary: order.state === 'DRAFT',
        run: () => {
          step('submission');
        },
      },
      {
        name: 'confirm',
        label: t('order.confirm'),
        primary: order.state !== 'DRAFT',
        run: () => {
          step('confirmation');
        },
      },
      {
        name: 'withdraw',
        label: t('order.withdraw'),
        rare: true,
        run: () => {
          step('withdrawal');
        },
      },
      {
        name: 'cancel',
        label: t('order.cancel'),
        danger: true,
        rare: true,
        run: () => {
          setAsking('cancellation');
        },
      },
      {
        name: 'close',
        label: t('order.close'),
        rare: true,
        run: () => {
          setAsking('closure');
        },
      },
      {
        name: 'delete',
        label: t('order.delete'),
        danger: true,
        rare: true,
        confirm: { title: t('order.deleteTitle', { number: order.number }), content: t('order.deleteText') },
        run: () => {
          moves.run({ path: '', method: 'DELETE' });
          void navigate({ to: '/sales-orders' });
        },
      },
    ],
    {
      submission: 'submit',
      confirmation: 'confirm',
      withdrawal: 'withdraw',
      cancellation: 'cancel',
      closure: 'close',
      '': 'delete',
    }[moves.running ?? '-'] ?? null,
  );
  if (order.state === 'CONFIRMED' && may('delivery.create')) {
    buttons.push({
      name: 'deliver',
      label: t('order.deliver'),
      primary: true,
      run: () => void navigate({ to: '/deliveries/new', search: { order: id } as never }),
    });
  }
  if (may('sales-order.create')) {
    buttons.push({
      name: 'copy',
      label: t('order.copy'),
      rare: true,
      run: () => void navigate({ to: '/sales-orders/new', search: { copy: id } as never }),
    });
  }
  const objections = order.hold?.objections ?? [];
  const held = order.state === 'ON_HOLD' && objections.length > 0;
  const remaining = order.lines.filter((line) => big(line.delivered).lt(big(line.quantity)));
  return (
    <>
      <DocumentPage
        self={{
          id,
          kind: 'sales-order',
          number: order.number,
          state: order.state,
          date: order.date,
          total: order.total,
          currency,
        }}
        title={order.number}
        tags={<StateTag kind="sales-order" state={order.state} tone={TONES[order.state] ?? 'grey'} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={order.customer.id}>
              {customerName}
            </RecordLink>
            <span>{order.owner?.name ?? order.owner?.title}</span>
            <span>{order.date}</span>
            {order.deliveryDate && <span>{t('order.deliverBy', { date: order.deliveryDate })}</span>}
            {order.paymentTerm && <span>{order.paymentTerm.name}</span>}
          </Line>
        }
        moves={buttons}
        steps={stepsOf(
          order,
          (state) => serverText(`state.sales-order.${state}`, t(`state.${state}`, { defaultValue: state })),
          (what, value) => t(`order.share.${what}`, { share: value }),
        )}
        notice={
          held && (
            <Refusal
              objections={words.objections(objections)}
              ways={words.ways(order.hold?.ways ?? [], (way) => {
                if (way.kind === 'PAY' && may('receipt.create')) {
                  return {
                    label: t('way.receive'),
                    run: () =>
                      void navigate({
                        to: '/receipts/new',
                        search: { customer: order.customer.id, amount: way.amount ?? '' } as never,
                      }),
                  };
                }
                if (way.kind === 'REDUCE' && order.moves?.some((move) => move.name === 'edit' && move.allowed)) {
                  return {
                    label: t('way.change'),
                    run: () => void navigate({ to: `/sales-orders/${id}`, search: { edit: '1' } as never }),
                  };
                }
                if (way.kind === 'RELEASE' && may('credit-hold.view')) {
                  return {
                    label: t('way.release'),
                    run: () => void navigate({ to: '/credit/holds', search: { order: id } as never }),
                  };
                }
                if (way.kind === 'TEMPORARY_LIMIT' && may('credit-account.view')) {
                  return {
                    label: t('way.account'),
                    run: () => void navigate({ to: `/credit/accounts/${order.customer.id}` }),
                  };
                }
                return undefined;
              })}
            />
          )
        }
        facts={
          order.note || order.freight ? (
            <Facts
              facts={[
                { label: t('field.note'), value: order.note },
                big(order.freight).eq(0)
                  ? null
                  : { label: t('field.freight'), value: formatMoney(order.freight, currency) },
              ]}
            />
          ) : null
        }
      >
        {credit.data && (
          <Card>
            <CreditBar credit={credit.data} ghost={order.total} customer={order.customer.id} />
          </Card>
        )}
        <Card title={t('order.lines')} extra={<span className="oa-mute">{currency}</span>}>
          <DataTable<OrderLine>
            caption={t('order.lines')}
            rows={order.lines}
            rowKey={(line) => line.id}
            foot
            columns={[
              { key: 'row', title: '#', render: (_, index) => <span className="oa-mute">{index + 1}</span> },
              {
                key: 'product',
                title: t('line.product'),
                render: (line) => (
                  <RecordLink kind="product" id={line.product.id}>
                    {[line.product.number, line.product.title ?? line.product.name].filter(Boolean).join(' ')}
                  </RecordLink>
                ),
                foot: t('order.netAndTax', {
                  net: formatMoney(order.net, currency),
                  tax: formatMoney(order.tax, currency),
                }),
              },
              {
                key: 'quantity',
                title: t('line.quantity'),
                numeric: true,
                render: (line) => formatQuantity(line.quantity),
              },
              { key: 'unit', title: t('line.unit'), render: (line) => line.unit },
              {
                key: 'price',
                title: t(order.taxIncluded ? 'ui:lines.priceIncluded' : 'ui:lines.priceExcluded'),
                numeric: true,
                render: (line) => formatPrice(line.price, currency),
              },
              {
                key: 'discount',
                title: t('line.discount'),
                numeric: true,
                render: (line) => (big(line.discount).eq(0) ? '–' : `${big(line.discount).toFixed()}%`),
              },
              {
                key: 'taxRate',
                title: t('line.taxRate'),
                render: (line) =>
                  line.taxRate == null ? t('ui:lines.exempt') : `${big(line.taxRate).times(100).toFixed()}%`,
              },
              {
                key: 'total',
                title: t('line.total'),
                numeric: true,
                render: (line) => <Money value={line.total} currency={currency} />,
                foot: <Money value={order.total} currency={currency} />,
              },
              {
                key: 'delivered',
                title: t('line.delivered'),
                numeric: true,
                render: (line) => formatQuantity(line.delivered ?? '0'),
              },
            ]}
          />
          <Line between top>
            <span className="oa-mute">{currency === 'CNY' && big(order.total).gt(0) ? capitals(order.total) : ''}</span>
            <Sums sums={[{ label: t('order.total'), value: formatMoney(order.total, currency), big: true }]} />
          </Line>
        </Card>
      </DocumentPage>
      <ConflictDialog
        problem={moves.conflict}
        id={id}
        since={order.changedAt ?? null}
        onClose={moves.settleConflict}
        onSeeTheirs={() => {
          moves.settleConflict();
          void queries.invalidateQueries({ queryKey: ['sales-orders', 'record', id] });
        }}
      />
      <Modal
        open={asking !== null}
        title={t(asking === 'closure' ? 'order.closeTitle' : 'order.cancelTitle', { number: order.number })}
        okText={t(asking === 'closure' ? 'order.close' : 'order.cancel')}
        okButtonProps={{ danger: true, disabled: !reason.trim() }}
        destroyOnHidden
        onCancel={() => {
          setAsking(null);
        }}
        onOk={() => {
          if (asking) step(asking, { reason: reason.trim() });
          setAsking(null);
          setReason('');
        }}
      >
        <p>
          {asking === 'closure'
            ? t('order.closeText', { count: remaining.length })
            : t('order.cancelText', { total: formatMoney(order.total, currency) })}
        </p>
        <Input.TextArea
          autoFocus
          aria-label={t('order.reason')}
          placeholder={t('order.reason')}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
      </Modal>
    </>
  );
}
