import { useQuery } from '@tanstack/react-query';
import { get } from '../lib/api';

/** The classes of customers: those in use to choose from, all to name one. */
export function useCustomerClasses() {
  const query = useQuery({
    queryKey: ['customer-classes', 'choices'],
    queryFn: () => get('/customer-classes/choices'),
    staleTime: 300_000,
  });
  const all = query.data?.classes ?? [];
  return {
    choices: all.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name })),
    nameOf: (id: string) => all.find((one) => one.id === id)?.name ?? '',
  };
}
