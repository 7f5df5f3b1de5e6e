import { useTranslation } from 'react-i18next';
import type { Ref } from '../lib/types';
import { ListPage } from '../ui/ListPage';

export function Accounts() {
  const { t } = useTranslation('credit');
  return (
    <ListPage
      list="credit-accounts"
      head="party"
      href={(row) => `/credit/accounts/${(row['party'] as Ref | null)?.id ?? row.id}`}
      views={[
        { key: 'over', label: t('account.over'), filter: ['free', '<', '0'], sort: 'free' },
        { key: 'watch', label: t('account.watched'), filter: ['status', 'in', ['WATCH', 'CASH_ONLY', 'STOPPED']] },
      ]}
      empty={{ title: t('account.none'), text: t('account.noneText') }}
    />
  );
}
