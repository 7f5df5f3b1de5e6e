import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Schema } from '../lib/api';
import { big, formatMoney } from '../lib/money';
import { recordPath } from '../lib/records';
import { useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import type { Filter, Ref } from '../lib/types';
import { DueTag, Explain, Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields } from '../ui/form';
import { DateInput } from '../ui/inputs';
import { Card, Facts, Line, Stack } from '../ui/layout';
import { Link } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, type Picked } from '../ui/Picker';
import { CustomerDiscountList, TellCustomers } from './DiscountMailing';
import type { ItemQuote } from './quotes';
import { daysBetween } from '../lib/dates';

const NEXT: Filter = ['next', '=', true];

/** Every coming deadline: whose discount ends when, by customer, salesperson or order as one filters. */
export function Discounts() {
  const { t } = useTranslation('receivables');
  return (
    <Stack>
      <Card>
        <Line between>
          <span className="oa-soft">{t('coming.what')}</span>
          <Line tight>
            <Link to="/discount-quote">{t('coming.quote')}</Link>
            <TellCustomers />
          </Line>
        </Line>
      </Card>
      <ListPage
        list="discount-steps"
        href={(row) => {
          const document = row['document'] as Ref | null;
          return recordPath(document?.kind, document?.id);
        }}
        also={['document']}
        views={[
          {
            key: 'week',
            label: t('coming.week'),
            filter: { and: [NEXT, ['until', 'between', ['today', 'today+7']]] },
            sort: 'until',
          },
          { key: 'next', label: t('coming.next'), filter: NEXT, sort: 'until' },
        ]}
        empty={{ title: t('coming.none'), text: t('coming.noneText') }}
      />
    </Stack>
  );
}

/** What a customer may pay on a day: exactly what a receipt of that value date is accepted for. */
export function DiscountQuote() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const { customer } = useQueryParams();
  const from = useQuery({
    queryKey: ['customers', 'record', customer, 'name'],
    queryFn: async () => (await get(`/customers/${customer ?? ''}`)).customer,
    enabled: Boolean(customer),
  });
  const [chosen, setChosen] = useState<Picked | null>(null);
  const [day, setDay] = useState<string | null>(me.today);
  const picked = chosen ?? (from.data ? { id: from.data.id, label: from.data.name } : null);
  return (
    <Stack>
      <Card title={t('coming.quoteTitle')}>
        <Fields columns={2}>
          <Field label={t('field.customer')} bound={{ id: 'quote-customer' }}>
            <PartyPicker id="quote-customer" value={picked} onChange={setChosen} />
          </Field>
          <Field label={t('coming.day')} bound={{ id: 'quote-day' }}>
            <DateInput id="quote-day" value={day} onChange={setDay} />
          </Field>
        </Fields>
      </Card>
      {picked && day && <QuoteCards customer={picked.id} day={day} />}
    </Stack>
  );
}

type Quote = Schema<'receivables.DiscountQuotes.Quote'>;

function useQuote(customer: string, day: string) {
  return useQuery({
    queryKey: ['open-items', 'quote', customer, day],
    queryFn: () => get('/discount-quotes', { party: customer, day }),
  });
}

function QuoteCards({ customer, day }: { customer: string; day: string }) {
  const { t } = useTranslation('receivables');
  const { company } = useMe();
  const quote = useQuote(customer, day);
  if (quote.isError) return <Failure error={quote.error} reset={() => void quote.refetch()} />;
  if (!quote.data) return null;
  const q = quote.data;
  const money = (amount: string) => formatMoney(amount, company.baseCurrency);
  return (
    <>
      <Card
        title={t('coming.payableOn', { day })}
        extra={
          <Line tight>
            <CustomerDiscountList customer={customer} />
            <Link to={`/discount-steps?filter=${encodeURIComponent(JSON.stringify(['party', '=', customer]))}`}>
              {t('coming.list')}
            </Link>
          </Line>
        }
      >
        <Facts
          facts={[
            { label: t('field.open'), value: money(q.open) },
            { label: t('discount.taken'), value: money(q.discount) },
            { label: t('coming.credits'), value: big(q.credits).eq(0) ? null : money(q.credits) },
            { label: t('discount.payable'), value: <span className="oa-figure">{money(q.payable)}</span> },
          ]}
        />
        <Items items={q.items} currency={company.baseCurrency} />
      </Card>
      <Deadlines quote={q} />
    </>
  );
}

function Items({ items, currency }: { items: readonly ItemQuote[]; currency: string }) {
  const { t } = useTranslation('receivables');
  const { today } = useMe();
  return (
    <DataTable
      compact
      rows={items}
      rowKey={(item) => item.item}
      empty={<span className="oa-mute">{t('receipt.owesNothing')}</span>}
      columns={[
        { key: 'number', title: t('field.number'), render: (item) => item.number },
        { key: 'date', title: t('field.date'), render: (item) => item.date },
        {
          key: 'due',
          title: t('field.due'),
          render: (item) => <DueTag days={daysBetween(item.due, today)} />,
        },
        {
          key: 'steps',
          title: t('coming.steps'),
          render: (item) =>
            item.steps.map((step) => t('coming.step', { rate: step.rate, until: step.until })).join(' · '),
        },
        {
          key: 'open',
          title: t('field.open'),
          numeric: true,
          render: (item) => <Money value={item.open} currency={currency} />,
        },
        {
          key: 'discount',
          title: t('discount.taken'),
          numeric: true,
          render: (item) =>
            item.explanation ? (
              <Explain how={item.explanation}>
                <Money value={item.discount} currency={currency} />
              </Explain>
            ) : (
              <Money value={item.discount} currency={currency} />
            ),
        },
        {
          key: 'payable',
          title: t('discount.payable'),
          numeric: true,
          render: (item) => <Money value={item.payable} currency={currency} />,
        },
      ]}
    />
  );
}

function Deadlines({ quote }: { quote: Quote }) {
  const { t } = useTranslation('receivables');
  const { company } = useMe();
  const money = (amount: string) => <Money value={amount} currency={company.baseCurrency} />;
  return (
    <Card title={t('coming.deadlines')}>
      <DataTable
        compact
        rows={quote.deadlines}
        rowKey={(deadline) => deadline.until}
        empty={<span className="oa-mute">{t('coming.noDeadlines')}</span>}
        columns={[
          { key: 'until', title: t('coming.until'), render: (deadline) => deadline.until },
          { key: 'items', title: t('coming.items'), numeric: true, render: (deadline) => String(deadline.items) },
          {
            key: 'payable',
            title: t('discount.payable'),
            numeric: true,
            render: (deadline) => money(deadline.payable),
          },
          { key: 'saved', title: t('discount.saved'), numeric: true, render: (deadline) => money(deadline.saved) },
          { key: 'lost', title: t('coming.lost'), numeric: true, render: (deadline) => money(deadline.lost) },
        ]}
      />
    </Card>
  );
}

/** On the customer's page: what paying today would save, and until when; nothing where nothing is offered. */
export function CustomerDiscounts({ customer }: { customer: string }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const quote = useQuote(customer, me.today);
  const q = quote.data;
  if (!q || q.deadlines.length === 0) return null;
  return (
    <Card
      title={t('coming.ofCustomer', {
        payable: formatMoney(q.payable, me.company.baseCurrency),
        saved: formatMoney(q.discount, me.company.baseCurrency),
      })}
      extra={<Link to={`/discount-quote?customer=${customer}`}>{t('coming.quote')}</Link>}
    >
      <Items items={q.items.filter((item) => item.steps.length > 0)} currency={me.company.baseCurrency} />
    </Card>
  );
}
