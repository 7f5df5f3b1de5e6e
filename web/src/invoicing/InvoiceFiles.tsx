import { DeleteOutlined, FileAddOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, remove, type Schema } from '../lib/api';
import { Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Card, Line, Mute, Stack } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { MOVED } from './types';

type InvoiceFile = Schema<'invoicing.InvoiceFileView'>;
type Fit = InvoiceFile['fits'][number];

interface Said {
  name: string;
  text: string;
}
interface Filed {
  invoice: string;
  number: string;
}

/** What a file may be filed at: it ties, or is registered and only lacks the file. */
function fileable(file: InvoiceFile): Fit[] {
  return file.fits.filter((fit) => fit.problems.length === 0 && (file.problems.length === 0 || fit.issued));
}

/** Files of issued invoices: read at once, shown with what they fit and what doesn't tie, filed by one button. */
export function InvoiceFiles() {
  const { t } = useTranslation('invoicing');
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['invoice-files'], queryFn: () => get('/invoice-files') });
  const [chosen, setChosen] = useState<Record<string, string | null>>({});
  const [refused, setRefused] = useState<Said[]>([]);
  const [filed, setFiled] = useState<Filed[]>([]);
  const refresh = () => queries.invalidateQueries({ queryKey: ['invoice-files'] });
  const add = useMutation({
    mutationFn: async (picked: File[]) => {
      const no: Said[] = [];
      for (const file of picked) {
        const form = new FormData();
        form.append('file', file, file.name);
        try {
          await post('/invoice-files', form);
        } catch (error) {
          no.push({ name: file.name, text: problemText(error) });
        }
      }
      return no;
    },
    onSuccess: (no) => {
      setRefused(no);
      setFiled([]);
    },
    onSettled: refresh,
  });
  const discard = useMutation({
    mutationFn: (id: string) => remove(`/invoice-files/${id}`),
    onError: (error) => {
      setRefused([{ name: '', text: problemText(error) }]);
    },
    onSettled: refresh,
  });
  const files = query.data ?? [];
  const target = (file: InvoiceFile) => {
    const said = chosen[file.id] === undefined ? (file.suggestion ?? null) : chosen[file.id];
    return fileable(file).some((fit) => fit.id === said) ? (said ?? null) : null;
  };
  const ready = files.filter((file) => target(file) !== null);
  const take = useMutation({
    mutationFn: async () => {
      const yes: Filed[] = [];
      const no: Said[] = [];
      for (const file of ready) {
        try {
          const done = await post(`/invoice-files/${file.id}/filing`, { target: target(file) }, { key: newKey() });
          yes.push({ invoice: done.invoice, number: file.number });
        } catch (error) {
          no.push({ name: file.name, text: problemText(error) });
        }
      }
      return { yes, no };
    },
    onSuccess: ({ yes, no }) => {
      setFiled(yes);
      setRefused(no);
    },
    onSettled: async () => {
      for (const key of MOVED) await queries.invalidateQueries({ queryKey: [key] });
      await refresh();
    },
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  return (
    <Stack>
      <Card>
        <div
          className="oa-stack"
          onDragOver={(event) => {
            event.preventDefault();
          }}
          onDrop={(event) => {
            event.preventDefault();
            if (event.dataTransfer.files.length > 0) add.mutate([...event.dataTransfer.files]);
          }}
        >
          <Line>
            <h1 className="oa-grow">{t('files.title')}</h1>
            <Button
              type="primary"
              disabled={ready.length === 0}
              loading={take.isPending}
              onClick={() => {
                take.mutate();
              }}
            >
              {t('files.take', { count: ready.length })}
            </Button>
          </Line>
          <label className="oa-file-drop">
            <input
              type="file"
              multiple
              accept=".xml,.ofd,.pdf,.zip"
              aria-label={t('files.pick')}
              className="oa-hidden"
              disabled={add.isPending}
              onChange={(event) => {
                if (event.target.files?.length) add.mutate([...event.target.files]);
                event.target.value = '';
              }}
            />
            <FileAddOutlined /> <span>{t(add.isPending ? 'files.reading' : 'files.drop')}</span>
            <Mute>{t('files.forms')}</Mute>
          </label>
          {refused.length > 0 && (
            <Alert
              type="error"
              showIcon
              title={t('files.refused', { count: refused.length })}
              description={
                <Stack tight>
                  {refused.map((one) => (
                    <span key={`${one.name} ${one.text}`}>
                      {one.name && <b>{one.name}: </b>}
                      {one.text}
                    </span>
                  ))}
                </Stack>
              }
            />
          )}
          {filed.length > 0 && (
            <Alert
              type="success"
              showIcon
              title={
                <Line tight>
                  <span>{t('files.filed', { count: filed.length })}</span>
                  {filed.map((one) => (
                    <RecordLink key={one.invoice} kind="sales-invoice" id={one.invoice}>
                      {one.number}
                    </RecordLink>
                  ))}
                </Line>
              }
            />
          )}
        </div>
      </Card>
      {files.length === 0 && !query.isPending ? (
        <EmptyState title={t('files.none')} text={t('files.noneText')} />
      ) : (
        <Card flush>
          <DataTable<InvoiceFile>
            caption={t('files.title')}
            loading={query.isPending}
            rows={files}
            rowKey={(file) => file.id}
            columns={[
              {
                key: 'file',
                title: t('files.file'),
                render: (file) => (
                  <Stack tight>
                    <span className="oa-clip">{file.name}</span>
                    <span>
                      <StatusTag>{file.carrier}</StatusTag> {t(`files.syntax.${file.syntax}`)}
                    </span>
                  </Stack>
                ),
              },
              {
                key: 'number',
                title: t('field.officialNumber'),
                render: (file) => (
                  <Stack tight>
                    <span>
                      {file.code} {file.number}
                    </span>
                    <span>
                      {file.issued} {file.credit && <StatusTag tone="red">{t('invoice.red')}</StatusTag>}
                    </span>
                  </Stack>
                ),
              },
              {
                key: 'buyer',
                title: t('files.buyer'),
                render: (file) => (
                  <Stack tight>
                    <span>{file.buyer}</span>
                    <Mute>{file.buyerTaxNumber}</Mute>
                  </Stack>
                ),
              },
              {
                key: 'gross',
                title: t('field.total'),
                numeric: true,
                render: (file) => <Money value={file.gross} currency={file.currency} />,
              },
              {
                key: 'fit',
                title: t('files.fits'),
                render: (file) => (
                  <Fitting
                    file={file}
                    target={target(file)}
                    onChoose={(id) => {
                      setChosen({ ...chosen, [file.id]: id });
                    }}
                  />
                ),
              },
              { key: 'check', title: t('files.check'), render: (file) => <Remarks file={file} /> },
              {
                key: 'discard',
                title: '',
                render: (file) => (
                  <Button
                    type="text"
                    size="small"
                    icon={<DeleteOutlined />}
                    aria-label={`${t('files.discard')} ${file.name}`}
                    onClick={() => {
                      discard.mutate(file.id);
                    }}
                  />
                ),
              },
            ]}
          />
        </Card>
      )}
    </Stack>
  );
}

/** What it belongs to: chosen for the user where that is certain; else why nothing is. */
function Fitting({
  file,
  target,
  onChoose,
}: {
  file: InvoiceFile;
  target: string | null;
  onChoose: (id: string | null) => void;
}) {
  const { t } = useTranslation('invoicing');
  const good = fileable(file);
  const near = file.fits[0];
  if (good.length === 0) {
    return near && file.problems.length === 0 ? (
      <Stack tight>
        <RecordLink kind={near.kind} id={near.id}>
          {near.number}
        </RecordLink>
        {near.problems.map((problem) => (
          <span key={problem.code} className="oa-orange">
            {problem.text}
          </span>
        ))}
      </Stack>
    ) : (
      <Mute>{t('files.nothing')}</Mute>
    );
  }
  return (
    <Select
      allowClear
      style={{ minWidth: 220 }}
      aria-label={`${t('files.fits')} ${file.name}`}
      value={target}
      placeholder={t('files.choose')}
      options={good.map((fit) => ({
        value: fit.id,
        label: [fit.number, fit.customer, fit.issued && t('files.onlyFile'), fit.part && t('files.part')]
          .filter(Boolean)
          .join(' · '),
      }))}
      onChange={(id: string | null | undefined) => {
        onChoose(id ?? null);
      }}
    />
  );
}

/** What is in the way, and what doesn't tie. */
function Remarks({ file }: { file: InvoiceFile }) {
  const { t } = useTranslation('invoicing');
  if (file.problems.length === 0 && file.warnings.length === 0) return <Mute>{t('files.fine')}</Mute>;
  return (
    <Stack tight>
      {file.problems.map((problem) => (
        <span key={problem.code} className="oa-red">
          {problem.text}
        </span>
      ))}
      {file.warnings.slice(0, 5).map((warning) => (
        <span key={warning.text} className="oa-orange">
          {warning.text}
        </span>
      ))}
      {file.warnings.length > 5 && <Mute>{t('files.more', { count: file.warnings.length - 5 })}</Mute>}
    </Stack>
  );
}
