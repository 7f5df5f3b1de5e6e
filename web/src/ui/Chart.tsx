import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAmount, type Decimal } from '../lib/money';
import { DataTable } from './DataTable';
import { EmptyState } from './EmptyState';
import { Card } from './layout';

const Drawn = lazy(() => import('./ChartDrawing'));

export interface Series {
  key: string;
  label: string;
  /** One value per category; figures stay exact in the table, the drawing rounds. */
  values: readonly (Decimal | null)[];
  kind?: 'bar' | 'line';
  colour?: 'blue' | 'green' | 'orange' | 'red' | 'grey';
}

export interface ChartData {
  categories: readonly string[];
  series: readonly Series[];
}

/** One question, answered by a picture; the same figures as a table one click away; a click drills down. */
export function Chart({
  question,
  data,
  currency,
  stacked,
  height = 200,
  loading,
  onDrill,
  extra,
}: {
  question: string;
  data: ChartData;
  currency?: string | null;
  stacked?: boolean;
  height?: number;
  loading?: boolean;
  onDrill?: (category: string, series: string) => void;
  extra?: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const [table, setTable] = useState(false);
  const rows = data.categories.map((category, index) => ({ category, index }));
  const nothing =
    !loading && data.series.every((series) => series.values.every((value) => value === null || Number(value) === 0));
  return (
    <Card
      title={question}
      extra={
        <>
          {extra}
          <Button
            type="text"
            size="small"
            icon={table ? <BarChartOutlined /> : <TableOutlined />}
            aria-label={t(table ? 'chart.drawing' : 'chart.table')}
            title={t(table ? 'chart.drawing' : 'chart.table')}
            onClick={() => {
              setTable(!table);
            }}
          />
        </>
      }
    >
      {nothing ? (
        <EmptyState title={t('chart.nothing')} />
      ) : table ? (
        <DataTable
          compact
          caption={question}
          rows={rows}
          rowKey={(row) => row.category}
          columns={[
            { key: 'category', title: '', render: (row) => row.category },
            ...data.series.map((series) => ({
              key: series.key,
              title: series.label,
              numeric: true,
              render: (row: { index: number }) => formatAmount(series.values[row.index], currency),
            })),
          ]}
        />
      ) : (
        <div style={{ height }} role="img" aria-label={question}>
          <Suspense fallback={<span className="oa-skeleton" style={{ width: '100%', height: '100%' }} />}>
            {!loading && <Drawn data={data} stacked={stacked ?? false} {...(onDrill ? { onDrill } : {})} />}
          </Suspense>
        </div>
      )}
    </Card>
  );
}
