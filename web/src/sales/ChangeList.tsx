import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function ChangeList() {
  const { t } = useTranslation('sales');
  return (
    <ListPage
      list="order-changes"
      views={[
        { key: 'mine', label: t('order.mine'), filter: ['owner', '=', 'me'] },
        { key: 'open', label: t('change.open'), filter: ['state', 'in', ['DRAFT', 'SUBMITTED', 'HELD']] },
        { key: 'held', label: t('order.held'), filter: ['state', 'in', ['HELD']] },
        { key: 'applied', label: t('change.applied'), filter: ['state', 'in', ['APPLIED']] },
      ]}
      empty={{ title: t('change.none'), text: t('change.noneText') }}
    />
  );
}
