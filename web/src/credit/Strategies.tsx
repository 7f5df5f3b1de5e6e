import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, put } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Card, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import { EffectTag, usePolicyWords } from './policyWords';
import { RulebookPage } from './rulebook';
import { STRATEGY, useStrategy, type Rule, type Strategy } from './scoring';
import { GradeTag } from './scoringViews';

const TONES = ['FRIENDLY', 'PLAIN', 'FIRM'] as const;

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
      <Besides grades={strategy.rules.map((rule) => rule.grade)} />
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
          {
            key: 'tone',
            title: t('strategy.tone'),
            width: 130,
            render: (rule) => (
              <ChoiceInput
                aria-label={`${rule.grade} ${t('strategy.tone')}`}
                disabled={!edits}
                value={rule.tone ?? 'PLAIN'}
                options={TONES.map((value) => ({ value, label: t(`strategy.tones.${value}`) }))}
                onChange={(tone) => {
                  set(rule, { tone });
                }}
              />
            ),
          },
        ]}
      />
      <Mute small>{t('strategy.help')}</Mute>
    </Card>
  );
}

/** What else a grade brings: the cash discount offered to it, and what is checked otherwise than for everybody. Each is kept where it is decided. */
function Besides({ grades }: { grades: readonly Rule['grade'][] }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const me = useMe();
  const policy = usePolicyWords(me.company.baseCurrency);
  const seesOffers = may('discount-term.view');
  const seesPolicy = may('credit-policy.view');
  const offers = useQuery({
    queryKey: ['discount-assignments'],
    queryFn: () => get('/discount-assignments'),
    enabled: seesOffers,
  });
  const policies = useQuery({
    queryKey: ['credit-policies'],
    queryFn: () => get('/credit/policies'),
    enabled: seesPolicy,
  });
  if (!seesOffers && !seesPolicy) return null;
  const live = policies.data?.versions.find((version) => version.live);
  const asAll = <Mute>{t('strategy.asAll')}</Mute>;
  return (
    <Card title={t('strategy.besides')}>
      <DataTable
        caption={t('strategy.besides')}
        loading={(seesOffers && offers.isPending) || (seesPolicy && policies.isPending)}
        rows={grades}
        rowKey={(grade) => grade}
        columns={[
          { key: 'grade', title: t('terms.grade'), width: 70, render: (grade) => <GradeTag grade={grade} /> },
          ...(seesOffers
            ? [
                {
                  key: 'discount',
                  title: <Link to="/settings/discount-terms">{t('strategy.discount')}</Link>,
                  width: 200,
                  render: (grade: Rule['grade']) => {
                    const own = offers.data?.assignments.find((one) => one.scope === 'GRADE' && one.grade === grade);
                    return own ? (own.termCode ?? t('strategy.noDiscount')) : asAll;
                  },
                },
              ]
            : []),
          ...(seesPolicy
            ? [
                {
                  key: 'controls',
                  title: <Link to="/credit/policies">{t('strategy.controls')}</Link>,
                  render: (grade: Rule['grade']) => {
                    const own = (live?.rules ?? []).filter((rule) => rule.reach === 'GRADE' && rule.key === grade);
                    return own.length === 0
                      ? asAll
                      : own.map((rule) => (
                          <div key={`${rule.point} ${rule.check}`}>
                            {policy.point(rule.point)} · {policy.check(rule.check)}{' '}
                            <EffectTag rule={rule} figures={policy.figures(rule)} />
                          </div>
                        ));
                  },
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
