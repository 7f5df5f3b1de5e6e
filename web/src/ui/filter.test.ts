import { describe, expect, it } from 'vitest';
import type { Filter } from '../lib/types';
import { both, conditionsOf, filterOf, isComplete, operatorsOf, readFilter, sortsOf } from './filter';

const total: Filter = ['total', '>=', '1000'];
const open: Filter = ['status', 'in', ['open']];

describe('the filter in the address', () => {
  it('reads what it wrote', () => {
    for (const filter of [total, { and: [total, open] }, { or: [total, { and: [open, total] }] }] as Filter[]) {
      expect(readFilter(JSON.stringify(filter))).toEqual(filter);
      expect(filterOf(conditionsOf(filter))).toEqual(filter);
    }
  });

  it.each(['', '{', '1', '[]', '["a"]', '{"and":1}', '{"not":[]}', '{"and":[],"or":[]}', '[1,2]', '{"and":["x"]}'])(
    'takes %s for no filter',
    (text) => {
      expect(readFilter(text)).toBeNull();
    },
  );
});

it('joins a page’s own filter with the user’s', () => {
  expect(both(null, total)).toEqual(total);
  expect(both(open, null)).toEqual(open);
  expect(both(open, total)).toEqual({ and: [open, total] });
  expect(both(null, undefined)).toBeNull();
});

it('sends only whole conditions', () => {
  expect(isComplete(['total', '>=', ''])).toBe(false);
  expect(isComplete(['total', 'between', ['1', null]])).toBe(false);
  expect(isComplete(['total', 'between', ['1', '2']])).toBe(true);
  expect(isComplete(['status', 'in', []])).toBe(false);
  expect(isComplete(['name', 'empty'])).toBe(true);
  expect(isComplete(['active', '=', false])).toBe(true);
});

it('offers operators by type and reads sorts', () => {
  expect(operatorsOf('money')[0]).toBe('>=');
  expect(operatorsOf('text')[0]).toBe('contains');
  expect(sortsOf('-date,number')).toEqual([
    { name: 'date', down: true },
    { name: 'number', down: false },
  ]);
});
