import i18next from 'i18next';
import { expect, it } from 'vitest';
import { changeTexts, serverText, startTexts } from './i18n';

it('has the words of the server when pages are drawn in the new language', async () => {
  await startTexts('zh-CN', {});
  const drawn: string[] = [];
  i18next.on('languageChanged', () => drawn.push(serverText('state.customer.ACTIVE', 'ACTIVE')));
  await changeTexts('en', {}, { 'state.customer.ACTIVE': 'Active' });
  expect(drawn).toEqual(['Active']);
});
