import { useQueryClient } from '@tanstack/react-query';
import { App, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, send, type Schema } from '../lib/api';
import { big, capitals, formatMoney, type Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { documentAmounts, spreadDiscount, type LineAmounts } from '../lib/tax';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { ConflictDialog, Sums, type Sum } from '../ui/DocumentPage';
import { Field, Fields, FormHead, TextField, useForm, type Form, type FormAction } from '../ui/form';
import { FigureInput } from '../ui/inputs';
import { Card, Columns } from '../ui/layout';
import { amountsOf, isBlank, LineEditor, type EditedLine } from '../ui/LineEditor';
import { problemText } from '../ui/problems';
import { chargeAmounts, Charges, type DraftCharge } from './Charges';
import { useHints } from './hints';

/** What every document of goods says while it is edited. */
export interface Goods {
  deliveryDate: string | null;
  paymentTerm: string | null;
  discountAmount: Decimal | null;
  note: string;
  charges: DraftCharge[];
  lines: EditedLine[];
}

type KnownLine = Pick<
  Schema<'sales.SalesOrder.Line'>,
  'product' | 'productCode' | 'productName' | 'unit' | 'quantity' | 'price' | 'discount' | 'taxRate' | 'note'
> & { position?: number | null; deliveryDate?: string | null; optional?: boolean };

type KnownCharge = Pick<Schema<'sales.SalesOrder'>['charges'][number], 'name' | 'taxRate' | 'net' | 'total'> & {
  position?: number | null;
};

/** An amount as it is typed: nothing rather than 0. */
export function some(value: Decimal | null | undefined): Decimal | null {
  return big(value).eq(0) ? null : (value ?? null);
}

/** Lines of a document as they are edited; `id` is their position. */
export function editedLines(lines: readonly KnownLine[]): EditedLine[] {
  return lines.map((line) => ({
    key: newKey(),
    ...(line.position == null ? {} : { id: String(line.position) }),
    product: { id: line.product, label: `${line.productCode} ${line.productName}` },
    unit: line.unit,
    quantity: line.quantity,
    price: line.price,
    discount: some(big(line.discount).times(100).toFixed()),
    taxRate: line.taxRate,
    optional: line.optional ?? false,
    deliveryDate: line.deliveryDate ?? null,
    note: line.note,
  }));
}

export function editedCharges(charges: readonly KnownCharge[], taxInclusive: boolean): DraftCharge[] {
  return charges.map((charge) => ({
    position: charge.position ?? null,
    name: charge.name,
    amount: taxInclusive ? charge.total : charge.net,
    taxRate: big(charge.taxRate).toFixed(),
  }));
}

/** A copy of lines is delivered on other days. */
export function withoutDays(lines: readonly EditedLine[]): EditedLine[] {
  return lines.map((line) => ({ ...line, deliveryDate: null }));
}

const NAMES = { 'sales-orders': 'order', quotes: 'quote', 'order-changes': 'change' };

const SENT = {
  lines: (line: EditedLine) => !isBlank(line),
  charges: (charge: DraftCharge) => charge.amount !== null,
};

export function filledLines({ lines }: Pick<Goods, 'lines'>): EditedLine[] {
  return lines.filter(SENT.lines);
}

/** What is sent of a line, whichever document it stands on. */
export function sentLine(line: EditedLine) {
  return {
    product: line.product?.id ?? null,
    quantity: line.quantity,
    price: line.price,
    discount: line.discount === null ? null : big(line.discount).div(100).toFixed(),
    taxRate: line.taxRate,
    deliveryDate: line.deliveryDate ?? null,
    note: line.note?.trim() || null,
  };
}

/** What is sent of each charge, and what else a document says of it. */
export function sentCharges<T extends object>(
  { charges }: Pick<Goods, 'charges'>,
  besides: (charge: DraftCharge) => T = () => ({}) as T,
) {
  return charges.filter(SENT.charges).map((charge) => ({
    name: charge.name.trim(),
    amount: charge.amount,
    taxRate: charge.taxRate,
    ...besides(charge),
  }));
}

/** Row numbers in an answer count the rows sent; blank ones in between weren't. */
export function rowOf(field: string, goods: Pick<Goods, 'lines' | 'charges'>): string {
  return field.replace(/^(lines|charges)\[(\d+)\]/, (whole, name: 'lines' | 'charges', index: string) => {
    const rows = [...goods[name].entries()].filter(([, row]) =>
      name === 'lines' ? SENT.lines(row as EditedLine) : SENT.charges(row as DraftCharge),
    );
    const row = rows[Number(index)];
    return row ? `${name}[${String(row[0])}]` : whole;
  });
}

/** Whether an error stands at what it is about: a field, or a cell of a row. */
export function isShown(field: string, goods: object): boolean {
  return /^(lines|charges)\[\d+\]\./.test(field) || (field in goods && field !== 'lines' && field !== 'charges');
}

/** What lines, the discount on all of them and charges come to; lines the customer may choose don't count. */
export function goodsAmounts(
  goods: Pick<Goods, 'lines' | 'discountAmount' | 'charges'>,
  taxInclusive: boolean,
  currency: string,
): LineAmounts {
  const counted = filledLines(goods).filter((line) => !line.optional);
  const lines = spreadDiscount(
    amountsOf(counted, taxInclusive, currency).lines,
    counted.map((line) => line.taxRate),
    goods.discountAmount,
    taxInclusive,
    currency,
  );
  return documentAmounts([...lines, ...chargeAmounts(goods.charges, taxInclusive, currency)], currency);
}

type Answer = Schema<'sales.AnswerView'>;

/** A document of goods at its address, or a new one of its kind. */
interface Place {
  plural: 'sales-orders' | 'quotes' | 'order-changes';
  id: string | null;
}

export type GoodsForm<T extends Goods> = Form<T> & Place;

/**
 * The form of a document of goods: kept while it is typed, errors at their rows, a conflict to be settled. `save` sends
 * it; a button may name the step that follows, whose answer `onSaved` gets.
 */
export function useGoodsForm<T extends Goods>({
  plural,
  id,
  keep,
  first,
  version,
  save,
  onSaved,
}: Place & {
  /** What it is kept under: of which document it is a new one or a copy. */
  keep: string;
  first: () => T;
  version: string | null | undefined;
  save: (values: T, how: { key: string; version: string | null }) => Promise<Answer>;
  onSaved: (id: string, answer: Answer | null) => void;
}): GoodsForm<T> {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const name = NAMES[plural];
  const form = useForm<T>(
    first,
    async (values, key, { as, version }) => {
      const { order } = await save(values, { key, version });
      let answer: Answer | null = null;
      if (as) {
        try {
          const step = { body: {}, version: order.version, key: `${key}-${as}` };
          answer = (await send<Answer>('POST', `/${plural}/${order.id}/${as}`, step)).data;
        } catch (refusal) {
          // The draft is saved; why it goes no further is told on its page.
          void message.error(problemText(refusal));
        }
      }
      await Promise.all(
        [plural, 'sales-orders', 'credit'].map((list) => queries.invalidateQueries({ queryKey: [list] })),
      );
      onSaved(order.id, answer);
    },
    { id: name, keep: `${name}.${id ?? keep}`, version: version ?? null, place: rowOf, shows: isShown },
  );
  return { ...form, plural, id };
}

/** The net, the tax and the total of a document, below its charges and its discount if they are shown. */
export function useDocumentSums() {
  const { t } = useTranslation('sales');
  return (
    amounts: LineAmounts & { charges?: readonly KnownCharge[]; discountAmount?: Decimal },
    currency: string,
  ): Sum[] => [
    ...(amounts.charges ?? []).map((charge) => ({ label: charge.name, value: formatMoney(charge.total, currency) })),
    ...(some(amounts.discountAmount)
      ? [
          {
            label: t('field.discountAmount'),
            value: formatMoney(big(amounts.discountAmount).times(-1), currency),
          },
        ]
      : []),
    { label: t('order.net'), value: formatMoney(amounts.net, currency) },
    { label: t('order.tax'), value: formatMoney(amounts.tax, currency) },
    { label: t('order.total'), value: formatMoney(amounts.total, currency), big: true },
  ];
}

/** Where a document of goods is entered: its buttons, header, credit, lines, what they come to, and whose version stands. */
export function GoodsEditor<T extends Goods>({
  form,
  title,
  under,
  actions,
  ready,
  header,
  customer,
  currency,
  rate,
  weighs,
  taxInclusive,
  onTaxInclusive,
  lines,
  below,
  fields,
  chargesStay,
  help,
  sums,
  words,
  onCancel,
}: {
  form: GoodsForm<T>;
  title: string;
  under?: string;
  actions: readonly FormAction[];
  ready: boolean;
  /** The fields above the lines. */
  header: ReactNode;
  customer: string | null;
  currency: string;
  /** What a unit of it is worth in the company's; left out where it is that, null when unknown. */
  rate?: Decimal | null;
  /** By how much it weighs on the customer's credit; null where it doesn't. */
  weighs: Decimal | null;
  taxInclusive: boolean;
  /** Left out where prices stay on the basis they are on. */
  onTaxInclusive?: (taxInclusive: boolean) => void;
  /** What its lines are called, and what it says of each beside the figures. */
  lines: Pick<Parameters<typeof LineEditor>[0], 'details' | 'about'> & { title: string };
  /** A word below the lines. */
  below?: ReactNode;
  /** Fields beside the sums, above discount, charges and note. */
  fields?: ReactNode;
  /** Why the charges can't be changed. */
  chargesStay?: string;
  help: { discount: string; note?: string };
  sums: Sum[];
  /** The amount in capitals, as contracts say it. */
  words?: Decimal;
  onCancel: () => void;
}) {
  const { t } = useTranslation('sales');
  const may = useCan();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const credit = useCredit(may('credit-account.view') ? customer : null);
  const { values } = form;
  // What every document of goods has, whatever else this one says.
  const common = form as unknown as Form<Goods>;
  const hints = useHints(customer, values.lines);
  const { title: heading, ...ofLine } = lines;
  return (
    <>
      <FormHead title={title} under={under} form={form} actions={actions} ready={ready} onCancel={onCancel} />
      <Card>
        <Fields columns={4}>{header}</Fields>
      </Card>
      {credit.data && customer && weighs !== null && (
        <Card>
          <CreditBar credit={credit.data} ghost={weighs} customer={customer} />
        </Card>
      )}
      <Card
        title={heading}
        extra={
          onTaxInclusive ? (
            <Segmented
              size="small"
              value={taxInclusive ? 'included' : 'excluded'}
              options={(['included', 'excluded'] as const).map((value) => ({ value, label: t(`order.${value}`) }))}
              onChange={(value) => {
                onTaxInclusive(value === 'included');
              }}
            />
          ) : (
            <span className="oa-mute">{t(taxInclusive ? 'order.included' : 'order.excluded')}</span>
          )
        }
      >
        <LineEditor
          lines={values.lines}
          onChange={(edited) => {
            common.set({ lines: edited });
          }}
          taxIncluded={taxInclusive}
          currency={currency}
          {...(rate === undefined ? {} : { rate })}
          customer={customer}
          hints={hints}
          errors={form.error}
          {...ofLine}
        />
        {below}
      </Card>
      <Card>
        <Columns wideLeft>
          <Fields columns={2}>
            {fields}
            <Field form={form} name="discountAmount" label={t('field.discountAmount')} help={help.discount}>
              <FigureInput {...common.bind('discountAmount')} currency={currency} />
            </Field>
            <Field label={t('field.charges')} help={chargesStay}>
              <Charges
                charges={values.charges}
                currency={currency}
                error={form.error}
                disabled={chargesStay !== undefined}
                onChange={(charges) => {
                  common.set({ charges });
                }}
              />
            </Field>
            <TextField form={common} name="note" label={t('field.note')} help={help.note} area wide />
          </Fields>
          <div>
            <Sums sums={sums} />
            {words !== undefined && currency === 'CNY' && big(words).gt(0) && (
              <div className="oa-mute oa-right">{capitals(words)}</div>
            )}
          </div>
        </Columns>
      </Card>
      {form.id && (
        <ConflictDialog
          problem={form.conflict}
          id={form.id}
          onClose={() => {
            form.settle();
          }}
          onSeeTheirs={() => {
            form.settle();
            form.giveUp();
            void queries.invalidateQueries({ queryKey: [form.plural, 'record', form.id] });
            onCancel();
          }}
          onKeepMine={() => {
            send('GET', `/${form.plural}/${form.id ?? ''}`).then(
              ({ version }) => {
                form.settle(version);
              },
              (error: unknown) => {
                form.settle();
                void message.error(problemText(error));
              },
            );
          }}
        />
      )}
    </>
  );
}
