import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { StateTag } from '../ui/cells';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, type PageMove } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Facts } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { ReasonDialog } from './ReasonDialog';

/** One opening item with what is still open of it. */
export function OpeningPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const me = useMe();
  const may = useCan();
  const [reversing, setReversing] = useState(false);
  const record = useRecord('opening-balances', id);
  const moves = useMoves('opening-balances', id, record.data?.version, {});
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const o = record.data.data;
  const currency = me.company.baseCurrency;
  const reversed = o.state === 'REVERSED';
  const buttons: PageMove[] =
    !reversed && may('opening-balance.reverse')
      ? [
          {
            name: 'reverse',
            label: t('opening.reverse'),
            danger: true,
            busy: moves.busy,
            run: () => {
              setReversing(true);
            },
          },
        ]
      : [];
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'opening-balance',
          number: o.number,
          state: o.state,
          tone: reversed ? 'red' : 'green',
          date: o.date,
          total: o.amount,
          currency,
        }}
        title={o.number}
        tags={<StateTag kind="opening-balance" state={o.state} tone={reversed ? 'red' : 'green'} />}
        subtitle={
          <RecordLink kind="customer" id={o.party ?? null}>
            {o.name}
          </RecordLink>
        }
        moves={buttons}
        facts={
          <Facts
            facts={[
              { label: t('field.amount'), value: formatMoney(o.amount, currency) },
              { label: t('field.open'), value: formatMoney(o.open, currency) },
              { label: t('field.date'), value: o.date },
              { label: t('field.due'), value: o.due },
              { label: t('field.note'), value: o.note },
            ]}
          />
        }
      />
      <ReasonDialog
        open={reversing}
        title={t('opening.reverseTitle', { number: o.number })}
        action={t('opening.reverse')}
        onClose={() => {
          setReversing(false);
        }}
        onReason={(reason) => {
          moves.run({ path: 'reversal', body: { reason } });
        }}
      />
    </>
  );
}
