import Big from 'big.js';
import { big, minorUnits, sum, type Decimal, type Figure } from './money';

/** What a line is made of; the rate is a fraction (0.13), null for exempt, the discount a percentage (2 = 2 %). */
export interface TaxedLine {
  quantity: Figure;
  price: Figure;
  taxIncluded: boolean;
  taxRate: Figure;
  discountPercent?: Figure;
}

export interface LineAmounts {
  total: Decimal;
  tax: Decimal;
  net: Decimal;
}

/**
 * The exact rule of tax on a line, rounded half-up once per line.
 * Entered inclusive: total = round(qty × price); tax = round(total × r/(1+r)); net = total − tax.
 * Entered exclusive: net = round(qty × price); tax = round(net × r); total = net + tax.
 */
export function lineAmounts(line: TaxedLine, currency?: string | null): LineAmounts {
  const units = minorUnits(currency);
  const rate = big(line.taxRate);
  const share = new Big(100).minus(big(line.discountPercent)).div(100);
  const amount = big(line.quantity).times(big(line.price)).times(share).round(units);
  if (line.taxIncluded) {
    const tax = amount.times(rate).div(rate.plus(1)).round(units);
    return { total: amount.toFixed(units), tax: tax.toFixed(units), net: amount.minus(tax).toFixed(units) };
  }
  const tax = amount.times(rate).round(units);
  return { total: amount.plus(tax).toFixed(units), tax: tax.toFixed(units), net: amount.toFixed(units) };
}

/** A document's totals are the sums of its rounded lines. */
export function documentAmounts(lines: readonly LineAmounts[], currency?: string | null): LineAmounts {
  const units = minorUnits(currency);
  return {
    total: sum(lines.map((line) => line.total)).toFixed(units),
    tax: sum(lines.map((line) => line.tax)).toFixed(units),
    net: sum(lines.map((line) => line.net)).toFixed(units),
  };
}

/** The same unit price on the other basis (含税单价互算), to six decimals. */
export function otherPrice(price: Figure, taxRate: Figure, taxIncluded: boolean): Decimal {
  const factor = big(taxRate).plus(1);
  return (taxIncluded ? big(price).div(factor) : big(price).times(factor)).round(6).toFixed();
}

/**
 * Takes a discount on the whole document off its lines in proportion, on the basis the prices are entered in. Shares are
 * differences of rounded running sums: they add up to the discount exactly and the last line takes what rounding left.
 */
export function spreadDiscount(
  lines: readonly LineAmounts[],
  rates: readonly Figure[],
  discount: Figure,
  taxIncluded: boolean,
  currency?: string | null,
): LineAmounts[] {
  const units = minorUnits(currency);
  const off = big(discount);
  const basis = (line: LineAmounts) => big(taxIncluded ? line.total : line.net);
  const whole = sum(lines.map(basis));
  if (off.eq(0) || whole.eq(0)) return [...lines];
  let running = new Big(0);
  let taken = new Big(0);
  return lines.map((line, index) => {
    running = running.plus(basis(line));
    const due = off.times(running).div(whole).round(units);
    const left = basis(line).minus(due.minus(taken));
    taken = due;
    return lineAmounts({ quantity: '1', price: left, taxIncluded, taxRate: rates[index] }, currency);
  });
}
