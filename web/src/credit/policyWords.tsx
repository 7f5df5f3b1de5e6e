import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { formatMoney, formatQuantity } from '../lib/money';
import type { Tone } from '../lib/types';
import { StatusTag } from '../ui/cells';
import { useCustomerClasses } from '../ui/classes';
import { TONES, type Whom } from './policy';
import type { Effect, PolicyRule, PolicyVersion } from './types';

/** The words of a policy: checks, points, effects, and what a rule comes to in a sentence. */
export function usePolicyWords(currency: string) {
  const { t } = useTranslation('credit');
  const check = (name: string) => t(`check.${name}.name`, { defaultValue: name });
  const point = (name: string) => t(`point.${name}`, { defaultValue: name });
  const effect = (name: Effect) => t(`effect.${name}`);
  const unit = (name: string) =>
    t(name === 'LATE_IN_ROW' ? 'policy.items' : name === 'BROKEN_PROMISES' ? 'policy.promises' : 'policy.days');
  const figures = (rule: PolicyRule): string =>
    rule.effect === 'IGNORE'
      ? ''
      : [
          rule.percent == null ? '' : `${formatQuantity(rule.percent)}%`,
          rule.amount == null ? '' : formatMoney(rule.amount, currency),
          rule.number == null ? '' : `${String(rule.number)} ${unit(rule.check)}`,
          rule.check === 'BROKEN_PROMISES' ? t('policy.within', { days: rule.days ?? 365 }) : '',
        ]
          .filter(Boolean)
          .join(t('policy.or'));
  const sentence = (rule: PolicyRule | undefined, at: { point: string; check: string }): string => {
    if (!rule || rule.effect === 'IGNORE')
      return t('policy.saysNothing', { point: point(at.point), check: check(at.check) });
    const tolerance = ['OVER_LIMIT', 'POOL_OVER_LIMIT', 'LINE_OVER_LIMIT'].includes(rule.check) && figures(rule);
    return t('policy.says', {
      point: point(rule.point),
      fails: t(`check.${rule.check}.fails`, {
        number: rule.number ?? (['LATE_IN_ROW', 'BROKEN_PROMISES'].includes(rule.check) ? 1 : 0),
        days: rule.days ?? 365,
        percent: formatQuantity(rule.percent, '0'),
        amount: formatMoney(rule.amount ?? '0', currency),
        tolerance: tolerance ? t('policy.beyond', { tolerance }) : '',
        defaultValue: check(rule.check),
      }),
      does: t(`policy.does.${rule.effect}`),
    });
  };
  return { check, point, effect, unit, figures, sentence };
}

/** An effect as it is seen everywhere: its colour and its word, with its figures. */
export function EffectTag({ rule, figures }: { rule: PolicyRule | undefined; figures?: string }) {
  const { t } = useTranslation('credit');
  const effect = rule?.effect ?? 'IGNORE';
  return (
    <span className="oa-rule">
      <StatusTag tone={TONES[effect]}>{t(`effect.${effect}`)}</StatusTag>
      {figures && <span>{figures}</span>}
    </span>
  );
}

/** How a version is told apart: its number, what decides, what it is for. */
export function useVersionWords() {
  const { t } = useTranslation('credit');
  return (version: PolicyVersion) =>
    [
      `V${String(version.version)}`,
      version.live ? t('policy.live') : version.shadow ? t('policy.onTrial') : '',
      version.version === 0 ? t('policy.builtIn') : version.note,
    ]
      .filter(Boolean)
      .join(' · ');
}

/** What a gate's answer looks like. */
export const OUTCOME_TONES: Record<string, Tone> = { PASS: 'green', WARN: 'blue', HOLD: 'red' };

/** Names of customers by id, for as many as a policy may name. */
export function useCustomerNames(ids: readonly string[]): (id: string) => string {
  const { t } = useTranslation('credit');
  const query = useQuery({
    queryKey: ['credit', 'names', [...ids].sort().join()],
    enabled: ids.length > 0,
    staleTime: 300_000,
    queryFn: async () => {
      const found = await Promise.all(
        ids.map((id) =>
          get(`/credit-accounts/${id}`).then(
            (account) => [id, account.party.name] as const,
            () => null, // not to be seen by this user: the rule still is
          ),
        ),
      );
      return new Map(found.filter((entry) => entry !== null));
    },
  });
  return (id) => query.data?.get(id) ?? t('policy.someCustomer');
}

/** What a block of rules is called. */
export function useWhomWords(names: (id: string) => string): (whom: Whom) => string {
  const { t } = useTranslation('credit');
  const classes = useCustomerClasses();
  return (whom) =>
    whom.reach === 'COMPANY'
      ? t('policy.everybody')
      : whom.reach === 'GRADE'
        ? t('policy.grade', { grade: whom.key })
        : whom.reach === 'CLASS'
          ? t('policy.class', { name: classes.nameOf(whom.key ?? '') })
          : names(whom.key ?? '');
}

/** Names of whoever works here, by id. */
export function useColleagues() {
  const query = useQuery({
    queryKey: ['colleagues', 'all'],
    queryFn: () => get('/colleagues'),
    staleTime: 300_000,
  });
  return (id: string | null | undefined) => query.data?.rows.find((person) => person.id === id)?.name ?? '';
}
