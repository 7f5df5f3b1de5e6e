import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { DataTable, type Column } from './DataTable';
import { show } from './testing';

const columns = ['#', 'Item', 'Price', 'Remark'].map((title): Column<string[]> => ({
  key: title,
  title,
  numeric: title === 'Price',
  render: (row) => row[['#', 'Item', 'Price', 'Remark'].indexOf(title)],
}));

it('names each cell of a wide table, so that its rows can be stacked on a phone', async () => {
  await show(<DataTable columns={columns} rows={[['1', 'Bolts', '2.50', '']]} rowKey={() => 'a'} />);
  const cells = await screen.findAllByRole('cell');
  expect(cells.map((cell) => [cell.getAttribute('data-label'), cell.className])).toEqual([
    ['#', 'none'],
    ['Item', 'head'],
    ['Price', 'n'],
    ['Remark', 'none'],
  ]);
});

it('leaves a narrow table side by side', async () => {
  await show(<DataTable columns={columns.slice(1)} rows={[['1', 'Bolts', '2.50', '']]} rowKey={() => 'a'} />);
  expect(await screen.findByRole('table')).not.toHaveClass('stacks');
});
