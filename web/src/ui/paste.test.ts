import { expect, it } from 'vitest';
import { parsePasted } from './paste';

it('reads code, quantity and price from copied cells', () => {
  expect(parsePasted('P-001\t800\t90.80\r\nP-002\t1,200\t18.6\r\n')).toEqual([
    { code: 'P-001', quantity: '800', price: '90.8' },
    { code: 'P-002', quantity: '1200', price: '18.6' },
  ]);
});

it('skips a head row, empty rows and columns it does not know', () => {
  expect(parsePasted('编码\t数量\t单价\t备注\n\nP-001\t1.5万\t\t急\n')).toEqual([
    { code: 'P-001', quantity: '15000', price: null },
  ]);
});

it('takes a column of codes alone', () => {
  expect(parsePasted('P-001\nP-002')).toEqual([
    { code: 'P-001', quantity: null, price: null },
    { code: 'P-002', quantity: null, price: null },
  ]);
});

it('leaves a plain word to be pasted as a word', () => {
  expect(parsePasted('P-001')).toBeNull();
  expect(parsePasted('  石膏板 9.5mm \n')).toBeNull();
});
