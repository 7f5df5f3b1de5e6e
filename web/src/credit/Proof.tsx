import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { formatQuantity, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import type { Ref } from '../lib/types';
import { Instant, Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Card, Line } from '../ui/layout';
import { Link } from '../ui/Link';
import { problemText } from '../ui/problems';

interface Drift {
  customer: Ref;
  bucket: string;
  account: Decimal;
  entries: Decimal;
  documents: Decimal;
}

interface ProofAnswer {
  at: string | null;
  accounts: number;
  drifts: Drift[];
}

/** Whether every account's figures agree with its entries and with the documents, to the cent. */
export function Proof() {
  const { t } = useTranslation('credit');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const currency = me.company.baseCurrency;
  const query = useQuery({ queryKey: ['credit-proof'], queryFn: () => get<ProofAnswer>('/credit-proof') });
  const run = useMutation({
    mutationFn: () => post<ProofAnswer>('/credit-proof'),
    onSuccess: (answer) => {
      queries.setQueryData(['credit-proof'], answer);
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const data = query.data;
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t('proof.title')}</h1>
          {may('credit-account.prove') && (
            <Button
              type="primary"
              loading={run.isPending}
              onClick={() => {
                run.mutate();
              }}
            >
              {t('proof.run')}
            </Button>
          )}
        </Line>
        <div className="oa-mute">{t('proof.what')}</div>
      </Card>
      {data?.at && (
        <Alert
          showIcon
          type={data.drifts.length === 0 ? 'success' : 'error'}
          title={data.drifts.length === 0 ? t('proof.clean', { count: formatQuantity(data.accounts, '0') as never }) : t('proof.drift', { count: data.drifts.length })}
          description={
            <>
              {t('proof.at')} <Instant value={data.at} />
            </>
          }
        />
      )}
      {data && !data.at && <Alert showIcon type="info" title={t('proof.never')} />}
      {data && data.drifts.length > 0 && (
        <Card flush>
          <DataTable
            rows={data.drifts}
            rowKey={(drift) => drift.customer.id + drift.bucket}
            columns={[
              { key: 'customer', title: t('account.customer'), render: (drift) => <Link to={`/credit/accounts/${drift.customer.id}`}>{drift.customer.name ?? drift.customer.title}</Link> },
              { key: 'bucket', title: t('proof.bucket'), render: (drift) => t(`bucket.${drift.bucket}`, { defaultValue: drift.bucket }) },
              { key: 'account', title: t('proof.account'), numeric: true, render: (drift) => <Money value={drift.account} currency={currency} /> },
              { key: 'entries', title: t('proof.entries'), numeric: true, render: (drift) => <Money value={drift.entries} currency={currency} /> },
              { key: 'documents', title: t('proof.documents'), numeric: true, render: (drift) => <Money value={drift.documents} currency={currency} /> },
            ]}
          />
        </Card>
      )}
    </>
  );
}
