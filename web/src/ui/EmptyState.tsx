import type { ReactNode } from 'react';

/** Says what would be here and offers the step that begins it. */
export function EmptyState({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="oa-empty">
      <h2>{title}</h2>
      {text != null && <p>{text}</p>}
      {children}
    </div>
  );
}
