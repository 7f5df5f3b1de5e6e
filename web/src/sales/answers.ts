import { useSyncExternalStore } from 'react';
import type { OrderAnswer } from './types';

/** The last answer of the gate per order, so that the order's page can show what was said when it was confirmed. */
const answers = new Map<string, OrderAnswer>();
const listeners = new Set<() => void>();

export function keepAnswer(answer: OrderAnswer | null): void {
  if (!answer) return;
  if (answer.objections.length + answer.warnings.length > 0) answers.set(answer.order.id, answer);
  else answers.delete(answer.order.id);
  listeners.forEach((listener) => {
    listener();
  });
}

export function useAnswer(order: string): OrderAnswer | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => answers.get(order),
  );
}
