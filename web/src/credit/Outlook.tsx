import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { plusDays } from '../lib/dates';
import { big, formatMoney, isZero, sum } from '../lib/money';
import { useMe } from '../lib/session';
import { Money } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { DateInput } from '../ui/inputs';
import { Card, Facts, Line, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import { PoolBar } from './PoolBar';
import type { CreditCalendar, PoolView } from './types';

const SPANS = [30, 90, 180, 365];

/** The shared limits a customer draws on: its own part, and what the others use. */
export function Pools({
  pools,
  exposure,
  currency,
}: {
  pools: readonly PoolView[];
  exposure: string;
  currency: string;
}) {
  const { t } = useTranslation('credit');
  if (pools.length === 0) return null;
  return (
    <Card title={t('shared.drawsOn')}>
      <div className="oa-stack">
        {pools.map((pool) => (
          <PoolBar
            key={pool.id}
            title={
              <>
                <Link to={`/credit/shared-limits/${pool.id}`}>{pool.name}</Link>{' '}
                <span className="oa-mute">{t(`basis.${pool.basis}`)}</span>
              </>
            }
            limit={pool.limit}
            exposure={pool.exposure}
            free={pool.free}
            currency={currency}
            parts={[
              { key: 'own', label: t('shared.own'), amount: exposure },
              {
                key: 'others',
                label: t('shared.others'),
                amount: big(pool.exposure).minus(big(exposure)).toFixed(),
              },
            ]}
          />
        ))}
        <Mute>{t(pools.length > 1 && pools[0]?.together === 'ANY' ? 'shared.oneHolds' : 'shared.bothHold')}</Mute>
      </div>
    </Card>
  );
}

/** Every day of a calendar with what is free on it: between two days that change nothing it stays as it was. */
export function dayByDay(calendar: CreditCalendar, until: string): { on: string; free: string | null }[] {
  const days: { on: string; free: string | null }[] = [];
  calendar.days.forEach((day, index) => {
    const next = calendar.days[index + 1]?.on ?? plusDays(until, 1);
    for (let on = day.on; on < next; on = plusDays(on, 1)) days.push({ on, free: day.free ?? null });
  });
  return days;
}

/** When how much will be free, if what falls due comes in as late as usual. */
export function Calendar({ id, currency }: { id: string; currency: string }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const [span, setSpan] = useState(90);
  const query = useQuery({
    queryKey: ['credit', id, 'calendar', span],
    queryFn: () => get(`/credit-accounts/${id}/calendar`, { days: span }),
    placeholderData: keepPreviousData,
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const calendar = query.data;
  if (!calendar) return null;
  const unlimited = calendar.days.every((day) => day.free == null);
  const days = dayByDay(calendar, plusDays(me.today, span));
  const coming = calendar.days.filter((day) => !isZero(day.paid));
  const spans = (
    <Segmented
      size="small"
      value={span}
      options={SPANS.map((value) => ({ value, label: t('terms.days', { days: value }) }))}
      onChange={setSpan}
    />
  );
  return (
    <>
      {unlimited ? (
        <Card title={t('calendar.title')} extra={spans}>
          <Mute>{t('calendar.unlimited')}</Mute>
        </Card>
      ) : (
        <Chart
          question={t('calendar.title')}
          currency={currency}
          height={170}
          extra={spans}
          data={{
            categories: days.map((day) => day.on),
            series: [
              {
                key: 'free',
                label: t('ui:credit.free'),
                kind: 'line',
                colour: 'blue',
                values: days.map((day) => day.free),
              },
            ],
          }}
        />
      )}
      <Card>
        <Facts
          facts={[
            {
              label: t('calendar.usual'),
              value: calendar.usualDelay > 0 ? t('calendar.late', { days: calendar.usualDelay }) : t('calendar.inTime'),
            },
            {
              label: t('calendar.expected', { days: span }),
              value: `${formatMoney(sum(coming.map((day) => day.paid)), currency)} · ${t('calendar.times', { count: coming.length })}`,
            },
            {
              label: t('calendar.notCounted'),
              value: isZero(calendar.overdue) ? null : (
                <span className="oa-red">{formatMoney(calendar.overdue, currency)}</span>
              ),
            },
          ]}
        />
        <div className="oa-mute oa-small">{t('calendar.what')}</div>
        {!unlimited && coming.length > 0 && (
          <DataTable
            compact
            caption={t('calendar.title')}
            rows={calendar.days}
            rowKey={(day) => day.on}
            columns={[
              { key: 'on', title: t('calendar.day'), render: (day) => day.on },
              {
                key: 'paid',
                title: t('calendar.paid'),
                numeric: true,
                render: (day) => <Money value={day.paid} currency={currency} />,
              },
              {
                key: 'because',
                title: t('calendar.because'),
                render: (day) =>
                  day.parts
                    .map((part) =>
                      day.parts.length === 1
                        ? t(`calendar.kind.${part.kind}`)
                        : `${t(`calendar.kind.${part.kind}`)} ${formatMoney(part.amount, currency)}`,
                    )
                    .join(' · '),
              },
              {
                key: 'free',
                title: t('ui:credit.free'),
                numeric: true,
                render: (day) => <Money value={day.free} currency={currency} strong zero="0.00" />,
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}

/** What the customer had taken, and might have taken, at the end of a day. */
export function StandingThen({ id, currency }: { id: string; currency: string }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const [on, setOn] = useState<string>(me.today);
  const query = useQuery({
    queryKey: ['credit', id, 'standing', on],
    queryFn: () => get(`/credit-accounts/${id}/standing`, { on }),
    placeholderData: keepPreviousData,
  });
  const then = query.data;
  const left = then?.allowed == null ? null : big(then.allowed).minus(big(then.exposure)).toFixed();
  return (
    <Card
      title={t('standing.title')}
      extra={
        <span style={{ width: 160 }}>
          <DateInput
            aria-label={t('standing.on')}
            value={on}
            onChange={(day) => {
              setOn(day ?? me.today);
            }}
          />
        </span>
      }
    >
      {query.isError && <Failure error={query.error} reset={() => void query.refetch()} />}
      {then && (
        <>
          <Facts
            facts={[
              {
                label: t('standing.exposure'),
                value: <Money value={then.exposure} currency={currency} symbol strong />,
              },
              {
                label: t('standing.allowed'),
                value: then.allowed == null ? t('ui:credit.unlimited') : formatMoney(then.allowed, currency),
              },
              left !== null && { label: t('standing.free'), value: <Money value={left} currency={currency} symbol /> },
              ...Object.entries(then.buckets).map(([bucket, amount]) => ({
                label: t(`bucket.${bucket}`, { defaultValue: bucket }),
                value: <Money value={amount} currency={currency} symbol />,
              })),
            ]}
          />
          <Line>
            <Mute small>{t('standing.what')}</Mute>
          </Line>
        </>
      )}
    </Card>
  );
}
