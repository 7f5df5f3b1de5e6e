import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  isProblem,
  newKey,
  send,
  type Answer,
  type Problem,
  type RecordName,
  type RecordOf,
  type StepAnswer,
  type StepPath,
} from '../lib/api';
import { recall, remember } from '../lib/storage';
import { problemText } from './problems';

/** A document as loaded: its data and the version that was seen. */
export interface Loaded<T> {
  data: T;
  version: string | null;
}

/** Loads one record with its version. */
export function useRecord<L extends RecordName>(plural: L, id: string) {
  return useQuery({
    queryKey: [plural, 'record', id],
    queryFn: ({ signal }): Promise<Loaded<RecordOf<L>>> => send<RecordOf<L>>('GET', `/${plural}/${id}`, { signal }),
    enabled: id !== '',
  });
}

export interface Step<L extends RecordName> {
  /** Below the document's address: "confirmation". Empty: the document itself. */
  path: StepPath<L>;
  method?: 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
}

/**
 * Moves of a document: one at a time, each with the version seen and a key of its own. A 412 is handed to `conflict`
 * so that the page can say who changed what; everything else is told. What a move `touches` beside its own list, other
 * lists and figures by their query keys, is read anew.
 */
export function useMoves<L extends RecordName>(
  plural: L,
  id: string,
  version: string | null | undefined,
  {
    onDone,
    touches = [],
  }: { onDone?: (answer: StepAnswer<L> | undefined, step: Step<L>) => void; touches?: readonly string[] } = {},
) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [conflict, setConflict] = useState<Problem | null>(null);
  const lost = useRef<{ step: string; key: string } | null>(null);
  const move = useMutation({
    mutationFn: async (step: Step<L>): Promise<Answer<StepAnswer<L> | undefined>> => {
      const name = JSON.stringify(step);
      // The answer to the last attempt never came: the same intent carries the same key.
      const key = lost.current?.step === name ? lost.current.key : newKey();
      lost.current = { step: name, key };
      return send(step.method ?? 'POST', [`/${plural}/${id}`, step.path].filter(Boolean).join('/'), {
        body: step.method === 'DELETE' ? undefined : (step.body ?? {}),
        version,
        key,
      });
    },
    onSuccess: async (answer, step) => {
      lost.current = null;
      onDone?.(answer.data, step);
      await Promise.all(
        [[plural], ['record', id], ...touches.map((key) => [key])].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
    },
    onError: (error) => {
      if (!isProblem(error, 0)) lost.current = null;
      if (isProblem(error, 412)) setConflict(error);
      else void message.error(problemText(error));
    },
  });
  return {
    run: move.mutate,
    running: move.isPending ? move.variables.path : null,
    busy: move.isPending,
    conflict,
    settleConflict: () => {
      setConflict(null);
    },
    /** Shows what the other one saved. */
    seeTheirs: () => {
      setConflict(null);
      void queries.invalidateQueries({ queryKey: [plural, 'record', id] });
    },
  };
}

interface Kept<T> {
  at: number;
  value: T;
}

/**
 * Unsaved work is kept in this browser while it is typed and offered again after a crash, a reload or a lost session.
 * `forget` is called when it was saved or given up. Without a key nothing is kept.
 */
export function useKept<T>(
  key: string | null,
  initial: T,
): { value: T; set: (value: T | ((before: T) => T)) => void; restored: boolean; forget: (value: T) => void } {
  const [kept] = useState(() => (key === null ? null : recall<Kept<T> | null>(`draft.${key}`, null)));
  const [restored, setRestored] = useState(kept !== null);
  // What a former version of the page kept may lack what it has come to ask for.
  const [value, setValue] = useState<T>(() => (kept ? { ...initial, ...kept.value } : initial));
  const touched = useRef(false);
  useEffect(() => {
    if (!touched.current || key === null) return undefined;
    const timer = setTimeout(() => {
      remember(`draft.${key}`, { at: Date.now(), value });
    }, 300);
    return () => {
      clearTimeout(timer);
    };
  }, [key, value]);
  const set = useCallback((next: T | ((before: T) => T)) => {
    touched.current = true;
    setValue(next);
  }, []);
  const forget = useCallback(
    (next: T) => {
      touched.current = false;
      if (key !== null) remember(`draft.${key}`, null);
      setRestored(false);
      setValue(next);
    },
    [key],
  );
  return { value, set, restored, forget };
}
