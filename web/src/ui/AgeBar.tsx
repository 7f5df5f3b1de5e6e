import { useTranslation } from 'react-i18next';
import { big, formatMoney, formatShare, sum, type Decimal } from '../lib/money';

export interface AgeBucket {
  /** "notDue", "1-30", "31-60", …: the server's key. */
  key: string;
  label: string;
  amount: Decimal;
}

/** Ageing as one stacked bar: green not due, warmer the older; a click drills down. */
export function AgeBar({
  buckets,
  currency,
  onDrill,
}: {
  buckets: readonly AgeBucket[];
  currency?: string | null;
  onDrill?: (bucket: AgeBucket) => void;
}) {
  const { t } = useTranslation('ui');
  const total = sum(buckets.map((bucket) => bucket.amount));
  const shown = buckets
    .map((bucket, index) => ({ bucket, tone: Math.min(index, 4) }))
    .filter(({ bucket }) => big(bucket.amount).gt(0));
  if (shown.length === 0) return <div className="oa-mute">{t('age.nothing')}</div>;
  return (
    <div>
      <div className="oa-bar">
        {shown.map(({ bucket, tone }) => (
          <button
            key={bucket.key}
            type="button"
            className={`oa-fill-age${String(tone)}`}
            style={{ width: formatShare(bucket.amount, total, 2), cursor: onDrill ? 'pointer' : 'default' }}
            title={`${bucket.label} ${formatMoney(bucket.amount, currency)}`}
            aria-label={`${bucket.label} ${formatMoney(bucket.amount, currency)}`}
            onClick={() => onDrill?.(bucket)}
          />
        ))}
      </div>
      <div className="oa-legend">
        {shown.map(({ bucket, tone }) => (
          <span key={bucket.key} title={formatMoney(bucket.amount, currency)}>
            <i className={`oa-fill-age${String(tone)}`} />
            {bucket.label} {formatShare(bucket.amount, total, 0)}
          </span>
        ))}
      </div>
    </div>
  );
}
