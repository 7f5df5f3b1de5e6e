import type { Decimal } from '../lib/money';
import type { Move, Ref } from '../lib/types';

export interface OrderLine {
  id: string;
  product: Ref;
  description?: string | null;
  quantity: Decimal;
  unit: string;
  price: Decimal;
  /** Percent: "2" is 2 %. */
  discount?: Decimal | null;
  /** A fraction: "0.13". */
  taxRate?: Decimal | null;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
  delivered?: Decimal | null;
  deliveryDate?: string | null;
  note?: string | null;
}

export interface Objection {
  code: string;
  message?: string | null;
  figures: Record<string, string>;
}

export interface WayOut {
  kind: string;
  amount?: Decimal | null;
  message?: string | null;
}

export interface Order {
  id: string;
  version: number;
  number: string;
  state: string;
  customer: Ref;
  owner?: Ref | null;
  date: string;
  deliveryDate?: string | null;
  paymentTerm?: { id: string; name: string; code?: string | null } | null;
  taxIncluded: boolean;
  currency: string;
  discount?: Decimal | null;
  freight?: Decimal | null;
  note?: string | null;
  lines: OrderLine[];
  net: Decimal;
  tax: Decimal;
  total: Decimal;
  deliveredShare?: number | null;
  invoicedShare?: number | null;
  paidShare?: number | null;
  hold?: { id?: string | null; objections: Objection[]; ways: WayOut[] } | null;
  changedAt?: string | null;
  moves?: Move[];
}

/** What confirming answers. */
export interface Confirmation {
  outcome: string;
  order: Order;
  objections?: Objection[] | null;
  ways?: WayOut[] | null;
}
