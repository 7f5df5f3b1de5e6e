import { describe, expect, it } from 'vitest';
import { daysBetween, formatAgo, formatInstant, monthEnd, parseDate, plusMonths, weekday } from './dates';

// A Sunday.
const TODAY = '2026-11-22';

describe('dates as people type them', () => {
  it.each([
    ['3', '2026-11-03'],
    ['28日', '2026-11-28'],
    ['+30', '2026-12-22'],
    ['-7', '2026-11-15'],
    ['+2w', '2026-12-06'],
    ['+1m', '2026-12-22'],
    ['+3个月', '2027-02-22'],
    ['月底', '2026-11-30'],
    ['下月底', '2026-12-31'],
    ['次月25', '2026-12-25'],
    ['年底', '2026-12-31'],
    ['今天', '2026-11-22'],
    ['tomorrow', '2026-11-23'],
    ['后天', '2026-11-24'],
    ['昨天', '2026-11-21'],
    ['next friday', '2026-11-27'],
    ['Friday', '2026-11-27'],
    ['this friday', '2026-11-20'],
    ['下周五', '2026-11-27'],
    ['周五', '2026-11-27'],
    ['本周五', '2026-11-20'],
    ['周日', '2026-11-22'],
    ['month end', '2026-11-30'],
    ['2026-11-28', '2026-11-28'],
    ['2026/1/5', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['11-28', '2026-11-28'],
    ['11月28日', '2026-11-28'],
    ['２８', '2026-11-28'],
  ])('%s means %s', (text, date) => {
    expect(parseDate(text, TODAY)).toBe(date);
  });

  it.each(['', '31', '2026-02-29', '13-01', 'someday', '99', '+', '2026'])('%s means nothing', (text) => {
    expect(parseDate(text, TODAY)).toBeNull();
  });
});

it('steps by months to the last day there is', () => {
  expect(plusMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(plusMonths('2028-01-31', 1)).toBe('2028-02-29');
  expect(plusMonths('2026-01-15', -1)).toBe('2025-12-15');
  expect(monthEnd('2026-02-10')).toBe('2026-02-28');
});

it('counts days and knows the day of the week', () => {
  expect(daysBetween('2026-10-30', TODAY)).toBe(23);
  expect(daysBetween(TODAY, '2026-11-20')).toBe(-2);
  expect(weekday(TODAY)).toBe(7);
});

it('writes instants in the company zone', () => {
  expect(formatInstant('2026-11-22T01:12:00Z', 'Asia/Shanghai')).toBe('2026-11-22 09:12');
  expect(formatInstant(null)).toBe('');
  expect(formatAgo('2026-11-22T01:12:00Z', 'en', Date.parse('2026-11-22T03:20:00Z'))).toBe('2 hours ago');
});
