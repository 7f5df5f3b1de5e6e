import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import type { Decimal } from '../lib/money';
import type { Condition, FieldDefinition, Filter, Operator } from '../lib/types';
import { isRef, plainValue } from './cells';
import { conditionsOf, fieldOf, filterOf, isComplete, isCondition, operatorsOf } from './filter';
import { DateInput, FigureInput } from './inputs';
import { PartyPicker, ProductPicker, RecordPicker, UserPicker, type Picked } from './Picker';

/** Names of records chosen in filters, so that a chip can say them; the address holds ids only. */
const known = new Map<string, string>();

/** The server's operators in the order people want them. */
function offeredBy(field: FieldDefinition): Operator[] {
  const usual = operatorsOf(field.type);
  return usual.filter((operator) => field.operators.includes(operator));
}

function isFigure(field: FieldDefinition): boolean {
  return field.type === 'money' || field.type === 'number' || field.type === 'quantity';
}

function isTime(field: FieldDefinition): boolean {
  return field.type === 'date' || field.type === 'instant';
}

function ValueInput({
  field,
  operator,
  value,
  onChange,
}: {
  field: FieldDefinition;
  operator: Operator;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation('ui');
  if (operator === 'empty' || operator === 'notempty') return null;
  if (operator === 'between') {
    const [low, high] = (Array.isArray(value) ? value : [null, null]) as (string | null)[];
    const pair = (a: string | null, b: string | null) => {
      onChange([a, b]);
    };
    return isTime(field) ? (
      <div className="oa-row nowrap tight">
        <DateInput
          autoFocus
          aria-label={t('filter.from')}
          value={low ?? null}
          onChange={(v) => pair(v, high ?? null)}
        />
        <span>–</span>
        <DateInput aria-label={t('filter.to')} value={high ?? null} onChange={(v) => pair(low ?? null, v)} />
      </div>
    ) : (
      <div className="oa-row nowrap tight">
        <FigureInput
          autoFocus
          aria-label={t('filter.from')}
          value={low ?? null}
          onChange={(v) => pair(v, high ?? null)}
        />
        <span>–</span>
        <FigureInput aria-label={t('filter.to')} value={high ?? null} onChange={(v) => pair(low ?? null, v)} />
      </div>
    );
  }
  if (field.type === 'status' || field.type === 'choice' || field.type === 'boolean') {
    const many = operator === 'in';
    const options =
      field.type === 'boolean'
        ? [
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]
        : (field.options ?? []).map((o) => ({ value: o.value, label: o.label }));
    return (
      <Select
        {...(many ? { mode: 'multiple' as const } : {})}
        autoFocus
        defaultOpen
        aria-label={field.label}
        style={{ width: '100%' }}
        value={
          field.type === 'boolean'
            ? value === undefined
              ? undefined
              : String(value)
            : (value as string | string[] | undefined)
        }
        options={options}
        onChange={(next: unknown) => {
          onChange(field.type === 'boolean' ? next === 'true' : next);
        }}
      />
    );
  }
  if (isFigure(field)) {
    return (
      <FigureInput
        autoFocus
        aria-label={field.label}
        value={(value as Decimal | undefined) ?? null}
        onChange={onChange}
      />
    );
  }
  if (isTime(field)) {
    return (
      <DateInput autoFocus aria-label={field.label} value={(value as string | undefined) ?? null} onChange={onChange} />
    );
  }
  if (field.type === 'party' || field.type === 'product' || field.type === 'user' || field.type === 'ref') {
    const props = {
      autoFocus: true,
      'aria-label': field.label,
      value: typeof value === 'string' ? { id: value, label: known.get(value) ?? value } : null,
      onChange: (picked: Picked | null) => {
        if (picked) known.set(picked.id, picked.label);
        onChange(picked?.id);
      },
    };
    if (field.type === 'party') return <PartyPicker {...props} />;
    if (field.type === 'product') return <ProductPicker {...props} />;
    if (field.type === 'user') return <UserPicker {...props} />;
    if (field.name === 'warehouse') {
      return <RecordPicker {...props} list="warehouses" label={(row) => String(row['name'])} />;
    }
    if (field.name === 'department') {
      return (
        <RecordPicker
          {...props}
          list="departments"
          load={async (q) => (await get('/departments')).rows.filter((row) => row.name.includes(q))}
          label={(row) => String(row['name'])}
        />
      );
    }
    return (
      <RecordPicker
        {...props}
        list="search"
        load={async (q, signal) => (await get('/search', { q }, signal)).hits}
        label={(row) => String(row['number'] || row['title'])}
        describe={(row) => [row['kindTitle'], row['subtitle']].filter(Boolean).join('  ')}
      />
    );
  }
  return (
    <Input
      autoFocus
      aria-label={field.label}
      value={(value as string | undefined) ?? ''}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}

function Editor({
  fields,
  start,
  onDone,
}: {
  fields: readonly FieldDefinition[];
  start: Condition | null;
  onDone: (condition: Condition) => void;
}) {
  const { t } = useTranslation('ui');
  const [name, setName] = useState(start?.[0] ?? '');
  const field = fieldOf(fields, name);
  const [operator, setOperator] = useState<Operator>(start?.[1] ?? '=');
  const [value, setValue] = useState<unknown>(start?.[2]);
  const condition: Condition =
    operator === 'empty' || operator === 'notempty' ? [name, operator] : [name, operator, value];
  const whole = field !== undefined && isComplete(condition);
  return (
    <form
      className="oa-stack tight"
      style={{ width: 280 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) onDone(condition);
      }}
    >
      <Select
        aria-label={t('filter.field')}
        placeholder={t('filter.field')}
        showSearch={{ optionFilterProp: 'label' }}
        autoFocus={!start}
        defaultOpen={!start}
        value={name || null}
        options={fields.map((f) => ({ value: f.name, label: f.label }))}
        onChange={(next: string) => {
          setName(next);
          const chosen = fieldOf(fields, next);
          if (chosen) setOperator(offeredBy(chosen)[0] ?? '=');
          setValue(undefined);
        }}
      />
      {field && (
        <>
          {offeredBy(field).length > 1 && (
            <Select<Operator>
              aria-label={t('filter.operator')}
              value={operator}
              options={offeredBy(field).map((o) => ({
                value: o,
                label: t(`operator.${isTime(field) ? 'date.' : ''}${o}`, { defaultValue: t(`operator.${o}`) }),
              }))}
              onChange={(next) => {
                if ((next === 'between' || next === 'in') !== (operator === 'between' || operator === 'in'))
                  setValue(undefined);
                setOperator(next);
              }}
            />
          )}
          <ValueInput key={`${name}${operator}`} field={field} operator={operator} value={value} onChange={setValue} />
          <Button type="primary" htmlType="submit" disabled={!whole}>
            {t('filter.apply')}
          </Button>
        </>
      )}
    </form>
  );
}

/** What a condition says, in words. */
function useWords(fields: readonly FieldDefinition[]): (filter: Filter) => string {
  const { t } = useTranslation('ui');
  const say = (filter: Filter): string => {
    if (!isCondition(filter)) {
      const { any, list } = conditionsOf(filter);
      return `(${list.map(say).join(any ? ` ${t('filter.or')} ` : ` ${t('filter.and')} `)})`;
    }
    const [name, operator, value] = filter;
    const field = fieldOf(fields, name);
    if (!field) return name;
    const one = (v: unknown) => {
      if (isRef(v)) return v.title ?? v.number ?? v.id;
      if (v === 'me' || (typeof v === 'string' && /^today([+-]\d+)?$/.test(v)))
        return v === 'me' ? t('filter.me') : v.replace('today', t('filter.today'));
      if (typeof v === 'string' && known.has(v)) return known.get(v) ?? '';
      return plainValue(field, v, t('yes'), t('no'));
    };
    if (operator === 'empty' || operator === 'notempty') return `${field.label} ${t(`operator.${operator}`)}`;
    if (operator === 'between' && Array.isArray(value)) return `${field.label} ${value.map(one).join(' – ')}`;
    if (operator === 'in' && Array.isArray(value)) return `${field.label} ${value.map(one).join(', ')}`;
    const sign =
      { '=': ':', '!=': '≠', '>=': '≥', '<=': '≤', contains: '~', starts: '^' }[operator as string] ?? operator;
    return `${field.label} ${sign} ${one(value)}`;
  };
  return say;
}

/** Conditions as chips: click changes one, + adds one; two or more may all hold or any. */
export function FilterBar({
  fields,
  filter,
  onChange,
}: {
  fields: readonly FieldDefinition[];
  filter: Filter | null;
  onChange: (filter: Filter | null) => void;
}) {
  const { t } = useTranslation('ui');
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const words = useWords(fields);
  const { any, list } = conditionsOf(filter);
  const offered = fields.filter((field) => field.filterable !== false);
  const put = (next: Filter[], anyOf = any) => {
    setEditing(null);
    onChange(filterOf({ any: anyOf, list: next }));
  };
  return (
    <div className="oa-chips">
      {list.map((one, index) => (
        <span key={index} className="oa-chip">
          <Popover
            trigger="click"
            destroyOnHidden
            placement="bottomLeft"
            open={editing === index}
            onOpenChange={(open) => {
              setEditing(open && isCondition(one) ? index : null);
            }}
            content={
              isCondition(one) && (
                <Editor
                  fields={offered}
                  start={one}
                  onDone={(condition) => {
                    put(list.map((old, i) => (i === index ? condition : old)));
                  }}
                />
              )
            }
          >
            <button type="button">{words(one)}</button>
          </Popover>
          <button
            type="button"
            aria-label={t('filter.remove', { what: words(one) })}
            onClick={() => {
              put(list.filter((_, i) => i !== index));
            }}
          >
            <CloseOutlined style={{ fontSize: 9 }} />
          </button>
        </span>
      ))}
      {list.length > 1 && (
        <span className="oa-chip plain">
          <button
            type="button"
            onClick={() => {
              put(list, !any);
            }}
          >
            {t(any ? 'filter.anyHolds' : 'filter.allHold')}
          </button>
        </span>
      )}
      <Popover
        trigger="click"
        destroyOnHidden
        placement="bottomLeft"
        open={editing === 'new'}
        onOpenChange={(open) => {
          setEditing(open ? 'new' : null);
        }}
        content={
          <Editor
            fields={offered}
            start={null}
            onDone={(condition) => {
              put([...list, condition]);
            }}
          />
        }
      >
        <span className="oa-chip plain">
          <button type="button">
            <PlusOutlined style={{ fontSize: 10 }} /> {t('filter.add')}
          </button>
        </span>
      </Popover>
      {list.length > 0 && (
        <Button
          type="link"
          size="small"
          onClick={() => {
            put([]);
          }}
        >
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
