import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { big, type Decimal } from '../lib/money';
import { useMe } from '../lib/session';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm, FormPage } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import type { Picked } from '../ui/Picker';
import { useWarehouses } from '../ui/warehouses';
import { GoodsFor, GoodsLines, FREE_FIELDS, chosenOf, freeGoods, keyOf, summaryOf, type GoodsLine } from './GoodsLines';
import type { Notice } from './types';

/** Tells the warehouse what may go: of one order, or of all that a customer waits for. */
export function NewNotice() {
  const { t } = useTranslation('fulfilment');
  return (
    <GoodsFor title={t('notice.new')}>
      {(customer, order) => <NoticeEditor key={customer.id} customer={customer} order={order} notice={null} />}
    </GoodsFor>
  );
}

/** The lines that stand on no notice yet, and a draft's own, with how much of each. */
export function NoticeEditor({
  customer,
  order,
  notice,
  onClose,
}: {
  customer: Picked;
  order: string | null;
  notice: Notice | null;
  onClose?: () => void;
}) {
  const { t } = useTranslation('fulfilment');
  const filter = order && !notice ? ['order', '=', order] : ['party', '=', customer.id];
  const query = useQuery({
    queryKey: ['deliverable-lines', 'to-notify', filter],
    queryFn: async () =>
      (
        await get('/deliverable-lines', {
          filter: JSON.stringify(filter),
          limit: 200,
          fields: FREE_FIELDS,
        })
      ).rows.map(freeGoods),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const free = query.data;
  const own = (notice?.lines ?? []).map((line): GoodsLine => {
    const also = free.find((f) => f.key === keyOf(line.order, line.orderPosition));
    return {
      key: `own/${String(line.position)}`,
      order: line.order,
      number: line.orderNumber,
      position: line.orderPosition,
      product: `${line.productCode} ${line.productName}`,
      unit: line.unit,
      open: big(line.quantity)
        .plus(big(also?.open ?? '0'))
        .toFixed(),
      onHand: line.onHand ?? null,
    };
  });
  const lines = [
    ...own,
    ...free.filter(
      (f) => big(f.open).gt(0) && !own.some((line) => line.order === f.order && line.position === f.position),
    ),
  ];
  if (lines.length === 0) {
    return (
      <Card>
        <EmptyState title={t('notice.nothing')} text={t('notice.nothingText')} />
      </Card>
    );
  }
  return <Entry customer={customer} lines={lines} notice={notice} {...(onClose ? { onClose } : {})} />;
}

function Entry({
  customer,
  lines,
  notice,
  onClose,
}: {
  customer: Picked;
  lines: GoodsLine[];
  notice: Notice | null;
  onClose?: () => void;
}) {
  const { t } = useTranslation('fulfilment');
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const warehouses = useWarehouses();
  const start: Record<string, Decimal | null> = {};
  const places: Record<string, string | null> = {};
  for (const line of lines) start[line.key] = notice ? null : line.open;
  for (const line of notice?.lines ?? []) {
    start[`own/${String(line.position)}`] = line.quantity;
    places[`own/${String(line.position)}`] = line.warehouse;
  }
  const form = useForm(
    {
      plannedOn: (notice?.plannedOn ?? me.today) as string | null,
      contact: notice?.contact ?? '',
      address: notice?.address ?? '',
      note: notice?.note ?? '',
      quantities: start,
      places,
    },
    async (values, key) => {
      const body = {
        date: notice?.date ?? null,
        plannedOn: values.plannedOn,
        contact: values.contact.trim() || null,
        address: values.address.trim() || null,
        note: values.note.trim() || null,
        lines: chosenOf(lines, values.quantities).map((line) => ({
          order: line.order,
          position: line.position,
          quantity: values.quantities[line.key],
          warehouse: values.places[line.key] ?? null,
        })),
      };
      const saved = notice
        ? await put(`/shipping-notices/${notice.id}`, body, { key, version: notice.version })
        : await post('/shipping-notices', body, { key });
      await Promise.all(
        ['shipping-notices', 'deliverable-lines', 'sales-orders'].map((list) =>
          queries.invalidateQueries({ queryKey: [list] }),
        ),
      );
      if (onClose) onClose();
      else void navigate({ to: `/shipping-notices/${saved.id}`, replace: true });
    },
  );
  const chosen = chosenOf(lines, form.values.quantities);
  return (
    <FormPage
      title={notice ? notice.number : t('notice.for', { name: customer.label })}
      under={t('delivery.summary', summaryOf(chosen))}
      form={form}
      actions={[{ label: t('notice.save') }]}
      ready={chosen.length > 0}
      onCancel={onClose}
    >
      <Card>
        <Fields columns={4}>
          <Field label={t('field.plannedOn')} form={form} name="plannedOn">
            <DateInput {...form.bind('plannedOn')} />
          </Field>
          <TextField form={form} name="contact" label={t('field.contact')} />
          <TextField form={form} name="address" label={t('field.address')} />
          <TextField form={form} name="note" label={t('notice.note')} />
        </Fields>
      </Card>
      <GoodsLines
        title={t('delivery.lines')}
        rows={lines}
        form={form}
        extra={[
          {
            key: 'warehouse',
            title: t('field.warehouse'),
            width: 150,
            render: (line) => (
              <ChoiceInput
                aria-label={`${t('field.warehouse')} ${line.product}`}
                value={form.values.places[line.key] ?? warehouses[0]?.value ?? null}
                options={warehouses}
                onChange={(place) => {
                  form.set({ places: { ...form.values.places, [line.key]: place } });
                }}
              />
            ),
          },
        ]}
      />
    </FormPage>
  );
}
