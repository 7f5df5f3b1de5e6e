import { useTranslation } from 'react-i18next';
import { formatMoney } from '../lib/money';
import type { Tone } from '../lib/types';
import type { WarningRule, WarningSignal } from './types';

const AMOUNTS = ['used', 'allowed', 'amount', 'month', 'usual'];

/** What may end, or have ended. */
const ENDS: WarningSignal[] = ['TEMPORARY_ENDS', 'VALIDITY_ENDS', 'GUARANTEE_ENDS', 'REVIEW_DUE'];

export const WARNING_TONES: Record<string, Tone> = {
  OPEN: 'orange',
  SNOOZED: 'blue',
  ACKNOWLEDGED: 'green',
  CLOSED: 'grey',
};

export const ACTION_TONES: Record<string, Tone> = { NONE: 'grey', TASK: 'blue', WATCH: 'orange', STOP: 'red' };

export function figuresOf(figures: unknown): Record<string, string> {
  if (typeof figures === 'string') return JSON.parse(figures) as Record<string, string>;
  return (figures ?? {}) as Record<string, string>;
}

/** What was found, and what a rule watches for, in words. */
export function useWarningWords(currency: string) {
  const { t } = useTranslation('credit');
  const found = (signal: WarningSignal, figures: Record<string, string>): string => {
    const values = Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [
        name,
        AMOUNTS.includes(name) ? formatMoney(value, currency) : value,
      ]),
    );
    const days = Number(figures['days'] ?? 0);
    if (ENDS.includes(signal)) {
      const how = days < 0 ? 'past' : days === 0 ? 'today' : 'ahead';
      return t(`warning.found.${signal}.${how}`, { days: Math.abs(days) });
    }
    if (signal === 'KIN_TROUBLE') {
      return t(`warning.found.KIN_TROUBLE.${figures['stopped'] === '1' ? 'stopped' : 'overdue'}`, values);
    }
    return t(`warning.found.${signal}`, values);
  };
  const rule = (one: WarningRule): string =>
    t(`warning.rule.${one.signal}`, {
      percent: one.percent ?? '',
      amount: one.amount == null ? '' : formatMoney(one.amount, currency),
      days: one.days ?? '',
      times: one.times ?? '',
    });
  const signal = (name: WarningSignal): string => t(`warning.signal.${name}`);
  return { found, rule, signal };
}
