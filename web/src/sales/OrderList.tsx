import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function OrderList() {
  const { t } = useTranslation('sales');
  return (
    <ListPage
      list="sales-orders"
      create={{ to: '/sales-orders/new', label: t('order.new'), right: 'sales-order.create' }}
      views={[
        { key: 'mine', label: t('order.mine'), filter: ['owner', '=', 'me'] },
        { key: 'held', label: t('order.held'), filter: ['state', 'in', ['HELD']] },
        { key: 'toShip', label: t('order.toShip'), filter: ['state', 'in', ['CONFIRMED']] },
        { key: 'drafts', label: t('order.drafts'), filter: ['state', 'in', ['DRAFT']] },
      ]}
      empty={{ title: t('order.none'), text: t('order.noneText') }}
    />
  );
}
