import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { big, formatQuantity, type Decimal } from '../lib/money';
import { DataTable } from '../ui/DataTable';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import type { Quote, QuoteLine } from './types';

function left(line: QuoteLine): Decimal {
  return big(line.quantity).minus(big(line.orderedQuantity)).toFixed();
}

/** How much of an accepted quote becomes an order now; all that is left unless something else is said. */
export function QuoteOrderDrawer({
  quote,
  version,
  onOrdered,
  onClose,
}: {
  quote: Quote;
  version: string | null;
  onOrdered: (order: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('sales');
  const open = quote.lines.filter((line) => line.chosen && big(left(line)).gt(0));
  const form = useForm(
    {
      lines: Object.fromEntries(open.map((line) => [line.position, left(line)])) as Record<number, Decimal | null>,
      reference: quote.reference,
      deliveryDate: null as string | null,
    },
    async (values, key) => {
      const made = await post(
        `/quotes/${quote.id}/orders`,
        {
          lines: Object.entries(values.lines)
            .filter(([, quantity]) => big(quantity).gt(0))
            .map(([position, quantity]) => ({ position: Number(position), quantity: quantity ?? '0' })),
          reference: values.reference.trim() || null,
          deliveryDate: values.deliveryDate,
        },
        { key, version },
      );
      onOrdered(made.order.id);
    },
  );
  const { lines } = form.values;
  const reference = form.bind('reference');
  return (
    <FormDrawer
      open
      width={640}
      title={t('quote.orderTitle', { number: quote.number })}
      action={t('quote.makeOrder')}
      form={form}
      onClose={onClose}
    >
      <div>{t('quote.orderText')}</div>
      <DataTable<QuoteLine>
        caption={t('quote.lines')}
        rows={open}
        rowKey={(line) => String(line.position)}
        columns={[
          {
            key: 'product',
            title: t('line.product'),
            render: (line) => (
              <>
                {line.productName}
                <div className="oa-mute oa-small">{line.productCode}</div>
              </>
            ),
          },
          {
            key: 'left',
            title: t('quote.left'),
            numeric: true,
            render: (line) => `${formatQuantity(left(line), '0')} ${line.unit}`,
          },
          {
            key: 'quantity',
            title: t('line.quantity'),
            numeric: true,
            render: (line) => (
              <FigureInput
                kind="quantity"
                aria-label={t('quote.quantityOf', { product: line.productName })}
                value={lines[line.position] ?? null}
                status={big(lines[line.position]).gt(big(left(line))) ? 'error' : ''}
                onChange={(quantity) => {
                  form.set({ lines: { ...lines, [line.position]: quantity } });
                }}
              />
            ),
          },
        ]}
      />
      {form.error('lines') && (
        <div className="said error" role="alert">
          {form.error('lines')}
        </div>
      )}
      <Fields columns={2}>
        <Field label={t('field.reference')} bound={reference} form={form} name="reference">
          <Input
            id={reference.id}
            value={reference.value}
            status={reference.status}
            maxLength={100}
            onChange={(event) => {
              reference.onChange(event.target.value);
            }}
          />
        </Field>
        <Field label={t('field.deliveryDate')} form={form} name="deliveryDate">
          <DateInput {...form.bind('deliveryDate')} placeholder={t('order.deliveryHint')} />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
