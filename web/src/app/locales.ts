import type { Locale as AntdLocale } from 'antd/es/locale';
import type { Locale, Texts } from '../lib/i18n';

interface Loaded {
  texts: Record<string, Texts>;
  antd: AntdLocale;
}

/** One language's texts of all modules, fetched as one chunk of its own. */
export async function loadLocale(locale: Locale): Promise<Loaded> {
  const loaded = locale === 'en' ? await import('./locale-en') : await import('./locale-zh-CN');
  const texts: Record<string, Texts> = {};
  for (const [path, map] of Object.entries(loaded.texts)) {
    const module = /\/src\/(\w+)\/texts/.exec(path)?.[1];
    if (module) texts[module] = map;
  }
  return { texts, antd: loaded.antd };
}
