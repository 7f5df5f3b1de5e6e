import { Alert, App, Button, Drawer, Input } from 'antd';
import { useRouter } from '@tanstack/react-router';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, newKey, type FieldError, type Problem } from '../lib/api';
import { usePhone } from '../lib/media';
import { useKept } from './document';
import { Card, Line } from './layout';
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
  /** The id of the input of a value. */
  idOf: (name: string) => string;
  /** Errors of fields no input shows, and the refusal as a whole. */
  general: string | null;
  changed: boolean;
  busy: boolean;
  /** Which of several buttons is at work; '' for the only one. */
  sending: string | null;
  /** Sends once; a retry after a lost answer carries the same key, so nothing is made twice. */
  submit: (as?: string) => Promise<boolean>;
  reset: (values: T) => void;
  /** Whether unsaved work was found again; `giveUp` throws it away. */
  restored: boolean;
  giveUp: () => void;
  /** Someone else saved first; `settle` with the newest version saves on top of it. */
  conflict: Problem | null;
  settle: (onTop?: string | null) => void;
}

export interface FormOptions<T> {
  /** Keeps what is typed in this browser under this name until it is saved or given up. */
  keep?: string;
  /** What the ids of its inputs begin with. */
  id?: string;
  /** The version seen: a save on top of another one is a conflict to be settled. */
  version?: string | null;
  /** Where an error stands among what is typed: blank rows aren't sent, so the server counts others. */
  place?: (field: string, values: T) => string;
  /** Whether an input shows the errors of a field; without it, whatever the values name. */
  shows?: (field: string, values: T) => boolean;
}

function named(field: string, values: object): boolean {
  return field in values || (field.split(/[.[]/)[0] ?? '') in values;
}

/**
 * The form layer: values, the server's field errors placed at their fields, one submission at a time.
 * `send` gets the values, the submission's key, which button was pressed and the version it is on top of; what it throws
 * is shown.
 */
export function useForm<T extends object>(
  initial: T | (() => T),
  send: (values: T, key: string, how: { as: string; version: string | null }) => Promise<unknown>,
  { keep, id, version, place, shows = named }: FormOptions<T> = {},
): Form<T> {
  const [first] = useState(initial);
  const [start, setStart] = useState(first);
  const { value: values, set: setValues, restored, forget } = useKept(keep ?? null, first);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [sending, setSending] = useState<string | null>(null);
  const [key, setKey] = useState(newKey);
  const [seen, setSeen] = useState(version ?? null);
  const [conflict, setConflict] = useState<Problem | null>(null);
  const own = useId();
  const idOf = (name: string) => `${id ?? own}-${name}`;
  const error = (name: string) => errors.find((e) => e.field === name || e.field.split(/[.[]/)[0] === name)?.message;
  const submit = async (as = '', onTop = seen): Promise<boolean> => {
    if (sending !== null) return false;
    setSending(as);
    setGeneral(null);
    try {
      await send(values, key, { as, version: onTop });
      setErrors([]);
      setStart(values);
      setKey(newKey());
      if (keep !== undefined) forget(values);
      return true;
    } catch (problem) {
      if (version !== undefined && isProblem(problem, 412)) {
        setConflict(problem);
        return false;
      }
      const fields = isProblem(problem)
        ? problem.errors.map((e) => ({ ...e, field: place ? place(e.field, values) : e.field }))
        : [];
      setErrors(fields);
      const unplaced = fields.filter((e) => !shows(e.field, values));
      if (fields.length === 0 || unplaced.length > 0) {
        setGeneral(unplaced.length > 0 ? unplaced.map((e) => e.message).join(' ') : problemText(problem));
      }
      // A definite no is an answer: the next attempt is a new intent. A lost answer is not.
      if (isProblem(problem) && problem.status >= 400 && problem.status < 500) setKey(newKey());
      return false;
    } finally {
      setSending(null);
    }
  };
  return {
    values,
    error,
    idOf,
    general,
    busy: sending !== null,
    sending,
    submit,
    changed: values !== start,
    restored,
    giveUp: () => {
      forget(start);
    },
    conflict,
    settle: (onTop) => {
      setConflict(null);
      if (onTop == null) return;
      setSeen(onTop);
      void submit('', onTop);
    },
    set: (part) => {
      setValues((before) => ({ ...before, ...part }));
      setErrors((before) => before.filter((e) => !Object.keys(part).includes(e.field)));
      setKey(newKey());
    },
    bind: (name) => ({
      id: idOf(name),
      value: values[name],
      status: error(name) ? 'error' : '',
      ...(error(name) ? { 'aria-describedby': `${idOf(name)}-said` } : {}),
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
  };
}

/** A label, the input, and below it the error or a word of help. Named, it labels the form's input of that name. */
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
  form?: Pick<Form<object>, 'error' | 'idOf' | 'values'>;
  name?: string;
  help?: ReactNode;
  must?: boolean;
  wide?: boolean;
  children: ReactNode;
}) {
  const error = name ? form?.error(name) : undefined;
  const id = bound?.id ?? (name && form && name in form.values ? form.idOf(name) : undefined);
  const words = (
    <>
      {label}
      {must && <span className="must"> *</span>}
    </>
  );
  return (
    <div className={`oa-field${wide ? ' wide' : ''}`}>
      {id ? <label htmlFor={id}>{words}</label> : <div className="label">{words}</div>}
      {children}
      {(error ?? help) != null && (
        <div
          className={`said${error ? ' error' : ''}`}
          id={id && error ? `${id}-said` : undefined}
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
    <Field {...field} form={form} name={name}>
      <Control
        {...bound}
        {...(area ? { autoSize: { minRows: 2 } } : {})}
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

/** Says that unsaved work was found again. */
export function RestoredNotice({ show, onGiveUp }: { show: boolean; onGiveUp: () => void }) {
  const { t } = useTranslation('ui');
  if (!show) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('kept.found')}
      action={
        <Button size="small" onClick={onGiveUp}>
          {t('kept.giveUp')}
        </Button>
      }
    />
  );
}

/** A button that sends a form; `as` is what its `send` is told. */
export interface FormAction {
  label: string;
  as?: string;
}

interface Head<T extends object> {
  title: ReactNode;
  /** A word below the title. */
  under?: ReactNode;
  form: Form<T>;
  /** What may be done with it, the natural one last. */
  actions: readonly FormAction[];
  /** Whether enough is filled in to be sent. */
  ready: boolean;
  onCancel: () => void;
}

/** The head of a form that fills a page: what it is, its buttons, work found again, what was refused as a whole. */
export function FormHead<T extends object>({ title, under, form, actions, ready, onCancel }: Head<T>) {
  const { t } = useTranslation('ui');
  const phone = usePhone();
  return (
    <>
      <Card className="oa-doc-head">
        <Line>
          <h1 className="oa-grow">{title}</h1>
          <div className={phone ? 'oa-stick oa-actions' : 'oa-row tight oa-actions'}>
            <Button
              onClick={() => {
                form.giveUp();
                onCancel();
              }}
            >
              {t('cancel')}
            </Button>
            {actions.map(({ label, as = '' }, index) => (
              <Button
                key={as}
                type={index === actions.length - 1 ? 'primary' : 'default'}
                loading={form.sending === as}
                disabled={!ready || (form.busy && form.sending !== as)}
                onClick={() => void form.submit(as)}
              >
                {label}
              </Button>
            ))}
          </div>
        </Line>
        {under != null && <div className="oa-mute">{under}</div>}
      </Card>
      <RestoredNotice show={form.restored} onGiveUp={form.giveUp} />
      {form.general && <Alert type="error" showIcon title={form.general} />}
    </>
  );
}

/** A form that fills a page; Enter in a field does what its last button does. */
export function FormPage<T extends object>({
  onCancel,
  children,
  ...head
}: Omit<Head<T>, 'onCancel'> & { onCancel?: (() => void) | undefined; children: ReactNode }) {
  const router = useRouter();
  const { form, actions, ready } = head;
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void form.submit(actions.at(-1)?.as);
      }}
    >
      <FormHead
        {...head}
        onCancel={
          onCancel ??
          (() => {
            router.history.back();
          })
        }
      />
      {children}
      <input type="submit" hidden />
    </form>
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
