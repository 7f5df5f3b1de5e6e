import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { RecordPicker, type Picked } from './Picker';
import { show } from './testing';

const ROWS = [
  { id: 'a', name: 'Alpha' },
  { id: 'b', name: 'Beta' },
];

/** A search whose answers come when the test lets them. */
function slowSearch() {
  const waiting = new Map<string, () => void>();
  return {
    load: (q: string) =>
      new Promise<typeof ROWS>((resolve) => {
        waiting.set(q, () => {
          resolve(ROWS.filter((row) => row.name.toLowerCase().startsWith(q)));
        });
      }),
    answer: async (q: string) => {
      await waitFor(() => {
        expect(waiting.has(q)).toBe(true);
      });
      waiting.get(q)?.();
    },
  };
}

function Box({ load }: { load: (q: string) => Promise<typeof ROWS> }) {
  const [value, setValue] = useState<Picked | null>(null);
  return (
    <>
      <RecordPicker
        list="things"
        load={load}
        label={(row) => String(row['name'])}
        value={value}
        onChange={setValue}
        aria-label="Thing"
      />
      <button type="button">Next</button>
    </>
  );
}

it.each(['Enter', 'Tab'])('takes what was typed though %s came before the answer', async (key) => {
  const search = slowSearch();
  await show(<Box load={search.load} />);
  const box = screen.getByRole('combobox', { name: 'Thing' });
  await userEvent.click(box);
  await search.answer('');
  await screen.findByRole('option', { name: 'Alpha' });
  await userEvent.keyboard(`bet{${key}}`);
  expect(box).toHaveValue('bet');
  await search.answer('bet');
  await waitFor(() => {
    expect(box).toHaveValue('Beta');
  });
  expect(screen.queryByRole('listbox')).toBeNull();
  if (key === 'Tab') expect(screen.getByRole('button', { name: 'Next' })).toHaveFocus();
});

it('waits no longer once the text was changed or nothing was found', async () => {
  const search = slowSearch();
  await show(<Box load={search.load} />);
  const box = screen.getByRole('combobox', { name: 'Thing' });
  await userEvent.click(box);
  await userEvent.keyboard('al{Enter}');
  fireEvent.change(box, { target: { value: 'zz' } });
  await search.answer('zz');
  await screen.findByText('Nothing found');
  await userEvent.tab();
  await waitFor(() => {
    expect(screen.queryByRole('listbox')).toBeNull();
  });
  expect(box).toHaveValue('');
});
