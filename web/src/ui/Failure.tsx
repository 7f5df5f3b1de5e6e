import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';
import { problemText } from './problems';

/** What stands where a page or a part of it couldn't be shown, and the way to try again. */
export function Failure({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation('ui');
  return (
    <div role="alert">
      <EmptyState title={t('problem.title')} text={problemText(error)}>
        {reset && <Button onClick={reset}>{t('again')}</Button>}
      </EmptyState>
    </div>
  );
}
