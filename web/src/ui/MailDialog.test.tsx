import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import MailDialog from './MailDialog';
import { serve, show } from './testing';

const DRAFT = {
  kind: 'statement',
  number: 'ST-1',
  language: 'en',
  receivers: [
    { name: 'Wang', address: 'books@customer.example', role: 'FINANCE', usable: true, bad: null, chosen: true },
    { name: 'Li', address: 'gone@customer.example', role: 'DECISION', usable: true, bad: '550 no user', chosen: false },
  ],
  subject: 'Statement ST-1',
  text: 'Dear Wang,\n\n{{link}}',
  printable: true,
  excel: false,
  linked: true,
};

it('proposes receivers, subject and text, and sends what was made of them once', async () => {
  const asked = serve((request) => {
    if (request.path === '/records/s1/mail-draft') return DRAFT;
    if (request.path === '/records/s1/mails') return { mails: 1 };
    return undefined;
  });
  const close = vi.fn();
  await show(<MailDialog id="s1" onClose={close} />);
  // Its way into sight never ends without a browser.
  expect(await screen.findByText('Send ST-1 by e-mail')).toBeInTheDocument();
  expect(screen.getByText('books@customer.example')).toBeInTheDocument();
  expect(screen.queryByText('Excel goes along')).toBeNull();
  const subject = screen.getByRole('textbox', { name: /Subject/ });
  await userEvent.clear(subject);
  await userEvent.type(subject, 'Please check');
  await userEvent.click(screen.getByRole('button', { name: 'Send by e-mail' }));
  await waitFor(() => {
    expect(close).toHaveBeenCalled();
  });
  const sent = asked.filter((request) => request.method === 'POST');
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body).toMatchObject({
    to: [{ address: 'books@customer.example', name: 'Wang' }],
    language: 'en',
    subject: 'Please check',
    text: DRAFT.text,
    pdf: true,
    excel: false,
  });
});

it('keeps what was written when the server refuses it, and says why', async () => {
  serve((request) => {
    if (request.path === '/records/s1/mail-draft') return DRAFT;
    if (request.path === '/records/s1/mails')
      return { status: 400, code: 'invalid', title: 'Not an address', detail: 'Not an address', errors: [] };
    return undefined;
  });
  const close = vi.fn();
  await show(<MailDialog id="s1" onClose={close} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Send by e-mail' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Not an address');
  expect(close).not.toHaveBeenCalled();
  expect(screen.getByRole('textbox', { name: /Text/ })).toHaveValue(DRAFT.text);
});
