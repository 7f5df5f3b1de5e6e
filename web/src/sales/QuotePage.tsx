import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post, remove } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, capitals, formatMoney, formatQuantity } from '../lib/money';
import { useIdParam, useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import type { Tone } from '../lib/types';
import { Instant, Money, Share, StateTag, StatusTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, pathSteps, Sums, type PageMove, type PageStep } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Card, Facts, Line, Stack, type Fact } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { Refusal } from '../ui/Refusal';
import { useRefusalWords } from '../ui/refusalWords';
import { keepAnswer, useAnswer } from './answers';
import { GateSays } from './GateSays';
import { useDocumentSums } from './goods';
import { LineRemark, usePricedColumns } from './pricedColumns';
import { AcceptDrawer, LoseDrawer } from './QuoteDialogs';
import { QuoteEditor } from './QuoteEditor';
import { QuoteOrderDrawer } from './QuoteOrderDrawer';
import type { QuoteLine, QuoteView } from './types';

const TONES: Record<string, Tone> = {
  DRAFT: 'grey',
  SUBMITTED: 'orange',
  HELD: 'red',
  SENT: 'blue',
  ACCEPTED: 'green',
  LOST: 'red',
  EXPIRED: 'grey',
  SUPERSEDED: 'grey',
};

export function QuotePage() {
  const id = useIdParam();
  const { edit } = useQueryParams();
  const navigate = useNavigate();
  const record = useRecord('quotes', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const leave = () => void navigate({ to: `/quotes/${id}`, search: {}, replace: true });
  if (edit && record.data.data.quote.state === 'DRAFT') {
    return (
      <QuoteEditor
        key={record.data.version}
        quote={record.data.data.quote}
        version={record.data.version}
        onSaved={leave}
        onCancel={leave}
      />
    );
  }
  return <Shown view={record.data.data} version={record.data.version} />;
}

function stepsOf(
  { quote, orders }: QuoteView,
  word: (state: string) => string,
  share: (value: number) => string,
): PageStep[] {
  const over = ['LOST', 'EXPIRED', 'SUPERSEDED'].includes(quote.state);
  const path = [
    'DRAFT',
    ...(['SUBMITTED', 'HELD'].includes(quote.state) ? [quote.state] : []),
    'SENT',
    ...(over ? [quote.state] : ['ACCEPTED']),
  ];
  const steps = pathSteps(path, quote.state, ['ACCEPTED'], word);
  if (over) return steps;
  const ordered = orders
    .filter((order) => order.state !== 'CANCELLED')
    .reduce((sum, order) => sum.plus(big(order.total)), big('0'));
  const done = big(quote.total).gt(0) ? Number(ordered.times(100).div(big(quote.total)).round(0, 0).toFixed()) : 0;
  return [...steps, { key: 'ordered', label: share(done), state: done >= 100 ? 'done' : 'open', share: done }];
}

function Shown({ view, version }: { view: QuoteView; version: string | null }) {
  const { t } = useTranslation('sales');
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useCan();
  const sums = useDocumentSums();
  const { quote, margin, answer } = view;
  const { id, currency } = quote;
  const priced = usePricedColumns<QuoteLine>(quote.taxInclusive, currency);
  const [asking, setAsking] = useState<'accept' | 'lose' | 'order' | null>(null);
  const before = ['DRAFT', 'SUBMITTED', 'HELD', 'SENT'].includes(quote.state);
  const credit = useCredit(may('credit-account.view') && before ? quote.customer : null);
  const said = useAnswer(id);
  const words = useRefusalWords(currency, quote.customer);
  const refresh = () => {
    for (const queryKey of ['quotes', 'sales-orders', 'record', 'records', 'credit-holds'])
      void queries.invalidateQueries({ queryKey: [queryKey] });
  };
  const moves = useMoves('quotes', id, version, {
    touches: ['credit-holds'],
    onDone: (done, step) => {
      if (step.path === '') {
        void navigate({ to: '/quotes' });
        return;
      }
      if (!done || !('objections' in done)) return;
      if (step.path === 'versions' || step.path === 'copies') {
        void navigate({ to: `/quotes/${done.order.id}`, search: { edit: '1' } as never });
        return;
      }
      keepAnswer(done);
      if (step.path !== 'sending' || step.method === 'DELETE') return;
      if (done.outcome === 'held') void message.warning(t('quote.wasHeld'));
      else if (done.outcome === 'confirmed') void message.success(t('quote.wasSent', { number: quote.number }));
      else if (done.order.state === 'SUBMITTED') void message.info(t('quote.waits'));
    },
  });
  const link = () => {
    post(`/quotes/${id}/link`, undefined, { key: newKey() }).then(
      (made) => {
        void queries.invalidateQueries({ queryKey: ['quotes', 'record', id] });
        void modal.info({
          title: t('quote.linkTitle'),
          width: 560,
          content: (
            <Stack tight>
              <div>{t('quote.linkText')}</div>
              <Typography.Text copyable className="oa-break">
                {`${window.location.origin}/quote#${made.token}`}
              </Typography.Text>
              <div className="oa-mute">
                {t('quote.linkUntil')} <Instant value={made.expires} />
              </div>
            </Stack>
          ),
        });
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
  const withdraw = () => {
    remove(`/quotes/${id}/link`).then(
      () => {
        void message.success(t('quote.linksWithdrawn'));
        refresh();
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
  const edit = () => void navigate({ to: `/quotes/${id}`, search: { edit: '1' } as never });
  const draft = quote.state === 'DRAFT';
  const ask = (what: typeof asking) => () => {
    setAsking(what);
  };
  const known: PageMove[] = [
    {
      name: 'send',
      label: t(quote.state === 'HELD' ? 'quote.sendAgain' : 'quote.send'),
      primary: true,
      run: () => {
        moves.run({ path: 'sending' });
      },
    },
    { name: 'accept', label: t('quote.accept'), run: ask('accept') },
    { name: 'order', label: t('quote.makeOrder'), primary: true, run: ask('order') },
    {
      name: 'return-to-draft',
      label: t('order.withdraw'),
      run: () => {
        moves.run({ path: 'sending', method: 'DELETE' });
      },
    },
    {
      name: 'revise',
      label: t('quote.revise'),
      rare: quote.state === 'ACCEPTED',
      confirm: { title: t('quote.reviseTitle', { number: quote.number }), content: t('quote.reviseText') },
      run: () => {
        moves.run({ path: 'versions' });
      },
    },
    { name: 'lose', label: t('quote.lose'), danger: true, rare: true, run: ask('lose') },
  ];
  const running: Record<string, string> = { sending: 'send', versions: 'revise' };
  const buttons = joinMoves(view.moves, known, running[moves.running ?? ''] ?? null);
  if (draft && may('quote.edit')) buttons.unshift({ name: 'edit', label: t('order.edit'), run: edit });
  if (quote.state === 'SENT' && may('quote.send')) {
    buttons.push({ name: 'link', label: t('quote.link'), primary: true, run: link });
    if (view.links > 0)
      buttons.push({ name: 'withdrawLinks', label: t('quote.withdrawLinks'), rare: true, run: withdraw });
  }
  if (may('quote.create')) {
    buttons.push({
      name: 'copy',
      label: t('order.copy'),
      rare: true,
      run: () => void navigate({ to: '/quotes/new', search: { copy: id } as never }),
    });
  }
  if (draft && quote.revision === 1 && may('quote.delete')) {
    buttons.push({
      name: 'delete',
      label: t('order.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('order.deleteTitle', { number: quote.number }), content: t('order.deleteText') },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }

  const facts: (Fact | false | null | undefined)[] = [
    { label: t('quote.reference'), value: quote.reference },
    { label: t('quote.discountTerms'), value: view.discountTerms },
    { label: t('field.deliveryDate'), value: quote.deliveryDate },
    { label: t('field.deliveryAddress'), value: quote.deliveryAddress },
    { label: t('field.note'), value: quote.note },
    answer && {
      label: t(answer.accepted ? 'quote.acceptedBy' : 'quote.declinedBy'),
      value: (
        <span>
          {answer.by}, <Instant value={answer.at} />{' '}
          <span className="oa-mute">{t(answer.byLink ? 'quote.byLink' : 'quote.byUs')}</span>
        </span>
      ),
    },
    answer && { label: t('quote.remark'), value: answer.remark },
    answer?.accepted && {
      label: t('quote.seal'),
      value: (
        <span className={answer.whole ? 'oa-break' : 'oa-break oa-red'} title={answer.content}>
          {answer.whole ? answer.hash.slice(0, 16) : t('quote.sealBroken')}
        </span>
      ),
    },
  ];
  const held = quote.state === 'HELD';
  const lineMargin = new Map(margin?.lines.map((line) => [line.position, line.share]));
  const versionOf = view.versions.filter((other) => other.id !== id);
  const state = (name: string) => serverText(`state.quote.${name}`, name);
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'quote',
          number: quote.number,
          state: quote.state,
          tone: TONES[quote.state] ?? 'grey',
          date: quote.date,
          total: quote.total,
          currency,
        }}
        title={quote.number}
        tags={
          <>
            <StateTag kind="quote" state={quote.state} tone={TONES[quote.state] ?? 'grey'} />
            {quote.revision > 1 && <StatusTag>{t('quote.version', { revision: quote.revision })}</StatusTag>}
          </>
        }
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={quote.customer}>
              {quote.customerName}
            </RecordLink>
            <span>{quote.contact}</span>
            <span>{view.ownerName}</span>
            <span>{quote.date}</span>
            <span>{t('quote.until', { date: quote.validUntil })}</span>
            <span>{view.paymentTermName}</span>
          </Line>
        }
        moves={buttons}
        steps={stepsOf(view, state, (share) => t('quote.orderedShare', { share }))}
        notice={
          <>
            <GateSays
              document={quote}
              said={held || ['DRAFT', 'SUBMITTED'].includes(quote.state) ? said : null}
              refused={t('quote.refused')}
            />
            {!held && view.objections.length > 0 && (
              <Refusal
                tone="orange"
                title={t('quote.pointedOut', { count: view.objections.length })}
                objections={words.objections(view.objections)}
                ways={[]}
              />
            )}
            {quote.state === 'LOST' && (
              <Card
                tone="red"
                title={t('quote.lostBecause', {
                  reason: serverText(`choice.quote.lostReason.${quote.lostReason ?? 'OTHER'}`, ''),
                })}
              >
                {quote.lostRemark || '–'}
              </Card>
            )}
          </>
        }
        facts={facts.some((fact) => fact && fact.value) ? <Facts facts={facts} /> : null}
      >
        {credit.data && (
          <Card>
            <CreditBar credit={credit.data} ghost={quote.total} customer={quote.customer} />
          </Card>
        )}
        <Card title={t('quote.lines')} extra={<span className="oa-mute">{currency}</span>}>
          <DataTable<QuoteLine>
            caption={t('quote.lines')}
            rows={quote.lines}
            rowKey={(line) => String(line.position)}
            columns={[
              { key: 'row', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
              {
                key: 'product',
                title: t('line.product'),
                render: (line) => (
                  <>
                    <RecordLink kind="product" id={line.product}>
                      {line.productCode}
                    </RecordLink>{' '}
                    {line.productName}{' '}
                    {line.optional && (
                      <StatusTag tone={line.chosen ? 'green' : 'grey'}>
                        {t(line.chosen ? 'quote.optionChosen' : 'quote.option')}
                      </StatusTag>
                    )}
                    <LineRemark line={line} />
                  </>
                ),
              },
              ...priced,
              {
                key: 'total',
                title: t('line.total'),
                numeric: true,
                render: (line) =>
                  line.chosen ? (
                    <Money value={line.total} currency={currency} />
                  ) : (
                    <span className="oa-mute">({formatMoney(line.total, currency)})</span>
                  ),
              },
              ...(margin
                ? [
                    {
                      key: 'margin',
                      title: t('quote.margin'),
                      numeric: true,
                      render: (line: QuoteLine) => <Share value={lineMargin.get(line.position) ?? null} />,
                    },
                  ]
                : []),
              ...(quote.state === 'ACCEPTED'
                ? [
                    {
                      key: 'ordered',
                      title: t('quote.ordered'),
                      numeric: true,
                      render: (line: QuoteLine) => formatQuantity(line.orderedQuantity),
                    },
                  ]
                : []),
            ]}
          />
          <Line between top>
            <span className="oa-mute">{currency === 'CNY' && big(quote.total).gt(0) ? capitals(quote.total) : ''}</span>
            <Sums
              sums={[
                ...sums(quote, currency),
                ...(margin?.margin != null
                  ? [
                      {
                        label: t('quote.margin'),
                        value: (
                          <span>
                            {formatMoney(margin.margin, currency)} <Share value={margin.share ?? null} />
                          </span>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          </Line>
        </Card>
        {view.orders.length > 0 && (
          <Card title={t('quote.orders')}>
            <DataTable
              caption={t('quote.orders')}
              rows={view.orders}
              rowKey={(order) => order.id}
              columns={[
                {
                  key: 'number',
                  title: t('quote.order'),
                  render: (order) => (
                    <RecordLink kind="sales-order" id={order.id}>
                      {order.number}
                    </RecordLink>
                  ),
                },
                { key: 'date', title: t('field.date'), render: (order) => order.date },
                {
                  key: 'state',
                  title: t('quote.state'),
                  render: (order) => <StateTag kind="sales-order" state={order.state} tone="grey" />,
                },
                {
                  key: 'total',
                  title: t('order.total'),
                  numeric: true,
                  render: (order) => <Money value={order.total} currency={currency} />,
                },
              ]}
            />
          </Card>
        )}
        {versionOf.length > 0 && (
          <Card title={t('quote.versions')}>
            <Line>
              {versionOf.map((other) => (
                <RecordLink key={other.id} kind="quote" id={other.id}>
                  {`${t('quote.version', { revision: other.revision })} · ${state(other.state)} · ${formatMoney(other.total, currency)}`}
                </RecordLink>
              ))}
            </Line>
          </Card>
        )}
      </DocumentPage>
      {asking === 'accept' && <AcceptDrawer quote={quote} version={version} onDone={refresh} onClose={ask(null)} />}
      {asking === 'lose' && <LoseDrawer quote={quote} version={version} onDone={refresh} onClose={ask(null)} />}
      {asking === 'order' && (
        <QuoteOrderDrawer
          quote={quote}
          version={version}
          onOrdered={(order) => {
            refresh();
            void navigate({ to: `/sales-orders/${order}` });
          }}
          onClose={ask(null)}
        />
      )}
    </>
  );
}
