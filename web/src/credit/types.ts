import type { Decimal } from '../lib/money';
import type { Move } from '../lib/types';
import type { FreeCredit } from '../ui/credit';
import type { GateObjection, GateWay } from '../ui/refusalWords';

export interface PartyName {
  id: string;
  code: string;
  name: string;
}

/** One held document with all that is needed to decide. */
export interface HoldView {
  id: string;
  document: { id: string; kind: string; number: string };
  party: PartyName;
  amount: Decimal;
  currency: string;
  objections: GateObjection[];
  ways: GateWay[];
  state: string;
  placedAt: string;
  placedBy?: string | null;
  reason?: string | null;
  releases: { id: string; ceiling: Decimal; until: string; codes: string[]; reason: string; at: string }[];
  figures: FreeCredit;
  moves: Move[];
}

export interface AccountTerms {
  limit?: Decimal | null;
  temporaryLimit: Decimal;
  temporaryFrom?: string | null;
  temporaryTo?: string | null;
  status: string;
  validFrom?: string | null;
  validTo?: string | null;
  termDays?: number | null;
  overdueDays?: number | null;
  overdueAmount: Decimal;
  grade?: string | null;
  reviewOn?: string | null;
  insuredAmount?: Decimal | null;
  insurancePolicy?: string | null;
  guarantee?: string | null;
  agreement?: string | null;
}

export interface AccountView {
  party: PartyName;
  currency: string;
  unlimited: boolean;
  terms: AccountTerms;
  figures: FreeCredit;
  version: number;
}

/** Terms as they were set once. */
export interface TermsVersion {
  version: number;
  terms: AccountTerms;
  reason: string;
  at: string;
  by?: string | null;
}
