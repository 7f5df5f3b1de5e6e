import { DeleteOutlined, PaperClipOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { API, get, newKey, post, remove } from '../lib/api';
import { formatAmount } from '../lib/money';
import { useCan } from '../lib/session';
import { ApprovalTrail } from './ApprovalTrail';
import { Instant } from './cells';
import { Chain, type ChainLink } from './Chain';
import { Failure } from './Failure';
import { Card } from './layout';
import { problemText } from './problems';
import { RecordMails } from './RecordMails';
import { Timeline } from './Timeline';

/** Who did what when, and from which value to which; `since` an instant, only what came after it. */
export function History({ id, since }: { id: string; since?: string | null }) {
  const { t } = useTranslation('ui');
  const query = useQuery({
    queryKey: ['record', id, 'history'],
    queryFn: () => get(`/records/${id}/history`),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const entries = (query.data ?? []).filter((entry) => !since || Date.parse(entry.at) > Date.parse(since));
  if (query.isSuccess && entries.length === 0) return <span className="oa-mute">{t('record.noHistory')}</span>;
  return (
    <Timeline
      items={entries.map((entry) => ({
        key: entry.id,
        at: entry.at,
        who: entry.who,
        what: entry.what,
        more: entry.changes.length > 0 && (
          <div className="oa-soft oa-small">
            {entry.changes.map((change, i) => (
              <div key={i}>
                {change.label}: {change.from || '–'} → {change.to || '–'}
              </div>
            ))}
          </div>
        ),
      }))}
    />
  );
}

/** Relatives up and down as a chain one can click through. */
export function Relatives({ id, self }: { id: string; self: ChainLink }) {
  const { t } = useTranslation('ui');
  const query = useQuery({
    queryKey: ['record', id, 'relatives'],
    queryFn: () => get(`/records/${id}/relatives`),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const relatives = (query.data ?? []).filter((r) => r.id !== id);
  if (query.isSuccess && relatives.length === 0) return <span className="oa-mute">{t('record.noRelatives')}</span>;
  const steps = (direction: 'up' | 'down') => {
    const byDepth = new Map<number, typeof relatives>();
    for (const r of relatives.filter((x) => x.direction === direction)) {
      byDepth.set(r.depth, [...(byDepth.get(r.depth) ?? []), r]);
    }
    return [...byDepth.values()];
  };
  return <Chain steps={[...steps('up').reverse(), [{ ...self, here: true }], ...steps('down')]} />;
}

export function Comments({ id }: { id: string }) {
  const { t } = useTranslation('ui');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [key, setKey] = useState(newKey);
  const query = useQuery({
    queryKey: ['record', id, 'comments'],
    queryFn: () => get(`/records/${id}/comments`),
  });
  const say = useMutation({
    mutationFn: () => post(`/records/${id}/comments`, { text: text.trim() }, { key }),
    onSuccess: async () => {
      setText('');
      setKey(newKey());
      await queries.invalidateQueries({ queryKey: ['record', id, 'comments'] });
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  return (
    <div className="oa-stack">
      <div className="oa-stack tight">
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          aria-label={t('record.comment')}
          placeholder={t('record.comment')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim()) say.mutate();
          }}
        />
        <div>
          <Button
            disabled={!text.trim()}
            loading={say.isPending}
            onClick={() => {
              say.mutate();
            }}
          >
            {t('record.say')}
          </Button>
        </div>
      </div>
      {query.isError && <Failure error={query.error} />}
      <Timeline
        items={(query.data ?? []).map((comment) => ({
          key: comment.id,
          at: comment.at,
          who: comment.who,
          what: '',
          more: <div className="oa-pre">{comment.text}</div>,
        }))}
      />
    </div>
  );
}

export function Attachments({ id }: { id: string }) {
  const { t } = useTranslation('ui');
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['record', id, 'attachments'],
    queryFn: () => get(`/records/${id}/attachments`),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['record', id, 'attachments'] });
  const failed = (error: unknown) => {
    void message.error(problemText(error));
  };
  const add = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) {
        const form = new FormData();
        form.append('file', file, file.name);
        await post(`/records/${id}/attachments`, form);
      }
    },
    onSettled: refresh,
    onError: failed,
  });
  const drop = useMutation({
    mutationFn: (file: string) => remove(`/records/${id}/attachments/${file}`),
    onSuccess: refresh,
    onError: failed,
  });
  return (
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
      <label>
        <input
          type="file"
          multiple
          className="oa-hidden"
          onChange={(event) => {
            if (event.target.files?.length) add.mutate([...event.target.files]);
            event.target.value = '';
          }}
        />
        <span className="oa-chip plain" style={{ padding: '0 12px', cursor: 'pointer', gap: 6 }}>
          <PaperClipOutlined /> {t(add.isPending ? 'record.adding' : 'record.addFile')}
        </span>
      </label>
      {query.isError && <Failure error={query.error} />}
      <ul className="oa-items">
        {(query.data ?? []).map((file) => (
          <li key={file.id}>
            <div className="oa-row">
              <a
                href={`${API}/records/${id}/attachments/${file.id}/content`}
                target="_blank"
                rel="noopener noreferrer"
                className="oa-grow oa-clip"
              >
                {file.name}
              </a>
              <span className="oa-mute oa-small">
                {formatAmount(String(Math.max(1, Math.round(file.size / 1024))), 'JPY')} KB · {file.who} ·{' '}
                <Instant value={file.at} />
              </span>
              {file.mine && (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('record.dropFile', { name: file.name })}
                  onClick={() => {
                    void modal.confirm({
                      title: t('record.dropFile', { name: file.name }),
                      okText: t('remove'),
                      okButtonProps: { danger: true },
                      onOk: () => drop.mutateAsync(file.id).catch(() => undefined),
                    });
                  }}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

export interface ExtraTab {
  key: string;
  label: ReactNode;
  content: ReactNode;
}

/** What hangs on every record: relatives, history, comments, files; a page may put its own tabs before them. */
export function RecordTabs({
  self,
  extra = [],
  without = [],
}: {
  self: ChainLink;
  extra?: ExtraTab[];
  without?: string[];
}) {
  const { t } = useTranslation('ui');
  const may = useCan();
  const approvals = useQuery({
    queryKey: ['record', self.id, 'approvals'],
    queryFn: () => get(`/records/${self.id}/approvals`),
  });
  const tabs: ExtraTab[] = [
    ...extra,
    ...[
      { key: 'relatives', label: t('record.relatives'), content: <Relatives id={self.id} self={self} /> },
      ...(approvals.data?.length
        ? [{ key: 'approvals', label: t('record.approvals'), content: <ApprovalTrail cards={approvals.data} /> }]
        : []),
      { key: 'history', label: t('record.history'), content: <History id={self.id} /> },
      ...(may('mail.view') ? [{ key: 'mails', label: t('record.mails'), content: <RecordMails id={self.id} /> }] : []),
      { key: 'comments', label: t('record.comments'), content: <Comments id={self.id} /> },
      { key: 'files', label: t('record.files'), content: <Attachments id={self.id} /> },
    ].filter((tab) => !without.includes(tab.key)),
  ];
  const [chosen, setChosen] = useState(tabs[0]?.key ?? '');
  const tab = tabs.find((x) => x.key === chosen) ?? tabs[0];
  return (
    <Card>
      <div className="oa-tabs" role="tablist" style={{ marginBottom: 12 }}>
        {tabs.map((x) => (
          <button
            key={x.key}
            type="button"
            role="tab"
            aria-selected={x === tab}
            className={x === tab ? 'on' : ''}
            onClick={() => {
              setChosen(x.key);
            }}
          >
            {x.label}
          </button>
        ))}
      </div>
      <div role="tabpanel">{tab?.content}</div>
    </Card>
  );
}
