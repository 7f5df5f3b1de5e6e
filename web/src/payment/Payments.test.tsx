import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ME, serve, show } from '../ui/testing';
import { PaymentList } from './Payments';

const DEFINITION = {
  kind: 'online-payment',
  plural: 'online-payments',
  title: 'Online payments',
  defaultSort: '',
  can: ['view'],
  fields: ['number', 'receiptNumber'].map((name) => ({
    name,
    label: name,
    type: 'text',
    filterable: false,
    sortable: false,
    default: true,
    sum: false,
    operators: [],
    options: null,
  })),
};

it('books a payment once, however often it is pressed', async () => {
  ME.rights.push('online-payment.book');
  const asked = serve(({ path, method }) => {
    if (path === '/online-payments/definition') return DEFINITION;
    if (path === '/online-payments/totals') return { count: 1, sums: {} };
    if (path === '/online-payments')
      return { rows: [{ id: 'p1', number: 'T-1', state: 'PAID', receipt: null }], next: null };
    if (path === '/saved-views') return [];
    return method === 'POST' ? {} : undefined;
  });
  const quick = fetch;
  vi.stubGlobal('fetch', async (address: string, options: RequestInit) => {
    if (options.method === 'POST') await new Promise((done) => setTimeout(done, 300));
    return quick(address, options);
  });
  await show(<PaymentList />);
  await userEvent.setup({ delay: 50 }).dblClick(await screen.findByRole('button', { name: 'list.book' }));
  await screen.findByText('list.booked');
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});
