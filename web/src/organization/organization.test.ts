import { expect, it } from 'vitest';
import { exampleOf } from './Company';
import { branches } from './Departments';
import { grants } from './Roles';
import { device } from './Sessions';

it.each([
  ['SO-{yyyyMMdd}-{0001}', 'SO-20261122-0001'],
  ['C-{00001}', 'C-00001'],
  ['{yyyyMM}/{01}', '202611/01'],
  ['R{yyyy}-{1}', 'R2026-1'],
])('the pattern %s begins with %s', (pattern, number) => {
  expect(exampleOf(pattern, '2026-11-22')).toBe(number);
});

it('puts departments below their superior ones', () => {
  const all = [
    { id: 'e', name: 'East', parent: 's' },
    { id: 'm', name: 'Money', parent: null },
    { id: 's', name: 'Sales', parent: null },
  ];
  expect(branches(all).map(({ department, depth }) => [department.name, depth])).toEqual([
    ['Money', 0],
    ['Sales', 0],
    ['East', 1],
  ]);
  expect(branches(all, 's').map(({ department }) => department.name)).toEqual(['East']);
});

it('understands patterns of rights', () => {
  expect(grants(['*'], 'sales-order.confirm')).toBe(true);
  expect(grants(['*.view'], 'sales-order.view')).toBe(true);
  expect(grants(['*.view'], 'sales-order.confirm')).toBe(false);
  expect(grants(['sales-order.*'], 'sales-order.confirm')).toBe(true);
  expect(grants(['sales-order.*'], 'sales-orders.confirm')).toBe(false);
  expect(grants([], 'sales-order.view')).toBe(false);
});

it('calls a browser by its name', () => {
  expect(device('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36')).toBe(
    'Chrome · Windows',
  );
  expect(device('Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit/605 Version/17 Safari/604')).toBe('Safari · iOS');
  expect(device('curl/8.5.0')).toBe('curl');
});
