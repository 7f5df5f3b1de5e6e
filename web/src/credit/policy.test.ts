import { expect, it } from 'vitest';
import {
  blocksOf,
  COMPANY,
  differences,
  doesSame,
  effectiveRule,
  ruleAt,
  ruleOrBorrowed,
  withoutRules,
  withRule,
} from './policy';
import type { Check, Effect, PolicyRule, Reach } from './types';

function rule(check: Check, effect: Effect, more: Partial<PolicyRule> = {}): PolicyRule {
  return {
    point: 'CONFIRM',
    check,
    reach: 'COMPANY',
    key: null,
    effect,
    amount: null,
    percent: null,
    number: null,
    days: null,
    ...more,
  };
}
const to = (reach: Reach, key: string) => ({ reach, key });

const rules = [
  rule('OVER_LIMIT', 'APPROVE', { percent: '5' }),
  rule('OVER_LIMIT', 'WARN', to('GRADE', 'A')),
  rule('OVER_LIMIT', 'BLOCK', to('CUSTOMER', 'c-1')),
  rule('OVER_LIMIT', 'IGNORE', { point: 'DELIVERY' }),
  rule('STOPPED', 'BLOCK'),
];

it.each([
  ['a customer’s own rule before its grade’s', 'CONFIRM', 'OVER_LIMIT', 'c-1', 'A', 'CUSTOMER BLOCK'],
  ['the grade’s before the company’s', 'CONFIRM', 'OVER_LIMIT', 'c-2', 'A', 'GRADE WARN'],
  ['the company’s for another grade', 'CONFIRM', 'OVER_LIMIT', 'c-2', 'B', 'COMPANY APPROVE'],
  ['the company’s without a grade', 'CONFIRM', 'OVER_LIMIT', 'c-2', null, 'COMPANY APPROVE'],
  ['each point by itself', 'DELIVERY', 'OVER_LIMIT', 'c-1', 'A', 'COMPANY IGNORE'],
  ['nothing where nothing is said', 'DELIVERY', 'STOPPED', 'c-1', 'A', undefined],
])('takes %s', (_, point, check, customer, grade, expected) => {
  const found = effectiveRule(rules, point, check, customer, grade);
  expect(found && `${found.reach} ${found.effect}`).toBe(expected);
});

it.each([
  ['a change as confirming does', 'CHANGE', 'OVER_LIMIT', 'c-1', 'CUSTOMER BLOCK CONFIRM'],
  ['a notice as delivery does', 'SHIPPING_NOTICE', 'OVERDUE_DAYS', 'c-2', 'COMPANY APPROVE DELIVERY'],
  ['a quote only warned of what would hold', 'QUOTE', 'OVER_LIMIT', 'c-1', 'CUSTOMER WARN CONFIRM'],
  ['a quote as mild as confirming', 'QUOTE', 'OVER_LIMIT', 'c-2', 'GRADE WARN CONFIRM'],
  [
    'the company’s own word at the point before a customer’s elsewhere',
    'CHANGE',
    'STOPPED',
    'c-1',
    'COMPANY WARN CHANGE',
  ],
  ['confirming nothing from anywhere', 'CONFIRM', 'OVERDUE_DAYS', 'c-1', undefined],
])('borrows %s', (_, point, check, customer, expected) => {
  const all = [
    ...rules,
    rule('OVERDUE_DAYS', 'APPROVE', { point: 'DELIVERY', number: 60 }),
    rule('STOPPED', 'WARN', { point: 'CHANGE' }),
    rule('STOPPED', 'BLOCK', to('CUSTOMER', 'c-1')),
  ];
  const found = effectiveRule(all, point, check, customer, 'A');
  expect(found && `${found.reach} ${found.effect} ${found.point}`).toBe(expected);
});

it('tells what a block borrows and from where', () => {
  expect(ruleOrBorrowed(rules, 'QUOTE', 'STOPPED', COMPANY)).toMatchObject({
    rule: { effect: 'WARN' },
    from: 'CONFIRM',
  });
  expect(ruleOrBorrowed(rules, 'CONFIRM', 'STOPPED', COMPANY)).toMatchObject({
    rule: { effect: 'BLOCK' },
    from: undefined,
  });
  expect(ruleOrBorrowed(rules, 'SHIPPING_NOTICE', 'STOPPED', COMPANY)).toBeUndefined();
  const all = [...rules, rule('OVER_LIMIT', 'WARN', { point: 'CHANGE' })];
  expect(ruleOrBorrowed(rules, 'CHANGE', 'OVER_LIMIT', to('CUSTOMER', 'c-1'))?.from).toBe('CONFIRM');
  expect(ruleOrBorrowed(all, 'CHANGE', 'OVER_LIMIT', to('CUSTOMER', 'c-1'))).toBeUndefined();
});

it('takes the rule of a class before the grade’s and after the customer’s', () => {
  const all = [...rules, rule('OVER_LIMIT', 'BLOCK', to('CLASS', 'k-1'))];
  expect(effectiveRule(all, 'CONFIRM', 'OVER_LIMIT', 'c-2', 'A', 'k-1')?.reach).toBe('CLASS');
  expect(effectiveRule(all, 'CONFIRM', 'OVER_LIMIT', 'c-1', 'A', 'k-1')?.reach).toBe('CUSTOMER');
  expect(effectiveRule(all, 'CONFIRM', 'OVER_LIMIT', 'c-2', 'A', 'k-2')?.reach).toBe('GRADE');
});

it('takes no rule of a grade called like nothing', () => {
  expect(effectiveRule([rule('STOPPED', 'WARN', to('GRADE', ''))], 'CONFIRM', 'STOPPED', 'c-1', null)).toBeUndefined();
});

it('lists the company first, then grades, then customers', () => {
  expect(blocksOf([...rules].reverse()).map((whom) => whom.key)).toEqual([null, 'A', 'c-1']);
  expect(blocksOf([])).toEqual([COMPANY]);
});

it('puts a rule in place of the one for the same people, point and check only', () => {
  const changed = withRule(rules, rule('OVER_LIMIT', 'BLOCK', to('GRADE', 'A')));
  expect(changed).toHaveLength(rules.length);
  expect(ruleAt(changed, 'CONFIRM', 'OVER_LIMIT', { reach: 'GRADE', key: 'A' })?.effect).toBe('BLOCK');
  expect(ruleAt(changed, 'CONFIRM', 'OVER_LIMIT', COMPANY)?.effect).toBe('APPROVE');
  expect(withRule(rules, rule('NOT_VALID', 'WARN'))).toHaveLength(rules.length + 1);
});

it('takes away one rule, one check or a whole block', () => {
  expect(withoutRules(rules, COMPANY, 'OVER_LIMIT', 'CONFIRM')).toHaveLength(4);
  expect(withoutRules(rules, COMPANY, 'OVER_LIMIT')).toHaveLength(3);
  expect(blocksOf(withoutRules(rules, { reach: 'CUSTOMER', key: 'c-1' })).map((whom) => whom.key)).toEqual([null, 'A']);
});

it('compares figures by value, and not at all where nothing is checked', () => {
  expect(doesSame(rule('OVER_LIMIT', 'WARN', { percent: '5' }), rule('OVER_LIMIT', 'WARN', { percent: '5.00' }))).toBe(
    true,
  );
  expect(doesSame(rule('OVER_LIMIT', 'WARN', { amount: '0' }), rule('OVER_LIMIT', 'WARN'))).toBe(false);
  expect(doesSame(rule('OVERDUE_DAYS', 'IGNORE', { number: 30 }), undefined)).toBe(true);
});

it('tells where two versions differ', () => {
  const after = withRule(
    withoutRules(rules, { reach: 'GRADE', key: 'A' }),
    rule('ORDER_TOO_LARGE', 'APPROVE', { amount: '50000' }),
  );
  const found = differences(rules, after, ['STOPPED', 'OVER_LIMIT', 'ORDER_TOO_LARGE'], ['CONFIRM', 'DELIVERY']);
  expect(found.map((d) => [d.whom.reach, d.check, d.before?.effect, d.after?.effect])).toEqual([
    ['COMPANY', 'ORDER_TOO_LARGE', undefined, 'APPROVE'],
    ['GRADE', 'OVER_LIMIT', 'WARN', undefined],
  ]);
});

it('sees that an exception from a rule is more than no exception', () => {
  const before = [rule('STOPPED', 'BLOCK')];
  const after = [...before, rule('STOPPED', 'IGNORE', to('CUSTOMER', 'c-1'))];
  expect(differences(before, after, ['STOPPED'], ['CONFIRM'])).toHaveLength(1);
  expect(differences(before, withRule(before, rule('OVER_LIMIT', 'IGNORE')), ['OVER_LIMIT'], ['CONFIRM'])).toEqual([]);
});
