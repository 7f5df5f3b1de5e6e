import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, type Schema } from '../lib/api';
import { isZero } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Card } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

type JournalLine = Schema<'receivables.Ledger.JournalLine'>;

/** The books: every entry balances and is only ever added; a click shows its lines. */
export function Journals() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const currency = me.company.baseCurrency;
  const [open, setOpen] = useState<string | null>(null);
  const balances = useQuery({
    queryKey: ['ledger', 'balances'],
    queryFn: () => get('/ledger/balances'),
  });
  const journal = useQuery({
    queryKey: ['journals', open],
    enabled: open !== null,
    queryFn: () => get(`/journals/${open ?? ''}`),
  });
  const prove = useMutation({ mutationFn: () => post('/ledger/proof') });
  const drifts = prove.data?.last?.drifts ?? 0;
  return (
    <>
      {prove.isError && <Alert type="error" showIcon title={problemText(prove.error)} />}
      {prove.isSuccess && (
        <Alert
          type={drifts === 0 ? 'success' : 'error'}
          showIcon
          title={drifts === 0 ? t('journal.proved') : t('journal.drift', { count: drifts })}
        />
      )}
      {balances.data && (
        <Card title={t('journal.balances')}>
          <dl className="oa-facts">
            {balances.data.accounts
              .filter((account) => !isZero(account.balance))
              .map((account) => (
                <div key={account.code}>
                  <dt>
                    {account.code} {t(`account.${account.code}`, { defaultValue: account.account })}
                  </dt>
                  <dd>
                    <Money value={account.balance} currency={currency} />
                  </dd>
                </div>
              ))}
          </dl>
        </Card>
      )}
      <ListPage
        list="journals"
        href={null}
        onRow={(row) => {
          setOpen(row.id);
        }}
        actions={
          may('journal.prove') && (
            <Button
              loading={prove.isPending}
              onClick={() => {
                prove.mutate();
              }}
            >
              {t('journal.prove')}
            </Button>
          )
        }
        empty={{ title: t('journal.none'), text: t('journal.noneText') }}
      />
      <Drawer
        open={open !== null}
        size={560}
        title={t('journal.lines')}
        onClose={() => {
          setOpen(null);
        }}
      >
        {journal.isError && <Failure error={journal.error} />}
        <DataTable
          rows={journal.data?.lines ?? []}
          rowKey={(line) => String(line.line)}
          loading={journal.isPending}
          caption={t('journal.lines')}
          columns={[
            {
              key: 'account',
              title: t('journal.account'),
              render: (line) => `${line.code} ${t(`account.${line.code}`, { defaultValue: line.account })}`,
            },
            ...((journal.data?.lines ?? []).some((line) => line.original)
              ? [
                  {
                    key: 'original',
                    title: t('journal.original'),
                    numeric: true,
                    render: (line: JournalLine) =>
                      line.original ? <Money value={line.original} currency={line.currency ?? currency} /> : null,
                  },
                ]
              : []),
            {
              key: 'debit',
              title: t('journal.debit'),
              numeric: true,
              render: (line) => <Money value={line.debit} currency={currency} />,
            },
            {
              key: 'credit',
              title: t('journal.credit'),
              numeric: true,
              render: (line) => <Money value={line.credit} currency={currency} />,
            },
          ]}
        />
      </Drawer>
    </>
  );
}
