import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { big, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import type { Ref } from '../lib/types';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm, FormPage } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import type { Picked } from '../ui/Picker';
import { useWarehouses } from '../ui/warehouses';
import {
  GoodsFor,
  GoodsLines,
  FREE_FIELDS,
  chosenOf,
  freeGoods,
  goodsOf,
  keyOf,
  summaryOf,
  type GoodsLine,
} from './GoodsLines';
import type { Delivery, DeliveryLine } from './types';

/** @see GoodsLine; with the shipping notice it leaves by, and where that takes it from */
interface Open extends GoodsLine {
  notice: { id: string; number: string; position: number; warehouse: string | null } | null;
}

function keyOfLine(line: DeliveryLine): string {
  return line.notice ? keyOf(line.notice, line.noticePosition ?? 0) : keyOf(line.order, line.orderPosition);
}

/** Makes a delivery: of one order, or of all that a customer waits for. */
export function NewDelivery() {
  const { t } = useTranslation('fulfilment');
  return (
    <GoodsFor title={t('delivery.new')}>
      {(customer, order) => <DeliveryEditor key={customer.id} customer={customer} order={order} delivery={null} />}
    </GoodsFor>
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
  const may = useCan();
  const me = useMe();
  const filter = order && !delivery ? ['order', '=', order] : ['party', '=', customer.id];
  const byNotice = may('noticed-line.view');
  const straight = !me.company.deliveriesNeedNotice;
  const query = useQuery({
    queryKey: ['deliverable-lines', 'to-deliver', filter, byNotice, straight],
    queryFn: async (): Promise<Open[]> => {
      const asked = { filter: JSON.stringify(filter), limit: 200 };
      const [noticed, free] = await Promise.all([
        byNotice
          ? get('/noticed-lines', {
              ...asked,
              fields: [
                'notice',
                'number',
                'position',
                'order',
                'orderPosition',
                'product',
                'warehouse',
                'unit',
                'open',
                'onHand',
              ],
            })
          : { rows: [] },
        straight
          ? get('/deliverable-lines', {
              ...asked,
              fields: FREE_FIELDS,
            })
          : { rows: [] },
      ]);
      return [
        ...noticed.rows.map((row) => {
          const notice = row['notice'] as Ref;
          const position = Number(row['position']);
          return {
            ...goodsOf(row),
            key: keyOf(notice.id, position),
            position: Number(row['orderPosition']),
            open: String(row['open'] ?? '0'),
            notice: {
              id: notice.id,
              number: String(row['number'] ?? notice.number ?? ''),
              position,
              warehouse: (row['warehouse'] as Ref | null)?.id ?? null,
            },
          };
        }),
        ...free.rows.map((row) => ({ ...freeGoods(row), notice: null })).filter((line) => big(line.open).gt(0)),
      ];
    },
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const lines = [...query.data];
  // Lines of the draft that are no longer open elsewhere still belong to it.
  for (const line of delivery?.lines ?? []) {
    const key = keyOfLine(line);
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
        notice: line.notice
          ? {
              id: line.notice,
              number: line.noticeNumber ?? '',
              position: line.noticePosition ?? 0,
              warehouse: line.warehouse,
            }
          : null,
      });
    }
  }
  if (lines.length === 0) {
    return (
      <Card>
        <EmptyState
          title={t('delivery.nothing')}
          text={t(straight ? 'delivery.nothingText' : 'delivery.nothingNotified')}
        />
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
  const queries = useQueryClient();
  const warehouses = useWarehouses();
  const start: Record<string, Decimal | null> = {};
  for (const line of lines) {
    const own = delivery?.lines.find((l) => keyOfLine(l) === line.key);
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
      const body = {
        date: values.date,
        warehouse: values.warehouse ?? warehouses[0]?.value ?? null,
        contact: values.contact.trim() || null,
        address: values.address.trim() || null,
        carrier: values.carrier.trim() || null,
        tracking: values.tracking.trim() || null,
        note: values.note.trim() || null,
        lines: chosenOf(lines, values.quantities).map((line) => ({
          order: line.order,
          position: line.position,
          quantity: values.quantities[line.key],
          ...(line.notice
            ? { notice: line.notice.id, noticePosition: line.notice.position, warehouse: line.notice.warehouse }
            : {}),
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
  const chosen = chosenOf(lines, form.values.quantities);
  const noticed = lines.some((line) => line.notice);
  const text = (name: 'contact' | 'address' | 'carrier' | 'tracking' | 'note') => (
    <TextField form={form} name={name} label={t(`field.${name}`)} />
  );
  return (
    <FormPage
      title={delivery ? delivery.number : t('delivery.for', { name: customer.label })}
      under={t('delivery.summary', summaryOf(chosen))}
      form={form}
      actions={[{ label: t('delivery.save') }]}
      ready={chosen.length > 0}
      onCancel={onClose}
    >
      <Card>
        <Fields columns={4}>
          <Field label={t('field.date')} form={form} name="date">
            <DateInput {...form.bind('date')} />
          </Field>
          {lines.some((line) => !line.notice) && (
            <Field label={t('field.warehouse')} form={form} name="warehouse">
              <ChoiceInput
                {...form.bind('warehouse')}
                value={form.values.warehouse ?? warehouses[0]?.value ?? null}
                options={warehouses}
              />
            </Field>
          )}
          {text('contact')}
          {text('address')}
          {text('carrier')}
          {text('tracking')}
          {text('note')}
        </Fields>
      </Card>
      <GoodsLines<Open>
        title={t('delivery.lines')}
        rows={lines}
        form={form}
        extra={
          noticed
            ? [
                {
                  key: 'notice',
                  title: t('field.notice'),
                  render: (line) =>
                    line.notice ? (
                      <RecordLink kind="shipping-notice" id={line.notice.id}>
                        {line.notice.number}
                      </RecordLink>
                    ) : (
                      '–'
                    ),
                },
                {
                  key: 'warehouse',
                  title: t('field.warehouse'),
                  render: (line) =>
                    warehouses.find((w) => w.value === (line.notice?.warehouse ?? form.values.warehouse))?.label ?? '–',
                },
              ]
            : []
        }
      />
    </FormPage>
  );
}
