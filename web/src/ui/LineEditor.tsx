import { DeleteOutlined, PlusOutlined, UndoOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import {
  Fragment,
  useLayoutEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type ComponentType,
  type KeyboardEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey } from '../lib/api';
import { usePhone } from '../lib/media';
import { big, formatPrice, formatQuantity, isZero, parseFigure, type Decimal } from '../lib/money';
import { documentAmounts, lineAmounts, otherPrice, type LineAmounts } from '../lib/tax';
import type { Row } from '../lib/types';
import { Money } from './cells';
import { parsePasted, type PastedLine } from './paste';
import { hintOf, pickProducts, ProductPicker, type Picked, type ProductHint } from './Picker';

/** One line as it is typed. The tax rate is a fraction (0.13), the discount a percentage. */
export interface EditedLine {
  key: string;
  /** The server's id of a line that exists already. */
  id?: string;
  product: Picked | null;
  unit: string;
  quantity: Decimal | null;
  price: Decimal | null;
  discount: Decimal | null;
  taxRate: Decimal | null;
  /** Whether the customer may choose it, its own day and its remark, where a document asks for them. */
  optional?: boolean;
  deliveryDate?: string | null;
  note?: string;
}

export const TAX_RATES: Decimal[] = ['0.13', '0.09', '0.06', '0.03', '0.01', '0'];

/** The tax rate of a row. */
export function TaxRateSelect({
  value,
  onChange,
  ...more
}: {
  value: Decimal | null;
  onChange: (rate: Decimal) => void;
  tabIndex?: number;
  disabled?: boolean;
}) {
  const { t } = useTranslation('ui');
  const known = big(value).toFixed();
  return (
    <Select
      {...more}
      size="small"
      variant="borderless"
      style={{ width: 84, flex: 'none' }}
      aria-label={t('lines.taxRate')}
      value={known}
      options={[...new Set([...TAX_RATES, known])].map((rate) => ({
        value: rate,
        label: rate === '0' ? t('lines.exempt') : `${big(rate).times(100).toFixed()}%`,
      }))}
      onChange={onChange}
    />
  );
}

/** What a document says of a line beside its figures. */
export interface LineDetails {
  line: EditedLine;
  row: number;
  onChange: (part: Partial<EditedLine>) => void;
}

export function newLine(): EditedLine {
  return { key: newKey(), product: null, unit: '', quantity: null, price: null, discount: null, taxRate: '0.13' };
}

export function isBlank(line: EditedLine): boolean {
  return !line.product && line.quantity === null && line.price === null;
}

/** The amounts of each line and of all of them, by the rule the server uses. */
export function amountsOf(
  lines: readonly EditedLine[],
  taxIncluded: boolean,
  currency: string,
): { lines: LineAmounts[]; sum: LineAmounts } {
  const each = lines.map((line) =>
    lineAmounts(
      {
        quantity: line.quantity,
        price: line.price,
        taxIncluded,
        taxRate: line.taxRate,
        discountPercent: line.discount,
      },
      currency,
    ),
  );
  return { lines: each, sum: documentAmounts(each, currency) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A bare cell for a figure: what is typed stays until it is left, and counts at once when it reads as a number. */
function FigureCell({
  value,
  onChange,
  label,
  price,
  bad,
  onEnter,
  cellRef,
  onPaste,
  suffix,
}: {
  value: Decimal | null;
  onChange: (value: Decimal | null) => void;
  label: string;
  price?: string;
  bad?: boolean;
  onEnter: (event: KeyboardEvent<HTMLInputElement>) => void;
  cellRef?: (element: HTMLInputElement | null) => void;
  onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
  suffix?: string;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement | null>(null);
  const [entered, setEntered] = useState(0);
  // As soon as the plain figure stands there: what is typed replaces it, and a later moment could be after the first digit.
  useLayoutEffect(() => {
    if (entered > 0) field.current?.select();
  }, [entered]);
  const shown =
    value === null
      ? ''
      : (price ? formatPrice(value, price) : formatQuantity(value, '0')).replace('−', '-') + (suffix ?? '');
  const unread = typed !== null && typed.trim() !== '' && parseFigure(typed) === null;
  return (
    <input
      ref={cellRef}
      className={`oa-cell n${bad || unread ? ' bad' : ''}`}
      inputMode="decimal"
      aria-label={label}
      aria-invalid={bad || unread}
      value={typed ?? shown}
      onFocus={(event) => {
        const input = event.target;
        const plain = value === null ? '' : big(value).toFixed();
        field.current = input;
        setTyped(plain);
        setEntered(entered + 1);
        // A click puts the caret down after this.
        requestAnimationFrame(() => {
          if (input.value === plain) input.select();
        });
      }}
      onChange={(event) => {
        setTyped(event.target.value);
        const figure = parseFigure(event.target.value);
        if (figure !== null || event.target.value.trim() === '') onChange(figure);
      }}
      onBlur={() => {
        if (!unread) setTyped(null);
      }}
      onKeyDown={onEnter}
      onPaste={onPaste}
    />
  );
}

/**
 * Lines entered by keyboard alone: Tab and Enter go to the next cell, Enter in the last one begins a line, Ctrl-Delete
 * takes one away, Ctrl-Z brings it back; rows copied from Excel (code, quantity, price) are pasted as lines.
 */
export function LineEditor({
  lines,
  onChange,
  taxIncluded,
  currency,
  rate,
  customer,
  hints,
  errors,
  details: Details,
  about,
}: {
  lines: readonly EditedLine[];
  onChange: (lines: EditedLine[]) => void;
  taxIncluded: boolean;
  currency: string;
  /** What a unit of it is worth in the company's, in which known prices are; left out where it is that, null when unknown. */
  rate?: Decimal | null;
  /** Whose last prices are wanted. */
  customer?: string | null;
  /** What is known of products that weren't picked here just now. */
  hints?: (product: string) => ProductHint | undefined;
  /** The server's errors by `lines[2].quantity`. */
  errors?: (path: string) => string | undefined;
  /** What else a document says of a line, shown below it. */
  details?: ComponentType<LineDetails>;
  /** A word about a line, below its product. */
  about?: (line: EditedLine) => string | null;
}) {
  const { t } = useTranslation('ui');
  const { message } = App.useApp();
  const phone = usePhone();
  const past = useRef<EditedLine[][]>([]);
  const [undoable, setUndoable] = useState(0);
  const cells = useRef(new Map<string, HTMLElement>());
  const goTo = useRef<string | null>(null);
  const amounts = amountsOf(lines, taxIncluded, currency);

  const write = (next: EditedLine[], remembered = true) => {
    if (remembered) {
      past.current = [...past.current.slice(-49), [...lines]];
      setUndoable(past.current.length);
    }
    onChange(next);
  };
  const undo = () => {
    const before = past.current.pop();
    setUndoable(past.current.length);
    if (before) onChange(before);
  };
  const set = (key: string, part: Partial<EditedLine>, remembered = true) => {
    write(
      lines.map((line) => (line.key === key ? { ...line, ...part } : line)),
      remembered,
    );
  };
  const drop = (key: string) => {
    const rest = lines.filter((line) => line.key !== key);
    write(rest.length > 0 ? rest : [newLine()]);
  };
  const add = () => {
    const line = newLine();
    goTo.current = `${line.key}-product`;
    write([...lines, line], false);
  };
  const cell = (name: string) => (element: HTMLInputElement | null) => {
    if (!element) {
      cells.current.delete(name);
      return;
    }
    cells.current.set(name, element);
    if (goTo.current === name) {
      goTo.current = null;
      element.focus();
    }
  };
  const focus = (name: string) => {
    const element = cells.current.get(name);
    if (element) element.focus();
    else goTo.current = name;
  };
  const order = ['product', 'quantity', 'price', 'discount'];
  const nextCell = (line: EditedLine, from: string) => {
    const following = order[order.indexOf(from) + 1];
    if (following) {
      focus(`${line.key}-${following}`);
      return;
    }
    const below = lines[lines.indexOf(line) + 1];
    if (below) focus(`${below.key}-product`);
    else if (!isBlank(line)) add();
  };
  const onKey = (line: EditedLine, name: string) => (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      nextCell(line, name);
    } else if (
      event.key === 'Tab' &&
      !event.shiftKey &&
      name === 'discount' &&
      line === lines.at(-1) &&
      !isBlank(line)
    ) {
      event.preventDefault();
      add();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const there = lines[lines.indexOf(line) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (there) {
        event.preventDefault();
        focus(`${there.key}-${name}`);
      }
    }
  };
  /** Known prices are in the company's currency, and in that of the sale where it was another. */
  const inOwn = ({ price, sold }: { price: Decimal; sold?: { currency: string; price: Decimal } | null }) => {
    if (sold?.currency === currency) return sold.price;
    if (rate === undefined) return price;
    return rate === null || big(rate).lte(0) ? null : big(price).div(big(rate)).round(4).toFixed();
  };
  const withProduct = (line: EditedLine, picked: Picked | null): EditedLine => {
    const row: Partial<Row> = picked?.row ?? {};
    const hint = hintOf(picked?.row);
    const offer = hint?.lastPrice ?? hint?.listPrice;
    const known = offer ? inOwn(offer) : null;
    const offered =
      offer && known !== null
        ? offer.includesTax === taxIncluded
          ? known
          : otherPrice(known, textOf(row['taxRate']), offer.includesTax)
        : null;
    return {
      ...line,
      product: picked,
      unit: textOf(row['unit']) || line.unit,
      quantity: line.quantity ?? (picked ? '1' : null),
      price: line.price ?? offered,
      taxRate: picked && row['taxRate'] !== undefined ? textOf(row['taxRate']) || null : line.taxRate,
    };
  };
  const paste = async (pasted: readonly PastedLine[], at: EditedLine) => {
    const codes = [...new Set(pasted.map((p) => p.code))];
    const rows =
      codes.length <= 40
        ? (await Promise.all(codes.map((code) => pickProducts(code, customer, undefined, 5)))).flat()
        : (
            await get('/products', {
              filter: JSON.stringify(['number', 'in', codes.slice(0, 200)]),
              limit: 200,
            })
          ).rows;
    const byCode = new Map(rows.map((row) => [textOf(row['number']).toLowerCase(), row]));
    const missing = codes.filter((code) => !byCode.has(code.toLowerCase()));
    const made = pasted.flatMap((p) => {
      const row = byCode.get(p.code.toLowerCase());
      if (!row) return [];
      const line = withProduct(
        { ...newLine(), quantity: p.quantity, price: p.price },
        { id: row.id, label: `${textOf(row['number'])} ${textOf(row['name'])}`, row },
      );
      return [line];
    });
    const index = lines.indexOf(at);
    write([...lines.slice(0, index), ...(isBlank(at) ? [] : [at]), ...made, ...lines.slice(index + 1)]);
    if (missing.length > 0)
      void message.warning(t('lines.unknown', { codes: missing.slice(0, 5).join(', '), count: missing.length }), 8);
    else void message.success(t('lines.pasted', { count: made.length }));
  };
  const onPaste = (line: EditedLine) => (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = parsePasted(event.clipboardData.getData('text/plain'));
    if (!pasted) return;
    event.preventDefault();
    paste(pasted, line).catch(() => {
      void message.error(t('problem.unreachable'));
    });
  };
  const onBox = (event: KeyboardEvent) => {
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key === 'z' &&
      undoable > 0 &&
      !(event.target instanceof HTMLInputElement && event.target.value !== event.target.defaultValue)
    ) {
      event.preventDefault();
      undo();
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Delete') {
      const key = [...cells.current.entries()].find(([, element]) => element === event.target)?.[0].split('-')[0];
      if (key) {
        event.preventDefault();
        drop(key);
      }
    }
  };
  const said = (index: number, name: string) => errors?.(`lines[${String(index)}].${name}`);
  const word = (line: EditedLine) => {
    const words = about?.(line);
    return words ? <div className="oa-mute oa-small">{words}</div> : null;
  };
  const product = (line: EditedLine, index: number) => (
    <ProductPicker
      cell
      cellRef={cell(`${line.key}-product`)}
      value={line.product}
      aria-label={t('lines.product')}
      placeholder={t('lines.productHint')}
      status={(said(index, 'product') ?? said(index, 'productId')) ? 'error' : ''}
      customer={customer ?? null}
      onPaste={onPaste(line)}
      onChange={(picked) => {
        write(
          lines.map((x) =>
            x.key === line.key
              ? withProduct({ ...x, price: picked?.id === x.product?.id ? x.price : null }, picked)
              : x,
          ),
        );
      }}
      onDone={() => {
        focus(`${line.key}-quantity`);
      }}
    />
  );
  const figure = (line: EditedLine, index: number, name: 'quantity' | 'price' | 'discount') => (
    <FigureCell
      cellRef={cell(`${line.key}-${name}`)}
      value={line[name]}
      label={t(`lines.${name}`)}
      bad={said(index, name) !== undefined}
      {...(name === 'price' ? { price: currency } : {})}
      {...(name === 'discount' && !isZero(line.discount) ? { suffix: '%' } : {})}
      onEnter={onKey(line, name)}
      onPaste={onPaste(line)}
      onChange={(value) => {
        set(line.key, { [name]: value }, false);
      }}
    />
  );
  const tax = (line: EditedLine) => (
    <TaxRateSelect
      tabIndex={-1}
      value={line.taxRate}
      onChange={(taxRate) => {
        set(line.key, { taxRate });
      }}
    />
  );
  const detail = (line: EditedLine, index: number) =>
    Details && (
      <Details
        line={line}
        row={index + 1}
        onChange={(part) => {
          set(line.key, part, false);
        }}
      />
    );
  const knownOf = (line: EditedLine) =>
    line.product ? (hintOf(line.product.row) ?? hints?.(line.product.id)) : undefined;
  const memory = (line: EditedLine) => {
    const last = knownOf(line)?.lastPrice;
    const price = last ? inOwn(last) : null;
    return (
      <span className="oa-mute oa-small oa-word" title={last?.order ?? ''}>
        {last && price !== null ? `${formatPrice(price, currency)} · ${last.on.slice(5)}` : '–'}
      </span>
    );
  };
  const stock = (line: EditedLine) => {
    const onHand = knownOf(line)?.onHand;
    if (onHand == null) return <span className="oa-mute oa-small">–</span>;
    return (
      <span className={`oa-small ${big(onHand).lt(big(line.quantity)) ? 'oa-orange' : 'oa-mute'}`}>
        {formatQuantity(onHand, '0')}
      </span>
    );
  };
  const troubles = lines.flatMap((_, index) =>
    ['product', 'productId', 'quantity', 'price', 'discount', 'taxRate', 'unit', 'deliveryDate', 'note'].flatMap(
      (name) => {
        const words = said(index, name);
        return words ? [`${t('lines.row', { row: index + 1 })} ${words}`] : [];
      },
    ),
  );

  return (
    <div className="oa-stack tight" onKeyDown={onBox}>
      {phone ? (
        <div className="oa-line-cards">
          {lines.map((line, index) => (
            <div key={line.key} className="oa-line-card">
              <div className="oa-row nowrap tight">
                <span className="oa-grow">
                  {product(line, index)}
                  {word(line)}
                </span>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('lines.remove', { row: index + 1 })}
                  onClick={() => {
                    drop(line.key);
                  }}
                />
              </div>
              <div className="oa-row nowrap tight">
                <label className="oa-grow oa-small oa-mute">
                  {t('lines.quantity')} {line.unit}
                  {figure(line, index, 'quantity')}
                </label>
                <label className="oa-grow oa-small oa-mute">
                  {t(taxIncluded ? 'lines.priceIncluded' : 'lines.priceExcluded')}
                  {figure(line, index, 'price')}
                </label>
                <label className="oa-grow oa-small oa-mute">
                  {t('lines.discount')}
                  {figure(line, index, 'discount')}
                </label>
              </div>
              <div className="oa-row between">
                <span className="oa-row tight">
                  {tax(line)} {memory(line)}
                </span>
                <Money value={amounts.lines[index]?.total} currency={currency} strong />
              </div>
              {detail(line, index)}
            </div>
          ))}
        </div>
      ) : (
        <div className="oa-scroll">
          <table className="oa-table oa-lines">
            <thead>
              <tr>
                <th>#</th>
                <th style={{ minWidth: 190 }}>{t('lines.product')}</th>
                <th className="n">{t('lines.quantity')}</th>
                <th>{t('lines.unit')}</th>
                <th className="n">{t(taxIncluded ? 'lines.priceIncluded' : 'lines.priceExcluded')}</th>
                <th className="n">{t('lines.discount')}</th>
                <th>{t('lines.taxRate')}</th>
                <th className="n">{t('lines.net')}</th>
                <th className="n">{t('lines.tax')}</th>
                <th className="n">{t('lines.total')}</th>
                <th>{t('lines.lastPrice')}</th>
                <th className="n">{t('lines.stock')}</th>
                <th>
                  <span className="oa-hidden">{t('remove')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, index) => (
                <Fragment key={line.key}>
                  <tr>
                    <td className="text oa-mute">{index + 1}</td>
                    <td>
                      {product(line, index)}
                      {word(line)}
                    </td>
                    <td style={{ width: 96 }}>{figure(line, index, 'quantity')}</td>
                    <td className="text">{line.unit}</td>
                    <td style={{ width: 112 }}>{figure(line, index, 'price')}</td>
                    <td style={{ width: 72 }}>{figure(line, index, 'discount')}</td>
                    <td>{tax(line)}</td>
                    <td className="n text oa-mute">
                      <Money value={amounts.lines[index]?.net} currency={currency} />
                    </td>
                    <td className="n text oa-mute">
                      <Money value={amounts.lines[index]?.tax} currency={currency} />
                    </td>
                    <td className="n text">
                      <Money value={amounts.lines[index]?.total} currency={currency} />
                    </td>
                    <td className="text">{memory(line)}</td>
                    <td className="n text">{stock(line)}</td>
                    <td>
                      <Button
                        type="text"
                        size="small"
                        tabIndex={-1}
                        icon={<DeleteOutlined />}
                        aria-label={t('lines.remove', { row: index + 1 })}
                        onClick={() => {
                          drop(line.key);
                        }}
                      />
                    </td>
                  </tr>
                  {Details && (
                    <tr>
                      <td />
                      <td colSpan={12}>{detail(line, index)}</td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {troubles.length > 0 && (
        <div className="oa-red" role="alert">
          {troubles.map((words) => (
            <div key={words}>{words}</div>
          ))}
        </div>
      )}
      <div className="oa-row">
        <Button size="small" icon={<PlusOutlined />} onClick={add}>
          {t('lines.add')}
        </Button>
        <Button size="small" type="text" icon={<UndoOutlined />} disabled={undoable === 0} onClick={undo}>
          {t('lines.undo')}
        </Button>
        {!phone && <span className="oa-mute oa-small">{t('lines.keys')}</span>}
      </div>
    </div>
  );
}
