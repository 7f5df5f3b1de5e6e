import { useTranslation } from 'react-i18next';
import { DueTag } from '../ui/cells';
import { ListPage } from '../ui/ListPage';

export function OpenItems() {
  const { t } = useTranslation('receivables');
  return (
    <ListPage
      list="open-items"
      href={null}
      views={[
        { key: 'open', label: t('item.open'), filter: ['open', '!=', '0'], sort: 'due' },
        {
          key: 'overdue',
          label: t('item.overdue'),
          filter: {
            and: [
              ['open', '>', '0'],
              ['due', '<', 'today'],
            ],
          },
          sort: 'due',
        },
        {
          key: 'week',
          label: t('item.week'),
          filter: {
            and: [
              ['open', '>', '0'],
              ['due', 'between', ['today', 'today+7']],
            ],
          },
          sort: 'due',
        },
      ]}
      render={{
        overdueDays: (row) => (typeof row['overdueDays'] === 'number' ? <DueTag days={row['overdueDays']} /> : null),
      }}
      empty={{ title: t('item.none'), text: t('item.noneText') }}
    />
  );
}
