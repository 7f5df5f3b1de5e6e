import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { plusDays, plusMonths } from '../lib/dates';
import { formatMoney, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { Instant, Money } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Columns, Facts, Line, Mute } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import type { BackTestTrial, SimulationLine, SimulationTrial } from './scoring';
import { GradeTag, LongWork, Working } from './scoringViews';

/** Scorecard and strategy tried on the company's own past. */
export function Trials() {
  const { t } = useTranslation('credit');
  const may = useCan();
  const [job, setJob] = useState<string | null>(null);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const done = (result: Record<string, unknown>) => {
    void queries.invalidateQueries({ queryKey: ['credit-trials'] });
    const id = result['trial'];
    if (typeof id === 'string') void navigate({ to: `/credit/trials/${id}` });
  };
  return (
    <>
      <Card>
        <h1>{t('pastTrial.title')}</h1>
        <Mute>{t('pastTrial.what')}</Mute>
      </Card>
      {may('credit-trial.run') && (
        <Columns count={2}>
          <AskBackTest onProgress={setJob} onDone={done} />
          <AskSimulation onProgress={setJob} onDone={done} />
        </Columns>
      )}
      <Working job={job} />
      <ListPage
        list="credit-trials"
        href={(row) => `/credit/trials/${row.id}`}
        empty={{ title: t('pastTrial.none'), text: t('pastTrial.noneText') }}
      />
    </>
  );
}

interface Asking {
  onProgress: (job: string | null) => void;
  onDone: (result: Record<string, unknown>) => void;
}

function Days({
  name,
  value,
  suffix,
  onChange,
}: {
  name: string;
  value: number;
  suffix?: string;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation('credit');
  const id = `trial-${name}`;
  return (
    <Field label={t(`pastTrial.${name}`)} bound={{ id }}>
      <FigureInput
        id={id}
        kind="quantity"
        {...(suffix ? { suffix } : {})}
        value={String(value) as Decimal}
        onChange={(figure) => {
          onChange(figure === null ? 0 : Math.round(Number(figure)));
        }}
      />
    </Field>
  );
}

function OnDraft({ value, onChange }: { value: boolean; onChange: (draft: boolean) => void }) {
  const { t } = useTranslation('credit');
  return (
    <Checkbox
      checked={value}
      onChange={(event) => {
        onChange(event.target.checked);
      }}
    >
      {t('pastTrial.draft')}
    </Checkbox>
  );
}

function AskBackTest({ onProgress, onDone }: Asking) {
  const { t } = useTranslation('credit');
  const [question, setQuestion] = useState({ months: 6, windowDays: 90, lateDays: 30, badShare: 10, draft: false });
  const set = (part: Partial<typeof question>) => {
    setQuestion({ ...question, ...part });
  };
  return (
    <Card title={t('pastTrial.BACK_TEST')}>
      <Mute small>{t('pastTrial.backTestText')}</Mute>
      <Fields columns={2}>
        <Days
          name="months"
          value={question.months}
          onChange={(months) => {
            set({ months });
          }}
        />
        <Days
          name="windowDays"
          value={question.windowDays}
          onChange={(windowDays) => {
            set({ windowDays });
          }}
        />
        <Days
          name="lateDays"
          value={question.lateDays}
          onChange={(lateDays) => {
            set({ lateDays });
          }}
        />
        <Days
          name="badShare"
          suffix="%"
          value={question.badShare}
          onChange={(badShare) => {
            set({ badShare });
          }}
        />
      </Fields>
      <Line between>
        <OnDraft
          value={question.draft}
          onChange={(draft) => {
            set({ draft });
          }}
        />
        <LongWork
          path="/credit-trials/back-test"
          body={() => question}
          label={t('pastTrial.runBackTest')}
          primary
          onProgress={onProgress}
          onDone={onDone}
        />
      </Line>
    </Card>
  );
}

function AskSimulation({ onProgress, onDone }: Asking) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const [question, setQuestion] = useState({
    from: plusDays(plusMonths(me.today, -12), 1) as string | null,
    to: me.today as string | null,
    lossDays: 60,
    draft: false,
  });
  const set = (part: Partial<typeof question>) => {
    setQuestion({ ...question, ...part });
  };
  return (
    <Card title={t('pastTrial.SIMULATION')}>
      <Mute small>{t('pastTrial.simulationText')}</Mute>
      <Fields columns={2}>
        <Field label={t('pastTrial.from')} bound={{ id: 'trial-from' }}>
          <DateInput
            id="trial-from"
            value={question.from}
            onChange={(from) => {
              set({ from });
            }}
          />
        </Field>
        <Field label={t('pastTrial.to')} bound={{ id: 'trial-to' }}>
          <DateInput
            id="trial-to"
            value={question.to}
            onChange={(to) => {
              set({ to });
            }}
          />
        </Field>
        <Days
          name="lossDays"
          value={question.lossDays}
          onChange={(lossDays) => {
            set({ lossDays });
          }}
        />
      </Fields>
      <Line between>
        <OnDraft
          value={question.draft}
          onChange={(draft) => {
            set({ draft });
          }}
        />
        <LongWork
          path="/credit-trials/simulation"
          body={() => question}
          label={t('pastTrial.runSimulation')}
          primary
          onProgress={onProgress}
          onDone={onDone}
        />
      </Line>
    </Card>
  );
}

/** What came of one trial. */
export function TrialPage() {
  const { t } = useTranslation('credit');
  const id = useIdParam();
  const query = useQuery({ queryKey: ['credit-trial', id], queryFn: () => get(`/credit-trials/${id}`) });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const trial = query.data;
  if (!trial) return null;
  return (
    <>
      <Card>
        <Line between>
          <h1>{t(`pastTrial.${trial.kind}`)}</h1>
          <Mute>
            {t(trial.draft ? 'pastTrial.ofDraft' : 'pastTrial.ofVersion', { version: trial.version })} ·{' '}
            <Instant value={trial.ranAt} /> {trial.ranBy} ·{' '}
            {t('proof.took', { seconds: (trial.millis / 1000).toFixed(1) })}
          </Mute>
        </Line>
      </Card>
      {trial.backTest && <BackTest {...trial.backTest} currency={trial.currency} />}
      {trial.simulation && <Simulation {...trial.simulation} currency={trial.currency} />}
    </>
  );
}

function BackTest({ result, question, currency }: BackTestTrial & { currency: string }) {
  const { t } = useTranslation('credit');
  const area = result.area == null ? null : Number(result.area);
  const how = area === null ? 'none' : area >= 0.85 ? 'strong' : area >= 0.7 ? 'fair' : area > 0.55 ? 'weak' : 'no';
  const money = (value: Decimal) => <Money value={value} currency={currency} />;
  return (
    <>
      <Card title={t('pastTrial.answer')}>
        <p>
          {area === null
            ? t('pastTrial.said.none')
            : t(`pastTrial.said.${how}`, { percent: Math.round(area * 100), gini: result.gini ?? '' })}
        </p>
        <Mute small>
          {t('pastTrial.bad', { days: question.lateDays, share: question.badShare, window: question.windowDays })}
        </Mute>
        <Facts
          facts={[
            { label: t('pastTrial.area'), value: result.area },
            { label: t('pastTrial.gini'), value: result.gini },
            { label: t('pastTrial.seen'), value: result.seen },
            { label: t('pastTrial.badSeen'), value: result.bad },
            { label: t('pastTrial.unseen'), value: result.unseen },
          ]}
        />
      </Card>
      <Chart
        question={t('pastTrial.badByGrade')}
        data={{
          categories: result.grades.map((g) => g.grade),
          series: [
            {
              key: 'bad',
              label: t('pastTrial.badRate'),
              colour: 'red',
              values: result.grades.map((g) => g.badRate ?? null),
            },
          ],
        }}
      />
      <Card flush>
        <DataTable
          caption={t('pastTrial.badByGrade')}
          rows={result.grades}
          rowKey={(g) => g.grade}
          columns={[
            { key: 'grade', title: t('terms.grade'), render: (g) => <GradeTag grade={g.grade} /> },
            { key: 'seen', title: t('pastTrial.seen'), numeric: true, render: (g) => g.seen },
            { key: 'bad', title: t('pastTrial.badSeen'), numeric: true, render: (g) => g.bad },
            {
              key: 'rate',
              title: t('pastTrial.badRate'),
              numeric: true,
              render: (g) => (g.badRate == null ? '' : t('score.percent', { value: g.badRate })),
            },
            { key: 'due', title: t('pastTrial.due'), numeric: true, render: (g) => money(g.due) },
            { key: 'late', title: t('pastTrial.late'), numeric: true, render: (g) => money(g.late) },
            { key: 'lost', title: t('pastTrial.lost'), numeric: true, render: (g) => money(g.lost) },
          ]}
        />
      </Card>
      <Chart
        question={t('pastTrial.byDay')}
        height={140}
        data={{
          categories: result.days.map((day) => day.on),
          series: [
            {
              key: 'area',
              label: t('pastTrial.area'),
              kind: 'line',
              values: result.days.map((day) => day.area ?? null),
            },
          ],
        }}
      />
    </>
  );
}

function Simulation({ result, question, currency }: SimulationTrial & { currency: string }) {
  const { t } = useTranslation('credit');
  const { total } = result;
  const money = (value: Decimal) => <Money value={value} currency={currency} />;
  const days = (line: SimulationLine) =>
    line.daysBefore == null || line.daysAfter == null ? '' : `${line.daysBefore} → ${line.daysAfter}`;
  const lines = result.grades.filter((line) => line.orders > 0);
  return (
    <>
      <Card title={t('pastTrial.answer')}>
        <p>
          {t('pastTrial.simulated', {
            orders: total.orders,
            held: total.held,
            lost: formatMoney(total.heldAmount, currency),
            avoided: formatMoney(total.lossesAvoided, currency),
            losses: formatMoney(total.losses, currency),
          })}{' '}
          {total.daysBefore != null &&
            total.daysAfter != null &&
            t('pastTrial.simulatedDays', { before: total.daysBefore, after: total.daysAfter })}
        </p>
        <Mute small>
          {t('pastTrial.simulationHelp', { from: question.from, to: question.to, days: question.lossDays })}
        </Mute>
      </Card>
      <Chart
        question={t('pastTrial.lostAndAvoided')}
        currency={currency}
        data={{
          categories: lines.map((line) => line.grade ?? t('score.none')),
          series: [
            { key: 'lost', label: t('pastTrial.heldAmount'), colour: 'orange', values: lines.map((l) => l.heldAmount) },
            {
              key: 'avoided',
              label: t('pastTrial.avoided'),
              colour: 'green',
              values: lines.map((l) => l.lossesAvoided),
            },
            { key: 'losses', label: t('pastTrial.losses'), colour: 'red', values: lines.map((l) => l.losses) },
          ],
        }}
      />
      <Card flush>
        <DataTable
          caption={t('pastTrial.lostAndAvoided')}
          rows={[...lines, total]}
          rowKey={(line) => (line === total ? 'total' : (line.grade ?? 'none'))}
          columns={[
            {
              key: 'grade',
              title: t('terms.grade'),
              render: (line) =>
                line === total ? <strong>{t('pastTrial.total')}</strong> : <GradeTag grade={line.grade} />,
            },
            { key: 'orders', title: t('pastTrial.orders'), numeric: true, render: (line) => line.orders },
            { key: 'amount', title: t('pastTrial.amount'), numeric: true, render: (line) => money(line.amount) },
            { key: 'held', title: t('pastTrial.held'), numeric: true, render: (line) => line.held },
            { key: 'over', title: t('pastTrial.overLimit'), numeric: true, render: (line) => line.overLimit },
            { key: 'overdue', title: t('pastTrial.overdue'), numeric: true, render: (line) => line.overdue },
            { key: 'lost', title: t('pastTrial.heldAmount'), numeric: true, render: (line) => money(line.heldAmount) },
            { key: 'losses', title: t('pastTrial.losses'), numeric: true, render: (line) => money(line.losses) },
            {
              key: 'avoided',
              title: t('pastTrial.avoided'),
              numeric: true,
              render: (line) => money(line.lossesAvoided),
            },
            { key: 'shortened', title: t('pastTrial.shortened'), numeric: true, render: (line) => line.shortened },
            { key: 'days', title: t('pastTrial.days'), numeric: true, render: days },
          ]}
        />
      </Card>
    </>
  );
}
