import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function OnHand() {
  const { t } = useTranslation('stock');
  return (
    <ListPage
      list="stock-on-hand"
      href={null}
      views={[{ key: 'negative', label: t('short'), filter: ['onHand', '<=', '0'] }]}
      empty={{ title: t('none'), text: t('noneText') }}
    />
  );
}

export function Movements() {
  const { t } = useTranslation('stock');
  return (
    <ListPage list="stock-movements" href={null} empty={{ title: t('noMovements'), text: t('noMovementsText') }} />
  );
}
