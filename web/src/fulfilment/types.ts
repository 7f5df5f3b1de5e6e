import type { Decimal } from '../lib/money';
import type { Move } from '../lib/types';

export interface DeliveryLine {
  position: number;
  order: string;
  orderNumber: string;
  orderPosition: number;
  product: string;
  productCode: string;
  productName: string;
  unit: string;
  warehouse: string;
  warehouseName: string;
  quantity: Decimal;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
  returnedQuantity: Decimal;
}

export interface Delivery {
  id: string;
  number: string;
  state: string;
  version: number;
  customer: string;
  customerName: string;
  date: string;
  contact: string;
  address: string;
  carrier: string;
  tracking: string;
  note: string;
  currency: string;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
  charges: Decimal;
  lines: DeliveryLine[];
}

export interface DeliveryView {
  delivery: Delivery;
  moves: Move[];
  /** Why credit holds it; empty when it doesn't. */
  waitsFor: { code: string; warning: boolean; message: string }[];
}

export interface ReturnLine {
  position: number;
  delivery?: string | null;
  deliveryNumber?: string | null;
  deliveryPosition?: number | null;
  product: string;
  productCode: string;
  productName: string;
  unit: string;
  warehouse?: string | null;
  warehouseName?: string | null;
  quantity: Decimal;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
}

export interface SalesReturn {
  id: string;
  number: string;
  state: string;
  version: number;
  customer: string;
  customerName: string;
  date: string;
  reason: string;
  note: string;
  currency: string;
  net: Decimal;
  tax: Decimal;
  total: Decimal;
  lines: ReturnLine[];
}

export interface ReturnView {
  salesReturn: SalesReturn;
  moves: Move[];
}

export interface Placed {
  id: string;
  /** Still DRAFT when credit holds it. */
  state: string;
  number: string;
  version: number;
}
