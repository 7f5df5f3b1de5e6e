import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, url, type Got } from '../lib/api';
import { big } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import { Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { DateInput } from '../ui/inputs';
import { Card, Line, Stack } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { kindName } from './words';

type TaxRow = Got<'/invoicing/tax-summary'>['rows'][number];

/** What was invoiced, month by month, by kind and rate, for the tax return; and whether the numbers are complete. */
export function TaxSummary() {
  const { t } = useTranslation('invoicing');
  const may = useCan();
  const search = useQueryParams();
  const navigate = useNavigate();
  const period = { from: search['from'], to: search['to'] };
  const query = useQuery({
    queryKey: ['sales-invoices', 'tax-summary', period],
    queryFn: () => get('/invoicing/tax-summary', period),
    placeholderData: keepPreviousData,
  });
  const numbers = useQuery({
    queryKey: ['sales-invoices', 'numbers', period],
    queryFn: () => get('/invoicing/numbers', period),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const data = query.data;
  const rows = data?.rows ?? [];
  const set = (part: { from?: string | null; to?: string | null }) => {
    void navigate({ to: '/tax-summary', search: { ...period, ...part } as never, replace: true });
  };
  const sum = (name: 'net' | 'tax' | 'total') =>
    rows.reduce((all, row) => all.plus(big(row[name])), big('0')).toFixed(2);
  const figure = (name: 'net' | 'tax' | 'total') => ({
    key: name,
    title: t(`field.${name}`),
    numeric: true,
    render: (row: TaxRow) => <Money value={row[name]} currency={data?.currency ?? ''} />,
    foot: <Money value={sum(name)} currency={data?.currency ?? ''} />,
  });
  return (
    <Stack>
      <Card>
        <Stack tight>
          <Line>
            <h1 className="oa-grow">{t('tax.title')}</h1>
            {may('sales-invoice.export') && (
              <Button icon={<DownloadOutlined />} href={url('/invoicing/tax-summary/file', period)}>
                {t('tax.file')}
              </Button>
            )}
          </Line>
          <div className="oa-mute">{t('tax.text')}</div>
          <Line tight>
            <span>{t('tax.from')}</span>
            <DateInput
              value={data?.from ?? null}
              onChange={(from) => {
                set({ from });
              }}
            />
            <span>{t('tax.to')}</span>
            <DateInput
              value={data?.to ?? null}
              onChange={(to) => {
                set({ to });
              }}
            />
          </Line>
        </Stack>
      </Card>
      {(numbers.data?.gaps ?? []).map((gap) => (
        <Alert
          key={`${gap.code}${gap.first}`}
          type="warning"
          showIcon
          title={t('tax.gap', {
            kind: kindName(gap.kind),
            code: gap.code,
            first: gap.first,
            last: gap.last,
            missing: gap.missing,
          })}
        />
      ))}
      {(numbers.data?.twice ?? []).map((twice) => (
        <Alert
          key={twice.number}
          type="error"
          showIcon
          title={
            <Line tight>
              <span>{t('tax.twice', { number: twice.number })}</span>
              {twice.invoices.map((id, at) => (
                <RecordLink key={id} kind="sales-invoice" id={id}>
                  {twice.called[at]}
                </RecordLink>
              ))}
            </Line>
          }
        />
      ))}
      <Card>
        <DataTable<TaxRow>
          rows={rows}
          rowKey={(row) => `${row.month}/${row.kind}/${String(row.red)}/${row.rate}`}
          loading={query.isPending}
          caption={t('tax.title')}
          foot={rows.length > 0}
          empty={<EmptyState title={t('tax.none')} text={t('tax.noneText')} />}
          columns={[
            { key: 'month', title: t('tax.month'), render: (row) => row.month.slice(0, 7), foot: t('tax.sum') },
            {
              key: 'kind',
              title: t('field.kind'),
              render: (row) => (
                <Line tight>
                  <span>{kindName(row.kind)}</span>
                  {row.red && <StatusTag tone="red">{t('invoice.red')}</StatusTag>}
                </Line>
              ),
            },
            {
              key: 'rate',
              title: t('field.taxRate'),
              numeric: true,
              render: (row) => `${big(row.rate).times(100).toFixed()}%`,
            },
            { key: 'invoices', title: t('tax.invoices'), numeric: true, render: (row) => row.invoices },
            figure('net'),
            figure('tax'),
            figure('total'),
          ]}
        />
      </Card>
    </Stack>
  );
}
