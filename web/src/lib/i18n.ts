import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { speak } from './api';
import { recall, remember } from './storage';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export type Texts = Record<string, unknown>;

function isLocale(text: unknown): text is Locale {
  return LOCALES.includes(text as Locale);
}

/** The language last chosen here; Chinese when none was. */
export function rememberedLocale(): Locale {
  const kept = recall<unknown>('locale', null);
  return isLocale(kept) ? kept : 'zh-CN';
}

export async function startTexts(locale: Locale, texts: Record<string, Texts>): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: texts },
    defaultNS: 'ui',
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    returnNull: false,
    react: { useSuspense: false },
  });
  settle(locale);
}

/** Changes the language in place; the texts, the server's own among them, have been fetched by the caller. */
export async function changeTexts(
  locale: Locale,
  texts: Record<string, Texts>,
  server: Record<string, string>,
): Promise<void> {
  // What is drawn at the change is drawn once: all words are there before it.
  addServerTexts(locale, server);
  for (const [module, map] of Object.entries(texts)) i18next.addResourceBundle(locale, module, map, true, true);
  await i18next.changeLanguage(locale);
  settle(locale);
}

/** The server's own words: kinds, fields, states, rights, problem codes. */
export function addServerTexts(locale: Locale, texts: Record<string, string>): void {
  i18next.addResourceBundle(locale, 'server', texts, false, true);
}

function settle(locale: Locale): void {
  speak(locale);
  remember('locale', locale);
  document.documentElement.lang = locale;
}

export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : 'zh-CN';
}

/** A text where no component is at hand. */
export function text(key: string, values?: Record<string, unknown>): string {
  return i18next.t(key, values ?? {});
}

/** The server's word for something, or the fallback where it has none. */
export function serverText(key: string, otherwise: string): string {
  return i18next.exists(key, { ns: 'server' }) ? i18next.t(key, { ns: 'server' }) : otherwise;
}
