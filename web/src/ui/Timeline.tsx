import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatInstant } from '../lib/dates';
import { useMe } from '../lib/session';
import type { Tone } from '../lib/types';

export interface Happening {
  key: string;
  /** Instant, or a date when only the day is known. */
  at: string;
  who?: string | null;
  what: ReactNode;
  more?: ReactNode;
  tone?: Tone;
}

/** What happened, newest first, with who and when; the exact time on hover. */
export function Timeline({ items }: { items: readonly Happening[] }) {
  const { i18n } = useTranslation('ui');
  const me = useMe();
  const zone = me.company.timeZone ?? undefined;
  const [now] = useState(() => Date.now());
  return (
    <ol className="oa-timeline">
      {items.map((item) => (
        <li key={item.key} className={item.tone ?? ''}>
          <div className="oa-row tight">
            <time
              className="oa-mute"
              dateTime={item.at}
              title={item.at.length > 10 ? formatInstant(item.at, zone) : item.at}
            >
              {item.at.length > 10 ? formatAgo(item.at, i18n.language, now, zone) : item.at}
            </time>
            {item.who && <span className="oa-soft">{item.who}</span>}
            <span>{item.what}</span>
          </div>
          {item.more}
        </li>
      ))}
    </ol>
  );
}
