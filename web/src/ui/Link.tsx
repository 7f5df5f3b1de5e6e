import { Link as RouterLink } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { recordPath } from '../lib/records';
import { isCode } from '../lib/words';

/** A link inside the page; what it leads to is fetched when the pointer comes near. */
export function Link({
  to,
  children,
  className,
  title,
  width,
  onClick,
}: {
  to: string;
  children: ReactNode;
  className?: string;
  title?: string;
  /** For segments of bars. */
  width?: string;
  onClick?: (event: MouseEvent) => void;
}) {
  const [path = '', query = ''] = to.split('?');
  return (
    <RouterLink
      to={path}
      search={query ? Object.fromEntries(new URLSearchParams(query)) : {}}
      className={className ?? ''}
      title={title ?? ''}
      style={width ? { width } : {}}
      preload="intent"
      onClick={onClick}
    >
      {children}
    </RouterLink>
  );
}

/** A record by its number or name; plain text when it has no page or the user may not open it. */
export function RecordLink({ kind, id, children }: { kind?: string | null; id?: string | null; children: ReactNode }) {
  const path = recordPath(kind, id);
  const look = isCode(children) ? 'oa-word' : '';
  return path ? (
    <Link to={path} className={look}>
      {children}
    </Link>
  ) : (
    <span className={look}>{children}</span>
  );
}
