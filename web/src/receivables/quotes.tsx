import { useQuery } from '@tanstack/react-query';
import { get, type Schema } from '../lib/api';
import type { Decimal } from '../lib/money';
import { Explain, Money } from '../ui/cells';

export type ItemQuote = Schema<'receivables.DiscountQuotes.ItemQuote'>;

/** What settles each of a customer's items on a day, by item. */
export function useQuotes(customer: string | null, day: string | null): Record<string, ItemQuote | undefined> {
  const quote = useQuery({
    queryKey: ['open-items', 'quote', customer, day],
    queryFn: () => get('/discount-quotes', { party: customer ?? '', day: day ?? '' }),
    enabled: customer !== null && day !== null,
  });
  return Object.fromEntries((quote.data?.items ?? []).map((item) => [item.item, item]));
}

/** What is to be paid, in the item's own currency. */
export function payableOf(quote: ItemQuote | undefined): Decimal | undefined {
  return quote?.own?.payable ?? quote?.payable;
}

/** What is to be paid, in the item's own currency, with the discount explained. */
export function Payable({ quote, currency }: { quote: ItemQuote | undefined; currency: string }) {
  if (!quote) return null;
  const money = <Money value={quote.own?.payable ?? quote.payable} currency={quote.own?.currency ?? currency} />;
  return quote.explanation ? <Explain how={quote.explanation}>{money}</Explain> : money;
}
