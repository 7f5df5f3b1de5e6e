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

/** Addresses stay readable: every search parameter is plain text. */
export const plainSearch = {
  parseSearch: (text: string) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search: Record<string, unknown>) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) {
      if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return text ? `?${text}` : '';
  },
};
