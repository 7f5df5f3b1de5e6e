import { useTranslation } from 'react-i18next';
import { daysBetween } from '../lib/dates';
import { isZero } from '../lib/money';
import { recordPath } from '../lib/records';
import { useMe } from '../lib/session';
import type { Filter, Ref } from '../lib/types';
import { DueTag } from '../ui/cells';
import { ListPage } from '../ui/ListPage';

const OPEN: Filter = ['isOpen', '=', true];

export function OpenItems() {
  const { t } = useTranslation('receivables');
  const { today } = useMe();
  return (
    <ListPage
      list="open-items"
      href={(row) => {
        const document = row['document'] as Ref | null;
        return recordPath(document?.kind, document?.id);
      }}
      also={['document', 'open', 'due']}
      views={[
        { key: 'open', label: t('item.open'), filter: OPEN, sort: 'due' },
        { key: 'overdue', label: t('item.overdue'), filter: { and: [OPEN, ['due', '<', 'today']] }, sort: 'due' },
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
  );
}
