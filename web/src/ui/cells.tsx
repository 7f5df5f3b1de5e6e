import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../lib/dates';
import { big, formatAmount, formatMoney, formatPrice, formatQuantity, type Figure } from '../lib/money';
import { useMe } from '../lib/session';
import { serverText } from '../lib/i18n';
import { isCode } from '../lib/words';
import type { Choice, FieldDefinition, Ref, Tone } from '../lib/types';
import { RecordLink } from './Link';

/** An amount; the column head or the sentence around it names the currency unless `symbol` is asked for. */
export function Money({
  value,
  currency,
  symbol,
  zero,
  strong,
}: {
  value: Figure;
  currency?: string | null;
  symbol?: boolean;
  zero?: string;
  strong?: boolean;
}) {
  const negative = big(value).lt(0);
  const words = symbol ? formatMoney(value, currency) : formatAmount(value, currency, zero ?? '–');
  return <span className={`${negative ? 'oa-neg' : ''}${strong ? ' oa-strong' : ''}`}>{words}</span>;
}

/** A state: tone and word, never the colour alone. */
export function StatusTag({ tone, children }: { tone?: Tone | null; children: ReactNode }) {
  return <span className={`oa-tag ${tone ?? 'grey'}`}>{children}</span>;
}

/** The tag of a state by the server's name of it; `options` carry its tone, as list definitions do. */
export function StateTag({
  kind,
  state,
  options,
  tone,
}: {
  kind: string;
  state: string;
  options?: Choice[] | null;
  tone?: Tone | null;
}) {
  const option = options?.find((o) => o.value === state);
  return (
    <StatusTag tone={tone ?? option?.tone ?? 'grey'}>
      {option?.label ?? serverText(`state.${kind}.${state}`, state)}
    </StatusTag>
  );
}

/** How a figure came about, on hover or focus. */
export function Explain({ how, children }: { how: ReactNode; children: ReactNode }) {
  return (
    <Tooltip title={how}>
      <span className="oa-explain" tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  );
}

/** Days from one to another, either of which may be open; nothing where both are. */
export function fromTo(from: string | null | undefined, to: string | null | undefined): ReactNode {
  return from || to ? (
    <span>
      <span className="oa-word">{from} –</span> <span className="oa-word">{to}</span>
    </span>
  ) : null;
}

export function Instant({ value }: { value: string | null | undefined }) {
  const me = useMe();
  return <span className="oa-word">{formatInstant(value, me.company.timeZone ?? undefined)}</span>;
}

/** Kinds whose records are known by their number; their title is only the name of the customer they are of. */
const NUMBERED = new Set([
  'quote',
  'sales-order',
  'shipping-notice',
  'delivery',
  'sales-return',
  'receipt',
  'refund',
  'bill',
  'statement',
  'opening-balance',
  'payment-plan',
  'write-off',
  'allowance',
  'stock-adjustment',
  'credit-application',
  'cash-entry',
  'cash-transfer',
  'revaluation',
]);

function refWords(ref: Ref): string {
  return (ref.kind && NUMBERED.has(ref.kind) && ref.number) || ref.title || ref.number || '';
}

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'id' in value;
}

/** The words of any field value, for cards, exports to the clipboard and chips. */
export function plainValue(field: FieldDefinition, value: unknown, yes: string, no: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (isRef(value)) return refWords(value);
  if (Array.isArray(value)) return value.map((item) => plainValue(field, item, yes, no)).join(', ');
  if (typeof value === 'boolean') return value ? yes : no;
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  switch (field.type) {
    case 'money':
      return formatAmount(value);
    case 'quantity':
      return formatQuantity(value);
    case 'number':
      return field.name.endsWith('Share')
        ? `${big(value).times(100).round(0, 0).toFixed()}%`
        : formatQuantity(value, '0');
    case 'status':
    case 'choice':
      return field.options?.find((option) => option.value === value)?.label ?? String(value);
    default:
      return String(value);
  }
}

const REF_KINDS: Partial<Record<FieldDefinition['type'], string>> = {
  party: 'customer',
  product: 'product',
  user: 'user',
};

/** How far something has come, as a small bar and in words; the value is a fraction. */
export function Share({ value }: { value: Figure }) {
  const percent = big(value).times(100).round(0, 0).toFixed();
  return (
    <span className="oa-share">
      <i style={{ '--share': `${percent}%` } as React.CSSProperties} />
      {percent === '0' ? '–' : `${percent}%`}
    </span>
  );
}

/** A field of a list row as its type wants it shown. */
export function FieldValue({
  field,
  value,
  currency,
}: {
  field: FieldDefinition;
  value: unknown;
  currency?: string | null;
}) {
  const { t } = useTranslation('ui');
  if (value === null || value === undefined || value === '') return <span className="oa-mute">–</span>;
  if (isRef(value)) {
    return (
      <RecordLink kind={value.kind ?? REF_KINDS[field.type] ?? null} id={value.id}>
        {refWords(value)}
      </RecordLink>
    );
  }
  if (field.type === 'number' && field.name.endsWith('Share')) return <Share value={String(value)} />;
  switch (field.type) {
    case 'money':
      return <Money value={String(value)} currency={currency ?? null} />;
    case 'quantity':
      return <span className={big(String(value)).lt(0) ? 'oa-neg' : ''}>{formatQuantity(String(value))}</span>;
    case 'status':
      return (
        <StatusTag tone={field.options?.find((option) => option.value === value)?.tone ?? 'grey'}>
          {plainValue(field, value, '', '')}
        </StatusTag>
      );
    case 'instant':
      return <Instant value={String(value)} />;
    default: {
      const words = plainValue(field, value, t('yes'), t('no'));
      return (
        <span className={isCode(words) ? 'oa-word' : words.length > 16 ? 'oa-long' : words.length > 5 ? 'oa-some' : ''}>
          {words}
        </span>
      );
    }
  }
}

export function Price({ value, currency }: { value: Figure; currency?: string | null }) {
  return <span>{formatPrice(value, currency) || '–'}</span>;
}

export function Quantity({ value, unit }: { value: Figure; unit?: string | null }) {
  return (
    <span className={big(value).lt(0) ? 'oa-neg' : ''}>
      {formatQuantity(value)}
      {unit ? ` ${unit}` : ''}
    </span>
  );
}

/** Days overdue as a tag: green not due, orange today, red after. */
export function DueTag({ days }: { days: number | null | undefined }) {
  const { t } = useTranslation('ui');
  if (days === null || days === undefined) return null;
  if (days > 0) return <StatusTag tone="red">{t('due.over', { days })}</StatusTag>;
  if (days === 0) return <StatusTag tone="orange">{t('due.today')}</StatusTag>;
  return <StatusTag tone="green">{t('due.in', { days: -days })}</StatusTag>;
}
