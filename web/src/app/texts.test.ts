import { describe, expect, it } from 'vitest';

type Tree = { [key: string]: string | Tree };

const texts = import.meta.glob<Tree>('/src/*/texts.*.json', { eager: true, import: 'default' });
const sources = import.meta.glob<string>(['/src/*/*.{ts,tsx}', '!/src/*/*.test.*'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

function leaves(tree: Tree, path = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') all.set(here, value);
    else for (const [k, v] of leaves(value, here)) all.set(k, v);
  }
  return all;
}

const byModule = new Map<string, Record<string, Map<string, string>>>();
for (const [path, tree] of Object.entries(texts)) {
  const match = /\/src\/(\w+)\/texts\.([\w-]+)\.json$/.exec(path);
  const [, module = '', locale = ''] = match ?? [];
  byModule.set(module, { ...byModule.get(module), [locale]: leaves(tree) });
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
}

describe.each([...byModule.keys()])('texts of %s', (module) => {
  const chinese = byModule.get(module)?.['zh-CN'] ?? new Map<string, string>();
  const english = byModule.get(module)?.['en'] ?? new Map<string, string>();

  it('say the same things in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    for (const [key, text] of chinese)
      expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  it('are filled in', () => {
    for (const [key, text] of [...chinese, ...english]) expect([key, text.trim().length > 0]).toEqual([key, true]);
    for (const [key, text] of english)
      expect([key, /[\u4e00-\u9fff]/.test(text.replace(/赊销通|中文|12万|万/g, ''))]).toEqual([key, false]);
  });
});

it('every text a page asks for is there', () => {
  const missing: string[] = [];
  for (const [path, source] of Object.entries(sources)) {
    const namespace = /useTranslation\('(\w+)'\)/.exec(source)?.[1];
    for (const [, own, other] of source.matchAll(/\b(?:t\('([\w.:-]+)'|text\('(\w+:[\w.-]+)')/g)) {
      const key = own ?? other ?? '';
      const [module, name] = key.includes(':') ? key.split(':') : [namespace, key];
      const known = byModule.get(module ?? '')?.['zh-CN'];
      if (!known?.has(name ?? '')) missing.push(`${path}: ${key}`);
    }
  }
  expect(missing).toEqual([]);
});
