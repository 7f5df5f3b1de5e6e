import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, newKey, post, remove, type ListName } from '../lib/api';
import { useCan } from '../lib/session';
import { Card, Line, Mute } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';
import type { Rulebook } from './scoring';

/**
 * The page of a scorecard or a strategy: what is in force can be read, changing it makes a draft, a draft can be tried, published or thrown
 * away. The editor itself is the page's own.
 */
export function RulebookPage({
  words,
  path,
  kind,
  list,
  queryKey,
  book,
  edited,
  save,
  forget,
  place,
  aside,
  children,
}: {
  /** The texts' branch: "scorecard". */
  words: string;
  path: 'scorecard' | 'strategy';
  kind: string;
  list: ListName;
  queryKey: readonly string[];
  book: Rulebook;
  /** What is on the page, when it differs from what is kept. */
  edited: Rulebook['inForce']['content'] | null;
  /** Keeps what is on the page as the draft. */
  save: (note: string | null, key: string) => Promise<Rulebook>;
  /** The page shows what is kept again. */
  forget: () => void;
  /** Where on the page something is wrong, in words: `name` of the list, and which of it. */
  place: (name: string, index: number) => string | undefined;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('credit');
  /** The server names fields by their path; people know factors and grades. */
  const placed = (field: string) => {
    const listed = /(\w+)\[(\d+)\]/.exec(field);
    return listed ? place(listed[1] ?? '', Number(listed[2])) : place(field.split('.').at(-1) ?? '', 0);
  };
  const may = useCan();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [note, setNote] = useState(book.draft?.note ?? '');
  const [key, setKey] = useState(newKey);
  const done = (answer: Rulebook, said: string) => {
    queries.setQueryData(queryKey, answer);
    void queries.invalidateQueries({ queryKey: [list] });
    forget();
    setNote(answer.draft?.note ?? '');
    setKey(newKey());
    void message.success(said);
  };
  const keep = useMutation({
    mutationFn: () => save(note.trim() || null, key),
    onSuccess: (answer) => {
      done(answer, t('rulebook.kept'));
    },
  });
  const drop = useMutation({
    mutationFn: () => remove(`/credit/${path}/draft`),
    onSuccess: (answer) => {
      done(answer, t('rulebook.dropped'));
    },
  });
  const publish = useMutation({
    mutationFn: () => post(`/credit/${path}/publication`, undefined, { key: newKey() }),
    onSuccess: (answer) => {
      done(answer, t('rulebook.published', { version: answer.inForce.version }));
    },
  });
  const problem = keep.error ?? drop.error ?? publish.error;
  const edits = may(`${kind}.edit`);
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t(`${words}.title`)}</h1>
          {edits && (edited || book.draft) && (
            <Input
              aria-label={t('rulebook.note')}
              placeholder={t('rulebook.note')}
              style={{ maxWidth: 260 }}
              value={note}
              maxLength={500}
              onChange={(event) => {
                setNote(event.target.value);
                setKey(newKey());
              }}
            />
          )}
          {edits && edited && (
            <Button
              type="primary"
              loading={keep.isPending}
              onClick={() => {
                keep.mutate();
              }}
            >
              {t('rulebook.keep')}
            </Button>
          )}
          {edits && (edited || book.draft) && (
            <Button
              onClick={() => {
                if (edited) forget();
                else drop.mutate();
              }}
            >
              {t(edited ? 'rulebook.undo' : 'rulebook.drop')}
            </Button>
          )}
          {may(`${kind}.publish`) && book.draft && !edited && (
            <Button
              type="primary"
              loading={publish.isPending}
              onClick={() => {
                void modal.confirm({
                  title: t('rulebook.publish'),
                  content: t(`${words}.publishText`),
                  okText: t('rulebook.publish'),
                  onOk: () => {
                    publish.mutate();
                  },
                });
              }}
            >
              {t('rulebook.publish')}
            </Button>
          )}
        </Line>
        <Mute>
          {t(`${words}.what`)}{' '}
          {book.draft || edited
            ? t('rulebook.onDraft', { version: book.inForce.version })
            : book.inForce.version === 0
              ? t('rulebook.standard')
              : t('rulebook.inForce', { version: book.inForce.version })}
        </Mute>
      </Card>
      {problem && (
        <Alert
          type="error"
          showIcon
          title={problemText(problem)}
          description={
            isProblem(problem) && problem.errors.length > 0 ? (
              <ul>
                {problem.errors.map((error) => (
                  <li key={error.field}>{[placed(error.field), error.message].filter(Boolean).join(': ')}</li>
                ))}
              </ul>
            ) : null
          }
        />
      )}
      {aside}
      {children}
      <Card title={t('rulebook.versions')}>
        <ListPage
          list={list}
          href={null}
          embedded
          limit={10}
          empty={{ title: t('rulebook.none'), text: t('rulebook.standard') }}
        />
      </Card>
    </>
  );
}
