import type { Schema } from '../lib/api';

export type Order = Schema<'sales.SalesOrder'>;
export type OrderLine = Schema<'sales.SalesOrder.Line'>;
export type OrderView = Schema<'sales.OrderView'>;
/** What placing or moving an order answers: saved, confirmed, held (waits on credit) or refused (stays as it was). */
export type OrderAnswer = Schema<'sales.AnswerView'>;
export type Way = OrderAnswer['ways'][number];
export type Quote = Schema<'sales.Quote'>;
export type QuoteLine = Schema<'sales.Quote.Line'>;
export type QuoteView = Schema<'sales.QuoteView'>;
export type ChangeView = Schema<'sales.ChangeView'>;
export type Change = Schema<'sales.OrderChange'>;
export type ChangeLine = Schema<'sales.OrderChange.Line'>;
export type ChangeCharge = Schema<'sales.OrderChange.Charge'>;
