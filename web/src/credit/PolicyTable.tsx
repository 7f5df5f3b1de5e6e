import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Decimal } from '../lib/money';
import { usePhone } from '../lib/media';
import { useMe } from '../lib/session';
import { Explain, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { FigureInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import {
  COMPANY,
  fallbackOf,
  ruleAt,
  ruleOrBorrowed,
  TONES,
  whomKey,
  withoutRules,
  withRule,
  type Whom,
} from './policy';
import { EffectTag, usePolicyWords } from './policyWords';
import type { Check, Effect, Point, PoliciesView, PolicyCheck, PolicyRule } from './types';

const NO_FIGURES = { amount: null, percent: null, number: null, days: null };

type Change = (rules: PolicyRule[]) => void;

/** One block of rules, a check a row and a point a column; an exception shows only the checks it speaks of. */
export function PolicyTable({
  view,
  rules,
  whom,
  title,
  onChange,
}: {
  view: PoliciesView;
  rules: readonly PolicyRule[];
  whom: Whom;
  title: string;
  onChange?: Change;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const words = usePolicyWords(me.company.baseCurrency);
  const company = whom.reach === 'COMPANY';
  const isSaid = (check: PolicyCheck) => view.points.some((point) => ruleAt(rules, point, check.check, whom));
  const shown = company ? view.checks : view.checks.filter(isSaid);
  const others = view.checks.filter((check) => !shown.includes(check));
  return (
    <Card
      flush
      className="oa-policy"
      title={title}
      extra={
        !company &&
        onChange && (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            onClick={() => {
              onChange(withoutRules(rules, whom));
            }}
          >
            {t('policy.removeBlock')}
          </Button>
        )
      }
    >
      <DataTable<PolicyCheck>
        caption={title}
        rows={shown}
        rowKey={(check) => check.check}
        columns={[
          {
            key: 'check',
            title: t('policy.check'),
            pin: 'left',
            render: (check) => (
              <Explain how={t(`check.${check.check}.what`, { defaultValue: '' })}>{words.check(check.check)}</Explain>
            ),
          },
          ...view.points.map((point) => ({
            key: point,
            title: <PointTitle point={point} />,
            render: (check: PolicyCheck) => {
              const rule = ruleAt(rules, point, check.check, whom);
              if (onChange) {
                return <Cell view={view} rules={rules} whom={whom} check={check} point={point} onChange={onChange} />;
              }
              const other = rule ? undefined : ruleOrBorrowed(rules, point, check.check, whom);
              if (other) return <Borrowed rule={other.rule} at={{ point, check: check.check }} />;
              return !rule && !company ? (
                <span className="oa-mute">{t('policy.asCompany')}</span>
              ) : (
                <Explain how={words.sentence(rule, { point, check: check.check })}>
                  <EffectTag rule={rule} figures={rule ? words.figures(rule) : ''} />
                </Explain>
              );
            },
          })),
        ]}
      />
      {!company && onChange && others.length > 0 && (
        <div className="oa-list-foot">
          <Select<Check | null>
            aria-label={t('policy.addCheck')}
            placeholder={t('policy.addCheck')}
            value={null}
            style={{ minWidth: 190 }}
            options={others.map((check) => ({ value: check.check, label: words.check(check.check) }))}
            onChange={(check) => {
              const point = view.points.find((one) => one === 'CONFIRM') ?? view.points[0];
              if (!check || !point) return;
              const usual = ruleAt(rules, point, check, COMPANY);
              onChange(withRule(rules, { ...(usual ?? { point, check, effect: 'IGNORE', ...NO_FIGURES }), ...whom }));
            }}
          />
        </div>
      )}
    </Card>
  );
}

/** A point, and below it whose rules hold where it says nothing. */
export function PointTitle({ point }: { point: Point }) {
  const { t } = useTranslation('credit');
  const from = fallbackOf(point);
  return (
    <>
      {t(`point.${point}`, { defaultValue: point })}
      {from && (
        <div className="oa-mute oa-small">
          {t('policy.like', { point: t(`point.${from}`, { defaultValue: from }) })}
        </div>
      )}
    </>
  );
}

/** What holds here because it holds at another point: greyed, as it is nothing of its own. */
export function Borrowed({ rule, at }: { rule: PolicyRule; at: { point: Point; check: Check } }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const words = usePolicyWords(me.company.baseCurrency);
  return (
    <Explain how={words.sentence({ ...rule, point: at.point }, at)}>
      <span className="oa-mute">
        {t(`effect.${rule.effect}`)} {words.figures(rule)}
      </span>
    </Explain>
  );
}

/** One cell being changed: the effect, and the figures the check is set by. */
function Cell({
  view,
  rules,
  whom,
  check,
  point,
  onChange,
}: {
  view: PoliciesView;
  rules: readonly PolicyRule[];
  whom: Whom;
  check: PolicyCheck;
  point: Point;
  onChange: Change;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const words = usePolicyWords(currency);
  const company = whom.reach === 'COMPANY';
  const rule = ruleAt(rules, point, check.check, whom);
  const where = `${words.check(check.check)} · ${words.point(point)}`;
  const set = (part: Partial<PolicyRule>) => {
    onChange(
      withRule(rules, {
        ...(rule ?? { point, check: check.check, effect: 'IGNORE' as Effect, ...NO_FIGURES }),
        ...whom,
        ...part,
      }),
    );
  };
  const other = rule ? undefined : ruleOrBorrowed(rules, point, check.check, whom);
  const borrows = fallbackOf(point) !== undefined;
  const chosen = rule?.effect ?? (company && !borrows ? 'IGNORE' : 'SAME');
  const asOther = other
    ? t('policy.borrowed', { effect: words.effect(other.rule.effect) })
    : company
      ? t('policy.borrowed', { effect: words.effect('IGNORE') })
      : t('policy.asCompany');
  const on = rule !== undefined && rule.effect !== 'IGNORE';
  const lacks = on && check.check === 'ORDER_TOO_LARGE' && rule.amount == null;
  return (
    <span
      className="oa-rule"
      title={words.sentence(rule ?? (other && { ...other.rule, point }), { point, check: check.check })}
    >
      <Select<string>
        aria-label={where}
        value={chosen}
        popupMatchSelectWidth={false}
        options={[
          ...(company && !borrows ? [] : [{ value: 'SAME', label: asOther }]),
          ...view.effects.map((effect) => ({ value: effect as string, label: words.effect(effect) })),
        ]}
        labelRender={({ value, label }) =>
          value === 'SAME' ? (
            <span className="oa-mute">{label}</span>
          ) : (
            <StatusTag tone={TONES[value as Effect]}>{label}</StatusTag>
          )
        }
        onChange={(effect) => {
          if (effect === 'SAME') onChange(withoutRules(rules, whom, check.check, point));
          else set({ effect: effect as Effect });
        }}
      />
      {on && check.figures.includes('PERCENT') && (
        <FigureInput
          kind="quantity"
          placeholder="0"
          value={rule.percent ?? null}
          suffix="%"
          aria-label={`${where} %`}
          onChange={(percent) => {
            set({ percent });
          }}
        />
      )}
      {on && check.figures.includes('AMOUNT') && (
        <span className="amount">
          <FigureInput
            placeholder="0"
            value={rule.amount ?? null}
            currency={currency}
            suffix={currency}
            status={lacks ? 'error' : ''}
            aria-label={`${where} ${currency}`}
            onChange={(amount) => {
              set({ amount });
            }}
          />
        </span>
      )}
      {on && check.figures.includes('NUMBER') && (
        <FigureInput
          kind="quantity"
          value={rule.number == null ? null : (String(rule.number) as Decimal)}
          suffix={words.unit(check.check)}
          aria-label={`${where} ${words.unit(check.check)}`}
          onChange={(number) => {
            set({ number: number === null ? null : Math.trunc(Number(number)) });
          }}
        />
      )}
      {on && check.figures.includes('DAYS') && (
        <FigureInput
          kind="quantity"
          placeholder="365"
          value={rule.days == null ? null : (String(rule.days) as Decimal)}
          suffix={t('policy.days')}
          aria-label={`${where} ${t('policy.days')}`}
          onChange={(days) => {
            set({ days: days === null ? null : Math.trunc(Number(days)) });
          }}
        />
      )}
      {lacks && <span className="oa-red oa-small">{t('policy.needsAmount')}</span>}
    </span>
  );
}

/** Where a version differs from another, a difference a row. */
export function Differences({
  rows,
  whom,
  empty,
}: {
  rows: readonly {
    point: string;
    check: string;
    whom: Whom;
    before?: PolicyRule | undefined;
    after?: PolicyRule | undefined;
  }[];
  whom: (whom: Whom) => string;
  empty: string;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const words = usePolicyWords(me.company.baseCurrency);
  const phone = usePhone();
  const one = (rule: PolicyRule | undefined, of: Whom) =>
    !rule && of.reach !== 'COMPANY' ? (
      <span className="oa-mute">{t('policy.asCompany')}</span>
    ) : (
      <EffectTag rule={rule} figures={rule ? words.figures(rule) : ''} />
    );
  if (rows.length === 0) return <div className="oa-mute">{empty}</div>;
  return (
    <DataTable
      compact
      caption={t('policy.differences')}
      rows={rows}
      rowKey={(row) => `${whomKey(row.whom)} ${row.check} ${row.point}`}
      columns={
        phone
          ? [
              {
                key: 'check',
                title: t('policy.check'),
                render: (row) => (
                  <div className="oa-pre">
                    {words.check(row.check)}
                    <div className="oa-mute oa-small">
                      {whom(row.whom)} · {words.point(row.point)}
                    </div>
                  </div>
                ),
              },
              {
                key: 'after',
                title: t('policy.after'),
                render: (row) => (
                  <>
                    <div className="oa-small">{one(row.before, row.whom)} →</div>
                    {one(row.after, row.whom)}
                  </>
                ),
              },
            ]
          : [
              { key: 'whom', title: t('policy.whom'), render: (row) => whom(row.whom) },
              {
                key: 'check',
                title: t('policy.check'),
                render: (row) => (
                  <>
                    {words.check(row.check)} <span className="oa-mute oa-small">{words.point(row.point)}</span>
                  </>
                ),
              },
              { key: 'before', title: t('policy.before'), render: (row) => one(row.before, row.whom) },
              { key: 'after', title: t('policy.after'), render: (row) => one(row.after, row.whom) },
            ]
      }
    />
  );
}
