import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { put } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { FigureInput } from '../ui/inputs';
import { Card, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import { RulebookPage } from './rulebook';
import { STRATEGY, useStrategy, type Rule, type Strategy } from './scoring';
import { GradeTag } from './scoringViews';

/** What each grade gets: a rule for the limit, a term, a tolerance. */
export function Strategies() {
  const { t } = useTranslation('credit');
  const query = useStrategy();
  const may = useCan();
  const [edited, setEdited] = useState<Strategy | null>(null);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const book = query.data;
  const strategy = edited ?? book.draft?.content ?? book.inForce.content;
  return (
    <RulebookPage
      words="strategy"
      path="strategy"
      kind="credit-strategy"
      list="credit-strategies"
      queryKey={STRATEGY}
      book={book}
      edited={edited}
      save={(note, key) => put('/credit/strategy/draft', { content: strategy, note }, { key })}
      forget={() => {
        setEdited(null);
      }}
      place={(name, index) => {
        const rule = name === 'rules' ? strategy.rules[index] : undefined;
        return rule && t('score.grade', { grade: rule.grade });
      }}
    >
      <Rules strategy={strategy} change={setEdited} />
      {may('credit-trial.view') && (
        <Card>
          <Link to="/credit/trials">{t('strategy.try')}</Link>
        </Card>
      )}
    </RulebookPage>
  );
}

function Rules({ strategy, change }: { strategy: Strategy; change: (strategy: Strategy) => void }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const edits = useCan()('credit-strategy.edit');
  const currency = me.company.baseCurrency;
  const set = (rule: Rule, part: Partial<Rule>) => {
    change({ rules: strategy.rules.map((r) => (r.grade === rule.grade ? { ...r, ...part } : r)) });
  };
  const figure = (
    rule: Rule,
    name: 'turnoverShare' | 'netWorthShare' | 'least' | 'most',
    required: boolean,
    money: boolean,
  ) => (
    <FigureInput
      aria-label={`${rule.grade} ${t(`strategy.${name}`)}`}
      disabled={!edits}
      kind={money ? 'amount' : 'quantity'}
      value={rule[name] ?? null}
      placeholder={t(money ? 'strategy.noCap' : 'strategy.notLooked')}
      {...(money ? { currency } : { suffix: '%' })}
      onChange={(value) => {
        set(rule, { [name]: value ?? (required ? '0' : null) });
      }}
    />
  );
  const days = (rule: Rule, name: 'termDays' | 'overdueDays', required: boolean) => (
    <FigureInput
      aria-label={`${rule.grade} ${t(`strategy.${name}`)}`}
      kind="quantity"
      disabled={!edits}
      value={rule[name] == null ? null : (String(rule[name]) as Decimal)}
      placeholder={t('strategy.byPolicy')}
      onChange={(value) => {
        set(rule, { [name]: value === null ? (required ? 0 : null) : Math.round(Number(value)) });
      }}
    />
  );
  return (
    <Card title={t('strategy.rules')}>
      <DataTable
        caption={t('strategy.rules')}
        rows={strategy.rules}
        rowKey={(rule) => rule.grade}
        columns={[
          {
            key: 'grade',
            title: t('terms.grade'),
            pin: 'left',
            width: 70,
            render: (rule) => <GradeTag grade={rule.grade} />,
          },
          {
            key: 'turnover',
            title: t('strategy.turnoverShare'),
            width: 140,
            render: (rule) => figure(rule, 'turnoverShare', true, false),
          },
          { key: 'least', title: t('strategy.least'), width: 150, render: (rule) => figure(rule, 'least', true, true) },
          { key: 'most', title: t('strategy.most'), width: 150, render: (rule) => figure(rule, 'most', false, true) },
          {
            key: 'netWorth',
            title: t('strategy.netWorthShare'),
            width: 140,
            render: (rule) => figure(rule, 'netWorthShare', false, false),
          },
          { key: 'term', title: t('strategy.termDays'), width: 110, render: (rule) => days(rule, 'termDays', true) },
          {
            key: 'overdue',
            title: t('strategy.overdueDays'),
            width: 130,
            render: (rule) => days(rule, 'overdueDays', false),
          },
        ]}
      />
      <Mute small>{t('strategy.help')}</Mute>
    </Card>
  );
}
