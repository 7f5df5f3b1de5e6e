import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { big, formatMoney, type Decimal } from '../lib/money';
import { Explain } from '../ui/cells';

export interface PoolPart {
  key: string;
  label: string;
  amount: Decimal;
}

/** A limit several customers draw on: who uses how much of it, and what is free. */
export function PoolBar({
  title,
  limit,
  exposure,
  free,
  parts,
  currency,
}: {
  title: ReactNode;
  limit: Decimal | null | undefined;
  exposure: Decimal;
  free: Decimal | null | undefined;
  parts: readonly PoolPart[];
  currency: string;
}) {
  const { t } = useTranslation('credit');
  const money = (value: Decimal) => formatMoney(value, currency);
  const used = parts.filter((part) => big(part.amount).gt(0));
  const sum = used.reduce((total, part) => total.plus(big(part.amount)), big('0'));
  const bound = limit == null ? sum : big(limit);
  const whole = bound.gt(sum) ? bound : sum;
  const share = (value: Decimal) => (whole.gt(0) ? `${big(value).times(100).div(whole).toFixed(2)}%` : '0');
  const how = t('shared.how', {
    limit: limit == null ? t('ui:credit.unlimited') : money(limit),
    used: money(exposure),
    free: free == null ? t('ui:credit.unlimited') : money(free),
  });
  return (
    <div>
      <div className="oa-row oa-credit-head">
        <h2 className="oa-grow">
          {title} {limit == null ? t('ui:credit.unlimited') : money(limit)}
        </h2>
        {free != null && (
          <div>
            {t('ui:credit.free')}{' '}
            <Explain how={how}>
              <span className={`oa-figure${big(free).lt(0) ? ' oa-red' : ''}`}>{money(free)}</span>
            </Explain>
          </div>
        )}
      </div>
      <div className="oa-bar" role="img" aria-label={how}>
        {used.map((part, index) => (
          <span
            key={part.key}
            className={`oa-fill-pool${String(index % 5)}`}
            style={{ width: share(part.amount) }}
            title={`${part.label} ${money(part.amount)}`}
          />
        ))}
        {whole.gt(bound) && bound.gt(0) && <span className="limit" style={{ left: share(bound.toFixed()) }} />}
      </div>
      <div className="oa-legend">
        {used.map((part, index) => (
          <span key={part.key}>
            <i className={`oa-fill-pool${String(index % 5)}`} />
            {part.label} {money(part.amount)}
          </span>
        ))}
        {used.length === 0 && <span className="oa-mute">{t('ui:credit.nothing')}</span>}
      </div>
    </div>
  );
}

/** The largest few parts by name, the rest as one. */
export function largest(parts: readonly PoolPart[], rest: string, most = 4): PoolPart[] {
  const sorted = [...parts].sort((a, b) => big(b.amount).cmp(big(a.amount)));
  const others = sorted.slice(most);
  if (others.length < 2) return sorted;
  return [
    ...sorted.slice(0, most),
    {
      key: 'rest',
      label: rest,
      amount: others.reduce((total, part) => total.plus(big(part.amount)), big('0')).toFixed(),
    },
  ];
}
