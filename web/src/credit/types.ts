import type { Schema } from '../lib/api';

export type HoldView = Schema<'credit.HoldView'>;
export type AccountTerms = Schema<'credit.Terms'>;
