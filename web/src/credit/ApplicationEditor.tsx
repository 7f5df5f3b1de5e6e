import { DeleteOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { Alert, Button, Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put } from '../lib/api';
import { plusDays, plusMonths } from '../lib/dates';
import { formatMoney, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { Field, Fields, TextField, useForm, FormPage } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line, Stack } from '../ui/layout';
import { PartyPicker, type Picked } from '../ui/Picker';
import { usePaymentTerms } from '../ui/terms';
import { STATUSES } from './AccountPage';
import { PAPERS, PURPOSES, type Application, type Paper, type Purpose } from './types';

interface Reference {
  key: string;
  name: string;
  phone: string;
  remark: string;
}

const FIGURES = ['registeredCapital', 'turnover', 'netProfit', 'totalAssets', 'netAssets'] as const;

function number(value: number | null | undefined): Decimal | null {
  return value == null ? null : String(value);
}

function whole(value: Decimal | null): number | null {
  return value === null ? null : Math.trunc(Number(value));
}

function valuesOf(
  application: Application | null,
  customer: Picked | null,
  asked: Record<string, string | undefined>,
  today: string,
) {
  const p = application?.proposal;
  const own = p?.financials;
  const temporary = asked['temporary'] ?? null;
  return {
    customer,
    purpose: (p?.purpose ??
      (temporary ? 'TEMPORARY' : PURPOSES.find((one) => one === asked['purpose'])) ??
      'RAISE') as Purpose | null,
    limit: (p?.limit ?? null) as Decimal | null,
    temporaryLimit: (p?.temporaryLimit ?? temporary) as Decimal | null,
    temporaryFrom: (p?.temporaryFrom ?? today) as string | null,
    temporaryTo: (p?.temporaryTo ?? plusDays(today, 30)) as string | null,
    status: (p?.status ?? null) as (typeof STATUSES)[number] | null,
    paymentTerm: (p?.paymentTerm ?? null) as string | null,
    overdueDays: number(p?.overdueDays),
    overdueAmount: (p?.overdueAmount ?? null) as Decimal | null,
    grade: p?.grade ?? '',
    score: (p?.score ?? null) as Decimal | null,
    validTo: (p?.validTo ?? null) as string | null,
    reviewOn: (p?.reviewOn ?? plusMonths(today, 12)) as string | null,
    insuredAmount: (p?.insuredAmount ?? null) as Decimal | null,
    papers: p?.papers ?? ([] as Paper[]),
    references: (p?.references ?? []).map((one): Reference => ({
      key: newKey(),
      name: one.name,
      phone: one.phone ?? '',
      remark: one.remark ?? '',
    })),
    year: number(own?.year),
    registeredCapital: (own?.registeredCapital ?? null) as Decimal | null,
    turnover: (own?.turnover ?? null) as Decimal | null,
    netProfit: (own?.netProfit ?? null) as Decimal | null,
    totalAssets: (own?.totalAssets ?? null) as Decimal | null,
    netAssets: (own?.netAssets ?? null) as Decimal | null,
    employees: number(own?.employees),
    reason: p?.reason ?? '',
  };
}

/** A new application; from a customer's account with the customer filled in, from a refused order with the amount that is missing. */
export function NewApplication() {
  const navigate = useNavigate();
  const router = useRouter();
  const { customer } = useQueryParams();
  const from = useQuery({
    queryKey: ['customers', 'record', customer, 'name'],
    queryFn: async () => (await get(`/customers/${customer ?? ''}`)).customer,
    enabled: Boolean(customer),
  });
  if (customer && from.isPending) return null;
  return (
    <ApplicationEditor
      application={null}
      customer={from.data ? { id: from.data.id, label: from.data.name } : null}
      onSaved={(id) => void navigate({ to: `/credit/applications/${id}`, replace: true })}
      onCancel={() => {
        router.history.back();
      }}
    />
  );
}

/** Enters an application or changes its draft. What is left empty stays as it is in the account. */
export function ApplicationEditor({
  application,
  customer,
  version,
  onSaved,
  onCancel,
}: {
  application: Application | null;
  customer: Picked | null;
  version?: string | null;
  onSaved: (id: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const terms = usePaymentTerms();
  const currency = me.company.baseCurrency;
  const asked = useQueryParams();
  const form = useForm(valuesOf(application, customer, asked, me.today), async (values, key) => {
    const temporary = values.purpose === 'TEMPORARY';
    const body = {
      customer: values.customer?.id ?? null,
      purpose: values.purpose,
      date: application?.proposal.date ?? null,
      limit: temporary ? null : values.limit,
      temporaryLimit: temporary ? values.temporaryLimit : null,
      temporaryFrom: temporary ? values.temporaryFrom : null,
      temporaryTo: temporary ? values.temporaryTo : null,
      status: values.status,
      paymentTerm: values.paymentTerm,
      overdueDays: whole(values.overdueDays),
      overdueAmount: values.overdueAmount,
      grade: values.grade.trim() || null,
      score: values.score,
      validTo: values.validTo,
      reviewOn: temporary ? null : values.reviewOn,
      insuredAmount: values.insuredAmount,
      papers: values.papers,
      references: values.references
        .filter((one) => one.name.trim())
        .map(({ name, phone, remark }) => ({
          name: name.trim(),
          phone: phone.trim() || null,
          remark: remark.trim() || null,
        })),
      financials: {
        year: whole(values.year),
        ...Object.fromEntries(FIGURES.map((name) => [name, values[name]])),
        employees: whole(values.employees),
      },
      reason: values.reason.trim(),
    };
    const saved = application
      ? await put(`/credit-applications/${application.id}`, body, { key, version: version ?? null })
      : await post('/credit-applications', body, { key });
    await queries.invalidateQueries({ queryKey: ['credit-applications'] });
    onSaved(saved.application.id);
  });
  const { values } = form;
  const party = values.customer?.id ?? null;
  const account = useQuery({
    queryKey: ['credit', party, 'terms'],
    enabled: party !== null,
    queryFn: () => get(`/credit-accounts/${party ?? ''}`),
  });
  const credit = useCredit(party);
  const temporary = values.purpose === 'TEMPORARY';
  const now = account.data?.terms;
  const amount = (
    name: 'limit' | 'temporaryLimit' | 'overdueAmount' | 'insuredAmount' | (typeof FIGURES)[number],
    must = false,
  ) => (
    <Field label={t(`application.${name}`)} form={form} name={name} must={must}>
      <FigureInput {...form.bind(name)} currency={currency} suffix={currency} />
    </Field>
  );
  const count = (name: 'overdueDays' | 'score' | 'year' | 'employees') => (
    <Field label={t(`application.${name}`)} form={form} name={name}>
      <FigureInput {...form.bind(name)} kind="quantity" />
    </Field>
  );
  const day = (name: 'temporaryFrom' | 'temporaryTo' | 'validTo' | 'reviewOn', must = false) => (
    <Field label={t(`application.${name}`)} form={form} name={name} must={must}>
      <DateInput {...form.bind(name)} />
    </Field>
  );
  const set = (key: string, part: Partial<Reference>) => {
    form.set({ references: values.references.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  };
  return (
    <FormPage
      title={application ? application.number : t('application.new')}
      form={form}
      actions={[{ label: t('application.save') }]}
      ready={values.customer !== null && values.reason.trim() !== ''}
      onCancel={onCancel}
    >
      <Card>
        <Fields columns={3}>
          <Field label={t('application.customer')} form={form} name="customer" must>
            <PartyPicker {...form.bind('customer')} disabled={application !== null} autoFocus={!values.customer} />
          </Field>
          <Field label={t('application.purpose')} form={form} name="purpose" must>
            <ChoiceInput
              {...form.bind('purpose')}
              options={PURPOSES.map((value) => ({ value, label: t(`application.purposes.${value}`) }))}
            />
          </Field>
        </Fields>
      </Card>
      {credit.data && (
        <Card>
          <CreditBar credit={credit.data} customer={party} />
        </Card>
      )}
      {now && (
        <Card title={t('application.now')}>
          <Facts
            facts={[
              {
                label: t('terms.limit'),
                value: now.limit == null ? t('ui:credit.unlimited') : formatMoney(now.limit, currency),
              },
              { label: t('terms.status'), value: t(`status.${now.status}`) },
              {
                label: t('terms.termDays'),
                value: now.termDays == null ? null : t('terms.days', { days: now.termDays }),
              },
              { label: t('terms.grade'), value: now.grade },
              { label: t('terms.reviewOn'), value: now.reviewOn },
            ]}
          />
        </Card>
      )}
      <Card title={t('application.asked')}>
        <Fields columns={3}>
          {temporary ? (
            <>
              {amount('temporaryLimit', true)}
              {day('temporaryFrom', true)}
              {day('temporaryTo', true)}
            </>
          ) : (
            <>
              {amount('limit', values.purpose !== 'REVIEW')}
              {day('reviewOn', values.purpose === 'REVIEW')}
              {day('validTo')}
              <Field label={t('application.paymentTerm')} form={form} name="paymentTerm">
                <ChoiceInput
                  {...form.bind('paymentTerm')}
                  options={terms}
                  clearable
                  placeholder={t('application.stays')}
                />
              </Field>
              {count('overdueDays')}
              {amount('overdueAmount')}
              <Field label={t('terms.status')} form={form} name="status">
                <ChoiceInput
                  {...form.bind('status')}
                  clearable
                  placeholder={t('application.stays')}
                  options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
                />
              </Field>
              <TextField form={form} name="grade" label={t('terms.grade')} />
              {count('score')}
              {amount('insuredAmount')}
            </>
          )}
          <TextField form={form} name="reason" label={t('application.reason')} must wide area />
        </Fields>
      </Card>
      <Card title={t('application.papers')}>
        <Stack>
          <Checkbox.Group
            value={values.papers}
            options={PAPERS.map((value) => ({ value, label: t(`application.paper.${value}`) }))}
            onChange={(papers) => {
              form.set({ papers });
            }}
          />
          <span className="oa-mute">{t('application.papersHelp')}</span>
        </Stack>
      </Card>
      <Card
        title={t('application.references')}
        extra={
          <Button
            onClick={() => {
              form.set({ references: [...values.references, { key: newKey(), name: '', phone: '', remark: '' }] });
            }}
          >
            {t('application.addReference')}
          </Button>
        }
      >
        <Stack>
          {form.error('references') && <Alert type="error" showIcon title={form.error('references')} />}
          {values.references.length === 0 && <span className="oa-mute">{t('application.noReferences')}</span>}
          {values.references.map((one) => (
            <Fields key={one.key} columns={3}>
              {(['name', 'phone'] as const).map((name) => (
                <Input
                  key={name}
                  value={one[name]}
                  aria-label={t(`application.reference.${name}`)}
                  placeholder={t(`application.reference.${name}`)}
                  onChange={(event) => {
                    set(one.key, { [name]: event.target.value });
                  }}
                />
              ))}
              <Line tight nowrap>
                <Input
                  value={one.remark}
                  aria-label={t('application.reference.remark')}
                  placeholder={t('application.reference.remark')}
                  onChange={(event) => {
                    set(one.key, { remark: event.target.value });
                  }}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('application.removeReference', { name: one.name })}
                  onClick={() => {
                    form.set({ references: values.references.filter((other) => other.key !== one.key) });
                  }}
                />
              </Line>
            </Fields>
          ))}
        </Stack>
      </Card>
      <Card title={t('application.financials')}>
        <Fields columns={3}>
          {count('year')}
          {FIGURES.map((name) => (
            <span key={name} style={{ display: 'contents' }}>
              {amount(name)}
            </span>
          ))}
          {count('employees')}
        </Fields>
        {form.error('financials') && <Alert type="error" showIcon title={form.error('financials')} />}
      </Card>
    </FormPage>
  );
}
