import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, put, read, remove, url } from '../lib/api';
import { serverText } from '../lib/i18n';
import type { Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { problemText } from '../ui/problems';
import type { Company } from './types';

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
type Basis = NonNullable<Company['settings']['receivableBasis']>;
const BASES: Basis[] = ['DELIVERY', 'ORDER', 'INVOICE'];
const PLACES = ['0', '1', '2', '3', '4', '5', '6'];

function useCompany() {
  return useQuery({
    queryKey: ['company'],
    queryFn: async () => {
      const { data, version } = await read('/company');
      return { data, version: version ?? String(data.version) };
    },
  });
}

function bodyOf(company: Company) {
  const { name, nameEn, timeZone, fiscalYearStart, taxInclusive, priceDecimals, quantityDecimals, settings } = company;
  return {
    name,
    nameEn: nameEn ?? null,
    timeZone,
    fiscalYearStart,
    taxInclusive,
    priceDecimals,
    quantityDecimals,
    settings,
  };
}

/** The company's name and what it has decided for all its documents. */
export function CompanyPage() {
  const query = useCompany();
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  return <CompanyForm key={query.data.version} company={query.data.data} version={query.data.version} />;
}

function CompanyForm({ company, version }: { company: Company; version: string }) {
  const { t, i18n } = useTranslation('organization');
  const may = useCan();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { settings } = company;
  const form = useForm(
    {
      name: company.name,
      nameEn: company.nameEn ?? '',
      timeZone: company.timeZone,
      fiscalYearStart: String(company.fiscalYearStart) as string | null,
      taxInclusive: company.taxInclusive,
      priceDecimals: String(company.priceDecimals) as string | null,
      quantityDecimals: String(company.quantityDecimals) as string | null,
      workingDays: settings.workingDays,
      negativeStock: settings.negativeStock,
      defaultCreditLimit: (settings.defaultCreditLimit ?? null) as Decimal | null,
      wholeAfterJiao: settings.wholeAfterJiao,
      deliveriesNeedNotice: settings.deliveriesNeedNotice ?? false,
      receivableBasis: (settings.receivableBasis ?? 'DELIVERY') as Basis | null,
      bank: settings.bank.bank,
      account: settings.bank.account,
      holder: settings.bank.holder,
      address: settings.letterhead?.address ?? '',
      phone: settings.letterhead?.phone ?? '',
      taxNumber: settings.letterhead?.taxNumber ?? '',
      seal: settings.letterhead?.seal ?? '',
    },
    async (values, key) => {
      await put(
        '/company',
        {
          ...bodyOf(company),
          name: values.name.trim(),
          nameEn: values.nameEn.trim() || null,
          timeZone: values.timeZone,
          fiscalYearStart: Number(values.fiscalYearStart),
          taxInclusive: values.taxInclusive,
          priceDecimals: Number(values.priceDecimals),
          quantityDecimals: Number(values.quantityDecimals),
          settings: {
            ...settings,
            workingDays: values.workingDays,
            negativeStock: values.negativeStock,
            defaultCreditLimit: values.defaultCreditLimit,
            wholeAfterJiao: values.wholeAfterJiao,
            receivableBasis: values.receivableBasis,
            deliveriesNeedNotice: values.deliveriesNeedNotice,
            bank: { bank: values.bank, account: values.account, holder: values.holder },
            letterhead: {
              address: values.address,
              phone: values.phone,
              taxNumber: values.taxNumber,
              seal: values.seal,
            },
          },
        },
        { key, version },
      );
      void message.success(t('saved'));
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['company'] }),
        queries.invalidateQueries({ queryKey: ['me'] }),
      ]);
    },
  );
  const disabled = !may('company.edit');
  const text = (
    name: 'name' | 'nameEn' | 'timeZone' | 'bank' | 'account' | 'holder' | 'address' | 'phone' | 'taxNumber' | 'seal',
  ) => <TextField form={form} name={name} label={t(`company.${name}`)} disabled={disabled} />;
  const tick = (name: 'taxInclusive' | 'negativeStock' | 'wholeAfterJiao' | 'deliveriesNeedNotice') => (
    <Checkbox
      disabled={disabled}
      checked={form.values[name]}
      onChange={(event) => {
        form.set({ [name]: event.target.checked });
      }}
    >
      {t(`company.${name}`)}
    </Checkbox>
  );
  const day = (index: number) =>
    new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2026, 0, 5 + index));
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card>
        <Line>
          <h1 className="oa-grow">{t('company.title')}</h1>
          {!disabled && (
            <Button type="primary" htmlType="submit" loading={form.busy} disabled={!form.changed}>
              {t('company.save')}
            </Button>
          )}
        </Line>
      </Card>
      {form.general && <Alert type="error" showIcon title={form.general} />}
      <Card title={t('company.who')}>
        <Fields columns={3}>
          {text('name')}
          {text('nameEn')}
          {text('timeZone')}
          <Field label={t('company.baseCurrency')}>
            <Input disabled value={company.baseCurrency} aria-label={t('company.baseCurrency')} />
          </Field>
          <Field label={t('company.fiscalYearStart')} form={form} name="fiscalYearStart">
            <ChoiceInput
              {...form.bind('fiscalYearStart')}
              disabled={disabled}
              options={Array.from({ length: 12 }, (_, i) => ({
                value: String(i + 1),
                label: new Intl.DateTimeFormat(i18n.language, { month: 'long', timeZone: 'UTC' }).format(
                  Date.UTC(2026, i, 1),
                ),
              }))}
            />
          </Field>
          <Field label={t('company.workingDays')}>
            <Line tight>
              {DAYS.map((name, index) => (
                <Checkbox
                  key={name}
                  disabled={disabled}
                  checked={form.values.workingDays.includes(name)}
                  onChange={(event) => {
                    form.set({
                      workingDays: DAYS.filter((d) =>
                        d === name ? event.target.checked : form.values.workingDays.includes(d),
                      ),
                    });
                  }}
                >
                  {day(index)}
                </Checkbox>
              ))}
            </Line>
          </Field>
        </Fields>
      </Card>
      <Card title={t('company.entry')}>
        <Fields columns={3}>
          {(['priceDecimals', 'quantityDecimals'] as const).map((name) => (
            <Field key={name} label={t(`company.${name}`)} form={form} name={name}>
              <ChoiceInput
                {...form.bind(name)}
                disabled={disabled}
                options={PLACES.map((value) => ({ value, label: value }))}
              />
            </Field>
          ))}
          <Field
            label={t('company.defaultCreditLimit')}
            form={form}
            name="defaultCreditLimit"
            help={t('company.limitHelp')}
          >
            <FigureInput {...form.bind('defaultCreditLimit')} disabled={disabled} currency={company.baseCurrency} />
          </Field>
          <Field label={t('company.receivableBasis')} form={form} name="receivableBasis" help={t('company.basisHelp')}>
            <ChoiceInput
              {...form.bind('receivableBasis')}
              disabled={disabled}
              options={BASES.map((value) => ({ value, label: t(`company.basis.${value}`) }))}
            />
          </Field>
          {tick('taxInclusive')}
          {tick('negativeStock')}
          {tick('deliveriesNeedNotice')}
          {tick('wholeAfterJiao')}
        </Fields>
      </Card>
      <Card title={t('company.bankDetails')}>
        <Fields columns={3}>
          {text('bank')}
          {text('account')}
          {text('holder')}
        </Fields>
      </Card>
      <Card title={t('company.letterhead')}>
        <Fields columns={3}>
          {text('address')}
          {text('phone')}
          {text('taxNumber')}
          {text('seal')}
          <Logo disabled={disabled} />
        </Fields>
      </Card>
    </form>
  );
}

/** The picture at the head of printed documents. */
function Logo({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation('organization');
  const { message } = App.useApp();
  const [shown, setShown] = useState(0);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const run = (work: Promise<unknown>, gone: boolean) => {
    setBusy(true);
    work
      .then(
        () => {
          setMissing(gone);
          setShown((before) => before + 1);
          void message.success(t('company.logoSaved'));
        },
        (error: unknown) => void message.error(problemText(error)),
      )
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <Field label={t('company.logo')} help={t('company.logoHelp')}>
      <Line tight>
        {!missing && (
          <img
            className="oa-logo"
            src={url('/company/logo', { shown })}
            alt={t('company.logo')}
            onError={() => {
              setMissing(true);
            }}
          />
        )}
        {!disabled && (
          <>
            <input
              ref={input}
              type="file"
              accept="image/png,image/jpeg"
              hidden
              aria-label={t('company.logoChoose')}
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = '';
                if (!file) return;
                const body = new FormData();
                body.set('file', file);
                run(post('/company/logo', body), false);
              }}
            />
            <Button loading={busy} onClick={() => input.current?.click()}>
              {t('company.logoChoose')}
            </Button>
            {!missing && (
              <Button
                type="text"
                onClick={() => {
                  run(remove('/company/logo'), true);
                }}
              >
                {t('company.logoRemove')}
              </Button>
            )}
          </>
        )}
      </Line>
    </Field>
  );
}

/** How documents are numbered: a pattern per kind, with what the next number would look like. */
export function NumbersPage() {
  const query = useCompany();
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  return <NumbersForm key={query.data.version} company={query.data.data} version={query.data.version} />;
}

/** Kinds that are numbered by a pattern of the company's choice. */
const NUMBERED = [
  'customer',
  'product',
  'sales-order',
  'shipping-notice',
  'delivery',
  'sales-return',
  'receipt',
  'refund',
  'bill',
  'statement',
  'opening-balance',
  'payment-plan',
  'write-off',
  'stock-adjustment',
  'credit-application',
];

/** The number a pattern makes on a day, with 1 as its running part. */
export function exampleOf(pattern: string, on: string): string {
  const [year = '', month = '', day = ''] = on.split('-');
  return pattern
    .replace(/\{(yyyyMMdd|yyyyMM|yyMMdd|yyMM|yyyy|yy)\}/g, (_, part: string) =>
      part.replace('yyyy', year).replace('yy', year.slice(2)).replace('MM', month).replace('dd', day),
    )
    .replace(/\{(0*1)\}/g, '$1');
}

function NumbersForm({ company, version }: { company: Company; version: string }) {
  const me = useMe();
  const { t } = useTranslation('organization');
  const may = useCan();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const start: Record<string, string> = {
    ...Object.fromEntries(NUMBERED.map((kind) => [kind, ''])),
    ...company.settings.numberPatterns,
  };
  const form = useForm(start, async (patterns, key) => {
    await put(
      '/company',
      {
        ...bodyOf(company),
        settings: {
          ...company.settings,
          numberPatterns: Object.fromEntries(Object.entries(patterns).filter(([, pattern]) => pattern.trim())),
        },
      },
      { key, version },
    );
    void message.success(t('saved'));
    await queries.invalidateQueries({ queryKey: ['company'] });
  });
  const disabled = !may('company.edit');
  const kinds = Object.keys(start);
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card>
        <Line>
          <h1 className="oa-grow">{t('numbers.title')}</h1>
          {!disabled && (
            <Button type="primary" htmlType="submit" loading={form.busy} disabled={!form.changed}>
              {t('numbers.save')}
            </Button>
          )}
        </Line>
        <div className="oa-mute">{t('numbers.what')}</div>
      </Card>
      {form.general && <Alert type="error" showIcon title={form.general} />}
      <Card>
        <Fields columns={2}>
          {kinds.map((kind) => {
            const bound = form.bind(kind);
            return (
              <Field
                key={kind}
                label={serverText(`kind.${kind}`, kind)}
                bound={bound}
                form={form}
                name={kind}
                help={bound.value ? exampleOf(bound.value, me.today) : t('numbers.standard')}
              >
                <Input
                  id={bound.id}
                  disabled={disabled}
                  value={bound.value}
                  onChange={(event) => {
                    bound.onChange(event.target.value);
                  }}
                />
              </Field>
            );
          })}
        </Fields>
      </Card>
    </form>
  );
}
