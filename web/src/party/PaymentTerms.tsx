import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, type Schema } from '../lib/api';
import { serverText } from '../lib/i18n';
import { parseFigure, type Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { ListPage } from '../ui/ListPage';

type Term = Schema<'party.PaymentTerm'>;
type Rule = Term['rule'];
type Count = 'months' | 'days' | 'dayOfMonth';

/** What each rule counts; the others stay 0. */
const COUNTS: Record<Rule, Count[]> = {
  NET_DAYS: ['days'],
  CALENDAR_MONTHS: ['months'],
  MONTH_END_PLUS: ['months', 'days'],
  DAYS_TO_MONTH_END: ['days'],
  DAY_OF_MONTH_AFTER: ['months', 'dayOfMonth'],
};
const RULES = Object.keys(COUNTS) as Rule[];

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

function Editor({ term, onClose }: { term: Term | null; onClose: () => void }) {
  const { t } = useTranslation('party');
  const queries = useQueryClient();
  const figure = (value: number | undefined): Decimal | null => String(value ?? 0);
  const start = {
    code: term?.code ?? '',
    name: term?.name ?? '',
    nameEn: term?.nameEn ?? '',
    rule: (term?.rule ?? 'NET_DAYS') as Rule | null,
    months: figure(term?.months),
    days: figure(term?.days ?? 30),
    dayOfMonth: figure(term?.dayOfMonth),
    active: term?.active ?? true,
  };
  const bodyOf = (values: typeof start) => {
    const counts = COUNTS[values.rule ?? 'NET_DAYS'];
    const count = (name: Count) => (counts.includes(name) ? Number(parseFigure(values[name] ?? '0') ?? 0) : 0);
    return {
      code: values.code.trim(),
      name: values.name.trim(),
      nameEn: values.nameEn.trim(),
      rule: values.rule,
      months: count('months'),
      days: count('days'),
      dayOfMonth: count('dayOfMonth'),
      active: values.active,
    };
  };
  const form = useForm(start, async (values, key) => {
    if (term) await put(`/payment-terms/${term.id}`, bodyOf(values), { key });
    else await post('/payment-terms', bodyOf(values), { key });
    await queries.invalidateQueries({ queryKey: ['payment-terms'] });
  });
  // The rule alone decides; a name not typed yet must not keep the example away.
  const { rule, months, days, dayOfMonth } = bodyOf(form.values);
  const tried = { code: 'X', name: 'X', nameEn: 'X', rule, months, days, dayOfMonth, active: true };
  const example = useQuery({
    queryKey: ['payment-terms', 'example', tried],
    queryFn: () => post('/payment-terms/examples', tried),
    retry: false,
    placeholderData: (before) => before,
  });
  return (
    <FormDrawer
      open
      title={term ? term.name : t('term.new')}
      action={t(term ? 'term.save' : 'term.create')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="code" label={t('term.code')} must />
        <TextField form={form} name="name" label={t('term.name')} must />
        <TextField form={form} name="nameEn" label={t('term.nameEn')} must />
        <Field label={t('term.rule')} bound={form.bind('rule')} form={form} name="rule" must>
          <ChoiceInput
            {...form.bind('rule')}
            options={RULES.map((value) => ({ value, label: serverText(`choice.payment-term.rule.${value}`, value) }))}
          />
        </Field>
        {COUNTS[form.values.rule ?? 'NET_DAYS'].map((name) => (
          <Field key={name} label={t(`term.${name}`)} bound={form.bind(name)} form={form} name={name} must>
            <FigureInput {...form.bind(name)} kind="quantity" />
          </Field>
        ))}
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
      </Fields>
      <div role="status" className="oa-soft">
        {example.isSuccess && example.data.words}
      </div>
      {term && <div className="oa-mute oa-small">{t('term.changeText')}</div>}
    </FormDrawer>
  );
}
