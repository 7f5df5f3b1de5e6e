import { useParams, useSearch } from '@tanstack/react-router';

/** The id in the page's address. */
export function useIdParam(): string {
  const params: { id?: string } = useParams({ strict: false });
  return params.id ?? '';
}

/** The page's search parameters, all plain text. */
export function useQueryParams(): Record<string, string | undefined> {
  return useSearch({ strict: false });
}
