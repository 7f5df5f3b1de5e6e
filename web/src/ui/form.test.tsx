import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { Problem } from '../lib/api';
import { useForm } from './form';

const empty = { name: '', rows: ['', 'a'] };

beforeEach(() => {
  localStorage.clear();
});

it('keeps what is typed until it is saved, and fills in what a former page did not ask for', async () => {
  localStorage.setItem('onaccount.draft.thing', JSON.stringify({ at: 1, value: { name: 'found' } }));
  const { result } = renderHook(() => useForm(empty, () => Promise.resolve(), { keep: 'thing' }));
  expect(result.current.restored).toBe(true);
  expect(result.current.values).toEqual({ ...empty, name: 'found' });
  await act(() => result.current.submit());
  expect(localStorage.getItem('onaccount.draft.thing')).toBeNull();
  expect(result.current.restored).toBe(false);
});

it('places errors at the rows that were sent and tells those nothing shows', async () => {
  const refuse = () =>
    Promise.reject(
      new Problem(422, {
        errors: [
          { field: 'rows[0].name', code: 'required', message: 'Name it' },
          { field: 'rows', code: 'few', message: 'Too few' },
        ],
      }),
    );
  const { result } = renderHook(() =>
    useForm(empty, refuse, {
      place: (field) => field.replace('[0]', '[1]'),
      shows: (field) => field.includes('['),
    }),
  );
  await act(() => result.current.submit());
  expect(result.current.error('rows[1].name')).toBe('Name it');
  expect(result.current.general).toBe('Too few');
});

it('asks about a version someone else saved, and saves on top of it', async () => {
  const sent: { as: string; version: string | null }[] = [];
  const { result } = renderHook(() =>
    useForm(
      empty,
      (_, __, how) => {
        sent.push(how);
        return how.version === '2' ? Promise.resolve() : Promise.reject(new Problem(412, { code: 'changed' }));
      },
      { version: '1' },
    ),
  );
  await act(() => result.current.submit('confirmation'));
  expect(result.current.conflict?.status).toBe(412);
  expect(result.current.general).toBeNull();
  await act(() => {
    result.current.settle('2');
    return Promise.resolve();
  });
  expect(result.current.conflict).toBeNull();
  expect(sent).toEqual([
    { as: 'confirmation', version: '1' },
    { as: '', version: '2' },
  ]);
});
