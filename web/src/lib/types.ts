import type { Decimal } from './money';

/** What a thing's state looks like: colour means state, never decoration. */
export type Tone = 'grey' | 'blue' | 'green' | 'orange' | 'red';

export type FieldType =
  | 'text'
  | 'number'
  | 'money'
  | 'quantity'
  | 'date'
  | 'instant'
  | 'status'
  | 'choice'
  | 'boolean'
  | 'party'
  | 'user'
  | 'product'
  | 'ref';

export interface Choice {
  value: string;
  label: string;
  tone?: Tone | null;
}

export interface FieldDefinition {
  name: string;
  label: string;
  type: FieldType;
  filterable?: boolean;
  sortable?: boolean;
  default?: boolean;
  /** What a filter may ask of it; by its type where the server doesn't say. */
  operators?: Operator[];
  options?: Choice[] | null;
  sum?: boolean;
}

/** What the server says of a list: the page is built from it. */
export interface ListDefinition {
  kind: string;
  plural: string;
  title: string;
  fields: FieldDefinition[];
  defaultSort?: string | null;
  can?: string[];
}

export type Row = Record<string, unknown> & { id: string };

export interface RowPage {
  rows: Row[];
  next: string | null;
}

export interface Totals {
  count: number;
  sums: Record<string, Decimal>;
}

/** A reference to a record as lists and documents carry it. */
export interface Ref {
  id: string;
  name?: string | null;
  number?: string | null;
  code?: string | null;
  title?: string | null;
  kind?: string | null;
}

export interface SavedView {
  id: string;
  list: string;
  name: string;
  shared: boolean;
  mine?: boolean;
  filter?: Filter | null;
  sort?: string | null;
  fields?: string[] | null;
}

export type Operator =
  '=' | '!=' | '>' | '>=' | '<' | '<=' | 'in' | 'contains' | 'starts' | 'empty' | 'notempty' | 'between';
export type Condition = [field: string, operator: Operator, value?: unknown];
export type Filter = Condition | { and: Filter[] } | { or: Filter[] };

/** A step a document may take now, or why not. */
export interface Move {
  name: string;
  label?: string | null;
  allowed: boolean;
  reason?: string | null;
}

export interface RecordHead {
  id: string;
  kind: string;
  number?: string | null;
  title?: string | null;
  state?: string | null;
  party?: Ref | null;
  total?: Decimal | null;
  currency?: string | null;
  date?: string | null;
}

export interface SearchHit {
  kind: string;
  id: string;
  number?: string | null;
  title?: string | null;
  subtitle?: string | null;
}

export interface Me {
  user: { id: string; name: string; login: string; locale?: string | null };
  company: {
    id: number | string;
    name: string;
    baseCurrency: string;
    timeZone?: string | null;
    taxInclusive?: boolean;
    priceDecimals?: number;
    quantityDecimals?: number;
  };
  companies: { id: number | string; name: string }[];
  rights: string[];
  today: string;
  roles?: string[];
  preferences?: Record<string, unknown> | null;
}
