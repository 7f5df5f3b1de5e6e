import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, formatMoney, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Field, TextField } from '../ui/form';
import { ChoiceInput, CurrencyInput, DateInput, FigureInput } from '../ui/inputs';
import { newLine } from '../ui/LineEditor';
import { PartyPicker, type Picked } from '../ui/Picker';
import { usePaymentTerms } from '../ui/terms';
import {
  editedCharges,
  editedLines,
  filledLines,
  goodsAmounts,
  GoodsEditor,
  sentCharges,
  sentLine,
  some,
  useDocumentSums,
  useGoodsForm,
  withoutDays,
  type Goods,
} from './goods';
import type { Order, OrderAnswer } from './types';

const BASES: Order['basis'][] = ['DELIVERY', 'ORDER', 'INVOICE'];

interface Draft extends Goods {
  customer: Picked | null;
  contact: string;
  date: string | null;
  basis: Order['basis'] | null;
  /** Null: the company's. */
  currency: string | null;
  rate: Decimal | null;
  taxInclusive: boolean;
  reference: string;
  deliveryAddress: string;
  invoiceAddress: string;
}

function emptyDraft(today: string, taxInclusive: boolean, customer: Picked | null): Draft {
  return {
    customer,
    contact: '',
    date: today,
    deliveryDate: null,
    paymentTerm: null,
    basis: null,
    currency: null,
    rate: null,
    taxInclusive,
    discountAmount: null,
    charges: [],
    reference: '',
    deliveryAddress: '',
    invoiceAddress: '',
    note: '',
    lines: [newLine()],
  };
}

function draftOf(order: Order): Draft {
  return {
    customer: { id: order.customer, label: order.customerName },
    contact: order.contact,
    date: order.date,
    deliveryDate: order.deliveryDate ?? null,
    paymentTerm: order.paymentTerm ?? null,
    basis: order.basis,
    currency: order.foreign?.code ?? null,
    rate: order.foreign?.rate ?? null,
    taxInclusive: order.taxInclusive,
    discountAmount: some(order.discountAmount),
    charges: editedCharges(
      order.charges.map((charge) => ({ ...charge, ...charge.own })),
      order.taxInclusive,
    ),
    reference: order.reference,
    deliveryAddress: order.deliveryAddress,
    invoiceAddress: order.invoiceAddress,
    note: order.note,
    // Not those that a change took out.
    lines: editedLines(order.lines.filter((line) => big(line.quantity).gt(0))),
  };
}

function copyOf(order: Order, today: string): Draft {
  const draft = draftOf(order);
  return { ...draft, date: today, deliveryDate: null, rate: null, lines: withoutDays(draft.lines) };
}

/** About what an amount is worth; the server rounds line by line. */
const worth = (amount: Decimal, rate: Decimal): Decimal => big(amount).times(big(rate)).round(2).toFixed();

/** What a unit of a currency is worth in the company's on a day; null when nobody has said, or the user may not know. */
function useRate(currency: string | null, on: string | null): Decimal | null {
  const may = useCan();
  const query = useQuery({
    queryKey: ['exchange-rates', 'conversion', currency, on],
    queryFn: () => get('/exchange-rates/conversion', { from: currency ?? '', on }),
    enabled: currency !== null && may('exchange-rate.view'),
  });
  return query.data?.rate ?? null;
}

/** Enters an order or changes a draft: customer, terms, lines; credit and totals move with the typing. */
export function OrderEditor({
  order,
  version,
  original,
  customer,
  onSaved,
  onCancel,
}: {
  order: Order | null;
  version?: string | null;
  /** What a new order is a copy of. */
  original?: Order | null;
  customer?: Picked | null;
  onSaved: (id: string, answer: OrderAnswer | null) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('sales');
  const me = useMe();
  const may = useCan();
  const terms = usePaymentTerms();
  const sums = useDocumentSums();
  const base = me.company.baseCurrency;
  const form = useGoodsForm<Draft>({
    plural: 'sales-orders',
    id: order?.id ?? null,
    keep: original ? `copy.${original.id}` : `new.${String(me.company.id)}`,
    first: () => {
      if (order) return draftOf(order);
      if (original) return copyOf(original, me.today);
      return emptyDraft(me.today, me.company.taxInclusive ?? true, customer ?? null);
    },
    version,
    save: (values, how) => {
      const body = {
        customer: values.customer?.id ?? null,
        contact: values.contact.trim() || null,
        date: values.date,
        deliveryDate: values.deliveryDate,
        paymentTerm: values.paymentTerm,
        basis: values.basis,
        currency: values.currency,
        rate: values.currency && values.currency !== base ? values.rate : null,
        taxInclusive: values.taxInclusive,
        discountAmount: values.discountAmount,
        reference: values.reference.trim() || null,
        deliveryAddress: values.deliveryAddress.trim() || null,
        invoiceAddress: values.invoiceAddress.trim() || null,
        note: values.note.trim() || null,
        lines: filledLines(values).map(sentLine),
        charges: sentCharges(values),
      };
      return order ? put(`/sales-orders/${order.id}`, body, how) : post('/sales-orders', body, how);
    },
    onSaved,
  });
  const { values } = form;
  const currency = values.currency ?? base;
  const foreign = currency !== base;
  const daily = useRate(foreign ? currency : null, values.date);
  const rate = foreign ? (values.rate ?? daily) : undefined;
  const amounts = goodsAmounts(values, values.taxInclusive, currency);
  const text = (name: 'contact' | 'reference' | 'deliveryAddress' | 'invoiceAddress') => (
    <TextField form={form} name={name} label={t(`field.${name}`)} />
  );
  return (
    <GoodsEditor
      form={form}
      title={order ? t('order.editing', { number: order.number }) : t('order.new')}
      actions={[
        { label: t('order.saveDraft') },
        may('sales-order.confirm')
          ? { label: t('order.saveAndConfirm'), as: 'confirmation' }
          : { label: t('order.submit'), as: 'submission' },
      ]}
      ready={values.customer !== null && filledLines(values).length > 0}
      customer={values.customer?.id ?? null}
      currency={currency}
      {...(rate === undefined ? {} : { rate })}
      weighs={foreign ? (rate ? worth(amounts.total, rate) : null) : amounts.total}
      taxInclusive={values.taxInclusive}
      onTaxInclusive={(taxInclusive) => {
        form.set({ taxInclusive });
      }}
      header={
        <>
          <Field label={t('field.customer')} form={form} name="customer" must>
            <PartyPicker {...form.bind('customer')} autoFocus={!order && !values.customer} />
          </Field>
          <Field label={t('field.date')} form={form} name="date">
            <DateInput {...form.bind('date')} />
          </Field>
          <Field label={t('field.deliveryDate')} form={form} name="deliveryDate">
            <DateInput {...form.bind('deliveryDate')} placeholder={t('order.deliveryHint')} />
          </Field>
          <Field label={t('field.paymentTerm')} form={form} name="paymentTerm" help={t('order.termHelp')}>
            <ChoiceInput {...form.bind('paymentTerm')} clearable options={terms} />
          </Field>
        </>
      }
      lines={{ title: t('order.lines') }}
      fields={
        <>
          <Field label={t('field.basis')} form={form} name="basis" help={t('order.basisHelp')}>
            <ChoiceInput
              {...form.bind('basis')}
              clearable
              options={BASES.map((value) => ({
                value,
                label: serverText(`choice.sales-order.basis.${value}`, value),
              }))}
            />
          </Field>
          <Field label={t('field.currency')} form={form} name="currency" help={t('order.currencyHelp')}>
            <CurrencyInput
              {...form.bind('currency')}
              value={currency}
              onChange={(chosen) => {
                form.set({ currency: chosen === base ? null : chosen, rate: null });
              }}
            />
          </Field>
          {foreign && (may('sales-order.own-rate') || values.rate !== null) && (
            <Field
              label={t('field.rate')}
              form={form}
              name="rate"
              help={t(daily ? 'order.rateHelp' : 'order.rateUnknown', { currency: base, rate: daily ?? '' })}
            >
              <FigureInput {...form.bind('rate')} kind="quantity" />
            </Field>
          )}
          {text('reference')}
          {text('contact')}
          {text('deliveryAddress')}
          {text('invoiceAddress')}
        </>
      }
      help={{ discount: t('order.discountHelp') }}
      sums={[
        ...sums(amounts, currency),
        ...(rate ? [{ label: t('order.worth'), value: formatMoney(worth(amounts.total, rate), base) }] : []),
      ]}
      words={amounts.total}
      onCancel={onCancel}
    />
  );
}
