import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { formatMoney } from '../lib/money';
import { useIdParam, useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import type { Tone } from '../lib/types';
import { Instant, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, type PageMove } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Card, Columns, Facts, Line, Stack, type Fact } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { MailButton } from '../ui/MailButton';
import { ApplicationEditor } from './ApplicationEditor';
import type { ApplicationView, CreditPicture } from './types';

const TONES: Record<string, Tone> = {
  DRAFT: 'grey',
  SUBMITTED: 'orange',
  APPROVED: 'green',
  REJECTED: 'red',
  CANCELLED: 'grey',
};

export function ApplicationList() {
  const { t } = useTranslation('credit');
  return (
    <ListPage
      list="credit-applications"
      href={(row) => `/credit/applications/${row.id}`}
      create={{ to: '/credit/applications/new', label: t('application.new'), right: 'credit-application.create' }}
      views={[
        { key: 'waiting', label: t('application.waiting'), filter: ['state', 'in', ['SUBMITTED']] },
        { key: 'mine', label: t('application.mine'), filter: ['owner', '=', 'me'] },
        { key: 'drafts', label: t('application.drafts'), filter: ['state', 'in', ['DRAFT']] },
      ]}
      empty={{ title: t('application.none'), text: t('application.noneText') }}
    />
  );
}

export function ApplicationPage() {
  const id = useIdParam();
  const { edit } = useQueryParams();
  const navigate = useNavigate();
  const record = useRecord('credit-applications', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { data, version } = record.data;
  const leave = () => void navigate({ to: `/credit/applications/${id}`, search: {}, replace: true });
  if (edit && data.application.state === 'DRAFT') {
    const { proposal, customerName } = data.application;
    return (
      <ApplicationEditor
        key={version}
        application={data.application}
        customer={{ id: proposal.customer, label: customerName }}
        version={version}
        onSaved={leave}
        onCancel={leave}
      />
    );
  }
  return <Shown view={data} version={version} />;
}

/** What was or is known of the customer: the account, what is overdue and for how long, how it pays. */
function Picture({ title, figures, currency }: { title: string; figures: CreditPicture; currency: string }) {
  const { t } = useTranslation('credit');
  return (
    <Card title={title} extra={<span className="oa-mute">{figures.on}</span>}>
      <Facts
        facts={[
          {
            label: t('terms.limit'),
            value: figures.limit == null ? t('ui:credit.unlimited') : formatMoney(figures.limit, currency),
          },
          { label: t('terms.status'), value: t(`status.${figures.status}`) },
          { label: t('terms.grade'), value: figures.grade },
          { label: t('application.exposure'), value: formatMoney(figures.exposure, currency) },
          { label: t('application.overdue'), value: formatMoney(figures.overdue, currency) },
          figures.overdueDays > 0 && {
            label: t('application.oldest'),
            value: t('terms.days', { days: figures.overdueDays }),
          },
          { label: t('application.usualDelay'), value: t('terms.days', { days: figures.usualDelay }) },
          figures.lateInRow > 0 && { label: t('application.lateInRow'), value: figures.lateInRow },
          ...figures.ages.map((age) => ({
            label: t(`application.age.${age.bracket}`),
            value: formatMoney(age.amount, currency),
          })),
        ]}
      />
    </Card>
  );
}

const PATHS: Record<string, string> = {
  submission: 'submit',
  approval: 'approve',
  rejection: 'reject',
  cancellation: 'cancel',
};

function Shown({ view, version }: { view: ApplicationView; version: string | null }) {
  const { t } = useTranslation('credit');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useCan();
  const { application: a, currency } = view;
  const { proposal: p, id } = a;
  const [asking, setAsking] = useState<'rejection' | 'approval' | 'cancellation' | null>(null);
  const [reason, setReason] = useState('');
  const moves = useMoves('credit-applications', id, version, {
    onDone: (_, step) => {
      void queries.invalidateQueries({ queryKey: ['credit'] });
      void queries.invalidateQueries({ queryKey: ['approvals'] });
      if (step.path === '') void navigate({ to: '/credit/applications' });
    },
  });
  const ask = (path: 'rejection' | 'approval' | 'cancellation') => () => {
    setReason('');
    setAsking(path);
  };
  const known: PageMove[] = [
    {
      name: 'submit',
      label: t('application.submit'),
      primary: true,
      run: () => {
        moves.run({ path: 'submission' });
      },
    },
    { name: 'approve', label: t('application.approve'), primary: true, run: ask('approval') },
    { name: 'reject', label: t('application.reject'), danger: true, run: ask('rejection') },
    {
      name: 'return-to-draft',
      label: t('application.takeBack'),
      rare: a.state === 'SUBMITTED',
      run: () => {
        moves.run({ path: 'submission', method: 'DELETE' });
      },
    },
    { name: 'cancel', label: t('application.cancel'), danger: true, rare: true, run: ask('cancellation') },
  ];
  const running =
    moves.running === 'submission' && a.state !== 'DRAFT' ? 'return-to-draft' : PATHS[moves.running ?? ''];
  const buttons = joinMoves(view.moves, known, running ?? null);
  const draft = a.state === 'DRAFT';
  if (draft && may('credit-application.edit')) {
    buttons.unshift({
      name: 'edit',
      label: t('application.edit'),
      run: () => void navigate({ to: `/credit/applications/${id}`, search: { edit: '1' } as never }),
    });
  }
  if (draft && may('credit-application.delete')) {
    buttons.push({
      name: 'delete',
      label: t('application.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('application.deleteTitle', { number: a.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  if (a.state === 'APPROVED' || a.state === 'REJECTED') {
    buttons.push({
      name: 'letter',
      label: t('application.letter'),
      primary: true,
      run: () => void navigate({ to: `/credit/applications/${id}/letter` }),
    });
  }
  const before = (a.decidedWith ?? a.askedWith ?? view.now).limit;
  const money = (value: string | null | undefined): string | null =>
    value == null ? null : formatMoney(value, currency);
  const own = p.financials;
  const figures: (Fact | null)[] = own
    ? [
        { label: t('application.year'), value: own.year },
        { label: t('application.registeredCapital'), value: money(own.registeredCapital) },
        { label: t('application.turnover'), value: money(own.turnover) },
        { label: t('application.netProfit'), value: money(own.netProfit) },
        { label: t('application.totalAssets'), value: money(own.totalAssets) },
        { label: t('application.netAssets'), value: money(own.netAssets) },
        { label: t('application.employees'), value: own.employees },
      ]
    : [];
  const references = p.references ?? [];
  const papers = p.papers ?? [];
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'credit-application',
          number: a.number,
          state: a.state,
          tone: TONES[a.state] ?? 'grey',
          date: p.date ?? null,
          total: p.limit ?? p.temporaryLimit ?? null,
          currency,
        }}
        title={a.number}
        tags={<StateTag kind="credit-application" state={a.state} tone={TONES[a.state] ?? 'grey'} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={p.customer}>
              {a.customerName}
            </RecordLink>
            <span>{t(`application.purposes.${p.purpose}`)}</span>
            <span>{view.ownerName}</span>
            <span>{p.date}</span>
          </Line>
        }
        moves={buttons}
        facts={
          <Facts
            facts={[
              p.limit != null && {
                label: t('application.limit'),
                value: (
                  <span className="oa-strong">
                    {before == null ? t('ui:credit.unlimited') : formatMoney(before, currency)} → {money(p.limit)}
                  </span>
                ),
              },
              p.temporaryLimit != null && {
                label: t('application.temporaryLimit'),
                value: (
                  <span className="oa-strong">
                    {money(p.temporaryLimit)} {p.temporaryFrom} – {p.temporaryTo}
                  </span>
                ),
              },
              { label: t('application.paymentTerm'), value: a.paymentTermName },
              { label: t('terms.status'), value: p.status ? t(`status.${p.status}`) : null },
              {
                label: t('application.overdueDays'),
                value: p.overdueDays == null ? null : t('terms.days', { days: p.overdueDays }),
              },
              { label: t('application.overdueAmount'), value: money(p.overdueAmount) },
              { label: t('terms.grade'), value: p.grade },
              { label: t('application.score'), value: p.score },
              { label: t('application.validTo'), value: p.validTo },
              { label: t('application.reviewOn'), value: p.reviewOn },
              { label: t('application.insuredAmount'), value: money(p.insuredAmount) },
              { label: t('application.reason'), value: <span className="oa-pre">{p.reason}</span> },
              a.submittedAt
                ? {
                    label: t('application.submitted'),
                    value: (
                      <>
                        {view.submittedByName} <Instant value={a.submittedAt} />
                      </>
                    ),
                  }
                : null,
              a.decidedAt
                ? {
                    label: t('application.decided'),
                    value: (
                      <>
                        {view.decidedByName} <Instant value={a.decidedAt} /> {a.decisionReason}
                      </>
                    ),
                  }
                : null,
            ]}
          />
        }
      >
        <Columns>
          <Picture
            title={t(a.decidedWith ? 'application.figuresDecided' : 'application.figuresNow')}
            figures={a.decidedWith ?? view.now}
            currency={currency}
          />
          <Card title={t('application.papers')}>
            <Stack tight>
              {papers.length === 0 && <span className="oa-mute">{t('application.noPapers')}</span>}
              {papers.map((paper) => (
                <span key={paper}>✓ {t(`application.paper.${paper}`)}</span>
              ))}
            </Stack>
          </Card>
        </Columns>
        {figures.some((fact) => fact?.value != null) && (
          <Card title={t('application.financials')}>
            <Facts facts={figures} />
          </Card>
        )}
        {references.length > 0 && (
          <Card title={t('application.references')}>
            <DataTable<(typeof references)[number]>
              caption={t('application.references')}
              rows={references}
              rowKey={(one) => String(references.indexOf(one))}
              columns={(['name', 'phone', 'remark'] as const).map((name) => ({
                key: name,
                title: t(`application.reference.${name}`),
                render: (one) => one[name],
              }))}
            />
          </Card>
        )}
      </DocumentPage>
      <Modal
        open={asking !== null}
        title={asking ? t(`application.ask.${asking}`, { number: a.number }) : ''}
        okText={asking ? t(`application.do.${asking}`) : ''}
        cancelText={t('ui:cancel')}
        okButtonProps={{ danger: asking !== 'approval', disabled: asking === 'rejection' && !reason.trim() }}
        destroyOnHidden
        onCancel={() => {
          setAsking(null);
        }}
        onOk={() => {
          if (asking) moves.run({ path: asking, body: { reason: reason.trim() || null } });
          setAsking(null);
        }}
      >
        <Stack>
          {asking === 'approval' && (
            <span>
              {a.customerName}: {before == null ? t('ui:credit.unlimited') : formatMoney(before, currency)} →{' '}
              {p.limit == null ? `+ ${money(p.temporaryLimit) ?? '0'}` : money(p.limit)}
            </span>
          )}
          <Input.TextArea
            autoFocus
            aria-label={t('application.why')}
            placeholder={t('application.why')}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
        </Stack>
      </Modal>
    </>
  );
}

/** The letter to the customer, to be printed, in either language. */
export function LetterPage() {
  const { t, i18n } = useTranslation('credit');
  const id = useIdParam();
  const [language, setLanguage] = useState(i18n.language === 'en' ? 'en' : 'zh-CN');
  const query = useQuery({
    queryKey: ['credit-applications', 'record', id, 'letter', language],
    queryFn: () => get(`/credit-applications/${id}/letter`, { language }),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const letter = query.data;
  return (
    <>
      <Card className="oa-actions">
        <Line>
          <h1 className="oa-grow">{t('application.letter')}</h1>
          {letter && <MailButton id={id} kind="credit-application" />}
          <Button
            onClick={() => {
              setLanguage(language === 'en' ? 'zh-CN' : 'en');
            }}
          >
            {t(`application.language.${language === 'en' ? 'zh' : 'en'}`)}
          </Button>
          <Button
            type="primary"
            onClick={() => {
              window.print();
            }}
          >
            {t('application.print')}
          </Button>
        </Line>
      </Card>
      {letter && (
        <Card className="oa-letter">
          <div lang={letter.language}>
            <Stack>
              <Line between>
                <span className="oa-strong">{letter.from}</span>
                <span>{letter.date}</span>
              </Line>
              <h2>{letter.subject}</h2>
              <p>{letter.salutation}</p>
              <p>{letter.paragraphs[0]}</p>
              {letter.lines.length > 0 && (
                <DataTable
                  caption={letter.subject}
                  rows={letter.lines}
                  rowKey={(line) => line.label}
                  columns={[
                    { key: 'label', title: '', render: (line) => line.label },
                    {
                      key: 'value',
                      title: letter.currency,
                      numeric: true,
                      render: (line) => (line.type === 'MONEY' ? formatMoney(line.value, letter.currency) : line.value),
                    },
                  ]}
                />
              )}
              {letter.paragraphs.slice(1).map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
              <p>{letter.closing}</p>
              <p>{letter.from}</p>
            </Stack>
          </div>
        </Card>
      )}
    </>
  );
}
