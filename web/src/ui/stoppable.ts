import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCan } from '../lib/session';
import type { Move, Tone } from '../lib/types';
import { useMoves } from './document';
import { joinMoves, type PageMove } from './DocumentPage';

const TONES: Record<string, Tone> = { ACTIVE: 'green', STOPPED: 'red' };

/**
 * A record that is used until it is stopped, and goes on when it is reactivated: its buttons with editing at the side and
 * deleting, and what they are asked with. `word` gives its texts by their names: stop, stopTitle, stopText and so on.
 */
export function useStoppable({
  plural,
  right,
  list,
  record,
  version,
  said,
  touches = [],
  word,
  asksBack = false,
}: {
  plural: 'shared-limits' | 'acceptor-limits';
  /** What its rights begin with. */
  right: string;
  /** The address of all of them. */
  list: string;
  record: { id: string; state: string };
  version: string | null;
  said: readonly Move[];
  touches?: readonly string[];
  word: (name: string) => string;
  /** Whether going on is asked about too. */
  asksBack?: boolean;
}) {
  const may = useCan();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const moves = useMoves(plural, record.id, version, {
    touches,
    onDone: (_, step) => {
      if (step.method === 'DELETE') void navigate({ to: list });
    },
  });
  const active = record.state === 'ACTIVE';
  const asked = (name: string) => ({ title: word(`${name}Title`), content: word(`${name}Text`) });
  const step = (path: 'stop' | 'reactivation') => () => {
    moves.run({ path });
  };
  const known: PageMove[] = [
    { name: 'stop', label: word('stop'), danger: true, confirm: asked('stop'), run: step('stop') },
    {
      name: 'reactivate',
      label: word('reactivate'),
      primary: true,
      ...(asksBack ? { confirm: asked('reactivate') } : {}),
      run: step('reactivation'),
    },
  ];
  // The two steps lead from one state to the other: the one that leads nowhere now isn't shown.
  const buttons = joinMoves(
    said.filter((move) => move.name === (active ? 'stop' : 'reactivate')),
    known,
    moves.running === 'reactivation' ? 'reactivate' : moves.running,
  );
  if (may(`${right}.edit`)) {
    buttons.push({
      name: 'edit',
      label: word('edit'),
      primary: active,
      run: () => {
        setEditing(true);
      },
    });
  }
  if (may(`${right}.delete`)) {
    buttons.push({
      name: 'delete',
      label: word('delete'),
      danger: true,
      rare: true,
      confirm: asked('delete'),
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  return {
    moves,
    buttons,
    tone: TONES[record.state] ?? ('grey' as const),
    editing,
    endEditing: () => {
      setEditing(false);
    },
  };
}
