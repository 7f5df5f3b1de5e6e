import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { startTexts } from '../lib/i18n';
import { plainSearch } from '../lib/route';
import { MeContext } from '../lib/session';
import type { Me } from '../lib/types';
import ui from './texts.en.json';

/** For tests of what a user sees: pages in a router with somebody signed in, and a server that answers from a table. */

export interface Asked {
  method: string;
  /** Without the API's own beginning: "/products/pick". */
  path: string;
  query: URLSearchParams;
  body: unknown;
}

/** Answers requests; what was asked is in the list, in its order. An answer `{ status, … }` of 400 or more is a problem. */
export function serve(answer: (asked: Asked) => unknown): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal('fetch', (address: string, options: RequestInit) => {
    const url = new URL(address, 'http://here');
    const asked = {
      method: options.method ?? 'GET',
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      body: typeof options.body === 'string' ? (JSON.parse(options.body) as unknown) : undefined,
    };
    all.push(asked);
    const said = answer(asked);
    const status = (said as { status?: number } | undefined)?.status ?? 200;
    return Promise.resolve(
      new Response(JSON.stringify(said ?? {}), {
        status: said === undefined ? 404 : status,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
  });
  return all;
}

export const ME: Me = {
  user: { id: 'u1', name: 'Li Qiang', login: 'rep', locale: 'en' },
  company: {
    id: 1,
    name: 'East',
    baseCurrency: 'CNY',
    timeZone: 'Asia/Shanghai',
    taxInclusive: true,
    priceDecimals: 4,
    quantityDecimals: 2,
    deliveriesNeedNotice: false,
  },
  companies: [{ id: 1, name: 'East' }],
  rights: ['sales-order.create', 'sales-order.close'],
  today: '2026-11-25',
  preferences: {},
};

/** Shows a page at an address; answers with the means to read the address later. */
export async function show(page: ReactNode, address = '/'): Promise<{ address: () => Record<string, unknown> }> {
  await startTexts('en', { ui });
  const router = createRouter({
    routeTree: createRootRoute({ component: () => page }),
    history: createMemoryHistory({ initialEntries: [address] }),
    ...plainSearch,
  });
  await router.load();
  render(
    <App>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <MeContext value={ME}>
          <RouterProvider router={router as never} />
        </MeContext>
      </QueryClientProvider>
    </App>,
  );
  return { address: () => router.state.location.search as Record<string, unknown> };
}
