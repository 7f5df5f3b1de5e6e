import type { Schema } from './api';

/** What a thing's state looks like: colour means state, never decoration. */
export type Tone = Schema<'document.Head'>['tone'];

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

export type Choice = Schema<'document.Option'>;

export type FieldDefinition = Omit<Schema<'document.FieldDescription'>, 'type' | 'operators'> & {
  type: FieldType;
  operators: Operator[];
};

/** What the server says of a list: the page is built from it. */
export type ListDefinition = Omit<Schema<'document.ListDescription'>, 'fields'> & { fields: FieldDefinition[] };

/** A row of whichever list; the rows of a certain one are `Schema<'row.sales-order'>`. */
export type Row = Record<string, unknown> & { id: string };

export interface RowPage {
  rows: Row[];
  next: string | null;
}

/** A reference to a record as lists and documents carry it. */
export type Ref = Schema<'document.RecordRef'>;

export type SavedView = Schema<'document.View'> & { filter?: Filter | null };

/** The filter language; it goes through the API as plain JSON. */
export type Operator =
  '=' | '!=' | '>' | '>=' | '<' | '<=' | 'in' | 'contains' | 'starts' | 'empty' | 'notempty' | 'between';
export type Condition = [field: string, operator: Operator, value?: unknown];
export type Filter = Condition | { and: Filter[] } | { or: Filter[] };

/** A step a document may take now, or why not. */
export type Move = Schema<'document.MoveOption'>;

export type Me = Schema<'organization.Me'>;
