import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { formatMoney, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import { AgeBar } from '../ui/AgeBar';
import { Explain, Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { DateInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { Link } from '../ui/Link';

interface AgeingRow {
  customer: { id: string; name?: string | null; title?: string | null; number?: string | null };
  notDue: Decimal;
  /** One amount per bucket, in the order of the answer's buckets. */
  buckets: Decimal[];
  unapplied: Decimal;
  balance: Decimal;
}

interface AgeingAnswer {
  asOf: string;
  currency: string;
  buckets: { key: string; from: number | null; to: number | null }[];
  rows: AgeingRow[];
  total: Omit<AgeingRow, 'customer'>;
  next?: string | null;
}

export function bucketWords(
  t: (key: string, values?: Record<string, unknown>) => string,
  bucket: { from: number | null; to: number | null },
): string {
  if (bucket.to === null) return t('ageing.over', { days: (bucket.from ?? 1) - 1 });
  return t('ageing.days', { from: bucket.from ?? 1, to: bucket.to });
}

/** Who owes how much for how long, as of any day; each amount opens its items. */
export function Ageing() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const navigate = useNavigate();
  const { on, by } = useQueryParams();
  const [asOf, setAsOf] = useState<string | null>(on ?? null);
  const date = asOf ?? me.today;
  const basis = by === 'document' ? 'document' : 'due';
  const query = useQuery({
    queryKey: ['ageing', date, basis],
    queryFn: ({ signal }) => get<AgeingAnswer>('/ageing', { asOf: date, by: basis }, signal),
    placeholderData: keepPreviousData,
  });
  const put = (part: Record<string, string | undefined>) => {
    void navigate({ to: '.', search: { on: asOf ?? undefined, by, ...part } as never, replace: true });
  };
  const data = query.data;
  const items = (customer: string | null, from: number | null, to: number | null) => {
    const conditions: unknown[] = [['open', '!=', '0']];
    if (customer) conditions.push(['party', '=', customer]);
    if (from !== null) conditions.push(['overdueDays', '>=', String(from)]);
    if (to !== null) conditions.push(['overdueDays', '<=', String(to)]);
    return `/open-items?filter=${encodeURIComponent(JSON.stringify({ and: conditions }))}&sort=due`;
  };
  // Drilling leads to the items as they are now: only today's ageing is made of them.
  const drills = date === me.today && basis === 'due';
  const cell = (amount: Decimal | undefined, customer: string | null, from: number | null, to: number | null) =>
    drills && amount !== undefined && !/^-?0(\.0*)?$/.test(amount) ? (
      <Link to={items(customer, from, to)}>
        <Money value={amount} currency={data?.currency ?? null} />
      </Link>
    ) : (
      <Money value={amount} currency={data?.currency ?? null} />
    );
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t('ageing.title')}</h1>
          <Segmented
            value={basis}
            options={[
              { value: 'due', label: t('ageing.byDue') },
              { value: 'document', label: t('ageing.byDocument') },
            ]}
            onChange={(value) => {
              put({ by: value === 'document' ? 'document' : undefined });
            }}
          />
          <label className="oa-row tight nowrap">
            <span className="oa-soft">{t('ageing.asOf')}</span>
            <DateInput
              value={date}
              aria-label={t('ageing.asOf')}
              onChange={(value) => {
                setAsOf(value);
                put({ on: value ?? undefined });
              }}
            />
          </label>
        </Line>
        <div className="oa-mute">{t('ageing.what')}</div>
      </Card>
      {query.isError && <Failure error={query.error} reset={() => void query.refetch()} />}
      {data && (
        <>
          <Card
            title={
              <Explain how={t('ageing.how')}>
                {t('ageing.balance')} {formatMoney(data.total.balance, data.currency)}
              </Explain>
            }
          >
            <AgeBar
              currency={data.currency}
              buckets={[
                { key: 'notDue', label: t('ageing.notDue'), amount: data.total.notDue },
                ...data.buckets.map((bucket, index) => ({
                  key: bucket.key,
                  label: bucketWords(t, bucket),
                  amount: data.total.buckets[index] ?? '0',
                })),
              ]}
              {...(drills
                ? {
                    onDrill: (bucket: { key: string }) => {
                      const chosen = data.buckets.find((b) => b.key === bucket.key);
                      void navigate({ href: chosen ? items(null, chosen.from, chosen.to) : items(null, null, 0) });
                    },
                  }
                : {})}
            />
          </Card>
          <Card flush>
            {data.rows.length === 0 ? (
              <EmptyState title={t('ageing.none')} text={t('ageing.noneText')} />
            ) : (
              <DataTable<AgeingRow>
                rows={data.rows}
                rowKey={(row) => row.customer.id}
                foot
                caption={t('ageing.title')}
                columns={[
                  {
                    key: 'customer',
                    title: t('field.customer'),
                    pin: 'left',
                    width: 180,
                    render: (row) => (
                      <Link to={`/customers/${row.customer.id}`}>
                        {row.customer.name ?? row.customer.title ?? row.customer.number}
                      </Link>
                    ),
                    foot: t('receipt.sum'),
                  },
                  {
                    key: 'notDue',
                    title: t('ageing.notDue'),
                    numeric: true,
                    render: (row) => cell(row.notDue, row.customer.id, null, 0),
                    foot: cell(data.total.notDue, null, null, 0),
                  },
                  ...data.buckets.map((bucket, index) => ({
                    key: bucket.key,
                    title: bucketWords(t, bucket),
                    numeric: true,
                    render: (row: AgeingRow) => cell(row.buckets[index], row.customer.id, bucket.from, bucket.to),
                    foot: cell(data.total.buckets[index], null, bucket.from, bucket.to),
                  })),
                  {
                    key: 'unapplied',
                    title: t('ageing.unapplied'),
                    numeric: true,
                    render: (row) => <Money value={row.unapplied} currency={data.currency} />,
                    foot: <Money value={data.total.unapplied} currency={data.currency} />,
                  },
                  {
                    key: 'balance',
                    title: t('ageing.balance'),
                    numeric: true,
                    pin: 'right',
                    render: (row) => <Money value={row.balance} currency={data.currency} strong />,
                    foot: <Money value={data.total.balance} currency={data.currency} />,
                  },
                ]}
              />
            )}
          </Card>
        </>
      )}
    </>
  );
}
