import { useQuery } from '@tanstack/react-query';
import type { EditedLine } from '../ui/LineEditor';
import { hintOf, pickProducts, type ProductHint } from '../ui/Picker';

/** Last prices and stock of products that stood on the order already, by their codes. */
export function useHints(
  customer: string | null,
  lines: readonly EditedLine[],
): (id: string) => ProductHint | undefined {
  const codes = [
    ...new Set(
      lines.flatMap((line) => (line.product && !line.product.row ? [line.product.label.split(' ')[0] ?? ''] : [])),
    ),
  ]
    .filter(Boolean)
    .slice(0, 40);
  const query = useQuery({
    queryKey: ['products', 'hints', customer, codes],
    enabled: codes.length > 0,
    queryFn: async ({ signal }) => {
      const rows = (await Promise.all(codes.map((code) => pickProducts(code, customer, signal, 5)))).flat();
      return new Map(rows.map((row) => [row.id, hintOf(row)]));
    },
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  return (id) => query.data?.get(id);
}
