import { useTranslation } from 'react-i18next';
import { SimpleRecords } from '../ui/SimpleRecords';

/** Who may pay for whom, by which document. */
export function PaymentAuthorities() {
  const { t } = useTranslation('receivables');
  return (
    <SimpleRecords
      list="payment-authorities"
      kind="payment-authority"
      fields={[
        { name: 'payer', label: t('field.payer'), type: 'party', must: true, fixed: true },
        { name: 'customer', label: t('authority.for'), type: 'party', must: true, fixed: true },
        { name: 'document', label: t('authority.document'), must: true, help: t('authority.documentHelp') },
        { name: 'from', label: t('authority.from'), type: 'date', must: true },
        { name: 'until', label: t('authority.until'), type: 'date' },
        { name: 'note', label: t('field.note') },
        { name: 'active', label: t('cash.active'), flag: true },
      ]}
      texts={{
        create: t('authority.new'),
        save: t('authority.save'),
        empty: { title: t('authority.none'), text: t('authority.noneText') },
      }}
    />
  );
}
