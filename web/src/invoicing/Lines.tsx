import { useTranslation } from 'react-i18next';
import { big, formatMoney, formatQuantity } from '../lib/money';
import { Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Sums } from '../ui/DocumentPage';
import { Card } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import type { InvoiceLine } from './types';

/** The lines of an application or invoice with what they sum to. */
export function Lines({
  of,
  done,
}: {
  of: { lines: InvoiceLine[]; currency: string; net: string; tax: string; total: string };
  /** How what is issued, or taken back, is called; no column when nothing is. */
  done: string;
}) {
  const { t } = useTranslation('invoicing');
  const some = of.lines.some((line) => !big(line.done).eq(0));
  const differs = of.lines.some((line) => !big(line.difference).eq(0));
  return (
    <Card title={t('invoice.lines')}>
      <DataTable<InvoiceLine>
        caption={t('invoice.lines')}
        rows={of.lines}
        rowKey={(line) => String(line.position)}
        columns={[
          { key: 'position', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
          {
            key: 'name',
            title: t('field.product'),
            render: (line) =>
              line.product ? (
                <RecordLink kind="product" id={line.product}>
                  {line.name}
                </RecordLink>
              ) : (
                line.name
              ),
          },
          {
            key: 'from',
            title: t('field.from'),
            render: (line) =>
              line.delivery ? (
                <RecordLink kind="delivery" id={line.delivery}>
                  {line.deliveryNumber}
                </RecordLink>
              ) : (
                <RecordLink kind="sales-order" id={line.order}>
                  {line.orderNumber}
                </RecordLink>
              ),
          },
          {
            key: 'quantity',
            title: t('field.quantity'),
            numeric: true,
            render: (line) => formatQuantity(line.quantity),
          },
          { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
          ...(some
            ? [
                {
                  key: 'done',
                  title: done,
                  numeric: true,
                  render: (line: InvoiceLine) => formatQuantity(line.done, '0'),
                },
              ]
            : []),
          {
            key: 'net',
            title: t('field.net'),
            numeric: true,
            render: (line) => <Money value={line.net} currency={of.currency} />,
          },
          {
            key: 'rate',
            title: t('field.taxRate'),
            numeric: true,
            render: (line) => `${big(line.taxRate).times(100).toFixed()}%`,
          },
          {
            key: 'tax',
            title: t('field.tax'),
            numeric: true,
            render: (line) => <Money value={line.tax} currency={of.currency} />,
          },
          ...(differs
            ? [
                {
                  key: 'difference',
                  title: t('field.difference'),
                  numeric: true,
                  render: (line: InvoiceLine) => <Money value={line.difference} currency={of.currency} />,
                },
              ]
            : []),
          {
            key: 'total',
            title: t('field.total'),
            numeric: true,
            render: (line) => <Money value={line.total} currency={of.currency} />,
          },
        ]}
      />
      <Sums
        sums={[
          { label: t('field.net'), value: formatMoney(of.net, of.currency) },
          { label: t('field.tax'), value: formatMoney(of.tax, of.currency) },
          { label: t('field.total'), value: formatMoney(of.total, of.currency), big: true },
        ]}
      />
    </Card>
  );
}
