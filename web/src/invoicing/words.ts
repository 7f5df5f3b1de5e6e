import { serverText } from '../lib/i18n';

/** A kind of invoice in words. */
export function kindName(kind: string): string {
  return serverText(`choice.sales-invoice.invoiceKind.${kind}`, kind);
}
