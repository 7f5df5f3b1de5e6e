import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../lib/session';
import type { Ref } from '../lib/types';
import { Chart } from '../ui/Chart';
import { Card, Mute } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { GRADES, usePreview, useScorecard } from './scoring';
import { GradeTag, ScoreNow, Working } from './scoringViews';

/** All customers by score, and how the grades fall. */
export function Scores() {
  const { t } = useTranslation('credit');
  const may = useCan();
  const [job, setJob] = useState<string | null>(null);
  const seesCard = may('scorecard.view');
  const card = useScorecard(seesCard);
  const preview = usePreview(card.data?.inForce.content ?? null);
  return (
    <>
      <Card>
        <h1>{t('score.title')}</h1>
        <Mute>{t('score.what')}</Mute>
      </Card>
      <Working job={job} />
      {preview.data && preview.data.customers > 0 && (
        <Chart
          question={t('score.distribution')}
          height={160}
          data={{
            categories: preview.data.grades.map((g) => g.grade ?? t('score.none')),
            series: [
              { key: 'now', label: t('score.customers'), values: preview.data.grades.map((g) => String(g.now)) },
            ],
          }}
        />
      )}
      <ListPage
        list="credit-scores"
        href={(row) => `/credit/accounts/${(row['party'] as Ref | null)?.id ?? row.id}`}
        actions={may('credit-score.run') ? <ScoreNow onProgress={setJob} /> : null}
        render={{
          grade: (row) => <GradeTag grade={row['grade'] as string | null} />,
          formerGrade: (row) => (row['formerGrade'] ? <GradeTag grade={row['formerGrade'] as string} /> : null),
        }}
        views={[
          { key: 'weak', label: t('score.weak'), filter: ['grade', 'in', ['D', 'E']] },
          ...GRADES.slice(0, 3).map((grade) => ({
            key: grade,
            label: t('score.grade', { grade }),
            filter: ['grade', 'in', [grade]] as ['grade', 'in', string[]],
          })),
        ]}
        empty={{ title: t('score.empty'), text: t('score.emptyText') }}
      />
      {may('score-run.view') && (
        <Card title={t('score.runs')}>
          <ListPage
            list="score-runs"
            href={null}
            embedded
            limit={10}
            empty={{ title: t('score.empty'), text: t('score.emptyText') }}
          />
        </Card>
      )}
    </>
  );
}

/** All facts that were entered or imported, of all customers. */
export function CreditFacts() {
  const { t } = useTranslation('credit');
  return (
    <ListPage
      list="credit-facts"
      href={(row) => `/credit/accounts/${(row['party'] as Ref | null)?.id ?? row.id}`}
      empty={{ title: t('facts.empty'), text: t('facts.emptyText') }}
    />
  );
}
