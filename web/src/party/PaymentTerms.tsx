import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, type Schema } from '../lib/api';
import { serverText } from '../lib/i18n';
import type { IsoDate } from '../lib/dates';
import { big, parseFigure, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Money } from '../ui/cells';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Mute } from '../ui/layout';
import { ListPage } from '../ui/ListPage';

type Term = Schema<'party.PaymentTerm'>;
type Rule = Term['rule'];
type Start = Term['from'];
type Shift = Term['shift'];
type Count = 'months' | 'days' | 'dayOfMonth' | 'cutOffDay';

/** What each rule counts; the others stay 0. */
const COUNTS: Record<Rule, Count[]> = {
  NET_DAYS: ['days'],
  CALENDAR_MONTHS: ['months', 'days'],
  MONTH_END_PLUS: ['months', 'days', 'cutOffDay'],
  DAYS_TO_MONTH_END: ['months', 'days'],
  DAY_OF_MONTH_AFTER: ['days', 'months', 'dayOfMonth', 'cutOffDay'],
};
const RULES = Object.keys(COUNTS) as Rule[];
const STARTS: Start[] = ['DELIVERY', 'ORDER', 'BEFORE_DELIVERY', 'PROOF', 'INVOICE'];
const SHIFTS: Shift[] = ['NONE', 'NEXT', 'PREVIOUS', 'MODIFIED_FOLLOWING'];

const choices = <T extends string>(name: string, values: readonly T[]) =>
  values.map((value) => ({ value, label: serverText(`choice.payment-term.${name}.${value}`, value) }));

/** One instalment, or the rest, as it is typed. */
interface PartForm extends Record<Count, Decimal | null> {
  key: number;
  percent: Decimal | null;
  amount: Decimal | null;
  from: Start | null;
  rule: Rule | null;
}

let keys = 0;

function partForm(part?: Term | Term['instalments'][number]): PartForm {
  const figure = (value: number | undefined): Decimal => String(value ?? 0);
  const share = part && 'share' in part ? part.share : null;
  return {
    key: ++keys,
    percent: share == null ? null : big(share).times(100).toString(),
    amount: part && 'amount' in part ? (part.amount ?? null) : null,
    from: part?.from ?? 'DELIVERY',
    rule: part?.rule ?? 'NET_DAYS',
    months: figure(part?.months),
    days: figure(part?.days ?? 30),
    dayOfMonth: figure(part?.dayOfMonth),
    cutOffDay: figure(part?.cutOffDay),
  };
}

function partBody(part: PartForm) {
  const counts = COUNTS[part.rule ?? 'NET_DAYS'];
  const count = (name: Count) => (counts.includes(name) ? Number(parseFigure(part[name] ?? '0') ?? 0) : 0);
  return {
    from: part.from,
    rule: part.rule,
    months: count('months'),
    days: count('days'),
    dayOfMonth: count('dayOfMonth'),
    cutOffDay: count('cutOffDay'),
  };
}

/** The terms customers may be given: each with its rule, its words and an example. */
export function PaymentTerms() {
  const { t } = useTranslation('party');
  const may = useCan();
  const [editing, setEditing] = useState<string | null>(null);
  const record = useQuery({
    queryKey: ['payment-terms', 'record', editing],
    enabled: editing !== null && editing !== 'new',
    queryFn: () => get(`/payment-terms/${editing ?? ''}`),
  });
  const close = () => {
    setEditing(null);
  };
  return (
    <>
      <ListPage
        list="payment-terms"
        href={null}
        {...(may('payment-term.edit')
          ? {
              onRow: (row: { id: string }) => {
                setEditing(row.id);
              },
            }
          : {})}
        create={{
          label: t('term.new'),
          right: 'payment-term.edit',
          onClick: () => {
            setEditing('new');
          },
        }}
        empty={{ title: t('term.none'), text: t('term.noneText') }}
      />
      {editing === 'new' && <Editor term={null} onClose={close} />}
      {editing !== null && record.data && <Editor key={editing} term={record.data.term} onClose={close} />}
    </>
  );
}

/** From when and by which rule a part is due. */
function PartFields({
  part,
  label,
  onChange,
}: {
  part: PartForm;
  label: string;
  onChange: (next: Partial<PartForm>) => void;
}) {
  const { t } = useTranslation('party');
  const named = (what: string) => `${label}: ${what}`;
  return (
    <Fields columns={2}>
      <Field label={t('term.from')} must>
        <ChoiceInput
          aria-label={named(t('term.from'))}
          value={part.from}
          onChange={(from) => {
            onChange({ from });
          }}
          options={choices('from', STARTS)}
        />
      </Field>
      <Field label={t('term.rule')} must>
        <ChoiceInput
          aria-label={named(t('term.rule'))}
          value={part.rule}
          onChange={(rule) => {
            onChange({ rule });
          }}
          options={choices('rule', RULES)}
        />
      </Field>
      {COUNTS[part.rule ?? 'NET_DAYS'].map((name) => (
        <Field
          key={name}
          label={t(name === 'days' && part.rule === 'DAY_OF_MONTH_AFTER' ? 'term.daysBefore' : `term.${name}`)}
          help={name === 'cutOffDay' ? t('term.cutOffHelp') : undefined}
        >
          <FigureInput
            aria-label={named(t(`term.${name}`))}
            value={part[name]}
            onChange={(value) => {
              onChange({ [name]: value });
            }}
            kind="quantity"
          />
        </Field>
      ))}
    </Fields>
  );
}

function Editor({ term, onClose }: { term: Term | null; onClose: () => void }) {
  const { t } = useTranslation('party');
  const queries = useQueryClient();
  const {
    today,
    company: { baseCurrency: currency },
  } = useMe();
  const [day, setDay] = useState<IsoDate | null>(`${today.slice(0, 8)}15`);
  const [start] = useState(() => ({
    code: term?.code ?? '',
    name: term?.name ?? '',
    nameEn: term?.nameEn ?? '',
    instalments: (term?.instalments ?? []).map((part) => partForm(part)),
    rest: partForm(term ?? undefined),
    shift: (term?.shift ?? 'NONE') as Shift | null,
    standard: term?.standard ?? false,
    active: term?.active ?? true,
  }));
  const bodyOf = (values: typeof start) => ({
    code: values.code.trim(),
    name: values.name.trim(),
    nameEn: values.nameEn.trim(),
    ...partBody(values.rest),
    shift: values.shift,
    instalments: values.instalments.map((part) => ({
      share: part.percent === null ? null : big(part.percent).div(100).toString(),
      amount: part.amount,
      ...partBody(part),
    })),
    standard: values.standard,
    active: values.active,
  });
  const form = useForm(start, async (values, key) => {
    if (term) await put(`/payment-terms/${term.id}`, bodyOf(values), { key });
    else await post('/payment-terms', bodyOf(values), { key });
    await queries.invalidateQueries({ queryKey: ['payment-terms'] });
  });
  // The rules alone decide; a name not typed yet must not keep the example away.
  const tried = { ...bodyOf(form.values), code: 'X', name: 'X', nameEn: 'X', standard: false, active: true };
  const example = useQuery({
    queryKey: ['payment-terms', 'example', tried, day],
    queryFn: () => post('/payment-terms/examples', tried, { query: { from: day } }),
    retry: false,
    placeholderData: (before) => before,
  });
  const { instalments } = form.values;
  const change = (key: number, next: Partial<PartForm>) => {
    form.set({ instalments: instalments.map((part) => (part.key === key ? { ...part, ...next } : part)) });
  };
  return (
    <FormDrawer
      open
      title={term ? term.name : t('term.new')}
      action={t(term ? 'term.save' : 'term.create')}
      form={form}
      width={560}
      onClose={onClose}
    >
      <Fields columns={2}>
        <TextField form={form} name="code" label={t('term.code')} must />
        <TextField form={form} name="name" label={t('term.name')} must />
        <TextField form={form} name="nameEn" label={t('term.nameEn')} must />
        <Field label={t('term.shift')} bound={form.bind('shift')} form={form} name="shift">
          <ChoiceInput {...form.bind('shift')} options={choices('shift', SHIFTS)} />
        </Field>
      </Fields>
      {instalments.map((part, index) => {
        const label = t('term.instalment', { number: index + 1 });
        return (
          <Card
            key={part.key}
            title={label}
            extra={
              <Button
                size="small"
                onClick={() => {
                  form.set({ instalments: instalments.filter((other) => other.key !== part.key) });
                }}
              >
                {t('term.removeInstalment')}
              </Button>
            }
          >
            <Fields columns={2}>
              <Field label={t('term.percent')}>
                <FigureInput
                  aria-label={`${label}: ${t('term.percent')}`}
                  value={part.percent}
                  onChange={(percent) => {
                    change(part.key, { percent, ...(percent === null ? {} : { amount: null }) });
                  }}
                  kind="quantity"
                  suffix="%"
                />
              </Field>
              <Field label={t('term.amount')}>
                <FigureInput
                  aria-label={`${label}: ${t('term.amount')}`}
                  value={part.amount}
                  onChange={(amount) => {
                    change(part.key, { amount, ...(amount === null ? {} : { percent: null }) });
                  }}
                />
              </Field>
            </Fields>
            <PartFields
              part={part}
              label={label}
              onChange={(next) => {
                change(part.key, next);
              }}
            />
          </Card>
        );
      })}
      {form.error('instalments') && (
        <div className="said error" role="alert">
          {form.error('instalments')}
        </div>
      )}
      <Card
        title={t(instalments.length > 0 ? 'term.rest' : 'term.whole')}
        extra={
          <Button
            size="small"
            onClick={() => {
              form.set({ instalments: [...instalments, { ...partForm(), percent: '30', from: 'ORDER', days: '0' }] });
            }}
          >
            {t('term.addInstalment')}
          </Button>
        }
      >
        <PartFields
          part={form.values.rest}
          label={t('term.rest')}
          onChange={(next) => {
            form.set({ rest: { ...form.values.rest, ...next } });
          }}
        />
        {(['rule', 'months', 'days', 'dayOfMonth', 'cutOffDay', 'from'] as const).map((name) =>
          form.error(name) ? (
            <div key={name} className="said error" role="alert">
              {form.error(name)}
            </div>
          ) : null,
        )}
      </Card>
      <Card
        title={t('term.example')}
        extra={<DateInput aria-label={t('term.exampleDay')} value={day} onChange={setDay} />}
      >
        {example.isSuccess && (
          <div role="status">
            <div className="oa-soft">{example.data.words}</div>
            <Facts
              facts={example.data.example.map((part) => ({
                label: `${part.due} · ${serverText(`choice.payment-term.from.${part.from}`, part.from)}`,
                value: <Money value={part.amount} currency={currency} />,
              }))}
            />
            {example.data.otherReading && (
              <Mute small>
                {t('term.otherReading', { words: example.data.otherReading.words, due: example.data.otherReading.due })}
              </Mute>
            )}
          </div>
        )}
      </Card>
      <Checkbox
        checked={form.values.standard}
        onChange={(event) => {
          form.set({ standard: event.target.checked });
        }}
      >
        {t('term.standard')}
      </Checkbox>
      {form.error('standard') && (
        <div className="said error" role="alert">
          {form.error('standard')}
        </div>
      )}
      {term && (
        <Checkbox
          checked={form.values.active}
          onChange={(event) => {
            form.set({ active: event.target.checked });
          }}
        >
          {t('term.active')}
        </Checkbox>
      )}
      {term && <div className="oa-mute oa-small">{t('term.changeText')}</div>}
    </FormDrawer>
  );
}
