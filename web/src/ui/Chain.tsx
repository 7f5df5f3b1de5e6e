import { Fragment, type ReactNode } from 'react';
import { serverText } from '../lib/i18n';
import { recordPath } from '../lib/records';
import type { Decimal } from '../lib/money';
import type { Tone } from '../lib/types';
import { Money, StateTag, StatusTag } from './cells';
import { Link } from './Link';

export interface ChainLink {
  id: string;
  kind: string;
  number?: string | null;
  title?: string | null;
  state?: string | null;
  /** The server's words, where it gave them. */
  stateLabel?: string | null;
  kindTitle?: string | null;
  tone?: Tone | null;
  date?: string | null;
  total?: Decimal | null;
  currency?: string | null;
  here?: boolean;
}

/** Documents that came from one another, in the order of their birth: quote → order → delivery → receivable → receipt. */
export function Chain({ steps }: { steps: readonly (readonly ChainLink[])[] }) {
  return (
    <div className="oa-chain">
      {steps
        .filter((step) => step.length > 0)
        .map((step, index) => (
          <Fragment key={index}>
            {index > 0 && (
              <span className="arrow" aria-hidden>
                →
              </span>
            )}
            <div className="oa-stack tight">
              {step.map((link) => (
                <ChainCard key={link.id} link={link} />
              ))}
            </div>
          </Fragment>
        ))}
    </div>
  );
}

function ChainCard({ link }: { link: ChainLink }) {
  const path = link.here ? null : recordPath(link.kind, link.id);
  const content: ReactNode = (
    <>
      <div className="oa-row tight between nowrap">
        <span className="oa-mute oa-small">{link.kindTitle ?? serverText(`kind.${link.kind}`, link.kind)}</span>
        {link.stateLabel ? (
          <StatusTag tone={link.tone ?? 'grey'}>{link.stateLabel}</StatusTag>
        ) : (
          link.state && <StateTag kind={link.kind} state={link.state} tone={link.tone ?? null} />
        )}
      </div>
      <div className="oa-strong">{link.number ?? link.title}</div>
      <div className="oa-row tight between nowrap oa-small">
        <span className="oa-mute">{link.date}</span>
        {link.total != null && <Money value={link.total} currency={link.currency ?? null} />}
      </div>
    </>
  );
  return path ? (
    <Link to={path} className="link">
      {content}
    </Link>
  ) : (
    <div className={`link${link.here ? ' here' : ''}`} aria-current={link.here ? 'page' : undefined}>
      {content}
    </div>
  );
}
