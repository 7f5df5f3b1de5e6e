import { useQuery } from '@tanstack/react-query';
import { get, post, type Schema } from '../lib/api';

/** Scoring as the server tells it. */
export const GRADES = ['A', 'B', 'C', 'D', 'E'] as const;
export type Grade = Schema<'credit.Scorecard.Threshold'>['grade'];

export const GRADE_TONES = { A: 'green', B: 'green', C: 'blue', D: 'orange', E: 'red' } as const;
export const GRADE_COLOURS = { A: 'green', B: 'green', C: 'blue', D: 'orange', E: 'red' } as const;

export const BEHAVIOUR = [
  'DAYS_BEYOND_TERMS',
  'LATE_SHARE',
  'WORST_DELAY',
  'DELAY_TREND',
  'OVERDUE_DAYS',
  'OVERDUE_SHARE',
  'BOUNCED_RECEIPTS',
  'DISPUTES',
  'BROKEN_PROMISES',
  'UTILISATION',
  'YEARS_OF_TRADE',
  'TURNOVER',
  'RETURNS_SHARE',
  'ORDER_MONTHS',
] as const;
export const FACTS = [
  'REGISTERED_CAPITAL',
  'NET_WORTH',
  'YEARS_IN_BUSINESS',
  'CURRENT_RATIO',
  'DEBT_RATIO',
  'OUTSIDE_SCORE',
  'COURT_LISTED',
  'TAX_LISTED',
] as const;
export type FactName = (typeof FACTS)[number];
export type Factor = Schema<'credit.Scorecard.Weighted'>['factor'];
export const FACTORS: readonly Factor[] = [...BEHAVIOUR, ...FACTS];
export const MONEY_FACTORS: readonly string[] = ['TURNOVER', 'REGISTERED_CAPITAL', 'NET_WORTH'];
export const FLAGS: readonly string[] = ['COURT_LISTED', 'TAX_LISTED'];

export type Scorecard = Schema<'credit.Scorecard'>;
export type Weighted = Scorecard['factors'][number];
export type Band = Weighted['bands'][number];
export type Strategy = Schema<'credit.Strategy'>;
export type Rule = Strategy['rules'][number];
/** What is in force, and the draft beside it. */
export type Rulebook = Schema<'credit.ScorecardView'> | Schema<'credit.StrategyView'>;

export type Part = Schema<'credit.Scorecard.Part'>;
export type BackTestTrial = Schema<'credit.BackTestView'>;
export type SimulationTrial = Schema<'credit.SimulationView'>;
export type SimulationLine = Schema<'credit.Simulation.Line'>;

export const SCORECARD = ['credit-rulebook', 'scorecard'] as const;
export const STRATEGY = ['credit-rulebook', 'strategy'] as const;

export function useScorecard(enabled = true) {
  return useQuery({ queryKey: SCORECARD, queryFn: () => get('/credit/scorecard'), enabled });
}

export function useStrategy() {
  return useQuery({ queryKey: STRATEGY, queryFn: () => get('/credit/strategy') });
}

/** How a scorecard would grade the customers, by the values of the latest run. */
export function usePreview(card: Scorecard | null) {
  return useQuery({
    queryKey: ['credit-preview', card],
    queryFn: () => post('/credit/scorecard/preview', card ?? undefined),
    enabled: card !== null,
    placeholderData: (before) => before,
    retry: false,
  });
}
