import { big, type Decimal } from '../lib/money';
import type { Effect, Point, PolicyRule, Reach } from './types';

/** For whom a rule is: everybody, a grade, a class of customers or one customer. */
export interface Whom {
  reach: Reach;
  key: string | null;
}

export const COMPANY: Whom = { reach: 'COMPANY', key: null };

/** From the widest to the narrowest; the narrower wins. */
const REACHES: Reach[] = ['COMPANY', 'GRADE', 'CLASS', 'CUSTOMER'];

export const TONES = { IGNORE: 'grey', WARN: 'blue', APPROVE: 'orange', BLOCK: 'red' } as const;

export function whomOf(rule: PolicyRule): Whom {
  return { reach: rule.reach, key: rule.reach === 'COMPANY' ? null : (rule.key ?? '') };
}

export function whomKey(whom: Whom): string {
  return `${whom.reach} ${whom.key ?? ''}`;
}

function isAt(rule: PolicyRule, point: string, check: string, whom: Whom): boolean {
  return rule.point === point && rule.check === check && whomKey(whomOf(rule)) === whomKey(whom);
}

export function ruleAt(rules: readonly PolicyRule[], point: string, check: string, whom: Whom): PolicyRule | undefined {
  return rules.find((rule) => isAt(rule, point, check, whom));
}

/** Whose rules hold at a point that says nothing of a check, as the server has it. */
const FALLBACK: Partial<Record<string, Point>> = {
  QUOTE: 'CONFIRM',
  CHANGE: 'CONFIRM',
  SHIPPING_NOTICE: 'DELIVERY',
};

export function fallbackOf(point: string): Point | undefined {
  return FALLBACK[point];
}

/** A rule as another point has it, doing what it does here: a quote binds nobody, so it is only warned. */
function borrowed(rule: PolicyRule, point: string): PolicyRule {
  const softer = point === 'QUOTE' && (rule.effect === 'APPROVE' || rule.effect === 'BLOCK');
  return softer ? { ...rule, effect: 'WARN' } : rule;
}

/** What somebody's rules say at a point, or where they say nothing there, at the point it borrows from. */
export function ruleOrBorrowed(
  rules: readonly PolicyRule[],
  point: string,
  check: string,
  whom: Whom,
): { rule: PolicyRule; from: Point | undefined } | undefined {
  const own = ruleAt(rules, point, check, whom);
  if (own) return { rule: own, from: undefined };
  if (whom.reach !== 'COMPANY' && ruleAt(rules, point, check, COMPANY)) return undefined; // which comes first
  const from = fallbackOf(point);
  const other = from && ruleAt(rules, from, check, whom);
  return other && { rule: borrowed(other, point), from };
}

function narrowest(
  rules: readonly PolicyRule[],
  point: string,
  check: string,
  whoms: readonly Whom[],
): PolicyRule | undefined {
  return whoms.map((whom) => ruleAt(rules, point, check, whom)).find((rule) => rule !== undefined);
}

/**
 * What is in force for a customer of a grade and a class, and through it for whom and at which point it was written;
 * undefined: not checked. Anything said at the point itself comes before whatever it could borrow.
 */
export function effectiveRule(
  rules: readonly PolicyRule[],
  point: string,
  check: string,
  customer: string,
  grade: string | null | undefined,
  customerClass?: string | null,
): PolicyRule | undefined {
  const whoms: Whom[] = [
    { reach: 'CUSTOMER', key: customer },
    ...(customerClass ? [{ reach: 'CLASS' as const, key: customerClass }] : []),
    ...(grade ? [{ reach: 'GRADE' as const, key: grade }] : []),
    COMPANY,
  ];
  const own = narrowest(rules, point, check, whoms);
  if (own) return own;
  const from = fallbackOf(point);
  const other = from && narrowest(rules, from, check, whoms);
  return other && borrowed(other, point);
}

/** Everybody with rules of their own: all first, then grades, classes and customers, each once. */
export function blocksOf(rules: readonly PolicyRule[]): Whom[] {
  const found = new Map<string, Whom>([[whomKey(COMPANY), COMPANY]]);
  for (const rule of rules) found.set(whomKey(whomOf(rule)), whomOf(rule));
  return [...found.values()].sort(
    (a, b) => REACHES.indexOf(a.reach) - REACHES.indexOf(b.reach) || (a.key ?? '').localeCompare(b.key ?? ''),
  );
}

/** The rules with this one in place of what stood there. */
export function withRule(rules: readonly PolicyRule[], rule: PolicyRule): PolicyRule[] {
  const at = rules.findIndex((other) => isAt(other, rule.point, rule.check, whomOf(rule)));
  return at < 0 ? [...rules, rule] : rules.map((other, index) => (index === at ? rule : other));
}

/** The rules without what is said at a point (or at any) about a check (or any) for somebody. */
export function withoutRules(rules: readonly PolicyRule[], whom: Whom, check?: string, point?: string): PolicyRule[] {
  return rules.filter(
    (rule) =>
      whomKey(whomOf(rule)) !== whomKey(whom) ||
      (check !== undefined && rule.check !== check) ||
      (point !== undefined && rule.point !== point),
  );
}

function sameFigure(a: Decimal | number | null | undefined, b: Decimal | number | null | undefined): boolean {
  return a == null || b == null ? (a ?? null) === (b ?? null) : big(a).eq(big(b));
}

/** Whether two rules do the same; figures of a check that isn't made don't matter. */
export function doesSame(a: PolicyRule | undefined, b: PolicyRule | undefined): boolean {
  const of = (rule: PolicyRule | undefined): Effect => rule?.effect ?? 'IGNORE';
  if (of(a) !== of(b)) return false;
  return (
    of(a) === 'IGNORE' ||
    (sameFigure(a?.amount, b?.amount) &&
      sameFigure(a?.percent, b?.percent) &&
      sameFigure(a?.number, b?.number) &&
      sameFigure(a?.days, b?.days))
  );
}

export interface Difference {
  point: string;
  check: string;
  whom: Whom;
  /** Undefined for the company: not checked; for others: as the company has it. */
  before: PolicyRule | undefined;
  after: PolicyRule | undefined;
}

/** Where two versions differ, in the order of blocks and then of the checks. */
export function differences(
  before: readonly PolicyRule[],
  after: readonly PolicyRule[],
  checks: readonly string[],
  points: readonly string[],
): Difference[] {
  const found: Difference[] = [];
  for (const whom of blocksOf([...before, ...after])) {
    for (const check of checks) {
      for (const point of points) {
        const was = ruleAt(before, point, check, whom);
        const is = ruleAt(after, point, check, whom);
        // An exception that says "not checked" is more than no exception.
        const exists = whom.reach === 'COMPANY' || (was === undefined) === (is === undefined);
        if (!exists || !doesSame(was, is)) found.push({ point, check, whom, before: was, after: is });
      }
    }
  }
  return found;
}
