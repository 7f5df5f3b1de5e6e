import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatQuantity } from '../lib/money';
import { Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Line, Mute, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';
import type { BankFile, Imported, StatementView } from './types';

/** What a user is asked of a table nobody knows; the rest is found by itself or isn't needed. */
const ASKED = ['DATE', 'AMOUNT', 'IN', 'OUT', 'NAME', 'ACCOUNT', 'TEXT', 'BALANCE', 'REFERENCE'] as const;

/** Our accounts, to choose from. */
export function useCashAccounts() {
  const query = useQuery({
    queryKey: ['cash-accounts', 'all'],
    queryFn: () => get('/cash-accounts', { filter: JSON.stringify(['active', '=', true]), limit: 100 }),
    staleTime: 300_000,
  });
  return (query.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name ?? '' }));
}

/** A bank's file: read at once, looked at with its sums and oddities, imported on command. */
export default function Upload({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('bank');
  const queries = useQueryClient();
  const accounts = useCashAccounts();
  const [file, setFile] = useState<BankFile | null>(null);
  const [chosen, setChosen] = useState<Record<number, string>>({});
  const [columns, setColumns] = useState<Partial<Record<string, string | null>>>({});
  const [done, setDone] = useState<Imported | null>(null);
  const [key] = useState(newKey);
  const send = useMutation({
    mutationFn: (picked: File) => {
      const form = new FormData();
      form.append('file', picked, picked.name);
      return post('/bank-files', form);
    },
    onSuccess: (answer) => {
      setFile(answer);
      setChosen({});
      setColumns(answer.columns);
    },
  });
  const explain = useMutation({
    mutationFn: () => put(`/bank-files/${file?.id ?? ''}/columns`, { columns }),
    onSuccess: setFile,
  });
  const take = useMutation({
    mutationFn: () =>
      post(
        `/bank-files/${file?.id ?? ''}/statements`,
        {
          accounts: Object.entries(chosen).map(([statement, cashAccount]) => ({
            statement: Number(statement),
            cashAccount,
          })),
        },
        { key },
      ),
    onSuccess: (answer) => {
      setDone(answer);
      void queries.invalidateQueries({ queryKey: ['bank-statements'] });
      void queries.invalidateQueries({ queryKey: ['bank-lines'] });
      void queries.invalidateQueries({ queryKey: ['bank'] });
    },
  });
  const failure = send.error ?? explain.error ?? take.error;
  const waiting = file?.statements.some(
    (statement) => statement.lines > 0 && !statement.cashAccount && !chosen[statement.place],
  );
  return (
    <Modal
      open
      title={t('upload.title')}
      width={860}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      destroyOnHidden
    >
      <Stack>
        {failure && <Alert type="error" showIcon title={problemText(failure)} />}
        {done ? (
          <Done imported={done} onClose={onClose} />
        ) : !file ? (
          <>
            <p>{t('upload.what')}</p>
            <label>
              <input
                type="file"
                aria-label={t('upload.file')}
                disabled={send.isPending}
                onChange={(event) => {
                  const picked = event.target.files?.[0];
                  if (picked) send.mutate(picked);
                }}
              />
            </label>
            {send.isPending && <div role="status">{t('upload.reading')}</div>}
          </>
        ) : (
          <>
            {file.statements.map((statement) => (
              <Statement
                key={statement.place}
                statement={statement}
                accounts={accounts}
                chosen={chosen[statement.place] ?? null}
                onChoose={(account) => {
                  setChosen({ ...chosen, [statement.place]: account });
                }}
              />
            ))}
            {file.statements.length === 0 && (
              <>
                <Alert type="info" showIcon title={t('upload.columns')} />
                <DataTable
                  compact
                  caption={t('upload.columns')}
                  rows={ASKED}
                  rowKey={(column) => column}
                  columns={[
                    { key: 'field', title: t('upload.field'), render: (column) => t(`column.${column}`) },
                    {
                      key: 'heading',
                      title: t('upload.heading'),
                      render: (column) => (
                        <Select
                          size="small"
                          allowClear
                          style={{ minWidth: 180 }}
                          aria-label={t(`column.${column}`)}
                          value={columns[column] ?? null}
                          options={file.headings
                            .filter((heading) => heading !== '')
                            .map((heading) => ({ value: heading, label: heading }))}
                          onChange={(heading: string | null | undefined) => {
                            setColumns({ ...columns, [column]: heading ?? null });
                          }}
                        />
                      ),
                    },
                  ]}
                />
              </>
            )}
            <Line>
              <Button
                onClick={() => {
                  setFile(null);
                }}
              >
                {t('upload.other')}
              </Button>
              <span className="oa-grow" />
              {file.statements.length === 0 ? (
                <Button
                  type="primary"
                  loading={explain.isPending}
                  onClick={() => {
                    explain.mutate();
                  }}
                >
                  {t('upload.explain')}
                </Button>
              ) : (
                <Button
                  type="primary"
                  loading={take.isPending}
                  disabled={waiting ?? false}
                  onClick={() => {
                    take.mutate();
                  }}
                >
                  {t('upload.import', {
                    count: file.statements.reduce((sum, one) => sum + one.lines - one.known, 0),
                  })}
                </Button>
              )}
            </Line>
          </>
        )}
      </Stack>
    </Modal>
  );
}

function Statement({
  statement,
  accounts,
  chosen,
  onChoose,
}: {
  statement: StatementView;
  accounts: { value: string; label: string }[];
  chosen: string | null;
  onChoose: (account: string) => void;
}) {
  const { t } = useTranslation('bank');
  const currency = statement.currency || null;
  return (
    <section className="oa-card">
      <Line>
        <StatusTag>{serverText(`choice.bank-statement.format.${statement.format}`, statement.format)}</StatusTag>
        <b>{statement.account || t('upload.noAccount')}</b>
        <Mute>
          {statement.from} – {statement.to}
        </Mute>
        <span className="oa-grow" />
        <Select
          style={{ minWidth: 180 }}
          aria-label={t('upload.account')}
          placeholder={t('upload.account')}
          value={chosen ?? statement.cashAccount?.id ?? null}
          options={accounts}
          onChange={onChoose}
        />
      </Line>
      <Line>
        <span>
          {t('upload.lines', { count: statement.lines })}
          {statement.known > 0 && ` · ${t('upload.known', { count: statement.known })}`}
        </span>
        <span>
          {t('upload.in')} <Money value={statement.in} currency={currency} />
        </span>
        <span>
          {t('upload.out')} <Money value={statement.out} currency={currency} />
        </span>
        {statement.opening != null && (
          <span>
            {t('upload.opening')} <Money value={statement.opening} currency={currency} />
          </span>
        )}
        {statement.closing != null && (
          <span>
            {t('upload.closing')} <Money value={statement.closing} currency={currency} />
          </span>
        )}
      </Line>
      <Remarks remarks={statement.remarks} />
      {statement.first.length > 0 && (
        <details>
          <summary>{t('upload.first', { count: statement.first.length })}</summary>
          <DataTable
            compact
            caption={t('upload.first', { count: statement.first.length })}
            rows={statement.first}
            rowKey={(line) => `${String(line.place)}-${line.amount}-${line.text}`}
            columns={[
              { key: 'booked', title: t('line.booked'), render: (line) => line.booked },
              {
                key: 'amount',
                title: t('line.amount'),
                numeric: true,
                render: (line) => <Money value={line.amount} currency={currency} />,
              },
              { key: 'name', title: t('line.name'), render: (line) => line.name },
              { key: 'text', title: t('line.text'), render: (line) => line.text },
            ]}
          />
        </details>
      )}
    </section>
  );
}

/** What is odd about a statement. */
export function Remarks({ remarks }: { remarks: readonly { code: string; text: string }[] }) {
  return remarks.length === 0 ? null : (
    <Alert
      type="warning"
      showIcon
      title={
        <Stack tight>
          {remarks.slice(0, 20).map((remark) => (
            <span key={remark.text}>{remark.text}</span>
          ))}
          {remarks.length > 20 && <span>… +{formatQuantity(String(remarks.length - 20), '0')}</span>}
        </Stack>
      }
    />
  );
}

function Done({ imported, onClose }: { imported: Imported; onClose: () => void }) {
  const { t } = useTranslation('bank');
  return (
    <>
      <Alert
        type="success"
        showIcon
        title={t('upload.done', { count: imported.added, known: imported.lines - imported.added })}
      />
      {imported.statements.map((statement) => (
        <Stack key={statement.id} tight>
          {imported.statements.length > 1 && <Mute>{statement.cashAccount.name}</Mute>}
          <Remarks remarks={statement.remarks} />
        </Stack>
      ))}
      <Line>
        <span className="oa-grow" />
        <Button type="primary" onClick={onClose}>
          {t('upload.close')}
        </Button>
      </Line>
    </>
  );
}
