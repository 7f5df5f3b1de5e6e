import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { plusMonths } from '../lib/dates';
import { big, formatMoney, type Decimal } from '../lib/money';
import { useMe } from '../lib/session';
import type { Tone } from '../lib/types';
import { Money, Share, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Line, Mute } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import type { Reviewed } from './types';

type Choice = 'KEEP' | 'LOWER' | 'RAISE';
const TONES: Record<string, Tone> = { UP: 'green', KEEP: 'grey', DOWN: 'red' };
const CHOICES: Record<string, Choice> = { UP: 'RAISE', KEEP: 'KEEP', DOWN: 'LOWER' };
const WITHIN = ['0', '30', '60', '90'] as const;

/** Accounts somebody should look at, why, and what the rules propose; several decided in one go. */
export function Reviews() {
  const { t } = useTranslation('credit');
  const queries = useQueryClient();
  const { modal, message } = App.useApp();
  const [within, setWithin] = useState<string | null>('30');
  const [ticked, setTicked] = useState<Set<string>>(new Set());
  const [choice, setChoice] = useState<Choice | null>(null);
  const query = useQuery({
    queryKey: ['credit-reviews', within],
    queryFn: () => get('/credit-reviews', { within: Number(within ?? 30) }),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const currency = query.data?.currency ?? null;
  const rows = query.data?.accounts ?? [];
  const chosen = rows.filter((row) => ticked.has(row.account.party));
  const name = (party: string) => rows.find((row) => row.account.party === party)?.account.name ?? '';
  return (
    <>
      <Card flush>
        <div className="oa-list-head" style={{ paddingBottom: 12 }}>
          <Line>
            <h1 className="oa-grow">{t('review.title')}</h1>
            <span style={{ width: 180 }}>
              <ChoiceInput
                aria-label={t('review.within')}
                value={within}
                onChange={setWithin}
                options={WITHIN.map((days) => ({ value: days, label: t('review.days', { days }) }))}
              />
            </span>
          </Line>
          <Mute>{t('review.what')}</Mute>
          <Line tight>
            {(['KEEP', 'LOWER', 'RAISE'] as const).map((one) => (
              <Button
                key={one}
                disabled={chosen.length === 0}
                danger={one === 'LOWER'}
                onClick={() => {
                  setChoice(one);
                }}
              >
                {t(`review.do.${one}`)}
              </Button>
            ))}
            <Mute>{t('review.chosen', { count: chosen.length })}</Mute>
            <Button
              type="link"
              onClick={() => {
                setTicked(
                  new Set(rows.filter((row) => row.account.proposal === 'KEEP').map((row) => row.account.party)),
                );
              }}
            >
              {t('review.tickKeep')}
            </Button>
          </Line>
          {query.data?.more && <Alert type="info" showIcon title={t('review.more')} />}
        </div>
        <DataTable<Reviewed>
          caption={t('review.title')}
          rows={rows}
          loading={query.isPending}
          rowKey={(row) => row.account.party}
          selected={ticked}
          onSelect={setTicked}
          empty={<EmptyState title={t('review.none')} text={t('review.noneText')} />}
          columns={[
            {
              key: 'name',
              title: t('review.customer'),
              pin: 'left',
              render: ({ account }) => <Link to={`/credit/accounts/${account.party}`}>{account.name}</Link>,
            },
            {
              key: 'proposal',
              title: t('review.proposal'),
              render: ({ account }) => (
                <Line tight nowrap>
                  <StatusTag tone={TONES[account.proposal] ?? 'grey'}>
                    {t(`review.proposals.${account.proposal}`)}
                  </StatusTag>
                  {account.proposedLimit != null && formatMoney(account.proposedLimit, currency)}
                </Line>
              ),
            },
            {
              key: 'why',
              title: t('review.why'),
              render: ({ account, findings }) => (
                <>
                  {findings.map((finding) => (
                    <div key={finding.why}>{finding.message}</div>
                  ))}
                  {account.application && (
                    <RecordLink kind="credit-application" id={account.application}>
                      {account.applicationNumber}
                    </RecordLink>
                  )}
                </>
              ),
            },
            {
              key: 'limit',
              title: t('terms.limit'),
              numeric: true,
              render: ({ account }) =>
                account.figures.limit == null ? (
                  t('ui:credit.unlimited')
                ) : (
                  <Money value={account.figures.limit} currency={currency} />
                ),
            },
            {
              key: 'use',
              title: t('review.use'),
              render: ({ account }) => (account.use == null ? '–' : <Share value={account.use} />),
            },
            {
              key: 'overdue',
              title: t('application.overdue'),
              numeric: true,
              render: ({ account }) => <Money value={account.figures.overdue} currency={currency} />,
            },
            { key: 'grade', title: t('terms.grade'), render: ({ account }) => account.figures.grade ?? '–' },
            { key: 'reviewOn', title: t('terms.reviewOn'), render: ({ account }) => account.reviewOn ?? '–' },
            { key: 'reviewedOn', title: t('review.last'), render: ({ account }) => account.reviewedOn ?? '–' },
          ]}
        />
      </Card>
      {choice && (
        <Decide
          choice={choice}
          rows={chosen}
          currency={currency}
          onClose={() => {
            setChoice(null);
          }}
          onDone={(refused, done) => {
            setTicked(new Set());
            for (const key of ['credit-reviews', 'credit', 'credit-accounts', 'credit-applications'])
              void queries.invalidateQueries({ queryKey: [key] });
            if (done > 0) void message.success(t(`review.done.${choice}`, { count: done }));
            if (refused.length > 0) {
              void modal.warning({
                title: t('review.left', { count: refused.length }),
                content: refused.map((one) => (
                  <div key={one.party}>
                    {name(one.party)}: {one.message}
                  </div>
                )),
              });
            }
          }}
        />
      )}
    </>
  );
}

interface Refused {
  party: string;
  message: string;
}

/** One decision for all that are ticked, each with its own limit where the limit changes. */
function Decide({
  choice,
  rows,
  currency,
  onClose,
  onDone,
}: {
  choice: Choice;
  rows: readonly Reviewed[];
  currency: string | null;
  onClose: () => void;
  onDone: (refused: Refused[], done: number) => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const form = useForm(
    {
      reviewOn: plusMonths(me.today, 12) as string | null,
      reason: '',
      limits: Object.fromEntries(
        rows.map(({ account }) => [
          account.party,
          (CHOICES[account.proposal] === choice ? (account.proposedLimit ?? null) : null) as Decimal | null,
        ]),
      ),
    },
    async (values, key) => {
      const answer = await post(
        '/credit-reviews/decisions',
        {
          decisions: rows.map(({ account, findings }) => ({
            party: account.party,
            version: account.version,
            choice,
            limit: choice === 'KEEP' ? null : (values.limits[account.party] ?? null),
            reviewOn: values.reviewOn,
            findings: findings.map((finding) => finding.why),
            reason: values.reason.trim(),
          })),
        },
        { key },
      );
      const refused = answer.answers.flatMap((one) =>
        one.outcome === 'REFUSED' ? [{ party: one.party, message: one.message ?? '' }] : [],
      );
      onDone(refused, answer.answers.length - refused.length);
    },
  );
  const reason = form.bind('reason');
  return (
    <FormDrawer
      open
      title={t(`review.do.${choice}`)}
      action={t(`review.do.${choice}`)}
      danger={choice === 'LOWER'}
      form={form}
      width={560}
      onClose={onClose}
    >
      <div>{t(`review.text.${choice}`, { count: rows.length })}</div>
      {choice !== 'KEEP' && (
        <DataTable<Reviewed>
          compact
          caption={t('terms.limit')}
          rows={rows}
          rowKey={(row) => row.account.party}
          columns={[
            { key: 'name', title: t('review.customer'), render: ({ account }) => account.name },
            {
              key: 'now',
              title: t('review.now'),
              numeric: true,
              render: ({ account }) => <Money value={account.figures.limit ?? '0'} currency={currency} />,
            },
            {
              key: 'limit',
              title: t('review.then'),
              width: 150,
              render: ({ account }) => (
                <FigureInput
                  aria-label={`${account.name} ${t('review.then')}`}
                  currency={currency}
                  value={form.values.limits[account.party] ?? null}
                  status={
                    account.figures.limit != null &&
                    form.values.limits[account.party] != null &&
                    big(form.values.limits[account.party] ?? '0').gte(big(account.figures.limit)) ===
                      (choice === 'LOWER')
                      ? 'error'
                      : ''
                  }
                  onChange={(limit) => {
                    form.set({ limits: { ...form.values.limits, [account.party]: limit } });
                  }}
                />
              ),
            },
          ]}
        />
      )}
      <Fields columns={1}>
        <Field label={t('terms.reviewOn')} form={form} name="reviewOn" must>
          <DateInput {...form.bind('reviewOn')} />
        </Field>
        <Field label={t('terms.reason')} bound={reason} form={form} name="reason" must>
          <Input.TextArea
            id={reason.id}
            autoSize={{ minRows: 2 }}
            value={reason.value}
            status={reason.status}
            onChange={(event) => {
              reason.onChange(event.target.value);
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
