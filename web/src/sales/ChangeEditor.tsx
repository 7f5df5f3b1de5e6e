import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { big, formatMoney, formatQuantity, type Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { documentAmounts, lineAmounts, spreadDiscount } from '../lib/tax';
import { Field, TextField } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import type { EditedLine } from '../ui/LineEditor';
import { usePaymentTerms } from '../ui/terms';
import { chargeAmounts } from './Charges';
import {
  editedCharges,
  editedLines,
  filledLines,
  GoodsEditor,
  sentCharges,
  sentLine,
  some,
  useGoodsForm,
  type Goods,
} from './goods';
import type { Change, Order, OrderAnswer, OrderLine, OrderView } from './types';

/** Offered no discount terms any more; anything else is the id of some. */
const NONE = 'NONE';

interface Draft extends Goods {
  reason: string;
  discountTerm: string | null;
  contact: string;
  reference: string;
  deliveryAddress: string;
  invoiceAddress: string;
}

function draftOf({ order, discountTerm }: OrderView, change: Change | null): Draft {
  const from = change ?? order;
  const { contact, reference, deliveryAddress, invoiceAddress, note } = change?.particulars ?? order;
  return {
    reason: change?.reason ?? '',
    deliveryDate: from.deliveryDate ?? null,
    paymentTerm: from.paymentTerm ?? null,
    discountTerm: (change?.offers ? change.discountTerm : discountTerm) ?? NONE,
    discountAmount: some(from.discountAmount),
    contact,
    reference,
    deliveryAddress,
    invoiceAddress,
    note,
    charges: editedCharges(
      change ? change.charges.filter((charge) => !charge.ends) : order.charges,
      order.taxInclusive,
    ),
    lines: editedLines(
      change ? change.lines.filter((line) => !line.ends) : order.lines.filter((line) => big(line.quantity).gt(0)),
    ),
  };
}

/** The order's line that an edited one stands for; a line whose product was changed is a new one. */
function orderLine(order: Order, line: EditedLine): OrderLine | undefined {
  return order.lines.find((known) => String(known.position) === line.id && known.product === line.product?.id);
}

/** What the order would come to: what has left keeps its amounts, the rest is priced as it is typed. */
function totalOf(order: Order, draft: Draft): Decimal {
  const filled = filledLines(draft);
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
  const charges = documentAmounts(chargeAmounts(draft.charges, order.taxInclusive, order.currency), order.currency);
  return left.reduce((sum, amount) => sum.plus(amount), big(rest.total).plus(big(charges.total))).toFixed();
}

/** Changes a confirmed order: quantities, prices, charges, days, terms and addresses; the order stays as it is until the change is applied. */
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
  const may = useCan();
  const terms = usePaymentTerms();
  const { order } = view;
  const { currency } = order;
  const discounts = useQuery({
    queryKey: ['discount-terms', 'choices'],
    queryFn: () => get('/discount-terms/choices'),
    staleTime: 300_000,
  });
  const form = useGoodsForm<Draft>({
    plural: 'order-changes',
    id: change?.id ?? null,
    keep: `of.${order.id}`,
    first: () => draftOf(view, change),
    version,
    save: (values, how) => {
      const none = values.discountTerm === NONE;
      const body = {
        reason: values.reason.trim() || null,
        deliveryDate: values.deliveryDate,
        paymentTerm: values.paymentTerm,
        discountAmount: values.discountAmount ?? '0',
        contact: values.contact,
        reference: values.reference,
        deliveryAddress: values.deliveryAddress,
        invoiceAddress: values.invoiceAddress,
        note: values.note,
        discountTerm: none ? null : values.discountTerm,
        noDiscountTerm: none,
        lines: filledLines(values).map((line) => {
          const sent = sentLine(line);
          return { ...sent, position: orderLine(order, line)?.position ?? null, discount: sent.discount ?? '0' };
        }),
        charges: order.chargesDelivered
          ? null
          : sentCharges(values, (charge) => ({ position: charge.position ?? null })),
      };
      return change
        ? put(`/order-changes/${change.id}`, body, how)
        : post(`/sales-orders/${order.id}/changes`, body, { key: how.key });
    },
    onSaved,
  });
  const { values } = form;
  const filled = filledLines(values);
  const total = big(totalOf(order, values));
  const difference = total.minus(big(order.total));
  const gone = order.lines.filter(
    (known) => big(known.quantity).gt(0) && !filled.some((line) => orderLine(order, line) === known),
  );
  const about = (line: EditedLine) => {
    const before = orderLine(order, line);
    if (!before) return line.product ? t('change.isNew') : null;
    const words = [
      !big(before.quantity).eq(big(line.quantity)) &&
        t('change.wasQuantity', { quantity: formatQuantity(before.quantity) }),
      !big(before.deliveredQuantity).eq(0) && t('change.left', { quantity: formatQuantity(before.deliveredQuantity) }),
    ].filter(Boolean);
    return words.length > 0 ? words.join(' · ') : null;
  };
  const text = (name: 'contact' | 'reference' | 'deliveryAddress' | 'invoiceAddress') => (
    <TextField form={form} name={name} label={t(`field.${name}`)} />
  );
  return (
    <GoodsEditor
      form={form}
      title={t('change.of', { number: order.number })}
      under={t('change.what')}
      actions={[
        { label: t('order.saveDraft') },
        may('order-change.apply')
          ? { label: t('change.saveAndApply'), as: 'application' }
          : { label: t('change.submit'), as: 'submission' },
      ]}
      ready
      customer={order.customer}
      currency={currency}
      weighs={difference.gt(0) ? difference.toFixed() : null}
      taxInclusive={order.taxInclusive}
      header={
        <>
          <TextField form={form} name="reason" label={t('change.reason')} autoFocus />
          <Field label={t('field.deliveryDate')} form={form} name="deliveryDate">
            <DateInput {...form.bind('deliveryDate')} placeholder={t('order.deliveryHint')} />
          </Field>
          <Field label={t('field.paymentTerm')} form={form} name="paymentTerm">
            <ChoiceInput {...form.bind('paymentTerm')} options={terms} />
          </Field>
          <Field label={t('change.discountTerm')} form={form} name="discountTerm" help={t('change.discountHelp')}>
            <ChoiceInput
              {...form.bind('discountTerm')}
              options={[
                { value: NONE, label: t('change.noDiscount') },
                ...(discounts.data?.terms ?? []).map(({ term, notation }) => ({
                  value: term.id,
                  label: `${term.code} · ${notation}`,
                })),
              ]}
            />
          </Field>
        </>
      }
      lines={{ title: t('order.lines'), about }}
      below={
        gone.length > 0 && (
          <div className="oa-mute">
            {t('change.gone', { lines: gone.map((line) => line.productName).join(t('order.comma')) })}
          </div>
        )
      }
      fields={
        <>
          {text('reference')}
          {text('contact')}
          {text('deliveryAddress')}
          {text('invoiceAddress')}
        </>
      }
      {...(order.chargesDelivered ? { chargesStay: t('change.chargesLeft') } : {})}
      help={{ discount: t('order.discountHelp') }}
      sums={[
        { label: t('change.before'), value: formatMoney(order.total, currency) },
        { label: t('change.after'), value: formatMoney(total, currency) },
        { label: t('change.difference'), value: formatMoney(difference, currency), big: true },
      ]}
      onCancel={onCancel}
    />
  );
}
