import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { formatAmount, formatQuantity, type Decimal } from '../lib/money';
import { useMe } from '../lib/session';
import { StatusTag } from '../ui/cells';
import { ENDED, JobProgress } from '../ui/ImportDialog';
import { Card } from '../ui/layout';
import { problemText } from '../ui/problems';
import { FLAGS, GRADE_TONES, MONEY_FACTORS, type Grade } from './scoring';

/** A grade as a tag. */
export function GradeTag({ grade }: { grade?: string | null | undefined }) {
  const { t } = useTranslation('credit');
  return grade ? (
    <StatusTag tone={GRADE_TONES[grade as Grade]}>{grade}</StatusTag>
  ) : (
    <StatusTag tone="grey">{t('score.none')}</StatusTag>
  );
}

/** A factor's value in its unit. */
export function FactorValue({ factor, value }: { factor: string; value?: Decimal | null | undefined }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  if (value === null || value === undefined) return <span className="oa-mute">{t('score.unknown')}</span>;
  if (FLAGS.includes(factor)) return <>{t(Number(value) === 0 ? 'score.no' : 'score.yes')}</>;
  if (MONEY_FACTORS.includes(factor)) return <>{formatAmount(value, me.company.baseCurrency)}</>;
  return <>{t(`unit.${factor}`, { value: formatQuantity(shorter(value), '0') })}</>;
}

/** Two decimals at most: what a reader of the figure needs. */
function shorter(value: Decimal): Decimal {
  return value.includes('.') ? (value.replace(/(\.\d{2})\d+$/, '$1').replace(/\.?0+$/, '') as Decimal) : value;
}

/** What begins work in the background. */
type Work = '/score-runs' | '/credit-trials/back-test' | '/credit-trials/simulation';

/** Begins long work, shows how far it is, and says when it is done. */
export function LongWork({
  path,
  body,
  label,
  primary,
  onDone,
  onProgress,
}: {
  path: Work;
  body?: () => Parameters<typeof post<Work>>[1];
  label: string;
  primary?: boolean;
  onDone: (result: Record<string, unknown>) => void;
  onProgress: (job: string | null) => void;
}) {
  const { message } = App.useApp();
  // A second click comes before the button shows that it works, and would begin the work twice.
  const begun = useRef(false);
  const work = useMutation({
    mutationFn: async () => {
      const { job } = await post(path, body?.());
      onProgress(job);
      for (;;) {
        const state = await get(`/jobs/${job}`);
        if (ENDED.includes(state.state)) return state;
        await new Promise((wake) => setTimeout(wake, 700));
      }
    },
    onSuccess: (job) => {
      // What failed or was stopped stays on the page, with its reason.
      if (job.state !== 'DONE') return;
      onProgress(null);
      onDone(job.result as Record<string, unknown>);
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
    onSettled: () => {
      begun.current = false;
    },
  });
  return (
    <Button
      type={primary ? 'primary' : 'default'}
      loading={work.isPending}
      onClick={() => {
        if (begun.current) return;
        begun.current = true;
        work.mutate();
      }}
    >
      {label}
    </Button>
  );
}

/** Progress of the work begun here. */
export function Working({ job }: { job: string | null }) {
  return job ? (
    <Card>
      <JobProgress id={job} />
    </Card>
  ) : null;
}

/** Scores everybody now. */
export function ScoreNow({ onProgress }: { onProgress: (job: string | null) => void }) {
  const { t } = useTranslation('credit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  return (
    <LongWork
      path="/score-runs"
      label={t('score.run')}
      primary
      onProgress={onProgress}
      onDone={(result) => {
        void message.success(
          t('score.ran', {
            customers: String(result['customers'] ?? ''),
            changed: String(result['changed'] ?? ''),
            proposals: String(result['proposals'] ?? ''),
          }),
        );
        for (const key of ['credit-scores', 'score-runs', 'credit-proposals', 'credit-score', 'credit-preview'])
          void queries.invalidateQueries({ queryKey: [key] });
      }}
    />
  );
}
