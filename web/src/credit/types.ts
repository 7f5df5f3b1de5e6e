import type { Decimal } from '../lib/money';
import type { Ref } from '../lib/types';
import type { GateObjection, GateWay } from '../ui/refusalWords';

export interface HeldCase {
  id: string;
  order: Ref & { total?: Decimal | null };
  customer: Ref;
  amount: Decimal;
  currency?: string | null;
  askedBy?: Ref | string | null;
  since?: string | null;
  note?: string | null;
  objections: GateObjection[];
  ways?: GateWay[] | null;
}

export interface AccountTerms {
  limit: Decimal | null;
  temporaryLimit: Decimal | null;
  temporaryFrom: string | null;
  temporaryTo: string | null;
  status: string;
  validFrom: string | null;
  validTo: string | null;
  termDays: number | null;
  overdueDays: number | null;
  overdueAmount: Decimal | null;
  grade: string | null;
  reviewOn: string | null;
}
