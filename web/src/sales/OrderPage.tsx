import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, type StepPath } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, capitals, formatMoney, formatQuantity } from '../lib/money';
import { useIdParam, useQueryParams } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import type { Tone } from '../lib/types';
import { Money, StateTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, Sums, type PageMove, type PageStep, pathSteps } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { Refusal } from '../ui/Refusal';
import { BeforeDelivery } from './BeforeDelivery';
import { OrderPayLink } from '../payment/PayLink';
import { SplitDrawer } from '../ui/SplitDrawer';
import { useRefusalWords, type GateWay } from '../ui/refusalWords';
import { keepAnswer, useAnswer } from './answers';
import { GateSays } from './GateSays';
import { useDocumentSums } from './goods';
import { LineRemark, usePricedColumns } from './pricedColumns';
import { OrderEditor } from './OrderEditor';
import type { OrderLine, OrderView, Way } from './types';

const TONES: Record<string, Tone> = {
  DRAFT: 'grey',
  SUBMITTED: 'orange',
  HELD: 'red',
  CONFIRMED: 'blue',
  DELIVERED: 'green',
  CLOSED: 'grey',
  CANCELLED: 'grey',
};

export function OrderPage() {
  const id = useIdParam();
  const { edit } = useQueryParams();
  const navigate = useNavigate();
  const record = useRecord('sales-orders', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const leave = () => void navigate({ to: `/sales-orders/${id}`, search: {}, replace: true });
  if (edit && record.data.data.order.state === 'DRAFT') {
    return (
      <OrderEditor
        key={record.data.version}
        order={record.data.data.order}
        version={record.data.version}
        onSaved={(_, answer) => {
          keepAnswer(answer);
          leave();
        }}
        onCancel={leave}
      />
    );
  }
  return <Shown view={record.data.data} version={record.data.version} />;
}

function shareOf(part: string, whole: string): number {
  return big(whole).gt(0) ? Number(big(part).times(100).div(big(whole)).round(0, 0).toFixed()) : 0;
}

function stepsOf(
  { order, paid }: OrderView,
  word: (state: string) => string,
  share: (what: string, value: number) => string,
): PageStep[] {
  if (order.state === 'CANCELLED') return [{ key: 'CANCELLED', label: word('CANCELLED'), state: 'now' }];
  const path = ['DRAFT', 'SUBMITTED', ...(order.state === 'HELD' ? ['HELD'] : []), 'CONFIRMED'];
  const bar = (key: string, done: number): PageStep => ({
    key,
    label: share(key, done),
    state: done >= 100 ? 'done' : 'open',
    share: done,
  });
  const closed: PageStep[] = order.state === 'CLOSED' ? [{ key: 'CLOSED', label: word('CLOSED'), state: 'done' }] : [];
  return [
    ...pathSteps(path, order.state, ['CONFIRMED'], word),
    bar('delivered', shareOf(order.deliveredTotal, order.total)),
    bar('paid', shareOf(paid, order.total)),
    ...closed,
  ];
}

function Shown({ view, version }: { view: OrderView; version: string | null }) {
  const { t } = useTranslation('sales');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useCan();
  const me = useMe();
  const sums = useDocumentSums();
  const [paying, setPaying] = useState(false);
  const [invoicing, setInvoicing] = useState(false);
  const { order } = view;
  const { id } = order;
  /** Prices and what it comes to are in its own currency; what it weighs on credit is in the company's. */
  const currency = order.foreign?.code ?? order.currency;
  const own = order.own ?? order;
  const priced = usePricedColumns<OrderLine>(order.taxInclusive, currency);
  const [splitting, setSplitting] = useState(false);
  const [asking, setAsking] = useState<'cancellation' | 'closure' | null>(null);
  const [reason, setReason] = useState('');
  const before = ['DRAFT', 'SUBMITTED', 'HELD'].includes(order.state);
  const credit = useCredit(may('credit-account.view') && before ? order.customer : null);
  const said = useAnswer(id);
  const words = useRefusalWords(order.currency, order.customer);
  const moves = useMoves('sales-orders', id, version, {
    touches: ['credit', 'credit-holds'],
    onDone: (answer, step) => {
      if (step.path === '' || !answer) {
        void navigate({ to: '/sales-orders' });
        return;
      }
      if (!('objections' in answer)) return;
      keepAnswer(answer);
      if (answer.order.state === 'SUBMITTED' && step.path === 'confirmation') void message.info(t('order.waits'));
      if (step.path !== 'confirmation') return;
      if (answer.outcome === 'held') void message.warning(t('order.wasHeld'));
      else if (answer.outcome === 'confirmed') void message.success(t('order.wasConfirmed', { number: order.number }));
    },
  });
  const step = (path: StepPath<'sales-orders'>, body?: unknown) => {
    moves.run({ path, body });
  };
  const withdraw = () => {
    moves.run({ path: 'submission', method: 'DELETE' });
  };
  const split = () => {
    setSplitting(true);
  };
  const edit = () => void navigate({ to: `/sales-orders/${id}`, search: { edit: '1' } as never });
  const deliver = () => void navigate({ to: '/deliveries/new', search: { order: id } as never });
  const notify = () => void navigate({ to: '/shipping-notices/new', search: { order: id } as never });
  const byNotice = me.company.deliveriesNeedNotice;
  const others = !may('delivery.create') && may('shipping-notice.create'); // the warehouse ships what they notify
  const draft = order.state === 'DRAFT';
  const known: PageMove[] = [
    {
      name: 'submit',
      label: t('order.submit'),
      primary: draft && !may('sales-order.confirm'),
      run: () => {
        step('submission');
      },
    },
    {
      name: 'confirm',
      label: t('order.confirm'),
      primary: true,
      run: () => {
        step('confirmation');
      },
    },
    {
      name: 'return-to-draft',
      label: t('order.withdraw'),
      rare: !['HELD'].includes(order.state),
      run: withdraw,
    },
    {
      name: 'split',
      label: t('order.split'),
      rare: draft,
      run: split,
    },
    ...(byNotice || others ? [] : [{ name: 'deliver', label: t('order.deliver'), primary: true, run: deliver }]),
    {
      name: 'change',
      label: t('order.change'),
      run: () => void navigate({ to: '/order-changes/new', search: { order: id } as never }),
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
      name: 'cancel',
      label: t('order.cancel'),
      danger: true,
      rare: true,
      run: () => {
        setAsking('cancellation');
      },
    },
  ];
  const running: Record<string, string> = {
    submission: 'submit',
    confirmation: 'confirm',
    cancellation: 'cancel',
    closure: 'close',
  };
  const waiting = view.openChange;
  // While it is being changed it can neither be changed anew nor taken back.
  const offered = view.moves.filter((move) => !waiting || !['change', 'cancel', 'close'].includes(move.name));
  const buttons = joinMoves(offered, known, running[moves.running ?? ''] ?? null);
  if (draft && may('sales-order.edit')) buttons.unshift({ name: 'edit', label: t('order.edit'), run: edit });
  if (['CONFIRMED', 'DELIVERED', 'CLOSED'].includes(order.state) && may('invoice-application.create')) {
    buttons.push({
      name: 'apply',
      label: t('order.applyInvoice'),
      run: () => void navigate({ to: '/invoice-applications/new', search: { order: id } as never }),
    });
  }
  if (order.state === 'CONFIRMED' && order.basis === 'INVOICE' && may('sales-invoice.settings')) {
    buttons.push({
      name: 'invoiceBefore',
      label: t('invoicing:before.title'),
      rare: true,
      run: () => {
        setInvoicing(true);
      },
    });
  }
  const unnotified = order.lines.some((line) =>
    big(line.quantity).gt(big(line.deliveredQuantity).plus(big(line.notifiedQuantity))),
  );
  if (order.state === 'CONFIRMED' && unnotified && may('shipping-notice.create')) {
    buttons.push({
      name: 'notify',
      label: t('order.notify'),
      primary: byNotice || others,
      run: notify,
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
  if (may('quote.create')) {
    buttons.push({
      name: 'quote',
      label: t('quote.fromOrder'),
      rare: true,
      run: () => void navigate({ to: '/quotes/new', search: { order: id } as never }),
    });
  }
  if (draft && may('sales-order.delete')) {
    buttons.push({
      name: 'delete',
      label: t('order.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('order.deleteTitle', { number: order.number }), content: t('order.deleteText') },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }

  if (order.state === 'CONFIRMED' && !order.foreign && may('online-payment.ask')) {
    buttons.push({
      name: 'payLink',
      label: t('payment:link.button'),
      rare: true,
      run: () => {
        setPaying(true);
      },
    });
  }

  const held = order.state === 'HELD';
  const part = (way: Partial<Way>) =>
    (way.lines ?? [])
      .flatMap((some) => {
        const line = order.lines.find((l) => l.position === some.position);
        return line && !big(line.quantity).eq(big(some.quantity))
          ? [
              `${line.productName} ${formatQuantity(line.quantity)} → ${formatQuantity(some.quantity, '0')} ${line.unit}`,
            ]
          : [];
      })
      .join(t('order.comma'));
  const refused = said?.objections.some((objection) => objection.source === 'sales');
  const less = (way: GateWay) => {
    if (way.kind !== 'REDUCE' && way.kind !== 'SHIP_PART') return undefined;
    const offers = (name: string) => buttons.some((b) => b.name === name && b.reason == null);
    if (held && offers('split')) return { label: t('way.split'), run: split };
    if (draft) return { label: t('way.change'), run: edit };
    return offers('return-to-draft') ? { label: t('order.withdraw'), run: withdraw } : undefined;
  };
  const remaining = order.lines.filter((line) => big(line.deliveredQuantity).lt(big(line.quantity)));
  return (
    <>
      {invoicing && (
        <BeforeDelivery
          order={id}
          onClose={() => {
            setInvoicing(false);
          }}
        />
      )}
      {paying && (
        <OrderPayLink
          party={order.customer}
          order={id}
          amount={order.total}
          currency={currency}
          onClose={() => {
            setPaying(false);
          }}
        />
      )}
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'sales-order',
          number: order.number,
          state: order.state,
          tone: TONES[order.state] ?? 'grey',
          date: order.date,
          total: order.total,
          currency: order.currency,
        }}
        title={order.number}
        tags={<StateTag kind="sales-order" state={order.state} tone={TONES[order.state] ?? 'grey'} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={order.customer}>
              {order.customerName}
            </RecordLink>
            <span>{view.ownerName}</span>
            <span>{order.date}</span>
            {order.deliveryDate && <span>{t('order.deliverBy', { date: order.deliveryDate })}</span>}
            <span>{view.paymentTermName}</span>
            {order.basis !== 'DELIVERY' && (
              <span>
                {t('field.basis')} {serverText(`choice.sales-order.basis.${order.basis}`, order.basis)}
              </span>
            )}
          </Line>
        }
        moves={buttons}
        steps={stepsOf(
          view,
          (state) => serverText(`state.sales-order.${state}`, state),
          (what, value) => t(`order.share.${what}`, { share: value }),
        )}
        notice={
          <>
            {waiting && (
              <Card tone="orange">
                <Line>
                  <span>{t('order.beingChanged')}</span>
                  <RecordLink kind="order-change" id={waiting.id}>
                    {waiting.number}
                  </RecordLink>
                  <StateTag kind="order-change" state={waiting.state} />
                </Line>
              </Card>
            )}
            <GateSays
              document={order}
              said={said}
              refused={refused ? t('order.refused') : undefined}
              inWords={(way) => {
                const lines = part(way);
                const message = t('order.shipPart', { amount: formatMoney(way.amount ?? '0', order.currency), lines });
                return lines ? { ...way, message } : way;
              }}
              act={less}
            />
            {said && said.warnings.length > 0 && (
              <Refusal
                tone="orange"
                title={t(order.state === 'CONFIRMED' ? 'order.warned' : 'ui:refusal.warnings', {
                  count: said.warnings.length,
                })}
                objections={words.objections(said.warnings)}
                ways={[]}
              />
            )}
          </>
        }
        facts={
          order.note ||
          order.reference ||
          order.deliveryAddress ||
          order.invoiceAddress ||
          order.contact ||
          view.discountSteps ? (
            <Facts
              facts={[
                { label: t('field.reference'), value: order.reference },
                { label: t('field.contact'), value: order.contact },
                { label: t('field.deliveryAddress'), value: order.deliveryAddress },
                { label: t('field.invoiceAddress'), value: order.invoiceAddress },
                { label: t('change.discountTerm'), value: view.discountSteps },
                { label: t('field.note'), value: order.note },
              ]}
            />
          ) : null
        }
      >
        {credit.data && (
          <Card>
            <CreditBar credit={credit.data} ghost={order.total} customer={order.customer} />
          </Card>
        )}
        <Card title={t('order.lines')} extra={<span className="oa-mute">{currency}</span>}>
          <DataTable<OrderLine>
            caption={t('order.lines')}
            rows={order.lines}
            rowKey={(line) => String(line.position)}
            columns={[
              { key: 'row', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
              {
                key: 'product',
                title: t('line.product'),
                render: (line) => (
                  <>
                    <RecordLink kind="product" id={line.product}>
                      {line.productCode}
                    </RecordLink>{' '}
                    {line.productName}
                    <LineRemark line={line} />
                  </>
                ),
              },
              ...priced,
              {
                key: 'total',
                title: t('line.total'),
                numeric: true,
                render: (line) => <Money value={(line.own ?? line).total} currency={currency} />,
              },
              {
                key: 'delivered',
                title: t('line.delivered'),
                numeric: true,
                render: (line) => formatQuantity(line.deliveredQuantity),
              },
              ...(order.lines.some((line) => big(line.notifiedQuantity).gt(0))
                ? [
                    {
                      key: 'notified',
                      title: t('line.notified'),
                      numeric: true,
                      render: (line: OrderLine) => formatQuantity(line.notifiedQuantity),
                    },
                  ]
                : []),
            ]}
          />
          <Line between top>
            <span className="oa-mute">{currency === 'CNY' && big(own.total).gt(0) ? capitals(own.total) : ''}</span>
            <Sums
              sums={[
                ...sums(
                  {
                    ...own,
                    discountAmount: order.discountAmount,
                    charges: order.charges.map((charge) => ({ ...charge, ...charge.own })),
                  },
                  currency,
                ),
                ...(order.foreign
                  ? [
                      { label: t('field.rate'), value: order.foreign.rate },
                      { label: t('order.worth'), value: formatMoney(order.total, order.currency) },
                    ]
                  : []),
              ]}
            />
          </Line>
        </Card>
      </DocumentPage>
      {splitting && (
        <SplitDrawer
          order={id}
          title={t('order.splitTitle', { number: order.number })}
          action={t('order.split')}
          reason={false}
          canWait={held}
          send={async ({ lines, waits }, key) => {
            const answer = await post(
              `/sales-orders/${id}/splits`,
              { lines, rest: waits ? 'HOLD' : 'DRAFT' },
              { key, version },
            );
            keepAnswer(answer.kept);
            void message.success(t('order.wasSplit', { number: answer.rest.number }));
            for (const queryKey of ['credit-holds', 'sales-orders', 'credit', 'records'])
              void queries.invalidateQueries({ queryKey: [queryKey] });
          }}
          onClose={() => {
            setSplitting(false);
          }}
        />
      )}
      <Modal
        open={asking !== null}
        title={t(asking === 'closure' ? 'order.closeTitle' : 'order.cancelTitle', { number: order.number })}
        okText={t(asking === 'closure' ? 'order.close' : 'order.cancel')}
        cancelText={t('order.leave')}
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
            : t('order.cancelText', { total: formatMoney(own.total, currency) })}
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
