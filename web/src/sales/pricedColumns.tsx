import { useTranslation } from 'react-i18next';
import { big, formatPrice, formatQuantity, type Decimal } from '../lib/money';
import type { Column } from '../ui/DataTable';

interface Priced {
  quantity: Decimal;
  unit: string;
  price: Decimal;
  discount: Decimal;
  taxRate: Decimal;
}

/** A line's own day and its note, where it has them. */
export function LineRemark({ line }: { line: { deliveryDate?: string | null; note: string } }) {
  if (!line.note && !line.deliveryDate) return null;
  return (
    <div className="oa-mute oa-small">
      {line.deliveryDate} {line.note}
    </div>
  );
}

/** How much of what at which price: the columns that lines of orders and quotes have in common. */
export function usePricedColumns<T extends Priced>(taxInclusive: boolean, currency: string): Column<T>[] {
  const { t } = useTranslation('sales');
  return [
    {
      key: 'quantity',
      title: t('line.quantity'),
      numeric: true,
      render: (line) => formatQuantity(line.quantity),
    },
    { key: 'unit', title: t('line.unit'), render: (line) => line.unit },
    {
      key: 'price',
      title: t(taxInclusive ? 'ui:lines.priceIncluded' : 'ui:lines.priceExcluded'),
      numeric: true,
      render: (line) => formatPrice(line.price, currency),
    },
    {
      key: 'discount',
      title: t('line.discount'),
      numeric: true,
      render: (line) => (big(line.discount).eq(0) ? '–' : `${big(line.discount).times(100).toFixed()}%`),
    },
    {
      key: 'taxRate',
      title: t('line.taxRate'),
      render: (line) => (big(line.taxRate).eq(0) ? t('ui:lines.exempt') : `${big(line.taxRate).times(100).toFixed()}%`),
    },
  ];
}
