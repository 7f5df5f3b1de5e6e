import { expect, it } from 'vitest';
import { standingOf } from './Holds';
import { dayByDay } from './Outlook';
import { largest } from './PoolBar';
import { authorityOf } from './ReleaseRules';
import type { HoldRelease, HoldView, ReleaseSettings } from './types';

const hold = { amount: '1000.00' } as HoldView;

it.each([
  ['valid on its last day', {}, 'valid'],
  ['expired the day after', { until: '2026-11-24' }, 'expired'],
  ['outgrown by the document', { ceiling: '999.99' }, 'outgrown'],
  ['waiting for the second of two', { needsSecond: true }, 'unsigned'],
  ['valid once two have signed', { needsSecond: true, secondBy: 'u2' }, 'valid'],
  ['expired rather than waiting', { needsSecond: true, until: '2026-11-24' }, 'expired'],
])('calls a release %s', (_, part, expected) => {
  const release = { ceiling: '1000', until: '2026-11-25', needsSecond: false, secondBy: null, ...part };
  expect(standingOf(release as HoldRelease, hold, '2026-11-25')).toBe(expected);
});

it('binds nobody while nobody is named, and everybody else once somebody is', () => {
  const settings = (authorities: ReleaseSettings['authorities']) => ({ authorities }) as ReleaseSettings;
  const li = { user: 'li', amount: '5000', termDays: null, validDays: 7 };
  expect(authorityOf(null, 'li')).toBeNull();
  expect(authorityOf(settings([]), 'li')).toBeNull();
  expect(authorityOf(settings([li]), 'li')).toBe(li);
  expect(authorityOf(settings([li]), 'wang')).toMatchObject({ amount: '0', termDays: 0, validDays: 0 });
});

it('fills the days between two changes of what is free', () => {
  const day = (on: string, free: string | null) => ({ on, paid: '0', parts: [], free, allowed: null });
  const days = dayByDay(
    { usualDelay: 0, overdue: '0', days: [day('2026-11-29', '10'), day('2026-12-02', '30')] },
    '2026-12-03',
  );
  expect(days.map((one) => `${one.on} ${one.free ?? ''}`)).toEqual([
    '2026-11-29 10',
    '2026-11-30 10',
    '2026-12-01 10',
    '2026-12-02 30',
    '2026-12-03 30',
  ]);
});

it('names the largest parts and adds up the rest, unless the rest is one', () => {
  const parts = ['10', '2.5', '40', '1.5', '30', '20'].map((amount) => ({ key: amount, label: amount, amount }));
  expect(largest(parts, 'rest').map((part) => [part.label, part.amount])).toEqual([
    ['40', '40'],
    ['30', '30'],
    ['20', '20'],
    ['10', '10'],
    ['rest', '4'],
  ]);
  expect(largest(parts.slice(0, 5), 'rest')).toHaveLength(5);
});
