import { Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { post, put } from '../lib/api';
import { plusDays } from '../lib/dates';
import { big, formatMoney } from '../lib/money';
import { useMe } from '../lib/session';
import { Field, TextField } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import { Line } from '../ui/layout';
import { amountsOf, isBlank, newLine, type LineDetails } from '../ui/LineEditor';
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
import type { Order, Quote } from './types';

const USUAL_DAYS = 30;

interface Draft extends Goods {
  customer: Picked | null;
  contact: string;
  date: string | null;
  validUntil: string | null;
  taxInclusive: boolean;
  reference: string;
  deliveryAddress: string;
}

function emptyDraft(today: string, taxInclusive: boolean, customer: Picked | null): Draft {
  return {
    customer,
    contact: '',
    date: today,
    validUntil: plusDays(today, USUAL_DAYS),
    deliveryDate: null,
    paymentTerm: null,
    taxInclusive,
    discountAmount: null,
    charges: [],
    reference: '',
    deliveryAddress: '',
    note: '',
    lines: [newLine()],
  };
}

/** What a quote and an order both say. */
function draftOf(from: Quote | Order, today: string): Draft {
  return {
    customer: { id: from.customer, label: from.customerName },
    contact: from.contact,
    date: from.date,
    validUntil: 'validUntil' in from ? from.validUntil : plusDays(today, USUAL_DAYS),
    deliveryDate: from.deliveryDate ?? null,
    paymentTerm: from.paymentTerm ?? null,
    taxInclusive: from.taxInclusive,
    discountAmount: some(from.discountAmount),
    charges: editedCharges(from.charges, from.taxInclusive),
    reference: from.reference,
    deliveryAddress: from.deliveryAddress,
    note: from.note,
    lines: editedLines(from.lines.filter((line) => big(line.quantity).gt(0))),
  };
}

function copyOf(from: Quote | Order, today: string): Draft {
  const draft = draftOf(from, today);
  return {
    ...draft,
    date: today,
    validUntil: plusDays(today, USUAL_DAYS),
    deliveryDate: null,
    lines: withoutDays(draft.lines),
  };
}

/** Whether a line is optional, its own day and its note. */
function OptionDetails({ line, row, onChange }: LineDetails) {
  const { t } = useTranslation('sales');
  if (isBlank(line)) return null;
  return (
    <Line tight>
      <Checkbox
        checked={line.optional ?? false}
        onChange={(event) => {
          onChange({ optional: event.target.checked });
        }}
      >
        {t('quote.optional')}
      </Checkbox>
      <div style={{ width: 150 }}>
        <DateInput
          aria-label={t('quote.lineDate', { row })}
          value={line.deliveryDate ?? null}
          placeholder={t('field.deliveryDate')}
          onChange={(deliveryDate) => {
            onChange({ deliveryDate });
          }}
        />
      </div>
      <Input
        size="small"
        className="oa-grow"
        style={{ minWidth: 180 }}
        maxLength={500}
        aria-label={t('quote.lineNote', { row })}
        placeholder={t('field.note')}
        value={line.note ?? ''}
        onChange={(event) => {
          onChange({ note: event.target.value });
        }}
      />
    </Line>
  );
}

/** Enters a quote or changes a draft: as an order is entered, with its last day and lines that are optional. */
export function QuoteEditor({
  quote,
  version,
  original,
  customer,
  onSaved,
  onCancel,
}: {
  quote: Quote | null;
  version?: string | null;
  /** What a new quote is a copy of: a quote or an order. */
  original?: Quote | Order | null;
  customer?: Picked | null;
  onSaved: (id: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('sales');
  const me = useMe();
  const terms = usePaymentTerms();
  const sums = useDocumentSums();
  const currency = quote?.currency ?? original?.currency ?? me.company.baseCurrency;
  const form = useGoodsForm<Draft>({
    plural: 'quotes',
    id: quote?.id ?? null,
    keep: original ? `copy.${original.id}` : `new.${String(me.company.id)}`,
    first: () => {
      if (quote) return draftOf(quote, me.today);
      if (original) return copyOf(original, me.today);
      return emptyDraft(me.today, me.company.taxInclusive ?? true, customer ?? null);
    },
    version,
    save: (values, how) => {
      const body = {
        customer: values.customer?.id ?? null,
        contact: values.contact.trim() || null,
        date: values.date,
        validUntil: values.validUntil,
        deliveryDate: values.deliveryDate,
        paymentTerm: values.paymentTerm,
        taxInclusive: values.taxInclusive,
        discountAmount: values.discountAmount,
        reference: values.reference.trim() || null,
        deliveryAddress: values.deliveryAddress.trim() || null,
        note: values.note.trim() || null,
        lines: filledLines(values).map((line) => ({ ...sentLine(line), optional: line.optional ?? false })),
        charges: sentCharges(values),
      };
      return quote ? put(`/quotes/${quote.id}`, body, how) : post('/quotes', body, how);
    },
    onSaved,
  });
  const { values } = form;
  const amounts = goodsAmounts(values, values.taxInclusive, currency);
  const optional = filledLines(values).filter((line) => line.optional);
  const options = amountsOf(optional, values.taxInclusive, currency).sum.total;
  return (
    <GoodsEditor
      form={form}
      title={quote ? t('quote.editing', { number: quote.number }) : t('quote.new')}
      actions={[{ label: t('quote.save') }]}
      ready={values.customer !== null && filledLines(values).length > 0}
      customer={values.customer?.id ?? null}
      currency={currency}
      weighs={amounts.total}
      taxInclusive={values.taxInclusive}
      onTaxInclusive={(taxInclusive) => {
        form.set({ taxInclusive });
      }}
      header={
        <>
          <Field label={t('field.customer')} form={form} name="customer" must>
            <PartyPicker {...form.bind('customer')} autoFocus={!quote && !values.customer} />
          </Field>
          <TextField form={form} name="contact" label={t('field.contact')} />
          <Field label={t('field.date')} form={form} name="date">
            <DateInput {...form.bind('date')} />
          </Field>
          <Field label={t('quote.validUntil')} form={form} name="validUntil" must>
            <DateInput {...form.bind('validUntil')} />
          </Field>
          <Field label={t('field.paymentTerm')} form={form} name="paymentTerm" help={t('order.termHelp')}>
            <ChoiceInput {...form.bind('paymentTerm')} clearable options={terms} />
          </Field>
          <Field label={t('field.deliveryDate')} form={form} name="deliveryDate">
            <DateInput {...form.bind('deliveryDate')} placeholder={t('order.deliveryHint')} />
          </Field>
          <TextField form={form} name="reference" label={t('quote.reference')} />
          <TextField form={form} name="deliveryAddress" label={t('field.deliveryAddress')} />
        </>
      }
      lines={{ title: t('quote.lines'), details: OptionDetails }}
      help={{ discount: t('quote.discountHelp'), note: t('quote.noteHelp') }}
      sums={[
        ...sums(amounts, currency),
        ...(big(options).gt(0) ? [{ label: t('quote.options'), value: formatMoney(options, currency) }] : []),
      ]}
      words={amounts.total}
      onCancel={onCancel}
    />
  );
}
