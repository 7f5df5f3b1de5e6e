import { useQuery } from '@tanstack/react-query';
import { get } from '../lib/api';

/** Warehouses in use, to choose from. */
export function useWarehouses(): { value: string; label: string }[] {
  const query = useQuery({
    queryKey: ['warehouses', 'choices'],
    queryFn: () => get('/warehouses/choices'),
    staleTime: 300_000,
  });
  return (query.data?.warehouses ?? []).filter((w) => w.active).map((w) => ({ value: w.id, label: w.name }));
}
