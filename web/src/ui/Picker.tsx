import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, type InputRef } from 'antd';
import {
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { get, getList, type ListName } from '../lib/api';
import { formatPrice, formatQuantity } from '../lib/money';
import type { Row } from '../lib/types';

/** What a picker gives: the record's id, what it is called, and its row for those who need more of it. */
export interface Picked {
  id: string;
  label: string;
  row?: Row;
}

interface PickerProps {
  id?: string;
  value: Picked | null;
  onChange: (picked: Picked | null) => void;
  disabled?: boolean;
  status?: 'error' | '';
  placeholder?: string;
  'aria-label'?: string;
  autoFocus?: boolean;
  /** A bare cell of the line editor instead of a boxed field. */
  cell?: boolean;
  cellRef?: Ref<HTMLInputElement>;
  /** Called on Enter when something is chosen, so that the line editor can go on. */
  onDone?: () => void;
  onPaste?: (event: React.ClipboardEvent<HTMLInputElement>) => void;
}

interface SourceProps extends PickerProps {
  /** The list searched, e.g. "customers"; with `load` only a name for what is searched. */
  list: string;
  fields?: string[];
  filter?: unknown;
  /** Finds rows in another way than by the list's own search. */
  load?: (q: string, signal: AbortSignal) => Promise<Row[]>;
  /** What else the answer depends on. */
  depends?: unknown;
  label: (row: Row) => string;
  describe?: (row: Row) => ReactNode;
  aside?: (row: Row) => ReactNode;
}

function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Finds a record by whatever the server's search of its list knows (code, name, pinyin): type, arrows, Enter.
 * Everything else that picks a record is this with a list and a look.
 */
export function RecordPicker({
  list,
  fields,
  filter,
  load,
  depends,
  label,
  describe,
  aside,
  value,
  onChange,
  cell,
  cellRef,
  onDone,
  onPaste,
  status,
  ...rest
}: SourceProps) {
  const { t } = useTranslation('ui');
  const listId = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const boxed = useRef<InputRef>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const [place, setPlace] = useState<{ left: number; top: number; width: number } | null>(null);
  const open = typed !== null;
  // Enter or Tab came before the answer to what was typed: the first of it is taken once it is here.
  const awaited = useRef<string | null>(null);
  const queries = useQueryClient();
  const q = useDeferredValue((typed ?? '').trim());
  const search = (q: string) => ({
    queryKey: [list, 'pick', q, filter, fields, depends],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      if (load) return load(q, signal);
      const page = await getList(
        list as ListName,
        '',
        { q, limit: 12, fields: fields ?? null, filter: filter ? JSON.stringify(filter) : null },
        signal,
      );
      return page.rows;
    },
  });
  const found = useQuery({ ...search(q), enabled: open, placeholderData: keepPreviousData });
  const rows = found.data ?? [];

  useLayoutEffect(() => {
    if (!open) return undefined;
    const put = () => {
      const box = anchor.current?.getBoundingClientRect();
      if (box)
        setPlace({
          left: Math.max(4, Math.min(box.left, window.innerWidth - 330)),
          top: box.bottom + 2,
          width: box.width,
        });
    };
    put();
    window.addEventListener('scroll', put, true);
    window.addEventListener('resize', put);
    return () => {
      window.removeEventListener('scroll', put, true);
      window.removeEventListener('resize', put);
    };
  }, [open]);

  useEffect(() => {
    document.getElementById(`${listId}-${String(chosen)}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);

  const pick = (row: Row | undefined) => {
    if (!row) return;
    onChange({ id: row.id, label: label(row), row });
    setTyped(null);
    setChosen(0);
    awaited.current = null;
    // Late answers don't take anybody away from where they went meanwhile.
    if (anchor.current?.contains(document.activeElement)) onDone?.();
  };
  // An answer to an older text must not be taken.
  const answered = open && typed.trim() === q && !found.isPending && !found.isPlaceholderData;
  const settle = useRef(pick);
  useLayoutEffect(() => {
    settle.current = (row) => {
      awaited.current = null;
      // Who has gone on to another field isn't left with an open list of nothing.
      if (!row && !anchor.current?.contains(document.activeElement)) setTyped(null);
      pick(row);
    };
  });
  const awaitAnswer = (text: string) => {
    awaited.current = text;
    const stillWaits = (rows: Row[]) => {
      if (awaited.current === text) settle.current(rows[0]);
    };
    void queries.fetchQuery({ ...search(text), staleTime: 1_000 }).then(stillWaits, () => {
      stillWaits([]);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      if (!open) setTyped('');
      else setChosen(Math.min(chosen + 1, rows.length - 1));
      event.preventDefault();
    } else if (event.key === 'ArrowUp' && open) {
      setChosen(Math.max(chosen - 1, 0));
      event.preventDefault();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (answered) pick(rows[chosen]);
      else if (open) awaitAnswer(typed.trim());
      else if (value) onDone?.();
    } else if (event.key === 'Tab' && open && typed.trim() !== '' && (!answered || rows[chosen])) {
      // The line editor says where to go on; without it Tab itself does.
      if (onDone) event.preventDefault();
      if (answered) pick(rows[chosen]);
      else awaitAnswer(typed.trim());
    } else if (event.key === 'Escape' && open) {
      setTyped(null);
      awaited.current = null;
      event.stopPropagation();
    }
  };
  const shared = {
    value: typed ?? value?.label ?? '',
    role: 'combobox',
    autoComplete: 'off',
    'aria-expanded': open,
    'aria-controls': listId,
    'aria-autocomplete': 'list' as const,
    ...(open && rows[chosen] ? { 'aria-activedescendant': `${listId}-${String(chosen)}` } : {}),
    onChange: (event: { target: { value: string } }) => {
      setTyped(event.target.value);
      setChosen(0);
      awaited.current = null;
    },
    onClick: () => {
      if (!open && !rest.disabled) setTyped(value ? null : '');
    },
    onFocus: (event: React.FocusEvent<HTMLInputElement>) => {
      event.target.select();
    },
    onBlur: () => {
      if (typed?.trim() === '' && value) onChange(null);
      if (awaited.current === null) setTyped(null);
    },
    onKeyDown,
    ...(onPaste ? { onPaste } : {}),
  };
  return (
    <span ref={anchor} style={{ display: 'block' }}>
      {cell ? (
        <input
          {...shared}
          ref={cellRef}
          id={rest.id}
          className={`oa-cell${status === 'error' ? ' bad' : ''}`}
          placeholder={rest.placeholder}
          aria-label={rest['aria-label']}
          disabled={rest.disabled}
        />
      ) : (
        <Input
          {...rest}
          {...shared}
          ref={boxed}
          status={status ?? ''}
          placeholder={rest.placeholder ?? t('picker.type')}
        />
      )}
      {open &&
        place &&
        createPortal(
          <div
            className="oa-drop"
            style={{ left: place.left, top: place.top, minWidth: Math.max(place.width, 300) }}
            id={listId}
            role="listbox"
          >
            {rows.map((row, index) => (
              <div
                key={row.id}
                id={`${listId}-${String(index)}`}
                role="option"
                aria-selected={index === chosen}
                // Before the field loses focus, which would close the list.
                onMouseDown={(event) => {
                  event.preventDefault();
                  pick(row);
                }}
                onMouseMove={() => {
                  setChosen(index);
                }}
              >
                <div className="oa-row nowrap between">
                  <span className="oa-clip">{label(row)}</span>
                  {aside && <span className="oa-small oa-right">{aside(row)}</span>}
                </div>
                {describe && <div className="oa-mute oa-small oa-clip">{describe(row)}</div>}
              </div>
            ))}
            {rows.length === 0 && (
              <div className="oa-mute" style={{ padding: '6px 10px' }}>
                {t(found.isFetching ? 'picker.searching' : 'picker.none')}
              </div>
            )}
          </div>,
          document.body,
        )}
    </span>
  );
}

/** A customer, by code, name, pinyin, phone or credit code. */
export function PartyPicker(props: PickerProps & { filter?: unknown }) {
  return (
    <RecordPicker
      {...props}
      list="customers"
      label={(row) => words(row['name'])}
      describe={(row) => [words(row['number']), words(row['phone'])].filter(Boolean).join('  ')}
    />
  );
}

/** What is known of a product for the customer at hand; prices are on the basis their own flag says. */
export interface ProductHint {
  lastPrice?: {
    price: string;
    includesTax: boolean;
    on: string;
    order: string;
    /** In another currency than the company's. */
    sold?: { currency: string; price: string } | null;
  } | null;
  listPrice?: { price: string; includesTax: boolean } | null;
  onHand?: string | null;
}

/** Products found by code, name or pinyin, with stock and the price this customer paid last, as rows. */
export async function pickProducts(
  q: string,
  customer: string | null | undefined,
  signal?: AbortSignal,
  limit = 12,
): Promise<Row[]> {
  const answer = await get('/products/pick', { q, customer, limit }, signal);
  return answer.choices.map(({ product, onHand, lastPrice }) => ({
    ...product,
    number: product.code,
    hint: {
      lastPrice: lastPrice
        ? {
            price: lastPrice.price,
            includesTax: lastPrice.includesTax,
            on: lastPrice.date,
            order: lastPrice.orderNumber,
            sold:
              lastPrice.soldIn && lastPrice.soldFor ? { currency: lastPrice.soldIn, price: lastPrice.soldFor } : null,
          }
        : null,
      listPrice: product.listPrice == null ? null : { price: product.listPrice, includesTax: product.priceIncludesTax },
      onHand: onHand ?? null,
    } satisfies ProductHint,
  }));
}

export function hintOf(row: Row | undefined): ProductHint | undefined {
  return row?.['hint'] as ProductHint | undefined;
}

/** A product, by code, name or pinyin; its stock and price stand beside it. */
export function ProductPicker({ customer, ...props }: PickerProps & { customer?: string | null }) {
  const { t } = useTranslation('ui');
  return (
    <RecordPicker
      {...props}
      list="products"
      depends={customer}
      load={(q, signal) => pickProducts(q, customer, signal)}
      label={(row) => [words(row['number']), words(row['name'])].filter(Boolean).join(' ')}
      describe={(row) => [words(row['specification']), words(row['unit'])].filter(Boolean).join('  ')}
      aside={(row) => {
        const hint = hintOf(row);
        const price = hint?.lastPrice?.price ?? hint?.listPrice?.price;
        return [
          price == null ? '' : formatPrice(price),
          hint?.onHand == null ? '' : t('picker.stock', { stock: formatQuantity(hint.onHand, '0') }),
        ]
          .filter(Boolean)
          .join(' · ');
      }}
    />
  );
}

export function UserPicker(props: PickerProps) {
  return (
    <RecordPicker
      {...props}
      list="colleagues"
      load={async (q, signal) => (await get('/colleagues', { q }, signal)).rows}
      label={(row) => words(row['name'])}
      describe={(row) => words(row['login'])}
    />
  );
}
