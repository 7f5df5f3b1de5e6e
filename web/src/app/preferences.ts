import { useSyncExternalStore } from 'react';
import { recall, remember } from '../lib/storage';
import { applyPalette, type Mode } from '../ui/theme';

export type ThemeChoice = 'light' | 'dark' | 'system';

const listeners = new Set<() => void>();
let choice: ThemeChoice = recall<ThemeChoice>('theme', 'light');

function systemIsDark(): boolean {
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}

export function modeNow(): Mode {
  return choice === 'dark' || (choice === 'system' && systemIsDark()) ? 'dark' : 'light';
}

function tell(): void {
  applyPalette(modeNow());
  listeners.forEach((listener) => {
    listener();
  });
}

window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  remember('theme', next);
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The chosen theme and what it comes to now. */
export function useThemeChoice(): { choice: ThemeChoice; mode: Mode } {
  const chosen = useSyncExternalStore(subscribe, () => choice);
  const mode = useSyncExternalStore(subscribe, modeNow);
  return { choice: chosen, mode };
}
