import type { Schema } from '../lib/api';

export type Application = Schema<'invoicing.InvoiceApplication'>;
export type Invoice = Schema<'invoicing.Invoice'>;
export type InvoiceLine = Schema<'invoicing.InvoiceLine'>;
export type Difference = Schema<'invoicing.InvoiceDifference'>;
export type Candidate = Schema<'invoicing.ToInvoice.Candidate'>;

export const KINDS = ['DIGITAL_SPECIAL', 'DIGITAL_ORDINARY', 'PAPER_SPECIAL', 'PAPER_ORDINARY', 'OTHER'] as const;
export type InvoiceKind = (typeof KINDS)[number];

/** What shows other figures once something of invoices has changed. */
export const MOVED = [
  'sales-invoices',
  'invoice-applications',
  'uninvoiced-lines',
  'invoiced-ahead',
  'deliveries',
  'sales-orders',
  'open-items',
  'credit',
  'candidates',
];

export function isPaper(kind: string): boolean {
  return kind.startsWith('PAPER');
}
