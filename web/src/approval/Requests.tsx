import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIdParam } from '../lib/route';
import { APPROVAL_TONES, type ApprovalCard } from '../ui/approval';
import { StateTag } from '../ui/cells';
import { ListPage } from '../ui/ListPage';
import { Asking, useApprove, type How } from './decisions';
import { Case } from './Inbox';

/** Every request about what I may see, and where it stands. */
export function Requests() {
  const { t } = useTranslation('approval');
  return (
    <ListPage
      list="approvals"
      views={[
        { key: 'pending', label: t('requests.pending'), filter: ['state', 'in', ['PENDING']], sort: 'askedAt' },
        { key: 'mine', label: t('requests.mine'), filter: ['askedBy', '=', 'me'], sort: '-askedAt' },
      ]}
      render={{
        state: (row) => {
          const state = String(row['state']);
          return <StateTag kind="approval" state={state} tone={APPROVAL_TONES[state] ?? 'grey'} />;
        },
      }}
      empty={{ title: t('requests.none'), text: t('requests.noneText') }}
    />
  );
}

export function RequestPage() {
  const id = useIdParam();
  const approve = useApprove();
  const [asking, setAsking] = useState<{ card: ApprovalCard; how: How } | null>(null);
  return (
    <>
      <Case
        id={id}
        onApprove={() => {
          approve(id);
        }}
        onAsk={(card, how) => {
          setAsking({ card, how });
        }}
      />
      {asking && (
        <Asking
          key={asking.how}
          card={asking.card}
          how={asking.how}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
    </>
  );
}
