import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type Big from 'big.js';
import { big, formatMoney, sum, type Decimal } from '../lib/money';
import { Explain } from './cells';
import { Link } from './Link';

/** A customer's credit as the server reports it. All amounts in the account's currency. */
export interface CreditFigures {
  currency: string;
  limit: Decimal;
  temporaryLimit?: Decimal | null;
  temporaryUntil?: string | null;
  receivable: Decimal;
  /** The part of the receivable that is overdue. */
  overdue?: Decimal | null;
  oldestDays?: number | null;
  shipped?: Decimal | null;
  ordered?: Decimal | null;
  bills?: Decimal | null;
  /** Money of the customer that belongs to no item yet; it lowers the exposure. */
  unapplied?: Decimal | null;
  /** limit + temporary − exposure. */
  available: Decimal;
  unlimited?: boolean;
}

/**
 * Where the limit went: receivable not due, overdue (hatched red), shipped, ordered, bills, each leading to its
 * documents; the ghost is what this order would add. The free part is said in words.
 */
export function CreditBar({
  credit,
  ghost,
  customer,
  title,
}: {
  credit: CreditFigures;
  ghost?: Decimal | null;
  customer?: string | null;
  title?: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const money = (value: Decimal | Big) => formatMoney(value, credit.currency);
  const overdue = big(credit.overdue);
  const notDue = big(credit.receivable).minus(overdue);
  const limit = big(credit.limit).plus(big(credit.temporaryLimit));
  const added = big(ghost);
  const available = big(credit.available);
  const after = available.minus(added);
  const list = (path: string, filter?: unknown) => {
    if (!customer) return null;
    const conditions = [['party', '=', customer], ...(filter ? [filter] : [])];
    return `${path}?filter=${encodeURIComponent(JSON.stringify(conditions.length > 1 ? { and: conditions } : conditions[0]))}`;
  };
  const parts = [
    { key: 'receivable', value: notDue, to: list('/open-items', ['due', '>=', 'today']) },
    { key: 'overdue', value: overdue, to: list('/open-items', ['due', '<', 'today']) },
    { key: 'shipped', value: big(credit.shipped), to: list('/deliveries') },
    { key: 'ordered', value: big(credit.ordered), to: list('/sales-orders', ['state', '=', 'CONFIRMED']) },
    { key: 'bills', value: big(credit.bills), to: null },
  ].filter((part) => part.value.gt(0));
  const used = sum(parts.map((part) => part.value));
  // What doesn't fit into the limit still has to be seen: the bar is as long as the longer of the two.
  const whole = [limit, used.plus(added)].reduce((a, b) => (a.gt(b) ? a : b));
  const share = (value: Big) => (whole.gt(0) ? `${value.times(100).div(whole).toFixed(2)}%` : '0');
  const how = t('credit.how', {
    limit: money(limit),
    used: money(used),
    unapplied: money(big(credit.unapplied)),
    available: money(available),
  });
  return (
    <div>
      <div className="oa-row oa-credit-head">
        <h2 className="oa-grow">
          {title ?? t('credit.limit')} {credit.unlimited ? t('credit.unlimited') : money(credit.limit)}
          {big(credit.temporaryLimit).gt(0) && (
            <span className="oa-mute">
              {' '}
              {t('credit.temporary', {
                amount: money(credit.temporaryLimit ?? '0'),
                until: credit.temporaryUntil ?? '',
              })}
            </span>
          )}
        </h2>
        {!credit.unlimited && (
          <div>
            {t('credit.free')}{' '}
            <Explain how={how}>
              <span className={`oa-figure${available.lt(0) ? ' oa-red' : ''}`}>{money(available)}</span>
            </Explain>
          </div>
        )}
      </div>
      <div className="oa-bar" role="group" aria-label={how}>
        {parts.map((part) =>
          part.to ? (
            <Link
              key={part.key}
              to={part.to}
              className={`oa-fill-${part.key}`}
              width={share(part.value)}
              title={`${t(`credit.${part.key}`)} ${money(part.value)}`}
            >
              <span className="oa-hidden">{t(`credit.${part.key}`)}</span>
            </Link>
          ) : (
            <span key={part.key} className={`oa-fill-${part.key}`} style={{ width: share(part.value) }} />
          ),
        )}
        {added.gt(0) && (
          <span
            className="oa-fill-ghost"
            style={{ width: share(added) }}
            title={t('credit.ghost', { amount: money(added) })}
          />
        )}
        {whole.gt(limit) && limit.gt(0) && <span className="limit" style={{ left: share(limit) }} />}
      </div>
      <div className="oa-legend">
        {parts.map((part) => {
          const words = (
            <>
              <i className={`oa-fill-${part.key}`} />
              {t(`credit.${part.key}`)} {money(part.value)}
              {part.key === 'overdue' && credit.oldestDays ? t('credit.oldest', { days: credit.oldestDays }) : ''}
            </>
          );
          return part.to ? (
            <Link key={part.key} to={part.to}>
              {words}
            </Link>
          ) : (
            <span key={part.key}>{words}</span>
          );
        })}
        {big(credit.unapplied).gt(0) && (
          <span className="oa-mute">{t('credit.unapplied', { amount: money(big(credit.unapplied).times(-1)) })}</span>
        )}
        {added.gt(0) && (
          <span className={after.lt(0) ? 'oa-red' : ''}>
            <i className="oa-fill-ghost" />
            {after.lt(0) && !credit.unlimited
              ? t('credit.afterOver', { amount: money(added), over: money(after.abs()) })
              : t('credit.after', { amount: money(added), free: money(after) })}
          </span>
        )}
        {parts.length === 0 && added.eq(0) && <span className="oa-mute">{t('credit.nothing')}</span>}
      </div>
    </div>
  );
}
