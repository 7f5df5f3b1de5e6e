import type { Decimal } from '../lib/money';

export interface Product {
  id: string;
  version: number;
  code: string;
  name: string;
  state: string;
  specification?: string | null;
  brand?: string | null;
  category?: string | null;
  categoryName?: string | null;
  unit: string;
  taxRate: Decimal;
  listPrice?: Decimal | null;
  minimumPrice?: Decimal | null;
  purchasePrice?: Decimal | null;
  priceIncludesTax: boolean;
  stocked: boolean;
  barcode?: string | null;
  description?: string | null;
  pinyin?: string | null;
  initials?: string | null;
}

export interface ProductView {
  product: Product;
  moves: { name: string; allowed: boolean; reason?: string | null }[];
}
