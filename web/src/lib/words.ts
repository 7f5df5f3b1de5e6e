/** A date, a number, a code: one word to the eye, never broken at its hyphens. */
export function isCode(shown: unknown): boolean {
  return typeof shown === 'string' && /^[\x21-\x7e]{2,24}$/.test(shown);
}
