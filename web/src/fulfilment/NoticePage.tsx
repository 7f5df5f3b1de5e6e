import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, formatMoney, formatQuantity } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan } from '../lib/session';
import type { Tone } from '../lib/types';
import { StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, type PageMove, type PageStep } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { WaitsFor } from './GoodsLines';
import { NoticeEditor } from './NoticeEditor';
import type { Notice, NoticeLine, NoticeView } from './types';

const MOVED = ['shipping-notices', 'noticed-lines', 'deliverable-lines', 'sales-orders', 'deliveries', 'credit-holds'];

const TONES: Record<string, Tone> = {
  DRAFT: 'grey',
  HELD: 'red',
  ISSUED: 'blue',
  PARTLY_DONE: 'orange',
  DONE: 'green',
  CLOSED: 'grey',
  CANCELLED: 'grey',
};

/** A shipping notice: what the warehouse is told to ship, and how far it has got. */
export function NoticePage() {
  const id = useIdParam();
  const record = useRecord('shipping-notices', id);
  const [editing, setEditing] = useState(false);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const view = record.data.data;
  if (editing && view.notice.state === 'DRAFT') {
    return (
      <NoticeEditor
        key={record.data.version}
        customer={{ id: view.notice.customer, label: view.notice.customerName }}
        order={null}
        notice={view.notice}
        onClose={() => {
          setEditing(false);
        }}
      />
    );
  }
  return (
    <Shown
      view={view}
      version={record.data.version}
      onEdit={() => {
        setEditing(true);
      }}
    />
  );
}

function stepsOf(notice: Notice, share: string): PageStep[] {
  const word = (state: string) => serverText(`state.shipping-notice.${state}`, state);
  if (notice.state === 'CANCELLED') return [{ key: 'CANCELLED', label: word('CANCELLED'), state: 'now' }];
  const before = notice.state === 'DRAFT' || notice.state === 'HELD';
  const sum = (figure: (line: NoticeLine) => string) =>
    notice.lines.reduce((all, line) => all.plus(big(figure(line))), big('0'));
  const whole = sum((line) => line.quantity);
  const done = whole.gt(0)
    ? Number(
        sum((line) => line.deliveredQuantity)
          .times(100)
          .div(whole)
          .round(0, 0)
          .toFixed(),
      )
    : 0;
  return [
    { key: 'DRAFT', label: word('DRAFT'), state: notice.state === 'DRAFT' ? 'now' : 'done' },
    ...(notice.state === 'HELD'
      ? [{ key: 'HELD', label: word('HELD'), state: 'now' as const, tone: 'red' as const }]
      : []),
    { key: 'ISSUED', label: word('ISSUED'), state: before ? 'open' : 'done' },
    { key: 'shipped', label: `${share} ${String(done)}%`, state: done >= 100 ? 'done' : 'open', share: done },
    ...(notice.state === 'CLOSED' ? [{ key: 'CLOSED', label: word('CLOSED'), state: 'done' as const }] : []),
  ];
}

function Shown({ view, version, onEdit }: { view: NoticeView; version: string | null; onEdit: () => void }) {
  const { t } = useTranslation('fulfilment');
  const may = useCan();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { notice: n } = view;
  const [ending, setEnding] = useState<'cancellation' | 'closure' | null>(null);
  const [delivering, setDelivering] = useState(false);
  const refresh = () => {
    for (const key of MOVED) void queries.invalidateQueries({ queryKey: [key] });
  };
  const moves = useMoves('shipping-notices', n.id, version, {
    onDone: (placed, step) => {
      refresh();
      if (step.path === '') void navigate({ to: '/shipping-notices' });
      else if (step.path === 'issue' && step.method !== 'DELETE') {
        if (placed && 'state' in placed && placed.state === 'HELD') void message.warning(t('notice.held'));
        else void message.success(t('notice.issued'));
      }
    },
  });
  const deliver = async () => {
    setDelivering(true);
    try {
      const made = await post('/shipping-notices/deliveries', { notices: [n.id] }, { key: newKey() });
      refresh();
      await navigate({ to: `/deliveries/${made.id}` });
    } catch (error) {
      void message.error(problemText(error));
    } finally {
      setDelivering(false);
    }
  };
  const draft = n.state === 'DRAFT';
  const buttons: PageMove[] = joinMoves(
    view.moves,
    [
      {
        name: 'issue',
        label: t('notice.issue'),
        primary: true,
        run: () => {
          moves.run({ path: 'issue' });
        },
      },
      {
        name: 'deliver',
        label: t('notice.deliver'),
        primary: true,
        run: () => void deliver(),
      },
      {
        name: 'return-to-draft',
        label: t('notice.withdraw'),
        run: () => {
          moves.run({ path: 'issue', method: 'DELETE' });
        },
      },
      {
        name: 'close',
        label: t('notice.close'),
        rare: true,
        run: () => {
          setEnding('closure');
        },
      },
      {
        name: 'cancel',
        label: t('notice.cancel'),
        danger: true,
        rare: true,
        run: () => {
          setEnding('cancellation');
        },
      },
    ],
    moves.running === 'issue' ? 'issue' : delivering ? 'deliver' : null,
  );
  if (draft && may('shipping-notice.edit')) buttons.unshift({ name: 'edit', label: t('delivery.edit'), run: onEdit });
  if (draft && may('shipping-notice.delete')) {
    buttons.push({
      name: 'delete',
      label: t('delivery.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('delivery.deleteTitle', { number: n.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  const orders = new Set(n.lines.map((line) => line.order));
  const tone = TONES[n.state] ?? 'grey';
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id: n.id,
          kind: 'shipping-notice',
          number: n.number,
          state: n.state,
          tone,
          date: n.date,
          total: n.total,
          currency: n.currency,
        }}
        title={n.number}
        tags={<StateTag kind="shipping-notice" state={n.state} tone={tone} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={n.customer}>
              {n.customerName}
            </RecordLink>
            <span>{t('notice.plannedOn', { date: n.plannedOn })}</span>
            <span>{formatMoney(n.total, n.currency)}</span>
          </Line>
        }
        moves={buttons}
        steps={stepsOf(n, t('notice.shipped'))}
        notice={
          <WaitsFor
            title={t('notice.waits')}
            reasons={view.waitsFor}
            customer={n.customer}
            order={orders.size === 1 ? (n.lines[0]?.order ?? null) : null}
          />
        }
        facts={
          n.contact || n.address || n.note ? (
            <Facts
              facts={[
                { label: t('field.contact'), value: n.contact },
                { label: t('field.address'), value: n.address },
                { label: t('notice.note'), value: n.note },
              ]}
            />
          ) : null
        }
      >
        <Card title={t('delivery.lines')}>
          <DataTable<NoticeLine>
            caption={t('delivery.lines')}
            rows={n.lines}
            rowKey={(line) => String(line.position)}
            columns={[
              { key: 'position', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
              {
                key: 'product',
                title: t('field.product'),
                render: (line) => (
                  <>
                    <RecordLink kind="product" id={line.product}>
                      {line.productCode}
                    </RecordLink>{' '}
                    {line.productName}
                  </>
                ),
              },
              {
                key: 'order',
                title: t('field.order'),
                render: (line) => (
                  <RecordLink kind="sales-order" id={line.order}>
                    {line.orderNumber}
                  </RecordLink>
                ),
              },
              { key: 'warehouse', title: t('field.warehouse'), render: (line) => line.warehouseName },
              {
                key: 'quantity',
                title: t('field.quantity'),
                numeric: true,
                render: (line) => formatQuantity(line.quantity),
              },
              {
                key: 'shipped',
                title: t('notice.shipped'),
                numeric: true,
                render: (line) => formatQuantity(line.deliveredQuantity),
              },
              {
                key: 'onHand',
                title: t('field.onHand'),
                numeric: true,
                render: (line) => {
                  if (line.onHand == null) return '–';
                  const open = big(line.quantity).minus(big(line.deliveredQuantity));
                  return (
                    <span className={big(line.onHand).lt(open) ? 'oa-orange' : ''}>
                      {formatQuantity(line.onHand, '0')}
                    </span>
                  );
                },
              },
              { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
            ]}
          />
        </Card>
      </DocumentPage>
      {ending && (
        <Ending
          notice={n}
          version={version}
          step={ending}
          onDone={refresh}
          onClose={() => {
            setEnding(null);
          }}
        />
      )}
    </>
  );
}

/** Nothing more leaves by it: why, for the history. */
function Ending({
  notice,
  version,
  step,
  onDone,
  onClose,
}: {
  notice: Notice;
  version: string | null;
  step: 'cancellation' | 'closure';
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('fulfilment');
  const form = useForm({ reason: '' }, async (values, key) => {
    const body = { reason: values.reason.trim() };
    if (step === 'closure') await post(`/shipping-notices/${notice.id}/closure`, body, { key, version });
    else await post(`/shipping-notices/${notice.id}/cancellation`, body, { key, version });
    onDone();
  });
  return (
    <FormDrawer
      open
      danger
      title={t(step === 'closure' ? 'notice.closeTitle' : 'notice.cancelTitle', { number: notice.number })}
      action={t(step === 'closure' ? 'notice.close' : 'notice.cancel')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('notice.reason')} must />
      </Fields>
      <div className="oa-mute oa-small">{t('notice.endText')}</div>
    </FormDrawer>
  );
}
