import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '../lib/media';
import { DataTable, type Column } from './DataTable';
import { EmptyState } from './EmptyState';
import { Card } from './layout';
import { StatusTag } from './cells';

export interface WorkKey {
  /** One letter, pressed without Ctrl. */
  key: string;
  run: () => void;
}

/**
 * The worklist: the queue at the left in order of importance, at the right all that is needed to decide. Arrows and N
 * go through it; the page adds its own keys (A approve, R reject). `prefetch` is called for the next case.
 */
export function WorklistPage<T>({
  title,
  hint,
  rows,
  loading,
  rowKey,
  columns,
  detail,
  keys,
  always,
  prefetch,
  empty,
  notice,
  selected,
  onSelect,
}: {
  title: ReactNode;
  hint?: ReactNode;
  rows: readonly T[];
  loading: boolean;
  rowKey: (row: T) => string;
  columns: readonly Column<T>[];
  detail: (row: T, next: () => void) => ReactNode;
  keys?: (row: T, next: () => void) => WorkKey[];
  /** Keys that need no case: they work when the queue is empty too. */
  always?: readonly WorkKey[];
  prefetch?: (row: T) => void;
  empty: { title: string; text: string };
  notice?: ReactNode;
  /** The ticked cases, where several may be decided together. */
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
}) {
  const { t } = useTranslation('ui');
  const phone = usePhone();
  const [chosen, setChosen] = useState<string | null>(null);
  const [seen, setSeen] = useState(0);
  const found = rows.findIndex((row) => rowKey(row) === chosen);
  // A decided case leaves the queue: the one that took its place comes next.
  const at = found >= 0 ? found : Math.min(seen, rows.length - 1);
  const row = rows[at];
  const go = (index: number) => {
    const there = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (there) {
      setChosen(rowKey(there));
      setSeen(rows.indexOf(there));
    }
  };
  const next = () => {
    go(at + 1);
  };
  const following = rows[at + 1];
  useEffect(() => {
    if (following) prefetch?.(following);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the case changes
  }, [following && rowKey(following)]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        event.target instanceof Element &&
        event.target.closest('input,textarea,select,[role="dialog"],.ant-modal,.ant-drawer')
      )
        return;
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open')) return;
      const pressed = event.key.toLowerCase();
      if (event.key === 'ArrowDown' || pressed === 'n') next();
      else if (event.key === 'ArrowUp') go(at - 1);
      else {
        const action = [...(always ?? []), ...(row ? (keys?.(row, next) ?? []) : [])].find((k) => k.key === pressed);
        if (!action) return;
        action.run();
      }
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  });
  return (
    <>
      <div className="oa-row">
        <h1>{title}</h1>
        <StatusTag tone="blue">{t('work.waiting', { count: rows.length })}</StatusTag>
        {!phone && <span className="oa-mute">{hint}</span>}
      </div>
      {notice}
      {!loading && rows.length === 0 ? (
        <Card>
          <EmptyState title={empty.title} text={empty.text} />
        </Card>
      ) : (
        <div className="oa-work">
          <Card className="queue" flush>
            <DataTable
              columns={columns}
              rows={rows}
              rowKey={rowKey}
              loading={loading}
              current={row ? rowKey(row) : null}
              {...(selected && onSelect ? { selected, onSelect } : {})}
              onRow={(there) => {
                go(rows.indexOf(there));
              }}
            />
          </Card>
          <div>{row && detail(row, next)}</div>
        </div>
      )}
    </>
  );
}
