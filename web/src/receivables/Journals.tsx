import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function Journals() {
  const { t } = useTranslation('receivables');
  return <ListPage list="journals" href={null} empty={{ title: t('journal.none'), text: t('journal.noneText') }} />;
}
