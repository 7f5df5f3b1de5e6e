import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type StepPath } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, formatMoney, formatPrice, formatQuantity } from '../lib/money';
import { useIdParam, useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import type { Tone } from '../lib/types';
import { Money, StateTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable, type Column } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, pathSteps, Sums, type PageMove, type PageStep } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Card, Facts, Line, type Fact } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { keepAnswer, useAnswer } from './answers';
import { GateSays } from './GateSays';
import { ChangeEditor } from './ChangeEditor';
import type { Change, ChangeCharge, ChangeLine, ChangeView } from './types';

const TONES: Record<string, Tone> = {
  DRAFT: 'grey',
  SUBMITTED: 'orange',
  HELD: 'red',
  APPLIED: 'green',
  REJECTED: 'grey',
  WITHDRAWN: 'grey',
};

export function ChangePage() {
  const id = useIdParam();
  const { edit } = useQueryParams();
  const navigate = useNavigate();
  const record = useRecord('order-changes', id);
  const change = record.data?.data.change;
  const editing = Boolean(edit) && change?.state === 'DRAFT';
  const order = useRecord('sales-orders', editing && change ? change.order : '');
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data || !change) return null;
  const leave = () => void navigate({ to: `/order-changes/${id}`, search: {}, replace: true });
  if (!editing) return <Shown view={record.data.data} version={record.data.version} />;
  if (order.isError) return <Failure error={order.error} reset={() => void order.refetch()} />;
  if (!order.data) return null;
  return (
    <ChangeEditor
      key={record.data.version}
      view={order.data.data}
      change={change}
      version={record.data.version}
      onSaved={(_, answer) => {
        keepAnswer(answer);
        leave();
      }}
      onCancel={leave}
    />
  );
}

function stepsOf(change: Change, word: (state: string) => string): PageStep[] {
  if (change.state === 'REJECTED' || change.state === 'WITHDRAWN') {
    return [{ key: change.state, label: word(change.state), state: 'now' }];
  }
  const path = ['DRAFT', 'SUBMITTED', ...(change.state === 'HELD' ? ['HELD'] : []), 'APPLIED'];
  return pathSteps(path, change.state, ['APPLIED'], word);
}

/** A fact with what it was; left out where it is and was nothing. */
function fact(label: string, before: string | null | undefined, after: string | null | undefined): Fact | null {
  return before || after ? { label, value: <Was before={before || null} after={after || null} /> } : null;
}

/** What is, and where it differs what was. */
function Was({ before, after }: { before: ReactNode; after: ReactNode }) {
  return before === after ? (
    after
  ) : (
    <>
      <s className="oa-mute">{before ?? '–'}</s> {after ?? '–'}
    </>
  );
}

function same(line: ChangeLine): boolean {
  return (
    line.quantityBefore != null &&
    big(line.quantity).eq(big(line.quantityBefore)) &&
    big(line.price).eq(big(line.priceBefore)) &&
    big(line.discount).eq(big(line.discountBefore)) &&
    big(line.taxRate).eq(big(line.taxRateBefore)) &&
    (line.deliveryDate ?? null) === (line.deliveryDateBefore ?? null)
  );
}

function Shown({ view, version }: { view: ChangeView; version: string | null }) {
  const { t } = useTranslation('sales');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const may = useCan();
  const { change } = view;
  const { id, currency } = change;
  const difference = big(change.total).minus(big(change.totalBefore));
  const open = ['DRAFT', 'SUBMITTED', 'HELD'].includes(change.state);
  const held = change.state === 'HELD';
  const credit = useCredit(may('credit-account.view') && open && difference.gt(0) ? change.customer : null);
  const said = useAnswer(id);
  const moves = useMoves('order-changes', id, version, {
    touches: ['credit', 'credit-holds', 'sales-orders'],
    onDone: (answer, step) => {
      if (!answer || !('objections' in answer)) return;
      keepAnswer(answer);
      if (step.path !== 'application') return;
      if (answer.outcome === 'held') void message.warning(t('change.wasHeld'));
      else if (answer.outcome === 'confirmed') void message.success(t('change.wasApplied', { number: change.number }));
      else if (answer.order.state === 'SUBMITTED') void message.info(t('change.waits'));
    },
  });
  const step = (path: StepPath<'order-changes'>) => {
    moves.run({ path });
  };
  const edit = () => void navigate({ to: `/order-changes/${id}`, search: { edit: '1' } as never });
  const back = () => {
    moves.run({ path: 'submission', method: 'DELETE' });
  };
  const known: PageMove[] = [
    {
      name: 'submit',
      label: t('change.submit'),
      primary: !may('order-change.apply'),
      run: () => {
        step('submission');
      },
    },
    {
      name: 'apply',
      label: t('change.apply'),
      primary: true,
      run: () => {
        step('application');
      },
    },
    { name: 'return-to-draft', label: t('order.withdraw'), rare: !held, run: back },
    {
      name: 'withdraw',
      label: t('change.withdraw'),
      danger: true,
      rare: true,
      confirm: {
        title: t('change.withdrawTitle', { number: change.number }),
        content: t('change.withdrawText', { order: change.orderNumber }),
      },
      run: () => {
        step('withdrawal');
      },
    },
  ];
  const running: Record<string, string> = { submission: 'submit', application: 'apply', withdrawal: 'withdraw' };
  const buttons = joinMoves(view.moves, known, running[moves.running ?? ''] ?? null);
  if (change.state === 'DRAFT' && may('order-change.edit')) {
    buttons.unshift({ name: 'edit', label: t('order.edit'), run: edit });
  }
  const tone = TONES[change.state] ?? 'grey';
  const percent = (fraction: string | null | undefined) =>
    big(fraction).eq(0) ? '–' : `${big(fraction).times(100).toFixed()}%`;
  const totals: Column<{ total: string; totalBefore: string }>[] = [
    {
      key: 'before',
      title: t('change.before'),
      numeric: true,
      render: (row) => <Money value={row.totalBefore} currency={currency} />,
    },
    {
      key: 'after',
      title: t('change.after'),
      numeric: true,
      render: (row) => <Money value={row.total} currency={currency} />,
    },
    {
      key: 'difference',
      title: t('change.difference'),
      numeric: true,
      render: (row) => {
        return <Money value={big(row.total).minus(big(row.totalBefore)).toFixed()} currency={currency} />;
      },
    },
  ];
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'order-change',
          number: change.number,
          state: change.state,
          tone,
          date: change.date,
          total: change.total,
          currency,
        }}
        title={change.number}
        tags={<StateTag kind="order-change" state={change.state} tone={tone} />}
        subtitle={
          <Line tight>
            <RecordLink kind="sales-order" id={change.order}>
              {change.orderNumber}
            </RecordLink>
            <RecordLink kind="customer" id={change.customer}>
              {change.customerName}
            </RecordLink>
            <span>{view.ownerName}</span>
            <span>{change.date}</span>
            <span>{change.reason}</span>
          </Line>
        }
        moves={buttons}
        steps={stepsOf(change, (state) => serverText(`state.order-change.${state}`, state))}
        notice={
          <GateSays
            document={change}
            said={open ? said : null}
            refused={t('change.refused')}
            act={(way) => {
              if (way.kind !== 'REDUCE') return undefined;
              if (change.state === 'DRAFT') return { label: t('order.edit'), run: edit };
              return held ? { label: t('order.withdraw'), run: back } : undefined;
            }}
          />
        }
        facts={
          <Facts
            facts={[
              fact(t('field.deliveryDate'), change.deliveryDateBefore, change.deliveryDate),
              fact(t('field.paymentTerm'), view.paymentTermBeforeName, view.paymentTermName),
              fact(
                t('change.discountTerm'),
                view.discountTermBeforeName ?? t('change.noDiscount'),
                view.discountTermName ?? t('change.noDiscount'),
              ),
              fact(
                t('field.discountAmount'),
                formatMoney(change.discountAmountBefore, currency),
                formatMoney(change.discountAmount, currency),
              ),
              ...(['reference', 'contact', 'deliveryAddress', 'invoiceAddress', 'note'] as const).map((name) =>
                fact(t(`field.${name}`), change.particularsBefore[name], change.particulars[name]),
              ),
            ]}
          />
        }
      >
        {credit.data && (
          <Card>
            <CreditBar credit={credit.data} ghost={difference.toFixed()} customer={change.customer} />
          </Card>
        )}
        <Card title={t('change.compare')} extra={<span className="oa-mute">{currency}</span>}>
          <DataTable<ChangeLine>
            caption={t('change.compare')}
            rows={change.lines}
            rowKey={(line) => String(line.line)}
            columns={[
              {
                key: 'row',
                title: '#',
                render: (line) => <span className="oa-mute">{line.position ?? '+'}</span>,
              },
              {
                key: 'product',
                title: t('line.product'),
                render: (line) => (
                  <>
                    <RecordLink kind="product" id={line.product}>
                      {line.productCode}
                    </RecordLink>{' '}
                    {line.productName}
                    {!same(line) && (
                      <div className="oa-small oa-mute">
                        {t(line.position == null ? 'change.isNew' : line.ends ? 'change.ends' : 'change.changed')}
                      </div>
                    )}
                  </>
                ),
              },
              {
                key: 'quantity',
                title: t('line.quantity'),
                numeric: true,
                render: (line) => (
                  <Was
                    before={
                      line.quantityBefore == null ? formatQuantity('0', '0') : formatQuantity(line.quantityBefore)
                    }
                    after={formatQuantity(line.quantity, '0')}
                  />
                ),
              },
              { key: 'unit', title: t('line.unit'), render: (line) => line.unit },
              {
                key: 'price',
                title: t(change.taxInclusive ? 'ui:lines.priceIncluded' : 'ui:lines.priceExcluded'),
                numeric: true,
                render: (line) => (
                  <Was
                    before={formatPrice(line.priceBefore ?? line.price, currency)}
                    after={formatPrice(line.price, currency)}
                  />
                ),
              },
              {
                key: 'discount',
                title: t('line.discount'),
                numeric: true,
                render: (line) => (
                  <Was before={percent(line.discountBefore ?? line.discount)} after={percent(line.discount)} />
                ),
              },
              {
                key: 'delivered',
                title: t('line.delivered'),
                numeric: true,
                render: (line) => formatQuantity(line.delivered, '0'),
              },
              ...totals,
            ]}
          />
          {change.charges.length > 0 && (
            <DataTable<ChangeCharge>
              caption={t('field.charges')}
              rows={change.charges}
              rowKey={(charge) => String(charge.line)}
              columns={[
                {
                  key: 'charge',
                  title: t('field.charges'),
                  render: (charge) => (
                    <>
                      <Was before={charge.nameBefore ?? charge.name} after={charge.name} />
                      {(charge.ends || charge.position == null) && (
                        <div className="oa-small oa-mute">
                          {t(charge.ends ? 'change.chargeEnds' : 'change.isNewCharge')}
                        </div>
                      )}
                    </>
                  ),
                },
                {
                  key: 'taxRate',
                  title: t('line.taxRate'),
                  numeric: true,
                  render: (charge) => (
                    <Was before={percent(charge.taxRateBefore ?? charge.taxRate)} after={percent(charge.taxRate)} />
                  ),
                },
                ...totals,
              ]}
            />
          )}
          <Line between top>
            <span />
            <Sums
              sums={[
                { label: t('change.before'), value: formatMoney(change.totalBefore, currency) },
                { label: t('change.after'), value: formatMoney(change.total, currency) },
                { label: t('change.difference'), value: formatMoney(difference, currency), big: true },
              ]}
            />
          </Line>
        </Card>
      </DocumentPage>
    </>
  );
}
