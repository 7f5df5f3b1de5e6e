import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useMe } from '../lib/session';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, type Picked } from '../ui/Picker';

/** What customers owed when the books began, each item with its own dates; mostly imported. */
export function OpeningBalances() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const empty = {
    party: null as Picked | null,
    number: '',
    amount: null as Decimal | null,
    date: me.today as string | null,
    due: null as string | null,
    currency: '',
    rate: null as Decimal | null,
  };
  const form = useForm(empty, (values, key) =>
    post(
      '/opening-balances',
      {
        party: values.party?.id ?? null,
        number: values.number.trim() || null,
        amount: values.amount,
        date: values.date,
        due: values.due,
        currency: values.currency.trim() || null,
        rate: values.rate,
      },
      { key },
    ),
  );
  return (
    <>
      <ListPage
        list="opening-balances"
        href={null}
        create={{
          onClick: () => {
            setOpen(true);
          },
          label: t('opening.new'),
          right: 'opening-balance.create',
        }}
        empty={{ title: t('opening.none'), text: t('opening.noneText') }}
      />
      <FormDrawer
        title={t('opening.new')}
        action={t('opening.save')}
        form={form}
        open={open}
        onClose={() => {
          setOpen(false);
        }}
        onDone={() => {
          form.reset(empty);
          void queries.invalidateQueries({ queryKey: ['opening-balances'] });
        }}
      >
        <Fields columns={1}>
          <Field label={t('field.customer')} form={form} name="party" must>
            <PartyPicker {...form.bind('party')} />
          </Field>
          <TextField form={form} name="number" label={t('field.number')} help={t('opening.numberHelp')} />
          <Field label={t('field.amount')} form={form} name="amount" must help={t('opening.amountHelp')}>
            <FigureInput {...form.bind('amount')} />
          </Field>
          <TextField form={form} name="currency" label={t('cash.currency')} help={t('cash.currencyHelp')} />
          {form.values.currency.trim() !== '' && (
            <Field
              label={t('rate.rate')}
              form={form}
              name="rate"
              help={t('rate.receiptHelp', { currency: me.company.baseCurrency })}
            >
              <FigureInput {...form.bind('rate')} />
            </Field>
          )}
          <Field label={t('field.date')} form={form} name="date" must>
            <DateInput {...form.bind('date')} />
          </Field>
          <Field label={t('field.due')} form={form} name="due" help={t('opening.dueHelp')}>
            <DateInput {...form.bind('due')} />
          </Field>
        </Fields>
      </FormDrawer>
    </>
  );
}
