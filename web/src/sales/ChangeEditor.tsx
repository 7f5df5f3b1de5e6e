import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, isProblem, newKey, post, put, type FieldError } from '../lib/api';
import { big, formatMoney, formatQuantity, type Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { documentAmounts, lineAmounts, spreadDiscount } from '../lib/tax';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { useKept } from '../ui/document';
import { RestoredNotice, Sums } from '../ui/DocumentPage';
import { Field, Fields } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { isBlank, LineEditor, newLine, type EditedLine } from '../ui/LineEditor';
import { problemText } from '../ui/problems';
import { usePaymentTerms } from '../ui/terms';
import { useHints } from './hints';
import type { Change, Order, OrderAnswer, OrderLine, OrderView } from './types';

/** Offered no discount terms any more; anything else is the id of some. */
const NONE = 'NONE';

interface Draft {
  reason: string;
  deliveryDate: string | null;
  paymentTerm: string | null;
  discountTerm: string | null;
  discountAmount: Decimal | null;
  note: string;
  lines: EditedLine[];
}

function percent(fraction: Decimal): Decimal | null {
  return big(fraction).eq(0) ? null : big(fraction).times(100).toFixed();
}

function lineOf(line: OrderLine): EditedLine {
  return {
    key: newKey(),
    id: String(line.position),
    product: { id: line.product, label: `${line.productCode} ${line.productName}` },
    unit: line.unit,
    quantity: line.quantity,
    price: line.price,
    discount: percent(line.discount),
    taxRate: line.taxRate,
  };
}

function draftOf({ order, discountTerm }: OrderView, change: Change | null): Draft {
  if (!change) {
    return {
      reason: '',
      deliveryDate: order.deliveryDate ?? null,
      paymentTerm: order.paymentTerm ?? null,
      discountTerm: discountTerm ?? NONE,
      discountAmount: big(order.discountAmount).eq(0) ? null : order.discountAmount,
      note: order.note,
      lines: order.lines.filter((line) => big(line.quantity).gt(0)).map(lineOf),
    };
  }
  return {
    reason: change.reason,
    deliveryDate: change.deliveryDate ?? null,
    paymentTerm: change.paymentTerm ?? null,
    discountTerm: (change.offers ? change.discountTerm : discountTerm) ?? NONE,
    discountAmount: big(change.discountAmount).eq(0) ? null : change.discountAmount,
    note: change.note,
    lines: change.lines
      .filter((line) => !line.ends)
      .map((line) => ({
        key: newKey(),
        ...(line.position == null ? {} : { id: String(line.position) }),
        product: { id: line.product, label: `${line.productCode} ${line.productName}` },
        unit: line.unit,
        quantity: line.quantity,
        price: line.price,
        discount: percent(line.discount),
        taxRate: line.taxRate,
      })),
  };
}

/** The order's line that an edited one stands for; a line whose product was changed is a new one. */
function orderLine(order: Order, line: EditedLine): OrderLine | undefined {
  return order.lines.find((known) => String(known.position) === line.id && known.product === line.product?.id);
}

/** What the order would come to: what has left keeps its amounts, the rest is priced as it is typed. */
function totalOf(order: Order, draft: Draft, filled: readonly EditedLine[]): Decimal {
  const left = order.lines.map((line) => big(line.deliveredTotal));
  const amounts = filled.map((line) => {
    const known = orderLine(order, line);
    const rest = big(line.quantity).minus(big(known?.deliveredQuantity));
    return lineAmounts(
      {
        quantity: rest.lt(0) ? '0' : rest.toFixed(),
        price: line.price,
        taxIncluded: order.taxInclusive,
        taxRate: line.taxRate,
        discountPercent: line.discount,
      },
      order.currency,
    );
  });
  const delivered = left.some((amount) => amount.gt(0));
  const spread = delivered
    ? amounts
    : spreadDiscount(
        amounts,
        filled.map((line) => line.taxRate),
        draft.discountAmount,
        order.taxInclusive,
        order.currency,
      );
  const rest = documentAmounts(spread, order.currency);
  return left.reduce((sum, amount) => sum.plus(amount), big(rest.total).plus(big(order.chargesTotal))).toFixed();
}

/** Changes a confirmed order: quantities, prices, days and terms; the order stays as it is until the change is applied. */
export function ChangeEditor({
  view,
  change,
  version,
  onSaved,
  onCancel,
}: {
  view: OrderView;
  change: Change | null;
  version?: string | null;
  onSaved: (id: string, answer: OrderAnswer | null) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('sales');
  const { message } = App.useApp();
  const may = useCan();
  const queries = useQueryClient();
  const { order } = view;
  const { currency } = order;
  const [fresh] = useState<Draft>(() => draftOf(view, change));
  const kept = useKept<Draft>(change ? `change.${change.id}` : `change.of.${order.id}`, fresh);
  const draft = kept.value;
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState<'save' | 'submission' | 'application' | null>(null);
  const [key, setKey] = useState(newKey);
  const hints = useHints(order.customer, draft.lines);
  const terms = usePaymentTerms();
  const discounts = useQuery({
    queryKey: ['discount-terms', 'choices'],
    queryFn: () => get('/discount-terms/choices'),
    staleTime: 300_000,
  });
  const credit = useCredit(may('credit-account.view') ? order.customer : null);
  const set = (part: Partial<Draft>) => {
    kept.set((before) => ({ ...before, ...part }));
    setKey(newKey());
  };
  const error = (name: string) => errors.find((e) => e.field === name)?.message;
  const bind = <K extends keyof Draft>(name: K) => ({
    id: `change-${name}`,
    value: draft[name],
    status: error(name) ? ('error' as const) : ('' as const),
    onChange: (value: Draft[K]) => {
      set({ [name]: value } as Partial<Draft>);
    },
  });
  const filled = draft.lines.filter((line) => !isBlank(line));
  const total = big(totalOf(order, draft, filled));
  const difference = total.minus(big(order.total));
  const forward = may('order-change.apply') ? ('application' as const) : ('submission' as const);
  const gone = order.lines.filter(
    (known) => big(known.quantity).gt(0) && !filled.some((line) => orderLine(order, line) === known),
  );

  const save = async (next: 'submission' | 'application' | null) => {
    if (busy) return;
    setBusy(next ?? 'save');
    setGeneral(null);
    setErrors([]);
    const body = {
      reason: draft.reason.trim() || null,
      deliveryDate: draft.deliveryDate,
      paymentTerm: draft.paymentTerm,
      discountAmount: draft.discountAmount ?? '0',
      note: draft.note,
      discountTerm: draft.discountTerm === NONE ? null : draft.discountTerm,
      noDiscountTerm: draft.discountTerm === NONE,
      lines: filled.map((line) => ({
        position: orderLine(order, line)?.position ?? null,
        product: line.product?.id ?? null,
        quantity: line.quantity,
        price: line.price,
        discount: line.discount === null ? '0' : big(line.discount).div(100).toFixed(),
        taxRate: line.taxRate,
      })),
    };
    try {
      const saved = change
        ? await put(`/order-changes/${change.id}`, body, { version: version ?? null, key })
        : await post(`/sales-orders/${order.id}/changes`, body, { key });
      kept.forget(fresh);
      const { id, version: now } = saved.order;
      let answer: OrderAnswer | null = null;
      if (next) {
        try {
          answer = await post(`/order-changes/${id}/${next}`, undefined, { version: now, key: `${key}-${next}` });
        } catch (refusal) {
          // The draft is saved; why it goes no further is told on its page.
          void message.error(problemText(refusal));
        }
      }
      await Promise.all(
        ['sales-orders', 'order-changes', 'credit'].map((name) => queries.invalidateQueries({ queryKey: [name] })),
      );
      onSaved(id, answer);
    } catch (refusal) {
      // Row numbers in the answer count the lines sent; blank ones in between weren't.
      const place = (field: string) =>
        field.replace(/^lines\[(\d+)\]/, (whole, index: string) => {
          const line = filled[Number(index)];
          return line ? `lines[${String(draft.lines.indexOf(line))}]` : whole;
        });
      setErrors(isProblem(refusal) ? refusal.errors.map((e) => ({ ...e, field: place(e.field) })) : []);
      setGeneral(isProblem(refusal) && refusal.errors.length > 0 ? null : problemText(refusal));
      if (!isProblem(refusal, 0)) setKey(newKey());
    } finally {
      setBusy(null);
    }
  };

  const known = ['reason', 'deliveryDate', 'paymentTerm', 'discountTerm', 'discountAmount', 'note'];
  const unplaced = errors.filter((e) => !known.includes(e.field) && !/^lines\[\d+\]\./.test(e.field));
  return (
    <>
      <Card className="oa-doc-head">
        <Line>
          <h1 className="oa-grow">{t('change.of', { number: order.number })}</h1>
          <div className="oa-row tight oa-actions">
            <Button
              onClick={() => {
                kept.forget(fresh);
                onCancel();
              }}
            >
              {t('ui:cancel')}
            </Button>
            <Button loading={busy === 'save'} disabled={busy !== null} onClick={() => void save(null)}>
              {t('order.saveDraft')}
            </Button>
            <Button
              type="primary"
              loading={busy === forward}
              disabled={busy !== null}
              onClick={() => void save(forward)}
            >
              {t(forward === 'application' ? 'change.saveAndApply' : 'change.submit')}
            </Button>
          </div>
        </Line>
        <div className="oa-mute">{t('change.what')}</div>
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
          <Field label={t('change.reason')} bound={bind('reason')} form={{ error }} name="reason">
            <Input
              id="change-reason"
              autoFocus
              value={draft.reason}
              onChange={(event) => {
                set({ reason: event.target.value });
              }}
            />
          </Field>
          <Field label={t('field.deliveryDate')} bound={bind('deliveryDate')} form={{ error }} name="deliveryDate">
            <DateInput {...bind('deliveryDate')} placeholder={t('order.deliveryHint')} />
          </Field>
          <Field label={t('field.paymentTerm')} bound={bind('paymentTerm')} form={{ error }} name="paymentTerm">
            <ChoiceInput {...bind('paymentTerm')} options={terms} />
          </Field>
          <Field
            label={t('change.discountTerm')}
            bound={bind('discountTerm')}
            form={{ error }}
            name="discountTerm"
            help={t('change.discountHelp')}
          >
            <ChoiceInput
              {...bind('discountTerm')}
              options={[
                { value: NONE, label: t('change.noDiscount') },
                ...(discounts.data?.terms ?? []).map(({ term, notation }) => ({
                  value: term.id,
                  label: `${term.code} · ${notation}`,
                })),
              ]}
            />
          </Field>
        </Fields>
      </Card>
      {credit.data && difference.gt(0) && (
        <Card>
          <CreditBar credit={credit.data} ghost={difference.toFixed()} customer={order.customer} />
        </Card>
      )}
      <Card
        title={t('order.lines')}
        extra={<span className="oa-mute">{t(order.taxInclusive ? 'order.included' : 'order.excluded')}</span>}
      >
        <LineEditor
          lines={draft.lines}
          onChange={(lines) => {
            set({ lines: lines.length > 0 ? lines : [newLine()] });
          }}
          taxIncluded={order.taxInclusive}
          currency={currency}
          customer={order.customer}
          hints={hints}
          errors={error}
          about={(line) => {
            const before = orderLine(order, line);
            if (!before) return line.product ? t('change.isNew') : null;
            const words = [
              big(before.quantity).eq(big(line.quantity))
                ? ''
                : t('change.wasQuantity', { quantity: formatQuantity(before.quantity) }),
              big(before.deliveredQuantity).eq(0)
                ? ''
                : t('change.left', { quantity: formatQuantity(before.deliveredQuantity) }),
            ].filter(Boolean);
            return words.length > 0 ? words.join(' · ') : null;
          }}
        />
        {gone.length > 0 && (
          <div className="oa-mute">
            {t('change.gone', { lines: gone.map((line) => line.productName).join(t('order.comma')) })}
          </div>
        )}
      </Card>
      <Card>
        <div className="oa-columns wide-left" style={{ '--columns': 2 } as React.CSSProperties}>
          <Fields columns={2}>
            <Field
              label={t('field.discountAmount')}
              bound={bind('discountAmount')}
              form={{ error }}
              name="discountAmount"
              help={t('order.discountHelp')}
            >
              <FigureInput {...bind('discountAmount')} currency={currency} />
            </Field>
            <Field label={t('field.note')} bound={bind('note')} form={{ error }} name="note">
              <Input.TextArea
                id="change-note"
                autoSize={{ minRows: 2 }}
                value={draft.note}
                onChange={(event) => {
                  set({ note: event.target.value });
                }}
              />
            </Field>
          </Fields>
          <Sums
            sums={[
              { label: t('change.before'), value: formatMoney(order.total, currency) },
              { label: t('change.after'), value: formatMoney(total, currency) },
              { label: t('change.difference'), value: formatMoney(difference, currency), big: true },
            ]}
          />
        </div>
      </Card>
    </>
  );
}
