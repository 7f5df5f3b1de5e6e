import type { Decimal } from '../lib/money';
import type { Move, Ref } from '../lib/types';

export interface Allocation {
  id: string;
  item: Ref;
  number: string;
  date?: string | null;
  due?: string | null;
  amount: Decimal;
}

export interface Receipt {
  id: string;
  version: number;
  number: string;
  state: string;
  customer: Ref;
  date: string;
  amount: Decimal;
  currency: string;
  method: string;
  account?: string | null;
  accountName?: string | null;
  fee?: Decimal | null;
  payer?: string | null;
  reference?: string | null;
  note?: string | null;
  allocated: Decimal;
  refunded?: Decimal | null;
  unapplied: Decimal;
  allocations: Allocation[];
  changedAt?: string | null;
  moves?: Move[];
}

export interface OpenItem {
  id: string;
  number: string;
  kind: string;
  customer: Ref;
  date: string;
  due: string;
  amount: Decimal;
  open: Decimal;
  overdueDays: number;
}
