import type { Tone } from '../lib/types';

/** The colours of a customer's states. */
export const CUSTOMER_TONES: Record<string, Tone> = {
  PROSPECT: 'blue',
  ACTIVE: 'green',
  STOPPED: 'grey',
  BLACKLISTED: 'red',
};
