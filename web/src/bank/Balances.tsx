import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { plusDays } from '../lib/dates';
import { isZero, type Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Line, Mute, Stack } from '../ui/layout';
import { Link } from '../ui/Link';
import type { Balance } from './types';

/** The bank's balance beside the book's, account by account, with what makes the difference. */
export function Balances() {
  const { t } = useTranslation('bank');
  const may = useCan();
  const [asOf, setAsOf] = useState<string | null>(null);
  const [opening, setOpening] = useState<Balance | null>(null);
  const query = useQuery({
    queryKey: ['bank', 'balances', asOf],
    queryFn: () => get('/bank-balances', { asOf }),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const currency = query.data?.currency ?? null;
  return (
    <Stack>
      <Line>
        <h1 className="oa-grow">{t('balance.title')}</h1>
        <span>{t('balance.asOf')}</span>
        <div style={{ width: 160 }}>
          <DateInput id="bank-as-of" value={asOf} onChange={setAsOf} placeholder={t('balance.latest')} />
        </div>
      </Line>
      <Mute>{t('balance.what')}</Mute>
      {(query.data?.accounts ?? []).map((account) => (
        <Card
          key={account.account}
          title={account.name}
          extra={
            <Line tight>
              <Mute>{account.asOf}</Mute>
              {account.bank !== null && (
                <StatusTag tone={isZero(account.difference) ? 'green' : 'orange'}>
                  {t(isZero(account.difference) ? 'balance.agrees' : 'balance.differs')}
                </StatusTag>
              )}
            </Line>
          }
        >
          {account.bank === null && <Alert type="info" showIcon title={t('balance.noBank')} />}
          <DataTable
            compact
            caption={account.name}
            rows={pieces(account)}
            rowKey={(piece) => piece.key}
            columns={[
              {
                key: 'what',
                title: t('balance.piece'),
                render: (piece) =>
                  piece.key === 'waiting' && piece.count > 0 ? (
                    <Link to={`/bank?account=${account.account}`}>{t('balance.waiting', { count: piece.count })}</Link>
                  ) : (
                    t(`balance.${piece.key}`, { count: piece.count })
                  ),
              },
              {
                key: 'amount',
                title: t('line.amount'),
                numeric: true,
                render: (piece) => <Money value={piece.amount} currency={currency} zero="0" strong={piece.strong} />,
              },
            ]}
          />
          {!isZero(account.rest) && may('cash-entry.create') && account.opening !== null && (
            <Line>
              <Mute>{t('balance.restWhy')}</Mute>
              <Button
                size="small"
                onClick={() => {
                  setOpening(account);
                }}
              >
                {t('balance.enterOpening')}
              </Button>
            </Line>
          )}
        </Card>
      ))}
      {opening && (
        <Opening
          account={opening}
          onClose={() => {
            setOpening(null);
          }}
        />
      )}
    </Stack>
  );
}

function pieces(account: Balance) {
  // Without a balance of the bank's there is nothing the pieces could explain.
  if (account.bank === null) return [{ key: 'book', count: 0, amount: account.book, strong: true }];
  const minus = (value: Decimal) => (value.startsWith('-') ? value.slice(1) : isZero(value) ? value : `-${value}`);
  return [
    { key: 'bank', count: 0, amount: account.bank ?? '0', strong: true },
    { key: 'waiting', count: account.waitingLines, amount: minus(account.waiting), strong: false },
    { key: 'ignored', count: account.ignoredLines, amount: minus(account.ignored), strong: false },
    { key: 'unconfirmed', count: account.unconfirmedLines, amount: minus(account.unconfirmed), strong: false },
    { key: 'bookOnly', count: account.bookOnlyEntries, amount: account.bookOnly, strong: false },
    { key: 'rest', count: 0, amount: minus(account.rest), strong: false },
    { key: 'book', count: 0, amount: account.book, strong: true },
  ].filter((piece) => piece.strong || !isZero(piece.amount));
}

function Opening({ account, onClose }: { account: Balance; onClose: () => void }) {
  const { t } = useTranslation('bank');
  const queries = useQueryClient();
  const form = useForm<{ date: string | null; amount: Decimal | null }>(
    { date: account.firstDay ? plusDays(account.firstDay, -1) : null, amount: account.rest },
    async (values, key) => {
      await post(
        '/cash-entries',
        { cashAccount: account.account, date: values.date, amount: values.amount, account: 'OPENING_BALANCE' },
        { key },
      );
      await queries.invalidateQueries({ queryKey: ['bank'] });
    },
  );
  return (
    <FormDrawer open title={t('balance.enterOpening')} action={t('balance.enter')} form={form} onClose={onClose}>
      <Fields columns={1}>
        <Field label={t('balance.date')} form={form} name="date">
          <DateInput {...form.bind('date')} />
        </Field>
        <Field label={t('line.amount')} form={form} name="amount" must>
          <FigureInput {...form.bind('amount')} />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
