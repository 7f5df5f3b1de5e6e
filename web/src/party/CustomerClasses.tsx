import { useTranslation } from 'react-i18next';
import { SimpleRecords } from '../ui/SimpleRecords';

/** The classes a company sorts its customers by. */
export function CustomerClasses() {
  const { t } = useTranslation('party');
  return (
    <SimpleRecords
      list="customer-classes"
      kind="customer-class"
      fields={[
        { name: 'code', label: t('class.code'), must: true },
        { name: 'name', label: t('class.name'), must: true },
        { name: 'active', label: t('class.active'), flag: true },
      ]}
      texts={{
        create: t('class.new'),
        save: t('class.save'),
        empty: { title: t('class.none'), text: t('class.noneText') },
      }}
    />
  );
}
