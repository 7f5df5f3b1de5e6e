import type { CSSProperties, ReactNode } from 'react';

interface Box {
  children?: ReactNode;
  className?: string;
}

function names(...parts: (string | false | undefined | null)[]): string {
  return parts.filter(Boolean).join(' ');
}

/** A titled panel; `extra` stands at the right of the title, `tone` colours its edge. */
export function Card({
  title,
  extra,
  tone,
  flush,
  children,
  className,
  id,
}: Box & { title?: ReactNode; extra?: ReactNode; tone?: 'red' | 'orange'; flush?: boolean; id?: string }) {
  return (
    <section className={names('oa-card', tone, flush && 'flush', className)} id={id}>
      {(title ?? extra) != null && (
        <div className="head">
          <h2 className={tone ? `oa-${tone}` : ''}>{title}</h2>
          {extra}
        </div>
      )}
      {children}
    </section>
  );
}

/** Side by side, wrapping. */
export function Line({
  children,
  className,
  between,
  tight,
  top,
  nowrap,
}: Box & { between?: boolean; tight?: boolean; top?: boolean; nowrap?: boolean }) {
  return (
    <div
      className={names('oa-row', between && 'between', tight && 'tight', top && 'top', nowrap && 'nowrap', className)}
    >
      {children}
    </div>
  );
}

/** One below the other. */
export function Stack({ children, className, tight }: Box & { tight?: boolean }) {
  return <div className={names('oa-stack', tight && 'tight', className)}>{children}</div>;
}

/** Equal columns at the desk, two on a tablet, one on a phone (`pairs`: two there as well). */
export function Columns({
  count = 2,
  wideLeft,
  pairs,
  children,
}: Box & { count?: number; wideLeft?: boolean; pairs?: boolean }) {
  return (
    <div
      className={names('oa-columns', wideLeft && 'wide-left', pairs && 'pairs')}
      style={{ '--columns': count } as CSSProperties}
    >
      {children}
    </div>
  );
}

export interface Fact {
  label: ReactNode;
  value: ReactNode;
}

/** Labelled facts in a grid; those without a value are left out. */
export function Facts({ facts }: { facts: readonly (Fact | false | null | undefined)[] }) {
  return (
    <dl className="oa-facts">
      {facts.map((fact, index) =>
        fact && fact.value !== null && fact.value !== undefined && fact.value !== '' ? (
          <div key={index}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** Quiet text. */
export function Mute({ children, small }: Box & { small?: boolean }) {
  return <span className={names('oa-mute', small && 'oa-small')}>{children}</span>;
}
