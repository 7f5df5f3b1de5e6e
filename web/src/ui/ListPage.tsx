import {
  ColumnHeightOutlined,
  DownloadOutlined,
  ImportOutlined,
  LeftOutlined,
  PlusOutlined,
  RightOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Checkbox, Dropdown, Input, Popover } from 'antd';
import { Fragment, lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { getList, url, type ListName } from '../lib/api';
import { formatInstant } from '../lib/dates';
import { big, formatQuantity } from '../lib/money';
import { usePhone } from '../lib/media';
import { recordPath } from '../lib/records';
import { useCan, useMe } from '../lib/session';
import { recall, remember } from '../lib/storage';
import type { FieldDefinition, Filter, ListDefinition, Row } from '../lib/types';
import { FieldValue, isRef, Money, plainValue, StatusTag } from './cells';
import { DataTable, type Column } from './DataTable';
import { EmptyState } from './EmptyState';
import { Failure } from './Failure';
import { both, readFilter, sortsOf } from './filter';
import { FilterBar } from './FilterBar';
import { Link } from './Link';
import { problemText } from './problems';
import { ViewTabs, type BuiltInView, type Look } from './SavedViews';

const ImportDialog = lazy(() => import('./ImportDialog'));

export interface BulkAction {
  key: string;
  label: string;
  right?: string;
  danger?: boolean;
  /** Asked before, in figures: what will follow for these rows. */
  confirm?: (rows: Row[]) => string;
  run: (rows: Row[]) => Promise<unknown>;
}

export interface ListPageProps {
  /** The list's plural, as in its address: "sales-orders". */
  list: ListName;
  /** Where a row leads; by default the page of its kind. Null: rows don't open. */
  href?: ((row: Row) => string | null) | null;
  /** The step that begins one, in the head and in the empty page. */
  create?: {
    label: string;
    right?: string;
    /** A page, a step, or a drawer at the side of the list. */
    to?: string;
    onClick?: () => void;
    drawer?: (onClose: () => void) => ReactNode;
  };
  /** Further buttons in the head. */
  actions?: ReactNode;
  bulk?: BulkAction[];
  /** Own drawing of a field, by name. */
  render?: Record<string, (row: Row) => ReactNode>;
  empty: { title: string; text: string };
  views?: BuiltInView[];
  /** Always applied, not shown as a chip: "this customer's". */
  within?: Filter;
  /** Inside another page: no title, state not in the address. */
  embedded?: boolean;
  limit?: number;
  /** Fields the rows need although they may have no column. */
  also?: string[];
  /** Fields that say the same in every row here. */
  without?: string[];
  onRow?: (row: Row) => void;
  currency?: string;
  /** The amount a row's card shows on a phone; the last one unless said otherwise. */
  figure?: string;
  /** What heads a row's card on a phone; its name or number unless said otherwise. */
  head?: string;
}

const PAGE = 50;

export function useDefinition(list: ListName) {
  return useQuery({
    queryKey: [list, 'definition'],
    queryFn: async () => (await getList(list, '/definition')) as ListDefinition,
    staleTime: 300_000,
  });
}

function isFigure(field: FieldDefinition): boolean {
  return field.type === 'money' || field.type === 'quantity' || field.type === 'number';
}

function titleField(fields: readonly FieldDefinition[]): FieldDefinition | undefined {
  return fields.find((field) => field.name === 'number') ?? fields.find((field) => field.name === 'name') ?? fields[0];
}

interface Address {
  filter?: string;
  q?: string;
  sort?: string;
  view?: string;
  fields?: string;
}

/** The list's state: in the address, so that a view can be sent, or by itself where the list is part of another page. */
function useAddress(embedded: boolean): [Address, (next: Address) => void] {
  const search: Address = useSearch({ strict: false });
  const navigate = useNavigate();
  const [own, setOwn] = useState<Address>({});
  if (embedded) return [own, setOwn];
  return [
    search,
    (next) => {
      void navigate({ to: '.', search: next as never, replace: true });
    },
  ];
}

/**
 * The list page, once for all kinds: what a kind's definition says is drawn, filtered, sorted, summed, exported.
 * A kind adds its words, its first step and, where needed, the drawing of a field.
 */
export function ListPage(props: ListPageProps) {
  const definition = useDefinition(props.list);
  if (definition.isError) return <Failure error={definition.error} reset={() => void definition.refetch()} />;
  if (!definition.data) return <Waiting embedded={props.embedded ?? false} />;
  return <Loaded {...props} definition={definition.data} />;
}

function Waiting({ embedded }: { embedded: boolean }) {
  return (
    <div className={embedded ? '' : 'oa-card flush'} aria-busy>
      <DataTable
        columns={['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, title: ' ', render: () => null }))}
        rows={[]}
        rowKey={() => ''}
        loading
      />
    </div>
  );
}

function Loaded({
  list,
  definition,
  href,
  create,
  actions,
  bulk = [],
  render = {},
  empty,
  views = [],
  within,
  embedded = false,
  limit = PAGE,
  also,
  without = [],
  onRow,
  currency,
  figure,
  head,
}: ListPageProps & { definition: ListDefinition }) {
  const { t } = useTranslation('ui');
  const { message, modal } = App.useApp();
  const phone = usePhone();
  const may = useCan();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [address, setAddress] = useAddress(embedded);
  const [typed, setTyped] = useState(address.q ?? '');
  const [trail, setTrail] = useState<string[]>([]);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [compact, setCompact] = useState(() => recall('dense', false));
  const [running, setRunning] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const [beginning, setBeginning] = useState(false);
  const quiet = useRef<ReturnType<typeof setTimeout>>(undefined);

  const allowed = definition.can;
  const chosenFields = address.fields?.split(',').filter(Boolean);
  const shown = (
    chosenFields
      ? chosenFields.flatMap((name) => definition.fields.find((field) => field.name === name) ?? [])
      : definition.fields.filter((field) => field.default)
  ).filter((field) => !without.includes(field.name));
  const filter = readFilter(address.filter);
  const sort = address.sort ?? definition.defaultSort;
  const asked = both(within, filter);
  const query = {
    filter: asked ? JSON.stringify(asked) : null,
    q: address.q ?? null,
    sort: sort || null,
    limit,
    // Without fields the server sends its default ones; asked for are those with columns and those a row is drawn with.
    fields:
      (chosenFields ?? also)
        ? [
            ...new Set([
              ...shown.map((field) => field.name),
              ...(also ?? []),
              titleField(definition.fields)?.name ?? '',
            ]),
          ].filter(Boolean)
        : null,
  };
  const after = trail.at(-1) ?? null;
  const page = useQuery({
    queryKey: [list, 'rows', query, after],
    queryFn: ({ signal }) => getList(list, '', { ...query, after }, signal),
    placeholderData: keepPreviousData,
  });
  const totals = useQuery({
    queryKey: [list, 'totals', query.filter, query.q],
    queryFn: ({ signal }) => getList(list, '/totals', { filter: query.filter, q: query.q }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = page.data?.rows ?? [];
  const next = page.data?.next ?? null;

  useEffect(() => {
    // The next page is there before it is asked for.
    if (next && !page.isPlaceholderData) {
      void queries.prefetchQuery({
        queryKey: [list, 'rows', query, next],
        queryFn: ({ signal }) => getList(list, '', { ...query, after: next }, signal),
      });
    }
    // query is made anew at each drawing; its content is in the key of page.data.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [next, page.isPlaceholderData]);

  const change = (part: Partial<Address>) => {
    setTrail([]);
    setSelected(new Set());
    setAddress(Object.fromEntries(Object.entries({ ...address, ...part }).filter(([, value]) => value)));
  };
  const lookNow: Look = { filter, sort: address.sort ?? null, fields: chosenFields ?? null };

  const target = href === null ? () => null : (href ?? ((row: Row) => recordPath(definition.kind, row.id)));
  const currencyOf = (row: Row) => currency ?? (typeof row['currency'] === 'string' ? row['currency'] : null);
  const first = titleField(shown) ?? shown[0];
  const lastMoney = shown.filter((field) => field.type === 'money').at(-1);
  const ordered = first ? [first, ...shown.filter((field) => field !== first)] : shown;
  const sums = totals.data?.sums ?? {};
  const columns: Column<Row>[] = ordered.map((field, index) => {
    const draw = render[field.name];
    const base: Column<Row> = {
      key: field.name,
      title: field.label,
      numeric: isFigure(field),
      render: (row) => {
        const value = row[field.name];
        const to = index === 0 ? target(row) : null;
        // A record that leads to its own page would be a link in a link.
        const content = draw ? (
          draw(row)
        ) : to && isRef(value) ? (
          plainValue(field, value, '', '')
        ) : (
          <FieldValue field={field} value={value} currency={currencyOf(row)} />
        );
        return to ? <Link to={to}>{content}</Link> : content;
      },
      foot:
        index === 0 ? (
          t('list.sum')
        ) : sums[field.name] !== undefined ? (
          field.type === 'money' ? (
            <Money value={sums[field.name]} currency={currency ?? null} />
          ) : (
            formatQuantity(sums[field.name], '0')
          )
        ) : null,
    };
    if (field.sortable) base.sort = field.name;
    // A name squeezed between figures is read one letter a line.
    if (NAMES.has(field.type)) base.width = 130;
    if (index === 0) base.pin = 'left';
    else if (field === lastMoney && ordered.length > 5 && index === ordered.length - 1) base.pin = 'right';
    return base;
  });

  const onSort = (name: string, add: boolean) => {
    const before = sortsOf(sort);
    const old = before.find((s) => s.name === name);
    const now = { name, down: old ? !old.down : false };
    const all = add ? [...before.filter((s) => s.name !== name), now] : [now];
    change({ sort: all.map((s) => (s.down ? '-' : '') + s.name).join(',') });
  };
  const run = async (action: BulkAction) => {
    const those = rows.filter((row) => selected.has(row.id));
    const work = async () => {
      setRunning(action.key);
      try {
        await action.run(those);
        setSelected(new Set());
        await queries.invalidateQueries({ queryKey: [list] });
      } catch (error) {
        void message.error(problemText(error));
      } finally {
        setRunning(null);
      }
    };
    if (action.confirm) {
      void modal.confirm({
        title: action.label,
        content: action.confirm(those),
        okText: action.label,
        okButtonProps: { danger: action.danger ?? false },
        onOk: work,
      });
    } else await work();
  };
  const offered = bulk.filter((action) => may(action.right));
  const exportUrl = (format: string) =>
    url(`/${list}/export`, {
      filter: query.filter,
      q: query.q,
      sort: query.sort,
      fields: shown.map((field) => field.name),
      format,
    });
  const begin =
    create && may(create.right) ? (
      <Button
        type="primary"
        icon={<PlusOutlined />}
        onClick={() => {
          if (create.drawer) setBeginning(true);
          else if (create.onClick) create.onClick();
          else if (create.to) void navigate({ to: create.to });
        }}
      >
        {create.label}
      </Button>
    ) : null;
  const drawer =
    beginning &&
    create?.drawer?.(() => {
      setBeginning(false);
    });
  const filtered = Boolean(address.q ?? address.filter);
  const nothing = (
    <EmptyState
      title={filtered ? t('list.noneFiltered') : empty.title}
      text={filtered ? t('list.noneFilteredText') : empty.text}
    >
      {filtered ? (
        <Button
          onClick={() => {
            setTyped('');
            change({ q: '', filter: '', view: '' });
          }}
        >
          {t('list.showAll')}
        </Button>
      ) : (
        begin
      )}
    </EmptyState>
  );

  return (
    <section className={embedded ? '' : 'oa-card flush'}>
      <div className="oa-list-head" style={embedded ? { padding: 0, marginBottom: 8 } : {}}>
        {!embedded && (
          <div className="oa-row">
            <h1>
              {definition.title}{' '}
              <span className="oa-mute oa-small">{totals.data ? formatQuantity(totals.data.count, '0') : ''}</span>
            </h1>
            <span className="oa-grow" />
            <div className="oa-row tight oa-actions">
              {actions}
              {allowed.includes('import') && create?.right !== `${definition.kind}.import` && (
                <Button
                  icon={<ImportOutlined />}
                  onClick={() => {
                    setImporting(true);
                  }}
                >
                  {t('list.import')}
                </Button>
              )}
              {begin}
            </div>
          </div>
        )}
        {!embedded && (
          <ViewTabs
            list={list}
            builtIn={views}
            current={address.view ?? ''}
            look={lookNow}
            onChoose={(key, look) => {
              setTyped('');
              setTrail([]);
              setSelected(new Set());
              setAddress(
                Object.fromEntries(
                  Object.entries({
                    view: key,
                    filter: look.filter ? JSON.stringify(look.filter) : '',
                    sort: look.sort ?? '',
                    fields: look.fields?.join(',') ?? '',
                  }).filter(([, value]) => value),
                ),
              );
            }}
          />
        )}
        <div className="oa-row tight" style={{ paddingBottom: 10 }}>
          <Input.Search
            allowClear
            style={{ width: phone ? '100%' : 220 }}
            placeholder={t('list.find')}
            aria-label={t('list.find')}
            value={typed}
            onChange={(event) => {
              const text = event.target.value;
              setTyped(text);
              clearTimeout(quiet.current);
              quiet.current = setTimeout(() => {
                change({ q: text.trim() });
              }, 250);
            }}
            onSearch={(text) => {
              clearTimeout(quiet.current);
              change({ q: text.trim() });
            }}
          />
          <FilterBar
            fields={definition.fields}
            filter={filter}
            onChange={(changedFilter) => {
              change({ filter: changedFilter ? JSON.stringify(changedFilter) : '' });
            }}
          />
          <span className="oa-grow" />
          {!phone && (
            <>
              <Button
                type="text"
                icon={<ColumnHeightOutlined />}
                aria-label={t('list.density')}
                title={t('list.density')}
                aria-pressed={compact}
                onClick={() => {
                  setCompact(!compact);
                  remember('dense', !compact);
                }}
              />
              <Popover
                trigger="click"
                placement="bottomRight"
                content={
                  <div className="oa-stack tight" style={{ maxHeight: 360, overflowY: 'auto', minWidth: 180 }}>
                    {definition.fields.map((field) => (
                      <Checkbox
                        key={field.name}
                        checked={shown.includes(field)}
                        disabled={field === first}
                        onChange={(event) => {
                          const names = event.target.checked
                            ? definition.fields.filter((f) => f === field || shown.includes(f)).map((f) => f.name)
                            : shown.filter((f) => f !== field).map((f) => f.name);
                          setAddress({ ...address, fields: names.join(',') });
                        }}
                      >
                        {field.label}
                      </Checkbox>
                    ))}
                  </div>
                }
              >
                <Button
                  type="text"
                  icon={<SettingOutlined />}
                  aria-label={t('list.columns')}
                  title={t('list.columns')}
                />
              </Popover>
            </>
          )}
          {allowed.includes('export') && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: ['xlsx', 'csv'].map((format) => ({
                  key: format,
                  label: (
                    <a href={exportUrl(format)} download>
                      {t(`list.export.${format}`)}
                    </a>
                  ),
                })),
              }}
            >
              <Button
                type="text"
                icon={<DownloadOutlined />}
                aria-label={t('list.export.title')}
                title={t('list.export.title')}
              />
            </Dropdown>
          )}
        </div>
      </div>
      {selected.size > 0 && (
        <div className="oa-bulk" role="status">
          <span className="oa-strong">{t('list.selected', { count: selected.size })}</span>
          {offered.map((action) => (
            <Button
              key={action.key}
              size="small"
              danger={action.danger ?? false}
              loading={running === action.key}
              disabled={running !== null}
              onClick={() => void run(action)}
            >
              {action.label}
            </Button>
          ))}
          <Button
            size="small"
            type="text"
            onClick={() => {
              setSelected(new Set());
            }}
          >
            {t('list.unselect')}
          </Button>
        </div>
      )}
      {page.isError ? (
        <Failure error={page.error} reset={() => void page.refetch()} />
      ) : phone ? (
        <Cards
          rows={rows}
          fields={ordered}
          href={target}
          render={render}
          loading={page.isPending}
          currencyOf={currencyOf}
          figure={figure}
          head={head}
          {...(onRow ? { onRow } : {})}
        />
      ) : rows.length === 0 && !page.isPending ? null : (
        <DataTable
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          compact={compact}
          loading={page.isPending}
          href={target}
          {...(onRow ? { onRow } : {})}
          {...(offered.length > 0 ? { selected, onSelect: setSelected } : {})}
          sorts={sortsOf(sort)}
          onSort={onSort}
          foot={Object.keys(sums).length > 0}
          caption={definition.title}
        />
      )}
      {!page.isPending && !page.isError && rows.length === 0 && trail.length === 0 && nothing}
      {(trail.length > 0 || next !== null) && (
        <div className="oa-list-foot">
          <span>
            {t('list.page', {
              from: trail.length * limit + 1,
              to: trail.length * limit + rows.length,
              count: formatQuantity(totals.data?.count, '0'),
            })}
          </span>
          <div className="oa-row tight">
            <Button
              size="small"
              icon={<LeftOutlined />}
              disabled={trail.length === 0}
              onClick={() => {
                setTrail(trail.slice(0, -1));
              }}
            >
              {t('list.previous')}
            </Button>
            <Button
              size="small"
              disabled={!next || page.isPlaceholderData}
              onClick={() => {
                if (next) setTrail([...trail, next]);
              }}
            >
              {t('list.next')} <RightOutlined />
            </Button>
          </div>
        </div>
      )}
      {importing && (
        <Suspense fallback={null}>
          <ImportDialog
            list={list}
            title={definition.title}
            onClose={() => {
              setImporting(false);
              void queries.invalidateQueries({ queryKey: [list] });
            }}
          />
        </Suspense>
      )}
      {drawer}
    </section>
  );
}

/** Fields that name a record. */
const NAMES = new Set<FieldDefinition['type']>(['party', 'product', 'ref']);

/** Fields whose words say nothing without the field's own name. */
const NAMED = new Set<FieldDefinition['type']>(['number', 'money', 'quantity', 'date']);

/** Rows on a phone: what it is and its state, the amount, the rest in a few quiet lines. */
function Cards({
  rows,
  fields,
  href,
  render,
  loading,
  currencyOf,
  figure,
  head,
  onRow,
}: {
  rows: readonly Row[];
  fields: readonly FieldDefinition[];
  href: (row: Row) => string | null;
  render: Record<string, (row: Row) => ReactNode>;
  loading: boolean;
  currencyOf: (row: Row) => string | null;
  figure: string | undefined;
  head: string | undefined;
  onRow?: (row: Row) => void;
}) {
  const { t } = useTranslation('ui');
  const me = useMe();
  const title = fields.find((field) => field.name === (head ?? 'name')) ?? fields[0];
  const state = fields.find((field) => field.type === 'status');
  const moneys = fields.filter((field) => field.type === 'money');
  const amount = moneys.find((field) => field.name === figure) ?? moneys.at(-1);
  const wordsOf = (field: FieldDefinition, value: unknown) =>
    field.type === 'instant' && typeof value === 'string'
      ? formatInstant(value, me.company.timeZone ?? undefined)
      : plainValue(field, value, t('yes'), t('no'));
  const rest = fields.filter((field) => field !== title && field !== state && field !== amount).slice(0, 6);
  if (loading) {
    return (
      <ul className="oa-items" aria-busy>
        {[60, 45, 70, 50].map((width) => (
          <li key={width}>
            <div>
              <span className="oa-skeleton" style={{ width: `${String(width)}%` }} />
            </div>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul className="oa-items">
      {rows.map((row) => {
        const to = href(row);
        const content = (
          <>
            <div className="oa-row nowrap between">
              <span className="oa-strong oa-rest">
                {title ? (render[title.name]?.(row) ?? wordsOf(title, row[title.name])) : ''}
              </span>
              {state &&
                row[state.name] != null &&
                (render[state.name]?.(row) ?? (
                  <StatusTag tone={state.options?.find((o) => o.value === row[state.name])?.tone ?? 'grey'}>
                    {plainValue(state, row[state.name], '', '')}
                  </StatusTag>
                ))}
            </div>
            <div className="oa-row nowrap between">
              <span className="oa-mute oa-small oa-rest">
                {rest
                  .map((field) => {
                    const value = row[field.name];
                    const words = wordsOf(field, value);
                    if (field.type === 'boolean' && words) return { label: field.label, words: value ? '' : words };
                    if (!words || (field.type === 'money' && big(value as string).eq(0))) return null;
                    return { label: NAMED.has(field.type) && field.name !== 'date' ? field.label : '', words };
                  })
                  .filter((part) => part !== null)
                  .map(({ label, words }, index) => (
                    <Fragment key={index}>
                      {index > 0 && ' · '}
                      {label && `${label} `}
                      <span className={words.length < 24 ? 'oa-word' : ''}>{words}</span>
                    </Fragment>
                  ))}
              </span>
              {amount && <Money value={row[amount.name] as string} currency={currencyOf(row)} strong />}
            </div>
          </>
        );
        return (
          <li key={row.id}>
            {to ? (
              <Link to={to}>{content}</Link>
            ) : onRow ? (
              <div
                role="button"
                tabIndex={0}
                onClick={() => {
                  onRow(row);
                }}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') onRow(row);
                }}
              >
                {content}
              </div>
            ) : (
              <div>{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
