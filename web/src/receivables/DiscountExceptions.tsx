import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { formatMoney } from '../lib/money';
import { useMe } from '../lib/session';
import { Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields } from '../ui/form';
import { DateInput } from '../ui/inputs';
import { Card, Line, Stack } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';

/** Discounts that were not simply earned: by whom, for whom, how much, how often; and who stands out from the others. */
export function DiscountExceptions() {
  const { t } = useTranslation('receivables');
  const { company } = useMe();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const report = useQuery({
    queryKey: ['discount-exceptions', from, to],
    queryFn: () => get('/discount-exceptions', { from, to }),
    placeholderData: (before) => before,
  });
  if (report.isError) return <Failure error={report.error} reset={() => void report.refetch()} />;
  const r = report.data;
  const money = (amount: string) => <Money value={amount} currency={company.baseCurrency} />;
  return (
    <Stack>
      <Card title={t('exception.title')} extra={<Link to="/discount-overrides">{t('exception.overrides')}</Link>}>
        <Fields columns={2}>
          <Field label={t('exception.from')} bound={{ id: 'exceptions-from' }}>
            <DateInput id="exceptions-from" value={from ?? r?.from ?? null} onChange={setFrom} />
          </Field>
          <Field label={t('exception.to')} bound={{ id: 'exceptions-to' }}>
            <DateInput id="exceptions-to" value={to ?? r?.to ?? null} onChange={setTo} />
          </Field>
        </Fields>
        {r && (
          <span className="oa-soft">
            {t('exception.summary', {
              count: r.found,
              all: r.discounts,
              amount: formatMoney(r.amount, company.baseCurrency),
            })}
          </span>
        )}
      </Card>
      {r && (
        <>
          <Card title={t('exception.standOut')}>
            {r.standOut.length === 0 ? (
              <span className="oa-mute">{t('exception.nobody')}</span>
            ) : (
              <Stack>
                {r.standOut.map((who) => (
                  <Line key={`${who.pattern}${who.role}${who.name}`}>
                    <StatusTag tone="orange">{t(`exception.sign.${who.pattern}`)}</StatusTag>
                    <span>
                      {t(`exception.${who.role}`, {
                        name: who.name,
                        count: who.count,
                        of: who.of,
                        usual: who.usual,
                        amount: formatMoney(who.amount, company.baseCurrency),
                      })}
                    </span>
                  </Line>
                ))}
              </Stack>
            )}
            <div className="oa-mute oa-small">{t('exception.how')}</div>
          </Card>
          <Card title={t('exception.people')}>
            <DataTable
              compact
              rows={r.people}
              rowKey={(person) => person.name}
              columns={[
                { key: 'name', title: t('exception.owner'), render: (person) => person.name || '–' },
                ...(['discounts', 'granted', 'grace', 'backDated', 'lastDay'] as const).map((key) => ({
                  key,
                  title: t(`exception.${key}`),
                  numeric: true,
                  render: (person: (typeof r.people)[number]) => String(person[key]),
                })),
                { key: 'amount', title: t('field.amount'), numeric: true, render: (person) => money(person.amount) },
              ]}
            />
          </Card>
          {r.grants.length > 0 && (
            <Card title={t('exception.overrides')}>
              <DataTable
                compact
                rows={r.grants}
                rowKey={(grant) => grant.name}
                columns={[
                  { key: 'name', title: t('exception.askedBy'), render: (grant) => grant.name },
                  ...(['asked', 'confirmed', 'refused', 'customers'] as const).map((key) => ({
                    key,
                    title: t(`exception.${key}`),
                    numeric: true,
                    render: (grant: (typeof r.grants)[number]) => String(grant[key]),
                  })),
                  { key: 'taken', title: t('field.amount'), numeric: true, render: (grant) => money(grant.taken) },
                ]}
              />
            </Card>
          )}
          <Card title={t('exception.cases')}>
            <DataTable
              compact
              rows={r.cases}
              rowKey={(c) => c.receipt + c.item}
              empty={<span className="oa-mute">{t('exception.noCases')}</span>}
              columns={[
                {
                  key: 'receipt',
                  title: t('exception.receipt'),
                  render: (c) => (
                    <RecordLink kind="receipt" id={c.receipt}>
                      {c.receiptNumber}
                    </RecordLink>
                  ),
                },
                { key: 'party', title: t('field.customer'), render: (c) => c.partyName },
                { key: 'item', title: t('field.number'), render: (c) => c.item },
                { key: 'until', title: t('discount.until'), render: (c) => c.until },
                { key: 'value', title: t('exception.valueDate'), render: (c) => c.valueDate },
                { key: 'entered', title: t('exception.enteredOn'), render: (c) => c.enteredOn },
                { key: 'clerk', title: t('exception.clerk'), render: (c) => c.clerk },
                { key: 'owner', title: t('exception.owner'), render: (c) => c.owner },
                {
                  key: 'signs',
                  title: t('exception.why'),
                  render: (c) => c.signs.map((sign) => t(`exception.sign.${sign}`)).join(' · '),
                },
                { key: 'discount', title: t('discount.taken'), numeric: true, render: (c) => money(c.discount) },
              ]}
            />
          </Card>
        </>
      )}
    </Stack>
  );
}
