import { useTranslation } from 'react-i18next';
import { daysBetween } from '../lib/dates';
import { isZero } from '../lib/money';
import { useMe } from '../lib/session';
import type { Filter, Ref } from '../lib/types';
import { DueTag } from '../ui/cells';
import { ListPage } from '../ui/ListPage';
import { usePlanFor } from './PaymentPlans';
import { useWriteOffFor } from './WriteOffs';

const OPEN: Filter = ['isOpen', '=', true];

export function OpenItems() {
  const { t } = useTranslation('receivables');
  const { today } = useMe();
  const plan = usePlanFor();
  const lost = useWriteOffFor();
  return (
    <>
      {plan.editor}
      {lost.editor}
      <ListPage
        list="open-items"
        href={(row) => `/open-items/${row.id}`}
        also={['document', 'open', 'due', 'party', 'number']}
        bulk={[
          {
            key: 'plan',
            label: t('plan.new'),
            right: 'payment-plan.create',
            run: (rows) => {
              const party = rows[0]?.['party'] as Ref | null;
              plan.choose({
                party: party?.id ?? '',
                items: rows.map((row) => ({ id: row.id, open: String(row['open']) })),
              });
              return Promise.resolve();
            },
          },
          {
            key: 'lost',
            label: t('lost.new'),
            right: 'write-off.create',
            run: (rows) => {
              const party = rows[0]?.['party'] as Ref | null;
              lost.choose({
                party: party?.id ?? '',
                items: rows.map((row) => ({ id: row.id, open: String(row['open']), number: String(row['number']) })),
              });
              return Promise.resolve();
            },
          },
        ]}
        views={[
          { key: 'open', label: t('item.open'), filter: OPEN, sort: 'due' },
          { key: 'overdue', label: t('item.overdue'), filter: { and: [OPEN, ['due', '<', 'today']] }, sort: 'due' },
          { key: 'disputed', label: t('item.disputed'), filter: { and: [OPEN, ['disputed', '=', true]] }, sort: 'due' },
          {
            key: 'week',
            label: t('item.week'),
            filter: { and: [OPEN, ['due', 'between', ['today', 'today+7']]] },
            sort: 'due',
          },
        ]}
        render={{
          days: (row) =>
            !isZero(String(row['open'] ?? '0')) && typeof row['due'] === 'string' ? (
              <DueTag days={daysBetween(row['due'], today)} />
            ) : null,
        }}
        empty={{ title: t('item.none'), text: t('item.noneText') }}
      />
    </>
  );
}
