import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { get } from '../lib/api';
import { useQueryParams } from '../lib/route';
import { OrderEditor } from './OrderEditor';
import { keepAnswer } from './answers';

/** A new order; from a customer's page with the customer filled in, from another order as its copy. */
export function NewOrder() {
  const navigate = useNavigate();
  const router = useRouter();
  const { customer, copy } = useQueryParams();
  const from = useQuery({
    queryKey: ['customers', 'record', customer, 'name'],
    queryFn: async () => (await get(`/customers/${customer ?? ''}`)).customer,
    enabled: Boolean(customer),
  });
  const original = useQuery({
    queryKey: ['sales-orders', 'copy', copy],
    queryFn: async () => (await get(`/sales-orders/${copy ?? ''}`)).order,
    enabled: Boolean(copy),
  });
  if ((customer && from.isPending) || (copy && original.isPending)) return null;
  return (
    <OrderEditor
      order={null}
      original={original.data ?? null}
      customer={from.data ? { id: from.data.id, label: from.data.name } : null}
      onSaved={(id, answer) => {
        keepAnswer(answer);
        void navigate({ to: `/sales-orders/${id}`, replace: true });
      }}
      onCancel={() => {
        router.history.back();
      }}
    />
  );
}
