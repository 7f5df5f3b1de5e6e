import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, newKey, post, put, read, type FieldError, type Problem } from '../lib/api';
import { plusDays } from '../lib/dates';
import { big, capitals, formatMoney, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { documentAmounts, spreadDiscount } from '../lib/tax';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { useKept } from '../ui/document';
import { ConflictDialog, RestoredNotice, Sums } from '../ui/DocumentPage';
import { Field, Fields } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { amountsOf, isBlank, LineEditor, newLine, type EditedLine, type LineDetails } from '../ui/LineEditor';
import { PartyPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';
import { usePaymentTerms } from '../ui/terms';
import { chargeAmounts, Charges, type DraftCharge } from './Charges';
import { useHints } from './hints';
import type { Order, Quote } from './types';

const USUAL_DAYS = 30;

interface Draft {
  customer: Picked | null;
  contact: string;
  date: string | null;
  validUntil: string | null;
  deliveryDate: string | null;
  paymentTerm: string | null;
  taxInclusive: boolean;
  discountAmount: Decimal | null;
  charges: DraftCharge[];
  reference: string;
  deliveryAddress: string;
  note: string;
  lines: EditedLine[];
}

function some(value: Decimal | null | undefined): Decimal | null {
  return big(value).eq(0) ? null : (value ?? null);
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
    charges: from.charges.map((charge) => ({
      name: charge.name,
      amount: from.taxInclusive ? charge.total : charge.net,
      taxRate: big(charge.taxRate).toFixed(),
    })),
    reference: from.reference,
    deliveryAddress: from.deliveryAddress,
    note: from.note,
    lines: from.lines.map((line) => ({
      key: newKey(),
      product: { id: line.product, label: `${line.productCode} ${line.productName}` },
      unit: line.unit,
      quantity: line.quantity,
      price: line.price,
      discount: some(big(line.discount).times(100).toFixed()),
      taxRate: line.taxRate,
      optional: 'optional' in line && line.optional,
      deliveryDate: line.deliveryDate ?? null,
      note: line.note,
    })),
  };
}

function copyOf(from: Quote | Order, today: string): Draft {
  const draft = draftOf(from, today);
  return {
    ...draft,
    date: today,
    validUntil: plusDays(today, USUAL_DAYS),
    deliveryDate: null,
    lines: draft.lines.map((line) => ({ ...line, deliveryDate: null })),
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
  const may = useCan();
  const queries = useQueryClient();
  const currency = quote?.currency ?? original?.currency ?? me.company.baseCurrency;
  const [fresh] = useState<Draft>(() => {
    if (quote) return draftOf(quote, me.today);
    if (original) return copyOf(original, me.today);
    return emptyDraft(me.today, me.company.taxInclusive ?? true, customer ?? null);
  });
  const kept = useKept<Draft>(
    quote ? `quote.${quote.id}` : original ? `quote.copy.${original.id}` : `quote.new.${String(me.company.id)}`,
    fresh,
  );
  const draft = kept.value;
  const set = (part: Partial<Draft>) => {
    kept.set((before) => ({ ...before, ...part }));
    setKey(newKey());
  };
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const [base, setBase] = useState(version ?? null);
  const [conflict, setConflict] = useState<Problem | null>(null);
  const credit = useCredit(may('credit-account.view') ? draft.customer?.id : null);
  const hints = useHints(draft.customer?.id ?? null, draft.lines);
  const terms = usePaymentTerms();

  const filled = draft.lines.filter((line) => !isBlank(line));
  const counted = filled.filter((line) => !line.optional);
  const lines = spreadDiscount(
    amountsOf(counted, draft.taxInclusive, currency).lines,
    counted.map((line) => line.taxRate),
    draft.discountAmount,
    draft.taxInclusive,
    currency,
  );
  const sum = documentAmounts([...lines, ...chargeAmounts(draft.charges, draft.taxInclusive, currency)], currency);
  const options = amountsOf(
    filled.filter((line) => line.optional),
    draft.taxInclusive,
    currency,
  ).sum;
  const total = big(sum.total);
  const error = (name: string) => errors.find((e) => e.field === name)?.message;
  const bind = <K extends keyof Draft>(name: K) => ({
    id: `quote-${name}`,
    value: draft[name],
    status: error(name) ? ('error' as const) : ('' as const),
    onChange: (value: Draft[K]) => {
      set({ [name]: value } as Partial<Draft>);
    },
  });
  const textOf = (name: 'contact' | 'reference' | 'deliveryAddress') => (
    <Input
      id={`quote-${name}`}
      value={draft[name]}
      status={error(name) ? 'error' : ''}
      onChange={(event) => {
        set({ [name]: event.target.value } as Partial<Draft>);
      }}
    />
  );

  const save = async (onTop: string | null = base) => {
    if (busy) return;
    setBusy(true);
    setGeneral(null);
    setErrors([]);
    const body = {
      customer: draft.customer?.id ?? null,
      contact: draft.contact.trim() || null,
      date: draft.date,
      validUntil: draft.validUntil,
      deliveryDate: draft.deliveryDate,
      paymentTerm: draft.paymentTerm,
      taxInclusive: draft.taxInclusive,
      discountAmount: draft.discountAmount,
      reference: draft.reference.trim() || null,
      deliveryAddress: draft.deliveryAddress.trim() || null,
      note: draft.note.trim() || null,
      lines: filled.map((line) => ({
        product: line.product?.id ?? null,
        quantity: line.quantity,
        price: line.price,
        discount: line.discount === null ? null : big(line.discount).div(100).toFixed(),
        taxRate: line.taxRate,
        deliveryDate: line.deliveryDate ?? null,
        note: line.note?.trim() || null,
        optional: line.optional ?? false,
      })),
      charges: draft.charges
        .filter((charge) => charge.amount !== null)
        .map((charge) => ({ ...charge, name: charge.name.trim() })),
    };
    try {
      const saved = quote
        ? await put(`/quotes/${quote.id}`, body, { version: onTop, key })
        : await post('/quotes', body, { key });
      kept.forget(fresh);
      await queries.invalidateQueries({ queryKey: ['quotes'] });
      onSaved(saved.order.id);
    } catch (refusal) {
      if (isProblem(refusal, 412)) setConflict(refusal);
      else {
        // Row numbers in the answer count the lines sent; blank ones in between weren't.
        const place = (field: string) =>
          field.replace(/^lines\[(\d+)\]/, (whole, index: string) => {
            const line = filled[Number(index)];
            return line ? `lines[${String(draft.lines.indexOf(line))}]` : whole;
          });
        setErrors(isProblem(refusal) ? refusal.errors.map((e) => ({ ...e, field: place(e.field) })) : []);
        setGeneral(isProblem(refusal) && refusal.errors.length > 0 ? null : problemText(refusal));
        if (!isProblem(refusal, 0)) setKey(newKey());
      }
    } finally {
      setBusy(false);
    }
  };

  const known: string[] = [
    'customer',
    'contact',
    'date',
    'validUntil',
    'deliveryDate',
    'paymentTerm',
    'discountAmount',
    'reference',
    'deliveryAddress',
    'note',
  ];
  const unplaced = errors.filter((e) => !known.includes(e.field) && !/^lines\[\d+\]\./.test(e.field));
  return (
    <>
      <Card className="oa-doc-head">
        <Line>
          <h1 className="oa-grow">{quote ? t('quote.editing', { number: quote.number }) : t('quote.new')}</h1>
          <div className="oa-row tight oa-actions">
            <Button
              onClick={() => {
                kept.forget(fresh);
                onCancel();
              }}
            >
              {t('ui:cancel')}
            </Button>
            <Button
              type="primary"
              loading={busy}
              disabled={busy || !draft.customer || filled.length === 0}
              onClick={() => void save()}
            >
              {t('quote.save')}
            </Button>
          </div>
        </Line>
      </Card>
      <RestoredNotice
        show={kept.restored}
        onGiveUp={() => {
          kept.forget(fresh);
        }}
      />
      {(general ?? (unplaced.length > 0 ? '' : null)) !== null && (
        <Alert type="error" showIcon title={general ?? unplaced.map((e) => e.message).join(' ')} />
      )}
      <Card>
        <Fields columns={4}>
          <Field label={t('field.customer')} bound={bind('customer')} form={{ error }} name="customer" must>
            <PartyPicker {...bind('customer')} autoFocus={!quote && !draft.customer} />
          </Field>
          <Field label={t('field.contact')} bound={bind('contact')} form={{ error }} name="contact">
            {textOf('contact')}
          </Field>
          <Field label={t('field.date')} bound={bind('date')} form={{ error }} name="date">
            <DateInput {...bind('date')} />
          </Field>
          <Field label={t('quote.validUntil')} bound={bind('validUntil')} form={{ error }} name="validUntil" must>
            <DateInput {...bind('validUntil')} />
          </Field>
          <Field
            label={t('field.paymentTerm')}
            bound={bind('paymentTerm')}
            form={{ error }}
            name="paymentTerm"
            help={t('order.termHelp')}
          >
            <ChoiceInput {...bind('paymentTerm')} clearable options={terms} />
          </Field>
          <Field label={t('field.deliveryDate')} bound={bind('deliveryDate')} form={{ error }} name="deliveryDate">
            <DateInput {...bind('deliveryDate')} placeholder={t('order.deliveryHint')} />
          </Field>
          <Field label={t('quote.reference')} bound={bind('reference')} form={{ error }} name="reference">
            {textOf('reference')}
          </Field>
          <Field
            label={t('field.deliveryAddress')}
            bound={bind('deliveryAddress')}
            form={{ error }}
            name="deliveryAddress"
          >
            {textOf('deliveryAddress')}
          </Field>
        </Fields>
      </Card>
      {credit.data && draft.customer && (
        <Card>
          <CreditBar credit={credit.data} ghost={total.toFixed()} customer={draft.customer.id} />
        </Card>
      )}
      <Card
        title={t('quote.lines')}
        extra={
          <Segmented
            size="small"
            value={draft.taxInclusive ? 'included' : 'excluded'}
            options={[
              { value: 'included', label: t('order.included') },
              { value: 'excluded', label: t('order.excluded') },
            ]}
            onChange={(value) => {
              set({ taxInclusive: value === 'included' });
            }}
          />
        }
      >
        <LineEditor
          lines={draft.lines}
          onChange={(edited) => {
            set({ lines: edited });
          }}
          taxIncluded={draft.taxInclusive}
          currency={currency}
          customer={draft.customer?.id ?? null}
          hints={hints}
          errors={error}
          details={OptionDetails}
        />
      </Card>
      <Card>
        <div className="oa-columns wide-left" style={{ '--columns': 2 } as React.CSSProperties}>
          <Fields columns={2}>
            <Field
              label={t('field.discountAmount')}
              bound={bind('discountAmount')}
              form={{ error }}
              name="discountAmount"
              help={t('quote.discountHelp')}
            >
              <FigureInput {...bind('discountAmount')} currency={currency} />
            </Field>
            <Field label={t('field.charges')}>
              <Charges
                charges={draft.charges}
                currency={currency}
                error={error}
                onChange={(charges) => {
                  set({ charges });
                }}
              />
            </Field>
            <Field
              label={t('field.note')}
              bound={bind('note')}
              form={{ error }}
              name="note"
              wide
              help={t('quote.noteHelp')}
            >
              <Input.TextArea
                id="quote-note"
                autoSize={{ minRows: 2 }}
                value={draft.note}
                onChange={(event) => {
                  set({ note: event.target.value });
                }}
              />
            </Field>
          </Fields>
          <div>
            <Sums
              sums={[
                { label: t('order.net'), value: formatMoney(sum.net, currency) },
                { label: t('order.tax'), value: formatMoney(sum.tax, currency) },
                { label: t('order.total'), value: formatMoney(total, currency), big: true },
                ...(big(options.total).gt(0)
                  ? [{ label: t('quote.options'), value: formatMoney(options.total, currency) }]
                  : []),
              ]}
            />
            {currency === 'CNY' && total.gt(0) && <div className="oa-mute oa-right">{capitals(total)}</div>}
          </div>
        </div>
      </Card>
      {quote && (
        <ConflictDialog
          problem={conflict}
          id={quote.id}
          since={null}
          onClose={() => {
            setConflict(null);
          }}
          onSeeTheirs={() => {
            setConflict(null);
            kept.forget(fresh);
            void queries.invalidateQueries({ queryKey: ['quotes', 'record', quote.id] });
            onCancel();
          }}
          onKeepMine={() => {
            setConflict(null);
            void read(`/quotes/${quote.id}`).then((newest) => {
              const next = newest.version ?? String(newest.data.quote.version);
              setBase(next);
              void save(next);
            });
          }}
        />
      )}
    </>
  );
}
