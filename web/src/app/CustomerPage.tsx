import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePayLink } from '../payment/PayLink';
import { get, type StepPath } from '../lib/api';
import { daysBetween } from '../lib/dates';
import { big, formatMoney, sum } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { Related } from '../credit/Related';
import { CustomerWarnings } from '../credit/Warnings';
import { CustomerEditor } from '../party/CustomerEditor';
import { Shares } from '../party/Shares';
import { BillingDay } from '../receivables/BillingDay';
import { CustomerDiscounts } from '../receivables/Discounts';
import { CustomerPromises } from '../receivables/Promises';
import { AgeBar } from '../ui/AgeBar';
import { DueTag, Explain, Money, StateTag, StatusTag } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { ConflictDialog, MoveButtons, type PageMove, joinMoves } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Card, Columns, Facts, Line } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { Attachments, Comments, History } from '../ui/RecordTabs';
import { CustomerGroup } from './CustomerGroup';
import { CUSTOMER_TONES } from './tones';

const AGES = [0, 30, 60, 90] as const;

/** All of one customer on a page: credit, what is open, what is owed and for how long, what happened. */
export function CustomerPage() {
  const { t } = useTranslation('app');
  const id = useIdParam();
  const me = useMe();
  const may = useCan();
  const payLink = usePayLink();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [tab, setTab] = useState('history');
  const record = useRecord('customers', id);
  const credit = useCredit(may('credit-account.view') ? id : null);
  const moves = useMoves('customers', id, record.data?.version);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { customer, moves: said } = record.data.data;
  // A test's server may answer with less than the API promises.
  const bad = (record.data.data as { badAddresses?: Record<string, string> }).badAddresses ?? {};
  if (editing) {
    return (
      <CustomerEditor
        customer={customer}
        version={record.data.version}
        onCancel={() => {
          setEditing(false);
        }}
        onSaved={() => {
          setEditing(false);
          void queries.invalidateQueries({ queryKey: ['customers'] });
          void queries.invalidateQueries({ queryKey: ['record', id] });
        }}
      />
    );
  }
  const go = (path: StepPath<'customers'>) => () => {
    moves.run({ path });
  };
  const buttons: PageMove[] = [
    ...joinMoves(
      said,
      [
        { name: 'activate', label: t('customer.activate'), rare: true, run: go('activation') },
        {
          name: 'stop',
          label: t('customer.stop'),
          rare: true,
          confirm: { title: t('customer.stopTitle', { name: customer.name }), content: t('customer.stopText') },
          run: go('stop'),
        },
        { name: 'reactivate', label: t('customer.reactivate'), rare: true, run: go('reactivation') },
        {
          name: 'blacklist',
          label: t('customer.blacklist'),
          danger: true,
          rare: true,
          confirm: { title: t('customer.blacklistTitle', { name: customer.name }), content: t('customer.stopText') },
          run: go('blacklisting'),
        },
      ],
      null,
    ).filter((move) => move.reason === null),
  ];
  if (may('customer.edit')) {
    buttons.push({
      name: 'edit',
      label: t('customer.edit'),
      run: () => {
        setEditing(true);
      },
    });
  }
  if (may('receipt.create')) {
    buttons.push({
      name: 'receive',
      label: t('customer.receive'),
      run: () => void navigate({ to: '/receipts/new', search: { customer: id } as never }),
    });
  }
  if (may('online-payment.ask')) {
    buttons.push({
      name: 'payLink',
      label: t('payment:link.button'),
      rare: true,
      run: () => {
        payLink(id);
      },
    });
  }
  if (may('sales-order.create') && (customer.state === 'ACTIVE' || customer.state === 'PROSPECT')) {
    buttons.push({
      name: 'order',
      label: t('customer.order'),
      primary: true,
      run: () => void navigate({ to: '/sales-orders/new', search: { customer: id } as never }),
    });
  }
  if (may('quote.create') && (customer.state === 'ACTIVE' || customer.state === 'PROSPECT')) {
    buttons.push({
      name: 'quote',
      label: t('customer.quote'),
      run: () => void navigate({ to: '/quotes/new', search: { customer: id } as never }),
    });
  }
  const place = [customer.province, customer.city, customer.district].filter(Boolean).join(' ');
  const tabs = [
    { key: 'history', label: t('ui:record.history'), content: <History id={id} /> },
    { key: 'comments', label: t('ui:record.comments'), content: <Comments id={id} /> },
    { key: 'files', label: t('ui:record.files'), content: <Attachments id={id} /> },
    { key: 'shares', label: t('party:share.title'), content: <Shares customer={id} /> },
  ];
  return (
    <>
      <Card className="oa-doc-head">
        <Line>
          <div className="oa-grow">
            <Line tight>
              <h1>{customer.name}</h1>
              <StateTag kind="customer" state={customer.state} tone={CUSTOMER_TONES[customer.state] ?? 'grey'} />
              {customer.industry && <StatusTag>{customer.industry}</StatusTag>}
            </Line>
            <Line tight>
              <span className="oa-mute">{customer.code}</span>
              <span className="oa-mute">{customer.creditCode}</span>
              {customer.ownerName && (
                <span className="oa-mute">{t('customer.owner', { name: customer.ownerName })}</span>
              )}
              {customer.paymentTerm && (
                <span className="oa-mute">
                  {t('customer.term', {
                    term: me.user.locale === 'en' ? customer.paymentTerm.nameEn : customer.paymentTerm.name,
                  })}
                </span>
              )}
            </Line>
          </div>
          <MoveButtons moves={buttons} />
        </Line>
      </Card>
      {credit.data && (
        <Card>
          <CreditBar credit={credit.data} customer={id} />
          {may('credit-account.view') && (
            <Line className="oa-small">
              <Link to={`/credit/accounts/${id}`}>{t('customer.account')}</Link>
            </Line>
          )}
        </Card>
      )}
      <CustomerWarnings id={id} />
      <CustomerGroup id={id} />
      <Related id={id} />
      {may('open-item.view') && <Owed id={id} currency={me.company.baseCurrency} today={me.today} />}
      <CustomerPromises customer={{ id, label: customer.name }} />
      {may('open-item.view') && <CustomerDiscounts customer={id} />}
      {may('sales-order.view') && (
        <Card
          title={t('customer.openOrders')}
          extra={
            <Link to={`/sales-orders?filter=${encodeURIComponent(JSON.stringify(['party', '=', id]))}`}>
              {t('customer.allOrders')}
            </Link>
          }
        >
          <ListPage
            list="sales-orders"
            embedded
            limit={10}
            without={['party']}
            within={{
              and: [
                ['party', '=', id],
                ['state', 'in', ['DRAFT', 'SUBMITTED', 'HELD', 'CONFIRMED']],
              ],
            }}
            empty={{ title: t('customer.noOrders'), text: t('customer.noOrdersText') }}
          />
        </Card>
      )}
      <Columns wideLeft>
        <div className="oa-stack">
          <Monthly id={id} currency={me.company.baseCurrency} />
          <Card title={t('customer.about')}>
            <Facts
              facts={[
                { label: t('party:field.customerClass'), value: customer.customerClassName },
                Boolean(customer.parent ?? customer.parentOutside) && {
                  label: t('party:field.parent'),
                  value: customer.parent ? (
                    <Link to={`/customers/${customer.parent}`}>{customer.parentName}</Link>
                  ) : (
                    <span className="oa-mute">{t('party:customer.parentOutside')}</span>
                  ),
                },
                { label: t('party:field.legalPerson'), value: customer.legalPerson },
                { label: t('customer.phone'), value: customer.phone },
                { label: t('customer.place'), value: place },
                { label: t('customer.source'), value: customer.source },
                { label: t('customer.taxNumber'), value: customer.taxTitle.taxNumber },
                {
                  label: t('customer.bank'),
                  value: [customer.taxTitle.bank, customer.taxTitle.account].filter(Boolean).join(' '),
                },
                {
                  label: t('customer.notes'),
                  value: customer.notes && <span className="oa-pre">{customer.notes}</span>,
                },
                may('statement.view') && {
                  label: t('receivables:statement.billingDay'),
                  value: <BillingDay customer={id} />,
                },
                may('journal.view') && {
                  label: t('receivables:ledger.card'),
                  value: <Link to={`/ledger/customers/${id}`}>{t('receivables:ledger.show')}</Link>,
                },
                ...customer.addresses.map((address) => ({
                  label: t(`party:purpose.${address.purpose}`),
                  value: [
                    address.receiver,
                    address.phone,
                    address.province,
                    address.city,
                    address.district,
                    address.street,
                  ]
                    .filter(Boolean)
                    .join(' '),
                })),
              ]}
            />
            {customer.contacts.length > 0 && (
              <DataTable
                compact
                caption={t('party:customer.contacts')}
                rows={customer.contacts}
                rowKey={(contact) => contact.id ?? contact.name}
                columns={[
                  {
                    key: 'name',
                    title: t('party:contact.name'),
                    render: (contact) => (
                      <>
                        {contact.name} {contact.primary && <StatusTag tone="blue">{t('customer.primary')}</StatusTag>}
                      </>
                    ),
                  },
                  { key: 'position', title: t('party:contact.position'), render: (contact) => contact.position },
                  {
                    key: 'mobile',
                    title: t('party:contact.mobile'),
                    render: (contact) =>
                      contact.mobile && (
                        <>
                          <a href={`tel:${contact.mobile}`}>{contact.mobile}</a>{' '}
                          {bad[contact.mobile] && (
                            <Explain how={bad[contact.mobile]}>
                              <StatusTag tone="red">{t('customer.badAddress')}</StatusTag>
                            </Explain>
                          )}
                        </>
                      ),
                  },
                  {
                    key: 'email',
                    title: t('party:contact.email'),
                    render: (contact) =>
                      contact.email && (
                        <>
                          <a href={`mailto:${contact.email}`}>{contact.email}</a>{' '}
                          {bad[contact.email.toLowerCase()] && (
                            <Explain how={bad[contact.email.toLowerCase()]}>
                              <StatusTag tone="red">{t('customer.badAddress')}</StatusTag>
                            </Explain>
                          )}
                        </>
                      ),
                  },
                ]}
              />
            )}
          </Card>
        </div>
        <Card>
          <div className="oa-tabs" role="tablist" style={{ marginBottom: 12 }}>
            {tabs.map((x) => (
              <button
                key={x.key}
                type="button"
                role="tab"
                aria-selected={x.key === tab}
                className={x.key === tab ? 'on' : ''}
                onClick={() => {
                  setTab(x.key);
                }}
              >
                {x.label}
              </button>
            ))}
          </div>
          {tabs.find((x) => x.key === tab)?.content}
        </Card>
      </Columns>
      <ConflictDialog
        problem={moves.conflict}
        id={id}
        since={customer.changedAt}
        onClose={moves.settleConflict}
        onSeeTheirs={() => {
          moves.settleConflict();
          void record.refetch();
        }}
      />
    </>
  );
}

/** Open items with their age. */
function Owed({ id, currency, today }: { id: string; currency: string; today: string }) {
  const { t } = useTranslation('app');
  const [all, setAll] = useState(false);
  const query = useQuery({
    queryKey: ['open-items', 'of', id, 'page'],
    queryFn: () =>
      get('/open-items', {
        filter: JSON.stringify({
          and: [
            ['party', '=', id],
            ['isOpen', '=', true],
          ],
        }),
        sort: 'due',
        limit: 200,
        fields: ['number', 'document', 'date', 'due', 'amount', 'open'],
      }),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const rows = query.data?.rows ?? [];
  const late = (due: unknown) => (typeof due === 'string' ? daysBetween(due, today) : 0);
  const buckets = [
    { key: 'notDue', label: t('customer.notDue'), rows: rows.filter((row) => late(row['due']) <= 0) },
    ...AGES.map((from, index) => {
      const to = AGES[index + 1];
      return {
        key: String(from),
        label: to === undefined ? t('customer.over', { days: from }) : t('customer.days', { from: from + 1, to }),
        rows: rows.filter((row) => late(row['due']) > from && (to === undefined || late(row['due']) <= to)),
      };
    }),
  ].map((bucket) => ({
    key: bucket.key,
    label: bucket.label,
    amount: sum(bucket.rows.map((row) => row['open'] as string)).toFixed(),
  }));
  const total = sum(rows.map((row) => row['open'] as string));
  const shown = all ? rows : rows.slice(0, 8);
  return (
    <Card
      title={`${t('customer.owed')} ${formatMoney(total, currency)}`}
      extra={
        <Link to={`/open-items?filter=${encodeURIComponent(JSON.stringify(['party', '=', id]))}`}>
          {t('customer.allItems')}
        </Link>
      }
    >
      <AgeBar buckets={buckets} currency={currency} />
      {rows.length > 0 && (
        <DataTable
          compact
          caption={t('customer.owed')}
          rows={shown}
          rowKey={(row) => row.id}
          foot
          columns={[
            {
              key: 'number',
              title: t('customer.document'),
              render: (row) => <ItemLink value={row['document']} number={String(row['number'] ?? '')} />,
              foot: t('customer.sum', { count: rows.length }),
            },
            { key: 'date', title: t('customer.date'), render: (row) => String(row['date'] ?? '') },
            { key: 'due', title: t('customer.due'), render: (row) => String(row['due'] ?? '') },
            {
              key: 'amount',
              title: t('customer.amount'),
              numeric: true,
              render: (row) => <Money value={row['amount'] as string} currency={currency} />,
            },
            {
              key: 'open',
              title: t('customer.open'),
              numeric: true,
              render: (row) => <Money value={row['open'] as string} currency={currency} />,
              foot: <Money value={total} currency={currency} />,
            },
            {
              key: 'state',
              title: t('customer.state'),
              render: (row) => (big(row['open'] as string).gt(0) ? <DueTag days={late(row['due'])} /> : null),
            },
          ]}
        />
      )}
      {rows.length > shown.length && (
        <button
          type="button"
          className="oa-chip plain"
          onClick={() => {
            setAll(true);
          }}
        >
          <span style={{ padding: '0 10px' }}>{t('customer.showAll', { count: rows.length })}</span>
        </button>
      )}
    </Card>
  );
}

function ItemLink({ value, number }: { value: unknown; number: string }) {
  const ref = value as { id?: string; kind?: string | null } | null;
  return ref?.id ? (
    <RecordLink kind={ref.kind ?? null} id={ref.id}>
      {number}
    </RecordLink>
  ) : (
    <>{number}</>
  );
}

/** What was bought and paid, month by month; absent where the user may not see figures. */
function Monthly({ id, currency }: { id: string; currency: string }) {
  const { t } = useTranslation('app');
  const query = useQuery({
    queryKey: ['customers', id, 'months'],
    queryFn: () => get(`/customers/${id}/months`),
    retry: false,
  });
  if (query.isError || (query.isSuccess && query.data.months.length === 0)) return null;
  const months = query.data?.months ?? [];
  return (
    <Chart
      question={t('customer.months')}
      currency={currency}
      loading={query.isPending}
      data={{
        categories: months.map((month) => month.month),
        series: [
          { key: 'sales', label: t('customer.sales'), values: months.map((month) => month.sales), colour: 'blue' },
          {
            key: 'receipts',
            label: t('customer.receipts'),
            values: months.map((month) => month.receipts),
            colour: 'green',
          },
        ],
      }}
    />
  );
}
