import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { formatQuantity } from '../lib/money';
import { useCan } from '../lib/session';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

interface Verified {
  intact: boolean;
  entries: number;
  firstBroken?: string | null;
}

/** Who did what: every change and export, chained so that a removed or altered line shows. */
export function AuditPage() {
  const { t } = useTranslation('organization');
  const may = useCan();
  const verify = useMutation({ mutationFn: () => post<Verified>('/audit/verification') });
  return (
    <>
      {verify.isError && <Alert type="error" showIcon title={problemText(verify.error)} />}
      {verify.data && (
        <Alert
          type={verify.data.intact ? 'success' : 'error'}
          showIcon
          title={
            verify.data.intact
              ? t('audit.intact', { entries: formatQuantity(verify.data.entries, '0') })
              : t('audit.broken', { at: verify.data.firstBroken ?? '' })
          }
        />
      )}
      <ListPage
        list="audit-entries"
        href={null}
        actions={
          may('audit-entry.verify') && (
            <Button
              loading={verify.isPending}
              onClick={() => {
                verify.mutate();
              }}
            >
              {t('audit.verify')}
            </Button>
          )
        }
        empty={{ title: t('audit.none'), text: t('audit.noneText') }}
      />
    </>
  );
}
