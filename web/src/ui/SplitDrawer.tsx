import { useQuery } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, type Schema } from '../lib/api';
import { big, formatMoney, formatQuantity, round, sum, type Decimal } from '../lib/money';
import { Money } from './cells';
import { DataTable } from './DataTable';
import { Sums } from './DocumentPage';
import { Field, Fields, FormDrawer, useForm } from './form';
import { FigureInput } from './inputs';
import { Line } from './layout';

type Order = Schema<'sales.SalesOrder'>;
type OrderLine = Order['lines'][number];
export type Kept = Schema<'sales.OrderAnswer.Part'>;
export interface SplitChoice {
  lines: Kept[];
  waits: boolean;
  reason: string;
}

/** What a part of a line comes to: its rounded share, as the server cuts it. */
export function partOf(
  line: Pick<OrderLine, 'quantity' | 'total'>,
  quantity: Decimal | null,
  currency: string,
): Decimal {
  const some = big(quantity);
  return some.gt(0) ? round(big(line.total).times(some).div(big(line.quantity)), currency) : '0';
}

/** Cuts an order in two: the largest part that passes stands there to begin with, and may be changed line by line. */
export function SplitDrawer({
  order: id,
  title,
  action,
  reason: mustSayWhy,
  canWait,
  send,
  onClose,
}: {
  order: string;
  title: string;
  action: string;
  /** Whether a reason is asked for, as for every release. */
  reason: boolean;
  /** Whether the rest may wait on hold; a draft's rest is a draft. */
  canWait: boolean;
  send: (choice: SplitChoice, key: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const order = useQuery({ queryKey: ['sales-orders', 'to-split', id], queryFn: () => get(`/sales-orders/${id}`) });
  const proposal = useQuery({
    queryKey: ['sales-orders', 'split-proposal', id],
    queryFn: () => get(`/sales-orders/${id}/split-proposal`),
  });
  if (!order.data || !proposal.data) return null;
  return (
    <Cutting
      order={order.data.order}
      proposed={proposal.data.lines}
      {...{ title, action, mustSayWhy, canWait, send, onClose }}
    />
  );
}

function Cutting({
  order,
  proposed,
  title,
  action,
  mustSayWhy,
  canWait,
  send,
  onClose,
}: {
  order: Order;
  proposed: readonly Kept[];
  title: string;
  action: string;
  mustSayWhy: boolean;
  canWait: boolean;
  send: (choice: SplitChoice, key: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation('ui');
  const { currency } = order;
  const all = (quantity: (line: OrderLine) => Decimal) =>
    Object.fromEntries(order.lines.map((line) => [line.position, quantity(line)])) as Record<number, Decimal | null>;
  const asProposed = all((line) => proposed.find((part) => part.position === line.position)?.quantity ?? '0');
  const form = useForm({ lines: asProposed, waits: canWait, reason: '' }, (values, key) =>
    send(
      {
        lines: Object.entries(values.lines)
          .filter(([, quantity]) => big(quantity).gt(0))
          .map(([position, quantity]) => ({ position: Number(position), quantity: quantity ?? '0' })),
        waits: values.waits,
        reason: values.reason.trim(),
      },
      key,
    ),
  );
  const { lines } = form.values;
  const keeps = (quantities: Record<number, Decimal | null>) => {
    form.set({ lines: quantities });
  };
  const kept = sum([
    ...order.charges.map((charge) => charge.total),
    ...order.lines.map((line) => partOf(line, lines[line.position] ?? null, currency)),
  ]);
  const reason = form.bind('reason');
  return (
    <FormDrawer open width={640} title={title} action={action} form={form} onClose={onClose}>
      <div>{t(proposed.length > 0 ? 'split.proposed' : 'split.nothingFits')}</div>
      <Line>
        {proposed.length > 0 && (
          <Button
            size="small"
            onClick={() => {
              keeps(asProposed);
            }}
          >
            {t('split.largest')}
          </Button>
        )}
        <Button
          size="small"
          onClick={() => {
            keeps(all(() => '0'));
          }}
        >
          {t('split.none')}
        </Button>
      </Line>
      <DataTable<OrderLine>
        caption={t('split.lines')}
        rows={order.lines}
        rowKey={(line) => String(line.position)}
        columns={[
          {
            key: 'product',
            title: t('split.product'),
            render: (line) => (
              <>
                {line.productName}
                <div className="oa-mute oa-small">{line.productCode}</div>
              </>
            ),
          },
          {
            key: 'ordered',
            title: t('split.ordered'),
            numeric: true,
            render: (line) => `${formatQuantity(line.quantity)} ${line.unit}`,
          },
          {
            key: 'kept',
            title: t('split.kept'),
            numeric: true,
            render: (line) => (
              <FigureInput
                kind="quantity"
                aria-label={t('split.keptOf', { product: line.productName })}
                value={lines[line.position] ?? null}
                status={big(lines[line.position]).gt(big(line.quantity)) ? 'error' : ''}
                onChange={(quantity) => {
                  keeps({ ...lines, [line.position]: quantity });
                }}
              />
            ),
          },
          {
            key: 'total',
            title: t('split.amount'),
            numeric: true,
            render: (line) => (
              <Money value={partOf(line, lines[line.position] ?? null, currency)} currency={currency} />
            ),
          },
        ]}
      />
      {form.error('lines') && (
        <div className="said error" role="alert">
          {form.error('lines')}
        </div>
      )}
      <Sums
        sums={[
          { label: t('split.keptTotal'), value: formatMoney(kept, currency), big: true },
          { label: t('split.restTotal'), value: formatMoney(big(order.total).minus(kept), currency) },
        ]}
      />
      <Fields columns={1}>
        {canWait && (
          <Field label={t('split.rest')}>
            <Radio.Group
              value={form.values.waits}
              onChange={(event) => {
                form.set({ waits: event.target.value as boolean });
              }}
              options={[
                { value: true, label: t('split.restWaits') },
                { value: false, label: t('split.restDraft') },
              ]}
            />
          </Field>
        )}
        {mustSayWhy && (
          <Field label={t('split.reason')} bound={reason} form={form} name="reason" must help={t('split.reasonHelp')}>
            <Input.TextArea
              id={reason.id}
              autoSize={{ minRows: 2 }}
              value={reason.value}
              status={reason.status}
              onChange={(event) => {
                reason.onChange(event.target.value);
              }}
            />
          </Field>
        )}
      </Fields>
    </FormDrawer>
  );
}
