import { useQuery } from '@tanstack/react-query';
import { get } from '../lib/api';

export interface CashChoice {
  value: string;
  label: string;
  currency: string;
}

/** The accounts money can arrive at or leave from, to choose among. */
export function useCashAccounts(enabled = true): CashChoice[] {
  const accounts = useQuery({
    queryKey: ['cash-accounts', 'all'],
    queryFn: () => get('/cash-accounts', { filter: JSON.stringify(['active', '=', true]), limit: 100 }),
    staleTime: 300_000,
    enabled,
  });
  return (accounts.data?.rows ?? []).map((row) => ({
    value: row.id,
    label: row.name ?? '',
    currency: row.currency ?? '',
  }));
}
