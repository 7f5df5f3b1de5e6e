import { describe, expect, it } from 'vitest';
import { newLine, type EditedLine } from '../ui/LineEditor';
import { editedLines, goodsAmounts, isShown, rowOf, sentCharges, sentLine, withoutDays } from './goods';

function line(part: Partial<EditedLine>): EditedLine {
  return { ...newLine(), product: { id: 'p', label: 'P-1 Pipe' }, quantity: '1', price: '100', ...part };
}

const goods = {
  lines: [line({}), newLine(), line({ quantity: '2' })],
  charges: [
    { name: 'Freight', amount: null, taxRate: '0' },
    { name: ' Crane ', amount: '50', taxRate: '0' },
  ],
  discountAmount: null,
};

describe('a document of goods as it is edited', () => {
  it('finds the row an error is about: the server counts those it was sent', () => {
    expect(rowOf('lines[1].price', goods)).toBe('lines[2].price');
    expect(rowOf('charges[0].name', goods)).toBe('charges[1].name');
    expect(rowOf('lines[7].price', goods)).toBe('lines[7].price');
    expect(rowOf('reference', goods)).toBe('reference');
  });

  it('shows errors at fields and cells, and tells the others as a whole', () => {
    const draft = { ...goods, reference: '' };
    expect(
      ['lines[0].price', 'charges[1].amount', 'reference', 'discountAmount'].map((f) => isShown(f, draft)),
    ).toEqual([true, true, true, true]);
    expect(['lines', 'lines[0]', 'owner'].map((f) => isShown(f, draft))).toEqual([false, false, false]);
  });

  it('counts charges and the discount, not what the customer may choose', () => {
    const lines = [...goods.lines, line({ price: '1000', optional: true })];
    const amounts = goodsAmounts({ ...goods, lines, discountAmount: '13' }, true, 'CNY');
    expect(amounts).toEqual({ total: '337.00', tax: '33.02', net: '303.98' });
  });

  it('gives back what it was given, with the day and the note of each line', () => {
    const known = {
      position: 3,
      product: 'p',
      productCode: 'P-1',
      productName: 'Pipe',
      unit: 'm',
      quantity: '5',
      price: '2',
      discount: '0.05',
      taxRate: '0.13',
      deliveryDate: '2026-03-01',
      note: 'cut',
    };
    const [edited] = editedLines([known]);
    expect(edited).toMatchObject({ id: '3', product: { label: 'P-1 Pipe' }, discount: '5' });
    expect(edited && sentLine(edited)).toMatchObject({ discount: '0.05', deliveryDate: '2026-03-01', note: 'cut' });
    expect(withoutDays(edited ? [edited] : [])[0]).toMatchObject({ deliveryDate: null, note: 'cut' });
    expect(sentCharges(goods)).toEqual([{ name: 'Crane', amount: '50', taxRate: '0' }]);
  });
});
