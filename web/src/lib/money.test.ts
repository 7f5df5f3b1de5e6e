import { describe, expect, it } from 'vitest';
import {
  capitals,
  formatAmount,
  formatMoney,
  formatPrice,
  formatQuantity,
  formatShare,
  formatShort,
  parseFigure,
  round,
  sum,
} from './money';

describe('amounts as people read them', () => {
  it.each([
    ['1234.5', 'CNY', '1,234.50'],
    ['-1234567.891', 'CNY', '−1,234,567.89'],
    ['0', 'CNY', '–'],
    ['0.00', 'CNY', '–'],
    ['-0.004', 'CNY', '0.00'],
    ['0.005', 'CNY', '0.01'],
    ['1234', 'JPY', '1,234'],
    ['999999999999999.99', 'CNY', '999,999,999,999,999.99'],
    [null, 'CNY', ''],
  ])('%s %s is written %s', (value, currency, text) => {
    expect(formatAmount(value, currency)).toBe(text);
  });

  it('writes prices with two to six decimals and quantities with what they have', () => {
    expect(formatPrice('90.8', 'CNY')).toBe('90.80');
    expect(formatPrice('0.123456', 'CNY')).toBe('0.123456');
    expect(formatQuantity('1200.000000')).toBe('1,200');
    expect(formatQuantity('1.25')).toBe('1.25');
    expect(formatMoney('-88300', 'CNY')).toBe('−¥88,300.00');
    expect(formatShare('12', '96')).toBe('12.5%');
    expect(formatShare('12', '0')).toBe('–');
  });

  it('shortens by the custom of the language', () => {
    expect(formatShort('3214900', 'zh-CN')).toBe('321万');
    expect(formatShort('12345', 'zh-CN')).toBe('1.23万');
    expect(formatShort('3214900', 'en')).toBe('3.21M');
    expect(formatShort('999', 'en')).toBe('999');
  });
});

describe('figures as people type them', () => {
  it.each([
    ['12万', '120000'],
    ['1.5亿', '150000000'],
    ['3.5k', '3500'],
    ['3.5K', '3500'],
    ['1200*0.98', '1176'],
    ['1200×0.98', '1176'],
    ['1,234.50', '1234.5'],
    ['¥ 88,300.00', '88300'],
    ['１２３', '123'],
    ['(3+4)/2', '3.5'],
    ['10/3', '3.333333'],
    ['-5', '-5'],
    ['=2+3*4', '14'],
    ['15%', '0.15'],
    ['2百万', '2000000'],
    ['0.1+0.2', '0.3'],
    ['500元', '500'],
  ])('%s means %s', (text, value) => {
    expect(parseFigure(text)).toBe(value);
  });

  it.each(['', 'abc', '12万x', '1/0', '(3', '1..2', '--', 'NaN', '1e5', 'alert(1)'])('%s means nothing', (text) => {
    expect(parseFigure(text)).toBeNull();
  });
});

describe('exact arithmetic', () => {
  it('adds without float error and rounds half away from zero', () => {
    expect(sum(['0.1', '0.2', null, '-0.3']).toFixed()).toBe('0');
    expect(round('2.345', 'CNY')).toBe('2.35');
    expect(round('-2.345', 'CNY')).toBe('-2.35');
    expect(round('1234.5', 'JPY')).toBe('1235');
  });
});

describe('人民币大写', () => {
  it.each([
    ['10050.30', '壹万零伍拾元叁角'],
    ['0.05', '伍分'],
    ['100000', '壹拾万元整'],
    ['1409.50', '壹仟肆佰零玖元伍角'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
    ['107000.53', '壹拾万柒仟元伍角叁分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
    ['100000001', '壹亿零壹元整'],
    ['1000010000', '壹拾亿零壹万元整'],
    ['-12', '负壹拾贰元整'],
    ['0', '零元整'],
  ])('%s is %s', (value, text) => {
    expect(capitals(value)).toBe(text);
  });
});
