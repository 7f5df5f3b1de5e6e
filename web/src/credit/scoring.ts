import { useQuery } from '@tanstack/react-query';
import { get, post } from '../lib/api';
import type { Decimal } from '../lib/money';

/** Scoring as the server tells it. */
export const GRADES = ['A', 'B', 'C', 'D', 'E'] as const;
export type Grade = (typeof GRADES)[number];

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
export type Factor = (typeof BEHAVIOUR)[number] | FactName;
export const FACTORS: readonly Factor[] = [...BEHAVIOUR, ...FACTS];
export const MONEY_FACTORS: readonly string[] = ['TURNOVER', 'REGISTERED_CAPITAL', 'NET_WORTH'];
export const FLAGS: readonly string[] = ['COURT_LISTED', 'TAX_LISTED'];

export interface Band {
  upTo?: Decimal | null;
  points: number;
  best?: Grade | null;
}

export interface Weighted {
  factor: Factor;
  weight: number;
  bands: Band[];
  missing?: number | null;
}

export interface Scorecard {
  factors: Weighted[];
  grades: { grade: Grade; from: number }[];
  leastKnown: number;
}

export interface Rule {
  grade: Grade;
  turnoverShare: Decimal;
  netWorthShare?: Decimal | null;
  least: Decimal;
  most?: Decimal | null;
  termDays: number;
  overdueDays?: number | null;
}

export interface Strategy {
  rules: Rule[];
}

export interface Version<T> {
  id?: string | null;
  version: number;
  state: string;
  content: T;
  note: string;
  changedAt?: string | null;
  publishedAt?: string | null;
}

/** What is in force, and the draft beside it. */
export interface Rulebook<T> {
  inForce: Version<T>;
  draft?: Version<T> | null;
}

export interface Preview {
  asOf?: string | null;
  customers: number;
  grades: { grade?: Grade | null; now: number; then: number }[];
  up: number;
  down: number;
}

export interface Part {
  factor: Factor;
  value?: Decimal | null;
  points?: number | null;
  share: Decimal;
  effect: Decimal;
  best?: Grade | null;
}

export interface Explained {
  run: string;
  asOf: string;
  at: string;
  version: number;
  score?: Decimal | null;
  grade?: Grade | null;
  formerGrade?: string | null;
  known: Decimal;
  suggestedLimit?: Decimal | null;
  suggestedTerm?: number | null;
  parts: Part[];
}

export interface ScoreView {
  score?: Explained | null;
  history: { run: string; asOf: string; at: string; score?: Decimal | null; grade?: string | null }[];
}

export interface Fact {
  id: string;
  factor: FactName;
  value?: Decimal | null;
  validOn: string;
  provider: string;
  note: string;
  at: string;
  by?: string | null;
}

export interface BackTestResult {
  area?: Decimal | null;
  gini?: Decimal | null;
  seen: number;
  bad: number;
  unseen: number;
  grades: {
    grade: Grade;
    seen: number;
    bad: number;
    badRate?: Decimal | null;
    due: Decimal;
    late: Decimal;
    lost: Decimal;
  }[];
  days: { on: string; seen: number; bad: number; area?: Decimal | null }[];
}

export interface SimulationLine {
  grade?: Grade | null;
  orders: number;
  amount: Decimal;
  held: number;
  heldAmount: Decimal;
  overLimit: number;
  overdue: number;
  losses: Decimal;
  lossesAvoided: Decimal;
  shortened: number;
  daysBefore?: Decimal | null;
  daysAfter?: Decimal | null;
}

interface TrialBase {
  id: string;
  version: number;
  draft: boolean;
  currency: string;
  ranAt: string;
  ranBy?: string | null;
  millis: number;
}

export interface BackTestQuestion {
  months: number;
  windowDays: number;
  lateDays: number;
  badShare: number;
  draft: boolean;
}

export interface SimulationQuestion {
  from: string;
  to: string;
  lossDays: number;
  draft: boolean;
}

export type Trial =
  | (TrialBase & { kind: 'BACK_TEST'; question: BackTestQuestion; result: BackTestResult })
  | (TrialBase & {
      kind: 'SIMULATION';
      question: SimulationQuestion;
      result: { total: SimulationLine; grades: SimulationLine[] };
    });

export interface Started {
  job: string;
}

export const SCORECARD = ['credit-rulebook', 'scorecard'] as const;
export const STRATEGY = ['credit-rulebook', 'strategy'] as const;

export function useScorecard(enabled = true) {
  return useQuery({ queryKey: SCORECARD, queryFn: () => get<Rulebook<Scorecard>>('/credit/scorecard'), enabled });
}

export function useStrategy() {
  return useQuery({ queryKey: STRATEGY, queryFn: () => get<Rulebook<Strategy>>('/credit/strategy') });
}

/** How a scorecard would grade the customers, by the values of the latest run. */
export function usePreview(card: Scorecard | null) {
  return useQuery({
    queryKey: ['credit-preview', card],
    queryFn: () => post<Preview>('/credit/scorecard/preview', card),
    enabled: card !== null,
    placeholderData: (before) => before,
    retry: false,
  });
}
