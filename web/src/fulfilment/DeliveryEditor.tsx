import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { big, formatQuantity, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import type { Ref, Row } from '../lib/types';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { PartyPicker, type Picked } from '../ui/Picker';
import { useWarehouses } from '../ui/warehouses';
import type { Delivery } from './types';

interface Open {
  key: string;
  order: string;
  number: string;
  position: number;
  product: string;
  unit: string;
  open: Decimal;
  onHand: Decimal | null;
}

function openOf(row: Row): Open {
  const order = row['order'] as Ref;
  const product = row['product'] as Ref | null;
  return {
    key: `${order.id}/${String(row['position'])}`,
    order: order.id,
    number: String(row['number'] ?? order.number ?? ''),
    position: Number(row['position']),
    product: [product?.number, product?.title].filter(Boolean).join(' '),
    unit: String(row['unit'] ?? ''),
    open: String(row['open'] ?? '0'),
    onHand: row['onHand'] == null ? null : String(row['onHand']),
  };
}

/** Makes a delivery: of one order, or of all that a customer waits for. */
export function NewDelivery() {
  const { t } = useTranslation('fulfilment');
  const { order } = useQueryParams();
  const [customer, setCustomer] = useState<Picked | null>(null);
  const from = useQuery({
    queryKey: ['sales-orders', 'for-delivery', order],
    enabled: Boolean(order),
    queryFn: async () => (await get(`/sales-orders/${order ?? ''}`)).order,
  });
  if (order && from.isPending) return null;
  if (from.isError) return <Failure error={from.error} />;
  const who = from.data ? { id: from.data.customer, label: from.data.customerName } : customer;
  return (
    <>
      {!from.data && (
        <Card title={t('delivery.new')}>
          <Fields columns={2}>
            <Field
              label={t('field.customer')}
              bound={{ id: 'delivery-customer' }}
              must
              help={t('delivery.customerHelp')}
            >
              <PartyPicker id="delivery-customer" autoFocus value={customer} onChange={setCustomer} />
            </Field>
          </Fields>
        </Card>
      )}
      {who && <DeliveryEditor key={who.id} customer={who} order={from.data?.id ?? null} delivery={null} />}
    </>
  );
}

/** The lines that may leave with how much of each; a draft may be changed until it is posted. */
export function DeliveryEditor({
  customer,
  order,
  delivery,
  onClose,
}: {
  customer: Picked;
  order: string | null;
  delivery: Delivery | null;
  onClose?: () => void;
}) {
  const { t } = useTranslation('fulfilment');
  const filter = order && !delivery ? ['order', '=', order] : ['party', '=', customer.id];
  const query = useQuery({
    queryKey: ['deliverable-lines', filter],
    queryFn: async () =>
      (
        await get('/deliverable-lines', {
          filter: JSON.stringify(filter),
          limit: 200,
          fields: ['order', 'number', 'position', 'product', 'unit', 'open', 'onHand'],
        })
      ).rows.map(openOf),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const lines = [...query.data];
  // Lines of the draft that are no longer open elsewhere still belong to it.
  for (const line of delivery?.lines ?? []) {
    const key = `${line.order}/${String(line.orderPosition)}`;
    if (!lines.some((l) => l.key === key)) {
      lines.push({
        key,
        order: line.order,
        number: line.orderNumber,
        position: line.orderPosition,
        product: `${line.productCode} ${line.productName}`,
        unit: line.unit,
        open: line.quantity,
        onHand: null,
      });
    }
  }
  if (lines.length === 0) {
    return (
      <Card>
        <EmptyState title={t('delivery.nothing')} text={t('delivery.nothingText')} />
      </Card>
    );
  }
  return <Entry customer={customer} lines={lines} delivery={delivery} {...(onClose ? { onClose } : {})} />;
}

function Entry({
  customer,
  lines,
  delivery,
  onClose,
}: {
  customer: Picked;
  lines: Open[];
  delivery: Delivery | null;
  onClose?: () => void;
}) {
  const { t } = useTranslation('fulfilment');
  const me = useMe();
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  const warehouses = useWarehouses();
  const start: Record<string, Decimal | null> = {};
  for (const line of lines) {
    const own = delivery?.lines.find((l) => `${l.order}/${String(l.orderPosition)}` === line.key);
    start[line.key] = delivery ? (own?.quantity ?? null) : line.open;
  }
  const form = useForm(
    {
      date: (delivery?.date ?? me.today) as string | null,
      warehouse: (delivery?.lines[0]?.warehouse ?? null) as string | null,
      contact: delivery?.contact ?? '',
      address: delivery?.address ?? '',
      carrier: delivery?.carrier ?? '',
      tracking: delivery?.tracking ?? '',
      note: delivery?.note ?? '',
      quantities: start,
    },
    async (values, key) => {
      const chosen = lines.filter((line) => big(values.quantities[line.key]).gt(0));
      const body = {
        date: values.date,
        warehouse: values.warehouse ?? warehouses[0]?.value ?? null,
        contact: values.contact.trim() || null,
        address: values.address.trim() || null,
        carrier: values.carrier.trim() || null,
        tracking: values.tracking.trim() || null,
        note: values.note.trim() || null,
        lines: chosen.map((line) => ({
          order: line.order,
          position: line.position,
          quantity: values.quantities[line.key],
        })),
      };
      const saved = delivery
        ? await put(`/deliveries/${delivery.id}`, body, { key, version: delivery.version })
        : await post('/deliveries', body, { key });
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['deliveries'] }),
        queries.invalidateQueries({ queryKey: ['deliverable-lines'] }),
      ]);
      if (onClose) onClose();
      else void navigate({ to: `/deliveries/${saved.id}`, replace: true });
    },
  );
  const quantities = form.values.quantities;
  const setQuantity = (key: string, quantity: Decimal | null) => {
    form.set({ quantities: { ...quantities, [key]: quantity } });
  };
  const chosen = lines.filter((line) => big(quantities[line.key]).gt(0));
  const orders = new Set(chosen.map((line) => line.order)).size;
  const text = (name: 'contact' | 'address' | 'carrier' | 'tracking' | 'note') => (
    <TextField form={form} name={name} label={t(`field.${name}`)} />
  );
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card className="oa-doc-head">
        <Line>
          <h1 className="oa-grow">{delivery ? delivery.number : t('delivery.for', { name: customer.label })}</h1>
          <div className="oa-row tight oa-actions">
            <Button
              onClick={() => {
                if (onClose) onClose();
                else router.history.back();
              }}
            >
              {t('ui:cancel')}
            </Button>
            <Button type="primary" htmlType="submit" loading={form.busy} disabled={chosen.length === 0}>
              {t('delivery.save')}
            </Button>
          </div>
        </Line>
        <div className="oa-mute">{t('delivery.summary', { lines: chosen.length, orders })}</div>
      </Card>
      {form.general && <Alert type="error" showIcon title={form.general} />}
      <Card>
        <Fields columns={4}>
          <Field label={t('field.date')} bound={form.bind('date')} form={form} name="date">
            <DateInput {...form.bind('date')} />
          </Field>
          <Field label={t('field.warehouse')} bound={form.bind('warehouse')} form={form} name="warehouse">
            <ChoiceInput
              {...form.bind('warehouse')}
              value={form.values.warehouse ?? warehouses[0]?.value ?? null}
              options={warehouses}
            />
          </Field>
          {text('contact')}
          {text('address')}
          {text('carrier')}
          {text('tracking')}
          {text('note')}
        </Fields>
      </Card>
      <Card title={t('delivery.lines')}>
        <DataTable<Open>
          caption={t('delivery.lines')}
          rows={lines}
          rowKey={(line) => line.key}
          columns={[
            {
              key: 'order',
              title: t('field.order'),
              render: (line) => (
                <RecordLink kind="sales-order" id={line.order}>
                  {line.number}
                </RecordLink>
              ),
            },
            { key: 'product', title: t('field.product'), render: (line) => line.product },
            { key: 'open', title: t('field.open'), numeric: true, render: (line) => formatQuantity(line.open) },
            {
              key: 'onHand',
              title: t('field.onHand'),
              numeric: true,
              render: (line) =>
                line.onHand === null ? (
                  '–'
                ) : (
                  <span className={big(line.onHand).lt(big(quantities[line.key])) ? 'oa-orange' : ''}>
                    {formatQuantity(line.onHand, '0')}
                  </span>
                ),
            },
            {
              key: 'quantity',
              title: t('field.thisTime'),
              width: 120,
              render: (line, index) => (
                <FigureInput
                  kind="quantity"
                  aria-label={`${t('field.thisTime')} ${line.product}`}
                  value={quantities[line.key] ?? null}
                  status={
                    big(quantities[line.key]).gt(big(line.open)) || form.error(`lines[${String(index)}].quantity`)
                      ? 'error'
                      : ''
                  }
                  onChange={(quantity) => {
                    setQuantity(line.key, quantity);
                  }}
                />
              ),
            },
            { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
            {
              key: 'none',
              title: '',
              render: (line) => (
                <Button
                  size="small"
                  onClick={() => {
                    setQuantity(line.key, big(quantities[line.key]).gt(0) ? null : line.open);
                  }}
                >
                  {t(big(quantities[line.key]).gt(0) ? 'delivery.skip' : 'delivery.all')}
                </Button>
              ),
            },
          ]}
        />
      </Card>
    </form>
  );
}
