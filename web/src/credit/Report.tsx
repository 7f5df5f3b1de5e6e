import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { daysBetween } from '../lib/dates';
import { big, formatMoney, formatShare } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import { DueTag, Explain, Money, Share } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { DataTable, type Column } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { ChoiceInput } from '../ui/inputs';
import { Card, Columns, Line, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import type { CreditReportView, ReportEnding, ReportGroup } from './types';

const BYS = ['CUSTOMER', 'GROUP', 'GRADE', 'REGION', 'SALESPERSON'] as const;
type By = (typeof BYS)[number];
const DAYS = ['7', '30', '60', '90'] as const;
const SHOWN = 12;

/** The accounts behind a row. */
function accountsOf(by: By, group: ReportGroup): string {
  if (by === 'CUSTOMER') return `/credit/accounts/${group.id ?? ''}`;
  const field = { GRADE: 'grade', REGION: 'province', SALESPERSON: 'owner', GROUP: 'group' }[by];
  const value = by === 'SALESPERSON' || by === 'GROUP' ? group.id : group.code;
  const filter = value
    ? [field, by === 'SALESPERSON' ? 'in' : '=', by === 'SALESPERSON' ? [value] : value]
    : [field, 'empty'];
  return `/credit/accounts?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

/** How much of the limits was used; null where there is no limit. */
function usedShare(group: ReportGroup): string | null {
  const allowed = big(group.limit).plus(group.temporary);
  return allowed.gt(0) ? big(group.usedOfLimits).div(allowed).toFixed(4) : null;
}

/** Use of limits, what is beyond them, what ends, and a year of decisions; every figure leads to the accounts behind it. */
export function Report() {
  const { t } = useTranslation('credit');
  const may = useCan();
  const navigate = useNavigate();
  const params = useQueryParams();
  const by = BYS.find((one) => one === params['by']) ?? 'GRADE';
  const days = DAYS.find((one) => one === params['days']) ?? '30';
  const query = useQuery({
    queryKey: ['credit', 'report', by, days],
    queryFn: () => get('/credit-report', { by, days: Number(days) }),
    placeholderData: keepPreviousData,
  });
  const go = (change: Record<string, string>) =>
    void navigate({ to: '/credit/report', search: { by, days, ...change } as never, replace: true });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const report = query.data;
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t('report.title')}</h1>
          <span style={{ minWidth: 130 }}>
            <ChoiceInput
              aria-label={t('report.days')}
              value={days}
              options={DAYS.map((value) => ({ value, label: t('report.within', { days: value }) }))}
              onChange={(value) => {
                if (value) go({ days: value });
              }}
            />
          </span>
        </Line>
        <div className="oa-mute">{t('report.what')}</div>
        <nav className="oa-tabs" aria-label={t('report.title')}>
          {BYS.map((one) => (
            <button
              key={one}
              type="button"
              className={one === by ? 'on' : ''}
              aria-current={one === by ? 'page' : undefined}
              onClick={() => {
                go({ by: one });
              }}
            >
              {t(`report.by.${one}`)}
            </button>
          ))}
        </nav>
      </Card>
      {report && (
        <>
          <Totals report={report} />
          <Groups report={report} by={report.by} />
          <Months report={report} />
          <Columns count={2}>
            <Largest report={report} />
            <EndingSoon report={report} />
          </Columns>
        </>
      )}
      {may('limit-change.view') && (
        <Card title={t('report.changes')} extra={<Link to="/credit/limit-changes">{t('report.all')}</Link>}>
          <ListPage
            list="limit-changes"
            embedded
            limit={10}
            href={null}
            empty={{ title: t('report.noChanges'), text: t('report.noChangesText') }}
          />
        </Card>
      )}
      {may('credit-release.view') && (
        <Card title={t('report.releases')} extra={<Link to="/credit/releases">{t('report.all')}</Link>}>
          <ListPage
            list="credit-releases"
            embedded
            limit={10}
            href={null}
            empty={{ title: t('report.noReleases'), text: t('report.noReleasesText') }}
          />
        </Card>
      )}
    </>
  );
}

function Totals({ report }: { report: CreditReportView }) {
  const { t } = useTranslation('credit');
  const { total, currency } = report;
  const year = report.months.reduce(
    (sum, month) => ({ sold: sum.sold.plus(month.sold), credit: sum.credit.plus(month.soldOnCredit) }),
    { sold: big('0'), credit: big('0') },
  );
  const figures = [
    {
      key: 'used',
      value: formatMoney(total.used, currency),
      more: t('report.usedOf', {
        share: formatShare(total.usedOfLimits, big(total.limit).plus(total.temporary), 0),
        limit: formatMoney(big(total.limit).plus(total.temporary), currency),
      }),
      how: t('report.how.used', { count: total.unlimited }),
      to: '/credit/accounts',
      bad: false,
    },
    {
      key: 'over',
      value: formatMoney(total.over, currency),
      more: t('report.customers', { count: total.overCustomers }),
      how: t('report.how.over'),
      to: `/credit/accounts?filter=${encodeURIComponent(JSON.stringify(['over', '>', '0']))}&sort=-over`,
      bad: big(total.over).gt(0),
    },
    {
      key: 'overdue',
      value: formatMoney(total.overdue, currency),
      more: t('report.stopped', { count: total.stopped }),
      how: t('report.how.overdue'),
      to: '/ageing',
      bad: big(total.overdue).gt(0),
    },
    {
      key: 'creditSales',
      value: formatShare(year.credit, year.sold, 0),
      more: formatMoney(year.credit, currency),
      how: t('report.how.creditSales'),
      to: '/deliveries',
      bad: false,
    },
  ];
  return (
    <Columns count={4} pairs>
      {figures.map((figure) => (
        <Card key={figure.key} title={t(`report.figure.${figure.key}`)}>
          <Link to={figure.to}>
            <span className={`oa-figure${figure.bad ? ' oa-red' : ''}`}>{figure.value}</span>
          </Link>
          <div className="oa-mute oa-small">
            <Explain how={figure.how}>{figure.more}</Explain>
          </div>
        </Card>
      ))}
    </Columns>
  );
}

function useGroupName(by: By) {
  const { t } = useTranslation('credit');
  return (group: ReportGroup) =>
    group.name || t(by === 'GROUP' && group.id ? 'report.outside' : `report.without.${by}`);
}

function Groups({ report, by }: { report: CreditReportView; by: By }) {
  const { t } = useTranslation('credit');
  const navigate = useNavigate();
  const nameOf = useGroupName(by);
  const { currency, total } = report;
  const shown = report.groups.slice(0, SHOWN);
  const data = useMemo(
    () => ({
      categories: shown.map(nameOf),
      series: [
        {
          key: 'limit',
          label: t('report.limit'),
          values: shown.map((g) => big(g.limit).plus(g.temporary).toFixed()),
          colour: 'grey' as const,
        },
        { key: 'used', label: t('report.used'), values: shown.map((g) => g.used), colour: 'blue' as const },
        { key: 'overdue', label: t('report.overdue'), values: shown.map((g) => g.overdue), colour: 'red' as const },
      ],
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the report changes as a whole
    [report, t],
  );
  const money = (
    key: 'limit' | 'used' | 'over' | 'overdue',
    value: (group: ReportGroup) => string,
  ): Column<ReportGroup> => ({
    key,
    title: t(`report.${key}`),
    numeric: true,
    render: (group) => <Money value={value(group)} currency={currency} />,
    foot: <Money value={value(total)} currency={currency} strong />,
  });
  const count = (key: 'customers' | 'overCustomers' | 'stopped' | 'ending'): Column<ReportGroup> => ({
    key,
    title: t(`report.count.${key}`),
    numeric: true,
    render: (group) => (group[key] === 0 ? '–' : group[key]),
    foot: total[key],
  });
  return (
    <>
      <Chart
        question={t(`report.question.${by}`)}
        data={data}
        currency={currency}
        onDrill={(category) => {
          const group = shown.find((one) => nameOf(one) === category);
          if (group)
            void navigate({
              to: accountsOf(by, group).split('?')[0] ?? '/',
              search: searchOf(accountsOf(by, group)) as never,
            });
        }}
      />
      <Card flush>
        {report.groups.length === 0 ? (
          <EmptyState title={t('account.none')} text={t('account.noneText')} />
        ) : (
          <DataTable<ReportGroup>
            rows={report.groups}
            rowKey={(group) => group.id ?? group.code}
            caption={t(`report.by.${by}`)}
            foot
            columns={[
              {
                key: 'name',
                title: t(`report.by.${by}`),
                pin: 'left',
                width: 180,
                render: (group) => <Link to={accountsOf(by, group)}>{nameOf(group)}</Link>,
                foot: t('report.total'),
              },
              ...(by === 'CUSTOMER' ? [] : [count('customers')]),
              money('limit', (group) => big(group.limit).plus(group.temporary).toFixed()),
              money('used', (group) => group.used),
              {
                key: 'share',
                title: t('report.share'),
                render: (group) => {
                  const share = usedShare(group);
                  return share === null ? <Mute>{t('ui:credit.unlimited')}</Mute> : <Share value={share} />;
                },
                foot: formatShare(total.usedOfLimits, big(total.limit).plus(total.temporary), 0),
              },
              money('over', (group) => group.over),
              ...(by === 'CUSTOMER' ? [] : [count('overCustomers')]),
              money('overdue', (group) => group.overdue),
              ...(by === 'CUSTOMER' ? [] : [count('stopped'), count('ending')]),
              {
                key: 'part',
                title: t('report.part'),
                numeric: true,
                render: (group: ReportGroup) => formatShare(group.used, total.used, 1),
              },
            ]}
          />
        )}
        <div className="oa-list-foot">
          <span>
            {report.count > report.groups.length
              ? t('report.first', { shown: report.groups.length, count: report.count })
              : ''}
          </span>
          <Line tight>
            {(['xlsx', 'csv'] as const).map((format) => (
              <a
                key={format}
                href={`/api/v1/credit-report/export?by=${by}&days=${String(report.days)}&format=${format}`}
                download
              >
                {t(`ui:list.export.${format}`)}
              </a>
            ))}
          </Line>
        </div>
      </Card>
    </>
  );
}

function searchOf(address: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(address.split('?')[1] ?? ''));
}

/** A year, month by month: what was used, held and released, raised and lowered. */
function Months({ report }: { report: CreditReportView }) {
  const { t } = useTranslation('credit');
  const { currency, months } = report;
  const charts = useMemo(() => {
    const categories = months.map((month) => month.month);
    return {
      used: {
        categories,
        series: [
          {
            key: 'used',
            label: t('report.used'),
            values: months.map((m) => m.used),
            kind: 'line' as const,
            colour: 'orange' as const,
          },
        ],
      },
      decisions: {
        categories,
        series: [
          { key: 'held', label: t('report.held'), values: months.map((m) => m.heldAmount), colour: 'red' as const },
          {
            key: 'released',
            label: t('report.released'),
            values: months.map((m) => m.releasedAmount),
            colour: 'green' as const,
          },
        ],
      },
      limits: {
        categories,
        series: [
          { key: 'raised', label: t('report.raised'), values: months.map((m) => m.raised), colour: 'blue' as const },
          { key: 'lowered', label: t('report.lowered'), values: months.map((m) => m.lowered), colour: 'grey' as const },
        ],
      },
      sales: {
        categories,
        series: [
          { key: 'sold', label: t('report.sold'), values: months.map((m) => m.sold), colour: 'grey' as const },
          {
            key: 'credit',
            label: t('report.soldOnCredit'),
            values: months.map((m) => m.soldOnCredit),
            colour: 'blue' as const,
          },
        ],
      },
    };
  }, [months, t]);
  return (
    <Columns count={2}>
      {(['used', 'decisions', 'limits', 'sales'] as const).map((name) => (
        <Chart
          key={name}
          question={t(`report.question.${name}`)}
          data={charts[name]}
          currency={currency}
          height={170}
        />
      ))}
    </Columns>
  );
}

/** How much depends on few customers. */
function Largest({ report }: { report: CreditReportView }) {
  const { t } = useTranslation('credit');
  const { currency, largest, total } = report;
  const together = largest.reduce((sum, group) => sum.plus(group.used), big('0'));
  return (
    <Card title={t('report.largest', { count: largest.length, share: formatShare(together, total.used, 0) })}>
      <DataTable<ReportGroup>
        compact
        caption={t('report.largest', { count: largest.length, share: '' })}
        rows={largest}
        rowKey={(group) => group.id ?? group.code}
        columns={[
          {
            key: 'name',
            title: t('account.customer'),
            render: (group) => <Link to={`/credit/accounts/${group.id ?? ''}`}>{group.name}</Link>,
          },
          {
            key: 'used',
            title: t('report.used'),
            numeric: true,
            render: (group) => <Money value={group.used} currency={currency} />,
          },
          {
            key: 'part',
            title: t('report.part'),
            numeric: true,
            render: (group) => formatShare(group.used, total.used, 1),
          },
        ]}
      />
    </Card>
  );
}

function EndingSoon({ report }: { report: CreditReportView }) {
  const { t } = useTranslation('credit');
  return (
    <Card title={t('report.ending', { count: report.ending.length })}>
      {report.ending.length === 0 ? (
        <EmptyState title={t('report.nothingEnds')} />
      ) : (
        <DataTable<ReportEnding>
          compact
          caption={t('report.ending', { count: report.ending.length })}
          rows={report.ending}
          rowKey={(one) => `${one.customer} ${one.what}`}
          columns={[
            {
              key: 'name',
              title: t('account.customer'),
              render: (one) => <Link to={`/credit/accounts/${one.customer}`}>{one.name}</Link>,
            },
            { key: 'what', title: t('report.endingWhat'), render: (one) => t(`report.ends.${one.what}`) },
            {
              key: 'on',
              title: t('report.endingOn'),
              render: (one) => (
                <>
                  {one.on} <DueTag days={daysBetween(one.on, report.asOf)} />
                </>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}

/** Every change of a limit, with who and why. */
export function LimitChanges() {
  const { t } = useTranslation('credit');
  return (
    <ListPage
      list="limit-changes"
      href={null}
      views={[
        { key: 'raised', label: t('report.raised'), filter: ['change', '>', '0'], sort: '-change' },
        { key: 'lowered', label: t('report.lowered'), filter: ['change', '<', '0'], sort: 'change' },
      ]}
      empty={{ title: t('report.noChanges'), text: t('report.noChangesText') }}
    />
  );
}

/** Every release, with what it was for and who gave it. */
export function Releases() {
  const { t } = useTranslation('credit');
  return (
    <ListPage
      list="credit-releases"
      href={null}
      empty={{ title: t('report.noReleases'), text: t('report.noReleasesText') }}
    />
  );
}
