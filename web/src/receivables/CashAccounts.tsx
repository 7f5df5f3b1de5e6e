import { useTranslation } from 'react-i18next';
import { SimpleRecords } from '../ui/SimpleRecords';

export function CashAccounts() {
  const { t } = useTranslation('receivables');
  return (
    <SimpleRecords
      list="cash-accounts"
      kind="cash-account"
      fields={[
        { name: 'code', label: t('cash.code'), must: true },
        { name: 'name', label: t('cash.name'), must: true },
        { name: 'bank', label: t('cash.bank') },
        { name: 'accountNumber', label: t('cash.accountNumber') },
        { name: 'currency', label: t('cash.currency'), help: t('cash.currencyHelp') },
        { name: 'active', label: t('cash.active'), flag: true },
      ]}
      texts={{
        create: t('cash.new'),
        save: t('cash.save'),
        empty: { title: t('cash.none'), text: t('cash.noneText') },
      }}
    />
  );
}
