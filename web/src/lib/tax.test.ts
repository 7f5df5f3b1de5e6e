import { describe, expect, it } from 'vitest';
import { documentAmounts, lineAmounts, otherPrice, spreadDiscount } from './tax';

describe('tax on a line', () => {
  it.each([
    // quantity, price, included, rate, discount %, total, tax, net
    ['3', '99.99', true, '0.13', '0', '299.97', '34.51', '265.46'],
    ['3', '99.99', false, '0.13', '0', '338.97', '39.00', '299.97'],
    ['800', '90.80', true, '0.13', null, '72640.00', '8356.81', '64283.19'],
    ['1200', '18.60', true, '0.13', '2', '21873.60', '2516.43', '19357.17'],
    ['1', '100', true, null, '0', '100.00', '0.00', '100.00'],
    ['1', '0.01', false, '0.13', '0', '0.01', '0.00', '0.01'],
    ['-2', '50.005', true, '0.06', '0', '-100.01', '-5.66', '-94.35'],
    ['0.333333', '3', true, '0.03', '0', '1.00', '0.03', '0.97'],
  ])(
    '%s × %s included %s at %s less %s%% is %s, tax %s, net %s',
    (quantity, price, taxIncluded, taxRate, discountPercent, total, tax, net) => {
      expect(lineAmounts({ quantity, price, taxIncluded, taxRate, discountPercent }, 'CNY')).toEqual({
        total,
        tax,
        net,
      });
    },
  );

  it('follows the currency', () => {
    expect(lineAmounts({ quantity: '3', price: '99.5', taxIncluded: true, taxRate: '0.1' }, 'JPY')).toEqual({
      total: '299',
      tax: '27',
      net: '272',
    });
  });
});

it('a document is the sum of its rounded lines, not the rounding of its sum', () => {
  const line = lineAmounts({ quantity: '1', price: '0.335', taxIncluded: true, taxRate: '0.13' }, 'CNY');
  expect(line.total).toBe('0.34');
  expect(documentAmounts([line, line, line], 'CNY').total).toBe('1.02');
});

it('turns a price to the other basis', () => {
  expect(otherPrice('113', '0.13', true)).toBe('100');
  expect(otherPrice('100', '0.13', false)).toBe('113');
  expect(otherPrice('99.99', '0.13', true)).toBe('88.486726');
});

it('spreads a discount over the lines to the cent', () => {
  const each = lineAmounts({ quantity: '1', price: '100', taxIncluded: true, taxRate: '0.13' }, 'CNY');
  const spread = spreadDiscount([each, each, each], ['0.13', '0.13', '0.13'], '10', true, 'CNY');
  expect(spread.map((line) => line.total)).toEqual(['96.67', '96.66', '96.67']);
  expect(documentAmounts(spread, 'CNY').total).toBe('290.00');
  expect(spreadDiscount([each], ['0.13'], '0', true, 'CNY')).toEqual([each]);
});
