import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post } from '../lib/api';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import type { ApprovalCard } from '../ui/approval';
import { ApprovalCase } from '../ui/ApprovalCase';
import { Instant, Money, StatusTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { Failure } from '../ui/Failure';
import { Line, Mute } from '../ui/layout';
import { problemText } from '../ui/problems';
import { WorklistPage } from '../ui/WorklistPage';
import { Asking, Decisions, useApprove, type How } from './decisions';
import { Delegations } from './Delegations';
import type { WaitingRow } from './types';

async function loadCard(id: string): Promise<ApprovalCard> {
  return get(`/approvals/${id}`);
}

/** One inbox for all that waits for me: the queue, the case with everything needed, the decision by one key. */
export function Inbox() {
  const { t } = useTranslation('approval');
  const may = useCan();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const { request } = useQueryParams();
  const [asking, setAsking] = useState<{ card: ApprovalCard; how: How } | null>(null);
  const [ticked, setTicked] = useState<Set<string>>(new Set());
  const [away, setAway] = useState(false);
  const approve = useApprove();
  const query = useQuery({
    queryKey: ['approvals', 'inbox'],
    queryFn: () => get('/approvals/inbox'),
    refetchInterval: 30_000,
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const isFor = (row: WaitingRow) => Number(row.id === request);
  // The case one came for stands first.
  const rows = [...(query.data?.rows ?? [])].sort((a, b) => isFor(b) - isFor(a));
  const chosen = rows.filter((row) => ticked.has(row.id));
  const ask = (row: WaitingRow, how: How) => () => {
    void queries.ensureQueryData({ queryKey: ['approvals', row.id], queryFn: () => loadCard(row.id) }).then((card) => {
      setAsking({ card, how });
    });
  };
  const approveTicked = async () => {
    let done = 0;
    const told: string[] = [];
    // Each by itself: one that was decided or changed meanwhile leaves the others as they are.
    for (const row of chosen) {
      try {
        const decided = await post(`/approvals/${row.id}/approval`, {}, { key: newKey() });
        if (decided.state === 'VOID') told.push(`${row.subject.number ?? ''}: ${t('decided.VOID')}`);
        else done += 1;
      } catch (error) {
        told.push(`${row.subject.number ?? ''}: ${problemText(error)}`);
      }
    }
    setTicked(new Set());
    await queries.invalidateQueries();
    if (done > 0) void message.success(t('bulk.done', { count: done }));
    if (told.length > 0) {
      void modal.warning({
        title: t('bulk.left', { count: told.length }),
        content: told.map((line) => <div key={line}>{line}</div>),
      });
    }
  };
  return (
    <>
      <WorklistPage<WaitingRow>
        title={t('inbox.title')}
        hint={t('inbox.keys')}
        rows={rows}
        loading={query.isPending}
        rowKey={(row) => row.id}
        empty={{ title: t('inbox.none'), text: t('inbox.noneText') }}
        selected={ticked}
        onSelect={setTicked}
        notice={
          <Line tight>
            {chosen.length > 0 && (
              <Button
                type="primary"
                onClick={() => {
                  void modal.confirm({
                    title: t('bulk.title', { count: chosen.length }),
                    content: chosen.map((row) => row.subject.number).join(t('ui:approval.comma')),
                    okText: t('move.approve'),
                    onOk: approveTicked,
                  });
                }}
              >
                {t('bulk.approve', { count: chosen.length })}
              </Button>
            )}
            {may('approval.delegate') && (
              <Button
                onClick={() => {
                  setAway(true);
                }}
              >
                {t('away.title')}
              </Button>
            )}
          </Line>
        }
        prefetch={(row) => {
          void queries.prefetchQuery({ queryKey: ['approvals', row.id], queryFn: () => loadCard(row.id) });
        }}
        keys={(row) => [
          {
            key: 'a',
            run: () => {
              approve(row.id);
            },
          },
          { key: 'r', run: ask(row, 'reject') },
          { key: 'b', run: ask(row, 'return') },
        ]}
        columns={[
          {
            key: 'subject',
            title: t('inbox.subject'),
            render: (row) => (
              <>
                {row.subject.number}
                <br />
                <Mute>{row.party ?? row.subject.title}</Mute>
              </>
            ),
          },
          {
            key: 'total',
            title: t('inbox.total'),
            numeric: true,
            render: (row) => row.total != null && <Money value={row.total} currency={row.currency ?? null} />,
          },
          {
            key: 'rule',
            title: t('inbox.rule'),
            render: (row) => (
              <>
                {row.rule}
                <br />
                <Mute>
                  {row.askedBy} {row.onBehalfOf && t('ui:approval.onBehalfOf', { name: row.onBehalfOf })}
                </Mute>
                {row.dueAt && (
                  <>
                    {' '}
                    <StatusTag tone={row.late ? 'red' : 'grey'}>
                      <Instant value={row.dueAt} />
                    </StatusTag>
                  </>
                )}
              </>
            ),
          },
        ]}
        detail={(row) => (
          <Case
            key={row.id}
            id={row.id}
            onApprove={() => {
              approve(row.id);
            }}
            onAsk={(card, how) => {
              setAsking({ card, how });
            }}
          />
        )}
      />
      {asking && (
        <Asking
          key={asking.card.id + asking.how}
          card={asking.card}
          how={asking.how}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
      {away && (
        <Delegations
          onClose={() => {
            setAway(false);
          }}
        />
      )}
    </>
  );
}

/** One request with all figures and the buttons; the credit bar of its customer for those who may see it. */
export function Case({
  id,
  onApprove,
  onAsk,
}: {
  id: string;
  onApprove: () => void;
  onAsk: (card: ApprovalCard, how: How) => void;
}) {
  const may = useCan();
  const query = useQuery({ queryKey: ['approvals', id], queryFn: () => loadCard(id) });
  const card = query.data;
  const credit = useCredit(may('credit-account.view') ? card?.party?.id : null);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!card) return null;
  return (
    <ApprovalCase
      card={card}
      foot={
        <Decisions
          card={card}
          onApprove={onApprove}
          onAsk={(how) => {
            onAsk(card, how);
          }}
        />
      }
    >
      {credit.data && card.party && (
        <CreditBar
          credit={credit.data}
          {...(card.state === 'PENDING' && card.total != null ? { ghost: card.total } : {})}
          customer={card.party.id}
        />
      )}
    </ApprovalCase>
  );
}
