import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState';
import { Link } from '../ui/Link';

export function NotFound() {
  const { t } = useTranslation('app');
  return (
    <EmptyState title={t('notFound.title')} text={t('notFound.text')}>
      <Link to="/">{t('notFound.home')}</Link>
    </EmptyState>
  );
}
