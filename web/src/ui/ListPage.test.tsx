import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ListPage, type BulkAction } from './ListPage';
import { serve, show, type Asked } from './testing';

const TEXT = ['=', 'contains'];
const field = (name: string, label: string, type: string, more = {}) => ({
  name,
  label,
  type,
  filterable: true,
  sortable: true,
  default: true,
  sum: false,
  operators: TEXT,
  options: null,
  ...more,
});
const STATES = [
  { value: 'DRAFT', label: 'Draft', tone: 'grey' },
  { value: 'HELD', label: 'On hold', tone: 'red' },
];
const DEFINITION = {
  kind: 'sales-order',
  plural: 'sales-orders',
  title: 'Sales orders',
  defaultSort: '-number',
  can: ['view', 'export'],
  fields: [
    field('number', 'Number', 'text'),
    field('party', 'Customer', 'party'),
    field('state', 'State', 'status', { operators: ['in', '='], options: STATES }),
    field('total', 'Amount', 'money', { operators: ['>='], sum: true }),
  ],
};
const ROWS = [
  { id: 'o1', number: 'SO-1', party: { id: 'c1', title: 'Evergrande Decor' }, state: 'HELD', total: '18160.00' },
  { id: 'o2', number: 'SO-2', party: { id: 'c2', title: 'Blue Whale' }, state: 'DRAFT', total: '1200.00' },
];

function orders({ rows = ROWS, own }: { rows?: object[]; own?: (asked: Asked) => unknown } = {}) {
  return serve((asked) => {
    const said = own?.(asked);
    if (said !== undefined) return said;
    if (asked.path === '/sales-orders/definition') return DEFINITION;
    if (asked.path === '/sales-orders/totals') return { count: rows.length, sums: { total: '19360.00' } };
    if (asked.path === '/sales-orders') return { rows, next: null };
    if (asked.path === '/saved-views') return [];
    return undefined;
  });
}

function page(bulk: BulkAction[] = []) {
  return (
    <ListPage
      list="sales-orders"
      bulk={bulk}
      create={{ to: '/sales-orders/new', label: 'New order', right: 'sales-order.create' }}
      views={[{ key: 'held', label: 'Waiting for credit', filter: ['state', 'in', ['HELD']] }]}
      empty={{ title: 'No orders yet', text: 'Begin with the first one.' }}
    />
  );
}

const rowsAsked = (asked: Asked[]) => asked.filter((a) => a.path === '/sales-orders');

it('shows rows with words for states, figures, and their sum over all pages', async () => {
  orders();
  await show(page());
  const table = await screen.findByRole('table', { name: 'Sales orders' });
  expect(await within(table).findByRole('link', { name: 'SO-1' })).toHaveAttribute('href', '/sales-orders/o1');
  expect(within(table).getByText('On hold')).toBeVisible();
  expect(within(table).getByText('1,200.00')).toBeVisible();
  const foot = within(table).getAllByRole('row').at(-1);
  expect(await within(foot as HTMLElement).findByText('19,360.00')).toBeVisible();
});

it('takes the filter from the address, says it in words, and clears it from there', async () => {
  const asked = orders();
  const filter = JSON.stringify(['state', 'in', ['DRAFT']]);
  const { address } = await show(page(), `/?filter=${encodeURIComponent(filter)}`);
  const chip = await screen.findByText('State Draft');
  expect(chip).toBeVisible();
  expect(rowsAsked(asked).at(-1)?.query.get('filter')).toBe(filter);
  await userEvent.click(screen.getByRole('button', { name: /close|remove/i }));
  await waitFor(() => {
    expect(address()).toEqual({});
  });
  await waitFor(() => {
    expect(rowsAsked(asked).at(-1)?.query.has('filter')).toBe(false);
  });
});

it('puts what is searched and how it is sorted into the address', async () => {
  const asked = orders();
  const { address } = await show(page());
  await userEvent.click(await screen.findByRole('button', { name: 'Amount' }));
  await waitFor(() => {
    expect(address()).toEqual({ sort: 'total' });
  });
  await userEvent.click(screen.getByRole('button', { name: 'Amount ↑' }));
  expect(await screen.findByRole('columnheader', { name: 'Amount ↓' })).toHaveAttribute('aria-sort', 'descending');
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find' }), 'whale');
  await waitFor(() => {
    expect(address()).toEqual({ sort: '-total', q: 'whale' });
  });
  await waitFor(() => {
    expect(Object.fromEntries(rowsAsked(asked).at(-1)?.query ?? [])).toMatchObject({ q: 'whale', sort: '-total' });
  });
});

it('opens a built-in view and keeps a changed one under a name', async () => {
  const views: object[] = [];
  const asked = orders({
    own: ({ method, path, body }) => {
      if (path !== '/saved-views') return undefined;
      if (method === 'GET') return views;
      const made = { ...(body as object), id: 'v1', mine: true };
      views.push(made);
      return made;
    },
  });
  const { address } = await show(page());
  await userEvent.click(await screen.findByRole('tab', { name: 'Waiting for credit' }));
  await waitFor(() => {
    expect(address()).toEqual({ view: 'held', filter: '["state","in",["HELD"]]' });
  });
  await userEvent.click(screen.getByRole('button', { name: 'Amount' }));
  expect(await screen.findByRole('tab', { name: 'Waiting for credit *' })).toBeVisible();
  await userEvent.click(screen.getByRole('tab', { name: 'All' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Amount' }));
  await userEvent.click(await screen.findByRole('button', { name: /^View/ }));
  await userEvent.click(await screen.findByText('Save as new view'));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name of the view' }), 'By amount');
  await userEvent.click(screen.getByRole('button', { name: 'Save view' }));
  expect(await screen.findByRole('tab', { name: 'By amount', selected: true })).toBeVisible();
  expect(asked.find((a) => a.method === 'POST')?.body).toEqual({
    list: 'sales-orders',
    name: 'By amount',
    shared: false,
    filter: null,
    sort: 'total',
    fields: null,
  });
});

it('offers steps for ticked rows, and only those one has the right to', async () => {
  orders();
  const run = vi.fn(() => Promise.resolve());
  await show(
    page([
      { key: 'close', label: 'Close', right: 'sales-order.close', run },
      { key: 'cancel', label: 'Cancel them', right: 'sales-order.cancel', run },
    ]),
  );
  const ticks = await screen.findAllByRole('checkbox', { name: /row/i });
  await userEvent.click(ticks.at(-1) as HTMLElement);
  const bar = await screen.findByRole('status');
  expect(bar).toHaveTextContent('1 selected');
  expect(within(bar).queryByRole('button', { name: 'Cancel them' })).not.toBeInTheDocument();
  await userEvent.click(within(bar).getByRole('button', { name: 'Close' }));
  await waitFor(() => {
    expect(screen.queryByText('1 selected')).not.toBeInTheDocument();
  });
  expect(run).toHaveBeenCalledWith([ROWS[1]]);
});

it('says what an empty list is for, and that a filter left nothing', async () => {
  orders({ rows: [] });
  const { address } = await show(page());
  expect(await screen.findByText('No orders yet')).toBeVisible();
  expect(screen.getAllByRole('button', { name: /New order$/ })).not.toHaveLength(0);
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find' }), 'nobody');
  expect(await screen.findByText('Nothing matches')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(await screen.findByText('No orders yet')).toBeVisible();
  expect(address()).toEqual({});
});

it('tells what failed and tries again', async () => {
  let broken = true;
  orders({
    own: ({ path }) =>
      path === '/sales-orders' && broken ? { status: 503, title: 'The database is starting', errors: [] } : undefined,
  });
  await show(page());
  expect(await screen.findByRole('alert')).toHaveTextContent('The database is starting');
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: /again/i }));
  expect(await screen.findByRole('link', { name: 'SO-1' })).toBeVisible();
});

it('has no link in a link where a row begins with another record', async () => {
  orders({
    own: ({ path }) =>
      path === '/sales-orders/definition'
        ? { ...DEFINITION, fields: DEFINITION.fields.filter(({ name }) => name !== 'number') }
        : undefined,
  });
  await show(page());
  const link = await screen.findByRole('link', { name: 'Evergrande Decor' });
  expect(link).toHaveAttribute('href', '/sales-orders/o1');
  expect(link.querySelector('a')).toBeNull();
});

it('names days and amounts on a phone, where no column does', async () => {
  vi.stubGlobal('matchMedia', (media: string) => ({
    matches: media.includes('max-width'),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  orders({
    rows: [{ ...ROWS[0], due: '2026-12-05', paid: '160.00', lost: '0.00' }],
    own: ({ path }) =>
      path === '/sales-orders/definition'
        ? {
            ...DEFINITION,
            fields: [
              ...DEFINITION.fields,
              field('due', 'Due', 'date'),
              field('paid', 'Paid', 'money'),
              field('lost', 'Lost', 'money'),
            ],
          }
        : undefined,
  });
  await show(<ListPage list="sales-orders" figure="total" empty={{ title: 'None', text: '' }} />);
  const card = await screen.findByRole('link');
  expect(card).toHaveTextContent('SO-1On holdEvergrande Decor · Due 2026-12-05 · Paid 160.0018,160.00');
});
