import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function ProductList() {
  const { t } = useTranslation('catalog');
  return (
    <ListPage
      list="products"
      create={{ to: '/products/new', label: t('product.new'), right: 'product.create' }}
      empty={{ title: t('product.none'), text: t('product.noneText') }}
    />
  );
}
