import { useNavigate } from '@tanstack/react-router';
import type { CSSProperties, MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '../lib/words';

export interface Column<T> {
  key: string;
  title: ReactNode;
  render: (row: T, index: number) => ReactNode;
  /** Figures stand at the right. */
  numeric?: boolean;
  pin?: 'left' | 'right';
  foot?: ReactNode;
  width?: number;
  /** The field it sorts by; the head becomes a button. */
  sort?: string;
}

/** With more columns than this the rows of a table are stacked on a phone; with as many if all are words. */
const SIDE_BY_SIDE = 3;

/**
 * A plain table, quick at any length: pinned columns, a foot of totals, rows that open something. One of many columns
 * has its rows stacked on a phone.
 */
export function DataTable<T>({
  columns,
  rows,
  rowKey,
  compact,
  loading,
  selected,
  onSelect,
  href,
  onRow,
  current,
  sorts,
  onSort,
  foot,
  caption,
  empty,
}: {
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  compact?: boolean;
  /** Skeleton rows in place of nothing. */
  loading?: boolean;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  href?: (row: T) => string | null;
  onRow?: (row: T) => void;
  current?: string | null;
  sorts?: readonly { name: string; down: boolean }[];
  onSort?: (name: string, add: boolean) => void;
  foot?: boolean;
  caption?: string;
  empty?: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const navigate = useNavigate();
  const ticks = onSelect !== undefined && selected !== undefined;
  const pin = (column: Column<T>) =>
    [column.numeric && 'n', column.pin && `pin-${column.pin}`, column.pin === 'left' && ticks && 'second']
      .filter(Boolean)
      .join(' ');
  const wide = columns.length > SIDE_BY_SIDE || (columns.length === SIDE_BY_SIDE && !columns.some((c) => c.numeric));
  const stacks = wide && !ticks && columns.every(({ title }) => typeof title === 'string');
  // What a stacked row is about; its number says nothing there.
  const head = stacks
    ? (columns.find(({ pin: at }) => at === 'left') ?? columns.find(({ title }) => title !== '#'))
    : null;
  const stacked = (column: Column<T>, shown: ReactNode) =>
    stacks
      ? {
          'data-label': column.title,
          className: [
            pin(column),
            column === head ? 'head' : column.title === '' && !column.numeric && 'wide',
            (shown == null || shown === false || shown === '' || column.title === '#') && 'none',
          ]
            .filter(Boolean)
            .join(' '),
        }
      : { className: pin(column) };
  const all = rows.length > 0 && rows.every((row) => selected?.has(rowKey(row)));
  const open = (row: T, event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a,button,input,label')) return;
    if (window.getSelection()?.toString()) return;
    const to = href?.(row);
    if (to) {
      if (event.ctrlKey || event.metaKey) window.open(to, '_blank', 'noopener');
      else void navigate({ to });
    } else onRow?.(row);
  };
  return (
    // A table without anything to step on is scrolled by the arrow keys itself.
    <div className="oa-scroll" tabIndex={href || onRow || ticks || onSort ? undefined : 0}>
      <table className={`oa-table${compact ? ' compact' : ''}${stacks ? ' stacks' : ''}`} aria-busy={loading ?? false}>
        {caption && <caption className="oa-hidden">{caption}</caption>}
        <thead>
          <tr>
            {ticks && (
              <th className="pin-left" style={{ width: 36 }}>
                <input
                  type="checkbox"
                  aria-label={t('table.tickAll')}
                  checked={all}
                  onChange={() => {
                    onSelect(all ? new Set() : new Set(rows.map(rowKey)));
                  }}
                />
              </th>
            )}
            {columns.map((column) => {
              const sorted = column.sort ? sorts?.find((s) => s.name === column.sort) : undefined;
              return (
                <th
                  key={column.key}
                  className={pin(column)}
                  style={column.width ? { minWidth: column.width } : {}}
                  aria-sort={sorted ? (sorted.down ? 'descending' : 'ascending') : undefined}
                >
                  {column.sort && onSort ? (
                    <button
                      type="button"
                      className="sort"
                      onClick={(event) => {
                        onSort(column.sort ?? '', event.shiftKey);
                      }}
                    >
                      {column.title}
                      {sorted ? (sorted.down ? ' ↓' : ' ↑') : ''}
                    </button>
                  ) : (
                    column.title
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {loading && rows.length === 0
            ? Array.from({ length: 8 }, (_, i) => (
                <tr key={i}>
                  {ticks && <td />}
                  {columns.map((column, j) => (
                    <td key={column.key} className={column.numeric ? 'n' : ''}>
                      <span
                        className="oa-skeleton"
                        style={{ width: `${String(40 + ((i * 7 + j * 13) % 45))}%` } as CSSProperties}
                      />
                    </td>
                  ))}
                </tr>
              ))
            : rows.map((row, index) => {
                const key = rowKey(row);
                const opens = href?.(row) != null || onRow !== undefined;
                return (
                  <tr
                    key={key}
                    className={[opens && 'link', (current === key || selected?.has(key)) && 'on']
                      .filter(Boolean)
                      .join(' ')}
                    aria-current={current === key ? 'true' : undefined}
                    tabIndex={onRow && href?.(row) == null ? 0 : undefined}
                    onKeyDown={
                      onRow
                        ? (event) => {
                            if (event.key === 'Enter' && event.target === event.currentTarget) onRow(row);
                          }
                        : undefined
                    }
                    onClick={
                      opens
                        ? (event) => {
                            open(row, event);
                          }
                        : undefined
                    }
                  >
                    {ticks && (
                      <td className="pin-left">
                        <input
                          type="checkbox"
                          aria-label={t('table.tick')}
                          checked={selected.has(key)}
                          onChange={() => {
                            const next = new Set(selected);
                            if (!next.delete(key)) next.add(key);
                            onSelect(next);
                          }}
                        />
                      </td>
                    )}
                    {columns.map((column) => {
                      const shown = column.render(row, index);
                      return (
                        <td key={column.key} {...stacked(column, shown)}>
                          {isCode(shown) ? <span className="oa-word">{shown}</span> : shown}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
          {!loading && rows.length === 0 && empty != null && (
            <tr>
              <td colSpan={columns.length + (ticks ? 1 : 0)}>{empty}</td>
            </tr>
          )}
        </tbody>
        {foot && rows.length > 0 && (
          <tfoot>
            <tr>
              {ticks && <td className="pin-left" />}
              {columns.map((column) => (
                <td key={column.key} {...stacked(column, column.foot)}>
                  {column.foot}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
