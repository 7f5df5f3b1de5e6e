import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { get } from '../lib/api';
import { useQueryParams } from '../lib/route';
import { QuoteEditor } from './QuoteEditor';

/** A new quote; from a customer's page with the customer filled in, from another quote or an order as its copy. */
export function NewQuote() {
  const navigate = useNavigate();
  const router = useRouter();
  const { customer, copy, order } = useQueryParams();
  const from = useQuery({
    queryKey: ['customers', 'record', customer, 'name'],
    queryFn: async () => (await get(`/customers/${customer ?? ''}`)).customer,
    enabled: Boolean(customer),
  });
  const quote = useQuery({
    queryKey: ['quotes', 'copy', copy],
    queryFn: async () => (await get(`/quotes/${copy ?? ''}`)).quote,
    enabled: Boolean(copy),
  });
  const ordered = useQuery({
    queryKey: ['sales-orders', 'copy', order],
    queryFn: async () => (await get(`/sales-orders/${order ?? ''}`)).order,
    enabled: Boolean(order),
  });
  if ((customer && from.isPending) || (copy && quote.isPending) || (order && ordered.isPending)) return null;
  return (
    <QuoteEditor
      quote={null}
      original={quote.data ?? ordered.data ?? null}
      customer={from.data ? { id: from.data.id, label: from.data.name } : null}
      onSaved={(id) => {
        void navigate({ to: `/quotes/${id}`, replace: true });
      }}
      onCancel={() => {
        router.history.back();
      }}
    />
  );
}
