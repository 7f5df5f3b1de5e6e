import { useQuery } from '@tanstack/react-query';
import { get, isProblem, type Schema } from '../lib/api';
import { isZero, type Decimal } from '../lib/money';
import type { CreditFigures } from './CreditBar';

/** What an account gives and what is taken of it; no limit means unlimited. */
type FreeCredit = Schema<'credit.FreeCredit'>;

/** The server's account as the bar wants it. */
export function creditFigures(
  answer: FreeCredit,
  currency: string,
  more: { temporaryTo?: string | null; overdue?: Decimal | null; oldestDays?: number | null } = {},
): CreditFigures {
  return {
    currency,
    limit: answer.limit ?? '0',
    unlimited: answer.limit === null,
    temporaryLimit: answer.temporary,
    temporaryUntil: more.temporaryTo ?? null,
    receivable: answer.receivable,
    overdue: more.overdue ?? null,
    oldestDays: more.oldestDays ?? null,
    shipped: answer.shipped,
    ordered: answer.ordered,
    bills: answer.bills,
    unapplied: answer.unapplied,
    available: answer.free ?? '0',
  };
}

/** A customer's credit, with the part of its receivables that is overdue. */
export async function loadCredit(customer: string): Promise<CreditFigures> {
  const answer = await get(`/customers/${customer}/credit`);
  const temporary = isZero(answer.credit.temporary) ? null : await get(`/credit-accounts/${customer}`);
  return creditFigures(answer.credit, answer.currency, {
    overdue: answer.overdue,
    oldestDays: answer.overdueDays,
    temporaryTo: temporary?.terms.temporaryTo ?? null,
  });
}

/** A customer's credit; null where the user may not see it or there is no account. */
export function useCredit(customer: string | null | undefined) {
  return useQuery({
    queryKey: ['credit', customer],
    enabled: Boolean(customer),
    queryFn: async () => {
      try {
        return await loadCredit(customer ?? '');
      } catch (error) {
        if (isProblem(error, 403) || isProblem(error, 404)) return null;
        throw error;
      }
    },
  });
}
