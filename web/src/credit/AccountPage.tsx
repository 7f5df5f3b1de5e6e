import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, put, read } from '../lib/api';
import { formatMoney, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { fromTo, StatusTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { Timeline } from '../ui/Timeline';
import { LineLimits } from './LineLimits';
import { Related } from './Related';
import { CustomerWarnings } from './Warnings';
import { Calendar, Pools, StandingThen } from './Outlook';
import { CustomerScore } from './CustomerScore';
import type { AccountTerms } from './types';

export const STATUSES = ['NORMAL', 'WATCH', 'CASH_ONLY', 'STOPPED'] as const;
export const STATUS_TONES = { NORMAL: 'green', WATCH: 'orange', CASH_ONLY: 'orange', STOPPED: 'red' } as const;

/** A customer's credit account: what it gives, what is taken, every movement, and the terms with who set them. */
export function AccountPage() {
  const { t } = useTranslation('credit');
  const id = useIdParam();
  const may = useCan();
  const [editing, setEditing] = useState(false);
  const query = useQuery({
    queryKey: ['credit', id, 'account'],
    queryFn: async () => {
      const { data, version } = await read(`/credit-accounts/${id}`);
      return { data, version: version ?? String(data.version) };
    },
  });
  const history = useQuery({
    queryKey: ['credit', id, 'history'],
    queryFn: () => get(`/credit-accounts/${id}/history`),
  });
  const credit = useCredit(id);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const { party, terms, currency } = query.data.data;
  const status = terms.status as keyof typeof STATUS_TONES;
  return (
    <>
      <Card>
        <Line>
          <h1>
            <RecordLink kind="customer" id={id}>
              {party.name}
            </RecordLink>
          </h1>
          <StatusTag tone={STATUS_TONES[status]}>{t(`status.${status}`, { defaultValue: status })}</StatusTag>
          <span className="oa-grow" />
          {may('credit-application.create') && (
            <Link to={`/credit/applications/new?customer=${id}`}>{t('application.apply')}</Link>
          )}
          {may('credit-account.grant') && (
            <Button
              type="primary"
              onClick={() => {
                setEditing(true);
              }}
            >
              {t('account.change')}
            </Button>
          )}
        </Line>
      </Card>
      {credit.data && (
        <Card>
          <CreditBar credit={credit.data} customer={id} />
        </Card>
      )}
      <Pools pools={query.data.data.pools} exposure={query.data.data.figures.exposure} currency={currency} />
      <LineLimits id={id} />
      <CustomerWarnings id={id} />
      <Related id={id} />
      <Card title={t('account.terms')}>
        <Facts
          facts={[
            {
              label: t('terms.limit'),
              value: terms.limit == null ? t('ui:credit.unlimited') : formatMoney(terms.limit, currency),
            },
            terms.temporaryTo
              ? {
                  label: t('terms.temporaryLimit'),
                  value: (
                    <>
                      {formatMoney(terms.temporaryLimit, currency)} {fromTo(terms.temporaryFrom, terms.temporaryTo)}
                    </>
                  ),
                }
              : null,
            { label: t('terms.valid'), value: fromTo(terms.validFrom, terms.validTo) },
            {
              label: t('terms.termDays'),
              value: terms.termDays == null ? null : t('terms.days', { days: terms.termDays }),
            },
            {
              label: t('terms.overdueDays'),
              value: terms.overdueDays == null ? t('terms.any') : t('terms.days', { days: terms.overdueDays }),
            },
            { label: t('terms.overdueAmount'), value: formatMoney(terms.overdueAmount, currency) },
            { label: t('terms.grade'), value: terms.grade },
            { label: t('terms.reviewOn'), value: terms.reviewOn },
            { label: t('terms.guarantee'), value: terms.guarantee },
            { label: t('terms.guaranteeTo'), value: terms.guaranteeTo },
            { label: t('terms.agreement'), value: terms.agreement },
          ]}
        />
      </Card>
      <Calendar id={id} currency={currency} />
      <StandingThen id={id} currency={currency} />
      <CustomerScore id={id} />
      <Card title={t('account.movements')}>
        <ListPage
          list="credit-entries"
          without={['party']}
          embedded
          limit={10}
          within={['party', '=', id]}
          href={null}
          empty={{ title: t('account.noMovements'), text: t('account.noMovementsText') }}
        />
      </Card>
      <Card title={t('account.history')}>
        <Timeline
          items={(history.data ?? []).map((then) => ({
            key: String(then.version),
            at: then.at,
            who: then.by ?? null,
            what: (
              <>
                {t('terms.limit')}{' '}
                {then.terms.limit == null ? t('ui:credit.unlimited') : formatMoney(then.terms.limit, currency)} ·{' '}
                {t(`status.${then.terms.status}`)}
              </>
            ),
            more: (
              <div className="oa-soft oa-small">
                {then.reason}{' '}
                <RecordLink kind="credit-application" id={then.application ?? null}>
                  {then.applicationNumber}
                </RecordLink>
              </div>
            ),
          }))}
        />
      </Card>
      {editing && (
        <TermsForm
          id={id}
          version={query.data.version}
          terms={terms}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </>
  );
}

function TermsForm({
  id,
  version,
  terms,
  onClose,
}: {
  id: string;
  version: string | null;
  terms: AccountTerms;
  onClose: () => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm(
    {
      limit: terms.limit ?? null,
      temporaryLimit: /^0(\.0*)?$/.test(terms.temporaryLimit) ? null : (terms.temporaryLimit as Decimal | null),
      temporaryFrom: terms.temporaryFrom ?? null,
      temporaryTo: terms.temporaryTo ?? null,
      status: terms.status as (typeof STATUSES)[number] | null,
      validFrom: terms.validFrom ?? null,
      validTo: terms.validTo ?? null,
      termDays: terms.termDays == null ? null : (String(terms.termDays) as Decimal | null),
      overdueDays: terms.overdueDays == null ? null : (String(terms.overdueDays) as Decimal | null),
      overdueAmount: terms.overdueAmount as Decimal | null,
      grade: terms.grade ?? '',
      reviewOn: terms.reviewOn ?? null,
      guarantee: terms.guarantee ?? '',
      guaranteeTo: terms.guaranteeTo ?? null,
      agreement: terms.agreement ?? '',
      reason: '',
    },
    (values, key) =>
      put(
        `/credit-accounts/${id}`,
        {
          ...values,
          unlimited: values.limit === null,
          termDays: values.termDays === null ? null : Number(values.termDays),
          overdueDays: values.overdueDays === null ? null : Number(values.overdueDays),
          grade: values.grade.trim() || null,
          guarantee: values.guarantee.trim() || null,
          agreement: values.agreement.trim() || null,
          insuredAmount: terms.insuredAmount ?? null,
          insurancePolicy: terms.insurancePolicy ?? null,
          reason: values.reason.trim(),
        },
        { key, version },
      ),
  );
  const currency = me.company.baseCurrency;
  const text = (name: 'grade' | 'guarantee' | 'agreement' | 'reason', must = false) => (
    <TextField form={form} name={name} label={t(`terms.${name}`)} must={must} wide={name === 'reason'} />
  );
  const day = (name: 'temporaryFrom' | 'temporaryTo' | 'validFrom' | 'validTo' | 'reviewOn' | 'guaranteeTo') => (
    <Field label={t(`terms.${name}`)} bound={form.bind(name)} form={form} name={name}>
      <DateInput {...form.bind(name)} />
    </Field>
  );
  return (
    <FormDrawer
      open
      title={t('account.change')}
      action={t('account.save')}
      form={form}
      width={560}
      onClose={onClose}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['credit'] });
        void queries.invalidateQueries({ queryKey: ['credit-accounts'] });
      }}
    >
      <Fields columns={2}>
        <Field label={t('terms.limit')} bound={form.bind('limit')} form={form} name="limit" help={t('terms.limitHelp')}>
          <FigureInput {...form.bind('limit')} currency={currency} />
        </Field>
        <Field label={t('terms.status')} bound={form.bind('status')} form={form} name="status">
          <ChoiceInput
            {...form.bind('status')}
            options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          />
        </Field>
        <Field
          label={t('terms.temporaryLimit')}
          bound={form.bind('temporaryLimit')}
          form={form}
          name="temporaryLimit"
          wide
        >
          <FigureInput {...form.bind('temporaryLimit')} currency={currency} />
        </Field>
        {day('temporaryFrom')}
        {day('temporaryTo')}
        {day('validFrom')}
        {day('validTo')}
        <Field label={t('terms.termDays')} bound={form.bind('termDays')} form={form} name="termDays">
          <FigureInput {...form.bind('termDays')} kind="quantity" />
        </Field>
        <Field
          label={t('terms.overdueDays')}
          bound={form.bind('overdueDays')}
          form={form}
          name="overdueDays"
          help={t('terms.overdueHelp')}
        >
          <FigureInput {...form.bind('overdueDays')} kind="quantity" />
        </Field>
        <Field label={t('terms.overdueAmount')} bound={form.bind('overdueAmount')} form={form} name="overdueAmount">
          <FigureInput {...form.bind('overdueAmount')} currency={currency} />
        </Field>
        {text('grade')}
        {day('reviewOn')}
        {text('guarantee')}
        {day('guaranteeTo')}
        {text('agreement')}
        {text('reason', true)}
      </Fields>
    </FormDrawer>
  );
}
