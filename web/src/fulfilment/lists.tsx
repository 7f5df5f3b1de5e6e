import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function DeliveryList() {
  const { t } = useTranslation('fulfilment');
  return (
    <ListPage
      list="deliveries"
      create={{ to: '/deliveries/new', label: t('delivery.new'), right: 'delivery.create' }}
      views={[{ key: 'drafts', label: t('delivery.toPost'), filter: ['state', 'in', ['DRAFT']] }]}
      empty={{ title: t('delivery.none'), text: t('delivery.noneText') }}
    />
  );
}

export function ReturnList() {
  const { t } = useTranslation('fulfilment');
  return (
    <ListPage
      list="returns"
      views={[{ key: 'drafts', label: t('delivery.toPost'), filter: ['state', 'in', ['DRAFT']] }]}
      empty={{ title: t('return.none'), text: t('return.noneText') }}
    />
  );
}
