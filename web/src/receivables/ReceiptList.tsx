import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function ReceiptList() {
  const { t } = useTranslation('receivables');
  return (
    <ListPage
      list="receipts"
      figure="amount"
      create={{ to: '/receipts/new', label: t('receipt.new'), right: 'receipt.create' }}
      views={[
        { key: 'toConfirm', label: t('receipt.toConfirm'), filter: ['state', 'in', ['DRAFT']] },
        {
          key: 'unapplied',
          label: t('receipt.hasUnapplied'),
          filter: {
            and: [
              ['state', 'in', ['CONFIRMED']],
              ['unapplied', '>', '0'],
            ],
          },
        },
      ]}
      empty={{ title: t('receipt.none'), text: t('receipt.noneText') }}
    />
  );
}
