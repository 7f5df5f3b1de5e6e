import { createContext, useContext } from 'react';
import type { Me } from './types';

/** Who is signed in, for everything inside the frame. */
export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('no one is signed in here');
  return me;
}

/** Whether the user holds the right; several: any one of them. */
export function can(me: Me, rights?: string | readonly string[] | null): boolean {
  if (!rights || rights.length === 0) return true;
  const wanted = typeof rights === 'string' ? [rights] : rights;
  return wanted.some((right) => me.rights.includes(right));
}

export function useCan(): (rights?: string | readonly string[] | null) => boolean {
  const me = useMe();
  return (rights) => can(me, rights);
}
