import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import { send, type ListName, type RecordName } from '../lib/api';
import { useCan } from '../lib/session';
import { Field, Fields, FormDrawer, useForm, type Bound } from './form';
import { ChoiceInput, DateInput, FigureInput } from './inputs';
import { ListPage } from './ListPage';
import { PartyPicker, type Picked } from './Picker';

export interface SimpleField {
  name: string;
  label: string;
  must?: boolean;
  /** A yes or no. */
  flag?: boolean;
  /** What it is when it is no line of text; a party's name is expected beside it as `<name>Name`. */
  type?: 'party' | 'date' | 'amount';
  help?: string;
  /** Can't be changed once made. */
  fixed?: boolean;
  /** One of these. */
  choices?: readonly { value: string; label: string }[];
}

interface Texts {
  create: string;
  save: string;
  empty: { title: string; text: string };
}

type Values = Record<string, string | boolean | Picked | null>;

function initialOf(field: SimpleField, start: Record<string, unknown> | null): Values[string] {
  const value = start?.[field.name];
  if (field.flag) return value !== false;
  if (field.type === 'party')
    return typeof value === 'string' ? { id: value, label: String(start?.[`${field.name}Name`] ?? '') } : null;
  if (field.type) return typeof value === 'string' ? value : null;
  return typeof value === 'string' ? value : '';
}

function sent(value: Values[string] | undefined, must: boolean): unknown {
  if (typeof value === 'string') return value.trim() || (must ? '' : null);
  return typeof value === 'object' && value !== null ? value.id : value;
}

/** A list of small records (warehouses, cash accounts) that are entered and changed at the side. */
export function SimpleRecords({
  list,
  kind,
  fields,
  texts,
  read,
}: {
  list: ListName & RecordName;
  kind: string;
  fields: SimpleField[];
  texts: Texts;
  /** Picks the record out of the answer where it is wrapped. */
  read?: (answer: Record<string, unknown>) => Record<string, unknown>;
}) {
  const may = useCan();
  const [editing, setEditing] = useState<string | null>(null);
  const record = useQuery({
    queryKey: [list, 'record', editing],
    enabled: editing !== null && editing !== 'new',
    queryFn: async () => {
      const answer = await send<Record<string, unknown>>('GET', `/${list}/${editing ?? ''}`);
      const data = read ? read(answer.data) : answer.data;
      return { data, version: answer.version ?? (data['version'] == null ? null : String(data['version'] as number)) };
    },
  });
  return (
    <>
      <ListPage
        list={list}
        href={null}
        {...(may(`${kind}.edit`)
          ? {
              onRow: (row: { id: string }) => {
                setEditing(row.id);
              },
            }
          : {})}
        create={{
          label: texts.create,
          right: `${kind}.create`,
          onClick: () => {
            setEditing('new');
          },
        }}
        empty={texts.empty}
      />
      {editing !== null && (editing === 'new' || record.data) && (
        <Editor
          key={editing}
          id={editing === 'new' ? null : editing}
          start={editing === 'new' ? null : (record.data?.data ?? null)}
          version={record.data?.version ?? null}
          list={list}
          fields={fields}
          texts={texts}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </>
  );
}

function Editor({
  id,
  start,
  version,
  list,
  fields,
  texts,
  onClose,
}: {
  id: string | null;
  start: Record<string, unknown> | null;
  version: string | null;
  list: ListName & RecordName;
  fields: SimpleField[];
  texts: Texts;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const shown = fields.filter((field) => id !== null || !field.flag);
  const initial: Values = Object.fromEntries(shown.map((field) => [field.name, initialOf(field, start)]));
  const form = useForm<Values>(initial, async (values, key) => {
    // What must be there goes as it is, so that the server names every gap at once.
    const body = Object.fromEntries(
      shown.map(({ name, must, type }) => [name, sent(values[name], Boolean(must) && !type)]),
    );
    await send(id ? 'PUT' : 'POST', id ? `/${list}/${id}` : `/${list}`, { body, key, version });
    await queries.invalidateQueries({ queryKey: [list] });
  });
  return (
    <FormDrawer
      open
      title={id ? (form.values['name'] as string) : texts.create}
      action={texts.save}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        {shown.map((field) => {
          const bound = form.bind(field.name);
          if (field.flag) {
            return (
              <Checkbox
                key={field.name}
                checked={bound.value === true}
                onChange={(event) => {
                  bound.onChange(event.target.checked);
                }}
              >
                {field.label}
              </Checkbox>
            );
          }
          return (
            <Field
              key={field.name}
              label={field.label}
              bound={bound}
              form={form}
              name={field.name}
              must={field.must ?? false}
              help={field.help}
            >
              <Entered field={field} bound={bound} disabled={Boolean(field.fixed) && id !== null} />
            </Field>
          );
        })}
      </Fields>
    </FormDrawer>
  );
}

function Entered({ field, bound, disabled }: { field: SimpleField; bound: Bound<Values[string]>; disabled: boolean }) {
  const text = typeof bound.value === 'string' ? bound.value : null;
  if (field.choices)
    return (
      <ChoiceInput
        {...bound}
        value={text || null}
        onChange={(choice) => {
          bound.onChange(choice ?? '');
        }}
        options={field.choices}
      />
    );
  switch (field.type) {
    case 'party':
      return (
        <PartyPicker {...bound} value={typeof bound.value === 'object' ? bound.value : null} disabled={disabled} />
      );
    case 'date':
      return <DateInput {...bound} value={text} disabled={disabled} />;
    case 'amount':
      return <FigureInput {...bound} value={text} disabled={disabled} />;
    default:
      return (
        <Input
          id={bound.id}
          disabled={disabled}
          value={text ?? ''}
          status={bound.status}
          onChange={(event) => {
            bound.onChange(event.target.value);
          }}
        />
      );
  }
}
