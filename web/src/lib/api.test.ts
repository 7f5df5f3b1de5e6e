import { expect, it, vi } from 'vitest';
import { get, isProblem, post, put, whenSignedOut } from './api';

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const fetch = vi.fn<(address: string, options: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(
      new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } }),
    ),
  );
  vi.stubGlobal('fetch', fetch);
  return () => {
    const [address, options] = fetch.mock.calls.at(-1) ?? ['', {}];
    return { address, headers: options.headers as Record<string, string>, body: options.body };
  };
}

it('sends one key per intent, the version seen, and lists joined', async () => {
  const sent = answering(200, {});
  const id = String('c1');
  await put(`/customers/${id}`, { name: 'East' }, { version: 3, key: 'k1' });
  expect(sent()).toMatchObject({
    address: '/api/v1/customers/c1',
    headers: { 'If-Match': '"3"', 'Idempotency-Key': 'k1' },
    body: '{"name":"East"}',
  });
  await get('/sales-orders', { fields: ['number', 'total'], q: '', sort: null });
  expect(sent().address).toBe('/api/v1/sales-orders?fields=number%2Ctotal');
  await post('/sales-orders', { lines: [] });
  expect(sent().headers['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/);
});

it('throws what the server refused, with its fields, and sends a signed-out user to the door', async () => {
  answering(400, { title: 'Bad', code: 'invalid', errors: [{ field: 'name', code: 'required', message: 'Needed' }] });
  const refusal = await post('/customers', {}).catch((error: unknown) => error);
  expect(isProblem(refusal, 400) && refusal.errors[0]?.message).toBe('Needed');
  const out = vi.fn();
  whenSignedOut(out);
  answering(401, { title: 'Signed out' });
  await expect(get('/me')).rejects.toMatchObject({ status: 401 });
  expect(out).toHaveBeenCalledOnce();
});

it('knows the API by its types: an address, a property or an answer that is not there does not compile', async () => {
  answering(200, { outcome: 'granted' });
  const answer = await post('/credit/simulation', { party: 'c1', amount: '1' });
  expect(answer.outcome).toBe('granted');
  // @ts-expect-error -- no such address
  await post('/credit-simulations', {});
  // @ts-expect-error -- no such property
  await post('/credit/simulation', { customer: 'c1' });
  // @ts-expect-error -- no such answer
  expect(answer.verdict).toBeUndefined();
});

it('takes the answer of the first of two clicks for the second', async () => {
  const answers = [
    new Response(JSON.stringify({ code: 'request-in-progress' }), {
      status: 409,
      headers: { 'Content-Type': 'application/problem+json' },
    }),
    new Response(JSON.stringify({ id: 'r1' }), { status: 201, headers: { 'Content-Type': 'application/json' } }),
  ];
  const fetch = vi.fn<(address: string, options: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(answers.shift() ?? new Response(null, { status: 500 })),
  );
  vi.stubGlobal('fetch', fetch);
  expect(await post('/receipts', { lines: [] } as never, { key: 'k1' })).toEqual({ id: 'r1' });
  expect(fetch).toHaveBeenCalledTimes(2);
});
