import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Schema } from '../lib/api';
import { plusDays, plusMonths } from '../lib/dates';
import { formatMoney, formatQuantity } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import type { Filter, Ref, Row } from '../lib/types';
import { Instant, Money, StatusTag } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import { Card, Columns, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { useVersionWords, OUTCOME_TONES } from './policyWords';
import type { Count, PoliciesView, PolicyVersion } from './types';

/** What a version would have done to the orders confirmed in a time; the last year's when left out. */
export function pastOrders(
  version: number,
  from?: string | null,
  to?: string | null,
): Promise<Schema<'credit.PolicyTrial.Result'>> {
  return get(`/credit/policies/${String(version)}/trial`, { from, to });
}

/** The names of checks by the codes objections carry. */
function useCodeWords(view: PoliciesView): (code: string) => string {
  const { t } = useTranslation('credit');
  return (code) => {
    const check = view.checks.find((one) => one.code === code)?.check;
    return check ? t(`check.${check}.name`, { defaultValue: check }) : code;
  };
}

/** So many orders and what they come to. */
function Counted({ title, count, tone }: { title: string; count: Count; tone?: 'red' | 'orange' }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  return (
    <Card title={title} {...(tone && count.orders > 0 ? { tone } : {})}>
      <div className="oa-figure">{t('past.orders', { count: formatQuantity(String(count.orders), '0') })}</div>
      <div className="oa-soft">{formatMoney(count.amount, me.company.baseCurrency)}</div>
    </Card>
  );
}

/** A version tried on orders that were confirmed in the past. */
export function PastOrders({
  view,
  version,
  onChoose,
}: {
  view: PoliciesView;
  version: PolicyVersion;
  onChoose: (version: string) => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const wordsOf = useVersionWords();
  const codeWords = useCodeWords(view);
  const [from, setFrom] = useState<string | null>(plusDays(plusMonths(me.today, -12), 1));
  const [to, setTo] = useState<string | null>(me.today);
  const query = useQuery({
    queryKey: ['credit-policies', 'past', version.version, from, to],
    queryFn: () => pastOrders(version.version, from, to),
    retry: false,
    staleTime: 60_000,
  });
  const result = query.data;
  const codes = Object.entries(result?.byCode ?? {}).sort(([, a], [, b]) => b.orders - a.orders);
  return (
    <>
      <Card title={t('past.title')}>
        <div className="oa-stack">
          <Fields columns={3}>
            <Field label={t('policy.version')} bound={{ id: 'past-version' }}>
              <ChoiceInput
                id="past-version"
                value={String(version.version)}
                options={view.versions.map((one) => ({ value: String(one.version), label: wordsOf(one) }))}
                onChange={(chosen) => {
                  if (chosen) onChoose(chosen);
                }}
              />
            </Field>
            <Field label={t('past.from')} bound={{ id: 'past-from' }}>
              <DateInput id="past-from" value={from} onChange={setFrom} />
            </Field>
            <Field label={t('past.to')} bound={{ id: 'past-to' }}>
              <DateInput id="past-to" value={to} onChange={setTo} />
            </Field>
          </Fields>
          <div className="oa-mute">{t('past.what')}</div>
        </div>
      </Card>
      {query.isFetching && !result && <Alert type="info" showIcon title={t('past.running')} />}
      {query.isError && <Failure error={query.error} reset={() => void query.refetch()} />}
      {result && (
        <>
          <Columns count={3}>
            <Counted title={t('past.judged')} count={result.judged} />
            <Counted title={t('past.held')} count={result.held} tone="red" />
            <Counted title={t('past.warned')} count={result.warned} tone="orange" />
          </Columns>
          {codes.length > 0 && (
            <Chart
              question={t('past.byCheck')}
              data={{
                categories: codes.map(([code]) => codeWords(code)),
                series: [
                  {
                    key: 'orders',
                    label: t('past.count'),
                    colour: 'orange',
                    values: codes.map(([, count]) => String(count.orders)),
                  },
                ],
              }}
            />
          )}
          <Card flush title={t('past.cases')}>
            <DataTable
              caption={t('past.cases')}
              rows={result.cases}
              rowKey={(one) => one.document + one.on}
              empty={
                <EmptyState
                  title={t(result.judged.orders === 0 ? 'past.noOrders' : 'past.allPass')}
                  text={t('past.noCases')}
                />
              }
              columns={[
                {
                  key: 'number',
                  title: t('hold.order'),
                  pin: 'left',
                  render: (one) => (
                    <RecordLink kind="sales-order" id={one.document}>
                      {one.number}
                    </RecordLink>
                  ),
                },
                { key: 'on', title: t('past.on'), render: (one) => one.on },
                {
                  key: 'party',
                  title: t('account.customer'),
                  render: (one) => (
                    <RecordLink kind="customer" id={one.party}>
                      {one.partyName}
                    </RecordLink>
                  ),
                },
                {
                  key: 'would',
                  title: t('past.would'),
                  render: (one) => (
                    <StatusTag tone={OUTCOME_TONES[one.would] ?? 'grey'}>{t(`outcome.${one.would}`)}</StatusTag>
                  ),
                },
                {
                  key: 'why',
                  title: t('hold.why'),
                  render: (one) => (
                    <Line tight>
                      {one.codes.map((code) => (
                        <StatusTag key={code}>{codeWords(code)}</StatusTag>
                      ))}
                    </Line>
                  ),
                },
                {
                  key: 'amount',
                  title: t('hold.amount'),
                  numeric: true,
                  render: (one) => <Money value={one.amount} currency={currency} />,
                },
              ]}
            />
          </Card>
        </>
      )}
    </>
  );
}

function asked(would: string[], did: string[]): Filter {
  return {
    and: [
      ['would', 'in', would],
      ['did', 'in', did],
    ],
  };
}

/** What the version on trial found beside the one that decides. */
export function OnTrial({ view, onEnd }: { view: PoliciesView; onEnd: () => void }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const codeWords = useCodeWords(view);
  const shadow = view.versions.find((version) => version.shadow);
  const since = shadow && view.switches.find((change) => change.mode === 'SHADOW');
  const groups = [
    { key: 'more', would: ['HOLD'], did: ['PASS', 'WARN'], tone: 'red' as const },
    { key: 'same', would: ['HOLD'], did: ['HOLD'] },
    { key: 'less', would: ['PASS', 'WARN'], did: ['HOLD'] },
    { key: 'warned', would: ['WARN'], did: ['PASS', 'WARN'], tone: 'orange' as const },
  ];
  const totals = useQuery({
    queryKey: ['shadow-findings', 'summary', shadow?.version],
    enabled: shadow !== undefined && may('shadow-finding.view'),
    queryFn: async () => {
      const found = await Promise.all(
        groups.map((group) =>
          get('/shadow-findings/totals', {
            filter: JSON.stringify({ and: [['version', '=', shadow?.version], asked(group.would, group.did)] }),
          }),
        ),
      );
      return new Map(
        groups.map((group, index) => [
          group.key,
          { orders: found[index]?.count ?? 0, amount: found[index]?.sums['amount'] ?? '0' },
        ]),
      );
    },
  });
  return (
    <>
      {shadow ? (
        <Card>
          <Line>
            <div className="oa-grow">
              <div className="oa-strong">{t('trial.running', { version: shadow.version })}</div>
              <div className="oa-soft">
                {since && (
                  <>
                    {t('trial.since')} <Instant value={since.at} /> · {since.by} · {since.reason}
                  </>
                )}
              </div>
            </div>
            {may('credit-policy.switch') && <Button onClick={onEnd}>{t('policy.endTrial')}</Button>}
          </Line>
        </Card>
      ) : (
        <Card>
          <EmptyState title={t('trial.none')} text={t('trial.noneText')} />
        </Card>
      )}
      {totals.isError && <Failure error={totals.error} reset={() => void totals.refetch()} />}
      {shadow && totals.data && (
        <Columns count={4} pairs>
          {groups.map((group) => (
            <Counted
              key={group.key}
              title={t(`trial.${group.key}`)}
              count={totals.data.get(group.key) ?? { orders: 0, amount: '0' }}
              {...(group.tone ? { tone: group.tone } : {})}
            />
          ))}
        </Columns>
      )}
      {may('shadow-finding.view') && (
        <Card title={t('trial.findings')}>
          <ListPage
            list="shadow-findings"
            embedded
            also={['document']}
            href={(row: Row) => {
              const document = row['document'] as Ref | null | undefined;
              return document?.kind === 'sales-order' ? `/sales-orders/${document.id}` : null;
            }}
            render={{
              objections: (row) => (
                <Line tight>
                  {String(row['objections'] ?? '')
                    .split(', ')
                    .filter(Boolean)
                    .map((code) => (
                      <StatusTag key={code}>{codeWords(code)}</StatusTag>
                    ))}
                </Line>
              ),
              would: (row) => <Outcome value={String(row['would'])} />,
              did: (row) => <Outcome value={String(row['did'])} />,
            }}
            views={[
              { key: 'more', label: t('trial.more'), filter: asked(['HOLD'], ['PASS', 'WARN']) },
              { key: 'less', label: t('trial.less'), filter: asked(['PASS', 'WARN'], ['HOLD']) },
            ]}
            empty={{ title: t('trial.noFindings'), text: t('trial.noFindingsText') }}
          />
        </Card>
      )}
    </>
  );
}

function Outcome({ value }: { value: string }) {
  const { t } = useTranslation('credit');
  return <StatusTag tone={OUTCOME_TONES[value] ?? 'grey'}>{t(`outcome.${value}`, { defaultValue: value })}</StatusTag>;
}
