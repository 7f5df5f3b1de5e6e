import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { useIdParam } from '../lib/route';
import { useCan } from '../lib/session';
import { Instant, StateTag } from '../ui/cells';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, type PageMove } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { ApplicationEditor } from './ApplicationEditor';
import { Lines } from './Lines';
import { Reason } from './Reason';
import { MOVED } from './types';
import { kindName } from './words';

const RUNNING: Record<string, string> = { submission: 'submit', invoices: 'issue', cancellation: 'cancel' };

/** An application: sales submits it, finance issues it or gives it back. */
export function ApplicationPage() {
  const { t } = useTranslation('invoicing');
  const id = useIdParam();
  const may = useCan();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [returning, setReturning] = useState(false);
  const record = useRecord('invoice-applications', id);
  const moves = useMoves('invoice-applications', id, record.data?.version, {
    onDone: (answer, step) => {
      for (const key of MOVED) void queries.invalidateQueries({ queryKey: [key] });
      if (step.path === '') void navigate({ to: '/invoice-applications' });
      if (step.path === 'invoices' && answer) void navigate({ to: `/sales-invoices/${answer.id}` });
    },
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { application: a, moves: said } = record.data.data;
  const open = a.state === 'DRAFT' || a.state === 'RETURNED';
  if (editing) {
    return (
      <ApplicationEditor
        of={{ customer: a.customer }}
        application={a}
        onClose={() => {
          setEditing(false);
        }}
      />
    );
  }
  const buttons: PageMove[] = joinMoves(
    said.filter((move) => move.allowed),
    [
      {
        name: 'submit',
        label: t('application.submit'),
        primary: true,
        run: () => {
          moves.run({ path: 'submission' });
        },
      },
      ...(may('sales-invoice.create')
        ? [
            {
              name: 'issue',
              label: t('application.issue'),
              primary: true,
              run: () => {
                moves.run({ path: 'invoices' });
              },
            },
          ]
        : []),
      {
        name: 'return',
        label: t('application.return'),
        run: () => {
          setReturning(true);
        },
      },
      {
        name: 'cancel',
        label: t('application.cancel'),
        danger: true,
        rare: true,
        confirm: { title: t('application.cancelTitle', { number: a.number }), content: t('application.cancelText') },
        run: () => {
          moves.run({ path: 'cancellation' });
        },
      },
    ],
    RUNNING[moves.running ?? ''] ?? null,
  );
  if (open && may('invoice-application.edit')) {
    buttons.unshift({
      name: 'edit',
      label: t('application.edit'),
      run: () => {
        setEditing(true);
      },
    });
  }
  if (a.state === 'DRAFT' && may('invoice-application.delete')) {
    buttons.push({
      name: 'delete',
      label: t('application.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('application.deleteTitle', { number: a.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'invoice-application',
          number: a.number,
          state: a.state,
          date: a.date,
          total: a.total,
          currency: a.currency,
        }}
        title={a.number}
        tags={<StateTag kind="invoice-application" state={a.state} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={a.customer}>
              {a.customerName}
            </RecordLink>
            <span>{a.date}</span>
            <span>{kindName(a.kind)}</span>
          </Line>
        }
        moves={buttons}
        notice={
          a.reason ? (
            <Alert type="warning" showIcon title={t('application.wasReturned')} description={a.reason} />
          ) : null
        }
        facts={
          <Facts
            facts={[
              { label: t('field.title'), value: a.buyer.title },
              { label: t('field.taxNumber'), value: a.buyer.taxNumber },
              { label: t('field.bank'), value: a.buyer.bank },
              { label: t('field.account'), value: a.buyer.account },
              { label: t('field.address'), value: a.buyer.address },
              { label: t('field.phone'), value: a.buyer.phone },
              { label: t('field.email'), value: a.buyer.email },
              { label: t('field.remark'), value: a.remark },
              a.exportedAt != null && {
                label: t('application.exportedAt'),
                value: <Instant value={a.exportedAt} />,
              },
            ]}
          />
        }
      >
        <Lines of={a} done={t('application.done')} />
      </DocumentPage>
      {returning && (
        <Reason
          title={t('application.returnTitle', { number: a.number })}
          action={t('application.return')}
          text={t('application.returnText')}
          onClose={() => {
            setReturning(false);
          }}
          onReason={async (reason, key) => {
            await post(`/invoice-applications/${id}/return`, { reason }, { key, version: record.data.version });
            for (const list of MOVED) await queries.invalidateQueries({ queryKey: [list] });
          }}
        />
      )}
    </>
  );
}
