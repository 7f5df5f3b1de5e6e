import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Got } from '../lib/api';
import { big, formatMoney, formatShare } from '../lib/money';
import { useMe } from '../lib/session';
import { Explain } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { Failure } from '../ui/Failure';
import { Card, Columns, Line, Stack } from '../ui/layout';
import { Link } from '../ui/Link';
import { EmptyState } from '../ui/EmptyState';

type HomeView = Got<'/home'>;

/** Four boxes while the figures are on their way. */
const WAITED: HomeView['figures'] = ['a', 'b', 'c', 'd'].map((name) => ({ name, amount: '', compared: null }));

const PLACES: Record<string, string> = {
  receivables: '/open-items',
  overdue: '/ageing',
  sales: '/deliveries',
  receipts: '/receipts',
};

function waitingPath(item: HomeView['waiting'][number]): string {
  if (item.name === 'held-orders') return '/credit/holds';
  if (item.name === 'warnings' || item.name === 'warning-tasks') return '/credit/warnings/mine';
  if (item.name === 'orders-to-deliver') return '/to-deliver';
  // A filter of two conditions comes wrapped in a list of its own.
  const filter = Array.isArray(item.filter) && item.filter.length === 1 ? (item.filter[0] as unknown) : item.filter;
  return `/${item.list}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

/** What waits for me, and four figures with the year behind them; everything leads to what it is made of. */
export function Home() {
  const { t } = useTranslation('app');
  const me = useMe();
  const navigate = useNavigate();
  const query = useQuery({ queryKey: ['home'], queryFn: () => get('/home'), refetchInterval: 60_000 });
  const months = query.data?.months;
  const flows = useMemo(
    () => ({
      categories: (months ?? []).map((m) => m.month),
      series: [
        { key: 'sales', label: t('home.sales'), values: (months ?? []).map((m) => m.sales), colour: 'blue' as const },
        {
          key: 'receipts',
          label: t('home.receipts'),
          values: (months ?? []).map((m) => m.receipts),
          colour: 'green' as const,
        },
      ],
    }),
    [months, t],
  );
  const debt = useMemo(
    () => ({
      categories: (months ?? []).map((m) => m.month),
      series: [
        {
          key: 'receivable',
          label: t('home.receivables'),
          values: (months ?? []).map((m) => m.receivable),
          kind: 'line' as const,
          colour: 'orange' as const,
        },
      ],
    }),
    [months, t],
  );
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const data = query.data;
  const has = (name: string) => data?.figures.some((figure) => figure.name === name) ?? true;
  const drill = (path: string) => (month: string) => {
    const [year = 0, number = 1] = month.split('-').map(Number);
    const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
    const filter = ['date', 'between', [`${month}-01`, `${month}-${String(last)}`]];
    void navigate({ to: path, search: { filter: JSON.stringify(filter) } as never });
  };
  return (
    <>
      <h1>{t('home.hello', { name: me.user.name })}</h1>
      <Columns count={4} pairs>
        {(data?.figures ?? WAITED).map((figure) => (
          <Card key={figure.name} title={figure.amount === '' ? ' ' : t(`home.${figure.name}`)}>
            {figure.amount === '' ? (
              <span className="oa-skeleton" style={{ width: '70%', height: 20 }} />
            ) : (
              <>
                <Link to={PLACES[figure.name] ?? '/'}>
                  <span
                    className={`oa-figure${figure.name === 'overdue' && big(figure.amount).gt(0) ? ' oa-red' : ''}`}
                  >
                    {formatMoney(figure.amount, data?.currency)}
                  </span>
                </Link>
                <div className="oa-mute oa-small">
                  <Explain how={t(`home.how.${figure.name}`)}>
                    {t(`home.compared.${figure.name}`, compared(figure, data?.currency))}
                  </Explain>
                </div>
              </>
            )}
          </Card>
        ))}
      </Columns>
      <Columns wideLeft>
        <Stack>
          {(has('sales') || has('receipts')) && (
            <Chart
              question={t('home.flows')}
              data={flows}
              currency={data?.currency ?? null}
              loading={query.isPending}
              onDrill={(month, series) => {
                drill(series === 'receipts' ? '/receipts' : '/deliveries')(month);
              }}
            />
          )}
          {has('receivables') && (
            <Chart question={t('home.debt')} data={debt} currency={data?.currency ?? null} loading={query.isPending} />
          )}
        </Stack>
        <Card title={t('home.waiting')}>
          {data && data.waiting.length === 0 ? (
            <EmptyState title={t('home.nothing')} text={t('home.nothingText')} />
          ) : (
            <ul className="oa-items">
              {(data?.waiting ?? []).map((item) => (
                <li key={item.name}>
                  <Link to={waitingPath(item)}>
                    <Line between nowrap>
                      <span>{t(`home.wait.${item.name}`, { defaultValue: item.name })}</span>
                      <span className="oa-right">
                        <span className="oa-strong">{item.count}</span>{' '}
                        <span className="oa-mute oa-small">
                          {item.name.startsWith('warning') ? '' : formatMoney(item.amount, data?.currency)}
                        </span>
                      </span>
                    </Line>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </Columns>
    </>
  );
}

function compared(figure: HomeView['figures'][number], currency: string | undefined): Record<string, string> {
  const before = big(figure.compared);
  const difference = big(figure.amount).minus(before);
  return {
    before: formatMoney(before, currency),
    share: formatShare(figure.amount, before, 0),
    change: `${difference.gt(0) ? '+' : ''}${formatMoney(difference, currency)}`,
  };
}
