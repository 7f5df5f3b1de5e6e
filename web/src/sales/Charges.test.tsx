import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { show } from '../ui/testing';
import { Charges, type DraftCharge } from './Charges';

const FREIGHT: DraftCharge = { name: 'Freight', amount: '-5', taxRate: '0' };

it('says what is wrong with a charge beside it, and lets its tax rate be chosen', async () => {
  let last: DraftCharge[] = [];
  function Edited() {
    const [charges, setCharges] = useState([FREIGHT]);
    last = charges;
    return (
      <Charges
        charges={charges}
        currency="CNY"
        error={(path) => (path === 'charges[0].amount' ? 'Must not be negative.' : undefined)}
        onChange={setCharges}
      />
    );
  }
  await show(<Edited />);
  expect(await screen.findByRole('alert')).toHaveTextContent('Must not be negative.');
  await userEvent.click(screen.getByRole('combobox', { name: 'Tax' }));
  await userEvent.click(await screen.findByText('9%'));
  expect(last).toEqual([{ ...FREIGHT, taxRate: '0.09' }]);
});
