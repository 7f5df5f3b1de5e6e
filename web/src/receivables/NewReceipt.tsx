import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { daysBetween } from '../lib/dates';
import { serverText } from '../lib/i18n';
import { big, capitals, formatMoney, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import type { Filter, Row } from '../lib/types';
import { DueTag, Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Field, Fields, TextField, useForm, FormPage } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Columns, Line } from '../ui/layout';
import { PartyPicker, type Picked } from '../ui/Picker';
import { AcceptorStanding } from './AcceptorLimits';
import { useCashAccounts } from './cash';
import { Payable, payableOf, useQuotes } from './quotes';

export const METHODS = ['TRANSFER', 'CASH', 'CHEQUE', 'CARD', 'WECHAT', 'ALIPAY', 'BILL', 'OFFSET', 'OTHER'] as const;

interface Values {
  party: Picked | null;
  date: string | null;
  amount: Decimal | null;
  method: (typeof METHODS)[number] | null;
  cashAccount: string | null;
  fee: Decimal | null;
  feeBy: 'US' | 'CUSTOMER' | null;
  withheld: Decimal | null;
  payable: string | null;
  rate: Decimal | null;
  'bill.kind': 'BANK' | 'COMMERCIAL' | null;
  'bill.number': string;
  'bill.drawer': string;
  'bill.acceptor': string;
  'bill.issued': string | null;
  'bill.due': string | null;
  payer: string;
  payerAccount: string;
  reference: string;
  note: string;
  /** Documents the payer named. */
  items: string[];
  /** Orders it is kept for, as far as they don't owe yet. */
  orders: string[];
}

/** Enters money received; it counts once another person has confirmed it. */
export function NewReceipt() {
  const { customer, amount, order } = useQueryParams();
  const from = useQuery({
    queryKey: ['customers', 'record', customer, 'name'],
    queryFn: async () => (await get(`/customers/${customer ?? ''}`)).customer,
    enabled: Boolean(customer),
  });
  if (customer && from.isPending) return null;
  return (
    <Entry
      start={from.data ? { id: from.data.id, label: from.data.name } : null}
      amount={amount ?? null}
      order={order ?? null}
    />
  );
}

function offset(values: Values): boolean {
  return values.method === 'OFFSET';
}

function isMoney(values: Values): boolean {
  return values.method !== 'OFFSET' && values.method !== 'BILL';
}

function Entry({ start, amount, order }: { start: Picked | null; amount: Decimal | null; order: string | null }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const base = me.company.baseCurrency;
  const options = useCashAccounts();
  const form = useForm<Values>(
    {
      party: start,
      date: me.today,
      amount,
      method: 'TRANSFER',
      cashAccount: null,
      fee: null,
      feeBy: 'US',
      withheld: null,
      payable: null,
      rate: null,
      'bill.kind': 'BANK',
      'bill.number': '',
      'bill.drawer': '',
      'bill.acceptor': '',
      'bill.issued': null,
      'bill.due': null,
      payer: '',
      payerAccount: '',
      reference: '',
      note: '',
      items: [],
      orders: order ? [order] : [],
    },
    async (values, key) => {
      const saved = await post(
        '/receipts',
        {
          party: values.party?.id ?? null,
          date: values.date,
          amount: values.amount,
          method: values.method,
          cashAccount: isMoney(values) ? (values.cashAccount ?? options[0]?.value ?? null) : null,
          payable: offset(values) ? values.payable : null,
          rate: isMoney(values) ? values.rate : null,
          fee: isMoney(values) ? values.fee : null,
          feeBy: values.feeBy,
          withheld: isMoney(values) ? values.withheld : null,
          bill:
            values.method === 'BILL'
              ? {
                  kind: values['bill.kind'] ?? 'BANK',
                  number: values['bill.number'].trim(),
                  drawer: values['bill.drawer'].trim() || null,
                  acceptor: values['bill.acceptor'].trim() || null,
                  issued: values['bill.issued'],
                  due: values['bill.due'],
                }
              : null,
          payer: values.payer.trim() || null,
          payerAccount: values.payerAccount.trim() || null,
          reference: values.reference.trim() || null,
          note: values.note.trim() || null,
          purposes: [...values.items.map((item) => ({ item })), ...values.orders.map((order) => ({ order }))],
        },
        { key },
      );
      await queries.invalidateQueries({ queryKey: ['receipts'] });
      void navigate({ to: `/receipts/${saved.id}`, replace: true });
    },
  );
  const account = options.find((option) => option.value === form.values.cashAccount) ?? options[0];
  const currency = isMoney(form.values) ? account?.currency || base : base;
  const customer = form.values.party?.id ?? null;
  const payables = useQuery({
    queryKey: ['payables', 'of', customer],
    enabled: customer !== null && offset(form.values),
    queryFn: () =>
      get('/payables', {
        filter: JSON.stringify({
          and: [
            ['party', '=', customer ?? ''],
            ['isOpen', '=', true],
          ],
        }),
        limit: 100,
      }),
  });
  const text = (name: 'payer' | 'payerAccount' | 'reference' | 'note', help?: string) => (
    <TextField form={form} name={name} label={t(`field.${name}`)} help={help} />
  );
  return (
    <FormPage
      title={t('receipt.new')}
      form={form}
      actions={[{ label: t('receipt.save') }]}
      ready={Boolean(form.values.party && form.values.amount)}
    >
      <Columns wideLeft>
        <Card>
          <Fields columns={2}>
            <Field label={t('field.customer')} form={form} name="party" must>
              <PartyPicker {...form.bind('party')} autoFocus={!start} />
            </Field>
            <Field label={t('field.date')} form={form} name="date" must help={t('receipt.dateHelp')}>
              <DateInput {...form.bind('date')} />
            </Field>
            <Field
              label={t('field.amount')}
              form={form}
              name="amount"
              must
              help={currency === 'CNY' && big(form.values.amount).gt(0) ? capitals(form.values.amount) : undefined}
            >
              <FigureInput {...form.bind('amount')} currency={currency} autoFocus={Boolean(start)} />
            </Field>
            <Field label={t('field.method')} form={form} name="method">
              <ChoiceInput
                {...form.bind('method')}
                options={METHODS.map((value) => ({
                  value,
                  label: serverText(`choice.receipt.method.${value}`, value),
                }))}
              />
            </Field>
            {offset(form.values) ? (
              <Field label={t('field.payable')} form={form} name="payable" must>
                <ChoiceInput
                  {...form.bind('payable')}
                  options={(payables.data?.rows ?? []).map((row) => ({
                    value: row.id,
                    label: `${row.number ?? ''} · ${formatMoney(row.open ?? '0', base)}`,
                  }))}
                />
              </Field>
            ) : form.values.method === 'BILL' ? (
              <>
                <TextField form={form} name="bill.number" label={t('bill.number')} must />
                <Field label={t('bill.kind')} form={form} name="bill.kind">
                  <ChoiceInput
                    {...form.bind('bill.kind')}
                    options={(['BANK', 'COMMERCIAL'] as const).map((value) => ({
                      value,
                      label: serverText(`choice.bill.billKind.${value}`, value),
                    }))}
                  />
                </Field>
                <Field label={t('bill.due')} form={form} name="bill.due" must>
                  <DateInput {...form.bind('bill.due')} />
                </Field>
                <Field label={t('bill.issued')} form={form} name="bill.issued">
                  <DateInput {...form.bind('bill.issued')} />
                </Field>
                <TextField form={form} name="bill.acceptor" label={t('bill.acceptor')} />
                <TextField form={form} name="bill.drawer" label={t('bill.drawer')} />
                <AcceptorStanding acceptor={form.values['bill.acceptor']} amount={form.values.amount} />
              </>
            ) : (
              <>
                <Field label={t('field.account')} form={form} name="cashAccount">
                  <ChoiceInput
                    {...form.bind('cashAccount')}
                    value={form.values.cashAccount ?? options[0]?.value ?? null}
                    options={options}
                  />
                </Field>
                {currency !== base && (
                  <Field
                    label={t('rate.rate')}
                    form={form}
                    name="rate"
                    help={t('rate.receiptHelp', { currency: base })}
                  >
                    <FigureInput {...form.bind('rate')} />
                  </Field>
                )}
                <Field label={t('field.fee')} form={form} name="fee" help={t('receipt.feeHelp')}>
                  <FigureInput {...form.bind('fee')} currency={currency} />
                </Field>
                {big(form.values.fee).gt(0) && (
                  <Field label={t('field.feeBy')} form={form} name="feeBy">
                    <ChoiceInput
                      {...form.bind('feeBy')}
                      options={(['US', 'CUSTOMER'] as const).map((value) => ({
                        value,
                        label: serverText(`choice.receipt.feeBy.${value}`, value),
                      }))}
                    />
                  </Field>
                )}
                <Field label={t('field.withheld')} form={form} name="withheld" help={t('receipt.withheldHelp')}>
                  <FigureInput {...form.bind('withheld')} currency={currency} />
                </Field>
              </>
            )}
            {text('payer')}
            {text('payerAccount')}
            {text('reference', t('receipt.referenceHelp'))}
            {text('note')}
          </Fields>
        </Card>
        <Named
          customer={form.values.party?.id ?? null}
          currency={currency}
          amount={form.values.amount}
          date={form.values.date}
          chosen={form.values.items}
          onChange={(items) => {
            form.set({ items });
          }}
          orders={form.values.orders}
          onOrders={(orders) => {
            form.set({ orders });
          }}
        />
      </Columns>
    </FormPage>
  );
}

/** What the customer owes, oldest first; ticking says which documents the payer named. */
function Named({
  customer,
  currency,
  amount,
  date,
  chosen,
  onChange,
  orders,
  onOrders,
}: {
  customer: string | null;
  currency: string;
  amount: Decimal | null;
  /** The value date, which decides the discounts. */
  date: string | null;
  chosen: string[];
  onChange: (items: string[]) => void;
  orders: string[];
  onOrders: (orders: string[]) => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const today = me.today;
  const base = me.company.baseCurrency;
  const openOf = (row: Row) => String(row[currency === base ? 'open' : 'foreignOpen'] ?? '0');
  const [all, setAll] = useState(false);
  const filter: Filter = {
    and: [
      ['party', '=', customer ?? ''],
      ['open', '>', '0'],
      currency === base ? ['currency', 'empty'] : ['currency', '=', currency],
    ],
  };
  const items = useQuery({
    queryKey: ['open-items', 'of', customer, currency],
    queryFn: () => get('/open-items', { filter: JSON.stringify(filter), sort: 'due', limit: 200 }),
    enabled: customer !== null,
  });
  const may = useCan();
  const confirmed = useQuery({
    queryKey: ['sales-orders', 'of', customer, 'confirmed'],
    enabled: customer !== null && may('sales-order.view'),
    queryFn: () =>
      get('/sales-orders', {
        filter: JSON.stringify({
          and: [
            ['party', '=', customer ?? ''],
            ['state', 'in', ['CONFIRMED']],
          ],
        }),
        limit: 50,
      }),
  });
  const rows = items.data?.rows ?? [];
  const quotes = useQuotes(customer, date);
  const discounted = rows.some((row) => quotes[row.id]?.rate);
  const shown = all ? rows : rows.slice(0, 12);
  const total = rows
    .filter((row) => chosen.includes(row.id))
    .reduce((sum, row) => sum.plus(big(payableOf(quotes[row.id]) ?? openOf(row))), big(0));
  return (
    <Card
      title={t('receipt.owes')}
      extra={
        chosen.length > 0 && (
          <span className="oa-soft">
            {t('receipt.named', { count: chosen.length, amount: formatMoney(total, currency) })}
          </span>
        )
      }
    >
      {customer === null ? (
        <span className="oa-mute">{t('receipt.chooseCustomer')}</span>
      ) : (
        <DataTable<Row>
          compact
          loading={items.isPending}
          rows={shown}
          rowKey={(row) => row.id}
          empty={<span className="oa-mute">{t('receipt.owesNothing')}</span>}
          columns={[
            {
              key: 'tick',
              title: '',
              render: (row) => (
                <Checkbox
                  aria-label={String(row['number'])}
                  checked={chosen.includes(row.id)}
                  onChange={(event) => {
                    onChange(event.target.checked ? [...chosen, row.id] : chosen.filter((id) => id !== row.id));
                  }}
                />
              ),
            },
            { key: 'number', title: t('field.number'), render: (row) => String(row['number']) },
            {
              key: 'due',
              title: t('field.due'),
              render: (row) => <DueTag days={daysBetween(String(row['due']), today)} />,
            },
            {
              key: 'open',
              title: t('field.open'),
              numeric: true,
              render: (row) => <Money value={openOf(row)} currency={currency} />,
            },
            ...(discounted
              ? [
                  {
                    key: 'payable',
                    title: t('discount.payableOn', { date }),
                    numeric: true,
                    render: (row: Row) => <Payable quote={quotes[row.id]} currency={currency} />,
                  },
                ]
              : []),
          ]}
        />
      )}
      {rows.length > shown.length && (
        <Button
          type="link"
          size="small"
          onClick={() => {
            setAll(true);
          }}
        >
          {t('receipt.showAll', { count: rows.length })}
        </Button>
      )}
      {(confirmed.data?.rows ?? []).length > 0 && (
        <>
          <div className="oa-soft">{t('receipt.keepFor')}</div>
          <Line>
            {(confirmed.data?.rows ?? []).map((row) => (
              <Checkbox
                key={row.id}
                checked={orders.includes(row.id)}
                onChange={(event) => {
                  onOrders(event.target.checked ? [...orders, row.id] : orders.filter((id) => id !== row.id));
                }}
              >
                {row.number}
              </Checkbox>
            ))}
          </Line>
        </>
      )}
      {big(amount).gt(0) && chosen.length > 0 && total.gt(big(amount)) && (
        <div className="oa-orange oa-small">
          {t('receipt.namedMore', { amount: formatMoney(total.minus(big(amount)), currency) })}
        </div>
      )}
    </Card>
  );
}
