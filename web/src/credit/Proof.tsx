import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { formatQuantity } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Instant, Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Card, Line } from '../ui/layout';
import { Link } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

/** Whether every account's figures agree with its entries and with the documents, to the cent. */
export function Proof() {
  const { t } = useTranslation('credit');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const currency = me.company.baseCurrency;
  const query = useQuery({ queryKey: ['credit-proof'], queryFn: () => get('/credit/proof') });
  const run = useMutation({
    mutationFn: () => post('/credit/proof'),
    onSuccess: (answer) => {
      queries.setQueryData(['credit-proof'], answer);
      void queries.invalidateQueries({ queryKey: ['credit-proofs'] });
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const last = query.data?.last;
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t('proof.title')}</h1>
          {may('credit-proof.run') && (
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
      {last && (
        <Alert
          showIcon
          type={last.drifts === 0 ? 'success' : 'error'}
          title={
            last.drifts === 0
              ? t('proof.clean', {
                  accounts: formatQuantity(last.accounts, '0'),
                  entries: formatQuantity(last.entries, '0'),
                })
              : t('proof.drift', { count: last.drifts })
          }
          description={
            <>
              {t('proof.at')} <Instant value={last.at} /> ·{' '}
              {t('proof.took', { seconds: (last.millis / 1000).toFixed(1) })}
            </>
          }
        />
      )}
      {query.isSuccess && !last && <Alert showIcon type="info" title={t('proof.never')} />}
      {last && last.drift.length > 0 && (
        <Card flush>
          <DataTable
            rows={last.drift}
            rowKey={(drift) => `${drift.party}${drift.bucket ?? ''}${drift.document ?? ''}`}
            columns={[
              {
                key: 'party',
                title: t('account.customer'),
                // Without a bucket it is a shared limit: its sum, or a customer who draws on it and should not, or should.
                render: (drift) =>
                  drift.bucket ? (
                    <Link to={`/credit/accounts/${drift.party}`}>{t('account.title')}</Link>
                  ) : (
                    <Link to={`/credit/shared-limits/${drift.party}`}>{t('shared.title')}</Link>
                  ),
              },
              {
                key: 'bucket',
                title: t('proof.bucket'),
                render: (drift) =>
                  drift.bucket
                    ? t(`bucket.${drift.bucket}`, { defaultValue: drift.bucket })
                    : t(drift.document ? 'proof.member' : 'proof.members'),
              },
              { key: 'number', title: t('proof.document'), render: (drift) => drift.number ?? t('proof.account') },
              {
                key: 'entries',
                title: t('proof.entries'),
                numeric: true,
                render: (drift) => <Money value={drift.entries} currency={currency} />,
              },
              {
                key: 'other',
                title: t('proof.documents'),
                numeric: true,
                render: (drift) => <Money value={drift.other} currency={currency} />,
              },
            ]}
          />
        </Card>
      )}
      <ListPage list="credit-proofs" href={null} empty={{ title: t('proof.never'), text: t('proof.what') }} />
    </>
  );
}
