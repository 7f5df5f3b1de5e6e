import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Schema } from '../lib/api';
import { big, formatMoney, formatQuantity, type Decimal } from '../lib/money';
import { useMe } from '../lib/session';
import { Explain, Money } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Columns, Facts, Stack } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';

type Part = Schema<'receivables.DiscountEffect.Part'>;

/** Above this the days gained are next to none, and the figure says no more than that. */
const MOST = 1000;

const percent = (value: string | null | undefined) =>
  value == null ? '–' : big(value).gt(MOST) ? `> ${formatQuantity(MOST)} %` : `${value} %`;

/** What discounts brought and cost, held against how the same customers paid before. */
export function DiscountEffects() {
  const { t } = useTranslation('receivables');
  const { company } = useMe();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [ourRate, setOurRate] = useState<Decimal | null>('6');
  const [theirRate, setTheirRate] = useState<Decimal | null>('4.5');
  const asked = useDeferredValue({ from, to, ourRate: ourRate ?? '6', theirRate: theirRate ?? '4.5' });
  const report = useQuery({
    queryKey: ['discount-effects', asked],
    queryFn: () => get('/discount-effects', asked),
    placeholderData: (before) => before,
  });
  if (report.isError && !report.data) return <Failure error={report.error} reset={() => void report.refetch()} />;
  const r = report.data;
  const currency = company.baseCurrency;
  const money = (amount: string) => <Money value={amount} currency={currency} />;
  const stepName = (step: { rate: string; days: number }) =>
    t('discount.stepWords', { rate: step.rate, days: step.days });
  return (
    <Stack>
      <Card title={t('effect.title')}>
        <Fields columns={2}>
          <Field label={t('exception.from')} bound={{ id: 'effects-from' }}>
            <DateInput id="effects-from" value={from ?? r?.from ?? null} onChange={setFrom} />
          </Field>
          <Field label={t('exception.to')} bound={{ id: 'effects-to' }}>
            <DateInput id="effects-to" value={to ?? r?.to ?? null} onChange={setTo} />
          </Field>
          <Field label={t('effect.ourRate')} bound={{ id: 'effects-ours' }}>
            <FigureInput id="effects-ours" value={ourRate} onChange={setOurRate} kind="quantity" />
          </Field>
          <Field label={t('effect.theirRate')} bound={{ id: 'effects-theirs' }}>
            <FigureInput id="effects-theirs" value={theirRate} onChange={setTheirRate} kind="quantity" />
          </Field>
        </Fields>
        {r && (
          <Facts
            facts={[
              { label: t('effect.offered'), value: formatMoney(r.offered, currency) },
              { label: t('effect.taken'), value: formatMoney(r.taken, currency) },
              { label: t('effect.lost'), value: formatMoney(r.lost, currency) },
              { label: t('effect.running'), value: formatMoney(r.running, currency) },
              {
                label: t('effect.anyway'),
                value: <Explain how={t('effect.anywayHow')}>{formatMoney(r.anyway, currency)}</Explain>,
              },
              { label: t('effect.daysGained'), value: r.daysGained },
              {
                label: t('effect.yearly'),
                value: <Explain how={t('effect.yearlyHow')}>{percent(r.yearly)}</Explain>,
              },
            ]}
          />
        )}
      </Card>
      {r && (
        <>
          <Columns>
            <Chart
              question={t('effect.byMonth')}
              currency={currency}
              stacked
              data={{
                categories: r.months.map((month) => month.key),
                series: [
                  {
                    key: 'taken',
                    label: t('effect.taken'),
                    values: r.months.map((month) => month.taken),
                    colour: 'green',
                  },
                  { key: 'lost', label: t('effect.lost'), values: r.months.map((month) => month.lost), colour: 'grey' },
                  {
                    key: 'running',
                    label: t('effect.running'),
                    values: r.months.map((month) => month.running),
                    colour: 'blue',
                  },
                ],
              }}
            />
            <Chart
              question={t('effect.byStep')}
              currency={currency}
              data={{
                categories: r.steps.map(stepName),
                series: [
                  {
                    key: 'taken',
                    label: t('effect.taken'),
                    values: r.steps.map((step) => step.taken),
                    colour: 'green',
                  },
                  {
                    key: 'anyway',
                    label: t('effect.anyway'),
                    values: r.steps.map((step) => step.anyway),
                    colour: 'orange',
                  },
                ],
              }}
            />
          </Columns>
          <Card title={t('effect.steps')}>
            <DataTable
              compact
              rows={r.steps}
              rowKey={stepName}
              columns={[
                { key: 'step', title: t('discount.step'), render: stepName },
                {
                  key: 'items',
                  title: t('effect.takenOf'),
                  numeric: true,
                  render: (step) => `${String(step.takenItems)} / ${String(step.offeredItems)}`,
                },
                { key: 'taken', title: t('effect.taken'), numeric: true, render: (step) => money(step.taken) },
                { key: 'anyway', title: t('effect.anyway'), numeric: true, render: (step) => money(step.anyway) },
                { key: 'days', title: t('effect.daysGained'), numeric: true, render: (step) => step.daysGained },
                {
                  key: 'simple',
                  title: t('effect.simple'),
                  numeric: true,
                  render: (step) => percent(step.simple),
                },
                { key: 'yearly', title: t('effect.yearly'), numeric: true, render: (step) => percent(step.yearly) },
              ]}
            />
          </Card>
          <Card title={t('effect.customers')}>
            <DataTable
              compact
              rows={r.customers}
              rowKey={(part) => part.party ?? part.key}
              empty={<span className="oa-mute">{t('effect.nobody')}</span>}
              columns={[
                {
                  key: 'name',
                  title: t('field.customer'),
                  render: (part) => (
                    <RecordLink kind="customer" id={part.party ?? null}>
                      {part.key}
                    </RecordLink>
                  ),
                },
                { key: 'taken', title: t('effect.taken'), numeric: true, render: (part) => money(part.taken) },
                { key: 'lost', title: t('effect.lost'), numeric: true, render: (part) => money(part.lost) },
                { key: 'anyway', title: t('effect.anyway'), numeric: true, render: (part) => money(part.anyway) },
                { key: 'usual', title: t('effect.usualDays'), numeric: true, render: (part) => part.usualDays },
                { key: 'days', title: t('effect.daysGained'), numeric: true, render: (part) => part.daysGained },
                { key: 'yearly', title: t('effect.yearly'), numeric: true, render: (part) => percent(part.yearly) },
                { key: 'proposal', title: t('effect.proposal'), render: (part) => <Proposal part={part} /> },
              ]}
            />
          </Card>
          <WhatIf asked={asked} />
        </>
      )}
    </Stack>
  );
}

function Proposal({ part }: { part: Part }) {
  const { t } = useTranslation('receivables');
  const p = part.proposal;
  if (!p) return null;
  return (
    <Explain how={t('effect.proposalHow', { least: p.least, most: p.most, usual: p.usualDays })}>
      {t(`effect.verdict.${p.verdict}`, { rate: p.rate ?? '', days: p.days ?? '' })}
    </Explain>
  );
}

/** Last year's sales under other terms. */
function WhatIf({ asked }: { asked: { from: string | null; to: string | null; ourRate: string; theirRate: string } }) {
  const { t } = useTranslation('receivables');
  const { company } = useMe();
  const [steps, setSteps] = useState('2/10, 1/20, n/60');
  const [takeUp, setTakeUp] = useState<Decimal | null>('60');
  const tried = useDeferredValue({ ...asked, steps, takeUp: takeUp ?? '60' });
  const answer = useQuery({
    queryKey: ['discount-effects', 'what-if', tried],
    queryFn: () => get('/discount-effects/what-if', tried),
    retry: false,
    placeholderData: (before) => before,
  });
  const w = answer.data;
  const money = (amount: string) => formatMoney(amount, company.baseCurrency);
  return (
    <Card title={t('effect.whatIf')}>
      <Fields columns={2}>
        <Field label={t('discount.steps')} bound={{ id: 'what-if-steps' }} help={t('discount.stepsHelp')}>
          <Input
            id="what-if-steps"
            value={steps}
            onChange={(event) => {
              setSteps(event.target.value);
            }}
          />
        </Field>
        <Field label={t('effect.takeUp')} bound={{ id: 'what-if-take-up' }}>
          <FigureInput id="what-if-take-up" value={takeUp} onChange={setTakeUp} kind="quantity" />
        </Field>
      </Fields>
      <div role="status">
        {answer.isError ? (
          <span className="oa-orange">{problemText(answer.error)}</span>
        ) : (
          w && (
            <Facts
              facts={[
                { label: t('effect.sold'), value: `${money(w.amount)} · ${String(w.items)}` },
                { label: t('effect.ifAnyway'), value: money(w.anyway) },
                { label: t('effect.ifMoved'), value: `${money(w.moved)} / ${money(w.movedAmount)}` },
                { label: t('effect.daysGained'), value: w.daysGained },
                { label: t('effect.interest'), value: money(w.interest) },
                {
                  label: t('effect.net'),
                  value: <Explain how={t('effect.netHow')}>{money(w.net)}</Explain>,
                },
              ]}
            />
          )
        )}
      </div>
    </Card>
  );
}
