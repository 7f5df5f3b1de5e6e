import type { Schema } from '../lib/api';

export type BankFile = Schema<'receivables.FileView'>;
export type StatementView = BankFile['statements'][number];
export type Imported = Schema<'receivables.ImportView'>;
