import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../lib/api';
import { formatMoney } from '../lib/money';
import { Link } from './Link';
import type { Objection, Way } from './Refusal';

/** An objection of the credit gate as the server tells it; a list of cases has the codes alone. */
export type GateObjection = Pick<Schema<'credit.ObjectionView'>, 'code' | 'figures'> & {
  message?: string;
  /** What it does: it only warns, it waits for a release, or nobody can release it. */
  effect?: string;
  warning?: boolean;
};

/** Said, but in nobody's way. */
export function isWarning(objection: GateObjection): boolean {
  return objection.warning === true || objection.effect === 'WARN';
}

/** Figures that are no money: days, how many, names. */
const PLAIN: Record<string, readonly string[]> = {
  overdue: ['days', 'tolerated'],
  'term-too-long': ['days', 'agreed'],
  'late-in-row': ['times'],
  'disputed-share': ['share', 'tolerated'],
  'broken-promises': ['times', 'days'],
  'pool-over-limit': ['pool', 'basis'],
  'pool-stopped': ['pool', 'basis'],
  'parent-stopped': ['customer'],
  'line-over-limit': ['line'],
  'line-stopped': ['line'],
  'related-overdue': ['customer', 'days'],
  'prepayment-missing': ['orders'],
};

/** A way out as the server proposes it. */
export type GateWay = Pick<Schema<'sales.WayView'>, 'kind' | 'amount' | 'message'> & {
  /** The product line it is for: named so by the gate, and so by an order. */
  line?: string | null;
  productLine?: string | null;
};

/** Puts the gate's objections and ways out into words and buttons; `act` says what a way's button does here. */
export function useRefusalWords(currency: string, customer?: string | null) {
  const { t } = useTranslation('ui');
  const money = (value: string | undefined) => formatMoney(value ?? '0', currency);
  const objections = (list: readonly GateObjection[]): Objection[] =>
    list.map((objection, index) => {
      const f = objection.figures;
      const plainRule = t(`gate.${objection.code}.rule`, { defaultValue: objection.message ?? objection.code });
      // A shared limit is named with its kind; older objections don't know it.
      const rule = f['basis'] ? t(`gate.${objection.code}.of.${f['basis']}`, { defaultValue: plainRule }) : plainRule;
      const values = {
        ...Object.fromEntries(
          Object.entries(f).map(([name, value]) => [
            name,
            /^-?\d+(\.\d+)?$/.test(value) && !PLAIN[objection.code]?.includes(name) ? money(value) : value,
          ]),
        ),
      };
      const figures: ReactNode = t(`gate.${objection.code}.figures`, {
        ...values,
        defaultValue: '',
      });
      const by = t(`gate.${objection.code}.by`, { ...values, defaultValue: '' });
      return {
        key: `${objection.code}-${String(index)}`,
        rule,
        figures:
          objection.code === 'overdue' && customer ? (
            <Link
              to={`/open-items?filter=${encodeURIComponent(
                JSON.stringify({
                  and: [
                    ['party', '=', customer],
                    ['due', '<', 'today'],
                  ],
                }),
              )}`}
            >
              {figures}
            </Link>
          ) : (
            figures
          ),
        by,
      };
    });
  const ways = (list: readonly GateWay[], act: (way: GateWay) => Way['action']): Way[] =>
    list.map((way, index) => {
      const action = act(way);
      return {
        key: `${way.kind}-${String(index)}`,
        text: t(`way.${way.kind}`, {
          amount: money(way.amount ?? undefined),
          line: way.productLine ?? way.line ?? '',
          defaultValue: way.message ?? way.kind,
        }),
        ...(action ? { action } : {}),
      };
    });
  return { objections, ways };
}
