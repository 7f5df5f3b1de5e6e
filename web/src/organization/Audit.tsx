import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Got } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatQuantity } from '../lib/money';
import { useCan } from '../lib/session';
import { Instant } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { DateInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { UserPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';

type AuditLine = Got<'/audit'>['rows'][number];

/** What changed, in a few words: fields and states as the rest of the product calls them, what it has no word for as it is. */
function useChangeWords(): (kind: string, changes: unknown) => string {
  const { t } = useTranslation('organization');
  return (kind, changes) => {
    if (typeof changes !== 'object' || changes === null) return '';
    const label = (name: string) =>
      serverText(`field.${kind}.${name}`, t(`audit.field.${name}`, { defaultValue: name }));
    const word = (name: string, value: unknown): string =>
      value === null || value === undefined || value === ''
        ? '–'
        : typeof value === 'object'
          ? JSON.stringify(value)
          : serverText(
              `state.${kind}.${String(value as string)}`,
              serverText(`choice.${kind}.${name}.${String(value as string)}`, String(value as string)),
            );
    return Object.entries(changes)
      .map(([name, value]) =>
        Array.isArray(value) && value.length === 2
          ? `${label(name)}: ${word(name, value[0])} → ${word(name, value[1])}`
          : `${label(name)}: ${word(name, value)}`,
      )
      .join('; ');
  };
}

/** Who did what: every change and export, sealed so that a removed or altered line shows. */
export function AuditPage() {
  const { t } = useTranslation('organization');
  const may = useCan();
  const words = useChangeWords();
  const [user, setUser] = useState<Picked | null>(null);
  const [number, setNumber] = useState('');
  const [from, setFrom] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [after, setAfter] = useState<string[]>([]);
  const asked = { user: user?.id, number: number.trim(), from, until };
  const query = useQuery({
    queryKey: ['audit', asked, after.at(-1) ?? ''],
    queryFn: ({ signal }) => get('/audit', { ...asked, after: after.at(-1), limit: 50 }, signal),
    placeholderData: keepPreviousData,
  });
  const verify = useMutation({ mutationFn: () => get('/audit/verification') });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const rows = query.data?.rows ?? [];
  const next = query.data?.next;
  return (
    <>
      {verify.isError && <Alert type="error" showIcon title={problemText(verify.error)} />}
      {verify.data && (
        <Alert
          type={verify.data.whole ? 'success' : 'error'}
          showIcon
          title={
            verify.data.whole
              ? t('audit.whole', {
                  entries: formatQuantity(verify.data.entries, '0'),
                  seals: formatQuantity(verify.data.seals, '0'),
                })
              : t('audit.broken', { seal: verify.data.broken ?? '' })
          }
          description={verify.data.unsealed > 0 ? t('audit.unsealed', { lines: verify.data.unsealed }) : null}
        />
      )}
      <Card flush>
        <div className="oa-list-head" style={{ paddingBottom: 12 }}>
          <Line>
            <h1 className="oa-grow">{t('audit.title')}</h1>
            {may('audit.verify') && (
              <Button
                loading={verify.isPending}
                onClick={() => {
                  verify.mutate();
                }}
              >
                {t('audit.verify')}
              </Button>
            )}
          </Line>
          <Line tight>
            <div style={{ width: 180 }}>
              <UserPicker
                aria-label={t('audit.who')}
                placeholder={t('audit.who')}
                value={user}
                onChange={(picked) => {
                  setAfter([]);
                  setUser(picked);
                }}
              />
            </div>
            <Input
              allowClear
              style={{ width: 200 }}
              aria-label={t('audit.number')}
              placeholder={t('audit.number')}
              value={number}
              onChange={(event) => {
                setAfter([]);
                setNumber(event.target.value);
              }}
            />
            <div style={{ width: 150 }}>
              <DateInput aria-label={t('audit.from')} placeholder={t('audit.from')} value={from} onChange={setFrom} />
            </div>
            <div style={{ width: 150 }}>
              <DateInput
                aria-label={t('audit.until')}
                placeholder={t('audit.until')}
                value={until}
                onChange={setUntil}
              />
            </div>
          </Line>
        </div>
        {query.isSuccess && rows.length === 0 ? (
          <EmptyState title={t('audit.none')} text={t('audit.noneText')} />
        ) : (
          <DataTable<AuditLine>
            rows={rows}
            rowKey={(line) => line.id}
            loading={query.isPending}
            caption={t('audit.title')}
            columns={[
              { key: 'at', title: t('audit.at'), width: 130, render: (line) => <Instant value={line.recordedAt} /> },
              { key: 'who', title: t('audit.who'), render: (line) => line.userName },
              { key: 'action', title: t('audit.action'), render: (line) => line.actionLabel },
              { key: 'kind', title: t('audit.kind'), render: (line) => line.kindLabel },
              {
                key: 'number',
                title: t('audit.number'),
                render: (line) => (
                  <RecordLink kind={line.kind} id={line.subject ?? null}>
                    {line.number}
                  </RecordLink>
                ),
              },
              {
                key: 'changes',
                title: t('audit.changes'),
                width: 220,
                render: (line) => <span className="oa-mute oa-small oa-pre">{words(line.kind, line.changes)}</span>,
              },
            ]}
          />
        )}
        {(after.length > 0 || next) && (
          <div className="oa-list-foot">
            <Button
              size="small"
              disabled={after.length === 0}
              onClick={() => {
                setAfter(after.slice(0, -1));
              }}
            >
              {t('ui:list.previous')}
            </Button>
            <Button
              size="small"
              disabled={!next}
              onClick={() => {
                if (next) setAfter([...after, next]);
              }}
            >
              {t('ui:list.next')}
            </Button>
          </div>
        )}
      </Card>
    </>
  );
}
