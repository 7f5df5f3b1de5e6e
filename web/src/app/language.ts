import { createContext, useContext } from 'react';
import type { Locale } from '../lib/i18n';

/** Changes the language of the whole page, the server's words included. */
export const LanguageContext = createContext<(locale: Locale) => Promise<void>>(() => Promise.resolve());

export function useLanguage(): (locale: Locale) => Promise<void> {
  return useContext(LanguageContext);
}
