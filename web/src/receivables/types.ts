import type { Decimal } from '../lib/money';
import type { Move } from '../lib/types';

export interface Name {
  id: string;
  code: string;
  name: string;
}

/** So much of a receipt against an item; what was taken back no longer stands. */
export interface Allocation {
  id: string;
  item: string;
  document: string;
  number: string;
  amount: Decimal;
  on: string;
  at: string;
  standing: boolean;
}

export interface Receipt {
  id: string;
  number: string;
  state: string;
  version: number;
  party: Name;
  date: string;
  currency: string;
  amount: Decimal;
  fee: Decimal;
  cashAccount: Name;
  method: string;
  payer: string;
  reference: string;
  note: string;
  allocated: Decimal;
  unapplied: Decimal;
  refunded: Decimal;
  /** Kept for orders. */
  assigned: Decimal;
  allocations: Allocation[];
  createdAt: string;
  moves: Move[];
}
