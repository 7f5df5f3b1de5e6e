import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { formatMoney, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Instant } from '../ui/cells';
import { Chart } from '../ui/Chart';
import { DataTable } from '../ui/DataTable';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line, Mute } from '../ui/layout';
import { FACTS, FLAGS, MONEY_FACTORS, type FactName, type Part } from './scoring';
import { FactorValue, GradeTag } from './scoringViews';

/** A customer's score: what it is made of, how it went, and what was entered about them. */
export function CustomerScore({ id }: { id: string }) {
  const may = useCan();
  return (
    <>
      {may('credit-score.view') && <Score id={id} />}
      {may('credit-fact.view') && <Known id={id} />}
    </>
  );
}

function Score({ id }: { id: string }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const [all, setAll] = useState(false);
  const query = useQuery({
    queryKey: ['credit-score', id],
    queryFn: () => get(`/credit-scores/${id}`),
  });
  const score = query.data?.score;
  if (!query.data) return null;
  if (!score)
    return (
      <Card title={t('score.one')}>
        <Mute>{t('score.emptyText')}</Mute>
      </Card>
    );
  const history = [...query.data.history].reverse();
  const counted = score.parts.filter((part) => part.points != null);
  const shown = all ? score.parts : counted.slice(0, 6);
  return (
    <>
      <Card
        title={
          <>
            {t('score.one')} <GradeTag grade={score.grade} />
          </>
        }
        extra={
          <Mute small>
            {t('score.made', { day: score.asOf, version: score.version })} · <Instant value={score.at} />
          </Mute>
        }
      >
        <Facts
          facts={[
            { label: t('score.points'), value: score.score ?? t('score.tooLittle') },
            score.formerGrade ? { label: t('score.former'), value: <GradeTag grade={score.formerGrade} /> } : null,
            { label: t('score.known'), value: t('score.percent', { value: score.known }) },
            score.suggestedLimit == null
              ? null
              : { label: t('score.limit'), value: formatMoney(score.suggestedLimit, me.company.baseCurrency) },
            score.suggestedTerm == null
              ? null
              : { label: t('score.term'), value: t('terms.days', { days: score.suggestedTerm }) },
          ]}
        />
        <DataTable
          compact
          caption={t('score.why')}
          rows={shown}
          rowKey={(part) => part.factor}
          columns={[
            { key: 'factor', title: t('score.factor'), render: (part) => t(`factor.${part.factor}`) },
            {
              key: 'value',
              title: t('score.value'),
              numeric: true,
              render: (part) => <FactorValue factor={part.factor} value={part.value} />,
            },
            {
              key: 'points',
              title: t('score.pointsOf'),
              numeric: true,
              render: (part) => (part.points == null ? t('score.leftOut') : part.points),
            },
            {
              key: 'share',
              title: t('score.weight'),
              numeric: true,
              render: (part) => (part.points == null ? '' : t('score.percent', { value: part.share })),
            },
            { key: 'effect', title: t('score.effect'), numeric: true, render: (part) => <Effect part={part} /> },
          ]}
        />
        <Line>
          <Mute small>{t('score.effectHelp')}</Mute>
          <span className="oa-grow" />
          {score.parts.length > shown.length || all ? (
            <Button
              size="small"
              type="text"
              onClick={() => {
                setAll(!all);
              }}
            >
              {t(all ? 'score.fewer' : 'score.all', { count: score.parts.length })}
            </Button>
          ) : null}
        </Line>
      </Card>
      {history.length > 1 && (
        <Chart
          question={t('score.history')}
          height={140}
          data={{
            categories: history.map((past) => past.asOf),
            series: [
              {
                key: 'score',
                label: t('score.points'),
                kind: 'line',
                values: history.map((past) => past.score ?? null),
              },
            ],
          }}
        />
      )}
    </>
  );
}

function Effect({ part }: { part: Part }) {
  const { t } = useTranslation('credit');
  const effect = Number(part.effect);
  return (
    <>
      {part.best && <span className="oa-red oa-small">{t('score.best', { grade: part.best })} </span>}
      {part.points != null && (
        <span className={effect < 0 ? 'oa-red' : effect > 0 ? 'oa-green' : ''}>
          {effect > 0 ? '+' : ''}
          {part.effect}
        </span>
      )}
    </>
  );
}

function Known({ id }: { id: string }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const [entering, setEntering] = useState(false);
  const query = useQuery({
    queryKey: ['credit-facts', id],
    queryFn: () => get(`/credit-scores/${id}/facts`),
  });
  return (
    <Card
      title={t('facts.title')}
      extra={
        may('credit-fact.edit') && (
          <Button
            size="small"
            onClick={() => {
              setEntering(true);
            }}
          >
            {t('facts.enter')}
          </Button>
        )
      }
    >
      {query.data?.facts.length === 0 ? (
        <Mute>{t('facts.emptyText')}</Mute>
      ) : (
        <DataTable
          compact
          caption={t('facts.title')}
          loading={query.isPending}
          rows={query.data?.facts ?? []}
          rowKey={(fact) => fact.id}
          columns={[
            { key: 'factor', title: t('facts.fact'), render: (fact) => t(`factor.${fact.factor}`) },
            {
              key: 'value',
              title: t('score.value'),
              numeric: true,
              render: (fact) =>
                fact.value == null ? t('facts.withdrawn') : <FactorValue factor={fact.factor} value={fact.value} />,
            },
            { key: 'on', title: t('facts.validOn'), render: (fact) => fact.validOn },
            { key: 'provider', title: t('facts.provider'), render: (fact) => fact.provider },
            { key: 'note', title: t('facts.note'), render: (fact) => fact.note },
            { key: 'by', title: t('facts.by'), render: (fact) => fact.by ?? '' },
          ]}
        />
      )}
      {entering && (
        <FactForm
          id={id}
          onClose={() => {
            setEntering(false);
          }}
        />
      )}
    </Card>
  );
}

function FactForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm(
    {
      factor: 'REGISTERED_CAPITAL' as FactName | null,
      value: null as Decimal | null,
      validOn: me.today as string | null,
      provider: '',
      note: '',
    },
    (values, key) =>
      post(
        `/credit-scores/${id}/facts`,
        { ...values, provider: values.provider.trim() || null, note: values.note.trim() || null },
        { key },
      ),
  );
  const factor = form.values.factor ?? '';
  const text = (name: 'provider' | 'note') => {
    const bound = form.bind(name);
    return (
      <Field label={t(`facts.${name}`)} bound={bound} form={form} name={name} wide>
        <Input
          id={bound.id}
          value={bound.value}
          status={bound.status}
          onChange={(event) => {
            bound.onChange(event.target.value);
          }}
        />
      </Field>
    );
  };
  return (
    <FormDrawer
      open
      title={t('facts.enter')}
      action={t('facts.save')}
      form={form}
      onClose={onClose}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['credit-facts'] });
      }}
    >
      <Mute>{t('facts.help')}</Mute>
      <Fields columns={2}>
        <Field label={t('facts.fact')} form={form} name="factor" must>
          <ChoiceInput
            {...form.bind('factor')}
            options={FACTS.map((value) => ({ value, label: t(`factor.${value}`) }))}
          />
        </Field>
        <Field label={t('score.value')} form={form} name="value" help={t('facts.valueHelp')}>
          {FLAGS.includes(factor) ? (
            <ChoiceInput<'0' | '1'>
              {...form.bind('value')}
              value={form.values.value as '0' | '1' | null}
              clearable
              onChange={(value) => {
                form.set({ value });
              }}
              options={[
                { value: '1', label: t('score.yes') },
                { value: '0', label: t('score.no') },
              ]}
            />
          ) : (
            <FigureInput
              {...form.bind('value')}
              {...(MONEY_FACTORS.includes(factor) ? { currency: me.company.baseCurrency } : {})}
            />
          )}
        </Field>
        <Field label={t('facts.validOn')} form={form} name="validOn" must help={t('facts.validHelp')}>
          <DateInput {...form.bind('validOn')} />
        </Field>
        {text('provider')}
        {text('note')}
      </Fields>
    </FormDrawer>
  );
}
