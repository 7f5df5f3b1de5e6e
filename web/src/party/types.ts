import type { Schema } from '../lib/api';

export type Address = Schema<'party.Address'>;
export type Contact = Schema<'party.Contact'>;
export type Customer = Schema<'party.Customer'>;
