/** A date, a number, a code: one word to the eye, never broken at its hyphens. */
export function isCode(shown: unknown): shown is string {
  return typeof shown === 'string' && /^[\x21-\x7e]{2,24}$/.test(shown);
}
