import type { Schema } from '../lib/api';

export type HoldView = Schema<'credit.HoldView'>;
export type HoldRelease = Schema<'credit.ReleaseView'>;
export type AccountTerms = Schema<'credit.Terms'>;
export type PolicyRule = Schema<'credit.PolicyRule'>;
export type Effect = PolicyRule['effect'];
export type Reach = PolicyRule['reach'];
export type Check = PolicyRule['check'];
export type Point = PolicyRule['point'];
export type PoliciesView = Schema<'credit.PoliciesView'>;
export type PolicyVersion = PoliciesView['versions'][number];
export type PolicyCheck = PoliciesView['checks'][number];
export type Count = Schema<'credit.PolicyTrial.Count'>;
export type ReleaseSettings = Schema<'credit.SettingsView'>;
export type Authority = Schema<'credit.CreditSettings.Authority'>;
export type SharedLimitView = Schema<'credit.SharedLimitView'>;
export type SharedLimit = SharedLimitView['limit'];
export type Basis = SharedLimit['basis'];
export type LineLimitView = Schema<'credit.LineLimitView'>;
export type PoolView = Schema<'credit.PoolView'>;
export type CreditCalendar = Schema<'credit.CreditOutlook.Calendar'>;
export type ApplicationView = Schema<'credit.ApplicationView'>;
export type Application = ApplicationView['application'];
export type CreditPicture = ApplicationView['now'];
export type Purpose = Application['proposal']['purpose'];
export type Paper = NonNullable<Application['proposal']['papers']>[number];
export type CreditLetter = Schema<'credit.CreditLetters.Letter'>;

export const PURPOSES: Purpose[] = ['NEW', 'RAISE', 'TEMPORARY', 'REVIEW', 'LOWER'];
export const PAPERS: Paper[] = [
  'BUSINESS_LICENCE',
  'LEGAL_PERSON_ID',
  'ARTICLES',
  'FINANCIAL_STATEMENTS',
  'TAX_RETURNS',
  'BANK_STATEMENTS',
  'CREDIT_REPORT',
  'CONTRACT',
  'GUARANTEE',
  'SITE_VISIT',
];
export type Reviewed = Schema<'credit.CandidateView'>;
export type Relative = Schema<'credit.RelatedCustomers.Relative'>;
export type WarningView = Schema<'credit.Warnings.Warning'>;
export type WarningSignal = WarningView['signal'];
export type WarningAction = WarningView['action'];
export type WarningRule = Schema<'credit.WarningRule'>;
export type WarningRulesView = Schema<'credit.RulesView'>;
export type ExternalAlert = Schema<'credit.ExternalAlerts.Alert'>;
export type CreditReportView = Schema<'insight.CreditReport.Report'>;
export type ReportGroup = CreditReportView['groups'][number];
export type ReportEnding = CreditReportView['ending'][number];
