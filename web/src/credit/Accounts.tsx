import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function Accounts() {
  const { t } = useTranslation('credit');
  return (
    <ListPage
      list="credit-accounts"
      href={(row) => {
        const customer = row['customer'];
        const id = typeof customer === 'object' && customer !== null && 'id' in customer ? String(customer.id) : row.id;
        return `/credit/accounts/${id}`;
      }}
      views={[
        { key: 'over', label: t('account.over'), filter: ['free', '<', '0'], sort: 'free' },
        { key: 'watch', label: t('account.watched'), filter: ['status', 'in', ['WATCH', 'CASH_ONLY', 'STOPPED']] },
      ]}
      empty={{ title: t('account.none'), text: t('account.noneText') }}
    />
  );
}
