import type { Condition, FieldDefinition, FieldType, Filter, Operator } from '../lib/types';

/** Operators a type of field offers, the usual one first. */
export function operatorsOf(type: FieldType): Operator[] {
  switch (type) {
    case 'number':
    case 'money':
    case 'quantity':
      return ['>=', '<=', '=', '!=', 'between', 'empty', 'notempty'];
    case 'date':
    case 'instant':
      return ['between', '>=', '<=', '=', 'empty', 'notempty'];
    case 'status':
    case 'choice':
      return ['in', '!='];
    case 'boolean':
      return ['='];
    case 'party':
    case 'user':
    case 'product':
    case 'ref':
      return ['=', '!=', 'empty', 'notempty'];
    default:
      return ['contains', 'starts', '=', 'empty', 'notempty'];
  }
}

export function isCondition(filter: Filter): filter is Condition {
  return Array.isArray(filter);
}

/** A filter as the bar edits it: conditions that all hold, or any of them. `raw` keeps what is nested deeper, untouched. */
export interface Conditions {
  any: boolean;
  list: Filter[];
}

export function conditionsOf(filter: Filter | null | undefined): Conditions {
  if (!filter) return { any: false, list: [] };
  if (isCondition(filter)) return { any: false, list: [filter] };
  if ('and' in filter) return { any: false, list: filter.and };
  return { any: true, list: filter.or };
}

export function filterOf({ any, list }: Conditions): Filter | null {
  const [only] = list;
  if (!only) return null;
  if (list.length === 1) return only;
  return any ? { or: list } : { and: list };
}

/** Both, where there are two. */
export function both(first: Filter | null | undefined, second: Filter | null | undefined): Filter | null {
  if (!first || !second) return first ?? second ?? null;
  return { and: [first, second] };
}

/** Reads a filter from the address; nonsense there counts as none. */
export function readFilter(text: string | undefined): Filter | null {
  if (!text) return null;
  try {
    const value = JSON.parse(text) as unknown;
    return isFilter(value) ? value : null;
  } catch {
    return null;
  }
}

function isFilter(value: unknown): value is Filter {
  if (Array.isArray(value))
    return value.length >= 2 && value.length <= 3 && typeof value[0] === 'string' && typeof value[1] === 'string';
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  const [entry] = entries;
  return (
    entries.length === 1 &&
    entry !== undefined &&
    (entry[0] === 'and' || entry[0] === 'or') &&
    Array.isArray(entry[1]) &&
    entry[1].every(isFilter)
  );
}

/** Whether a condition says all it needs to be sent. */
export function isComplete([, operator, value]: Condition): boolean {
  if (operator === 'empty' || operator === 'notempty') return true;
  if (operator === 'between')
    return Array.isArray(value) && value.length === 2 && value.every((v) => v !== null && v !== '');
  if (operator === 'in') return Array.isArray(value) && value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

export function fieldOf(fields: readonly FieldDefinition[], name: string): FieldDefinition | undefined {
  return fields.find((field) => field.name === name);
}

/** "-date,number" as pairs. */
export function sortsOf(sort: string | null | undefined): { name: string; down: boolean }[] {
  return (sort ?? '')
    .split(',')
    .filter(Boolean)
    .map((part) => (part.startsWith('-') ? { name: part.slice(1), down: true } : { name: part, down: false }));
}
