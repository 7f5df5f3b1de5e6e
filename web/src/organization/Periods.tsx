import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, type Schema } from '../lib/api';
import { useCan } from '../lib/session';
import { Instant, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { Card } from '../ui/layout';
import { TableCard } from '../ui/TableCard';

type Month = Schema<'organization.MonthView'>;
type Step = Schema<'organization.Periods.Step'>;

/** Which months are closed, closing the next and opening one again. */
export function PeriodsPage() {
  const { t } = useTranslation('organization');
  const may = useCan();
  const [asked, setAsked] = useState<{ month: string; closing: boolean } | null>(null);
  const query = useQuery({ queryKey: ['periods'], queryFn: () => get('/periods') });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const months = query.data?.months ?? [];
  const current = months[0]?.month;
  return (
    <>
      <TableCard<Month>
        title={t('periods.title')}
        what={t('periods.what')}
        rows={months}
        rowKey={(row) => row.month}
        loading={query.isPending}
        columns={[
          { key: 'month', title: t('periods.month'), render: (row) => row.month },
          {
            key: 'state',
            title: t('periods.state'),
            render: (row) => (
              <StatusTag tone={row.closed ? 'green' : 'grey'}>
                {t(row.closed ? 'periods.closed' : 'periods.open')}
              </StatusTag>
            ),
          },
          {
            key: 'step',
            title: '',
            render: (row) =>
              row.closed
                ? may('period.reopen') && (
                    <Button
                      size="small"
                      onClick={() => {
                        setAsked({ month: row.month, closing: false });
                      }}
                    >
                      {t('periods.reopen')}
                    </Button>
                  )
                : row.month !== current &&
                  may('period.close') && (
                    <Button
                      size="small"
                      onClick={() => {
                        setAsked({ month: row.month, closing: true });
                      }}
                    >
                      {t('periods.close')}
                    </Button>
                  ),
          },
        ]}
      />
      <Card title={t('periods.history')}>
        <DataTable<Step>
          caption={t('periods.history')}
          rows={query.data?.history ?? []}
          rowKey={(step) => step.id}
          empty={<span className="oa-mute">{t('periods.never')}</span>}
          columns={[
            { key: 'at', title: t('periods.at'), render: (step) => <Instant value={step.at} /> },
            { key: 'by', title: t('periods.by'), render: (step) => step.by },
            {
              key: 'what',
              title: t('periods.step'),
              render: (step) => t(step.action === 'CLOSE' ? 'periods.close' : 'periods.reopen'),
            },
            { key: 'through', title: t('periods.through'), render: (step) => step.through ?? t('periods.nothing') },
            { key: 'reason', title: t('periods.reason'), render: (step) => step.reason },
          ]}
        />
      </Card>
      {asked && (
        <Asked
          key={asked.month}
          {...asked}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

function Asked({ month, closing, onClose }: { month: string; closing: boolean; onClose: () => void }) {
  const { t } = useTranslation('organization');
  const queries = useQueryClient();
  const form = useForm({ reason: '' }, async (values, key) => {
    const body = { month, reason: values.reason.trim() };
    if (closing) await post('/periods/closing', body, { key });
    else await post('/periods/reopening', body, { key });
    await queries.invalidateQueries({ queryKey: ['periods'] });
  });
  return (
    <FormDrawer
      open
      title={t(closing ? 'periods.closeTitle' : 'periods.reopenTitle', { month })}
      action={t(closing ? 'periods.close' : 'periods.reopen')}
      danger={!closing}
      form={form}
      onClose={onClose}
    >
      <div className="oa-soft">{t(closing ? 'periods.closeText' : 'periods.reopenText', { month })}</div>
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('periods.reason')} must={!closing} area autoFocus />
      </Fields>
    </FormDrawer>
  );
}
