import type { Got, Schema } from '../lib/api';

export type BankFile = Schema<'receivables.BankFileView'>;
export type StatementView = BankFile['statements'][number];
export type Imported = Schema<'receivables.BankImportView'>;
export type BankLine = Got<'/bank-work'>['lines'][number];
export type Proposal = BankLine['proposals'][number];
export type Balance = Got<'/bank-balances'>['accounts'][number];
export type Settings = Got<'/bank-settings'>;
