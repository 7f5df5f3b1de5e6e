import type { Schema } from '../lib/api';

export type Receipt = Schema<'receivables.ReceiptView'>;
