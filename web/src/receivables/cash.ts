import { useQuery } from '@tanstack/react-query';
import { get } from '../lib/api';
import { useMe } from '../lib/session';

export interface CashChoice {
  value: string;
  label: string;
  currency: string;
}

/** The accounts money can arrive at or leave from, to choose among; those in the company's own currency first. */
export function useCashAccounts(enabled = true): CashChoice[] {
  const base = useMe().company.baseCurrency;
  const accounts = useQuery({
    queryKey: ['cash-accounts', 'all'],
    queryFn: () => get('/cash-accounts', { filter: JSON.stringify(['active', '=', true]), limit: 100 }),
    staleTime: 300_000,
    enabled,
  });
  return (accounts.data?.rows ?? [])
    .map((row) => ({ value: row.id, label: row.name ?? '', currency: row.currency ?? '' }))
    .sort((a, b) => Number(b.currency === base) - Number(a.currency === base));
}
