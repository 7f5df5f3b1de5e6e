import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { big, formatMoney, formatQuantity, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import type { Move } from '../lib/types';
import { Explain, Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, Sums, type PageMove, joinMoves } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { useWarehouses } from '../ui/warehouses';
import { DeliveryEditor } from './DeliveryEditor';
import { WaitsFor } from './GoodsLines';
import type { Delivery, DeliveryLine, ReturnLine } from './types';

const MOVED = [
  'deliveries',
  'returns',
  'sales-orders',
  'open-items',
  'credit',
  'stock-on-hand',
  'deliverable-lines',
  'shipping-notices',
  'noticed-lines',
];

function product(line: { product: string; productCode: string; productName: string }) {
  return (
    <>
      <RecordLink kind="product" id={line.product}>
        {line.productCode}
      </RecordLink>{' '}
      {line.productName}
    </>
  );
}

/** Whether what was to be posted is still a draft, because credit holds it. */
function isHeld(placed: unknown): boolean {
  return typeof placed === 'object' && placed !== null && 'state' in placed && placed.state === 'DRAFT';
}

/** What deliveries and returns share: a draft that is posted once, or deleted. */
function GoodsPage({
  plural,
  kind,
  id,
  loaded,
  goods: g,
  said,
  words,
  own = [],
  reason,
  waitsFor = [],
  order = null,
  facts,
  children,
}: {
  plural: 'deliveries' | 'returns';
  kind: 'delivery' | 'sales-return';
  id: string;
  loaded: { version: string | null; reload: () => unknown };
  goods: Pick<Delivery, 'number' | 'state' | 'date' | 'total' | 'currency' | 'customer' | 'customerName'>;
  said: readonly Move[];
  words: { post: string; title: string; text: string; posted: string };
  own?: PageMove[];
  reason?: string;
  waitsFor?: readonly { code: string; message: string; figures: Record<string, string> }[];
  /** The order behind the goods, when it is one. */
  order?: string | null;
  facts: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('fulfilment');
  const may = useCan();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const moves = useMoves(plural, id, loaded.version, {
    onDone: (placed, step) => {
      for (const key of MOVED) void queries.invalidateQueries({ queryKey: [key] });
      if (step.path === '') void navigate({ to: `/${plural}` });
      else if (isHeld(placed)) void message.warning(t('delivery.held'));
      else void message.success(words.posted);
    },
  });
  const draft = g.state === 'DRAFT';
  const tone = draft ? 'grey' : 'green';
  const buttons: PageMove[] = [
    ...own,
    ...joinMoves(
      said,
      [
        {
          name: 'post',
          label: words.post,
          primary: true,
          confirm: { title: words.title, content: words.text },
          run: () => {
            moves.run({ path: 'posting' });
          },
        },
      ],
      moves.running === 'posting' ? 'post' : null,
    ),
  ];
  if (draft && may(`${kind}.delete`)) {
    buttons.push({
      name: 'delete',
      label: t('delivery.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('delivery.deleteTitle', { number: g.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{ id, kind, number: g.number, state: g.state, tone, date: g.date, total: g.total, currency: g.currency }}
        title={g.number}
        tags={<StateTag kind={kind} state={g.state} tone={tone} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={g.customer}>
              {g.customerName}
            </RecordLink>
            <span>{g.date}</span>
            <span>{reason}</span>
          </Line>
        }
        moves={buttons}
        notice={<WaitsFor title={t('delivery.waits')} reasons={waitsFor} customer={g.customer} order={order} />}
        facts={facts}
      >
        {children}
      </DocumentPage>
    </>
  );
}

/** A delivery: posted it takes stock down, moves the credit and makes the receivable. */
export function DeliveryPage() {
  const { t } = useTranslation('fulfilment');
  const id = useIdParam();
  const may = useCan();
  const navigate = useNavigate();
  const record = useRecord('deliveries', id);
  const [editing, setEditing] = useState(false);
  const [returning, setReturning] = useState(false);
  const [signing, setSigning] = useState(false);
  const [invoicing, setInvoicing] = useState(false);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { delivery: d, moves: said, waitsFor } = record.data.data;
  if (editing) {
    return (
      <DeliveryEditor
        customer={{ id: d.customer, label: d.customerName }}
        order={null}
        delivery={d}
        onClose={() => {
          setEditing(false);
        }}
      />
    );
  }
  const draft = d.state === 'DRAFT';
  const own: PageMove[] = [];
  if (draft && may('delivery.edit'))
    own.push({
      name: 'edit',
      label: t('delivery.edit'),
      run: () => {
        setEditing(true);
      },
    });
  const returnable = d.lines.some((line) => big(line.returnedQuantity).lt(big(line.quantity)));
  if (!draft && returnable && may('sales-return.create'))
    own.push({
      name: 'return',
      label: t('return.new'),
      run: () => {
        setReturning(true);
      },
    });
  const invoice = said.find((move) => move.name === 'invoice');
  if (invoice?.allowed && (isOwing(d) || d.awaitsInvoice))
    own.push({
      name: 'invoice',
      label: t('delivery.invoice'),
      run: () => {
        setInvoicing(true);
      },
    });
  if (!draft && may('invoice-application.create'))
    own.push({
      name: 'apply',
      label: t('delivery.applyInvoice'),
      run: () => void navigate({ to: '/invoice-applications/new', search: { delivery: id } as never }),
    });
  const sign = said.find((move) => move.name === 'sign');
  if (sign?.allowed)
    own.push({
      name: 'sign',
      label: t('delivery.sign'),
      run: () => {
        setSigning(true);
      },
    });
  return (
    <GoodsPage
      plural="deliveries"
      kind="delivery"
      id={id}
      loaded={{ version: record.data.version, reload: record.refetch }}
      goods={d}
      said={said}
      waitsFor={waitsFor}
      order={new Set(d.lines.map((line) => line.order)).size === 1 ? (d.lines[0]?.order ?? null) : null}
      words={{
        post: t('delivery.post'),
        title: t('delivery.postTitle', { number: d.number }),
        text: t('delivery.postText', {
          amount: formatMoney(d.total, d.currency),
          name: d.customerName,
        }),
        posted: t('delivery.posted'),
      }}
      own={own}
      facts={
        d.contact || d.address || d.carrier || d.tracking || d.note || d.signedOn || isOwing(d) ? (
          <Facts
            facts={[
              { label: t('field.contact'), value: d.contact },
              { label: t('field.address'), value: d.address },
              { label: t('field.carrier'), value: d.carrier },
              { label: t('field.tracking'), value: d.tracking },
              isOwing(d) && { label: t('delivery.toInvoice'), value: formatMoney(d.toInvoice, d.currency) },
              { label: t('delivery.signedOn'), value: [d.signedOn, d.signedBy].filter(Boolean).join(' · ') },
              { label: t('field.note'), value: d.note },
            ]}
          />
        ) : null
      }
    >
      {invoicing && (
        <Invoicing
          delivery={d}
          version={record.data.version}
          onClose={() => {
            setInvoicing(false);
          }}
        />
      )}
      {signing && (
        <Signing
          delivery={d}
          version={record.data.version}
          onClose={() => {
            setSigning(false);
          }}
        />
      )}
      {returning && (
        <ReturnEntry
          delivery={d}
          onClose={() => {
            setReturning(false);
          }}
        />
      )}
      <Card title={t('delivery.lines')} extra={<span className="oa-mute">{d.foreignCurrency ?? d.currency}</span>}>
        <DataTable<DeliveryLine>
          caption={t('delivery.lines')}
          rows={d.lines}
          rowKey={(line) => String(line.position)}
          columns={[
            { key: 'position', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
            { key: 'product', title: t('field.product'), render: product },
            {
              key: 'order',
              title: t('field.order'),
              render: (line) => (
                <RecordLink kind="sales-order" id={line.order}>
                  {line.orderNumber}
                </RecordLink>
              ),
            },
            ...(d.lines.some((line) => line.notice)
              ? [
                  {
                    key: 'notice',
                    title: t('field.notice'),
                    render: (line: DeliveryLine) =>
                      line.notice ? (
                        <RecordLink kind="shipping-notice" id={line.notice}>
                          {line.noticeNumber}
                        </RecordLink>
                      ) : (
                        '–'
                      ),
                  },
                ]
              : []),
            { key: 'warehouse', title: t('field.warehouse'), render: (line) => line.warehouseName },
            {
              key: 'quantity',
              title: t('field.quantity'),
              numeric: true,
              render: (line) => formatQuantity(line.quantity),
            },
            { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
            {
              key: 'returned',
              title: t('field.returned'),
              numeric: true,
              render: (line) => formatQuantity(line.returnedQuantity),
            },
            {
              key: 'total',
              title: t('field.total'),
              numeric: true,
              render: (line) => (
                <Money value={line.foreignTotal ?? line.total} currency={d.foreignCurrency ?? d.currency} />
              ),
            },
          ]}
        />
        <Sums
          sums={[
            { label: t('field.net'), value: formatMoney(d.net, d.currency) },
            { label: t('field.tax'), value: formatMoney(d.tax, d.currency) },
            ...(big(d.charges).eq(0) ? [] : [{ label: t('field.charges'), value: formatMoney(d.charges, d.currency) }]),
            { label: t('field.total'), value: formatMoney(d.total, d.currency), big: true },
            ...(d.foreignCurrency
              ? [{ label: t('field.foreignTotal'), value: formatMoney(d.foreignTotal, d.foreignCurrency), big: true }]
              : []),
          ]}
        />
      </Card>
    </GoodsPage>
  );
}

/** Whether something of a delivery is owed for only when it is invoiced. */
function isOwing(delivery: Delivery): boolean {
  return big(delivery.toInvoice).gt(0);
}

/** The invoice of a delivery, issued elsewhere: what waits for it is owed from its day. */
function Invoicing({
  delivery,
  version,
  onClose,
}: {
  delivery: Delivery;
  version: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('fulfilment');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm({ on: me.today as string | null, number: '' }, async (values, key) => {
    await post(
      `/deliveries/${delivery.id}/invoicing`,
      { on: values.on, number: values.number.trim() },
      { key, version },
    );
    for (const list of MOVED) await queries.invalidateQueries({ queryKey: [list] });
  });
  return (
    <FormDrawer
      open
      title={t('delivery.invoiceTitle', { number: delivery.number })}
      action={t('delivery.invoice')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <Field label={t('delivery.invoicedOn')} form={form} name="on" must>
          <DateInput {...form.bind('on')} />
        </Field>
        <TextField form={form} name="number" label={t('delivery.invoiceNumber')} must />
      </Fields>
      <div className="oa-mute oa-small">
        {isOwing(delivery)
          ? t('delivery.invoiceText', { amount: formatMoney(delivery.toInvoice, delivery.currency) })
          : t('delivery.invoiceDates')}
      </div>
    </FormDrawer>
  );
}

/** The day the customer signed for the goods: terms may count from it. */
function Signing({ delivery, version, onClose }: { delivery: Delivery; version: string | null; onClose: () => void }) {
  const { t } = useTranslation('fulfilment');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm(
    { on: (delivery.signedOn ?? me.today) as string | null, by: delivery.signedBy },
    async (values, key) => {
      await post(`/deliveries/${delivery.id}/signature`, { on: values.on, by: values.by.trim() }, { key, version });
      for (const list of MOVED) await queries.invalidateQueries({ queryKey: [list] });
    },
  );
  return (
    <FormDrawer
      open
      title={t('delivery.signTitle', { number: delivery.number })}
      action={t('delivery.sign')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <Field label={t('delivery.signedOn')} form={form} name="on" must>
          <DateInput {...form.bind('on')} />
        </Field>
        <TextField form={form} name="by" label={t('delivery.signedBy')} />
      </Fields>
      <div className="oa-mute oa-small">{t('delivery.signText')}</div>
    </FormDrawer>
  );
}

/** What of a delivery came back, and where it goes. */
function ReturnEntry({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { t } = useTranslation('fulfilment');
  const me = useMe();
  const navigate = useNavigate();
  const warehouses = useWarehouses();
  const start: Record<string, Decimal | null> = {};
  const form = useForm(
    { date: me.today as string | null, reason: '', warehouse: 'same' as string | null, quantities: start },
    async (values, key) => {
      const saved = await post(
        '/returns',
        {
          customer: delivery.customer,
          date: values.date,
          reason: values.reason.trim() || null,
          lines: delivery.lines
            .filter((line) => big(values.quantities[String(line.position)]).gt(0))
            .map((line) => ({
              delivery: delivery.id,
              position: line.position,
              quantity: values.quantities[String(line.position)],
              warehouse:
                values.warehouse === 'scrap' ? null : values.warehouse === 'same' ? line.warehouse : values.warehouse,
            })),
        },
        { key },
      );
      void navigate({ to: `/returns/${saved.id}` });
    },
  );
  const { quantities } = form.values;
  const some = Object.values(quantities).some((quantity) => big(quantity).gt(0));
  return (
    <Card tone="orange" title={t('return.of', { number: delivery.number })}>
      <form
        className="oa-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        {form.general && <Alert type="error" showIcon title={form.general} />}
        <Fields columns={3}>
          <Field label={t('field.date')} form={form} name="date">
            <DateInput {...form.bind('date')} />
          </Field>
          <Field label={t('return.to')} form={form} name="warehouse">
            <ChoiceInput
              {...form.bind('warehouse')}
              options={[
                { value: 'same', label: t('return.same') },
                ...warehouses,
                { value: 'scrap', label: t('return.scrap') },
              ]}
            />
          </Field>
          <TextField form={form} name="reason" label={t('field.reason')} />
        </Fields>
        <DataTable<DeliveryLine>
          compact
          caption={t('return.of', { number: delivery.number })}
          rows={delivery.lines}
          rowKey={(line) => String(line.position)}
          columns={[
            { key: 'product', title: t('field.product'), render: product },
            {
              key: 'can',
              title: t('return.can'),
              numeric: true,
              render: (line) => formatQuantity(big(line.quantity).minus(big(line.returnedQuantity)), '0'),
            },
            {
              key: 'quantity',
              title: t('return.back'),
              width: 120,
              render: (line) => (
                <FigureInput
                  kind="quantity"
                  aria-label={`${t('return.back')} ${line.productName}`}
                  value={quantities[String(line.position)] ?? null}
                  status={
                    big(quantities[String(line.position)]).gt(big(line.quantity).minus(big(line.returnedQuantity)))
                      ? 'error'
                      : ''
                  }
                  onChange={(quantity) => {
                    form.set({ quantities: { ...quantities, [String(line.position)]: quantity } });
                  }}
                />
              ),
            },
            { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
          ]}
        />
        <Line>
          <Button type="primary" htmlType="submit" loading={form.busy} disabled={!some}>
            {t('return.save')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </Line>
      </form>
    </Card>
  );
}

/** A return: posted it brings goods back and credits the receivable. */
export function ReturnPage() {
  const { t } = useTranslation('fulfilment');
  const id = useIdParam();
  const record = useRecord('returns', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { salesReturn: r, moves: said, takenBack } = record.data.data;
  return (
    <GoodsPage
      plural="returns"
      kind="sales-return"
      id={id}
      loaded={{ version: record.data.version, reload: record.refetch }}
      goods={r}
      said={said}
      words={{
        post: t('return.post'),
        title: t('return.postTitle', { number: r.number }),
        text: t('return.postText', { amount: formatMoney(r.total, r.currency) }),
        posted: t('return.posted'),
      }}
      reason={r.reason}
      facts={r.note ? <Facts facts={[{ label: t('field.note'), value: r.note }]} /> : null}
    >
      <Card title={t('delivery.lines')}>
        <DataTable<ReturnLine>
          caption={t('delivery.lines')}
          rows={r.lines}
          rowKey={(line) => String(line.position)}
          columns={[
            { key: 'position', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
            { key: 'product', title: t('field.product'), render: product },
            {
              key: 'delivery',
              title: t('field.delivery'),
              render: (line) => (
                <RecordLink kind="delivery" id={line.delivery ?? null}>
                  {line.deliveryNumber}
                </RecordLink>
              ),
            },
            { key: 'warehouse', title: t('return.to'), render: (line) => line.warehouseName ?? t('return.scrap') },
            {
              key: 'quantity',
              title: t('field.quantity'),
              numeric: true,
              render: (line) => formatQuantity(line.quantity),
            },
            { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
            {
              key: 'total',
              title: t('field.total'),
              numeric: true,
              render: (line) => <Money value={line.total} currency={r.currency} />,
            },
          ]}
        />
        <Sums
          sums={[
            { label: t('field.total'), value: formatMoney(r.total, r.currency), big: takenBack.length === 0 },
            ...takenBack.map((one) => ({
              label: t('return.takenBack'),
              value: (
                <Explain how={one.explanation}>{formatMoney(big(one.amount).neg().toFixed(), r.currency)}</Explain>
              ),
            })),
            ...(takenBack.length === 0
              ? []
              : [
                  {
                    label: t('return.credited'),
                    value: formatMoney(
                      takenBack.reduce((left, one) => left.minus(one.amount), big(r.total)).toFixed(),
                      r.currency,
                    ),
                    big: true,
                  },
                ]),
          ]}
        />
        {takenBack.map((one) => (
          <p key={one.explanation} className="oa-soft">
            {one.explanation}
          </p>
        ))}
      </Card>
    </GoodsPage>
  );
}
