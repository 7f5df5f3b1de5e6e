import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal, Progress, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, url, type Schema } from '../lib/api';
import { formatQuantity } from '../lib/money';
import { recall, remember } from '../lib/storage';
import { DataTable } from './DataTable';
import { problemText } from './problems';

type Upload = Schema<'document.UploadView'>;
type Check = Schema<'document.CheckView'>;
export type Job = Schema<'organization.JobView'>;
type RowError = Check['errors'][number];

/** Instead of a column of the file: yes in every row. */
const ALL_YES = '=yes';

/** States nothing follows. */
export const ENDED = ['DONE', 'FAILED', 'CANCELLED'];

/** Jobs begun from this browser, the latest first. */
export function startedJobs(): string[] {
  return recall<string[]>('jobs', []);
}

/** Watches a job until it ends. */
export function useJob(id: string | null) {
  return useQuery({
    queryKey: ['job', id],
    queryFn: () => get(`/jobs/${id ?? ''}`),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && ENDED.includes(query.state.data.state) ? false : 700),
  });
}

/** Progress of long work, with the way to stop it and, where it leaves one, its result file. */
export function JobProgress({ id }: { id: string }) {
  const { t } = useTranslation('ui');
  const job = useJob(id);
  const stop = useMutation({ mutationFn: () => post(`/jobs/${id}/cancellation`), onSettled: () => job.refetch() });
  if (job.isError) return <Alert type="error" showIcon title={problemText(job.error)} />;
  const data = job.data;
  if (!data) return null;
  const ended = ENDED.includes(data.state);
  const state = data.state.toLowerCase();
  const share = state === 'done' ? 100 : data.total ? Math.floor(((data.done ?? 0) * 100) / data.total) : 0;
  return (
    <div className="oa-stack">
      <Progress
        aria-label={t('job.progress')}
        percent={share}
        status={state === 'failed' ? 'exception' : state === 'done' ? 'success' : ended ? 'normal' : 'active'}
      />
      <div role="status">
        {t(`job.${state}`, { defaultValue: t('job.running') })}{' '}
        {t('job.rows', { done: formatQuantity(data.done ?? 0, '0'), total: formatQuantity(data.total, '0') || '…' })}
        {data.message ? ` · ${data.message}` : ''}
      </div>
      <div className="oa-row">
        {!ended && (
          <Button
            danger
            loading={stop.isPending}
            onClick={() => {
              stop.mutate();
            }}
          >
            {t('job.cancel')}
          </Button>
        )}
        {ended && data.kind === 'import' && (
          <a href={url(`/jobs/${id}/result`)} download>
            <DownloadOutlined /> {t('job.result')}
          </a>
        )}
      </div>
    </div>
  );
}

/** What is to be said of rows of the file, each with its column and content. */
function RowErrors({ caption, rows }: { caption: string; rows: RowError[] }) {
  const { t } = useTranslation('ui');
  if (rows.length === 0) return null;
  return (
    <div style={{ maxHeight: 260, overflowY: 'auto' }}>
      <div className="oa-mute" aria-hidden="true">
        {caption}
      </div>
      <DataTable
        compact
        caption={caption}
        rows={rows}
        rowKey={(error) => `${String(error.row)}-${error.column ?? ''}-${error.message}`}
        columns={[
          { key: 'row', title: t('import.row'), numeric: true, render: (error) => error.row },
          { key: 'column', title: t('import.column'), render: (error) => error.column },
          { key: 'value', title: t('import.value'), render: (error) => error.value },
          { key: 'message', title: t('import.wrong'), render: (error) => error.message },
        ]}
      />
    </div>
  );
}

/**
 * Import of a list's records: template, file, columns, a check run that changes nothing and names every error with row
 * and column, then the import in the background with progress.
 */
export default function ImportDialog({ list, title, onClose }: { list: string; title: string; onClose: () => void }) {
  const { t } = useTranslation('ui');
  const [upload, setUpload] = useState<Upload | null>(null);
  const [mapping, setMapping] = useState<Record<string, string | null>>({});
  const [check, setCheck] = useState<Check | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [key] = useState(newKey);
  const send = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return post(`/imports/${list}`, form);
    },
    onSuccess: (answer) => {
      setUpload(answer);
      setMapping(answer.mapping);
      setCheck(null);
    },
  });
  const tryOut = useMutation({
    mutationFn: () => post(`/imports/${upload?.id ?? ''}/check`, { mapping }),
    onSuccess: setCheck,
  });
  const start = useMutation({
    mutationFn: () => post(`/imports/${upload?.id ?? ''}/start`, { mapping }, { key }),
    onSuccess: (answer) => {
      remember('jobs', [answer.jobId, ...startedJobs()].slice(0, 20));
      setJob(answer.jobId);
    },
  });
  const failure = send.error ?? tryOut.error ?? start.error;
  const missing = upload?.fields.filter((field) => field.required && !mapping[field.name]) ?? [];
  return (
    <Modal
      open
      title={t('import.title', { what: title })}
      width={760}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      destroyOnHidden
    >
      <div className="oa-stack">
        {failure && <Alert type="error" showIcon title={problemText(failure)} />}
        {job ? (
          <>
            <JobProgress id={job} />
            <div className="oa-mute">{t('import.away')}</div>
          </>
        ) : !upload ? (
          <>
            <p style={{ margin: 0 }}>{t('import.what')}</p>
            <div className="oa-row">
              <a href={url(`/imports/${list}/template`)} download>
                <DownloadOutlined /> {t('import.template')}
              </a>
            </div>
            <label>
              <input
                type="file"
                accept=".xlsx,.csv,text/csv"
                aria-label={t('import.file')}
                style={{ maxWidth: '100%' }}
                disabled={send.isPending}
                onChange={(event) => {
                  const file = event.target.files?.[0];
                  if (file) send.mutate(file);
                }}
              />
            </label>
            {send.isPending && <div role="status">{t('import.sending')}</div>}
          </>
        ) : (
          <>
            <DataTable
              compact
              caption={t('import.columns')}
              rows={upload.fields}
              rowKey={(field) => field.name}
              columns={[
                {
                  key: 'field',
                  title: t('import.field'),
                  render: (field) => (
                    <>
                      {field.label}
                      {field.required && <span className="oa-red"> *</span>}
                    </>
                  ),
                },
                {
                  key: 'column',
                  title: t('import.column'),
                  render: (field) => (
                    <Select
                      size="small"
                      allowClear
                      style={{ width: '100%', minWidth: 130, maxWidth: 260 }}
                      aria-label={field.label}
                      placeholder={t('import.none')}
                      value={mapping[field.name] ?? null}
                      options={[
                        ...(field.type === 'BOOLEAN' ? [{ value: ALL_YES, label: t('import.allYes') }] : []),
                        ...upload.columns.map((column) => ({ value: column, label: column })),
                      ]}
                      onChange={(column: string | null | undefined) => {
                        setMapping({ ...mapping, [field.name]: column ?? null });
                        setCheck(null);
                      }}
                    />
                  ),
                },
              ]}
            />
            {check && (
              <>
                <Alert
                  type={check.errors.length + check.remarks.length > 0 ? 'warning' : 'success'}
                  showIcon
                  title={t('import.checked', {
                    rows: formatQuantity(check.rows, '0'),
                    good: formatQuantity(check.good, '0'),
                    repeated: formatQuantity(check.repeated ?? 0, '0'),
                    bad: formatQuantity(check.rows - check.good - (check.repeated ?? 0), '0'),
                  })}
                />
                <RowErrors caption={t('import.errors')} rows={check.errors} />
                <RowErrors caption={t('import.remarks')} rows={check.remarks} />
              </>
            )}
            <div className="oa-row">
              <Button
                onClick={() => {
                  setUpload(null);
                  setCheck(null);
                }}
              >
                {t('import.other')}
              </Button>
              <span className="oa-grow" />
              {missing.length > 0 && (
                <span className="oa-orange">
                  {t('import.missing', { fields: missing.map((field) => field.label).join(', ') })}
                </span>
              )}
              <Button
                type={check ? 'default' : 'primary'}
                loading={tryOut.isPending}
                disabled={missing.length > 0}
                onClick={() => {
                  tryOut.mutate();
                }}
              >
                {t('import.check')}
              </Button>
              <Button
                type={check ? 'primary' : 'default'}
                loading={start.isPending}
                disabled={missing.length > 0 || !check || check.good === 0}
                onClick={() => {
                  start.mutate();
                }}
              >
                {t('import.start', { count: check?.good ?? 0 })}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}
