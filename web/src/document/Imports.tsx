import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, isProblem } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatQuantity } from '../lib/money';
import type { Tone } from '../lib/types';
import { Instant, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { ENDED, JobProgress, startedJobs, type Job } from '../ui/ImportDialog';
import { Card } from '../ui/layout';

const TONES: Record<string, Tone> = {
  WAITING: 'grey',
  RUNNING: 'blue',
  DONE: 'green',
  FAILED: 'red',
  CANCELLED: 'grey',
};

/** Long work begun from this browser: what runs, what came of it, and the way to stop it. */
export function Imports() {
  const { t } = useTranslation('document');
  const [ids] = useState(startedJobs);
  const [open, setOpen] = useState<string | null>(ids[0] ?? null);
  const jobs = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['job', id],
      queryFn: async () => {
        try {
          return await get(`/jobs/${id}`);
        } catch (error) {
          // Begun by somebody else in this browser, or long gone.
          if (isProblem(error, 404)) return null;
          throw error;
        }
      },
      refetchInterval: (query: { state: { data?: Job | null | undefined } }) =>
        (query.state.data && !ENDED.includes(query.state.data.state) ? 1_500 : false) as number | false,
    })),
  });
  const rows = jobs.flatMap((job) => job.data ?? []);
  const waiting = jobs.some((job) => job.isPending);
  return (
    <>
      <Card>
        <h1>{t('jobs.title')}</h1>
        <div className="oa-mute">{t('jobs.what')}</div>
      </Card>
      {open && rows.some((job) => job.id === open) && (
        <Card title={t('jobs.progress')}>
          <JobProgress key={open} id={open} />
        </Card>
      )}
      <Card flush>
        {!waiting && rows.length === 0 ? (
          <EmptyState title={t('jobs.none')} text={t('jobs.noneText')} />
        ) : (
          <DataTable<Job>
            rows={rows}
            rowKey={(job) => job.id}
            loading={waiting}
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
