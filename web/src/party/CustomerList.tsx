import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function CustomerList() {
  const { t } = useTranslation('party');
  return (
    <ListPage
      list="customers"
      create={{ to: '/customers/new', label: t('customer.new'), right: 'customer.create' }}
      views={[
        { key: 'mine', label: t('customer.mine'), filter: ['owner', '=', 'me'] },
        { key: 'prospects', label: t('customer.prospects'), filter: ['state', 'in', ['PROSPECT']] },
      ]}
      empty={{ title: t('customer.none'), text: t('customer.noneText') }}
    />
  );
}
