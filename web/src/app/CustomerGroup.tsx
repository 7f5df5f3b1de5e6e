import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, type Schema } from '../lib/api';
import { big, formatMoney } from '../lib/money';
import { Money, StateTag, StatusTag } from '../ui/cells';
import { DataTable, type Column } from '../ui/DataTable';
import { Card, Line, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import { CUSTOMER_TONES } from './tones';

type View = Schema<'insight.CustomerGroup.View'>;
type Member = View['members'][number];
type Figures = Member['figures'];

const FIGURES = ['limit', 'used', 'available', 'open', 'overdue', 'sold'] as const;

/** Those the customer belongs together with, one below the other, with figures of each and of all; nothing where there are none. */
export function CustomerGroup({ id }: { id: string }) {
  const { t } = useTranslation('app');
  const query = useQuery({ queryKey: ['customers', id, 'group'], queryFn: () => get(`/customers/${id}/group`) });
  const view = query.data;
  if (!view || (view.members.length < 2 && view.outside === 0)) return null;
  const { currency, members, total } = view;
  const shown = FIGURES.filter((name) => members.some((member) => member.figures[name] != null));
  const cell = (figures: Figures, name: (typeof FIGURES)[number], strong = false) => {
    const value = figures[name];
    if (value == null) return <Mute>{name === 'limit' && figures.used != null ? t('group.unlimited') : '–'}</Mute>;
    const bad = (name === 'available' && big(value).lt(0)) || (name === 'overdue' && big(value).gt(0));
    return (
      <span className={bad ? 'oa-red' : undefined}>
        <Money value={value} currency={currency} strong={strong} />
      </span>
    );
  };
  const columns: Column<Member>[] = [
    {
      key: 'name',
      title: t('group.customer'),
      pin: 'left',
      render: (member) => (
        <span style={{ paddingInlineStart: member.level * 20 }}>
          {member.id === id ? <b>{member.name}</b> : <Link to={`/customers/${member.id}`}>{member.name}</Link>}{' '}
          <Mute small>{member.code}</Mute>{' '}
          {member.state !== 'ACTIVE' && (
            <StateTag kind="customer" state={member.state} tone={CUSTOMER_TONES[member.state] ?? 'grey'} />
          )}
          {member.credit === 'STOPPED' && <StatusTag tone="red">{t('group.stopped')}</StatusTag>}
        </span>
      ),
      foot: t('group.all', { count: members.length }),
    },
    ...shown.map((name): Column<Member> => ({
      key: name,
      title: t(`group.${name}`),
      numeric: true,
      render: (member) => cell(member.figures, name),
      foot: total[name] == null ? null : cell(total, name, true),
    })),
  ];
  return (
    <Card title={t('group.title')}>
      <DataTable<Member>
        compact
        foot
        caption={t('group.title')}
        rows={members}
        rowKey={(member) => member.id}
        columns={columns}
      />
      {view.limits.map((limit) => (
        <Line key={limit.id} className="oa-small">
          <Link to={`/credit/shared-limits/${limit.id}`}>{limit.name}</Link>
          <Mute>
            {limit.limit == null
              ? t('group.sharedUnlimited', { used: formatMoney(limit.exposure, currency) })
              : t('group.shared', {
                  limit: formatMoney(limit.limit, currency),
                  used: formatMoney(limit.exposure, currency),
                  free: formatMoney(limit.free ?? '0', currency),
                })}
          </Mute>
        </Line>
      ))}
      {view.unlimited > 0 && <Mute small>{t('group.withoutLimit', { count: view.unlimited })} </Mute>}
      {view.outside > 0 && <Mute small>{t('group.outside', { count: view.outside })}</Mute>}
    </Card>
  );
}
