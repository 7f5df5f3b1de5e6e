import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, get, isProblem, newKey, type FieldError, type Problem } from '../lib/api';
import { big, capitals, formatMoney, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import type { Row, RowPage } from '../lib/types';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { useKept } from '../ui/document';
import { ConflictDialog, RestoredNotice, Sums } from '../ui/DocumentPage';
import { Field, Fields } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { amountsOf, isBlank, LineEditor, newLine, type EditedLine } from '../ui/LineEditor';
import { PartyPicker, type Picked, type ProductHint } from '../ui/Picker';
import { problemText } from '../ui/problems';
import type { Order } from './types';

interface Draft {
  customer: Picked | null;
  date: string | null;
  deliveryDate: string | null;
  paymentTerm: string | null;
  taxIncluded: boolean;
  freight: Decimal | null;
  note: string;
  lines: EditedLine[];
}

function draftOf(order: Order | null, today: string, customer: Picked | null): Draft {
  return {
    customer: order ? { id: order.customer.id, label: order.customer.name ?? order.customer.title ?? '' } : customer,
    date: order?.date ?? today,
    deliveryDate: order?.deliveryDate ?? null,
    paymentTerm: order?.paymentTerm?.id ?? null,
    taxIncluded: order?.taxIncluded ?? true,
    freight: order?.freight && !big(order.freight).eq(0) ? order.freight : null,
    note: order?.note ?? '',
    lines: order
      ? order.lines.map((line) => ({
          key: line.id,
          id: line.id,
          product: {
            id: line.product.id,
            label: [line.product.number, line.product.title ?? line.product.name].filter(Boolean).join(' '),
          },
          unit: line.unit,
          quantity: line.quantity,
          price: line.price,
          discount: line.discount && !big(line.discount).eq(0) ? line.discount : null,
          taxRate: line.taxRate ?? null,
        }))
      : [newLine()],
  };
}

function copyOf(order: Order, today: string): Draft {
  const draft = draftOf(order, today, null);
  return {
    ...draft,
    date: today,
    deliveryDate: null,
    lines: draft.lines.map(({ product, unit, quantity, price, discount, taxRate }) => ({
      key: newKey(),
      product,
      unit,
      quantity,
      price,
      discount,
      taxRate,
    })),
  };
}

/** Last price, list price and stock of products for this customer, asked once per product. */
function useHints(customer: string | null, products: readonly string[]): (id: string) => ProductHint | undefined {
  const sorted = [...new Set(products)].sort();
  const query = useQuery({
    queryKey: ['price-hints', customer, sorted],
    enabled: sorted.length > 0,
    queryFn: async () => {
      const answer = await get<(ProductHint & { product: string })[]>('/price-hints', { customer, products: sorted });
      return new Map(answer.map((hint) => [hint.product, hint]));
    },
    placeholderData: (before) => before,
  });
  return (id) => query.data?.get(id);
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
  onSaved: (id: string) => void;
  onCancel: () => void;
}) {
  const { t, i18n } = useTranslation('sales');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const currency = order?.currency ?? me.company.baseCurrency;
  const [fresh] = useState(() =>
    original && !order ? copyOf(original, me.today) : draftOf(order, me.today, customer ?? null),
  );
  const kept = useKept<Draft>(
    order ? `order.${order.id}` : original ? `order.copy.${original.id}` : 'order.new',
    fresh,
  );
  const draft = kept.value;
  const set = (part: Partial<Draft>) => {
    kept.set((before) => ({ ...before, ...part }));
    setKey(newKey());
  };
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState<'save' | 'submit' | null>(null);
  const [key, setKey] = useState(newKey);
  const [base, setBase] = useState(version ?? null);
  const [conflict, setConflict] = useState<Problem | null>(null);
  const credit = useCredit(may('credit-account.view') ? draft.customer?.id : null, currency);
  const hint = useHints(
    draft.customer?.id ?? null,
    draft.lines.flatMap((line) => (line.product ? [line.product.id] : [])),
  );
  const terms = useQuery({
    queryKey: ['payment-terms', 'all'],
    queryFn: () => get<RowPage>('/payment-terms', { limit: 200 }),
    staleTime: 300_000,
  });
  const termName = (row: Row) => String(row[i18n.language === 'en' ? 'nameEn' : 'name'] ?? row['name'] ?? row['code']);

  const filled = draft.lines.filter((line) => !isBlank(line));
  const { sum } = amountsOf(draft.lines, draft.taxIncluded, currency);
  const total = big(sum.total).plus(big(draft.freight));
  const error = (name: string) => errors.find((e) => e.field === name)?.message;
  const bind = <K extends keyof Draft>(name: K) => ({
    id: `order-${name}`,
    value: draft[name],
    status: error(name) ? ('error' as const) : ('' as const),
    onChange: (value: Draft[K]) => {
      set({ [name]: value } as Partial<Draft>);
    },
  });

  const save = async (submit: boolean, onTop: string | null = base) => {
    if (busy) return;
    setBusy(submit ? 'submit' : 'save');
    setGeneral(null);
    setErrors([]);
    const body = {
      customer: draft.customer?.id ?? null,
      date: draft.date,
      deliveryDate: draft.deliveryDate,
      paymentTerm: draft.paymentTerm,
      taxIncluded: draft.taxIncluded,
      freight: draft.freight,
      note: draft.note.trim() || null,
      lines: filled.map((line) => ({
        ...(line.id ? { id: line.id } : {}),
        product: line.product?.id ?? null,
        quantity: line.quantity,
        unit: line.unit || null,
        price: line.price,
        discount: line.discount,
        taxRate: line.taxRate,
      })),
    };
    try {
      const saved = order
        ? await call<Order>('PUT', `/sales-orders/${order.id}`, { body, version: onTop, key })
        : await call<Order>('POST', '/sales-orders', { body, key });
      kept.forget(fresh);
      const id = saved.data.id;
      if (submit) {
        try {
          await call('POST', `/sales-orders/${id}/submission`, {
            body: {},
            version: saved.version ?? String(saved.data.version),
            key: `${key}s`,
          });
        } catch (refusal) {
          setGeneral(problemText(refusal));
        }
      }
      await queries.invalidateQueries({ queryKey: ['sales-orders'] });
      onSaved(id);
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

  const known = ['customer', 'date', 'deliveryDate', 'paymentTerm', 'freight', 'note'];
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
              onClick={() => void save(false)}
            >
              {t('order.saveDraft')}
            </Button>
            <Button
              type="primary"
              loading={busy === 'submit'}
              disabled={busy !== null || !draft.customer || filled.length === 0}
              onClick={() => void save(true)}
            >
              {t('order.submit')}
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
            <ChoiceInput
              {...bind('paymentTerm')}
              clearable
              options={(terms.data?.rows ?? []).map((row) => ({ value: row.id, label: termName(row) }))}
            />
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
            value={draft.taxIncluded ? 'included' : 'excluded'}
            options={[
              { value: 'included', label: t('order.included') },
              { value: 'excluded', label: t('order.excluded') },
            ]}
            onChange={(value) => {
              set({ taxIncluded: value === 'included' });
            }}
          />
        }
      >
        <LineEditor
          lines={draft.lines}
          onChange={(lines) => {
            set({ lines });
          }}
          taxIncluded={draft.taxIncluded}
          currency={currency}
          hint={hint}
          errors={error}
        />
      </Card>
      <Card>
        <div className="oa-columns wide-left" style={{ '--columns': 2 } as React.CSSProperties}>
          <Fields columns={2}>
            <Field label={t('field.freight')} bound={bind('freight')} form={{ error }} name="freight">
              <FigureInput {...bind('freight')} currency={currency} />
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
          <div>
            <Sums
              sums={[
                { label: t('order.net'), value: formatMoney(sum.net, currency) },
                { label: t('order.tax'), value: formatMoney(sum.tax, currency) },
                ...(draft.freight ? [{ label: t('field.freight'), value: formatMoney(draft.freight, currency) }] : []),
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
          since={order.changedAt ?? null}
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
            void call<Order>('GET', `/sales-orders/${order.id}`).then((newest) => {
              const next = newest.version ?? String(newest.data.version);
              setBase(next);
              void save(false, next);
            });
          }}
        />
      )}
    </>
  );
}
