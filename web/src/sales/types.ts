import type { Decimal } from '../lib/money';
import type { Move } from '../lib/types';
import type { GateObjection, GateWay } from '../ui/refusalWords';

export interface OrderLine {
  position: number;
  product: string;
  productCode: string;
  productName: string;
  quantity: Decimal;
  unit: string;
  price: Decimal;
  /** A fraction: "0.02" is 2 %. */
  discount: Decimal;
  /** A fraction: "0.13". */
  taxRate: Decimal;
  deliveryDate?: string | null;
  note: string;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
  deliveredQuantity: Decimal;
  returnedQuantity: Decimal;
}

export interface Charge {
  position: number;
  name: string;
  taxRate: Decimal;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
}

export interface Order {
  id: string;
  version: number;
  number: string;
  state: string;
  customer: string;
  customerName: string;
  owner?: string | null;
  date: string;
  deliveryDate?: string | null;
  paymentTerm?: string | null;
  contact: string;
  deliveryAddress: string;
  invoiceAddress: string;
  reference: string;
  note: string;
  taxInclusive: boolean;
  currency: string;
  discountAmount: Decimal;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
  chargesTotal: Decimal;
  deliveredTotal: Decimal;
  releasedTotal: Decimal;
  lines: OrderLine[];
  charges: Charge[];
}

/** An order as its page shows it. */
export interface OrderView {
  order: Order;
  ownerName?: string | null;
  paymentTermName?: string | null;
  paid: Decimal;
  moves: Move[];
}

/** So much of a line. */
export interface Part {
  position: number;
  quantity: Decimal;
}

export interface Way extends GateWay {
  lines?: Part[] | null;
}

/** What placing or moving an order answers: saved, confirmed, held (waits on credit) or refused (stays as it was). */
export interface OrderAnswer {
  outcome: string;
  order: { id: string; number: string; state: string; version: number; total: Decimal };
  objections: (GateObjection & { source?: string; warning?: boolean })[];
  ways: Way[];
}
