/** What this browser remembers. Private windows may refuse to remember; the page works without. */
export function recall<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`onaccount.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) localStorage.removeItem(`onaccount.${key}`);
    else localStorage.setItem(`onaccount.${key}`, JSON.stringify(value));
  } catch {
    // full or forbidden: nothing to do about it
  }
}
