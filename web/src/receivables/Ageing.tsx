import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Drawer, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Schema } from '../lib/api';
import { big, formatMoney, isZero, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useMe } from '../lib/session';
import { AgeBar } from '../ui/AgeBar';
import { Explain, Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { DateInput } from '../ui/inputs';
import { Sums } from '../ui/DocumentPage';
import { Card, Line, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import { useCashAccounts } from './cash';

type AgeingLine = Schema<'receivables.Ageing.Line'>;
type AgedItem = Schema<'receivables.Ageing.AgedItem'>;
type ComparedItem = Schema<'receivables.Ageing.ComparedItem'>;

const GROUPS = ['CUSTOMER', 'OWNER', 'DEPARTMENT', 'GROUP', 'REGION', 'CLASS', 'CURRENCY'] as const;

/** What is asked, as the address of the page has it. */
interface Asked {
  asOf: string;
  basis: 'DUE' | 'DATE';
  method: 'DOCUMENT' | 'FIFO';
  knowledge: 'NOW' | 'THEN';
  edges: string[] | undefined;
}

/** Who owes how much for how long, as of any day; each amount opens its items. */
export function Ageing() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const navigate = useNavigate();
  const params = useQueryParams();
  const chosen = params.currency;
  const by = GROUPS.find((group) => group === params.by) ?? 'CUSTOMER';
  const asked: Asked = {
    asOf: params.on ?? me.today,
    basis: params.basis === 'DATE' ? 'DATE' : 'DUE',
    method: params.method === 'FIFO' && !chosen ? 'FIFO' : 'DOCUMENT',
    knowledge: params.known === 'THEN' && !chosen ? 'THEN' : 'NOW',
    edges: params.edges?.split(','),
  };
  const currency = chosen ?? me.company.baseCurrency;
  const accounts = useCashAccounts();
  const currencies = [...new Set([me.company.baseCurrency, ...accounts.map((a) => a.currency), currency])].filter(
    Boolean,
  );
  const [drill, setDrill] = useState<{ line: AgeingLine | null; bucket: number | null } | null>(null);
  const query = useQuery({
    queryKey: ['ageing', asked, by, chosen],
    queryFn: ({ signal }) => get('/ageing', { ...asked, by, currency: chosen, limit: 500 }, signal),
    placeholderData: keepPreviousData,
  });
  const put = (part: Record<string, string | undefined>) => {
    void navigate({ to: '.', search: { ...params, ...part } as never, replace: true });
  };
  const data = query.data;
  const edges = data?.edges ?? [];
  const buckets = Array.from({ length: edges.length + 1 }, (_, bucket) => bucket);
  const label = useAgeLabel(edges);
  const cell = (line: AgeingLine | null, bucket: number | null, amount: Decimal | undefined) => {
    const money = <Money value={amount} currency={currency} strong={bucket === null} />;
    if (amount === undefined || isZero(amount)) return money;
    return (
      <button
        type="button"
        className="oa-link"
        onClick={() => {
          setDrill({ line, bucket });
        }}
      >
        {money}
      </button>
    );
  };
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t('ageing.title')}</h1>
          <Select
            value={by}
            aria-label={t('ageing.byWhat')}
            options={GROUPS.map((value) => ({ value, label: t(`ageing.by.${value}`) }))}
            onChange={(value) => {
              put({ by: value === 'CUSTOMER' ? undefined : value });
            }}
          />
          <Segmented
            value={asked.basis}
            options={[
              { value: 'DUE', label: t('ageing.byDue') },
              { value: 'DATE', label: t('ageing.byDocument') },
            ]}
            onChange={(value) => {
              put({ basis: value === 'DATE' ? 'DATE' : undefined });
            }}
          />
          {currencies.length > 1 && (
            <Segmented
              value={currency}
              options={currencies.map((value) => ({
                value,
                label: value === me.company.baseCurrency ? t('ageing.everything', { currency: value }) : value,
              }))}
              onChange={(value) => {
                put({ currency: value === me.company.baseCurrency ? undefined : value });
              }}
            />
          )}
          {!chosen && (
            <Segmented
              value={asked.method}
              options={[
                { value: 'DOCUMENT', label: t('ageing.method.DOCUMENT'), title: t('ageing.method.DOCUMENTHow') },
                { value: 'FIFO', label: t('ageing.method.FIFO'), title: t('ageing.method.FIFOHow') },
              ]}
              onChange={(value) => {
                put({ method: value === 'FIFO' ? 'FIFO' : undefined });
              }}
            />
          )}
          <label className="oa-row tight nowrap">
            <span className="oa-soft" style={{ whiteSpace: 'nowrap' }}>
              {t('ageing.asOf')}
            </span>
            <DateInput
              value={asked.asOf}
              aria-label={t('ageing.asOf')}
              onChange={(value) => {
                put({
                  on: value && value !== me.today ? value : undefined,
                  known: value && value < me.today ? params.known : undefined,
                });
              }}
            />
          </label>
          {!chosen && asked.asOf < me.today && (
            <Segmented
              value={asked.knowledge}
              options={[
                { value: 'NOW', label: t('ageing.known.NOW'), title: t('ageing.known.NOWHow') },
                { value: 'THEN', label: t('ageing.known.THEN'), title: t('ageing.known.THENHow') },
              ]}
              onChange={(value) => {
                put({ known: value === 'THEN' ? 'THEN' : undefined });
              }}
            />
          )}
          <label className="oa-row tight nowrap">
            <span className="oa-soft" style={{ whiteSpace: 'nowrap' }}>
              <Explain how={t('ageing.edgesHow')}>{t('ageing.edges')}</Explain>
            </span>
            <Input
              key={params.edges ?? ''}
              defaultValue={params.edges ?? ''}
              placeholder="30,60,90,180,365"
              aria-label={t('ageing.edges')}
              style={{ width: 160 }}
              onBlur={(event) => {
                put({ edges: typedEdges(event.target.value) });
              }}
              onPressEnter={(event) => {
                put({ edges: typedEdges(event.currentTarget.value) });
              }}
            />
          </label>
        </Line>
        <div className="oa-mute">{t('ageing.what')}</div>
      </Card>
      {query.isError && <Failure error={query.error} reset={() => void query.refetch()} />}
      {data && (
        <>
          <Card
            title={
              <Explain how={t('ageing.how')}>
                {t('ageing.balance')} {formatMoney(data.total.balance, currency)}
              </Explain>
            }
          >
            <AgeBar
              currency={currency}
              buckets={buckets.map((bucket) => ({
                key: String(bucket),
                label: label(bucket),
                amount: data.total.buckets[bucket] ?? '0',
              }))}
            />
          </Card>
          <Card flush>
            {data.lines.length === 0 ? (
              <EmptyState title={t('ageing.none')} text={t('ageing.noneText')} />
            ) : (
              <DataTable<AgeingLine>
                rows={data.lines}
                rowKey={(line) => line.id ?? line.code}
                foot
                caption={t('ageing.title')}
                columns={[
                  {
                    key: 'name',
                    title: t(`ageing.by.${by}`),
                    pin: 'left',
                    width: 180,
                    render: (line) =>
                      by === 'CUSTOMER' && line.id ? (
                        <Link to={`/customers/${line.id}`}>{line.name}</Link>
                      ) : (
                        line.name || t(line.id ? 'ageing.outside' : 'ageing.without')
                      ),
                    foot: t('receipt.sum'),
                  },
                  ...buckets.map((bucket) => ({
                    key: String(bucket),
                    title: label(bucket),
                    numeric: true,
                    render: (line: AgeingLine) => cell(line, bucket, line.buckets[bucket]),
                    foot: cell(null, bucket, data.total.buckets[bucket]),
                  })),
                  {
                    key: 'unapplied',
                    title: t('ageing.unapplied'),
                    numeric: true,
                    render: (line) => <Money value={line.unapplied} currency={currency} />,
                    foot: <Money value={data.total.unapplied} currency={currency} />,
                  },
                  ...(isZero(data.total.bills)
                    ? []
                    : [
                        {
                          key: 'bills',
                          title: t('ageing.bills'),
                          numeric: true,
                          render: (line: AgeingLine) => <Money value={line.bills} currency={currency} />,
                          foot: <Money value={data.total.bills} currency={currency} />,
                        },
                      ]),
                  {
                    key: 'balance',
                    title: t('ageing.balance'),
                    numeric: true,
                    pin: 'right',
                    render: (line) => cell(line, null, line.balance),
                    foot: cell(null, null, data.total.balance),
                  },
                ]}
              />
            )}
            {data.count > data.lines.length && (
              <div className="oa-list-foot">{t('ageing.first', { shown: data.lines.length, count: data.count })}</div>
            )}
          </Card>
        </>
      )}
      {drill && (
        <Drill
          line={drill.line}
          bucket={drill.bucket}
          by={by}
          currency={currency}
          title={[
            drill.line ? drill.line.name || t('ageing.without') : t('receipt.sum'),
            ...(drill.bucket === null ? [] : [label(drill.bucket)]),
          ].join(' · ')}
          asked={asked}
          onClose={() => {
            setDrill(null);
          }}
        />
      )}
    </>
  );
}

/** What an age is called: not due, 1–30 days, …, over 365 days. */
export function useAgeLabel(edges: readonly number[]): (bucket: number) => string {
  const { t } = useTranslation('receivables');
  return (bucket) => {
    if (bucket === 0) return t('ageing.notDue');
    const to = edges[bucket];
    const from = (edges[bucket - 1] ?? 0) + 1;
    return to === undefined ? t('ageing.over', { days: from - 1 }) : t('ageing.days', { from, to });
  };
}

/** The items behind an amount, as they were on that day. */
function Drill({
  line,
  by,
  bucket,
  currency,
  title,
  asked,
  onClose,
}: {
  /** Null: the total. */
  line: AgeingLine | null;
  by: (typeof GROUPS)[number];
  bucket: number | null;
  currency: string;
  title: string;
  asked: Asked;
  onClose: () => void;
}) {
  const { t } = useTranslation('receivables');
  const base = useMe().company.baseCurrency;
  const row = line ? { by, key: line.id ?? line.code } : {};
  const query = useQuery({
    queryKey: ['ageing', 'items', by, line?.id ?? line?.code ?? null, line === null, bucket, asked, currency],
    queryFn: () => get('/ageing/items', { ...asked, ...row, currency, bucket }),
  });
  const data = query.data;
  const one = line !== null && by === 'CUSTOMER';
  const besides = data
    ? [
        { key: 'unapplied', label: t('ageing.unapplied'), amount: data.unapplied, sign: -1 },
        { key: 'bills', label: t('ageing.bills'), amount: data.bills, sign: 1 },
      ].filter((part) => part.amount != null && !isZero(part.amount))
    : [];
  return (
    <Drawer open size={720} title={title} onClose={onClose}>
      {query.isError && <Failure error={query.error} />}
      <DataTable<AgedItem>
        rows={data?.items ?? []}
        rowKey={(item) => item.id}
        loading={query.isPending}
        foot
        caption={title}
        columns={[
          {
            key: 'number',
            title: t('field.number'),
            render: (item) => <Link to={`/open-items/${item.id}`}>{item.number}</Link>,
            foot: t('receipt.sum'),
          },
          ...(one
            ? []
            : [
                {
                  key: 'party',
                  title: t('ageing.by.CUSTOMER'),
                  render: (item: AgedItem) => <Link to={`/customers/${item.party}`}>{item.partyName}</Link>,
                },
              ]),
          { key: 'date', title: t('field.date'), render: (item) => item.date },
          { key: 'due', title: t('field.due'), render: (item) => item.due },
          { key: 'days', title: t('ageing.age'), numeric: true, render: (item) => item.days },
          {
            key: 'open',
            title: t('field.open'),
            numeric: true,
            render: (item) => <Money value={item.open} currency={currency} />,
            foot: <Money value={data?.open} currency={currency} />,
          },
        ]}
      />
      {data && data.count > data.items.length && (
        <Mute>{t('ageing.firstItems', { shown: data.items.length, count: data.count })}</Mute>
      )}
      {data && besides.length > 0 && (
        <Sums
          sums={[
            { label: t('ageing.items'), value: formatMoney(data.open, currency) },
            ...besides.map((part) => ({
              label: part.label,
              value: formatMoney(
                big(part.amount ?? '0')
                  .times(part.sign)
                  .toFixed(),
                currency,
              ),
            })),
            {
              label: t('ageing.balance'),
              value: formatMoney(
                big(data.open)
                  .minus(data.unapplied ?? '0')
                  .plus(data.bills ?? '0')
                  .toFixed(),
                currency,
              ),
              big: true,
            },
          ]}
        />
      )}
      {bucket === null && one && currency === base && <MethodsCompared party={line.id ?? null} asked={asked} />}
    </Drawer>
  );
}

/** Why a customer's ages are others by document than first in, first out; nothing where they are the same. */
function MethodsCompared({ party, asked }: { party: string | null; asked: Asked }) {
  const { t } = useTranslation('receivables');
  const currency = useMe().company.baseCurrency;
  const query = useQuery({
    queryKey: ['ageing', 'comparison', party, asked],
    queryFn: () =>
      get('/ageing/comparison', {
        party,
        asOf: asked.asOf,
        basis: asked.basis,
        knowledge: asked.knowledge,
        edges: asked.edges,
      }),
  });
  const data = query.data;
  if (!data || data.items.length === 0) return null;
  return (
    <Card title={t('ageing.compared')}>
      <p>
        {t('ageing.moved', {
          moved: formatMoney(data.moved, currency),
          unused: formatMoney(data.unused, currency),
          outOfOrder: formatMoney(data.outOfOrder, currency),
        })}
      </p>
      <DataTable<ComparedItem>
        rows={data.items}
        rowKey={(item) => item.id}
        caption={t('ageing.compared')}
        columns={[
          {
            key: 'number',
            title: t('field.number'),
            render: (item) => <Link to={`/open-items/${item.id}`}>{item.number}</Link>,
          },
          { key: 'due', title: t('field.due'), render: (item) => item.due },
          {
            key: 'byDocument',
            title: t('ageing.method.DOCUMENT'),
            numeric: true,
            render: (item) => <Money value={item.byDocument} currency={currency} />,
          },
          {
            key: 'byFifo',
            title: t('ageing.method.FIFO'),
            numeric: true,
            render: (item) => <Money value={item.byFifo} currency={currency} />,
          },
        ]}
      />
    </Card>
  );
}

/** Days as typed, in any punctuation; undefined for the usual ones. */
function typedEdges(text: string): string | undefined {
  return text.match(/\d+/g)?.join(',');
}
