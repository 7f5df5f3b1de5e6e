import Big from 'big.js';

/** A plain decimal as text, the way the server writes amounts, prices and quantities: "1234.50". Never a float. */
export type Decimal = string;
export type Figure = Decimal | number | Big | null | undefined;

// Half away from zero, as the server rounds; enough digits that a quotient rounds right.
Big.RM = Big.roundHalfUp;
Big.DP = 24;
Big.NE = -30;
Big.PE = 30;

const MINOR_UNITS: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, ISK: 0, BHD: 3, KWD: 3, OMR: 3, TND: 3 };

/** Decimals of a currency's smallest unit (CNY 2, JPY 0). */
export function minorUnits(currency?: string | null): number {
  return MINOR_UNITS[currency ?? ''] ?? 2;
}

/** The figure as an exact number; nothing and unreadable text count as zero. */
export function big(value: Figure): Big {
  if (value === null || value === undefined || value === '') return new Big(0);
  try {
    return new Big(value);
  } catch {
    return new Big(0);
  }
}

export function sum(values: readonly Figure[]): Big {
  return values.reduce<Big>((total, value) => total.plus(big(value)), new Big(0));
}

/** Half-up to the currency's minor units, as plain text. */
export function round(value: Figure, currency?: string | null): Decimal {
  return big(value).toFixed(minorUnits(currency));
}

export function isZero(value: Figure): boolean {
  return big(value).eq(0);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function written(value: Big, least: number, most: number): string {
  const fixed = value.abs().toFixed(most);
  const [whole = '0', fraction = ''] = fixed.split('.');
  let kept = fraction;
  while (kept.length > least && kept.endsWith('0')) kept = kept.slice(0, -1);
  const sign = value.lt(0) && !/^0*\.?0*$/.test(fixed) ? '−' : '';
  return `${sign}${grouped(whole)}${kept ? `.${kept}` : ''}`;
}

/** "1,234.50", negative with a real minus, zero as '–'; nothing as ''. */
export function formatAmount(value: Figure, currency?: string | null, zero = '–'): string {
  if (value === null || value === undefined || value === '') return '';
  const exact = big(value);
  if (exact.eq(0)) return zero;
  const units = minorUnits(currency);
  return written(exact, units, units);
}

/** Unit prices: at least the currency's decimals, at most six. */
export function formatPrice(value: Figure, currency?: string | null): string {
  if (value === null || value === undefined || value === '') return '';
  return written(big(value), minorUnits(currency), 6);
}

/** Quantities: as many decimals as they have, at most six. */
export function formatQuantity(value: Figure, zero = '–'): string {
  if (value === null || value === undefined || value === '') return '';
  return isZero(value) ? zero : written(big(value), 0, 6);
}

/** A share as a percentage: 0.1234 → "12.3%". */
export function formatShare(part: Figure, whole: Figure, decimals = 1): string {
  const all = big(whole);
  return all.eq(0) ? '–' : `${big(part).times(100).div(all).toFixed(decimals)}%`;
}

/** A short form for charts and tiles: 3,214,900 → "321.5万" or "3.21M". */
export function formatShort(value: Figure, locale: string): string {
  const exact = big(value);
  const size = exact.abs();
  const chinese = locale.startsWith('zh');
  const steps: [number, string][] = chinese
    ? [
        [1e8, '亿'],
        [1e4, '万'],
      ]
    : [
        [1e9, 'B'],
        [1e6, 'M'],
        [1e3, 'k'],
      ];
  const step = steps.find(([least]) => size.gte(least));
  if (!step) return written(exact, 0, 0);
  return `${written(exact.div(step[0]), 0, size.div(step[0]).gte(100) ? 0 : 2)}${step[1]}`;
}

const SYMBOLS: Record<string, string> = { CNY: '¥', JPY: 'JP¥', USD: 'US$', EUR: '€', GBP: '£', HKD: 'HK$' };

/** The sign that stands before an amount of this currency. */
export function currencySymbol(currency?: string | null): string {
  return currency ? (SYMBOLS[currency] ?? `${currency} `) : '';
}

/** "¥1,234.50": for sentences, where no column head names the currency. */
export function formatMoney(value: Figure, currency?: string | null): string {
  const text = formatAmount(value, currency, round(0, currency));
  return text.startsWith('−') ? `−${currencySymbol(currency)}${text.slice(1)}` : `${currencySymbol(currency)}${text}`;
}

const SCALES: Record<string, string> = {
  k: '1000',
  K: '1000',
  千: '1000',
  w: '10000',
  W: '10000',
  万: '10000',
  m: '1000000',
  M: '1000000',
  百万: '1000000',
  亿: '100000000',
};

/**
 * Reads what people type as a figure: "1,234.5", "¥12万", "3.5k", "1200*0.98", "(3+4)/2", "15%".
 * Null when it isn't one; an answer has at most six decimals.
 */
export function parseFigure(text: string): Decimal | null {
  const source = text
    .normalize('NFKC')
    .replace(/[\s,，¥￥$€£]/g, '')
    .replace(/[−–]/g, '-')
    .replace(/[×xX]/g, '*')
    .replace(/÷/g, '/')
    .replace(/^=/, '')
    .replace(/元$/, '');
  if (!source || source.length > 60) return null;
  let at = 0;

  function number(): Big | null {
    if (source[at] === '(') {
      at++;
      const inner = additions();
      if (!inner || source[at] !== ')') return null;
      at++;
      return scaled(inner);
    }
    if (source[at] === '-') {
      at++;
      const positive = number();
      return positive ? positive.times(-1) : null;
    }
    const match = /^(\d+(\.\d*)?|\.\d+)/.exec(source.slice(at));
    if (!match) return null;
    at += match[0].length;
    return scaled(new Big(match[0].endsWith('.') ? match[0].slice(0, -1) : match[0]));
  }
  function scaled(value: Big): Big {
    for (;;) {
      const two = source.slice(at, at + 2);
      const one = source.slice(at, at + 1);
      const scale = SCALES[two] ? two : SCALES[one] ? one : '';
      if (scale) {
        value = value.times(SCALES[scale] ?? '1');
        at += scale.length;
      } else if (one === '%') {
        value = value.div(100);
        at++;
      } else return value;
    }
  }
  function products(): Big | null {
    let left = number();
    while (left && (source[at] === '*' || source[at] === '/')) {
      const operator = source[at++];
      const right = number();
      if (!right || (operator === '/' && right.eq(0))) return null;
      left = operator === '*' ? left.times(right) : left.div(right);
    }
    return left;
  }
  function additions(): Big | null {
    let left = products();
    while (left && (source[at] === '+' || source[at] === '-')) {
      const operator = source[at++];
      const right = products();
      if (!right) return null;
      left = operator === '+' ? left.plus(right) : left.minus(right);
    }
    return left;
  }

  const value = additions();
  if (!value || at !== source.length) return null;
  return value.round(6).toFixed();
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';

/**
 * 人民币大写 of an amount in yuan: 10,050.30 → 壹万零伍拾元叁角, 0.05 → 伍分; 整 only after 元, as 《支付结算办法》 has it.
 * Beyond 9999 trillion yuan the answer is empty.
 */
export function capitals(value: Figure): string {
  const exact = big(value).round(2);
  const [whole = '0', fraction = '00'] = exact.abs().toFixed(2).split('.');
  if (whole.length > 16) return '';
  const sign = exact.lt(0) ? '负' : '';
  let yuan = '';
  let gap = false;
  const padded = whole.padStart(Math.ceil(whole.length / 4) * 4, '0');
  const groups = padded.length / 4;
  for (let group = 0; group < groups; group++) {
    const four = padded.slice(group * 4, group * 4 + 4);
    if (four === '0000') {
      gap = yuan !== '';
      continue;
    }
    let written4 = '';
    if (group > 0 && four.startsWith('0')) gap = true;
    for (let i = 0; i < 4; i++) {
      const digit = Number(four[i]);
      if (digit === 0) {
        gap = gap || yuan + written4 !== '';
        continue;
      }
      if (gap) written4 += '零';
      gap = false;
      written4 += `${DIGITS[digit] ?? ''}${['仟', '佰', '拾', ''][i] ?? ''}`;
    }
    yuan += written4 + (['', '万', '亿', '万亿'][groups - 1 - group] ?? '');
    // 107000: a group that ends in zeros needs no 零 unless the next one begins with one.
    gap = false;
  }
  const jiao = Number(fraction[0]);
  const fen = Number(fraction[1]);
  if (!yuan && !jiao && !fen) return '零元整';
  let text = yuan ? `${yuan}元` : '';
  if (!jiao && !fen) return `${sign}${text}整`;
  if (jiao) text += `${DIGITS[jiao] ?? ''}角`;
  else if (yuan) text += '零';
  if (fen) text += `${DIGITS[fen] ?? ''}分`;
  return sign + text;
}
