import { useTranslation } from 'react-i18next';
import type { Ref } from '../lib/types';
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

/** Lines of confirmed orders that are still to leave, with what is on hand. */
export function ToDeliver() {
  const { t } = useTranslation('fulfilment');
  return (
    <ListPage
      list="deliverable-lines"
      href={(row) => `/sales-orders/${(row['order'] as Ref | null)?.id ?? ''}`}
      views={[
        { key: 'can', label: t('toDeliver.can'), filter: ['shippable', '>', '0'] },
        { key: 'late', label: t('toDeliver.late'), filter: ['deliveryDate', '<', 'today'] },
      ]}
      empty={{ title: t('toDeliver.none'), text: t('toDeliver.noneText') }}
    />
  );
}
