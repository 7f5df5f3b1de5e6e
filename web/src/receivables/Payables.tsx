import { useTranslation } from 'react-i18next';
import { SimpleRecords } from '../ui/SimpleRecords';

/** What we owe customers who are suppliers too, to be set off against what they owe. */
export function Payables() {
  const { t } = useTranslation('receivables');
  return (
    <SimpleRecords
      list="payables"
      kind="payable"
      fields={[
        { name: 'party', label: t('field.customer'), type: 'party', must: true, fixed: true },
        { name: 'number', label: t('field.number'), must: true },
        { name: 'date', label: t('field.date'), type: 'date', must: true },
        { name: 'due', label: t('field.due'), type: 'date' },
        { name: 'amount', label: t('field.amount'), type: 'amount', must: true },
        { name: 'note', label: t('field.note') },
      ]}
      texts={{
        create: t('payable.new'),
        save: t('payable.save'),
        empty: { title: t('payable.none'), text: t('payable.noneText') },
      }}
    />
  );
}
