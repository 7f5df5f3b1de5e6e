import { useQueryClient } from '@tanstack/react-query';
import { App, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { useCan } from '../lib/session';
import type { Ref, Row } from '../lib/types';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { Card, Mute } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { GradeTag } from './scoringViews';

type How = 'acceptance' | 'rejection';

/** Other terms that scores suggest: up or down, with what drives them; taken over or rejected, one or many. */
export function Proposals() {
  const { t } = useTranslation('credit');
  const may = useCan();
  const [deciding, setDeciding] = useState<{ rows: Row[]; how: How } | null>(null);
  const decide = (how: How) => (rows: Row[]) => {
    const open = rows.filter((row) => row['state'] === 'OPEN');
    if (open.length > 0) setDeciding({ rows: open, how });
    return Promise.resolve();
  };
  const open = ['state', 'in', ['OPEN']] as ['state', 'in', string[]];
  return (
    <>
      <Card>
        <h1>{t('proposal.title')}</h1>
        <Mute>{t('proposal.what')}</Mute>
      </Card>
      <ListPage
        list="credit-proposals"
        href={(row) => `/credit/accounts/${(row['party'] as Ref | null)?.id ?? row.id}`}
        also={['state', 'party', 'grade', 'oldGrade']}
        views={[
          { key: 'open', label: t('proposal.open'), filter: open },
          { key: 'down', label: t('proposal.down'), filter: { and: [open, ['direction', 'in', ['DOWN']]] } },
          { key: 'up', label: t('proposal.up'), filter: { and: [open, ['direction', 'in', ['UP']]] } },
        ]}
        render={{
          grade: (row) => <GradeTag grade={row['grade'] as string} />,
          oldGrade: (row) => (row['oldGrade'] ? <span>{String(row['oldGrade'])}</span> : null),
        }}
        bulk={
          may('credit-account.grant')
            ? [
                { key: 'accept', label: t('proposal.accept'), run: decide('acceptance') },
                { key: 'reject', label: t('proposal.reject'), danger: true, run: decide('rejection') },
              ]
            : []
        }
        empty={{ title: t('proposal.none'), text: t('proposal.noneText') }}
      />
      {deciding && (
        <Decision
          rows={deciding.rows}
          how={deciding.how}
          onClose={() => {
            setDeciding(null);
          }}
        />
      )}
    </>
  );
}

function Decision({ rows, how, onClose }: { rows: Row[]; how: How; onClose: () => void }) {
  const { t } = useTranslation('credit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const accept = how === 'acceptance';
  const form = useForm({ reason: '' }, async (values, key) => {
    const answer = await post(
      `/credit-proposals/${how}`,
      { ids: rows.map((row) => row.id), reason: values.reason.trim() || (accept ? null : '') },
      { key },
    );
    void message.success(
      t(accept ? 'proposal.accepted' : 'proposal.rejected', { count: answer.decided }) +
        (answer.outdated > 0 ? ` ${t('proposal.outdated', { count: answer.outdated })}` : ''),
    );
  });
  const reason = form.bind('reason');
  return (
    <FormDrawer
      open
      title={t(accept ? 'proposal.accept' : 'proposal.reject')}
      action={t(accept ? 'proposal.accept' : 'proposal.reject')}
      danger={!accept}
      form={form}
      onClose={onClose}
      onDone={() => {
        for (const key of ['credit-proposals', 'credit-accounts', 'credit'])
          void queries.invalidateQueries({ queryKey: [key] });
      }}
    >
      <div>{t(accept ? 'proposal.acceptText' : 'proposal.rejectText', { count: rows.length })}</div>
      <Fields columns={1}>
        <Field label={t('hold.reason')} bound={reason} form={form} name="reason" must={!accept}>
          <Input.TextArea
            id={reason.id}
            autoFocus
            autoSize={{ minRows: 3 }}
            value={reason.value}
            status={reason.status}
            onChange={(event) => {
              reason.onChange(event.target.value);
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
