import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, type Got } from '../lib/api';
import { useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import { Money } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { DateInput } from '../ui/inputs';
import { Card, Columns, Line, Stack } from '../ui/layout';
import { Link } from '../ui/Link';

const BY = ['MONTH', 'DAY', 'CUSTOMER', 'OWNER', 'METHOD', 'ACCOUNT'] as const;
type By = (typeof BY)[number];

/** Money that came in by month, customer, salesperson, method or account; and who pays how. */
export function ReceiptReport() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const search = useQueryParams();
  const navigate = useNavigate();
  const to = search['to'] ?? me.today;
  const from = search['from'] ?? `${String(Number(to.slice(0, 4)) - 1)}${to.slice(4, 8)}01`;
  const by = BY.find((one) => one === search['by']) ?? 'MONTH';
  const go = (part: { from?: string | null; to?: string | null; by?: By }) => {
    void navigate({ to: '/reports/receipts', search: { from, to, by, ...part } as never, replace: true });
  };
  const report = useQuery({
    queryKey: ['reports', 'receipts', from, to, by],
    queryFn: () => get('/reports/receipts', { from, to, by }),
    placeholderData: keepPreviousData,
  });
  const behaviour = useQuery({
    queryKey: ['reports', 'behaviour'],
    queryFn: () => get('/reports/payment-behaviour', { limit: 10 }),
  });
  if (report.isError) return <Failure error={report.error} reset={() => void report.refetch()} />;
  const lines = report.data?.lines ?? [];
  const name = (line: { key: string; label: string }) => line.label || t('report.nobody');
  return (
    <Stack>
      <Card>
        <Stack tight>
          <h1>{t('report.receiptTitle')}</h1>
          <div className="oa-mute">{t('report.receiptsText')}</div>
          <Line>
            <Segmented
              aria-label={t('report.by')}
              value={by}
              options={BY.map((value) => ({ value, label: t(`report.${value}`) }))}
              onChange={(value) => {
                go({ by: value });
              }}
            />
            <Line tight>
              <DateInput
                value={from}
                onChange={(value) => {
                  go({ from: value });
                }}
              />
              <span>{t('ledger.to')}</span>
              <DateInput
                value={to}
                onChange={(value) => {
                  go({ to: value });
                }}
              />
            </Line>
          </Line>
        </Stack>
      </Card>
      <Chart
        question={t('report.receiptsQuestion')}
        loading={report.isPending}
        currency={currency}
        data={{
          categories: lines.slice(0, 40).map(name),
          series: [{ key: 'amount', label: t('report.amount'), values: lines.slice(0, 40).map((line) => line.amount) }],
        }}
      />
      <Card title={t('report.lines')}>
        <DataTable
          rows={lines}
          rowKey={(line) => line.key}
          loading={report.isPending}
          caption={t('report.lines')}
          foot
          columns={[
            {
              key: 'label',
              title: t(`report.${by}`),
              render: (line) =>
                by === 'CUSTOMER' ? <Link to={`/customers/${line.key}`}>{name(line)}</Link> : name(line),
              foot: t('receipt.sum'),
            },
            {
              key: 'count',
              title: t('report.count'),
              numeric: true,
              render: (line) => line.count,
              foot: report.data?.total.count,
            },
            {
              key: 'fee',
              title: t('field.fee'),
              numeric: true,
              render: (line) => <Money value={line.fee} currency={currency} />,
              foot: report.data && <Money value={report.data.total.fee} currency={currency} />,
            },
            {
              key: 'amount',
              title: t('report.amount'),
              numeric: true,
              render: (line) => <Money value={line.amount} currency={currency} />,
              foot: report.data && <Money value={report.data.total.amount} currency={currency} />,
            },
          ]}
        />
      </Card>
      <Columns>
        <Behaviour title={t('report.slowest')} rows={behaviour.data?.slowest ?? []} />
        <Behaviour title={t('report.fastest')} rows={behaviour.data?.fastest ?? []} />
      </Columns>
    </Stack>
  );
}

function Behaviour({ title, rows }: { title: string; rows: Got<'/reports/payment-behaviour'>['slowest'] }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  return (
    <Card title={title}>
      <DataTable
        rows={rows}
        rowKey={(row) => row.customer}
        caption={title}
        columns={[
          {
            key: 'name',
            title: t('field.customer'),
            render: (row) => (
              <Link to={`/customers/${row.customer}`}>
                {row.code} {row.name}
              </Link>
            ),
          },
          {
            key: 'paid',
            title: t('report.paid'),
            numeric: true,
            render: (row) => <Money value={row.paid} currency={me.company.baseCurrency} />,
          },
          { key: 'late', title: t('report.daysLate'), numeric: true, render: (row) => row.daysLate },
          { key: 'before', title: t('report.yearBefore'), numeric: true, render: (row) => row.before ?? '–' },
        ]}
      />
    </Card>
  );
}

/** Twelve months of receivables: how old they were, how they moved, how fast they turn to money. */
export function ReceivableReport() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const report = useQuery({ queryKey: ['reports', 'receivables'], queryFn: () => get('/reports/receivables') });
  if (report.isError) return <Failure error={report.error} reset={() => void report.refetch()} />;
  const months = report.data?.months ?? [];
  const categories = months.map((month) => month.month);
  const buckets = [0, 1, 2, 3, 4, 5, 6];
  const colours = ['green', 'blue', 'grey', 'orange', 'orange', 'red', 'red'] as const;
  return (
    <Stack>
      <Card>
        <h1>{t('report.receivableTitle')}</h1>
        <div className="oa-mute">
          {t('report.receivablesText')}{' '}
          {report.data?.turnover != null && t('report.turnover', { turnover: report.data.turnover })}
        </div>
      </Card>
      <Chart
        question={t('report.ageQuestion')}
        stacked
        height={260}
        loading={report.isPending}
        currency={currency}
        data={{
          categories,
          series: buckets.map((bucket) => ({
            key: String(bucket),
            label: t(`report.age${String(bucket)}`),
            colour: colours[bucket] ?? 'grey',
            values: months.map((month) => month.buckets[bucket] ?? null),
          })),
        }}
      />
      <Columns>
        <Chart
          question={t('report.planQuestion')}
          loading={report.isPending}
          currency={currency}
          data={{
            categories,
            series: [
              { key: 'planned', label: t('report.planned'), colour: 'grey', values: months.map((m) => m.planned) },
              { key: 'receipts', label: t('report.amount'), colour: 'green', values: months.map((m) => m.receipts) },
            ],
          }}
        />
        <Chart
          question={t('report.dsoQuestion')}
          loading={report.isPending}
          data={{
            categories,
            series: [
              {
                key: 'dso',
                label: t('report.dso'),
                kind: 'line',
                colour: 'red',
                values: months.map((m) => m.dso ?? null),
              },
              {
                key: 'best',
                label: t('report.bestPossible'),
                kind: 'line',
                colour: 'green',
                values: months.map((m) => m.bestPossible ?? null),
              },
            ],
          }}
        />
      </Columns>
      <Card title={t('report.months')}>
        <DataTable
          rows={[...months].reverse()}
          rowKey={(month) => month.month}
          loading={report.isPending}
          caption={t('report.months')}
          columns={[
            { key: 'month', title: t('report.MONTH'), render: (m) => m.month },
            ...(['balance', 'allowance', 'sales', 'planned', 'receipts'] as const).map((name) => ({
              key: name,
              title: t(`report.${name}`),
              numeric: true,
              render: (m: (typeof months)[number]) => <Money value={m[name]} currency={currency} />,
            })),
            ...(['dso', 'countBack', 'bestPossible', 'effectiveness'] as const).map((name) => ({
              key: name,
              title: t(`report.${name}`),
              numeric: true,
              render: (m: (typeof months)[number]) => m[name] ?? '–',
            })),
          ]}
        />
      </Card>
      {report.data && report.data.overdue.length > 0 && (
        <Card title={t('report.overdueTitle')}>
          <DataTable
            rows={report.data.overdue}
            rowKey={(part) => part.cause}
            caption={t('report.overdueTitle')}
            columns={[
              { key: 'cause', title: t('report.why'), render: (part) => t(`report.cause.${part.cause}`) },
              { key: 'items', title: t('report.items'), numeric: true, render: (part) => part.items },
              {
                key: 'amount',
                title: t('report.overdueAmount'),
                numeric: true,
                render: (part) => (
                  <Link to={`/open-items?filter=${encodeURIComponent(JSON.stringify(['due', '<', 'today']))}`}>
                    <Money value={part.amount} currency={currency} />
                  </Link>
                ),
              },
            ]}
          />
        </Card>
      )}
      <Card title={t('report.rolled')}>
        <div className="oa-mute">{t('report.rolledText')}</div>
        <DataTable
          rows={[...months].reverse()}
          rowKey={(month) => month.month}
          loading={report.isPending}
          caption={t('report.rolled')}
          columns={[
            { key: 'month', title: t('report.MONTH'), render: (m) => m.month },
            ...buckets.slice(1, 4).map((bucket) => ({
              key: String(bucket),
              title: t(`report.age${String(bucket)}`),
              numeric: true,
              render: (m: (typeof months)[number]) => {
                const share = m.rolled[bucket - 1];
                return share == null ? '–' : `${share} %`;
              },
            })),
          ]}
        />
      </Card>
    </Stack>
  );
}
