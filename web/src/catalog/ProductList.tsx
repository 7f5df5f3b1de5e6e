import { useTranslation } from 'react-i18next';
import { big } from '../lib/money';
import { ListPage } from '../ui/ListPage';

export function ProductList() {
  const { t } = useTranslation('catalog');
  return (
    <ListPage
      list="products"
      create={{ to: '/products/new', label: t('product.new'), right: 'product.create' }}
      render={{
        taxRate: (row) => `${big(String(row['taxRate'])).times(100).round(2).toString()} %`,
      }}
      empty={{ title: t('product.none'), text: t('product.noneText') }}
    />
  );
}
