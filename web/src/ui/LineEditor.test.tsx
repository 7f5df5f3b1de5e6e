import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { LineEditor, newLine, type EditedLine } from './LineEditor';
import { serve, show } from './testing';

const PRODUCTS = [
  { id: 'p1', code: 'P-1', name: '石膏板', pinyin: 'sgb', price: '90.80', last: '88' },
  { id: 'p2', code: 'P-2', name: '轻钢龙骨', pinyin: 'qglg', price: '12.5', last: null },
];

function products() {
  return serve(({ path, query }) => {
    if (path !== '/products/pick') return undefined;
    const q = (query.get('q') ?? '').toLowerCase();
    return {
      choices: PRODUCTS.filter(
        (p) => p.code.toLowerCase().startsWith(q) || p.pinyin.startsWith(q) || p.name.includes(q),
      ).map((p) => ({
        product: {
          id: p.id,
          code: p.code,
          name: p.name,
          specification: null,
          unit: '张',
          taxRate: '0.13',
          listPrice: p.price,
          minimumPrice: null,
          priceIncludesTax: true,
          stocked: true,
          active: true,
        },
        onHand: '50',
        lastPrice: p.last
          ? { price: p.last, includesTax: true, date: '2026-10-08', order: 'o9', orderNumber: 'SO-9' }
          : null,
      })),
    };
  });
}

const changed = vi.fn<(lines: EditedLine[]) => void>();
const now = () => changed.mock.lastCall?.[0] ?? [];

function Lines({ errors }: { errors?: (path: string) => string | undefined }) {
  const [lines, setLines] = useState<EditedLine[]>(() => [newLine()]);
  return (
    <LineEditor
      lines={lines}
      onChange={(next) => {
        setLines(next);
        changed(next);
      }}
      taxIncluded
      currency="CNY"
      customer="c1"
      {...(errors ? { errors } : {})}
    />
  );
}

const boxes = () => screen.getAllByRole('combobox', { name: 'Product' });
const cells = (name: string) => screen.getAllByRole('textbox', { name });

async function pick(box: HTMLElement, typed: string) {
  await userEvent.click(box);
  await userEvent.keyboard(typed);
  await screen.findByRole('option', { selected: true });
  await waitFor(() => {
    expect(screen.queryAllByRole('option')).toHaveLength(1);
  });
  await userEvent.keyboard('{Enter}');
}

it('takes a line by keyboard alone: pinyin, Enter, quantity, and offers the last price with its day', async () => {
  products();
  await show(<Lines />);
  await pick(boxes()[0] as HTMLElement, 'sgb');
  expect(boxes()[0]).toHaveValue('P-1 石膏板');
  expect(cells('Quantity')[0]).toHaveFocus();
  await userEvent.keyboard('200{Tab}');
  expect(cells('Price')[0]).toHaveFocus();
  expect(screen.getByText('17,600.00')).toBeVisible();
  expect(screen.getByText(/88.* · 10-08/)).toBeVisible();
  await userEvent.clear(cells('Price')[0] as HTMLElement);
  await userEvent.keyboard('90*0.98{Enter}');
  expect(cells('Discount')[0]).toHaveFocus();
  expect(screen.getByText('17,640.00')).toBeVisible();
});

it('finds a product by its code, and Tab takes it as Enter does', async () => {
  products();
  await show(<Lines />);
  await userEvent.click(boxes()[0] as HTMLElement);
  await userEvent.keyboard('p-2');
  await waitFor(() => {
    expect(screen.getAllByRole('option')).toHaveLength(1);
  });
  await userEvent.tab();
  expect(boxes()[0]).toHaveValue('P-2 轻钢龙骨');
  expect(cells('Quantity')[0]).toHaveFocus();
  expect(cells('Price')[0]).toHaveValue('12.50');
});

it('begins the next line with Enter or Tab in the last cell', async () => {
  products();
  await show(<Lines />);
  await pick(boxes()[0] as HTMLElement, 'sgb');
  await userEvent.keyboard('{Enter}{Enter}{Enter}');
  expect(boxes()).toHaveLength(2);
  expect(boxes()[1]).toHaveFocus();
  await pick(boxes()[1] as HTMLElement, 'qglg');
  await userEvent.keyboard('{Tab}{Tab}{Tab}');
  expect(boxes()).toHaveLength(3);
  expect(boxes()[2]).toHaveFocus();
  expect(now().map((line) => line.quantity)).toEqual(['1', '1', null]);
});

it('pastes rows from a spreadsheet as lines and names the codes it does not know', async () => {
  products();
  await show(<Lines />);
  fireEvent.paste(boxes()[0] as HTMLElement, {
    clipboardData: { getData: () => 'Code\tQuantity\tPrice\r\nP-1\t20\t85.5\r\nP-9\t1\t1\r\nP-2\t1,000\t\r\n' },
  });
  await waitFor(() => {
    expect(boxes().map((box) => (box as HTMLInputElement).value)).toEqual(['P-1 石膏板', 'P-2 轻钢龙骨']);
  });
  expect(now().map((line) => [line.quantity, line.price])).toEqual([
    ['20', '85.5'],
    ['1000', '12.5'],
  ]);
  expect(await screen.findByText('Unknown codes, not pasted: P-9 (1 in all)')).toBeInTheDocument();
});

it('brings a removed line back', async () => {
  products();
  await show(<Lines />);
  await pick(boxes()[0] as HTMLElement, 'sgb');
  await userEvent.keyboard('{Control>}{Delete}{/Control}');
  expect(boxes()[0]).toHaveValue('');
  await userEvent.click(screen.getByRole('button', { name: /Undo$/ }));
  expect(boxes()[0]).toHaveValue('P-1 石膏板');
});

it("says the server's objections at their line", async () => {
  products();
  await show(<Lines errors={(path) => (path === 'lines[0].quantity' ? 'must be more than 0' : undefined)} />);
  expect(within(await screen.findByRole('alert')).getByText('Line 1: must be more than 0')).toBeVisible();
  expect(cells('Quantity')[0]).toBeInvalid();
});

it('loses no digit to a frame that comes late, and replaces what stood there', async () => {
  products();
  await show(<Lines />);
  await pick(boxes()[0] as HTMLElement, 'sgb');
  const frames: FrameRequestCallback[] = [];
  const late = vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  const frame = () => {
    frames.splice(0).forEach((run) => {
      run(0);
    });
  };
  await userEvent.click(cells('Quantity')[0] as HTMLElement);
  await userEvent.keyboard('1');
  frame();
  await userEvent.keyboard('0');
  expect(now()[0]?.quantity?.toString()).toBe('10');
  await userEvent.keyboard('{Tab}');
  await userEvent.keyboard('9');
  frame();
  await userEvent.keyboard('1');
  expect(now()[0]?.price?.toString()).toBe('91');
  late.mockRestore();
});
