import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatQuantity } from '../lib/money';
import type { Tone } from '../lib/types';
import { Instant, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { ENDED, JobProgress, type Job } from '../ui/ImportDialog';
import { Card } from '../ui/layout';

const TONES: Record<string, Tone> = {
  WAITING: 'grey',
  RUNNING: 'blue',
  DONE: 'green',
  FAILED: 'red',
  CANCELLED: 'grey',
};

/** Long work of mine: what runs, what came of it, and the way to stop it. */
export function Imports() {
  const { t } = useTranslation('document');
  const [open, setOpen] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['jobs'],
    queryFn: () => get<{ rows: Job[] }>('/jobs'),
    refetchInterval: (q) => (q.state.data?.rows.some((job) => !ENDED.includes(job.state)) ? 1_500 : 15_000),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const rows = query.data?.rows ?? [];
  return (
    <>
      <Card>
        <h1>{t('jobs.title')}</h1>
        <div className="oa-mute">{t('jobs.what')}</div>
      </Card>
      {open && (
        <Card title={t('jobs.progress')}>
          <JobProgress key={open} id={open} />
        </Card>
      )}
      <Card flush>
        {query.isSuccess && rows.length === 0 ? (
          <EmptyState title={t('jobs.none')} text={t('jobs.noneText')} />
        ) : (
          <DataTable<Job>
            rows={rows}
            rowKey={(job) => job.id}
            loading={query.isPending}
            caption={t('jobs.title')}
            current={open}
            onRow={(job) => {
              setOpen(job.id);
            }}
            columns={[
              {
                key: 'kind',
                title: t('jobs.kind'),
                render: (job) => serverText(`job.${job.kind ?? ''}`, job.kind ?? ''),
              },
              {
                key: 'state',
                title: t('jobs.state'),
                render: (job) => (
                  <StatusTag tone={TONES[job.state] ?? 'grey'}>{t(`ui:job.${job.state.toLowerCase()}`)}</StatusTag>
                ),
              },
              {
                key: 'done',
                title: t('jobs.done'),
                numeric: true,
                render: (job) => `${formatQuantity(job.done ?? 0, '0')} / ${formatQuantity(job.total, '…')}`,
              },
              { key: 'message', title: t('jobs.message'), render: (job) => job.message },
              { key: 'at', title: t('jobs.at'), render: (job) => <Instant value={job.createdAt} /> },
            ]}
          />
        )}
      </Card>
    </>
  );
}
