import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, newKey, post, put, read, type FieldError, type Problem } from '../lib/api';
import { serverText } from '../lib/i18n';
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
import { amountsOf, isBlank, LineEditor, newLine, type EditedLine } from '../ui/LineEditor';
import { PartyPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';
import { usePaymentTerms } from '../ui/terms';
import { chargeAmounts, Charges, type DraftCharge } from './Charges';
import { useHints } from './hints';
import type { Order, OrderAnswer, OrderLine } from './types';

const BASES: Order['basis'][] = ['DELIVERY', 'ORDER', 'INVOICE'];

interface Draft {
  customer: Picked | null;
  date: string | null;
  deliveryDate: string | null;
  paymentTerm: string | null;
  basis: Order['basis'] | null;
  taxInclusive: boolean;
  discountAmount: Decimal | null;
  charges: DraftCharge[];
  reference: string;
  deliveryAddress: string;
  note: string;
  lines: EditedLine[];
}

/** Not one that a change took out. */
function isOrdered(line: OrderLine): boolean {
  return big(line.quantity).gt(0);
}

function some(value: Decimal | null | undefined): Decimal | null {
  return big(value).eq(0) ? null : (value ?? null);
}

function emptyDraft(today: string, taxInclusive: boolean, customer: Picked | null): Draft {
  return {
    customer,
    date: today,
    deliveryDate: null,
    paymentTerm: null,
    basis: null,
    taxInclusive,
    discountAmount: null,
    charges: [],
    reference: '',
    deliveryAddress: '',
    note: '',
    lines: [newLine()],
  };
}

function draftOf(order: Order): Draft {
  return {
    customer: { id: order.customer, label: order.customerName },
    date: order.date,
    deliveryDate: order.deliveryDate ?? null,
    paymentTerm: order.paymentTerm ?? null,
    basis: order.basis,
    taxInclusive: order.taxInclusive,
    discountAmount: some(order.discountAmount),
    charges: order.charges.map((charge) => ({
      name: charge.name,
      amount: order.taxInclusive ? charge.total : charge.net,
      taxRate: big(charge.taxRate).toFixed(),
    })),
    reference: order.reference,
    deliveryAddress: order.deliveryAddress,
    note: order.note,
    lines: order.lines.filter(isOrdered).map((line) => ({
      key: newKey(),
      product: { id: line.product, label: `${line.productCode} ${line.productName}` },
      unit: line.unit,
      quantity: line.quantity,
      price: line.price,
      discount: some(big(line.discount).times(100).toFixed()),
      taxRate: line.taxRate,
    })),
  };
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
  const { message } = App.useApp();
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const currency = order?.currency ?? original?.currency ?? me.company.baseCurrency;
  const [fresh] = useState<Draft>(() => {
    if (order) return draftOf(order);
    if (original) return { ...draftOf(original), date: me.today, deliveryDate: null };
    return emptyDraft(me.today, me.company.taxInclusive ?? true, customer ?? null);
  });
  const kept = useKept<Draft>(
    order ? `order.${order.id}` : original ? `order.copy.${original.id}` : `order.new.${String(me.company.id)}`,
    fresh,
  );
  const draft = kept.value;
  const set = (part: Partial<Draft>) => {
    kept.set((before) => ({ ...before, ...part }));
    setKey(newKey());
  };
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState<'save' | 'submission' | 'confirmation' | null>(null);
  const [key, setKey] = useState(newKey);
  const [base, setBase] = useState(version ?? null);
  const [conflict, setConflict] = useState<Problem | null>(null);
  const credit = useCredit(may('credit-account.view') ? draft.customer?.id : null);
  const hints = useHints(draft.customer?.id ?? null, draft.lines);
  const terms = usePaymentTerms();

  const filled = draft.lines.filter((line) => !isBlank(line));
  const lineSums = amountsOf(filled, draft.taxInclusive, currency).lines;
  const lines = spreadDiscount(
    lineSums,
    filled.map((line) => line.taxRate),
    draft.discountAmount,
    draft.taxInclusive,
    currency,
  );
  const charges = chargeAmounts(draft.charges, draft.taxInclusive, currency);
  const sum = documentAmounts([...lines, ...charges], currency);
  const total = big(sum.total);
  const forward = may('sales-order.confirm') ? ('confirmation' as const) : ('submission' as const);
  const error = (name: string) => errors.find((e) => e.field === name)?.message;
  const bind = <K extends keyof Draft>(name: K) => ({
    id: `order-${name}`,
    value: draft[name],
    status: error(name) ? ('error' as const) : ('' as const),
    onChange: (value: Draft[K]) => {
      set({ [name]: value } as Partial<Draft>);
    },
  });

  const save = async (next: 'submission' | 'confirmation' | null, onTop: string | null = base) => {
    if (busy) return;
    setBusy(next ?? 'save');
    setGeneral(null);
    setErrors([]);
    const body = {
      customer: draft.customer?.id ?? null,
      date: draft.date,
      deliveryDate: draft.deliveryDate,
      paymentTerm: draft.paymentTerm,
      basis: draft.basis,
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
      })),
      charges: draft.charges
        .filter((charge) => charge.amount !== null)
        .map((charge) => ({ ...charge, name: charge.name.trim() })),
    };
    try {
      const saved = order
        ? await put(`/sales-orders/${order.id}`, body, { version: onTop, key })
        : await post('/sales-orders', body, { key });
      kept.forget(fresh);
      const { id, version: now } = saved.order;
      let answer: OrderAnswer | null = null;
      if (next) {
        try {
          answer = await post(`/sales-orders/${id}/${next}`, undefined, { version: now, key: `${key}-${next}` });
        } catch (refusal) {
          // The draft is saved; why it goes no further is told on its page.
          void message.error(problemText(refusal));
        }
      }
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['sales-orders'] }),
        queries.invalidateQueries({ queryKey: ['credit'] }),
      ]);
      onSaved(id, answer);
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
      setBusy(null);
    }
  };

  const known = [
    'customer',
    'date',
    'deliveryDate',
    'paymentTerm',
    'basis',
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
          <h1 className="oa-grow">{order ? t('order.editing', { number: order.number }) : t('order.new')}</h1>
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
              loading={busy === 'save'}
              disabled={busy !== null || !draft.customer || filled.length === 0}
              onClick={() => void save(null)}
            >
              {t('order.saveDraft')}
            </Button>
            <Button
              type="primary"
              loading={busy === forward}
              disabled={busy !== null || !draft.customer || filled.length === 0}
              onClick={() => void save(forward)}
            >
              {t(forward === 'confirmation' ? 'order.saveAndConfirm' : 'order.submit')}
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
            <PartyPicker {...bind('customer')} autoFocus={!order && !draft.customer} />
          </Field>
          <Field label={t('field.date')} bound={bind('date')} form={{ error }} name="date">
            <DateInput {...bind('date')} />
          </Field>
          <Field label={t('field.deliveryDate')} bound={bind('deliveryDate')} form={{ error }} name="deliveryDate">
            <DateInput {...bind('deliveryDate')} placeholder={t('order.deliveryHint')} />
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
        </Fields>
      </Card>
      {credit.data && draft.customer && (
        <Card>
          <CreditBar credit={credit.data} ghost={total.toFixed()} customer={draft.customer.id} />
        </Card>
      )}
      <Card
        title={t('order.lines')}
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
          onChange={(lines) => {
            set({ lines });
          }}
          taxIncluded={draft.taxInclusive}
          currency={currency}
          customer={draft.customer?.id ?? null}
          hints={hints}
          errors={error}
        />
      </Card>
      <Card>
        <div className="oa-columns wide-left" style={{ '--columns': 2 } as React.CSSProperties}>
          <div className="oa-stack">
            <Fields columns={2}>
              <Field
                label={t('field.basis')}
                bound={bind('basis')}
                form={{ error }}
                name="basis"
                help={t('order.basisHelp')}
              >
                <ChoiceInput
                  {...bind('basis')}
                  clearable
                  options={BASES.map((value) => ({
                    value,
                    label: serverText(`choice.sales-order.basis.${value}`, value),
                  }))}
                />
              </Field>
              <Field label={t('field.reference')} bound={bind('reference')} form={{ error }} name="reference">
                <Input
                  id="order-reference"
                  value={draft.reference}
                  onChange={(event) => {
                    set({ reference: event.target.value });
                  }}
                />
              </Field>
              <Field
                label={t('field.deliveryAddress')}
                bound={bind('deliveryAddress')}
                form={{ error }}
                name="deliveryAddress"
              >
                <Input
                  id="order-deliveryAddress"
                  value={draft.deliveryAddress}
                  onChange={(event) => {
                    set({ deliveryAddress: event.target.value });
                  }}
                />
              </Field>
              <Field
                label={t('field.discountAmount')}
                bound={bind('discountAmount')}
                form={{ error }}
                name="discountAmount"
                help={t('order.discountHelp')}
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
              <Field label={t('field.note')} bound={bind('note')} form={{ error }} name="note" wide>
                <Input.TextArea
                  id="order-note"
                  autoSize={{ minRows: 2 }}
                  value={draft.note}
                  onChange={(event) => {
                    set({ note: event.target.value });
                  }}
                />
              </Field>
            </Fields>
          </div>
          <div>
            <Sums
              sums={[
                { label: t('order.net'), value: formatMoney(sum.net, currency) },
                { label: t('order.tax'), value: formatMoney(sum.tax, currency) },
                { label: t('order.total'), value: formatMoney(total, currency), big: true },
              ]}
            />
            {currency === 'CNY' && total.gt(0) && <div className="oa-mute oa-right">{capitals(total)}</div>}
          </div>
        </div>
      </Card>
      {order && (
        <ConflictDialog
          problem={conflict}
          id={order.id}
          since={null}
          onClose={() => {
            setConflict(null);
          }}
          onSeeTheirs={() => {
            setConflict(null);
            kept.forget(fresh);
            void queries.invalidateQueries({ queryKey: ['sales-orders', 'record', order.id] });
            onCancel();
          }}
          onKeepMine={() => {
            setConflict(null);
            void read(`/sales-orders/${order.id}`).then((newest) => {
              const next = newest.version ?? String(newest.data.order.version);
              setBase(next);
              void save(null, next);
            });
          }}
        />
      )}
    </>
  );
}
