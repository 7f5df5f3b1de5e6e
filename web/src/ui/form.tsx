import { Alert, App, Button, Drawer, Input } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, newKey, type FieldError } from '../lib/api';
import { usePhone } from '../lib/media';
import { problemText } from './problems';

/** What an input inside a Field needs to be labelled and marked. */
export interface Bound<T> {
  id: string;
  value: T;
  onChange: (value: T) => void;
  status: 'error' | '';
  'aria-describedby'?: string;
}

export interface Form<T extends object> {
  values: T;
  set: (part: Partial<T>) => void;
  /** Binds an input to a value and its error: `<FigureInput {...form.bind('limit')} />`. */
  bind: <K extends keyof T & string>(name: K) => Bound<T[K]>;
  error: (name: string) => string | undefined;
  /** Errors of fields no input shows, and the refusal as a whole. */
  general: string | null;
  changed: boolean;
  busy: boolean;
  /** Sends once; a retry after a lost answer carries the same key, so nothing is made twice. */
  submit: () => Promise<boolean>;
  reset: (values: T) => void;
}

/**
 * The form layer: values, the server's field errors placed at their fields, one submission at a time.
 * `send` gets the values and the submission's key; what it throws is shown.
 */
export function useForm<T extends object>(initial: T, send: (values: T, key: string) => Promise<unknown>): Form<T> {
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const base = useId();
  const error = (name: string) => errors.find((e) => e.field === name || e.field.split(/[.[]/)[0] === name)?.message;
  return {
    values,
    error,
    general,
    busy,
    changed: values !== start,
    set: (part) => {
      setValues((before) => ({ ...before, ...part }));
      setErrors((before) => before.filter((e) => !Object.keys(part).includes(e.field)));
      setKey(newKey());
    },
    bind: (name) => ({
      id: `${base}-${name}`,
      value: values[name],
      status: error(name) ? 'error' : '',
      ...(error(name) ? { 'aria-describedby': `${base}-${name}-said` } : {}),
      onChange: (value) => {
        setValues((before) => ({ ...before, [name]: value }));
        setErrors((before) => before.filter((e) => e.field !== name));
        setKey(newKey());
      },
    }),
    reset: (next) => {
      setStart(next);
      setValues(next);
      setErrors([]);
      setGeneral(null);
    },
    submit: async () => {
      if (busy) return false;
      setBusy(true);
      setGeneral(null);
      try {
        await send(values, key);
        setErrors([]);
        setStart(values);
        setKey(newKey());
        return true;
      } catch (problem) {
        const fields = isProblem(problem) ? problem.errors : [];
        setErrors(fields);
        const names = Object.keys(values);
        const unplaced = fields.filter(
          (e) => !names.includes(e.field) && !names.includes(e.field.split(/[.[]/)[0] ?? ''),
        );
        if (fields.length === 0 || unplaced.length > 0) {
          setGeneral(unplaced.length > 0 ? unplaced.map((e) => e.message).join(' ') : problemText(problem));
        }
        // A definite no is an answer: the next attempt is a new intent. A lost answer is not.
        if (isProblem(problem) && problem.status >= 400 && problem.status < 500) setKey(newKey());
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** A label, the input, and below it the error or a word of help. */
export function Field({
  label,
  bound,
  form,
  name,
  help,
  must,
  wide,
  children,
}: {
  label: ReactNode;
  bound?: { id: string };
  form?: { error: (name: string) => string | undefined };
  name?: string;
  help?: ReactNode;
  must?: boolean;
  wide?: boolean;
  children: ReactNode;
}) {
  const error = name ? form?.error(name) : undefined;
  const words = (
    <>
      {label}
      {must && <span className="must"> *</span>}
    </>
  );
  return (
    <div className={`oa-field${wide ? ' wide' : ''}`}>
      {bound ? <label htmlFor={bound.id}>{words}</label> : <div className="label">{words}</div>}
      {children}
      {(error ?? help) != null && (
        <div
          className={`said${error ? ' error' : ''}`}
          id={bound && error ? `${bound.id}-said` : undefined}
          role={error ? 'alert' : undefined}
        >
          {error ?? help}
        </div>
      )}
    </div>
  );
}

/** A field for a line of text. */
export function TextField<T extends object>({
  form,
  name,
  secret,
  area,
  disabled,
  autoFocus,
  ...field
}: {
  form: Form<T>;
  name: { [K in keyof T]: T[K] extends string ? K : never }[keyof T] & string;
  label: ReactNode;
  help?: ReactNode;
  must?: boolean;
  wide?: boolean;
  secret?: boolean;
  /** Several lines. */
  area?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
}) {
  const bound = form.bind(name) as unknown as Bound<string>;
  const Control = secret ? Input.Password : area ? Input.TextArea : Input;
  return (
    <Field {...field} bound={bound} form={form} name={name}>
      <Control
        {...bound}
        autoComplete={secret ? 'new-password' : 'off'}
        disabled={disabled ?? false}
        autoFocus={autoFocus ?? false}
        onChange={(event: { target: { value: string } }) => {
          bound.onChange(event.target.value);
        }}
      />
    </Field>
  );
}

/** A step that can't be taken back: asked before, its failure told. */
export function AskedButton({
  label,
  title,
  text,
  run,
}: {
  label: string;
  title: string;
  text?: string;
  run: () => Promise<unknown>;
}) {
  const { message, modal } = App.useApp();
  return (
    <div>
      <Button
        danger
        onClick={() => {
          void modal.confirm({
            title,
            content: text ?? null,
            okText: label,
            okButtonProps: { danger: true },
            onOk: () => run().catch((error: unknown) => void message.error(problemText(error))),
          });
        }}
      >
        {label}
      </Button>
    </div>
  );
}

export function Fields({ columns = 2, children }: { columns?: number; children: ReactNode }) {
  return (
    <div className="oa-fields" style={{ '--columns': columns } as React.CSSProperties}>
      {children}
    </div>
  );
}

/** A form at the side of the page it belongs to. The button's verb says what it does; Ctrl-Enter does it. */
export function FormDrawer<T extends object>({
  title,
  action,
  danger,
  form,
  open,
  width = 480,
  locked,
  onClose,
  onDone,
  children,
}: {
  title: ReactNode;
  action: string;
  danger?: boolean;
  form: Form<T>;
  open: boolean;
  width?: number;
  /** Only to be read. */
  locked?: boolean;
  onClose: () => void;
  onDone?: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const phone = usePhone();
  const submit = () => {
    if (locked) return;
    void form.submit().then((done) => {
      if (done) {
        onDone?.();
        onClose();
      }
    });
  };
  return (
    <Drawer
      title={title}
      open={open}
      onClose={onClose}
      size={phone ? '100%' : width}
      mask={{ closable: !form.changed }}
      destroyOnHidden
      footer={
        <div className="oa-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t(locked ? 'close' : 'cancel')}</Button>
          {!locked && (
            <Button type="primary" danger={danger ?? false} loading={form.busy} onClick={submit}>
              {action}
            </Button>
          )}
        </div>
      }
    >
      <form
        className="oa-stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        }}
      >
        {form.general && <Alert type="error" showIcon title={form.general} />}
        {children}
        <input type="submit" hidden />
      </form>
    </Drawer>
  );
}
