import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { big, formatQuantity, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import type { Ref, Row } from '../lib/types';
import { DataTable, type Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields } from '../ui/form';
import { FigureInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { PartyPicker, type Picked } from '../ui/Picker';

/** A line of an order of which some may go. */
export interface GoodsLine {
  key: string;
  order: string;
  number: string;
  position: number;
  product: string;
  unit: string;
  open: Decimal;
  onHand: Decimal | null;
}

/** How a list names a line of goods: deliverable and noticed lines share these fields. */
export function goodsOf(row: Row): Omit<GoodsLine, 'key' | 'position' | 'open'> {
  const order = row['order'] as Ref;
  const product = row['product'] as Ref | null;
  return {
    order: order.id,
    number: order.number ?? '',
    product: [product?.number, product?.title].filter(Boolean).join(' '),
    unit: String(row['unit'] ?? ''),
    onHand: row['onHand'] == null ? null : String(row['onHand']),
  };
}

/** What of an order may go by itself, as the list of deliverable lines names it. */
export function freeGoods(row: Row): GoodsLine {
  const goods = goodsOf(row);
  const position = Number(row['position']);
  return {
    ...goods,
    key: keyOf(goods.order, position),
    number: String(row['number'] ?? goods.number),
    position,
    open: String(row['free'] ?? '0'),
  };
}

/** The fields {@link freeGoods} reads. */
export const FREE_FIELDS = ['order', 'number', 'position', 'product', 'unit', 'free', 'onHand'];

type Quantities = Record<string, Decimal | null>;

/** The lines that go: those that are sent. */
export function chosenOf<L extends GoodsLine>(lines: readonly L[], quantities: Quantities): L[] {
  return lines.filter((line) => big(quantities[line.key]).gt(0));
}

/** How much goes of how many orders. */
export function summaryOf(chosen: readonly GoodsLine[]) {
  return { lines: chosen.length, orders: new Set(chosen.map((line) => line.order)).size };
}

export const keyOf = (order: string, position: number) => `${order}/${String(position)}`;

/** Lines with how much of each is to go this time. */
export function GoodsLines<L extends GoodsLine>({
  title,
  rows,
  form,
  extra = [],
}: {
  title: string;
  rows: readonly L[];
  form: {
    values: { quantities: Quantities };
    set: (part: { quantities: Quantities }) => void;
    error: (field: string) => string | undefined;
  };
  /** Columns after the product. */
  extra?: Column<L>[];
}) {
  const { t } = useTranslation('fulfilment');
  const { quantities } = form.values;
  const set = (key: string, quantity: Decimal | null) => {
    form.set({ quantities: { ...quantities, [key]: quantity } });
  };
  const chosen = chosenOf(rows, quantities);
  // The server numbers the lines that were sent.
  const isWrong = (line: L) =>
    chosen.includes(line) && Boolean(form.error(`lines[${String(chosen.indexOf(line))}].quantity`));
  return (
    <Card title={title}>
      <DataTable<L>
        caption={title}
        rows={rows}
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
          ...extra,
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
            render: (line) => (
              <FigureInput
                kind="quantity"
                aria-label={`${t('field.thisTime')} ${line.product}`}
                value={quantities[line.key] ?? null}
                status={big(quantities[line.key]).gt(big(line.open)) || isWrong(line) ? 'error' : ''}
                onChange={(quantity) => {
                  set(line.key, quantity);
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
                  set(line.key, big(quantities[line.key]).gt(0) ? null : line.open);
                }}
              >
                {t(big(quantities[line.key]).gt(0) ? 'delivery.skip' : 'delivery.all')}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Whose goods: those of the order the address names, or of a customer that is chosen here. */
export function GoodsFor({
  title,
  children,
}: {
  title: string;
  children: (customer: Picked, order: string | null) => ReactNode;
}) {
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
        <Card title={title}>
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
      {who && children(who, from.data?.id ?? null)}
    </>
  );
}

/** Why credit holds what was to go, with the way to the missing money. */
export function WaitsFor({
  title,
  reasons,
  customer,
  order,
}: {
  title: string;
  reasons: readonly { code: string; message: string; figures: Record<string, string> }[];
  customer: string;
  /** The order behind the goods, when it is one. */
  order: string | null;
}) {
  const { t } = useTranslation('fulfilment');
  const may = useCan();
  if (reasons.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={title}
      description={reasons.map((why) => (
        <div key={why.message}>
          {why.message}{' '}
          {why.code === 'prepayment-missing' && may('receipt.create') && (
            <Link
              to={`/receipts/new?${new URLSearchParams({
                customer,
                amount: why.figures['missing'] ?? '',
                ...(order ? { order } : {}),
              }).toString()}`}
            >
              {t('delivery.receive')}
            </Link>
          )}
        </div>
      ))}
    />
  );
}
