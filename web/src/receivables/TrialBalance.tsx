import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import { get, type Got } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, isZero } from '../lib/money';
import { useIdParam, useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import { Money } from '../ui/cells';
import { DataTable, type Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { DateInput } from '../ui/inputs';
import { Card, Line, Stack } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';

type Period = Got<'/ledger/trial-balance'>['accounts'][number];

/** The period in the page's address: this month unless somebody says otherwise. */
function usePeriod(path: string) {
  const me = useMe();
  const search = useQueryParams();
  const navigate = useNavigate();
  const to = search['to'] ?? me.today;
  const from = search['from'] ?? `${to.slice(0, 7)}-01`;
  const set = (part: { from?: string | null; to?: string | null }) => {
    void navigate({ to: path, search: { from, to, ...part } as never, replace: true });
  };
  return { from, to, set };
}

function PeriodInputs({ period }: { period: ReturnType<typeof usePeriod> }) {
  const { t } = useTranslation('receivables');
  return (
    <Line tight>
      <span>{t('ledger.from')}</span>
      <DateInput
        value={period.from}
        onChange={(from) => {
          period.set({ from });
        }}
      />
      <span>{t('ledger.to')}</span>
      <DateInput
        value={period.to}
        onChange={(to) => {
          period.set({ to });
        }}
      />
    </Line>
  );
}

/** The sub-ledger's trial balance: accounts, and customers with a way to each card. */
export function TrialBalance() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const period = usePeriod('/ledger/trial-balance');
  const query = useQuery({
    queryKey: ['trial-balance', period.from, period.to],
    queryFn: () => get('/ledger/trial-balance', { from: period.from, to: period.to }),
    placeholderData: keepPreviousData,
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const figures = (total: Period | undefined): Column<Period>[] =>
    (['opening', 'debit', 'credit', 'closing'] as const).map((name) => ({
      key: name,
      title: t(`ledger.${name}`),
      numeric: true,
      render: (line) => !isZero(line[name]) && <Money value={line[name]} currency={currency} />,
      ...(total ? { foot: <Money value={total[name]} currency={currency} /> } : {}),
    }));
  const data = query.data;
  const accounts = data?.accounts ?? [];
  // Accountants read a balance on its side, not by its sign.
  const sided = (['opening', 'closing'] as const).flatMap((name) =>
    ([1, -1] as const).map((side) => {
      const on = (line: Period) => (big(line[name]).times(side).gt(0) ? big(line[name]).times(side) : big(0));
      return balanceColumn(`${name}${side > 0 ? 'Debit' : 'Credit'}`, on);
    }),
  );
  const moved = (['debit', 'credit'] as const).map((name) => balanceColumn(name, (line) => big(line[name])));
  function balanceColumn(name: string, of: (line: Period) => ReturnType<typeof big>): Column<Period> {
    const sum = accounts.reduce((total, line) => total.plus(of(line)), big(0));
    return {
      key: name,
      title: t(`ledger.${name}`),
      numeric: true,
      render: (line) => <Money value={of(line).toFixed()} currency={currency} />,
      foot: <Money value={sum.toFixed()} currency={currency} />,
    };
  }
  return (
    <Stack>
      <Card>
        <Stack tight>
          <h1>{t('ledger.trialBalance')}</h1>
          <div className="oa-mute">{t('ledger.trialBalanceText')}</div>
          <PeriodInputs period={period} />
        </Stack>
      </Card>
      <Card title={t('ledger.accounts')}>
        <DataTable
          rows={accounts}
          rowKey={(line) => line.code}
          loading={query.isPending}
          caption={t('ledger.accounts')}
          foot
          columns={[
            {
              key: 'name',
              title: t('journal.account'),
              render: (line) => `${line.code} ${line.name}`,
              foot: t('receipt.sum'),
            },
            ...sided.slice(0, 2),
            ...moved,
            ...sided.slice(2),
          ]}
        />
      </Card>
      <Card title={t('ledger.customers', { count: data?.count ?? 0 })}>
        <DataTable
          rows={data?.customers ?? []}
          rowKey={(line) => line.id ?? ''}
          loading={query.isPending}
          caption={t('ledger.customers', { count: data?.count ?? 0 })}
          foot
          columns={[
            {
              key: 'name',
              title: t('field.customer'),
              render: (line) => (
                <Link to={`/ledger/customers/${line.id ?? ''}?from=${period.from}&to=${period.to}`}>
                  {line.code} {line.name}
                </Link>
              ),
              foot: t('receipt.sum'),
            },
            ...figures(data?.total),
          ]}
        />
      </Card>
    </Stack>
  );
}

/** A customer's account card: opening, each movement with its document, closing. */
export function CustomerCard() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const id = useIdParam();
  const period = usePeriod(`/ledger/customers/${id}`);
  const customer = useQuery({ queryKey: ['record', id, 'head'], queryFn: () => get(`/records/${id}`) });
  const query = useQuery({
    queryKey: ['customer-card', id, period.from, period.to],
    queryFn: () => get(`/customers/${id}/movements`, { from: period.from, to: period.to, limit: 5000 }),
    placeholderData: keepPreviousData,
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const card = query.data;
  return (
    <Stack>
      <Card>
        <Stack tight>
          <h1>{t('ledger.card')}</h1>
          <RecordLink kind="customer" id={id}>
            {customer.data ? `${customer.data.number} ${customer.data.title}` : ''}
          </RecordLink>
          <PeriodInputs period={period} />
        </Stack>
      </Card>
      <Card
        title={
          <>
            {t('ledger.opening')} <Money value={card?.opening ?? '0'} currency={currency} />
          </>
        }
      >
        <DataTable
          rows={card?.lines ?? []}
          rowKey={(line) => line.journal}
          loading={query.isPending}
          caption={t('ledger.card')}
          foot
          empty={<span className="oa-mute">{t('statement.noLines')}</span>}
          columns={[
            { key: 'on', title: t('field.date'), render: (line) => line.on, foot: t('ledger.closing') },
            {
              key: 'cause',
              title: t('statement.cause'),
              render: (line) => serverText(`choice.journal.cause.${line.cause}`, line.cause),
            },
            {
              key: 'number',
              title: t('field.number'),
              render: (line) => (
                <RecordLink kind={line.kind} id={line.document}>
                  {line.number}
                </RecordLink>
              ),
            },
            {
              key: 'debit',
              title: t('ledger.debit'),
              numeric: true,
              render: (line) => !isZero(line.debit) && <Money value={line.debit} currency={currency} />,
            },
            {
              key: 'credit',
              title: t('ledger.credit'),
              numeric: true,
              render: (line) => !isZero(line.credit) && <Money value={line.credit} currency={currency} />,
            },
            {
              key: 'balance',
              title: t('statement.balance'),
              numeric: true,
              render: (line) => <Money value={line.balance} currency={currency} />,
              foot: <Money value={card?.closing ?? '0'} currency={currency} />,
            },
          ]}
        />
      </Card>
    </Stack>
  );
}
