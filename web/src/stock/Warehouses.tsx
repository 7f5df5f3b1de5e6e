import { useTranslation } from 'react-i18next';
import { SimpleRecords } from '../ui/SimpleRecords';

export function Warehouses() {
  const { t } = useTranslation('stock');
  return (
    <SimpleRecords
      list="warehouses"
      kind="warehouse"
      read={(answer) => answer['warehouse'] as Record<string, unknown>}
      fields={[
        { name: 'code', label: t('warehouse.code'), must: true },
        { name: 'name', label: t('warehouse.name'), must: true },
        { name: 'address', label: t('warehouse.address') },
        { name: 'keeper', label: t('warehouse.keeper') },
        { name: 'phone', label: t('warehouse.phone') },
      ]}
      texts={{
        create: t('warehouse.new'),
        save: t('warehouse.save'),
        empty: { title: t('warehouse.none'), text: t('warehouse.noneText') },
      }}
    />
  );
}
