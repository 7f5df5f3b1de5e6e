import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get, newKey, post } from '../lib/api';
import { big, formatQuantity, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, type PageMove } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm, FormPage } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { ProductPicker, type Picked } from '../ui/Picker';
import { useWarehouses } from '../ui/warehouses';

export function AdjustmentList() {
  const { t } = useTranslation('stock');
  return (
    <ListPage
      list="stock-adjustments"
      create={{ to: '/stock-adjustments/new', label: t('adjustment.new'), right: 'stock-adjustment.create' }}
      empty={{ title: t('adjustment.none'), text: t('adjustment.noneText') }}
    />
  );
}

interface Entered {
  key: string;
  product: Picked | null;
  quantity: Decimal | null;
}

/** Goods that come in or are corrected: a quantity with its sign per product. */
export function NewAdjustment() {
  const { t } = useTranslation('stock');
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const warehouses = useWarehouses();
  const form = useForm(
    {
      title: '',
      date: me.today as string | null,
      warehouse: null as string | null,
      lines: [{ key: newKey(), product: null, quantity: null }] as Entered[],
    },
    async (values, key) => {
      const saved = await post(
        '/stock-adjustments',
        {
          title: values.title.trim(),
          date: values.date,
          lines: values.lines
            .filter((line) => line.product)
            .map((line) => ({
              warehouse: values.warehouse ?? warehouses[0]?.value ?? null,
              product: line.product?.id,
              quantity: line.quantity,
            })),
        },
        { key },
      );
      await queries.invalidateQueries({ queryKey: ['stock-adjustments'] });
      void navigate({ to: `/stock-adjustments/${saved.adjustment.id}`, replace: true });
    },
  );
  const { lines } = form.values;
  const set = (key: string, part: Partial<Entered>) => {
    const changed = lines.map((line) => (line.key === key ? { ...line, ...part } : line));
    // There is always an empty line to go on with.
    if (changed.at(-1)?.product) changed.push({ key: newKey(), product: null, quantity: null });
    form.set({ lines: changed });
  };
  return (
    <FormPage
      title={t('adjustment.new')}
      form={form}
      actions={[{ label: t('adjustment.save') }]}
      ready={form.values.title.trim() !== '' && lines.some((line) => line.product && line.quantity)}
    >
      <Card>
        <Fields columns={3}>
          <TextField form={form} name="title" label={t('adjustment.title')} must />
          <Field label={t('adjustment.warehouse')} form={form} name="warehouse">
            <ChoiceInput
              {...form.bind('warehouse')}
              value={form.values.warehouse ?? warehouses[0]?.value ?? null}
              options={warehouses}
            />
          </Field>
          <Field label={t('adjustment.date')} form={form} name="date">
            <DateInput {...form.bind('date')} />
          </Field>
        </Fields>
      </Card>
      <Card title={t('adjustment.lines')}>
        <DataTable<Entered>
          compact
          caption={t('adjustment.lines')}
          rows={lines}
          rowKey={(line) => line.key}
          columns={[
            {
              key: 'product',
              title: t('adjustment.product'),
              width: 180,
              render: (line) => (
                <ProductPicker
                  aria-label={t('adjustment.product')}
                  value={line.product}
                  onChange={(product) => {
                    set(line.key, { product });
                  }}
                />
              ),
            },
            {
              key: 'quantity',
              title: t('adjustment.quantity'),
              width: 100,
              render: (line) => (
                <FigureInput
                  kind="quantity"
                  aria-label={t('adjustment.quantity')}
                  value={line.quantity}
                  onChange={(quantity) => {
                    set(line.key, { quantity });
                  }}
                />
              ),
            },
          ]}
        />
      </Card>
    </FormPage>
  );
}

export function AdjustmentPage() {
  const { t } = useTranslation('stock');
  const id = useIdParam();
  const may = useCan();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const warehouses = useWarehouses();
  const record = useRecord('stock-adjustments', id);
  const products = record.data?.data.adjustment.lines.map((line) => line.product) ?? [];
  const names = useQuery({
    queryKey: ['products', 'names', products],
    enabled: products.length > 0,
    queryFn: async () =>
      (await Promise.all([...new Set(products)].slice(0, 200).map((product) => get(`/products/${product}`)))).map(
        (view) => view.product,
      ),
  });
  const moves = useMoves('stock-adjustments', id, record.data?.version, {
    onDone: (_, step) => {
      if (step.path === '') void navigate({ to: '/stock-adjustments' });
      for (const key of ['stock-on-hand', 'stock-movements']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { adjustment: a, moves: said } = record.data.data;
  const buttons: PageMove[] = joinMoves(
    said,
    [
      {
        name: 'post',
        label: t('adjustment.post'),
        primary: true,
        confirm: {
          title: t('adjustment.postTitle', { number: a.number }),
          content: t('adjustment.postText', { count: a.lines.length }),
        },
        run: () => {
          moves.run({ path: 'posting' });
        },
      },
    ],
    moves.running === 'posting' ? 'post' : null,
  );
  if (a.state === 'DRAFT' && may('stock-adjustment.delete')) {
    buttons.push({
      name: 'delete',
      label: t('adjustment.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('adjustment.deleteTitle', { number: a.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  return (
    <DocumentPage
      conflict={moves}
      self={{ id, kind: 'stock-adjustment', number: a.number, state: a.state, date: a.date }}
      title={a.number}
      tags={<StateTag kind="stock-adjustment" state={a.state} tone={a.state === 'DRAFT' ? 'grey' : 'green'} />}
      subtitle={`${a.title}  ${a.date}`}
      moves={buttons}
    >
      <Card title={t('adjustment.lines')}>
        <DataTable
          caption={t('adjustment.lines')}
          rows={a.lines}
          rowKey={(line) => line.product + line.warehouse}
          columns={[
            {
              key: 'product',
              title: t('adjustment.product'),
              render: (line) => {
                const product = names.data?.find((p) => p.id === line.product);
                return (
                  <RecordLink kind="product" id={line.product}>
                    {product ? `${product.code} ${product.name}` : '…'}
                  </RecordLink>
                );
              },
            },
            {
              key: 'warehouse',
              title: t('adjustment.warehouse'),
              render: (line) => warehouses.find((w) => w.value === line.warehouse)?.label,
            },
            {
              key: 'quantity',
              title: t('adjustment.quantity'),
              numeric: true,
              render: (line) => (
                <span className={big(line.quantity).lt(0) ? 'oa-neg' : ''}>{formatQuantity(line.quantity)}</span>
              ),
            },
            { key: 'note', title: t('adjustment.note'), render: (line) => line.note },
          ]}
        />
      </Card>
    </DocumentPage>
  );
}
