import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { put } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { Chart } from '../ui/Chart';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Card, Line, Mute } from '../ui/layout';
import { RulebookPage } from './rulebook';
import {
  FACTORS,
  GRADES,
  SCORECARD,
  usePreview,
  useScorecard,
  type Band,
  type Factor,
  type Grade,
  type Scorecard,
  type Weighted,
} from './scoring';

const NONE = '–';

/** The company's own scorecard: factors, weights, bands, grades; while it is changed the page shows how the grades would fall. */
export function Scorecards() {
  const { t } = useTranslation('credit');
  const query = useScorecard();
  const [edited, setEdited] = useState<Scorecard | null>(null);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const book = query.data;
  const card = edited ?? book.draft?.content ?? book.inForce.content;
  return (
    <RulebookPage
      words="scorecard"
      path="scorecard"
      kind="scorecard"
      list="scorecards"
      queryKey={SCORECARD}
      book={book}
      edited={edited}
      save={(note, key) => put('/credit/scorecard/draft', { content: card, note }, { key })}
      forget={() => {
        setEdited(null);
      }}
      place={(name, index) => {
        if (name === 'leastKnown') return t('scorecard.leastKnown');
        const factor = name === 'factors' ? card.factors[index]?.factor : undefined;
        const grade = name === 'grades' ? card.grades[index]?.grade : undefined;
        return factor ? t(`factor.${factor}`) : grade && t('scorecard.from', { grade });
      }}
      aside={<Distribution card={card} />}
    >
      <Editor card={card} change={setEdited} />
    </RulebookPage>
  );
}

function Distribution({ card }: { card: Scorecard }) {
  const { t } = useTranslation('credit');
  const preview = usePreview(useDeferredValue(card));
  const data = preview.data;
  if (!data || data.customers === 0) return null;
  return (
    <Chart
      question={t('scorecard.preview')}
      height={180}
      extra={
        <Mute small>
          {preview.isError
            ? t('scorecard.incomplete')
            : t('scorecard.moves', { up: data.up, down: data.down, day: data.asOf ?? '' })}
        </Mute>
      }
      data={{
        categories: data.grades.map((g) => g.grade ?? t('score.none')),
        series: [
          { key: 'now', label: t('scorecard.now'), colour: 'grey', values: data.grades.map((g) => String(g.now)) },
          { key: 'then', label: t('scorecard.then'), colour: 'blue', values: data.grades.map((g) => String(g.then)) },
        ],
      }}
    />
  );
}

function whole(value: Decimal | null): number {
  return value === null ? 0 : Math.round(Number(value));
}

function Editor({ card, change }: { card: Scorecard; change: (card: Scorecard) => void }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const edits = may('scorecard.edit');
  const [open, setOpen] = useState<string | null>(null);
  const sum = card.factors.reduce((all, factor) => all + factor.weight, 0);
  const set = (factor: string, part: Partial<Weighted>) => {
    change({ ...card, factors: card.factors.map((f) => (f.factor === factor ? { ...f, ...part } : f)) });
  };
  const rest = FACTORS.filter((factor) => !card.factors.some((f) => f.factor === factor));
  const shown = card.factors.find((f) => f.factor === open);
  return (
    <>
      <Card
        title={t('scorecard.factors')}
        extra={
          edits &&
          rest.length > 0 && (
            <div style={{ width: 200 }}>
              <ChoiceInput<Factor>
                aria-label={t('scorecard.add')}
                placeholder={t('scorecard.add')}
                value={null}
                options={rest.map((value) => ({ value, label: t(`factor.${value}`) }))}
                onChange={(factor) => {
                  if (!factor) return;
                  change({
                    ...card,
                    factors: [
                      ...card.factors,
                      {
                        factor,
                        weight: 5,
                        bands: [
                          { upTo: '0', points: 0 },
                          { upTo: null, points: 100 },
                        ],
                        missing: null,
                      },
                    ],
                  });
                  setOpen(factor);
                }}
              />
            </div>
          )
        }
      >
        <DataTable
          compact
          caption={t('scorecard.factors')}
          rows={card.factors}
          rowKey={(factor) => factor.factor}
          current={open}
          onRow={(factor) => {
            setOpen(open === factor.factor ? null : factor.factor);
          }}
          columns={[
            {
              key: 'factor',
              title: t('score.factor'),
              render: (f) => (
                <Button
                  type="link"
                  size="small"
                  onClick={() => {
                    setOpen(open === f.factor ? null : f.factor);
                  }}
                >
                  {t(`factor.${f.factor}`)}
                </Button>
              ),
            },
            {
              key: 'weight',
              title: t('score.weight'),
              numeric: true,
              width: 110,
              render: (f) =>
                edits ? (
                  <FigureInput
                    aria-label={`${t(`factor.${f.factor}`)} ${t('score.weight')}`}
                    kind="quantity"
                    value={String(f.weight) as Decimal}
                    onChange={(value) => {
                      set(f.factor, { weight: whole(value) });
                    }}
                  />
                ) : (
                  f.weight
                ),
            },
            {
              key: 'share',
              title: '%',
              numeric: true,
              render: (f) => (sum === 0 ? '' : ((f.weight * 100) / sum).toFixed(1)),
            },
            { key: 'bands', title: t('scorecard.bands'), render: (f) => <Mute small>{bandsText(f.bands)}</Mute> },
            {
              key: 'missing',
              title: t('scorecard.missing'),
              render: (f) =>
                f.missing == null ? t('scorecard.leaveOut') : t('scorecard.points', { points: f.missing }),
            },
          ]}
        />
        {shown && (
          <Bands
            key={shown.factor}
            weighted={shown}
            edits={edits}
            set={(part) => {
              set(shown.factor, part);
            }}
            drop={() => {
              change({ ...card, factors: card.factors.filter((f) => f.factor !== shown.factor) });
            }}
          />
        )}
      </Card>
      <Card title={t('scorecard.grades')}>
        <Fields columns={3}>
          {card.grades.map((threshold, index) => (
            <Field
              key={threshold.grade}
              label={t('scorecard.from', { grade: threshold.grade })}
              bound={{ id: `grade-${threshold.grade}` }}
            >
              <FigureInput
                id={`grade-${threshold.grade}`}
                kind="quantity"
                disabled={!edits}
                value={String(threshold.from) as Decimal}
                onChange={(value) => {
                  change({
                    ...card,
                    grades: card.grades.map((g, i) => (i === index ? { ...g, from: whole(value) } : g)),
                  });
                }}
              />
            </Field>
          ))}
          <Field label={t('scorecard.leastKnown')} bound={{ id: 'least-known' }} help={t('scorecard.leastKnownHelp')}>
            <FigureInput
              id="least-known"
              kind="quantity"
              suffix="%"
              disabled={!edits}
              value={String(card.leastKnown) as Decimal}
              onChange={(value) => {
                change({ ...card, leastKnown: whole(value) });
              }}
            />
          </Field>
        </Fields>
      </Card>
    </>
  );
}

/** The bands in one line: "≤ 0: 100 · ≤ 15: 70 · more: 0 (D)". */
function bandsText(bands: readonly Band[]): string {
  return bands
    .map(
      (band) =>
        `${band.upTo == null ? '>' : `≤ ${band.upTo}`}: ${String(band.points)}${band.best ? ` (${band.best})` : ''}`,
    )
    .join(' · ');
}

function Bands({
  weighted,
  edits,
  set,
  drop,
}: {
  weighted: Weighted;
  edits: boolean;
  set: (part: Partial<Weighted>) => void;
  drop: () => void;
}) {
  const { t } = useTranslation('credit');
  const { bands } = weighted;
  const band = (index: number, part: Partial<Band>) => {
    set({ bands: bands.map((b, i) => (i === index ? { ...b, ...part } : b)) });
  };
  return (
    <div className="oa-stack">
      <h3>{t(`factor.${weighted.factor}`)}</h3>
      <Mute small>{t(`factorText.${weighted.factor}`)}</Mute>
      <DataTable
        compact
        rows={bands.map((b, index) => ({ ...b, index }))}
        rowKey={(b) => String(b.index)}
        columns={[
          {
            key: 'upTo',
            title: t('scorecard.upTo'),
            width: 160,
            render: (b) =>
              b.index === bands.length - 1 ? (
                t('scorecard.above')
              ) : (
                <FigureInput
                  aria-label={t('scorecard.upTo')}
                  disabled={!edits}
                  value={b.upTo ?? null}
                  onChange={(value) => {
                    band(b.index, { upTo: value ?? '0' });
                  }}
                />
              ),
          },
          {
            key: 'points',
            title: t('scorecard.pointsHead'),
            width: 110,
            render: (b) => (
              <FigureInput
                aria-label={t('scorecard.pointsHead')}
                kind="quantity"
                disabled={!edits}
                value={String(b.points) as Decimal}
                onChange={(value) => {
                  band(b.index, { points: whole(value) });
                }}
              />
            ),
          },
          {
            key: 'best',
            title: t('scorecard.best'),
            width: 120,
            render: (b) => (
              <ChoiceInput<Grade>
                aria-label={t('scorecard.best')}
                disabled={!edits}
                clearable
                placeholder={NONE}
                value={b.best ?? null}
                options={GRADES.map((value) => ({ value, label: value }))}
                onChange={(best) => {
                  band(b.index, { best });
                }}
              />
            ),
          },
          {
            key: 'drop',
            title: '',
            render: (b) =>
              edits && bands.length > 1 && b.index < bands.length - 1 ? (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('scorecard.dropBand')}
                  onClick={() => {
                    set({ bands: bands.filter((_, i) => i !== b.index) });
                  }}
                />
              ) : null,
          },
        ]}
      />
      {edits && (
        <Line>
          <Button
            size="small"
            icon={<PlusOutlined />}
            onClick={() => {
              const before = bands.at(-2)?.upTo ?? '0';
              const last = bands.at(-1);
              set({
                bands: [
                  ...bands.slice(0, -1),
                  { upTo: String(Number(before) + 1) as Decimal, points: last?.points ?? 0 },
                  { upTo: null, points: last?.points ?? 0, best: last?.best ?? null },
                ],
              });
            }}
          >
            {t('scorecard.addBand')}
          </Button>
          <span>{t('scorecard.missing')}:</span>
          <div style={{ width: 130 }}>
            <FigureInput
              aria-label={t('scorecard.missing')}
              kind="quantity"
              placeholder={t('scorecard.leaveOut')}
              value={weighted.missing == null ? null : (String(weighted.missing) as Decimal)}
              onChange={(value) => {
                set({ missing: value === null ? null : whole(value) });
              }}
            />
          </div>
          <span className="oa-grow" />
          <Button size="small" danger onClick={drop}>
            {t('scorecard.drop')}
          </Button>
        </Line>
      )}
    </div>
  );
}
