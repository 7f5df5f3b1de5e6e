import { parseFigure, type Decimal } from '../lib/money';

export interface PastedLine {
  code: string;
  quantity: Decimal | null;
  price: Decimal | null;
}

/**
 * Rows copied from a spreadsheet: product code, quantity, price; further columns are left alone. A head row (its second
 * column is no figure) is skipped. Null when the text is no table, so that a plain word is pasted as a word.
 */
export function parsePasted(text: string): PastedLine[] | null {
  if (!/[\t\n]/.test(text.trim())) return null;
  const rows = text
    .replace(/\r/g, '')
    .split('\n')
    .map((row) => row.split('\t').map((value) => value.trim()))
    .filter((row) => row[0]);
  const lines = rows.map(([code = '', quantity = '', price = '']) => ({
    code,
    quantity: parseFigure(quantity),
    price: parseFigure(price),
    head: quantity !== '' && parseFigure(quantity) === null,
  }));
  const [first] = lines;
  const body = first?.head ? lines.slice(1) : lines;
  return body.length > 0 ? body.map(({ code, quantity, price }) => ({ code, quantity, price })) : null;
}
