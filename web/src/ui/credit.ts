import { useQuery } from '@tanstack/react-query';
import { get, isProblem } from '../lib/api';
import type { Decimal } from '../lib/money';
import type { CreditFigures } from './CreditBar';

interface Answer {
  currency?: string | null;
  status?: string | null;
  limit?: Decimal | null;
  temporary?: Decimal | null;
  temporaryUntil?: string | null;
  ordered: Decimal;
  shipped: Decimal;
  receivable: Decimal;
  bills: Decimal;
  unapplied: Decimal;
  deposit?: Decimal | null;
  waiting?: Decimal | null;
  exposure: Decimal;
  free?: Decimal | null;
  overdue?: Decimal | null;
  overdueDays?: number | null;
}

/** The server's account as the bar wants it; no limit at all means unlimited. */
export function creditFigures(answer: Answer, baseCurrency: string): CreditFigures {
  return {
    currency: answer.currency ?? baseCurrency,
    limit: answer.limit ?? '0',
    unlimited: answer.limit === null || answer.limit === undefined,
    temporaryLimit: answer.temporary ?? null,
    temporaryUntil: answer.temporaryUntil ?? null,
    receivable: answer.receivable,
    overdue: answer.overdue ?? null,
    oldestDays: answer.overdueDays ?? null,
    shipped: answer.shipped,
    ordered: answer.ordered,
    bills: answer.bills,
    unapplied: answer.unapplied,
    available: answer.free ?? '0',
  };
}

/** A customer's credit; null where the user may not see it or there is no account. */
export function useCredit(customer: string | null | undefined, baseCurrency: string) {
  return useQuery({
    queryKey: ['credit', customer],
    enabled: Boolean(customer),
    queryFn: async () => {
      try {
        return creditFigures(await get<Answer>(`/customers/${customer ?? ''}/credit`), baseCurrency);
      } catch (error) {
        if (isProblem(error, 403) || isProblem(error, 404)) return null;
        throw error;
      }
    },
  });
}
