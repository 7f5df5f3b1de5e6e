import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { useCan } from '../lib/session';
import { DueTag, Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Card, Line, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import type { Relative } from './types';

/** Customers that seem to belong to the same owner, and what they have overdue; nothing where there are none. */
export function Related({ id }: { id: string }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const query = useQuery({
    queryKey: ['credit', id, 'related'],
    enabled: may('credit-account.view'),
    queryFn: () => get(`/credit-accounts/${id}/related`),
  });
  const relatives = query.data?.relatives ?? [];
  const currency = query.data?.currency ?? null;
  if (relatives.length === 0) return null;
  return (
    <Card title={t('related.title', { count: relatives.length })}>
      <DataTable<Relative>
        compact
        caption={t('related.title', { count: relatives.length })}
        rows={relatives}
        rowKey={(other) => other.id ?? other.name}
        columns={[
          {
            key: 'name',
            title: t('account.customer'),
            pin: 'left',
            render: (other) =>
              other.id ? (
                <>
                  <Link to={`/customers/${other.id}`}>{other.name}</Link> <Mute small>{other.code}</Mute>
                </>
              ) : (
                <>
                  {other.name} <Mute small>{t('related.outside')}</Mute>
                </>
              ),
          },
          {
            key: 'why',
            title: t('related.why'),
            render: (other) => (
              <Line tight>
                {other.reasons.map((reason) => (
                  <StatusTag key={reason} tone={reason === 'SIMILAR' ? 'grey' : 'orange'}>
                    {t(`related.reason.${reason}`)}
                  </StatusTag>
                ))}
                {other.group && <Mute small>{t('related.group', { name: other.group })}</Mute>}
              </Line>
            ),
          },
          {
            key: 'exposure',
            title: t('related.exposure'),
            numeric: true,
            render: (other) => other.exposure != null && <Money value={other.exposure} currency={currency} />,
          },
          {
            key: 'overdue',
            title: t('related.overdue'),
            numeric: true,
            render: (other) =>
              other.overdueDays != null &&
              other.overdueDays > 0 && (
                <>
                  <Money value={other.overdue} currency={currency} /> <DueTag days={other.overdueDays} />
                </>
              ),
          },
        ]}
      />
    </Card>
  );
}
